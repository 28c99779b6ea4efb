"""Buttons that start or end something: a double click on them counts as one click."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class _FirstClick(QObject):
    """Ignores the second press of a double click."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep the press from the button, which then ignores the release that follows."""
        return event.type() is QEvent.Type.MouseButtonDblClick


def click_once(*buttons: QWidget) -> None:
    """Make each button count a double click as one click.

    Otherwise a double click on Train would start two runs, and one on a button that turns into
    Cancel would start nothing.
    """
    for button in buttons:
        button.installEventFilter(_FirstClick(button))
