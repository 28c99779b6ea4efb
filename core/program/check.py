"""A check that the program for a config computes the same numbers as its run.

The program runs in a process of its own and its costs are compared. Only a program that
`core.program.script` has just written is ever run: it is handed to Python as text, never as a file,
and no module is imported from the folder in which it runs.
"""

import math
import os
import re
import site
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from core.cancellation import CancelledError, cancelled_by
from core.config.catalogue import KNOWN
from core.config.run import RunConfig
from core.data import folders as data_folders
from core.errors import DataError, InklingError
from core.machine.processor import (
    BACKGROUND_NICENESS,
    automatic_threads,
    startable_threads,
)
from core.messages import Message, message
from core.program import script as codegen
from core.program.own_data import own_data, unpacked_bytes
from core.run.control import Control, Stop
from core.run.events import EndReason, EpochCompleted, RunEnded
from core.temporary_folders import private_folder
from core.trees import is_open_path

TOLERANCE = 0.0005  # half of the third decimal
FRESH_EPOCHS = 2  # of a run that is trained only for the comparison
MAX_S = 6 * 3600.0  # that a program may run before it is killed
MAX_UNPACKED_BYTES = 1 << 30  # of data, which the program reads as a whole
WINDOWS_FLAGS = ("BELOW_NORMAL_PRIORITY_CLASS", "CREATE_NO_WINDOW")
CURRENT_FOLDER = Path("/proc/self/cwd")  # Linux' path of that of the process that uses it
PRINTED = re.compile(r"Epoch (\d+), cost = (\S+), test cost = ([^,\s]+)")


class ScriptError(InklingError):
    """A program, or the run that it is compared with, failed."""


@dataclass(frozen=True)
class Costs:
    """The costs of an epoch: the mean over its training batches, and over the test examples."""

    epoch: int
    cost: float
    test_cost: float


@dataclass(frozen=True)
class Progress:
    """Progress of a check, in epochs, including the fresh reference run."""

    done: int
    total: int


@dataclass(frozen=True)
class Agreement:
    """The comparison of the program's costs with the run's.

    Attributes:
        epochs: how many were compared.
        ours, theirs: the first epoch that differs, from the run and from the program; None if none
            does.
        is_identical: whether all digits are equal, not only three decimals.
    """

    epochs: int
    ours: Costs | None = None
    theirs: Costs | None = None
    is_identical: bool = False

    @property
    def is_equal(self) -> bool:
        """Whether all epochs agree to three decimals."""
        return self.ours is None

    def sentence(self) -> Message:
        """Return the result in words."""
        if self.ours is not None and self.theirs is not None:
            return message(
                "In epoch {epoch} the costs differ: {theirs} in the program, {ours} in the run.",
                epoch=self.ours.epoch,
                theirs=_format_costs(self.theirs),
                ours=_format_costs(self.ours),
            )

        if self.is_identical:
            return message(
                "The program's costs equal the run's to the last digit: {n} of {n} epochs.",
                n=self.epochs,
            )

        return message(
            "The program's costs equal the run's to three decimals: {n} of {n} epochs.",
            n=self.epochs,
        )


def _format_costs(costs: Costs) -> str:
    return f"{costs.cost:.6g} / {costs.test_cost:.6g}"


def agreement(ours: Sequence[Costs], theirs: Sequence[Costs]) -> Agreement:
    """Compare the epochs that both have."""
    pairs = list(zip(ours, theirs, strict=False))
    for one, other in pairs:
        if not (_is_near(one.cost, other.cost) and _is_near(one.test_cost, other.test_cost)):
            return Agreement(len(pairs), one, other)
    return Agreement(len(pairs), is_identical=all(one == other for one, other in pairs))


def _is_near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=0, abs_tol=TOLERANCE)


def costs_of(epochs: Sequence[EpochCompleted]) -> tuple[Costs, ...]:
    """Return the costs of a run's epochs."""
    return tuple(Costs(epoch.epoch, epoch.cost, epoch.test_cost) for epoch in epochs)


