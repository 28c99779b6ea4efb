"""The state from which a run continues as if it had never been interrupted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from core.errors import InklingError

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Checkpoint:
    """The state of a run at the end of an epoch, in ordinary memory.

    Attributes:
        epoch: epochs completed.
        elapsed_s: seconds that the run has worked for them.
        settings: the current values of the live settings, see `core.config.live`.
        weights: by name, as in the network's `state_dict`.
        optimizer: its memory of earlier gradients, as ``number of the weight.name``, for example
            ``0.exp_avg``.
        generators: states of the random generators for weights and for masks, uint8; the latter is
            missing where both are one.
        kept: which weights a cut has left, uint8 of 0 and 1 by name; empty before one.
    """

    epoch: int
    elapsed_s: float
    settings: Mapping[str, float]
    weights: Arrays
    optimizer: Arrays
    generators: Arrays
    kept: Arrays = field(default_factory=dict)


class CheckpointError(InklingError):
    """A checkpoint that does not fit the run that is to go on from it."""
