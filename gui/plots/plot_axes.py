"""The axes of a plot: their ticks and the texts at them."""

from collections.abc import Sequence

import pyqtgraph as pg

from core.number_text import short_count, tick_text
from core.run.series import XAxis

MAX_LETTERS = 6  # of a number at the left axis


class BottomAxis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph has no types
    """An axis of whole epochs, of seconds, or of large counts as 60k and 1.2M."""

    shows = XAxis.EPOCH

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Return the tick distances, from strong to faint; at least one epoch or example."""
        levels = super().tickSpacing(low, high, size)
        if self.shows is XAxis.TIME:
            return list(levels)
        return list({max(1.0, gap): start for gap, start in levels}.items())

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the texts at the ticks."""
        if self.shows in (XAxis.EXAMPLES, XAxis.MULTIPLICATIONS):
            return [short_count(value) for value in values]
        return list(super().tickStrings(values, scale, spacing))


class LeftAxis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph has no types
    """A number axis.

    A logarithmic one labels only 1, 2 and 5 of each decade, so that labels do not overlap.
    """

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the texts at the ticks, as plain numbers."""
        numbers = [10**value for value in values]
        return [tick_text(number) if f"{number:e}"[0] in "125" else "" for number in numbers]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the texts at the ticks; huge numbers are shortened to fit."""
        texts = list(super().tickStrings(values, scale, spacing))
        return (
            texts
            if self.logMode or not any(len(text) > MAX_LETTERS for text in texts)
            else list(map(tick_text, values))
        )
