"""Perturbed digits: shifted, rotated, noisy, thicker or thinner.

All changes apply to the ink, grey levels 0 to 1, before a network's own scaling and order of
pixels.
"""

from collections.abc import Iterator
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from core.messages import Message, message

Ink = NDArray[np.float32]

NOISE_SEED = 20


class Perturbation(Enum):
    """A kind of change to the digits.

    Attributes:
        title: its name.
        unit: the unit of its levels.
        levels: the strengths to try; 0 leaves the digits unchanged.
    """

    SHIFT = (message("Shift"), message("pixels"), (0, 1, 2, 3, 4))
    ROTATION = (message("Rotation"), message("degrees"), (0, 10, 20, 30, 45, 60))
    NOISE = (message("Noise"), message("deviation"), (0, 0.1, 0.2, 0.3, 0.4, 0.5))
    THICKNESS = (message("Stroke thickness"), message("pixels"), (-2, -1, 0, 1, 2, 3))

    def __init__(self, title: Message, unit: Message, levels: tuple[float, ...]) -> None:
        self.title = title
        self.unit = unit
        self.levels = levels


def variants(kind: Perturbation, level: float) -> int:
    """Return the number of variants: four directions to shift in, two to rotate."""
    if level == 0:
        return 1
    return {Perturbation.SHIFT: 4, Perturbation.ROTATION: 2}.get(kind, 1)


def perturbed(ink: Ink, kind: Perturbation, level: float) -> Iterator[Ink]:
    """Yield the digits, float32 (N, 28, 28), in each of the `variants`; unchanged at level 0."""
    if level == 0:
        yield ink
    elif kind is Perturbation.SHIFT:
        for down, right in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            yield shifted(ink, round(level) * down, round(level) * right)
    elif kind is Perturbation.ROTATION:
        for angle in (level, -level):
            yield rotated(ink, angle)
    elif kind is Perturbation.NOISE:
        yield noisy(ink, level)
    else:
        yield thickened(ink, round(level))


def shifted(ink: Ink, down: int, right: int) -> Ink:
    """Shift by whole pixels; what leaves the image is lost, what moves in is paper."""
    moved = np.zeros_like(ink)
    height, width = ink.shape[1:]
    moved[:, max(0, down) : height + min(0, down), max(0, right) : width + min(0, right)] = ink[
        :, max(0, -down) : height + min(0, -down), max(0, -right) : width + min(0, -right)
    ]
    return moved


def rotated(ink: Ink, degrees: float) -> Ink:
    """Rotate about the centre, anticlockwise for a positive angle, with linear interpolation."""
    from scipy import ndimage

    turned: Ink = ndimage.rotate(ink, degrees, axes=(2, 1), reshape=False, order=1)
    return turned


def noisy(ink: Ink, deviation: float) -> Ink:
    """Add normal noise to every pixel, clipped to 0 and 1.

    The noise is the same at every call and, but for its size, at every level.
    """
    noise = np.random.default_rng(NOISE_SEED).standard_normal(ink.shape, np.float32)
    return np.clip(ink + np.float32(deviation) * noise, 0, 1)


def thickened(ink: Ink, pixels: int) -> Ink:
    """Make strokes wider by `pixels`, or thinner if negative, without moving them.

    Each pixel becomes the largest, or smallest, grey level in a square around it. A square whose
    side is even has no middle pixel: it is tried in the four positions nearest to the middle, and
    their mean adds or removes half a pixel on each side of a stroke.
    """
    from scipy import ndimage

    side = abs(pixels) + 1
    change = ndimage.grey_dilation if pixels > 0 else ndimage.grey_erosion
    offsets = (0,) if side % 2 else (0, -1)
    positions = [(down, right) for down in offsets for right in offsets]

    changed = np.zeros_like(ink)
    for down, right in positions:
        changed += change(
            ink, size=(1, side, side), mode="constant", cval=0.0, origin=(0, down, right)
        )
    return changed / np.float32(len(positions))
