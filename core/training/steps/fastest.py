"""The fastest way to take a step that computes what `_learn_from` in `core.training.loop` does."""

from collections.abc import Callable

import torch
from torch import Tensor, nn, optim

from core.config.run import RunConfig
from core.machine.precision import number_type
from core.training.steps.cuda_graph import CapturedStep
from core.training.steps.manual_step import ManualStep

Step = Callable[[Tensor, Tensor], Tensor]


def fastest_step(
    learn_from: Step,
    config: RunConfig,
    network: nn.Sequential,
    optimizer: optim.Optimizer,
    masks: torch.Generator,
) -> Step:
    """Return `learn_from`, or a faster way to compute the same.

    On the processor that is a step with all derivatives written out, on a GPU a recorded graph.

    Args:
        masks: the generator that dropout draws from.
    """
    if config.plain or config.is_regression:
        return learn_from
    return (
        ManualStep.of(network, optimizer, number_type(config.precision), config.optimizer.l1)
        or CapturedStep.of(learn_from, network, optimizer, masks)
        or learn_from
    )
