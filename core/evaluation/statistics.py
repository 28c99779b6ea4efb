"""Is one network really better than another? Intervals, paired tests, tiers.

Two networks read the same test digits, so only the digits that one of them reads right and the
other wrong tell them apart. Two kinds of chance affect their difference: which digits were drawn,
and which seeds the training started from (first weights, batches). The digits are the same for all
seeds, so more seeds do not reduce the chance due to the digits.

`compare` allows for both. Its assumptions: the digits are drawn independently from all the digits
that might be written, the seeds from all seeds, and differences averaged over seeds and digits are
about normal.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from core.cancellation import check_cancelled
from core.config.choices import Choice
from core.messages import message

LEVEL = 0.95
ALPHA = 0.05  # 1 - LEVEL, without its rounding

Answers = NDArray[np.bool_]
Numbers = NDArray[np.intp]  # of test digits
Interval = tuple[float, float]


class Method(Choice):
    """The method by which a p-value was computed."""

    EXACT_MCNEMAR = "exact-mcnemar", message("exact McNemar test")
    SEEDS_AND_DIGITS = "seeds-and-digits", message("t test over seeds, normal over digits")


@dataclass(frozen=True)
class Paired:
    """The test digits that two networks read right, for one or more seeds.

    Attributes:
        right_a, right_b: bool (seeds, N); row s of both is of the runs with seed s, column i of all
            is digit i.
    """

    a: str
    b: str
    right_a: Answers
    right_b: Answers

    def __post_init__(self) -> None:
        """Check that the answers are paired."""
        if (
            self.right_a.ndim != 2
            or self.right_a.shape != self.right_b.shape
            or not self.right_a.size
        ):
            raise ValueError(
                f"answers of shapes {self.right_a.shape} and {self.right_b.shape} are not paired"
            )


@dataclass(frozen=True)
class Difference:
    """The difference in accuracy between `a` and `b`; negative if `b` is better.

    Attributes:
        value: share of the digits, averaged over the seeds, -1 to 1.
        interval: 95 %; excludes 0 exactly if `p_value` is below 0.05. Both are adjusted for the
            number of comparisons.
    """

    value: float
    interval: Interval
    p_value: float
    method: Method

    @property
    def is_shown(self) -> bool:
        """Whether 0 lies outside the interval."""
        return excludes_zero(self.interval)


def accuracy_interval(right: int, total: int, level: float = LEVEL) -> Interval:
    """Return the interval of an accuracy of `right` out of `total`, by Wilson's score method.

    It covers the chance in drawing the digits, not that of the seeds. Source: E. B. Wilson (1927),
    Probable inference, the law of succession, and statistical inference, JASA 22, 209-212.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, weight = right / total, z * z / total
    centre = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / total + weight / (4 * total))

    # at the ends the formula's own values, without their rounding
    low = 0.0 if right == 0 else max(0.0, centre - half)
    high = 1.0 if right == total else min(1.0, centre + half)
    return low, high


def only_one_right(right_a: Answers, right_b: Answers) -> tuple[Numbers, Numbers]:
    """List the digits that only a, and those that only b reads right.

    Args:
        right_a, right_b: whether each reads digit i right, bool (N,).
    """
    return np.flatnonzero(right_a & ~right_b), np.flatnonzero(right_b & ~right_a)


def excludes_zero(interval: Interval) -> bool:
    """Return whether a difference with this interval is shown not to be 0."""
    return interval[0] > 0 or interval[1] < 0


def mcnemar(only_a: int, only_b: int) -> float:
    """Return the p-value of the exact McNemar test.

    It is the probability of a split at least as uneven if each digit were the toss of a coin.

    Source: Q. McNemar (1947), Note on the sampling error of the difference between correlated
    proportions or percentages, Psychometrika 12, 153-157; as an exact binomial test.
    """
    from scipy.special import bdtr

    # a fair coin's splits are as likely one way round as the other; an even split counts once
    as_uneven = 2 * float(bdtr(min(only_a, only_b), only_a + only_b, 0.5))
    return min(1.0, as_uneven)


def exact_interval(right: int, total: int, alpha: float) -> Interval:
    """Return Clopper and Pearson's exact interval of a share, `right` out of `total`.

    Its ends are quantiles of beta distributions. Source: C. Clopper, E. Pearson (1934), The use of
    confidence or fiducial limits illustrated in the case of the binomial, Biometrika 26, 404-413.
    """
    from scipy.special import betaincinv

    wrong = total - right
    low = float(betaincinv(right, wrong + 1, alpha / 2)) if right else 0.0
    high = float(betaincinv(right + 1, wrong, 1 - alpha / 2)) if wrong else 1.0
    return low, high


