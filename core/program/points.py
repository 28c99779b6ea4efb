"""The values with which a program draws the points that its run learns from."""

from core.config.catalogue import (
    MAX_POINTS,
    POINTS_ARMS,
    POINTS_CIRCLE,
    POINTS_MOONS,
    POINTS_SPIRAL,
)
from core.config.data import DataConfig
from core.data import points
from core.program.source import grouped, snippet

ROUND = (POINTS_CIRCLE, POINTS_MOONS, POINTS_SPIRAL, POINTS_ARMS)  # written with radius and angle


def point_values(data: DataConfig) -> dict[str, object]:
    """Return the values that only programs for points of the plane use."""
    return {
        "shape": data.dataset,  # only compared
        "is_round": data.dataset in ROUND,
        "own_points": [snippet("({}, {}, {})", *point) for point in data.points.own],
        "most": grouped(MAX_POINTS),
        "cloud_centre": points.CLOUD_CENTRE,
        "cloud_deviation": points.CLOUD_DEVIATION,
        "disc_radius": points.DISC_RADIUS,
        "ring_radius": points.RING_RADIUS,
        "gap": points.GAP,
        "arm_start": points.ARM_START,
        "turns": points.TURNS if data.dataset == POINTS_SPIRAL else points.TURNS_OF_THREE,
    }
