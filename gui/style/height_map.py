"""Heights over a plane as bands of grey: dark where they are low, on paper and on dark ground."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gui.style import theme

DARKER = 0.3  # the band that is not paper, from the colour of grooves to that of quiet texts

Heights = NDArray[np.float64]


def height_map(heights: Heights, edges: Heights) -> QImage:
    """Return a picture of heights (rows, columns), one pixel for each.

    Args:
        edges: between the bands, in rising order. Where a height is no number, nothing is painted.
    """
    named = theme.colours()
    low, high = theme.between(named.groove, named.quiet, DARKER).name(), named.paper
    if theme.is_dark():
        low, high = high, low

    count = len(edges)
    levels = [theme.between(low, high, n / max(1, count)).rgba() for n in range(count + 1)]
    pixels = np.array([*levels, 0], np.uint32)[
        np.where(np.isnan(heights), -1, np.digitize(heights, edges))
    ]
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


def finer(heights: Heights, times: int) -> Heights:
    """Interpolate heights between the points of a grid, so that bands have smooth edges.

    Args:
        times: how many steps there will be for each step between two points.
    """
    rows, columns = heights.shape
    along = np.linspace(0, columns - 1, (columns - 1) * times + 1)
    across = np.linspace(0, rows - 1, (rows - 1) * times + 1)
    left, top = np.floor(along).astype(int), np.floor(across).astype(int)
    right, bottom = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
    u, v = along - left, (across - top)[:, None]
    upper = heights[top][:, left] * (1 - u) + heights[top][:, right] * u
    lower = heights[bottom][:, left] * (1 - u) + heights[bottom][:, right] * u
    between: Heights = upper * (1 - v) + lower * v
    return between
