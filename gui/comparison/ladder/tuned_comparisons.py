"""Comparisons that follow from a tuning: begun when its last run is judged, or when asked for."""

from PySide6.QtCore import QObject

from core.comparison.experiment import Kind
from core.errors import InklingError
from core.run.identity import renamed
from gui.comparison.comparison import Comparison
from gui.comparison.comparisons import Comparisons


class TunedComparisons(QObject):
    """Compares the networks of each tuning with their best rates, once all rates are tried.

    What follows is named after the tuning, so that it is found again. A tuning of which runs were
    stopped, or which an earlier window started, is followed only when the user asks for it.
    """

    def __init__(self, comparisons: Comparisons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparisons = comparisons
        comparisons.changed.connect(self._on_changed)

    def following(self, tuned: Comparison) -> Comparison | None:
        """Return the comparison that follows from a tuning, if it is there."""
        name = _name_after(tuned)
        known = (one for one in self._comparisons.all() if one.kept.name == name)
        return next(known, None) if name else None

    def _on_changed(self, comparison: Comparison) -> None:
        is_own = comparison.is_over and not comparison.is_earlier
        if comparison.kept.tuning is not None and is_own and not comparison.excluded():
            self.follow(comparison)

    def follow(self, tuned: Comparison) -> None:
        """Compare the networks of a tuning that is over, unless they are compared already."""
        tuning, cells = tuned.kept.tuning, tuned.judgement.cells
        if tuning is None or not tuned.is_over or self.following(tuned) is not None:
            return
        try:
            experiment = tuning.tuned(cells)
            self._comparisons.start(
                Kind.LADDER,
                experiment,
                tuning.network_titles(tuned.kept.titles),
                cluster_file=tuned.cluster_file,
                name=_name_after(tuned) or None,
            )
        except InklingError as error:
            self._comparisons.failed.emit(error.message)


def _name_after(tuned: Comparison) -> str:
    """Return the name of the comparison that follows; empty if the tuning has none of Inkling's."""
    return renamed(tuned.kept.name, Kind.TUNING.value, Kind.LADDER.value)
