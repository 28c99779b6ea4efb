"""Undo and Redo, one pair for the whole window: the panel with the focus decides what they do."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from gui.widgets.plain_text import plain_tip


@dataclass(frozen=True)
class Undoable:
    """A panel with a history of its own; the texts of its actions name what they undo."""

    panel: QWidget
    undo: QAction
    redo: QAction


class UndoActions(QObject):
    """The window's two actions, which do what those of the panel last in focus do.

    While the focus is in a panel without a history, such as the table, the last one counts, so that
    the keys always do what the menu shows.

    Attributes:
        undo, redo: for the menu, with the standard keys.
    """

    def __init__(self, undoables: Sequence[Undoable], parent: QObject) -> None:
        """Begin with the first one of `undoables`."""
        super().__init__(parent)
        self._undoables = undoables
        self._current = undoables[0]
        self.undo, self.redo = QAction(self), QAction(self)
        self.undo.setShortcuts(QKeySequence.StandardKey.Undo)
        self.redo.setShortcuts(QKeySequence.StandardKey.Redo)
        self.undo.triggered.connect(self._on_undo)
        self.redo.triggered.connect(self._on_redo)

        for undoable in undoables:
            undoable.undo.changed.connect(self._show_current)
            undoable.redo.changed.connect(self._show_current)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)
        self._show_current()

    def _on_undo(self) -> None:
        self._current.undo.trigger()

    def _on_redo(self) -> None:
        self._current.redo.trigger()

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        for undoable in self._undoables:
            if now is not None and (now is undoable.panel or undoable.panel.isAncestorOf(now)):
                self._current = undoable
                self._show_current()

    def _show_current(self) -> None:
        for action, source in ((self.undo, self._current.undo), (self.redo, self._current.redo)):
            action.setText(source.text())
            action.setToolTip(plain_tip(source.text()))
            action.setEnabled(source.isEnabled())
