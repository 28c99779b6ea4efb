"""Which runs are selected, wherever they are shown."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The selected runs. The table, the plots' legends and whoever shows a run share one of these.

    Signals:
        changed(): other runs are selected, or a run was chosen once more; ask `runs`.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[str, ...] = ()

    @property
    def runs(self) -> tuple[str, ...]:
        """The ids of the selected runs; the first one is shown where there is room for one."""
        return self._runs

    def set_runs(self, runs: Iterable[str]) -> None:
        """Select these runs and no others."""
        chosen = tuple(runs)
        if chosen != self._runs:
            self._runs = chosen
            self.changed.emit()

    def select(self, run: str) -> None:
        """Select this run alone, and have it brought into view even if it was selected before."""
        self._runs = (run,)
        self.changed.emit()
