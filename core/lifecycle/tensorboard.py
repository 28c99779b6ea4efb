"""A run's numbers as event files that TensorBoard shows, of a kept run or while one trains.

Each run has a folder of its own with one file in it, so that TensorBoard shows a folder of such
folders as runs side by side. The records are written by tensorboardX's plain record writer, because
its usual one hands them to a thread in which a full disk goes unnoticed.
"""

import os
import re
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from core.cancellation import check_cancelled
from core.config.differences import format_value
from core.config.fields import FIELDS, matters, value_at
from core.config.run import RunConfig
from core.errors import ExportError, system_reason
from core.files import make_folder
from core.interruption import begin, delayed, finish
from core.machine.optional_packages import optional_packages
from core.messages import Message, message
from core.remote_paths import refuse_remote_link
from core.run.events import (
    OF_TEST_SET,
    EpochCompleted,
    Event,
    LayersMeasured,
    RecordingFailed,
    RunStarted,
)
from core.run.identity import made_at
from core.run.record import RunRecord
from core.trees import pinned, real_as_named

if TYPE_CHECKING:
    from tensorboardX.proto.summary_pb2 import Summary

PACKAGE = "tensorboardX"
INSTALL = f"python -m pip install {PACKAGE}"
FOLDER = "tensorboard"  # within a run's folder
PREFIX = "events.out.tfevents"  # TensorBoard recognises its files by it
OWN_NAME = re.compile(re.escape(PREFIX) + r"\.\d+\.inkling(-\d+)?")  # see `_new_file`
TAGS = {  # attributes of `EpochCompleted`, and their tags in TensorBoard
    "cost": "cost/train",
    "validation_cost": "cost/validation",
    "test_cost": "cost/test",
    "train_accuracy": "accuracy/train",
    "validation_accuracy": "accuracy/validation",
    "accuracy": "accuracy/test",
    "wrong_cost": "label_noise/cost_by_wrong_labels",
    "right_cost": "label_noise/cost_by_right_labels",
    "wrong_accuracy": "label_noise/read_as_wrong_labels",
    "right_accuracy": "label_noise/read_as_right_labels",
    "learning_rate": "learning_rate",
    "weight": "weight",
    "samples_per_second": "samples_per_second",
}
# numbers in the table of hyperparameters
OUTCOMES, SEALED_OUTCOMES = (
    ("accuracy/test", "cost/test"),
    ("accuracy/validation", "cost/validation"),
)


class EventFile:
    """One run's event file, being written.

    Args:
        is_sealed: whether the test set is closed, so that nothing of it is written.

    Raises:
        ExportError: if tensorboardX is not installed.
        OSError: here or later, if the file cannot be written.
    """

    def __init__(
        self, folder: Path, config: RunConfig, started_s: float, *, is_sealed: bool
    ) -> None:
        with optional_packages([PACKAGE], _missing):
            from tensorboardX.record_writer import RecordWriter

        class Writer(RecordWriter):  # type: ignore[misc]
            """Writes into an open file; tensorboardX would open any, in a cloud, behind a link."""

            def __init__(self, file: BinaryIO) -> None:
                self._writer = file

        make_folder(folder)
        self._started_s = started_s
        self._is_flushed = False
        self._is_sealed = is_sealed
        self._path, file = _new_file(folder)
        self._writer = Writer(file)
        try:
            self._write_settings(config)
        except BaseException:
            self.give_up()
            raise

    def _write_settings(self, config: RunConfig) -> None:
        from tensorboardX.proto.event_pb2 import Event as Record
        from tensorboardX.summary import hparams

        self._writer.write(
            Record(wall_time=self._started_s, file_version="brain.Event:2").SerializeToString()
        )
        outcomes = SEALED_OUTCOMES if self._is_sealed else OUTCOMES
        for summary in hparams(_settings(config), dict.fromkeys(outcomes, 0.0)):
            self._write(summary, 0, 0.0)

    def add(self, event: EpochCompleted | LayersMeasured, elapsed_s: float) -> None:
        """Write an epoch's numbers."""
        from tensorboardX.summary import scalar

        for tag, value in numbers_of(event, is_sealed=self._is_sealed).items():
            self._write(scalar(tag, value), event.epoch, elapsed_s)

    def flush(self) -> None:
        """Write everything added so far to the file."""
        self._writer.flush()
        self._is_flushed = True
        finish(self._path)

    def _write(self, summary: "Summary", step: int, elapsed_s: float) -> None:
        from tensorboardX.proto.event_pb2 import Event as Record

        record = Record(wall_time=self._started_s + elapsed_s, step=step, summary=summary)
        self._writer.write(record.SerializeToString())

    def close(self) -> None:
        """Close the file; nothing can be added afterwards."""
        self._writer.close()

    def give_up(self) -> None:
        """Close the file after an error, and delete it unless some of it was flushed."""
        with suppress(OSError):  # the same error once more
            self._writer.close()
        if not self._is_flushed:
            self._delete()

    def _delete(self) -> None:
        with suppress(OSError), pinned(self._path.parent) as folder:
            (folder / self._path.name).unlink()
        finish(self._path)


