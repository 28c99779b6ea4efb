"""The moment of its training at which each run is shown, the same in all views."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.config.run import RunConfig
from core.messages import Message, message
from core.network.weights import Weights
from core.run.moment import Moment, epochs_label, kept_moments
from core.storage.epoch_weights import moments_to_show, read_moment
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
    """Runs are shown as they are now; one of them can be shown at an earlier moment instead.

    Every view that shows a network takes it from here, and names its moment.

    Signals:
        changed(str): the network that is shown of this run is another one now.
        choices_changed(str): the run has other `choices`.
    """

    changed = Signal(str)
    choices_changed = Signal(str)

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._listing = LatestJob(jobs)
        self._reading = LatestJob(jobs)

        # the run that can be shown at an earlier moment
        self._run: str | None = None
        self._choices: Sequence[Moment] = ()
        self._chosen: Moment | None = None  # the earlier moment; None for now
        self._listed_epoch = 0  # the run's epoch when its folder was last listed
        self._earlier: dict[Moment, Weights] = {}  # at most as many as a run keeps

        store.weights_changed.connect(self._on_weights_changed)
        store.run_changed.connect(self._on_run_changed)

    @property
    def run(self) -> str | None:
        """The run whose earlier moments can be shown."""
        return self._run

    @property
    def choices(self) -> Sequence[Moment]:
        """The earlier moments at which that run can be shown, in order."""
        return self._choices

    @property
    def chosen(self) -> Moment | None:
        """The earlier moment at which that run is shown; None for now."""
        return self._chosen

    def label(self, moment: Moment) -> Message:
        """Return a moment of that run in few words: ``untrained``, ``1/8 of epoch 1``."""
        entry = self._store.get(self._run or "")
        batches = 1 if entry is None else entry.record.config.data.batches_per_epoch
        part = kept_moments(batches).get(moment, Fraction(moment.batch, batches))
        return epochs_label(float(moment.epochs + part))

    def network(self, run: str) -> ShownNetwork | None:
        """Return the network of a run that all views show; None if it has no weights."""
        entry = self._store.get(run)
        if entry is None:
            return None
        record = entry.record
        if run == self._run and self._chosen is not None:
            weights = self._earlier[self._chosen]
            return ShownNetwork(run, record.config, weights, self._chosen, is_latest=False)
        if record.weights is None:
            return None
        return ShownNetwork(run, record.config, record.weights, record.moment, is_latest=True)

    def note(self, run: str) -> str:
        """Return the moment of a run's network in words, where one might think of another one.

        That is at an earlier moment, and for a run that was stopped within an epoch, whose last
        numbers were measured before.
        """
        entry, network = self._store.get(run), self.network(run)
        if entry is None or network is None:
            return ""
        record = entry.record
        is_expected = not record.state.is_over or network.moment == Moment(record.epochs_done)
        return "" if network.is_latest and is_expected else moment_text(network.moment)

    def offer_epochs_of(self, run: str | None) -> None:
        """Let the moments of this run be chosen, or of none; all runs are shown as they are now."""
        entry = self._store.get(run or "")
        chosen = run if entry is not None and entry.folder is not None else None
        if chosen == self._run:
            return

        before, was_earlier = self._run, self._chosen is not None
        self._listing.cancel()
        self._reading.cancel()
        self._earlier.clear()
        self._run = chosen
        self._choices = ()
        self._chosen = None
        self._listed_epoch = 0

        if before is not None and was_earlier:
            self.changed.emit(before)
        self.choices_changed.emit(chosen or "")
        self._list()

    def show(self, moment: Moment | None) -> None:
        """Show the run at one of `choices`, or as it is now; its weights are read first."""
        entry = self._store.get(self._run or "")
        if moment is None or moment in self._earlier:
            self._reading.cancel()
            self._choose(moment)
        elif entry is not None and entry.folder is not None:
            self._reading.request(
                partial(read_moment, entry.folder, moment, entry.record.config),
                partial(self._on_read, moment),
                self._on_unread,
            )

    def _choose(self, moment: Moment | None) -> None:
        if moment == self._chosen or self._run is None:
            return
        self._chosen = moment
        self.changed.emit(self._run)

    def _on_read(self, moment: Moment, weights: Weights) -> None:
        if moment in self._choices:
            self._earlier[moment] = weights
            self._choose(moment)

    def _on_unread(self, reason: Message) -> None:
        """Stay at the moment that is shown, and list the moments again: one may be gone."""
        self._jobs.report(reason)
        self.choices_changed.emit(self._run or "")
        self._list()

    def _on_weights_changed(self, run: str) -> None:
        """Pass on that a run has new weights, unless it is shown at an earlier moment."""
        if run != self._run or self._chosen is None:
            self.changed.emit(run)
        entry = self._store.get(run)
        if entry is None or run != self._run or entry.record.moment is None:
            return
        if entry.record.moment in kept_moments(entry.record.config.data.batches_per_epoch):
            self._list()

    def _on_run_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is None or run != self._run:
            return
        if entry.record.epochs_done != self._listed_epoch:
            self._list()

    def _list(self) -> None:
        entry = self._store.get(self._run or "")
        if entry is None or entry.folder is None:
            return
        self._listed_epoch = entry.record.epochs_done
        if entry.record.config.is_regression:
            return
        self._listing.request(
            partial(moments_to_show, entry.folder, entry.record), self._on_listed, topic=self._run
        )

    def _on_listed(self, moments: Sequence[Moment]) -> None:
        if list(moments) == list(self._choices):
            return
        self._choices = moments
        shown = self._chosen

        # the weights shown may have been deleted: show the nearest moment that is still kept
        if shown is not None and shown not in moments:
            self.show(nearest_of(moments, shown))
        for moment in set(self._earlier) - {*moments, shown}:
            del self._earlier[moment]
        self.choices_changed.emit(self._run or "")


def nearest_of(moments: Sequence[Moment], moment: Moment) -> Moment | None:
    """Return the moment with the nearest epoch, then the nearest batch; None of none."""
    return min(
        moments,
        key=lambda other: (abs(other.epochs - moment.epochs), abs(other.batch - moment.batch)),
        default=None,
    )


def moment_text(moment: Moment | None) -> str:
    """Return the moment in words; an unknown one is that of a run stopped within an epoch."""
    return translate(moment.label if moment is not None else WHEN_STOPPED)
