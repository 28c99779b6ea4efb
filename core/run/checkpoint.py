"""The state from which a run continues as if it had never been interrupted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from core.config.fields import FIELDS, value_at
from core.config.run import RunConfig
from core.errors import InklingError

# Settings that can be changed during a run; all others determine the network or its data.
LIVE_SETTINGS = ("optimizer.learning_rate", "optimizer.momentum", "optimizer.weight_decay")

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Checkpoint:
    """The state of a run at the end of an epoch, in ordinary memory.

    Attributes:
        epoch: epochs completed.
        elapsed_s: seconds that the run has worked for them.
        settings: the current values of `LIVE_SETTINGS`.
        weights: by name, as in the network's `state_dict`.
        optimizer: its memory of earlier gradients, as ``number of the weight.name``, for example
            ``0.exp_avg``.
        generators: states of the random generators for weights and for masks, uint8; the latter is
            missing where both are one.
    """

    epoch: int
    elapsed_s: float
    settings: Mapping[str, float]
    weights: Arrays
    optimizer: Arrays
    generators: Arrays


def live_settings(config: RunConfig) -> dict[str, float]:
    """Return the values of `LIVE_SETTINGS` in a config, by dotted path."""
    return {path: float(str(value_at(config, path))) for path in LIVE_SETTINGS}


def check_live_setting(path: str, value: float) -> None:
    """Check that a setting can be changed while a run trains, and that it can have this value.

    Raises:
        ValueError: if it cannot.
    """
    if path not in LIVE_SETTINGS:
        raise ValueError(f"{path[:40]!r} is no setting that can be changed while a run trains")
    low, high = FIELDS[path].low, FIELDS[path].high
    if low is None or high is None or not low <= value <= high:
        raise ValueError(f"{path} cannot be {value:.10g}")


class CheckpointError(InklingError):
    """A checkpoint that does not fit the run that is to go on from it."""
