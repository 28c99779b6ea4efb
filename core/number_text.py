"""Numbers as text, for window, report and commands alike: shares, costs, counts, times.

A minus sign is a true one where a number may be negative; a missing number is a dash.
"""

import math

from core.messages import Message, message

NOTHING = "–"  # in place of a number that there is not
MAX_DURATION_S = 1e10  # three hundred years
MIN_PLAIN, MAX_PLAIN = 5e-5, 1e5  # costs between these are written out


def true_minus(text: str) -> str:
    """Return the text of a number with a minus sign that is as wide as its plus sign."""
    return text.replace("-", "−")


def decimal_text(value: float, decimals: int = 3) -> str:
    """Return a number with a true minus sign, as wide as its neighbours: ``−0.250``.

    There is no negative zero. A network that has diverged has infinite numbers, ``∞``, and
    undefined ones, a dash.
    """
    return true_minus(f"{value:z.{decimals}f}") if math.isfinite(value) else _not_finite(value)


def _not_finite(value: float) -> str:
    if math.isnan(value):
        return NOTHING
    return "∞" if value > 0 else "−∞"


def signed_decimal_text(value: float, decimals: int = 2) -> str:
    """Return a number that always has a sign: ``+0.25``, ``−1.50``; no negative zero."""
    return true_minus(f"{value:+z.{decimals}f}") if math.isfinite(value) else _not_finite(value)


def percentage(share: float, decimals: int = 2) -> str:
    """Return a share, or a difference of shares, times 100: ``97.83``, ``−0.61``.

    There is no negative zero.
    """
    return true_minus(f"{100 * share:z.{decimals}f}")


def signed_points(difference: float, decimals: int = 2) -> str:
    """Return a difference of shares in percentage points, always with a sign: ``+0.61``.

    There is no negative zero.
    """
    return true_minus(f"{100 * difference:+z.{decimals}f}")


def points_interval(interval: tuple[float, float]) -> str:
    """Return the limits of a difference of shares, in percentage points: ``−0.10 … +0.61``."""
    return " … ".join(map(signed_points, interval))


def accuracy_text(share: float | None) -> str:
    """Return an accuracy, 0 to 1, as it is written everywhere: ``97.83%``."""
    return NOTHING if share is None else f"{share:.2%}"


def accuracy_with_interval(accuracy: float, interval: tuple[float, float]) -> str:
    """Return an accuracy and the limits of its interval, all in per cent: ``97.83% (97.52–98.10)``.

    Near 0 and 1 the two sides differ, so no single number after a ± would be true.
    """
    low, high = interval
    return f"{accuracy_text(accuracy)} ({percentage(low)}–{percentage(high)})"


def rough_percent(share: float) -> str:
    """Return a share, 0 to 1, for a sentence: ``12%``, below one per cent ``0.4%``."""
    return f"{100 * share:.0f}%" if share >= 0.01 else f"{100 * share:.1f}%"


def probability_text(share: float) -> str:
    """Return a network's probability, 0 to 1, with one decimal; none is shown as certain.

    ``97.3%``, ``>99.9%``, ``<0.1%``; a dash where a network that has diverged has none. Softmax
    gives neither 0 nor 1: those are rounded, by its numbers of 32 or 64 bits.
    """
    if math.isnan(share):
        return NOTHING
    if share >= 0.9995:
        return ">99.9%"
    return "<0.1%" if share < 0.0005 else f"{share:.1%}"


def p_value_text(p_value: float) -> str:
    """Return the p-value of a test: ``p = 0.042``, ``p < 0.001``."""
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def cost_text(value: float) -> str:
    """Return a cost with four decimals; one that is huge, or too small for them, as ``1.2e+09``."""
    is_plain = value == 0 or not math.isfinite(value) or MIN_PLAIN <= abs(value) < MAX_PLAIN
    return f"{value:.4f}" if is_plain else f"{value:.2e}"


def three_digits(value: float) -> str:
    """Return a number from 0 on with three digits, or all of its whole ones: ``0.550``, ``1,640``.

    One that is tiny or huge is written as ``1.20e-09``.
    """
    if not math.isfinite(value):
        return _not_finite(value)
    is_whole = 99.95 <= value < MAX_PLAIN  # rounded, that has three digits before the point
    return f"{value:,.0f}" if is_whole else f"{value:#.3g}"


def signed_cost(difference: float) -> str:
    """Return a difference of costs as `cost_text` does, always with a sign: ``−0.0123``."""
    text = cost_text(abs(difference))
    return text if math.isnan(difference) else f"{'−' if difference < 0 else '+'}{text}"


def tick_text(value: float) -> str:
    """Return a round number for the tick of an axis: ``0.02``, ``5000``, ``2e+09``."""
    is_plain = value == 0 or MIN_PLAIN <= abs(value) < MAX_PLAIN
    return f"{value:.6g}" if is_plain else f"{value:.3g}"


def short_count(value: float) -> str:
    """Return 60,000 as ``60k``, 1,200,000 as ``1.2M``."""
    for size, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.4g}{letter}"
    return f"{value:.4g}"


def duration(seconds: float) -> str:
    """Return minutes and seconds: ``0:14``, ``12:05``, ``1:02:05``.

    What nothing lasts, a negative time or more than `MAX_DURATION_S`, is a dash.
    """
    if not -0.5 <= seconds <= MAX_DURATION_S:  # NaN is refused, too
        return NOTHING
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def rough_duration(seconds: float) -> Message:
    """Return an estimated time to one unit, without false precision: ``30 s``, ``3 min``, ``2 h``.

    Below 10 s it is ``10 s``; seconds are rounded up to tens.
    """
    if not 0 <= seconds <= MAX_DURATION_S:
        return Message(NOTHING)
    if seconds <= 90:
        return message("{count} s", count=max(10, 10 * math.ceil(seconds / 10)))
    if seconds <= 5400:
        return message("{count} min", count=round(seconds / 60))
    return message("{count} h", count=round(seconds / 3600))
