"""The digits that decide between two networks, at the moment at which their runs are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.comparison.deciding_digits import DecidingDigits, deciding_digits
from core.config.run import RunConfig, sealed
from core.evaluation.assessment import Reading
from core.messages import Message
from core.run.moment import Moment
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.comparison.comparison import Comparison
from gui.comparison.reviews import MAX_DIGITS
from gui.runs.moments import Moments, ShownNetwork


@dataclass(frozen=True)
class ShownDigits:
    """The digits that decide at some moment.

    Attributes:
        whens: the moments of the two networks, in words.
    """

    deciding: DecidingDigits
    whens: Sequence[Message]


@dataclass(frozen=True, eq=False)
class _Side:
    """One of the two networks.

    Attributes:
        reading: the answers of the finished run.
        earlier: the network that is shown of the run, if that is an earlier one.
        when: the moment of the network that is shown, in words.
    """

    run: str
    reading: Reading
    earlier: ShownNetwork | None
    when: Message


class DigitsShown(QObject):
    """Has the two networks of a comparison read the test digits at the moment chosen for all runs.

    A run that is hidden or gone is shown as it was judged: finished.

    Signals:
        changed(): the digits of the comparison that is watched are others now.
    """

    changed = Signal()

    def __init__(self, moments: Moments, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moments = moments
        self._jobs = jobs
        self._reading = LatestJob(jobs)
        self._comparison: Comparison | None = None
        self._sides: Sequence[_Side] = ()
        self._earlier: ShownDigits | None = None
        moments.changed.connect(self._on_moment_changed)

    def watch(self, comparison: Comparison | None) -> None:
        """Follow the runs of this comparison; None follows none."""
        if comparison is not self._comparison:
            self._comparison = comparison
            self._forget()
        self._renew()

    def digits(self) -> ShownDigits | None:
        """Return the digits of the comparison that is watched; None before both have finished.

        While they are being read at another moment, those of the moment before.
        """
        if self._comparison is None or not self._sides:
            return None
        deciding = self._comparison.judgement.deciding
        if deciding is None:
            return None
        finished = [_finished(self._comparison, side.run) for side in self._sides]
        return self._earlier or ShownDigits(deciding, finished)

    def _forget(self) -> None:
        self._reading.cancel()
        self._sides, self._earlier = (), None

    def _on_moment_changed(self, run: str) -> None:
        if any(side.run == run for side in self._sides) and self._renew():
            self.changed.emit()

    def _renew(self) -> bool:
        """Have the digits read if other networks are shown; return whether others are known now."""
        comparison, before = self._comparison, self._sides
        sides = [] if comparison is None else _sides(comparison, self._moments)
        if comparison is None or _are_same(sides, before):
            return False

        self._sides = sides
        if [side.run for side in sides] != [side.run for side in before]:
            self._earlier = None
        if all(side.earlier is None for side in sides):
            self._reading.cancel()
            self._earlier = None
            return True
        config = comparison.kept.experiment.members[0].config
        config = sealed(config) if comparison.kept.is_sealed else config
        self._reading.request(
            partial(_read, config, sides),
            partial(self._on_read, [side.when for side in sides]),
            self._on_unread,
            topic=comparison,
        )
        return False

    def _on_read(self, whens: Sequence[Message], deciding: DecidingDigits) -> None:
        self._earlier = ShownDigits(deciding, whens)
        self.changed.emit()

    def _on_unread(self, reason: Message) -> None:
        """Show the finished runs, and try again with the next moment."""
        self._jobs.report(reason)
        self._earlier = None
        self.changed.emit()


def _sides(comparison: Comparison, moments: Moments) -> list[_Side]:
    """Return the two networks whose digits are shown; none before both have finished.

    Nor are there any once a run was deleted, until what is left has been judged.
    """
    runs = comparison.judged_runs()
    if comparison.judgement.deciding is None or any(map(comparison.lacks, runs)):
        return []
    sides, names = [], comparison.kept.experiment.names
    for run in sorted(runs, key=lambda one: names.index(comparison.runs[one].member)):
        planned, network = comparison.runs[run], moments.network(run)
        earlier = None if network is None or network.is_latest else network
        reading = comparison.results.reading(planned.member, planned.seed)
        when = _finished(comparison, run) if earlier is None else earlier.when
        sides.append(_Side(run, reading, earlier, when))
    return sides


def _are_same(sides: Sequence[_Side], before: Sequence[_Side]) -> bool:
    """Return whether these are the same networks with the same weights."""

    def weights_of(side: _Side) -> object:
        return None if side.earlier is None else side.earlier.weights

    return len(sides) == len(before) and all(
        one.reading is other.reading and weights_of(one) is weights_of(other)
        for one, other in zip(sides, before, strict=True)
    )


def _finished(comparison: Comparison, run: str) -> Message:
    """Return the moment at which a run is judged, in words."""
    config = comparison.runs[run].config
    return Moment(config.epochs).label(config.data.batches_per_epoch)


def _read(config: RunConfig, sides: Sequence[_Side]) -> DecidingDigits:
    """Have the earlier networks read the digits, in a job."""
    from core.data import datasets
    from core.evaluation import accuracy

    first, second = (
        side.reading
        if side.earlier is None
        else accuracy.read(side.earlier.config, side.earlier.weights, datasets.load(config.data))
        for side in sides
    )
    return deciding_digits(config, first, second, MAX_DIGITS)
