"""Training against attacks: each batch is changed so that the network errs, then learned from.

The change is the fast gradient sign, against the network as it is before the step: every pixel goes
the whole way in the direction that raises the cost (I. Goodfellow et al. 2015, Explaining and
harnessing adversarial examples, https://arxiv.org/abs/1412.6572).

The network is attacked in evaluation mode, as it will be once it is used: then no dropout mask is
drawn, batch normalization's running means and variances take in the changed images alone, and all
else in a run stays as it would be. Both modes are in use, and make comparably robust networks (T.
Pang et al. 2021, Bag of tricks for adversarial training, https://arxiv.org/abs/2010.00467).
"""

from contextlib import AbstractContextManager

import torch
from torch import Tensor, nn

from core.config.run import RunConfig
from core.network.models import evaluation_mode


class Adversary:
    """Changes batches of images against a network that learns.

    Args:
        network: in either mode, and left in it.
        loss: what the change raises.
        autocast: in which the network computes.
    """

    def __init__(
        self,
        config: RunConfig,
        network: nn.Module,
        loss: nn.Module,
        autocast: AbstractContextManager[object],
    ) -> None:
        self._network, self._loss, self._autocast = network, loss, autocast
        self._low, self._high = config.data.input_limits
        self._step = config.optimizer.adversarial * (self._high - self._low)

    def changed(self, x: Tensor, y: Tensor) -> Tensor:
        """Return the batch x, float32 (B, 784), of the classes y, int64 (B,), changed against it.

        It is x itself where the run does not train against attacks.
        """
        if not self._step:
            return x
        pixels = x.detach().clone().requires_grad_()
        with evaluation_mode(self._network), self._autocast:
            cost = self._loss(self._network(pixels), y)
        (gradient,) = torch.autograd.grad(cost, pixels)
        return (x + self._step * gradient.sign()).clamp(self._low, self._high)
