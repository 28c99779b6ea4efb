"""The fewest bits for a network's weights with which it gives the same answers.

A network is compared with itself in 32 bits on all of its test examples: no answer may change, and
no probability by more than `MAX_CHANGE`. Of thousands of examples there are some about which a
network is undecided, and the least rounding would tip its answer; so the last layer, which is small
and has more bits, is changed by as little as gives exactly the former outputs for these.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray

from core.cancellation import check_cancelled, go_on, part_of_work
from core.config.choices import Precision
from core.config.run import RunConfig
from core.data import datasets
from core.data.datasets import Data
from core.errors import DataError
from core.evaluation import accuracy
from core.evaluation.assessment import Assessment
from core.insight.activations import activations
from core.network import models
from core.network.architecture import LayerKind, plan
from core.network.quantization import FLOAT_BITS, Packed, compensated, exact, rounded
from core.network.weights import Weights

MAX_CHANGE = 9e-4  # of a probability; the page's own arithmetic differs by a millionth
EXAMPLES = 10_000  # training examples whose inputs show which errors matter
LARGE = 1 << 15  # weights of a layer from which on their number decides the size of the page
MIN_BITS, MAX_BITS = 8, 16  # of whole numbers; other layers always have the most
MAX_SIZE = 1e12  # of a weight and an input; larger ones are not worth packing
DAMPING = 0.001  # see `compensated`
UNDECIDED = 200  # test examples at most whose outputs the last layer keeps


@dataclass(frozen=True, eq=False)
class Chosen:
    """The weights of a network, packed.

    Attributes:
        layers: the weights of its linear and convolutional layers, by name; all others are not
            packed.
        bits: of the largest layers' numbers.
        assessment: the answers to the run's test examples; None if its data are not on this
            machine, and the weights are kept as they are.
    """

    layers: dict[str, Packed]
    bits: int
    assessment: Assessment | None


def choose(config: RunConfig, weights: Weights) -> Chosen:
    """Pack a network's weights in as few bits as possible.

    Raises:
        CancelledError: if nobody waits for it any more.
    """
    # the page's arithmetic; a config that is made anew would open the test set
    config = config.model_copy(update={"precision": Precision.FLOAT32})
    whole = {name: exact(weights[name]) for name in _weighted(config)}
    try:
        data = datasets.load(config.data)
    except DataError:
        return Chosen(whole, FLOAT_BITS, None)

    answers = accuracy.probabilities(config, weights, data)
    assessment = Assessment(answers, data.test_y.cpu().numpy())
    if not _are_moderate([answers, *weights.values()]):
        return Chosen(whole, FLOAT_BITS, assessment)
    large = _large(config, weights)
    small = {name: rounded(weights[name], MAX_BITS) for name in _weighted(config)}
    inputs = partial(_inputs, config, weights, data)  # of one layer at a time
    if not all(_are_moderate([inputs(name)]) for name in large):
        return Chosen(whole, FLOAT_BITS, assessment)

    bits = MIN_BITS if large else MAX_BITS
    while bits <= MAX_BITS:
        with part_of_work(bits - MIN_BITS, MAX_BITS - MIN_BITS + 1):
            layers = _compensated(weights, large, inputs, bits)
        packed = _keeping_undecided(config, weights, small | layers, data, answers)
        shares = accuracy.probabilities(config, _replaced(weights, packed), data)
        change = float(np.abs(shares - answers).max())
        is_same = bool((shares.argmax(axis=1) == answers.argmax(axis=1)).all())
        if is_same and change <= MAX_CHANGE:
            return Chosen(packed, bits, assessment)

        # with each bit the errors halve, or become even smaller
        missing = math.floor(math.log2(change / MAX_CHANGE)) if change > 2 * MAX_CHANGE > 0 else 1
        bits = bits + missing if bits == MAX_BITS else min(bits + missing, MAX_BITS)
    return Chosen(whole, FLOAT_BITS, assessment)


def _compensated(
    weights: Weights,
    names: Sequence[str],
    inputs: Callable[[str], NDArray[np.float32]],
    bits: int,
) -> dict[str, Packed]:
    """Pack the layers of these names; their inputs are held one after the other."""
    layers = {}
    for index, name in enumerate(names):
        go_on(index / len(names))
        weight = f"{name}.weight"
        layers[weight] = compensated(weights[weight], bits, inputs(name), DAMPING)
    return layers


def _are_moderate(arrays: Iterable[NDArray[np.floating]]) -> bool:
    """Return whether sums of squares of these numbers are finite; False for NaN."""
    return all(bool((np.abs(array) <= MAX_SIZE).all()) for array in arrays)


def _large(config: RunConfig, weights: Weights) -> list[str]:
    """List the linear layers whose weights decide the size of the page."""
    *hidden, _ = (layer for layer in plan(config.model) if layer.is_weighted)
    return [
        layer.name
        for layer in hidden
        if layer.kind is LayerKind.LINEAR and weights[f"{layer.name}.weight"].size >= LARGE
    ]


def _weighted(config: RunConfig) -> list[str]:
    """List the names of the weights of linear and convolutional layers."""
    return [f"{layer.name}.weight" for layer in plan(config.model) if layer.is_weighted]


def _replaced(weights: Weights, packed: dict[str, Packed]) -> Weights:
    return {**weights, **{name: layer.weights() for name, layer in packed.items()}}


@torch.inference_mode()
def _inputs(config: RunConfig, weights: Weights, data: Data, name: str) -> NDArray[np.float32]:
    """Return what a layer gets of training examples, (N, inputs)."""
    network = models.network_of(config, weights)
    collected = []
    for chunk in data.train_x[:EXAMPLES].cpu().split(accuracy.CHUNK):
        check_cancelled()
        outputs = activations(network, chunk)
        before = dict(zip(list(outputs)[1:], outputs, strict=False))  # each layer's predecessor
        collected.append(outputs[before[name]].numpy())
    return np.concatenate(collected)


@torch.inference_mode()
def _keeping_undecided(
    config: RunConfig,
    weights: Weights,
    packed: dict[str, Packed],
    data: Data,
    answers: NDArray[np.float64],
) -> dict[str, Packed]:
    """Change the last layer so that the examples with the closest answers keep their outputs."""
    *_, last = _weighted(config)
    count = min(UNDECIDED, packed[last].shape[1] // 2)  # the layer has to remain the same otherwise
    best = np.sort(answers, axis=1)
    closest = np.argsort(best[:, -1] - best[:, -2], kind="stable")[:count]
    x = data.test_x.cpu()[torch.from_numpy(closest)]

    # outputs: logits (examples, classes); inputs: of the last layer (examples, inputs of a neuron)
    wanted = models.network_of(config, weights)(x).double().numpy()
    *_, inputs, outputs = (
        values.double().numpy()
        for values in activations(models.network_of(config, _replaced(weights, packed)), x).values()
    )
    # of all changes that give these outputs, the smallest
    change, *_ = np.linalg.lstsq(inputs, wanted - outputs, rcond=None)

    changed = packed[last].weights() + change.T.astype(np.float32)
    return {**packed, last: rounded(changed, MAX_BITS)}
