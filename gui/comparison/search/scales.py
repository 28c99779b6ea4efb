"""The axes of a search's pictures: a setting's values along a side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.number_text import tick_text
from core.search.ranges import Range
from core.search.search import value_text
from gui.style.translation import translate

MAX_TICKS = 6


@dataclass(frozen=True)
class ValueScale:
    """Where along an axis the values of a range lie, from 0 to 1."""

    tried: Range

    def share(self, value: object) -> float:
        """Return the position of a value; of a choice, the middle of its part."""
        low, high = self.tried.low, self.tried.high
        if low is None or high is None:
            choices = self.tried.choices
            return (choices.index(value) + 0.5) / len(choices) if value in choices else 0.0
        assert isinstance(value, int | float)
        if self.tried.is_logarithmic:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return (value - low) / (high - low)

    def ticks(self) -> list[tuple[float, str]]:
        """Return positions and their texts."""
        low, high = self.tried.low, self.tried.high
        if low is None or high is None:
            return [
                (self.share(value), translate(value_text(self.tried.path, value)))
                for value in self.tried.choices
            ]
        values = _powers(low, high) if self.tried.is_logarithmic else _steps(low, high)
        return [(self.share(value), tick_text(value)) for value in values]


def _powers(low: float, high: float) -> Sequence[float]:
    """Return round numbers of a logarithmic range: powers of ten, or of two where these are few."""
    for base in (10.0, 2.0):
        first, last = (math.log(end, base) for end in (low, high))
        powers = range(math.ceil(first - 1e-9), math.floor(last + 1e-9) + 1)
        if len(powers) > 2:
            every = math.ceil(len(powers) / MAX_TICKS)
            return [base**power for power in powers[::every]]
    return low, high


def _steps(low: float, high: float) -> Sequence[float]:
    """Return round numbers of a range with equal distances."""
    rough = (high - low) / (MAX_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough - 1e-12)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]
