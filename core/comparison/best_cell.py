"""The best cell of a grid, and whether chance alone could have made it the best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from core.comparison.results import Cell
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


def best_cell(cells: Sequence[Sequence[Cell]], *, is_validated: bool) -> BestCell | None:
    """Return the best cell of a grid; None while no run completed.

    Args:
        is_validated: whether cells are compared on held-out examples.
    """
    runs = {
        (row, column): accuracies
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
        if (accuracies := cell.accuracies(is_validated))
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
        "best": titles[_name(best.position)],
        "accuracy": accuracy_text(best.accuracy),
        "lead": percentage(best.lead),
        "others": best.others,
        "level": len(best.level),
    }
    if best.second is not None:
        values["second"] = titles[_name(best.second)]
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


def _name(position: Position) -> str:
    row, column = position
    return f"{row},{column}"
