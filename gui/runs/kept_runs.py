"""The runs on disk, as the window uses them: found at the start, read when shown, continued, forked, thrown away."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import DamagedRunError, InklingError, RunFolderError
from core.lifecycle.continuing import StartPoint, continuation, fork
from core.messages import Message, message
from core.network.weights import Weights
from core.run.events import EpochCompleted, LayersMeasured, SettingChanged
from core.run.record import RunRecord, RunState
from core.storage import labels
from core.storage import records as runs
from core.storage.labels import Label
from core.storage.layout import set_aside
from gui.background.jobs import JobQueue
from gui.background.threads import Background
from gui.runs.clean_up import CleanUp, to_bin
from gui.runs.repetitions import Repetitions
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.runs_watch import RunsWatch

CHUNK = 50  # run folders read between two looks at what else is to be done


@dataclass(frozen=True)
class _Found:
    """Runs that are over, folders in which somebody trains, and what is wrong with others."""

    runs: tuple[tuple[RunRecord, Path, Label], ...]
    busy: tuple[Path, ...]
    problems: tuple[Message, ...]


@dataclass(frozen=True)
class _Curves:
    epochs: list[EpochCompleted]
    layers: list[LayersMeasured]
    changes: list[SettingChanged]
    weights: Weights | None


class KeptRuns(QObject):
    """All that reads or writes run folders does so as a job; the threads that train write their own.

    Attributes:
        runs_dir: where they are.
        clean_up: how much room they take, and less of it.
        repetitions: runs trained again, to see whether they compute the same.

    Signals:
        failed(object): a `Message` that names what could not be read or done.
        bin_refused(str): a run that no bin would take; see `delete_for_good`.
    """

    failed = Signal(object)
    bin_refused = Signal(str)

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        jobs: JobQueue,
        runs_dir: Path,
        parent: QObject | None = None,
        *,
        background: Background,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._jobs = jobs
        self.runs_dir = runs_dir
        self._pending_deletions: dict[str, Callable[[str], None]] = {}
        self._deleted: set[str] = set()
        self._reading: set[str] = set()
        self.clean_up = CleanUp(store, controller, jobs, runs_dir, self)
        self.repetitions = Repetitions(background, self)
        self._watch = RunsWatch(jobs, runs_dir, self)
        self._watch.written.connect(self._on_written)
        self._watch.vanished.connect(self._on_vanished)
        store.visibility_changed.connect(self._on_visibility_changed)
        store.appearance_changed.connect(self._on_appearance_changed)
        controller.thread_ended.connect(self._on_thread_ended)

    def find(self) -> None:
        """Look for runs of earlier and other windows, newest first, a chunk at a time."""
        self._watch.look()

    def watch(self) -> None:
        """Look for them every few seconds from now on."""
        self._watch.start()

    def close(self) -> None:
        """Look no more, and give up what is being repeated."""
        self._watch.stop()
        self.repetitions.cancel()

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
            self.failed.emit(problem)

    def _is_stale(self, record: RunRecord) -> bool:
        """Whether somebody else trained a run of this window on."""
        entry = self._store.get(record.run)
        if entry is None or record.run in self.clean_up.spared():
            return False
        known = entry.record
        return known.state.is_over and (known.state, known.epochs_done) != (
            record.state,
            record.epochs_done,
        )

    def _on_trained_elsewhere(self, record: RunRecord) -> None:
        if self._store.get(record.run) is not None and record.run not in self.clean_up.spared():
            self._store.replace(record)

    def _on_vanished(self, gone: Sequence[str]) -> None:
        for run in gone:
            if run not in self.clean_up.spared():
                self._store.remove(run)

    def _on_visibility_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is None or not entry.is_visible or entry.folder is None or run in self._reading:
            return
        record, folder = entry.record, entry.folder
        if record.state.is_over and not record.epochs and record.weights is None:
            self._reading.add(run)
            self._jobs.submit(
                lambda: _curves(folder),
                lambda curves: self._on_curves(run, curves),
                lambda reason: self._on_no_curves(run, reason),
            )

    def _on_no_curves(self, run: str, reason: Message) -> None:
        self._reading.discard(run)
        self._jobs.report(reason)

    def _on_curves(self, run: str, curves: _Curves) -> None:
        self._reading.discard(run)
        entry = self._store.get(run)
        if entry is not None and not entry.record.epochs:
            record = entry.record
            record.epochs, record.changes, record.weights = (
                curves.epochs,
                curves.changes,
                curves.weights,
            )
            record.layers = curves.layers
            self._store.replace(record)

    def _on_appearance_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None:
            folder = entry.folder
            label = Label(entry.given_name, entry.style if entry.has_own_style else None)
            write = partial(_write_label, folder, label)
            self._jobs.submit(write, _nothing, must_finish=True)

    def go_on(self, run: str, epochs: int) -> None:
        """Train a kept run that is over until it has so many epochs in all."""
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None:
            self._jobs.submit(partial(continuation, entry.folder, epochs), self._on_continuation)

    def _on_continuation(self, start: StartPoint) -> None:
        if start.record.run not in self._deleted:
            self._controller.go_on(start)

    def fork(self, run: str, changes: Mapping[str, object]) -> None:
        """Start a run that begins where this one has its last checkpoint, with other settings by dotted path."""
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None:
            self._jobs.submit(
                partial(fork, entry.folder, self.runs_dir, changes), self._controller.go_on
            )

    def delete(self, chosen: Sequence[str]) -> None:
        """Forget runs and move their folders to the system's bin; running ones are stopped first."""
        for run in chosen:
            self._when_free(run, self._to_bin)

    def delete_for_good(self, chosen: Sequence[str]) -> None:
        """Forget runs and delete their folders."""
        for run in chosen:
            self._when_free(run, self._delete_folder)

    def _when_free(self, run: str, then: Callable[[str], None]) -> None:
        self._deleted.add(run)
        if self._controller.is_active(run):
            self._pending_deletions[run] = then
            self._controller.stop(run)
        else:
            self._controller.stop(run)
            then(run)

    def _on_thread_ended(self, run: str) -> None:
        entry = self._store.get(run)
        if run in self._pending_deletions:
            self._pending_deletions.pop(run)(run)
        elif entry is not None and entry.given_name:  # perhaps given before there was a folder
            self._on_appearance_changed(run)

    def _to_bin(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is None or entry.folder is None:
            self._on_gone(run)
            return
        work = partial(to_bin, entry.folder)
        self._jobs.submit(
            work,
            lambda is_gone: self._on_binned(run, is_gone),
            partial(self._on_not_deleted, run),
            must_finish=True,
        )

    def _on_not_deleted(self, run: str, reason: Message) -> None:
        self._deleted.discard(run)
        self._jobs.report(reason)

    def _on_binned(self, run: str, is_gone: bool) -> None:
        if is_gone:
            self._on_gone(run)
        else:
            self._deleted.discard(run)
            self.bin_refused.emit(run)

    def _delete_folder(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None:
            folder = entry.folder
            self._jobs.submit(
                partial(_remove, folder),
                lambda _: self._on_gone(run),
                partial(self._on_not_deleted, run),
                must_finish=True,
            )

    def _on_gone(self, run: str) -> None:
        """It may come back, out of the bin or an archive, and is then a run like any other."""
        self._deleted.discard(run)
        self._watch.watch_again(self.runs_dir / run)
        self._controller.remove(run)


def can_go_on(entry: RunEntry) -> bool:
    """Whether there is something to go on from, as far as is known without looking."""
    has_begun = entry.record.started is not None or entry.record.last is not None
    return entry.folder is not None and has_begun and entry.record.state.is_over


def can_fork(entry: RunEntry) -> bool:
    """Whether another run can begin where this one has come to, running or not."""
    return entry.folder is not None and entry.record.last is not None


def can_repeat(entry: RunEntry) -> bool:
    """Whether the run can be trained again from its beginning and compared."""
    record = entry.record
    return (
        entry.folder is not None
        and record.last is not None
        and record.state.is_over
        and record.forked_from is None
    )


def _outlines(folders: Sequence[Path]) -> _Found:
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
    place = set_aside(folder)
    if place is None:
        return problem
    return message("{problem} The run's folder is now {place}.", problem=problem, place=str(place))


def _whole(folder: Path) -> RunRecord:
    record = runs.read_record(folder)
    record.weights = runs.open_run(folder).weights
    return record


def _curves(folder: Path) -> _Curves:
    try:
        weights = runs.open_run(folder).weights
    except RunFolderError:  # curves can be shown all the same
        weights = None
    return _Curves(
        runs.read_epochs(folder), runs.read_layers(folder), runs.read_changes(folder), weights
    )


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise RunFolderError(
            message(
                "{folder} cannot be deleted: {reason}.",
                folder=str(folder),
                reason=error.strerror or str(error),
            )
        ) from error


def _write_label(folder: Path, label: Label) -> None:
    if folder.is_dir():
        labels.write_label(folder, label)


def _nothing(_result: object) -> None:
    """For jobs whose result nobody waits for."""
