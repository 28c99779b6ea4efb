"""What each of several changes adds to the accuracy, averaged over all orders of making them.

A change adds more or less by what was changed before it. Its average over all orders is Shapley's
value. Source: L. S. Shapley (1953), A value for n-person games, in: Contributions to the Theory of
Games II, Annals of Mathematics Studies 28, 307-317.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.statistics import Answers, Interval

NO, YES = "0", "1"  # in the name of a network: whether each change is made


@dataclass(frozen=True)
class AverageGain:
    """What a change adds.

    Attributes:
        gained: digits gained by it, int (seeds, N), summed over all `orders`.
        orders: how many orders there are, the factorial of the number of changes.
        least, most: the smallest and the largest gain in accuracy, averaged over the seeds, by
            which of the other changes are made already; -1 to 1.
    """

    gained: NDArray[np.int64]
    orders: int
    least: float
    most: float

    @property
    def by_digit(self) -> NDArray[np.float64]:
        """The average gain, (seeds, N), each -1 to 1."""
        return self.gained / self.orders

    @property
    def limits(self) -> Interval:
        """The smallest and the largest gain."""
        return self.least, self.most


def subsets(changes: int) -> tuple[str, ...]:
    """Name the networks with any of the changes made, those with fewer first: ``00, 10, 01, 11``.

    Character i of a name is 1 if change i is made.
    """
    masks = sorted(range(2**changes), key=lambda mask: (mask.bit_count(), mask))
    return tuple(
        "".join(YES if mask >> change & 1 else NO for change in range(changes)) for mask in masks
    )


def pairs_of(change: int, changes: int) -> Iterator[tuple[str, str]]:
    """Yield all pairs of networks between which only this change, from 0, is made."""
    for before in subsets(changes):
        if before[change] == NO:
            yield before, before[:change] + YES + before[change + 1 :]


def average_gain(answers: Mapping[str, Answers], change: int) -> AverageGain:
    """Return what one change adds, averaged over all orders.

    All changes' average gains add up to what all of them add together, digit by digit.

    Args:
        answers: which digits are read right, bool (seeds, N), for each name in `subsets`.
        change: which one, from 0.
    """
    some = next(iter(answers))
    count, gained = len(some), np.zeros(answers[some].shape, np.int64)
    gains = []
    for before, after in pairs_of(change, count):
        made = before.count(YES)
        orders = math.factorial(made) * math.factorial(count - made - 1)  # in which it comes so
        gained += orders * (answers[after].astype(np.int64) - answers[before])
        gains.append(float(answers[after].mean() - answers[before].mean()))
    return AverageGain(gained, math.factorial(count), min(gains), max(gains))
