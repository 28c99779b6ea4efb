"""Work for the jobs' threads: a network is cut and rounded, and reads all test images."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.data.ink import Ink
from core.network.weights import Weights
from core.number_text import NOTHING
from core.robustness.cuts import Order, Pruning, with_bits
from gui.robustness.reading import change_text, read
from gui.runs.moments import ShownNetwork


@dataclass(frozen=True)
class Cut:
    """How the sliders stand."""

    share: float
    order: Order
    bits: int


@dataclass(frozen=True, eq=False)
class CutResult:
    """What is left of a network.

    Attributes:
        weights: of the whole network.
        answer: to the drawing, in words; a dash while nothing is drawn.
        whole, accuracy: before and after.
    """

    cut: Cut
    weights: Weights
    answer: str
    whole: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class CutProgress:
    """A completed step of cutting one network.

    Attributes:
        done, total: steps.
        result: None before the last step.
    """

    done: int
    total: int
    result: CutResult | None = None


def cut_network(
    network: ShownNetwork, cut: Cut, digit: Ink | None, whole: float | None
) -> Iterator[CutProgress]:
    """Cut a network and have it read the digit and all test images; for the jobs' thread only.

    Args:
        whole: the accuracy of the whole network, if it is known.
    """
    from core.robustness.assessing import assess, count_steps

    config, weights = network.config, network.weights
    changed = weights
    if cut.share:
        changed = Pruning(config.model, weights, cut.order).weights(cut.share)
    changed = with_bits(config.model, changed, cut.bits)
    answer = NOTHING
    if digit is not None:
        before, after = (read(config, some, digit).probabilities for some in (weights, changed))
        answer = change_text(config.shown_classes, before, after)

    # the whole network once, and what is left of it
    accuracies, done = [] if whole is None else [whole], 0
    total = count_steps(config) * (2 - len(accuracies))
    for some in (weights, changed)[len(accuracies) :]:
        for step in assess(config, some):
            done += 1
            if step.assessment is not None:
                accuracies.append(step.assessment.accuracy)
            if done < total:
                yield CutProgress(done, total)
    yield CutProgress(total, total, CutResult(cut, weights, answer, *accuracies))
