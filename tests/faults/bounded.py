"""Work in a process of its own, the memory of which is limited or measured."""

import os
from collections.abc import Callable
from pathlib import Path

MEGABYTE = 1 << 20
KILOBYTES = 1024  # in a megabyte; of these is what Linux says of the largest memory


def outcome(work: Callable[[], object], megabytes: int) -> str:
    """What became of the work: ``done``, or the class and text of the error that it raised.

    Args:
        megabytes: that it may take in addition to what this process has.
    """

    def limited() -> object:
        import resource  # where processes can be forked

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        return work()

    return _told(limited)[0]


def measured(work: Callable[[], object]) -> tuple[str, int]:
    """What became of the work, as `outcome` tells it, and how many megabytes it took."""
    return _told(work)


def _told(work: Callable[[], object]) -> tuple[str, int]:
    answers, answer = os.pipe()
    number = os.fork()
    if number == 0:
        import resource

        text, before = "ended", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            work()
            text = "done"
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"[:1000]
        finally:
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            os.write(answer, f"{grown // KILOBYTES} {text}".encode(errors="replace"))
            os._exit(0)

    os.close(answer)
    with os.fdopen(answers, "rb") as file:
        grown, _, text = file.read().decode().partition(" ")
    os.waitpid(number, 0)
    return text, int(grown or 0)
