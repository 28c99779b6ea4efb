"""The legend: a row of small entries that can be clicked, and the same for a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from core.messages import Message
from gui.runs.moments import run_at
from gui.style import theme
from gui.style.swatches import paint_line, swatch
from gui.widgets.panel import styled_label
from gui.widgets.plain_text import button_text, elided_apart, plain_tip

LINE_LENGTH = 22
PEN_WIDTH = 2
ICON = QSize(25, 10)  # with some room before the text
ROWS = 2
ROW_HEIGHT = 5 * theme.STEP
MAX_TEXT_WIDTH, MIN_TEXT_WIDTH = 44 * theme.STEP, 20 * theme.STEP
GAP = theme.STEP
INDENT = LINE_LENGTH + GAP


@dataclass(frozen=True)
class LegendEntry:
    """One line of the plots.

    Attributes:
        run: the id of the run, or of the first run of a group.
        when: the moment at which the run is shown, in words, where that matters; never elided.
    """

    run: str
    name: str
    style: theme.RunStyle
    is_selected: bool = False
    when: Message | None = None

    @property
    def text(self) -> str:
        """The name and the moment."""
        return self.text_with(self.name)

    def text_with(self, name: str) -> str:
        """Return the text with another form of the name."""
        return name if self.when is None else run_at(name, self.when)


def _row() -> int:
    return theme.px(ROW_HEIGHT)


def flowed(widths: Sequence[int], available: int) -> list[QPoint]:
    """Return positions for items of these widths, side by side, in rows counted by `y`."""
    positions, x, row = [], 0, 0
    for width in widths:
        if x and x + width > available:
            x, row = 0, row + 1
        positions.append(QPoint(x, row))
        x += width + GAP
    return positions


def _elided(entries: Sequence[LegendEntry], metrics: QFontMetrics, width: int) -> list[str]:
    """Return the entries' texts, their names elided if not all fit into a legend of this width."""
    measure = metrics.horizontalAdvance
    whole = [INDENT + measure(entry.text) + 6 * GAP for entry in entries]
    if max(whole, default=0) <= width and all(cell.y() < ROWS for cell in flowed(whole, width)):
        return [entry.text for entry in entries]
    moment = max((measure(entry.text) - measure(entry.name) for entry in entries), default=0)
    free = width - INDENT - 6 * GAP - moment
    space = min(theme.px(MAX_TEXT_WIDTH), max(MIN_TEXT_WIDTH, free))
    names = elided_apart([entry.name for entry in entries], metrics, space)
    return [entry.text_with(name) for entry, name in zip(entries, names, strict=True)]


def _cells(entries: Sequence[LegendEntry], width: int, font: QFont) -> list[QPoint]:
    metrics = QFontMetrics(font)
    texts = _elided(entries, metrics, width)
    return flowed([INDENT + metrics.horizontalAdvance(text) + 2 * GAP for text in texts], width)


def legend_height(entries: Sequence[LegendEntry], width: int, font: QFont) -> int:
    """Return the height that `paint_legend` needs."""
    return max((cell.y() + 1 for cell in _cells(entries, width, font)), default=0) * _row()


def paint_legend(
    painter: QPainter, entries: Sequence[LegendEntry], position: QPoint, width: int, font: QFont
) -> None:
    """Paint all entries, in as many rows as they need."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    cells, texts = _cells(entries, width, font), _elided(entries, metrics, width)
    for entry, cell, text in zip(entries, cells, texts, strict=True):
        corner = position + QPoint(cell.x(), cell.y() * _row())
        line = QRectF(corner.x(), corner.y(), LINE_LENGTH, _row())
        paint_line(painter, line, entry.style, PEN_WIDTH)
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(
            corner + QPoint(INDENT, (_row() + metrics.ascent() - metrics.descent()) // 2),
            text,
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
        """The entries, in order."""
        return self._entries

    def buttons(self) -> list[QToolButton]:
        """Return the buttons, one for each entry."""
        return list(self._buttons)

    def set_entries(self, entries: list[LegendEntry]) -> None:
        """Replace the entries."""
        if entries == self._entries:
            return
        before, self._entries = self._entries, entries

        while len(self._buttons) > len(entries):
            self._buttons.pop().deleteLater()
        while len(self._buttons) < len(entries):
            self._buttons.append(self._new_button(len(self._buttons)))

        # of a run that trains only the moment changes, many times a second
        for button, entry, old in zip_longest(self._buttons, entries, before[: len(entries)]):
            if entry == old:
                continue
            button.setToolTip(plain_tip(entry.text))
            button.setChecked(entry.is_selected)
            if old is None or entry.style != old.style:
                button.setIcon(swatch(entry.style, ICON, length=LINE_LENGTH, pen_width=PEN_WIDTH))

        self.setVisible(bool(entries))
        self._arrange()

    def _new_button(self, index: int) -> QToolButton:
        button = QToolButton(self)
        button.setFont(theme.sized(button.font(), theme.TEXT))
        button.setAutoRaise(True)
        button.setCheckable(True)
        button.setIconSize(ICON)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda: self._on_clicked(index))
        return button

    def _on_clicked(self, index: int) -> None:
        if index >= len(self._entries):
            return  # its run has just gone
        # a click selects nothing by itself; `set_entries` does
        self._buttons[index].setChecked(self._entries[index].is_selected)
        self.chosen.emit(self._entries[index].run)

    def _arrange(self) -> None:
        if self._buttons:
            texts = _elided(self._entries, self._buttons[0].fontMetrics(), self.width())
            for button, text in zip(self._buttons, texts, strict=True):
                button.setText(button_text(text))

        widths = [button.sizeHint().width() for button in self._buttons]
        cells = flowed(widths, self.width())
        rows = max((cell.y() for cell in cells), default=-1) + 1
        shown = sum(cell.y() < ROWS for cell in cells)

        is_cut = shown < len(cells)
        self._more.setVisible(is_cut)
        if is_cut:
            self._count_more(len(cells) - shown)
            # make room for the count
            while shown > 1 and self._count_end(cells[shown - 1], widths[shown - 1]) > self.width():
                shown -= 1
                self._count_more(len(cells) - shown)
            last = cells[shown - 1]
            self._more.setGeometry(
                last.x() + widths[shown - 1], last.y() * _row(), self._more.width(), _row()
            )
            hidden = "\n".join(entry.text for entry in self._entries[shown:])
            self._more.setToolTip(plain_tip(hidden))

        for index, (button, cell) in enumerate(zip(self._buttons, cells, strict=True)):
            button.setGeometry(cell.x(), cell.y() * _row(), widths[index], _row())
            button.setVisible(index < shown)
        self.setFixedHeight(min(rows, ROWS) * _row())

    def _count_more(self, count: int) -> None:
        self._more.setText(f"+{count}")
        self._more.adjustSize()

    def _count_end(self, last: QPoint, width: int) -> int:
        """Return where the count would end after the last entry shown."""
        return last.x() + width + self._more.width()

    def restyle(self) -> None:
        """Apply the current colour scheme; selected buttons have a background."""
        named = theme.colours()
        self.setStyleSheet(
            f"QToolButton {{ border: none; border-radius: {theme.STEP}px; "
            f"padding: 0 {theme.STEP}px; }}"
            f"QToolButton:hover, QToolButton:checked {{ background: {named.line}; }}"
            f"QToolButton:focus {{ border: 1px solid {named.accent}; }}"
        )
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange the entries for another font or language."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            entries, self._entries = self._entries, []
            self.set_entries(entries)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the entries for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
