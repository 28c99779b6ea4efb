"""Curves of a report as SVG: axes with round numbers, a line and a band for each network."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from core.run.colours import colour_and_dash
from core.run.series import Band, bounds, thinned

WIDTH, HEIGHT = 500, 270
RIGHT, TOP, BOTTOM = 12, 10, 44  # room around the plot; on the left it depends on the numbers
TITLE_AT = 14  # x of the value axis' name, whose letters go up from there to the left
TITLE_ROOM = 12  # between the name and the longest number: descenders, and space
DIGIT_WIDTH = 7.8  # of the widest usual font at 12 px
GAP = 6  # between the numbers and the plot
MIN_DIGITS = 4  # significant ones
MIN_SPREAD = 1e-9  # as a share of the values; closer ones are drawn as equal
LOGARITHMIC_FROM = 30.0  # ratio of the highest to the lowest value
ROUND = (1.0, 2.0, 5.0, 10.0)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """A network's numbers over its epochs.

    Attributes:
        number: of the network, from 0; determines colour and dash.
        is_faint: whether it is drawn thin, as a companion of another curve.
    """

    number: int
    band: Band
    is_faint: bool = False


@dataclass(frozen=True)
class _Axis:
    """A scale from values to pixels."""

    low: float
    high: float
    start: float
    end: float
    is_logarithmic: bool = False

    def at(self, values: Floats) -> Floats:
        """Convert values to pixels."""
        low, high = self.low, self.high
        if self.is_logarithmic:
            values, low, high = np.log(np.maximum(values, low)), math.log(low), math.log(high)
        return self.start + (values - low) / (high - low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Choose round values, about four to eight."""
        if self.is_logarithmic:
            decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            steps = ROUND[:3] if len(decades) <= 4 else ROUND[:1]
            ticks = [step * 10.0**decade for decade in decades for step in steps]
        else:
            step = _round_step((self.high - self.low) / 6)
            first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
            ticks = [number * step for number in range(first, last + 1)]

        slack = 1e-9 * (self.high - self.low)
        return [tick for tick in ticks if self.low - slack <= tick <= self.high + slack]

    def labels(self, *, is_share: bool) -> list[tuple[float, str]]:
        """Return the round values with their numbers, of so many digits that all are different."""
        ticks = self.ticks()
        largest, digits = max(map(abs, ticks), default=0.0), MIN_DIGITS
        if len(ticks) > 1 and not self.is_logarithmic:
            first, last = (
                math.floor(math.log10(value) + 1e-9) for value in (largest, ticks[1] - ticks[0])
            )
            digits = max(digits, first - last + 1)
        return [
            (tick, f"{100 * tick:.{digits}g}%" if is_share else f"{tick:.{digits}g}")
            for tick in ticks
        ]


