"""A report on a comparison or a run: a self-contained page with curves, settings and verdicts.

The page is light or dark as the reader's system, and can be printed. All its texts are translated
into the reader's language, and the template escapes whatever comes from outside.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import jinja2
import numpy as np
from markupsafe import Markup

import resources
from core.comparison.grid_settings import named_together
from core.comparison.judgement import sentence as best_sentence
from core.comparison.verdict_card import UNIT, further, remarks
from core.comparison.verdicts import sentence
from core.config.differences import differing, format_setting, format_with_unit
from core.config.fields import FIELDS, matters
from core.export import report_curves, report_verdict
from core.export.model_card import ModelCard
from core.export.report_contents import Report
from core.export.report_curves import Curve
from core.export.report_tables import named, sections
from core.machine.environment import environment
from core.messages import Translate, message
from core.plain_text import printable
from core.run import colours as run_colours
from core.run.seal import names_of
from core.run.series import Number, RunSeries, XAxis, combined
from core.translations import LANGUAGE

TIME_FORMAT = "%Y-%m-%d %H:%M"
_DARK = (
    "  :root { --paper: #15181a; --text: #e7eaed; --quiet: #9ea8b2; --line: #363c42; "
    "--gain: #a8cf45; --loss: #c792ea; --shadow: #fff4; }\n"
)


@dataclass(frozen=True)
class _Plot:
    title: str
    svg: Markup


@dataclass(frozen=True)
class _Card:
    """The verdict; its notes stand under the number."""

    number: str
    is_shown: bool
    notes: list[str]
    svg: Markup
    sentence: str


def html(report: Report, translate: Translate = str, model_cards: Sequence[ModelCard] = ()) -> str:
    """Write the whole page.

    Args:
        translate: into the reader's language.
        model_cards: of the report's networks, in its order; none, or one for each.
    """
    css = style_sheet()
    return template("report.html.jinja").render(
        css=css, policy=policy([css]), **context(report, translate, model_cards)
    )


def policy(styles: Sequence[str], scripts: Sequence[str] = ()) -> str:
    """Return the content security policy of a page: it loads nothing, and runs what is in it.

    Args:
        styles, scripts: the exact contents of the page's elements of these kinds.
    """
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    for kind, contents in (("style-src", styles), ("script-src", scripts)):
        if contents:
            rules.append(f"{kind} {' '.join(map(_source_hash, contents))}")
    return "; ".join(rules)


def _source_hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def context(
    report: Report, translate: Translate = str, model_cards: Sequence[ModelCard] = ()
) -> dict[str, object]:
    """Return what the template of a report, or of a page that contains one, is filled with."""
    made = (report.made or datetime.now().astimezone()).strftime(TIME_FORMAT)
    return {
        "language": translate(LANGUAGE),
        "title": _title(report, translate),
        "subtitle": _subtitle(report, translate),
        "card": _card(report, translate),
        "sentences": _sentences(report, translate),
        "remarks": _remarks(report, translate),
        "plots": _plots(report, translate),
        "legend": [named(number, network) for number, network in enumerate(report.networks)],
        "sections": sections(report, translate),
        "model_cards": model_cards,
        "equal": [
            (
                translate(FIELDS[path].about.title),
                format_with_unit(report.networks[0].config, path, translate),
            )
            for path in _equal(report)
        ],
        "circumstances": _environments(report),
        "texts": {
            "curves": translate(message("Curves")),
            "curves_read": _curves_note(report, translate),
            "equal": translate(
                message("Settings in common") if len(report.networks) > 1 else message("Settings")
            ),
            "model_cards": translate(
                message("Model cards") if len(model_cards) > 1 else message("Model card")
            ),
            "made": translate(message("Made by Inkling on {time}.", time=made)),
        },
    }


@cache
def style_sheet(*more: str) -> Markup:
    """Return the style sheet, with the networks' colours on light and on dark paper.

    Args:
        more: the names of further style sheets, which follow.
    """
    sheet = "".join(source_text(name) for name in ("report.css", *more))
    light, dark = (
        "\n".join(
            f"{indent}.c{number} {{ --colour: {colour}; }}" for number, colour in enumerate(palette)
        )
        for indent, palette in (("", run_colours.ON_LIGHT), ("  ", run_colours.ON_DARK))
    )
    return Markup(  # noqa: S704 - ours
        f"{sheet}{light}\n@media screen and (prefers-color-scheme: dark) {{\n{_DARK}{dark}\n}}"
    )


def source_text(name: str) -> str:
    """Return one of the files that pages are made of."""
    return resources.path("report", name).read_text(encoding="utf-8")


@cache
def template(name: str) -> jinja2.Template:
    """Return one of the templates of pages, which escape whatever is put into them."""
    loader = jinja2.FileSystemLoader(resources.path("report"))
    page_environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return page_environment.get_template(name)


def _remarks(report: Report, translate: Translate) -> list[str]:
    """Return what restricts the verdicts, and what judged the runs."""
    notes = [*remarks(report.judgement, report.titles), *report.seal_notes]
    return [translate(note) for note in notes]


def _title(report: Report, translate: Translate) -> str:
    """Name the networks, or the settings of a grid."""
    if report.grid is None:
        return " / ".join(network.title for network in report.networks)
    return named_together((axis.path for axis in report.grid.axes), translate)


def _subtitle(report: Report, translate: Translate) -> str:
    """Name the data set, the seeds and the number of epochs."""
    config = report.networks[0].config
    seeds = {record.config.seed for network in report.networks for record in network.records}
    values = {
        "data.dataset": translate(format_setting(config, "data.dataset")),
        "seed": ", ".join(map(str, sorted(seeds))),
        "epochs": str(config.epochs),
    }
    return " · ".join(
        f"{translate(FIELDS[path].about.title)}: {value}" for path, value in values.items()
    )


def _sentences(report: Report, translate: Translate) -> list[str]:
    """Return the verdicts but for the one that heads the report."""
    best = report.judgement.best
    if report.grid is not None:
        return [] if best is None else [translate(best_sentence(best, report.grid.titles()))]
    if len(report.judgement.steps) > 1:
        return []  # a table shows the steps of a ladder
    others = further(report.judgement, report.card)
    return [translate(sentence(verdict, report.titles)) for verdict in others]


def _card(report: Report, translate: Translate) -> _Card | None:
    """Describe the verdict that heads the page."""
    card = report.card
    if card is None:
        return None
    return _Card(
        number=card.number,
        is_shown=card.is_shown,
        notes=[translate(UNIT), translate(card.seeds)],
        svg=Markup(report_verdict.svg(card)),  # noqa: S704 - escaped there
        sentence=translate(card.sentence),
    )


def _plots(report: Report, translate: Translate) -> list[_Plot]:
    """Plot cost, and accuracy or a line's slope."""
    second = Number.WEIGHT if report.is_regression else Number.ACCURACY
    wanted = (
        (Number.TEST_COST, Number.COST, message("Cost")),
        (
            second,
            Number.TRAIN_ACCURACY,
            message("Slope") if report.is_regression else message("Accuracy"),
        ),
    )
    plots = []
    for number, companion, title in wanted:
        curves = [*_curves(report, companion, is_faint=True), *_curves(report, number)]
        name, is_share = translate(title), number is Number.ACCURACY
        drawn = report_curves.svg(
            curves, name, translate(message("Epoch")), name, is_share=is_share
        )
        if drawn:
            plots.append(_Plot(name, Markup(drawn)))  # noqa: S704 - escaped there
    return plots


