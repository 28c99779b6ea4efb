"""The part of a run's config that describes points of the plane: noise, seed, the user's own ones.

How many points there are is said where it is said for images, too: ``data.train_size`` and so on.
"""

from typing import Annotated

from pydantic import Field

from core.config.catalogue import POINT_CLASSES, POINT_SETS, POINTS_OWN
from core.config.setting import ConfigPart, Group, SettingInfo, at_most
from core.messages import message

# for views that have nothing to show of them, and for the button that leads to the one that has
SEE_PLANE = message(
    "Points of the plane are no images: what networks make of them is shown in Plane."
)
SHOW_PLANE = message("Show Plane")
MAX_OWN = 500
REACH = 1.5  # own points lie at most so far from 0, in both directions
# for data that are points instead of images: few of them, so there are more epochs
USUAL_SIZES = {
    "data.train_size": 200,
    "data.test_size": 400,
    "data.validation_size": 0,
    "data.batch_size": 10,
    "epochs": 200,
}
ONLY_POINTS = ("data.dataset", POINT_SETS)
ONLY_OWN = ("data.dataset", (POINTS_OWN,))

Coordinate = Annotated[float, Field(strict=True, ge=-REACH, le=REACH)]
Label = Annotated[int, Field(strict=True, ge=0, lt=len(POINT_CLASSES))]
OwnPoint = tuple[Coordinate, Coordinate, Label]  # x, y and the class

# until the user sets others: a corner in class B, which no straight line cuts off
EXAMPLE: tuple[OwnPoint, ...] = (
    (-0.8, -0.7, 0),
    (-0.3, -0.8, 0),
    (0.3, -0.7, 0),
    (0.8, -0.8, 0),
    (-0.7, 0.8, 0),
    (-0.2, 0.7, 0),
    (0.4, 0.8, 0),
    (0.8, 0.7, 0),
    (-0.8, 0.1, 0),
    (-0.3, -0.1, 1),
    (0.1, 0.2, 1),
    (0.2, -0.2, 1),
    (0.5, 0.1, 1),
    (0.8, 0.0, 1),
)


class PointsConfig(ConfigPart):
    """How the points of the plane are drawn."""

    noise: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        SettingInfo(
            message("Noise of the points"),
            message(
                "The standard deviation of what is added to both coordinates of each point, where "
                "the points reach from -1 to 1. Of your own points it scatters the test points."
            ),
            group=Group.POINTS,
            applies_to=ONLY_POINTS,
            in_names=message("noise {value}"),
        ),
    ] = 0.05
    seed: Annotated[
        int,
        Field(ge=0, le=2**31 - 1),
        SettingInfo(
            message("Seed of the points"),
            message(
                "The start of the random numbers that the points are drawn from. The run's own "
                "seed does not change them."
            ),
            group=Group.POINTS,
            applies_to=ONLY_POINTS,
            in_names=message("points of seed {value}"),
        ),
    ] = 0
    own: Annotated[
        tuple[OwnPoint, ...],
        Field(min_length=1),
        at_most(MAX_OWN),
        SettingInfo(
            message("Own points"),
            message(
                "The points to learn from, each as [x, y, class], with classes from 0 on: set them "
                "in the tab Plane."
            ),
            group=Group.POINTS,
            applies_to=ONLY_OWN,
            in_names=message("{value}"),
        ),
    ] = EXAMPLE
