"""Points of the plane in classes, drawn by short formulas instead of being read from files.

Every data set has a shape for each class, which reaches from -1 to 1 in both directions, and noise
that is added to all of them. The classes take turns, so any number of points has about as many of
each. Points for testing are drawn from the same shapes by another stream of random numbers. As
always so many points are drawn as there can be, a run with fewer uses the first of them.

`numpy.random.RandomState` is an old generator, but one whose numbers NumPy promises never to change
(NEP 19), so a kept run can be continued with any version. Exported programs contain the same lines
(``resources/script/points.py.jinja``); the tests compare them number by number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.config.catalogue import (
    MAX_POINTS,
    POINTS_ARMS,
    POINTS_CIRCLE,
    POINTS_CLOUDS,
    POINTS_MOONS,
    POINTS_OWN,
    POINTS_SPIRAL,
    POINTS_XOR,
)
from core.config.data import DataConfig
from core.config.fields import effective
from core.config.points import OwnPoint
from core.config.run import RunConfig

Coordinates = NDArray[np.float32]  # (n, 2)
Labels = NDArray[np.int64]  # (n,)
Shape = Callable[[Labels, RandomState], NDArray[np.float64]]

TRAINING, TESTING = 0, 1  # the streams of random numbers
CLOUD_CENTRE, CLOUD_DEVIATION = 0.5, 0.2
DISC_RADIUS, RING_RADIUS = 0.5, 0.75  # of the disc, and of the ring's inner edge
GAP = 0.1  # from the axes to the points of exclusive or
ARM_START = 0.1  # the radius at which an arm of a spiral begins
TURNS, TURNS_OF_THREE = 1.25, 0.75  # of an arm around the centre


@dataclass(frozen=True, eq=False)
class Points:
    """The points of a run.

    Attributes:
        train_x, validation_x, test_x: coordinates, float32 (n, 2): what networks get, unscaled.
        train_y, validation_y, test_y: classes from 0 on, int64 (n,).
        wrong: the indices of the training points with a wrong label in `train_y`, int64 (k,).
    """

    train_x: Coordinates
    train_y: Labels
    validation_x: Coordinates
    validation_y: Labels
    test_x: Coordinates
    test_y: Labels
    wrong: Labels = field(default_factory=lambda: np.empty(0, np.int64))


def points_of(config: DataConfig) -> Points:
    """Return the points that a run learns from and is tested on, with their right labels.

    Args:
        config: of data whose `has_points` is true.
    """
    points, classes = config.points, len(config.classes)
    drawn = points.own if config.dataset == POINTS_OWN else ()
    x, y, test_x, test_y = _drawn(config.dataset, points.noise, points.seed, classes, drawn)
    train, end = config.train_size, config.train_size + config.validation_size
    return Points(
        x[:train],
        y[:train],
        x[train:end],
        y[train:end],
        test_x[: config.test_size],
        test_y[: config.test_size],
    )


def learned_points(config: RunConfig) -> Points:
    """Return a run's points with the labels that it learns, wrong ones among them."""
    data = effective(config).data
    points = points_of(data)
    if not data.label_noise:
        return points

    import torch  # slow, and only labels are drawn with it

    from core.data.augmentation import mislabelled

    true = torch.from_numpy(points.train_y)
    given, wrong = mislabelled(true, data.label_noise, len(data.classes), config.seed)
    return replace(points, train_y=given.numpy(), wrong=wrong.numpy())


def changes_for_own(config: RunConfig, own: tuple[OwnPoint, ...]) -> dict[str, object]:
    """Return what to change in `config`, by dotted path, to learn from these points instead."""
    return {
        "data.dataset": POINTS_OWN,
        "data.points.own": own,
        "data.label_noise": 0.0,  # these have the labels that they are to have
        "data.validation_size": 0,
        "data.batch_size": max(1, min(config.data.batch_size, len(own))),
    }


@lru_cache(maxsize=16)  # 0.5 MB each
def _drawn(
    dataset: str, noise: float, seed: int, classes: int, own: tuple[OwnPoint, ...]
) -> tuple[Coordinates, Labels, Coordinates, Labels]:
    """Return all points there can be: x and y to learn from, x and y to test with."""
    if own:
        return *own_points(own), *scattered(own, noise, _stream(seed, TESTING))
    shape = SHAPES[dataset]
    x, y = noisy(shape, classes, noise, _stream(seed, TRAINING))
    test_x, test_y = noisy(shape, classes, noise, _stream(seed, TESTING))
    return x, y, test_x, test_y


