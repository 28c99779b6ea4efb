"""Optimizers, PyTorch's own; learning-rate schedules; and what of both can be changed while a run goes on."""

import math

import torch
from torch import nn, optim

from core.config.choices import OptimizerKind, ScheduleKind
from core.config.optimizer import OptimizerConfig
from core.config.run import RunConfig

# One cycle rises for 30 % of the batches from 1/25 of the rate and falls to a ten-thousandth of
# that: the defaults of `torch.optim.lr_scheduler.OneCycleLR`, after L. N. Smith, N. Topin 2017,
# https://arxiv.org/abs/1708.07120.
RISING_SHARE, FIRST_PART, LAST_PART = 0.3, 1 / 25, 1 / 25 / 1e4


def build_optimizer(
    config: OptimizerConfig, network: nn.Module, plain: bool = False
) -> optim.Optimizer:
    """The optimizer; fused (one kernel for all weights) where there is such a kernel and `plain` is not asked for."""
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


def rate_factor(config: RunConfig, batches: int, done: int) -> float:
    """What the learning rate is multiplied by for the next batch, after `done` batches of the run.

    A plain formula instead of PyTorch's schedulers, which remember what they did: so a run that is
    continued, or whose learning rate is changed by hand, needs nothing but its config to know where
    it stands.

    Args:
        batches: batches in an epoch. One cycle moves with each batch, the others after each epoch.
    """
    schedule, epoch = config.schedule, done // batches
    match schedule.kind:
        case ScheduleKind.CONSTANT:
            return 1.0
        case ScheduleKind.STEP:
            return schedule.step_factor ** (epoch // schedule.step_epochs)
        case ScheduleKind.COSINE:
            return _along_cosine(1.0, 0.0, epoch / config.epochs)
        case ScheduleKind.ONE_CYCLE:
            last = config.epochs * batches - 1
            top = RISING_SHARE * (last + 1) - 1
            if done <= top:
                return _along_cosine(FIRST_PART, 1.0, done / top)
            return _along_cosine(1.0, LAST_PART, (done - top) / (last - top))


def _along_cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


def set_option(optimizer: optim.Optimizer, name: str, value: float) -> None:
    """Change the optimizer's ``lr``, ``momentum`` or ``weight_decay`` from the next step on; others have no effect."""
    for group in optimizer.param_groups:
        if name in group:
            group[name] = value
    if name == "momentum" and isinstance(optimizer, optim.RMSprop) and value > 0:
        for (
            weight,
            memory,
        ) in optimizer.state.items():  # RMSprop makes room for momentum only at its first step
            memory.setdefault("momentum_buffer", torch.zeros_like(weight))


def warm_up() -> None:
    """Take the first optimizer's one second of imports now, before anyone waits for it."""
    optim.Adam(nn.Linear(1, 1, device="meta").parameters())
