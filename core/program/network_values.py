"""The values with which a program builds the network of its run."""

from dataclasses import dataclass

from core.config.choices import Activation, DeviceKind, Initialization
from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.network.architecture import KERNEL, LayerKind, LayerPlan, plan
from core.program.source import Source, joined, literal, snippet

ACTIVATIONS: dict[Activation, Source] = {
    Activation.SIGMOID: snippet("nn.Sigmoid()"),
    Activation.TANH: snippet("nn.Tanh()"),
    Activation.RELU: snippet("nn.ReLU()"),
    Activation.LEAKY_RELU: snippet("nn.LeakyReLU()"),
    Activation.GELU: snippet("nn.GELU()"),
    Activation.IDENTITY: snippet("nn.Identity()"),
}
LAYER_NOTES = {
    LayerKind.DROPOUT: snippet("dropout"),
    LayerKind.BATCH_NORM: snippet("batch_norm"),
    LayerKind.LAYER_NORM: snippet("layer_norm"),
}


@dataclass(frozen=True)
class _Layer:
    name: Source
    code: Source
    size: Source
    note: Source  # the note on a layer of its kind; empty for those that the network's explains


def network_values(config: RunConfig) -> dict[str, object]:
    """Return the values that the templates use to make the network."""
    return {
        "has_dropout": _has_dropout(config),
        "draws_masks": draws_masks(config),
        "layers": [
            _Layer(
                literal(layer.name),
                _module(layer),
                joined("x", layer.outputs),
                LAYER_NOTES.get(layer.kind, Source()),
            )
            for layer in plan(config.model)
        ],
        "initialize": _initialize(config.model),
        "is_channels_last": _is_channels_last(config),
    }


def _has_dropout(config: RunConfig) -> bool:
    return any(layer.kind is LayerKind.DROPOUT for layer in plan(config.model))


def _is_channels_last(config: RunConfig) -> bool:
    """Return whether the run arranges the numbers of all maps side by side in memory."""
    has_maps = any(layer.kind is LayerKind.CONVOLUTION for layer in plan(config.model))
    return has_maps and not config.plain and config.device is not DeviceKind.MPS


def draws_masks(config: RunConfig) -> bool:
    """Return whether nn.Dropout would draw other numbers than the run.

    A plain run draws them as nn.Dropout does on the processor; on a GPU that has a kernel of its
    own, with another order.
    """
    is_as_pytorch = config.plain and config.device is DeviceKind.CPU
    return _has_dropout(config) and not is_as_pytorch


def _module(layer: LayerPlan) -> Source:
    bias = snippet("" if layer.bias else ", bias=False")
    inputs, outputs = layer.inputs[0], layer.outputs[0]

    match layer.kind:
        case LayerKind.LINEAR:
            return snippet("nn.Linear({}, {}{})", inputs, outputs, bias)
        case LayerKind.CONVOLUTION:
            size = snippet("{}, padding={}", KERNEL, KERNEL // 2)
            return snippet("nn.Conv2d({}, {}, {}{})", inputs, outputs, size, bias)
        case LayerKind.MAX_POOL:
            return snippet("nn.MaxPool2d(2)")
        case LayerKind.AS_IMAGE:
            return snippet("nn.Unflatten(1, ({}))", joined(", ", layer.outputs))
        case LayerKind.FLATTEN:
            return snippet("nn.Flatten()")
        case LayerKind.BATCH_NORM:
            return snippet("nn.BatchNorm{}d({})", max(1, len(layer.inputs) - 1), inputs)
        case LayerKind.LAYER_NORM:
            is_of_maps = len(layer.inputs) > 1
            return snippet("nn.GroupNorm(1, {})" if is_of_maps else "nn.LayerNorm({})", inputs)
        case LayerKind.DROPOUT:
            return snippet("nn.Dropout({})", layer.rate)
        case LayerKind.ACTIVATION:
            assert layer.activation is not None
            return ACTIVATIONS[layer.activation]


def _initialize(model: ModelConfig) -> Source:
    """Return the call that draws a layer's weights anew; empty where PyTorch's own remain."""
    match model.init:
        case Initialization.DEFAULT:
            return Source()
        case Initialization.XAVIER:
            return snippet("nn.init.xavier_uniform_(layer.weight)")
        case Initialization.HE:
            return snippet('nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")')
        case Initialization.NORMAL:
            return snippet("nn.init.normal_(layer.weight, std={})", model.init_std)
        case Initialization.ZEROS:
            return snippet("nn.init.zeros_(layer.weight)")
