"""Packed weights as text, which the page's program reads."""

import base64

import numpy as np
from numpy.typing import NDArray

from core.network.quantization import FLOAT_BITS, Floats, Packed


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
    """Return numbers as base64, the lowest bits first; see `numbersOf` in ``weights.js``."""
    flat = numbers.reshape(-1)
    if bits == FLOAT_BITS:
        content = flat.astype("<f4").tobytes()
    else:
        digits = flat.astype(np.int64)[:, None] >> np.arange(bits) & 1
        content = np.packbits(digits.astype(np.uint8), bitorder="little").tobytes()
    return base64.b64encode(content).decode("ascii")
