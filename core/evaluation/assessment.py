"""What a network's answers to the test digits tell: which digits it mixes up, where it is sure and wrong.

Plain arithmetic on what `core.evaluation.accuracy.probabilities` gives in one pass.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.evaluation.statistics import Interval, accuracy_interval

BINS = 15  # of equal width, as in Guo et al. (2017)

Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Assessment:
    """A network's answers to the first N test digits.

    Attributes:
        probabilities: float64 (N, C) for C classes, each row summing to 1.
        labels: what the digits are, any integers (N,).
    """

    probabilities: NDArray[np.float64]
    labels: NDArray[np.integer]

    @cached_property
    def given(self) -> Numbers:
        """The most probable digit of each, intp (N,)."""
        given: Numbers = self.probabilities.argmax(axis=1)
        return given

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """The probability of that digit, float64 (N,), 1/C to 1."""
        confidence: NDArray[np.float64] = self.probabilities.max(axis=1)
        return confidence

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """Whether it is what the digit is, bool (N,)."""
        right: NDArray[np.bool_] = self.given == self.labels
        return right

    @property
    def accuracy(self) -> float:
        """The share read right, 0 to 1."""
        return int(self.right.sum()) / len(self.labels)

    @cached_property
    def confusion(self) -> NDArray[np.int64]:
        """How many digits of the row's class were given the column's, int64 (C, C)."""
        count = self.probabilities.shape[1]
        places = self.labels.astype(np.int64) * count + self.given
        return np.bincount(places, minlength=count**2).astype(np.int64).reshape(count, count)

    def classes(self) -> tuple["ClassAccuracy", ...]:
        """How well each class is read, in their order."""
        return tuple(
            ClassAccuracy(int(row[label]), int(row.sum()))
            for label, row in enumerate(self.confusion)
        )

    def chosen(self, label: int | None = None, given: int | None = None) -> Numbers:
        """The digits of this class that were given that one, most confident first; None stands for any."""
        fits = np.ones(len(self.labels), np.bool_)
        if label is not None:
            fits &= self.labels == label
        if given is not None:
            fits &= self.given == given
        return self._most_confident_first(fits)

    def mistakes(self, label: int | None = None, given: int | None = None) -> Numbers:
        """Those of `chosen` that were read wrong."""
        numbers = self.chosen(label, given)
        return numbers[~self.right[numbers]]

    def _most_confident_first(self, fits: NDArray[np.bool_]) -> Numbers:
        numbers = np.flatnonzero(fits)
        return numbers[np.argsort(-self.confidence[numbers], kind="stable")]


@dataclass(frozen=True)
class ClassAccuracy:
    """How many of a class's digits were read right."""

    right: int
    asked: int

    @property
    def share(self) -> float | None:
        """0 to 1; None if there is no such digit."""
        return self.right / self.asked if self.asked else None

    @property
    def interval(self) -> Interval:
        """95 %, by Wilson's score method; everything if there is no such digit."""
        return accuracy_interval(self.right, self.asked) if self.asked else (0.0, 1.0)


@dataclass(frozen=True)
class Bin:
    """The digits whose answers were about equally sure.

    Attributes:
        low, high: of the confidence; `low` does not belong to the bin, `high` does.
        confidence: mean over its digits.
        right, asked: how many were read right, of how many.
    """

    low: float
    high: float
    confidence: float
    right: int
    asked: int

    @property
    def accuracy(self) -> float:
        """The share read right, 0 to 1."""
        return self.right / self.asked

    @property
    def interval(self) -> Interval:
        """95 %, for the accuracy."""
        return accuracy_interval(self.right, self.asked)


def reliability(assessment: Assessment, bins: int = BINS) -> tuple[Bin, ...]:
    """The digits sorted into bins of equal width by confidence; bins without digits are left out.

    Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger (2017), On calibration of modern neural
        networks, ICML, section 2.
    """
    place = np.clip(np.ceil(assessment.confidence * bins).astype(np.intp) - 1, 0, bins - 1)
    asked = np.bincount(place, minlength=bins)
    right = np.bincount(place, assessment.right, minlength=bins)
    sums = np.bincount(place, assessment.confidence, minlength=bins)
    return tuple(
        Bin(
            number / bins,
            (number + 1) / bins,
            float(sums[number] / count),
            int(right[number]),
            int(count),
        )
        for number, count in enumerate(asked)
        if count
    )


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """The expected calibration error: how far confidence and accuracy are apart in a bin, on average over the digits.

    Source: M. Naeini, G. Cooper, M. Hauskrecht (2015), Obtaining well calibrated probabilities
        using Bayesian binning,
    AAAI; as in Guo et al. (2017), equation 3.
    """
    asked = sum(each.asked for each in bins)
    return sum(each.asked / asked * abs(each.accuracy - each.confidence) for each in bins)


def only_one_right(a: Assessment, b: Assessment) -> tuple[Numbers, Numbers]:
    """The digits that only `a` reads right, and that only `b` does, of those that both were asked.

    First those where the one that is wrong is surest.
    """
    count = min(len(a.labels), len(b.labels))
    right_a, right_b = a.right[:count], b.right[:count]
    only_a, only_b = np.flatnonzero(right_a & ~right_b), np.flatnonzero(right_b & ~right_a)
    return (
        only_a[np.argsort(-b.confidence[only_a], kind="stable")],
        only_b[np.argsort(-a.confidence[only_b], kind="stable")],
    )
