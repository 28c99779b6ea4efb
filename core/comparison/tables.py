"""The tables of a comparison as texts, for window and report: results by seed, the networks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.comparison.budget import AtBudget
from core.comparison.experiment import Grid
from core.comparison.grid_settings import SETTINGS
from core.comparison.results import Cell, SeedResult
from core.comparison.verdict_card import VerdictCard
from core.config.differences import differing, format_value_of, format_with_unit
from core.config.fields import FIELDS, matters
from core.config.run import RunConfig
from core.evaluation.statistics import comparisons_of
from core.messages import Message, Translate, message
from core.network.architecture import multiplication_count, parameter_count
from core.number_text import (
    NOTHING,
    accuracy_text,
    cost_text,
    duration,
    points_interval,
    short_count,
    signed_cost,
    signed_points,
)
from core.run.seal import Names
from core.run.series import XAxis

RESULTS = message("Results by seed, after the last epoch")
MEANS = message("Means over the seeds, after the last epoch")
NETWORKS = message("Size, time and the settings that differ")
BUDGETS = message("Accuracy where all have spent as much")
PARAMETERS = message("Parameters")
MULTIPLICATIONS = message("Multiplications for an answer")
TIME = message("Training time, mean")
GRID = message("Accuracy on the test examples after the last epoch")
GRID_HELD_OUT = message("Accuracy on the held-out examples after the last epoch")
BySeed = Mapping[int, Sequence[SeedResult | None]]  # a result for each network


@dataclass(frozen=True)
class Column:
    """A column of texts.

    Attributes:
        title: its heading; empty above the names of the rows.
        texts: from the top.
        group: a heading that it shares with its neighbours.
        network: the index of the network that it is about.
        is_number: whether its texts are numbers.
    """

    title: str
    texts: Sequence[str]
    group: str = ""
    network: int | None = None
    is_number: bool = False


@dataclass(frozen=True)
class TextTable:
    """Columns with as many rows each, of which the first names the rows.

    Attributes:
        has_means: whether the last row has the means of those above it.
        note: how to read the numbers.
    """

    columns: Sequence[Column]
    has_means: bool = False
    note: str = ""

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The texts row by row."""
        return list(zip(*(column.texts for column in self.columns), strict=True))

    def parts(self) -> dict[str, "TextTable"]:
        """Return a table for each group of columns, by its heading; the last one has the note."""
        names, *others = self.columns
        groups = dict.fromkeys(column.group for column in others)
        last = others[-1].group
        return {
            group: TextTable(
                [names, *(replace(one, group="") for one in others if one.group == group)],
                self.has_means,
                self.note if group == last else "",
            )
            for group in groups
        }


@dataclass(frozen=True)
class _Measure:
    """A number of each run, and how it and a difference of two are written."""

    title: Message
    of: Callable[[SeedResult], float | None]
    text: Callable[[float], str]
    difference_text: Callable[[float], str]


def _measures(names: Names) -> tuple[_Measure, ...]:
    return (
        _Measure(names.accuracy, lambda result: result.accuracy, accuracy_text, signed_points),
        _Measure(names.cost, lambda result: result.cost, cost_text, signed_cost),
    )


def seed_table(
    by_seed: BySeed,
    titles: Mapping[str, str],
    card: VerdictCard | None,
    translate: Translate,
    *,
    has_means: bool,
    names: Names,
) -> TextTable:
    """Make the table of accuracies and costs after the last epoch, with a row for each seed.

    Of two networks it has their differences as well, with the sign that the verdict gives them.

    Args:
        titles: of the networks, translated, by name; their order is that of the results.
        card: the verdict; without one the first of two networks is subtracted from the second.
        has_means: whether the last row has the means over the seeds that all networks completed.
        names: of the numbers.
    """
    has_means = has_means and len(by_seed) > 1
    rows = [str(seed) for seed in by_seed]
    if has_means:
        rows.append(translate(message("Mean")))

    columns = [Column(translate(FIELDS["seed"].about.title), rows)]
    pair = _pair(titles, card)
    for measure in _measures(names):
        numbers = _numbers(measure, by_seed, has_means=has_means)
        columns += _of_networks(measure, numbers, by_seed, titles, translate)
        if pair is not None:
            columns.append(_differences(measure, numbers, pair, translate))
    return TextTable(columns, has_means, "" if pair is None else translate(pair.note))


