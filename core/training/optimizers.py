"""PyTorch's optimizers, the learning-rate schedules, and changing both while a run trains."""

import math

import torch
from torch import nn, optim

from core.config.choices import OptimizerKind, ScheduleKind
from core.config.optimizer import OptimizerConfig
from core.config.run import RunConfig

# One cycle rises for 30 % of the batches from 1/25 of the rate and falls to a ten-thousandth of
# that: the defaults of `torch.optim.lr_scheduler.OneCycleLR`, after L. N. Smith, N. Topin 2017,
# https://arxiv.org/abs/1708.07120.
RISING_SHARE = 0.3
FIRST_FACTOR = 1 / 25
LAST_FACTOR = FIRST_FACTOR / 1e4


def build_optimizer(
    config: OptimizerConfig, network: nn.Module, plain: bool = False
) -> optim.Optimizer:
    """Return the optimizer that `config` describes, for all weights of the network.

    Args:
        plain: do not use the fused kernel (one for all weights) where there is one.
    """
    weights = list(network.parameters())
    rate, decay = config.learning_rate, config.weight_decay
    fused = not plain and weights[0].device.type in ("cpu", "cuda")
    match config.kind:
        case OptimizerKind.SGD:
            return optim.SGD(weights, rate, config.momentum, 0, decay, config.nesterov, fused=fused)
        case OptimizerKind.ADAM:
            return optim.Adam(weights, rate, weight_decay=decay, fused=fused)
        case OptimizerKind.ADAMW:
            return optim.AdamW(weights, rate, weight_decay=decay, fused=fused)
        case OptimizerKind.RMSPROP:
            return optim.RMSprop(weights, rate, weight_decay=decay, momentum=config.momentum)
        case OptimizerKind.ADAGRAD:
            return optim.Adagrad(weights, rate, weight_decay=decay)


def rate_factor(config: RunConfig, batches_per_epoch: int, batches_done: int) -> float:
    """Return the schedule's factor for the learning rate of the next batch.

    It is a plain formula, where PyTorch's schedulers have a state. So a run that is continued, or
    whose learning rate is changed by hand, needs only its config to know the factor.

    Args:
        batches_done: batches of the whole run so far. One cycle changes the factor with each batch,
            the other schedules after each epoch.
    """
    schedule = config.schedule
    epochs_done = batches_done // batches_per_epoch
    match schedule.kind:
        case ScheduleKind.CONSTANT:
            return 1.0
        case ScheduleKind.STEP:
            return schedule.step_factor ** (epochs_done // schedule.step_epochs)
        case ScheduleKind.COSINE:
            return _along_cosine(1.0, 0.0, epochs_done / config.epochs)
        case ScheduleKind.ONE_CYCLE:
            last = config.epochs * batches_per_epoch - 1
            top = RISING_SHARE * (last + 1) - 1  # the batch with the full rate
            if batches_done <= top:
                return _along_cosine(FIRST_FACTOR, 1.0, batches_done / top)
            return _along_cosine(1.0, LAST_FACTOR, (batches_done - top) / (last - top))


def _along_cosine(start: float, end: float, progress: float) -> float:
    """Return a value that goes from `start` to `end` along half a cosine; `progress` is 0 to 1."""
    return end + (start - end) * (1 + math.cos(math.pi * progress)) / 2


def set_option(optimizer: optim.Optimizer, name: str, value: float) -> None:
    """Change the optimizer's ``lr``, ``momentum`` or ``weight_decay`` from the next step on.

    An option that the optimizer does not have is ignored.
    """
    for group in optimizer.param_groups:
        if name in group:
            group[name] = value

    # RMSprop creates the buffers of momentum only at its first step
    if name == "momentum" and isinstance(optimizer, optim.RMSprop) and value > 0:
        for weight, state in optimizer.state.items():
            state.setdefault("momentum_buffer", torch.zeros_like(weight))


def warm_up() -> None:
    """Do the imports of the first optimizer now; they take one second."""
    optim.Adam(nn.Linear(1, 1, device="meta").parameters())
