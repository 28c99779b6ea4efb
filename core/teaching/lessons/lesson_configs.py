"""The networks that lessons train: presets with less data, fewer epochs, or other settings.

Two slow cores suffice for each lesson in under a minute. The sizes were chosen so that each effect
appears with every seed, see `tests/core/teaching/test_lessons.py`.
"""

from collections.abc import Mapping

from core.config.choices import OptimizerKind
from core.config.fields import with_values
from core.config.presets import preset
from core.config.run import RunConfig

RATE, HIDDEN, INIT = "optimizer.learning_rate", "model.hidden", "model.init"
PIXELS, SHUFFLED = "data.pixels", "data.shuffle_pixels"
ADAM: Mapping[str, object] = {"optimizer.kind": OptimizerKind.ADAM, RATE: 0.001}
TWENTY_THOUSAND: Mapping[str, object] = {"data.train_size": 20_000, "data.test_size": 5000}
TWO_THOUSAND_HELD_OUT: Mapping[str, object] = {"data.validation_size": 2000}


def changed(name: str, *changes: Mapping[str, object]) -> RunConfig:
    """Return the config of a preset with changes by dotted path."""
    together: dict[str, object] = {}
    for change in changes:
        together |= change
    return with_values(preset(name).config, together)
