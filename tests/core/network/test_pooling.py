"""Max pooling equals PyTorch's own, bit for bit."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from core.network.pooling import MaxPool


def images_of(kind, number_type=torch.float32):
    random = torch.Generator().manual_seed(3)
    x = torch.randn(5, 3, 28, 14, generator=random)
    match kind:
        case "with ties":  # few values, so that most squares have several largest numbers
            x = x.round().clamp(-1, 1)
        case "of one value":
            x = torch.full_like(x, 0.25)
        case "after ReLU":
            x = x.relu()
        case "not contiguous":
            x = x.transpose(0, 1)
    return x.to(number_type)


KINDS = ("random", "with ties", "of one value", "after ReLU", "not contiguous")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number_type", [torch.float32, torch.bfloat16], ids=str)
def test_values_and_derivatives_are_pytorchs(kind, number_type):
    x = images_of(kind, number_type).requires_grad_()
    ours, expected = MaxPool()(x), functional.max_pool2d(x, 2)
    assert torch.equal(ours, expected)

    derivative = torch.randn(expected.shape, generator=torch.Generator().manual_seed(4))
    derivative = derivative.to(number_type)
    (dx,) = torch.autograd.grad(ours, x, derivative)
    (expected_dx,) = torch.autograd.grad(expected, x, derivative)
    assert torch.equal(dx, expected_dx)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_finite_comes_through(value):
    x = images_of("random")
    x[0, 0, 0, 0] = x[1, 1, 3, 3] = value
    ours, expected = MaxPool()(x), functional.max_pool2d(x, 2)
    assert torch.equal(ours.nan_to_num(7.0), expected.nan_to_num(7.0))
    assert torch.equal(ours.isnan(), expected.isnan())


def test_the_derivative_agrees_with_differences():
    x = torch.randn(2, 2, 4, 6, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(MaxPool(), x)


def test_an_export_sees_pytorchs_layer():
    exported = torch.export.export(nn.Sequential(MaxPool()), (images_of("random"),))
    (operator,) = (node for node in exported.graph.nodes if node.op == "call_function")
    assert "max_pool2d" in str(operator.target)
