"""Notices what other windows, and commands, do in the runs folder."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.messages import Message
from core.storage.layout import RUN_FILE
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob

POLL_MS = 4000
REST = 40  # times as long as a look took is waited before the next one


@dataclass(frozen=True)
class _Look:
    """When each run's description was last written, in ns, by the folder's name; and how long the look took."""

    written: Mapping[str, int]
    took_s: float


class RunsWatch(QObject):
    """Looks when asked, and from `start` on by itself every few seconds; also where a network holds the folder.

    Signals:
        written(object): folders whose run is new, or described anew, the newest first.
        vanished(object): ids of runs that were there at the last look.
    """

    written = Signal(object)
    vanished = Signal(object)

    def __init__(self, jobs: JobQueue, runs_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._looking = LatestJob(jobs)
        self._runs_dir = runs_dir
        self._seen: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._is_started = False

    def start(self) -> None:
        """Look again and again from now on."""
        self._is_started = True
        self._timer.start(POLL_MS)

    def stop(self) -> None:
        """Look no more."""
        self._is_started = False
        self._timer.stop()

    def look(self) -> None:
        """Look once."""
        self._looking.request(lambda: _look(self._runs_dir), self._on_looked, self._on_failed)

    def watch_again(self, folder: Path) -> None:
        """Tell of this run at the next look whatever its description says, for it may end without a word."""
        self._seen.pop(folder.name, None)

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self._on_looked(None)

    def _on_looked(self, look: _Look | None) -> None:
        if look is not None:
            gone = [run for run in self._seen if run not in look.written]
            new = [run for run, when in look.written.items() if self._seen.get(run) != when]
            self._seen = dict(look.written)
            if gone:
                self.vanished.emit(gone)
            if new:
                self.written.emit([self._runs_dir / run for run in sorted(new, reverse=True)])
        if self._is_started:
            took_ms = 0 if look is None else round(1000 * look.took_s)
            self._timer.start(max(POLL_MS, REST * took_ms))


def _look(runs_dir: Path) -> _Look | None:
    """None if the folder cannot be read at all, as when a network is gone for a while."""
    started, written = time.perf_counter(), {}
    try:
        with os.scandir(runs_dir) as entries:
            names = [entry.name for entry in entries if entry.is_dir()]
    except OSError:
        return None
    for name in names:
        try:
            written[name] = (runs_dir / name / RUN_FILE).stat().st_mtime_ns
        except OSError:  # no run, or one that is just going
            continue
    return _Look(written, time.perf_counter() - started)