def _curves(report: Report, number: Number, *, is_faint: bool = False) -> list[Curve]:
    curves = []
    for index, network in enumerate(report.networks):
        members = []
        for record in network.records:
            series = RunSeries(record)
            series.update()
            if len(series) and np.isfinite(series.values(number)).any():
                members.append(series.curve(number, XAxis.EPOCH))
        if members:
            curves.append(Curve(index, combined(members), is_faint))
    return curves


def _curves_note(report: Report, translate: Translate) -> str:
    text = translate(names_of(report.seals).lines)
    if any(len(network.records) > 1 for network in report.networks):
        text += " " + translate(
            message("Lines are means over the seeds, bands reach from the lowest to the highest.")
        )
    return text


def _equal(report: Report) -> list[str]:
    """List the settings that are the same for all networks, if they matter to any.

    Without the seed and the preset, which other parts of the page show.
    """
    configs = [network.config for network in report.networks]
    omitted = {*differing(configs), "seed", "preset"}
    return [
        path
        for path, spec in FIELDS.items()
        if path not in omitted and any(matters(spec, config) for config in configs)
    ]


def _environments(report: Report) -> str:
    """Name the versions and devices of the runs; of a run without versions, those of now."""
    texts: dict[str, None] = {}  # a dictionary keeps the order, and each text once
    for network in report.networks:
        for record in network.records:
            recorded = record.sessions[-1].environment if record.sessions else {}
            versions = [f"{name} {value}" for name, value in (recorded or environment()).items()]
            start = record.started
            device = [] if start is None else [f"{start.device}, threads: {start.threads}"]
            texts[" · ".join(versions + device)] = None
    return printable(" | ".join(texts))
