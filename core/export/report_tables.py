"""The tables of a report: settings that differ, accuracy by seed, a ladder's steps, every run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from core.comparison.budget import at_equal_budgets
from core.comparison.results import AVERAGE, AVERAGE_SEALED, Contribution, SeedResult
from core.comparison.tables import (
    BUDGETS,
    MEANS,
    NETWORKS,
    RESULTS,
    BySeed,
    TextTable,
    budget_table,
    grid_heading,
    grid_table,
    mean_table,
    networks_table,
    seed_table,
)
from core.config.fields import FIELDS
from core.evaluation.statistics import accuracy_interval
from core.export import report_curves
from core.export.report_contents import Network, Report
from core.messages import Message, Translate, message
from core.number_text import (
    NOTHING,
    accuracy_text,
    accuracy_with_interval,
    points_interval,
    signed_points,
)
from core.run.record import RunRecord, RunState
from core.run.seal import names_of
from core.run.series import Number

NO_MARK = Markup("")


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `mark` is the line of the network that it names."""

    text: str
    is_number: bool = False
    mark: Markup = NO_MARK
    tone: str = ""

    @property
    def look(self) -> str:
        """The cell's classes in the style sheet."""
        return " ".join(name for name in ("number" if self.is_number else "", self.tone) if name)


@dataclass(frozen=True)
class Row:
    """A row of cells, of which the first names the row; a sum is the last row."""

    cells: Sequence[Cell]
    is_sum: bool = False


@dataclass(frozen=True)
class Group:
    """A title above those of some neighbouring columns; empty above those of none."""

    title: str
    columns: int


@dataclass(frozen=True)
class Table:
    """A row of titles, perhaps with groups above them, and the rows below."""

    head: Sequence[Cell]
    rows: Sequence[Row]
    groups: Sequence[Group] = ()


@dataclass(frozen=True)
class Section:
    """A table with its title and a note."""

    title: str
    table: Table
    note: str = ""


def named(number: int, network: Network, text: str | None = None) -> Cell:
    """Make a cell with a network's name and line."""
    mark = Markup(report_curves.key(number))  # noqa: S704 - ours
    return Cell(network.title if text is None else text, mark=mark)


