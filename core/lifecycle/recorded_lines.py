"""The lines of a run that is being recorded: files that grow with its events."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from core.files import append_to_file
from core.lifecycle.continuing import write_history
from core.run.events import EpochCompleted, LayersMeasured, MomentMeasured, SettingChanged
from core.run.record import RunRecord
from core.storage.layout import (
    CHANGES_FILE,
    LAYERS_FILE,
    MAX_CHANGE_LINES,
    METRICS_FILE,
    POINTS_FILE,
)
from core.storage.records import json_line

Line: TypeAlias = EpochCompleted | MomentMeasured | LayersMeasured | SettingChanged

FILES: dict[type[Line], str] = {
    EpochCompleted: METRICS_FILE,
    MomentMeasured: POINTS_FILE,
    LayersMeasured: LAYERS_FILE,
    SettingChanged: CHANGES_FILE,
}


class RecordedLines:
    """Writes a run's lines, and writes all of them anew where they are no longer as it left them.

    Another program may replace the files meanwhile, as one that brings back an older copy of the
    folder and is not done yet when the run is kept in it again.

    Attributes:
        were_changed: whether that was found.
        lost_changes: changes by hand that were not kept, as there are too many.
    """

    def __init__(self, record: RunRecord, repeated: Sequence[SettingChanged]) -> None:
        self._record = record  # what the files are to say
        self._repeated = repeated  # changes that are to be made again
        self._in_file = frozenset(repeated)
        self._sizes: dict[str, int] = {}  # of the files, in bytes
        self._change_lines = 0
        self.were_changed = False
        self.lost_changes = 0

    def rewrite(self, folder: Path) -> None:
        """Make the files say what the record does, and which changes are to be made again.

        Raises:
            OSError: if that cannot be done.
        """
        made = set(self._record.changes)
        later = [change for change in self._repeated if change not in made]
        self._sizes = write_history(folder, self._record, later)
        self._change_lines = min(len(self._record.changes) + len(later), MAX_CHANGE_LINES)

    def add(self, folder: Path, line: Line) -> None:
        """Add a line, the last one of the record.

        Raises:
            OSError: if it cannot be written.
        """
        if isinstance(line, SettingChanged) and not self._is_to_be_kept(line):
            return
        name, text = FILES[type(line)], json_line(line)
        before = self._sizes.get(name, 0)
        if _size(folder / name) != before:
            self.were_changed = True
            self.rewrite(folder)
            return
        append_to_file(folder / name, text)
        self._sizes[name] = before + len(text.encode())
        self._change_lines += name == CHANGES_FILE

    def _is_to_be_kept(self, change: SettingChanged) -> bool:
        """Return whether a change is not in the file and fits into it, which must stay readable."""
        if change in self._in_file:
            return False
        if self._change_lines >= MAX_CHANGE_LINES:
            self.lost_changes += 1
            return False
        return True

    def repair(self, folder: Path) -> None:
        """Write all lines anew if they are not as they were left.

        Raises:
            OSError: if that cannot be done.
        """
        if any(_size(folder / name) != size for name, size in self._sizes.items()):
            self.were_changed = True
            self.rewrite(folder)


def _size(file: Path) -> int:
    """Return the bytes of a file; 0 if it is missing.

    Raises:
        OSError: if the system cannot tell.
    """
    try:
        return os.lstat(file).st_size
    except FileNotFoundError:
        return 0
