"""The polarity of a data set, light on dark or dark on light, decided once for all of its images.

The rule: an image whose edge is plain, nine tenths of it light or nine tenths dark, shows what its
paper is. If nine tenths of these images agree, so is the whole set, because the others are strokes
that reach the edge, and judged by themselves they would be inverted by mistake. If they do not
agree, the set is mixed. Where no image has a plain edge, it is light on dark, as MNIST.

Of pictures of other sizes only those count whose paper is evenly lit, and around the strokes as
light or dark as at the edge. Where there are none, each photograph is judged by itself.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.config.catalogue import SIDE
from core.config.choices import Polarity, StoredPolarity
from core.data.photographs.colour import grey_of_colours
from core.data.photographs.paper import (
    LIGHT_COPY,
    edge_of,
    even_paper,
    otsu_threshold,
    shrunk,
)
from core.data.polarity import LIGHT, PLAIN, is_light_paper, is_plain_edge
from core.messages import Message, message

MAX_JUDGED = 60_000  # the first images of arrays; a number, so that all runs judge the same

Grey = NDArray[np.uint8]


def polarity_of(shares: Iterable[float], undecided: int = 0) -> StoredPolarity:
    """Return a set's polarity, from the light share of each image's edge.

    Args:
        shares: of images whose edge may decide.
        undecided: how many other images there are; alone they make the set a mixed one.
    """
    shares = list(shares)
    is_light = is_light_paper(shares)
    if is_light is None or (undecided and not any(map(is_plain_edge, shares))):
        return StoredPolarity.MIXED
    return StoredPolarity.DARK_ON_LIGHT if is_light else StoredPolarity.LIGHT_ON_DARK


def polarity_of_arrays(images: Grey) -> StoredPolarity:
    """Return the polarity of images (N, 784)."""
    square = images[:MAX_JUDGED].reshape(-1, SIDE, SIDE)
    edges = np.concatenate([square[:, 0], square[:, -1], square[:, :, 0], square[:, :, -1]], axis=1)
    return polarity_of((edges >= LIGHT).mean(axis=1).tolist())


def light_share_of_picture(pixels: Grey, light_ink: bool) -> float:
    """Return the light share of the edge of a picture of any size; 0.5 if it is misleading.

    Args:
        pixels: grey levels (H, W) or colours (H, W, 3).
        light_ink: whether the ink seems lighter than the paper around it.
    """
    small = shrunk(grey_of_colours(pixels), LIGHT_COPY)
    share = float((edge_of(small) > otsu_threshold(small)).mean())
    is_alike = share <= 1 - PLAIN if light_ink else share >= PLAIN
    return share if is_alike and even_paper(small) is not None else 0.5


def is_inverted(polarity: Polarity, stored: StoredPolarity) -> bool:
    """Return whether arrays are inverted as a whole."""
    if polarity is Polarity.AUTO:
        return stored is StoredPolarity.DARK_ON_LIGHT
    return polarity is Polarity.INVERTED


def polarity_text(polarity: Polarity, stored: StoredPolarity) -> Message:
    """Return what the networks get, in a sentence."""
    if polarity is Polarity.PER_PICTURE:
        return message("Pictures are judged one by one, as in earlier versions; arrays are not.")
    if stored is StoredPolarity.MIXED:
        return _MIXED[polarity]
    is_dark = stored is StoredPolarity.DARK_ON_LIGHT
    return (_DARK_ON_LIGHT if is_dark else _LIGHT_ON_DARK)[polarity]


_LIGHT_ON_DARK = {
    Polarity.AUTO: message("Light on dark, as in MNIST."),
    Polarity.AS_IS: message("Light on dark, as in MNIST."),
    Polarity.INVERTED: message("Light on dark: inverted, so that networks get dark on light."),
}
_DARK_ON_LIGHT = {
    Polarity.AUTO: message("Dark on light: inverted, so that networks get light on dark."),
    Polarity.AS_IS: message("Dark on light; drawings are inverted for networks that learn it."),
    Polarity.INVERTED: message("Dark on light: inverted, so that networks get light on dark."),
}
_MIXED = {
    Polarity.AUTO: message(
        "Some images are light on dark, some dark on light: pictures are judged one by one, arrays "
        "are used as they are."
    ),
    Polarity.AS_IS: message("Some images are light on dark, some dark on light; used as they are."),
    Polarity.INVERTED: message("Some images are light on dark, some dark on light; all inverted."),
}
