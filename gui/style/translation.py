"""The language of the window, English or Chinese, and core's messages in it."""

import logging
from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QFile,
    QIODevice,
    QLibraryInfo,
    QLocale,
    QObject,
    QTranslator,
    QXmlStreamReader,
)
from PySide6.QtGui import QFontDatabase

import resources
from core.messages import Message

log = logging.getLogger(__name__)

# texts of Qt's own dialogs that its translations lack: in Qt 6.11 they have other access keys there
_LACKING_IN_QT = (
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
    QT_TRANSLATE_NOOP("QPrintSettingsOutput", "Page &Set:"),
)


class Language(StrEnum):
    """The languages of Inkling; `SYSTEM` stands for the desktop's."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


class Translation:
    """The installed translators. Keep one object for the life of the application."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._translators: list[QTranslator] = []

    def use(self, language: Language) -> None:
        """Switch to `language`; Qt sends every window a LanguageChange event."""
        self.remove()

        spoken = system_language() if language is Language.SYSTEM else language
        QLocale.setDefault(QLocale(spoken.value))

        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        own = resources.path("translations", f"inkling_{spoken.value}.qm")
        for file in (Path(qt_folder, f"qtbase_{spoken.value}.qm"), own):
            loaded = _translator(file, self._app)
            if loaded is not None:
                self._app.installTranslator(loaded)
                self._translators.append(loaded)
            else:  # the window works, in English
                log.warning("the translation %s is missing or damaged", file)

    def remove(self) -> None:
        """Remove the translators: Qt asks each that is installed for each text."""
        for translator in self._translators:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self._translators = []


class _HeldTranslator(QTranslator):
    """A translator with its file's bytes, which Qt does not copy.

    Qt would map a file that it loads itself, and crash once an upgrade cuts it off.
    """

    def __init__(self, content: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self.content = content


def _translator(file: Path, parent: QObject) -> QTranslator | None:
    """Return a translator for a file; None if it is missing or damaged."""
    try:
        translator = _HeldTranslator(file.read_bytes(), parent)
    except OSError:
        return None
    return translator if translator.load(translator.content) else None


def english_of(text: str) -> list[str]:
    """Return the English texts that a Chinese one of the window translates."""
    return _english_texts().get(text, [])


@cache
def _english_texts() -> dict[str, list[str]]:
    """Return the English texts by their Chinese translations."""
    file = QFile(str(resources.path("translations", f"inkling_{Language.CHINESE.value}.ts")))
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        return {}
    texts: dict[str, list[str]] = {}
    source = ""
    reader = QXmlStreamReader(file)
    while not reader.atEnd():
        if not reader.readNextStartElement() and reader.isEndElement():
            continue
        if reader.name() == "source":
            source = reader.readElementText()
        elif reader.name() == "translation":
            whole = QXmlStreamReader.ReadElementTextBehaviour.SkipChildElements
            texts.setdefault(reader.readElementText(whole), []).append(source)
    return texts


def system_language() -> Language:
    """Return Chinese on a Chinese desktop, English on any other."""
    return (
        Language.CHINESE
        if QLocale.system().language() is QLocale.Language.Chinese
        else Language.ENGLISH
    )


def missing_font(language: Language) -> str:
    """Return what to install so that this language can be displayed; empty if nothing is missing.

    The text is English in every language, because Chinese could not be displayed.
    """
    spoken = system_language() if language is Language.SYSTEM else language
    if spoken is not Language.CHINESE or QFontDatabase.families(
        QFontDatabase.WritingSystem.SimplifiedChinese
    ):
        return ""
    return (
        "There is no font for Chinese here. Install one, for example fonts-noto-cjk, "
        "and start Inkling again."
    )


def in_a_row(*sentences: str) -> str:
    """Join sentences with spaces.

    A Chinese full stop brings its own space.
    """
    return "".join(text if text.endswith("。") else f"{text} " for text in sentences).rstrip(" ")


def translate(text: Message) -> str:
    """Return a message of core in the language of the window, its values filled in."""
    return text.filled(QCoreApplication.translate("", text.template), translate)
