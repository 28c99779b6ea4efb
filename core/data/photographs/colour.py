"""Colours as grey levels in which ink differs from paper, whatever their colours are.

Usually that is their brightness. But red ink on green paper may be equally bright; then
the grey levels are taken along the line through the two colours: the direction in which
the colours of the picture's details vary most, their first principal component.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.data.photographs.paper import LIGHT_COPY, Levels, shrunk
from core.data.photographs.scipy_images import ndimage

# brightness of red, green and blue (ITU-R BT.601)
LUMA = np.array([0.299, 0.587, 0.114])
MIN_LUMA = 0.5  # of what grey ink would have: enough contrast in brightness
DETAIL = 8.0  # pixels of the copy, over which light varies and ink does not


def grey_of_colours(picture: NDArray[np.uint8]) -> Levels:
    """Return grey levels (H, W), 0 to 255, of grey levels or of colours (H, W, 3)."""
    colours = picture.astype(np.float32)
    if colours.ndim == 2:
        return colours
    direction = ink_direction(colours)
    if abs(direction @ LUMA) * np.sqrt(3) >= MIN_LUMA:
        return np.asarray(Image.fromarray(picture).convert("L"), np.float32)

    paper = np.median(colours.reshape(-1, 3), axis=0)
    along: Levels = ((colours - paper) @ direction).astype(np.float32)
    half: Levels = 127 + along / np.float32(2)  # two colours differ by at most 442
    return half


def ink_direction(colours: Levels) -> NDArray[np.float64]:
    """Return the unit vector (3,) from the paper's to the ink's colour, up to its sign."""
    channels = [
        shrunk(np.ascontiguousarray(colours[..., band]), LIGHT_COPY)
        for band in range(3)
    ]
    details = np.stack(
        [band - ndimage.gaussian_filter(band, DETAIL) for band in channels]
    )
    vectors = details.reshape(3, -1).astype(np.float64)

    # weighted by length: ink counts, grain does not
    _, directions = np.linalg.eigh((vectors * (vectors**2).sum(axis=0)) @ vectors.T)
    direction: NDArray[np.float64] = directions[:, -1]
    return direction
