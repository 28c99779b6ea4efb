"""What each layer does with a fixed probe: sizes of gradients and steps, units that are dead or saturated."""

import math

import torch
from torch import Tensor, nn

from core.config.run import RunConfig
from core.data.datasets import Data
from core.network import models
from core.run.events import LayersMeasured, LayerState

PROBE = 200  # training examples
# A unit is dead if its ReLU gives nothing for any example: no gradient reaches its weights any more
# (L. Lu et al. 2019, "Dying ReLU and Initialization", https://arxiv.org/abs/1903.06733). It is
# saturated if over 90 % of its outputs lie within 5 % of the range from one of the ends, where the
# curve is flat; these two limits are ours.
NEAR_END, MAX_OUTPUTS = 0.05, 0.9
RANGES: dict[type[nn.Module], tuple[float, float]] = {nn.Sigmoid: (0.0, 1.0), nn.Tanh: (-1.0, 1.0)}


class LayerProbe:
    """Measures a network in training without touching it: all is computed on a copy with a generator of its own.

    Args:
        data: on the device where the network is.
        loss: mean cost of a batch from outputs and labels.
    """

    def __init__(self, config: RunConfig, data: Data, loss: nn.Module) -> None:
        self._x, self._y, self._loss = data.train_x[:PROBE], data.train_y[:PROBE], loss
        self._seed, self._masks = config.seed, torch.Generator(self._x.device)
        self._copy = models.build(config.model, torch.Generator(), self._masks).to(self._x.device)
        self._layers = {
            name: module
            for name, module in self._copy.named_children()
            if isinstance(module, nn.Linear | nn.Conv2d)
        }
        self._has_dropout = any(isinstance(module, models.Dropout) for module in self._copy)
        self._before: dict[str, Tensor] = {}

    @torch.no_grad()
    def before_step(self, network: nn.Module) -> None:
        """Keep the weights from which the epoch's last step will start."""
        weights = network.state_dict()
        self._before = {name: weights[f"{name}.weight"].clone() for name in self._layers}

    def measure(self, run: str, epoch: int, network: nn.Module) -> LayersMeasured | None:
        """What the layers do after the step that followed `before_step`; None if a number is not finite."""
        self._masks.manual_seed(self._seed + epoch)  # the same in a run that was killed and goes on
        self._copy.load_state_dict(network.state_dict())
        cost, idle = self._ask_resting()
        weights = [module.weight for module in self._layers.values()]
        gradients = torch.autograd.grad(cost, weights)  # returned, not added up in the weights
        with torch.no_grad():
            steps = [
                _rms(weight - self._before[name])
                for name, weight in zip(self._layers, weights, strict=True)
            ]
            sizes = torch.stack([_rms(weight) for weight in weights])
            ratios = torch.stack(steps) / sizes.clamp_min(torch.finfo(sizes.dtype).tiny)
            found = torch.stack([torch.stack([_rms(each) for each in gradients]), ratios]).tolist()
        layers = tuple(
            LayerState(name, gradient, update, idle[name])
            for name, gradient, update in zip(self._layers, *found, strict=True)
        )
        measured = LayersMeasured(run, epoch, layers, cost.item(), self._dropout_cost())
        numbers = [measured.cost, measured.dropout_cost or 0.0, *found[0], *found[1]]
        return measured if all(map(math.isfinite, numbers)) else None

    def _ask_resting(self) -> tuple[Tensor, dict[str, float | None]]:
        """The probe's mean cost, and the idle share of each layer's units."""
        self._copy.eval()
        outputs, name = self._x, ""
        idle: dict[str, float | None] = dict.fromkeys(self._layers)
        for place, module in self._copy.named_children():
            outputs = module(outputs)
            if place in self._layers:
                name = place
            elif type(module) in models.ACTIVATIONS.values():
                idle[name] = idle_share(module, outputs.detach())
        return self._loss(outputs, self._y), idle

    @torch.no_grad()
    def _dropout_cost(self) -> float | None:
        if not self._has_dropout:
            return None
        cost: float = self._loss(self._copy.train()(self._x), self._y).item()
        return cost


def idle_share(activation: nn.Module, outputs: Tensor) -> float | None:
    """Share of units that are dead (ReLU) or saturated (sigmoid, tanh), 0 to 1; None for other activations.

    Args:
        outputs: of the activation: (N, units), or (N, maps, height, width), where a whole map is
            one unit.
    """
    by_unit = outputs.transpose(0, 1).flatten(1)  # (units, everything that a unit gave)
    if isinstance(activation, nn.ReLU):
        idle = (by_unit <= 0).all(dim=1)
    elif type(activation) in RANGES:
        low, high = RANGES[type(activation)]
        edge = NEAR_END * (high - low)
        is_near = (by_unit < low + edge) | (by_unit > high - edge)
        idle = is_near.float().mean(dim=1) > MAX_OUTPUTS
    else:
        return None
    share: float = idle.float().mean().item()
    return share


def _rms(values: Tensor) -> Tensor:
    return values.square().mean().sqrt()
