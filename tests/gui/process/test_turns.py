"""The way that the pen takes ahead of runs while what reads the drawing has its turns."""

import pytest
from PySide6.QtCore import QObject

from core.run.right_of_way import RightOfWay
from gui.process.turns import Turns
from tests.gui.driving import draw


class Way(RightOfWay):
    """Notes what is done with it."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def take(self):
        self.heard.append("taken")

    def give_back(self):
        self.heard.append("given back")


@pytest.fixture
def way():
    return Way()


@pytest.fixture
def turns(qapp, way):
    return Turns(way, QObject(qapp))


def test_it_is_given_back_once_all_that_was_requested_is_done(turns, way, wait):
    for name in ("first", "second"):
        turns.request(name, lambda name=name: way.heard.append(name))
    turns.hurry()
    wait(lambda: "given back" in way.heard)
    assert way.heard == ["taken", "first", "second", "given back"]


def test_it_is_given_back_where_nothing_was_requested(turns, way, wait):
    turns.hurry()
    wait(lambda: "given back" in way.heard)
    assert way.heard == ["taken", "given back"]


def test_and_after_an_error(turns, way, wait, qtbot):
    with qtbot.captureExceptions() as raised:
        turns.request("fails", lambda: 1 / 0)
        turns.hurry()
        wait(lambda: "given back" in way.heard)
    assert [type(error) for _, error, _ in raised] == [ZeroDivisionError]


def test_a_drawing_hand_takes_it(application, wait, monkeypatch):
    heard, way = [], application.controller.right_of_way
    give_back = way.give_back
    monkeypatch.setattr(way, "take", lambda: heard.append("taken"))
    monkeypatch.setattr(way, "give_back", lambda: (heard.append("given back"), give_back()))
    draw(application.window.drawing.canvas, (0.4, 0.3), (0.5, 0.5))
    assert "taken" in heard
    wait(lambda: heard[-1] == "given back")
