"""Finds the runs on disk: those of earlier windows at the start, those of other windows and commands later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from core.errors import DamagedRunError, InklingError
from core.messages import Message, message
from core.run.record import RunRecord, RunState
from core.storage import labels
from core.storage import records as runs
from core.storage.labels import Label
from core.storage.layout import set_aside
from gui.background.jobs import JobQueue
from gui.runs.run_store import RunStore
from gui.runs.runs_watch import RunsWatch

CHUNK = 50  # run folders read between two looks at what else is to be done


class _BusyRuns(Protocol):
    """Who knows which runs of this window train or wait for it."""

    def __call__(self) -> Collection[str]: ...


@dataclass(frozen=True)
class _Found:
    """Runs that are over, folders in which somebody trains, and what is wrong with others."""

    runs: tuple[tuple[RunRecord, Path, Label], ...]
    busy: tuple[Path, ...]
    problems: tuple[Message, ...]


class RunFinder(QObject):
    """Puts the runs on disk into the store, and takes out those that vanished.

    Args:
        busy_runs: returns the runs of this window that train or wait for it; they are left alone.
    """

    def __init__(
        self,
        store: RunStore,
        jobs: JobQueue,
        runs_dir: Path,
        busy_runs: _BusyRuns,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._runs_dir = runs_dir
        self._busy_runs = busy_runs
        self._watch = RunsWatch(jobs, runs_dir, self)
        self._watch.written.connect(self._on_written)
        self._watch.vanished.connect(self._on_vanished)

    def find(self) -> None:
        """Look for runs of earlier and other windows, newest first, a chunk at a time."""
        self._watch.look()

    def watch(self) -> None:
        """Look for them every few seconds from now on."""
        self._watch.start()

    def stop(self) -> None:
        """Look no more."""
        self._watch.stop()

    def forget(self, run: str) -> None:
        """Take a deleted run for a new one if it comes back, out of the bin or an archive."""
        self._watch.watch_again(self._runs_dir / run)

    def _on_written(self, folders: list[Path]) -> None:
        for start in range(0, len(folders), CHUNK):
            chunk = folders[start : start + CHUNK]
            self._jobs.submit(
                partial(_outlines, chunk), self._on_found, partial(self._on_not_found, chunk)
            )

    def _on_not_found(self, folders: Sequence[Path], reason: Message) -> None:
        self._look_again(folders)
        self._jobs.report(reason)

    def _look_again(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            self._watch.watch_again(folder)

    def _on_found(self, found: _Found) -> None:
        self._look_again(found.busy)
        new = [each for each in found.runs if self._store.get(each[0].run) is None]
        if new:
            self._store.add_earlier(new)

        for record, folder, _ in found.runs:
            if self._is_stale(record):
                self._jobs.submit(partial(_whole, folder), self._on_trained_elsewhere)
        for problem in found.problems:
            self._jobs.report(problem)

    def _is_stale(self, record: RunRecord) -> bool:
        """Return whether somebody else trained a run of this window on."""
        entry = self._store.get(record.run)
        if entry is None or record.run in self._busy_runs():
            return False
        known = entry.record
        return known.state.is_over and (known.state, known.epochs_done) != (
            record.state,
            record.epochs_done,
        )

    def _on_trained_elsewhere(self, record: RunRecord) -> None:
        if self._store.get(record.run) is not None and record.run not in self._busy_runs():
            self._store.replace(record)

    def _on_vanished(self, gone: Sequence[str]) -> None:
        for run in gone:
            if run not in self._busy_runs():
                self._store.remove(run)


def _outlines(folders: Sequence[Path]) -> _Found:
    """Read what the folders say of their runs, without curves and weights."""
    found, busy, problems = [], [], []
    for folder in folders:
        try:
            record = runs.outline(folder)
        except DamagedRunError as error:
            problems.append(_put_away(folder, error.message))
        except InklingError as error:
            problems.append(error.message)
        else:
            if record.state is RunState.RUNNING:  # perhaps in another window
                busy.append(folder)
            else:
                found.append((record, folder, labels.read_label(folder)))
    return _Found(tuple(found), tuple(busy), tuple(problems))


def _put_away(folder: Path, problem: Message) -> Message:
    """Move a damaged folder out of the way; return the problem, with where the folder is now."""
    place = set_aside(folder)
    if place is None:
        return problem
    return message("{problem} The run's folder is now {place}.", problem=problem, place=str(place))


def _whole(folder: Path) -> RunRecord:
    record = runs.read_record(folder)
    record.weights = runs.open_run(folder).weights
    return record
