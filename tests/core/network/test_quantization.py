"""Rounding the weights of a layer for the inputs that it gets."""

import numpy as np
import pytest

from core.network.quantization import compensated

RANDOM = np.random.default_rng(7)
WEIGHTS = RANDOM.standard_normal((4, 256)).astype(np.float32)
INPUTS = RANDOM.random((100, 256)).astype(np.float32)


def error(packed, inputs):
    """By how much the sums are changed, as a share of them."""
    exact = WEIGHTS.astype(float) @ inputs.T.astype(float)
    return np.abs(packed.weights().astype(float) @ inputs.T - exact).mean() / np.abs(exact).mean()


@pytest.mark.parametrize("exponent", [-73, -20, 66, 120])
def test_the_size_of_the_inputs_does_not_matter(exponent):
    """The squares of some are below what a float32 holds, those of others above."""
    usual = compensated(WEIGHTS, 4, INPUTS, 0.001)
    inputs = INPUTS * np.float32(2.0**exponent)
    assert np.array_equal(compensated(WEIGHTS, 4, inputs, 0.001).numbers, usual.numbers)


def test_inputs_that_are_all_the_same_are_no_error():
    inputs = np.repeat(INPUTS[:, :1], 256, axis=1)
    assert error(compensated(WEIGHTS, 4, inputs, 1e-15), inputs) < 0.05
    nothing = np.zeros_like(INPUTS)
    assert np.isfinite(compensated(WEIGHTS, 4, nothing, 0.001).weights()).all()
