"""Measurements of each layer on a fixed probe: gradient, step, and dead or saturated units."""

import math

import torch
from torch import Tensor, nn

from core.config.run import RunConfig
from core.data.datasets import Data
from core.network import models
from core.run.events import LayersMeasured, LayerState

PROBE_SIZE = 200  # training examples

# A unit is dead if its ReLU is zero for every example: no gradient reaches its weights any more
# (L. Lu et al. 2019, "Dying ReLU and Initialization", https://arxiv.org/abs/1903.06733). It is
# saturated if over 90 % of its outputs lie within 5 % of the range from one of the ends, where the
# curve is flat; these two limits are ours.
SATURATED_MARGIN, MAX_SATURATED_SHARE = 0.05, 0.9
RANGES: dict[type[nn.Module], tuple[float, float]] = {nn.Sigmoid: (0.0, 1.0), nn.Tanh: (-1.0, 1.0)}


class LayerProbe:
    """A probe of a network in training; it computes on a copy, with a generator of its own.

    Args:
        data: on the device of the network.
        loss: mean cost of a batch from outputs and labels.
    """

    def __init__(self, config: RunConfig, data: Data, loss: nn.Module) -> None:
        self._x, self._y = data.train_x[:PROBE_SIZE], data.train_y[:PROBE_SIZE]
        self._loss = loss
        self._seed = config.seed
        self._masks = torch.Generator(self._x.device)

        self._copy = models.reader(config.model, self._masks, config.plain, has_idle_dropout=True)
        self._copy.to(self._x.device)
        self._layers = {
            name: module
            for name, module in self._copy.named_children()
            if isinstance(module, nn.Linear | nn.Conv2d)
        }
        self._weights_before: dict[str, Tensor] = {}

    @torch.no_grad()
    def before_step(self, network: nn.Module) -> None:
        """Copy the weights from which the epoch's last step starts."""
        weights = network.state_dict()
        self._weights_before = {name: weights[f"{name}.weight"].clone() for name in self._layers}

    def measure(self, run: str, epoch: int, network: nn.Sequential) -> LayersMeasured | None:
        """Measure the layers after the epoch's last step; None if a number is not finite."""
        # depends on seed and epoch alone, so that a killed run that goes on measures the same
        self._masks.manual_seed(self._seed + epoch)
        self._copy.load_state_dict(network.state_dict())
        for own, trained in zip(models.dropouts(self._copy), models.dropouts(network), strict=True):
            own.rate = trained.rate

        # the gradients are returned, not added up in the weights
        cost, idle_shares = self._evaluate()
        weights = [module.weight for module in self._layers.values()]
        gradients = torch.autograd.grad(cost, weights)

        # one number per layer: root mean squares of the gradient, and of the step by the weights
        with torch.no_grad():
            gradient_sizes = torch.stack([_rms(gradient) for gradient in gradients])
            steps = [
                _rms(weight - self._weights_before[name])
                for name, weight in zip(self._layers, weights, strict=True)
            ]
            sizes = torch.stack([_rms(weight) for weight in weights])
            updates = torch.stack(steps) / sizes.clamp_min(torch.finfo(sizes.dtype).tiny)
            numbers = torch.stack([gradient_sizes, updates]).tolist()  # (2, layers)

        layers = tuple(
            LayerState(name, gradient, update, idle_shares[name])
            for name, gradient, update in zip(self._layers, *numbers, strict=True)
        )
        measured = LayersMeasured(run, epoch, layers, cost.item(), self._dropout_cost())
        costs = [measured.cost, measured.dropout_cost or 0.0]
        return measured if all(map(math.isfinite, [*costs, *numbers[0], *numbers[1]])) else None

    def _evaluate(self) -> tuple[Tensor, dict[str, float | None]]:
        """Return the probe's mean cost without dropout, and each layer's share of idle units."""
        self._copy.eval()
        outputs = self._x
        layer = ""  # the last one with weights
        idle_shares: dict[str, float | None] = dict.fromkeys(self._layers)
        for name, module in self._copy.named_children():
            outputs = module(outputs)
            if name in self._layers:
                layer = name
            elif type(module) in models.ACTIVATIONS.values():
                idle_shares[layer] = idle_share(module, outputs.detach())
        return self._loss(outputs, self._y), idle_shares

    @torch.no_grad()
    def _dropout_cost(self) -> float | None:
        if not any(dropout.rate > 0 for dropout in models.dropouts(self._copy)):
            return None
        models.set_dropout_on(self._copy, True)
        cost: float = self._loss(self._copy(self._x), self._y).item()
        return cost


def idle_share(activation: nn.Module, outputs: Tensor) -> float | None:
    """Return the share of units, 0 to 1, that are dead (ReLU) or saturated (sigmoid, tanh).

    For other activations it is None.

    Args:
        outputs: of the activation: (N, units), or (N, maps, height, width), where a whole map is
            one unit.
    """
    by_unit = outputs.transpose(0, 1).flatten(1)  # (units, all outputs of a unit)
    if isinstance(activation, nn.ReLU):
        is_idle = (by_unit <= 0).all(dim=1)
    elif type(activation) in RANGES:
        low, high = RANGES[type(activation)]
        margin = SATURATED_MARGIN * (high - low)
        is_at_an_end = (by_unit < low + margin) | (by_unit > high - margin)
        is_idle = is_at_an_end.float().mean(dim=1) > MAX_SATURATED_SHARE
    else:
        return None
    share: float = is_idle.float().mean().item()
    return share


def _rms(values: Tensor) -> Tensor:
    return values.square().mean().sqrt()
