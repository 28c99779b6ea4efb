"""A run kept on disk while it trains: a generator around the run's own."""

import errno
import os
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from core.config.run import RunConfig
from core.data.fingerprint import fingerprint
from core.errors import RunChangedError, system_reason
from core.file_presence import is_missing
from core.files import flush, replacement
from core.lifecycle.changed_data import change_of, changed_parts
from core.lifecycle.continuing import DELETED, StartPoint
from core.lifecycle.recorded_folder import RecordedFolder
from core.lifecycle.recorded_lines import RecordedLines
from core.locks import LockedError
from core.machine.environment import environment
from core.messages import Message, message
from core.network.weights import Weights
from core.run.events import (
    CheckpointTaken,
    DataChanged,
    EndReason,
    EpochCompleted,
    Event,
    LayersMeasured,
    MomentMeasured,
    RecordingFailed,
    RecordingResumed,
    RunEnded,
    RunStarted,
    SettingChanged,
    WeightsPublished,
)
from core.run.moment import Moment, kept_moments
from core.run.record import RunRecord, TrainingSession
from core.storage.best_weights import repair_best, write_best
from core.storage.description import described, write_description
from core.storage.epoch_weights import keep_epoch, keep_part
from core.storage.layout import (
    CHECKPOINT_FILE,
    MAX_CHANGE_LINES,
    RUN_FILE,
    WEIGHTS_FILE,
    remove_leftovers,
)
from core.storage.retention import MAX_KEPT
from core.storage.stamps import stamp_of
from core.storage.weight_files import pack_checkpoint, write_checkpoint, write_weights

LABEL_WRITE_S = 1.0  # a label is written without the lock, and much faster

WriteError = OSError | RunChangedError
TAKEN_ELSEWHERE = (LockedError, RunChangedError)  # another process is training the run, or has

AnyEvent = TypeVar("AnyEvent", bound=Event)


def record(
    events: Iterator[Event],
    config: RunConfig,
    folder: Path,
    start: StartPoint | None = None,
    *,
    kept_epochs: int = MAX_KEPT,
    comparison: str | None = None,
) -> Iterator[Event]:
    """Pass a run's events on, writing each to `folder` before it is passed.

    If writing fails, the run goes on, and one `RecordingFailed` is sent. At each checkpoint the
    recorder tries to write all of the run up to there, and a `RecordingResumed` is sent if that
    succeeds; not while another process has the folder. The folder's lock is held as long as this
    generator lives, so that other processes can tell a running run from an interrupted one.

    A run that another process is training, or has trained since `start` was read, is left as it
    is: its only event is a `RunEnded` with the reason.

    Args:
        start: where a continued run or a fork starts; the files are made to say just that. A
            `DataChanged` is sent if the data are no longer those of the epochs before.
        kept_epochs, comparison: as in `core.lifecycle.job.TrainingJob`.
    """
    known = RunRecord(folder.name, config, comparison=comparison) if start is None else start.record
    own = known.at_start(folder.name, config)  # other threads have that of `start` as well
    recorder = _Recorder(own, folder, start, kept_epochs)
    try:
        yield from _recorded(events, recorder, folder, start)
    finally:
        if isinstance(events, Generator):  # closing this generator ends the run
            events.close()
        recorder.close()


def _recorded(
    events: Iterator[Event],
    recorder: "_Recorder",
    folder: Path,
    start: StartPoint | None,
) -> Iterator[Event]:
    """Pass the events on, and between them those about the recording and changed data."""
    error: WriteError | None = None
    for event in events:
        recorder.note(event)
        if error is None:
            error = _error_of(recorder.keep, event)
            refusal = _refusal(event, start, error, folder)
            if refusal is not None:
                yield refusal
                return
            if error is not None:
                yield RecordingFailed(event.run, _reason(folder, error))
            elif isinstance(event, SettingChanged) and recorder.lines.lost_changes == 1:
                yield RecordingFailed(event.run, _too_many_changes(), is_run_kept=True)
        elif isinstance(event, CheckpointTaken) and not isinstance(error, TAKEN_ELSEWHERE):
            error = _error_of(recorder.catch_up, event)
            yield from _after_catching_up(event.run, folder, error)
        yield event
        if isinstance(event, RunStarted):
            changed = () if start is None else changed_parts(start.data, recorder.data)
            if changed:
                yield DataChanged(event.run, changed, change_of(changed))


