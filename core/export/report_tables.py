"""The tables of a report: settings that differ, accuracy by seed, a ladder's steps, every run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from core.comparison.results import Contribution
from core.config.differences import differing, told
from core.config.fields import FIELDS, matters
from core.config.run import RunConfig
from core.evaluation.statistics import accuracy_interval
from core.export import report_curves
from core.export.report_contents import Network, Report
from core.messages import Message, message
from core.number_text import NOTHING, accuracy_text, signed_points
from core.run.record import RunRecord
from core.run.series import Number

Translate = Callable[[Message], str]
NO_MARK = Markup("")


@dataclass(frozen=True)
class Cell:
    """What stands in one place, with a network's line before it if it names one."""

    text: str
    is_number: bool = False
    mark: Markup = NO_MARK
    tone: str = ""

    @property
    def look(self) -> str:
        """Its classes in the style sheet."""
        return " ".join(name for name in ("number" if self.is_number else "", self.tone) if name)


@dataclass(frozen=True)
class Row:
    """Cells side by side; the first names them. A sum stands below the others."""

    cells: Sequence[Cell]
    is_sum: bool = False


@dataclass(frozen=True)
class Table:
    """A head of titles, and rows."""

    head: Sequence[Cell]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Section:
    """A table with its title, and what is to be known of it."""

    title: str
    table: Table
    note: str = ""


def named(number: int, network: Network, text: str | None = None) -> Cell:
    """A network's name with its line."""
    return Cell(network.title if text is None else text, mark=Markup(report_curves.key(number)))  # noqa: S704 - ours


def format_value(config: RunConfig, path: str, translate: Translate) -> str:
    """A setting's value with its unit."""
    unit = FIELDS[path].about.unit
    return translate(told(config, path)) + (f" {translate(unit)}" if unit is not None else "")


def _differences(report: Report, translate: Translate) -> Section | None:
    paths = [
        path
        for path in differing([network.config for network in report.networks])
        if path != "seed"
    ]
    if not paths:
        return None
    head = [Cell(""), *(named(number, network) for number, network in enumerate(report.networks))]
    rows = []
    for path in paths:
        values = (
            format_value(network.config, path, translate)
            if matters(FIELDS[path], network.config)
            else NOTHING
            for network in report.networks
        )
        rows.append(Row([Cell(translate(FIELDS[path].about.title)), *map(Cell, values)]))
    return Section(translate(message("Settings that differ")), Table(head, rows))


def _seeds(report: Report, translate: Translate) -> Section | None:
    """Accuracy after the last epoch, seed by seed."""
    if len(report.networks) < 2 or report.is_regression:
        return None
    head = [Cell(translate(FIELDS["seed"].about.title))]
    head += [
        Cell(network.title, is_number=True, mark=Markup(report_curves.key(number)))  # noqa: S704 - ours
        for number, network in enumerate(report.networks)
    ]
    found = [
        {record.config.seed: _final(record) for record in network.records}
        for network in report.networks
    ]
    seeds = sorted({seed for accuracies in found for seed in accuracies})
    rows = [
        Row([Cell(str(seed)), *(_accuracy_cell(each.get(seed)) for each in found)])
        for seed in seeds
    ]
    means = [_mean([value for value in each.values() if value is not None]) for each in found]
    if len(seeds) > 1:
        rows.append(
            Row([Cell(translate(message("Mean"))), *map(_accuracy_cell, means)], is_sum=True)
        )
    title = message("Accuracy on the test examples after the last epoch")
    return Section(translate(title), Table(head, rows))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _final(record: RunRecord) -> float | None:
    return record.last.accuracy if record.last is not None else None


def _accuracy_cell(share: float | None) -> Cell:
    return Cell(accuracy_text(share), is_number=True)