def mean_table(
    by_seed: BySeed, titles: Mapping[str, str], translate: Translate, *, names: Names
) -> TextTable:
    """Make the table of mean accuracies and costs, with a row for each network: for many of them.

    The means are over the seeds that all networks completed; the best come first.
    """
    measures = _measures(names)
    means = [_numbers(measure, by_seed, has_means=True)[-1] for measure in measures]
    accuracies = means[0]
    order = sorted(range(len(titles)), key=lambda index: -(accuracies[index] or 0.0))
    rows = list(titles.values())
    columns = [Column("", [rows[index] for index in order])]
    for measure, numbers in zip(measures, means, strict=True):
        texts = [_text(numbers[index], measure.text) for index in order]
        columns.append(Column(translate(measure.title), texts, is_number=True))
    return TextTable(columns)


@dataclass(frozen=True)
class _Pair:
    """Two networks by their indices: the number of one minus that of the other."""

    one: int
    other: int
    note: Message


def _pair(titles: Mapping[str, str], card: VerdictCard | None) -> _Pair | None:
    """Return which of two networks is subtracted from which; None for more networks."""
    if len(titles) != 2:
        return None
    names = list(titles)
    other, one = (1, 0) if card is not None and card.ahead == names[0] else (0, 1)
    note = message(
        "Difference: {ahead} minus {behind}; of accuracies in percentage points.",
        ahead=titles[names[one]],
        behind=titles[names[other]],
    )
    return _Pair(one, other, note)


def networks_table(
    configs: Sequence[RunConfig], titles: Sequence[str], by_seed: BySeed, translate: Translate
) -> TextTable:
    """Make the table of what networks cost, and of the settings in which they differ.

    Args:
        configs: of the networks, with any seed.
        titles: of the networks, translated.
        by_seed: their results, of which the times are averaged.
    """
    rows = [
        (PARAMETERS, [f"{parameter_count(config.model):,}" for config in configs]),
        (MULTIPLICATIONS, [f"{multiplication_count(config.model):,}" for config in configs]),
    ]
    seconds = [_mean_seconds(by_seed, index) for index in range(len(configs))]
    if any(one is not None for one in seconds):
        rows.append((TIME, [_text(one, duration) for one in seconds]))
    rows += [
        (FIELDS[path].about.title, [_value(config, path, translate) for config in configs])
        for path in differing(configs)
        if path != "seed"
    ]

    names = Column("", [translate(title) for title, _ in rows])
    return TextTable(
        [
            names,
            *(
                Column(title, [texts[index] for _, texts in rows], network=index)
                for index, title in enumerate(titles)
            ),
        ]
    )


def budget_table(
    budgets: Sequence[AtBudget], titles: Sequence[str], translate: Translate
) -> TextTable:
    """Make the table of what networks reach where all have spent as much.

    There is no column of intervals where none is known, as with one seed.

    Args:
        titles: of the networks, translated.
    """
    names = [translate(_budget_name(one)) for one in budgets]
    columns = [Column("", names)]
    for index, title in enumerate(titles):
        texts = [accuracy_text(one.accuracies[index]) for one in budgets]
        columns.append(Column(title, texts, network=index, is_number=True))

    differences = [
        NOTHING if one.difference is None else signed_points(one.difference) for one in budgets
    ]
    intervals = [
        NOTHING if one.interval is None else points_interval(one.interval) for one in budgets
    ]
    difference, interval = message("Difference"), message("95% interval")
    columns.append(Column(translate(difference), differences, is_number=True))
    if any(one.interval is not None for one in budgets):
        columns.append(Column(translate(interval), intervals, is_number=True))
    return TextTable(columns, note=translate(_budget_note(budgets[0].seeds, titles)))


def grid_table(grid: Grid, cells: Sequence[Sequence[Cell]], translate: Translate) -> TextTable:
    """Make a table of a grid: a row for each value of its first setting, means over the seeds.

    Args:
        cells: row by row, with one column for a grid of one setting.
    """
    title, *group = [translate(SETTINGS[axis.path].about.title) for axis in grid.axes]
    names, *values = axis_values(grid, translate)
    columns = [Column(title, names)]
    headings = values[0] if values else [translate(message("Accuracy"))]
    for number, heading in enumerate(headings):
        texts = [accuracy_text(row[number].accuracy(grid.is_validated)) for row in cells]
        columns.append(Column(heading, texts, "".join(group), is_number=True))
    return TextTable(columns)


