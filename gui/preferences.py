"""What the window remembers from one start to the next."""

from PySide6.QtCore import QByteArray, QSettings

from gui.theme import Scheme
from gui.translation import Language

# Two, so that a comparison grows side by side; quicker than one after the other, too (measured on two cores).
RUNS_AT_ONCE, RUNS_AT_ONCE_CHOICES = 2, (1, 2, 3, 4, 6, 8)


class Preferences:
    """Typed access to Qt's settings; whatever is missing or damaged counts as not set."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def language(self) -> Language:
        """The language of the window."""
        stored = str(self._settings.value("language", ""))
        return Language(stored) if stored in set(Language) else Language.SYSTEM

    @language.setter
    def language(self, language: Language) -> None:
        self._settings.setValue("language", language.value)

    @property
    def scheme(self) -> Scheme:
        """Light or dark."""
        stored = str(self._settings.value("scheme", ""))
        return Scheme(stored) if stored in set(Scheme) else Scheme.SYSTEM

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._settings.setValue("scheme", scheme.value)

    @property
    def runs_at_once(self) -> int:
        """How many runs train side by side."""
        stored = str(self._settings.value("runs_at_once", ""))
        return int(stored) if stored in map(str, RUNS_AT_ONCE_CHOICES) else RUNS_AT_ONCE

    @runs_at_once.setter
    def runs_at_once(self, count: int) -> None:
        self._settings.setValue("runs_at_once", count)

    def layout(self, name: str) -> QByteArray:
        """A stored geometry or arrangement; empty if there is none."""
        stored = self._settings.value(f"layout/{name}")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Store a geometry or arrangement."""
        self._settings.setValue(f"layout/{name}", state)
