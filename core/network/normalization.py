"""Batch normalization as PyTorch computes it, with a state of 32-bit numbers only.

In training each unit's sums get mean 0 and variance 1 over the batch, then a learned scale and
shift; for evaluation running means of both are kept (S. Ioffe, C. Szegedy 2015,
https://arxiv.org/abs/1502.03167). Layer normalization, over the units of each example (J. L. Ba et
al. 2016, https://arxiv.org/abs/1607.06450), is PyTorch's own as it is.
"""

from typing import Any

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm


class _WithoutCount(_BatchNorm):
    """Batch normalization without its count of batches, an integer that decides nothing here.

    PyTorch needs it only where running means weigh all batches alike.
    """

    def __init__(self, units: int) -> None:
        super().__init__(units)
        self.num_batches_tracked = None

    def _load_from_state_dict(
        self, state_dict: dict[str, Any], prefix: str, metadata: dict[str, Any], *others: Any
    ) -> None:
        # PyTorch would add a count to a state that does not say that it is of this version
        metadata = {**metadata, "version": self._version}
        super()._load_from_state_dict(state_dict, prefix, metadata, *others)


class BatchNorm1d(_WithoutCount, nn.BatchNorm1d):
    """`torch.nn.BatchNorm1d` with a state of 32-bit numbers only."""


class BatchNorm2d(_WithoutCount, nn.BatchNorm2d):
    """`torch.nn.BatchNorm2d` with a state of 32-bit numbers only."""


def batch_norm(units: int, *, is_of_maps: bool) -> nn.Module:
    """Return batch normalization of (N, units), or of maps (N, units, height, width)."""
    return BatchNorm2d(units) if is_of_maps else BatchNorm1d(units)
