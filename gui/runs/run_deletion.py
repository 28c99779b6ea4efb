"""Deletes runs, with their folders if they are kept; a running one is stopped first."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QFile, QObject, Signal

from core.file_presence import is_missing
from core.messages import Message
from core.storage.deletion import delete_run, kept_unused
from gui.background.jobs import JobQueue
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore

Result = TypeVar("Result")


class RunDeletion(QObject):
    """Waits until nothing writes to a run's folder, and has a job delete it.

    Signals:
        deleted(str): the run and its folder are gone; it may come back, out of the bin or an
        archive, and is then a run like any other.
        bin_refused(str): a run that no bin would take; see `delete_for_good`.
    """

    deleted = Signal(str)
    bin_refused = Signal(str)

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        jobs: JobQueue,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._jobs = jobs
        self._marked: set[str] = set()
        self._waiting: dict[str, Callable[[str], None]] = {}
        controller.thread_ended.connect(self._on_thread_ended)

    def is_marked(self, run: str) -> bool:
        """Return whether the run is to be deleted, or being deleted."""
        return run in self._marked

    def move_to_bin(self, runs: Sequence[str]) -> None:
        """Forget runs and move their folders to the system's bin."""
        for run in runs:
            self._when_free(run, self._move_folder)

    def delete_for_good(self, runs: Sequence[str]) -> None:
        """Forget runs and delete their folders."""
        for run in runs:
            self._when_free(run, self._delete_folder)

    def _when_free(self, run: str, then: Callable[[str], None]) -> None:
        self._marked.add(run)
        if self._controller.is_active(run):
            self._waiting[run] = then
            self._controller.stop(run)
        else:
            self._controller.stop(run)
            then(run)

    def _on_thread_ended(self, run: str) -> None:
        if run in self._waiting:
            self._waiting.pop(run)(run)

    def _move_folder(self, run: str) -> None:
        self._submit(run, _move_run_to_bin, partial(self._on_moved, run))

    def _delete_folder(self, run: str) -> None:
        self._submit(run, delete_run, lambda _: self._on_deleted(run))

    def _submit(
        self, run: str, work: Callable[[Path], Result], then: Callable[[Result], None]
    ) -> None:
        entry = self._store.get(run)
        if entry is None or entry.folder is None:  # it may vanish while the user is asked
            self._on_deleted(run)
            return
        self._jobs.submit(
            partial(work, entry.folder),
            then,
            partial(self._on_not_deleted, run),
            must_finish=True,
            purpose=f"deletion of {run}",
        )

    def _on_moved(self, run: str, is_gone: bool) -> None:
        if is_gone:
            self._on_deleted(run)
        else:
            self._marked.discard(run)
            self.bin_refused.emit(run)

    def _on_not_deleted(self, run: str, reason: Message) -> None:
        self._marked.discard(run)
        self._jobs.report(reason)

    def _on_deleted(self, run: str) -> None:
        self._marked.discard(run)
        self.deleted.emit(run)
        self._controller.remove(run)


def _move_run_to_bin(folder: Path) -> bool:
    """Move a run to the bin; return whether it is gone.

    Raises:
        RunFolderError: if another process is training it.
    """
    with kept_unused(folder):
        return move_to_bin(folder)


def move_to_bin(path: Path) -> bool:
    """Move a file or folder to the system's bin; return whether it is gone."""
    return is_missing(path) or bool(QFile(str(path)).moveToTrash())
