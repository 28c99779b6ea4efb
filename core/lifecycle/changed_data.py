"""Data that changed between two training sessions of a run.

A run may be continued on them, but its numbers before and after are then about different examples.
"""

from collections.abc import Mapping, Sequence

from core.lifecycle.repeat_result import NAMES
from core.messages import Message, message


def changed_parts(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the parts of the data whose hashes differ; those known only once are no difference."""
    return tuple(part for part, known in before.items() if now.get(part, known) != known)


def change_of(parts: Sequence[str]) -> Message:
    """Return what to show when a run is continued on data of which some parts are others."""
    names: dict[str, object] = {
        f"part_{number}": NAMES.get(part, Message(part)) for number, part in enumerate(parts)
    }
    return message(
        "The data have changed since the run was last trained: {parts}. From here on it is trained"
        " and tested on them as they are now; its earlier epochs are of the former data.",
        parts=Message(", ".join(f"{{{name}}}" for name in names), names),
    )