def mcnemar_per_seed(paired: Paired) -> tuple[float, ...]:
    """Return the exact p-value of each seed's pair of networks, taken alone."""
    only_a = (paired.right_a & ~paired.right_b).sum(axis=1)
    only_b = (paired.right_b & ~paired.right_a).sum(axis=1)
    return tuple(mcnemar(int(a), int(b)) for a, b in zip(only_a, only_b, strict=True))


def comparisons_of(networks: int) -> int:
    """Return how many pairs there are among that many networks."""
    return math.comb(networks, 2)


def compare(paired: Paired, comparisons: int = 1) -> Difference:
    """Return the difference between two networks, its 95 % interval, and the p-value for none.

    With one seed the result is about these two networks and does not extend to other seeds; with
    more it is about their settings. See `_one_seed` and `Spread` for the methods.

    Of several comparisons, all intervals hold together with 95 %: with m comparisons each is taken
    at 1 - 0.05 / m, and p-values are multiplied by m. Source: O. J. Dunn (1961), Multiple
    comparisons among means, JASA 56, 52-64 (Bonferroni's inequality).

    Args:
        comparisons: how many are made in all.
    """
    method = _one_seed if len(paired.right_a) == 1 else _several_seeds
    difference = method(paired, ALPHA / comparisons)
    return replace(difference, p_value=min(1.0, comparisons * difference.p_value))


def _one_seed(paired: Paired, alpha: float) -> Difference:
    """Combine the exact McNemar test and the hull of two intervals.

    The exact interval for a's share of the digits that only one reads right agrees with McNemar's
    test about 0, but treats the number of such digits as fixed, so it is too short when nearly all
    are a's. Bonett and Price's allows for that, but near 0 it can be shorter than the exact test
    permits. Source: D. Bonett, R. Price (2012), Adjusted Wald confidence interval for a difference
    of binomial proportions based on paired data, J. Educ. Behav. Stat. 37, 479-488.
    """
    digits = paired.right_a.size
    only_a = int((paired.right_a & ~paired.right_b).sum())
    only_b = int((paired.right_b & ~paired.right_a).sum())
    discordant = only_a + only_b
    value = (only_a - only_b) / digits

    # Bonett and Price
    share_a, share_b = (only_a + 1) / (digits + 2), (only_b + 1) / (digits + 2)
    middle = share_a - share_b
    half = z_quantile(alpha) * math.sqrt((share_a + share_b - middle**2) / (digits + 2))
    low, high = middle - half, middle + half

    # Clopper and Pearson
    if discordant:
        least, most = exact_interval(only_a, discordant, alpha)
        low = min(low, (2 * least - 1) * discordant / digits)
        high = max(high, (2 * most - 1) * discordant / digits)

    interval = max(low, -1.0), min(high, 1.0)
    return Difference(value, interval, mcnemar(only_a, only_b), Method.EXACT_MCNEMAR)


def _several_seeds(paired: Paired, alpha: float) -> Difference:
    """Return an interval that is valid whether seeds matter much or not at all; see `Spread`."""
    spread = spread_of(paired)
    return Difference(
        spread.mean, spread.interval(alpha), spread.p_value(spread.mean), Method.SEEDS_AND_DIGITS
    )


