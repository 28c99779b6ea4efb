"""How a thread computes numbers below float32's smallest normal one, 1.2e-38."""

import torch

DENORMAL_BITS = 71_362  # of 1e-40, as float32
THREADS, PART = 4, 1 << 18  # as much as each of them multiplies


def parts_computed_as_zero() -> list[bool]:
    """Multiply denormal numbers by one, with the calling thread and three helpers of OpenMP; return
    for each thread's part whether nothing but zeros came out.

    Bits are looked at, since to compare numbers is to compute.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(THREADS)
    try:
        denormal = torch.full((THREADS * PART,), DENORMAL_BITS, dtype=torch.int32)
        product = (denormal.view(torch.float32) * 1).view(torch.int32)
        # still with all helpers: those that a smaller team does not need would end
        return [not bool(part.any()) for part in product.split(PART)]
    finally:
        torch.set_num_threads(before)
