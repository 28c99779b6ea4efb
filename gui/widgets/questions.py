"""A question before an action that cannot be undone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from gui.widgets.plain_text import wrappable


def ask(
    parent: QWidget, title: str, text: str, yes: str, then: Callable[[bool], None]
) -> QMessageBox:
    """Open a question before `parent` without blocking.

    Args:
        yes: the text of the button next to Cancel.
        then: called once it is closed, with whether that button was pressed.
    """
    box = QMessageBox(QMessageBox.Icon.Question, title, "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(wrappable(text))
    button: QPushButton = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.finished.connect(lambda: then(box.clickedButton() == button))
    box.finished.connect(box.deleteLater)
    box.open()
    return box
