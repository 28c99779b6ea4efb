"""The names of the pages of *Inside*: apart where there is room, closer where one row needs it."""

import pytest
from PySide6.QtWidgets import QToolButton

from gui.insight.insight_head import InsightHead

NAMES = [
    "Digit",
    "Weights",
    "Dropout",
    "Layers",
    "Cost",
    "Activation",
    "Map",
    "Landscape",
    "Break",
    "Cut",
    "Fool",
]


@pytest.fixture
def head(dressed, translation, qtbot):
    made = InsightHead(len(NAMES))
    qtbot.addWidget(made)
    made.name_pages(NAMES, NAMES)
    made.resize(1500, 100)
    made.show()
    qtbot.waitExposed(made)
    return made


def rows(head):
    return sum(button.x() == 0 for button in head.findChildren(QToolButton))


def width_of_a_name(head):
    return head.findChildren(QToolButton)[0].sizeHint().width()


def test_names_stand_closer_before_they_take_a_second_row(head, qapp, monkeypatch):
    styled, style = [], head._style_tabs
    monkeypatch.setattr(head, "_style_tabs", lambda: styled.append(head.width()) or style())
    apart, seen = width_of_a_name(head), []
    for width in range(1500, 300, -10):
        head.resize(width, 100)
        for _ in range(3):  # the style, the layout, and the layout's consequences
            qapp.processEvents()
        seen.append((rows(head), width_of_a_name(head) < apart))

    # one row, one that is tight, and at least two where that does not help
    stages = list(dict.fromkeys(seen))
    assert stages[:3] == [(1, False), (1, True), (2, False)]
    assert all(not is_tight for count, is_tight in seen if count > 1)
    assert len(styled) == 2  # nothing flickers between the two
