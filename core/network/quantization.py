"""Weights as whole numbers of a few bits, with a scale for each part of a neuron's; NumPy only.

Rounding to the nearest number treats each weight alone. `compensated` makes up for the error of
each weight with the weights that are rounded after it, so that the neuron's sums change as little
as possible on the inputs that it really gets: E. Frantar and others (2023), GPTQ: Accurate
post-training quantization for generative pre-trained transformers, https://arxiv.org/abs/2210.17323.
Since neighbouring pixels are alike, sums change a third to a tenth as much (measured).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cancellation import check_cancelled

FLOAT_BITS = 32
BLOCK = 64  # inputs whose errors are passed on together, which is faster
MIN_FULL_BITS = 3  # from here on the largest weight always fits
SHARES_OF_SCALE = tuple(share / 20 for share in range(20, 1, -1))  # that are tried with two bits
DAMPINGS = 6  # that are tried, each ten times as strong as the one before
MAX_PARTS = 8  # of a neuron's weights, each with a scale of its own

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Packed:
    """The weights of a layer.

    Attributes:
        bits: of each number; 32 for floating-point numbers, which need no scale.
        shape: of the weights; the first axis counts the neurons or maps.
        numbers: whole numbers (parts, weights of one), or float32; the parts of the first neuron
            come first. Those of one bit are -1 and 1.
        scales: float32 (parts,), by which a part's numbers are multiplied.
    """

    bits: int
    shape: tuple[int, ...]
    numbers: NDArray[np.integer] | Floats
    scales: Floats

    def weights(self) -> Floats:
        """Return the weights that these numbers stand for."""
        values = self.numbers.astype(np.float32) * self.scales[:, None]
        return values.reshape(self.shape)


def exact(weights: Floats) -> Packed:
    """Keep the weights as they are."""
    neurons = weights.reshape(len(weights), -1)
    return Packed(FLOAT_BITS, weights.shape, neurons, np.ones(len(neurons), np.float32))


def rounded(weights: Floats, bits: int) -> Packed:
    """Round each weight to the nearest number, with one scale for each neuron or map.

    With two bits a scale at which the largest weight fits would round most of the others to 0: of
    some smaller ones, that is taken with which the squared errors are least, and larger weights are
    clipped. With one bit only the sign is left, and that scale is the mean size of the neuron's
    weights (M. Rastegari et al. 2016, https://arxiv.org/abs/1603.05279).

    Args:
        bits: of each number, 1 to 31.
    """
    parts = weights.reshape(len(weights), -1)
    if bits == 1:
        signs = np.where(parts < 0, -1, 1).astype(np.int32)
        return Packed(bits, weights.shape, signs, np.abs(parts).mean(axis=1, dtype=np.float32))
    scales = _scales(parts, bits)
    if bits < MIN_FULL_BITS:
        scales = _best_scales(parts, scales, bits)
    return Packed(bits, weights.shape, _numbers(parts, scales, bits), scales)


def _best_scales(parts: Floats, scales: Floats, bits: int) -> Floats:
    """Return for each part that share of its scale with which the squared errors are least."""
    least, best = np.full(len(parts), np.inf), scales
    for share in SHARES_OF_SCALE:
        tried = scales * np.float32(share)
        errors = _numbers(parts, tried, bits) * tried[:, None] - parts
        squares = np.einsum("ij,ij->i", errors, errors, dtype=np.float64)
        is_better = squares < least
        least, best = np.where(is_better, squares, least), np.where(is_better, tried, best)
    return best


def _numbers(parts: Floats, scales: Floats, bits: int) -> NDArray[np.int32]:
    largest = _largest(bits)
    numbers: NDArray[np.int32] = np.rint(parts / scales[:, None]).astype(np.int32)
    return np.clip(numbers, -largest, largest)


def compensated(weights: Floats, bits: int, inputs: Floats, damping: float) -> Packed:
    """Round the weights of a linear layer, each making up for the errors of those before it.

    Args:
        weights: (neurons, inputs of one).
        inputs: (N, inputs of one), examples of what the layer gets.
        damping: how much errors on these inputs count less than errors on any others.

    Raises:
        CancelledError: if nobody waits for it any more.
    """
    size = weights.shape[1] // _count_of_parts(weights.shape[1])
    part_scales, largest = _scales(weights.reshape(-1, size), bits), _largest(bits)

    # the inverse of the mean of x x^T; the largest inputs come first, as later weights help earlier
    relative = inputs / (np.abs(inputs).max(initial=0) or 1)  # whose products are neither 0 nor inf
    products = (relative.T @ relative).astype(np.float64)
    order = np.argsort(-np.diag(products), kind="stable")
    factor = _factor_of_inverse(products[order][:, order], damping)

    left = weights[:, order].astype(np.float64)
    scales = part_scales.reshape(len(weights), -1).repeat(size, axis=1)[:, order]
    numbers = np.zeros(left.shape, np.int32)
    count = left.shape[1]
    for start in range(0, count, BLOCK):
        check_cancelled()
        end = min(start + BLOCK, count)
        errors = np.zeros((len(left), end - start))
        for index in range(start, end):
            column = np.clip(np.rint(left[:, index] / scales[:, index]), -largest, largest)
            numbers[:, index] = column
            error = (left[:, index] - column * scales[:, index]) / factor[index, index]
            left[:, index:end] -= np.outer(error, factor[index, index:end])
            errors[:, index - start] = error
        left[:, end:] -= errors @ factor[start:end, end:]
    parts = numbers[:, np.argsort(order)].reshape(-1, size)
    return Packed(bits, weights.shape, parts, part_scales)


def _factor_of_inverse(products: Doubles, damping: float) -> Doubles:
    """Return the upper triangular R with R^T R the inverse of the damped products.

    Of inputs that are nearly the same, rounding may make the matrix indefinite; it is damped more
    then.
    """
    mean = np.trace(products) / len(products) or 1.0
    for _ in range(DAMPINGS):
        damped = products + np.eye(len(products)) * (damping * mean)
        try:
            factor: Doubles = np.linalg.cholesky(np.linalg.inv(damped)).T
        except np.linalg.LinAlgError:
            damping *= 10
        else:
            return factor
    return np.eye(len(products))  # as if the inputs had nothing to do with each other


def _count_of_parts(inputs: int) -> int:
    """Return into how many equal parts a neuron's weights are divided."""
    return next(count for count in range(MAX_PARTS, 0, -1) if inputs % count == 0)


def _largest(bits: int) -> int:
    return int(2 ** (bits - 1)) - 1


def _scales(parts: Floats, bits: int) -> Floats:
    """Return the scale of each part, with which its largest weight becomes the largest number."""
    scales = np.abs(parts).max(axis=1) / np.float32(_largest(bits))
    scales[scales == 0] = 1
    return np.asarray(scales, np.float32)
