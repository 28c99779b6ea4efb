"""Files that belong to somebody else, in a folder in which others may write."""

import os
from pathlib import Path

import pytest


def give_away(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Have what is called like these belong to another user, as far as `os.lstat` tells it."""
    lstat, names = os.lstat, {path.name for path in paths}

    def with_owner(path, **options):
        found = lstat(path, **options)
        if Path(path).name not in names:
            return found
        return os.stat_result((*found[:4], found.st_uid + 1, *found[5:10]))

    monkeypatch.setattr(os, "lstat", with_owner)
