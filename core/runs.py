"""Run folders: what is kept of a run on disk.

    20261124-134501-sigmoid-3f2ab4c7/
        run.json              config, environment, state
        metrics.jsonl         one line per epoch, written as it ends
        weights.safetensors   the weights of the last epoch, or of the moment the run was stopped

Files that are replaced are written beside their place and renamed, so a killed process leaves the old or the new
one, never half of one.
"""

import json
import os
import platform
import secrets
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
import torch
from safetensors import SafetensorError
from safetensors.numpy import load as parse_weights
from safetensors.numpy import save as pack_weights

from core.architecture import KERNEL, LayerKind, plan
from core.config import ModelConfig, RunConfig
from core.events import (
    EpochCompleted,
    Event,
    RecordingFailed,
    RunEnded,
    RunStarted,
    Weights,
    WeightsPublished,
)
from core.fields import ConfigError, validate
from core.messages import RunFolderError, message

SCHEMA = 1
RUN_FILE, METRICS_FILE, WEIGHTS_FILE = "run.json", "metrics.jsonl", "weights.safetensors"


@dataclass(frozen=True)
class KeptRun:
    """A run folder, opened."""

    folder: Path
    run: str
    config: RunConfig
    weights: Weights


def default_folder() -> Path:
    """Where runs are kept unless another place is given."""
    return platformdirs.user_data_path("inkling", appauthor=False) / "runs"


def new_id(config: RunConfig) -> str:
    """A name for a run that sorts by time and is not used twice."""
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return f"{now}-{config.preset or 'custom'}-{secrets.token_hex(4)}"


def create(runs_dir: Path, run: str) -> Path:
    """Make the folder for a run.

    Raises:
        RunFolderError: if that cannot be done.
    """
    folder = runs_dir / run
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise RunFolderError(
            message("The run cannot be kept in {folder}: {reason}.", folder=str(folder), reason=error.strerror)
        ) from error
    return folder


def record(events: Iterator[Event], config: RunConfig, folder: Path) -> Iterator[Event]:
    """Pass a run's events on, keeping in `folder` what belongs there before each is passed.

    If writing fails, the run goes on: one `RecordingFailed` is sent, and nothing more is kept.
    """
    recorder: _Recorder | None = _Recorder(config, folder)
    try:
        for event in events:
            if recorder is not None:
                try:
                    recorder.keep(event)
                except OSError as error:
                    recorder = None
                    why = error.strerror or str(error)
                    text = message("The run is no longer kept in {folder}: {reason}.", folder=str(folder), reason=why)
                    yield RecordingFailed(event.run, text)
            yield event
    finally:
        if isinstance(events, Generator):  # whoever gives up on this one gives up on the run
            events.close()


