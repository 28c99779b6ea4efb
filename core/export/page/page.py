"""A page for anybody: draw a digit, and one to three networks answer while you draw.

It is a report with a canvas, the networks themselves, a model card for each, and the program that
computes their answers. It is one file, asks nobody for anything, and its content security policy
allows nothing else than what is in it. Names are data: the template escapes them, and the program
gets them as JSON.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from core.cancellation import part_of_work
from core.comparison.judgement import Judgement
from core.export import report as reports
from core.export.model_card import Fact, ModelCard, model_card
from core.export.page.choosing import Chosen, choose
from core.export.page.judging import judged
from core.export.page.networks import NORMALIZATIONS, Content, content_of, kinds_of
from core.export.report_contents import Report
from core.messages import Message, Translate, message
from core.network.quantization import FLOAT_BITS
from core.network.weights import Weights
from core.plain_text import printable
from core.run.colours import colour_and_dash
from core.run.record import RunRecord

# what computes the answers: the first for all networks, the others for those that need them
NETWORK = "network.js"
PARTS = {"gelu.js": ("gelu",), "maps.js": ("convolution",), "normalization.js": NORMALIZATIONS}


@dataclass(frozen=True, eq=False)
class Reader:
    """A network that answers on the page.

    Attributes:
        title: its name, for users.
        record: the run that its weights are of.
        epochs: how many that run had trained for when it had them.
        weights: by name, as in its `state_dict`.
    """

    title: str
    record: RunRecord
    epochs: int
    weights: Weights


@dataclass(frozen=True)
class Page:
    """A page as it is written to a file, and the bits of each network's largest layers."""

    text: str
    bits: Sequence[int]


def page_of(report: Report, readers: Sequence[Reader], translate: Translate = str) -> Page:
    """Write the whole page.

    Args:
        report: what is shown of the networks' training.
        readers: the networks that answer: those of the report, in its order.

    Raises:
        CancelledError: if nobody waits for it any more.
    """
    chosen = []
    for index, reader in enumerate(readers):
        with part_of_work(index, len(readers)):
            chosen.append(choose(reader.record.judged, reader.weights))
    if report.are_picked:
        report = replace(report, judgement=_judged(report, readers, chosen))
    contents = [
        content_of(reader.record.config, reader.weights, one)
        for reader, one in zip(readers, chosen, strict=True)
    ]
    program, preparation = _program(contents), reports.source_text("ink.js")
    others = [reports.source_text(name) for name in ("weights.js", "drawing.js")]
    script = "\n".join([program, preparation, *others])
    css = reports.style_sheet("page.css")
    text = reports.template("page.html.jinja").render(
        css=css,
        script=Markup(script),  # noqa: S704 - ours
        policy=reports.policy([css], [script]),
        data=Markup(_json(_data(readers, contents, translate))),  # noqa: S704 - escaped there
        program=program,
        preparation=preparation,
        page_texts={name: translate(text) for name, text in _TEXTS.items()},
        **reports.context(report, translate, _cards(readers, chosen, translate)),
    )
    return Page(text, [one.bits for one in chosen])


def _judged(report: Report, readers: Sequence[Reader], chosen: Sequence[Chosen]) -> Judgement:
    """Judge the networks by their answers; those of an earlier epoch are not judged."""
    if any(reader.epochs != reader.record.epochs_done for reader in readers):
        return Judgement()
    names = [network.name for network in report.networks]
    records = [reader.record for reader in readers]
    assessments = [one.assessment for one in chosen]
    return judged(dict(zip(names, zip(records, assessments, strict=True), strict=True)))


def _program(contents: Sequence[Content]) -> str:
    """Return the lines that compute the answers: those that these networks need."""
    kinds = {kind for content in contents for kind in kinds_of(content)}
    parts = [name for name, needed_for in PARTS.items() if kinds.intersection(needed_for)]
    return "\n".join(map(reports.source_text, (NETWORK, *parts)))


def _data(
    readers: Sequence[Reader], contents: Sequence[Content], translate: Translate
) -> dict[str, object]:
    """Return what the page's program is given: the networks, and texts in the reader's language."""
    networks = [
        {"title": printable(reader.title), "colour": f"c{colour_and_dash(number)[0]}", **content}
        for number, (reader, content) in enumerate(zip(readers, contents, strict=True))
    ]
    texts = {name: translate(text) for name, text in _PROGRAM_TEXTS.items()}
    return {"networks": networks, "texts": texts}


def _json(value: object) -> str:
    """Return JSON for a script element, with nothing that ends it or begins a comment."""
    text = json.dumps(value, separators=(",", ":"))  # ASCII: half a surrogate pair stays an escape
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _cards(
    readers: Sequence[Reader], chosen: Sequence[Chosen], translate: Translate
) -> list[ModelCard]:
    """Return each network's model card, with a sentence about its weights on this page."""
    return [
        model_card(reader.title, reader.record, reader.epochs, one.assessment, translate).with_fact(
            Fact(translate(message("Weights")), [translate(_note(one))])
        )
        for reader, one in zip(readers, chosen, strict=True)
    ]


def _note(chosen: Chosen) -> Message:
    """Describe how the weights are stored, and what was checked."""
    if chosen.assessment is None:
        return message(
            "The weights are stored in 32 bits, because the images of its data are not on the "
            "machine that made this page."
        )
    if chosen.bits == FLOAT_BITS:
        return message(
            "The weights are stored in 32 bits, because with fewer some answers would change."
        )
    return message(
        "The weights are stored in {bits} bits; all answers to {count} images that it did not "
        "learn from are the same as with 32 bits.",
        bits=chosen.bits,
        count=f"{len(chosen.assessment.labels):,}",
    )


_TEXTS = {
    "draw": message("Draw, and see what is read"),
    "canvas": message("Canvas for drawing"),
    "keys": message(
        "With the keyboard: arrow keys move the pen, faster with Shift; Space puts it down and "
        "lifts it."
    ),
    "clear": message("Clear"),
    "undo": message("Undo"),
    "seen": message("Seen as"),
    "seen_note": message(
        "The drawing is scaled and centred as the makers of MNIST did it: 28 × 28 pixels."
    ),
    "without": message(
        "Drawing needs JavaScript, which is switched off or not available here. Everything else on "
        "this page can be read without it."
    ),
    "program": message("The program"),
    "program_note": message(
        "These lines run in this page: they turn the 784 pixels into the probabilities above. "
        "Nothing is sent anywhere."
    ),
    "preparation": message("How a drawing becomes these pixels"),
}
_PROGRAM_TEXTS = {
    "empty": message("Draw here"),
    "reads": message("{title}: {answer}, {share}"),
}
