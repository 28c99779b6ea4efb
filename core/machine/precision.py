"""The types of the numbers that a run computes with."""

import torch
from torch import Tensor

from core.config.choices import Precision


def number_type(precision: Precision) -> torch.dtype:
    """Return the type of the numbers in matrix products; weights have 32 bits in any case."""
    return torch.bfloat16 if precision is Precision.BFLOAT16 else torch.float32


def autocast(precision: Precision, device: torch.device) -> torch.autocast:
    """Return the context in which products are computed in 16 bits, if the precision says so."""
    in_16_bits = number_type(precision) is torch.bfloat16
    return torch.autocast(device.type, torch.bfloat16, in_16_bits, cache_enabled=False)


def zero_cost(device: torch.device) -> Tensor:
    """Return a sum of costs to begin with, on the device, so that adding to it waits for nothing.

    It has 64 bits, but on Apple's GPUs, which have no such numbers.
    """
    type_of_sum = torch.float32 if device.type == "mps" else torch.float64
    return torch.zeros((), dtype=type_of_sum, device=device)