class Check:
    """A comparison of the program for a config with a run of it.

    Args:
        run: the costs of a run that was trained with exactly this config, from its first epoch on;
            without them a fresh run is trained for up to two epochs.
        threads: the run's number, so that the last digits can be equal; 0 for Inkling's choice.
    """

    def __init__(self, config: RunConfig, run: Sequence[Costs] = (), threads: int = 0) -> None:
        self._config = config
        self._run = tuple(run)
        self._threads = config.threads or startable_threads(threads) or automatic_threads()
        self._stop = Stop()
        self._process: subprocess.Popen[str] | None = None

    def cancel(self) -> None:
        """Stop soon; `steps` then ends without a result. May be called from any thread."""
        self._stop.set()
        process = self._process
        if process is not None:
            process.kill()

    def steps(self) -> Iterator[Progress | Agreement]:
        """Compare in the calling thread; the last item is the `Agreement`, unless cancelled.

        Raises:
            ScriptError: if the program, or the fresh run, fails.
            DataError: if the data are not available.
        """
        with suppress(CancelledError):
            yield from self._steps()

    def _steps(self) -> Iterator[Progress | Agreement]:
        epochs = len(self._run) or min(FRESH_EPOCHS, self._config.epochs)
        fresh = 0 if self._run else epochs
        total = fresh + epochs
        yield Progress(0, total)
        with cancelled_by(self._stop.is_set):
            self._check_files()

        ours = list(self._run)
        if fresh:
            for costs in islice(self._fresh_costs(), epochs):
                ours.append(costs)
                yield Progress(len(ours), total)

        theirs: list[Costs] = []
        for costs in self._printed(len(ours)):
            theirs.append(costs)
            yield Progress(fresh + len(theirs), total)

        if not self._stop.is_set():
            yield agreement(ours, theirs)

    def _check_files(self) -> None:
        """Check the data before the program, which is less strict with files, reads them.

        Of a known data set it must find all files, which it would download.

        Raises:
            DataError: if a file is missing, damaged or too large.
        """
        data = self._config.data
        if not self._config.has_images:
            return
        if data.dataset not in KNOWN:
            data_folders.read_for(data)
            _refuse_large(self._config)
            return
        if not data_folders.is_available(data.dataset):
            data_folders.read_for(data)  # its error explains how to download them

        files = own_data(self._config).files
        for name in (*files.train, *files.test):
            file = _data_folder(self._config) / name
            if not os.path.exists(file):
                raise DataError(message("There is no file {file}.", file=str(file)))

    def _fresh_costs(self) -> Iterator[Costs]:
        from core.data import datasets
        from core.training import loop as training  # torch takes a second to load

        with cancelled_by(self._stop.is_set):
            data = datasets.load(self._config.data)
        control = Control("check", self._threads, self._stop)
        for event in training.train(self._config, data, control):
            if isinstance(event, EpochCompleted):
                yield from costs_of([event])
            elif isinstance(event, RunEnded) and event.reason in (
                EndReason.DIVERGED,
                EndReason.FAILED,
            ):
                raise ScriptError(event.message or message("The run failed."))

    def _printed(self, epochs: int) -> Iterator[Costs]:
        """Yield the costs of the program's first epochs, then end it."""
        script = codegen.annotated(self._config)
        with (
            private_folder("inkling-") as folder,
            tempfile.TemporaryFile(dir=folder) as program,
            tempfile.TemporaryFile(dir=folder) as errors,
        ):
            program.write(script.text.encode())
            program.seek(0)
            with self._running(folder, program, errors) as process:
                assert process.stdout is not None
                left = epochs
                for costs in islice(printed_costs(process.stdout), epochs):
                    if self._stop.is_set():  # while this line was waiting to be read
                        return
                    left -= 1
                    yield costs
                if left and not self._stop.is_set():
                    status = process.wait()
                    # the run was continued after it had stopped early, as the program did
                    if status == 0 and 0 < left < epochs and self._config.patience:
                        return
                    raise ScriptError(_failure(errors, status))

    @contextmanager
    def _running(
        self, folder: Path, program: IO[bytes], errors: IO[bytes]
    ) -> Iterator[subprocess.Popen[str]]:
        """Provide the program's process; kill it at the end, when cancelled or after `MAX_S`."""
        with _started(self._config, self._threads, folder, program, errors) as process:
            self._process = process
            if self._stop.is_set():  # while it started
                process.kill()
            limit = threading.Timer(MAX_S, process.kill)
            limit.start()
            try:
                yield process
            finally:
                limit.cancel()
                process.kill()


def _refuse_large(config: RunConfig) -> None:
    """Refuse data of which the program, which has no limits of Inkling's, would hold too much.

    Raises:
        DataError: if they are.
    """
    size = unpacked_bytes(config)
    if size > MAX_UNPACKED_BYTES:
        raise DataError(
            message(
                "The program is not run with {file}: unpacked it has {size:,} bytes, more than"
                " {most:,}.",
                file=config.data.dataset,
                size=size,
                most=MAX_UNPACKED_BYTES,
            )
        )


def printed_costs(lines: Iterable[str]) -> Iterator[Costs]:
    """Parse the costs from the lines that the program prints, with all digits."""
    for line in lines:
        match = PRINTED.match(line)
        if match is not None:
            yield Costs(int(match[1]), float(match[2]), float(match[3]))


def _started(
    config: RunConfig, threads: int, folder: Path, program: IO[bytes], errors: IO[bytes]
) -> subprocess.Popen[str]:
    """Start Python with a program that it reads from its standard input.

    Args:
        folder: where it runs; in this process its path may be one of an open folder.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    temporary = CURRENT_FOLDER if is_open_path(folder) else folder
    environment = inherited | {
        # what a killed program leaves in its temporary folder is removed with its own
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
        "OMP_NUM_THREADS": str(threads),
        "MKL_NUM_THREADS": str(threads),
        "MKL_DYNAMIC": "FALSE",
    }
    # one argument, because a folder's name may begin with a hyphen
    arguments = [f"--data={_data_folder(config)}"] if config.has_images else []

    process = subprocess.Popen(  # noqa: S603 - a program that was written a moment ago
        [sys.executable, *_isolation(), "-u", "-X", "utf8", "-", *arguments],
        cwd=folder,
        env=environment,
        stdin=program,
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        errors="replace",
        creationflags=sum(getattr(subprocess, name, 0) for name in WINDOWS_FLAGS),
    )

    if hasattr(os, "setpriority"):
        with suppress(OSError):  # best effort; the program may also be over already
            os.setpriority(os.PRIO_PROCESS, process.pid, os.nice(0) + BACKGROUND_NICENESS)
    return process


def _isolation() -> Iterator[str]:
    """Yield the options with which Python imports only what is installed.

    That is `-I` but for the packages that the user installed for himself, torch perhaps among them:
    they are left out only if this process has none of them either, as without a home folder.
    """
    yield "-E"
    yield "-P"
    if site.USER_SITE not in sys.path:
        yield "-s"


def _data_folder(config: RunConfig) -> Path:
    """Return the absolute path, because the program runs in a folder of its own."""
    return data_folders.allowed_folder(config.data.dataset).absolute()


def _failure(errors: IO[bytes], status: int) -> Message:
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    reason = lines[-1] if lines else message("its exit status is {status}", status=status)
    return message("The program failed: {reason}", reason=reason)
