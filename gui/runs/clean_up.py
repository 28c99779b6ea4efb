"""The disk space of kept runs: measures it, and frees it."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from core.errors import RunFolderError
from core.file_presence import is_missing
from core.files import is_link
from core.lifecycle import clean_up
from core.lifecycle.clean_up import CleanUpOptions, Removal, Survey
from core.messages import Message, message
from core.plain_text import printable
from core.storage import layout
from core.storage.deletion import delete, delete_run, kept_unused
from core.storage.stamps import Stamp, stamp_of
from core.trees import check_is, pinned
from gui.background.jobs import JobQueue, can_be_called, ignore_result
from gui.runs.run_controller import RunController
from gui.runs.run_deletion import move_to_bin
from gui.runs.run_store import RunStore

FURTHER_TRIES, PAUSE_S = 3, 0.2  # for what another window is removing at the same time


@dataclass(frozen=True)
class Cleared:
    """The outcome of removals.

    Attributes:
        refused: removals that failed, or that the options no longer cover.
    """

    done: tuple[Removal, ...]
    refused: tuple[Removal, ...]


class CleanUp(QObject):
    """Measures and clears the runs folder, in jobs.

    Signals:
        ended(object): removals have ended, with a `Message` that says how.
    """

    ended = Signal(object)

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        jobs: JobQueue,
        runs_dir: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._jobs = jobs
        self.runs_dir = runs_dir

    def measure(self, then: Callable[[Survey], None]) -> None:
        """Call `then` with the disk space of all runs."""
        self._jobs.submit(lambda: clean_up.survey(self.runs_dir), then)

    def remove_leftovers(self) -> None:
        """Delete what killed processes have left in the runs folder."""
        self._jobs.submit(partial(clean_up.remove_leftovers, self.runs_dir), ignore_result)

    def spared(self) -> set[str]:
        """Return the runs of this window that are training or queued."""
        return {record.run for record in self._controller.active()} | set(
            self._controller.waiting()
        )

    def name_of(self, run: str) -> str:
        """Return the name of a run in this window."""
        entry = self._store.get(run)
        return entry.name if entry is not None else printable(run)

    def remove(
        self,
        options: CleanUpOptions,
        removals: Sequence[Removal],
        for_good: bool,
        then: Callable[[Cleared], None],
        on_error: Callable[[Message], None],
    ) -> None:
        """Move removals to the bin, or delete them for good, then call `then` or `on_error`.

        Runs of which nothing is left are removed from the store. What `options` no longer covers
        is refused: another window may have continued a run since it was measured.
        """
        spared = self.spared()

        def clear() -> Cleared:
            # weights are read for minutes, perhaps, while another window trains a run on
            stamps = {folder: stamp_of(folder) for folder in layout.folders(self.runs_dir)}
            survey = clean_up.survey(self.runs_dir)
            still = clean_up.plan(survey, options, spared, reads_weights=True)
            return _clear(removals, still, for_good, stamps)

        def finish(cleared: Cleared) -> None:
            for removal in cleared.done:
                if removal.is_whole and removal.run:
                    self._controller.remove(removal.run)
            # the dialog may have been closed meanwhile
            if can_be_called(then):
                then(cleared)
            self.ended.emit(
                message("Clean up has ended; not everything could be removed.")
                if cleared.refused
                else message("Clean up has ended.")
            )

        def fail(reason: Message) -> None:
            (on_error if can_be_called(on_error) else self._jobs.report)(reason)
            self.ended.emit(message("Clean up has failed: {reason}", reason=reason))

        self._jobs.submit(clear, finish, fail, must_finish=True, purpose="Clean up")


def _clear(
    removals: Sequence[Removal],
    still: Sequence[Removal],
    for_good: bool,
    stamps: Mapping[Path, Stamp] = MappingProxyType({}),
) -> Cleared:
    """Remove what is still to be removed; try again what another window is just removing.

    Args:
        still: what is to be removed as the folder is now.
        stamps: of runs, from before that was found out.
    """
    at = {one.path: one for one in still}

    def is_cleared(removal: Removal) -> bool:
        stamp = stamps.get(removal.path) if removal.is_whole else None
        if stamp is not None and stamp_of(removal.path) not in (stamp, {}):
            return False
        return _is_cleared(removal, at, for_good)

    refused = [removal for removal in removals if not is_cleared(removal)]
    for _ in range(FURTHER_TRIES):
        if not refused:
            break
        time.sleep(PAUSE_S)
        refused = [removal for removal in refused if not is_cleared(removal)]
    done = tuple(removal for removal in removals if removal not in refused)
    _delete_emptied({removal.path.parent for removal in done if not removal.run})
    return Cleared(done, tuple(refused))


def _is_cleared(removal: Removal, still: Mapping[Path, Removal], for_good: bool) -> bool:
    if not _is_as_found(removal):
        return is_missing(removal.path)
    if removal.path in still and _remove(removal, for_good):
        return True
    # of a folder with a file that is to stay, the others
    for one in still.values():
        if one.path.parent == removal.path:
            _remove(one, for_good)
    return is_missing(removal.path)


def _is_as_found(removal: Removal) -> bool:
    """Return whether nothing else has taken the place of what was found there."""
    try:
        check_is(removal.path, removal.what)
    except OSError:
        return False
    return removal.what is not None


def _delete_emptied(folders: Collection[Path]) -> None:
    """Delete the folder of damaged runs once it holds nothing any more."""
    for folder in folders:
        if folder.name == layout.DAMAGED_FOLDER:
            with suppress(OSError):  # it is not empty
                folder.rmdir()


def _is_place_of(removal: Removal, folder: Path) -> bool:
    """Return whether this is the folder of a removal's run, which may be called `epochs`."""
    if removal.is_whole or not removal.run:
        return True
    return folder.name == removal.run and not is_missing(folder / layout.RUN_FILE)


def _delete_within(folder: Path, removal: Removal) -> None:
    """Delete what is in the folder of a removal's run, whatever is put in its place meanwhile."""
    way = removal.path.relative_to(folder)
    with ExitStack() as held:
        there = held.enter_context(pinned(folder))
        if is_missing(there / layout.RUN_FILE):
            return
        for name in way.parent.parts:
            there = held.enter_context(pinned(there / name))
        delete(there / way.name, removal.what)


def _remove(removal: Removal, for_good: bool) -> bool:
    """Remove a folder or file unless its run is in use; return whether it is gone.

    Nothing is removed behind a link: that belongs to somebody else. Nor is what has taken the place
    of what was found there.
    """
    if not _is_as_found(removal):
        return is_missing(removal.path)
    folder = removal.path
    while not _is_place_of(removal, folder):
        folder = folder.parent
        if is_link(folder) or folder == folder.parent:  # or the run is gone
            return is_missing(removal.path)
    try:
        if for_good and removal.is_whole:
            delete_run(removal.path, removal.what)
            return True
        with kept_unused(folder) if removal.run else nullcontext():
            if not for_good:
                return move_to_bin(removal.path)
            if removal.run:
                _delete_within(folder, removal)
            else:
                delete(removal.path, removal.what)
            return is_missing(removal.path)
    except (RunFolderError, OSError):
        return False
