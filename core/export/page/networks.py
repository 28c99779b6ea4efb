"""A network as the page's program reads it: its layers with their weights, and its input."""

from typing import Any, assert_never

import numpy as np
from numpy.typing import NDArray

from core.config.catalogue import PIXEL_DEVIATION, PIXEL_MEAN
from core.config.choices import Pixels
from core.config.data import DataConfig
from core.config.run import RunConfig
from core.data.datasets import pixel_order
from core.export.page.choosing import Chosen
from core.export.page.packing import as_json
from core.network.architecture import KERNEL, LayerKind, LayerPlan, plan
from core.network.quantization import exact
from core.network.weights import RUNNING, Weights

Content = dict[str, Any]

EPSILON = 1e-5  # added to variances: the default of PyTorch's normalizations

NORMALIZATIONS = ("scale", "normalize")  # kinds of layers, in the page's program

# mean and deviation of ink, 0 to 1, that are removed from it
SCALING = {
    Pixels.UNIT: (0.0, 1.0),
    Pixels.RAW: (0.0, 1 / 255),
    Pixels.STANDARDIZED: (PIXEL_MEAN, PIXEL_DEVIATION),
}


def content_of(config: RunConfig, weights: Weights, chosen: Chosen) -> Content:
    """Describe a network for the page's program."""
    layers = [_layer(layer, weights, chosen) for layer in plan(config.model)]
    return {
        "input": _input(config.data),
        "layers": [layer for layer in layers if layer is not None],
        "classes": list(config.shown_classes),
    }


def kinds_of(content: Content) -> set[str]:
    """Return the kinds of a network's layers."""
    return {layer["kind"] for layer in content["layers"]}


def _input(data: DataConfig) -> Content:
    mean, deviation = SCALING[data.pixels]
    content: Content = {"mean": mean, "deviation": deviation, "isDark": data.is_dark_on_light}
    if data.shuffle_pixels:
        content["order"] = pixel_order().tolist()
    return content


def _layer(layer: LayerPlan, weights: Weights, chosen: Chosen) -> Content | None:
    """Describe a layer; return None for one that changes no number."""
    match layer.kind:
        case LayerKind.LINEAR:
            return {"kind": "linear", **_weighted(layer, weights, chosen)}
        case LayerKind.CONVOLUTION:
            sizes = {"side": layer.inputs[1], "window": KERNEL}
            return {"kind": "convolution", **sizes, **_weighted(layer, weights, chosen)}
        case LayerKind.MAX_POOL:
            return {"kind": "maxPool", "maps": layer.inputs[0], "side": layer.inputs[1]}
        case LayerKind.ACTIVATION:
            assert layer.activation is not None
            return {"kind": layer.activation.value}
        case LayerKind.BATCH_NORM:
            return {"kind": "scale", **_running(layer, weights)}
        case LayerKind.LAYER_NORM:
            learned = (weights[f"{layer.name}.{part}"] for part in ("weight", "bias"))
            return {"kind": "normalize", "epsilon": EPSILON, **_scale(*learned)}
        case LayerKind.AS_IMAGE | LayerKind.FLATTEN | LayerKind.DROPOUT:
            return None
        case _:
            assert_never(layer.kind)


def _weighted(layer: LayerPlan, weights: Weights, chosen: Chosen) -> Content:
    packed = chosen.layers[f"{layer.name}.weight"]
    content: Content = {
        "inputs": layer.inputs[0],
        "outputs": layer.outputs[0],
        "weights": as_json(packed),
    }
    if layer.bias:
        content["biases"] = _floats(weights[f"{layer.name}.bias"])
    return content


def _running(layer: LayerPlan, weights: Weights) -> Content:
    """Return the scale and shift that batch normalization is in evaluation."""
    scale, shift, mean, variance = (
        weights[f"{layer.name}.{part}"].astype(np.float64) for part in ("weight", "bias", *RUNNING)
    )
    factors = scale / np.sqrt(variance + EPSILON)
    return _scale(factors, shift - mean * factors)


def _scale(factors: NDArray[np.floating], shifts: NDArray[np.floating]) -> Content:
    return {"factors": _floats(factors), "shifts": _floats(shifts)}


def _floats(values: NDArray[np.floating]) -> Content:
    return as_json(exact(values.astype(np.float32)))
