"""The page within a picture: scanners and desks leave a black frame around it.

A frame is recognised by what it encloses: a light region that fills its bounding box,
as a sheet does and a digit does not, with ink within and a sharp edge around it.
"""

import numpy as np

from core.data.photographs.paper import Levels, Mask, enlarged, otsu_threshold, shrunk
from core.data.photographs.scipy_images import ndimage

# pixels along the longer side of the copy in which the page is looked for
PAGE_COPY = 192
MIN_FRAMED = 100  # pixels of a picture that may have a frame
MAX_FRAME_LEVEL = 0.4  # of the page's level: a frame is as dark as ink
MIN_PAGE_AREA = 0.2  # of the picture
# of the page's bounding box, which a tilted sheet does not fill completely
MIN_FILLING = 0.85
MIN_CONTACT = 0.75  # of one side of the picture, along which there is frame
MIN_PAGE_INK = 6.0  # grey levels in the copy, by which ink is darker than the page
MIN_EMPTY_PAGE = (
    0.5  # of the picture; a smaller light rectangle may be a stroke of chalk
)
MAX_INK_AREA = 0.3  # of the page
MIN_SHARPNESS = 0.15  # of the step from frame to page, within one pixel of the copy
MAX_CROSSING = 0.15  # of the picture's longer side
# pixels of the copy that are cut off along the frame, for its blurred edge
FRAME_MARGIN = 2


def page_of(levels: Levels) -> Mask:
    """Return where the page is (H, W): everywhere, unless there is a black frame around it."""
    everywhere = np.ones(levels.shape, bool)
    if min(levels.shape) < MIN_FRAMED:
        return everywhere
    small = shrunk(levels, PAGE_COPY)
    light = small > otsu_threshold(small)

    page = _largest_sheet(light)
    if page.all() or not _is_framed(small, page, light):
        return everywhere

    inner = ndimage.binary_erosion(page, iterations=FRAME_MARGIN, border_value=1)
    return enlarged(inner.astype(np.float32), levels.shape) > 0.5


def without_frame(levels: Levels, page: Mask) -> Levels:
    """Replace what lies outside the page by the page's nearest levels."""
    if page.all():
        return levels
    nearest = ndimage.distance_transform_edt(
        ~page, return_distances=False, return_indices=True
    )
    continued: Levels = levels[tuple(nearest)]
    return continued


def _largest_sheet(light: Mask) -> Mask:
    """Return the largest light region, together with all that it encloses."""
    # strokes that reach the frame would divide the sheet
    reach = round(MAX_CROSSING * max(light.shape) / 2)
    window = np.ones((2 * reach + 1, 1), bool)
    closed = ndimage.binary_closing(np.pad(light, reach), window)
    whole = ndimage.binary_closing(closed, window.T)[reach:-reach, reach:-reach]

    labels, count = ndimage.label(whole)
    if count == 0:
        return light
    largest = 1 + int(np.argmax(np.bincount(labels.ravel())[1:]))
    page: Mask = ndimage.binary_fill_holes(labels == largest)
    return page


def _is_framed(small: Levels, page: Mask, light: Mask) -> bool:
    """Whether what surrounds the page is a frame rather than a shadow, a stroke or the paper."""
    if page.sum() < MIN_PAGE_AREA * page.size:
        return False
    rows, columns = np.flatnonzero(page.any(axis=1)), np.flatnonzero(page.any(axis=0))
    box = (rows[-1] + 1 - rows[0]) * (columns[-1] + 1 - columns[0])
    if page.sum() < MIN_FILLING * box:
        return False

    page_level, frame_level = (float(np.median(small[part])) for part in (page, ~page))
    inner = ndimage.binary_erosion(page, iterations=FRAME_MARGIN + 1, border_value=1)
    faintest = float(small[inner].min(initial=page_level))
    is_written_on = page_level - faintest >= MIN_PAGE_INK
    if not is_written_on and page.mean() < MIN_EMPTY_PAGE:
        return False
    if (page & ~light).sum() > MAX_INK_AREA * page.sum():
        return False

    contact = max(
        1 - float(side.mean()) for side in (page[0], page[-1], page[:, 0], page[:, -1])
    )
    if contact < MIN_CONTACT or frame_level > MAX_FRAME_LEVEL * page_level:
        return False

    boundary = ndimage.binary_dilation(~page) & page
    slope = ndimage.gaussian_gradient_magnitude(small, 0.7)[boundary]
    return float(np.median(slope)) > MIN_SHARPNESS * (page_level - frame_level)
