"""What is only believed of GPUs without one, checked on one: ``tests/gpu.sh`` runs it.

Of Inkling's packages it needs torch, NumPy, pydantic, platformdirs and Pillow. Each figure has its
bound, and the exit status is 1 if one is missed. With ``--device cpu`` everything that a processor
can do is done on it, so that the script itself is known to work before a GPU is lent.

Not covered, because Inkling does not do it yet: many seeds as one batched computation.
"""

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from unittest import mock

import torch
from torch import Tensor, nn, optim

from core.config import presets
from core.config.choices import DeviceKind, Precision
from core.config.fields import with_values
from core.config.run import RunConfig
from core.data import datasets
from core.machine import devices, processor
from core.network import models
from core.network.models import network_of
from core.network.weights import Weights
from core.run.control import Control
from core.run.events import EndReason, EpochCompleted, Event, RunEnded, RunStarted, WeightsPublished
from core.training import loop
from core.training.steps import cuda_graph
from core.training.steps.cuda_graph import CapturedStep
from tests.benchmarks.figures import Figure, at_least, at_most, table
from tests.benchmarks.training import Epochs, in_turns, ours, timed

DIGITS = tuple(name for name in presets.PRESETS if name != "linear")
OPTIMIZERS: Mapping[str, Mapping[str, object]] = {
    "sgd": {"optimizer.kind": "sgd", "optimizer.learning_rate": 0.05},
    "momentum": {
        "optimizer.kind": "sgd",
        "optimizer.momentum": 0.9,
        "optimizer.nesterov": True,
        "optimizer.learning_rate": 0.01,
    },
    "adam": {"optimizer.kind": "adam", "optimizer.learning_rate": 0.001},
    "adamw": {"optimizer.kind": "adamw", "optimizer.weight_decay": 0.1},
    "rmsprop": {"optimizer.kind": "rmsprop", "optimizer.learning_rate": 0.001},
    "adagrad": {"optimizer.kind": "adagrad", "optimizer.learning_rate": 0.01},
}
RECORDED = ("sgd", "momentum", "adam", "adamw")  # the others take plain steps

# How far a GPU may be from a processor, and a graph from single steps: sums in another order, and
# convolutions in the 19 bits of TF32, which a run's rounding then enlarges.
MAX_APART_ON_DEVICES = 0.01  # of the cost of an epoch of 6,000 digits without dropout, relative
MAX_LOGITS_APART = 0.005  # of one network's answers, by the largest logit
MAX_APART_WITH_GRAPH = 0.001  # of the cost, relative
MEMORY_LIMIT = 512 * 2**20  # bytes that the run may use which is to run out of memory

TARGET, RECORD_S = 0.9904, 0.76  # the record on a GTX 1660 Ti
SPEED_ROUNDS = 3


@dataclass
class Session:
    """Where everything is computed, and until when.

    Attributes:
        deadline_s: by `time.monotonic`; later checks are reported as not run.
    """

    device: DeviceKind
    deadline_s: float
    figures: list[Figure] = field(default_factory=list)

    def config(self, name: str, changes: Mapping[str, object] | None = None) -> RunConfig:
        """A preset, to be trained here."""
        config = presets.preset(name).config
        return with_values(config, {"device": self.device, **(changes or {})})


def trained(config: RunConfig) -> list[Event]:
    """All events of a run that must complete."""
    events = list(loop.train(config, datasets.load(config.data), Control("gpu")))
    end = events[-1]
    assert isinstance(end, RunEnded)
    if end.reason is not EndReason.COMPLETED:
        raise RuntimeError(f"{end.reason}: {end.message}")
    return events


def costs_of(events: Sequence[Event]) -> list[float]:
    return [event.cost for event in events if isinstance(event, EpochCompleted)]


def weights_of(events: Sequence[Event]) -> Weights:
    return [event for event in events if isinstance(event, WeightsPublished)][-1].weights


def apart(ones: Sequence[float], others: Sequence[float]) -> float:
    """The largest relative difference."""
    return max(abs(a - b) / max(abs(b), 1e-12) for a, b in zip(ones, others, strict=True))


def choice(session: Session) -> Iterator[Figure]:
    """Which device is chosen, and which of all are usable."""
    usable = [option.kind for option in devices.options() if option.reason is None]
    events = trained(session.config("logistic", {"data.train_size": 600, "epochs": 1}))
    used = next(event.device for event in events if isinstance(event, RunStarted))
    automatic = devices.resolve(DeviceKind.AUTO).type
    expected = str(session.device)
    yield Figure("the device that a run computes on", used, expected, used == expected)
    yield Figure("the device that `auto` chooses", automatic, expected, automatic == expected)
    yield Figure("the devices that can be chosen", ", ".join(usable))
    reason = devices.reason_against_16_bits(session.device)
    yield Figure("16 bits", "offered" if reason is None else str(reason))


