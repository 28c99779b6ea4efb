"""The runs on disk: finds, shows, names, continues, forks and deletes them."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.lifecycle.archive import Imported, unpack
from core.lifecycle.continuing import DELETED, StartPoint, continuation, fork
from core.lifecycle.opening import open_test_set
from core.messages import Message
from core.network.weights import Weights
from core.run.record import RunRecord
from core.storage import records, runs_folder
from core.storage.labels import Label, update_label
from gui.background.jobs import JobQueue
from gui.background.threads import Background
from gui.runs.clean_up import CleanUp
from gui.runs.kept_curves import KeptCurves
from gui.runs.repetitions import Repetitions
from gui.runs.run_controller import RunController
from gui.runs.run_deletion import RunDeletion
from gui.runs.run_finder import RunFinder
from gui.runs.run_store import RunEntry, RunStore


def open_test_set_of(run: str, store: RunStore, jobs: JobQueue) -> None:
    """Open the test set of a run, in a job if it has a folder, which remembers that."""
    entry = store.get(run)
    if entry is not None and entry.folder is not None:
        jobs.submit(partial(open_test_set, entry.folder), partial(store.set_openings, run))
    else:
        store.open_test_set(run)


class KeptRuns(QObject):
    """Reads and writes run folders in jobs; the threads that train write their own.

    Args:
        writing: the queue in which names and colours are written; `jobs` unless given.

    Attributes:
        runs_dir: the folder of the run folders.
        deletion: deletes runs with their folders.
        clean_up: measures and frees disk space.
        repetitions: trains runs again, to check whether they give the same result.
    """

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        jobs: JobQueue,
        runs_dir: Path,
        parent: QObject | None = None,
        *,
        background: Background,
        writing: JobQueue | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._jobs = jobs
        self._writing = writing or jobs
        self.runs_dir = runs_dir
        runs_folder.note(runs_dir)

        self.clean_up = CleanUp(store, controller, jobs, runs_dir, self)
        self.repetitions = Repetitions(background, self)
        self.deletion = RunDeletion(store, controller, jobs, self)
        self._finder = RunFinder(
            store, jobs, runs_dir, self.clean_up.spared, self, writing=self._writing
        )
        self.deletion.deleted.connect(self._finder.forget)
        self._curves = KeptCurves(store, jobs, self)

        store.appearance_changed.connect(self._on_appearance_changed)
        controller.thread_ended.connect(self._on_thread_ended)

    def find(self) -> None:
        """Look for runs of earlier and other windows."""
        self._finder.find()

    def watch(self) -> None:
        """Look for new runs every few seconds from now on."""
        self._finder.watch()

    def close(self) -> None:
        """Stop looking for runs, and cancel a repetition."""
        self._finder.stop()
        self.repetitions.cancel()

    def continue_run(self, run: str, epochs: int) -> None:
        """Continue a finished run until it has `epochs` epochs in total."""
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None:
            self._jobs.submit(partial(continuation, entry.folder, epochs), self._on_continuation)

    def _on_continuation(self, start: StartPoint) -> None:
        if not self.deletion.is_marked(start.record.run):
            self._controller.continue_run(start)

    def fork(self, run: str, changes: Mapping[str, object]) -> None:
        """Start a run from the last checkpoint of this one.

        Args:
            changes: its other settings, by dotted path.
        """
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None:
            self._jobs.submit(
                partial(fork, entry.folder, self.runs_dir, changes),
                partial(self._on_forked, entry),
            )

    def _on_forked(self, parent: RunEntry, start: StartPoint) -> None:
        """Train the fork, under the name that the user gave its parent, and show both."""
        # their curves part where the fork begins; the parent is first, and so keeps its colour
        self._store.set_visible(parent.record.run, True)
        self._controller.continue_run(start)
        self._store.rename(start.record.run, parent.given_name)

    def open_test_set(self, run: str) -> None:
        """Open the test set of a finished run; see `open_test_set_of`."""
        open_test_set_of(run, self._store, self._jobs)

    def keep_changed(
        self, run: str, change_weights: Callable[[Weights], Weights], name: str
    ) -> None:
        """Keep a fork of a run with other weights under a name, without training it; show it."""
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None:
            self._jobs.submit(
                partial(_fork_changed, entry.folder, self.runs_dir, change_weights),
                partial(self._on_kept, name),
            )

    def _on_kept(self, name: str, kept: tuple[RunRecord, Path]) -> None:
        """Show the fork, as if it had been trained."""
        record, folder = kept
        if self._store.get(record.run) is None:
            self._store.add(record, folder)
        self._store.set_visible(record.run, True)
        self._store.replace(record)  # which reports that there are weights
        self._store.rename(record.run, name)

    def unpack(self, file: Path) -> Imported:
        """Import the run of an archive, in a job.

        Raises:
            ArchiveError: if the file is no archive of a run.
            RunFolderError: if the folder of the runs is not there, or the run cannot be kept.
        """
        return unpack(file, self.runs_dir)

    def _on_appearance_changed(self, run: str, must_read: bool = False) -> None:
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None:
            if entry.label == entry.kept_label and not entry.chosen and not must_read:
                return
            chosen = frozenset(entry.chosen)
            self._writing.submit(
                partial(update_label, entry.folder, entry.label, entry.kept_label, chosen),
                partial(self._on_label_written, run, entry.label),
                must_finish=True,
                purpose=f"name and colour of {run}",
            )

    def _on_label_written(self, run: str, written: Label, now: Label | None) -> None:
        entry = self._store.get(run)
        if (
            now is not None and entry is not None and entry.label == written
        ):  # and not changed once more meanwhile
            entry.chosen.clear()
            self._store.take_over(run, now)

    def _on_thread_ended(self, run: str) -> None:
        if self.deletion.is_marked(run):
            return
        entry = self._store.get(run)
        end = entry.record.end if entry is not None else None
        if entry is not None and end is not None and end.message == DELETED:
            self._drop(entry)
        else:
            # its name, or the number that tells it apart, was given before the run had a folder
            self._on_appearance_changed(run, must_read=True)
            self._finder.expect(run)

    def _drop(self, entry: RunEntry) -> None:
        """Report that another process has deleted a run before it was continued, and forget it.

        If it comes back, it is listed again.
        """
        run = entry.record.run
        self._jobs.report(Message("{run}: {reason}", {"run": entry.title, "reason": DELETED}))
        self._controller.remove(run)
        self._finder.forget(run)


def _fork_changed(
    folder: Path, runs_dir: Path, change_weights: Callable[[Weights], Weights]
) -> tuple[RunRecord, Path]:
    """Make the fork, and read it as it is kept, with its weights."""
    start = fork(folder, runs_dir, {}, change_weights)
    record, kept = records.read_record(start.folder), records.open_run(start.folder)
    record.weights, record.moment = kept.weights, kept.moment
    return record, start.folder
