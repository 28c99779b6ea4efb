"""A slider through a run's kept epochs: the network of that epoch reads the drawing."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from core.data.ink import Ink
from core.messages import Message
from core.run.record import RunRecord
from core.storage.epoch_weights import kept_epochs, read_epoch_weights
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.drawing.predictors import Predictors
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.widgets.field_editors import QuietSlider
from gui.widgets.panel import Panel, styled_label


class EpochSlider(Panel):
    """Hidden unless a run is in view whose folder has weights of earlier epochs.

    Signals:
        epoch_changed(): another epoch is shown now, its network ready to answer.
    """

    epoch_changed = Signal()

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._listing = LatestJob(jobs)
        self._reading = LatestJob(jobs)
        self._run: str | None = None
        self._epochs: Sequence[int] = ()
        self._epoch: int | None = None  # None for the present
        self._listed_epoch = 0  # the run's epoch when its folder was last listed
        self._then = Predictors()  # by the epoch's number; at most as many as a run keeps

        self._title = styled_label("quiet", self)
        self._value = styled_label("quiet", self)
        self.slider = QuietSlider(self)
        self.slider.setTickPosition(QSlider.TickPosition.NoTicks)
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._on_moved)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * theme.STEP)
        layout.addWidget(self._title)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._value)

        store.run_changed.connect(self._on_run_changed)
        self.hide()
        self.retranslate()

    @property
    def run(self) -> str | None:
        """The run whose epochs are shown."""
        return self._run

    @property
    def epoch(self) -> int | None:
        """The epoch that is shown; None for the present."""
        return self._epoch

    def set_run(self, entry: RunEntry | None) -> None:
        """Show the epochs of this run, or of none; the slider begins at its right end."""
        run = entry.record.run if entry is not None and entry.folder is not None else None
        if run == self._run:
            return

        self._listing.cancel()
        self._reading.cancel()
        self._forget_networks()
        self._run = run
        self._epochs = ()
        self._epoch = None
        self._listed_epoch = 0
        self._arrange()
        self._list_epochs()

    def probabilities(self, digit: Ink) -> Sequence[float]:
        """Have the network of the epoch shown, not of the present, read a digit.

        Returns:
            The probability of each class.
        """
        return self._then.probabilities(str(self._epoch), digit)

    def _forget_networks(self) -> None:
        for epoch in self._epochs:
            self._then.forget(str(epoch))

    def _on_run_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if run != self._run or entry is None:
            return
        if entry.record.epochs_done != self._listed_epoch:
            self._list_epochs()

    def _list_epochs(self) -> None:
        entry = self._store.get(self._run or "")
        if entry is None or entry.folder is None:
            return
        self._listed_epoch = entry.record.epochs_done
        self._listing.request(partial(kept_epochs, entry.folder), self._on_listed, topic=self._run)

    def _on_listed(self, epochs: Sequence[int]) -> None:
        if list(epochs) == list(self._epochs):
            return
        for epoch in set(self._epochs) - set(epochs) - {self._epoch}:
            self._then.forget(str(epoch))
        self._epochs = epochs
        self._arrange()

        # if the epoch's weights were deleted, show the nearest, where the slider is now
        if self._epoch is not None and self._epoch not in epochs:
            self._on_moved(self.slider.value())

    def _arrange(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(self._epochs))
        self.slider.setValue(self._position())
        self.slider.blockSignals(False)
        self.setVisible(bool(self._epochs))
        self.retranslate()

    def _position(self) -> int:
        """Return the slider's position for the epoch shown, or for the nearest kept one."""
        shown = self._epoch
        if shown is None:
            return len(self._epochs)
        indices = range(len(self._epochs))
        return min(indices, key=lambda index: abs(self._epochs[index] - shown), default=0)

    def _on_moved(self, position: int) -> None:
        self._show_epoch(self._epoch_at(position))

    def _epoch_at(self, position: int) -> int | None:
        """Return the epoch at a position of the slider; None at its right end, the present."""
        return self._epochs[position] if position < len(self._epochs) else None

    def _show_epoch(self, epoch: int | None) -> None:
        entry = self._store.get(self._run or "")
        if epoch is None or self._then.knows(str(epoch)):
            self._reading.cancel()
            self._set_epoch(epoch)
        elif entry is not None and entry.folder is not None:
            self._reading.request(
                partial(_earlier_record, entry.folder, epoch, entry.record),
                partial(self._on_read, epoch),
                self._on_unread,
            )

    def _on_read(self, epoch: int, earlier: RunRecord) -> None:
        if epoch not in self._epochs:
            return
        self._then.set_weights(earlier)
        # the slider is elsewhere if a new list of epochs has put it back
        if self._epoch_at(self.slider.value()) == epoch:
            self._set_epoch(epoch)

    def _on_unread(self, reason: Message) -> None:
        """Go back to the epoch that is shown, and list the epochs again: one may be gone."""
        self._jobs.report(reason)
        self._arrange()
        self._list_epochs()

    def _set_epoch(self, epoch: int | None) -> None:
        self._epoch = epoch
        self.retranslate()
        self.epoch_changed.emit()

    def retranslate(self) -> None:
        """Renew title, value, tool tip and accessible name."""
        self._title.setText(self.tr("after epoch"))

        # as wide as its longest text, so that the slider keeps its length
        widest = self._value.fontMetrics().horizontalAdvance(
            max(self.tr("now"), str(10**4), key=len)
        )
        self._value.setMinimumWidth(widest)
        self._value.setText(self.tr("now") if self._epoch is None else str(self._epoch))

        self.setToolTip(
            self.tr(
                "How the network read the drawing after an earlier epoch; at the right end, how"
                " it reads it now"
            )
        )
        self.slider.setAccessibleName(self.tr("Epoch whose network reads the drawing"))


def _earlier_record(folder: Path, epoch: int, record: RunRecord) -> RunRecord:
    return RunRecord(
        str(epoch), record.config, weights=read_epoch_weights(folder, epoch, record.config.model)
    )
