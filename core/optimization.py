"""Optimizers and learning-rate schedules: PyTorch's own, chosen by the config."""

from torch import nn, optim
from torch.optim import lr_scheduler

from core.choices import OptimizerKind, ScheduleKind
from core.config import OptimizerConfig, RunConfig


def build_optimizer(config: OptimizerConfig, network: nn.Module, plain: bool = False) -> optim.Optimizer:
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


def build_schedule(config: RunConfig, optimizer: optim.Optimizer, batches: int) -> lr_scheduler.LRScheduler | None:
    """How the learning rate changes: one cycle moves after each batch, the others after each epoch."""
    match config.schedule.kind:
        case ScheduleKind.CONSTANT:
            return None
        case ScheduleKind.STEP:
            return lr_scheduler.StepLR(optimizer, config.schedule.step_epochs, config.schedule.step_factor)
        case ScheduleKind.COSINE:
            return lr_scheduler.CosineAnnealingLR(optimizer, config.epochs)
        case ScheduleKind.ONE_CYCLE:
            rate = config.optimizer.learning_rate
            steps = config.epochs * batches
            return lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, cycle_momentum=False)


def warm_up() -> None:
    """Take the first optimizer's one second of imports now, before anyone waits for it."""
    optim.Adam(nn.Linear(1, 1, device="meta").parameters())
