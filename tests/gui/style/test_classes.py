"""The colours and shapes of classes: told apart by everybody, and from runs and signs."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.style import theme
from gui.style.classes import ON_DARK, ON_LIGHT, MarkerPainter, class_colour, marker
from gui.style.diverging import colour_of

# from linear RGB to what is seen: by all, and without one kind of cones (Machado and others 2009,
# https://doi.org/10.1109/TVCG.2009.113, severity 1)
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# B. Ottosson 2020, https://bottosson.github.io/posts/oklab/
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def seen(colour, kind):
    """A colour in Oklab, in which distances are about as large as they look."""
    shares = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return LAB @ np.cbrt(CONES @ np.clip(np.array(SIGHT[kind]) @ linear, 0, 1))


def distance(one, other, kind="all cones"):
    return float(np.linalg.norm(seen(one, kind) - seen(other, kind)))


@pytest.fixture(params=[theme.Scheme.LIGHT, theme.Scheme.DARK])
def classes(request, qapp):
    theme.apply(qapp, request.param)
    yield [class_colour(label) for label in range(10)]
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.mark.parametrize("kind", SIGHT)
def test_everybody_can_tell_the_first_two_classes_apart(classes, kind):
    assert distance(*classes[:2], kind) > 0.3


def test_all_classes_differ_and_none_looks_like_a_run_or_a_sign(classes):
    assert min(distance(*pair) for pair in combinations(classes, 2)) > 0.15
    others = [theme.run_style(index).colour for index in range(theme.RUN_STYLES)]
    others += [colour_of(False), colour_of(True)]
    assert min(distance(colour, other) for colour in classes for other in others) > 0.09


def test_there_is_a_colour_for_each_class_in_both_schemes():
    assert len(set(ON_LIGHT)) == len(set(ON_DARK)) == 10


def test_each_class_has_a_shape_of_its_own_and_about_the_same_area():
    areas = []
    for label in range(5):
        polygon = marker(label, 10).toFillPolygon()
        corners = np.array([[point.x(), point.y()] for point in polygon])
        x, y = corners.T
        areas.append(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)
    assert max(areas) < 1.5 * min(areas)
    shapes = [marker(label, 10) for label in range(5)]
    assert all(one != other for one, other in combinations(shapes, 2))


@pytest.mark.parametrize("is_filled", [True, False])
def test_training_points_are_filled_and_test_points_hollow(classes, is_filled):
    for label, colour in enumerate(classes):
        image = QImage(40, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.colours().groove))
        painter = QPainter(image)
        MarkerPainter(label, 12).paint(painter, QPointF(20, 20), is_filled=is_filled)
        painter.end()
        middle = image.pixelColor(20, 20)
        assert middle == (colour if is_filled else QColor(theme.colours().paper))
        colours = {image.pixelColor(x, y).name() for x in range(40) for y in range(40)}
        assert colour.name() in colours
