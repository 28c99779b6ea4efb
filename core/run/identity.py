"""The names under which runs and their like are kept: a time stamp, a word, and a random tail."""

import re
import secrets
from datetime import UTC, datetime

from core.config.run import RunConfig

_STAMP = "%Y%m%d-%H%M%S"  # in UTC
_STAMP_LENGTH = 15
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}")


def new_id(config: RunConfig) -> str:
    """Return a new id for a run; its word is the preset's name."""
    return unique_name(config.preset or "custom")


def unique_name(word: str = "") -> str:
    """Return a name that sorts by time and is not used twice: ``20261124-134501-word-3f2ab4c7``."""
    parts = (datetime.now(UTC).strftime(_STAMP), word, secrets.token_hex(4))
    return "-".join(part for part in parts if part)


def is_id(text: str) -> bool:
    """Whether a text can be an id: nothing in it leads out of a folder or hides a file."""
    return _ID.fullmatch(text) is not None


def made_at(run: str) -> datetime | None:
    """Return when a run with an id of `new_id` was made, in local time; None for another id."""
    try:
        return datetime.strptime(run[:_STAMP_LENGTH], _STAMP).replace(tzinfo=UTC).astimezone()
    except ValueError:
        return None
