"""A user without a home folder: no HOME, and a number that the user database does not know."""

import pytest


def without_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the home folder away, as a container does that runs under a foreign user's number."""
    import pwd  # Windows has none

    def unknown(_user: object) -> object:
        raise KeyError("uid not found")

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
