"""The moment of training at which all runs are shown, the same in all views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from core.config.run import RunConfig
from core.errors import RunFolderError
from core.messages import Message, message
from core.network.weights import Weights
from core.run.moment import Moment, kept_moments
from core.run.record import RunState
from core.storage.epoch_weights import moments_to_show, read_moment
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.runs.run_moments import RunMoments
from gui.runs.run_store import RunStore
from gui.style.translation import translate

WHEN_STOPPED = message("when it was stopped")


@dataclass(frozen=True, eq=False)
class ShownNetwork:
    """A run's network at the moment at which it is shown.

    Attributes:
        config: of the run, with the examples that judge it as test examples.
        moment: None for a run of an earlier version that was stopped within an epoch.
        is_latest: whether these are the run's newest weights.
        is_training: whether they are about to be replaced by newer ones.
    """

    run: str
    config: RunConfig
    weights: Weights
    moment: Moment | None
    is_latest: bool
    is_training: bool = False

    @property
    def is_mid_epoch(self) -> bool:
        """Whether its run trains and is within an epoch.

        Such weights pass within half a second. What takes longer than that to find out about them
        is renewed at the end of the epoch.
        """
        return self.is_training and self.moment is not None and bool(self.moment.batch)

    def succeeds(self, earlier: "ShownNetwork") -> bool:
        """Return whether what was found out about an earlier network is about this one as well.

        It is if the network is the same, or if its run has got further since and both were its
        newest, and if the same examples judge it.
        """
        judges, judges_before = (one.config.data.tests_held_out for one in (self, earlier))
        if self.run != earlier.run or judges is not judges_before:
            return False
        return self.weights is earlier.weights or (self.is_latest and earlier.is_latest)

    @property
    def earlier_epochs(self) -> Fraction | None:
        """The epochs done at an earlier moment; None for the newest weights."""
        if self.is_latest or self.moment is None:
            return None
        return self.moment.epochs_in(self.config.data.batches_per_epoch)

    @property
    def when(self) -> Message:
        """The moment in words, as every view names it."""
        if self.moment is None:
            return WHEN_STOPPED
        return self.moment.label(self.config.data.batches_per_epoch)

    @property
    def when_in_short(self) -> Message:
        """The moment in two words, where there is no space for `when`."""
        if self.moment is None:
            return WHEN_STOPPED
        return self.moment.short_label(self.config.data.batches_per_epoch)


@dataclass(frozen=True)
class _Missing:
    """Weights that have to be read before a moment can be shown."""

    run: str
    moment: Moment


def with_example(moment: str) -> str:
    """Add to a network's moment that it reads a test image, as nothing is drawn."""
    text = QCoreApplication.translate("Example", "{moment} · reading a test image until you draw")
    return text.format(moment=moment)


def example_rule() -> str:
    """Explain which test image is read."""
    return QCoreApplication.translate(
        "Example",
        "The first test image that the networks shown misread before training, so that one sees "
        "what they learn.",
    )


