"""Worker processes on this machine, each of which trains one slice at a time."""

import multiprocessing
import os
import threading
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from core.cluster import dask_engine, keys
from core.cluster.membership import Report
from core.errors import ClusterError
from core.interruption import end_on_signals, exit_at_once
from core.machine.processor import begin_computing
from core.messages import message

MAX_COUNT = 256  # of worker processes
FAILED = 1  # the exit status of a worker that cannot work


def serve(path: Path, count: int, report: Report) -> None:
    """Train slices in `count` processes until a signal ends this one.

    A process that is killed is replaced.

    Raises:
        ClusterError: if the cluster file cannot be used, or a package is missing.
    """
    if count == 1:
        _serve(path, report)
        return

    keys.read(path)
    processes = [_start(path, report) for _ in range(count)]
    while True:
        wait([process.sentinel for process in processes])
        for process in [process for process in processes if not process.is_alive()]:
            process.join()
            processes.remove(process)
            if process.exitcode == FAILED:  # it has reported why
                for other in processes:
                    other.terminate()
                raise ClusterError(message("The workers have ended."))
            report(message("A worker process has ended unexpectedly; another one is started."))
            processes.append(_start(path, report))


def _serve(path: Path, report: Report) -> None:
    begin_computing()
    dask_engine.serve(keys.read(path), report)


def _start(path: Path, report: Report) -> BaseProcess:
    # Python would look for its own modules in the current folder first, where anything may lie
    os.environ["PYTHONSAFEPATH"] = "1"
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(path, report))
    process.start()
    return process


def _run(path: Path, report: Report) -> None:
    """Serve in a process of its own, which ends with the one that has started it."""
    end_on_signals()
    parent = multiprocessing.parent_process()
    assert parent is not None

    def end_with_parent() -> None:
        wait([parent.sentinel])
        exit_at_once(FAILED)

    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        _serve(path, report)
    except ClusterError as error:
        report(error.message)
        exit_at_once(FAILED)
