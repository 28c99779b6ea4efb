"""The row that shows whether the program computes the same numbers as its run."""

import logging

import qtawesome
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from core.config.choices import ScheduleKind
from core.config.run import RunConfig
from core.messages import Message
from core.program.check import Agreement, Check, Progress, costs_of
from gui.background.check_thread import CheckThread
from gui.background.threads import Background
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.panel import Panel
from gui.widgets.plain_text import PlainLabel

# with more epochs these schedules would have been different from the start
SCHEDULES_WITH_END = (ScheduleKind.COSINE, ScheduleKind.ONE_CYCLE)
BAR_WIDTH = 30 * theme.STEP
ICON = QSize(16, 16)

log = logging.getLogger(__name__)


class CheckRow(Panel):
    """Hidden until a check begins, and again once the program changes.

    Signals:
        activity_changed(): a check began or ended.
        ended(object): a check has ended, without being given up, with a `Message` that says how.
    """

    activity_changed = Signal()
    ended = Signal(object)

    def __init__(
        self, store: RunStore, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._background = background
        self._config: RunConfig | None = None
        self._thread: CheckThread | None = None
        self._is_given_up = False  # the current check; its further results are ignored
        self._compared_with = ""
        self._progress: Progress | None = None
        self.result: Agreement | Message | None = None

        self._icon, self._text = PlainLabel(self), PlainLabel(self)
        self._text.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self.cancel = QPushButton(self)
        self.cancel.clicked.connect(self.give_up)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * theme.STEP)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._bar)
        layout.addWidget(self.cancel)
        self.hide()
        self.retranslate()

    @property
    def is_checking(self) -> bool:
        """Whether a check is running."""
        return self._thread is not None

    def set_config(self, config: RunConfig) -> None:
        """Set what the program does now; the result for another config is dropped."""
        if config != self._config:
            self._config = config
            self.give_up()
            self.result = None
            self.hide()

    def start(self) -> None:
        """Compare with the longest run of exactly this config, otherwise with a fresh one."""
        if self._config is None or self._thread is not None:
            return
        entry = comparable_run(self._store, self._config)
        epochs = entry.record.epochs if entry is not None else ()
        started = entry.record.started if entry is not None else None
        check = Check(self._config, costs_of(epochs), started.threads if started is not None else 0)
        self._compared_with = entry.name if entry is not None else ""
        self._progress, self.result, self._is_given_up = None, None, False

        self._thread = CheckThread(check, self)
        self._thread.progressed.connect(self._on_progressed)
        self._thread.ended.connect(self._on_ended)
        self._thread.failed.connect(self._on_ended)
        self._thread.finished.connect(self._on_finished)

        self._background.start(self._thread)
        self.show()
        self._show()
        self.activity_changed.emit()

    def give_up(self) -> None:
        """Stop a running check without a result."""
        if self._thread is not None:
            self._is_given_up = True
            self._thread.stop()

    def _on_progressed(self, progress: Progress) -> None:
        self._progress = progress
        self._show()

    def _on_ended(self, result: Agreement | Message | None) -> None:
        if not self._is_given_up:
            self.result = result
            self._show()
        if not self._is_given_up and result is not None:
            self.ended.emit(result.sentence() if isinstance(result, Agreement) else result)

    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.deleteLater()
        self.setVisible(self.result is not None)
        self._show()
        self.activity_changed.emit()

    def _show(self) -> None:
        is_going = self._thread is not None and self.result is None
        self._bar.setVisible(is_going)
        self.cancel.setVisible(is_going)
        self._icon.setVisible(not is_going)
        if is_going:
            progress = self._progress
            done, total = (progress.done, progress.total) if progress is not None else (0, 0)
            self._bar.setRange(0, total)
            self._bar.setValue(done)

            text = self.tr("A fresh run, then the program: {done} of {total} epochs")
            if self._compared_with:
                text = self.tr("Comparing with {run}: {done} of {total} epochs")
            self._text.setText(text.format(run=self._compared_with, done=done, total=total))
        elif self.result is not None:
            self._show_result(self.result)

    def _show_result(self, result: Agreement | Message) -> None:
        is_good = isinstance(result, Agreement) and result.is_equal
        named = theme.colours()
        icon = qtawesome.icon(
            "mdi6.check-circle-outline" if is_good else "mdi6.alert-circle-outline",
            color=named.accent if is_good else named.wrong,
        )
        self._icon.setPixmap(icon.pixmap(ICON))

        text = translate(result.sentence() if isinstance(result, Agreement) else result)
        if isinstance(result, Agreement):
            compared = self.tr("Compared with {run}.").format(run=self._compared_with)
            fresh = self.tr("Compared with %n epoch(s) trained just now.", "", result.epochs)
            text = in_a_row(text, compared if self._compared_with else fresh)
        self._text.setText(text)

    def retranslate(self) -> None:
        """Set the texts of the button and the row again."""
        self.cancel.setText(self.tr("Cancel"))
        self._show()

    def restyle(self) -> None:
        """Draw the icon in the current colour scheme."""
        self._show()


def comparable_run(store: RunStore, config: RunConfig) -> RunEntry | None:
    """Return the longest run with exactly this config from its first epoch, or None.

    Nothing may have been changed by hand. Imported ones come after all of one's own.
    """
    comparable = [
        entry
        for entry in store.entries()
        if entry.record.config == config and _is_comparable(entry)
    ]
    return max(
        comparable,
        key=lambda entry: (not entry.record.is_imported, len(entry.record.epochs)),
        default=None,
    )


def _is_comparable(entry: RunEntry) -> bool:
    record = entry.record
    was_continued = record.started is not None and record.started.epochs_before > 0
    return (
        bool(record.epochs)
        and not record.changes
        and record.forked_from is None
        and not (was_continued and record.config.schedule.kind in SCHEDULES_WITH_END)
    )
