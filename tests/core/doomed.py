"""A program that trains runs in processes of their own, which can be told to be killed within a
write.

It loads what it needs once. Each line on standard input is ``FOLDER EPOCHS FAILPOINT COUNT``; the
answer is the number of the process, a line for each event that was passed on, then ``gone`` and how
it ended. Only for tests, and only where processes can be forked.
"""

import os
import signal
import sys
import time
from pathlib import Path

import torch

from core.config.choices import ModelKind
from core.config.data import DataConfig
from core.config.model import Layer, ModelConfig
from core.config.run import RunConfig
from core.data import datasets
from core.lifecycle import continuing, recorded_lines, recording
from core.run.control import Control
from core.run.events import CheckpointTaken, EpochCompleted
from core.storage import layout
from core.training.loop import train

CONFIG = RunConfig(
    model=ModelConfig(kind=ModelKind.MLP, hidden=(Layer(units=24, dropout=0.25),)),
    data=DataConfig(train_size=1000, test_size=200, batch_size=20),
)


def settings(epochs: int) -> RunConfig:
    """What all runs here train: dropout and momentum, so that generators and memories must
    survive, too.
    """
    optimizer = CONFIG.optimizer.model_copy(update={"learning_rate": 0.1, "momentum": 0.5})
    return CONFIG.model_copy(update={"optimizer": optimizer, "epochs": epochs})


def die() -> None:
    """As the system kills: nothing is flushed, no `finally` is reached."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


class Failpoint:
    """A place within a write, where the process dies when it comes by for the `count`-th time."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._fsync, self._rename = os.fsync, Path.replace

    def _is_now(self) -> bool:
        self._left -= 1
        return self._left == 0

    def half_written(self) -> None:
        """A temporary file has only its first half."""

        def fsync(descriptor: int) -> None:
            if self._is_now():
                os.truncate(descriptor, os.fstat(descriptor).st_size // 2)
                die()
            self._fsync(descriptor)

        os.fsync = fsync

    def before_renaming(self) -> None:
        """A temporary file is whole, but not in its place."""

        def rename(path: Path, target: Path) -> Path:
            if self._is_now():
                die()
            return self._rename(path, target)

        Path.replace = rename  # type: ignore[method-assign, assignment]

    def after_renaming(self) -> None:
        """A file is in its place, and nothing after it is done."""

        def rename(path: Path, target: Path) -> Path:
            done = self._rename(path, target)
            if self._is_now():
                die()
            return done

        Path.replace = rename  # type: ignore[method-assign, assignment]

    def half_line(self) -> None:
        """A list has half a line at its end."""

        def append(path: Path, text: str) -> None:
            with path.open("a", encoding="utf-8") as file:
                if self._is_now():
                    file.write(text[: len(text) // 2])
                    file.flush()
                    die()
                file.write(text)

        recorded_lines.append_to_file = append


def work(folder: Path, epochs: int) -> None:
    """Begin the run, or go on with it, as the command line does."""
    config, start = settings(epochs), None
    if (folder / layout.RUN_FILE).exists():
        start = continuing.continuation(folder, epochs)
        config = start.record.config
    elif not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        layout.create(folder.parent, folder.name)
    control = Control(
        folder.name, 1, takes_checkpoints=True, measures_layers=True, measures_moments=True
    )
    learning = train(config, datasets.load(config.data), control, start and start.checkpoint)
    for event in recording.record(learning, config, folder, start):
        if isinstance(event, CheckpointTaken):
            tell(f"checkpoint {event.checkpoint.epoch}")
        elif isinstance(event, EpochCompleted):
            tell(f"epoch {event.epoch}")


def tell(text: str) -> None:
    """Say it at once, whatever happens next."""
    os.write(1, (text + "\n").encode())


def serve() -> None:
    """Do what standard input asks for, one run after the other."""
    datasets.load(CONFIG.data)
    torch.set_num_threads(1)
    torch.optim.SGD([torch.zeros(1)])  # the first one takes long to import
    tell("ready")
    for line in sys.stdin:
        folder, epochs, failpoint, count = line.split()
        process = os.fork()
        if process == 0:
            if failpoint != "none":
                getattr(Failpoint(int(count)), failpoint)()
            work(Path(folder), int(epochs))
            os._exit(0)
        tell(f"process {process}")
        _, status = os.waitpid(process, 0)
        tell(f"gone {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    serve()