def _stream(seed: int, part: int) -> RandomState:
    return RandomState([seed, part])


def noisy(
    shape: Shape, classes: int, noise: float, random: RandomState
) -> tuple[Coordinates, Labels]:
    """Draw `MAX_POINTS` points, the classes taking turns, and add normal noise to them."""
    y = np.arange(MAX_POINTS, dtype=np.int64) % classes
    x = shape(y, random)
    x += noise * random.standard_normal(x.shape)
    return x.astype(np.float32), y


def own_points(own: tuple[OwnPoint, ...]) -> tuple[Coordinates, Labels]:
    """Return the points that the user set, as they are."""
    x = np.array([point[:2] for point in own], np.float32)
    return x, np.array([point[2] for point in own], np.int64)


def scattered(
    own: tuple[OwnPoint, ...], noise: float, random: RandomState
) -> tuple[Coordinates, Labels]:
    """Draw `MAX_POINTS` points around those that the user set, which take turns."""
    x, y = own_points(own)
    chosen = np.arange(MAX_POINTS) % len(own)
    moved = x[chosen] + noise * random.standard_normal((MAX_POINTS, 2))
    return moved.astype(np.float32), y[chosen]


def clouds(y: Labels, random: RandomState) -> NDArray[np.float64]:
    """Return normally distributed points around (-0.5, -0.5) and (0.5, 0.5)."""
    centres = CLOUD_CENTRE * (2 * y - 1)
    return centres[:, np.newaxis] + CLOUD_DEVIATION * random.standard_normal((len(y), 2))


def circle(y: Labels, random: RandomState) -> NDArray[np.float64]:
    """Return points spread evenly over a disc, and over a ring around it."""
    share, turn = random.random_sample((2, len(y)))
    # the area within a radius grows with its square
    inner, outer = np.where(y == 0, 0, RING_RADIUS) ** 2, np.where(y == 0, DISC_RADIUS, 1) ** 2
    return _at(np.sqrt(inner + share * (outer - inner)), turn)


def exclusive_or(y: Labels, random: RandomState) -> NDArray[np.float64]:
    """Return points whose coordinates have equal signs in class 0, and different ones in class 1.

    They are spread evenly over the four quarters, but for a gap along the axes.
    """
    size = GAP + (1 - GAP) * random.random_sample((len(y), 2))
    sign = np.where(random.random_sample(len(y)) < 0.5, -1, 1)
    points: NDArray[np.float64] = size * np.stack([sign, sign * (1 - 2 * y)], axis=1)
    return points


def spiral(y: Labels, random: RandomState) -> NDArray[np.float64]:
    """Return points on two arms, the second half a turn after the first."""
    return _arms(y, random, 2, TURNS)


def three_arms(y: Labels, random: RandomState) -> NDArray[np.float64]:
    """Return points on three arms, each a third of a turn after the one before."""
    return _arms(y, random, 3, TURNS_OF_THREE)


def _arms(y: Labels, random: RandomState, arms: int, turns: float) -> NDArray[np.float64]:
    """Return points whose radius and angle grow together along an arm, from the centre to 1."""
    share = random.random_sample(len(y))
    return _at(ARM_START + (1 - ARM_START) * share, turns * share + y / arms)


def moons(y: Labels, random: RandomState) -> NDArray[np.float64]:
    """Return points on the upper half of one circle, and on the lower half of another one.

    Each begins where the other one has its centre, a quarter of the width above or below it.
    """
    turn = random.random_sample(len(y)) / 2
    half = _at(np.ones(len(y)), turn)  # of the circle around 0: x from 1 to -1, y from 0 to 1
    other = np.array([1, 0.5]) - half
    both = np.where(y[:, np.newaxis] == 0, half, other)  # x from -1 to 2, y from -0.5 to 1
    return (both - [0.5, 0.25]) / 1.5


def _at(radius: NDArray[np.float64], turn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points (n, 2) at a distance from 0, in a direction given in full turns."""
    angle = 2 * np.pi * turn
    points: NDArray[np.float64] = radius[:, np.newaxis] * np.stack(
        [np.cos(angle), np.sin(angle)], axis=1
    )
    return points


SHAPES: Mapping[str, Shape] = {
    POINTS_CLOUDS: clouds,
    POINTS_CIRCLE: circle,
    POINTS_XOR: exclusive_or,
    POINTS_SPIRAL: spiral,
    POINTS_MOONS: moons,
    POINTS_ARMS: three_arms,
}
