"""Work for the jobs' threads: networks are cut and rounded, and read test images and a drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.config.run import RunConfig
from core.data.ink import Ink
from core.network.weights import Weights
from core.robustness.cuts import Order, Pruning, with_bits
from gui.robustness.reading import change_text, ink_or_example, read
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
        left: the weights after the cut.
        whole, accuracy: before and after.
    """

    cut: Cut
    network: ShownNetwork
    left: Weights
    whole: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class CutAnswer:
    """How a network reads the drawing, or a test image, before and after a cut.

    Attributes:
        ink: what was to be read, as it was asked for; None for a test image.
        text: the answers in words.
    """

    result: CutResult
    ink: Ink | None
    text: str


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


def cut_network(network: ShownNetwork, cut: Cut, whole: float | None) -> Iterator[CutProgress]:
    """Cut a network and have it read all test images; for the jobs' thread only.

    Args:
        whole: the accuracy of the whole network, if it is known.
    """
    from core.robustness.assessing import assess, count_steps

    config, weights = network.config, network.weights
    left = weights
    if cut.share:
        left = Pruning(config.model, weights, cut.order).weights(cut.share)
    left = with_bits(config.model, left, cut.bits)

    # the whole network once, and what is left of it if that is less
    accuracies, done = [] if whole is None else [whole], 0
    unread = ((weights,) if left is weights else (weights, left))[len(accuracies) :]
    total = count_steps(config) * len(unread)
    for some in unread:
        for step in assess(config, some):
            done += 1
            if step.assessment is not None:
                accuracies.append(step.assessment.accuracy)
            if done < total:
                yield CutProgress(done, total)
    result = CutResult(cut, network, left, accuracies[0], accuracies[-1])
    yield CutProgress(total, total, result)


def read_digit(
    results: Sequence[CutResult], ink: Ink | None, shown: Sequence[RunConfig]
) -> list[CutAnswer]:
    """Have networks read a digit before and after their cuts; for the jobs' thread only.

    Args:
        ink: (28, 28); None for a test image.
        shown: the configs of all networks that are shown, which read the same image then.
    """
    image = ink_or_example(shown, ink)
    return [CutAnswer(result, ink, _answer(result, image)) for result in results]


def _answer(result: CutResult, ink: Ink) -> str:
    config = result.network.config
    before, after = (
        read(config, weights, ink).probabilities
        for weights in (result.network.weights, result.left)
    )
    return change_text(config.shown_classes, before, after)
