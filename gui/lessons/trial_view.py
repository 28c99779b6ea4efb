"""What can be tried after a lesson: one more run with something changed, and what became of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.teaching.lessons.lesson import Lesson
from gui.lessons.lesson_runs import Attempt
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import ParagraphLabel
from gui.widgets.questions import click_once


class TrialView(QWidget):
    """A heading, what is changed, a button; then the result in place of both.

    Signals:
        requested(): train the trial's network.
    """

    requested = Signal()

    def __init__(self, lesson: Lesson, parent: QWidget) -> None:
        super().__init__(parent)
        self._lesson = lesson
        self._attempt: Attempt | None = None
        self._heading = styled_label("heading", self)
        self.text = ParagraphLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start = QPushButton(self)
        click_once(self.start)
        self.start.clicked.connect(self.requested)

        row = QHBoxLayout()
        row.addWidget(self.start)
        row.addStretch(1)
        layout = column(self, padding=0)
        layout.addWidget(self._heading)
        layout.addWidget(self.text)
        layout.addLayout(row)

    def show_attempt(self, attempt: Attempt | None) -> None:
        """Show how far the trial of an attempt is; nothing before the attempt has an outcome."""
        self._attempt = attempt
        self.setVisible(attempt is not None and attempt.outcome is not None)
        if attempt is None:
            return

        result = attempt.trial_result
        self.text.setText(translate(self._lesson.trial.name if result is None else result))
        self.start.setVisible(result is None)
        self.start.setEnabled(attempt.trial is None)
        self.start.setText(
            self.tr("Try this, too") if attempt.trial is None else self.tr("Training…")
        )

    def retranslate(self) -> None:
        """Set all texts again."""
        self._heading.setText(self.tr("Try further"))
        self.show_attempt(self._attempt)
