"""The page within a picture: scanners and desks leave a black frame around it.

A frame is recognised by what it encloses: a light region that fills its bounding box, as a sheet
does and a digit does not, with ink within and a sharp edge around it.
"""

import numpy as np
from scipy import ndimage

from core.data.photographs.paper import Levels, Mask, enlarged, shrunk

COPY_SIDE = 192  # pixels along the longer side of the copy in which the page is looked for
MIN_SIDE = 100  # pixels of a picture that may have a frame
MAX_FRAME_LEVEL = 0.4  # of the page's level: a frame is as dark as ink
MIN_PAGE_AREA = 0.2  # of the picture
MIN_FILLING = 0.85  # of the page's bounding box, which a tilted sheet does not fill completely
MIN_CONTACT = 0.75  # of one side of the picture, along which there is frame
MAX_INK_AREA = 0.3  # of the page
MIN_SHARPNESS = 0.15  # of the step from frame to page, within one pixel of the copy
MARGIN = 2  # pixels of the copy that are cut off along the frame, for its blurred edge


def page_of(levels: Levels) -> Mask:
    """Return where the page is (H, W): everywhere, unless there is a black frame around it."""
    everywhere = np.ones(levels.shape, bool)
    if min(levels.shape) < MIN_SIDE:
        return everywhere
    small = shrunk(levels, COPY_SIDE)
    light = small > otsu_threshold(small)

    page, ink = _largest_sheet(light)
    frame = ~page & ~ink
    if not frame.any() or not ink.any() or not _is_framed(small, page, ink, frame):
        return everywhere

    inner = ndimage.binary_erosion(page | ink, iterations=MARGIN, border_value=1)
    return enlarged(inner.astype(np.float32), levels.shape) > 0.5


def without_frame(levels: Levels, page: Mask) -> Levels:
    """Replace what lies outside the page by the page's nearest levels."""
    if page.all():
        return levels
    nearest = ndimage.distance_transform_edt(~page, return_distances=False, return_indices=True)
    continued: Levels = levels[tuple(nearest)]
    return continued


def otsu_threshold(levels: Levels) -> float:
    """Return the level that separates dark from light best.

    It is the one with the largest variance between the two classes. (N. Otsu, "A threshold
    selection method from gray-level histograms", 1979.)
    """
    counts, edges = np.histogram(levels, 128)
    middles = (edges[:-1] + edges[1:]) / 2
    below, total = np.cumsum(counts), counts.sum()
    sum_below = np.cumsum(counts * middles)

    above = np.maximum(total - below, 1)
    mean_below = sum_below / np.maximum(below, 1)
    mean_above = (sum_below[-1] - sum_below) / above
    return float(edges[1:][np.argmax(below * above * (mean_above - mean_below) ** 2)])


def _largest_sheet(light: Mask) -> tuple[Mask, Mask]:
    """Return the largest light region, and the dark parts that it encloses."""
    labels, count = ndimage.label(light)
    if count == 0:
        return light, np.zeros_like(light)
    largest = 1 + int(np.argmax(np.bincount(labels.ravel())[1:]))
    page = labels == largest
    return page, ndimage.binary_fill_holes(page) & ~page


def _is_framed(small: Levels, page: Mask, ink: Mask, frame: Mask) -> bool:
    """Whether what surrounds the page is a frame rather than a shadow, a stroke or the paper."""
    rows, columns = np.flatnonzero(page.any(axis=1)), np.flatnonzero(page.any(axis=0))
    box = (rows[-1] + 1 - rows[0]) * (columns[-1] + 1 - columns[0])
    sheet = int(page.sum() + ink.sum())
    if page.sum() < MIN_PAGE_AREA * page.size or sheet < MIN_FILLING * box:
        return False
    if ink.sum() > MAX_INK_AREA * sheet:
        return False

    contact = max(side.mean() for side in (frame[0], frame[-1], frame[:, 0], frame[:, -1]))
    page_level, frame_level = float(np.median(small[page])), float(np.median(small[frame]))
    if contact < MIN_CONTACT or frame_level > MAX_FRAME_LEVEL * page_level:
        return False

    boundary = ndimage.binary_dilation(frame) & page
    slope = ndimage.gaussian_gradient_magnitude(small, 0.7)[boundary]
    return float(np.median(slope)) > MIN_SHARPNESS * (page_level - frame_level)
