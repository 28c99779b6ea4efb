"""The desktop is asked for a sign when long work has ended, and only then."""

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from gui.window import attention
from gui.window.attention import LONG_S, Attention
from tests.gui.driving import quick


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is put forward."""
    now = [100.0]
    monkeypatch.setattr(attention.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("seconds", "is_active", "expected"),
    [(LONG_S + 1, False, 1), (LONG_S - 1, False, 0), (LONG_S + 1, True, 0)],
    ids=["long", "short", "in front"],
)
def test_the_sign(qtbot, controller, monkeypatch, clock, wait, seconds, is_active, expected):
    window = QMainWindow()
    qtbot.addWidget(window)
    given = []
    monkeypatch.setattr(QApplication, "alert", lambda widget, *_: given.append(widget))
    monkeypatch.setattr(window, "isActiveWindow", lambda: is_active)
    Attention(window, controller)

    controller.start(quick())
    clock[0] += seconds
    wait(lambda: not controller.active() and controller.active_count() == 0)
    assert given == [window] * expected
