"""The memory that a run needs, estimated from its config before anything is built."""

from math import prod

from core.config.choices import OptimizerKind
from core.config.run import RunConfig
from core.errors import DeviceError
from core.machine.memory import physical_memory
from core.messages import message
from core.network.architecture import LayerKind, parameter_count, plan

FLOAT_BYTES = 4
GB = 1e9
# weights, gradients, and the weights of the last moment at which they were finite
COPIES = 3
# numbers that the optimizer remembers for each weight, momentum aside
MEMORIES = {
    OptimizerKind.SGD: 0,
    OptimizerKind.ADAM: 2,
    OptimizerKind.ADAMW: 2,
    OptimizerKind.RMSPROP: 1,
    OptimizerKind.ADAGRAD: 1,
}
MOMENTUM_KINDS = (OptimizerKind.SGD, OptimizerKind.RMSPROP)
# layers whose outputs the backward pass needs, whichever way a step is computed
KEPT = (
    LayerKind.ACTIVATION,
    LayerKind.MAX_POOL,
    LayerKind.BATCH_NORM,
    LayerKind.LAYER_NORM,
)


def needed_bytes(config: RunConfig) -> int:
    """Return the bytes that a run needs at the least: network, optimizer, one batch, examples."""
    optimizer = config.optimizer
    memories = MEMORIES[optimizer.kind]
    if optimizer.kind in MOMENTUM_KINDS and optimizer.momentum > 0:
        memories += 1
    network = parameter_count(config.model) * (COPIES + memories)

    kept = (layer for layer in plan(config.model) if layer.kind in KEPT)
    batch = config.data.batch_size * sum(prod(layer.outputs) for layer in kept)

    examples = (
        config.data.train_size + config.data.validation_size + config.data.test_size
    ) * config.data.kind.inputs
    return FLOAT_BYTES * (network + batch + examples)


def check_memory(config: RunConfig) -> None:
    """Check that this machine has the memory that a run needs, if that is known.

    The estimate is a lower bound, so no run that could be trained is refused.

    Raises:
        DeviceError: if it has less.
    """
    needed, there = needed_bytes(config), physical_memory()
    if there is not None and needed > there:
        raise DeviceError(
            message(
                "This run needs at least {needed} GB of memory; this machine has {there} GB. Use "
                "smaller layers, smaller batches or fewer examples.",
                needed=f"{needed / GB:.1f}",
                there=f"{there / GB:.1f}",
            )
        )
