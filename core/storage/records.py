"""Run folders: their files, reading them, and what is written into them.

    20261124-134501-sigmoid-3f2ab4c7/
        run.json                config, state, the last and the best epoch, and for each training
                                session versions, device, threads and hashes of the data
        metrics.jsonl           one line per epoch, written as it ends
        points.jsonl            one line for the untrained network, and for each moment within the
                                first epoch at which it was measured
        layers.jsonl            one line per epoch in which the layers were measured
        changes.jsonl           one line per setting changed by hand
        weights.safetensors     the weights after the last epoch, or when the run was stopped
        best.safetensors        the weights of the best epoch; see `core.storage.best_weights`
        checkpoint.safetensors  the end of the last epoch, from which the run can be continued
        epochs/0001.safetensors the weights after some epochs, and at some moments within the first;
                                see `core.storage.epoch_weights`
        label.json              the name and colour that the user gave it
        lock                    held while a process trains the run

`core.lifecycle.recording` writes them. A file is replaced by writing a new one next to it and
renaming that, so a killed process leaves the old file or the new one, never half of one; it loses
at most the epoch in progress. Folders of earlier versions are read through
`core.storage.migration`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from core.config.fields import ConfigError, validate
from core.config.live import check_live_setting
from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.errors import DamagedRunError, RunFolderError, failing_alone
from core.file_presence import is_missing
from core.files import parse_json, reason_of
from core.messages import Message, message
from core.network.architecture import plan
from core.network.weights import Weights
from core.plain_text import printable
from core.run.events import (
    Count,
    EndReason,
    EpochCompleted,
    LayersMeasured,
    MomentMeasured,
    RunEnded,
    RunStarted,
    SettingChanged,
    Steps,
)
from core.run.identity import as_id, is_id
from core.run.moment import Moment
from core.run.record import RunRecord, RunState, Sessions, points_before
from core.run.steps import with_bounded_steps
from core.storage.description import (
    IMPORTED,
    MAX_REASON_LETTERS,
    comparison_in,
    openings_in,
    read_description,
)
from core.storage.layout import (
    CHANGES_FILE,
    LAYERS_FILE,
    MAX_CHANGE_LINES,
    MAX_EPOCH_LINES,
    MAX_LAYERS_BYTES,
    MAX_LINE_BYTES,
    MAX_LINES_BYTES,
    MAX_POINT_LINES,
    MAX_POINTS_BYTES,
    METRICS_FILE,
    POINTS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
    is_in_use,
    read_run_file,
)
from core.storage.weight_files import read_dated_weights

MAX_ORIGIN_LETTERS = 1000  # of the name of the run that a fork came from, as it is shown
MAX_LAYERS = 20  # with weights, of one network; far more than a config can have

Line = TypeVar("Line", EpochCompleted, LayersMeasured, MomentMeasured, SettingChanged)


@dataclass(frozen=True)
class KeptRun:
    """A run folder, opened.

    Attributes:
        moment: when in the run it had these weights; None if its file does not state it.
    """

    folder: Path
    run: str
    config: RunConfig
    weights: Weights
    moment: Moment | None


def json_line(values: EpochCompleted | LayersMeasured | MomentMeasured | SettingChanged) -> str:
    """Return a line of one of the folder's lists; fields without a value are left out.

    In a folder whose name is no id, the line has an id that resembles the name: its length counts.
    """
    line = {name: value for name, value in asdict(values).items() if value is not None}
    run = values.run if is_id(values.run) else as_id(values.run)
    return json.dumps({**line, "run": run}) + "\n"


def open_run(folder: Path) -> KeptRun:
    """Open a kept run with its weights, checked before anything is built from them.

    Raises:
        RunFolderError: if a file is missing, damaged, or does not belong to the others.
    """
    run, description = read_description(folder / RUN_FILE)
    config = _config(description, folder / RUN_FILE)
    moment, weights = read_dated_weights(folder / WEIGHTS_FILE, config.model)
    if moment is None and description.get("state") == RunState.COMPLETED:  # of an earlier version
        moment = Moment(config.epochs)
    return KeptRun(folder, run, config, weights, moment)


@failing_alone
def outline(folder: Path) -> RunRecord:
    """Read a run's `run.json`: everything but curves and weights. Fast enough for long lists.

    A run stored as running is `RUNNING` while a process holds its lock, otherwise `INTERRUPTED`.

    Raises:
        RunFolderError: if it cannot be read; it is a `DamagedRunError` or `NewerRunError` if so.
    """
    path = folder / RUN_FILE
    run, description = read_description(path)
    record = RunRecord(run, _config(description, path))
    try:
        _fill(record, folder, description)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedRunError(_what_is_damaged(path, error)) from error
    return record


def _fill(record: RunRecord, folder: Path, description: Mapping[str, Any]) -> None:
    """Fill the record from its description, or from its epochs if it has not ended."""
    record.state = RunState(description["state"])
    if record.state is RunState.RUNNING and not is_in_use(folder):
        record.state = RunState.INTERRUPTED
    if "parameters" in description:  # a fork that was never trained has not started
        names = [item.name for item in fields(RunStarted) if item.name in description]
        record.started = _STARTED.validate_python({name: description[name] for name in names})
    origin = _ORIGIN.validate_python(description.get("forked_from"))
    if origin is not None:
        record.forked_from = printable(origin.run[:MAX_ORIGIN_LETTERS]), origin.epoch
    record.comparison = comparison_in(description)
    record.is_imported = bool(description.get(IMPORTED))
    record.openings = openings_in(description, record.config)
    record.sessions = _SESSIONS.validate_python(description["sittings"])

    if record.state in (RunState.RUNNING, RunState.INTERRUPTED):
        for epoch in _epochs(folder):  # one at a time: a list of runs needs no more
            record.update_last_and_best(epoch)
        return

    record.last, record.best = (
        None if description.get(key) is None else _EPOCH.validate_python(_whole(description[key]))
        for key in ("last", "best")
    )
    if record.state.is_finished and record.last is None:
        raise ValueError("it has ended without an epoch")
    text = _REASON.validate_python(description.get("message"))
    steps = _STEPS.validate_python(description.get("steps"))
    lines = map(printable, (text or "")[:MAX_REASON_LETTERS].split("\n"))
    reason = None if text is None else Message("\n".join(lines))
    record.end = RunEnded(record.run, EndReason(record.state), record.epochs_done, reason, steps)


def read_record(folder: Path) -> RunRecord:
    """Read a kept run with its curves.

    Raises:
        RunFolderError: if a file is damaged, or does not belong to the others.
    """
    record = outline(folder)
    record.epochs = read_epochs(folder)
    record.points = read_points(folder)
    record.layers = read_layers(folder)
    record.changes = read_changes(folder, record.config.model)
    layers = [layer.name for layer in plan(record.config.model) if layer.is_weighted]
    if any([state.name for state in measured.layers] != layers for measured in record.layers):
        raise RunFolderError(
            message(
                "{file} does not describe the layers of this run's network.",
                file=str(folder / LAYERS_FILE),
            )
        )
    return record


def read_epochs(folder: Path) -> list[EpochCompleted]:
    """Read the completed epochs, from 1 on without a gap.

    An unfinished last line of a killed process is skipped.

    Raises:
        RunFolderError: if another line is damaged, missing, twice or out of order.
    """
    return list(with_bounded_steps(_epochs(folder)))


def _epochs(folder: Path) -> Iterator[EpochCompleted]:
    path = folder / METRICS_FILE
    epochs = _lines(path, lambda values: _EPOCH.validate_python(_whole(values)), MAX_EPOCH_LINES)
    for number, completed in enumerate(epochs, start=1):
        if completed.epoch != number:
            raise RunFolderError(
                message(
                    "{file} does not contain the epochs of a run: line {line} is about epoch "
                    "{epoch}.",
                    file=str(path),
                    line=number,
                    epoch=completed.epoch,
                )
            )
        yield completed


def read_points(folder: Path) -> list[MomentMeasured]:
    """Read the measurements of the untrained network and within the first epoch, in order.

    There are none for runs of earlier versions.

    Raises:
        RunFolderError: if a line other than an unfinished last one is damaged.
    """
    points: list[MomentMeasured] = []
    for point in _lines(folder / POINTS_FILE, _point, MAX_POINT_LINES, MAX_POINTS_BYTES):
        points = [*points_before(points, point.moment), point]
    return points


def read_layers(folder: Path) -> list[LayersMeasured]:
    """Read the measurements of the layers, in order; none for runs that did not measure them.

    Raises:
        RunFolderError: if a line other than an unfinished last one is damaged, or out of order.
    """
    path = folder / LAYERS_FILE
    layers = list(_lines(path, _layers, MAX_EPOCH_LINES, MAX_LAYERS_BYTES))
    for earlier, later in pairwise(layers):
        if later.epoch <= earlier.epoch:
            raise RunFolderError(
                message(
                    "{file} is damaged: epoch {later} follows epoch {earlier}.",
                    file=str(path),
                    later=later.epoch,
                    earlier=earlier.epoch,
                )
            )
    return layers


def read_changes(folder: Path, model: ModelConfig) -> list[SettingChanged]:
    """Read the settings of this network's run that were changed by hand, in order.

    Raises:
        RunFolderError: if a line other than an unfinished last one is damaged.
    """
    path = folder / CHANGES_FILE
    return list(_lines(path, lambda values: _change(values, model), MAX_CHANGE_LINES))


@dataclass(frozen=True)
class _Origin:
    """The run that a fork came from, and its epoch."""

    run: str
    epoch: Count


# The types of the fields are strict: texts and truth values are no numbers, and none is infinite.
_EPOCH = TypeAdapter(EpochCompleted)
_LAYERS = TypeAdapter(LayersMeasured)
_CHANGE = TypeAdapter(SettingChanged)
_POINT = TypeAdapter(MomentMeasured)
_STARTED = TypeAdapter(RunStarted)
_SESSIONS = TypeAdapter(Sessions)
_ORIGIN = TypeAdapter(_Origin | None)
_REASON = TypeAdapter(str | None)
_STEPS = TypeAdapter(Steps | None)


def _change(values: Any, model: ModelConfig) -> SettingChanged:
    change = _CHANGE.validate_python(values)
    for value in (change.before, change.value):
        check_live_setting(change.path, value, model)
    return change


def _layers(values: Any) -> LayersMeasured:
    measured = _LAYERS.validate_python(values)
    if len(measured.layers) > MAX_LAYERS:
        raise ValueError("no network has that many layers")
    return measured


def _point(values: Any) -> MomentMeasured:
    point = _POINT.validate_python(_whole(values, MomentMeasured))
    if point.epoch != 1 or point.batch >= point.batches:
        raise ValueError("a moment does not lie within the first epoch")
    return point


def _whole(
    values: Mapping[str, Any], kind: type[EpochCompleted | MomentMeasured] = EpochCompleted
) -> dict[str, Any]:
    """Return the values of an event with None for those that a file leaves out."""
    return {**{one.name: None for one in fields(kind) if one.default is MISSING}, **values}


def _lines(
    path: Path, parse: Callable[[Any], Line], max_lines: int, max_bytes: int = MAX_LINES_BYTES
) -> Iterator[Line]:
    """Yield what stands in the finished lines of a file; each is checked before the next is read.

    Raises:
        RunFolderError: if a line is damaged, or there are too many.
    """
    if is_missing(path):  # of a link to nothing, reading reports that
        return
    content = BytesIO(read_run_file(path, max_bytes))
    number = 0
    while line := content.readline(MAX_LINE_BYTES + 2):  # its end counts, and so does one byte more
        number += 1
        try:
            _check_line(line, number, max_lines)
            if not line.endswith(b"\n"):  # the process was killed as it wrote the last one
                return
            parsed = parse(parse_json(line))
        except (ValueError, TypeError) as error:
            raise RunFolderError(_what_is_damaged(path, error)) from error
        yield parsed


def _check_line(line: bytes, number: int, max_lines: int) -> None:
    if number > max_lines:
        raise ValueError(f"it has more than {max_lines} lines")
    if len(line.removesuffix(b"\n")) > MAX_LINE_BYTES:
        raise ValueError("a line is too long")


def _what_is_damaged(path: Path, error: Exception) -> Message:
    return message("{file} is damaged: {reason}.", file=str(path), reason=reason_of(error))


def _config(description: Mapping[str, Any], path: Path) -> RunConfig:
    try:
        return validate(description["config"])
    except ConfigError as error:
        reason = error.message
        if error.path:
            reason = Message("{field}: {why}", {"field": error.path, "why": error.message})
        raise RunFolderError(
            message("{file} contains invalid settings: {reason}", file=str(path), reason=reason)
        ) from error
