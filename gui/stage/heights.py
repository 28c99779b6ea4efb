"""How the tab Network spends its height, so that no network is lower than is legible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gui.style import theme

MAX_BANDS = 3
NAMED_BEFORE_CURVES = 2  # bands that stay when there is no space for them and the curves

MIN_CURVES = 29 * theme.STEP
# a verdict takes less height where it would leave less than this
COMFORTABLE_BAND, COMFORTABLE_CURVES = 40 * theme.STEP, 50 * theme.STEP
VERDICT = 40 * theme.STEP  # of its usual form
LOW_VERDICT, LINE = 16 * theme.STEP, 10 * theme.STEP  # of its low forms


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


def should_name_curves(height: float, fits: Heights, needs: Needs) -> bool:
    """Return whether curves have no space, and a line that says so has."""
    with_foot = needs.networks(fits.bands, has_foot=True) + needs.verdict
    return needs.curves is not None and not fits.has_curves and with_foot <= height


def low_forms(height: float, networks: int, needs: Needs) -> tuple[bool, bool]:
    """Return whether a verdict should take less height than usual, and whether a single line.

    It leaves its usual height to comfortable bands and curves, and all but a line to the curves if
    they fit only then.
    """
    bands = min(networks, MAX_BANDS)
    is_low = height < theme.px(COMFORTABLE_BAND * bands + COMFORTABLE_CURVES + VERDICT)
    has_curves, has_curves_below_line = (
        fit(height, networks, replace(needs, verdict=theme.px(verdict))).has_curves
        for verdict in (LOW_VERDICT, LINE)
    )
    return is_low, is_low and has_curves_below_line and not has_curves


def _first_that_fits(free: float, networks: int, needs: Needs, counts: Sequence[int]) -> int:
    return next((count for count in counts if needs.networks(count, count < networks) <= free), 0)
