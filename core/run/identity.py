"""A run's id: when it was made, what it trains, and a random tail."""

import secrets
from datetime import UTC, datetime

from core.config.run import RunConfig


def new_id(config: RunConfig) -> str:
    """A name for a run that sorts by time and is not used twice."""
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return f"{now}-{config.preset or 'custom'}-{secrets.token_hex(4)}"


def made_at(run: str) -> datetime | None:
    """When a run with an id of `new_id` was made, in local time; None for another id."""
    try:
        return datetime.strptime(run[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC).astimezone()
    except ValueError:
        return None
