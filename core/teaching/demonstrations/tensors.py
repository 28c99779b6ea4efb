"""Tensors and devices: real lines executed, real shapes on their way, real times of a product."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.config.choices import DeviceKind
from core.config.presets import preset
from core.data import datasets
from core.machine import devices
from core.network import models
from core.teaching.demonstrations.tensor_choices import (
    META,
    TIMED_BATCHES,
    Line,
    Statement,
)

PIXELS, UNITS = 784, 512
MIN_TIMED_S, MIN_REPEATS = 0.03, 3  # of each product
NETWORK = "sigmoid"  # the preset whose shapes are shown

Numbers = NDArray[np.generic]


@dataclass(frozen=True)
class Executed:
    """A line that was executed, with what it printed or the error that it raised.

    Attributes:
        tensors: what there is after it, by name.
    """

    code: str
    output: str
    is_error: bool
    tensors: Mapping[str, "Seen"]


@dataclass(frozen=True)
class Seen:
    """A tensor as one sees it.

    Attributes:
        numbers: None on a device without memory.
    """

    shape: tuple[int, ...]
    dtype: str
    device: str
    numbers: Numbers | None


def device_names() -> list[str]:
    """Return this machine's devices as PyTorch names them, with `META` if there is one only."""
    names = [
        option.kind.value
        for option in devices.options()
        if option.reason is None and option.kind is not DeviceKind.AUTO
    ]
    return names if len(names) > 1 else [*names, META]


def execute(statements: Sequence[Statement]) -> tuple[Executed, ...]:
    """Execute lines one after the other; an error ends only its own line, as in a notebook."""
    names: dict[str, Tensor] = {}
    return tuple(_executed(statement, names) for statement in statements)


def _executed(statement: Statement, names: dict[str, Tensor]) -> Executed:
    output, is_error = "", False
    try:
        output = _result(statement, names)
    except Exception as error:  # PyTorch's own, shown as Python prints it
        output, is_error = f"{type(error).__name__}: {error}", True
    return Executed(
        statement.code, output, is_error, {name: _seen(names[name]) for name in sorted(names)}
    )


def _result(statement: Statement, names: dict[str, Tensor]) -> str:
    """Do what the line does and return what it prints; a test executes the code that is shown."""
    match statement.line:
        case Line.MAKE_A | Line.MAKE_B:
            names[statement.code[0]] = torch.IntTensor(list(statement.numbers))
        case Line.MOVE_A | Line.MOVE_B:
            name = statement.code[0]
            names[name] = _named(names, name).to(statement.device)
        case Line.MULTIPLY:
            names["m"] = _named(names, "a") * _named(names, "b")
        case _:
            return str(_printed(statement.line, names))
    return ""


def _printed(line: Line, names: Mapping[str, Tensor]) -> object:
    match line:
        case Line.AVAILABLE:
            return torch.cuda.is_available()
        case Line.MISSPELT:
            return getattr(torch.cuda, "is_" + "avaliable")()
        case Line.DIRECT:
            return _named(names, "m").numpy()
        case Line.NUMPY:
            return _named(names, "m").cpu().numpy()
    return _named(names, "m")


def _named(names: Mapping[str, Tensor], name: str) -> Tensor:
    if name not in names:
        raise NameError(f"name '{name}' is not defined")
    return names[name]


def _seen(tensor: Tensor) -> Seen:
    numbers = None if tensor.is_meta else tensor.cpu().numpy().copy()
    return Seen(tuple(tensor.shape), str(tensor.dtype), str(tensor.device), numbers)


@dataclass(frozen=True)
class Stage:
    """A tensor on the way of images through a network.

    Attributes:
        code: the line that makes it.
        numbers: all of its numbers.
    """

    code: str
    numbers: Numbers


def way(batch: int) -> tuple[Stage, ...]:
    """Return what becomes of the first test images in an untrained network of 784, 512, 10 units.

    Args:
        batch: how many images.
    """
    return tuple(Stage(code, tensor.detach().numpy().copy()) for code, tensor in _stages(batch))


@torch.no_grad()
def _stages(batch: int) -> Iterator[tuple[str, Tensor]]:
    config = preset(NETWORK).config
    images = datasets.load(config.data).test_x[:batch].reshape(-1, 28, 28)
    model = models.build(config.model, models.weight_generator(config.seed))

    yield "image = images[0]", images[0]
    yield "image.flatten()", images[0].flatten()
    x = images.flatten(1)
    yield "x = images.flatten(1)", x
    for name, module in model.named_children():
        if isinstance(module, nn.Linear):
            yield f"model.{name}.weight.T", module.weight.T
        x = module(x)
        yield f"x = model.{name}(x)", x
    yield "x.argmax(dim=1)", x.argmax(dim=1)


@dataclass(frozen=True)
class Timing:
    """How long a product of a batch (B, 784) and weights (784, 512) takes on a device.

    Attributes:
        seconds: the median of several.
    """

    device: str
    batch: int
    seconds: float


def timings(is_cancelled: Callable[[], bool] = lambda: False) -> tuple[Timing, ...]:
    """Time the product on each device with memory, for each batch size."""
    return tuple(
        Timing(device, batch, _median_s(torch.device(device), batch))
        for device in device_names()
        if device != META
        for batch in TIMED_BATCHES
        if not is_cancelled()
    )


def _median_s(device: torch.device, batch: int) -> float:
    generator = torch.Generator().manual_seed(0)
    x = torch.rand((batch, PIXELS), generator=generator).to(device)
    weight = torch.rand((PIXELS, UNITS), generator=generator).to(device)
    torch.matmul(x, weight)  # the first one prepares the device

    times: list[float] = []
    while len(times) < MIN_REPEATS or sum(times) < MIN_TIMED_S:
        _wait_for(device)
        began_s = time.perf_counter()
        torch.matmul(x, weight)
        _wait_for(device)
        times.append(time.perf_counter() - began_s)
    return float(np.median(times))


def _wait_for(device: torch.device) -> None:
    """Wait until a GPU has done what it was asked for; a processor always has."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
