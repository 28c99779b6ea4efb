"""What the linear regression's view needs of torch: points, batches and a run's first slope."""

import numpy as np
from numpy.typing import NDArray

from core.config.choices import Order
from core.config.run import RunConfig
from core.data import datasets
from core.data.datasets import LINE_SLOPE, epoch_order
from core.insight.line import Points
from core.network import models


def points() -> tuple[Points, float]:
    """Return all training points, and the slope of the line that they scatter around."""
    data = datasets.noisy_line()
    x, y = (column.double().numpy().ravel() for column in (data.train_x, data.train_y))
    return Points(np.asarray(x), np.asarray(y)), LINE_SLOPE


def epoch_batches(config: RunConfig, epoch: int) -> NDArray[np.int64]:
    """Return the indices of the points in the batches of an epoch of a run, int64 (batches, B).

    Args:
        epoch: from 1.
    """
    data = config.data
    order = np.arange(data.train_size)
    if data.order is not Order.FILE:
        order = np.asarray(epoch_order(config.seed, epoch, data.train_size).numpy())
    return order[: data.batches_per_epoch * data.batch_size].reshape(-1, data.batch_size)


def first_slope(config: RunConfig) -> float:
    """Return the slope before a run's first step."""
    data = datasets.load(config.data)
    network = models.build(config.model, models.weight_generator(config.seed, data.normals_drawn))
    return float(next(network.parameters()).item())
