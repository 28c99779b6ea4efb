"""Damage to a network: a list of changes to a copy of its weights; NumPy only.

A list is never changed, and neither are the weights that it is applied to: to undo a change is to
apply the list without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.config.model import ModelConfig
from core.insight.neurons import Stage, stages
from core.messages import Message, message
from core.network.weights import Weights
from core.number_text import decimal_text

MAX_WEIGHT = 1e6  # either side of 0, of one that is set by hand

Floats = NDArray[np.float32]
Copies = dict[str, Floats]


@dataclass(frozen=True)
class MutedUnit:
    """A hidden neuron, or a map of a convolution, that the next layer does not hear.

    Its weights in the next layer are 0. What comes between two layers of weights, such as an
    activation, acts on each unit by itself, so that this is the same as if the unit were not there.

    Attributes:
        layer: the index of its layer of weights, from 0.
        unit: its index in the layer, from 0.
    """

    layer: int
    unit: int


@dataclass(frozen=True)
class SilencedLayer:
    """A hidden layer all of whose units are muted; the next one has only its biases.

    Attributes:
        layer: the index of the layer of weights, from 0.
    """

    layer: int


@dataclass(frozen=True)
class SetWeight:
    """A weight, or a bias, with another value.

    Attributes:
        layer: the index of the layer of weights, from 0.
        unit: the index of the neuron or map that it belongs to.
        input: the index of the input that is weighted, in the order of the layer's weights; None
            for the bias.
        value: the new value, at most `MAX_WEIGHT` in size.
    """

    layer: int
    unit: int
    input: int | None
    value: float


@dataclass(frozen=True)
class Noise:
    """Normal noise that is added to all weights of linear and convolutional layers.

    Attributes:
        strength: its standard deviation, as a multiple of that of the layer's weights.
        seed: of the generator that it is drawn from.
    """

    strength: float
    seed: int


@dataclass(frozen=True)
class RemovedBiases:
    """All biases of linear and convolutional layers set to 0; those of normalizations stay."""


Change = MutedUnit | SilencedLayer | SetWeight | Noise | RemovedBiases


def damaged(model: ModelConfig, weights: Weights, changes: Sequence[Change]) -> Weights:
    """Apply changes to a copy of a network's weights, one after the other.

    Arrays that stay as they are, are shared with `weights`.

    Raises:
        IndexError: if the network has no such layer, unit or input, or the layer is the output,
            whose neurons are the answers.
    """
    layers = stages(model)
    copies: Copies = dict(weights)
    for change in changes:
        match change:
            case MutedUnit(layer, unit):
                _mute(layers, copies, layer, unit)
            case SilencedLayer(layer):
                name = f"{_next(layers, layer).name}.weight"
                copies[name] = np.zeros_like(copies[name])
            case SetWeight():
                _set_weight(layers, copies, change)
            case Noise(strength, seed):
                add_noise(layers, copies, strength, np.random.default_rng(seed))
            case RemovedBiases():
                for name in _names(layers, copies, "bias"):
                    copies[name] = np.zeros_like(copies[name])
    return copies


def _mute(layers: Sequence[Stage], copies: Copies, layer: int, unit: int) -> None:
    following = _next(layers, layer)
    units = _at(layers, layer).units
    if not 0 <= unit < units:
        raise IndexError(unit)

    # (units, inputs) -> (units, units before, positions of a map)
    name = f"{following.name}.weight"
    changed = copies[name].copy()
    changed.reshape(len(changed), units, -1)[:, unit] = 0
    copies[name] = changed


def _set_weight(layers: Sequence[Stage], copies: Copies, change: SetWeight) -> None:
    layer = _at(layers, change.layer)
    name = f"{layer.name}.{'bias' if change.input is None else 'weight'}"
    if name not in copies:
        raise IndexError(name)
    changed = copies[name].copy()
    row = changed.reshape(len(changed), -1)
    index = 0 if change.input is None else change.input
    if not (0 <= change.unit < len(row) and 0 <= index < row.shape[1]):
        raise IndexError(change)
    row[change.unit, index] = change.value
    copies[name] = changed


def add_noise(
    layers: Sequence[Stage], copies: Copies, strength: float, random: np.random.Generator
) -> None:
    """Replace the weights in `copies` by noisy ones; see `Noise`."""
    for name in _names(layers, copies, "weight"):
        weights = copies[name]
        noise = random.standard_normal(weights.shape, np.float32)
        with np.errstate(over="ignore", invalid="ignore"):  # noise again and again becomes infinite
            deviation = np.float32(strength * weights.std(dtype=np.float64))
            copies[name] = weights + deviation * noise


def value_of(
    model: ModelConfig, weights: Weights, layer: int, unit: int, index: int | None
) -> float:
    """Return a weight, or the bias for None, as `SetWeight` names it; 0 of a missing bias."""
    name = _at(stages(model), layer).name
    if index is None:
        bias = weights.get(f"{name}.bias")
        return 0.0 if bias is None else float(bias[unit])
    return float(weights[f"{name}.weight"][unit].reshape(-1)[index])


def _names(layers: Sequence[Stage], weights: Weights, kind: str) -> list[str]:
    names = [f"{layer.name}.{kind}" for layer in layers]
    return [name for name in names if name in weights]


def _at(layers: Sequence[Stage], layer: int) -> Stage:
    if not 0 <= layer < len(layers):
        raise IndexError(layer)
    return layers[layer]


def _next(layers: Sequence[Stage], layer: int) -> Stage:
    """Return the layer of weights after a hidden one."""
    _at(layers, layer)
    return _at(layers, layer + 1)


def title_of(model: ModelConfig, change: Change) -> Message:
    """Return a change in words, for a list of them; units are counted from 0, as everywhere."""
    layers = stages(model)
    match change:
        case MutedUnit(layer, unit) if layers[layer].is_convolution:
            return message("{layer}: map {unit} muted", unit=unit, layer=layers[layer].title)
        case MutedUnit(layer, unit):
            return message("{layer}: neuron {unit} muted", unit=unit, layer=layers[layer].title)
        case SilencedLayer(layer):
            return message("{layer} silenced", layer=layers[layer].title)
        case SetWeight(layer, unit, None, value):
            return message(
                "{layer}: bias of neuron {unit} set to {value}",
                unit=unit,
                layer=layers[layer].title,
                value=decimal_text(value),
            )
        case SetWeight(layer, unit, index, value):
            return message(
                "{layer}: weight {input} of neuron {unit} set to {value}",
                input=index,
                unit=unit,
                layer=layers[layer].title,
                value=decimal_text(value),
            )
        case Noise(strength):
            return message("Noise of {strength} deviations", strength=f"{strength:g}")
        case RemovedBiases():
            return message("Biases removed")
