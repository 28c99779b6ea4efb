"""A learning rate for a network, found by trying all of them in one short training.

The rate rises from batch to batch, from far too small to too large, and the cost with it falls and
rises again (L. N. Smith 2015, https://arxiv.org/abs/1506.01186).
"""

import math
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from core.cancellation import cancelled_by
from core.config.fields import effective
from core.config.run import RunConfig
from core.data import datasets
from core.network import models
from core.teaching.learning_rates import rounded_rate
from core.training.batches import Batch, batches
from core.training.optimizers import build_optimizer, set_option
from core.training.steps.adversary import Adversary
from core.training.steps.penalties import penalized

LOWEST, HIGHEST = 1e-5, 10.0
PER_DECADE = 60  # batches; faster, and the cost lags behind the rate
MEMORY = 0.9  # of the mean that smooths the cost
TOO_HIGH = 3.0  # times the least cost: from there on the rates are only larger
SKIPPED = 10  # batches before the smoothed cost means anything
FALLEN = 0.9  # times the cost at first; what falls less may do so by chance
MARGIN = 10.0  # below the rate at which the cost was least

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class RateTrial:
    """The cost while the learning rate rose.

    Attributes:
        rates: of each batch, rising, (batches,).
        costs: smoothed, (batches,).
        suggestion: see `suggestion`.
    """

    rates: Numbers
    costs: Numbers
    suggestion: float | None


def find_rate(config: RunConfig, is_stopped: Callable[[], bool] = lambda: False) -> RateTrial:
    """Train a network with this config's settings at rising rates, on the processor.

    Its own learning rate and its schedule are not used.

    Raises:
        DataError: if the data's files are missing or damaged; `CancelledError` if it is
            stopped while they are read.
    """
    config = effective(config)
    with cancelled_by(is_stopped):
        data = datasets.with_label_noise(datasets.load(config.data), config)
    generator = models.weight_generator(config.seed, data.normals_drawn)
    network = models.build(config.model, generator).train()
    loss: nn.Module = nn.MSELoss() if config.is_regression else nn.CrossEntropyLoss()
    optimizer = build_optimizer(config.optimizer, network)
    against = Adversary(config, network, loss, nullcontext())
    decades = math.log10(HIGHEST / LOWEST)
    rates = np.geomspace(LOWEST, HIGHEST, round(PER_DECADE * decades) + 1)
    costs: list[float] = []
    average, least = 0.0, math.inf
    for rate, (x, y) in zip(rates.tolist(), _endless_batches(data, config), strict=False):
        if is_stopped():
            break
        set_option(optimizer, "lr", rate)
        optimizer.zero_grad()
        cost: Tensor = loss(network(against.changed(x, y)), y)
        penalized(cost, network, config.optimizer.l1).backward()
        optimizer.step()

        # a mean over the last batches, without the zero that it began with
        average = MEMORY * average + (1 - MEMORY) * cost.item()
        smoothed = average / (1 - MEMORY ** (len(costs) + 1))
        if not math.isfinite(smoothed) or smoothed > TOO_HIGH * least:
            break
        costs.append(smoothed)
        least = min(least, smoothed)

    tried = rates[: len(costs)]
    return RateTrial(tried, np.array(costs), suggestion(tried, np.array(costs)))


def _endless_batches(data: datasets.Data, config: RunConfig) -> Iterator[Batch]:
    for epoch in count(1):
        yield from batches(data, config, epoch)


def suggestion(rates: Numbers, costs: Numbers) -> float | None:
    """Return a tenth of the rate at which the smoothed cost is least; None if it never fell.

    At that rate itself the cost is about to rise. It is rounded to one digit and within a setting's
    limits.
    """
    if len(costs) <= SKIPPED or costs.min() > FALLEN * costs[SKIPPED - 1]:
        return None
    return rounded_rate(float(rates[costs.argmin()]) / MARGIN)
