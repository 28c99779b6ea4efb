"""Stores of preferences: Qt's settings, or memory where nothing may be written."""

from typing import Protocol

from core.messages import Message


class Store(Protocol):
    """What preferences need of a store; `QSettings` and `Memory` are such stores."""

    def value(self, key: str, /) -> object:
        """Return the stored value; None if there is none."""

    def setValue(self, key: str, value: object, /) -> None:
        """Store a value."""

    def clear(self) -> None:
        """Forget everything."""


class Memory:
    """A store that starts empty and ends with the process, for safe mode.

    Attributes:
        problem: why the file that usually keeps the values is not used, None in safe mode.
    """

    def __init__(self, problem: Message | None = None) -> None:
        self.problem = problem
        self._values: dict[str, object] = {}

    def value(self, key: str, /) -> object:
        """Return the value that was stored since the start; None if there is none."""
        return self._values.get(key)

    def setValue(self, key: str, value: object, /) -> None:
        """Store a value until the process ends."""
        self._values[key] = value

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
