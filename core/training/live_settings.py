"""The settings of `core.config.live` as a run trains with them, and their changes."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from torch import nn, optim

from core.config.live import LEARNING_RATE, MOMENTUM, WEIGHT_DECAY, dropout_paths, live_settings
from core.config.run import RunConfig
from core.network.models import dropouts
from core.run.control import Control
from core.run.events import SettingChanged
from core.training.optimizers import rate_factor, set_option

# What PyTorch's optimizers call those that an optimizer takes as they are. The learning rate goes
# through the schedule first.
OPTION_NAMES = {MOMENTUM: "momentum", WEIGHT_DECAY: "weight_decay"}


class LiveSettings:
    """The values that a run trains with now, and their changes.

    Args:
        network: has dropout after each hidden layer.
        recorded: changes of an earlier training of the same run, to be made again before the same
            batches.
        control: where new changes are asked for.

    Attributes:
        values: by dotted path.
    """

    def __init__(
        self,
        config: RunConfig,
        network: nn.Sequential,
        optimizer: optim.Optimizer,
        recorded: Sequence[SettingChanged],
        control: Control,
    ) -> None:
        self.values = live_settings(config)
        self._config = config
        self._optimizer = optimizer
        paths = dropout_paths(config.model)
        self._dropouts = dict(zip(paths, dropouts(network), strict=True))
        self._recorded = deque(recorded)
        self._pending = control.pending_changes

    def restore(self, values: Mapping[str, float], epoch: int) -> None:
        """Take the values at the end of an epoch; changes recorded up to there are among them."""
        self._recorded = deque(change for change in self._recorded if change.epoch > epoch)
        for path in self.values:
            self._set(path, values[path])

    def change(self, epoch: int, batch: int) -> Iterator[tuple[str, float, float]]:
        """Make the changes due before this batch; yield each as path, old value, new value."""
        changes = []
        while self._recorded and _is_due(self._recorded[0], epoch, batch):
            recorded = self._recorded.popleft()
            changes.append((recorded.path, recorded.value))
        while not self._pending.empty():
            changes.extend(self._pending.get().items())

        for path, value in changes:
            before = self.values[path]
            if value != before:
                self._set(path, value)
                yield path, before, value

    def schedule_rate(self, batches_per_epoch: int, batches_done: int) -> float:
        """Give the optimizer the schedule's learning rate for the next batch; return the rate.

        Args:
            batches_done: batches of the whole run that were trained on so far.
        """
        factor = rate_factor(self._config, batches_per_epoch, batches_done)
        rate = self.values[LEARNING_RATE] * factor
        set_option(self._optimizer, "lr", rate)
        return rate

    def _set(self, path: str, value: float) -> None:
        self.values[path] = value
        if path in OPTION_NAMES:
            set_option(self._optimizer, OPTION_NAMES[path], value)
        elif path in self._dropouts:
            self._dropouts[path].rate = value


def _is_due(change: SettingChanged, epoch: int, batch: int) -> bool:
    return (change.epoch, change.batch) <= (epoch, batch)
