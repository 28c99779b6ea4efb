"""A table of texts under its title, painted: no wider than its texts, narrower if it has to be."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.tables import Column, TextTable
from core.plain_text import printable
from gui.style import theme
from gui.widgets.plain_text import show_tip

GAP = 4 * theme.STEP  # between columns
ROOM = theme.STEP  # above and below a row's letters
SLACK = 2  # Qt rounds a text's width down, and elides it where it does not quite fit
MIN_COLUMN = 10 * theme.STEP  # to which a column may shrink
READABLE_COLUMN = 22 * theme.STEP  # of which a cut text still tells something
MIN_WIDTH = 60 * theme.STEP
NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TextTableView(QWidget):
    """Headings, perhaps with groups above them, and rows; elided texts have tooltips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: Sequence[Column] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._has_means = False
        self._titles: Sequence[str] = ()
        self._bounds: list[tuple[int, int]] | None = None  # of each column, while they are known
        self._widths: list[int] | None = None
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_table(self, table: TextTable) -> None:
        """Show a table."""
        self._columns = table.columns
        self._rows = [[printable(text) for text in row] for row in table.rows]
        self._has_means = table.has_means
        self._titles = [printable(column.title) for column in table.columns]
        self._forget_widths()
        titles = [_title(column) for column in self._columns]
        self.setAccessibleDescription(
            "; ".join(
                ", ".join(
                    f"{title} {text}".strip() for title, text in zip(titles, row, strict=True)
                )
                for row in self._rows
            )
        )
        self.updateGeometry()
        self.update()

    # sizes

    @property
    def row_height(self) -> int:
        """The height of a row."""
        return QFontMetrics(self.font()).height() + ROOM

    @property
    def _head_rows(self) -> int:
        return 2 if any(column.group for column in self._columns) else 1

    def _width_bounds(self) -> list[tuple[int, int]]:
        """Return how narrow each column may be and how wide it is without eliding.

        A number is never cut, only its heading. Measured once for each table and font.
        """
        if self._bounds is None:
            width_of = self._wide_metrics().horizontalAdvance
            self._bounds = []
            texts_of = zip(*self._rows, strict=True)
            for column, title, texts in zip(self._columns, self._titles, texts_of, strict=True):
                widest = max(map(width_of, texts), default=0)
                least = SLACK + widest if column.is_number else MIN_COLUMN
                self._bounds.append((least, SLACK + max(width_of(title), widest)))
        return self._bounds

    def _forget_widths(self) -> None:
        self._bounds = self._widths = None

    def _wide_metrics(self) -> QFontMetrics:
        """Return the metrics of the widest letters in the table: those of the means."""
        font = self.font()
        font.setBold(self._has_means)
        return QFontMetrics(font)

    def column_widths(self) -> list[int]:
        """Return the columns' widths; where they do not fit, the widest ones are cut."""
        if self._widths is None:
            self._widths = self._fitting_widths()
        return self._widths

    def _fitting_widths(self) -> list[int]:
        bounds = self._width_bounds()
        room = self.width() - GAP * (len(bounds) - 1)
        widest = max(natural for _, natural in bounds)
        limits = range(MIN_COLUMN, max(MIN_COLUMN, widest) + 1)
        fitting = bisect_right(limits, room, key=lambda limit: sum(self._cut(limit)))
        return self._cut(limits[max(0, fitting - 1)])

    def _cut(self, limit: int) -> list[int]:
        """Return the columns' widths if none that may be cut is wider than this."""
        return [min(natural, max(limit, least)) for least, natural in self._width_bounds()]

    def readable_width(self) -> int:
        """Return the width below which texts are cut so far that they tell nothing."""
        return sum(self._cut(READABLE_COLUMN)) + GAP * max(0, len(self._columns) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns again."""
        super().resizeEvent(event)
        self._widths = None

    def changeEvent(self, event: QEvent) -> None:
        """Measure the texts again in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget_widths()

    @staticmethod
    def _lefts(widths: Sequence[int]) -> list[int]:
        """Return where columns of these widths begin."""
        return [sum(widths[:index]) + GAP * index for index in range(len(widths))]

    def sizeHint(self) -> QSize:
        """Return the size without eliding."""
        width = sum(natural for _, natural in self._width_bounds()) + GAP * max(
            0, len(self._columns) - 1
        )
        rows = self._head_rows + len(self._rows)
        return QSize(width, rows * self.row_height + 2 * theme.STEP)

    def minimumSizeHint(self) -> QSize:
        """Return the height, and a width that leaves it to others how much of the table to show."""
        hint = self.sizeHint()
        return QSize(min(MIN_WIDTH, hint.width()), hint.height())

    def _top(self, row: int) -> int:
        """Return where a row begins; those of the head are negative, the last one is -1."""
        if row < 0:
            return (self._head_rows + row) * self.row_height
        gap = 2 * theme.STEP if self._is_mean(row) else theme.STEP
        return (self._head_rows + row) * self.row_height + gap

    def _is_mean(self, row: int) -> bool:
        return self._has_means and row == len(self._rows) - 1

    def cell(self, row: int, column: int) -> QRect:
        """Return where a text is painted; the headings are in row -1."""
        widths = self.column_widths()
        return QRect(self._lefts(widths)[column], self._top(row), widths[column], self.row_height)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the head, and the rows that are visible."""
        if not self._columns:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        widths = self.column_widths()
        lefts = self._lefts(widths)
        self._paint_head(painter, widths, lefts)

        for row in range(len(self._rows)):
            top = self._top(row)
            if top <= event.rect().bottom() and top + self.row_height >= event.rect().top():
                self._paint_row(painter, row, widths, lefts)

    def _paint_row(
        self, painter: QPainter, row: int, widths: Sequence[int], lefts: Sequence[int]
    ) -> None:
        """Paint a row; the means are bold, below a line."""
        named, top, font = theme.colours(), self._top(row), self.font()
        if self._is_mean(row):
            font.setBold(True)
            above = top - theme.STEP // 2
            painter.setPen(QColor(named.line))
            painter.drawLine(0, above, lefts[-1] + widths[-1], above)
        painter.setFont(font)

        for index, text in enumerate(self._rows[row]):
            area = QRect(lefts[index], top, widths[index], self.row_height)
            painter.setPen(QColor(named.quiet if index == 0 else named.text))
            self._write(painter, area, text, self._columns[index].is_number)

    def _paint_head(self, painter: QPainter, widths: Sequence[int], lefts: Sequence[int]) -> None:
        """Paint the headings, and the groups over their columns."""
        named = theme.colours()
        painter.setPen(QColor(named.quiet))
        top = self._top(-1)

        for index, title in enumerate(self._titles):
            area = QRect(lefts[index], top, widths[index], self.row_height)
            self._write(painter, area, title, self._columns[index].is_number)
        bottom = top + self.row_height
        painter.setPen(QColor(named.line))
        painter.drawLine(0, bottom, lefts[-1] + widths[-1], bottom)

        # groups over their columns
        first = 0
        for group, columns in groupby(self._columns, lambda column: column.group):
            last = first + len(list(columns)) - 1
            if group:
                right = lefts[last] + widths[last]
                area = QRect(lefts[first], 0, right - lefts[first], self.row_height)
                painter.setPen(QColor(named.text))
                self._write(painter, area, group, is_number=False)
                painter.setPen(QColor(named.line))
                painter.drawLine(area.bottomLeft(), area.bottomRight())
            first = last + 1

    def _write(self, painter: QPainter, area: QRect, text: str, is_number: bool) -> None:
        """Write a text, cut in its middle if it is too wide; nothing beyond the table's edge."""
        if area.left() >= self.width():
            return
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, NUMBER if is_number else TEXT, shown)

    # tips

    def _text_at(self, position: QPoint) -> str:
        """Return the text at a point if it is cut; otherwise an empty one."""
        width_of = self._wide_metrics().horizontalAdvance
        for row in range(-1, len(self._rows)):
            if not self._top(row) <= position.y() < self._top(row) + self.row_height:
                continue
            for index, text in enumerate(self._titles if row < 0 else self._rows[row]):
                area = self.cell(row, index)
                if area.contains(position) and width_of(text) > area.width():
                    return text
        return ""

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Show all of a text that is cut."""
        if event.type() is QHelpEvent.Type.ToolTip:
            show_tip(event.globalPos(), self._text_at(event.pos()), self)
            return True
        return super().event(event)


def _title(column: Column) -> str:
    """Return a column's heading with that of its group."""
    return printable(" ".join(text for text in (column.group, column.title) if text))
