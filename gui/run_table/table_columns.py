"""The columns that a table shows, chosen in the menu of its titles."""

from collections.abc import Collection

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QTreeView

from gui.run_table.run_columns import KEY_ROLE


class TableColumns(QObject):
    """Hides columns of a table by their keys, also those that are added later.

    The first column always stays.

    Signals:
        changed(): the user has shown or hidden a column.
    """

    changed = Signal()

    def __init__(
        self, view: QTreeView, hidden: Collection[str], parent: QObject | None = None
    ) -> None:
        """Hide the columns with the keys `hidden` at first."""
        super().__init__(parent)
        self._view = view
        self._default = frozenset(hidden)
        self._hidden = self._default
        model, header = view.model(), view.header()
        model.columnsInserted.connect(self._apply)
        model.modelReset.connect(self._apply)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu_requested)
        self._apply()

    def written(self) -> str:
        """Return the hidden columns' keys, for the settings.

        A dash precedes the key of a column that is hidden by default but shown now.
        """
        return " ".join(
            [
                *sorted(self._hidden - self._default),
                *(f"-{key}" for key in sorted(self._default - self._hidden)),
            ]
        )

    def read(self, stored: object) -> None:
        """Hide the columns that were `written`; anything else restores the default."""
        words = stored.split() if isinstance(stored, str) else []
        shown = {word[1:] for word in words if word.startswith("-")}
        self._hidden = frozenset(
            (self._default - shown) | {word for word in words if not word.startswith("-")}
        )
        self._apply()

    def menu(self) -> QMenu:
        """Return a menu with a check mark for each column that is shown."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_to(menu)
        return menu

    def add_to(self, menu: QMenu) -> None:
        """Add an entry for each column to a menu."""
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
        self.menu().popup(self._view.header().mapToGlobal(position))
