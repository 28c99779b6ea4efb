"""The test digits that exactly one of two networks reads right, with what each reads.

PyTorch is loaded only when digits are requested: the window imports this module at its start.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.config.run import RunConfig
from core.data.examples import Digit
from core.evaluation.assessment import Reading
from core.evaluation.statistics import only_one_right


@dataclass(frozen=True)
class DecidingDigit:
    """A test digit that one of two networks reads right, and the other wrong.

    Attributes:
        read_as: the names of the classes that the first and the second network read.
    """

    digit: Digit
    read_as: tuple[str, str]


@dataclass(frozen=True)
class DecidingDigits:
    """The digits that only the first, and those that only the second of two networks reads right.

    Attributes:
        shown: some of them, for each of the two, by number.
        counts: how many there are in all, for each of the two.
    """

    shown: tuple[tuple[DecidingDigit, ...], tuple[DecidingDigit, ...]]
    counts: tuple[int, int]


def deciding_digits(
    config: RunConfig, first: Reading, second: Reading, max_digits: int
) -> DecidingDigits:
    """Compare two networks' answers digit by digit.

    Args:
        config: of a run of either network; both were tested on the same digits.
        max_digits: how many digits to load for each side.
    """
    sides = [numbers.tolist() for numbers in only_one_right(first.right, second.right)]
    only_first, only_second = (
        _digits(numbers[:max_digits], config, first, second) for numbers in sides
    )
    return DecidingDigits((only_first, only_second), (len(sides[0]), len(sides[1])))


def _digits(
    numbers: Sequence[int], config: RunConfig, first: Reading, second: Reading
) -> tuple[DecidingDigit, ...]:
    """Load these test digits of the config's data set."""
    if not numbers:
        return ()
    from core.data import datasets

    images, labels = datasets.labelled_digits(config.data)
    names = config.shown_classes
    return tuple(
        DecidingDigit(
            Digit(
                number,
                int(labels[number]),
                images[number],
                names[labels[number]],
                config.data.is_dark_on_light,
            ),
            (names[first.given[number]], names[second.given[number]]),
        )
        for number in numbers
    )
