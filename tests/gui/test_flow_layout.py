"""Rows that wrap."""

from collections import Counter

from PySide6.QtWidgets import QPushButton, QWidget

from gui.widgets.flow_layout import FlowLayout


def test_balanced_rows_are_about_equally_long(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    layout = FlowLayout(4, box, is_balanced=True)
    buttons = [QPushButton("Page") for _ in range(11)]
    for button in buttons:
        layout.addWidget(button)
    width = 9 * buttons[0].sizeHint().width() + 8 * 4  # for nine and two, if filled row by row
    box.resize(width, layout.heightForWidth(width))
    box.show()
    rows = Counter(button.y() for button in buttons)
    assert list(rows.values()) == [6, 5]
    assert all(box.rect().contains(button.geometry()) for button in buttons)


def test_what_does_not_fit_goes_into_the_next_row(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    layout = FlowLayout(4, box)
    buttons = [QPushButton(text) for text in ("One", "Another one", "A third one")]
    for button in buttons:
        layout.addWidget(button)
    box.resize(layout.sizeHint())
    box.show()
    assert len({button.y() for button in buttons}) == 1

    widest = max(button.sizeHint().width() for button in buttons)
    box.resize(widest, layout.heightForWidth(widest))
    layout.activate()
    assert len({button.y() for button in buttons}) == 3
    assert all(box.rect().contains(button.geometry()) for button in buttons)
    assert all(button.width() == button.sizeHint().width() for button in buttons)

    buttons[1].hide()  # a hidden one needs no row
    assert layout.heightForWidth(widest) < box.height()
