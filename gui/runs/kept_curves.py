"""Curves and weights of runs on disk: read when such a run is shown, weights dropped when hidden.

The weights of a run are a few megabytes, so that only those of visible runs and of the last hidden
ones stay in memory.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.config.model import ModelConfig
from core.errors import RunFolderError
from core.messages import Message
from core.network.weights import Weights
from core.run.events import EpochCompleted, LayersMeasured, MomentMeasured, SettingChanged
from core.run.moment import Moment
from core.storage import records as runs
from gui.background.jobs import JobQueue
from gui.runs.run_store import RunStore


@dataclass(frozen=True)
class _Curves:
    """The parts of a record that its outline does not contain."""

    epochs: list[EpochCompleted]
    points: list[MomentMeasured]
    layers: list[LayersMeasured]
    changes: list[SettingChanged]
    weights: Weights | None
    moment: Moment | None


MAX_HIDDEN = 8  # hidden runs whose weights stay in memory


class KeptCurves(QObject):
    """Completes the record of a run that becomes visible, and drops the weights of hidden ones."""

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._reading: set[str] = set()
        self._hidden: list[str] = []  # the last one hidden last
        store.visibility_changed.connect(self._on_visibility_changed)

    def _on_visibility_changed(self, run: str) -> None:
        self._hidden = [other for other in self._hidden if other != run]
        entry = self._store.get(run)
        if entry is None or entry.folder is None:
            return

        if not entry.is_visible:
            self._hidden.append(run)
            if len(self._hidden) > MAX_HIDDEN:
                self._drop_weights(self._hidden.pop(0))
        elif entry.record.state.is_over and entry.record.weights is None:
            self._read(run, entry.folder, entry.record.config.model)

    def _read(self, run: str, folder: Path, model: ModelConfig) -> None:
        if run not in self._reading:
            self._reading.add(run)
            self._jobs.submit(
                lambda: _read(folder, model),
                lambda curves: self._on_read(run, curves),
                lambda reason: self._on_not_read(run, reason),
            )

    def _drop_weights(self, run: str) -> None:
        """Drop the weights of a run once it is certain that they are on disk."""
        entry = self._store.get(run)
        if entry is not None and entry.folder is not None and entry.record.weights is not None:
            self._jobs.submit(
                partial(_kept_moment, entry.folder), partial(self._on_moment_read, run)
            )

    def _on_moment_read(self, run: str, moment: Moment | None) -> None:
        entry = self._store.get(run)
        if entry is None or entry.is_visible or not entry.record.state.is_over:
            return
        if moment is not None and moment == entry.record.moment:
            entry.record.weights = None

    def _on_not_read(self, run: str, reason: Message) -> None:
        self._reading.discard(run)
        self._jobs.report(reason)

    def _on_read(self, run: str, curves: _Curves) -> None:
        self._reading.discard(run)
        entry = self._store.get(run)
        if entry is None or entry.record.weights is not None or not entry.record.state.is_over:
            return  # removed, or continued meanwhile

        record = entry.record
        record.epochs, record.points = curves.epochs, curves.points
        record.layers, record.changes = curves.layers, curves.changes
        record.weights, record.moment = curves.weights, curves.moment
        self._store.replace(record)


def _kept_moment(folder: Path) -> Moment | None:
    """Return the moment of the weights on disk; None if there are none that can be read."""
    with suppress(RunFolderError):
        return runs.open_run(folder).moment
    return None


def _read(folder: Path, model: ModelConfig) -> _Curves:
    weights, moment = None, None
    with suppress(RunFolderError):  # curves can be shown without weights
        kept = runs.open_run(folder)
        weights, moment = kept.weights, kept.moment
    return _Curves(
        runs.read_epochs(folder),
        runs.read_points(folder),
        runs.read_layers(folder),
        runs.read_changes(folder, model),
        weights,
        moment,
    )
