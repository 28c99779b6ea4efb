"""The accuracy of networks that are cut more and more, or have fewer and fewer bits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from core.config.run import RunConfig
from core.network.weights import Weights
from core.robustness.assessing import assess, count_steps
from core.robustness.cuts import BITS, SHARES, Order, Pruning, with_bits

Subject = tuple[RunConfig, Weights]


@dataclass(frozen=True)
class CutStep:
    """A completed step of a measurement.

    Attributes:
        done, total: steps.
        subject: the index of the network.
        order: which weights were cut first; None if they were rounded.
        level: the share that was cut, or the bits.
        accuracy: 0 to 1; None before all test images have been read.
    """

    done: int
    total: int
    subject: int
    order: Order | None
    level: float
    accuracy: float | None


def measure(
    subjects: Sequence[Subject], orders: Sequence[Order | None] = (*Order, None)
) -> Iterator[CutStep]:
    """Measure networks on all test images at all `SHARES` and `BITS`; stop by not iterating on.

    All networks are measured at one level before the next.

    Args:
        orders: which weights are cut first; None for rounding.
    """
    levels = [
        (order, float(level)) for order in orders for level in (BITS if order is None else SHARES)
    ]
    prunings = [cache(partial(Pruning, config.model, weights)) for config, weights in subjects]
    done, total = 0, len(levels) * sum(count_steps(config) for config, _ in subjects)
    for order, level in levels:
        for index, (config, weights) in enumerate(subjects):
            if order is None:
                changed = with_bits(config.model, weights, int(level))
            else:
                changed = prunings[index](order).weights(level)

            for step in assess(config, changed):
                done += 1
                share = None if step.assessment is None else step.assessment.accuracy
                yield CutStep(done, total, index, order, level, share)
