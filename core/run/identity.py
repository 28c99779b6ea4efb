"""The names of kept runs and comparisons: a time stamp, a word and a random suffix."""

import re
import secrets
from datetime import UTC, datetime
from functools import lru_cache

from core.config.run import RunConfig

_STAMP = "%Y%m%d-%H%M%S"  # in UTC
_STAMP_LENGTH = 15
_STAMPED = re.compile(r"[0-9]{8}-[0-9]{6}")
_MADE = re.compile(r"[0-9]{8}-[0-9]{6}-([a-z0-9-]+-)?[0-9a-f]{8}(-[0-9]+)?")
MAX_ID = 120  # characters, so that a file named like a run has room for its suffix
_ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{MAX_ID - 1}}}")
_OTHERS = re.compile(r"[^A-Za-z0-9]+")
SEARCH = "search"  # the word in the name of a search, and of no comparison
_MAX_WORDS = 100  # characters of another name in an id
_FIRST, _AFTER_LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)  # on Windows


def new_id(config: RunConfig) -> str:
    """Return a new id for a run; its word is the preset's name."""
    return unique_name(config.preset or "custom")


def unique_name(word: str = "") -> str:
    """Return a name that sorts by time and is not used twice: ``20261124-134501-word-3f2ab4c7``."""
    parts = (datetime.now(UTC).strftime(_STAMP), word, secrets.token_hex(4))
    return "-".join(part for part in parts if part)


def is_made_name(text: str) -> bool:
    """Return whether `unique_name` made this name; a number may follow, as after an import."""
    return _MADE.fullmatch(text) is not None


@lru_cache(maxsize=4096)  # asked for each run of a comparison, whenever runs are found
def is_name_of_search(name: str) -> bool:
    """Return whether this is the name of a search, so that no comparison of Inkling's has it.

    Runs state either in the same place, and a file from somebody else may bear any name.
    """
    made = _MADE.fullmatch(name)
    return made is not None and made[1] == f"{SEARCH}-"


def renamed(name: str, word: str, other: str) -> str:
    """Return a name that `unique_name` made with a word, with another one in its place.

    So a file that follows from another one is found by its name. Empty if the name is none of
    Inkling's, or the word is not in it once.
    """
    is_clear = is_made_name(name) and name.count(f"-{word}-") == 1
    return name.replace(f"-{word}-", f"-{other}-") if is_clear else ""


def is_id(text: str) -> bool:
    """Return whether a text can be an id: the name of a folder or file that any system can hold."""
    return _ID.fullmatch(text) is not None and not is_device(text)


def is_device(text: str) -> bool:
    """Return whether this is the name of a device on Windows, which no file can have."""
    return _DEVICE.fullmatch(text) is not None


def numbered_id(text: str, number: int) -> str:
    """Return the id with a number appended; a long one is shortened to make room for it."""
    suffix = f"-{number}"
    return text[: MAX_ID - len(suffix)] + suffix


def as_id(text: str) -> str:
    """Return an id that resembles this name: ``run-My-notes`` for ``My notes!``."""
    return f"run-{_OTHERS.sub('-', text)[:_MAX_WORDS].strip('-')}".rstrip("-")


def is_plausible(moment: datetime) -> bool:
    """Return whether something can have been made at a moment that a file states.

    A computer whose clock has lost its battery is back in 1970. Windows knows no local time before
    that, nor after the year 3000.
    """
    return moment.tzinfo is not None and _FIRST <= moment < _AFTER_LAST


def made_at(run: str) -> datetime | None:
    """Return the local time at which `new_id` made this id; None for any other id."""
    try:
        if _STAMPED.match(run) is None:
            return None
        return datetime.fromisoformat(run[:_STAMP_LENGTH] + "Z").astimezone()
    except (ValueError, OverflowError, OSError):  # no such day or time, or none that is local
        return None
