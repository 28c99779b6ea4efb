"""A line that reports a failure or a result without interrupting the user."""

import os
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from core.messages import Message
from core.remote_paths import may_open
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.plain_text import PlainElidingLabel, plain_tip
from gui.widgets.text_dialog import TextDialog


class Subject(Enum):
    """What a message is about, so that it goes once that has changed."""

    DRAWING = auto()
    REPLACED = auto()  # the drawing, by a test digit
    SETTINGS = auto()
    SELECTION = auto()
    UNSAVED = auto()  # what was lost when the last window was closed


class NoticeBar(QFrame):
    """Hidden until there is a message; details can be read and copied.

    The user dismisses it, or it goes when it is outdated: what it is about has changed (`outdate`),
    or a file that it misses exists when the user comes back to the window.

    Signals:
        show_requested(): the user wants to see the reported result.
        read(object): the user has opened the details of the message about this, or dismissed it.
    """

    show_requested = Signal()
    read = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message: Message | str = ""
        self._details = ""
        self._about: object = None
        self._missing: list[Path] = []
        self._action: QAction | None = None
        self.setObjectName("notice")

        self._text = PlainElidingLabel(self)
        self._show = QToolButton(self)
        self._show.clicked.connect(self.show_requested)
        self._undo = QToolButton(self)
        self._undo.clicked.connect(self._on_action)
        self._remedy = QToolButton(self)
        self._named: list[QAction] = []  # whose texts it follows
        self._remedy.clicked.connect(self._on_action)
        self._more = QToolButton(self)
        self._more.clicked.connect(self._on_more)
        self._dismiss = QToolButton(self)
        self._dismiss.setText("×")
        self._dismiss.clicked.connect(self._on_dismiss)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.PADDING, 0, theme.STEP, 0)
        layout.setSpacing(2 * theme.STEP)
        layout.addWidget(self._text, 1)
        for button, name in (
            (self._show, "show"),
            (self._undo, "undo"),
            (self._remedy, "remedy"),
            (self._more, "details"),
            (self._dismiss, "dismiss"),
        ):
            button.setObjectName(name)
            button.setAutoRaise(True)
            layout.addWidget(button)

        self.hide()

    @property
    def text(self) -> str:
        """The text that is shown."""
        return self._text.text()

    def show_text(
        self,
        text: Message | str,
        is_good: bool = False,
        details: str = "",
        about: object = None,
    ) -> None:
        """Replace the text; good news are shown quietly, with a button to see the result.

        Args:
            details: a traceback or the like; a message may bring its own.
            about: a `Subject`, a run's id or a comparison; None for nothing that changes.
        """
        self._message = text
        self._about = about
        self._missing = [] if is_good else _missing_files(text)
        self._details = details or (text.details if isinstance(text, Message) else "")
        self._more.setVisible(bool(self._details))
        self._show.setVisible(is_good)
        self._action = None
        self._undo.hide()
        self._remedy.hide()

        self.setProperty("good", is_good)
        self.style().unpolish(self)
        self.style().polish(self)

        self.retranslate()
        self.show()

    def report(self, text: Message | str, about: object = None) -> None:
        """Show good news without a button, because there is nothing more to see."""
        self.show_text(text, is_good=True, about=about)
        self._show.hide()

    def report_change(self, text: Message | str, undo: QAction, about: object) -> None:
        """Show what was changed for the user, with a button to undo it.

        Args:
            undo: undoes the change, for as long as nothing else of `about` has changed.
        """
        self.report(text, about)
        self._action = undo
        self._undo.show()

    def report_with_remedy(self, text: Message | str, remedy: QAction, about: object) -> None:
        """Show what may not be as the user wants it, with a button for what changes that."""
        self.report(text, about)
        self._action = remedy
        if remedy not in self._named:
            self._named.append(remedy)
            remedy.changed.connect(partial(self._name_remedy, remedy))  # in another language
        self._name_remedy(remedy)
        self._remedy.show()

    def _name_remedy(self, remedy: QAction) -> None:
        self._remedy.setText(remedy.text())
        self._remedy.setToolTip(plain_tip(remedy.toolTip()))

    @property
    def about(self) -> object:
        """What the text is about, as it was given."""
        return self._about

    def outdate(self, subject: object) -> None:
        """Hide a text about this, which has changed or is gone; also one that names this run."""
        values = self._message.values if isinstance(self._message, Message) else {}
        if subject == self._about or subject in values.values():
            self.hide()

    def retranslate(self) -> None:
        """Set all texts in the current language, that of the message included."""
        self._text.setText(
            translate(self._message) if isinstance(self._message, Message) else self._message
        )
        # the whole text, because a narrow window shows only a part of it
        self._text.setToolTip(plain_tip(self.text))

        self._show.setText(self.tr("Show"))
        self._show.setToolTip(self.tr("Show the result"))
        self._undo.setText(self.tr("Undo"))
        self._undo.setToolTip(self.tr("Undo this change"))
        self._more.setText(self.tr("Details"))
        self._more.setToolTip(self.tr("Technical details to copy into a bug report"))
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.setAccessibleName(self._dismiss.toolTip())

    def _on_action(self) -> None:
        assert self._action is not None
        self._action.trigger()
        self.hide()

    def _on_dismiss(self) -> None:
        self.hide()
        self.read.emit(self._about)

    def _on_more(self) -> None:
        self.read.emit(self._about)
        TextDialog(self.tr("Details"), f"{self.text}\n\n{self._details}", self).open()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language; look for missing files when the window becomes active."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.ActivationChange and any(map(_exists, self._missing)):
            self.hide()


def _missing_files(text: Message | str) -> list[Path]:
    """Return the absolute paths among the values of a message that lead to nothing.

    A value may be any text of somebody else's, and so name a machine that is not to be contacted.
    """
    values = text.values.values() if isinstance(text, Message) else ()
    paths = [Path(value) for value in values if isinstance(value, str) and may_open(value)]
    return [path for path in paths if path.is_absolute() and not _exists(path)]


def _exists(path: Path) -> bool:
    return os.path.exists(path)  # False for a path that no system accepts
