"""A slider through the kept epochs of a run, so that a drawing is read as the network would have read it then."""

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
        self._listing, self._reading = LatestJob(jobs), LatestJob(jobs)
        self._run: str | None = None
        self._epochs: Sequence[int] = ()
        self._epoch: int | None = None  # None for now
        self._seen_epoch = 0  # of the run, when its folder was last looked into
        self._then = Predictors()  # by the epoch's number; at most as many as a run keeps
        self._title, self._value = styled_label("quiet", self), styled_label("quiet", self)
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
        """The run in view."""
        return self._run

    @property
    def epoch(self) -> int | None:
        """The epoch that is shown; None for the present."""
        return self._epoch

    def set_run(self, entry: RunEntry | None) -> None:
        """Look at this run, or at none; the slider begins at its right end."""
        run = entry.record.run if entry is not None and entry.folder is not None else None
        if run == self._run:
            return

        self._listing.cancel()
        self._reading.cancel()
        self._forget_networks()
        self._run, self._epochs, self._epoch, self._seen_epoch = run, (), None, 0
        self._arrange()
        self._look()

    def probabilities(self, digit: Ink) -> Sequence[float]:
        """The ten probabilities of the network of the epoch shown, which must not be the present."""
        return self._then.probabilities(str(self._epoch), digit)

    def _forget_networks(self) -> None:
        for epoch in self._epochs:
            self._then.forget(str(epoch))

    def _on_run_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if run == self._run and entry is not None and entry.record.epochs_done != self._seen_epoch:
            self._look()

    def _look(self) -> None:
        entry = self._store.get(self._run or "")
        if entry is None or entry.folder is None:
            return
        self._seen_epoch = entry.record.epochs_done
        self._listing.request(partial(kept_epochs, entry.folder), self._on_listed, topic=self._run)

    def _on_listed(self, epochs: Sequence[int]) -> None:
        if list(epochs) == list(self._epochs):
            return
        for epoch in set(self._epochs) - set(epochs) - {self._epoch}:
            self._then.forget(str(epoch))
        self._epochs = epochs
        self._arrange()
        if (
            self._epoch is not None and self._epoch not in epochs
        ):  # thinned away: the nearest, where the slider is now
            self._on_moved(self.slider.value())

    def _arrange(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(self._epochs))
        self.slider.setValue(self._place())
        self.slider.blockSignals(False)
        self.setVisible(bool(self._epochs))
        self.retranslate()

    def _place(self) -> int:
        shown, places = self._epoch, range(len(self._epochs))
        if shown is None:
            return len(self._epochs)
        return min(places, key=lambda place: abs(self._epochs[place] - shown), default=0)

    def _on_moved(self, place: int) -> None:
        self._show_epoch(self._epochs[place] if place < len(self._epochs) else None)

    def _show_epoch(self, epoch: int | None) -> None:
        entry = self._store.get(self._run or "")
        if epoch is None or self._then.knows(str(epoch)):
            self._reading.cancel()
            self._take(epoch)
        elif entry is not None and entry.folder is not None:
            self._reading.request(
                partial(_earlier, entry.folder, epoch, entry.record),
                partial(self._on_read, epoch),
                self._on_unread,
            )

    def _on_read(self, epoch: int, earlier: RunRecord) -> None:
        if epoch in self._epochs:
            self._then.set_weights(earlier)
            place = self.slider.value()
            if (
                place < len(self._epochs) and self._epochs[place] == epoch
            ):  # otherwise a new list of epochs has put it back
                self._take(epoch)

    def _on_unread(self, reason: Message) -> None:
        """Go back to the epoch that is shown, and list the epochs again: one may be gone."""
        self._jobs.report(reason)
        self._arrange()
        self._look()

    def _take(self, epoch: int | None) -> None:
        self._epoch = epoch
        self.retranslate()
        self.epoch_changed.emit()

    def retranslate(self) -> None:
        """What it is, and where it stands."""
        self._title.setText(self.tr("after epoch"))
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


def _earlier(folder: Path, epoch: int, record: RunRecord) -> RunRecord:
    return RunRecord(
        str(epoch), record.config, weights=read_epoch_weights(folder, epoch, record.config.model)
    )
