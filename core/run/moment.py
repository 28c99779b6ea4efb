"""A point in a run's training: the one at which a network's weights are what they are."""

from dataclasses import dataclass

from core.messages import Message, message


@dataclass(frozen=True, order=True)
class Moment:
    """The point after so much training.

    Attributes:
        epochs: epochs completed, from 0.
        batch: batches done in the epoch in progress; 0 between two epochs.
    """

    epochs: int
    batch: int = 0

    @property
    def label(self) -> Message:
        """The moment in words: ``after epoch 2``, ``in epoch 3, after batch 150``."""
        if self.batch:
            return message(
                "in epoch {epoch}, after batch {batch}",
                epoch=self.epochs + 1,
                batch=self.batch,
            )
        if self.epochs:
            return message("after epoch {epoch}", epoch=self.epochs)
        return message("before training")
