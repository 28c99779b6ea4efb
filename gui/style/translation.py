"""English and Chinese: which is spoken, and how core's messages are said in it."""

import logging
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFontDatabase

import resources
from core.messages import Message

log = logging.getLogger(__name__)


class Language(StrEnum):
    """The languages that Inkling speaks; `SYSTEM` is whichever of them the desktop uses."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


class Translation:
    """The translator in force. Keep one for the life of the application."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._translators: list[QTranslator] = []

    def use(self, language: Language) -> None:
        """Speak `language` from now on; every window is told by Qt's own LanguageChange event."""
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = []
        spoken = system_language() if language is Language.SYSTEM else language
        QLocale.setDefault(QLocale(spoken.value))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        own = resources.path("translations", f"inkling_{spoken.value}.qm")
        for file in (Path(qt_folder, f"qtbase_{spoken.value}.qm"), own):
            translator = QTranslator(self._app)
            if translator.load(str(file)):
                self._app.installTranslator(translator)
                self._translators.append(translator)
            else:  # the window speaks English then, and works
                log.warning("the translation %s is missing or damaged", file)


def system_language() -> Language:
    """Chinese on a Chinese desktop, else English."""
    return (
        Language.CHINESE
        if QLocale.system().language() is QLocale.Language.Chinese
        else Language.ENGLISH
    )


def missing_font(language: Language) -> str:
    """What to install so that this language can be read; empty if there is nothing to do.

    In English whatever is spoken, because Chinese could not be read then.
    """
    spoken = system_language() if language is Language.SYSTEM else language
    if spoken is not Language.CHINESE or QFontDatabase.families(
        QFontDatabase.WritingSystem.SimplifiedChinese
    ):
        return ""
    return "There is no font for Chinese here. Install one, for example fonts-noto-cjk, and start Inkling again."


def in_a_row(*sentences: str) -> str:
    """Sentences as one text: with a space between them, but none after a full stop of Chinese, which has its own."""
    return "".join(text if text.endswith("。") else f"{text} " for text in sentences).rstrip(" ")


def translate(text: Message) -> str:
    """Return a message of core in the language of the window, its values filled in."""
    template = QCoreApplication.translate("", text.template)
    values = {
        name: translate(value) if isinstance(value, Message) else value
        for name, value in text.values.items()
    }
    return template.format(**values) if values else template
