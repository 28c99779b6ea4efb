"""Small searches for the window."""

from core.config.fields import with_values
from core.search.ranges import UNITS, Range
from core.search.search import Search, new_name
from tests.gui.driving import quick

RATE = "optimizer.learning_rate"
RANGES = (Range(RATE, 0.001, 1, True), Range(UNITS, 16, 256, True))


def small(changes=None):
    """A sigmoid network that trains three epochs on a few digits."""
    layers = {"model.hidden": [{"units": 32, "activation": "sigmoid"}], "epochs": 3}
    return quick("sigmoid", layers | (changes or {}))


def search_of(epochs=12, **others):
    """A search for its learning rate and width within a budget of epochs."""
    base = with_values(small(), {"data.validation_size": 300})
    return Search(new_name(), base, RANGES, epochs, **({"seeds": 1} | others))
