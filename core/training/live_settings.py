"""The settings that can be changed while a run trains: learning rate, momentum and weight decay."""

from collections.abc import Iterator, Mapping, Sequence

from torch import optim

from core.config.run import RunConfig
from core.run.checkpoint import LIVE_SETTINGS, live_settings
from core.run.control import Control
from core.run.events import SettingChanged
from core.training.optimizers import rate_factor, set_option

LEARNING_RATE, MOMENTUM, WEIGHT_DECAY = LIVE_SETTINGS
# What PyTorch's optimizers call those that an optimizer takes as they are. The learning rate goes
# through the schedule first.
OPTION_NAMES = {MOMENTUM: "momentum", WEIGHT_DECAY: "weight_decay"}


class LiveSettings:
    """The values that a run trains with now, and their changes.

    Args:
        recorded: changes of an earlier training of the same run, to be made again before the same
            batches.
        control: where new changes are asked for.

    Attributes:
        values: by dotted path; those of `core.run.checkpoint.LIVE_SETTINGS`.
    """

    def __init__(
        self,
        config: RunConfig,
        optimizer: optim.Optimizer,
        recorded: Sequence[SettingChanged],
        control: Control,
    ) -> None:
        self.values = live_settings(config)
        self._config = config
        self._optimizer = optimizer
        self._recorded = list(recorded)
        self._pending = control.pending_changes

    def restore(self, values: Mapping[str, float], epoch: int) -> None:
        """Take the values at the end of an epoch; changes recorded up to there are among them."""
        self._recorded = [change for change in self._recorded if change.epoch > epoch]
        for path, value in values.items():
            self._set(path, value)

    def change(self, epoch: int, batch: int) -> Iterator[tuple[str, float, float]]:
        """Make the changes due before this batch; yield each as path, old value, new value."""
        changes = []
        while self._recorded and _is_due(self._recorded[0], epoch, batch):
            recorded = self._recorded.pop(0)
            changes.append((recorded.path, recorded.value))
        while not self._pending.empty():
            changes.append(self._pending.get())

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


def _is_due(change: SettingChanged, epoch: int, batch: int) -> bool:
    return (change.epoch, change.batch) <= (epoch, batch)
