"""From a photograph of handwriting to ink, stage by stage.

    colour      the direction in which ink and paper differ, as grey levels    `colour.py`
    page        what lies within a scanner's black frame                       `page.py`
    paper       the light on the paper, without the ink                        `paper.py`
    contrast    how much darker than the paper each point is                   `paper.py`
    unruled     without the lines of ruled and squared paper                   `ruling.py`
    ink         without grain and specks, from 0 (paper) to 1 (full ink)       `strokes.py`

What follows, up to the 28x28 pixels of a digit, is the same as for a drawing: see
`core.data.ink`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.ink import Ink, digit_from_ink
from core.data.photographs.colour import grey_of_colours
from core.data.photographs.page import page_of, without_frame
from core.data.photographs.paper import (
    Levels,
    background,
    contrast,
    edge_of,
    even_paper,
    evenly_lit,
    is_light_on_dark,
    lighter_level,
    shrunk,
)
from core.data.photographs.ruling import without_ruling
from core.data.photographs.strokes import denoised, ink_of_contrast, noise_of

WORKING_SIDE = 1120  # pixels along the longer side; strokes of a 400th still have three
SMALL = 64  # pixels along the longer side up to which a picture is no photograph
SAME = 2.0  # grey levels; less is no difference

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Cleaning:
    """The stages of a photograph that can be left out, to see what each is good for."""

    light: bool = True
    ruling: bool = True
    noise: bool = True


ALL_STAGES = Cleaning()


@dataclass(frozen=True, eq=False)
class Photograph:
    """The stages of a photograph on its way to ink, each (H, W).

    Attributes:
        levels: grey levels in which the ink is darker than the paper, without a frame.
        paper: grey levels of the paper behind the ink.
        contrast: `paper` - `levels`, as if all paper were equally light.
        unruled: the contrast without printed lines.
        ink: 0 for paper to 1 for full ink.
    """

    levels: Levels
    paper: Levels
    contrast: Levels
    unruled: Levels
    ink: Levels


def digit_from_picture(picture: Pixels, light_ink: bool | None = None) -> Ink | None:
    """Prepare a picture of any size as a (28, 28) digit; None if it shows nothing."""
    return digit_from_ink(ink_of_picture(picture, light_ink))


def ink_of_picture(picture: Pixels, light_ink: bool | None = None) -> Levels:
    """Return the ink of a picture, scaled down to a longer side of `WORKING_SIDE` if larger.

    Args:
        picture: grey levels (H, W) or colours (H, W, 3), 0 to 255.
        light_ink: whether the ink is lighter than the paper. If None, or if there is no
            such ink, the picture itself shows it.
    """
    ink = photograph_of(picture, light_ink=light_ink).ink
    if light_ink is None or ink.any():
        return ink
    return photograph_of(picture).ink


def has_light_ink(picture: Pixels) -> bool:
    """Whether a picture's ink is lighter than its paper, as far as it shows that alone."""
    levels = shrunk(grey_of_colours(picture), WORKING_SIDE)
    return is_light_on_dark(without_frame(levels, page_of(levels)))


def photograph_of(
    picture: Pixels, cleaning: Cleaning = ALL_STAGES, light_ink: bool | None = None
) -> Photograph:
    """Take a picture through all stages to ink; see `ink_of_picture`."""
    levels = shrunk(grey_of_colours(picture), WORKING_SIDE)
    page = page_of(levels)
    levels = without_frame(levels, page)
    if is_light_on_dark(levels) if light_ink is None else light_ink:
        levels = 255 - levels

    # where it is known what is ink, strokes may reach the edge
    is_known = light_ink is not None and not has_clear_paper(levels)
    if is_plain(levels):
        even = lighter_level(levels) if is_known else evenly_lit(levels)
        difference = even - levels
        return Photograph(
            levels, even, difference, difference, ink_of_contrast(difference, 0.0)
        )

    paper = even_paper(levels, is_lighter=True if is_known else None)
    if paper is None:
        paper = background(levels, page) if cleaning.light else evenly_lit(levels)
    difference = contrast(levels, paper)
    noise = noise_of(difference)
    unruled = without_ruling(difference, noise) if cleaning.ruling else difference

    smooth = denoised(unruled, noise) if cleaning.noise else unruled
    remaining = noise_of(smooth) if cleaning.noise else 0.0
    return Photograph(
        levels, paper, difference, unruled, ink_of_contrast(smooth, remaining)
    )


def is_plain(levels: Levels) -> bool:
    """Whether a program drew a picture, or it is too small to show what a camera adds."""
    return max(levels.shape) <= SMALL or has_clear_paper(levels)


def has_clear_paper(levels: Levels) -> bool:
    """Whether all of a picture's edge has one level, and most of the rest has it too."""
    edge = edge_of(levels)
    is_even = np.ptp(edge) <= SAME
    return bool(is_even and abs(np.median(levels) - np.median(edge)) <= SAME)
