"""The program lines that a lesson is about."""

from textwrap import dedent

from core.messages import Translate
from core.program import script as codegen
from core.program.notes import NOTES
from core.teaching.lessons.lesson import Lesson


def code(lesson: Lesson, translate: Translate = str) -> str:
    """Return the passages of the last config's program that have the lesson's notes.

    Neighbours stay together. Comments are translated.
    """
    script = codegen.annotated(lesson.configs[-1], translate)
    lines = script.text.splitlines()
    notes = [NOTES[name] for name in lesson.code]

    parts: list[list[str]] = []
    end = 0
    for passage in script.passages:
        if not any(passage.note is note for note in notes):
            continue

        part = lines[passage.first - 1 : passage.last]
        if parts and not any(lines[end : passage.first - 1]):
            parts[-1] += [*lines[end : passage.first - 1], *part]
        else:
            parts.append(part)
        end = passage.last
    return "\n\n".join(dedent("\n".join(part)) for part in parts)
