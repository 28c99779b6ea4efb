"""The user's own points, one set, moved or removed at a time."""

from core.config.catalogue import POINTS_OWN
from core.config.points import MAX_OWN, REACH, OwnPoint
from core.config.run import RunConfig
from core.data.points import learned_points

Own = tuple[OwnPoint, ...]


def with_point(config: RunConfig, x: float, y: float, label: int) -> Own:
    """Return the points with one more, the last.

    Where there are as many as may be, those of a data set give way to it, the user's own do not.
    """
    points = _to_learn_from(config)
    if config.data.dataset == POINTS_OWN and len(points) >= MAX_OWN:
        return points
    return (*points[: MAX_OWN - 1], (x, y, label))


def with_moved_point(config: RunConfig, index: int, x: float, y: float) -> Own:
    """Return the points with the one at `index` elsewhere."""
    points = list(_to_learn_from(config))
    points[index] = (x, y, points[index][2])
    return _with_kept(points, index)


def without_point(config: RunConfig, index: int) -> Own:
    """Return the points without the one at `index`; the last one stays."""
    points = list(_to_learn_from(config))
    if len(points) > 1:
        del points[index]
    return tuple(points[:MAX_OWN])


def _with_kept(points: list[OwnPoint], index: int) -> Own:
    """Return as many points as may be, among them the one at `index`."""
    if index >= MAX_OWN:
        points[MAX_OWN - 1] = points[index]
    return tuple(points[:MAX_OWN])


def _to_learn_from(config: RunConfig) -> Own:
    """Return the points of a config with the labels that they are shown with."""
    if config.data.dataset == POINTS_OWN:
        return config.data.points.own
    points = learned_points(config)
    pairs = zip(points.train_x.tolist(), points.train_y.tolist(), strict=True)
    return tuple((_within(x), _within(y), label) for (x, y), label in pairs)


def _within(value: float) -> float:
    """Return a coordinate that one may set, to three digits."""
    return round(min(max(value, -REACH), REACH), 3)
