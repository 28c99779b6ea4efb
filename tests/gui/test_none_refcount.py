"""PySide6 6.12.0 takes a reference to None with every call that returns nothing, on Python 3.11
until it aborts.
"""

import sys

from PySide6.QtWidgets import QWidget

CALLS = 500


def test_calls_that_return_nothing_cost_no_reference_to_none(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.update()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        widget.update()
    lost = before - sys.getrefcount(None)
    assert lost < CALLS / 10