def equality(session: Session) -> Iterator[Figure]:
    """The same run on both devices, and the same network's answers."""
    for name in DIGITS:
        size = {"data.train_size": 6000, "data.test_size": 1000, "epochs": 1}
        layers = [
            layer.model_dump() | {"dropout": 0.0}
            for layer in presets.preset(name).config.model.hidden
        ]
        changes = size | {"model.hidden": layers}  # each device draws dropout from its own stream
        here = trained(session.config(name, changes))
        there = trained(session.config(name, changes | {"device": "cpu"}))
        yield at_most(
            f"the cost of `{name}` on both devices, apart by",
            apart(costs_of(here), costs_of(there)),
            MAX_APART_ON_DEVICES,
            "of it",
            ".5f",
        )
        yield at_most(
            f"the logits of `{name}` on both devices, apart by",
            _logits_apart(session, session.config(name, changes), weights_of(there)),
            MAX_LOGITS_APART,
            "of the largest",
            ".6f",
        )


@torch.inference_mode()
def _logits_apart(session: Session, config: RunConfig, weights: Weights) -> float:
    data = datasets.load(config.data)
    network = network_of(config, weights)
    expected: Tensor = network(data.test_x)
    moved = network.to(session.device.value)
    answers: Tensor = moved(data.test_x.to(session.device.value)).cpu()
    return float((answers - expected).abs().max() / expected.abs().max())


class _Watched:
    """The steps that are played back in a run, counted; on a processor they are taken again."""

    def __init__(self) -> None:
        self.steps: list[CapturedStep] = []
        self.warnings: list[str] = []
        self.played = 0

    def of(
        self,
        step: Callable[[Tensor, Tensor], Tensor],
        network: nn.Sequential,
        optimizer: optim.Optimizer,
        masks: torch.Generator,
    ) -> CapturedStep | None:
        if not isinstance(optimizer, cuda_graph.RECORDABLE):
            return None
        is_on_gpu = masks.device.type == "cuda"
        record = cuda_graph.CudaRecorder(masks) if is_on_gpu else (lambda recorded: recorded)
        return CapturedStep(step, network, optimizer, masks, self._counting(record))

    def _counting(self, record: cuda_graph.Recorder) -> cuda_graph.Recorder:
        def recorder(step: Callable[[], Tensor]) -> cuda_graph.Replay:
            replay = record(step)

            def counted() -> Tensor:
                self.played += 1
                return replay()

            return counted

        return recorder


@contextmanager
def watched_graphs() -> Iterator[_Watched]:
    """Count what is played back, and listen to the log where a graph is given up."""
    watched = _Watched()
    handler = logging.Handler()
    handler.emit = lambda record: watched.warnings.append(record.getMessage())  # type: ignore[method-assign]
    cuda_graph.log.addHandler(handler)
    try:
        with (
            mock.patch.object(loop.CapturedStep, "of", watched.of),
            mock.patch.object(loop.ManualStep, "of", return_value=None),
        ):
            yield watched
    finally:
        cuda_graph.log.removeHandler(handler)


@contextmanager
def plain_steps() -> Iterator[None]:
    """Neither graphs nor derivatives by hand."""
    with (
        mock.patch.object(loop.CapturedStep, "of", return_value=None),
        mock.patch.object(loop.ManualStep, "of", return_value=None),
    ):
        yield


def graphs(session: Session) -> Iterator[Figure]:
    """The captured graph against plain steps, for every preset and every optimizer."""
    size = {"data.train_size": 2000, "data.test_size": 200, "epochs": 2}
    for name in DIGITS:
        for optimizer, changes in OPTIMIZERS.items():
            if time.monotonic() > session.deadline_s:
                return
            config = session.config(name, size | dict(changes) | {"schedule.kind": "one-cycle"})
            with watched_graphs() as watched:
                played = costs_of(trained(config))
            with plain_steps():
                plain = costs_of(trained(config))
            what = f"the graph of `{name}` with {optimizer}"
            if watched.warnings or bool(watched.played) != (optimizer in RECORDED):
                reason = "; ".join(watched.warnings) or f"{watched.played} steps played back"
                yield Figure(what, reason, "to be played back", is_met=False)
            else:
                yield at_most(
                    f"{what}, {watched.played} steps, against plain steps, apart by",
                    apart(played, plain),
                    MAX_APART_WITH_GRAPH,
                    "of the cost",
                    ".6f",
                )


def memory(session: Session) -> Iterator[Figure]:
    """A run that needs more memory than there is, and one after it."""
    what = "a run without enough memory"
    if session.device is not DeviceKind.CUDA:
        yield Figure(what, "not run: it needs a GPU")
        return
    layers = [{"units": 4096, "activation": "relu"}] * 6
    config = session.config(
        "mlp", {"model.hidden": layers, "data.train_size": 10_000, "data.batch_size": 10_000}
    )
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction(MEMORY_LIMIT / total)
    try:
        *_, end = loop.train(config, datasets.load(config.data), Control("large"))
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    assert isinstance(end, RunEnded)
    explained = end.reason is EndReason.FAILED and "Not enough memory" in str(end.message)
    yield Figure(what, str(end.message), "ends with advice", explained)

    left = torch.cuda.memory_allocated() / 2**20
    yield at_most("memory that it leaves behind", left, 64, "MB", ".0f")
    trained(session.config("mlp", {"data.train_size": 600, "epochs": 1}))
    yield Figure("a small run after it", "completed", "completes", is_met=True)


