"""Messages in another language without a window: read from the files that translators edit.

The window has Qt's translators for it, see `gui/style/translation.py`; core may not use Qt.
"""

from collections.abc import Mapping
from functools import cache, partial
from xml.etree import ElementTree

import resources
from core.messages import Message, Translate, message

ENGLISH = "en"
LANGUAGE = message("en")  # translated as the language's own code, for the browser


def languages() -> list[str]:
    """Return the codes of the languages that there are."""
    files = resources.path("translations").glob("inkling_*.ts")
    return sorted(file.stem.removeprefix("inkling_") for file in files)


def translator(language: str) -> Translate:
    """Return what fills in messages in a language, given by its code.

    A text without a translation stays English.
    """
    return str if language == ENGLISH else partial(_translate, _texts_of(language))


def _translate(texts: Mapping[str, str], text: Message) -> str:
    return text.filled(texts.get(text.template, text.template), partial(_translate, texts))


@cache
def _texts_of(language: str) -> Mapping[str, str]:
    """Return core's messages and their translations, which stand in the context without a name."""
    file = resources.path("translations", f"inkling_{language}.ts")
    root = ElementTree.parse(file).getroot()  # noqa: S314 - our own file
    return {
        item.findtext("source", ""): translation
        for context in root.iter("context")
        if not context.findtext("name")
        for item in context.iter("message")
        if (translation := item.findtext("translation"))
    }
