"""Whether pictures of 28 x 28 pixels are white on black or black on white, decided for a whole set.

A single picture can mislead: a bold letter that fills it leaves more ink than paper along its edge.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

LIGHT = 128  # grey level from which a pixel counts as light
PLAIN = 0.9  # share of a picture's edge that is alike: then it is paper
AGREEING = 0.9  # share of the plain pictures of a set that are alike: then all are


def is_black_on_white(pictures: Iterable[Grey]) -> bool | None:
    """Return whether a set of pictures is black on white; None if it holds both kinds.

    The pictures with a plain edge decide. Without any, the set is taken as it is: white on black.
    """
    shares = [_light_share(picture) for picture in pictures]
    light = sum(share >= PLAIN for share in shares)
    dark = sum(share <= 1 - PLAIN for share in shares)
    if light >= max(1, AGREEING * (light + dark)):
        return True
    return False if dark >= AGREEING * (light + dark) else None


def white_on_black(picture: Grey, was_black_on_white: bool | None) -> Grey:
    """Return a picture as white on black; in a set of both kinds (None) its own edge decides."""
    if was_black_on_white is None:
        was_black_on_white = _light_share(picture) >= 0.5
    return 255 - picture if was_black_on_white else picture


def _light_share(picture: Grey) -> float:
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return float((edge >= LIGHT).mean())
