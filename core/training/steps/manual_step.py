"""A step of gradient descent with every derivative written out, for fully connected networks.

It computes what the five lines of `_learn_from` in `core.training.loop` compute. For networks with
kinks (ReLU) the results are equal bit for bit; for smooth ones they differ in how a few sums are
rounded. The tests compare the two. It is faster because nothing is recorded for autograd, results
are written in place, and with plain SGD the matrix product itself adds the gradient to the momentum
buffer. That last shortcut is not taken with kinks: there, rounding errors grow into the third
decimal within an epoch or two, and the program exported for the run, which uses autograd, would
print other costs.

With x a batch (B, in), W a layer's weights (out, in), b its bias, f its activation and m the mask
of dropout:

    forward     z = x W^T + b        a = f(z) * m         a is the next layer's x
    backward    dz = da * m * f'(z)  dW = dz^T x          db = sum of dz over the batch
                                                          dx = dz W is the previous layer's da

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
MEAN_REDUCTION, IGNORED_LABEL = 1, -100  # PyTorch's defaults for the cross-entropy
MAX_WEIGHTS_OF_ONE_THREAD = 20_000  # so small a product ends before another thread wakes (measured)
LEAKY_SLOPE = 0.01  # PyTorch's leaky ReLU below zero

# For each activation f: a = f(z), written over z; and dz from da and a. GELU is missing, because
# its derivative needs z itself.
Forward = Callable[[Tensor], Tensor]
Backward = Callable[[Tensor, Tensor], Tensor]
DERIVATIVES: dict[type[nn.Module], tuple[Forward, Backward]] = {
    nn.Sigmoid: (torch.sigmoid_, aten.sigmoid_backward),
    nn.Tanh: (torch.tanh_, aten.tanh_backward),
    nn.ReLU: (torch.relu_, lambda da, a: aten.threshold_backward(da, a, 0)),
    nn.LeakyReLU: (
        functional.leaky_relu_,
        lambda da, a: aten.leaky_relu_backward(da, a, LEAKY_SLOPE, True),
    ),
    nn.Identity: (lambda z: z, lambda da, a: da),
}

KINKED = (DERIVATIVES[nn.ReLU], DERIVATIVES[nn.LeakyReLU])


@dataclass
class _Layer:
    """A linear layer with the activation and the dropout that follow it."""

    linear: nn.Linear
    activation: tuple[Forward, Backward] | None = None
    dropout: Dropout | None = None


@dataclass
class _ForwardCache:
    """The values of a layer that the backward pass needs.

    Attributes:
        weight: (out, in), as it was multiplied.
        x: the layer's input, (B, in).
        a: the activation's output f(z), before dropout, (B, out).
        mask: of dropout, (B, out); None where nothing is dropped.
    """

    weight: Tensor
    x: Tensor
    a: Tensor
    mask: Tensor | None = None


class ManualStep:
    """The step for one network and its optimizer; to be called with one batch after the other.

    Only matrix products and the optimizer use all of the run's threads. For what lies between them
    one thread is done before the others have woken up (measured: 4 us against 12 us for 51,200
    products).

    Args:
        number_type: of the numbers in matrix products: the weights' own, or bfloat16.
        l1: the factor of the L1 penalty, see `core.training.steps.penalties`.
    """

    def __init__(
        self,
        layers: list[_Layer],
        optimizer: optim.Optimizer,
        number_type: torch.dtype,
        l1: float = 0.0,
    ) -> None:
        self._layers = layers
        self._optimizer = optimizer
        self._number_type = number_type
        self._l1 = l1
        self._is_smooth = all(layer.activation not in KINKED for layer in layers)
        self._threads = torch.get_num_threads()

    @classmethod
    def of(
        cls,
        network: nn.Sequential,
        optimizer: optim.Optimizer,
        number_type: torch.dtype,
        l1: float = 0.0,
    ) -> Self | None:
        """Return the step for this network; None for one on a GPU or with other kinds of layers."""
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

        is_on_processor = layers[0].linear.weight.device.type == "cpu"
        return cls(layers, optimizer, number_type, l1) if is_on_processor else None

    @torch.no_grad()
    def __call__(self, x: Tensor, y: Tensor) -> Tensor:
        """Take one step of gradient descent; return the batch's mean cost.

        Args:
            x: float32 (B, in).
            y: int64 (B,), the right classes.
        """
        self._threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            logits, caches = self._forward(x.to(self._number_type))  # (B, C)
            weight_type = self._layers[0].linear.weight.dtype
            log_probabilities = functional.log_softmax(logits.to(weight_type), dim=1)  # (B, C)
            cost, dz = _cross_entropy(log_probabilities, y)
            self._backward(dz.to(self._number_type), caches)
        finally:
            torch.set_num_threads(self._threads)

        if not self._is_fused:
            self._optimizer.step()
        return cost

    def _forward(self, x: Tensor) -> tuple[Tensor, list[_ForwardCache]]:
        """Return the logits (B, C), and what the backward pass needs of each layer."""
        caches = []
        for layer in self._layers:
            # z = x W^T + b: (B, in) -> (B, out)
            weight, bias = layer.linear.weight.to(self._number_type), layer.linear.bias
            with self._all_threads(weight):
                z = _linear(x, weight, None if bias is None else bias.to(self._number_type))

            # a = f(z)
            a = z if layer.activation is None else layer.activation[0](z)
            cache = _ForwardCache(weight, x, a)
            caches.append(cache)

            # the next layer's x = a * m
            x = a
            if layer.dropout is not None and layer.dropout.rate > 0:
                cache.mask = layer.dropout.draw_mask(a)
                x = a * cache.mask
        return x, caches

    def _backward(self, dz: Tensor, caches: list[_ForwardCache]) -> None:
        """Learn from the last layer to the first.

        Args:
            dz: the derivative of the cost by the logits, (B, C).
        """
        for index in reversed(range(len(self._layers))):
            linear, cache = self._layers[index].linear, caches[index]

            # dx = dz W, with the weights as they were in the forward pass: (B, out) -> (B, in)
            if index > 0:
                with self._all_threads(linear.weight):
                    dx = dz @ cache.weight

            # dW = dz^T x: (out, in); db = sum of dz over the batch: (out,)
            self._use_gradient(linear.weight, dz, cache.x)
            if linear.bias is not None:
                self._use_gradient(linear.bias, dz, None)

            # the previous layer's dz = da * m * f'(z), where da is this layer's dx
            if index > 0:
                previous, activation = caches[index - 1], self._layers[index - 1].activation
                if previous.mask is not None:
                    dx *= previous.mask
                dz = dx if activation is None else activation[1](dx, previous.a)

    def _use_gradient(self, parameter: Tensor, dz: Tensor, x: Tensor | None) -> None:
        """Compute a parameter's gradient; with plain SGD also update the parameter.

        The gradient is dz^T x of a weight; of a bias, where `x` is None, the sum of dz over the
        batch. SGD computes w -= rate * v with v = momentum * v + gradient, or w -= rate * gradient
        without momentum. Other optimizers find the gradient in ``parameter.grad``.
        """
        options = self._optimizer.param_groups[0]
        if not self._is_fused:
            if parameter.grad is None:
                parameter.grad = torch.empty_like(parameter)
            self._add_gradient(parameter.grad, dz, x, beta=0, alpha=1)
            if self._l1 and x is not None:  # the penalty's gradient: its factor with their signs
                with self._all_threads(parameter):
                    parameter.grad.add_(parameter.sign(), alpha=self._l1)
        elif not options["momentum"]:
            self._add_gradient(parameter, dz, x, beta=1, alpha=-options["lr"])
        else:
            state = self._optimizer.state[parameter]
            if state.get("momentum_buffer") is None:
                state["momentum_buffer"] = torch.zeros_like(parameter)
            self._add_gradient(state["momentum_buffer"], dz, x, beta=options["momentum"], alpha=1)
            with self._all_threads(parameter):
                parameter.sub_(state["momentum_buffer"], alpha=options["lr"])

    def _add_gradient(
        self, out: Tensor, dz: Tensor, x: Tensor | None, beta: float, alpha: float
    ) -> None:
        """Compute out = beta * out + alpha * gradient in place, as `torch.addmm` does."""
        if x is None:
            gradient = dz.sum(dim=0) * alpha
            out.copy_(gradient + beta * out if beta else gradient)
            return

        with self._all_threads(out):
            if self._number_type is out.dtype:
                out.addmm_(dz.t(), x, beta=beta, alpha=alpha)
            else:
                out.copy_(dz.t() @ x)

    @property
    def _is_fused(self) -> bool:
        """Whether the products update the weights themselves: plain SGD in a smooth network."""
        options = self._optimizer.param_groups[0]
        is_plain_sgd = (
            isinstance(self._optimizer, optim.SGD)
            and not options["weight_decay"]
            and not options["nesterov"]
            and not self._l1
        )
        return is_plain_sgd and self._is_smooth and self._number_type is not torch.bfloat16

    @contextmanager
    def _all_threads(self, weight: Tensor) -> Iterator[None]:
        """Use all threads within, if the product is large enough to gain by it.

        With kinks every product uses them, as in autograd: another split would round differently.
        """
        if not self._is_smooth or weight.numel() > MAX_WEIGHTS_OF_ONE_THREAD:
            torch.set_num_threads(self._threads)
        yield
        torch.set_num_threads(1)


def _linear(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """Return x W^T + b: (B, in) to (B, out)."""
    return x @ weight.t() if bias is None else torch.addmm(bias, x, weight.t())


def _cross_entropy(log_probabilities: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean cost, and its derivative by the logits, (softmax - one-hot) / B: (B, C).

    PyTorch's own operators round it as autograd does.
    """
    cost, weight = aten.nll_loss_forward(log_probabilities, y, None, MEAN_REDUCTION, IGNORED_LABEL)
    by_log_probabilities = aten.nll_loss_backward(
        torch.ones_like(cost), log_probabilities, y, None, MEAN_REDUCTION, IGNORED_LABEL, weight
    )
    dz = aten._log_softmax_backward_data(
        by_log_probabilities, log_probabilities, 1, log_probabilities.dtype
    )
    return cost, dz
