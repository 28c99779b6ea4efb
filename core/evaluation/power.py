"""How many seeds a comparison needs, and what it can show: the power of `statistics.compare`.

A comparison that cannot show the difference one looks for says nothing, however it ends. So the
number of seeds is chosen before it, from how much networks like these vary: by earlier runs, or by
a few that are trained first (a pilot).

The computation is exact under the model of `statistics.compare`: the mean difference over k seeds
is normal with variance V_digits + V_seed / k, the variance of the seeds is estimated with k - 1
degrees of freedom, and a difference is shown where it exceeds its half interval. With V_digits = 0
this is the power of the paired t test. Source: J. Cohen (1988), Statistical power analysis for the
behavioral sciences, 2nd ed., chapter 2.
"""

from dataclasses import dataclass

import numpy as np

from core.evaluation.statistics import ALPHA, Paired, spread_of, t_quantile, z_quantile

POWER = 0.8  # four of five comparisons show the difference; Cohen's convention
MAX_SEEDS = 1000
QUANTILES = (np.arange(400) + 0.5) / 400  # of the estimated variance, each as likely


@dataclass(frozen=True)
class Variation:
    """How much a difference in accuracy varies by chance.

    Attributes:
        of_digits: variance of the mean difference that the choice of test digits causes; more
            seeds do not reduce it.
        of_seed: variance of the difference between one seed and the next.
    """

    of_digits: float
    of_seed: float

    def power(self, difference: float, seeds: int, comparisons: int = 1) -> float:
        """Return the probability, 0 to 1, that so many seeds show a difference of this size.

        Args:
            difference: the true difference in accuracy, above 0.
            seeds: at least 2.
            comparisons: for how many comparisons the intervals are corrected.
        """
        from scipy.special import chdtri, ndtr

        alpha, freedom = ALPHA / comparisons, seeds - 1
        # the estimated variance of the seeds is distributed as chi squared
        estimated = self.of_seed * chdtri(freedom, 1 - QUANTILES) / freedom
        half = np.sqrt(
            z_quantile(alpha) ** 2 * self.of_digits
            + t_quantile(alpha, freedom) ** 2 * estimated / seeds
        )

        deviation = np.sqrt(self.of_digits + self.of_seed / seeds)
        if not deviation:
            return float(difference > 0)
        return float(ndtr((difference - half) / deviation).mean())

    def seeds_needed(
        self, difference: float, comparisons: int = 1, power: float = POWER
    ) -> int | None:
        """Return the smallest number of seeds, 2 or more, that show a difference of this size.

        Args:
            power: with which probability; see `power`.

        Returns:
            None if `MAX_SEEDS` do not suffice, as where the test digits are too few.
        """
        if self.power(difference, MAX_SEEDS, comparisons) < power:
            return None
        low, high = 1, MAX_SEEDS  # power rises with the seeds: too few, enough
        while high - low > 1:
            middle = (low + high) // 2
            if self.power(difference, middle, comparisons) < power:
                low = middle
            else:
                high = middle
        return high

    def smallest_shown(
        self, seeds: int, comparisons: int = 1, power: float = POWER
    ) -> float | None:
        """Return the smallest difference in accuracy that so many seeds show, to 0.01 points.

        Returns:
            None if even the largest difference, 1, is not shown.
        """
        if self.power(1.0, seeds, comparisons) < power:
            return None
        low, high = 0, 10_000  # in hundredths of a percentage point
        while high - low > 1:
            middle = (low + high) // 2
            if self.power(middle / 10_000, seeds, comparisons) < power:
                low = middle
            else:
                high = middle
        return high / 10_000


def variation_of(paired: Paired) -> Variation | None:
    """Estimate the variation from two networks' answers; None with a single seed."""
    seeds = len(paired.right_a)
    if seeds < 2:
        return None
    spread = spread_of(paired)
    return Variation(spread.of_digits, spread.of_seeds * seeds)
