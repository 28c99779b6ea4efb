"""The gradient steps of the linear regression, each with its numbers as PyTorch has them."""

import math

from torch import Tensor, nn

from core.config.run import RunConfig
from core.run.events import MAX_RUN_STEPS, Steps


class StepLog:
    """The steps of the epoch in progress, whose only weight is the slope of a line.

    Other networks have too many weights for it: nothing is recorded of them. Neither is a step that
    leads to a number that is not finite, or an epoch that would exceed `MAX_RUN_STEPS`.
    """

    def __init__(self, config: RunConfig, network: nn.Module) -> None:
        self._weight = next(network.parameters()) if config.is_regression else None
        self._batches = config.data.batches_per_epoch
        self._is_recording = False
        self._slopes: list[float] = []
        self._gradients: list[float] = []
        self._costs: list[float] = []

    def begin(self, epoch: int) -> None:
        """Forget the steps of the epoch before; this one is counted from 1."""
        self._slopes, self._gradients, self._costs = [], [], []
        self._is_recording = self._weight is not None and epoch * self._batches <= MAX_RUN_STEPS
        if self._is_recording and self._weight is not None:
            self._slopes.append(self._weight.item())

    def after(self, cost: Tensor) -> Tensor:
        """Record the step just made, which had this cost; return the cost.

        Recorded are the gradient too, with the share of an L1 penalty, and the new slope.
        """
        weight = self._weight
        if not self._is_recording or weight is None or weight.grad is None:
            return cost

        batch_cost, gradient, slope = cost.item(), weight.grad.item(), weight.item()
        self._is_recording = all(map(math.isfinite, (batch_cost, gradient, slope)))
        if self._is_recording:
            self._slopes.append(slope)
            self._gradients.append(gradient)
            self._costs.append(batch_cost)
        return cost

    def take(self) -> Steps | None:
        """Return the steps of an epoch that is completed, and forget them."""
        steps = self.of_this_epoch
        self._slopes, self._gradients, self._costs = [], [], []
        return steps

    @property
    def of_this_epoch(self) -> Steps | None:
        """The steps so far; None if there are none."""
        if not self._costs:
            return None
        return Steps(tuple(self._slopes), tuple(self._gradients), tuple(self._costs))
