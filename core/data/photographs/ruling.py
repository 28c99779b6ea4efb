"""Removal of ruled and squared paper's lines: long, thin, and nearly horizontal or vertical.

A printed line crosses the whole picture; a stroke does not. So a row (or column) in
which even the faintest tenth differs from the paper is a line. Where it is taken out,
the gap is filled from the rows above and below it, so that strokes which cross the line
stay whole.
"""

import numpy as np
from numpy.typing import NDArray

from core.data.photographs.paper import Levels, Mask, shrunk
from core.data.photographs.scipy_images import ndimage

MAX_THICKNESS = 0.015  # of the picture's height (of its width, for vertical lines)
COVERED = 0.1  # quantile along a row that must differ from the paper
SMOOTHED = 0.05  # of a row's length, over which noise is averaged before
MIN_LINE_LEVEL = 3.0  # grey levels of contrast
# from so many times a line's contrast on it is ink that covers the line
INK_TO_LINE = 2.0
RULING_COPY = 128  # pixels of the copy in which the tilt is looked for
MAX_SLOPE = 0.105  # rows per column: six degrees
SLOPE_STEPS = 29
MIN_GAIN = 1.3  # of a tilt over none


def without_ruling(contrast: Levels, noise: float) -> Levels:
    """Remove lines in both directions.

    Args:
        contrast: how much darker than the paper each point is, in grey levels (H, W).
        noise: standard deviation of the grain, in grey levels.
    """
    horizontal_gone = _without_lines(contrast, noise)
    both_gone: Levels = np.ascontiguousarray(_without_lines(horizontal_gone.T, noise).T)
    return both_gone


def _without_lines(contrast: Levels, noise: float) -> Levels:
    """Remove nearly horizontal lines."""
    slope = slope_of_lines(shrunk(contrast, RULING_COPY), noise)
    rows = _sheared_rows(contrast.shape, slope)
    columns = np.arange(contrast.shape[1])

    straight = contrast[rows, columns]
    peaks = line_levels(straight)
    is_line = peaks > max(MIN_LINE_LEVEL, noise)
    if not is_line.any():
        return contrast

    removed = straight.copy()
    for first, end in _runs(is_line):
        if end - first <= max(2, round(MAX_THICKNESS * len(peaks))):
            _fill_gap(
                removed,
                straight,
                first,
                end,
                INK_TO_LINE * peaks[first:end].max() + 4 * noise,
            )
    result = contrast.copy()
    changed = removed != straight
    result[rows[changed], np.broadcast_to(columns, rows.shape)[changed]] = removed[
        changed
    ]
    return result


def slope_of_lines(small: Levels, noise: float) -> float:
    """Return the slope, rows per column, along which rows stand out most; 0 if none does."""
    slopes = np.linspace(-MAX_SLOPE, MAX_SLOPE, SLOPE_STEPS)
    columns = np.arange(small.shape[1])
    scores = [
        _standing_out(small[_sheared_rows(small.shape, slope), columns])
        for slope in slopes
    ]
    level = _standing_out(small)
    best = int(np.argmax(scores))
    return float(slopes[best]) if scores[best] > MIN_GAIN * level else 0.0


def _standing_out(straight: Levels) -> float:
    return float(
        (np.clip(line_levels(straight) - MIN_LINE_LEVEL / 2, 0, None) ** 2).sum()
    )


def _sheared_rows(shape: tuple[int, ...], slope: float) -> NDArray[np.intp]:
    """Return for each point (H, W) the row that a line of this slope through it has there."""
    height, width = shape
    shift = np.round(slope * (np.arange(width) - width / 2)).astype(np.intp)
    rows: NDArray[np.intp] = np.clip(
        np.arange(height)[:, np.newaxis] + shift, 0, height - 1
    )
    return rows


def line_levels(straight: Levels) -> Levels:
    """Return by how many grey levels a line across the picture stands out in each row (H,)."""
    height, width = straight.shape
    length = max(1, round(SMOOTHED * width))
    smooth = ndimage.uniform_filter1d(straight, length, axis=1, mode="nearest")
    covered = min(int(COVERED * width), width - 1)
    faintest = np.partition(smooth, covered, axis=1)[:, covered]

    thickness = max(2, round(MAX_THICKNESS * height))
    beside: Levels = ndimage.median_filter(faintest, 4 * thickness + 1, mode="reflect")
    return faintest - beside


def _runs(is_line: Mask) -> list[tuple[int, int]]:
    labels, _ = ndimage.label(is_line)
    return [(part.start, part.stop) for (part,) in ndimage.find_objects(labels)]


def _fill_gap(
    removed: Levels, straight: Levels, first: int, end: int, ink_level: float
) -> None:
    """Fill the rows `first` to `end`, and the line's soft edges, from the rows next to them."""
    top, bottom = max(first - 1, 0), min(end + 1, len(straight))
    above = straight[top - 1] if top > 0 else straight[min(bottom, len(straight) - 1)]
    below = straight[bottom] if bottom < len(straight) else above

    share = (np.arange(1, bottom - top + 1) / (bottom - top + 1))[:, np.newaxis]
    filled = above * (1 - share) + below * share
    gap = straight[top:bottom]
    removed[top:bottom] = np.where(gap > ink_level, gap, np.minimum(gap, filled))
