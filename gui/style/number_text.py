"""How numbers are written where there is little room."""

import math

MIN_PLAIN, MAX_PLAIN = 5e-5, 1e5  # costs between these are written out


def cost_text(value: float) -> str:
    """A cost with four decimals; one that is huge, or too small for them, as ``1.2e+09``."""
    is_plain = value == 0 or not math.isfinite(value) or MIN_PLAIN <= abs(value) < MAX_PLAIN
    return f"{value:.4f}" if is_plain else f"{value:.2e}"


def tick_text(value: float) -> str:
    """A round number beside an axis: ``0.02``, ``5000``, ``2e+09``."""
    is_plain = value == 0 or MIN_PLAIN <= abs(value) < MAX_PLAIN
    return f"{value:.6g}" if is_plain else f"{value:.3g}"


def short_count(value: float) -> str:
    """60,000 as ``60k``, 1,200,000 as ``1.2M``."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.4g}{letter}"
    return f"{value:.4g}"


def duration(seconds: float) -> str:
    """Minutes and seconds: ``0:14``, ``12:05``, ``1:02:05``."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