class Moments(QObject):
    """Runs are shown as they are now, or all visible ones as they were after as many epochs.

    A run that keeps no weights of exactly that moment is shown at its last kept one before; a run
    that ends before is shown with its newest weights. Every view that shows a network takes it
    from here, and names its moment.

    Signals:
        changed(str): the network that is shown of this run is another one now, or `chosen` is.
        choices_changed(): `choices` or `chosen` changed.
    """

    changed = Signal(str)
    choices_changed = Signal()

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._reading = LatestJob(jobs)
        self._missing: Sequence[_Missing] = ()  # what is being read
        self._runs: dict[str, RunMoments] = {}  # visible runs that are kept
        self._choices: Sequence[Fraction] = ()
        self._chosen: Fraction | None = None
        self._requested: Fraction | None = None

        store.weights_changed.connect(self._on_weights_changed)
        store.run_changed.connect(self._on_run_changed)
        store.run_added.connect(self._on_run_added)
        store.visibility_changed.connect(self._on_visibility_changed)
        store.run_removed.connect(self._on_visibility_changed)

    @property
    def choices(self) -> Sequence[Fraction]:
        """The numbers of epochs done, with parts, at which a visible run can be shown, in order."""
        return self._choices

    @property
    def chosen(self) -> Fraction | None:
        """The one of `choices` at which the visible runs are shown; None for now."""
        return self._chosen

    @property
    def requested(self) -> Fraction | None:
        """The moment that was asked for last; it is `chosen` once its weights have been read."""
        return self._requested

    @property
    def is_reading(self) -> bool:
        """Whether weights are read for the moment asked for last."""
        return bool(self._missing)

    def network(self, run: str) -> ShownNetwork | None:
        """Return the network of a run that all views show; None if it has no weights."""
        entry, known = self._store.get(run), self._runs.get(run)
        if entry is None:
            return None
        record = entry.record
        if known is not None and known.shown in known.weights:
            weights = known.weights[known.shown]
            return ShownNetwork(run, record.judged, weights, known.shown, is_latest=False)
        if record.weights is None:
            return None
        return ShownNetwork(
            run,
            record.judged,
            record.weights,
            record.moment,
            is_latest=True,
            is_training=record.state is RunState.RUNNING,
        )

    def earlier(self, run: str) -> Moment | None:
        """Return the earlier moment at which a run is shown; None for its newest weights."""
        return self._runs[run].shown if run in self._runs else None

    def show(self, epochs: Fraction | None) -> None:
        """Show all visible runs at one of `choices`, or as they are now.

        The weights are read first, while the runs are shown as before.
        """
        self._requested = epochs
        self._missing = missing = [
            _Missing(run, moment)
            for run, known in self._runs.items()
            if (moment := known.moment_at(epochs)) is not None
            and moment not in known.weights
            and not known.is_line
        ]
        if not missing:
            self._reading.cancel()
            self._choose(epochs)
            return

        wanted = {one: (self._runs[one.run].entry.folder, self._config(one.run)) for one in missing}
        self._reading.request(partial(_read, wanted), self._on_read, self._on_unread)

    def _config(self, run: str) -> RunConfig:
        return self._runs[run].entry.record.config

    def _choose(self, epochs: Fraction | None) -> None:
        """Show all runs at a moment whose weights have been read."""
        is_other = epochs != self._chosen
        self._chosen = epochs

        changed = []
        for run, known in self._runs.items():
            moment = known.moment_at(epochs)
            if moment != known.shown or is_other:
                changed.append(run)
            known.shown = moment
            known.forget_others()

        for run in changed:
            self.changed.emit(run)
        if is_other:
            self.choices_changed.emit()

    def _on_read(self, weights: Mapping[_Missing, Weights | Message]) -> None:
        """Go to the moment; weights that cannot be read give way to earlier ones of their run."""
        self._missing = ()
        failed = []
        for one, read in weights.items():
            known = self._runs.get(one.run)
            if isinstance(read, Message):
                failed.append(one.run)
                self._jobs.report(read)
            if known is not None and isinstance(read, Message):
                known.refuse(one.moment)
            elif known is not None and not isinstance(read, Message):
                known.weights[one.moment] = read

        if not failed:
            self.show(self._requested)
            return
        self._choices = self._all_choices()
        self.show(self._requested if self._requested in self._choices else self._chosen)
        self.choices_changed.emit()
        for run in failed:
            if run in self._runs:
                self._list(run)

    def _on_unread(self, reason: Message) -> None:
        """Stay at the moment that is shown."""
        self._jobs.report(reason)
        self._missing = ()
        self._requested = self._chosen
        self.choices_changed.emit()

    def _on_weights_changed(self, run: str) -> None:
        """Pass on that a run has new weights, unless it is shown at an earlier moment."""
        known = self._runs.get(run)
        if known is None or known.shown is None:
            self.changed.emit(run)
        if known is None:
            return

        self._renew(run)
        record = known.entry.record
        if record.moment in kept_moments(record.config.data.batches_per_epoch):
            self._list(run)

    def _renew(self, run: str) -> None:
        """Show a run that has got further, or keeps other moments now, at the moment chosen."""
        known = self._runs[run]
        is_read = any(one.run == run for one in self._missing)
        if not is_read and known.moment_at(self._requested) != known.shown:
            self.show(self._requested)

    def _on_run_changed(self, run: str) -> None:
        known = self._runs.get(run)
        if known is None:
            return
        if known.entry.record.epochs_done != known.listed_epoch or known.is_line:
            self._list(run)

    def _on_run_added(self, run: str) -> None:
        """Show a run that begins as it is now, and the others with it."""
        self.show(None)
        self._on_visibility_changed(run)

    def _on_visibility_changed(self, run: str) -> None:
        """List what a shown run keeps, and forget what a hidden one keeps."""
        entry, known = self._store.get(run), self._runs.get(run)
        is_shown = entry is not None and entry.is_visible and entry.folder is not None
        if entry is not None and is_shown and known is None:
            self._runs[run] = RunMoments(entry, self._jobs)
            self._list(run)
        elif known is not None and not is_shown:
            del self._runs[run]
            known.listing.cancel()
            if known.shown is not None and entry is not None:
                self.changed.emit(run)
            self._on_kept_changed()

    def _list(self, run: str) -> None:
        known = self._runs[run]
        record, folder = known.entry.record, known.entry.folder
        known.listed_epoch = record.epochs_done
        if folder is None:
            return
        if known.is_line:
            if record.state.is_over:
                known.list_line()
                self._on_kept_changed()
            return
        known.listing.request(
            partial(moments_to_show, folder, record), partial(self._on_listed, run), topic=run
        )

    def _on_listed(self, run: str, moments: Sequence[Moment]) -> None:
        known = self._runs.get(run)
        if known is not None:
            known.set_kept(moments)
            self._on_kept_changed()
            self._renew(run)

    def _on_kept_changed(self) -> None:
        """Offer what is kept now; in place of a moment that is gone show the nearest one."""
        choices = self._all_choices()
        if choices == self._choices:
            return
        self._choices = choices
        if self._chosen is not None and self._chosen not in choices:
            self.show(nearest_of(choices, self._chosen))
        self.choices_changed.emit()

    def _all_choices(self) -> list[Fraction]:
        return sorted(
            {known.epochs_at(moment) for known in self._runs.values() for moment in known.kept}
        )


def nearest_of(choices: Sequence[Fraction], epochs: Fraction) -> Fraction | None:
    """Return the nearest number of epochs, the earlier one of two; None of none."""
    return min(choices, key=lambda other: abs(other - epochs), default=None)


def run_at(name: str, when: Message) -> str:
    """Return the name of a run together with the moment at which it is shown."""
    return translate(message("{run} ({moment})", run=name, moment=when))


def _read(
    wanted: Mapping[_Missing, tuple[Path | None, RunConfig]],
) -> dict[_Missing, Weights | Message]:
    """Read weights; in place of those that cannot be read there is the reason."""
    found: dict[_Missing, Weights | Message] = {}
    for one, (folder, config) in wanted.items():
        assert folder is not None
        try:
            found[one] = read_moment(folder, one.moment, config)
        except RunFolderError as error:
            found[one] = error.message
    return found
