"""The moment of its training at which each run is shown, the same in all views."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.config.run import RunConfig
from core.messages import Message, message
from core.network.weights import Weights
from core.run.moment import Moment
from core.storage.epoch_weights import kept_epochs, read_epoch_weights
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.runs.run_store import RunStore
from gui.style.translation import translate

WHEN_STOPPED = message("when it was stopped")


@dataclass(frozen=True, eq=False)
class ShownNetwork:
    """A run's network at the moment at which it is shown.

    Attributes:
        moment: None for a run of an earlier version that was stopped within an epoch.
        is_latest: whether these are the run's newest weights.
    """

    run: str
    config: RunConfig
    weights: Weights
    moment: Moment | None
    is_latest: bool


class Moments(QObject):
    """Runs are shown as they are now; one of them can be shown after an earlier epoch instead.

    Every view that shows a network takes it from here, and names its moment.

    Signals:
        changed(str): the network that is shown of this run is another one now.
        epochs_listed(str): the run has other `epochs`.
    """

    changed = Signal(str)
    epochs_listed = Signal(str)

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._listing = LatestJob(jobs)
        self._reading = LatestJob(jobs)

        # the run that can be shown after an earlier epoch
        self._run: str | None = None
        self._epochs: Sequence[int] = ()
        self._epoch: int | None = None  # the earlier epoch; None for now
        self._listed_epoch = 0  # the run's epoch when its folder was last listed
        self._earlier: dict[int, Weights] = {}  # at most as many as a run keeps

        store.weights_changed.connect(self._on_weights_changed)
        store.run_changed.connect(self._on_run_changed)

    @property
    def run(self) -> str | None:
        """The run whose earlier epochs can be shown."""
        return self._run

    @property
    def epochs(self) -> Sequence[int]:
        """The epochs of that run whose weights are kept."""
        return self._epochs

    @property
    def epoch(self) -> int | None:
        """The earlier epoch at which that run is shown; None for now."""
        return self._epoch

    def network(self, run: str) -> ShownNetwork | None:
        """Return the network of a run that all views show; None if it has no weights."""
        entry = self._store.get(run)
        if entry is None:
            return None
        record = entry.record
        if run == self._run and self._epoch is not None:
            weights, moment = self._earlier[self._epoch], Moment(self._epoch)
            return ShownNetwork(run, record.config, weights, moment, is_latest=False)
        if record.weights is None:
            return None
        return ShownNetwork(run, record.config, record.weights, record.moment, is_latest=True)

    def note(self, run: str) -> str:
        """Return the moment of a run's network in words, where one might think of another one.

        That is after an earlier epoch, and for a run that was stopped within an epoch, whose last
        numbers were measured before.
        """
        entry, network = self._store.get(run), self.network(run)
        if entry is None or network is None:
            return ""
        record = entry.record
        is_expected = not record.state.is_over or network.moment == Moment(record.epochs_done)
        return "" if network.is_latest and is_expected else moment_text(network.moment)

    def offer_epochs_of(self, run: str | None) -> None:
        """Let the epochs of this run be chosen, or of none; all runs are shown as they are now."""
        entry = self._store.get(run or "")
        chosen = run if entry is not None and entry.folder is not None else None
        if chosen == self._run:
            return

        before, was_earlier = self._run, self._epoch is not None
        self._listing.cancel()
        self._reading.cancel()
        self._earlier.clear()
        self._run = chosen
        self._epochs = ()
        self._epoch = None
        self._listed_epoch = 0

        if before is not None and was_earlier:
            self.changed.emit(before)
        self.epochs_listed.emit(chosen or "")
        self._list_epochs()

    def show_epoch(self, epoch: int | None) -> None:
        """Show the run after one of `epochs`, or as it is now; its weights are read first."""
        entry = self._store.get(self._run or "")
        if epoch is None or epoch in self._earlier:
            self._reading.cancel()
            self._set_epoch(epoch)
        elif entry is not None and entry.folder is not None:
            self._reading.request(
                partial(read_epoch_weights, entry.folder, epoch, entry.record.config.model),
                partial(self._on_read, epoch),
                self._on_unread,
            )

    def _set_epoch(self, epoch: int | None) -> None:
        if epoch == self._epoch or self._run is None:
            return
        self._epoch = epoch
        self.changed.emit(self._run)

    def _on_read(self, epoch: int, weights: Weights) -> None:
        if epoch in self._epochs:
            self._earlier[epoch] = weights
            self._set_epoch(epoch)

    def _on_unread(self, reason: Message) -> None:
        """Stay at the epoch that is shown, and list the epochs again: one may be gone."""
        self._jobs.report(reason)
        self.epochs_listed.emit(self._run or "")
        self._list_epochs()

    def _on_weights_changed(self, run: str) -> None:
        """Pass on that a run has new weights, unless it is shown after an earlier epoch."""
        if run != self._run or self._epoch is None:
            self.changed.emit(run)

    def _on_run_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is None or run != self._run:
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
        self._epochs = epochs
        shown = self._epoch

        # the weights shown may have been deleted: show the nearest epoch that is still kept
        nearest = None
        if shown is not None:
            nearest = min(epochs, key=lambda epoch: abs(epoch - shown), default=None)
        if nearest != shown:
            self.show_epoch(nearest)
        for epoch in set(self._earlier) - {*epochs, shown}:
            del self._earlier[epoch]
        self.epochs_listed.emit(self._run or "")


def moment_text(moment: Moment | None) -> str:
    """Return the moment in words; an unknown one is that of a run stopped within an epoch."""
    return translate(moment.label if moment is not None else WHEN_STOPPED)
