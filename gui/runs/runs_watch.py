"""Notices changes that other windows and commands make in the runs folder."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.file_presence import is_missing
from core.messages import Message
from core.storage.layout import Listing, list_runs
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.process.timers import single_shot

POLL_MS = 4000
MAX_SHOWN = 4  # problems in the bar; its details hold the others
MAX_DETAILS = 1000
PAUSE_FACTOR = 40  # the pause between two scans, at least, in durations of a scan


@dataclass(frozen=True)
class _Look:
    """The result of one scan of the runs folder.

    Attributes:
        listing: the runs, and what there cannot be opened.
        took_s: the duration of the scan in seconds.
        expected: ids of runs that were there when it was requested.
    """

    listing: Listing
    took_s: float
    expected: frozenset[str]


class RunsWatch(QObject):
    """Scans the runs folder on request, and every few seconds after `start`.

    Polling also works on network drives.

    Signals:
        written(object): folders whose run is new or was rewritten, newest first.
        vanished(object): ids of runs that existed at the last scan, or were expected.
        unreadable(object): a list of `Message`, of what cannot be opened since this scan; emitted
            after `written`.
    """

    written = Signal(object)
    vanished = Signal(object)
    unreadable = Signal(object)

    def __init__(self, jobs: JobQueue, runs_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._looking = LatestJob(jobs)
        self._runs_dir = runs_dir
        self._seen: dict[str, int] = {}
        self._expected: set[str] = set()  # runs that are there, but that no scan has seen yet
        self._reported: dict[str, Message] = {}  # what cannot be read, by its name
        self._timer = single_shot(self, self.look)
        self._is_started = False

    def start(self) -> None:
        """Scan every few seconds from now on."""
        self._is_started = True
        self._timer.start(POLL_MS)

    def stop(self) -> None:
        """Stop scanning."""
        self._is_started = False
        self._timer.stop()

    def look(self) -> None:
        """Scan once."""
        expected = frozenset(self._expected)
        self._looking.request(
            lambda: _look(self._runs_dir, expected), self._on_looked, self._on_failed
        )

    def expect(self, run: str) -> None:
        """Report a run that is there now as vanished if the next scan does not see it."""
        self._expected.add(run)

    def watch_again(self, folder: Path) -> None:
        """Report this run at the next scan in any case: it may end without being rewritten."""
        if self._seen.pop(folder.name, None) is not None:
            self.expect(folder.name)

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self._on_looked(None)

    def _on_looked(self, look: _Look | None) -> None:
        problems: list[Message] = []
        if look is not None:
            problems = self._new_problems(look.listing)
        # as when a network is down
        if look is not None and look.listing.unreadable is None:
            written = look.listing.written
            known = dict.fromkeys([*self._seen, *look.expected])
            unknown = _unknown(look.listing).intersection(known)
            gone = [run for run in known if run not in written and run not in unknown]
            self._expected = (self._expected - look.expected) | unknown
            new = [run for run, when in written.items() if self._seen.get(run) != when]
            self._seen = dict(written)
            if gone:
                self.vanished.emit(gone)
            if new:
                self.written.emit([self._runs_dir / run for run in sorted(new, reverse=True)])
        if problems:
            self.unreadable.emit(problems)
        if self._is_started:
            took_ms = 0 if look is None else round(1000 * look.took_s)
            self._timer.start(max(POLL_MS, PAUSE_FACTOR * took_ms))

    def _new_problems(self, listing: Listing) -> list[Message]:
        """Return what cannot be read and was not returned since it could be read."""
        problems = dict(listing.problems)
        if listing.unreadable is not None:
            problems = {**self._reported, "": listing.unreadable}
        new = [problem for name, problem in problems.items() if name not in self._reported]
        self._reported = problems
        return new


def _unknown(listing: Listing) -> frozenset[str]:
    """Return the entries of which the system cannot tell whether they are runs."""
    return frozenset(listing.problems).difference(listing.unusable)


def joined(problems: Sequence[Message]) -> Message:
    """Return the problems as one message, because the bar shows one at a time."""
    text = problems[0]
    if len(problems) == 1:
        return text
    for problem in problems[1:MAX_SHOWN]:
        text = Message("{first} {second}", {"first": text, "second": problem})
    details = "\n".join(problem.details or str(problem) for problem in problems[:MAX_DETAILS])
    return replace(text, details=details)


def _look(runs_dir: Path, expected: frozenset[str]) -> _Look | None:
    started = time.perf_counter()
    if is_missing(runs_dir):
        return None
    listing = list_runs(runs_dir)
    return _Look(listing, time.perf_counter() - started, expected)
