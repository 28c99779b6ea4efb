"""Numbers as colours."""

import warnings

import numpy as np
import pytest

from gui.stage.diagram_painter import _WeightImages
from gui.style import diverging


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_huge_number_among_small_ones_has_the_strongest_colour(sign, dressed):
    images = np.full((2, 28, 28), 1e-6, np.float32)
    images[0, 3, 4] = sign * 3e38
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        alone = diverging.picture(images[0], diverging.scale_of(images[0]))
        sheet = _WeightImages().sheet(images, (0, 1))
    for picture in (alone, sheet):
        assert picture.pixelColor(4, 3) == diverging.colour_of(sign > 0)
