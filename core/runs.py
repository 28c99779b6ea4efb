"""Run folders: what is kept of a run on disk, found and read again.

    20261124-134501-sigmoid-3f2ab4c7/
        run.json                config, state, the last and the best epoch, and for each time that the run was
                                trained on versions, device, threads and hashes of the data
        metrics.jsonl           one line per epoch, written as it ends
        layers.jsonl            one line per epoch in which the layers were measured
        changes.jsonl           one line per setting changed by hand
        weights.safetensors     the weights of the last epoch, or of the moment the run was stopped
        best.safetensors        those of the best epoch so far; see `core.best_weights`
        checkpoint.safetensors  from here the run can be continued: the end of the last epoch
        epochs/0001.safetensors the weights after some of the epochs, evenly spread; see `core.kept_epochs`
        label.json              the name and colour that the user gave it
        lock                    held while a process trains the run

`core.recording` writes them. Files that are replaced are written beside their place and renamed, so a killed process
leaves the old or the new one, never half of one; it loses at most the epoch in progress. Folders of earlier versions
are read by way of `core.migration`.
"""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from core.architecture import plan
from core.checkpoint import LIVE_SETTINGS
from core.config import RunConfig
from core.events import EndReason, EpochCompleted, LayersMeasured, RunEnded, RunStarted, SettingChanged, Weights
from core.fields import ConfigError, validate
from core.files import fault_of, parse_json, read_file, replace_file
from core.history import RunRecord, RunState, Sitting
from core.messages import DamagedRunError, Message, NewerRunError, RunFolderError, message
from core.migration import SCHEMA, is_later, migrated
from core.weight_files import read_weights

RUN_FILE, METRICS_FILE, CHANGES_FILE, LABEL_FILE = "run.json", "metrics.jsonl", "changes.jsonl", "label.json"
LAYERS_FILE = "layers.jsonl"
WEIGHTS_FILE, BEST_FILE, CHECKPOINT_FILE = "weights.safetensors", "best.safetensors", "checkpoint.safetensors"
LOCK_FILE, DAMAGED_FOLDER = "lock", "damaged"
MOST_DESCRIPTION_BYTES = 1_000_000
MOST_LINES_BYTES = 20_000_000  # some 40,000 epochs
MOST_LAYERS_BYTES = 100_000_000  # a line of these is several times as long

Line = TypeVar("Line", EpochCompleted, LayersMeasured, SettingChanged)


@dataclass(frozen=True)
class KeptRun:
    """A run folder, opened."""

    folder: Path
    run: str
    config: RunConfig
    weights: Weights


@dataclass(frozen=True)
class Label:
    """What the user calls a run and how it is drawn; empty and None for what Inkling chooses."""

    name: str = ""
    style: int | None = None


def default_folder() -> Path:
    """Where runs are kept unless another place is given.

    Raises:
        RunFolderError: if nobody knows where this user's home is.
    """
    try:
        folder = platformdirs.user_data_path("inkling", appauthor=False) / "runs"
        if folder.is_absolute():
            return folder
    except RuntimeError:  # of platformdirs 4.4 and later; before, the folder would be called ~
        pass
    raise RunFolderError(message("There is no home folder to keep runs in; say where with --runs-dir."))


def new_id(config: RunConfig) -> str:
    """A name for a run that sorts by time and is not used twice."""
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return f"{now}-{config.preset or 'custom'}-{secrets.token_hex(4)}"


