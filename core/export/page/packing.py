"""Packed weights as text, which the page's program reads.

Numbers are written to the base 85, four bytes in five letters (R. Elz 1996, RFC 1924), which is a
sixteenth shorter than base 64. Letters that HTML or JSON would have to escape are replaced.
"""

import base64

import numpy as np
from numpy.typing import NDArray

from core.network.quantization import FLOAT_BITS, Floats, Packed

LETTERS = bytes.maketrans(b"<>&", b".,:")  # which the alphabet lacks


def as_json(packed: Packed) -> dict[str, object]:
    """Return the numbers of a layer, of 8 bits or more, as the page's program reads them."""
    content: dict[str, object] = {
        "bits": packed.bits,
        "numbers": text_of(packed.numbers, packed.bits),
    }
    if packed.bits != FLOAT_BITS:
        content["scales"] = text_of(packed.scales, FLOAT_BITS)
    return content


def text_of(numbers: NDArray[np.integer] | Floats, bits: int) -> str:
    """Return numbers to the base 85, the lowest bits first; see `numbersOf` in ``weights.js``."""
    flat = numbers.reshape(-1)
    if bits == FLOAT_BITS:
        content = flat.astype("<f4").tobytes()
    else:
        digits = flat.astype(np.int64)[:, None] >> np.arange(bits) & 1
        content = np.packbits(digits.astype(np.uint8), bitorder="little").tobytes()
    return base64.b85encode(content).translate(LETTERS).decode("ascii")
