"""The journal of a search, as one of Optuna's backends: a file of lines that are only added.

Optuna's own opens whatever lies there, a pipe for example, and adds to a line that a full disk has
cut off, which makes the whole of it unreadable.
"""

import errno
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Any

from core.cancellation import check_cancelled
from core.file_presence import is_free
from core.files import open_file, open_to_change, parse_json, reason_of, refuse_link
from core.locks import exclusive
from core.search.journal_lines import MAX_TRIALS, Lines, gathered, is_new_trial
from core.trees import pinned

MAX_JOURNAL_BYTES = 50_000_000
MAX_LINES = 300_000
MAX_LINE_BYTES = 100_000  # the longest that Optuna writes have some thousand
LOCK_S = 30.0  # how long other processes are waited for; a line takes milliseconds
BLOCK = 65_536  # bytes that are searched at once for the end of a line


class Journal:
    """Where Optuna keeps the trials of a search; has the methods of its `BaseJournalBackend`."""

    def __init__(self, path: Path, lines: Lines) -> None:
        self._path = path
        self._lines = lines
        self._ends = [0]  # after so many lines: bytes
        self._trials = [0]  # after so many lines: trials

    def read_logs(self, log_number_from: int) -> Iterator[dict[str, Any]]:
        """Yield the lines from this one on, without one that is not written to its end.

        The accuracies of a whole journal come with the lines that add the trials. Optuna takes each
        line when it has done with the one before, and can be cancelled in between.

        Raises:
            OSError: if the journal cannot be read, or is larger than it may be.
            ValueError: if a line is none that Optuna has written for this search.
            CancelledError: if nobody waits for it any more.
        """
        del self._ends[log_number_from + 1 :], self._trials[log_number_from + 1 :]
        logs = (self._read(line) for line in self._lines_from(self._ends[-1]))
        for log in logs if log_number_from else gathered(logs):
            check_cancelled()
            yield log

    def _lines_from(self, start: int) -> Iterator[bytes]:
        """Yield the lines that are whole; one at a time, since a journal may be large."""
        refuse_link(self._path.parent)
        if not start and is_free(self._path):
            return
        with open_file(self._path, follows_links=False) as file:
            size = os.fstat(file.fileno()).st_size
            if size < start:
                raise OSError(errno.EIO, "it was cut off", str(self._path))
            if size > MAX_JOURNAL_BYTES:
                raise self._too_large()
            file.seek(start)
            while (line := file.readline(MAX_JOURNAL_BYTES)).endswith(b"\n"):
                yield line.removesuffix(b"\n")

    def _read(self, line: bytes) -> dict[str, Any]:
        check_cancelled()
        number = len(self._ends)
        try:
            log = self._checked(line)
        except ValueError as error:
            raise ValueError(f"line {number}: {reason_of(error)}") from error
        self._ends.append(self._ends[-1] + len(line) + 1)
        self._trials.append(self._trials[-1] + is_new_trial(log))
        if number > MAX_LINES or self._trials[-1] > MAX_TRIALS:
            raise self._too_large()
        return log

    def _checked(self, line: bytes) -> dict[str, Any]:
        if len(line) > MAX_LINE_BYTES:
            raise ValueError("it is too long")
        return self._lines.checked(parse_json(line))

    def append_logs(self, logs: Sequence[Mapping[str, Any]]) -> None:
        """Write lines after the last one that is whole.

        Raises:
            OSError: if they cannot be written, or the journal would be larger than it may be.
        """
        content = "".join(json.dumps(log, separators=(",", ":")) + "\n" for log in logs).encode()
        with (
            pinned(self._path.parent) as folder,
            exclusive(self._path.parent, LOCK_S),
            # one that was deleted meanwhile is not made again without its first lines
            open_to_change(folder / self._path.name, is_made=self._ends == [0]) as file,
        ):
            end = _end_of_lines(file)
            if end + len(content) > MAX_JOURNAL_BYTES:
                raise self._too_large()
            file.truncate(end)
            file.seek(end)
            left = memoryview(content)
            while left:  # a disk that becomes full takes a part
                left = left[file.write(left) :]
            os.fsync(file.fileno())

    def _too_large(self) -> OSError:
        return OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(self._path))


def _end_of_lines(file: FileIO) -> int:
    """Return where the last whole line ends; after it a killed process, or a full disk, left part.

    Power that fails may also leave zeros there.
    """
    end = file.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - BLOCK)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
