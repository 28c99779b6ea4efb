"""A dialog that appears while something takes long, with its progress and a button to cancel it."""

from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLayout, QProgressBar, QWidget

from gui.style import theme
from gui.widgets.panel import column
from gui.widgets.plain_text import PlainLabel

WIDTH = 90 * theme.STEP
DELAY_MS = 800  # what takes less shows no dialog
INTERVAL_MS = 100
STEPS = 1000  # of the bar


class Work(Protocol):
    """What the dialog shows."""

    @property
    def share(self) -> float | None:
        """The share that is done, 0 to 1; None while it is not under way."""

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""

    def cancel(self) -> None:
        """Have it end soon."""


class ProgressDialog(QDialog):
    """Not modal, so that one goes on working; closing it cancels.

    Args:
        title: of the dialog.
        text: what is done, in a sentence.
        work: what is shown; the dialog goes once it is over.
    """

    def __init__(self, title: str, text: str, work: Work, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._work = work

        label = PlainLabel(self, text)
        label.setWordWrap(True)
        label.setMinimumWidth(theme.px(WIDTH))
        self._bar = QProgressBar(self)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        buttons.rejected.connect(self.reject)

        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        for widget in (label, self._bar, buttons):
            layout.addWidget(widget)

        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._worked_ms = 0

    def _look(self) -> None:
        """Follow the progress; appear after a while, and go once it is over."""
        share = self._work.share
        if self._work.is_over:
            self._end()
        elif share is not None:
            self._bar.setValue(round(share * STEPS))
            self._worked_ms += INTERVAL_MS
            if self._worked_ms == DELAY_MS:
                self.show()

    def reject(self) -> None:
        """Cancel what is under way."""
        self._work.cancel()
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        super().reject()
        self.deleteLater()
