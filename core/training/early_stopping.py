"""Early stopping: a run ends when the cost on the held-out examples no longer falls.

From then on a network learns the training examples by heart (L. Prechelt 1998, "Early stopping, but
when?", https://doi.org/10.1007/3-540-49430-8_3).
"""

import math
from collections.abc import Sequence

from core.messages import message
from core.run.events import EndReason, EpochCompleted
from core.training.endings import RunOver


class EarlyStopping:
    """The lowest cost on the held-out examples so far, and how long ago that was.

    It follows from the epochs alone, so a run that is continued needs no state but its curve.

    Args:
        patience: epochs without a lower cost after which the run ends; 0 for never.
        before: the run's epochs so far.
        goes_on: the user continues a run that has ended early: the patience begins again. It did
            so in `before` wherever epochs follow one at which the run had ended.

    Attributes:
        best_epoch: the first one with the lowest cost; 0 before there is one.
    """

    def __init__(
        self, patience: int, before: Sequence[EpochCompleted] = (), *, goes_on: bool = False
    ) -> None:
        self.best_epoch = 0
        self._patience = patience
        self._lowest = math.inf
        self._epochs_waited = 0
        for completed in before:
            self._begin_again()
            self.add(completed)
        if goes_on:
            self._begin_again()

    @property
    def is_over(self) -> bool:
        """Whether the run has waited as long as its patience lasts."""
        return 0 < self._patience <= self._epochs_waited

    def add(self, completed: EpochCompleted) -> None:
        """Take account of a completed epoch."""
        cost = completed.validation_cost
        if cost is not None and cost < self._lowest:
            self._lowest, self.best_epoch = cost, completed.epoch
            self._epochs_waited = 0
        else:
            self._epochs_waited += 1

    def check(self) -> None:
        """Check that the run may go on.

        Raises:
            RunOver: if not.
        """
        if self.is_over:
            text = message(
                "The cost on the validation examples has not fallen for {patience} epochs; it was "
                "lowest after epoch {best}.",
                patience=self._patience,
                best=self.best_epoch,
            )
            raise RunOver(EndReason.STOPPED_EARLY, text)

    def _begin_again(self) -> None:
        if self.is_over:
            self._epochs_waited = 0