def event_files(folder: Path) -> list[Path]:
    """Return Inkling's event files in a folder, not those of other programs.

    There are none if the folder cannot be read.
    """
    try:
        return [folder / name for name in os.listdir(folder) if OWN_NAME.fullmatch(name)]
    except OSError:
        return []


def _new_file(folder: Path) -> tuple[Path, BinaryIO]:
    """Create an event file whose name no other file has; return its path, and the open file.

    Until it is flushed it is unfinished: if the process is interrupted, it is deleted. No link is
    followed, whatever takes the place of the folder or the file meanwhile.
    """
    now = f"{PREFIX}.{time.time():.0f}"
    with pinned(folder) as there:
        for number in count(1):
            name = f"{now}.inkling" if number == 1 else f"{now}.inkling-{number}"
            with suppress(FileExistsError), delayed():
                file = (there / name).open("xb")
                begin(folder / name)
                return folder / name, file
    raise AssertionError


def _missing(_package: str) -> Message:
    return message(
        "TensorBoard's files need the package tensorboardX, which is not installed: {command}",
        command=INSTALL,
    )


def _settings(config: RunConfig) -> dict[str, bool | int | float | str]:
    """Return the settings that matter, by dotted path, as values for TensorBoard's table."""
    settings: dict[str, bool | int | float | str] = {}
    for path, spec in FIELDS.items():
        value = value_at(config, path)
        if matters(spec, config):
            text = str(value if isinstance(value, str) else format_value(value))
            settings[path] = value if isinstance(value, bool | int | float) else text
    return settings


def numbers_of(
    event: EpochCompleted | LayersMeasured, *, is_sealed: bool = False
) -> Mapping[str, float]:
    """Return the numbers that the event has and that may be seen, by TensorBoard's tags."""
    if isinstance(event, EpochCompleted):
        hidden = OF_TEST_SET if is_sealed else ()
        values = ((tag, getattr(event, name)) for name, tag in TAGS.items() if name not in hidden)
    else:
        values = (
            (f"{kind}/{layer.name}", getattr(layer, kind))
            for kind in ("gradient", "update", "idle")
            for layer in event.layers
        )
    return {tag: value for tag, value in values if value is not None}


def write(record: RunRecord, folder: Path) -> None:
    """Write a run's epochs as an event file into `folder`.

    Raises:
        ExportError: if tensorboardX is not installed.
        OSError: if it cannot be written.
        CancelledError: if nobody waits for it any more.
    """
    made = made_at(record.run)
    started_s = time.time() - record.elapsed_s if made is None else made.timestamp()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _made_folder(folder):
        file = EventFile(folder, record.config, started_s, is_sealed=record.is_sealed)
        try:
            _add_all(file, record)
            file.flush()
        except BaseException:
            file.give_up()
            raise
        file.close()


@contextmanager
def _made_folder(folder: Path) -> Iterator[None]:
    """Make a folder; one that was not there is deleted again if the block does not end well."""
    is_new = False
    with suppress(FileExistsError), delayed():
        folder.mkdir()
        begin(folder)
        is_new = True
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # something else is in it by now
                folder.rmdir()
        raise
    finally:
        finish(folder)


def _add_all(file: EventFile, record: RunRecord) -> None:
    ends = {epoch.epoch: epoch.elapsed_s for epoch in record.epochs}
    events: list[EpochCompleted | LayersMeasured] = [*record.epochs, *record.layers]
    for event in sorted(events, key=lambda event: event.epoch):
        check_cancelled()
        file.add(event, ends.get(event.epoch, 0.0))


def follow(
    events: Iterator[Event], config: RunConfig, folder: Path, before: RunRecord | None = None
) -> Iterator[Event]:
    """Pass a run's events on, and write them for TensorBoard into `folder`.

    If writing fails, the run goes on and is kept as before; one `RecordingFailed` is sent.

    Args:
        before: the run up to where it starts, if it is continued or forked; its epochs are written
            first unless an earlier session has written them.
    """
    file: EventFile | None = None
    earlier = None if before is None or event_files(folder) else before
    started_s = time.time() - (before.elapsed_s if before is not None else 0.0)
    try:
        for event in events:
            try:
                if isinstance(event, RunStarted):
                    is_sealed = config.data.validation_size > 0
                    refuse_remote_link(folder.parent)
                    real_as_named(folder.parent)  # the run's, whose place a link may have taken
                    file = EventFile(folder, config, started_s, is_sealed=is_sealed)
                    if earlier is not None:
                        _add_all(file, earlier)
                elif file is not None and isinstance(event, EpochCompleted | LayersMeasured):
                    file.add(event, time.time() - started_s)
                    file.flush()
            except (OSError, ExportError) as error:
                if file is not None:
                    file.give_up()
                file = None
                yield RecordingFailed(event.run, _reason(folder, error), is_run_kept=True)
            yield event
    finally:
        if isinstance(events, Generator):  # closing this generator ends the run
            events.close()
        if file is not None:
            with suppress(OSError):  # every epoch has been flushed
                file.close()


def _reason(folder: Path, error: OSError | ExportError) -> Message:
    if isinstance(error, ExportError):
        return error.message
    reason = system_reason(error)
    return message(
        "TensorBoard's files are no longer written to {folder}: {reason}.",
        folder=str(folder),
        reason=reason,
    )
