"""Weights by name, as NumPy arrays; loads no torch, so the window may import it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.config.model import ModelConfig
from core.network.architecture import KERNEL, LayerKind, plan

Weights = Mapping[str, NDArray[np.float32]]


def are_finite(weights: Weights) -> bool:
    """Return whether no weight is infinite or undefined."""
    return all(bool(np.isfinite(array).all()) for array in weights.values())


def expected_shapes(model: ModelConfig) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the weights that a network has, by name."""
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in plan(model):
        if layer.parameters:
            window = (KERNEL, KERNEL) if layer.kind is LayerKind.CONVOLUTION else ()
            shapes[f"{layer.name}.weight"] = (layer.outputs[0], layer.inputs[0], *window)
            if layer.bias:
                shapes[f"{layer.name}.bias"] = (layer.outputs[0],)
    return shapes
