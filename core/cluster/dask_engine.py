"""An engine of worker processes on any machine, by Dask, which `core.cluster` alone knows.

The computer that drives the runs starts Dask's scheduler, which listens on the one address of the
cluster file, and ends it with the command. All connections are mutual TLS; Dask's HTTP servers,
which know no TLS of ours, are never started.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from uuid import uuid4

from core.cancellation import CancelledError
from core.cluster.admission import limit_connections, silence_dask
from core.cluster.dask_folder import own_folder
from core.cluster.dask_servers import careful
from core.cluster.keys import PACKAGES, ClusterKeys, missing
from core.cluster.machines import description, kind_of
from core.cluster.membership import Report, Workers
from core.cluster.sent_examples import examples_of, held, hold
from core.cluster.slices import Slice, train_slice
from core.data.examples import Examples
from core.errors import ClusterError, system_reason
from core.machine.optional_packages import optional_packages
from core.messages import Message, message
from core.run.events import Event

RETRY_S = 0.5  # between a worker's attempts to find the computer that drives the runs
# A machine without a sign of life is lost after the first of these or, since many workers give
# signs more seldom, after ten times their distance: 20 s for 200 workers. A connection whose other
# end does not answer is closed after the second, for which less than 11 s is too little (measured).
WORKER_LOST_S, CONNECTION_LOST_S = 14, 15
LOOK_S = 0.5  # between two looks at what the workers do, and at whether one is lost
NO_WORKER_S = 300  # until a slice fails that no worker can train

CONFIG: dict[str, object] = {
    "distributed.scheduler.worker-ttl": f"{WORKER_LOST_S}s",
    "distributed.scheduler.no-workers-timeout": f"{NO_WORKER_S}s",
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.comm.timeouts.tcp": f"{CONNECTION_LOST_S}s",
    "distributed.comm.require-encryption": True,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.large-graph-warning-threshold": "10GiB",  # a slice holds a checkpoint
}


class DaskEngine:
    """Trains slices on the workers of a cluster that compute alike.

    Args:
        client: of the cluster's scheduler.
        workers: those that have come.
    """

    def __init__(self, client: Any, workers: Workers) -> None:
        self._client = client
        self._workers = workers

    def submit(self, part: Slice) -> "Future[list[Event]]":
        """Have a slice trained by the next free worker, and by another one if that is lost."""
        result: Future[list[Event]] = Future()
        self._submit(part, result)
        return result

    def _submit(
        self,
        part: Slice,
        result: "Future[list[Event]]",
        examples: Examples | None = None,
        worker: str | None = None,
    ) -> None:
        """Have a slice trained, if possible by this worker, whom the examples are sent to."""
        name, epochs_done = f"epoch-{uuid4().hex}", part.start.epoch if part.start else 0
        self._workers.begin(name, part.run, epochs_done + 1)
        task = self._client.submit(
            train_or_ask,
            part,
            examples,
            key=name,
            pure=False,
            resources={self._workers.chosen: 1},
            workers=worker,
            allow_other_workers=worker is not None,
        )

        def give_up(given: "Future[list[Event]]") -> None:
            if given.cancelled():
                with suppress(Exception):  # there may be nobody left to tell
                    task.cancel()

        result.add_done_callback(give_up)
        task.add_done_callback(partial(self._pass_on, name, part, result))

    def _pass_on(self, name: str, part: Slice, result: "Future[list[Event]]", done: Any) -> None:
        """Give a slice's events or error to whoever waits; send the examples if a worker asks."""
        self._workers.end(name)
        if result.cancelled():
            return
        if done.status in ("lost", "pending"):  # its worker died before the result was fetched
            self._submit(part, result)
            return
        try:
            trained = done.result() if done.status == "finished" else _explained(done)
            if isinstance(trained, str):
                self._submit(part, result, examples_of(part.config), trained)
                return
        except Exception as error:  # perhaps the connection was lost meanwhile
            trained = error

        if not result.set_running_or_notify_cancel():
            return
        if isinstance(trained, Exception):
            result.set_exception(trained)
        else:
            result.set_result(trained)

    def runs_at_once(self) -> int:
        """Return the number of workers, and one more so that no worker waits for the next slice."""
        return self._workers.count() + 1


