"""Weights that are cut while a run trains, and stay 0 from then on.

After some epochs the smallest weights of the whole network are cut, as in `core.robustness.cuts`.
The others train on (S. Han et al. 2015, https://arxiv.org/abs/1506.02626), or go back to what they
were before training: if they then learn as well as the whole network did, but not from new first
weights, they were a winning ticket (J. Frankle and M. Carbin 2019, The lottery ticket hypothesis,
https://arxiv.org/abs/1803.03635).
"""

import torch
from torch import Tensor, nn, optim

from core.config.choices import PruningKind
from core.config.run import RunConfig
from core.messages import message
from core.network import models
from core.network.models import copy_of_weights
from core.robustness.cuts import TRAINING_STREAM, Order, Pruning
from core.run.checkpoint import Arrays, Checkpoint, CheckpointError


class WeightCut:
    """The cut of one run.

    Args:
        network: with its first weights.
        random: the generator that drew these, from which new ones are drawn.
    """

    def __init__(
        self,
        config: RunConfig,
        network: nn.Module,
        optimizer: optim.Optimizer,
        random: torch.Generator,
    ) -> None:
        self._config, self._network, self._optimizer = config, network, optimizer
        self._random = random
        self._first = copy_of_weights(network) if config.pruning.cuts else {}
        self._kept: dict[str, Tensor] = {}  # by the names of weights; 0 where they are cut

    @property
    def kept(self) -> Arrays:
        """Which weights are left, uint8 of 0 and 1 by name; empty before the cut."""
        return {name: kept.cpu().numpy().astype("uint8") for name, kept in self._kept.items()}

    def restore(self, start: Checkpoint) -> None:
        """Go on from a checkpoint, whose weights the network has.

        Raises:
            CheckpointError: if the cut was to be made before it, and was not.
        """
        pruning = self._config.pruning
        if not pruning.cuts or start.epoch <= pruning.after:
            return
        if not start.kept:
            raise CheckpointError(
                message(
                    "The checkpoint is from epoch {epoch}; its weights were to be cut after epoch "
                    "{after}, and were not.",
                    epoch=start.epoch,
                    after=pruning.after,
                )
            )
        self._keep(start.kept)

    def before(self, epoch: int) -> None:
        """Make the cut, if it is due before this epoch."""
        pruning, config = self._config.pruning, self._config
        if not pruning.cuts or epoch != pruning.after + 1:
            return

        order = Order.RANDOM if pruning.kind is PruningKind.RANDOM else Order.SMALLEST
        trained = copy_of_weights(self._network)
        cut = Pruning(config.model, trained, order, (config.seed, 0, TRAINING_STREAM))
        self._keep(cut.kept(pruning.share))
        if pruning.kind is not PruningKind.TRAIN_ON:
            self._begin_again()
        self.hold()

    def hold(self) -> None:
        """Set all weights that are cut to 0, after a step has changed them."""
        if not self._kept:
            return
        with torch.no_grad():
            for name, kept in self._kept.items():
                self._network.get_parameter(name).mul_(kept)

    def _keep(self, kept: Arrays) -> None:
        self._kept = {
            name: torch.tensor(array).to(self._network.get_parameter(name))
            for name, array in kept.items()
        }

    def _begin_again(self) -> None:
        """Set all weights to their first values or new ones; let the optimizer forget the old."""
        if self._config.pruning.kind is PruningKind.REDRAW:
            models.set_weights(
                self._network, copy_of_weights(models.build(self._config.model, self._random))
            )
        else:
            models.set_weights(self._network, self._first)
        for memory in self._optimizer.state.values():
            for value in memory.values():  # in place, where a recorded step reads it
                if isinstance(value, Tensor):
                    value.zero_()
