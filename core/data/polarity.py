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
    return is_light_paper([light_share(picture) for picture in pictures])


def is_light_paper(shares: Iterable[float]) -> bool | None:
    """Return whether a set has light paper, from the light share of each picture's edge."""
    shares = list(shares)
    light = sum(share >= PLAIN for share in shares)
    dark = sum(share <= 1 - PLAIN for share in shares)
    if light >= max(1, AGREEING * (light + dark)):
        return True
    return False if dark >= AGREEING * (light + dark) else None


def is_plain_edge(share: float) -> bool:
    """Return whether an edge with this light share is plain: paper, light or dark."""
    return not 1 - PLAIN < share < PLAIN


def white_on_black(picture: Grey, was_black_on_white: bool | None) -> Grey:
    """Return a picture as white on black; in a set of both kinds (None) its own edge decides."""
    if was_black_on_white is None:
        was_black_on_white = light_share(picture) >= 0.5
    return 255 - picture if was_black_on_white else picture


def light_share(picture: Grey) -> float:
    """Return the share of the picture's edge that is light."""
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return float((edge >= LIGHT).mean())