def _from_columns(table: TextTable, report: Report) -> Table:
    """Lay out a table of texts; headings that name a network have its line."""
    head = [
        replace(
            Cell(column.title)
            if column.network is None
            else named(column.network, report.networks[column.network]),
            is_number=column.is_number,
        )
        for column in table.columns
    ]
    rows = [
        [
            Cell(text, is_number=column.is_number)
            for text, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    last = len(rows) - 1
    groups = [
        Group(title, len(list(columns)))
        for title, columns in groupby(table.columns, lambda column: column.group)
    ]
    return Table(
        head,
        [Row(row, is_sum=table.has_means and index == last) for index, row in enumerate(rows)],
        groups if len(groups) > 1 else (),
    )


def _grid(report: Report, translate: Translate) -> Section | None:
    """Make the table of a grid's accuracies."""
    if report.grid is None or not report.judgement.cells:
        return None
    table = grid_table(report.grid, report.judgement.cells, translate)
    return Section(translate(grid_heading(report.grid)), _from_columns(table, report))


def _networks(report: Report, translate: Translate) -> Section | None:
    """Make the table of what several networks cost, and of the settings in which they differ."""
    if len(report.networks) < 2 or _has_all_orders(report):
        return None  # the titles of all orders say in what they differ
    configs = [network.config for network in report.networks]
    table = networks_table(configs, list(report.titles.values()), _by_seed(report), translate)
    return Section(translate(NETWORKS), _from_columns(table, report))


def _seeds(report: Report, translate: Translate) -> Section | None:
    """Make the table of accuracies and costs after the last epoch, seed by seed."""
    if len(report.networks) < 2 or report.is_regression:
        return None
    judged = report.judgement
    seals = [judged.is_sealed] if judged.by_seed else report.seals
    if _has_all_orders(report):
        table = mean_table(_by_seed(report), report.titles, translate, names=names_of(seals))
        return Section(translate(MEANS), _from_columns(table, report))
    table = seed_table(
        _by_seed(report),
        report.titles,
        report.card,
        translate,
        has_means=True,
        names=names_of(seals),
    )
    return Section(translate(RESULTS), _from_columns(table, report), table.note)


def _budgets(report: Report, translate: Translate) -> Section | None:
    """Make the table of what networks reach where all have spent as much."""
    if report.is_regression:
        return None
    budgets = report.judgement.budgets
    if not _is_judged(report):
        budgets = at_equal_budgets([network.records for network in report.networks])
    if not budgets:
        return None
    table = budget_table(budgets, list(report.titles.values()), translate)
    return Section(translate(BUDGETS), _from_columns(table, report), table.note)


def _is_judged(report: Report) -> bool:
    """Return whether its judgement is on all its networks, and not only on their answers."""
    judged = report.judgement.by_seed
    return bool(judged) and all(len(row) == len(report.networks) for row in judged.values())


def _by_seed(report: Report) -> BySeed:
    """Return the results as they were judged, or those of runs that nobody has judged."""
    if _is_judged(report):
        return report.judgement.by_seed

    columns = [
        {record.config.seed: _result(record) for record in network.records}
        for network in report.networks
    ]
    seeds = sorted({seed for column in columns for seed in column})
    return {seed: [column.get(seed) for column in columns] for seed in seeds}


def _result(record: RunRecord) -> SeedResult | None:
    last = record.last
    is_diverged = record.state is RunState.DIVERGED
    if last is None:
        return None
    return SeedResult(record.last_accuracy, record.cost_of(last), is_diverged, record.elapsed_s)


def _accuracy_cell(share: float | None) -> Cell:
    return Cell(accuracy_text(share), is_number=True)


def _steps(report: Report, translate: Translate) -> Section | None:
    """Make the table of what each step of a ladder adds, in percentage points."""
    steps, whole = report.judgement.steps, report.judgement.whole
    if len(steps) < 2 or whole is None:
        return None

    titles = report.titles
    texts = [f"{titles[step.before]} → {titles[step.after]}" for step in steps]
    head = [
        Cell(""),
        Cell(translate(message("Points")), is_number=True),
        Cell(translate(message("95% interval")), is_number=True),
    ]
    title = message("What each step adds, in percentage points of test examples read correctly")
    if report.judgement.is_sealed:
        title = message(
            "What each step adds, in percentage points of held-out examples read correctly"
        )
    if _has_all_orders(report):
        title = AVERAGE_SEALED if report.judgement.is_sealed else AVERAGE
        texts = [
            f"{titles[step.after]}: {translate(step.limits_text)}"
            for step in steps
            if step.limits_text is not None
        ]
    rows = [_step(text, step) for text, step in zip(texts, steps, strict=True)]
    rows.append(_step(translate(message("together")), whole, is_sum=True))
    return Section(translate(title), Table(head, rows))


def _has_all_orders(report: Report) -> bool:
    """Return whether the report is on all orders of several changes."""
    return any(step.limits is not None for step in report.judgement.steps)


def _step(name: str, step: Contribution, *, is_sum: bool = False) -> Row:
    low, high = step.interval
    tone = "gain" if low > 0 else "loss" if high < 0 else ""
    interval = Cell(points_interval(step.interval), is_number=True)
    return Row(
        [Cell(name), Cell(signed_points(step.difference), is_number=True, tone=tone), interval],
        is_sum,
    )


def _every_run(report: Report, translate: Translate) -> Section:
    """Make the table of all runs with their last epoch's numbers."""
    columns = _columns(report)
    head = [
        Cell(translate(title), is_number=number > 1) for number, (title, _) in enumerate(columns)
    ]
    rows = [
        Row([cell(number, network, record, translate) for _, cell in columns])
        for number, network in enumerate(report.networks)
        for record in network.records
    ]
    note = ""
    if not report.is_regression:
        note = translate(message("Intervals (95%) reflect the number of these examples."))
    return Section(translate(message("Every run")), Table(head, rows), note)


_CellOf = Callable[[int, Network, RunRecord, Translate], Cell]


def _columns(report: Report) -> list[tuple[Message, _CellOf]]:
    """List the columns of the table of runs: their titles, and functions that make their cells."""
    columns: list[tuple[Message, _CellOf]] = [
        (message("Network"), lambda number, network, _record, _translate: named(number, network)),
        (
            message("State"),
            lambda _number, _network, record, translate: Cell(translate(record.state.label)),
        ),
        (FIELDS["seed"].about.title, _of_record(lambda record: _number(record.config.seed, "d"))),
        (FIELDS["epochs"].about.title, _of_record(lambda record: _number(record.epochs_done, "d"))),
        (message("Training cost"), _of_last(Number.COST)),
        (names_of(report.seals).cost, _of_record(_cost)),
    ]

    if report.is_regression:
        columns.append((message("Slope"), _of_last(Number.WEIGHT)))
    else:
        columns.append((names_of(report.seals).accuracy, _of_record(_accuracy)))
        columns.append((message("Training accuracy"), _of_record(_train_accuracy)))

    seconds = _of_record(lambda record: _number(record.elapsed_s, ".1f"))
    columns.append((message("Seconds"), seconds))
    return columns


def _of_record(cell: Callable[[RunRecord], Cell]) -> _CellOf:
    """Make a column whose cells depend on the record alone."""
    return lambda _number, _network, record, _translate: cell(record)


def _number(value: float | None, form: str) -> Cell:
    return Cell(NOTHING if value is None else format(value, form), is_number=True)


def _of_last(number: Number) -> _CellOf:
    """Make a column of a number after the last epoch."""
    return _of_record(lambda record: _number(getattr(record.last, number.value, None), ".4f"))


def _cost(record: RunRecord) -> Cell:
    return _number(record.cost_of(record.last), ".4f")


def _accuracy(record: RunRecord) -> Cell:
    share, size = record.last_accuracy, record.judged.data.test_size
    if share is None:
        return _accuracy_cell(None)
    interval = accuracy_interval(round(share * size), size)
    return Cell(accuracy_with_interval(share, interval), is_number=True)


def _train_accuracy(record: RunRecord) -> Cell:
    return _accuracy_cell(record.last.train_accuracy if record.last is not None else None)


def sections(report: Report, translate: Translate) -> list[Section]:
    """Make all tables that the report needs, in order."""
    tables = (
        _grid(report, translate),
        _networks(report, translate),
        _seeds(report, translate),
        _budgets(report, translate),
        _steps(report, translate),
        _every_run(report, translate),
    )
    return [section for section in tables if section is not None]