@dataclass(frozen=True)
class Spread:
    """Variances of a mean difference over k seeds and N digits, and the interval that they give.

    The difference d of seed s on digit i is mean + digit_i + seed_s + rest_si: digits and seeds are
    crossed. Given the digits, the seeds' mean differences are independent and alike, so their mean
    has the t interval of k - 1 degrees of freedom, however large the seeds' part is. The digits'
    part, which all seeds share, has the variance (MS_digits - MS_rest) / (N k) from the two-way
    analysis of variance, practically without error. The two half widths are added as squares:

        half^2 = z^2 V_digits + t^2 V_seeds

    That errs at most as often as each part alone would, 5 %, whatever the parts' true sizes: with w
    for the digits' share of the true variance and G(x) = P(chi^2_1 > x), which is convex, the rate
    of false alarms is E G(w z^2 + (1 - w) t^2 V_seeds / E V_seeds) <= w 0.05 + (1 - w) 0.05.
    Source: S. Banerjee (1960), Approximate confidence interval for linear functions of means of k
    populations when the population variances are not equal, Sankhya 22, 357-358.

    With few seeds V_seeds can be small by chance; the interval is never shorter than the one for
    seeds that do not matter, with one more digit for each side as in Bonett and Price's. The price
    of few seeds is a wide interval: t is 12.7 for two seeds, 4.3 for three, 2.8 for five. A
    bootstrap over digits and seeds (A. Owen (2007), The pigeonhole bootstrap, Ann. Appl. Stat. 1,
    386-411) is about as wide for many seeds but too short for few: resampling k seeds
    underestimates their spread.

    With one seed there is nothing to tell how seeds vary: the interval is about these networks.

    Attributes:
        mean: the mean difference, -1 to 1.
        of_digits: due to the digits, which all seeds share.
        of_seeds: due to the seeds, including their answers' scatter over the digits.
        at_least: the whole variance if the seeds had no effect of their own.
    """

    seeds: int
    mean: float
    of_digits: float
    of_seeds: float
    at_least: float

    def half_width(self, alpha: float) -> float:
        """Return half the interval that misses with probability `alpha` or less."""
        z2 = z_quantile(alpha) ** 2
        if self.seeds == 1:
            return math.sqrt(z2 * self.at_least)
        # squared as a whole: for two seeds, t alone can be too large for that
        seeds = (t_quantile(alpha, self.seeds - 1) * math.sqrt(self.of_seeds)) ** 2
        return math.sqrt(max(z2 * self.of_digits + seeds, z2 * self.at_least))

    def interval(self, alpha: float) -> Interval:
        """Return the interval around the mean that misses with probability `alpha` or less."""
        half = self.half_width(alpha)
        return max(self.mean - half, -1.0), min(self.mean + half, 1.0)

    def p_value(self, value: float) -> float:
        """Return the largest `alpha` whose interval around `value` still reaches 0.

        The logarithm of alpha is bisected.
        """
        low, high = math.log(1e-300), 0.0
        for _ in range(60):
            middle = (low + high) / 2
            if self.half_width(math.exp(middle)) < abs(value):
                high = middle
            else:
                low = middle
        return math.exp(high)


def spread_of(paired: Paired) -> Spread:
    """Analyse the variance of the difference between two networks."""
    return spread_of_gains(paired.right_a.astype(np.float64) - paired.right_b)


def spread_of_gains(d: NDArray[np.float64]) -> Spread:
    """Analyse the variance over seeds and digits, without replication.

    Args:
        d: (seeds, N), from -1 to 1; what is gained on each digit with each seed.
    """
    seeds, digits = d.shape
    by_seed, by_digit, mean = d.mean(axis=1), d.mean(axis=0), float(d.mean())
    squares = float((d**2).sum()) - d.size * mean**2
    squares_seeds = digits * float(((by_seed - mean) ** 2).sum())
    squares_digits = seeds * float(((by_digit - mean) ** 2).sum())

    among_seeds, among_digits = max(1, seeds - 1), max(1, digits - 1)
    rest = max(0.0, squares - squares_seeds - squares_digits) / (among_seeds * among_digits)
    per_digit = squares_digits / among_digits
    return Spread(
        seeds,
        mean,
        of_digits=max(0.0, per_digit - rest) / d.size,
        of_seeds=squares_seeds / among_seeds / d.size,
        at_least=(squares_digits / seeds + 2) / (digits + 2) ** 2,
    )


def z_quantile(alpha: float) -> float:
    """Return the size that a standard normal number exceeds, up or down, with that chance."""
    from scipy.special import ndtri

    return -float(ndtri(alpha / 2))


def t_quantile(alpha: float, freedom: int) -> float:
    """Return the size that Student's t exceeds, up or down, with the probability `alpha`."""
    from scipy.special import stdtrit

    return -float(stdtrit(freedom, alpha / 2))


def tiers(answers: Mapping[str, Answers]) -> tuple[tuple[str, ...], ...]:
    """Group runs into tiers, the best first; runs that cannot be distinguished share a tier.

    The runs are ordered by accuracy. Every two are compared, corrected for all these comparisons as
    in `compare`, so that the chance of any false one among them is at most 5 %, and two runs are
    distinguished exactly if the interval of their difference excludes 0. A tier ends where each run
    above is distinguished from each run below: no order is claimed between two runs unless it is
    shown for these two.

    Args:
        answers: bool (seeds, N) for each name, as in `Paired`; all of one shape.

    Raises:
        CancelledError: if nobody waits for the tiers any more.
    """
    ordered = sorted(answers, key=lambda name: -float(answers[name].mean()))
    if not ordered:
        return ()

    comparisons = comparisons_of(len(ordered))

    @cache
    def are_distinguished(a: str, b: str) -> bool:
        check_cancelled()
        return compare(Paired(a, b, answers[a], answers[b]), comparisons).is_shown

    # of many, neighbours are mostly alike, and then no other two need to be compared
    cuts = [
        cut
        for cut in range(1, len(ordered))
        if all(
            are_distinguished(above, below)
            for above in reversed(ordered[:cut])
            for below in ordered[cut:]
        )
    ]
    return tuple(
        tuple(ordered[start:end])
        for start, end in zip([0, *cuts], [*cuts, len(ordered)], strict=True)
    )
