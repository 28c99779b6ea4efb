"""The reason for an answer: what the last hidden layer contributes to the output; NumPy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.config.model import ModelConfig
from core.insight.neurons import Activations, Stage, stages
from core.network.weights import Weights

# sums of a layer's float32 numbers
Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reason:
    """What makes the winning output larger than the others.

    The logit of a class is the sum of what all units contribute to it, weight times activation,
    and its bias.

    Attributes:
        layer: the last hidden layer; None in a network without one, whose units are the pixels.
        answer, runner_up: the classes with the two largest logits.
        contributions: of each unit to the answer's logit, (units,); of a map, the sum over its
            positions.
        to_runner_up: of each unit to the runner-up's logit, (units,).
        bias: of the answer's logit.
        lead: the answer's logit minus the runner-up's, the logarithm of the ratio of their
            probabilities.
    """

    layer: Stage | None
    answer: int
    runner_up: int
    contributions: Doubles
    to_runner_up: Doubles
    bias: float
    lead: float

    @property
    def gain(self) -> float:
        """The sum of the positive contributions."""
        return float(self.contributions.clip(min=0).sum())

    @property
    def loss(self) -> float:
        """The sum of the negative contributions, at most 0."""
        return float(self.contributions.clip(max=0).sum())

    @property
    def is_silent(self) -> bool:
        """Whether no unit contributes anything: all are 0, and the biases decide."""
        return not self.contributions.any() and not self.to_runner_up.any()

    def strongest_for(self, count: int) -> list[int]:
        """Return at most `count` units that raise the answer's logit most, the strongest first."""
        order = np.argsort(-self.contributions, kind="stable")[:count]
        return [int(unit) for unit in order if self.contributions[unit] > 0]

    def strongest_against(self, count: int) -> list[int]:
        """Return at most `count` units that lower the answer's logit most, the strongest first."""
        order = np.argsort(self.contributions, kind="stable")[:count]
        return [int(unit) for unit in order if self.contributions[unit] < 0]


def reason(model: ModelConfig, weights: Weights, activations: Activations) -> Reason | None:
    """Return the reason for the answer to one digit; None where logits are infinite or undefined.

    Args:
        activations: with dropout off, as `core.insight.activations.inspect_network` gives them.
    """
    *hidden, output = stages(model)
    logits = activations[output.outcome].astype(np.float64)
    if not np.isfinite(logits).all():
        return None

    answer, runner_up = (int(number) for number in np.argsort(-logits, kind="stable")[:2])
    rows = weights[f"{output.name}.weight"][[answer, runner_up]].astype(np.float64)
    inputs = activations[output.source].ravel().astype(np.float64)
    layer = hidden[-1] if hidden else None
    units = layer.units if layer is not None else len(inputs)

    # a map has a weight for each of its positions
    products = (rows * inputs).reshape(2, units, -1).sum(axis=2)
    bias = weights.get(f"{output.name}.bias")
    return Reason(
        layer,
        answer,
        runner_up,
        products[0],
        products[1],
        0.0 if bias is None else float(bias[answer]),
        float(logits[answer] - logits[runner_up]),
    )
