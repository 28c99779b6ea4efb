"""Measurements of the untrained network and within epochs: curves begin at zero and keep moving.

Within an epoch a sample of the test examples is enough: the same for the whole run, spread evenly,
and measured so seldom that it takes at most 3 % of an epoch's time. It is taken of the held-out
examples if there are any, for the test set is closed then.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import torch
from torch import Tensor, nn

from core.config.choices import Subset
from core.config.data import DataConfig
from core.data.datasets import Data
from core.data.examples import chosen
from core.run.control import Control
from core.run.events import MomentMeasured
from core.run.moment import Moment, batch_after, kept_moments
from core.training.clock import WorkClock

SAMPLE_SHARE, MIN_SAMPLE, MAX_SAMPLE = 0.01, 100, 250  # test examples, by the training examples
# How many test examples may be measured within an epoch, as a share of the training examples. To
# learn from an example takes two to three times as long as to measure one.
MAX_SHARE = 0.035

# The parts of an epoch after which it is measured, the most important ones first; as many of them
# as `MAX_SHARE` allows. They are denser at the beginning of the first epoch, where most happens.
PARTS_OF_FIRST = tuple(
    map(Fraction, ("1/2", "1/4", "1/8", "1/16", "3/4", "1/32", "3/8", "1/64", "5/8", "7/8"))
)
PARTS_OF_LATER = tuple(map(Fraction, ("1/2", "1/4", "3/4")))

Evaluate = Callable[[Tensor, Tensor], tuple[float, float]]


class MomentProbe:
    """A run's measurements at other moments than its epochs' ends, if its control asks for them.

    It draws no random numbers.

    Args:
        data: on the device of the network.
        evaluate: measures the network: its mean cost and its accuracy, from inputs and labels.

    Attributes:
        seconds: time spent within the present epoch.
    """

    def __init__(
        self,
        control: Control,
        data: Data,
        config: DataConfig,
        evaluate: Evaluate,
        clock: WorkClock,
    ) -> None:
        self._run = control.run
        self._data = data
        self._batches = batches = config.batches_per_epoch
        self._evaluate = evaluate
        self._clock = clock
        self.seconds = 0.0
        # what all test examples gave more than the sample, at the last epoch's end: cost, accuracy
        self._difference: tuple[float, float] | None = None

        # the sample: every n-th test example, or held-out one
        self._are_held_out = len(data.validation_x) > 0
        self._x, self._y = data.test_x, data.test_y
        if self._are_held_out:
            self._x, self._y = data.validation_x, data.validation_y
        examples, test_size = len(data.train_x), len(self._x)
        size = min(test_size, MAX_SAMPLE, max(MIN_SAMPLE, int(SAMPLE_SHARE * examples)))
        indices = torch.from_numpy(chosen(size, test_size, Subset.SPREAD)).to(self._x.device)
        self._sample_x, self._sample_y = self._x[indices], self._y[indices]

        # when it is measured, in batches, and when a run keeps its weights
        count = int(MAX_SHARE * examples / size) if control.measures_moments else 0
        self._due_in_first, self._due_later = (
            {batch_after(part, batches) for part in parts[:count]}
            for parts in (PARTS_OF_FIRST, PARTS_OF_LATER)
        )
        self._kept = {Moment(0), *kept_moments(batches)} if control.measures_moments else set()

    def is_kept(self, moment: Moment) -> bool:
        """Return whether the weights of this moment are to be published."""
        return moment in self._kept

    def measure(self, moment: Moment, total_cost: Tensor) -> Iterator[MomentMeasured]:
        """Measure the network on the sample if that is due within an epoch.

        In later epochs the result is corrected by how much the sample differed from all test
        examples at the last epoch's end; the curve would jump there and back again otherwise. Until
        a continued run has completed an epoch, that is unknown and nothing is measured.

        Args:
            total_cost: sum of the costs of the epoch's batches so far.
        """
        due = self._due_later if moment.epochs else self._due_in_first
        difference = self._difference if moment.epochs else (0.0, 0.0)
        if moment.batch not in due or difference is None:
            return

        began_s = self._clock.now()
        cost = total_cost.item() / moment.batch
        test_cost, accuracy = self._evaluate(self._sample_x, self._sample_y)
        test_cost = max(test_cost + difference[0], 0.0)  # in this order NaN stays NaN
        accuracy = min(1.0, max(0.0, accuracy + difference[1]))
        self.seconds += self._clock.now() - began_s
        yield from self._finite(moment, len(self._sample_x), cost, test_cost, accuracy)

    def end_epoch(
        self, test: tuple[float, float], held_out: tuple[float | None, float | None]
    ) -> None:
        """Compare the sample with all of its examples.

        Args:
            test, held_out: the cost and the accuracy that these gave.
        """
        self.seconds = 0.0
        if self._due_later:
            cost, accuracy = held_out
            if cost is None or accuracy is None:
                cost, accuracy = test
            of_sample = self._evaluate(self._sample_x, self._sample_y)
            self._difference = cost - of_sample[0], accuracy - of_sample[1]

    def measure_untrained(self, network: nn.Module) -> Iterator[MomentMeasured]:
        """Measure epoch 0: at once on the sample, then on all test examples, as later epochs are.

        A large network takes seconds for all of them.
        """
        data = self._data
        parts = [(self._sample_x, self._sample_y), (self._x, self._y)]
        is_whole = len(self._sample_x) == len(self._x)
        for x, y in parts[is_whole:]:
            size = len(x)
            cost, train_accuracy = self._evaluate(data.train_x[:size], data.train_y[:size])
            test_cost, accuracy = self._evaluate(x, y)
            for point in self._finite(Moment(0), size, cost, test_cost, accuracy):
                if point.accuracy is None:
                    yield replace(point, weight=next(network.parameters()).item())
                else:
                    yield replace(point, train_accuracy=train_accuracy)

    def _finite(
        self,
        moment: Moment,
        examples: int,
        cost: float,
        test_cost: float,
        accuracy: float,
    ) -> Iterator[MomentMeasured]:
        """Yield the measurement, unless a number is not finite."""
        if not (math.isfinite(cost) and math.isfinite(test_cost)):
            return
        has_classes = not self._sample_y.is_floating_point()
        yield MomentMeasured(
            run=self._run,
            epoch=moment.epochs + 1,
            batch=moment.batch,
            batches=self._batches,
            examples=examples,
            cost=cost,
            test_cost=test_cost,
            accuracy=accuracy if has_classes else None,
            train_accuracy=None,
            weight=None,
            elapsed_s=self._clock.now(),
            are_held_out=self._are_held_out,
        )
