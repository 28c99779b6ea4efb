"""The conclusions from an experiment's results, for the window and for the commands.

PyTorch is loaded only when digits are requested: the window imports this module at its start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.comparison.experiment import Grid
from core.comparison.results import Cell, Contribution, Results
from core.comparison.verdicts import Verdict
from core.config.run import RunConfig
from core.data.examples import Digit
from core.evaluation.statistics import only_one_right


@dataclass(frozen=True)
class Judgement:
    """The conclusions from the runs completed so far.

    Attributes:
        verdicts: one for each two neighbours; of more than two networks, the last one is for the
            first and the last network.
        tiers: the networks' names in groups, the best first; no order is claimed within a group.
        steps, whole: what each step of a ladder adds, and all steps together.
        cells: a grid's table, row by row; everything else is empty for a grid.
        only: some digits that only the first, and only the second of two networks reads right with
            the first seed that both completed. None for more networks, and before a seed was.
        only_counts: how many digits there are in all, for each of the two.
        p_values: of two networks, McNemar's for each seed that both completed, in order.
        seed_differences: for the last verdict, accuracy of `a` minus that of `b`, by seed.
        comparisons: for how many comparisons the intervals are corrected.
    """

    verdicts: Sequence[Verdict] = ()
    tiers: Sequence[Sequence[str]] = ()
    steps: Sequence[Contribution] = ()
    whole: Contribution | None = None
    cells: Sequence[Sequence[Cell]] = ()
    only: tuple[tuple[Digit, ...], tuple[Digit, ...]] | None = None
    only_counts: tuple[int, int] = (0, 0)
    p_values: Mapping[int, float] = field(default_factory=dict)
    seed_differences: Mapping[int, float] = field(default_factory=dict)
    comparisons: int = 1


def preliminary(judgement: Judgement) -> Judgement:
    """Return what of a judgement does not depend on the seeds still to come.

    After one seed a verdict is about two networks, after more about their settings: a narrow
    interval becomes a wide one. So until the last seed there is none, and no order.
    """
    return replace(judgement, verdicts=(), tiers=(), steps=(), whole=None, seed_differences={})


def judge(results: Results, grid: Grid | None = None, *, max_digits: int = 0) -> Judgement:
    """Judge the runs completed so far; takes up to seconds for many networks.

    Args:
        grid: the grid that the experiment comes from; only its table is computed then.
        max_digits: how many digits to load for each side of `only`.
    """
    if grid is not None:
        return Judgement(cells=results.table(grid))

    names = results.experiment.names
    paired = results.paired(names[0], names[1]) if len(names) == 2 else None
    only, only_counts = None, (0, 0)
    if paired is not None:
        config = results.experiment.members[0].config
        first_seed = only_one_right(paired.right_a[0], paired.right_b[0])
        only_a, only_b = (numbers.tolist() for numbers in first_seed)
        only = _digits(only_a[:max_digits], config), _digits(only_b[:max_digits], config)
        only_counts = len(only_a), len(only_b)

    verdicts = results.verdicts()
    last = verdicts[-1] if verdicts else None
    return Judgement(
        verdicts,
        results.tiers(),
        results.contributions(),
        results.whole(),
        only=only,
        only_counts=only_counts,
        p_values=results.p_values(),
        seed_differences={} if last is None else results.seed_differences(last.a, last.b),
        comparisons=results.comparisons,
    )


def _digits(numbers: Sequence[int], config: RunConfig) -> tuple[Digit, ...]:
    """Load these test digits of the config's data set."""
    if not numbers:
        return ()
    from core.data import datasets

    images, labels = datasets.labelled_digits(config.data)
    return tuple(
        Digit(
            number,
            int(labels[number]),
            images[number],
            config.classes[labels[number]],
            config.data.is_dark_on_light,
        )
        for number in numbers
    )
