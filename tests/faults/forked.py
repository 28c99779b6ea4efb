"""The whole program in processes that are forked from one that has loaded everything, so that each
starts at once.

The client writes a `Job` as a line of JSON, the server answers with the number of the process, and
with how it ended. Only for tests, and only where processes can be forked.
"""

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

ROOT = Path(__file__).parents[2]
CAN_FORK = Path("/proc/self/net").exists()


class Server:
    """Starts programs on demand, one at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._running: int | None = None
        assert self._read() == ["ready", 0]

    def _read(self) -> list[Any]:
        answer: list[Any] = json.loads(self._process.stdout.readline())  # type: ignore[union-attr]
        return answer

    def _say(self, value: object) -> None:
        self._process.stdin.write(json.dumps(value) + "\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]

    def start(
        self, *arguments: object, place: Path, before: str = "", **variables: str | None
    ) -> int:
        """Run Inkling with these arguments; returns the process's number.

        Args:
            place: where its outputs go, as files ``out`` and ``err``, and its home is.
            before: Python that the new process does first.
            variables: of its environment; None takes one away.
        """
        self.end()  # if a test failed before it had waited
        place.mkdir(exist_ok=True)
        home = {"HOME": str(place), "QT_QPA_PLATFORM": "offscreen"}
        job = {
            "arguments": [*map(str, arguments)],
            "place": str(place),
            "before": before,
            "variables": {**home, **variables},
        }
        self._say(job)
        kind, number = self._read()
        assert kind == "process"
        self._running = number
        return int(number)

    def wait(self) -> int:
        """The exit status of the process started last, negative for the signal that killed it."""
        self._say("wait")  # until then its number is nobody else's
        kind, status = self._read()
        assert kind == "end"
        self._running = None
        return int(status)

    def end(self) -> None:
        """Leave no program behind."""
        if self._running is not None:
            os.kill(self._running, signal.SIGKILL)
            self.wait()


@contextmanager
def server() -> Iterator[Server]:
    """A server that ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.forked"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        served = Server(process)
        yield served
        served.end()
    finally:
        process.stdin.close()  # type: ignore[union-attr]
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]


def _load() -> None:
    """All that takes long, but nothing that would start a thread."""
    import pyqtgraph  # noqa: F401
    import qtawesome  # noqa: F401
    import superqt  # noqa: F401

    import core.cli.main
    import core.data.datasets
    import core.training.loop
    import gui.background.warm_up  # noqa: F401

    torch.set_num_threads(1)
    torch.optim.SGD([torch.zeros(1)])
    core.data.datasets.mnist()

    # the collector of a new process would visit, and so copy, everything that is shared with it
    gc.collect()
    gc.freeze()


def _become(job: dict[str, Any]) -> None:
    """Be the program that the job describes, and nothing else any more."""
    # PyTorch replaces its pool of threads at the first use after a fork, and two threads that use
    # it first at once find none ("Invalid thread pool"): so here, while there is one thread
    torch.set_num_threads(1)

    place = Path(job["place"])
    for name, value in job["variables"].items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
    for number, name in ((1, "out"), (2, "err")):
        target = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(target, number)
        os.close(target)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    sys.argv[1:] = job["arguments"]
    sys.stdout, sys.stderr = (
        os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2)
    )
    exec(job["before"], {})
    import main

    sys.exit(main.run())


def _tell(kind: str, value: int) -> None:
    os.write(1, (json.dumps([kind, value]) + "\n").encode())


def _serve() -> None:
    # or Ctrl+C would raise an exception in a process that has not become the program yet
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _load()
    _tell("ready", 0)
    while line := sys.stdin.readline():
        number = os.fork()
        if number == 0:
            status = 70
            try:
                _become(json.loads(line))
            except SystemExit as end:
                status = int(end.code or 0)
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                for stream in filter(None, (sys.stdout, sys.stderr)):
                    stream.flush()
                os._exit(status)
        _tell("process", number)
        sys.stdin.readline()
        _, status = os.waitpid(number, 0)
        _tell("end", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    _serve()
