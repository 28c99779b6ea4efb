"""Weights by name, as NumPy arrays; loads no torch, so the window may import it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.config.model import ModelConfig
from core.network.architecture import KERNEL, LayerKind, plan

Weights = Mapping[str, NDArray[np.float32]]

VARIANCE = "running_var"
RUNNING = ("running_mean", VARIANCE)  # what batch normalization keeps, by PyTorch's names


def are_finite(weights: Weights) -> bool:
    """Return whether no weight is infinite or undefined."""
    return all(bool(np.isfinite(array).all()) for array in weights.values())


def expected_shapes(model: ModelConfig) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the weights that a network has, by name.

    With batch normalization, the running means and variances that it evaluates with are among them.
    """
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in plan(model):
        if not layer.parameters:
            continue
        units = layer.outputs[:1]
        if layer.is_norm:
            shapes[f"{layer.name}.weight"] = shapes[f"{layer.name}.bias"] = units
            if layer.kind is LayerKind.BATCH_NORM:
                shapes |= {f"{layer.name}.{name}": units for name in RUNNING}
            continue

        window = (KERNEL, KERNEL) if layer.kind is LayerKind.CONVOLUTION else ()
        shapes[f"{layer.name}.weight"] = (*units, layer.inputs[0], *window)
        if layer.bias:
            shapes[f"{layer.name}.bias"] = units
    return shapes


def learned_shapes(model: ModelConfig) -> list[tuple[int, ...]]:
    """Return the shapes of the weights that an optimizer changes, in their order."""
    return [
        shape
        for name, shape in expected_shapes(model).items()
        if name.rpartition(".")[2] not in RUNNING
    ]


def are_sound(weights: Weights) -> bool:
    """Return whether no weight is infinite or undefined, and no running variance negative."""
    return are_finite(weights) and not any(
        (array < 0).any() for name, array in weights.items() if name.endswith(f".{VARIANCE}")
    )