def made_at(run: str) -> datetime | None:
    """When a run with an id of `new_id` was made, in local time; None for another id."""
    try:
        return datetime.strptime(run[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC).astimezone()
    except ValueError:
        return None


def create(runs_dir: Path, run: str) -> Path:
    """Make the folder for a run.

    Raises:
        RunFolderError: if that cannot be done.
    """
    folder = runs_dir / run
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise not_kept(folder, error) from error
    return folder


def not_kept(folder: Path, error: OSError) -> RunFolderError:
    """The error to raise where a run's folder cannot be written."""
    why = error.strerror or str(error)
    return RunFolderError(message("The run cannot be kept in {folder}: {reason}.", folder=str(folder), reason=why))


def json_line(values: EpochCompleted | LayersMeasured | SettingChanged) -> str:
    """A line of one of the folder's lists; what has no value is left out."""
    return json.dumps({name: value for name, value in asdict(values).items() if value is not None}) + "\n"


def described(record: RunRecord, state: RunState | EndReason) -> dict[str, object]:
    """What `run.json` says of a record in this state, except what is known only while it trains."""
    origin, last, best = record.forked_from, record.last, record.best
    return {
        "schema": SCHEMA,
        "run": record.run,
        "config": record.config.model_dump(mode="json"),
        "forked_from": None if origin is None else {"run": origin[0], "epoch": origin[1]},
        "state": state,
        "epochs_done": record.epochs_done,
        "last": last and asdict(last),
        "best": best and asdict(best),
        "sittings": [asdict(sitting) for sitting in record.sittings],
    }


def write_description(folder: Path, description: Mapping[str, object]) -> None:
    """Put the description in place of `run.json`.

    Raises:
        OSError: if that cannot be done.
    """
    replace_file(folder / RUN_FILE, json.dumps(description, indent=2).encode())


def lock_of(folder: Path) -> FileLock:
    """The lock that a process holds while it trains the run in `folder`; the system frees it when that ends."""
    return FileLock(folder / LOCK_FILE, timeout=0)


def is_in_use(folder: Path) -> bool:
    """Whether some process is training the run."""
    if not (folder / LOCK_FILE).exists():
        return False
    try:
        with lock_of(folder):
            return False
    except Timeout:
        return True
    except OSError:  # a folder that cannot be written to: nobody trains there
        return False


def find(run: str, runs_dir: Path) -> Path:
    """The folder of a run, given by its id or as a path.

    An id is a folder's name within `runs_dir` and nothing else; whatever has a separator in it is a path. The folder
    is called by its own name, which is the run's, even if a link or a dot led there.

    Raises:
        RunFolderError: if there is none.
    """
    path = Path(run)
    for folder in (runs_dir / run, path) if path.name == run else (path,):
        with suppress(OSError):  # a name that is too long, a folder that may not be entered
            if run and (folder / RUN_FILE).is_file():
                return folder.resolve()
    raise RunFolderError(
        message("There is no run {run!r}, neither in {folder} nor as a folder.", run=run, folder=str(runs_dir))
    )


def folders(runs_dir: Path) -> list[Path]:
    """The run folders within `runs_dir`, oldest first; none if there is no such place."""
    try:
        with os.scandir(runs_dir) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir())
    except OSError:
        return []
    return [runs_dir / name for name in names if os.path.isfile(runs_dir / name / RUN_FILE)]


def open_run(folder: Path) -> KeptRun:
    """A kept run with its weights, checked before anything is built from them.

    Raises:
        RunFolderError: if a file is missing, damaged, or does not belong to the others.
    """
    config = _config(_description(folder / RUN_FILE), folder / RUN_FILE)
    return KeptRun(folder, folder.resolve().name, config, read_weights(folder / WEIGHTS_FILE, config.model))


def outline(folder: Path) -> RunRecord:
    """What `run.json` says of a run: all but its curves and weights. Quick, for long lists.

    A run that says it is running is `RUNNING` while a process holds its lock, else `INTERRUPTED`.

    Raises:
        RunFolderError: if the file cannot be read; `DamagedRunError` if it is damaged, `NewerRunError` if a later
            version wrote it.
    """
    path = folder / RUN_FILE
    description = _description(path)
    record = RunRecord(folder.resolve().name, _config(description, path))
    try:
        state = RunState(description["state"])
        record.state = state if state is not RunState.RUNNING else _state_without_end(folder)
        if "parameters" in description:  # a fork that was never trained has not started
            names = [item.name for item in fields(RunStarted) if item.name in description]
            record.started = _STARTED.validate_python({name: description[name] for name in names})
        origin = description.get("forked_from")
        record.forked_from = None if origin is None else (str(origin["run"]), int(origin["epoch"]))
        record.sittings = [_SITTING.validate_python(sitting) for sitting in description["sittings"]]
        if record.state in (RunState.RUNNING, RunState.INTERRUPTED):
            for epoch in read_epochs(folder):
                record.take_in(epoch)
            return record
        record.last, record.best = (
            None if description.get(key) is None else _EPOCH.validate_python(_whole(description[key]))
            for key in ("last", "best")
        )
        text = description.get("message")
        reason = EndReason(record.state)
        record.end = RunEnded(record.run, reason, record.epochs_done, None if text is None else Message(str(text)))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedRunError(_what_is_damaged(path, error)) from error
    return record


def _state_without_end(folder: Path) -> RunState:
    return RunState.RUNNING if is_in_use(folder) else RunState.INTERRUPTED


