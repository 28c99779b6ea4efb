"""Reads and writes the files of comparisons in jobs."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.comparison.kept import files
from core.comparison.kept.comparison import KeptComparison
from core.comparison.kept.files import StoredComparisons
from core.errors import DeletedFileError, NewerFileError, TakenFileError
from core.messages import Message
from gui.background.jobs import JobQueue, ignore_result
from gui.process.timers import single_shot

RETRY_MS = 4000


class ComparisonFiles(QObject):
    """The files of comparisons in a folder of runs; what fails for a moment is tried again.

    Args:
        jobs: read.
        writing: writes, and waits for no other work.
        runs_dir: the folder of runs; None to keep and find none.
        keeps_new: whether files can be written there.

    Signals:
        read(object): a tuple of `KeptComparison`, all that can be read.
        merged(object): a `KeptComparison` as it was written, where another window has replaced
            other runs of it.
        failed(object): a `Message` that says which one cannot be read or written.
    """

    read = Signal(object)
    merged = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        jobs: JobQueue,
        writing: JobQueue,
        runs_dir: Path | None,
        parent: QObject | None = None,
        *,
        keeps_new: bool = True,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._writing = writing
        self._runs_dir = runs_dir
        self._writes_to = runs_dir if keeps_new else None
        self._unread: Sequence[Message] = ()  # reported already
        self._unread_files: Sequence[Path] = ()
        # by name: what was asked for last, what is tried again, and what both are to replace
        self._latest: dict[str, KeptComparison] = {}
        self._unwritten: dict[str, KeptComparison] = {}
        self._before_failed: dict[str, KeptComparison | None] = {}  # used in jobs alone
        self._failing: set[str] = set()  # names
        self._deleted: set[str] = set()
        self._next_reading = single_shot(self, self._try_again, RETRY_MS)
        self._next_writing = single_shot(self, self._write_again, RETRY_MS)

    def read_all(self) -> None:
        """Read all comparisons."""
        if self._runs_dir is not None:
            self._jobs.submit(partial(files.read_all, self._runs_dir), self._on_read)

    def _on_read(self, stored: StoredComparisons) -> None:
        new = [problem for problem in stored.unread if problem not in self._unread]
        self._unread = stored.unread
        self._unread_files = stored.unread_files
        for problem in (*stored.problems, *new):
            self.failed.emit(problem)
        if stored.unread:
            self._next_reading.start()
        self.read.emit(stored.comparisons)

    def _try_again(self) -> None:
        """Read all again once one of the unread files can be read; it may never be."""
        work = partial(files.can_be_read, self._unread_files)
        self._jobs.submit(work, self._on_tried)

    def _on_tried(self, can_be_read: bool) -> None:
        if can_be_read:
            self.read_all()
        else:
            self._next_reading.start()

    def write(self, kept: KeptComparison, before: KeptComparison | None = None) -> None:
        """Write a comparison, which was `before` unless it is new; a deleted one stays deleted."""
        if self._writes_to is None or kept.name in self._deleted:
            return
        self._latest[kept.name] = kept
        self._unwritten.pop(kept.name, None)
        self._writing.submit(
            partial(self._written, self._writes_to, kept, before),
            partial(self._on_written, kept),
            partial(self._on_not_written, kept),
            must_finish=True,
            purpose="a comparison",
        )

    def _written(
        self, runs_dir: Path, kept: KeptComparison, before: KeptComparison | None
    ) -> KeptComparison | Message:
        """Write a comparison, in a job; return why not if there is no use in trying again."""
        # of a version that follows one that could not be written, the one before both is changed
        before = self._before_failed.pop(kept.name, before)
        try:
            return files.write(runs_dir, kept, before)
        except (DeletedFileError, NewerFileError, TakenFileError) as error:
            return error.message
        except Exception:
            self._before_failed[kept.name] = before
            raise

    def _on_written(self, kept: KeptComparison, written: KeptComparison | Message) -> None:
        self._failing.discard(kept.name)
        if isinstance(written, KeptComparison):
            if written != kept:
                self.merged.emit(written)
        elif kept.name not in self._deleted:
            self.failed.emit(written)

    def _on_not_written(self, kept: KeptComparison, reason: Message) -> None:
        if kept.name in self._deleted:
            return
        if kept.name not in self._failing:
            self._failing.add(kept.name)
            self._jobs.report(reason)
        if self._latest[kept.name] is kept:  # otherwise the version that follows is being written
            self._unwritten[kept.name] = kept
            self._next_writing.start()

    def _write_again(self) -> None:
        for kept in list(self._unwritten.values()):
            self.write(kept)

    def delete(self, name: str) -> None:
        """Delete a comparison."""
        self._deleted.add(name)
        self._unwritten.pop(name, None)
        if self._writes_to is not None:
            work = partial(files.delete, self._writes_to, name)
            self._writing.submit(
                work, ignore_result, must_finish=True, purpose="deletion of a comparison"
            )