def axis_values(grid: Grid, translate: Translate) -> list[list[str]]:
    """Return the values of each of a grid's settings, for users."""
    return [
        [translate(format_value_of(axis.path, value)) for value in axis.values]
        for axis in grid.axes
    ]


def grid_heading(grid: Grid) -> Message:
    """Return what the numbers of a grid are."""
    return GRID_HELD_OUT if grid.is_validated else GRID


def _budget_name(one: AtBudget) -> Message:
    if one.axis is XAxis.EPOCH:
        if one.budget == 1:
            return message("1 epoch")
        return message("{budget} epochs", budget=f"{one.budget:g}")
    if one.axis is XAxis.TIME:
        return message("{budget} s", budget=f"{one.budget:.1f}")
    return message("{budget} products", budget=short_count(one.budget))


def _budget_note(seeds: int, titles: Sequence[str]) -> Message:
    comparisons = comparisons_of(len(titles))
    values: dict[str, object] = {
        "last": titles[-1],
        "first": titles[0],
        "seeds": seeds,
        "count": comparisons,
    }
    if seeds == 1:
        text = message(
            "Each network after its last epoch within the epochs, seconds of computing or products "
            "of a weight and an input (forwards) that all have spent. "
            "Difference: {last} minus {first}, in percentage points; with one seed it is known of "
            "these two runs only."
        )
    elif comparisons > 1:
        text = message(
            "Each network after its last epoch within the epochs, seconds of computing or products "
            "of a weight and an input (forwards) that all have spent. "
            "Difference: {last} minus {first}, in percentage points; intervals (Student's t) are "
            "over {seeds} seeds and these very examples, corrected for {count} comparisons."
        )
    else:
        text = message(
            "Each network after its last epoch within the epochs, seconds of computing or products "
            "of a weight and an input (forwards) that all have spent. "
            "Difference: {last} minus {first}, in percentage points; intervals (Student's t) are "
            "over {seeds} seeds and these very examples."
        )
    return Message(text.template, values)


def _mean_seconds(by_seed: BySeed, index: int) -> float | None:
    results = [row[index] for row in by_seed.values()]
    known = [one.seconds for one in results if one is not None and one.seconds is not None]
    return sum(known) / len(known) if known else None


def _value(config: RunConfig, path: str, translate: Translate) -> str:
    has_effect = matters(FIELDS[path], config)
    return format_with_unit(config, path, translate) if has_effect else NOTHING


def _numbers(measure: _Measure, by_seed: BySeed, *, has_means: bool) -> list[list[float | None]]:
    """Return a measure's numbers, with a row for each seed and a column for each network."""
    rows = [
        [None if result is None else measure.of(result) for result in results]
        for results in by_seed.values()
    ]
    if has_means:
        whole = [[one for one in row if one is not None] for row in rows if None not in row]
        means = [sum(column) / len(column) for column in zip(*whole, strict=True)]
        rows.append([*means] if whole else [None] * len(rows[0]))
    return rows


def _of_networks(
    measure: _Measure,
    numbers: Sequence[Sequence[float | None]],
    by_seed: BySeed,
    titles: Mapping[str, str],
    translate: Translate,
) -> list[Column]:
    """Make a column for each network; runs that diverged are marked in it."""

    def texts(index: int) -> list[str]:
        shown = [_text(row[index], measure.text) for row in numbers]
        for row, results in enumerate(by_seed.values()):
            result = results[index]
            if result is not None and result.is_diverged:
                diverged = message("{value} (diverged)", value=shown[row])
                shown[row] = translate(diverged)
        return shown

    return [
        Column(
            title,
            texts(index),
            translate(measure.title),
            index,
            is_number=True,
        )
        for index, title in enumerate(titles.values())
    ]


def _differences(
    measure: _Measure,
    numbers: Sequence[Sequence[float | None]],
    pair: _Pair,
    translate: Translate,
) -> Column:
    """Make the column of the differences between two networks."""
    texts = []
    for row in numbers:
        one, other = row[pair.one], row[pair.other]
        difference = None if one is None or other is None else one - other
        texts.append(_text(difference, measure.difference_text))
    title = translate(message("Difference"))
    return Column(title, texts, translate(measure.title), is_number=True)


def _text(value: float | None, write: Callable[[float], str]) -> str:
    return NOTHING if value is None else write(value)
