"""Observes what the system is asked about paths on other machines."""

import builtins
import io
import os
from pathlib import Path
from typing import Any

import pytest

from core import locations, remote_paths

ASKING = ("stat", "lstat", "open", "scandir", "listdir", "readlink", "access", "mkdir", "chdir")


def asked_about(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by each remote path that any function of the system is given."""
    asked: list[str] = []

    def observed(function: Any) -> Any:
        def observe(path: Any = ".", *arguments: Any, **options: Any) -> Any:
            if isinstance(path, str | os.PathLike):
                text = os.fspath(path)
                if isinstance(text, str) and text.startswith(("//", "\\\\", "/??")):
                    asked.append(text)
            return function(path, *arguments, **options)

        return observe

    for name in ASKING:
        monkeypatch.setattr(os, name, observed(getattr(os, name)))
    for module in (builtins, io):
        monkeypatch.setattr(module, "open", observed(module.open))
    return asked


@pytest.fixture(autouse=True)
def own_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No host has been chosen, whatever this user has chosen before."""
    monkeypatch.setattr(locations, "_user_folder", lambda: tmp_path / "inkling")
    monkeypatch.setattr(remote_paths, "_chosen", set())


@pytest.fixture(name="asked")
def asked_fixture(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system is asked about."""
    return asked_about(monkeypatch)
