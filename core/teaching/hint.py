"""A hint: what was seen in a run, why, and what helps."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.messages import Message


class HintKind(StrEnum):
    """The patterns that the rules recognise."""

    RATE_TOO_HIGH = "rate-too-high"
    RAW_PIXELS = "raw-pixels"
    NO_LEARNING = "no-learning"
    RATE_TOO_LOW = "rate-too-low"
    DEAD_UNITS = "dead-units"
    SATURATED_UNITS = "saturated-units"
    TOO_LITTLE_DATA = "too-little-data"
    OVERFITTING = "overfitting"


@dataclass(frozen=True)
class Hint:
    """A pattern seen in a run, its cause, and a change to try.

    Attributes:
        symptom: what the run's numbers show.
        why: the cause.
        change: new values by dotted path; they are valid for the run's config.
        action: the change, short enough for a button.
    """

    kind: HintKind
    symptom: Message
    why: Message
    change: Mapping[str, object]
    action: Message
