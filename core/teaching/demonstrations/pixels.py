"""What the scaling of pixels does to the first step of training, measured with PyTorch."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.func import functional_call

from core.config.choices import Pixels
from core.config.fields import effective, with_values
from core.config.run import RunConfig
from core.data import datasets
from core.network import models
from core.teaching.demonstrations.pixel_choices import PATH
from core.training.batches import batches
from core.training.optimizers import build_optimizer
from core.training.steps.penalties import penalized

BINS = 40  # of a histogram


@dataclass(frozen=True)
class Step:
    """The first step of training, as the first layer experiences it.

    Attributes:
        gradient: root mean square over the layer's weights.
        effect: by how much the step changes the layer's sums for the images of the batch, root mean
            square.
        cost, cost_after: of the batch, before the step and after it.
    """

    gradient: float
    effect: float
    cost: float
    cost_after: float


@dataclass(frozen=True)
class FirstStep:
    """The inputs of a run's first batch, and its first step.

    Attributes:
        counts, edges: the histogram of the inputs, (BINS,) and (BINS + 1,).
        mean, deviation: of the inputs.
        drawn: the step from the weights that a run with this seed begins with.
        bare: the step from the same weights, but zeros in the first layer.
    """

    pixels: Pixels
    counts: NDArray[np.int64]
    edges: NDArray[np.float64]
    mean: float
    deviation: float
    drawn: Step
    bare: Step


def first_steps(config: RunConfig) -> tuple[FirstStep, ...]:
    """Take the first step of three runs that differ only in the scaling of pixels.

    Raises:
        DataError: if the data's files are missing or damaged.
    """
    return tuple(
        _first_step(pixels, effective(with_values(config, {PATH: pixels.value})))
        for pixels in Pixels
    )


def _first_step(pixels: Pixels, config: RunConfig) -> FirstStep:
    data = datasets.load(config.data)
    x, y = next(iter(batches(data, config, 1)))
    counts, edges = np.histogram(x.numpy(), BINS)
    return FirstStep(
        pixels,
        counts,
        edges,
        x.mean().item(),
        x.std().item(),
        _step(config, x, y, is_bare=False),
        _step(config, x, y, is_bare=True),
    )


def _step(config: RunConfig, x: Tensor, y: Tensor, *, is_bare: bool) -> Step:
    """Take one step with a new network, its optimizer and its dropout, as a run does."""
    random = models.weight_generator(config.seed)  # of weights and dropout, as on the processor
    network = models.build_live(config.model, random, random, config.plain).train()
    first = next(one for one in network.modules() if isinstance(one, nn.Linear | nn.Conv2d))
    if is_bare:
        nn.init.zeros_(first.weight)
    optimizer = build_optimizer(config.optimizer, network, plain=config.plain)
    loss = nn.CrossEntropyLoss()

    inputs: list[Tensor] = []
    watch = first.register_forward_hook(lambda _module, given, _output: inputs.append(given[0]))
    cost: Tensor = loss(network(x), y)
    watch.remove()
    penalized(cost, network, config.optimizer.l1).backward()
    assert first.weight.grad is not None
    gradient = _rms(first.weight.grad)

    before = first.weight.detach().clone()
    optimizer.step()
    with torch.no_grad():
        change = {"weight": first.weight - before}
        if first.bias is not None:
            change["bias"] = torch.zeros_like(first.bias)
        effect = _rms(functional_call(first, change, inputs[0]))
        cost_after = loss(network(x), y).item()
    return Step(gradient, effect, cost.item(), cost_after)


def _rms(values: Tensor) -> float:
    return math.sqrt(values.detach().double().square().mean().item())
