"""Background estimation: how light the paper would be without the ink, at every point.

No photographed sheet is evenly light: a lamp stands on one side, a lens darkens the
corners, a hand throws a shadow. Ink is what differs from the paper *around* it. So the
paper's own grey levels are estimated first, everywhere, also behind the ink. All of it
happens on a small copy of the picture, since light changes slowly.

Throughout the room, *levels* are grey levels as float32 (H, W), 0 to 255.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.data.photographs.scipy_images import ndimage

Levels = NDArray[np.float32]
Mask = NDArray[np.bool_]

LIGHT_COPY = 96  # pixels along the longer side of the small copy
MAX_STROKE = 0.4  # of the copy's longer side; wider strokes are taken for shadows
WINDOW = 9  # pixels of the copy, along each side of the window of a local median
MIN_CONTRAST = 6.0  # grey levels between paper and ink, in the copy
MAX_UNEVENNESS = 0.08  # of the contrast, over nine tenths of the paper: still even
FILLED = 0.4  # of the picture; more ink than that lies around the paper, not on it
CLEAR_GROUPS = 0.85  # of the variance of all levels, between those of ink and of paper
UNDECIDED = 0.2  # of the picture's edge; if both groups have more, the corners decide
EDGE = 2  # pixels of the copy that count as the picture's edge
# standard deviations per median absolute deviation, for normal noise
DEVIATION = 1.4826
NORMALIZED_PAPER = 32.0  # grey levels; darker paper is not scaled up any further


def background(levels: Levels, page: Mask) -> Levels:
    """Estimate the paper's grey levels (H, W) behind dark ink.

    1. A closing: in each window the lightest level wins, so that strokes vanish.
    2. What is darker than that is ink, and is left out of what follows.
    3. A surface of the second degree through the rest: a lamp's gradient, a lens's dark
       corners.
    4. What still remains, as medians over small windows: shadows, whose edges a median
       keeps sharp.

    Args:
        page: where there is paper at all (H, W); see `core.data.photographs.page`.
    """
    small = shrunk(levels, LIGHT_COPY)
    is_page = shrunk(page.astype(np.float32), LIGHT_COPY) > 0.99

    estimate = closing(small)
    for _ in range(2):
        is_paper = is_page & ~differs(small - estimate)
        surface = fitted_surface(small, is_paper)
        estimate = surface + local_median(small - surface, is_paper)

    return enlarged(estimate, levels.shape)


def even_paper(levels: Levels, is_lighter: bool | None = None) -> Levels | None:
    """Return the one level of evenly lit paper (H, W), or None if the light is uneven.

    Even light leaves two clear groups of levels, ink's and paper's. Then the ink may be
    of any size, and fill the picture. Where it does, as in a picture cut out closely
    around a digit, the light may also change steadily.

    Args:
        is_lighter: whether the paper is the lighter group; the picture's edge shows it
            if None.
    """
    small = shrunk(levels, LIGHT_COPY)
    threshold = otsu_threshold(small)
    if is_lighter is None:
        is_lighter = float(np.median(edge_of(small))) > threshold
    is_ink = (small > threshold) != is_lighter
    is_paper = ~ndimage.binary_dilation(is_ink, iterations=2)
    paper, ink = small[is_paper], small[is_ink]
    if not paper.size or not ink.size:
        return None

    level = float(np.median(paper))
    full = abs(level - float(np.median(ink)))
    low, high = np.quantile(paper, [0.05, 0.95])
    if high - low <= MAX_UNEVENNESS * full:
        return np.full_like(levels, level)
    if is_ink.mean() < FILLED:
        return None
    surface = fitted_surface(small, is_paper)
    low, high = np.quantile((small - surface)[is_paper], [0.05, 0.95])
    is_steady = high - low <= MAX_UNEVENNESS * full
    return enlarged(surface, levels.shape) if is_steady else None


def evenly_lit(levels: Levels) -> Levels:
    """Return the median of the picture's edge as the level of all paper."""
    return np.full_like(levels, np.median(edge_of(levels)))


def lighter_level(levels: Levels) -> Levels:
    """Return the median of the lighter levels as the level of all paper."""
    lighter = levels[levels > otsu_threshold(levels)]
    return np.full_like(levels, np.median(lighter if lighter.size else levels))


def edge_of(levels: Levels) -> Levels:
    """Return the levels along the four sides of a picture, in one row."""
    return np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])


def otsu_threshold(levels: Levels) -> float:
    """Return the level that separates dark from light best.

    It is the one with the largest variance between the two classes. (N. Otsu, "A
    threshold selection method from gray-level histograms", 1979.)
    """
    counts, edges = np.histogram(levels, 128)
    middles = (edges[:-1] + edges[1:]) / 2
    below, total = np.cumsum(counts), counts.sum()
    sum_below = np.cumsum(counts * middles)

    above = total - below
    mean_below = sum_below / np.maximum(below, 1)
    mean_above = (sum_below[-1] - sum_below) / np.maximum(above, 1)
    return float(edges[1:][np.argmax(below * above * (mean_above - mean_below) ** 2)])


def contrast(levels: Levels, paper: Levels) -> Levels:
    """Return how much darker than the paper each point is, as if all paper were equally light.

    Ink absorbs a share of the light; in a shadow that is fewer grey levels than in the
    light.
    """
    evenly_lit = np.median(paper) / np.maximum(paper, NORMALIZED_PAPER)
    difference: Levels = (paper - levels) * evenly_lit.astype(np.float32)
    return difference