class _Recorder:
    def __init__(self, config: RunConfig, folder: Path) -> None:
        self._folder = folder
        self._description: dict[str, object] = {
            "schema": SCHEMA,
            "config": config.model_dump(mode="json"),
            "environment": environment(),
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._weights: Weights = {}

    def keep(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._describe({**asdict(event), "state": "running"})
            case WeightsPublished():
                self._weights = event.weights
            case EpochCompleted():
                with (self._folder / METRICS_FILE).open("a", encoding="utf-8") as metrics:
                    metrics.write(json.dumps({k: v for k, v in asdict(event).items() if v is not None}) + "\n")
                self._write_weights()
            case RunEnded():
                self._write_weights()
                text = None if event.message is None else str(event.message)
                self._describe({"run": event.run, "state": event.reason, "epochs_done": event.epochs, "message": text})

    def _describe(self, more: dict[str, object]) -> None:
        self._description |= more
        text = json.dumps(self._description, indent=2)
        replace_file(self._folder / RUN_FILE, text.encode())

    def _write_weights(self) -> None:
        if self._weights:
            replace_file(self._folder / WEIGHTS_FILE, pack_weights(dict(self._weights)))
            self._weights = {}


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in place of the file at once, or leave the file as it was."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def environment() -> dict[str, str]:
    """The versions that decide what a run computes."""
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "platform": f"{sys.platform} {platform.machine()}",
    }


def find(run: str, runs_dir: Path) -> Path:
    """The folder of a run, given by its id or as a path.

    An id is a folder's name within `runs_dir` and nothing else; whatever has a separator in it is a path.

    Raises:
        RunFolderError: if there is none.
    """
    path = Path(run)
    for folder in (runs_dir / run, path) if path.name == run else (path,):
        with suppress(OSError):  # a name that is too long, a folder that may not be entered
            if run and (folder / RUN_FILE).is_file():
                return folder
    raise RunFolderError(
        message("There is no run {run!r}, neither in {folder} nor as a folder.", run=run, folder=str(runs_dir))
    )


def open_run(folder: Path) -> KeptRun:
    """A kept run with its weights, checked before anything is built from them.

    Raises:
        RunFolderError: if a file is missing, damaged, or does not belong to the others.
    """
    description = _read_description(folder / RUN_FILE)
    try:
        config = validate(description["config"])
    except (ConfigError, RecursionError) as error:
        raise RunFolderError(
            message(
                "{file} holds settings that cannot be: {reason}",
                file=str(folder / RUN_FILE),
                reason=str(error),
            )
        ) from error
    return KeptRun(folder, folder.resolve().name, config, read_weights(folder / WEIGHTS_FILE, config.model))


def _read_description(path: Path) -> dict[str, Any]:
    content = _read(path, 1_000_000)
    try:
        description = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RunFolderError(message("{file} is not JSON: {reason}.", file=str(path), reason=str(error))) from error
    if (
        not isinstance(description, dict)
        or description.get("schema") != SCHEMA
        or not isinstance(description.get("config"), dict)
    ):
        raise RunFolderError(
            message("{file} is not a run description of version {version}.", file=str(path), version=SCHEMA)
        )
    return description


def expected_shapes(model: ModelConfig) -> dict[str, tuple[int, ...]]:
    """The weights that a network has, by name, and their shapes."""
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in plan(model):
        if layer.parameters:
            window = (KERNEL, KERNEL) if layer.kind is LayerKind.CONVOLUTION else ()
            shapes[f"{layer.name}.weight"] = (layer.outputs[0], layer.inputs[0], *window)
            if layer.bias:
                shapes[f"{layer.name}.bias"] = (layer.outputs[0],)
    return shapes


def read_weights(path: Path, model: ModelConfig) -> Weights:
    """Weights from a safetensors file, if they are exactly those that the network needs, and finite.

    Raises:
        RunFolderError: if they are not.
    """
    expected = expected_shapes(model)
    numbers = sum(int(np.prod(shape)) for shape in expected.values())
    content = _read(path, 4 * numbers + 1_000_000)
    try:
        weights = parse_weights(content)
    except (SafetensorError, ValueError, KeyError) as error:
        raise RunFolderError(message("{file} is damaged: {reason}.", file=str(path), reason=str(error))) from error
    found = {name: array.shape for name, array in weights.items()}
    if found != expected or any(array.dtype != np.float32 for array in weights.values()):
        raise RunFolderError(message("{file} does not hold the weights of this run's network.", file=str(path)))
    if not all(np.isfinite(array).all() for array in weights.values()):
        raise RunFolderError(message("{file} holds weights that are not finite numbers.", file=str(path)))
    return weights


def _read(path: Path, most: int) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe would keep us waiting, a device has no end
            raise RunFolderError(message("{file} is not a file.", file=str(path)))
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise RunFolderError(
            message("{file} cannot be read: {reason}.", file=str(path), reason=error.strerror)
        ) from error
    if len(content) > most:
        raise RunFolderError(message("{file} is larger than the {most} bytes it may have.", file=str(path), most=most))
    return content
