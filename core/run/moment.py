"""A point in a run's training: the one at which a network's weights are what they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from core.messages import Message, message

# The parts of the first epoch after which a run keeps its weights, since most happens there.
KEPT_PARTS = tuple(Fraction(1, denominator) for denominator in (16, 8, 4, 2))

FINEST = 64  # parts of an epoch that are told apart in words


Item = TypeVar("Item")


def spread(items: Sequence[Item], most: int) -> list[Item]:
    """Return at most so many of the items, spread evenly, with the first and the last."""
    if len(items) <= most:
        return list(items)
    last = len(items) - 1
    return [items[number * last // max(1, most - 1)] for number in range(most)]


def batch_after(part: Fraction, batches: int) -> int | None:
    """Return the number of batches after which a part of an epoch is done, rounded.

    Returns:
        from 1 to `batches` - 1; None if the epoch has too few batches for this part.
    """
    batch = round(part * batches)
    return batch if 0 < batch < batches else None


@lru_cache(maxsize=64)  # asked for at every reading, to name its moment
def kept_moments(batches: int) -> Mapping["Moment", Fraction]:
    """Return the moments in the first epoch at which a run keeps its weights, and their parts.

    Args:
        batches: batches in an epoch. In a short one fewer moments can be told apart.
    """
    moments: dict[Moment, Fraction] = {}
    for part in KEPT_PARTS:
        batch = batch_after(part, batches)
        if batch is not None:
            moments[Moment(0, batch)] = part
    return MappingProxyType(moments)


def epochs_label(epochs: float) -> Message:
    """Return how much training is done in words, as every view and the slider name it.

    For example ``before training``, ``after 1/8 of epoch 1``, ``after epoch 3``.

    Args:
        epochs: epochs done, from 0; a part of one is rounded to a sixty-fourth.
    """
    rounded = Fraction(round(epochs * FINEST), FINEST)
    if not rounded:
        return message("before training")
    part = rounded % 1
    if part:
        return message("after {part} of epoch {epoch}", part=str(part), epoch=int(rounded) + 1)
    return message("after epoch {epoch}", epoch=int(rounded))


@dataclass(frozen=True, order=True)
class Moment:
    """The point after so much training.

    Attributes:
        epochs: epochs completed, from 0.
        batch: batches done in the epoch in progress; 0 between two epochs.
    """

    epochs: int
    batch: int = 0

    def epochs_in(self, batches: int) -> Fraction:
        """Return the epochs done, with a part of one.

        A moment at which runs keep weights has its nominal part, whatever the run's batches.

        Args:
            batches: batches in an epoch.
        """
        part = kept_moments(batches).get(self, Fraction(self.batch, batches))
        return self.epochs + part

    @lru_cache(maxsize=256)  # noqa: B019 - at every reading of a drawing; moments are small
    def label(self, batches: int) -> Message:
        """Return the moment in words, as `epochs_label` does.

        Within an epoch, other moments than those at which runs keep weights have their batch:
        ``in epoch 3, after batch 150``.

        Args:
            batches: batches in an epoch.
        """
        if self.batch and self not in kept_moments(batches):
            return message(
                "in epoch {epoch}, after batch {batch}",
                epoch=self.epochs + 1,
                batch=self.batch,
            )
        return epochs_label(float(self.epochs_in(batches)))

    @lru_cache(maxsize=256)  # noqa: B019 - as for `label`
    def short_label(self, batches: int) -> Message:
        """Return how many epochs are done: ``2.4 epochs``.

        Args:
            batches: batches in an epoch.
        """
        epochs = float(self.epochs_in(batches))
        done = round(epochs, 2 if epochs < 1 else 1)
        if done == 1:
            return message("1 epoch")
        return message("{epochs} epochs", epochs=f"{done:g}")
