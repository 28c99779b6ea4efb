"""Answers and clicks that count once, and a question before an action that cannot be undone."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, SignalInstance
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton, QWidget

from core.messages import message
from gui.style.translation import translate
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
    connect_once(box.finished, lambda: then(box.clickedButton() == button))
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def ask_to_delete(
    parent: QWidget, title: str, text: str, option: str, then: Callable[[bool], None]
) -> QMessageBox:
    """Ask before something is deleted, and what else is to go with it.

    Args:
        option: the text of a check box, which is not ticked at first; no box if empty.
        then: called if it is to be deleted, with whether the box was ticked.
    """
    with_more = QCheckBox(option)

    def on_answered(is_wanted: bool) -> None:
        if is_wanted:
            then(with_more.isChecked())

    box = ask(parent, title, text, translate(message("Delete")), on_answered)
    if option:
        box.setCheckBox(with_more)
    return box


def ask_to_open(parent: QWidget, then: Callable[[], None]) -> QMessageBox:
    """Ask before a test set is opened: that cannot be undone, and is remembered.

    Args:
        then: called if it is to be opened.
    """
    return ask(
        parent,
        translate(message("Open the test set")),
        translate(
            message(
                "Judge by the test examples from now on? Whoever chooses settings after that has "
                "seen them, so it is recorded when and how often the test set was opened."
            )
        ),
        translate(message("Open")),
        lambda is_wanted: then() if is_wanted else None,
    )


def connect_once(answered: SignalInstance, slot: Callable[..., None]) -> None:
    """Call `slot` at the first answer only; a double click or Enter held down may give several."""
    answered.connect(slot, Qt.ConnectionType.SingleShotConnection)


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
