"""The versions of `run.json`, and the migration of older ones to the current one.

A description is migrated in memory when it is read; the file stays unchanged until the run is
trained further. Each step leads from one version to the next, so that a new version needs one new
step and no old one is touched.
"""

from collections.abc import Callable, Mapping
from typing import Any

from core.config.catalogue import KNOWN, MNIST
from core.config.choices import Polarity, Subset
from core.config.data import DataConfig

SCHEMA = 4

Description = dict[str, Any]


def migrated(description: Mapping[str, Any]) -> Description:
    """Return the description in the current version.

    Raises:
        ValueError: if it has no version, or a later one than `SCHEMA`; see `is_later`.
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
    """Return whether a later version of the program wrote the description."""
    version = description.get("schema")
    return type(version) is int and version > SCHEMA


def _with_sessions(old: Description) -> Description:
    """Migrate from 1 to 2: a list with an entry for each training session.

    Version 1 knew only the last session, and nothing of the data.
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


def _with_test_subset(old: Description) -> Description:
    """Migrate from 2 to 3: the choice of test examples."""
    config = old.get("config")
    return {**old, "config": with_test_subset(config)} if isinstance(config, dict) else old


def with_test_subset(config: Mapping[str, Any]) -> Description:
    """Return a config in which the choice of test examples is set.

    Up to version 2 a run was tested on the first examples.
    """
    data = config.get("data")
    if not isinstance(data, dict) or "test_subset" in data:
        return dict(config)
    known = KNOWN.get(str(data.get("dataset", MNIST)))
    is_whole = known is not None and data.get("test_size", DataConfig().test_size) == known.test
    choice = Subset.SPREAD if is_whole else Subset.FIRST
    return {**config, "data": {**data, "test_subset": str(choice)}}


def _with_polarity(old: Description) -> Description:
    """Migrate from 3 to 4: what decides about the polarity of the data."""
    config = old.get("config")
    return {**old, "config": with_polarity(config)} if isinstance(config, dict) else old


def with_polarity(config: Mapping[str, Any]) -> Description:
    """Return a config in which the choice of the polarity is set.

    Up to version 3 pictures in folders were inverted one by one, and arrays never.
    """
    data = config.get("data")
    if not isinstance(data, dict) or "polarity" in data:
        return dict(config)
    if str(data.get("dataset", MNIST)) in KNOWN:
        return dict(config)  # light on dark, whatever decides
    return {**config, "data": {**data, "polarity": str(Polarity.PER_PICTURE)}}


_STEPS: dict[int, Callable[[Description], Description]] = {
    1: _with_sessions,
    2: _with_test_subset,
    3: _with_polarity,
}
