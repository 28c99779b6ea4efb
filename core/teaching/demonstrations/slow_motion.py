"""Training in slow motion: a tiny network, line by line, with all of its numbers.

The lines are those of every training loop. PyTorch does what each of them does, and all numbers
are read from its own tensors after it.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn, optim

from core.messages import Message
from core.network.models import Dropout
from core.teaching.demonstrations.slow_program import (
    DROPOUT,
    MOMENTUM,
    RATE,
    STEPS,
    Switches,
    before_the_loop,
    body,
    setup,
)

MASKS_SEED = 1

# The batch: four points, where the classes are the exclusive or of the signs.
X = ((1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0))
Y = (0, 1, 1, 0)
# Initial weights: any that differ; short, so that one can follow the arithmetic.
HIDDEN_WEIGHT = ((0.6, -0.4), (-0.5, 0.3), (0.2, 0.7))
HIDDEN_BIAS = (0.1, 0.2, -0.1)
OUTPUT_WEIGHT = ((0.4, -0.2, 0.3), (-0.3, 0.5, 0.1))
OUTPUT_BIAS = (0.0, 0.0)
# The same for the line: four points around y = 2 x, and a weight from which they are far.
LINE_X = ((-1.0,), (-0.5,), (0.5,), (1.0,))
LINE_Y = ((-1.8,), (-1.2,), (0.9,), (2.1,))
LINE_WEIGHT = ((-0.5,),)

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
    """Train and return the state before the first step and after every line.

    Nothing is drawn from PyTorch's global generator.
    """
    return tuple(_executed(switches))


def _executed(switches: Switches) -> Iterator[Frame]:
    training = _Training(switches)
    first = len(setup(switches)) + 2  # the number of the first line within the loop
    before = training.state()
    yield Frame(0, first - 2, before_the_loop(switches), before)
    for step in range(1, STEPS + 1):
        for number, line in enumerate(body(switches), first):
            training.execute(line.code)
            after = training.state()
            yield Frame(step, number, line.about, after, _differing(before, after))
            before = after


class _Training:
    """What the program's names stand for, and what its lines do.

    The lines are written out here a second time; a test executes those that are shown, as Python
    does, and compares every number.
    """

    def __init__(self, switches: Switches) -> None:
        x, y = (LINE_X, LINE_Y) if switches.is_line else (X, Y)
        self.x, self.y = torch.tensor(x), torch.tensor(y)
        self.model = _line() if switches.is_line else _network(switches)
        kind = nn.MSELoss if switches.is_line else nn.CrossEntropyLoss
        self.loss = kind(reduction="mean" if switches.takes_mean else "sum")
        momentum = MOMENTUM if switches.has_momentum else 0.0
        self.optimizer = optim.SGD(self.model.parameters(), lr=RATE, momentum=momentum)

        self.fx: Tensor | None = None
        self.cost: Tensor | None = None
        self._hidden = {} if switches.is_line else _watch_hidden(self.model)
        self._lines: dict[str, Callable[[], object]] = {
            "model.train()": self.model.train,
            "model.eval()": self.model.eval,
            "optimizer.zero_grad()": self.optimizer.zero_grad,
            "fx = model(x)": self._forward,
            "cost = loss(fx, y)": self._compute_cost,
            "cost.backward()": self._backward,
            "optimizer.step()": self.optimizer.step,
        }

    def execute(self, code: str) -> None:
        """Do what a line of the loop does."""
        self._lines[code]()

    def _forward(self) -> None:
        self.fx = self.model(self.x)

    def _compute_cost(self) -> None:
        self.cost = self.loss(self.fx, self.y)

    def _backward(self) -> None:
        assert self.cost is not None
        self.cost.backward()

    def state(self) -> dict[str, Numbers | None]:
        """Copy all tensors that there are."""
        state: dict[str, Tensor | None] = {"x": self.x, "y": self.y}
        for name, parameter in self.model.named_parameters():
            state[name] = parameter
            state[f"{name}.grad"] = parameter.grad
            if self.optimizer.defaults["momentum"]:
                memory = self.optimizer.state[parameter]
                state[f"{name} momentum"] = memory.get("momentum_buffer")
        if isinstance(self.model, nn.Sequential):
            state["a"] = self._hidden.get("a")
        state |= {"fx": self.fx, "cost": self.cost}
        return {
            name: None if tensor is None else tensor.detach().numpy().copy()
            for name, tensor in state.items()
        }


def _line() -> nn.Module:
    line = nn.utils.skip_init(nn.Linear, 1, 1, bias=False)
    return _with_weights(line, {"weight": LINE_WEIGHT})


def _network(switches: Switches) -> nn.Module:
    # skip_init: draw nothing from PyTorch's global generator
    layers: dict[str, nn.Module] = {
        "hidden": nn.utils.skip_init(nn.Linear, 2, 3),
        "relu": nn.ReLU(),
    }
    if switches.has_dropout:
        layers["dropout"] = Dropout(DROPOUT, torch.Generator().manual_seed(MASKS_SEED))
    layers["output"] = nn.utils.skip_init(nn.Linear, 3, 2)
    weights = {
        "hidden.weight": HIDDEN_WEIGHT,
        "hidden.bias": HIDDEN_BIAS,
        "output.weight": OUTPUT_WEIGHT,
        "output.bias": OUTPUT_BIAS,
    }
    model = _with_weights(nn.Sequential(OrderedDict(layers)), weights)
    if not switches.learns_hidden:
        model.get_submodule("hidden").requires_grad_(False)
    return model


@torch.no_grad()
def _with_weights(model: nn.Module, weights: Mapping[str, object]) -> nn.Module:
    """Set the initial weights; the drawn ones would have long fractions."""
    for name, values in weights.items():
        model.get_parameter(name).copy_(torch.tensor(values))
    return model


def _watch_hidden(model: nn.Module) -> dict[str, Tensor]:
    """Return where what the output layer gets will stand."""
    seen: dict[str, Tensor] = {}
    model.get_submodule("output").register_forward_pre_hook(
        lambda _module, inputs: seen.update(a=inputs[0].detach())
    )
    return seen


def _differing(
    before: Mapping[str, Numbers | None], after: Mapping[str, Numbers | None]
) -> frozenset[str]:
    return frozenset(name for name, values in after.items() if not _is_same(before[name], values))


def _is_same(before: Numbers | None, after: Numbers | None) -> bool:
    if before is None or after is None:
        return before is after
    return np.array_equal(before, after)
