"""What the survey of a landscape finds, step by step; loads no torch."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.geometry.components import Doubles


@dataclass(frozen=True, eq=False)
class PathCosts:
    """The costs of networks that a run kept, over the examples of the grid.

    Attributes:
        examples: how many these are.
        kept: of the kept weights, for each run float64 (moments,).
        projected: of the nearest weights in the plane, in the same form.
    """

    examples: int
    kept: Sequence[Doubles]
    projected: Sequence[Doubles]


@dataclass(frozen=True, eq=False)
class Surveyed:
    """A completed row of the grid.

    Attributes:
        row: its index, from the lowest.
        costs: float64 (columns,); infinite where the network's numbers overflow.
    """

    row: int
    costs: Doubles
