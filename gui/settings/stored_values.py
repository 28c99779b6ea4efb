"""Stores of preferences: what the system keeps, or memory where nothing may be written.

The file of the settings on other systems has a module of its own, `settings_file`.
"""

from typing import Protocol

from PySide6.QtCore import QSettings

from core.messages import Message, message


class Store(Protocol):
    """What preferences need of a store."""

    def value(self, key: str, /) -> object:
        """Return the stored value; None if there is none."""

    def set_value(self, key: str, text: str, /) -> None:
        """Store a text."""

    def clear(self) -> None:
        """Forget everything."""

    def write(self) -> None:
        """Write what has changed now, where the store has a file."""

    def problem(self) -> Message | None:
        """Write what has changed; return what is wrong with the store, or None."""


class SystemSettings:
    """What Windows keeps in its registry and macOS among its preferences, without fallbacks."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        settings.setFallbacksEnabled(False)

    def value(self, key: str, /) -> object:
        """Return the stored value; None if there is none."""
        return self._settings.value(key)

    def set_value(self, key: str, text: str, /) -> None:
        """Store a text."""
        self._settings.setValue(key, text)

    def clear(self) -> None:
        """Forget everything."""
        self._settings.clear()

    def write(self) -> None:
        """Hand what has changed to the system now, not when the event loop comes to it."""
        self._settings.sync()

    def problem(self) -> Message | None:
        """Hand what has changed to the system; return why it does not keep it, or None."""
        self._settings.sync()
        status = self._settings.status()
        if status is QSettings.Status.NoError and self._settings.isWritable():
            return None
        return message("The settings cannot be kept in {file}.", file=self._settings.fileName())


class Memory:
    """A store that starts empty and ends with the process, for safe mode.

    Args:
        problem: why the file that usually keeps the values is not used, None in safe mode.
    """

    def __init__(self, problem: Message | None = None) -> None:
        self._problem = problem
        self._values: dict[str, str] = {}

    def value(self, key: str, /) -> str | None:
        """Return the value that was stored since the start; None if there is none."""
        return self._values.get(key)

    def set_value(self, key: str, text: str, /) -> None:
        """Store a text until the process ends."""
        self._values[key] = text

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()

    def write(self) -> None:
        """Do nothing: there is no file."""

    def problem(self) -> Message | None:
        """Return why the file that usually keeps the values is not used, None in safe mode."""
        return self._problem
