"""All keyboard shortcuts, read from the actions themselves."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QMainWindow,
    QMenu,
    QWidget,
)

from gui.style import theme
from gui.widgets.panel import column, scrolled, styled_label
from gui.widgets.plain_text import PlainLabel, action_text

SIZE = (110 * theme.STEP, 130 * theme.STEP)


def _groups_of(menu: QMenu) -> Iterator[tuple[str, list[QAction]]]:
    """Yield a menu's own actions, then those of each submenu.

    They are kept apart because layouts are called Train and Compare, too.
    """
    submenus = [
        submenu
        for submenu in (action.menu() for action in menu.actions())
        if isinstance(submenu, QMenu)
    ]
    own = [
        action
        for action in menu.actions()
        if not action.shortcut().isEmpty() and action.isVisible()
    ]

    yield action_text(menu.title()), own
    for submenu in submenus:
        yield from _groups_of(submenu)


def groups(window: QMainWindow) -> list[tuple[str, list[QAction]]]:
    """Return the window's actions that have keys: menu by menu, then those of no menu."""
    by_menu: list[tuple[str, list[QAction]]] = []
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            by_menu.extend(_groups_of(menu))

    known = {id(action) for _, actions in by_menu for action in actions}
    others = [
        action
        for action in window.findChildren(QAction)
        if not action.shortcut().isEmpty() and action.text() and id(action) not in known
    ]
    return [(title, actions) for title, actions in [*by_menu, ("", others)] if actions]


class ShortcutSheet(QDialog):
    """A dialog with the shortcuts at the time when it is opened."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))

        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, theme.PADDING, 0)
        grid.setHorizontalSpacing(theme.GROUP_GAP)
        grid.setVerticalSpacing(theme.STEP)
        grid.setColumnStretch(0, 1)

        for title, actions in groups(window):
            heading = styled_label("title", content)
            heading.setText(title or self.tr("In the panels"))
            heading.setContentsMargins(0, theme.PADDING if grid.rowCount() > 1 else 0, 0, 0)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for action in actions:
                self._add(grid, action)

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(scrolled(content), 1)
        layout.addWidget(buttons)
        self.resize(theme.fitted(SIZE, self.screen()))

    @staticmethod
    def _add(grid: QGridLayout, action: QAction) -> None:
        row = grid.rowCount()
        keys = PlainLabel(text=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        keys.setProperty("role", "quiet")
        grid.addWidget(PlainLabel(text=action_text(action.text())), row, 0)
        grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)