def _refusal(
    event: Event, start: StartPoint | None, error: WriteError | None, folder: Path
) -> RunEnded | None:
    """Return the end of a kept run that another process trains, has trained or deleted, or None."""
    if start is None or not isinstance(event, RunStarted):
        return None

    if isinstance(error, RunChangedError):
        reason = error.message
    elif isinstance(error, LockedError):
        reason = message("Another Inkling is training this run; it is left unchanged.")
    elif isinstance(error, FileNotFoundError) and _is_deleted(folder):
        reason = DELETED
    else:
        return None
    done = start.record.epochs_done
    return RunEnded(event.run, EndReason.FAILED, done, reason, has_begun=False)


def _is_deleted(folder: Path) -> bool:
    """Return whether a run's folder is gone, but not the folder of all runs."""
    return os.path.isdir(folder.parent) and is_missing(folder)


def _after_catching_up(run: str, folder: Path, error: WriteError | None) -> Iterator[Event]:
    """Yield what changes for the user: the run is kept again, or never will be."""
    if error is None:
        again = message("The run is kept in {folder} again.", folder=str(folder))
        yield RecordingResumed(run, again)
    elif isinstance(error, RunChangedError):
        yield RecordingFailed(run, error.message)


def _error_of(write: Callable[[AnyEvent], None], event: AnyEvent) -> WriteError | None:
    """Write the event, and return the error if that fails."""
    try:
        write(event)
    except (OSError, RunChangedError) as error:
        return error
    return None


def _reason(folder: Path, error: WriteError) -> Message:
    if isinstance(error, RunChangedError):
        return error.message
    if isinstance(error, LockedError):
        return message(
            "The run is not kept: another Inkling is writing to {folder}.", folder=str(folder)
        )
    return message(
        "The run is no longer kept in {folder}: {reason}.",
        folder=str(folder),
        reason=system_reason(error),
    )


def _too_many_changes() -> Message:
    return message(
        "{most} changes by hand of this run are kept. Later ones are not; the run itself is.",
        most=MAX_CHANGE_LINES,
    )


