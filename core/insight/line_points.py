"""The part of the linear regression's view that needs torch: the points and a run's first slope."""

import numpy as np

from core.config.run import RunConfig
from core.data import datasets
from core.data.datasets import LINE_SLOPE
from core.insight.line import Points
from core.network import models


def points() -> tuple[Points, float]:
    """Return all training points, and the slope of the line that they scatter around."""
    data = datasets.noisy_line()
    x, y = (column.double().numpy().ravel() for column in (data.train_x, data.train_y))
    return Points(np.asarray(x), np.asarray(y)), LINE_SLOPE


def first_slope(config: RunConfig) -> float:
    """Return the slope before a run's first step."""
    data = datasets.load(config.data)
    network = models.build(config.model, models.weight_generator(config.seed, data.normals_drawn))
    return float(next(network.parameters()).item())
