"""One point of a feature map: the products of a kernel and the patch under it, and their sum."""

from dataclasses import dataclass

import numpy as np

from core.insight.neurons import Activations, Floats, Stage
from core.network.weights import Weights


@dataclass(frozen=True)
class PatchSum:
    """How the first convolution computes one point of a feature map.

    The total is the sum of the products, plus the bias.

    Attributes:
        patch: the input under the kernel, float32 (K, K); zeros beyond the image's edge.
        kernel: the weights, float32 (K, K).
        total: as PyTorch computed it.
        normalized: the total after normalization; None in a layer without.
        activation: what the activation function makes of it.
    """

    patch: Floats
    kernel: Floats
    bias: float
    total: float
    normalized: float | None
    activation: float

    @property
    def products(self) -> Floats:
        """Each weight times its pixel, float32 (K, K)."""
        return self.patch * self.kernel


def patch_sum(
    stage: Stage, weights: Weights, activations: Activations, kernel: int, at: tuple[int, int]
) -> PatchSum:
    """Return how a kernel of the first convolution arrives at a point of its map.

    Args:
        activations: as `core.insight.activations.inspect_network` gives them.
        kernel: its index.
        at: the row and the column of the point, from 0.
    """
    row, column = at
    weight = weights[f"{stage.name}.weight"][kernel, 0]
    bias = weights.get(f"{stage.name}.bias")
    side = len(weight)
    padded = np.pad(activations[stage.source][0], side // 2)
    return PatchSum(
        padded[row : row + side, column : column + side],
        weight,
        0.0 if bias is None else float(bias[kernel]),
        float(activations[stage.name][kernel, row, column]),
        None if stage.norm is None else float(activations[stage.norm][kernel, row, column]),
        float(activations[stage.outcome][kernel, row, column]),
    )


def strongest_point(stage: Stage, activations: Activations, kernel: int) -> tuple[int, int]:
    """Return the row and the column of the largest number of a kernel's map."""
    feature_map = activations[stage.outcome][kernel]
    row, column = np.unravel_index(int(np.nan_to_num(feature_map).argmax()), feature_map.shape)
    return int(row), int(column)
