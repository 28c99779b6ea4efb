"""The conclusions from an experiment's results, for the window and for the commands.

PyTorch is loaded only when digits are requested: the window imports this module at its start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt

import numpy as np

from core.comparison.budget import AtBudget, at_equal_budgets
from core.comparison.caveats import caveats
from core.comparison.deciding_digits import DecidingDigits, deciding_digits
from core.comparison.experiment import Grid, cell_name
from core.comparison.ladders.tuning import Tuning
from core.comparison.results import Cell, Contribution, Results, SeedResult
from core.comparison.verdicts import Verdict
from core.config.run import sealed
from core.evaluation.statistics import LEVEL, t_quantile
from core.messages import Message, message
from core.number_text import accuracy_text, percentage

Position = tuple[int, int]  # row and column


@dataclass(frozen=True)
class BestCell:
    """The cell with the largest accuracy, averaged over its seeds, and its distance to the others.

    Two means of the same network differ by chance, as seeds do. Cells of a grid are taken to vary
    alike over the seeds, so their deviations are pooled; differences up to a t quantile times the
    standard error of the difference are left to chance, corrected (Bonferroni) for as many
    comparisons as there are other cells.

    Attributes:
        second: the next best cell; None if no other completed.
        lead: the difference of the two accuracies.
        margin: the largest difference to the second cell that chance explains; None with one seed
            for each cell, where nobody knows.
        level: the other cells that are not farther away than chance explains.
        others: how many other cells completed.
    """

    position: Position
    accuracy: float
    second: Position | None
    lead: float
    margin: float | None
    level: tuple[Position, ...]
    others: int


@dataclass(frozen=True)
class Judgement:
    """The conclusions from the runs completed so far.

    Attributes:
        verdicts: one for each two neighbours; of more than two networks, the last one is for the
            first and the last network.
        tiers: the networks' names in groups, the best first; no order is claimed within a group.
        steps, whole: what each step of a ladder adds, or each change on average over all orders,
            and all together.
        cells: a grid's or a tuning's table, row by row; all but this and `best` is empty then.
        best: the best of the cells; None before a run completed.
        deciding: the digits that only one of two networks reads right, with the first seed that
            both completed. None for more networks, and before a seed was.
        p_values: of two networks, McNemar's for each seed that both completed, in order.
        seeds: those of the last verdict, in the order of its `by_seed`.
        by_seed: each network's result with each seed that any of them completed.
        comparisons: for how many comparisons the intervals are corrected.
        budgets: what the networks reach where all have spent as much.
        caveats: what restricts all verdicts.
        is_sealed: whether held-out examples stand in for the test examples.
        seal: what judged the networks, and how often their test set was opened, in words; None if
            nothing is held out.
    """

    verdicts: Sequence[Verdict] = ()
    tiers: Sequence[Sequence[str]] = ()
    steps: Sequence[Contribution] = ()
    whole: Contribution | None = None
    cells: Sequence[Sequence[Cell]] = ()
    best: BestCell | None = None
    deciding: DecidingDigits | None = None
    p_values: Mapping[int, float] = field(default_factory=dict)
    seeds: Sequence[int] = ()
    by_seed: Mapping[int, Sequence[SeedResult | None]] = field(default_factory=dict)
    comparisons: int = 1
    budgets: Sequence[AtBudget] = ()
    caveats: Sequence[Message] = ()
    is_sealed: bool = False
    seal: Message | None = None


def preliminary(judgement: Judgement) -> Judgement:
    """Return what of a judgement does not depend on the seeds still to come.

    After one seed a verdict is about two networks, after more about their settings: a narrow
    interval becomes a wide one. So until the last seed there is none, and no order.
    """
    kept = replace(judgement, verdicts=(), tiers=(), steps=(), whole=None, seeds=(), best=None)
    return replace(kept, budgets=(), caveats=())


def judge(
    results: Results,
    design: Grid | Tuning | None = None,
    *,
    has_steps: bool = True,
    max_digits: int = 0,
) -> Judgement:
    """Judge the runs completed so far; takes up to seconds for many networks.

    Args:
        design: what the experiment comes from; only its table, and a grid's best cell, are computed
            then.
        has_steps: whether each network is a step from the one before; others have no contributions.
        max_digits: how many digits to load for each side of `deciding`.
    """
    if isinstance(design, Tuning):
        return Judgement(cells=results.table(design.names), is_sealed=results.is_sealed)
    if design is not None:
        cells = results.table(design.names)
        best = best_cell(cells, is_validated=design.is_validated)
        return Judgement(cells=cells, best=best, is_sealed=results.is_sealed)
    if not results.can_be_paired:
        return Judgement(by_seed=results.by_seed(), is_sealed=results.is_sealed)

    verdicts = results.verdicts()
    last = verdicts[-1] if verdicts else None
    return Judgement(
        verdicts,
        results.tiers(),
        results.contributions() if has_steps else (),
        results.whole() if has_steps else None,
        deciding=_deciding(results, max_digits),
        p_values=results.p_values(),
        seeds=() if last is None else results.paired_seeds(last.a, last.b),
        by_seed=results.by_seed(),
        comparisons=results.comparisons,
        budgets=_budgets(results),
        caveats=_caveats(results, has_steps=has_steps) if verdicts else (),
        is_sealed=results.is_sealed,
    )


def _caveats(results: Results, *, has_steps: bool) -> tuple[Message, ...]:
    return caveats(results.experiment, is_sealed=results.is_sealed, has_steps=has_steps)


def _budgets(results: Results) -> Sequence[AtBudget]:
    """Compare the networks where all have spent as much; those of all orders would fill a wall."""
    if results.experiment.has_all_orders:
        return ()
    return at_equal_budgets([results.records(name) for name in results.experiment.names])


def _deciding(results: Results, max_digits: int) -> DecidingDigits | None:
    """Compare the digits of two networks with the first seed that both completed.

    Points are no digits; what two networks make of them is drawn as a whole.
    """
    names = results.experiment.names
    seeds = results.completed_seeds_of(*names)
    config = results.experiment.members[0].config
    if len(names) != 2 or not seeds or not config.has_images:
        return None
    config = sealed(config) if results.is_sealed else config
    first, second = (results.reading(name, seeds[0]) for name in names)
    return deciding_digits(config, first, second, max_digits)


def best_cell(cells: Sequence[Sequence[Cell]], *, is_validated: bool) -> BestCell | None:
    """Return the best cell of a grid; None while no run completed.

    Settings with which any run diverged are not the best, whatever the others reach.

    Args:
        is_validated: whether cells are compared on held-out examples.
    """
    runs = {
        (row, column): accuracies
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
        if (accuracies := cell.accuracies(is_validated)) and not cell.diverged
    }
    if not runs:
        return None

    means = {position: float(np.mean(accuracies)) for position, accuracies in runs.items()}
    best, *others = sorted(means, key=lambda position: -means[position])
    margins = _margins(runs, best, others)
    level = tuple(
        position for position, margin in margins.items() if means[best] - means[position] <= margin
    )
    second = others[0] if others else None
    lead = means[best] - means[second] if second is not None else 0.0
    margin = margins.get(second) if second is not None else None
    return BestCell(best, means[best], second, lead, margin, level, len(others))


def _margins(
    runs: Mapping[Position, Sequence[float]], best: Position, others: Sequence[Position]
) -> dict[Position, float]:
    """Return which difference to each other cell chance explains; empty if that is unknown."""
    freedom = sum(len(accuracies) - 1 for accuracies in runs.values())
    if not freedom or not others:
        return {}

    squares = sum(float(np.var(accuracies)) * len(accuracies) for accuracies in runs.values())
    quantile = t_quantile((1 - LEVEL) / len(others), freedom)
    return {
        position: quantile
        * sqrt(squares / freedom * (1 / len(runs[best]) + 1 / len(runs[position])))
        for position in others
    }


def sentence(best: BestCell, titles: Mapping[str, Message]) -> Message:
    """Put the best cell into words.

    Args:
        titles: of all cells, as `Grid.titles` gives them.
    """
    values: dict[str, object] = {
        "best": titles[cell_name(*best.position)],
        "accuracy": accuracy_text(best.accuracy),
        "lead": percentage(best.lead),
        "others": best.others,
        "level": len(best.level),
    }
    if best.second is not None:
        values["second"] = titles[cell_name(*best.second)]
    if best.margin is not None:
        values["margin"] = percentage(best.margin)
    return Message(_template(best).template, values)


def _template(best: BestCell) -> Message:
    if best.second is None:
        return message("{best}: {accuracy}. No other cell completed.")
    if best.margin is None:
        return message(
            "Best is {accuracy} ({best}), {lead} percentage points ahead of {second}. With one "
            "seed for each cell nobody knows whether that is chance; several seeds tell."
        )
    if best.level:
        return message(
            "Best is {accuracy} ({best}), but {level} of the {others} other cells may be as good: "
            "the spread of the seeds explains differences of up to {margin} percentage points."
        )
    return message(
        "Best is {accuracy} ({best}). Its lead of {lead} percentage points over {second} exceeds "
        "the {margin} that the spread of the seeds explains."
    )
