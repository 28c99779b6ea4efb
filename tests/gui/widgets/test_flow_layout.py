import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.widgets.flow_layout import FlowLayout

GAP = 10


@pytest.fixture
def row(qtbot):
    """Three widgets of 100 pixels, 20, 40 and 20 high, of which the last is aligned to the top."""
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(GAP, holder)
    for height in (20, 40, 20):
        widget = QWidget(holder)
        widget.setFixedSize(100, height)
        layout.addWidget(widget)
    layout.setAlignment(holder.children()[-1], Qt.AlignmentFlag.AlignTop)
    holder.resize(400, 200)
    holder.show()
    return holder


def places(holder):
    return [(child.x(), child.y()) for child in holder.children() if isinstance(child, QWidget)]


def test_widgets_stand_in_the_middle_of_their_row_or_at_its_top(row):
    assert places(row) == [(0, 10), (110, 0), (220, 0)]


def test_where_the_width_ends_the_next_row_begins(row, wait):
    row.resize(250, 200)
    wait(lambda: places(row) == [(0, 10), (110, 0), (0, 50)])
    assert row.layout().heightForWidth(250) == 70
    assert row.layout().heightForWidth(400) == 40
    assert row.layout().heightForWidth(100) == 20 + 40 + 20 + 2 * GAP
