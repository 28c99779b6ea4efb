"""What is added to the cost so that weights stay small."""

from torch import Tensor, nn


def penalized(cost: Tensor, network: nn.Sequential, l1: float) -> Tensor:
    """Return the cost plus `l1` times the sum of the absolute values of all weights.

    Its gradient is `l1` with each weight's sign, so it shrinks large and small weights alike, and
    those that do not lower the cost reach zero (R. Tibshirani 1996,
    https://doi.org/10.1111/j.2517-6161.1996.tb02080.x). As is usual, only the matrices and kernels
    of linear and convolutional layers are penalized, not the biases. PyTorch's weight decay, in
    contrast, takes all parameters.
    """
    if not l1:
        return cost
    layers = [module for module in network if isinstance(module, nn.Linear | nn.Conv2d)]
    return cost + l1 * sum(layer.weight.abs().sum() for layer in layers)
