"""Max pooling of 2 x 2 squares as `torch.nn.MaxPool2d(2)` does it, quicker where nothing is learnt.

PyTorch's own kernel also notes which number of each square is the largest, for the derivative. On
a processor comparing whole rows takes a fifth of its time; the numbers are the same, bit for bit.
"""

import torch
from torch import Tensor, nn


class MaxPool(nn.MaxPool2d):
    """`torch.nn.MaxPool2d(2)`, without derivative on a processor by comparing whole rows."""

    def __init__(self) -> None:
        super().__init__(2)

    def forward(self, x: Tensor) -> Tensor:
        """Return the largest number of each square: (N, maps, H, W) -> (N, maps, H / 2, W / 2)."""
        is_read_only = x.device.type == "cpu" and not x.requires_grad
        if not is_read_only or torch.compiler.is_compiling():  # an export has it as one layer
            pooled: Tensor = super().forward(x)
            return pooled
        rows = torch.maximum(x[..., ::2, :], x[..., 1::2, :])  # (N, maps, H / 2, W)
        return torch.maximum(rows[..., ::2], rows[..., 1::2])
