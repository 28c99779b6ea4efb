"""The fonts of single widgets, which a style sheet of the application does not leave alone."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

# the property in which Qt keeps the font that a widget was given first under a style sheet (in its
# `QStyleSheetStyle`), to give it back when the widget moves or the style sheet is another one
SHEET_FONT = "_q_styleSheetWidgetFont"


def sizes(app: QApplication) -> dict[QWidget, float]:
    """Return the widgets with fonts of their own, and the sizes of their letters, in points."""
    return {
        widget: widget.font().pointSizeF()
        for widget in app.allWidgets()
        if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont)
    }


def set_sizes(wanted: Mapping[QWidget, float]) -> None:
    """Give widgets letters of these sizes, in points, whatever Qt has kept."""
    for widget, size in wanted.items():
        font = QFont(widget.font())
        font.setPointSizeF(size)
        widget.setFont(font)
        if widget.property(SHEET_FONT) is not None:
            widget.setProperty(SHEET_FONT, font)
