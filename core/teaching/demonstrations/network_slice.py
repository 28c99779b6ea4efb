"""A slice through the cost of a real network: two of its weights vary, all others stay.

The network reads digits and is trained a little. The two weights lead to the same tanh unit, so
that the cost has a plateau where the unit is saturated, and no bowl's shape.
"""

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor, nn
from torch.func import vmap

from core.config.fields import with_values
from core.config.presets import preset
from core.data import datasets
from core.network import models
from core.training.batches import batches
from core.training.optimizers import build_optimizer

CONFIG = with_values(
    preset("mlp").config,
    {
        "model.hidden": [{"units": 16, "activation": "tanh"}, {"units": 8, "activation": "tanh"}],
        "data.train_size": 2000,
        "data.test_size": 100,
        "data.batch_size": 50,
        "optimizer.learning_rate": 0.05,
        "epochs": 5,
    },
)
LAYER = "linear_2"
ROWS, COLUMNS = (0, 0), (0, 1)  # of its weight matrix: the two weights
BATCH = 100  # training examples over which the cost is the mean
CHUNK = 2000  # points of the map that are computed at once


@dataclass(frozen=True)
class Slice:
    """The trained network, cut around the layer of the two weights.

    Attributes:
        network: all of it, in 64 bits.
        layer: the one of the two weights.
        rest: the modules after it.
        inputs: what the layer gets for the batch, (BATCH, units).
        labels: the right classes of the batch.
    """

    network: nn.Sequential
    layer: nn.Linear
    rest: nn.Sequential
    inputs: Tensor
    labels: Tensor

    @property
    def weights(self) -> tuple[float, float]:
        """The two weights as they were trained."""
        both = self.layer.weight[list(ROWS), list(COLUMNS)]
        first, second = both.tolist()
        return first, second


@cache
@torch.inference_mode(False)
@torch.enable_grad()
def trained() -> Slice:
    """Train the network, once per process, whoever asks first."""
    data = datasets.load(CONFIG.data)
    network = models.build(CONFIG.model, models.weight_generator(CONFIG.seed))
    optimizer = build_optimizer(CONFIG.optimizer, network, plain=True)
    for epoch in range(1, CONFIG.epochs + 1):
        for x, y in batches(data, CONFIG, epoch):
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(x), y).backward()
            optimizer.step()

    network.double().requires_grad_(False)
    cut = [name for name, _ in network.named_children()].index(LAYER)
    layer = network[cut]
    assert isinstance(layer, nn.Linear)
    x, y = data.train_x[:BATCH].double(), data.train_y[:BATCH]
    return Slice(network, layer, network[cut + 1 :], network[:cut](x), y)


def cost_at(weights: Tensor) -> Tensor:
    """Return the cost (...) of the network with its two weights at (..., 2)."""
    if weights.ndim == 1:
        return _cost(weights)
    points = weights.reshape(-1, 2)
    costs = torch.cat([vmap(_cost)(chunk) for chunk in points.split(CHUNK)])
    return costs.reshape(weights.shape[:-1])


def _cost(weights: Tensor) -> Tensor:
    parts = trained()  # shared by threads: nothing of it is changed, not even for a moment
    indices = torch.tensor(ROWS), torch.tensor(COLUMNS)
    matrix = parts.layer.weight.index_put(indices, weights)
    logits = parts.rest(nn.functional.linear(parts.inputs, matrix, parts.layer.bias))
    return nn.functional.cross_entropy(logits, parts.labels)
