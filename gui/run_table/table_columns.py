"""Which columns a table shows: some at first, others when they are asked for in the menu of its titles."""

from collections.abc import Collection

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QTableView

KEY_ROLE = (
    Qt.ItemDataRole.UserRole + 1
)  # of a title: the column's name in the settings, never shown


class TableColumns(QObject):
    """Hides columns of a table by their keys, those too that come later; the first column always stays.

    Signals:
        changed(): the user shows or hides another column.
    """

    changed = Signal()

    def __init__(
        self, view: QTableView, hidden: Collection[str], parent: QObject | None = None
    ) -> None:
        """`hidden` are the keys of the columns that are not shown at first."""
        super().__init__(parent)
        self._view = view
        self._usual = frozenset(hidden)
        self._hidden = self._usual
        model, header = view.model(), view.horizontalHeader()
        model.columnsInserted.connect(self._apply)
        model.modelReset.connect(self._apply)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu_requested)
        self._apply()

    def written(self) -> str:
        """What is hidden, for the settings; a dash stands before what is hidden at first and was asked for."""
        return " ".join(
            [
                *sorted(self._hidden - self._usual),
                *(f"-{key}" for key in sorted(self._usual - self._hidden)),
            ]
        )

    def read(self, stored: object) -> None:
        """Hide what was `written`; anything else leaves the columns as they are at first."""
        words = stored.split() if isinstance(stored, str) else []
        shown = {word[1:] for word in words if word.startswith("-")}
        self._hidden = frozenset(
            (self._usual - shown) | {word for word in words if not word.startswith("-")}
        )
        self._apply()

    def menu(self) -> QMenu:
        """A ticked entry for each column that is shown."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_to(menu)
        return menu

    def add_to(self, menu: QMenu) -> None:
        """Add these entries to a menu."""
        for column in range(1, self._view.model().columnCount()):
            key = self._key(column)
            action = menu.addAction(
                str(self._view.model().headerData(column, Qt.Orientation.Horizontal))
            )
            action.setCheckable(True)
            action.setChecked(key not in self._hidden)
            action.triggered.connect(lambda is_shown, key=key: self._on_chosen(key, is_shown))

    def _key(self, column: int) -> str:
        return str(self._view.model().headerData(column, Qt.Orientation.Horizontal, KEY_ROLE))

    def _apply(self) -> None:
        for column in range(1, self._view.model().columnCount()):
            self._view.setColumnHidden(column, self._key(column) in self._hidden)

    def _on_chosen(self, key: str, is_shown: bool) -> None:
        self._hidden = self._hidden - {key} if is_shown else self._hidden | {key}
        self._apply()
        self.changed.emit()

    def _on_menu_requested(self, position: QPoint) -> None:
        self.menu().popup(self._view.horizontalHeader().mapToGlobal(position))
