"""Rows that wrap."""

from PySide6.QtWidgets import QPushButton, QWidget

from gui.widgets.flow_layout import FlowLayout


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
