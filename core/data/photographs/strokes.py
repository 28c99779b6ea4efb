"""Thresholding and connected components: which of the contrast is ink, and which grain or dirt."""

import numpy as np
from numpy.typing import NDArray

from core.data.photographs.paper import Levels, Mask
from core.data.photographs.scipy_images import ndimage

FAINTEST = 0.1  # less than this share of full ink counts as paper
# grey levels of 255 between paper and ink below which a picture counts as empty
FLATTEST = 20
IS_STROKE = 0.4  # of full ink: where a stroke is, before its soft edges
NOISE_MARGIN = 4  # standard deviations of noise above which something may be ink
MIN_GRAIN = 1.0  # grey levels; paper with less is clean
MIN_PIECE = 0.12  # of the largest piece's extent; smaller ones are specks
# of the picture's longer side: gap within a stroke that is drawn faintly
MAX_BREAK = 0.03
MAX_LINE_THICKNESS = 0.015  # of the picture's longer side
MAX_LINE_SLOPE = 0.12
# of the largest piece's extent: the pieces that show how dark full ink is
MIN_LARGE = 0.25
# pieces, the darkest ones, of which it is measured; a picture may have a hundred thousand
MAX_MEASURED = 2000
# quantile; the very darkest pixel of a noisy picture is darker than the ink
TYPICAL_INK = 0.9
THIN = 0.9 / 20  # of the ink's extent: a stroke that would be pale among 20 pixels
WIDENED = 1.6 / 20  # of the ink's extent: how wide such a stroke is made
NEIGHBOURS = np.ones((3, 3), bool)  # pixels that touch by a corner are connected


def noise_of(levels: Levels) -> float:
    """Estimate the standard deviation of the grain, in grey levels.

    It is what the difference of neighbouring pixels shows in most of the picture;
    strokes are few.
    """
    steps = [np.abs(np.diff(levels, axis=axis)).ravel() for axis in (0, 1)]
    values = np.concatenate(steps)
    return float(np.median(values) / (0.6745 * np.sqrt(2))) if values.size else 0.0


def denoised(contrast: Levels, noise: float) -> Levels:
    """Blur grain away; a clean picture is left as it is."""
    if noise < MIN_GRAIN:
        return contrast
    blurred: Levels = ndimage.gaussian_filter(contrast, 1.0, mode="nearest")
    return blurred


def full_level(contrast: Levels, noise: float) -> float:
    """Return the contrast of full ink, in grey levels; 0 if nothing is drawn."""
    pieces, labels = pieces_of(contrast > max(FLATTEST / 2, NOISE_MARGIN * noise))
    largest = max(map(extent, pieces), default=0)

    large = [
        n for n, piece in enumerate(pieces, 1) if extent(piece) >= MIN_LARGE * largest
    ]
    peaks = np.asarray(ndimage.maximum(contrast, labels, large))

    level = 0.0
    for index in np.argsort(-peaks)[:MAX_MEASURED]:
        if peaks[index] <= level:  # nor is any later one darker
            break
        piece = pieces[large[index] - 1]
        values = contrast[piece][labels[piece] == large[index]]
        core = values[values > values.max() / 2]
        level = max(level, float(np.quantile(core, TYPICAL_INK)))
    return level if level >= max(FLATTEST, NOISE_MARGIN * noise) else 0.0


def ink_of_contrast(contrast: Levels, noise: float) -> Levels:
    """Return ink, 0 to 1, without grain and specks; all 0 if nothing is drawn.

    A threshold with hysteresis: strokes are what is dark and large enough, together
    with the fainter pixels that are connected to them.
    """
    level = full_level(contrast, noise)
    if level == 0:
        return np.zeros_like(contrast)

    share = contrast / np.float32(level)
    strokes = without_specks(share > IS_STROKE)
    is_ink = share > max(FAINTEST, (NOISE_MARGIN - 1) * noise / level)
    if noise >= MIN_GRAIN:  # grain connects far; soft edges reach only two pixels
        is_ink &= ndimage.binary_dilation(strokes, NEIGHBOURS, iterations=2)
    connected = ndimage.binary_propagation(strokes, NEIGHBOURS, mask=is_ink | strokes)

    ink: Levels = np.where(connected, np.clip(share, 0, 1), 0).astype(np.float32)
    return widened(ink)


