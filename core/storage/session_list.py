"""The training sessions of a run as its `run.json` holds them, which must stay readable."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from core.run.record import TrainingSession
from core.storage.layout import MAX_SESSIONS_BYTES


def bounded_sessions(sessions: Sequence[TrainingSession]) -> list[dict[str, object]]:
    """Return the sessions as they are written: the last, the first, and the latest that fit.

    An honest run reaches the limit after some hundred sessions.
    """
    described_sessions = [asdict(session) for session in sessions]
    number = len(sessions)
    order = [number - 1, 0, *range(number - 2, 0, -1)][:number]

    kept, size = [], 0
    for index in order:
        size += len(json.dumps({"sittings": [described_sessions[index]]}, indent=2))
        if size > MAX_SESSIONS_BYTES:
            break
        kept.append(index)
    return [described_sessions[index] for index in sorted(kept)]
