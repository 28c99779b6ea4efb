"""Preferences that the window keeps from one start to the next.

The settings dialog is built from their descriptions.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, Self, TypeVar, overload

from PySide6.QtCore import QObject, Signal

from core.machine.processor import MAX_THREADS
from core.messages import Message, message
from core.storage.retention import LIMIT, MAX_KEPT
from gui.settings.stored_values import Store
from gui.style.theme import Scheme
from gui.style.translation import Language

# Two, so that the curves of a comparison grow together; faster than one after the other, too
# (measured on two cores).
RUNS_AT_ONCE, RUNS_AT_ONCE_CHOICES = 2, (1, 2, 3, 4, 6, 8)
MAX_CHARACTERS = 4096  # of a stored value; the longest path of Linux

Value = TypeVar("Value")


class Section(StrEnum):
    """Sections of the settings dialog, in order."""

    WINDOW = "window", message("Window")
    RUNS = "runs", message("Runs")

    heading: Message

    def __new__(cls, value: str, heading: Message) -> Self:
        """Create a member with the heading of its section."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.heading = heading
        return member


class Preference(Generic[Value]):
    """The default of one value, the values it may have, and its texts in the settings dialog.

    A descriptor: as an attribute of a `Preferences` it is the current value, as an attribute of
    the class it is this description.
    """

    def __init__(self, default: Value, section: Section, title: Message, about: Message) -> None:
        self.default = default
        self.section = section
        self.title = title
        self.about = about
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, of: None, owner: type) -> Self: ...
    @overload
    def __get__(self, of: "Preferences", owner: type) -> Value: ...
    def __get__(self, of: "Preferences | None", owner: type) -> Self | Value:
        return self if of is None else self.read(of.stored(self.name))

    def __set__(self, of: "Preferences", value: Value) -> None:
        of.store(self.name, self.format(value))

    def read(self, stored: object) -> Value:
        """Return the stored value; the default if it is missing or invalid."""
        if not isinstance(stored, str | bool | int) or len(str(stored)) > MAX_CHARACTERS:
            return self.default
        try:
            return self.parse(str(stored))
        except ValueError:
            return self.default

    def parse(self, text: str) -> Value:
        """Return the value with this stored text.

        Raises:
            ValueError: if there is none.
        """
        raise NotImplementedError

    def format(self, value: Value) -> str:
        """Return the text that stores a value."""
        return str(value)


class Choice(Preference[Value]):
    """One of a few values, each with its label."""

    def __init__(
        self,
        default: Value,
        section: Section,
        title: Message,
        about: Message,
        labels: Mapping[Value, Message | str],
    ) -> None:
        super().__init__(default, section, title, about)
        self.labels = labels

    def parse(self, text: str) -> Value:
        """Return the value with this text."""
        for value in self.labels:
            if str(value) == text:
                return value
        raise ValueError(text)


class Switch(Preference[bool]):
    """On or off."""

    def parse(self, text: str) -> bool:
        """Parse what `format` returns, in any case."""
        if text.lower() not in ("true", "false"):
            raise ValueError(text)
        return text.lower() == "true"

    def format(self, value: bool) -> str:
        """Return true or false in lower case, as Qt writes it."""
        return "true" if value else "false"


class Count(Preference[int]):
    """A whole number within limits; 0 may have a meaning of its own."""

    def __init__(
        self,
        default: int,
        section: Section,
        title: Message,
        about: Message,
        *,
        low: int,
        high: int,
        lowest: Message | None = None,
    ) -> None:
        super().__init__(default, section, title, about)
        self.low, self.high = low, high
        self.lowest = lowest

    def parse(self, text: str) -> int:
        """Return a number within the limits."""
        number = int(text)
        if not self.low <= number <= self.high:
            raise ValueError(text)
        return number


class Folder(Preference[Path | None]):
    """A folder that the user chose; None for Inkling's own."""

    def parse(self, text: str) -> Path | None:
        """Return an absolute path, whether it exists or not."""
        if not text:
            return None
        if not _is_path(text):
            raise ValueError(text)
        return Path(text)

    def format(self, value: Path | None) -> str:
        """Return an empty text for None."""
        return "" if value is None else str(value)


def _is_path(text: str) -> bool:
    """Return whether a text is an absolute path that a system could open."""
    try:
        encoded = os.fsencode(text)
    except ValueError:  # half of a character
        return False
    return len(encoded) <= MAX_CHARACTERS and b"\0" not in encoded and Path(text).is_absolute()


_AS_DESKTOP = message("Same as the desktop")


@dataclass(frozen=True)
class TrainingPreferences:
    """The preferences that concern training, named as in `Preferences`.

    Attributes:
        runs_at_once: how many runs train at a time; the others wait.
        threads_per_run: for runs whose config leaves it open; 0 for a fair share of the processor.
        kept_epochs: how many epochs of a run keep their weights.
        tensorboard: whether runs also write what TensorBoard shows.
    """

    runs_at_once: int = RUNS_AT_ONCE
    threads_per_run: int = 0
    kept_epochs: int = MAX_KEPT
    tensorboard: bool = False


