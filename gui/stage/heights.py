"""How the tab Network spends its height, so that no network is lower than is legible."""

from collections.abc import Sequence
from dataclasses import dataclass

from gui.style import theme

MAX_BANDS = 3
NAMED_BEFORE_CURVES = 2  # bands that stay when there is no space for them and the curves

MIN_CURVES = 36 * theme.STEP
# a verdict takes less height where it would leave less than this
COMFORTABLE_BAND, COMFORTABLE_CURVES = 40 * theme.STEP, 50 * theme.STEP
VERDICT = 40 * theme.STEP  # of its usual form


@dataclass(frozen=True)
class Needs:
    """The least heights of what stands below each other in the tab, in pixels.

    Attributes:
        band: of one network.
        gap: between two bands.
        frame: around all bands, with the lines of text below them.
        foot: of the line with the legend and the count of networks without a band.
        curves: with the handle above them; None where they are hidden anyway.
        verdict: 0 while there is none.
    """

    band: float
    gap: float
    frame: float
    foot: float
    curves: float | None
    verdict: float = 0

    def networks(self, count: int, has_foot: bool) -> float:
        """Return the height of `count` bands with the line below them or without."""
        foot = self.foot if has_foot else 0
        return self.frame + count * self.band + (count - 1) * self.gap + foot


@dataclass(frozen=True)
class Heights:
    """What is shown in a height: so many bands, and the curves or not."""

    bands: int
    has_curves: bool


def fit(height: float, networks: int, needs: Needs) -> Heights:
    """Return what fits into a height.

    First a third band gives way, then the curves, then the second band; one always stays.
    """
    counts = range(min(networks, MAX_BANDS), 0, -1)
    free = height - needs.verdict

    if needs.curves is not None:
        with_curves = _first_that_fits(free - needs.curves, networks, needs, counts)
        if with_curves >= min(networks, NAMED_BEFORE_CURVES):
            return Heights(with_curves, True)
    return Heights(max(1, _first_that_fits(free, networks, needs, counts)), False)


def has_space_for_legend(height: float, networks: int, needs: Needs) -> bool:
    """Return whether a legend leaves each band, next to the other parts, a comfortable height."""
    bands = min(networks, MAX_BANDS)
    rest = needs.verdict + (needs.curves or 0) + needs.networks(bands, has_foot=True)
    return height - rest >= bands * (theme.px(COMFORTABLE_BAND) - needs.band)


def is_low(height: float, bands: int) -> bool:
    """Return whether a verdict should take less height than usual, to leave it to the rest."""
    return height < theme.px(COMFORTABLE_BAND * bands + COMFORTABLE_CURVES + VERDICT)


def _first_that_fits(free: float, networks: int, needs: Needs, counts: Sequence[int]) -> int:
    return next((count for count in counts if needs.networks(count, count < networks) <= free), 0)
