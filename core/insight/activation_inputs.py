"""What layers feed into their activation functions, and the slopes that it meets there."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

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
class ActivationInputs:
    """The inputs z of a hidden layer's activation function f over some test images.

    Attributes:
        stage: the layer.
        images: how many test images were read.
        edges: the limits of the bins, (BINS + 1,).
        shares: of all inputs that lie in each bin, 0 to 1, (BINS,).
        z: where the curves are computed, (POINTS,), from the first edge to the last.
        curve, slope: f(z) and f'(z), (POINTS,).
        mean_slope: the mean of f' over all inputs. On its way back each gradient is multiplied by
            the slope at its own input.
    """

    stage: Stage
    images: int
    edges: Numbers
    shares: Numbers
    z: Numbers
    curve: Numbers
    slope: Numbers
    mean_slope: float


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
    inputs = [outputs[stage.before_activation] for stage in hidden]
    if not all(bool(values.isfinite().all()) for values in inputs):
        return ()
    return tuple(
        _measured(stage, len(images), values) for stage, values in zip(hidden, inputs, strict=True)
    )


def _measured(stage: Stage, images: int, inputs: Tensor) -> ActivationInputs:
    assert stage.activation is not None
    function = models.ACTIVATIONS[stage.activation]()
    values = inputs.flatten().double()
    reach = max(MIN_REACH, float(np.quantile(values.abs().numpy(), SHOWN_SHARE)))

    counts, edges = np.histogram(values.numpy(), BINS, (-reach, reach))
    z = torch.linspace(-reach, reach, POINTS, dtype=torch.float64)
    return ActivationInputs(
        stage=stage,
        images=images,
        edges=edges,
        shares=counts / len(values),
        z=z.numpy(),
        curve=function(z).numpy(),
        slope=slope(function, z).numpy(),
        mean_slope=slope(function, values).mean().item(),
    )


def slope(function: nn.Module, z: Tensor) -> Tensor:
    """Return the derivative of an activation function at each z, by autograd."""
    z = z.detach().clone().requires_grad_()
    with torch.enable_grad():
        (gradient,) = torch.autograd.grad(function(z).sum(), z)
    return gradient
