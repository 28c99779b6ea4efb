"""Opening the test set of a kept run: a deliberate act, which its folder remembers."""

from dataclasses import asdict
from pathlib import Path

from core.errors import RunFolderError
from core.locks import LockedError
from core.messages import message
from core.run.record import RunState
from core.run.seal import Openings, with_opening
from core.storage.description import openings_in, read_description, write_description
from core.storage.layout import RUN_FILE, lock_of, not_kept
from core.storage.records import outline
from core.trees import pinned_as_named

LOCK_WAIT_S = 1.0


def open_test_set(folder: Path) -> Openings:
    """Open the test set of a kept run, until it is trained further, and record that.

    One that is open, or never was closed, stays as it is.

    Returns:
        All openings of the run.

    Raises:
        RunFolderError: if the run is being trained, is damaged, or cannot be written.
    """
    record = outline(folder)
    if not record.is_sealed:
        return record.openings
    if record.state is RunState.RUNNING:
        raise _in_training(record.run)
    try:
        with pinned_as_named(folder) as there, lock_of(there).acquire(LOCK_WAIT_S):
            record = outline(folder)  # another process may have opened it, or trained it further
            if not record.is_sealed:
                return record.openings
            _, description = read_description(there / RUN_FILE)
            before = openings_in(description, record.config)
            openings = with_opening(before, record.epochs_done)
            stated = {"openings": [asdict(one) for one in openings]}
            write_description(there, {**description, **stated})
    except LockedError as error:
        raise _in_training(record.run) from error
    except OSError as error:
        raise not_kept(folder, error) from error
    return openings


def _in_training(run: str) -> RunFolderError:
    return RunFolderError(
        message("The run {run} is being trained; its test set can be opened afterwards.", run=run)
    )