def is_light_on_dark(levels: Levels) -> bool:
    """Whether the ink is lighter than the paper, which most of the picture's edge shows.

    A digit that is cut out closely touches much of the edge, but hardly the corners.
    """
    small = shrunk(levels, LIGHT_COPY)
    corner = corner_group(small)
    if corner is not None:
        return not corner
    rest = small - surface_of_edge(small)
    return _strength(rest) > _strength(-rest)


def corner_group(small: Levels) -> bool | None:
    """Return whether all four corners are light, where they are the same and the edge is not.

    None if the corners decide nothing.
    """
    light = small > otsu_threshold(small)
    corners = light[[0, 0, -1, -1], [0, -1, 0, -1]]
    share = float(
        np.mean(np.concatenate([light[[0, -1]].ravel(), light[:, [0, -1]].ravel()]))
    )
    if np.ptp(corners.astype(int)) or not UNDECIDED < share < 1 - UNDECIDED:
        return None
    within = sum(float(small[group].var()) * group.mean() for group in (light, ~light))
    is_clear = within <= (1 - CLEAR_GROUPS) * float(small.var())
    return bool(corners[0]) if is_clear else None


def _strength(rest: Levels) -> float:
    """Return the mean fourth power of the positive part: few strong pixels outweigh many weak."""
    return float((np.clip(rest, 0, None).astype(np.float64) ** 4).mean())


def surface_of_edge(small: Levels) -> Levels:
    """Fit a surface of the second degree to the picture's edge, leaving out what stands out."""
    edge = np.ones(small.shape, bool)
    edge[EDGE:-EDGE, EDGE:-EDGE] = False

    surface = fitted_surface(small, edge)
    for _ in range(3):
        rest = np.abs(small - surface)
        edge &= rest <= max(MIN_CONTRAST, 2 * float(np.median(rest[edge])))
        surface = fitted_surface(small, edge)
    return surface


def closing(small: Levels) -> Levels:
    """Close all that is darker than its surroundings and narrower than `MAX_STROKE`.

    A morphological closing: the maximum over a window around each point, then the
    minimum of these. Beyond the edge the light is continued at the same slope.
    """
    size = 2 * int(MAX_STROKE * max(small.shape) / 2) + 1
    reach = min(size // 2, *(length - 1 for length in small.shape))
    continued = np.pad(small, reach, mode="reflect", reflect_type="odd")

    closed: Levels = ndimage.grey_closing(continued, size, mode="nearest")
    height, width = small.shape
    return closed[reach : reach + height, reach : reach + width]


def differs(difference: Levels) -> Mask:
    """Find what differs more than noise does, and a margin of one pixel around it."""
    middle = np.median(difference)
    deviation = DEVIATION * float(np.median(np.abs(difference - middle)))
    is_different = np.abs(difference - middle) > max(MIN_CONTRAST, 3 * deviation)
    margin: Mask = ndimage.binary_dilation(is_different)
    return margin


def fitted_surface(small: Levels, is_paper: Mask) -> Levels:
    """Fit a polynomial of the second degree in x and y to the paper, by least squares.

    What the paper leaves open is as light as its middle.
    """
    if is_paper.sum() < 20:
        return np.full_like(small, np.median(small))

    height, width = small.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y])
    known = terms[:, is_paper]
    middle = np.median(small[is_paper])
    weights = np.linalg.solve(
        known @ known.T + 1e-6 * np.eye(len(terms)), known @ (small[is_paper] - middle)
    )
    return (middle + np.tensordot(weights, terms, 1)).astype(np.float32)


def local_median(rest: Levels, is_paper: Mask) -> Levels:
    """Return the median of the paper near each point; where only ink is near, the nearest one."""
    padded = np.pad(
        np.where(is_paper, rest, np.nan), WINDOW // 2, constant_values=np.nan
    )
    windows = np.lib.stride_tricks.sliding_window_view(padded, (WINDOW, WINDOW))
    values = np.sort(windows.reshape(*rest.shape, -1), axis=-1)  # NaN comes last

    count = np.count_nonzero(~np.isnan(values), axis=-1)
    middle = np.maximum(count - 1, 0)[..., np.newaxis] // 2
    medians = np.take_along_axis(values, middle, axis=-1)[..., 0]

    is_known = count >= WINDOW // 2
    if not is_known.any():
        return np.zeros_like(rest)
    nearest = ndimage.distance_transform_edt(
        ~is_known, return_distances=False, return_indices=True
    )
    smooth: Levels = ndimage.uniform_filter(
        medians[tuple(nearest)].astype(np.float32), 3, mode="nearest"
    )
    return smooth


def shrunk(levels: Levels, side: int) -> Levels:
    """Scale down to a longer side of `side` pixels, each the mean of those it covers."""
    height, width = levels.shape
    scale = side / max(height, width)
    if scale >= 1:
        return levels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(
        Image.fromarray(levels).resize(size, Image.Resampling.BOX), np.float32
    )


def enlarged(small: Levels, shape: tuple[int, ...]) -> Levels:
    """Scale up to (H, W) by linear interpolation."""
    height, width = shape
    large = Image.fromarray(small).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(large, np.float32)
