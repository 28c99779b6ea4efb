"""Finds the runs on disk: those of earlier windows, and later those of other processes."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.errors import (
    DamagedRunError,
    InklingError,
    RunFolderError,
    RunNotReadableError,
    failing_alone,
)
from core.file_presence import is_new
from core.messages import Message, message
from core.run.record import RunRecord, RunState
from core.storage import labels
from core.storage import records as runs
from core.storage.labels import Label
from core.storage.layout import RUN_FILE, set_aside
from core.storage.ownership import is_own_run
from gui.background.jobs import JobQueue, ignore_result
from gui.runs.run_store import RunStore
from gui.runs.runs_watch import RunsWatch, joined

CHUNK = 50  # run folders per job, so that other jobs do not wait long


@dataclass(frozen=True)
class _Outlines:
    """Finished runs, folders of running ones, and problems with others.

    Attributes:
        unread: why a file of a folder cannot be read, which is tried again.
        read: the folders of which everything could be read.
    """

    runs: tuple[tuple[RunRecord, Path, Label], ...]
    busy: tuple[Path, ...]
    unread: Mapping[Path, Message]
    problems: tuple[Message, ...]
    read: tuple[Path, ...]


class RunFinder(QObject):
    """Adds the runs on disk to the store, and removes those that vanished.

    Args:
        busy_runs: returns the runs of this window that are training or queued; they are skipped.
        writing: the queue in which numbers are written; `jobs` unless given.
    """

    def __init__(
        self,
        store: RunStore,
        jobs: JobQueue,
        runs_dir: Path,
        busy_runs: Callable[[], Collection[str]],
        parent: QObject | None = None,
        *,
        writing: JobQueue | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._writing = writing or jobs
        self._runs_dir = runs_dir
        self._busy_runs = busy_runs
        self._watch = RunsWatch(jobs, runs_dir, self)
        self._watch.written.connect(self._on_written)
        self._watch.vanished.connect(self._on_vanished)
        self._watch.unreadable.connect(self._add_problems)
        self._unread_chunks = 0
        self._unread: dict[Path, Message] = {}  # reported, and tried again
        self._problems: list[Message] = []  # reported together, because the bar shows one message

    def find(self) -> None:
        """Look for runs of earlier and other windows, newest first, a chunk at a time."""
        self._watch.look()

    def watch(self) -> None:
        """Look for new runs every few seconds from now on."""
        self._watch.start()

    def stop(self) -> None:
        """Stop looking."""
        self._watch.stop()

    def expect(self, run: str) -> None:
        """Notice when another window deletes a run of this one, if it has been kept."""
        self._jobs.submit(
            partial(os.path.isfile, self._runs_dir / run / RUN_FILE),
            lambda is_kept: self._watch.expect(run) if is_kept else None,
        )

    def forget(self, run: str) -> None:
        """Treat a deleted run as new if it comes back, from the bin or an archive."""
        self._watch.watch_again(self._runs_dir / run)

    def _on_written(self, folders: list[Path]) -> None:
        for start in range(0, len(folders), CHUNK):
            chunk = folders[start : start + CHUNK]
            self._unread_chunks += 1
            self._jobs.submit(
                partial(_outlines, chunk), self._on_outlines_read, partial(self._on_not_read, chunk)
            )

    def _on_not_read(self, folders: Sequence[Path], reason: Message) -> None:
        self._look_again(folders)
        self._unread_chunks -= 1
        self._add_problems([reason])

    def _add_problems(self, problems: Sequence[Message]) -> None:
        """Report problems once all chunks have been read."""
        self._problems += problems
        if self._problems and not self._unread_chunks:
            self._jobs.report(joined(self._problems))
            self._problems = []

    def _look_again(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            self._watch.watch_again(folder)

    def _on_outlines_read(self, outlines: _Outlines) -> None:
        self._look_again((*outlines.busy, *outlines.unread))
        new = [kept for kept in outlines.runs if self._store.get(kept[0].run) is None]
        if new:
            self._store.add_earlier(new)
            self._keep_numbers(new)

        busy = self._busy_runs()
        for record, folder, label in outlines.runs:
            if folder not in outlines.unread:
                self._store.take_over(record.run, label)
            if record.run in busy:  # it may differ from the window's run when that ends
                self._watch.watch_again(folder)
            elif self._is_stale(record):
                self._jobs.submit(partial(_whole, folder), self._on_trained_elsewhere)
        self._unread_chunks -= 1
        for folder in outlines.read:
            self._unread.pop(folder, None)
        self._add_problems(outlines.problems + self._new_unread(outlines.unread))

    def _new_unread(self, unread: Mapping[Path, Message]) -> tuple[Message, ...]:
        """Return why folders cannot be read that could be read before."""
        new = tuple(why for folder, why in unread.items() if folder not in self._unread)
        self._unread.update(unread)
        return new

    def _keep_numbers(self, new: Sequence[tuple[RunRecord, Path, Label]]) -> None:
        """Have runs that were just given a number keep it."""
        entries = [(self._store.get(record.run), folder, label) for record, folder, label in new]
        numbered = [
            (folder, entry.label, label)
            for entry, folder, label in entries
            if entry is not None and entry.number != label.number
        ]
        if numbered:
            self._writing.submit(
                partial(_write_labels, numbered),
                ignore_result,
                must_finish=True,
                purpose="numbers of runs",
            )

    def _is_stale(self, record: RunRecord) -> bool:
        """Return whether another process continued a run of this window that is not busy.

        Where the recording failed, as on a full disk, the folder is behind the window; only what is
        longer than the run here is newer.
        """
        entry = self._store.get(record.run)
        if entry is None:
            return False
        known = entry.record
        if not entry.is_recorded and record.epochs_done <= known.epochs_done:
            return False
        return known.state.is_over and (known.state, known.epochs_done) != (
            record.state,
            record.epochs_done,
        )

    def _on_trained_elsewhere(self, record: RunRecord) -> None:
        if record.run not in self._busy_runs() and self._is_stale(record):
            self._store.replace(record)

    def _on_vanished(self, gone: Sequence[str]) -> None:
        busy = self._busy_runs()
        for run in gone:
            self._unread.pop(self._runs_dir / run, None)
            if run not in busy:
                self._store.remove(run)


def _outlines(folders: Sequence[Path]) -> _Outlines:
    """Read the runs in these folders, without curves and weights."""
    finished, busy, problems = [], [], []
    unread: dict[Path, Message] = {}
    for folder in folders:
        try:
            record = _outline_or_problem(folder)
        except RunNotReadableError as error:
            unread[folder] = error.message
        except InklingError as error:
            problems.append(error.message)
        else:
            if isinstance(record, Message):
                problems.append(record)
            elif record is None or record.state is RunState.RUNNING:  # perhaps in another window
                busy.append(folder)
            else:
                finished.append((record, folder, _label(folder, unread)))

    read = tuple(folder for folder in folders if folder not in unread)
    return _Outlines(tuple(finished), tuple(busy), unread, tuple(problems), read)


def _label(folder: Path, unread: dict[Path, Message]) -> Label:
    """Return a run's label; if it cannot be read, add why."""
    try:
        return labels.stored_label(folder)
    except RunNotReadableError as error:
        unread[folder] = error.message
        return Label()


