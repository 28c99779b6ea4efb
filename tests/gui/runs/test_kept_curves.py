"""The weights of hidden runs leave the memory, and come back from the disk."""

import numpy as np
import pytest

from gui.runs import kept_curves
from tests.gui.runs.test_kept_runs import (  # noqa: F401
    close,
    kept,
    open_application,
    runs_dir,
    settle,
)


@pytest.fixture
def with_three(kept, open_application, settle, monkeypatch):  # noqa: F811
    """An application with three kept runs, which have been shown; one hidden run may keep its
    weights.
    """
    monkeypatch.setattr(kept_curves, "MAX_HIDDEN", 1)
    runs = [kept() for _ in range(3)]
    application = open_application()
    for run in runs:
        application.store.set_visible(run, True)
    settle(application)
    return application, runs


def weights_of(application, run):
    return application.store.get(run).record.weights


def test_of_the_last_hidden_ones_stay(with_three, settle):  # noqa: F811
    application, (first, second, third) = with_three
    for run in (first, second):
        application.store.set_visible(run, False)
    settle(application)
    assert weights_of(application, first) is None
    assert weights_of(application, second) is not None
    assert weights_of(application, third) is not None


def test_are_the_same_when_the_run_is_shown_again(with_three, settle, wait):  # noqa: F811
    application, (first, second, _) = with_three
    before, epochs = weights_of(application, first), application.store.get(first).record.epochs
    for run in (first, second):
        application.store.set_visible(run, False)
    settle(application)
    application.store.set_visible(first, True)
    settle(application)
    again = weights_of(application, first)
    assert set(again) == set(before)
    assert all(np.array_equal(again[name], before[name]) for name in before)
    assert application.store.get(first).record.epochs == epochs
    digit = np.eye(28, dtype=np.uint8) * 255
    application.window.drawing.show_digit(digit)
    wait(lambda: application.window.drawing.answer(first) is not None)


def test_that_are_not_on_disk_stay(with_three, settle, runs_dir):  # noqa: F811
    application, (first, second, _) = with_three
    for file in (runs_dir / first).glob("*weights*"):
        file.unlink()
    for run in (first, second):
        application.store.set_visible(run, False)
    settle(application)
    assert weights_of(application, first) is not None


def test_the_networks_of_hidden_runs_are_dropped(with_three):
    application, (first, second, _) = with_three
    networks = application.window.drawing.answers._networks
    assert networks.get(first) is not None
    application.store.set_visible(first, False)
    assert networks.get(first) is None
    assert networks.get(second) is not None
    application.store.set_visible(first, True)
    assert networks.get(first) is not None
