"""Networks compared where all have spent as much: epochs, seconds of computing, multiplications.

After the same number of epochs a large network has cost more than a small one. So each budget is
the most that every run has spent, and each run is judged after its last epoch within it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from core.evaluation.statistics import LEVEL, Interval, comparisons_of, t_quantile
from core.run.record import RunRecord, RunState
from core.run.series import Number, RunSeries, XAxis, is_whole

BUDGETS = (XAxis.EPOCH, XAxis.TIME, XAxis.MULTIPLICATIONS)
SLACK = 1e-9  # relative; what two runs spent may differ by rounding


@dataclass(frozen=True)
class AtBudget:
    """What networks reach on equal budgets.

    Attributes:
        axis: what is held equal.
        budget: how much of it.
        accuracies: of each network, averaged over the seeds; None of one that completed no epoch
            within the budget with every seed.
        seeds: how many all networks were trained with.
        difference: of the last network from the first, averaged over the seeds.
        interval: 95 % for it, by Student's t over the seeds, corrected (Bonferroni) for as many
            comparisons as there are pairs of networks, as in the verdicts; None with one seed,
            which is about these runs only.
    """

    axis: XAxis
    budget: float
    accuracies: tuple[float | None, ...]
    seeds: int
    difference: float | None = None
    interval: Interval | None = None


def at_equal_budgets(networks: Sequence[Sequence[RunRecord]]) -> tuple[AtBudget, ...]:
    """Compare networks at each of `BUDGETS`, by the accuracies after their epochs.

    Args:
        networks: the runs of each, with their curves; those with seeds that not all have do not
            count. One that diverged only guesses, whatever it spends.

    Returns:
        One for each budget; none for fewer than two networks, or without a common seed.
    """
    by_seed = [
        {record.config.seed: _series(record) for record in runs if _counts(record)}
        for runs in networks
    ]
    if len(by_seed) < 2:
        return ()
    seeds = [seed for seed in by_seed[0] if all(seed in runs for runs in by_seed)]
    series = [[runs[seed] for seed in seeds] for runs in by_seed]
    if not any(_has_ended(one) for runs in series for one in runs):
        return ()
    return tuple(_at_equal(axis, series) for axis in BUDGETS)


def _counts(record: RunRecord) -> bool:
    is_trained = record.state.is_finished and bool(record.epochs)
    return is_trained or record.state is RunState.DIVERGED


def _has_ended(series: RunSeries) -> bool:
    return series.record.state.is_finished


def _series(record: RunRecord) -> RunSeries:
    series = RunSeries(record)
    series.update()
    return series


def _at_equal(axis: XAxis, networks: Sequence[Sequence[RunSeries]]) -> AtBudget:
    budget = min(float(one.x(axis)[-1]) for runs in networks for one in runs if _has_ended(one))
    reached = [[_accuracy(one, axis, budget) for one in runs] for runs in networks]
    accuracies = tuple(
        None if None in shares else fmean(share for share in shares if share is not None)
        for shares in reached
    )

    pairs = list(zip(reached[0], reached[-1], strict=True))
    differences = [last - first for first, last in pairs if first is not None and last is not None]
    seeds = len(pairs)
    if len(differences) < seeds:
        return AtBudget(axis, budget, accuracies, seeds)
    interval = _interval(differences, comparisons_of(len(networks)))
    return AtBudget(axis, budget, accuracies, seeds, fmean(differences), interval)


def _accuracy(series: RunSeries, axis: XAxis, budget: float) -> float | None:
    """Return the accuracy after the last whole epoch within a budget; None if there is none."""
    if not _has_ended(series):
        return 1 / len(series.record.config.classes)
    is_within = is_whole(series.epochs()) & (series.x(axis) <= budget * (1 + SLACK))
    values = series.values(Number.ACCURACY)[is_within]
    return float(values[-1]) if len(values) else None


def _interval(differences: Sequence[float], comparisons: int) -> Interval | None:
    count = len(differences)
    if count < 2:
        return None
    mean, error = fmean(differences), stdev(differences) / sqrt(count)
    half = t_quantile((1 - LEVEL) / comparisons, count - 1) * error
    return mean - half, mean + half
