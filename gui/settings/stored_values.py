"""Where preferences are kept: in Qt's settings, or in memory where nothing can be written."""

from typing import Protocol


class Store(Protocol):
    """Where the values are: `QSettings`, or a memory that ends with the process."""

    def value(self, key: str, /) -> object:
        """What is stored; None if nothing is."""

    def setValue(self, key: str, value: object, /) -> None:
        """Store it."""

    def clear(self) -> None:
        """Forget everything."""


class Memory:
    """Begins with nothing and keeps nothing: for safe mode."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def value(self, key: str, /) -> object:
        """What was set since the start; None if nothing was."""
        return self._values.get(key)

    def setValue(self, key: str, value: object, /) -> None:
        """Remember it until the end."""
        self._values[key] = value

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
