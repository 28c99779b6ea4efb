"""How fast training is: ``python -m tests.benchmarks.training``.

Machines differ, so every figure is a ratio to something measured in the same process, in turns: the
matrix products of an epoch alone, in 32 bits, and the tutorial's own loop (sigmoid, ReLU + Dropout,
logistic) or the same network written plainly with `nn.Module` (convolutional). Nothing else should
run on the machine meanwhile.
"""

import gc
import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import pairwise

import torch
from torch import Tensor, nn, optim

from core.config import presets
from core.config.choices import Activation, DeviceKind, OptimizerKind
from core.config.fields import with_values
from core.config.run import RunConfig
from core.data import datasets
from core.data.datasets import Data
from core.evaluation import accuracy as evaluation
from core.machine.devices import reason_against_16_bits
from core.machine.processor import cores
from core.run.control import Control
from core.run.events import EpochCompleted, WeightsPublished
from core.training.loop import train
from tests.benchmarks.figures import Figure, at_least, at_most, tell
from tests.benchmarks.memory import memory_mb

EXAMPLES, BATCH = 20_000, 100
ROUNDS = 9
ACTIVATIONS = {Activation.SIGMOID: nn.Sigmoid, Activation.RELU: nn.ReLU}

Epochs = Iterator[float]  # seconds of one epoch after the other


def config_of(name: str, changes: Mapping[str, object] | None = None) -> RunConfig:
    """A preset without biases, as the tutorial's networks are, on part of the digits, that never
    ends.
    """
    size = {
        "data.train_size": EXAMPLES,
        "data.test_size": 100,
        "epochs": 10_000,
        "model.bias": name == "cnn",
    }
    return with_values(presets.preset(name).config, size | dict(changes or {}))


def ours(config: RunConfig, threads: int = 0) -> Epochs:
    """Inkling's loop, without the measuring after each epoch, which the others do not do."""
    data = datasets.load(config.data)
    events = train(config, data, Control("benchmark", threads))
    return (event.seconds for event in events if isinstance(event, EpochCompleted))


