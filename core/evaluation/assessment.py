"""An assessment of a network's answers to the test digits: confusions and confident mistakes.

Plain arithmetic on the result of `core.evaluation.accuracy.probabilities`, which takes one pass.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.evaluation.statistics import (
    LEVEL,
    Answers,
    Interval,
    Numbers,
    accuracy_interval,
    only_one_right,
)

BINS = 15  # of equal width, as in Guo et al. (2017)
PARTS_OF_BIN = 40  # for drawing answers by chance
DRAWS, CHANCE_SEED = 1000, 15


@dataclass(frozen=True, eq=False)
class Reading:
    """The classes alone that a network answers with, for comparisons of many networks.

    Attributes:
        given: the class that it reads each of N digits as, uint8 (N,).
        right: whether that is the digit's label, bool (N,).
    """

    given: NDArray[np.uint8]
    right: Answers


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
        """The most probable class of each digit, intp (N,)."""
        given: Numbers = self.probabilities.argmax(axis=1)
        return given

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """The probability of that class, float64 (N,), 1/C to 1."""
        confidence: NDArray[np.float64] = self.probabilities.max(axis=1)
        return confidence

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """Whether each digit is read right, bool (N,)."""
        right: NDArray[np.bool_] = self.given == self.labels
        return right

    @property
    def accuracy(self) -> float:
        """The share read right, 0 to 1."""
        return int(self.right.sum()) / len(self.labels)

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the accuracy."""
        return accuracy_interval(int(self.right.sum()), len(self.labels))

    @cached_property
    def confusion(self) -> NDArray[np.int64]:
        """The number of digits of the row's class that were read as the column's, int64 (C, C)."""
        count = self.probabilities.shape[1]
        cells = self.labels.astype(np.int64) * count + self.given
        return np.bincount(cells, minlength=count**2).astype(np.int64).reshape(count, count)

    @property
    def largest_mistake(self) -> float:
        """The largest share of the digits of a class that were read as another one, 0 to 1."""
        mistakes = self.confusion - np.diag(self.confusion.diagonal())
        return float((mistakes.max(axis=1) / np.maximum(self.confusion.sum(axis=1), 1)).max())

    def classes(self) -> tuple["ClassAccuracy", ...]:
        """Return how well each class is read, in order."""
        return tuple(
            ClassAccuracy(int(row[label]), int(row.sum()))
            for label, row in enumerate(self.confusion)
        )

    def chosen(self, label: int | None = None, given: int | None = None) -> Numbers:
        """Return the digits of class `label` that were read as `given`, most confident first.

        None stands for any class.
        """
        matches = np.ones(len(self.labels), np.bool_)
        if label is not None:
            matches &= self.labels == label
        if given is not None:
            matches &= self.given == given
        return self._most_confident_first(matches)

    def mistakes(self, label: int | None = None, given: int | None = None) -> Numbers:
        """Return those of `chosen` that were read wrong."""
        indices = self.chosen(label, given)
        return indices[~self.right[indices]]

    def _most_confident_first(self, matches: NDArray[np.bool_]) -> Numbers:
        indices = np.flatnonzero(matches)
        return indices[np.argsort(-self.confidence[indices], kind="stable")]


@dataclass(frozen=True)
class ClassAccuracy:
    """The number of a class's digits that were read right."""

    right: int
    total: int

    @property
    def share(self) -> float | None:
        """The share read right, 0 to 1; None if there is no such digit."""
        return self.right / self.total if self.total else None

    @property
    def interval(self) -> Interval:
        """The 95 % interval by Wilson's score method; 0 to 1 if there is no such digit."""
        return accuracy_interval(self.right, self.total) if self.total else (0.0, 1.0)


