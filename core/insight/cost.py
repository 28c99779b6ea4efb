"""The way from a network's logits to the cost of its answer, as numbers for a table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class CostSteps:
    """The steps from logits to cost for one image; all are float64 (classes,).

    Attributes:
        logits: z, the network's outputs.
        exponentials: exp((z - max z) / T). The largest is 1: taking the maximum away changes no
            probability, and no exponential can become infinite. PyTorch does the same.
        probabilities: the exponentials divided by their sum (softmax).
        costs: -ln of the probabilities, what each class would cost if it were the right one
            (cross-entropy).
    """

    logits: Numbers
    exponentials: Numbers
    probabilities: Numbers
    costs: Numbers


def cost_steps(logits: Numbers, temperature: float = 1.0) -> CostSteps:
    """Compute the steps from logits (classes,) to costs.

    Args:
        temperature: T, above 0; the logits are divided by it. Above 1 the probabilities become more
            alike, below 1 less (G. Hinton et al. 2015, https://arxiv.org/abs/1503.02531).
    """
    scaled = (logits - logits.max()) / temperature
    exponentials = np.exp(scaled)
    total = exponentials.sum()
    # ln(total) - scaled, since the logarithm of a probability that is rounded to 0 is infinite
    return CostSteps(logits, exponentials, exponentials / total, np.log(total) - scaled)


def least_cost_after_softmax(classes: int) -> float:
    """Return the least cost of probabilities that go through softmax once more.

    The best that can come in is 1 for the right class and 0 for the others, so that the right
    one's share is e / (e + classes - 1); for 10 classes the cost is 1.46.
    """
    return float(np.log1p((classes - 1) / np.e))
