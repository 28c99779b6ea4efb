"""The settings that can be changed while a run trains; all others determine network or data.

Three belong to the optimizer. The fourth is dropout, whose rate each hidden layer has for itself.
"""

from core.config.fields import HIDDEN, field_at, value_at
from core.config.model import ModelConfig
from core.config.run import RunConfig

LEARNING_RATE = "optimizer.learning_rate"
MOMENTUM = "optimizer.momentum"
WEIGHT_DECAY = "optimizer.weight_decay"
OPTIMIZER_SETTINGS = (LEARNING_RATE, MOMENTUM, WEIGHT_DECAY)


def dropout_paths(model: ModelConfig) -> tuple[str, ...]:
    """Return the paths of the hidden layers' dropout rates, from the first layer on."""
    return tuple(f"{HIDDEN}.{index}.dropout" for index in range(len(model.hidden)))


def live_paths(model: ModelConfig) -> tuple[str, ...]:
    """Return the dotted paths of all settings that can be changed while this network trains."""
    return OPTIMIZER_SETTINGS + dropout_paths(model)


def live_settings(config: RunConfig) -> dict[str, float]:
    """Return the values of the live settings in a config, by dotted path."""
    return {path: float(str(value_at(config, path))) for path in live_paths(config.model)}


def check_live_setting(path: str, value: float, model: ModelConfig) -> None:
    """Check that a setting can be changed while a network trains, and that it can have this value.

    Raises:
        ValueError: if it cannot.
    """
    spec = field_at(path) if path in live_paths(model) else None
    if spec is None:
        raise ValueError(f"{path[:40]!r} is no setting that can be changed while a run trains")
    if not spec.has_in_range(value):
        raise ValueError(f"{path} cannot be {value:.10g}")
