"""The names under which comparisons are listed."""

from PySide6.QtCore import QObject

from core.comparison.experiment import Kind
from core.comparison.grid_settings import SETTINGS
from core.config import presets
from gui.comparison.comparisons import Comparison
from gui.style.translation import translate


class ComparisonNames(QObject):
    """Names comparisons in the language of the window."""

    def dated(self, comparison: Comparison) -> str:
        """Add to the name of an earlier window's comparison when it was made, as names recur."""
        name = self.of(comparison)
        if not comparison.is_earlier:
            return name
        return f"{name} · {comparison.kept.made.astimezone():%m-%d %H:%M}"

    def of(self, comparison: Comparison) -> str:
        """Return a comparison's networks, or what its grid varies, and how many seeds it has."""
        seeds = self.tr("%n seed(s)", "", len(comparison.kept.experiment.seeds))
        grid = comparison.kept.grid
        if grid is not None:
            names = " × ".join(translate(SETTINGS[axis.path].about.title) for axis in grid.axes)
        elif comparison.kept.experiment.names == presets.LADDER:
            names = self.tr("The ladder")
        elif comparison.kept.kind is Kind.LADDER:
            ends = list(comparison.short_titles().values())
            names = f"{ends[0]} → {ends[-1]}"
        else:
            names = " / ".join(comparison.titles().values())
        return self.tr("{networks}, {seeds}").format(networks=names, seeds=seeds)
