"""A layout that puts widgets side by side, and goes on in the next row where the width ends."""

from collections.abc import Iterator

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows of widgets, each as large as its size hint; as high as the width requires.

    Widgets of different heights stand in the middle of their row, those aligned to the top there.

    Args:
        is_balanced: whether the rows are about equally long, rather than the last one short.
    """

    def __init__(
        self, gap: int, parent: QWidget | None = None, *, is_balanced: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_balanced = is_balanced
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item; None beyond the last one, as Qt asks for."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item; None beyond the last one."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Leave further space to others."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Be higher where there is less width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        return self._arrange(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, area: QRect) -> None:
        """Move the widgets to their positions."""
        super().setGeometry(area)
        self._arrange(area, is_trial=False)

    def sizeHint(self) -> QSize:
        """Return the size of one row with all widgets."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gaps = self.spacing() * max(0, len(shown) - 1)
        height = max((size.height() for size in shown), default=0)
        return QSize(sum(size.width() for size in shown) + gaps, height)

    def minimumSize(self) -> QSize:
        """Return the size of the largest widget."""
        smallest = QSize()
        for item in self._items:
            if not item.isEmpty():
                smallest = smallest.expandedTo(item.sizeHint())
        return smallest

    def _arrange(self, area: QRect, is_trial: bool) -> int:
        """Return the height that the rows need; place the widgets unless it is only a trial."""
        y = area.y()
        width = self._balanced(area.width()) if self._is_balanced else area.width()
        for row in self._rows(width):
            height = max(item.sizeHint().height() for item in row)
            if not is_trial:
                _place(row, QRect(area.x(), y, area.width(), height), self.spacing())
            y += height + self.spacing()
        return max(0, y - self.spacing() - area.y())

    def _balanced(self, width: int) -> int:
        """Return the least width that needs as few rows as `width`."""
        count = len(list(self._rows(width)))
        low, high = 0, width
        while high - low > 1:
            middle = (low + high) // 2
            if len(list(self._rows(middle))) > count:
                low = middle
            else:
                high = middle
        return high

    def _rows(self, width: int) -> Iterator[list[QLayoutItem]]:
        """Yield the items of each row."""
        row: list[QLayoutItem] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = item.sizeHint().width()
            if row and used + needed > width:
                yield row
                row, used = [], 0
            row.append(item)
            used += needed + self.spacing()
        if row:
            yield row


def _place(row: list[QLayoutItem], area: QRect, gap: int) -> None:
    """Place the items of a row: in its middle, or at its top if their alignment says so."""
    x = area.x()
    for item in row:
        size = item.sizeHint()
        is_on_top = bool(item.alignment() & Qt.AlignmentFlag.AlignTop)
        down = 0 if is_on_top else (area.height() - size.height()) // 2
        place = QPoint(x, area.y() + down)
        item.setGeometry(QRect(place, size.boundedTo(QSize(area.width(), 9999))))
        x += size.width() + gap
