"""Curves and weights of runs on disk, read when such a run is shown for the first time."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from core.errors import RunFolderError
from core.messages import Message
from core.network.weights import Weights
from core.run.events import EpochCompleted, LayersMeasured, SettingChanged
from core.run.moment import Moment
from core.storage import records as runs
from gui.background.jobs import JobQueue
from gui.runs.run_store import RunStore


@dataclass(frozen=True)
class _Curves:
    """The parts of a record that its outline does not contain."""

    epochs: list[EpochCompleted]
    layers: list[LayersMeasured]
    changes: list[SettingChanged]
    weights: Weights | None
    moment: Moment | None


class KeptCurves(QObject):
    """Completes the record of a run that becomes visible."""

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._reading: set[str] = set()
        store.visibility_changed.connect(self._on_visibility_changed)

    def _on_visibility_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is None or not entry.is_visible or entry.folder is None or run in self._reading:
            return

        record, folder = entry.record, entry.folder
        if record.state.is_over and not record.epochs and record.weights is None:
            self._reading.add(run)
            self._jobs.submit(
                lambda: _read(folder),
                lambda curves: self._on_read(run, curves),
                lambda reason: self._on_not_read(run, reason),
            )

    def _on_not_read(self, run: str, reason: Message) -> None:
        self._reading.discard(run)
        self._jobs.report(reason)

    def _on_read(self, run: str, curves: _Curves) -> None:
        self._reading.discard(run)
        entry = self._store.get(run)
        if entry is None or entry.record.epochs:  # removed, or continued meanwhile
            return

        record = entry.record
        record.epochs, record.layers = curves.epochs, curves.layers
        record.changes = curves.changes
        record.weights, record.moment = curves.weights, curves.moment
        self._store.replace(record)


def _read(folder: Path) -> _Curves:
    weights, moment = None, None
    with suppress(RunFolderError):  # curves can be shown without weights
        kept = runs.open_run(folder)
        weights, moment = kept.weights, kept.moment
    return _Curves(
        runs.read_epochs(folder),
        runs.read_layers(folder),
        runs.read_changes(folder),
        weights,
        moment,
    )
