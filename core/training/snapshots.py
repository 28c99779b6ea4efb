"""Taking the state of a run in training, and putting it back."""

from collections.abc import Mapping
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn, optim

from core.messages import message
from core.run.checkpoint import Arrays, Checkpoint, CheckpointError

WEIGHTS, MASKS = "weights", "masks"  # the generators' names


class Snapshots:
    """The parts of a run whose state decides what it computes next.

    Args:
        masks: the generator of the network's dropout; on the CPU it is the one that drew the first
            weights.
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
        self._generators = (
            {WEIGHTS: weights} if masks is weights else {WEIGHTS: weights, MASKS: masks}
        )

    def take(self, epoch: int, elapsed_s: float, settings: Mapping[str, float]) -> Checkpoint:
        """A private copy of the state as it is now."""
        return Checkpoint(
            epoch,
            elapsed_s,
            dict(settings),
            {name: _array(tensor) for name, tensor in self._network.state_dict().items()},
            {
                f"{number}.{name}": _array(value)
                for number, memory in self._optimizer.state_dict()["state"].items()
                for name, value in memory.items()
                if isinstance(value, Tensor)
            },
            {
                name: generator.get_state().numpy().copy()
                for name, generator in self._generators.items()
            },
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Make the state that of the checkpoint.

        The memory of an optimizer of another kind is left out, as for a fork that changes the
        optimizer. On another kind of device than before, dropout begins a new stream of random
        numbers.

        Raises:
            CheckpointError: if it belongs to another network.
        """
        weights = {name: torch.from_numpy(array) for name, array in checkpoint.weights.items()}
        here = {name: tensor.shape for name, tensor in self._network.state_dict().items()}
        if {name: tensor.shape for name, tensor in weights.items()} != here:
            raise CheckpointError(message("The checkpoint belongs to another network."))
        self._network.load_state_dict(weights)
        self._restore_memory(checkpoint.optimizer)
        for name, generator in self._generators.items():
            state = checkpoint.generators.get(name)
            if state is not None and state.shape == tuple(generator.get_state().shape):
                generator.set_state(torch.from_numpy(state))

    def _restore_memory(self, arrays: Arrays) -> None:
        memory: dict[int, dict[str, Tensor]] = {}
        for name, array in arrays.items():
            number, _, key = name.partition(".")
            memory.setdefault(int(number), {})[key] = torch.from_numpy(array.copy())
        always, sometimes = MEMORY_KEYS[type(self._optimizer)]
        keys = {key for values in memory.values() for key in values}
        if not memory or not always <= keys <= always | sometimes:
            return
        shapes = [weight.shape for weight in self._network.parameters()]
        for place, values in memory.items():
            if any(value.ndim and value.shape != shapes[place] for value in values.values()):
                raise CheckpointError(message("The checkpoint belongs to another network."))
        self._optimizer.load_state_dict({**self._optimizer.state_dict(), "state": memory})


# What each optimizer remembers of a weight, always and sometimes; PyTorch's own names.
MEMORY_KEYS: dict[type[optim.Optimizer], tuple[set[str], set[str]]] = {
    optim.SGD: (set(), {"momentum_buffer"}),
    optim.Adam: ({"step", "exp_avg", "exp_avg_sq"}, set()),
    optim.AdamW: ({"step", "exp_avg", "exp_avg_sq"}, set()),
    optim.RMSprop: ({"step", "square_avg"}, {"momentum_buffer"}),
    optim.Adagrad: ({"step", "sum"}, set()),
}


def _array(tensor: Tensor) -> NDArray[Any]:
    array: NDArray[Any] = tensor.detach().cpu().numpy().copy()
    return array
