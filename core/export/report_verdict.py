"""The verdict card of a report: the difference, its interval and every seed on one line, as SVG."""

from dataclasses import replace
from html import escape
from unicodedata import east_asian_width

from core.comparison.verdict_card import VerdictCard

WIDTH, HEIGHT = 500, 66
AXIS_AT = 34  # y of the line
BAR, DOT, ZERO = 12, 4, 11  # the interval's height, a dot's radius, half the zero mark's height
DIGIT_WIDTH, WIDE_LETTER = 7.8, 12.0  # of the widest usual fonts at 12 px
MAX_TITLE = 200


def svg(card: VerdictCard) -> str:
    """Draw the card's line as an `<svg>` element, in the colours of the page's text."""
    parts = [f'<line class="axis" x1="0" x2="{WIDTH}" y1="{AXIS_AT}" y2="{AXIS_AT}"/>']

    # interval and difference
    left, right = (_x(card, end) for end in card.interval)
    parts.append(
        f'<rect class="interval" x="{left:.1f}" y="{AXIS_AT - BAR / 2:g}" rx="2" '
        f'width="{max(1.0, right - left):.1f}" height="{BAR}"/>'
    )
    parts.append(_mark(card, 0.0, "zero", ZERO))
    parts.append(_mark(card, card.difference, "mean", BAR / 2))

    for difference in card.by_seed.values():
        at = f'cx="{_x(card, difference):.1f}" cy="{AXIS_AT}"'
        parts.append(f'<circle class="seed" {at} r="{DOT}"/>')

    # texts: who is ahead above, numbers below
    short = replace(
        card,
        ahead_title=_shortened(card.ahead_title),
        behind_title=_shortened(card.behind_title),
    )
    behind, ahead = map(escape, short.directions)
    parts.append(f'<text x="0" y="12">{behind}</text>')
    parts.append(f'<text x="{WIDTH}" y="12" text-anchor="end">{ahead}</text>')
    for middle, text in card.axis_labels(WIDTH, lambda text: DIGIT_WIDTH * len(text)):
        at = f'x="{middle:.1f}" y="{HEIGHT - 4}"'
        parts.append(f'<text {at} text-anchor="middle">{text}</text>')

    size = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    name = escape(card.description)
    return f'<svg {size} role="img" aria-label="{name}">{"".join(parts)}</svg>'


def _shortened(title: str) -> str:
    """Cut a title so that two of them fit above the line; the page has the whole one elsewhere."""
    width, shown = 0.0, ""
    for letter in title:
        width += WIDE_LETTER if east_asian_width(letter) in "WF" else DIGIT_WIDTH
        if width > MAX_TITLE:
            return f"{shown}…"
        shown += letter
    return title


def _x(card: VerdictCard, difference: float) -> float:
    return card.position(difference) * WIDTH


def _mark(card: VerdictCard, difference: float, kind: str, half: float) -> str:
    x = f"{_x(card, difference):.1f}"
    return (
        f'<line class="{kind}" x1="{x}" x2="{x}" y1="{AXIS_AT - half:g}" y2="{AXIS_AT + half:g}"/>'
    )
