"""The seal on a test set: it stays closed once examples are held out, until somebody opens it.

While it is closed, the held-out examples judge a run, in every view and every file made for others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from core.config.run import RunConfig
from core.messages import Message, message
from core.run.events import Count

Time = Annotated[
    str,
    StringConstraints(
        strict=True, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+00:00$"
    ),
    AfterValidator(lambda text: datetime.fromisoformat(text) and text),  # of a day that there is
]
MAX_OPENINGS = 1000  # of a run or a comparison; nobody looks that often


@dataclass(frozen=True)
class Opening:
    """The test set was opened, on purpose.

    Attributes:
        time: as ISO 8601, in UTC.
        epochs: that were completed then; the next one closes the test set again.
    """

    time: Time
    epochs: Count


Openings = Sequence[Opening] | None  # None where an earlier version always showed the test set


def opening(epochs: int) -> Opening:
    """Return an opening of now."""
    return Opening(datetime.now(UTC).isoformat(timespec="seconds"), epochs)


def with_opening(openings: Openings, epochs: int) -> Sequence[Opening]:
    """Return the openings with one of now, after so many completed epochs."""
    return (*(openings or ()), opening(epochs))[-MAX_OPENINGS:]


def merged(mine: Openings, theirs: Openings) -> Openings:
    """Return the openings that either of two windows knows, as they were recorded.

    The last one counts, which a clock that was set back must not change; so they are not sorted.
    """
    if mine is None or theirs is None:
        return None
    known = set(theirs)
    return (*theirs, *(one for one in mine if one not in known))[-MAX_OPENINGS:]


def is_closed(config: RunConfig, openings: Openings, epochs: int) -> bool:
    """Return whether the test set of a run that has completed so many epochs is closed."""
    if not config.data.validation_size or openings is None:
        return False
    return not openings or openings[-1].epochs < epochs


def seal_note(config: RunConfig, openings: Openings, *, is_sealed: bool) -> Message | None:
    """Say what judges a run or a comparison, and how often its test set was opened.

    Returns:
        None without held-out examples.
    """
    held_out = config.data.validation_size
    if not held_out:
        return None
    if openings is None:
        return message(
            "The test set was always open: it was trained by a version of Inkling that never "
            "closed it."
        )
    closed = message(
        "Judged by the {count} held-out examples: the test set is closed.", count=f"{held_out:,}"
    )
    if not openings:
        return closed
    opened = _opened(openings)
    return message("{closed} {opened}", closed=closed, opened=opened) if is_sealed else opened


def _opened(openings: Sequence[Opening]) -> Message:
    day = openings[-1].time[:10]
    if len(openings) == 1:
        return message("The test set was opened once, on {day}.", day=day)
    if len(openings) == 2:
        return message("The test set was opened twice, last on {day}.", day=day)
    return message(
        "The test set was opened {count} times, last on {day}.", count=len(openings), day=day
    )


@dataclass(frozen=True)
class Names:
    """What the numbers of runs on unseen examples are called: those that judge them."""

    accuracy: Message
    cost: Message
    lines: Message


_TEST = Names(
    message("Test accuracy"),
    message("Test cost"),
    message("Thick lines: test examples. Thin lines: training examples."),
)
_HELD_OUT = Names(
    message("Held-out accuracy"),
    message("Held-out cost"),
    message("Thick lines: held-out examples. Thin lines: training examples."),
)
_MIXED = Names(
    message("Test or held-out accuracy"),
    message("Test or held-out cost"),
    message(
        "Thick lines: test examples, of runs whose test set is closed held-out ones. Thin lines: "
        "training examples."
    ),
)


def names_of(seals: Iterable[bool]) -> Names:
    """Return what the numbers of several runs are called.

    Args:
        seals: whether the test set of each is closed.
    """
    kinds = set(seals)
    if len(kinds) > 1:
        return _MIXED
    return _HELD_OUT if kinds == {True} else _TEST
