"""Snapshots of a run in training: take its state as a checkpoint, and restore it."""

from collections.abc import Mapping
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn, optim

from core.messages import message
from core.run.checkpoint import Arrays, Checkpoint, CheckpointError
from core.run.checkpoint_checks import MEMORY_NAMES, is_sound_generator, is_sound_memory

WEIGHTS, MASKS = "weights", "masks"  # the generators' names in a checkpoint


class Snapshots:
    """The parts of a run whose state decides what it computes next.

    Args:
        weights: the generator that drew the first weights.
        masks: the generator of the network's dropout; on the CPU it is the same one.
    """

    def __init__(
        self,
        network: nn.Module,
        optimizer: optim.Optimizer,
        weights: torch.Generator,
        masks: torch.Generator,
    ) -> None:
        self._network = network
        self._optimizer = optimizer
        self._generators = {WEIGHTS: weights}
        if masks is not weights:
            self._generators[MASKS] = masks

    def take(
        self, epoch: int, elapsed_s: float, settings: Mapping[str, float], kept: Arrays
    ) -> Checkpoint:
        """Return a private copy of the present state.

        Args:
            kept: which weights a cut has left, a copy already.
        """
        memory = self._optimizer.state_dict()["state"]  # by the number of the weight
        return Checkpoint(
            epoch=epoch,
            elapsed_s=elapsed_s,
            settings=dict(settings),
            weights={name: _array(tensor) for name, tensor in self._network.state_dict().items()},
            optimizer={
                f"{number}.{name}": _array(value)
                for number, values in memory.items()
                for name, value in values.items()
                if isinstance(value, Tensor)
            },
            generators={
                name: generator.get_state().numpy().copy()
                for name, generator in self._generators.items()
            },
            kept=kept,
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Replace the present state by that of the checkpoint.

        The memory of another kind of optimizer is ignored, as in a fork that changes the optimizer.
        On another kind of device than before, dropout begins a new stream of random numbers.

        Raises:
            CheckpointError: if the checkpoint belongs to another network, or is damaged.
        """
        weights = {name: torch.from_numpy(array) for name, array in checkpoint.weights.items()}
        if _shapes(weights) != _shapes(self._network.state_dict()):
            raise CheckpointError(message("The checkpoint belongs to another network."))
        self._network.load_state_dict(weights)

        self._restore_memory(checkpoint.optimizer)

        for name, generator in self._generators.items():
            state = checkpoint.generators.get(name)
            if state is None or state.shape != tuple(generator.get_state().shape):
                continue
            if not is_sound_generator(state):
                raise CheckpointError(message("The checkpoint's random generators are damaged."))
            generator.set_state(torch.from_numpy(state))

    def _restore_memory(self, arrays: Arrays) -> None:
        """Restore the optimizer's memory from arrays named ``number of the weight.name``."""
        weights = list(self._network.parameters())
        if not is_sound_memory(arrays, [tuple(weight.shape) for weight in weights]):
            raise CheckpointError(message("The checkpoint belongs to another network."))

        memory: dict[int, dict[str, Tensor]] = {}
        for full_name, array in arrays.items():
            number, _, name = full_name.partition(".")
            kept, weight = torch.from_numpy(array), weights[int(number)]
            # in the weight's order, which the optimizer relies on; a count of steps has none
            is_like_weight = kept.shape == weight.shape
            copied = torch.empty_like(weight if is_like_weight else kept, device="cpu").copy_(kept)
            memory.setdefault(int(number), {})[name] = copied

        # another kind of optimizer remembers other things
        always, sometimes = MEMORY_NAMES[type(self._optimizer).__name__]
        names = {name for values in memory.values() for name in values}
        if not memory or not always <= names <= always | sometimes:
            return
        self._optimizer.load_state_dict({**self._optimizer.state_dict(), "state": memory})


def _shapes(tensors: Mapping[str, Tensor]) -> dict[str, torch.Size]:
    return {name: tensor.shape for name, tensor in tensors.items()}


def _array(tensor: Tensor) -> NDArray[Any]:
    array: NDArray[Any] = tensor.detach().cpu().numpy().copy()
    return array
