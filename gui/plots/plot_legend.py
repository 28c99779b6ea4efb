"""Which line is which run: a row of small entries that can be clicked, and the same for a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gui.style import theme
from gui.style.swatches import paint_line, swatch
from gui.widgets.panel import styled_label

LINE_LENGTH = 22
PEN_WIDTH = 2
ICON = QSize(25, 10)  # with some room before the text
ROWS = 2
ROW_HEIGHT = 5 * theme.STEP
WIDEST = 44 * theme.STEP
GAP = theme.STEP
INDENT = LINE_LENGTH + GAP


@dataclass(frozen=True)
class LegendEntry:
    """One line of the plots.

    Attributes:
        run: the id of the run, or of the first of a group.
    """

    run: str
    text: str
    style: theme.RunStyle
    is_selected: bool = False


def _row() -> int:
    return theme.px(ROW_HEIGHT)


def flowed(widths: Sequence[int], available: int) -> list[QPoint]:
    """Places of things of these widths beside each other, in rows counted by `y`."""
    places, x, row = [], 0, 0
    for width in widths:
        if x and x + width > available:
            x, row = 0, row + 1
        places.append(QPoint(x, row))
        x += width + GAP
    return places


def _cells(entries: Sequence[LegendEntry], width: int, font: QFont) -> list[QPoint]:
    metrics = QFontMetrics(font)
    return flowed(
        [INDENT + metrics.horizontalAdvance(entry.text) + 2 * GAP for entry in entries], width
    )


def legend_height(entries: Sequence[LegendEntry], width: int, font: QFont) -> int:
    """What `paint_legend` needs."""
    return max((cell.y() + 1 for cell in _cells(entries, width, font)), default=0) * _row()


def paint_legend(
    painter: QPainter, entries: Sequence[LegendEntry], place: QPoint, width: int, font: QFont
) -> None:
    """All entries, in as many rows as they need."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    for entry, cell in zip(entries, _cells(entries, width, font), strict=True):
        corner = place + QPoint(cell.x(), cell.y() * _row())
        line = QRectF(corner.x(), corner.y(), LINE_LENGTH, _row())
        paint_line(painter, line, entry.style, PEN_WIDTH)
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(
            corner + QPoint(INDENT, (_row() + metrics.ascent() - metrics.descent()) // 2),
            entry.text,
        )


class Legend(QWidget):
    """Up to two rows of entries; further ones are counted at the end.

    Signals:
        chosen(str): the entry of this run was clicked.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[LegendEntry] = []
        self._buttons: list[QToolButton] = []
        self._more = styled_label("quiet", self)
        self.hide()

    @property
    def entries(self) -> list[LegendEntry]:
        """What the legend tells, in order."""
        return self._entries

    def buttons(self) -> list[QToolButton]:
        """One for each entry."""
        return list(self._buttons)

    def set_entries(self, entries: list[LegendEntry]) -> None:
        """Tell of these."""
        if entries == self._entries:
            return
        self._entries = entries
        while len(self._buttons) > len(entries):
            self._buttons.pop().deleteLater()
        while len(self._buttons) < len(entries):
            self._buttons.append(self._new_button(len(self._buttons)))
        for button, entry in zip(self._buttons, entries, strict=True):
            metrics = button.fontMetrics()
            button.setText(metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, WIDEST))
            button.setToolTip(entry.text)
            button.setIcon(swatch(entry.style, ICON, length=LINE_LENGTH, pen_width=PEN_WIDTH))
            button.setChecked(entry.is_selected)
        self.setVisible(bool(entries))
        self._arrange()

    def _new_button(self, place: int) -> QToolButton:
        button = QToolButton(self)
        button.setFont(theme.sized(button.font(), theme.SMALL))
        button.setAutoRaise(True)
        button.setCheckable(True)
        button.setIconSize(ICON)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda: self._on_clicked(place))
        return button

    def _on_clicked(self, place: int) -> None:
        self._buttons[place].setChecked(
            self._entries[place].is_selected
        )  # `set_entries` says what is selected
        self.chosen.emit(self._entries[place].run)

    def _arrange(self) -> None:
        widths = [button.sizeHint().width() for button in self._buttons]
        places = flowed(widths, self.width())
        rows = max((cell.y() for cell in places), default=-1) + 1
        shown = sum(cell.y() < ROWS for cell in places)
        self._more.setVisible(shown < len(places))
        if shown < len(places):
            self._more.setText(f"+{len(places) - shown}")
            self._more.adjustSize()
            while (
                shown > 1
                and places[shown - 1].x() + widths[shown - 1] + self._more.width() > self.width()
            ):
                shown -= 1
                self._more.setText(f"+{len(places) - shown}")
                self._more.adjustSize()
            last = places[shown - 1]
            self._more.setGeometry(
                last.x() + widths[shown - 1], last.y() * _row(), self._more.width(), _row()
            )
            self._more.setToolTip("\n".join(entry.text for entry in self._entries[shown:]))
        for place, (button, cell) in enumerate(zip(self._buttons, places, strict=True)):
            button.setGeometry(cell.x(), cell.y() * _row(), widths[place], _row())
            button.setVisible(place < shown)
        self.setFixedHeight(min(rows, ROWS) * _row())

    def restyle(self) -> None:
        """Quiet buttons; the selected ones on a ground of their own."""
        named = theme.colours()
        self.setStyleSheet(
            f"QToolButton {{ border: none; border-radius: {theme.STEP}px; padding: 0 {theme.STEP}px; }}"
            f"QToolButton:hover, QToolButton:checked {{ background: {named.line}; }}"
            f"QToolButton:focus {{ border: 1px solid {named.accent}; }}"
        )
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters need other places."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            entries, self._entries = self._entries, []
            self.set_entries(entries)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Flow anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
