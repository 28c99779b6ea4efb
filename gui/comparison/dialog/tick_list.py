"""A list of names to tick."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gui.style import theme


class TickList(QListWidget):
    """A list of names to tick, high enough to show all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSpacing(theme.STEP // 2)

    def sizeHint(self) -> QSize:
        """Return a height that fits all rows."""
        ends = [
            self.visualItemRect(self.item(row)) for row in (0, self.count() - 1) if self.count()
        ]
        rows = ends[1].bottom() + 1 - ends[0].top() if ends else 0
        return QSize(
            super().sizeHint().width(), rows + 2 * (2 * self.spacing() + self.frameWidth())
        )

    def add(self, text: str, value: object, *, is_ticked: bool) -> QListWidgetItem:
        """Add a row that can be ticked; its value is the item's `UserRole`."""
        item = QListWidgetItem(text, self)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        return item

    def ticked(self) -> list[QListWidgetItem]:
        """Return the ticked rows, in order."""
        items = map(self.item, range(self.count()))
        return [item for item in items if item.checkState() is Qt.CheckState.Checked]
