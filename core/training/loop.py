"""The training loop: a generator that learns while its events are asked for.

    for event in train(config, data, Control("my run")):
        ...

Whoever asks for the next event lets the run go on, so pausing is not asking. The five lines that do
the learning stand in `_Run._learn_from`, what surrounds them in `_Run._epoch`; the rest is about
starting, measuring and ending well. The window, the command line and the tests all drive this one
loop.

A run can begin where another stood: with that one's `Checkpoint` it computes the very numbers that
the other would have computed next.
"""

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from core.config.choices import Order, Precision
from core.config.run import RunConfig
from core.data.augmentation import epoch_generator
from core.data.datasets import Data, changed_at_random
from core.evaluation import accuracy as evaluation
from core.machine import devices
from core.machine.processor import automatic_threads
from core.network import models
from core.network.architecture import parameter_count
from core.network.models import copy_of_weights
from core.network.weights import are_finite
from core.run.checkpoint import LIVE_SETTINGS, Checkpoint, live_settings
from core.run.control import Control
from core.run.events import (
    BatchProgress,
    CheckpointTaken,
    EndReason,
    EpochCompleted,
    Event,
    LayersMeasured,
    RunEnded,
    RunStarted,
    SettingChanged,
    WeightsPublished,
)
from core.training import snapshots
from core.training.clock import WorkClock
from core.training.cuda_graph import CapturedStep
from core.training.endings import RunOver, diverged, failed
from core.training.layer_probe import LayerProbe
from core.training.manual_step import FastStep
from core.training.optimizers import build_optimizer, rate_factor, set_option

REPORT_S = 0.1  # seconds of work between two progress reports
PUBLISH_S = 0.5  # and between two copies of the weights
CLOCK_TICK_S = 1e-6  # no epoch is quicker; a coarse clock may say so
RATE, MOMENTUM, DECAY = LIVE_SETTINGS
OPTION_NAMES = {MOMENTUM: "momentum", DECAY: "weight_decay"}  # as PyTorch's optimizers call them


def train(
    config: RunConfig,
    data: Data,
    control: Control,
    start: Checkpoint | None = None,
    changes: Sequence[SettingChanged] = (),
) -> Iterator[Event]:
    """Train the network that `config` describes; see `core.run.events` for the events and their order.

    All errors become the run's end, never an exception: `RunEnded` says what happened and what to
    try. Ask for all events from one thread, because PyTorch's number of threads is set for the
    thread that asks.

    Args:
        start: go on from here. A config with more epochs continues a run; one with another learning
            rate, say, forks it. The live settings in force are the checkpoint's.
        changes: what was changed by hand when the run was first trained, to be done again at the
            same batches.
    """
    clock = WorkClock(start.elapsed_s if start is not None else 0.0)
    epochs = start.epoch if start is not None else 0
    events = _events(config, data, control, clock, start=start, changes=changes)
    while True:
        try:
            event = next(events)
        except StopIteration:
            end = RunOver(EndReason.COMPLETED)
        except RunOver as over:
            end = over.without_traceback()
        except Exception as error:  # whatever it is, the run is over and the user is told
            end = failed(error, config)
        else:
            epochs = event.epoch if isinstance(event, EpochCompleted) else epochs
            with clock.outside():
                yield event
            continue
        break
    devices.free_memory()  # after the exception and its references to tensors are gone
    yield RunEnded(control.run, end.reason, epochs, end.message)


def _events(
    config: RunConfig,
    data: Data,
    control: Control,
    clock: WorkClock,
    *,
    start: Checkpoint | None,
    changes: Sequence[SettingChanged],
) -> Iterator[Event]:
    """All but the last; the network is built when the first is asked for, so that no error can come before."""
    yield from _Run(config, data, control, clock, start=start, changes=changes).events()


