"""The workers of a cluster: which of them get work, and what each is doing.

Only workers that compute alike get any, so that all runs of a comparison have the same arithmetic
whoever trains which epoch. The window shows them, so this module loads torch only when asked for
this computer's kind.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.cluster.machines import description, differences, kind_of
from core.config.choices import Choice
from core.messages import Message, message

Report = Callable[[Message], None]

NOTHING = "", 0  # the run and the epoch of a worker that trains none
SETTLING_S = 2.0  # how long workers of this computer's kind are waited for after the first worker


class WorkerState(Choice):
    """What a worker is doing."""

    FREE = "free", message("waits for work")
    TRAINING = "training", message("training")
    REFUSED = "refused", message("differs, gets no work")
    LOST = "lost", message("lost")


@dataclass(frozen=True)
class WorkerStatus:
    """A worker at one moment.

    Attributes:
        host: the name of its computer; empty if it has not told.
        address: HOST:PORT.
        run, epoch: what it trains: a run's id, and the epoch from 1; empty and 0 for nothing.
        silent_s: the seconds since its last sign of life.
    """

    host: str
    address: str
    state: WorkerState
    run: str
    epoch: int
    silent_s: float


@dataclass
class _Worker:
    """A worker, whose last sign of life came at `seen_s`, in seconds of `time.monotonic`."""

    machine: dict[str, str]
    host: str
    seen_s: float
    part: tuple[str, int] = NOTHING
    is_lost: bool = False


class Workers:
    """The workers of a cluster, which come and go; its methods may be called from any thread.

    Args:
        report: is given a text about each that comes and computes like this computer.
        warn: is given one about each that does not, or is lost; `report` unless given.

    Attributes:
        chosen: the kind of machine that gets work, see `core.cluster.machines`; empty before
            `choose`.
    """

    def __init__(self, report: Report, warn: Report | None = None) -> None:
        self.chosen = ""
        self._report = report
        self._warn = warn or report
        self._workers: dict[str, _Worker] = {}  # by address
        self._tasks: dict[str, tuple[str, int]] = {}  # run and epoch of the submitted slices
        self._expected: dict[str, str] = {}  # the description of the chosen kind
        self._is_closed = False
        self._changed = threading.Condition()

    def add(self, address: str, machine: dict[str, str], host: str = "") -> None:
        """Take account of a worker that has come, perhaps in place of a lost one of its host."""
        with self._changed:
            for old, worker in self._workers.items():
                if worker.is_lost and worker.host == host:
                    del self._workers[old]
                    break
            self._workers[address] = _Worker(machine, host, time.monotonic())
            self._changed.notify_all()
            is_expected = bool(self.chosen)
        if is_expected:
            self._tell(address, machine)  # without the lock: who is told may ask for the workers

    def remove(self, address: str) -> None:
        """Take account of a worker that has gone."""
        with self._changed:
            worker = self._workers.get(address)
            if worker is None or worker.is_lost:
                return
            worker.is_lost, worker.part = True, NOTHING
            text = message(
                "The worker at {address} is gone; another one trains its epoch. "
                "Workers left: {count}.",
                address=_short(address),
                count=self._count(),
            )
        self._warn(text)

    def see(self, address: str, silent_s: float, tasks: Iterable[str]) -> None:
        """Take account of how long a worker has been silent, and of the slices that it has."""
        with self._changed:
            worker = self._workers.get(address)
            if worker is not None and not worker.is_lost:
                worker.seen_s = time.monotonic() - silent_s
                parts = (self._tasks[task] for task in tasks if task in self._tasks)
                worker.part = next(parts, NOTHING)

    def begin(self, task: str, run: str, epoch: int) -> None:
        """Take account of a slice that is submitted: one epoch of a run."""
        with self._changed:
            self._tasks[task] = run, epoch

    def end(self, task: str) -> None:
        """Take account of a slice that is trained, or no longer wanted."""
        with self._changed:
            self._tasks.pop(task, None)

    def count(self) -> int:
        """Return the number of workers that get work."""
        with self._changed:
            return self._count()

    def statuses(self) -> list[WorkerStatus]:
        """Return what all workers are doing, in the order of their coming."""
        with self._changed:
            return [self._status(address, worker) for address, worker in self._workers.items()]

    def choose(self, timeout_s: float | None) -> bool:
        """Wait for the first worker, and choose the kind that gets work; return whether one came.

        That is this computer's own kind if one of these is there, otherwise the most common one.

        Args:
            timeout_s: how long to wait, in seconds; None to wait until `close`.
        """
        own = description()
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._machines(), timeout_s)
            if self._is_closed or not self._machines():
                return False
            self._changed.wait_for(lambda: self._is_closed or own in self._machines(), SETTLING_S)

            machines = self._machines()
            self._expected = own if own in machines else max(machines, key=machines.count)
            self.chosen = kind_of(self._expected)
            arrived = {
                address: worker.machine
                for address, worker in self._workers.items()
                if not worker.is_lost
            }
        for address, machine in arrived.items():
            self._tell(address, machine)
        return True

    def close(self) -> None:
        """Wait for no worker any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    @property
    def is_closed(self) -> bool:
        """Whether nobody waits for workers any more."""
        return self._is_closed

    def _machines(self) -> list[dict[str, str]]:
        return [worker.machine for worker in self._workers.values() if not worker.is_lost]

    def _count(self) -> int:
        return self._machines().count(self._expected)

    def _status(self, address: str, worker: _Worker) -> WorkerStatus:
        run, epoch = worker.part
        if worker.is_lost:
            state = WorkerState.LOST
        elif self.chosen and worker.machine != self._expected:
            state = WorkerState.REFUSED
        else:
            state = WorkerState.TRAINING if run else WorkerState.FREE
        silent_s = time.monotonic() - worker.seen_s
        return WorkerStatus(worker.host, _short(address), state, run, epoch, silent_s)

    def _tell(self, address: str, machine: dict[str, str]) -> None:
        """Say that a worker has come, and whether it computes alike."""
        own = description()
        if machine != self._expected:
            text = message(
                "The worker at {address} gets no work, since its numbers may differ from those of "
                "the others: {differences}.",
                address=_short(address),
                differences=differences(machine, self._expected),
            )
            self._warn(text)
        elif machine != own:
            text = message(
                "The worker at {address} may round otherwise than this computer: {differences}.",
                address=_short(address),
                differences=differences(machine, own),
            )
            self._warn(text)
        else:
            self._report(message("A worker has come from {address}.", address=_short(address)))


def _short(address: str) -> str:
    return address.partition("://")[2]