@contextmanager
def dask_engine(keys: ClusterKeys, workers: Workers, wait_s: float | None) -> Iterator[DaskEngine]:
    """Listen for workers, wait for the first one, and yield the engine until nothing listens.

    A process has one engine at a time, since Dask's settings are the process's.

    Args:
        workers: takes account of those that come and go.
        wait_s: how long to wait for the first worker, in seconds; None to wait until `workers` is
            closed.

    Raises:
        ClusterError: if a package is missing, the address cannot be used, or no worker has come.
        CancelledError: if `workers` is closed before one has come.
    """
    security = _prepared(keys)
    import dask
    from distributed import Client

    with (
        dask.config.set(CONFIG),
        own_folder("inkling-cluster-"),
        _scheduler(keys, security, workers) as scheduler,
        Client(scheduler) as client,
    ):
        if not workers.choose(wait_s):
            if workers.is_closed:
                raise CancelledError
            raise ClusterError(
                message(
                    "No worker has come to {address} within {seconds} seconds.",
                    address=keys.address,
                    seconds=round(wait_s or 0),
                )
            )
        yield DaskEngine(client, workers)


def train_or_ask(part: Slice, examples: Examples | None = None) -> list[Event] | str:
    """Train a slice on a worker; return its events, or the worker's address to ask for examples.

    Args:
        examples: for this slice and those to come; None if they have been sent or need not be.
    """
    if part.data and examples is not None:
        hold(part.data, examples)
    if part.data and held(part.data) is None:
        from distributed import get_worker

        return str(get_worker().address)
    return train_slice(part)


def _scheduler(keys: ClusterKeys, security: Any, workers: Workers) -> Any:
    """Start Dask's scheduler, which listens at the cluster's address until it is closed.

    Raises:
        ClusterError: if it cannot listen there.
    """
    from distributed import SpecCluster

    options = {
        "host": keys.host,
        "port": keys.port,
        "protocol": "tls://",
        "security": security,
        "dashboard": False,
        "plugins": [_watcher(workers)],
    }
    specification = {"cls": careful("Scheduler"), "options": options}
    try:
        return SpecCluster({}, specification, security=security, silence_logs=logging.CRITICAL)
    except (OSError, RuntimeError) as error:
        raise ClusterError(
            message(
                "{address} cannot be listened on: {reason}.",
                address=keys.address,
                reason=system_reason(_origin(error)),
            )
        ) from error


def serve(keys: ClusterKeys, report: Report) -> None:
    """Train slices for whoever drives runs with these keys, one after the other, without end.

    Raises:
        ClusterError: if a package is missing, or the keys are damaged.
    """
    security = _prepared(keys)
    import dask

    with dask.config.set(CONFIG), own_folder("inkling-worker-"):
        asyncio.run(_serve(keys, security, report))


async def _serve(keys: ClusterKeys, security: Any, report: Report) -> None:
    report(message("Waiting for work from {address}.", address=keys.address))
    while True:
        await _driver_is_there(keys, security, report)
        await _serve_once(keys, security)
        report(message("The work is over; waiting for more from {address}.", address=keys.address))


async def _serve_once(keys: ClusterKeys, security: Any) -> None:
    """Train slices until whoever drives the runs ends."""
    from distributed.utils import get_ip

    machine = description()
    worker = careful("Worker")(
        f"tls://{keys.address}",
        nthreads=1,  # slices at a time; each has the threads that it asks for
        host=keys.host if keys.is_local else get_ip(keys.host, keys.port),
        security=security,
        resources={kind_of(machine): 1},
        startup_information={
            "inkling": lambda _worker: machine,
            "inkling-host": lambda _worker: socket.gethostname(),
        },
        memory_limit=0,
        death_timeout=WORKER_LOST_S,
    )
    with suppress(OSError, TimeoutError, ValueError):  # it has ended while this worker began
        await worker
        await worker.finished()


