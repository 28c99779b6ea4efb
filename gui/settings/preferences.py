"""What the window remembers from one start to the next; the settings dialog is made from these descriptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, Self, TypeVar, overload

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from core.messages import Message, message
from core.storage.retention import LIMIT, MAX_KEPT
from gui.settings.stored_values import Store
from gui.style.theme import Scheme
from gui.style.translation import Language

# Two, so that a comparison grows side by side; quicker than one after the other, too (measured on
# two cores).
RUNS_AT_ONCE, RUNS_AT_ONCE_CHOICES = 2, (1, 2, 3, 4, 6, 8)
MAX_THREADS = 64
MAX_CHARACTERS = 4096  # of a stored value; the longest path of Linux

Value = TypeVar("Value")


class Section(StrEnum):
    """Where in the settings dialog a preference stands, in this order."""

    WINDOW = "window", message("Window")
    RUNS = "runs", message("Runs")

    heading: Message

    def __new__(cls, value: str, heading: Message) -> Self:
        """A member with what stands above its section."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.heading = heading
        return member


class Preference(Generic[Value]):
    """One value: its default, what it may be, and what the settings dialog says of it.

    A descriptor: read from a `Preferences` it gives the value in force, read from the class it
        gives this description.
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
        of.store(self.name, self.written(value))

    def read(self, stored: object) -> Value:
        """The stored value; the default where there is none or where it cannot be."""
        if not isinstance(stored, str | bool | int) or len(str(stored)) > MAX_CHARACTERS:
            return self.default
        try:
            return self.parsed(str(stored))
        except ValueError:
            return self.default

    def parsed(self, text: str) -> Value:
        """The value that is written like this.

        Raises:
            ValueError: if none is.
        """
        raise NotImplementedError

    def written(self, value: Value) -> str:
        """How the value is stored."""
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

    def parsed(self, text: str) -> Value:
        """The value with this name."""
        for value in self.labels:
            if str(value) == text:
                return value
        raise ValueError(text)


class Switch(Preference[bool]):
    """On or off."""

    def parsed(self, text: str) -> bool:
        """In the words of `written`."""
        if text.lower() not in ("true", "false"):
            raise ValueError(text)
        return text.lower() == "true"

    def written(self, value: bool) -> str:
        """As Qt writes it, too."""
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

    def parsed(self, text: str) -> int:
        """A number within the limits."""
        number = int(text)
        if not self.low <= number <= self.high:
            raise ValueError(text)
        return number


class Folder(Preference[Path | None]):
    """A folder that the user chose; None for Inkling's own."""

    def parsed(self, text: str) -> Path | None:
        """An absolute path; whether it is there is asked when it is used."""
        if not text:
            return None
        path = Path(text)
        if not path.is_absolute() or "\0" in text:
            raise ValueError(text)
        return path

    def written(self, value: Path | None) -> str:
        """Empty for none."""
        return "" if value is None else str(value)


_AS_DESKTOP = message("As the desktop")


@dataclass(frozen=True)
class TrainingPreferences:
    """What the user prefers of all runs; each is called as in `Preferences`.

    Attributes:
        runs_at_once: how many runs train at a time; the others wait.
        threads_per_run: where a run's config leaves them open; 0 for a fair share of the processor.
        kept_epochs: of how many epochs of a run the weights are kept.
        tensorboard: whether runs also write what TensorBoard shows.
    """

    runs_at_once: int = RUNS_AT_ONCE
    threads_per_run: int = 0
    kept_epochs: int = MAX_KEPT
    tensorboard: bool = False


class Preferences(QObject):
    """Typed access to what is stored; whatever is missing, damaged or cannot be counts as not set.

    Signals:
        changed(str): the preference with this name has another value now.
    """

    changed = Signal(str)

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
        message("Light or dark; plots and drawing follow."),
        {Scheme.SYSTEM: _AS_DESKTOP, Scheme.LIGHT: message("Light"), Scheme.DARK: message("Dark")},
    )
    projector = Switch(
        False,
        Section.WINDOW,
        message("Projector mode"),
        message("Larger letters and lines, for the back row of a class-room."),
    )
    runs_folder = Folder(
        None,
        Section.RUNS,
        message("Runs folder"),
        message(
            "Where runs are kept. Another folder is used from the next start on; runs are not moved."
        ),
    )
    runs_at_once = Choice(
        RUNS_AT_ONCE,
        Section.RUNS,
        message("Runs at once"),
        message(
            "How many runs train side by side; the others wait. Two finish a comparison soonest on most machines."
        ),
        {count: str(count) for count in RUNS_AT_ONCE_CHOICES},
    )
    threads_per_run = Count(
        0,
        Section.RUNS,
        message("Threads per run"),
        message(
            "Processor threads for each run that begins from now on, where its own settings do not say."
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
            "Of how many epochs the weights of a run stay, to look back at: evenly spread, with the first."
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
            "Runs that begin from now on also write event files; TensorBoard shows those in the runs folder while they "
            "train. Needs the package tensorboardX."
        ),
    )

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    @property
    def training(self) -> TrainingPreferences:
        """The preferences that concern training, as they are now."""
        return TrainingPreferences(
            runs_at_once=self.runs_at_once,
            threads_per_run=self.threads_per_run,
            kept_epochs=self.kept_epochs,
            tensorboard=self.tensorboard,
        )

    @classmethod
    def described(cls) -> list[Preference[object]]:
        """All preferences that the settings dialog shows, in order."""
        found = [value for value in vars(cls).values() if isinstance(value, Preference)]
        return sorted(found, key=lambda one: list(Section).index(one.section))

    def stored(self, name: str) -> object:
        """What stands in the file, unchecked."""
        return self._store.value(name)

    def store(self, name: str, text: str) -> None:
        """Put it into the file, and tell those who listen if it is something else now."""
        before = self._store.value(name)
        self._store.setValue(name, text)
        if before != text:
            self.changed.emit(name)

    @property
    def recent_folders(self) -> list[str]:
        """Folders with data, the one that was used last first."""
        stored = self.stored("recent_folders")
        lines = (
            stored.splitlines()
            if isinstance(stored, str) and len(stored) <= 10 * MAX_CHARACTERS
            else []
        )
        return [line for line in lines if Path(line).is_absolute() and "\0" not in line]

    @recent_folders.setter
    def recent_folders(self, folders: Sequence[str]) -> None:
        self.store("recent_folders", "\n".join(folder for folder in folders if "\n" not in folder))

    def layout(self, name: str) -> QByteArray:
        """A stored geometry or arrangement; empty if there is none."""
        stored = self._store.value(f"layout/{name}")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Store a geometry or arrangement."""
        self._store.setValue(f"layout/{name}", state)

    def reset(self) -> None:
        """Forget all of it: every preference has its default again. Runs are not touched."""
        self._store.clear()

    def problem(self) -> Message | None:
        """What is wrong with the file in which the values are stored, if anything is."""
        store = self._store
        if not isinstance(store, QSettings):
            return None
        store.sync()
        if store.status() is QSettings.Status.FormatError:
            return message(
                "The settings in {file} are damaged; defaults are used for what cannot be read.",
                file=store.fileName(),
            )
        if store.status() is QSettings.Status.AccessError or not store.isWritable():
            return message("The settings cannot be kept in {file}.", file=store.fileName())
        return None
