"""Finds what cannot be read in a window: texts that are cut off, and widgets that overlap."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QScrollBar,
    QSizeGrip,
    QStackedWidget,
    QTabBar,
    QWidget,
)
from superqt import QElidingLabel

SLACK = 1  # pixels, for rounding


def unreadable(window: QWidget) -> list[str]:
    """Describe every text of the window that is cut off, and all siblings that overlap."""
    return [*clipped(window), *overlapping(window)]


def clipped(window: QWidget) -> Iterator[str]:
    """Describe the labels, buttons and lists with less space than their texts need."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not _text(widget):
            continue
        needed = _needed(widget)
        if needed is not None:
            missing = needed.width() - widget.width(), needed.height() - widget.height()
            if max(missing) > SLACK:
                yield f"{_described(widget)} lacks {missing[0]} x {missing[1]} pixels"
        if not _is_within_its_ancestors(widget):
            yield f"{_described(widget)} is cut off by its parents"


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _needed(widget: QWidget) -> QRect | None:
    """Return the size that the text needs; None for texts that are elided, with a tip."""
    if isinstance(widget, QElidingLabel):
        return QRect(0, 0, 0, widget.fontMetrics().height())
    if isinstance(widget, QLabel) and widget.wordWrap():
        return QRect(0, 0, widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
    if isinstance(widget, QComboBox):
        # others hold foreign names and elide them
        shows_all = widget.sizeAdjustPolicy() is QComboBox.SizeAdjustPolicy.AdjustToContents
        return QRect(0, 0, widget.sizeHint().width() if shows_all else 0, 0)
    hint = widget.sizeHint()
    return QRect(0, 0, hint.width(), hint.height())


def _is_within_its_ancestors(widget: QWidget) -> bool:
    """Whether all of the widget is visible, or can be scrolled to."""
    area = QRect(QPoint(0, 0), widget.size())
    child, parent = widget, widget.parentWidget()
    while parent is not None and not child.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return True  # the rest is a matter of scrolling
        area.translate(child.pos())
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            return False
        child, parent = parent, parent.parentWidget()
    return True


def overlapping(window: QWidget) -> Iterator[str]:
    """Describe each pair of visible siblings that share pixels."""
    for parent in [window, *window.findChildren(QWidget)]:
        if isinstance(parent, QTabBar | QStackedWidget) or not parent.isVisible():
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget) and child.isVisible() and not _lies_above(child)
        ]
        for one, other in combinations(children, 2):
            common = one.geometry() & other.geometry()
            if min(common.width(), common.height()) > SLACK:
                yield f"{_described(one)} overlaps {_described(other)}"


def _lies_above(child: QWidget) -> bool:
    """Whether a widget is meant to lie above or below others, or has no space of its own."""
    if child.objectName().startswith("qt_qmainwindow"):
        return True  # the edges between panels, wider than they look
    is_glass = child.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return is_glass or child.isWindow() or isinstance(child, QScrollBar | QSizeGrip)


def _described(widget: QWidget) -> str:
    path: list[str] = []
    above: QWidget | None = widget
    while above is not None and len(path) < 4:
        path.append(above.objectName() or type(above).__name__)
        above = above.parentWidget()
    return f"{' < '.join(path)} {_text(widget)!r}"
