"""The conclusions from an experiment's results, for the window and for the commands.

PyTorch is loaded only when digits are requested: the window imports this module at its start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.comparison.best_cell import BestCell, best_cell
from core.comparison.deciding_digits import DecidingDigits, deciding_digits
from core.comparison.experiment import Grid
from core.comparison.results import Cell, Contribution, Results, SeedResult
from core.comparison.verdicts import Verdict


@dataclass(frozen=True)
class Judgement:
    """The conclusions from the runs completed so far.

    Attributes:
        verdicts: one for each two neighbours; of more than two networks, the last one is for the
            first and the last network.
        tiers: the networks' names in groups, the best first; no order is claimed within a group.
        steps, whole: what each step of a ladder adds, and all steps together.
        cells: a grid's table, row by row; all but this and `best` is empty for a grid.
        best: the best of the cells; None before a run completed.
        deciding: the digits that only one of two networks reads right, with the first seed that
            both completed. None for more networks, and before a seed was.
        p_values: of two networks, McNemar's for each seed that both completed, in order.
        seed_differences: for the last verdict, accuracy of `a` minus that of `b`, by seed.
        by_seed: each network's result with each seed that any of them completed.
        comparisons: for how many comparisons the intervals are corrected.
    """

    verdicts: Sequence[Verdict] = ()
    tiers: Sequence[Sequence[str]] = ()
    steps: Sequence[Contribution] = ()
    whole: Contribution | None = None
    cells: Sequence[Sequence[Cell]] = ()
    best: BestCell | None = None
    deciding: DecidingDigits | None = None
    p_values: Mapping[int, float] = field(default_factory=dict)
    seed_differences: Mapping[int, float] = field(default_factory=dict)
    by_seed: Mapping[int, Sequence[SeedResult | None]] = field(default_factory=dict)
    comparisons: int = 1


def preliminary(judgement: Judgement) -> Judgement:
    """Return what of a judgement does not depend on the seeds still to come.

    After one seed a verdict is about two networks, after more about their settings: a narrow
    interval becomes a wide one. So until the last seed there is none, and no order.
    """
    return replace(
        judgement, verdicts=(), tiers=(), steps=(), whole=None, seed_differences={}, best=None
    )


def judge(results: Results, grid: Grid | None = None, *, max_digits: int = 0) -> Judgement:
    """Judge the runs completed so far; takes up to seconds for many networks.

    Args:
        grid: the grid that the experiment comes from; only its table and its best cell are
            computed then.
        max_digits: how many digits to load for each side of `deciding`.
    """
    if grid is not None:
        cells = results.table(grid)
        return Judgement(cells=cells, best=best_cell(cells, is_validated=grid.is_validated))

    verdicts = results.verdicts()
    last = verdicts[-1] if verdicts else None
    return Judgement(
        verdicts,
        results.tiers(),
        results.contributions(),
        results.whole(),
        deciding=_deciding(results, max_digits),
        p_values=results.p_values(),
        seed_differences={} if last is None else results.seed_differences(last.a, last.b),
        by_seed=results.by_seed(),
        comparisons=results.comparisons,
    )


def _deciding(results: Results, max_digits: int) -> DecidingDigits | None:
    """Compare the digits of two networks with the first seed that both completed."""
    names = results.experiment.names
    seeds = results.seeds_of(*names)
    if len(names) != 2 or not seeds:
        return None
    first, second = (results.reading(name, seeds[0]) for name in names)
    config = results.experiment.members[0].config
    return deciding_digits(config, first, second, max_digits)
