"""The diagram of a network that reads a digit, and the longest name of its moment."""

from functools import partial

from PySide6.QtGui import QColor

from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.data.ink import Ink
from core.insight.neurons import stages
from core.run.moment import Moment
from gui.runs.live_networks import LiveNetwork
from gui.stage.diagram_painter import Diagram
from gui.style.translation import translate


def diagram_of(
    config: RunConfig,
    network: LiveNetwork | None,
    colour: QColor,
    digit: Ink | None = None,
    *,
    before: Diagram | None = None,
    learning: ModelConfig | None = None,
    is_example: bool = False,
) -> Diagram:
    """Have a network read a digit; without weights or a digit the diagram has the layers alone.

    Args:
        before: the diagram shown so far, whose units stay.
        learning: the model with the present rates of dropout; None if it does not train.
        is_example: whether the digit is a test image, read while nothing is drawn.
    """
    if network is None or digit is None:
        return Diagram(stages(config.model), config.shown_classes, colour)

    layers = network.diagram.stages
    reading = network.read(digit)
    is_same = before is not None and before.stages == layers and before.levels
    shown = [level.shown for level in before.levels] if before and is_same else ()
    return Diagram(
        layers,
        config.shown_classes,
        colour,
        network.diagram.levels(reading.activations, shown),
        reading.pixels,
        network.images,
        reading.probabilities,
        network.masks(learning) if learning is not None else (),
        partial(network.diagram.role, reading.activations),
        is_example=is_example,
    )


def longest_moment(config: RunConfig) -> str:
    """Return the longest text for a moment of a run, so that nothing moves while it trains."""
    batches = config.data.batches_per_epoch
    return translate(Moment(config.epochs - 1, max(1, batches - 1)).label(batches))