def _steps(report: Report, translate: Translate) -> Section | None:
    """Make the table of what each step of a ladder adds, in percentage points."""
    steps, whole = report.judgement.steps, report.judgement.whole
    if len(steps) < 2 or whole is None:
        return None

    titles = report.titles
    rows = [_step(f"{titles[step.before]} → {titles[step.after]}", step) for step in steps]
    rows.append(_step(translate(message("together")), whole, is_sum=True))
    head = [
        Cell(""),
        Cell(translate(message("Points")), is_number=True),
        Cell(translate(message("95 % interval")), is_number=True),
    ]
    title = message("What each step adds, in percentage points of test examples read right")
    return Section(translate(title), Table(head, rows))


def _step(name: str, step: Contribution, *, is_sum: bool = False) -> Row:
    low, high = step.interval
    tone = "gain" if low > 0 else "loss" if high < 0 else ""
    interval = Cell(f"{signed_points(low)} … {signed_points(high)}", is_number=True)
    return Row(
        [Cell(name), Cell(signed_points(step.difference), is_number=True, tone=tone), interval],
        is_sum,
    )


def _every_run(report: Report, translate: Translate) -> Section:
    """Every run with its last epoch's numbers."""
    columns = _columns(report)
    head = [
        Cell(translate(title), is_number=number > 1) for number, (title, _) in enumerate(columns)
    ]
    rows = [
        Row([cell(number, network, record, translate) for _, cell in columns])
        for number, network in enumerate(report.networks)
        for record in network.records
    ]
    note = (
        ""
        if report.is_regression
        else translate(message("Intervals are for the number of test examples, 95 %."))
    )
    return Section(translate(message("Every run")), Table(head, rows), note)


_CellOf = Callable[[int, Network, RunRecord, Translate], Cell]


def _columns(report: Report) -> list[tuple[Message, _CellOf]]:
    """The columns of the table of runs: their titles, and what stands in them."""
    columns: list[tuple[Message, _CellOf]] = [
        (message("Network"), lambda number, network, _record, _translate: named(number, network)),
        (
            message("State"),
            lambda _n, _network, record, translate: Cell(translate(record.state.label)),
        ),
        (
            FIELDS["seed"].about.title,
            lambda _n, _network, record, _translate: _number(record.config.seed, "d"),
        ),
        (
            FIELDS["epochs"].about.title,
            lambda _n, _network, record, _translate: _number(record.epochs_done, "d"),
        ),
        (message("Cost"), _of_last(Number.COST)),
        (message("Test cost"), _of_last(Number.TEST_COST)),
    ]
    if report.is_regression:
        columns.append((message("Slope"), _of_last(Number.WEIGHT)))
    else:
        columns.append(
            (message("Accuracy"), lambda _n, _network, record, _translate: _accuracy(record))
        )
        columns.append(
            (
                message("Training accuracy"),
                lambda _n, _network, record, _translate: _train_accuracy(record),
            )
        )
    columns.append(
        (
            message("Seconds"),
            lambda _n, _network, record, _translate: _number(record.elapsed_s, ".1f"),
        )
    )
    return columns


def _number(value: float | None, form: str) -> Cell:
    return Cell(NOTHING if value is None else format(value, form), is_number=True)


def _of_last(number: Number) -> _CellOf:
    return lambda _n, _network, record, _translate: _number(
        getattr(record.last, number.value, None), ".4f"
    )


def _accuracy(record: RunRecord) -> Cell:
    share, asked = _final(record), record.config.data.test_size
    if share is None:
        return _accuracy_cell(None)
    low, high = accuracy_interval(round(share * asked), asked)
    interval = f"{accuracy_text(low)} … {accuracy_text(high)}"
    return Cell(f"{accuracy_text(share)} ({interval})", is_number=True)


def _train_accuracy(record: RunRecord) -> Cell:
    return _accuracy_cell(record.last.train_accuracy if record.last is not None else None)


def sections(report: Report, translate: Translate) -> list[Section]:
    """All tables that this report has, in order."""
    found = (
        _differences(report, translate),
        _seeds(report, translate),
        _steps(report, translate),
        _every_run(report, translate),
    )
    return [section for section in found if section is not None]
