"""What layers feed into their activation functions, and the slopes that it meets there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.config.choices import Activation
from core.config.run import RunConfig
from core.data import preview
from core.data.datasets import input_of_ink
from core.data.ink import ink_of_grey
from core.insight.activations import activations
from core.insight.neurons import Stage, stages
from core.network import models
from core.network.weights import Weights

MAX_IMAGES = 200  # test images
BINS = 48
POINTS = 193  # of a curve, four for each bin
MIN_REACH = 4.0  # of z to either side: sigmoid and tanh are flat from there on
SHOWN_SHARE = 0.999  # of all inputs that a curve has to reach

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Function:
    """An activation function over the inputs of a layer, whether it is the layer's own or not.

    Attributes:
        curve, slope: f(z) and f'(z) at `ActivationInputs.z`, (POINTS,).
        mean_slope: the mean of f' over all inputs. On its way back each gradient is multiplied by
            the slope at its own input.
    """

    curve: Numbers
    slope: Numbers
    mean_slope: float


@dataclass(frozen=True)
class Distribution:
    """How often which sum comes.

    Attributes:
        shares: of all sums that lie in each bin, 0 to 1, (BINS,).
        mean, deviation: of all sums.
    """

    shares: Numbers
    mean: float
    deviation: float


@dataclass(frozen=True)
class ActivationInputs:
    """The inputs z of a hidden layer's activation function f over some test images.

    Attributes:
        stage: the layer.
        images: how many test images were read.
        edges: the limits of the bins, (BINS + 1,).
        inputs: what the function gets.
        sums: the same before the layer's normalization; None in a layer without.
        z: where the functions are computed, (POINTS,), from the first edge to the last.
        functions: each that a layer can have, with the same inputs.
    """

    stage: Stage
    images: int
    edges: Numbers
    inputs: Distribution
    sums: Distribution | None
    z: Numbers
    functions: Mapping[Activation, Function]

    @property
    def own(self) -> Function:
        """The layer's own function."""
        assert self.stage.activation is not None
        return self.functions[self.stage.activation]


def activation_inputs(config: RunConfig, weights: Weights) -> tuple[ActivationInputs, ...]:
    """Return the inputs of all hidden layers, from the first on; empty if there are none.

    A network whose numbers are infinite or undefined has none either.

    Raises:
        DataError: if the files with the test images are missing or damaged.
    """
    images, _ = preview.first_test_images(config.data, MAX_IMAGES)
    ink = torch.from_numpy(ink_of_grey(images).reshape(len(images), -1))
    network = models.network_of(config, weights)
    with torch.no_grad():
        outputs = activations(network, input_of_ink(ink, config.data))
    hidden = [stage for stage in stages(config.model) if stage.activation is not None]
    if not all(bool(outputs[stage.before_activation].isfinite().all()) for stage in hidden):
        return ()
    return tuple(_measured(stage, len(images), outputs) for stage in hidden)


def _measured(stage: Stage, images: int, outputs: Mapping[str, Tensor]) -> ActivationInputs:
    inputs = outputs[stage.before_activation].flatten().double()
    sums = None if stage.norm is None else outputs[stage.name].flatten().double()
    reach = max(MIN_REACH, *(_reach(each) for each in (inputs, sums) if each is not None))
    z = torch.linspace(-reach, reach, POINTS, dtype=torch.float64)
    return ActivationInputs(
        stage=stage,
        images=images,
        edges=np.linspace(-reach, reach, BINS + 1),
        inputs=_distribution(inputs, reach),
        sums=None if sums is None else _distribution(sums, reach),
        z=z.numpy(),
        functions={kind: _function(make(), z, inputs) for kind, make in models.ACTIVATIONS.items()},
    )


def _reach(values: Tensor) -> float:
    return float(np.quantile(values.abs().numpy(), SHOWN_SHARE))


def _distribution(values: Tensor, reach: float) -> Distribution:
    counts, _ = np.histogram(values.numpy(), BINS, (-reach, reach))
    return Distribution(counts / len(values), values.mean().item(), values.std().item())


def _function(function: nn.Module, z: Tensor, inputs: Tensor) -> Function:
    return Function(
        function(z).numpy(), slope(function, z).numpy(), slope(function, inputs).mean().item()
    )


def slope(function: nn.Module, z: Tensor) -> Tensor:
    """Return the derivative of an activation function at each z, by autograd."""
    z = z.detach().clone().requires_grad_()
    with torch.enable_grad():
        (gradient,) = torch.autograd.grad(function(z).sum(), z)
    return gradient
