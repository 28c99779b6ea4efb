"""The versions of `run.json`, and how an older one is read as if it were of today.

A description is migrated when it is read, in memory; the file stays as it is until the run is
trained on. Each step leads from one version to the next, so that a new version needs one new step
and no old one is touched.
"""

from collections.abc import Callable, Mapping
from typing import Any

SCHEMA = 2

Description = dict[str, Any]


def migrated(description: Mapping[str, Any]) -> Description:
    """The description as a program of today would have written it.

    Raises:
        ValueError: if it is of no version, or of a later one than `SCHEMA`; see `is_later`.
    """
    version = description.get("schema")
    if type(version) is not int or not 1 <= version <= SCHEMA:
        raise ValueError(f"no version from 1 to {SCHEMA}: {version!r}")
    result = dict(description)
    for step in range(version, SCHEMA):
        result = _STEPS[step](result)
        result["schema"] = step + 1
    return result


def is_later(description: Mapping[str, Any]) -> bool:
    """Whether a program later than this one wrote the description."""
    version = description.get("schema")
    return type(version) is int and version > SCHEMA


def _with_sessions(old: Description) -> Description:
    """From 1 to 2: what the run was trained with stands in a list, one entry for each time it was trained on.

    Version 1 knew only of the last time, and nothing of the data.
    """
    new = dict(old)
    environment, started = new.pop("environment", None), new.pop("started", None)
    known = {
        name: old[name] for name in ("epochs_before", "epochs", "device", "threads") if name in old
    }
    is_trained = len(known) == 4 and isinstance(environment, dict) and started is not None
    new["sittings"] = (
        [{**known, "started": started, "environment": environment, "data": {}}]
        if is_trained
        else []
    )
    return new


_STEPS: dict[int, Callable[[Description], Description]] = {1: _with_sessions}