def read_record(folder: Path) -> RunRecord:
    """A kept run with its curves.

    Raises:
        RunFolderError: if a file is damaged, or does not belong to the others.
    """
    record = outline(folder)
    record.epochs = read_epochs(folder)
    record.layers = read_layers(folder)
    record.changes = read_changes(folder)
    layers = [layer.name for layer in plan(record.config.model) if layer.parameters]
    if any([state.name for state in measured.layers] != layers for measured in record.layers):
        raise RunFolderError(
            message("{file} does not tell of the layers of this run's network.", file=str(folder / LAYERS_FILE))
        )
    return record


def read_epochs(folder: Path) -> list[EpochCompleted]:
    """The completed epochs, in order; a last line that a killed process did not finish is left out.

    Raises:
        RunFolderError: if another line is damaged.
    """
    return _lines(folder / METRICS_FILE, lambda values: _EPOCH.validate_python(_whole(values)))


def read_layers(folder: Path) -> list[LayersMeasured]:
    """What the layers did, in order; none for runs that did not measure it.

    Raises:
        RunFolderError: if a line other than an unfinished last one is damaged.
    """
    return _lines(folder / LAYERS_FILE, _LAYERS.validate_python, MOST_LAYERS_BYTES)


def read_changes(folder: Path) -> list[SettingChanged]:
    """What was changed by hand, in order.

    Raises:
        RunFolderError: if a line other than an unfinished last one is damaged.
    """
    return _lines(folder / CHANGES_FILE, _change)


def read_label(folder: Path) -> Label:
    """The name and colour that the user gave the run; a missing or damaged file counts as none."""
    try:
        return _LABEL.validate_json(read_file(folder / LABEL_FILE, MOST_DESCRIPTION_BYTES))
    except (RunFolderError, ValidationError):
        return Label()


def write_label(folder: Path, label: Label) -> None:
    """Keep the name and colour of a run.

    Raises:
        RunFolderError: if that cannot be done.
    """
    try:
        replace_file(folder / LABEL_FILE, json.dumps(asdict(label)).encode())
    except OSError as error:
        raise not_kept(folder, error) from error


_EPOCH, _LAYERS, _CHANGE = TypeAdapter(EpochCompleted), TypeAdapter(LayersMeasured), TypeAdapter(SettingChanged)
_STARTED, _SITTING, _LABEL = TypeAdapter(RunStarted), TypeAdapter(Sitting), TypeAdapter(Label)


def _change(values: Any) -> SettingChanged:
    change = _CHANGE.validate_python(values)
    if change.path not in LIVE_SETTINGS:
        raise ValueError(f"{change.path[:40]!r} is no setting that can be changed while a run trains")
    return change


def _whole(values: Mapping[str, Any]) -> dict[str, Any]:
    """An epoch's values with those that a file leaves out, because there are none."""
    return {**{item.name: None for item in fields(EpochCompleted)}, **values}


def _lines(path: Path, parse: Callable[[Any], Line], most_bytes: int = MOST_LINES_BYTES) -> list[Line]:
    if not path.exists():
        return []
    *whole, rest = read_file(path, most_bytes).split(b"\n")
    del rest  # empty, or what a killed process did not finish
    try:
        return [parse(parse_json(line)) for line in whole]
    except (ValueError, TypeError) as error:
        raise RunFolderError(_what_is_damaged(path, error)) from error


def _what_is_damaged(path: Path, error: Exception) -> Message:
    return message("{file} is damaged: {reason}.", file=str(path), reason=fault_of(error))


def _config(description: Mapping[str, Any], path: Path) -> RunConfig:
    try:
        return validate(description["config"])
    except (ConfigError, RecursionError) as error:
        reason: Message | str = str(error)
        if isinstance(error, ConfigError):
            reason = Message("{field}: {why}", {"field": error.path, "why": error.message})
        raise RunFolderError(
            message("{file} holds settings that cannot be: {reason}", file=str(path), reason=reason)
        ) from error


def _description(path: Path) -> dict[str, Any]:
    content = read_file(path, MOST_DESCRIPTION_BYTES)
    try:
        description = parse_json(content)
    except ValueError as error:
        raise DamagedRunError(message("{file} is not JSON: {reason}.", file=str(path), reason=str(error))) from error
    if isinstance(description, dict) and is_later(description):
        raise NewerRunError(
            message(
                "{file} was written by a later Inkling, in version {version} of the format; this one reads versions "
                "up to {known}. Use the later one to open the run; it is left as it is.",
                file=str(path),
                version=description["schema"],
                known=SCHEMA,
            )
        )
    try:
        if isinstance(description, dict) and isinstance(description.get("config"), dict):
            return migrated(description)
    except ValueError:  # of no version at all
        pass
    raise DamagedRunError(message("{file} is not the description of a run.", file=str(path)))
