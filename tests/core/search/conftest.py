"""Fixtures of the tests of searches."""

import pytest


@pytest.fixture
def runs_dir(tmp_path):
    """An empty folder for runs."""
    folder = tmp_path / "runs"
    folder.mkdir()
    return folder
