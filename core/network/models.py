"""The networks, as plain `torch.nn.Sequential`.

Read `build` first: it turns the layers that `core.network.architecture` lists into PyTorch modules.
Three things differ from writing `torch.nn.Linear(...)` line by line. The first two serve one aim: a
run that trains while others do must compute the same numbers as alone.

* Initial weights are drawn from the run's own random generator, by PyTorch's own formulas.
* `Dropout` draws its masks from that generator too, sixteen random bits for each value, which takes
  a sixth of the time of drawing each value as PyTorch does.
* The numbers that all maps have at one position lie side by side in memory ("channels last"), in
  which order a step of `cnn` takes two thirds of the time,
  https://docs.pytorch.org/tutorials/intermediate/memory_format_tutorial.html.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from core.config.catalogue import SIDE
from core.config.choices import Activation, Initialization
from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.network.architecture import KERNEL, LayerKind, LayerPlan, plan
from core.network.normalization import batch_norm
from core.network.pooling import MaxPool
from core.network.weights import Weights

ACTIVATIONS: dict[Activation, type[nn.Module]] = {
    Activation.SIGMOID: nn.Sigmoid,
    Activation.TANH: nn.Tanh,
    Activation.RELU: nn.ReLU,
    Activation.LEAKY_RELU: nn.LeakyReLU,
    Activation.GELU: nn.GELU,
    Activation.IDENTITY: nn.Identity,
}


class Dropout(nn.Module):
    """`torch.nn.Dropout` with masks from the run's own generator instead of PyTorch's global one.

    In training, each value is set to zero with probability `rate`, and the others are divided by
    1 - rate, so that the expected sum stays the same (Srivastava et al. 2014,
    https://jmlr.org/papers/v15/srivastava14a.html). In evaluation nothing is changed.

    The rate can be changed at any time. At a rate of 0 nothing is drawn: the network computes the
    same as one without the layer.

    Args:
        plain: draw each value as PyTorch does.
    """

    def __init__(self, rate: float, generator: torch.Generator, plain: bool = False) -> None:
        super().__init__()
        self.rate = rate
        self.generator = generator
        self.plain = plain or generator.device.type == "mps"  # Apple's GPUs draw no 64-bit numbers

    def forward(self, x: Tensor) -> Tensor:
        """Return `x`, of any shape, with some values dropped in training."""
        return x * self.draw_mask(x) if self.training and self.rate > 0 else x

    def draw_mask(self, x: Tensor) -> Tensor:
        """Return the factors of `x`: 0 where a value is dropped, 1 / (1 - rate) elsewhere."""
        if self.plain:
            mask = torch.empty_like(x).bernoulli_(1 - self.rate, generator=self.generator)
        else:
            # each 64-bit number has the bits of four values
            count = (x.numel() + 3) // 4
            numbers = torch.empty(count, dtype=torch.int64, device=x.device)
            numbers.random_(-(2**63), None, generator=self.generator)

            # as 16-bit numbers, uniform from -32768 to 32767; those below the threshold are dropped
            values = numbers.view(torch.int16)[: x.numel()].view(x.shape)
            threshold = round(self.rate * 2**16) - 2**15
            mask = torch.ge(values, threshold, out=torch.empty_like(x))  # 0 or 1
        return mask.div_(1 - self.rate)

    def extra_repr(self) -> str:
        """Return the rate, as `print(network)` shows it."""
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
    """Build the network that `model` describes, on the CPU, with newly drawn weights.

    It maps float32 (N, 784) to logits (N, classes), or (N, 1) to (N, 1) for the linear model.

    Args:
        weights: the CPU generator that first weights are drawn from, layer by layer from the input
            on.
        masks: the generator that dropout draws from, of the device that the network will be moved
            to. Without it dropout draws from `weights`.
        plain: let dropout draw as PyTorch's own does, value by value, and keep maps one after the
            other in memory.
    """
    masks = masks or weights
    network = _with_drawn_weights(_without_weights(model, masks, plain), model, weights)
    return _arranged(network, masks, plain)


def build_live(
    model: ModelConfig, weights: torch.Generator, masks: torch.Generator, plain: bool = False
) -> nn.Sequential:
    """Build a network like `build`, whose dropout can be changed while it trains.

    It has dropout after each hidden layer, also where its rate is 0, so that it can be raised.
    """
    network = _without_weights(model, masks, plain, has_idle_dropout=True)
    return _arranged(_with_drawn_weights(network, model, weights), masks, plain)


def reader(
    model: ModelConfig,
    masks: torch.Generator | None = None,
    plain: bool = False,
    *,
    has_idle_dropout: bool = False,
) -> nn.Sequential:
    """Build a network in evaluation mode for weights that are set afterwards.

    Until then they are undefined; drawing them takes longer than all the rest.

    Args:
        masks: see `network_of`.
        plain: see `build`.
        has_idle_dropout: for the weights of a network that `build_live` made.
    """
    masks = masks or torch.Generator()
    network = _without_weights(model, masks, plain, has_idle_dropout)
    return _arranged(network, masks, plain).eval()


def _with_drawn_weights(
    network: nn.Sequential, model: ModelConfig, weights: torch.Generator
) -> nn.Sequential:
    layers = [module for module in network if isinstance(module, nn.Linear | nn.Conv2d)]
    for layer in layers:
        draw_first_weights(layer, weights)

    # as in a program: each layer was made, and with it drawn, before it is drawn by another formula
    if model.init is not Initialization.DEFAULT:
        for layer in layers:
            draw_chosen_weights(layer, model, weights)
    return network


def _arranged(network: nn.Sequential, masks: torch.Generator, plain: bool) -> nn.Sequential:
    """Arrange the weights of convolutions channels last, and with them what they put out.

    Only now, since numbers are drawn in the order of memory. Apple's GPUs are left out: there
    convolutions in this order had faults and took thirty times as long (pytorch#142344, #193349).
    """
    if plain or masks.device.type == "mps":
        return network
    return network.to(memory_format=torch.channels_last)


def _without_weights(
    model: ModelConfig, masks: torch.Generator, plain: bool = False, has_idle_dropout: bool = False
) -> nn.Sequential:
    network = nn.Sequential()
    for layer in plan(model, has_idle_dropout=has_idle_dropout):
        network.add_module(layer.name, _module(layer, masks, plain))
    return network


def _module(layer: LayerPlan, masks: torch.Generator, plain: bool) -> nn.Module:
    inputs, outputs = layer.inputs[0], layer.outputs[0]
    match layer.kind:
        # skip_init: draw nothing from PyTorch's global generator
        case LayerKind.LINEAR:
            linear: nn.Module = nn.utils.skip_init(nn.Linear, inputs, outputs, bias=layer.bias)
            return linear
        case LayerKind.CONVOLUTION:
            padding = KERNEL // 2  # keeps the size of the image
            convolution: nn.Module = nn.utils.skip_init(
                nn.Conv2d, inputs, outputs, KERNEL, padding=padding, bias=layer.bias
            )
            return convolution
        case LayerKind.MAX_POOL:
            return MaxPool()  # (N, maps, 28, 28) -> (N, maps, 14, 14)
        case LayerKind.AS_IMAGE:
            return nn.Unflatten(1, (1, SIDE, SIDE))  # (N, 784) -> (N, 1, 28, 28)
        case LayerKind.FLATTEN:
            return nn.Flatten()  # (N, 32, 7, 7) -> (N, 1568)
        case LayerKind.BATCH_NORM:
            return batch_norm(inputs, is_of_maps=len(layer.inputs) > 1)
        case LayerKind.LAYER_NORM:
            # of maps: over all of them and their positions, with one scale and shift for each map
            return nn.LayerNorm(inputs) if len(layer.inputs) == 1 else nn.GroupNorm(1, inputs)
        case LayerKind.DROPOUT:
            return Dropout(layer.rate, masks, plain)
        case LayerKind.ACTIVATION:
            assert layer.activation is not None
            return ACTIVATIONS[layer.activation]()


def draw_first_weights(module: nn.Linear | nn.Conv2d, generator: torch.Generator) -> None:
    """Draw a layer's weights and biases, uniform within plus or minus 1 / sqrt(inputs of a neuron).

    The formula is PyTorch's own, `reset_parameters` of `torch.nn.Linear` and `torch.nn.Conv2d`.
    """
    nn.init.kaiming_uniform_(module.weight, a=math.sqrt(5), generator=generator)
    if module.bias is not None:
        bound = 1 / math.sqrt(module.weight[0].numel())
        nn.init.uniform_(module.bias, -bound, bound, generator=generator)


def draw_chosen_weights(
    module: nn.Linear | nn.Conv2d, model: ModelConfig, generator: torch.Generator
) -> None:
    """Draw a layer's weights as `model.init` says, and set its biases to 0.

    * Xavier: uniform within plus or minus sqrt(6 / (inputs + outputs)); keeps signals and gradients
      about as large in each layer where the activation is nearly a straight line around 0 (Glorot
      and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html).
    * He: normal with standard deviation sqrt(2 / inputs), because ReLU removes half of the signal
      (He et al. 2015, https://arxiv.org/abs/1502.01852).
    """
    match model.init:
        case Initialization.XAVIER:
            nn.init.xavier_uniform_(module.weight, generator=generator)
        case Initialization.HE:
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu", generator=generator)
        case Initialization.NORMAL:
            nn.init.normal_(module.weight, std=model.init_std, generator=generator)
        case Initialization.ZEROS:
            nn.init.zeros_(module.weight)
    if module.bias is not None:
        nn.init.zeros_(module.bias)


@contextmanager
def evaluation_mode(network: nn.Module) -> Iterator[None]:
    """Have a network in evaluation mode within this block, and then each module as it was."""
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        yield
    finally:
        for module, was_training in modes:
            module.training = was_training


def set_dropout_on(network: nn.Sequential, is_on: bool) -> None:
    """Switch only the dropout layers of a network to training mode, or back.

    Batch normalization goes on with its running means and variances, and leaves them as they are.
    """
    for dropout in dropouts(network):
        dropout.train(is_on)


def dropouts(network: nn.Sequential) -> list[Dropout]:
    """Return the network's dropout layers, from the input on."""
    return [module for module in network if isinstance(module, Dropout)]


def network_of(
    config: RunConfig, weights: Weights, masks: torch.Generator | None = None
) -> nn.Sequential:
    """Build a run's network with these weights, on the CPU and in evaluation mode; in any thread.

    Args:
        masks: the generator that dropout draws from, where the network is asked in training mode.
    """
    network = reader(config.model, masks, config.plain)
    set_weights(network, weights)
    return network


def set_weights(network: nn.Module, weights: Weights) -> None:
    """Copy `weights` into a network; names and shapes are those of its `state_dict`."""
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})


def copy_of_weights(network: nn.Module) -> Weights:
    """Return a private copy of the weights in ordinary memory, by name."""
    return {
        name: tensor.detach().cpu().float().numpy().copy()
        for name, tensor in network.state_dict().items()
    }
