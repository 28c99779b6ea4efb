"""Keeping a run on disk while it trains: a generator around the run's own."""

import json
import platform
import sys
from collections.abc import Generator, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from filelock import Timeout

from core.config import RunConfig
from core.events import (
    CheckpointTaken,
    EpochCompleted,
    Event,
    LayersMeasured,
    RecordingFailed,
    RunEnded,
    RunStarted,
    SettingChanged,
    Weights,
    WeightsPublished,
)
from core.files import replace_file
from core.history import RunRecord
from core.kept_epochs import keep_epoch
from core.messages import Message, message
from core.runs import (
    CHANGES_FILE,
    CHECKPOINT_FILE,
    LAYERS_FILE,
    METRICS_FILE,
    RUN_FILE,
    SCHEMA,
    WEIGHTS_FILE,
    lock_of,
)
from core.weight_files import write_checkpoint, write_weights


def record(
    events: Iterator[Event], config: RunConfig, folder: Path, before: RunRecord | None = None
) -> Iterator[Event]:
    """Pass a run's events on, keeping in `folder` what belongs there before each is passed.

    If writing fails, the run goes on: one `RecordingFailed` is sent, and nothing more is kept. The folder's lock is
    held as long as this generator lives, so that other processes can tell a running run from an interrupted one.

    Args:
        before: what the folder already holds of a run that is continued, or was forked from another.
    """
    recorder: _Recorder | None = _Recorder(config, folder, before)
    try:
        for event in events:
            if recorder is not None:
                try:
                    recorder.keep(event)
                except (OSError, Timeout) as error:
                    recorder.close()
                    recorder = None
                    yield RecordingFailed(event.run, _reason(folder, error))
            yield event
    finally:
        if isinstance(events, Generator):  # whoever gives up on this one gives up on the run
            events.close()
        if recorder is not None:
            recorder.close()


def _reason(folder: Path, error: OSError | Timeout) -> Message:
    if isinstance(error, Timeout):
        return message("The run is not kept: another Inkling is writing to {folder}.", folder=str(folder))
    why = error.strerror or str(error)
    return message("The run is no longer kept in {folder}: {reason}.", folder=str(folder), reason=why)


class _Recorder:
    """Writes one run's files, while holding the folder's lock."""

    def __init__(self, config: RunConfig, folder: Path, before: RunRecord | None) -> None:
        self._folder = folder
        self._lock = lock_of(folder)
        self._weights: Weights = {}
        before = before or RunRecord(folder.name, config)
        self._record = RunRecord(folder.name, config, last=before.last, best=before.best)  # a private one
        origin = before.forked_from
        self._description: dict[str, object] = {
            "schema": SCHEMA,
            "config": config.model_dump(mode="json"),
            "environment": environment(),
            "forked_from": None if origin is None else {"run": origin[0], "epoch": origin[1]},
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
        }

    def close(self) -> None:
        """Let others have the folder."""
        self._lock.release()

    def keep(self, event: Event) -> None:
        """Write what the event adds.

        Raises:
            OSError: if that cannot be done.
            Timeout: if another process writes to the folder.
        """
        if not self._lock.is_locked:
            self._folder.stat()  # a folder that is gone is an error; the lock would make a new one
            self._lock.acquire()
        match event:
            case RunStarted():
                self._describe({**asdict(event), "state": "running"})
            case WeightsPublished():
                self._weights = event.weights
            case EpochCompleted():
                self._record.take_in(event)
                self._append(METRICS_FILE, {k: v for k, v in asdict(event).items() if v is not None})
                if not self._record.config.is_regression:
                    keep_epoch(self._folder, event.epoch, self._weights)
                self._write_weights()
            case LayersMeasured():
                self._append(LAYERS_FILE, asdict(event))
            case SettingChanged():
                self._append(CHANGES_FILE, asdict(event))
            case CheckpointTaken():
                write_checkpoint(self._folder / CHECKPOINT_FILE, event.checkpoint)
            case RunEnded():
                self._write_weights()
                text = None if event.message is None else str(event.message)
                ended = {"run": event.run, "state": event.reason, "epochs_done": event.epochs, "message": text}
                last, best = self._record.last, self._record.best
                self._describe({**ended, "last": last and asdict(last), "best": best and asdict(best)})

    def _append(self, name: str, line: dict[str, object]) -> None:
        with (self._folder / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def _describe(self, more: dict[str, object]) -> None:
        self._description |= more
        text = json.dumps(self._description, indent=2)
        replace_file(self._folder / RUN_FILE, text.encode())

    def _write_weights(self) -> None:
        if self._weights:
            write_weights(self._folder / WEIGHTS_FILE, self._weights)
            self._weights = {}


def environment() -> dict[str, str]:
    """The versions that decide what a run computes."""
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "platform": f"{sys.platform} {platform.machine()}",
    }