def without_specks(mask: Mask) -> Mask:
    """Leave out groups of pieces much smaller than the largest, and ends of lines at the edge."""
    groups, labels = groups_of(mask)
    is_line = [
        is_line_end(labels[group] == number, group, mask.shape)
        for number, group in enumerate(groups, 1)
    ]
    sizes = [
        0 if line else extent(group)
        for group, line in zip(groups, is_line, strict=True)
    ]

    largest = max(sizes, default=0)
    is_large = [False, *(0 < size >= MIN_PIECE * largest for size in sizes)]
    return np.array(is_large)[labels]


def groups_of(mask: Mask) -> tuple[list[tuple[slice, ...]], NDArray[np.int32]]:
    """Return groups of pieces with small gaps between them, in the form of `pieces_of`."""
    labels = np.zeros(mask.shape, np.int32)
    if not mask.any():
        return [], labels

    # around the pieces only, for distances in a large picture take long
    reach = MAX_BREAK * max(mask.shape) / 2
    part = box_with_margin(mask, int(reach) + 1)
    is_near = ndimage.distance_transform_edt(~mask[part]) <= reach
    _, labels[part] = pieces_of(np.asarray(is_near))
    labels[~mask] = 0
    return ndimage.find_objects(labels), labels


def box_with_margin(mask: Mask, margin: int) -> tuple[slice, ...]:
    """Return the rows and the columns that `mask` covers, and `margin` more on each side."""
    covered = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return tuple(
        slice(max(0, one[0] - margin), one[-1] + margin + 1) for one in covered
    )


def is_line_end(piece: Mask, part: tuple[slice, ...], shape: tuple[int, ...]) -> bool:
    """Whether a piece is long, thin and straight and touches the picture's edge.

    Such pieces remain of printed lines that cross only a corner of the picture.

    Args:
        piece: where the piece is within its bounding box.
        part: rows and columns of that box.
        shape: of the picture.
    """
    height, width = shape
    rows, columns = part
    touches = (
        rows.start == 0
        or columns.start == 0
        or rows.stop == height
        or columns.stop == width
    )
    shorter, longer = sorted((rows.stop - rows.start, columns.stop - columns.start))
    thickness = MAX_LINE_THICKNESS * max(height, width)
    is_thin = piece.sum() <= longer * thickness
    return bool(touches and is_thin and shorter <= thickness + MAX_LINE_SLOPE * longer)


def widened(ink: Levels) -> Levels:
    """Make hairlines wider, so that they are not pale among the 20 pixels of a digit."""
    strokes = ink > IS_STROKE
    groups, _ = groups_of(strokes)
    largest = max(map(extent, groups), default=0)
    width = stroke_width(strokes)
    if width >= THIN * largest:
        return ink

    radius = (WIDENED * largest - width) / 2
    part = box_with_margin(strokes, int(radius) + 1)
    wider = ink.copy()
    wider[part] = np.maximum(
        ink[part], ndimage.distance_transform_edt(~strokes[part]) <= radius
    )
    return wider


def stroke_width(strokes: Mask) -> float:
    """Return the mean width of strokes, in pixels; 0 without strokes.

    Across a stroke the distance to its edge rises from half a pixel to half its width,
    and falls
    again: a quarter of its width in the mean.
    """
    if not strokes.any():
        return 0.0
    inside = np.pad(strokes[box_with_margin(strokes, 0)], 1)
    return 4 * (float(ndimage.distance_transform_edt(inside)[inside].mean()) - 0.5)


def pieces_of(mask: Mask) -> tuple[list[tuple[slice, ...]], NDArray[np.int32]]:
    """Return the connected components: where each lies, and the number of each pixel's, from 1."""
    labels, _ = ndimage.label(mask, NEIGHBOURS)
    return ndimage.find_objects(labels), labels


def extent(piece: tuple[slice, ...]) -> int:
    """Return the longer side of a piece's bounding box, in pixels."""
    return max(int(part.stop - part.start) for part in piece)
