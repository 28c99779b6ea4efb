"""The networks, as plain `torch.nn.Sequential`.

Two things differ from writing `torch.nn.Linear(...)` line by line, and both serve one aim: a run
that trains beside another must compute the very numbers that it computes alone.

* First weights are drawn from the run's own random generator, by PyTorch's own formula.
* `Dropout` draws its masks from that generator too, sixteen random bits for each value, which takes
  a sixth of the time of drawing each value as PyTorch does.
"""

import math

import torch
from torch import Tensor, nn

from core.config.catalogue import SIDE
from core.config.choices import Activation
from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.network.architecture import KERNEL, LayerKind, LayerPlan, plan
from core.network.weights import Weights

ACTIVATIONS: dict[Activation, type[nn.Module]] = {
    Activation.SIGMOID: nn.Sigmoid,
    Activation.TANH: nn.Tanh,
    Activation.RELU: nn.ReLU,
    Activation.LEAKY_RELU: nn.LeakyReLU,
    Activation.GELU: nn.GELU,
}


class Dropout(nn.Module):
    """`torch.nn.Dropout` with masks from the run's own generator instead of the one that all share.

    While training, each value is set to zero with probability `rate`, and the others are divided by
    1 - rate, so that the expected sum stays the same (Srivastava et al. 2014,
    https://jmlr.org/papers/v15/srivastava14a.html). In evaluation nothing is changed.
    """

    def __init__(self, rate: float, generator: torch.Generator, plain: bool = False) -> None:
        super().__init__()
        self.rate = rate
        self.generator = generator
        self.plain = plain or generator.device.type == "mps"  # Apple's GPUs draw no 64-bit numbers

    def forward(self, x: Tensor) -> Tensor:
        """Any shape in, the same shape out."""
        return x * self.draw_mask(x) if self.training else x

    def draw_mask(self, x: Tensor) -> Tensor:
        """0 where a value of `x` is dropped and 1 / (1 - rate) where it is kept."""
        if self.plain:
            kept = torch.empty_like(x).bernoulli_(1 - self.rate, generator=self.generator)
        else:
            words = torch.empty(
                (x.numel() + 3) // 4, dtype=torch.int64, device=x.device
            )  # bits of four values each
            words.random_(-(2**63), None, generator=self.generator)
            bits = words.view(torch.int16)[: x.numel()].view(x.shape)  # -32768 to 32767, all alike
            kept = torch.ge(bits, round(self.rate * 2**16) - 2**15, out=torch.empty_like(x))
        return kept.div_(1 - self.rate)

    def extra_repr(self) -> str:
        """The rate, as `print(network)` shows it."""
        return f"rate={self.rate}"


def weight_generator(seed: int, normals_drawn: int = 0) -> torch.Generator:
    """Return the random stream from which a run with this seed draws its first weights.

    Args:
        normals_drawn: normal numbers that the tutorial's program draws from the stream before its
            first weights, to make its data; they are skipped. See `core.data.datasets.Data`.
    """
    random = torch.Generator().manual_seed(seed)
    if normals_drawn:
        torch.randn(normals_drawn, generator=random)
    return random


def build(
    model: ModelConfig,
    weights: torch.Generator,
    masks: torch.Generator | None = None,
    plain: bool = False,
) -> nn.Sequential:
    """The network that `model` describes, on the CPU, with fresh weights.

    It maps float32 (N, 784) to logits (N, classes), or (N, 1) to (N, 1) for the linear model.

    Args:
        weights: where first weights are drawn from, layer by layer from the input on; a CPU
            generator.
        masks: where dropout draws from; a generator of the device that the network will be moved
            to. Without it the same generator as for the weights.
        plain: let dropout draw as PyTorch's own does, value by value.
    """
    network = nn.Sequential()
    for layer in plan(model):
        network.add_module(layer.name, _module(layer, masks or weights, plain))
    for module in network:
        if isinstance(module, nn.Linear | nn.Conv2d):
            draw_first_weights(module, weights)
    return network


def _module(layer: LayerPlan, masks: torch.Generator, plain: bool) -> nn.Module:
    inputs, outputs = layer.inputs[0], layer.outputs[0]
    match layer.kind:
        case LayerKind.LINEAR:  # skip_init: no draw from the generator that all share
            linear: nn.Module = nn.utils.skip_init(nn.Linear, inputs, outputs, bias=layer.bias)
            return linear
        case LayerKind.CONVOLUTION:
            same = KERNEL // 2  # padding that keeps the size of the image
            shape = inputs, outputs, KERNEL
            convolution: nn.Module = nn.utils.skip_init(
                nn.Conv2d, *shape, padding=same, bias=layer.bias
            )
            return convolution
        case LayerKind.MAX_POOL:
            return nn.MaxPool2d(2)
        case LayerKind.AS_IMAGE:
            return nn.Unflatten(1, (1, SIDE, SIDE))  # (N, 784) -> (N, 1, 28, 28)
        case LayerKind.FLATTEN:
            return nn.Flatten()  # (N, 32, 7, 7) -> (N, 1568)
        case LayerKind.DROPOUT:
            return Dropout(layer.rate, masks, plain)
        case LayerKind.ACTIVATION:
            assert layer.activation is not None
            return ACTIVATIONS[layer.activation]()


def draw_first_weights(module: nn.Linear | nn.Conv2d, generator: torch.Generator) -> None:
    """PyTorch's own first weights: uniform in plus or minus 1 / sqrt(inputs of a neuron), biases likewise.

    The formula is `reset_parameters` of `torch.nn.Linear` and `torch.nn.Conv2d`.
    """
    nn.init.kaiming_uniform_(module.weight, a=math.sqrt(5), generator=generator)
    if module.bias is not None:
        bound = 1 / math.sqrt(module.weight[0].numel())
        nn.init.uniform_(module.bias, -bound, bound, generator=generator)


def network_of(config: RunConfig, weights: Weights) -> nn.Module:
    """A network of its own with these weights, on the CPU, at rest; to be made in any thread."""
    network = build(config.model, torch.Generator())
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    return network.eval()


def copy_of_weights(network: nn.Module) -> Weights:
    """A private copy in ordinary memory, by name."""
    return {
        name: tensor.detach().cpu().float().numpy().copy()
        for name, tensor in network.state_dict().items()
    }
