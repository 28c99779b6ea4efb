"""What all parts of the window share."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QWidget

from gui.widgets.panel import scrolled


class TestScrolled:
    def test_the_widget_fills_an_area_without_a_frame(self, qtbot):
        widget = QWidget()
        area = scrolled(widget)
        qtbot.addWidget(area)
        area.resize(300, 200)
        area.show()
        assert area.frameShape() is QFrame.Shape.NoFrame
        assert widget.size() == QSize(300, 200)

    def test_a_widget_that_is_too_wide_can_be_scrolled_across(self, qtbot):
        widget = QWidget()
        widget.setMinimumWidth(400)
        area = scrolled(widget)
        qtbot.addWidget(area)
        area.resize(300, 200)
        area.show()
        assert area.horizontalScrollBar().maximum() > 0

    def test_without_scrolling_across_there_is_no_bar_for_it(self, qtbot):
        area = scrolled(QWidget(), scrolls_across=False)
        qtbot.addWidget(area)
        assert area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