def speed(session: Session) -> Iterator[Figure]:
    """Seconds of an epoch of 60,000 digits, against the loop that one writes at first."""
    size = {} if session.device is DeviceKind.CUDA else {"data.train_size": 2000}
    for name in DIGITS:
        if time.monotonic() > session.deadline_s:
            return
        config = session.config(name, {"epochs": 10_000, "data.test_size": 100, **size})
        took = in_turns({"ours": ours(config), "plain": plain(config)}, SPEED_ROUNDS)
        one, other = took["ours"], took["plain"]
        yield Figure(f"an epoch of `{name}`", f"{one:.3f} s, the plain loop {other:.3f} s")
        yield at_least(f"`{name}` against the plain loop", other / one, 1.0, "times as fast")


def plain(config: RunConfig) -> Epochs:
    """Resident tensors, PyTorch's own modules and optimizer, and a `cost.item()` per batch."""
    device = devices.resolve(config.device)
    data = datasets.load(config.data).to(device)
    built = models.build(config.model, torch.Generator().manual_seed(config.seed))
    network = nn.Sequential(*map(_as_in_pytorch, built)).to(device).train()

    own, loss, size = config.optimizer, nn.CrossEntropyLoss(), config.data.batch_size
    optimizer = (
        optim.SGD(network.parameters(), lr=own.learning_rate, momentum=own.momentum)
        if own.kind == "sgd"
        else optim.Adam(network.parameters(), lr=own.learning_rate)
    )

    def epoch() -> None:
        cost = 0.0
        order = torch.randperm(len(data.train_x), device=device)
        for indices in order.split(size):
            optimizer.zero_grad()
            batch_cost = loss(network(data.train_x[indices]), data.train_y[indices])
            batch_cost.backward()
            optimizer.step()
            cost += batch_cost.item()

    return timed(epoch)


def _as_in_pytorch(layer: nn.Module) -> nn.Module:
    if isinstance(layer, models.Dropout):
        return nn.Dropout(layer.rate)
    return nn.MaxPool2d(2) if isinstance(layer, nn.MaxPool2d) else layer


def record(session: Session) -> Iterator[Figure]:
    """Seconds of training until `cnn` reads 99.04 % of the test digits; its settings are free."""
    what = f"seconds until `cnn` reads {TARGET:.2%}, batch 250, one cycle over 6 epochs"
    if session.device is not DeviceKind.CUDA:
        yield Figure(what, "not run: it needs a GPU")
        return
    changes: dict[str, object] = {
        "data.batch_size": 250,
        "epochs": 6,
        "optimizer.learning_rate": 0.004,
        "schedule.kind": "one-cycle",
    }
    trained(session.config("cnn", changes | {"epochs": 1}))  # loads what CUDA loads once
    for precision in Precision:
        config = session.config("cnn", changes | {"precision": precision})
        spent_s, reached = 0.0, ""
        for event in trained(config):
            if isinstance(event, EpochCompleted):
                spent_s += event.seconds
                if event.accuracy is not None and event.accuracy >= TARGET and not reached:
                    reached = f"{spent_s:.2f} s, epoch {event.epoch}"
        text = reached or f"not reached in {spent_s:.2f} s"
        yield Figure(f"{what}, {precision}", f"{text} ({RECORD_S} s on a GTX 1660 Ti)")


CHECKS: tuple[Callable[[Session], Iterator[Figure]], ...] = (
    choice,
    equality,
    memory,
    speed,
    record,
    graphs,
)


def main() -> int:
    """Run all checks and print their table; return 1 if a bound is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    parser.add_argument("--seconds", type=float, default=450)
    options = parser.parse_args()
    processor.begin_computing()
    session = Session(DeviceKind(options.device), time.monotonic() + options.seconds)

    for check in CHECKS:
        began_s = time.monotonic()
        try:
            for figure in check(session):
                session.figures.append(figure)
        except Exception as error:  # the other checks are worth their time all the same
            text = f"{type(error).__name__}: {error}"
            session.figures.append(Figure(f"`{check.__name__}` failed", text, "to run", False))
        if time.monotonic() > session.deadline_s:
            session.figures.append(
                Figure(f"all after part of `{check.__name__}`", "not run: out of time", "", False)
            )
            break
        print(f"{check.__name__}: {time.monotonic() - began_s:.0f} s", file=sys.stderr, flush=True)  # noqa: T201

    name = next(each.name for each in devices.options() if each.kind is session.device)
    text = f"{name}, PyTorch {torch.__version__}\n\n{table(session.figures)}"
    print(text)  # noqa: T201 - its output
    if "OUT" in os.environ:
        lines = "\n".join(json.dumps(asdict(figure)) for figure in session.figures)
        Path(os.environ["OUT"], "gpu.jsonl").write_text(lines + "\n", encoding="utf-8")
        Path(os.environ["OUT"], "gpu.md").write_text(text + "\n", encoding="utf-8")
    return int(any(figure.is_met is False for figure in session.figures))


if __name__ == "__main__":
    sys.exit(main())
