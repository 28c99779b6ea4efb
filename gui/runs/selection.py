"""The selected runs, shared by all that shows runs."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from gui.runs.run_store import RunEntry, RunStore


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

    def deselect_hidden(self, store: RunStore) -> None:
        """Keep only those selected runs that are shown, as when a new run is what one looks at."""
        kept = (run for run in self._runs if (entry := store.get(run)) and entry.is_visible)
        self.set_runs(kept)

    def in_order_of_choice(self, store: RunStore) -> list[RunEntry]:
        """Return the runs from which a view that shows one or two takes the first that suit it.

        The selected runs that are shown come first, then the other shown ones from the last to the
        first. A selected run that is hidden gives way to them, so that all views show the same.
        """
        selected = [entry for entry in map(store.get, self._runs) if entry is not None]
        shown = [entry for entry in selected if entry.is_visible]
        chosen = set(self._runs)
        others = [entry for entry in reversed(store.visible()) if entry.record.run not in chosen]
        hidden = [entry for entry in selected if not entry.is_visible]
        return [*shown, *others, *hidden]

    def most_wanted(self, shown: Sequence[RunEntry], count: int) -> list[RunEntry]:
        """Return the runs that a view of so many shows: the selected first, then the newest.

        They keep the order of `shown`, the runs that suit it.
        """
        selected = [entry for entry in shown if entry.record.run in self._runs]
        others = [entry for entry in reversed(shown) if entry not in selected]
        chosen = [*selected, *others][:count]
        return [entry for entry in shown if entry in chosen]

    def select(self, run: str) -> None:
        """Select this run alone, and show it even if it was selected before."""
        self._runs = (run,)
        self.changed.emit()
