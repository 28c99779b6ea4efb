"""Work for the jobs' threads: networks that read one digit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.config.run import RunConfig
from core.data.ink import Ink
from core.insight.neurons import is_defined
from core.network.weights import Weights
from core.number_text import NOTHING, probability_text
from core.plain_text import printable

if TYPE_CHECKING:
    from core.insight.neurons import Floats
    from core.insight.predictor import Reading


def read(config: RunConfig, weights: Weights, digit: Ink) -> "Reading":
    """Have a network read a digit; loads torch."""
    from core.insight.predictor import Predictor

    predictor = Predictor(config.model, config.data)
    predictor.set_weights(weights)
    return predictor.read(digit)


def ink_or_example(configs: Sequence[RunConfig], ink: Ink | None) -> Ink:
    """Return the ink, or a test image for these networks in place of None; loads torch.

    Raises:
        DataError: if the run's data are needed and not there.
    """
    from core.insight.example import first_misread

    return first_misread(configs) if ink is None else ink


def answer_text(classes: Sequence[str], probabilities: "Floats") -> str:
    """Return the answer with its probability: ``3 (98.2 %)``; a dash for no answer."""
    if not is_defined(probabilities):
        return NOTHING
    answer = int(probabilities.argmax())
    return f"{printable(classes[answer])} ({probability_text(float(probabilities[answer]))})"


def change_text(classes: Sequence[str], before: "Floats", after: "Floats") -> str:
    """Return an answer alone, after the one before if that was another: ``3 → 8``."""
    answers = [
        printable(classes[int(shares.argmax())]) if is_defined(shares) else NOTHING
        for shares in (before, after)
    ]
    return " → ".join(dict.fromkeys(answers))
