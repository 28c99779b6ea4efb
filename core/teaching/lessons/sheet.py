"""Two pages to print: a sheet of all lessons for pupils, and the answers for their teacher.

Browsers show them, and so does Qt's text engine, which prints them from the window; so they use
only plain tables and little CSS.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import jinja2

import resources
from core.messages import Message, Translate, message
from core.teaching.lessons.curriculum import LESSONS
from core.teaching.lessons.lesson import Lesson
from core.translations import LANGUAGE

CHECKED, UNCHECKED = "☒", "☐"
LESSONS_ON_A_PAGE = 2


@dataclass(frozen=True)
class Entry:
    """What a pupil did in a lesson.

    Attributes:
        predicted: the key of the answer.
        measured: the figures of the runs; None while they train.
        tried: the result of the lesson's trial; None without one.
    """

    predicted: str
    measured: Message | None = None
    tried: Message | None = None


@dataclass(frozen=True)
class _Row:
    """A line of a lesson's table: what belongs there, and what is there already."""

    title: str
    text: str = ""
    lines: int = 1


@dataclass(frozen=True)
class _Section:
    """A lesson on the page.

    Attributes:
        begins_page: whether it stands at the top of a printed page.
        answers: each with a box to tick.
    """

    title: str
    begins_page: bool
    paragraphs: Sequence[str]
    answers: Sequence[str]
    rows: Sequence[_Row]


def sheet_page(entries: Mapping[str, Entry], translate: Translate = str) -> str:
    """Write the pupils' sheet as HTML.

    Args:
        entries: what was done, by the keys of the lessons; lines without an entry stay empty.
    """
    sections = [
        _sheet_section(number, lesson, entries.get(lesson.key), translate)
        for number, lesson in enumerate(LESSONS)
    ]
    head = [_Row(translate(message("Name"))), _Row(translate(message("Date")))]
    return _page(message("Lessons: my sheet"), sections, translate, head)


def answers_page(translate: Translate = str) -> str:
    """Write the teacher's answers as HTML."""
    sections = [_answers_section(lesson, translate) for lesson in LESSONS]
    note = translate(
        message(
            "These answers came true with each of six seeds, on two processor cores. The check of "
            "a lesson reads what its runs really did, so another machine may show something else."
        )
    )
    return _page(message("Lessons: answers"), sections, translate, note=note)


def _sheet_section(
    number: int, lesson: Lesson, entry: Entry | None, translate: Translate
) -> _Section:
    measured = entry.measured if entry is not None else None
    tried = entry.tried if entry is not None else None
    trial = message("Try further: {trial}", trial=lesson.trial.name)
    return _Section(
        title=_title(lesson, translate),
        begins_page=number > 0 and number % LESSONS_ON_A_PAGE == 0,
        paragraphs=[translate(lesson.question)],
        answers=[
            f"{CHECKED if _is_predicted(answer.key, entry) else UNCHECKED} {translate(answer.text)}"
            for answer in lesson.answers
        ],
        rows=[
            _Row(
                translate(message("What we measured")),
                translate(measured) if measured is not None else "",
                lines=3,
            ),
            _Row(translate(message("Why it is so, in my own words")), lines=3),
            _Row(translate(trial), translate(tried) if tried is not None else "", lines=2),
        ],
    )


def _is_predicted(key: str, entry: Entry | None) -> bool:
    return entry is not None and entry.predicted == key


def _answers_section(lesson: Lesson, translate: Translate) -> _Section:
    usual = lesson.answer(lesson.usual)
    assert usual is not None
    return _Section(
        title=_title(lesson, translate),
        begins_page=False,
        paragraphs=[translate(lesson.question), translate(lesson.meaning)],
        answers=[f"{CHECKED} {translate(usual.text)}"],
        rows=[],
    )


def _title(lesson: Lesson, translate: Translate) -> str:
    return f"{LESSONS.index(lesson) + 1}. {translate(lesson.title)}"


def _page(
    title: Message,
    sections: Sequence[_Section],
    translate: Translate,
    head: Sequence[_Row] = (),
    note: str = "",
) -> str:
    return _template().render(
        language=translate(LANGUAGE),
        title=translate(title),
        head=head,
        note=note,
        sections=sections,
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    file = resources.path("report", "lessons.html.jinja")
    return environment.from_string(file.read_text(encoding="utf-8"))