def in_turns(loops: Mapping[str, Epochs], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of an epoch of each loop; the first round warms up."""
    for epochs in loops.values():
        next(epochs)
    seconds: dict[str, list[float]] = {name: [] for name in loops}
    for _ in range(rounds):
        for name, epochs in loops.items():
            seconds[name].append(next(epochs))
    return {name: statistics.median(each) for name, each in seconds.items()}


def timed(work: Callable[[], None]) -> Epochs:
    """The same work again and again."""
    while True:
        begin = time.perf_counter()
        work()
        yield time.perf_counter() - begin


def products(config: RunConfig) -> Epochs:
    """The matrix products of an epoch and nothing else: forward, and backward for weights and
    inputs.
    """
    widths = [784, *(layer.units for layer in config.model.hidden), 10]
    xs = [torch.rand(BATCH, width) for width in widths]
    weights = [torch.rand(after, before) for before, after in pairwise(widths)]

    def work() -> None:
        for _ in range(EXAMPLES // BATCH):
            for x, weight in zip(xs, weights, strict=False):
                x @ weight.t()
            for place in reversed(range(len(weights))):
                xs[place + 1].t() @ xs[place]
                if place:
                    xs[place + 1] @ weights[place]

    return timed(work)


def as_in_the_tutorial(config: RunConfig, network: nn.Module) -> Epochs:
    """The tutorial's loop: resident tensors in file order, PyTorch's own modules and optimizer."""
    own = config.optimizer
    data = datasets.load(config.data)
    optimizer: optim.Optimizer = (
        optim.Adam(network.parameters(), lr=own.learning_rate)
        if own.kind is OptimizerKind.ADAM
        else optim.SGD(network.parameters(), lr=own.learning_rate, momentum=own.momentum)
    )
    loss = nn.CrossEntropyLoss()

    def work() -> None:
        cost = 0.0
        for start in range(0, len(data.train_x), BATCH):
            x, y = data.train_x[start : start + BATCH], data.train_y[start : start + BATCH]
            optimizer.zero_grad()
            batch_cost = loss(network(x), y)
            batch_cost.backward()
            optimizer.step()
            cost += batch_cost.item()

    return timed(work)


def fully_connected(config: RunConfig) -> nn.Module:
    """The config's network as the tutorial writes it."""
    layers: list[nn.Module] = []
    width = 784
    for layer in config.model.hidden:
        layers += [nn.Linear(width, layer.units, bias=False), ACTIVATIONS[layer.activation]()]
        layers += [nn.Dropout(layer.dropout)] if layer.dropout else []
        width = layer.units
    return nn.Sequential(*layers, nn.Linear(width, 10, bias=False))


class Convolutional(nn.Module):
    """The preset `cnn`, as one writes it."""

    def __init__(self) -> None:
        super().__init__()
        self.conv_1 = nn.Conv2d(1, 16, 5, padding=2)
        self.conv_2 = nn.Conv2d(16, 32, 5, padding=2)
        self.linear_1 = nn.Linear(1568, 128)
        self.linear_2 = nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.max_pool2d(torch.relu(self.conv_1(x.view(-1, 1, 28, 28))), 2)
        x = torch.max_pool2d(torch.relu(self.conv_2(x)), 2)
        answers: Tensor = self.linear_2(self.dropout(torch.relu(self.linear_1(x.flatten(1)))))
        return answers


def loops() -> list[Figure]:
    """One run at a time, with all cores."""
    figures = []
    for name in ("relu-dropout", "sigmoid", "logistic"):
        config = config_of(name)
        took = in_turns(
            {
                "products": products(config),
                "tutorial": as_in_the_tutorial(config, fully_connected(config)),
                "ours": ours(config),
            }
        )
        faster, against = took["tutorial"] / took["ours"], took["ours"] / took["products"]
        least = 1.6 if name == "relu-dropout" else 1.5
        figures.append(
            at_least(f"`{name}` against the tutorial's loop", faster, least, "times as fast")
        )
        if name == "relu-dropout":
            what = f"an epoch of `{name}` against its matrix products"
            figures += [at_most(what, against, 1.7, "times as long"), in_16_bits(config)]
    config = with_values(
        config_of("cnn"), {"data.train_size": 4000}
    )  # convolutions take ten times as long
    took = in_turns({"plain": as_in_the_tutorial(config, Convolutional()), "ours": ours(config)}, 5)
    return [*figures, _convolutional(took)]


def in_16_bits(config: RunConfig) -> Figure:
    """An epoch in bfloat16 against the products in 32 bits, where that is offered."""
    what = "the same with bfloat16, against the 32-bit products"
    if reason_against_16_bits(DeviceKind.CPU) is not None:
        return Figure(what, "not offered: this processor has no instructions for it")
    loops = {
        "products": products(config),
        "16 bits": ours(with_values(config, {"precision": "bfloat16"})),
    }
    took = in_turns(loops)
    return at_most(what, took["16 bits"] / took["products"], 1.4, "times as long")


def _convolutional(took: Mapping[str, float]) -> Figure:
    return at_least(
        "`cnn` against the same network written plainly",
        took["plain"] / took["ours"],
        1.2,
        "times as fast",
    )


def side_by_side() -> Figure:
    """Two runs at once with half of the cores each, against one after the other with all."""
    config = with_values(config_of("relu-dropout"), {"epochs": 3})
    data = datasets.load(config.data)

    def train_with(threads: int) -> None:
        for _ in train(config, data, Control("benchmark", threads)):
            pass

    def in_turn() -> None:
        for _ in range(2):
            train_with(cores())

    def at_once() -> None:
        workers = [
            threading.Thread(target=train_with, args=(max(1, cores() // 2),)) for _ in range(2)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    took = in_turns({"in turn": timed(in_turn), "at once": timed(at_once)}, 3)
    return at_most(
        "two runs at once against one after the other",
        took["at once"] / took["in turn"],
        0.6,
        "times as long",
    )


def _keep_busy() -> None:
    while True:
        pass


@contextmanager
def a_busy_core() -> Iterator[None]:
    """Another process computes."""
    process = multiprocessing.get_context("spawn").Process(target=_keep_busy, daemon=True)
    process.start()
    time.sleep(1)  # it has to be started
    yield
    process.kill()
    process.join()


def disturbed() -> Figure:
    """A run beside a process that keeps one core busy; losing one of n cores costs n / (n - 1)."""
    epochs = ours(config_of("relu-dropout"))
    next(epochs)
    alone = statistics.median(next(epochs) for _ in range(ROUNDS))
    with a_busy_core():
        beside = statistics.median(next(epochs) for _ in range(ROUNDS))
    most = cores() / max(1, cores() - 1)
    return at_most(
        "a run beside a process that keeps one core busy", beside / alone, most, "times as long"
    )


def growth() -> list[Figure]:
    """An epoch with more examples, and memory with more runs and epochs."""
    seconds = []
    for size in (6_000, 60_000):
        epochs = ours(with_values(config_of("relu-dropout"), {"data.train_size": size}))
        next(epochs)
        seconds.append(statistics.median(next(epochs) for _ in range(5)))
    ratio = seconds[1] / seconds[0]
    per_run, with_epochs = memory()
    return [
        Figure(
            "an epoch of 60,000 against one of 6,000",
            f"{ratio:.1f} times as long",
            "10 ± 1",
            abs(ratio - 10) <= 1,
        ),
        at_most("memory for one more run of `relu-dropout`", per_run, 50, "MB", ".0f"),
        at_most("memory for 200 more epochs", with_epochs, 5, "MB", ".1f"),
    ]


def memory() -> tuple[float, float]:
    """Megabytes for each of four more runs, and for 200 more epochs of one."""
    data = datasets.load(config_of("relu-dropout").data)
    few = with_values(config_of("relu-dropout"), {"data.train_size": 1000})
    running = [_steps(few, data) for _ in range(5)]
    next(running[0])
    before = memory_mb()["VmRSS"]
    for run in running[1:]:
        next(run)
    per_run = (memory_mb()["VmRSS"] - before) / 4
    for _ in range(20):
        next(running[0])
    gc.collect()
    before = memory_mb()["VmRSS"]
    for _ in range(200):
        next(running[0])
    gc.collect()
    return per_run, memory_mb()["VmRSS"] - before


def _steps(config: RunConfig, data: Data) -> Epochs:
    part = data.first(config.data.train_size, 100)
    events = train(config, part, Control("benchmark", 1))
    return (event.seconds for event in events if isinstance(event, EpochCompleted))


def reading() -> list[Figure]:
    """The 10,000 test digits read by a network; the goals are for two cores."""
    figures = []
    for name, most in (("relu-dropout", 0.1), ("cnn", 0.3)):
        config = with_values(presets.preset(name).config, {"data.train_size": 1000, "epochs": 1})
        data = datasets.load(config.data)
        *_, weights = (
            event
            for event in train(config, data, Control("x"))
            if isinstance(event, WeightsPublished)
        )
        ask = partial(evaluation.probabilities, config, weights.weights, data)
        seconds = min(next(timed(ask)) for _ in range(5))
        figures.append(at_most(f"10,000 test digits read by `{name}`", seconds, most, "s"))
    return figures


def figures() -> list[Figure]:
    """All of it."""
    return [*loops(), side_by_side(), disturbed(), *growth(), *reading()]


if __name__ == "__main__":
    tell(figures())
