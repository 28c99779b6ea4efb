"""The selected runs, shared by all that shows runs."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from core.run.record import RunState
from gui.runs.run_store import RunEntry, RunStore

RIVALS = 2  # of a race in progress that are shown whatever is selected


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
        """Return the runs that a view of so many shows; they keep the order of `shown`.

        Two runs of a comparison in progress come first, so that both are seen learning. Then come
        the selected runs, then the newest.

        Args:
            shown: the runs that suit the view.
        """
        newest_first = list(reversed(shown))
        wanted = sorted(newest_first, key=lambda entry: entry.record.run not in self._runs)
        rivals = sorted(_in_progress(wanted), key=lambda entry: _rank(entry.record.state))
        chosen = [*(rivals[:RIVALS] if count >= RIVALS else ()), *wanted]
        kept = list(dict.fromkeys(entry.record.run for entry in chosen))[:count]
        return [entry for entry in shown if entry.record.run in kept]

    def select(self, run: str) -> None:
        """Select this run alone, and show it even if it was selected before."""
        self._runs = (run,)
        self.changed.emit()


def _in_progress(entries: Sequence[RunEntry]) -> list[RunEntry]:
    """Return the runs of comparisons of which one of these runs is not over yet."""
    running = {entry.record.comparison for entry in entries if entry.is_rival}
    return [entry for entry in entries if entry.record.comparison in running]


def _rank(state: RunState) -> int:
    """Return how early a run of a comparison in progress is shown: training, over, waiting."""
    return 0 if state.is_active else 1 if state.is_over else 2