async def _driver_is_there(keys: ClusterKeys, security: Any, report: Report) -> None:
    """Wait until somebody with the same keys listens at the address.

    Whoever else does is reported once and ends no worker: anybody can be first at an address.
    """
    context = security.get_connection_args("worker")["ssl_context"]
    reported: Message | None = None
    while True:
        try:
            _, writer = await asyncio.open_connection(keys.host, keys.port, ssl=context)
        except ssl.SSLError as error:
            found = _stranger(keys, error)
            if found != reported:
                report(found)
                reported = found
            await asyncio.sleep(RETRY_S)
        except OSError:  # nobody listens yet
            await asyncio.sleep(RETRY_S)
        else:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            return


def _stranger(keys: ClusterKeys, error: ssl.SSLError) -> Message:
    """Return who listens at the cluster's address without its keys."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return message(
            "{address} has other keys than this cluster file; copy the file again.",
            address=keys.address,
        )
    return message(
        "Another program listens at {address}; waiting until it ends.", address=keys.address
    )


def _prepared(keys: ClusterKeys) -> Any:
    """Load Dask, keep its log silent and strangers few; return the keys as it uses them.

    Raises:
        ClusterError: if a package is missing, or the keys are damaged.
    """
    with optional_packages(PACKAGES, missing, ClusterError):
        import dask  # noqa: F401 - here, so that what is missing is named
        import distributed  # noqa: F401

        security = _security(keys)
    silence_dask()
    limit_connections()
    return security


def _security(keys: ClusterKeys) -> Any:
    """Return the keys as Dask uses them: one pair for all, trusted by itself alone.

    Raises:
        ClusterError: if they are damaged.
    """
    from distributed.security import Security

    pairs = {
        f"tls_{role}_{name}": text
        for role in ("client", "scheduler", "worker")
        for name, text in (("key", keys.key), ("cert", keys.certificate))
    }
    security = Security(
        require_encryption=True,
        tls_ca_file=keys.certificate,
        tls_min_version=ssl.TLSVersion.TLSv1_3,
        **pairs,
    )
    try:
        security.get_connection_args("worker")
    except (ssl.SSLError, ValueError) as error:
        raise ClusterError(message("The keys of the cluster file are damaged.")) from error
    return security


def _watcher(workers: Workers) -> Any:
    """Return a plugin of the scheduler that notes which workers come and go, and what they do."""
    from distributed import SchedulerPlugin
    from distributed.metrics import time
    from tornado.ioloop import PeriodicCallback

    class Watcher(SchedulerPlugin):  # type: ignore[misc]
        name = "inkling"

        async def start(self, scheduler: Any) -> None:
            async def look() -> None:
                for address, worker in scheduler.workers.items():
                    tasks = [task.key for task in worker.processing]
                    workers.see(address, time() - worker.last_seen, tasks)
                await scheduler.check_worker_ttl()

            # in place of Dask's, which looks so seldom that a loss is noticed twice as late
            scheduler.periodic_callbacks["worker-ttl"] = PeriodicCallback(look, LOOK_S * 1000)

        def add_worker(self, scheduler: Any, worker: str) -> None:
            told = scheduler.workers[worker].extra
            workers.add(worker, dict(told.get("inkling", {})), str(told.get("inkling-host", "")))

        def remove_worker(self, scheduler: Any, worker: str, **_more: object) -> None:
            if scheduler.status.name == "running":
                workers.remove(worker)

    return Watcher()


def _origin(error: BaseException) -> Exception:
    """Return the error that led to this one."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error if isinstance(error, Exception) else RuntimeError(str(error))


def _explained(task: Any) -> Exception:
    """Return why a task has no result, in words if that is the cluster's fault."""
    from distributed.scheduler import KilledWorker, NoValidWorkerError

    error: Exception | None = task.exception() if task.status == "error" else None
    if isinstance(error, KilledWorker):
        return ClusterError(
            message(
                "Several workers were lost while they trained the same epoch; is their memory full?"
            )
        )
    if isinstance(error, NoValidWorkerError):
        return ClusterError(
            message("No worker has been left for {minutes} minutes.", minutes=NO_WORKER_S // 60)
        )
    return error or ClusterError(message("The connection to the workers was lost."))
