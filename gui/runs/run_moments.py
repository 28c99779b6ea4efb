"""The earlier moments at which one run can be shown, and its weights at them."""

from collections.abc import Sequence
from fractions import Fraction

from core.network.weights import Weights
from core.run.moment import Moment
from core.storage.retention import kept_after
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.runs.run_store import RunEntry


class RunMoments:
    """What `Moments` knows of one shown run.

    Attributes:
        entry: the run.
        listing: the job that lists what the run keeps.
        listed_epoch: the run's epoch when that was listed last.
        shown: the earlier moment at which the run is shown; None for its newest weights.
        weights: those that have been read, at most of the moments in `kept` and of `shown`.
    """

    def __init__(self, entry: RunEntry, jobs: JobQueue) -> None:
        self.entry = entry
        self.listing = LatestJob(jobs)
        self.listed_epoch = -1
        self.shown: Moment | None = None
        self.weights: dict[Moment, Weights] = {}
        self._kept: Sequence[Moment] = ()
        self._unreadable: set[Moment] = set()

    @property
    def kept(self) -> list[Moment]:
        """The moments whose weights are kept and can be read as far as is known, in order."""
        return [moment for moment in self._kept if moment not in self._unreadable]

    def set_kept(self, moments: Sequence[Moment]) -> None:
        """Set what the run keeps now, and forget all other weights."""
        self._kept = moments
        self.forget_others()

    @property
    def is_line(self) -> bool:
        """Whether the run fits a line; its record has the weight after every epoch."""
        return self.entry.record.config.is_regression

    def forget_others(self) -> None:
        """Forget the weights of moments that are neither kept nor shown."""
        for moment in set(self.weights) - {*self._kept, self.shown}:
            del self.weights[moment]

    def list_line(self) -> None:
        """Set the moments of a run that fits a line: as many as other runs keep, once it is over.

        While it trains, its epochs follow each other faster than anybody could choose them. A fork
        has none before its fork.
        """
        record = self.entry.record
        epochs = kept_after(record.epochs_done) if record.state.is_over else ()
        if record.forked_from is None:
            self.set_kept([Moment(0), *map(Moment, epochs)] if epochs else [])
        else:
            since = record.forked_from[1]
            self.set_kept([Moment(epoch) for epoch in epochs if epoch > since])

    def refuse(self, moment: Moment) -> None:
        """Offer a moment no longer, since its weights cannot be read."""
        self._unreadable.add(moment)

    def epochs_at(self, moment: Moment) -> Fraction:
        """Return the epochs done at a moment, with a part of one."""
        return moment.epochs_in(self.entry.record.config.data.batches_per_epoch)

    def moment_at(self, epochs: Fraction | None) -> Moment | None:
        """Return the kept moment at which the run is shown after `epochs` epochs.

        That is the last one by then, or the first of a run that began later.

        Args:
            epochs: None for now.

        Returns:
            None for the run's newest weights: now, and where the run ends before.
        """
        kept = self.kept
        if epochs is None or not kept or epochs >= self._newest_epochs():
            return None
        return next((one for one in reversed(kept) if self.epochs_at(one) <= epochs), kept[0])

    def _newest_epochs(self) -> Fraction:
        """Return the epochs done by the newest weights."""
        record = self.entry.record
        if record.moment is not None:
            return self.epochs_at(record.moment)
        return record.epochs_done + Fraction(1, 2)  # stopped somewhere within an epoch
