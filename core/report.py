"""A comparison, or one run, as a page for a browser that needs nothing else: curves, settings, numbers, verdict.

The page is light or dark as the reader's system, and can be printed. All that it says goes through `say`, which knows
the reader's language; all that comes from outside is escaped by the template.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import jinja2
import numpy as np
from markupsafe import Markup

import resources
from core import report_curves, run_colours
from core.config import RunConfig
from core.differences import differing, told
from core.environment import environment
from core.experiments import Contribution, Results
from core.fields import FIELDS, matters
from core.history import RunRecord, RunState
from core.messages import Message, message
from core.report_curves import Curve
from core.series import Number, RunSeries, XAxis, combined
from core.statistics import accuracy_interval
from core.verdicts import Verdict, sentence

Say = Callable[[Message], str]
NO_MARK = Markup("")
HOW_TIMES_ARE_SAID = "%Y-%m-%d %H:%M"
LANGUAGE = message("en")  # translated as the language's own code, for the browser
_DARK = """\
  :root { --paper: #15181a; --text: #e7eaed; --quiet: #9aa4ae; --line: #363c42; --gain: #4c9cf0; --loss: #ff8a80; }
"""
_STATES = {
    RunState.QUEUED: message("queued"),
    RunState.RUNNING: message("running"),
    RunState.PAUSED: message("paused"),
    RunState.COMPLETED: message("completed"),
    RunState.STOPPED: message("stopped"),
    RunState.DIVERGED: message("diverged"),
    RunState.FAILED: message("failed"),
    RunState.INTERRUPTED: message("interrupted"),
}


@dataclass(frozen=True)
class Network:
    """One member of a comparison, trained once or with several seeds.

    Attributes:
        name: as in the verdicts.
        title: what it is called.
        records: its runs, with their curves.
    """

    name: str
    title: str
    records: Sequence[RunRecord]

    @property
    def config(self) -> RunConfig:
        """Of its first run; the others differ in the seed only."""
        return self.records[0].config


@dataclass(frozen=True)
class Report:
    """All that a page tells.

    Attributes:
        networks: one at least, each with one run at least.
        verdicts: in the order in which they are read.
        tiers: the networks' names in groups, the best first; no order is claimed within a group.
        steps, whole: what each step of a ladder adds, and all together.
        p_values: of two networks, McNemar's for each seed alone.
        made: when the page is made, in local time; now if it is not given.
    """

    networks: Sequence[Network]
    verdicts: Sequence[Verdict] = ()
    tiers: Sequence[Sequence[str]] = ()
    steps: Sequence[Contribution] = ()
    whole: Contribution | None = None
    p_values: Mapping[int, float] = field(default_factory=dict)
    made: datetime | None = None

    @property
    def titles(self) -> dict[str, str]:
        """What the networks are called, by their names."""
        return {network.name: network.title for network in self.networks}

    @property
    def is_regression(self) -> bool:
        """Whether lines are fitted instead of images being told apart."""
        return self.networks[0].config.is_regression


@dataclass(frozen=True)
class _Cell:
    text: str
    is_number: bool = False
    mark: Markup = NO_MARK
    tone: str = ""

    @property
    def look(self) -> str:
        """Its classes in the style sheet."""
        return " ".join(name for name in ("number" if self.is_number else "", self.tone) if name)


@dataclass(frozen=True)
class _Row:
    cells: Sequence[_Cell]
    is_sum: bool = False


@dataclass(frozen=True)
class _Table:
    head: Sequence[_Cell]
    rows: Sequence[_Row]


@dataclass(frozen=True)
class _Section:
    title: str
    table: _Table
    note: str = ""


@dataclass(frozen=True)
class _Plot:
    title: str
    svg: Markup


def of_results(networks: Sequence[Network], results: Results, verdicts: Sequence[Verdict]) -> Report:
    """What there is to tell of an experiment, runs that were not completed included."""
    trained = [network for network in networks if network.records]
    whole = results.whole()
    return Report(trained, verdicts, results.tiers(), results.contributions(), whole, results.p_values())


def html(report: Report, say: Say = str) -> str:
    """The page, complete.

    Args:
        say: a message in the reader's language.
    """
    made = (report.made or datetime.now().astimezone()).strftime(HOW_TIMES_ARE_SAID)
    sections = (_differences(report, say), _seeds(report, say), _steps(report, say), _runs(report, say))
    # of a ladder's steps a table tells
    told_verdicts = report.verdicts[-1:] if len(report.steps) > 1 else report.verdicts
    return _template().render(
        language=say(LANGUAGE),
        css=_style(),
        title=" / ".join(network.title for network in report.networks),
        subtitle=_subtitle(report, say),
        sentences=[say(sentence(verdict, report.titles)) for verdict in told_verdicts],
        remarks=_remarks(report, say),
        plots=_plots(report, say),
        legend=[_named(number, network) for number, network in enumerate(report.networks)],
        sections=[section for section in sections if section is not None],
        equal=[
            (say(FIELDS[path].about.title), _value(report.networks[0].config, path, say)) for path in _equal(report)
        ],
        circumstances=_circumstances(report),
        texts={
            "curves": say(message("Curves")),
            "curves_read": _how_curves_are_read(report, say),
            "equal": say(message("Settings that are the same") if len(report.networks) > 1 else message("Settings")),
            "made": say(message("Made by Inkling on {time}.", time=made)),
        },
    )


@cache
def _style() -> Markup:
    """The style sheet, with the networks' colours on light and on dark paper."""
    sheet = resources.path("report", "report.css").read_text(encoding="utf-8")
    light, dark = (
        "\n".join(f"{indent}.c{number} {{ --colour: {colour}; }}" for number, colour in enumerate(palette))
        for indent, palette in (("", run_colours.ON_LIGHT), ("  ", run_colours.ON_DARK))
    )
    return Markup(f"{sheet}{light}\n@media screen and (prefers-color-scheme: dark) {{\n{_DARK}{dark}\n}}")  # noqa: S704 - ours


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(resources.path("report"))
    surroundings = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return surroundings.get_template("report.html.jinja")


def _subtitle(report: Report, say: Say) -> str:
    seeds = sorted({record.config.seed for network in report.networks for record in network.records})
    config = report.networks[0].config
    facts = [
        f"{say(FIELDS['data.dataset'].about.title)}: {say(told(config, 'data.dataset'))}",
        f"{say(FIELDS['seed'].about.title)}: {', '.join(map(str, seeds))}",
        f"{say(FIELDS['epochs'].about.title)}: {config.epochs}",
    ]
    return " · ".join(facts)


def _remarks(report: Report, say: Say) -> list[str]:
    remarks = []
    if len(report.networks) > 2 and len(report.tiers) > 1:
        order = " > ".join(" · ".join(report.titles[name] for name in names) for names in report.tiers)
        text = message("{order}   (no order is shown between networks joined by a dot)", order=order)
        remarks.append(say(text))
    if len(report.p_values) > 1:
        listed = " · ".join(f"{seed}: {_p_text(p_value)}" for seed, p_value in report.p_values.items())
        remarks.append(say(message("McNemar's exact test for each seed alone: {p_values}", p_values=listed)))
    return remarks


def _p_text(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def _named(number: int, network: Network, text: str | None = None) -> _Cell:
    """A network's name with its line."""
    return _Cell(network.title if text is None else text, mark=Markup(report_curves.key(number)))  # noqa: S704 - ours


def _plots(report: Report, say: Say) -> list[_Plot]:
    """Cost, and accuracy or the line's slope."""
    second = Number.WEIGHT if report.is_regression else Number.ACCURACY
    wanted = (
        (Number.TEST_COST, Number.COST, message("Cost")),
        (second, Number.TRAIN_ACCURACY, message("Slope") if report.is_regression else message("Accuracy")),
    )
    plots = []
    for number, companion, title in wanted:
        curves = [*_curves(report, companion, is_faint=True), *_curves(report, number)]
        name, is_share = say(title), number is Number.ACCURACY
        drawn = report_curves.svg(curves, name, say(message("Epoch")), name, is_share=is_share)
        if drawn:
            plots.append(_Plot(name, Markup(drawn)))  # noqa: S704 - escaped there
    return plots


def _curves(report: Report, number: Number, *, is_faint: bool = False) -> list[Curve]:
    curves = []
    for place, network in enumerate(report.networks):
        pairs = []
        for record in network.records:
            series = RunSeries(record)
            series.update()
            if len(series) and np.isfinite(series.values(number)).any():
                pairs.append((series.x(XAxis.EPOCH), series.values(number)))
        if pairs:
            curves.append(Curve(place, combined(pairs), is_faint))
    return curves


def _how_curves_are_read(report: Report, say: Say) -> str:
    text = say(message("Thick lines: test examples. Thin lines: training examples."))
    if any(len(network.records) > 1 for network in report.networks):
        text += " " + say(message("Lines are means over the seeds, bands reach from the lowest to the highest."))
    return text


def _value(config: RunConfig, path: str, say: Say) -> str:
    unit = FIELDS[path].about.unit
    return say(told(config, path)) + (f" {say(unit)}" if unit is not None else "")


def _equal(report: Report) -> list[str]:
    """The settings that matter and are the same for all networks; the seed and the preset are told elsewhere."""
    configs = [network.config for network in report.networks]
    untold = {*differing(configs), "seed", "preset"}
    return [path for path, spec in FIELDS.items() if path not in untold and any(matters(spec, c) for c in configs)]


def _differences(report: Report, say: Say) -> _Section | None:
    paths = [path for path in differing([network.config for network in report.networks]) if path != "seed"]
    if not paths:
        return None
    head = [_Cell(""), *(_named(number, network) for number, network in enumerate(report.networks))]
    rows = []
    for path in paths:
        values = (
            _value(network.config, path, say) if matters(FIELDS[path], network.config) else "–"
            for network in report.networks
        )
        rows.append(_Row([_Cell(say(FIELDS[path].about.title)), *map(_Cell, values)]))
    return _Section(say(message("Settings that differ")), _Table(head, rows))


def _seeds(report: Report, say: Say) -> _Section | None:
    """Accuracy after the last epoch, seed by seed."""
    if len(report.networks) < 2 or report.is_regression:
        return None
    head = [_Cell(say(FIELDS["seed"].about.title))]
    head += [
        _Cell(network.title, is_number=True, mark=Markup(report_curves.key(number)))  # noqa: S704 - ours
        for number, network in enumerate(report.networks)
    ]
    found = [{record.config.seed: _final(record) for record in network.records} for network in report.networks]
    seeds = sorted({seed for accuracies in found for seed in accuracies})
    rows = [_Row([_Cell(str(seed)), *(_percent(each.get(seed)) for each in found)]) for seed in seeds]
    means = [_mean([value for value in each.values() if value is not None]) for each in found]
    if len(seeds) > 1:
        rows.append(_Row([_Cell(say(message("Mean"))), *map(_percent, means)], is_sum=True))
    title = message("Accuracy on the test examples after the last epoch")
    return _Section(say(title), _Table(head, rows))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _final(record: RunRecord) -> float | None:
    return record.last.accuracy if record.last is not None else None


def _percent(share: float | None) -> _Cell:
    return _Cell("–" if share is None else f"{share:.2%}", is_number=True)


def _steps(report: Report, say: Say) -> _Section | None:
    """What each step of a ladder adds, in percentage points."""
    if len(report.steps) < 2 or report.whole is None:
        return None
    titles = report.titles
    rows = [_step(f"{titles[step.before]} → {titles[step.after]}", step) for step in report.steps]
    rows.append(_step(say(message("together")), report.whole, is_sum=True))
    head = [
        _Cell(""),
        _Cell(say(message("Points")), is_number=True),
        _Cell(say(message("95 % interval")), is_number=True),
    ]
    title = message("What each step adds, in percentage points of test examples read right")
    return _Section(say(title), _Table(head, rows))


def _step(name: str, step: Contribution, *, is_sum: bool = False) -> _Row:
    low, high = step.interval
    tone = "gain" if low > 0 else "loss" if high < 0 else ""
    interval = _Cell(f"{_signed(low)} … {_signed(high)}", is_number=True)
    return _Row([_Cell(name), _Cell(_signed(step.difference), is_number=True, tone=tone), interval], is_sum)


def _signed(share: float) -> str:
    return f"{100 * share:+.2f}".replace("-", "−")


def _runs(report: Report, say: Say) -> _Section:
    """Every run with its last epoch's numbers."""
    columns = _columns(report)
    head = [_Cell(say(title), is_number=number > 1) for number, (title, _) in enumerate(columns)]
    rows = [
        _Row([cell(number, network, record, say) for _, cell in columns])
        for number, network in enumerate(report.networks)
        for record in network.records
    ]
    note = "" if report.is_regression else say(message("Intervals are for the number of test examples, 95 %."))
    return _Section(say(message("Every run")), _Table(head, rows), note)


_CellOf = Callable[[int, Network, RunRecord, Say], _Cell]


def _columns(report: Report) -> list[tuple[Message, _CellOf]]:
    """The columns of the table of runs: their titles, and what stands in them."""
    columns: list[tuple[Message, _CellOf]] = [
        (message("Network"), lambda number, network, _record, _say: _named(number, network)),
        (message("State"), lambda _n, _network, record, say: _Cell(say(_STATES[record.state]))),
        (FIELDS["seed"].about.title, lambda _n, _network, record, _say: _number(record.config.seed, "d")),
        (FIELDS["epochs"].about.title, lambda _n, _network, record, _say: _number(record.epochs_done, "d")),
        (message("Cost"), _of_last(Number.COST)),
        (message("Test cost"), _of_last(Number.TEST_COST)),
    ]
    if report.is_regression:
        columns.append((message("Slope"), _of_last(Number.WEIGHT)))
    else:
        columns.append((message("Accuracy"), lambda _n, _network, record, _say: _accuracy(record)))
        columns.append((message("Training accuracy"), lambda _n, _network, record, _say: _train_accuracy(record)))
    columns.append((message("Seconds"), lambda _n, _network, record, _say: _number(record.elapsed_s, ".1f")))
    return columns


def _number(value: float | None, form: str) -> _Cell:
    return _Cell("–" if value is None else format(value, form), is_number=True)


def _of_last(number: Number) -> _CellOf:
    return lambda _n, _network, record, _say: _number(getattr(record.last, number.value, None), ".4f")


def _accuracy(record: RunRecord) -> _Cell:
    share, asked = _final(record), record.config.data.test_size
    if share is None:
        return _percent(None)
    low, high = accuracy_interval(round(share * asked), asked)
    return _Cell(f"{share:.2%} ({low:.2%} … {high:.2%})", is_number=True)


def _train_accuracy(record: RunRecord) -> _Cell:
    return _percent(record.last.train_accuracy if record.last is not None else None)


def _circumstances(report: Report) -> str:
    """Versions and devices: of the folders where these know, else of this program."""
    found: dict[str, None] = {}  # in order, each once
    for network in report.networks:
        for record in network.records:
            known = record.sittings[-1].environment if record.sittings else {}
            start = record.started
            used = "" if start is None else f"{start.device}, threads: {start.threads}"
            versions = " · ".join(f"{name} {value}" for name, value in (known or environment()).items())
            found[f"{versions} · {used}" if used else versions] = None
    return " | ".join(found)