class Preferences(QObject):
    """Typed access to a store; a missing, damaged or invalid value counts as the default.

    Signals:
        changed(str): the preference with this name has a new value.
        failed(object): a `Message` that says why values cannot be kept; emitted once.
    """

    changed = Signal(str)
    failed = Signal(object)

    language = Choice(
        Language.SYSTEM,
        Section.WINDOW,
        message("Language"),
        message("The language of the window."),
        {Language.SYSTEM: _AS_DESKTOP, Language.ENGLISH: "English", Language.CHINESE: "简体中文"},
    )
    scheme = Choice(
        Scheme.SYSTEM,
        Section.WINDOW,
        message("Colours"),
        message("Light or dark mode, including plots and canvas."),
        {Scheme.SYSTEM: _AS_DESKTOP, Scheme.LIGHT: message("Light"), Scheme.DARK: message("Dark")},
    )
    projector = Switch(
        False,
        Section.WINDOW,
        message("Projector mode"),
        message("Larger text and lines, for the back row of a classroom."),
    )
    legend = Switch(
        True,
        Section.WINDOW,
        message("Legend of the networks"),
        message("A line below the networks that explains their picture, where there is space."),
    )
    runs_folder = Folder(
        None,
        Section.RUNS,
        message("Runs folder"),
        message(
            "Where runs are kept. A change takes effect at the next start; existing runs are "
            "not moved."
        ),
    )
    runs_at_once = Choice(
        RUNS_AT_ONCE,
        Section.RUNS,
        message("Runs at once"),
        message(
            "How many runs train at the same time; the others wait. On most machines two finish"
            " a comparison soonest."
        ),
        {count: str(count) for count in RUNS_AT_ONCE_CHOICES},
    )
    threads_per_run = Count(
        0,
        Section.RUNS,
        message("Threads per run"),
        message(
            "Processor threads for each run started from now on, unless its own settings "
            "specify them."
        ),
        low=0,
        high=MAX_THREADS,
        lowest=message("Automatic"),
    )
    kept_epochs = Count(
        MAX_KEPT,
        Section.RUNS,
        message("Epochs kept"),
        message(
            "For how many epochs of a run the weights are kept, to look back at: evenly spread,"
            " including the first."
        ),
        low=0,
        high=LIMIT,
        lowest=message("None"),
    )
    tensorboard = Switch(
        False,
        Section.RUNS,
        message("TensorBoard's files"),
        message(
            "Runs started from now on also write event files; TensorBoard shows them in the "
            "runs folder while they train. Requires the package tensorboardX."
        ),
    )

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._is_reported = False  # whether a caller knows the problem with the store's file

    @property
    def training(self) -> TrainingPreferences:
        """The current preferences that concern training."""
        return TrainingPreferences(
            runs_at_once=self.runs_at_once,
            threads_per_run=self.threads_per_run,
            kept_epochs=self.kept_epochs,
            tensorboard=self.tensorboard,
        )

    @classmethod
    def described(cls) -> list[Preference[object]]:
        """Return all preferences that the settings dialog shows, in order."""
        preferences = [value for value in vars(cls).values() if isinstance(value, Preference)]
        return sorted(preferences, key=lambda preference: list(Section).index(preference.section))

    def stored(self, name: str) -> object:
        """Return the value in the store, unchecked."""
        return self._store.value(name)

    def store(self, name: str, text: str) -> None:
        """Store a value and emit `changed`, unless it is the stored one."""
        if self._store.value(name) != text:
            self._store.set_value(name, text)
            self._report_unwritten()
            self.changed.emit(name)

    def _report_unwritten(self) -> None:
        """Write the store to its file, and report once if that is not possible."""
        if not self._is_reported:
            problem = self.problem()
            if problem is not None:
                self.failed.emit(problem)

    @property
    def recent_folders(self) -> list[str]:
        """Folders with data, the last used first."""
        return self._paths("recent_folders")

    @recent_folders.setter
    def recent_folders(self, folders: Sequence[str]) -> None:
        self._store_paths("recent_folders", folders)

    @property
    def recent_imports(self) -> list[str]:
        """Files with runs or settings, the last imported first."""
        return self._paths("recent_imports")

    @recent_imports.setter
    def recent_imports(self, files: Sequence[str]) -> None:
        self._store_paths("recent_imports", files)

    def _paths(self, name: str) -> list[str]:
        """Return the absolute paths that are stored under a name."""
        stored = self.stored(name)
        if not isinstance(stored, str) or len(stored) > 10 * MAX_CHARACTERS:
            return []
        return [line for line in stored.splitlines() if _is_path(line)]

    def _store_paths(self, name: str, paths: Sequence[str]) -> None:
        """Store paths, one a line; those that need more lines are left out."""
        self.store(name, "\n".join(path for path in paths if len(path.splitlines()) == 1))

    def write(self) -> None:
        """Write what has changed to the file now."""
        self._store.write()

    def reset(self) -> None:
        """Set every preference back to its default; runs are left alone."""
        self._store.clear()
        self._store.write()

    def problem(self) -> Message | None:
        """Return what is wrong with the file of the store; None if nothing is."""
        problem = self._store.problem()
        self._is_reported = self._is_reported or problem is not None
        return problem