def _round_step(min_step: float) -> float:
    """Round up to 1, 2, 5 or 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(min_step))
    return power * next(step for step in ROUND if step * power >= min_step * (1 - 1e-9))


def svg(
    curves: Sequence[Curve], name: str, x_title: str, y_title: str, *, is_share: bool = False
) -> str:
    """Draw the curves as an `<svg>` element.

    Its colours are the page's classes `c0` to `c5`.

    Args:
        name: for screen readers.
        is_share: whether values are shares, to be shown in per cent.

    Returns:
        The element; empty if there is nothing to draw.
    """
    drawn = [curve for curve in curves if bounds([curve.band.mean]) is not None]
    if not drawn:
        return ""

    length = max(len(curve.band.x) for curve in drawn)
    last_epoch = max(float(curve.band.x[-1]) for curve in drawn)
    y = _value_axis(drawn, is_share)
    labels = y.labels(is_share=is_share)
    longest = max((len(text) for _, text in labels), default=0)
    left = round(TITLE_AT + TITLE_ROOM + DIGIT_WIDTH * longest + GAP)
    first_epoch = min(float(curve.band.x[0]) for curve in drawn) if length > 1 else 0.0
    x = _Axis(first_epoch, max(1.0, last_epoch), left, WIDTH - RIGHT)

    parts = [_grid(x, y, labels), _titles(x, x_title, y_title)]
    parts += [_drawn(curve, x, y, has_dots=length == 1) for curve in drawn]
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg {size} role="img" aria-label="{escape(name)}">{"".join(parts)}</svg>'


def _value_axis(curves: Sequence[Curve], is_share: bool) -> _Axis:
    limits = bounds([edge for curve in curves for edge in (curve.band.low, curve.band.high)])
    low, high = limits if limits is not None else (0.0, 1.0)
    is_logarithmic = not is_share and low > 0 and high / low >= LOGARITHMIC_FROM
    if is_logarithmic:
        return _Axis(low / 1.1, high * 1.1, HEIGHT - BOTTOM, TOP, is_logarithmic=True)

    size, spread = max(abs(low), abs(high)), high - low
    room = 0.05 * (spread if spread > MIN_SPREAD * size else size) or 0.5
    low, high = low - room, high + room
    return _Axis(low, min(high, 1.0) if is_share else high, HEIGHT - BOTTOM, TOP)


def _grid(x: _Axis, y: _Axis, labels: Sequence[tuple[float, str]]) -> str:
    parts = []
    left, right = _px(x.start), _px(x.end)
    for tick, text in labels:
        at = _px(float(y.at(np.array([tick]))[0]))
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{at}" y2="{at}"/>')
        parts.append(
            f'<text x="{_px(x.start - GAP)}" y="{at}" dy="0.35em" text-anchor="end">{text}</text>'
        )
    for tick in x.ticks():
        if tick == round(tick):
            at = _px(float(x.at(np.array([tick]))[0]))
            parts.append(
                f'<text x="{at}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{tick:.0f}</text>'
            )
    bottom = f'y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM}"'
    return "".join([*parts, f'<line class="axis" x1="{left}" x2="{right}" {bottom}/>'])


def _titles(x: _Axis, x_title: str, y_title: str) -> str:
    middle, height = (x.start + x.end) / 2, (TOP + HEIGHT - BOTTOM) / 2
    x_position = f'x="{middle}" y="{HEIGHT - 6}" text-anchor="middle"'
    turned = f'transform="rotate(-90 {TITLE_AT} {height})"'
    y_position = f'x="{TITLE_AT}" y="{height}" text-anchor="middle" {turned}'
    return (
        f'<text class="title" {x_position}>{escape(x_title)}</text>'
        f'<text class="title" {y_position}>{escape(y_title)}</text>'
    )


def _drawn(curve: Curve, x: _Axis, y: _Axis, *, has_dots: bool) -> str:
    colour, dash = colour_and_dash(curve.number)
    look = f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash is not None else ""
    band, parts = curve.band, []

    # from the lowest to the highest of several seeds
    if band.count.max(initial=0) > 1 and not curve.is_faint:
        high, low = (_points(band.x, edge, x, y) for edge in (band.high, band.low))
        if len(high) == len(low) > 1:
            parts.append(
                f'<polygon class="band c{colour}" points="{" ".join([*high, *low[::-1]])}"/>'
            )

    points = _points(band.x, band.mean, x, y)
    faint = " faint" if curve.is_faint else ""
    parts.append(f'<polyline class="curve c{colour}{faint}"{look} points="{" ".join(points)}"/>')

    if points and (has_dots or not curve.is_faint):
        at_x, at_y = points[-1].split(",")
        parts.append(f'<circle class="end c{colour}" cx="{at_x}" cy="{at_y}" r="2.5"/>')
    return "".join(parts)


def _points(xs: Floats, ys: Floats, x: _Axis, y: _Axis) -> list[str]:
    xs, ys = thinned(xs, ys, -math.inf, math.inf, WIDTH)
    points = np.column_stack([x.at(xs), y.at(ys)])
    return [f"{_px(across)},{_px(down)}" for across, down in points.tolist() if math.isfinite(down)]


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def key(number: int) -> str:
    """Draw a network's line as a small `<svg>`, for tables and legends."""
    colour, dash = colour_and_dash(number)
    look = f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash is not None else ""
    line = f'<line class="curve c{colour}"{look} x1="1" y1="5" x2="27" y2="5"/>'
    return f'<svg class="key" viewBox="0 0 28 10" aria-hidden="true">{line}</svg>'
