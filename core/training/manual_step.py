"""A step of gradient descent for fully connected networks on the processor, every derivative written out by hand.

It computes what the five lines of `core.training.loop` compute, bit for bit where the network has
kinks (ReLU), else but for the order in which a few sums are rounded: the tests hold the two against
each other. It is faster because nothing is recorded for autograd, results are written in place, and
with plain momentum the matrix product itself adds the gradient to what is remembered. With kinks it
must not: there the last digits grow into the third decimal within an epoch or two, and the run's
own program, written for autograd, would show other costs.

With x a batch (B, in), W a layer's weights (out, in), b its bias, f its activation and m the mask
of dropout:

    forward     z = x W^T + b        a = f(z) * m         a is the next layer's x backward    dz =
    da * m * f'(z)  dW = dz^T x          db = sum of dz over the batch       dx = dz W

and for the last layer, where the cost is the mean cross-entropy, dz = (softmax(z) - one-hot(y)) /
B; see M. Nielsen, Neural Networks and Deep Learning, chapter 2,
http://neuralnetworksanddeeplearning.com/chap2.html.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor, nn, optim
from torch.nn import functional

from core.network.models import Dropout

aten = torch.ops.aten
MEAN, IGNORED = 1, -100  # how PyTorch reduces by itself, and which label it leaves out
FEW_WEIGHTS = 20_000  # a product with so few is over before another thread is awake (measured)
LEAK = 0.01  # the slope of PyTorch's leaky ReLU below zero

# For each activation: its value in place of z, and dz from da and that value (GELU's needs z
# itself).
Forward = Callable[[Tensor], Tensor]
Backward = Callable[[Tensor, Tensor], Tensor]
DERIVATIVES: dict[type[nn.Module], tuple[Forward, Backward]] = {
    nn.Sigmoid: (torch.sigmoid_, aten.sigmoid_backward),
    nn.Tanh: (torch.tanh_, aten.tanh_backward),
    nn.ReLU: (torch.relu_, lambda da, a: aten.threshold_backward(da, a, 0)),
    nn.LeakyReLU: (
        functional.leaky_relu_,
        lambda da, a: aten.leaky_relu_backward(da, a, LEAK, True),
    ),
}

WITH_KINKS = (DERIVATIVES[nn.ReLU], DERIVATIVES[nn.LeakyReLU])


@dataclass
class _Layer:
    """A linear map with what follows it."""

    linear: nn.Linear
    activation: tuple[Forward, Backward] | None = None
    dropout: Dropout | None = None


@dataclass
class _Passed:
    """What of a layer is needed on the way back: weights (out, in), its input (B, in), f(z) and the mask (B, out)."""

    weight: Tensor
    x: Tensor
    a: Tensor
    mask: Tensor | None = None


class FastStep:
    """Learns from one batch after the other; of a network and optimizer as `FastStep.of` accepts them.

    Only matrix products and the optimizer are spread over the run's threads. What is between them
    is done sooner by one thread than the others wake up (measured: 4 us against 12 us for 51,200
    products).

    Args:
        number: the type in which matrix products are computed: the weights' own, or bfloat16.
    """

    def __init__(
        self, layers: list[_Layer], optimizer: optim.Optimizer, number: torch.dtype
    ) -> None:
        self._layers = layers
        self._optimizer = optimizer
        self._number = number
        self._is_smooth = all(layer.activation not in WITH_KINKS for layer in layers)
        self._threads = torch.get_num_threads()

    @classmethod
    def of(
        cls, network: nn.Sequential, optimizer: optim.Optimizer, number: torch.dtype
    ) -> Self | None:
        """The step for this network; None if it has layers that are not written out here, or lies on a GPU."""
        layers: list[_Layer] = []
        for module in network:
            if isinstance(module, nn.Linear):
                layers.append(_Layer(module))
            elif layers and isinstance(module, Dropout):
                layers[-1].dropout = module
            elif layers and type(module) in DERIVATIVES:
                layers[-1].activation = DERIVATIVES[type(module)]
            else:
                return None
        return (
            cls(layers, optimizer, number) if layers[0].linear.weight.device.type == "cpu" else None
        )

    @torch.no_grad()
    def __call__(self, x: Tensor, y: Tensor) -> Tensor:
        """One step: x float32 (B, in), y int64 (B,); returns the batch's mean cost."""
        self._threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            outputs, passed = self._forward(x.to(self._number))
            log_shares = functional.log_softmax(
                outputs.to(self._layers[0].linear.weight.dtype), dim=1
            )  # (B, C)
            cost, dz = _cross_entropy(log_shares, y)
            self._backward(dz.to(self._number), passed)
        finally:
            torch.set_num_threads(self._threads)
        if not self._sums_up:
            self._optimizer.step()
        return cost

    def _forward(self, x: Tensor) -> tuple[Tensor, list[_Passed]]:
        passed = []
        for layer in self._layers:
            weight, bias = layer.linear.weight.to(self._number), layer.linear.bias
            with self._all_threads(weight):
                z = (
                    x @ weight.t()
                    if bias is None
                    else torch.addmm(bias.to(self._number), x, weight.t())
                )
            a = z if layer.activation is None else layer.activation[0](z)
            passed.append(_Passed(weight, x, a))
            x = a
            if layer.dropout is not None:
                passed[-1].mask = layer.dropout.draw_mask(a)
                x = a * passed[-1].mask
        return x, passed

    def _backward(self, dz: Tensor, passed: list[_Passed]) -> None:
        for place in reversed(range(len(self._layers))):
            linear, here = self._layers[place].linear, passed[place]
            if place:
                with self._all_threads(linear.weight):
                    dx = dz @ here.weight
            self._learn(linear.weight, dz, here.x)
            if linear.bias is not None:
                self._learn(linear.bias, dz, None)
            if place:
                before, activation = passed[place - 1], self._layers[place - 1].activation
                if before.mask is not None:
                    dx *= before.mask
                dz = dx if activation is None else activation[1](dx, before.a)

    def _learn(self, weight: Tensor, dz: Tensor, x: Tensor | None) -> None:
        """Take in the gradient dz^T x of a weight, or the sum of dz over the batch of a bias.

        Where the optimizer only adds it up, w -= rate * v with v = momentum * v + gradient, or w -=
        rate * gradient without momentum, the product does so at once. Else it is left to the
        optimizer.
        """
        options = self._optimizer.param_groups[0]
        if not self._sums_up:
            if weight.grad is None:
                weight.grad = torch.empty_like(weight)
            self._add_product(weight.grad, dz, x, keep=0, share=1)
        elif not options["momentum"]:
            self._add_product(weight, dz, x, keep=1, share=-options["lr"])
        else:
            memory = self._optimizer.state[weight]
            if memory.get("momentum_buffer") is None:
                memory["momentum_buffer"] = torch.zeros_like(weight)
            self._add_product(memory["momentum_buffer"], dz, x, keep=options["momentum"], share=1)
            with self._all_threads(weight):
                weight.sub_(memory["momentum_buffer"], alpha=options["lr"])

    def _add_product(
        self, sums: Tensor, dz: Tensor, x: Tensor | None, keep: float, share: float
    ) -> None:
        """Sums = keep * sums + share * dz^T x."""
        if x is None:
            added = dz.sum(dim=0) * share
            sums.copy_(added + keep * sums if keep else added)
            return
        with self._all_threads(sums):
            if self._number is sums.dtype:
                sums.addmm_(dz.t(), x, beta=keep, alpha=share)
            else:
                sums.copy_(dz.t() @ x)

    @property
    def _sums_up(self) -> bool:
        """Whether the gradient need not be known by itself: with SGD that only adds it up, in a smooth network."""
        options = self._optimizer.param_groups[0]
        is_plain = (
            isinstance(self._optimizer, optim.SGD)
            and not options["weight_decay"]
            and not options["nesterov"]
        )
        return is_plain and self._is_smooth and self._number is not torch.bfloat16

    @contextmanager
    def _all_threads(self, weight: Tensor) -> Iterator[None]:
        """For work that is worth it; with kinks for all, as the products of autograd, or they would round otherwise."""
        if not self._is_smooth or weight.numel() > FEW_WEIGHTS:
            torch.set_num_threads(self._threads)
        yield
        torch.set_num_threads(1)


def _cross_entropy(log_shares: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """The mean cost, and its derivative by the outputs (B, C): (softmax - one-hot) / B, rounded as autograd does."""
    cost, weight = aten.nll_loss_forward(log_shares, y, None, MEAN, IGNORED)
    by_shares = aten.nll_loss_backward(
        torch.ones_like(cost), log_shares, y, None, MEAN, IGNORED, weight
    )
    return cost, aten._log_softmax_backward_data(by_shares, log_shares, 1, log_shares.dtype)
