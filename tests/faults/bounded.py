"""Work in a process of its own that may not take more memory than it is given."""

import os
from collections.abc import Callable
from pathlib import Path

MEGABYTE = 1 << 20


def outcome(work: Callable[[], object], megabytes: int) -> str:
    """What became of the work: ``done``, or the class and text of the error that it raised.

    Args:
        megabytes: that it may take in addition to what this process has.
    """
    answers, answer = os.pipe()
    number = os.fork()
    if number == 0:
        import resource  # where processes can be forked

        text = "ended"
        try:
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            most = pages * resource.getpagesize() + megabytes * MEGABYTE
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            work()
            text = "done"
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"[:1000]
        finally:
            os.write(answer, text.encode(errors="replace"))
            os._exit(0)

    os.close(answer)
    with os.fdopen(answers, "rb") as file:
        text = file.read().decode()
    os.waitpid(number, 0)
    return text