class _Run:
    """One run: its network, its optimizer, and the epochs."""

    def __init__(
        self,
        config: RunConfig,
        data: Data,
        control: Control,
        clock: WorkClock,
        *,
        start: Checkpoint | None,
        changes: Sequence[SettingChanged],
    ) -> None:
        self.config = config
        self.control = control
        self.clock = clock
        self.device = devices.resolve(config.device)
        torch.set_num_threads(config.threads or control.threads or automatic_threads())
        self.data = data.to(self.device)
        self.batches = len(data.train_x) // config.data.batch_size
        self.epoch = start.epoch if start is not None else 0  # the one in progress, from 1
        self.settings = live_settings(config)
        self.old_changes = [change for change in changes if change.epoch > self.epoch]
        self.reported = self.published = -math.inf  # when, by the clock

        random = torch.Generator().manual_seed(config.seed)
        if (
            data.normals_drawn
        ):  # leave behind what the tutorial's program drew before its first weights
            torch.randn(data.normals_drawn, generator=random)
        masks = (
            random
            if self.device.type == "cpu"
            else torch.Generator(self.device).manual_seed(config.seed)
        )

        self.network = models.build(config.model, random, masks, config.plain).to(self.device)
        self.optimizer = build_optimizer(config.optimizer, self.network, plain=config.plain)
        self.loss: nn.Module = nn.MSELoss() if config.is_regression else nn.CrossEntropyLoss()
        product = torch.bfloat16 if config.precision is Precision.BFLOAT16 else torch.float32
        in_16_bits = product is torch.bfloat16
        self.autocast = torch.autocast(
            self.device.type, torch.bfloat16, enabled=in_16_bits, cache_enabled=False
        )
        self.learn_from = self._quickest_step(product, masks)

        self.state = snapshots.Snapshots(self.network, self.optimizer, random, masks)
        self.probe = LayerProbe(config, self.data, self.loss) if control.measures_layers else None
        if start is not None:
            self.state.restore(start)
            for path, value in start.settings.items():
                self._set(path, value)
        self.finite_weights = copy_of_weights(
            self.network
        )  # the last ones known to hold no infinity

    def events(self) -> Iterator[Event]:
        """Learn epoch by epoch."""
        config, run = self.config, self.control.run
        yield RunStarted(
            run,
            parameter_count(config.model),
            self.device.type,
            torch.get_num_threads(),
            self.batches,
            config.epochs,
            self.epoch,
        )
        end = RunOver(EndReason.COMPLETED)
        try:
            for epoch in range(self.epoch + 1, config.epochs + 1):
                yield from self._epoch(epoch)
        except RunOver as over:
            end = over.without_traceback()
        if (
            end.reason is not EndReason.COMPLETED
        ):  # a usable network in any case: the last one known to be finite
            weights = copy_of_weights(self.network)
            self.finite_weights = weights if are_finite(weights) else self.finite_weights
            yield WeightsPublished(run, self.epoch, self.finite_weights)
            raise end

    def _epoch(self, epoch: int) -> Iterator[Event]:
        """Every training example once, batch by batch; then the measuring."""
        self.epoch = epoch
        started = self.clock.now()
        self.network.train()
        total = torch.zeros((), dtype=_sum_type(self.data.train_x), device=self.data.train_x.device)
        for batch, (x, y) in enumerate(self._shown(epoch), 1):
            self._check_stop()
            yield from self._change_settings(batch)
            rate = self.settings[RATE] * rate_factor(
                self.config, self.batches, (epoch - 1) * self.batches + batch - 1
            )
            set_option(self.optimizer, "lr", rate)
            if self.probe is not None and batch == self.batches:
                self.probe.before_step(self.network)
            total += self.learn_from(x, y)
            if self.clock.now() - self.reported >= REPORT_S:
                cost = self._finite(total.item() / batch)
                yield BatchProgress(
                    self.control.run, epoch, batch, self.batches, cost, self.clock.now()
                )
                self.reported = self.clock.now()
                if self.reported - self.published >= PUBLISH_S:
                    yield self._publish()
        cost = self._finite(total.item() / self.batches)
        seconds = self.clock.now() - started
        measured = self._measure(cost, seconds, rate)
        yield self._publish()
        yield from self._measure_layers()
        yield measured
        if self.control.takes_checkpoints:
            yield CheckpointTaken(
                self.control.run, self.state.take(epoch, measured.elapsed_s, self.settings)
            )

    def _learn_from(self, x: Tensor, y: Tensor) -> Tensor:
        """One step of gradient descent: x float32 (B, 784), y int64 (B,); returns the batch's mean cost."""
        self.optimizer.zero_grad()  # forget the gradients of the last batch
        with self.autocast:
            outputs = self.network(x)  # forward: logits (B, 10)
            cost: Tensor = self.loss(outputs, y)  # how wrong they are: one number
        cost.backward()  # the gradient of the cost for every weight
        self.optimizer.step()  # move every weight a little against its gradient
        return cost.detach()

    def _quickest_step(
        self, product: torch.dtype, masks: torch.Generator
    ) -> Callable[[Tensor, Tensor], Tensor]:
        """The same step in a quicker way where there is one: by hand on the processor, recorded on a GPU."""
        if self.config.plain or self.config.is_regression:
            return self._learn_from
        return (
            FastStep.of(self.network, self.optimizer, product)
            or CapturedStep.of(self._learn_from, self.network, self.optimizer, masks)
            or self._learn_from
        )

    def _change_settings(self, batch: int) -> Iterator[SettingChanged]:
        """Do what was asked for since the last batch, and what the first training of a repeated run did here."""
        pending_changes = []
        while self.old_changes and (self.old_changes[0].epoch, self.old_changes[0].batch) <= (
            self.epoch,
            batch,
        ):
            change = self.old_changes.pop(0)
            pending_changes.append((change.path, change.value))
        while not self.control.pending_changes.empty():
            pending_changes.append(self.control.pending_changes.get())
        for path, value in pending_changes:
            before = self.settings[path]
            if value == before:
                continue
            self._set(path, value)
            yield SettingChanged(
                self.control.run, self.epoch, batch, self.batches, path, before, value
            )

    def _set(self, path: str, value: float) -> None:
        self.settings[path] = value
        if path in OPTION_NAMES:
            set_option(self.optimizer, OPTION_NAMES[path], value)

    def _batches(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """The epoch's batches; what does not fill a last one is left out, as in the tutorial."""
        x, y, size = self.data.train_x, self.data.train_y, self.config.data.batch_size
        if self.config.data.order is Order.FILE:
            for start in range(0, self.batches * size, size):
                yield x[start : start + size], y[start : start + size]
        else:
            order = epoch_order(self.config.seed, epoch, len(x)).to(x.device)
            for start in range(0, self.batches * size, size):
                chosen = order[start : start + size]
                yield (
                    x.index_select(0, chosen),
                    y.index_select(0, chosen),
                )  # four times as fast as x[chosen]

    def _shown(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """The epoch's batches as the network is shown them."""
        config = self.config.data
        if not config.augment.is_on:
            return self._batches(epoch)
        random = epoch_generator(self.config.seed, epoch)
        return ((changed_at_random(x, config, random), y) for x, y in self._batches(epoch))

    def _measure(self, cost: float, seconds: float, rate: float) -> EpochCompleted:
        data, has_classes = self.data, not self.config.is_regression
        test_cost, accuracy = self._evaluate(data.test_x, data.test_y)
        asked = len(data.test_x)
        _, train_accuracy = self._evaluate(data.train_x[:asked], data.train_y[:asked])
        held_out = (
            self._evaluate(data.validation_x, data.validation_y)
            if len(data.validation_x)
            else (None, None)
        )
        return EpochCompleted(
            run=self.control.run,
            epoch=self.epoch,
            cost=cost,
            test_cost=self._finite(test_cost),
            accuracy=accuracy if has_classes else None,
            train_accuracy=train_accuracy if has_classes else None,
            weight=None if has_classes else next(self.network.parameters()).item(),
            seconds=seconds,
            samples_per_second=self.batches
            * self.config.data.batch_size
            / max(seconds, CLOCK_TICK_S),
            learning_rate=rate,
            validation_cost=held_out[0],
            validation_accuracy=held_out[1],
            elapsed_s=self.clock.now(),
        )

    def _measure_layers(self) -> Iterator[LayersMeasured]:
        measured = (
            self.probe.measure(self.control.run, self.epoch, self.network)
            if self.probe is not None
            else None
        )
        if measured is not None:
            yield measured

    def _evaluate(self, x: Tensor, y: Tensor) -> tuple[float, float]:
        with self.autocast:
            return evaluation.cost_and_accuracy(self.network, x, y, self.loss, self._check_stop)

    def _publish(self) -> WeightsPublished:
        weights = copy_of_weights(self.network)
        if not are_finite(weights):
            raise self._diverged()
        self.published = self.clock.now()
        self.finite_weights = weights
        return WeightsPublished(self.control.run, self.epoch, weights)

    def _check_stop(self) -> None:
        if self.control.stop.is_set():
            raise RunOver(EndReason.STOPPED)

    def _finite(self, cost: float) -> float:
        if not math.isfinite(cost):
            raise self._diverged()
        return cost

    def _diverged(self) -> RunOver:
        return diverged(self.config, self.epoch, self.settings[RATE])


def epoch_order(seed: int, epoch: int, examples: int) -> Tensor:
    """The order of the examples in one epoch, int64 (examples,).

    It depends on nothing else, so runs with the same seed see the same batches whatever their
    networks draw.
    """
    mixed = int(np.random.SeedSequence((seed, epoch)).generate_state(1, np.uint64)[0])
    return torch.randperm(examples, generator=torch.Generator().manual_seed(mixed))


def _sum_type(x: Tensor) -> torch.dtype:
    return (
        torch.float32 if x.device.type == "mps" else torch.float64
    )  # Apple's GPUs have no 64-bit numbers
