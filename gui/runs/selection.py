"""The selected runs, shared by all that shows runs."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The selected runs, shared by the table, the legends of the plots and the panels.

    Signals:
        changed(): `runs` changed, or a run was selected once more.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[str, ...] = ()

    @property
    def runs(self) -> tuple[str, ...]:
        """The ids of the selected runs; where only one can be shown, it is the first."""
        return self._runs

    def set_runs(self, runs: Iterable[str]) -> None:
        """Select these runs and no others."""
        chosen = tuple(runs)
        if chosen != self._runs:
            self._runs = chosen
            self.changed.emit()

    def select(self, run: str) -> None:
        """Select this run alone, and show it even if it was selected before."""
        self._runs = (run,)
        self.changed.emit()