@failing_alone
def _outline_or_problem(folder: Path) -> RunRecord | Message | None:
    """Read a run without curves and weights; return what is wrong with a damaged one.

    Return None if it was written just now: it may still be being copied into the runs folder.

    Raises:
        RunFolderError: if it cannot be read, or is not to be moved away.
    """
    with suppress(DamagedRunError):
        return runs.outline(folder)
    try:
        return runs.outline(folder)  # its description may have been replaced since
    except DamagedRunError as error:
        if is_new(folder) or is_new(folder / RUN_FILE):
            return None
        return _put_away(folder, error.message)


def _put_away(folder: Path, problem: Message) -> Message:
    """Move a damaged run out of the way; return the problem, with the folder's new path.

    The folder of another program, in which a `run.json` means something else, stays.
    """
    new_path = set_aside(folder) if is_own_run(folder) else None
    if new_path is None:
        return problem
    return message(
        "{problem} The run's folder is now {place}.", problem=problem, place=str(new_path)
    )


def _write_labels(numbered: Sequence[tuple[Path, Label, Label]]) -> None:
    for folder, label, known in numbered:
        with suppress(RunFolderError):  # in a folder that can only be read, each start counts anew
            # nobody chose these numbers, and what waits for them is what somebody did
            labels.update_label(folder, label, known, wait_s=0)


def _whole(folder: Path) -> RunRecord:
    record = runs.read_record(folder)
    kept = runs.open_run(folder)
    record.weights, record.moment = kept.weights, kept.moment
    return record