@dataclass(frozen=True)
class Bin:
    """The digits whose answers were about equally confident.

    Attributes:
        low, high: limits of the confidence; `low` is outside the bin, `high` is in it.
        confidence: mean over its digits.
        right, total: how many were read right, of how many.
    """

    low: float
    high: float
    confidence: float
    right: int
    total: int

    @property
    def accuracy(self) -> float:
        """The share read right, 0 to 1."""
        return self.right / self.total

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the accuracy."""
        return accuracy_interval(self.right, self.total)


def reliability(assessment: Assessment, bins: int = BINS) -> tuple[Bin, ...]:
    """Sort the digits into bins of equal width by confidence; empty bins are left out.

    Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger (2017), On calibration of modern neural
    networks, ICML, section 2.
    """
    bin_of_digit = np.clip(np.ceil(assessment.confidence * bins).astype(np.intp) - 1, 0, bins - 1)
    totals = np.bincount(bin_of_digit, minlength=bins)
    right = np.bincount(bin_of_digit, assessment.right, minlength=bins)
    sums = np.bincount(bin_of_digit, assessment.confidence, minlength=bins)

    return tuple(
        Bin(
            number / bins,
            (number + 1) / bins,
            float(sums[number] / count),
            int(right[number]),
            int(count),
        )
        for number, count in enumerate(totals)
        if count
    )


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """Return the expected calibration error.

    That is the difference between confidence and accuracy in a bin, averaged over the digits.

    Source: M. Naeini, G. Cooper, M. Hauskrecht (2015), Obtaining well calibrated probabilities
    using Bayesian binning, AAAI; as in Guo et al. (2017), equation 3.
    """
    total = sum(bin_.total for bin_ in bins)
    return sum(bin_.total / total * abs(bin_.accuracy - bin_.confidence) for bin_ in bins)


@dataclass(frozen=True)
class ChanceError:
    """The calibration error that chance alone gives a perfectly calibrated network.

    Attributes:
        mean: its mean over test sets like this one.
        limit: 95 % of them give less.
    """

    mean: float
    limit: float


def chance_error(assessment: Assessment, bins: int = BINS) -> ChanceError:
    """Return the calibration error of a network that is right exactly as often as it is sure.

    Its errors are never 0, because the digits in a bin are a sample. The answers of such a network
    are drawn `DRAWS` times, from the confidences as they are; digits that are about equally sure
    are drawn together. The numbers are the same at every call.

    Source: J. Broecker, L. Smith (2007), Increasing the reliability of reliability diagrams,
    Weather and Forecasting 22, 651-661.
    """
    # digits within a part of a bin are as good as equally sure
    parts = bins * PARTS_OF_BIN
    part_of_digit = np.clip(
        np.ceil(assessment.confidence * parts).astype(np.intp) - 1, 0, parts - 1
    )
    totals = np.bincount(part_of_digit, minlength=parts)
    sums = np.bincount(part_of_digit, assessment.confidence, minlength=parts)
    sure = np.minimum(sums / np.maximum(totals, 1), 1.0)

    # right: (draws, bins), how many digits of each bin were read right
    random = np.random.default_rng(CHANCE_SEED)
    right = random.binomial(totals, sure, (DRAWS, parts)).reshape(DRAWS, bins, -1).sum(axis=2)
    expected = sums.reshape(bins, -1).sum(axis=1)
    errors = np.abs(right - expected).sum(axis=1) / len(assessment.labels)
    return ChanceError(float(errors.mean()), float(np.quantile(errors, LEVEL)))


def disagreements(a: Assessment, b: Assessment) -> tuple[Numbers, Numbers]:
    """Return the digits that only `a` reads right, and those that only `b` does.

    Only digits that both were given are compared. Those come first where the wrong network is most
    confident.
    """
    count = min(len(a.labels), len(b.labels))
    only_a, only_b = only_one_right(a.right[:count], b.right[:count])
    return (
        only_a[np.argsort(-b.confidence[only_a], kind="stable")],
        only_b[np.argsort(-a.confidence[only_b], kind="stable")],
    )
