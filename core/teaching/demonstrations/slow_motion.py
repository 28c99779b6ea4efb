"""Training in slow motion: a tiny network, line by line, with all of its numbers.

The lines are those of every training loop. Each is executed by PyTorch as it is shown, and all
numbers are read from PyTorch's own tensors after it.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn, optim

from core.messages import Message
from core.network.models import Dropout
from core.teaching.demonstrations.slow_program import STEPS, Switches, before_the_loop, body, setup

MASKS_SEED = 1

# The batch: four points, where the classes are the exclusive or of the signs.
X = ((1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0))
Y = (0, 1, 1, 0)
# Initial weights: any that differ; short, so that one can follow the arithmetic.
HIDDEN_WEIGHT = ((0.6, -0.4), (-0.5, 0.3), (0.2, 0.7))
HIDDEN_BIAS = (0.1, 0.2, -0.1)
OUTPUT_WEIGHT = ((0.4, -0.2, 0.3), (-0.3, 0.5, 0.1))
OUTPUT_BIAS = (0.0, 0.0)

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Frame:
    """The state after one line.

    Attributes:
        step: from 1; 0 before the first.
        line: the number of the line just executed, from 1, in the whole program.
        about: what it has done.
        tensors: what there is, by name, in the order of the computation; None where PyTorch has
            None, such as a gradient before the first `backward`.
        changed: the names of those that this line changed.
    """

    step: int
    line: int
    about: Message
    tensors: Mapping[str, Numbers | None]
    changed: frozenset[str] = field(default_factory=frozenset)


def frames(switches: Switches) -> tuple[Frame, ...]:
    """Execute the program and return its state before the first step and after every line.

    Nothing is drawn from PyTorch's global generator.
    """
    return tuple(_executed(switches))


def _executed(switches: Switches) -> Iterator[Frame]:
    names = _names()
    head = setup(switches)
    masks = torch.Generator().manual_seed(MASKS_SEED)
    names["Dropout"] = lambda rate: Dropout(rate, masks)
    with torch.random.fork_rng(devices=[]):  # new layers draw weights
        exec("\n".join(head), names)  # noqa: S102 - our own lines, which are shown
    _set_weights(names["model"])
    hidden = _watch_hidden(names["model"])

    first = len(head) + 2  # the first line within the loop
    before = _state(names, hidden)
    yield Frame(0, len(head), before_the_loop(), before)
    for step in range(1, STEPS + 1):
        for number, line in enumerate(body(switches), first):
            exec(line.code, names)  # noqa: S102
            after = _state(names, hidden)
            yield Frame(step, number, line.about, after, _differing(before, after))
            before = after


def _names() -> dict[str, Any]:
    """Return what the program's lines can refer to."""
    return {
        "nn": nn,
        "optim": optim,
        "OrderedDict": OrderedDict,
        "x": torch.tensor(X),
        "y": torch.tensor(Y),
    }


@torch.no_grad()
def _set_weights(model: nn.Module) -> None:
    """Set the initial weights; the drawn ones would have long fractions."""
    for name, values in (
        ("hidden.weight", HIDDEN_WEIGHT),
        ("hidden.bias", HIDDEN_BIAS),
        ("output.weight", OUTPUT_WEIGHT),
        ("output.bias", OUTPUT_BIAS),
    ):
        model.get_parameter(name).copy_(torch.tensor(values))


def _watch_hidden(model: nn.Module) -> dict[str, Tensor]:
    """Return where the output of dropout, what the output layer gets, will stand."""
    seen: dict[str, Tensor] = {}
    model.get_submodule("dropout").register_forward_hook(
        lambda _module, _inputs, output: seen.update(a=output.detach())
    )
    return seen


def _state(names: Mapping[str, Any], hidden: Mapping[str, Tensor]) -> dict[str, Numbers | None]:
    """Copy all tensors that there are."""
    state: dict[str, Tensor | None] = {"x": names["x"], "y": names["y"]}
    parameters = dict(names["model"].named_parameters())
    memory = names["optimizer"].state

    for layer in ("hidden", "output"):
        for kind in ("weight", "bias"):
            name = f"{layer}.{kind}"
            state[name] = parameters[name]
            state[f"{name}.grad"] = parameters[name].grad
            if names["optimizer"].defaults["momentum"]:
                state[f"{name} momentum"] = memory[parameters[name]].get("momentum_buffer")
        if layer == "hidden":
            state["a"] = hidden.get("a")
    state["fx"], state["cost"] = names.get("fx"), names.get("cost")
    return {
        name: None if tensor is None else tensor.detach().numpy().copy()
        for name, tensor in state.items()
    }


def _differing(
    before: Mapping[str, Numbers | None], after: Mapping[str, Numbers | None]
) -> frozenset[str]:
    return frozenset(name for name, values in after.items() if not _is_same(before[name], values))


def _is_same(before: Numbers | None, after: Numbers | None) -> bool:
    if before is None or after is None:
        return before is after
    return np.array_equal(before, after)