class _Recorder:
    """Writes one run's files, while holding the folder's lock.

    Attributes:
        lines: the run's lines, as they are written.
    """

    def __init__(
        self, record: RunRecord, folder: Path, start: StartPoint | None, kept_epochs: int
    ) -> None:
        self._folder = RecordedFolder(folder)
        self._description: bytes | None = None  # the last one that was written
        self._kept_epochs = kept_epochs
        self._kept_parts: frozenset[Moment] = frozenset()
        self._start = start
        self._started = datetime.now(UTC).isoformat(timespec="seconds")
        self.lines = RecordedLines(record, () if start is None else start.changes)
        self._was_interrupted = False  # whether files may be older than what was recorded

        self._latest: WeightsPublished | None = None
        # weights that are not written yet
        self._weights: WeightsPublished | None = None
        self._best_weights: Weights = {}

        self._record = record

    @property
    def data(self) -> Mapping[str, str]:
        """The hashes of the data of this session, once it has started."""
        return self._record.sessions[-1].data

    def close(self) -> None:
        """Release the folder and its lock."""
        self._folder.release()

    def note(self, event: Event) -> None:
        """Remember what the event says; nothing is written."""
        match event:
            case RunStarted():
                session = TrainingSession(
                    event.epochs_before,
                    event.epochs,
                    self._started,
                    event.device,
                    event.threads,
                    dict(event.environment or environment(event.device)),
                    fingerprint(self._record.config.data),
                )
                self._record.sessions.append(session)
                self._record.apply(event)
                if self._kept_epochs and not self._record.config.is_regression:
                    self._kept_parts = frozenset(kept_moments(event.batches))
            case WeightsPublished():
                self._weights = self._latest = event
            case EpochCompleted():
                self._record.apply(event)
                if self._record.best is event and self._weights is not None:
                    # to be written after the epoch's checkpoint
                    self._best_weights = self._weights.weights
            case MomentMeasured() | LayersMeasured() | SettingChanged() | RunEnded():
                self._record.apply(event)
            case _:
                pass

    def keep(self, event: Event) -> None:
        """Write what the event adds.

        Raises:
            OSError: if that cannot be done.
            LockedError: if another process writes to the folder.
            RunChangedError: if another process has written to it since the run was read.
        """
        self._take_folder()
        match event:
            case RunStarted():
                self._begin()
            case WeightsPublished() if event.moment in self._kept_parts:
                keep_part(self._there, event.moment, event.weights)
            case EpochCompleted():
                self._end_epoch(event)
            case MomentMeasured(epoch=1) | LayersMeasured() | SettingChanged():
                self.lines.add(self._there, event)
            case CheckpointTaken():
                write_checkpoint(self._there / CHECKPOINT_FILE, event.checkpoint)
                self._write_best_weights()
            case RunEnded():
                self._end()

    def _take_folder(self) -> None:
        if self._folder.is_held:
            self._folder.check()
            return
        self._folder.hold()
        try:
            self._check_unchanged()
        except BaseException:
            self.close()
            raise
        remove_leftovers(self._there, LABEL_WRITE_S)

    @property
    def _there(self) -> Path:
        return self._folder.there

    def _check_unchanged(self) -> None:
        """Raise an error if another process has trained the run, or this folder is none of it."""
        stamp = None if self._start is None else self._start.stamp
        if self._start is None and os.path.isfile(self._there / RUN_FILE):
            raise FileExistsError(errno.EEXIST, "another run is there", str(self._folder.path))
        if stamp is not None and stamp_of(self._there) != stamp:
            raise RunChangedError(
                message(
                    "Another Inkling has changed this run meanwhile, so it is left unchanged. "
                    "Continue it again, from where it is now."
                )
            )

    def _begin(self) -> None:
        if self._start is not None:
            self.lines.rewrite(self._there)
            repair_best(self._there, self._record)
        self._describe()

    def _end_epoch(self, event: EpochCompleted) -> None:
        self.lines.add(self._there, event)
        if not self._record.config.is_regression and self._weights is not None:
            keep_epoch(self._there, event.epoch, self._weights.weights, self._kept_epochs)
        self._write_weights()

    def _end(self) -> None:
        """Write what is left, and whatever older files may have taken the place of."""
        self.lines.repair(self._there)
        is_older = self._was_interrupted or self.lines.were_changed
        if is_older:
            self._weights = self._latest
        self._write_weights()
        self._write_best_weights()
        if is_older:
            repair_best(self._there, self._record)
        self._describe()

    def catch_up(self, event: CheckpointTaken) -> None:
        """Write all of the run up to its checkpoint, after a part of it could not be written.

        Raises:
            OSError: if it still cannot be written.
            LockedError: if another process writes to the folder.
            RunChangedError: if another process has written to it since the run was read.
        """
        self._was_interrupted = True
        if self._folder.is_held:
            self._folder.follow(self._description)
        self._take_folder()

        # The largest file comes first, so that the lines never describe epochs that cannot be
        # continued from.
        with replacement(self._there / CHECKPOINT_FILE) as file:
            file.write(pack_checkpoint(event.checkpoint))
            flush(file)
            self.lines.rewrite(self._there)

        checkpoint = event.checkpoint
        write_weights(self._there / WEIGHTS_FILE, checkpoint.weights, Moment(checkpoint.epoch))
        self._write_best_weights()
        self._describe()

    def _describe(self) -> None:
        self._description = write_description(self._there, described(self._record))

    def _write_weights(self) -> None:
        if self._weights is not None:
            latest = self._weights
            write_weights(self._there / WEIGHTS_FILE, latest.weights, latest.moment)
            self._weights = None

    def _write_best_weights(self) -> None:
        if self._best_weights and self._record.best is not None:
            write_best(self._there, self._record.best.epoch, self._best_weights)
            self._best_weights = {}
