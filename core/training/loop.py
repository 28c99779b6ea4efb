"""The training loop: a generator that trains a network while its caller asks for events.

    for event in train(config, data, Control("my run")):
        ...

Read it from the inside out:

1. `_Run._learn_from`: the five lines that learn from one batch. Where a faster step computes the
   same, `_take_step` calls that one instead; see `core.training.steps.fastest`.
2. `_Run._train_epoch`: the same step for every batch of an epoch, and what surrounds it: stopping,
   changed settings, the learning-rate schedule, progress reports and, at the end, measuring.
3. `_Run.__init__`: how the network, its optimizer and its random numbers are prepared.
4. `train`: how a run ends. Every error becomes its last event.

The run advances only while the caller asks for the next event, so to pause is not to ask.

A run can start from the `Checkpoint` of another one: it then computes exactly the numbers that the
other would have computed next.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.config.fields import effective
from core.config.live import LEARNING_RATE
from core.config.run import RunConfig
from core.data.datasets import Data, with_label_noise
from core.evaluation import accuracy as evaluation
from core.machine import devices
from core.machine.precision import autocast, zero_cost
from core.machine.processor import automatic_threads
from core.network import models
from core.network.architecture import parameter_count
from core.network.models import copy_of_weights
from core.network.weights import are_finite
from core.run.checkpoint import Checkpoint
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
from core.run.moment import Moment
from core.training.batches import batches
from core.training.clock import WorkClock
from core.training.early_stopping import EarlyStopping
from core.training.endings import RunOver, diverged, failed
from core.training.layer_probe import LayerProbe
from core.training.live_settings import LiveSettings
from core.training.memory import check_memory
from core.training.moment_probe import MomentProbe
from core.training.optimizers import build_optimizer
from core.training.snapshots import Snapshots
from core.training.step_log import StepLog
from core.training.steps.adversary import Adversary
from core.training.steps.fastest import fastest_step
from core.training.steps.penalties import penalized
from core.training.steps.pruning import WeightCut

REPORT_S = 0.1  # seconds of work between two progress reports
CLOCK_TICK_S = 1e-6  # the shortest time of an epoch; a coarse clock may measure none


@dataclass(frozen=True)
class _Past:
    """What a run goes on from; see the arguments of `train`."""

    start: Checkpoint | None
    changes: Sequence[SettingChanged]
    patience: EarlyStopping | None  # with the epochs before


def train(
    config: RunConfig,
    data: Data,
    control: Control,
    start: Checkpoint | None = None,
    changes: Sequence[SettingChanged] = (),
    *,
    patience: EarlyStopping | None = None,
) -> Iterator[Event]:
    """Train the network that `config` describes; `core.run.events` lists the events in their order.

    No error is raised: each ends the run, and `RunEnded` reports what to try. Ask for all events
    from one thread, for which PyTorch's number of threads is set.

    Args:
        start: go on from here, with its live settings. A config with more epochs continues a run;
            one with another learning rate, say, forks it.
        changes: by hand, of an earlier training; they are made again before the same batches.
    """
    clock = WorkClock(start.elapsed_s if start is not None else 0.0)
    events = _events(config, data, control, clock, _Past(start, changes, patience))
    epochs_done = start.epoch if start is not None else 0
    end = None
    while end is None:
        try:
            event = next(events)
        except StopIteration:
            end = RunOver(EndReason.COMPLETED)
        except RunOver as over:
            end = over.without_traceback()
        except Exception as error:  # any error ends this run only; its last event reports it
            end = failed(error, config)
        else:
            if isinstance(event, EpochCompleted):
                epochs_done = event.epoch
            with clock.outside():
                yield event

    devices.free_memory()  # only now: the exception and its references to tensors are gone
    yield RunEnded(control.run, end.reason, epochs_done, end.message, end.steps)


def _events(
    config: RunConfig, data: Data, control: Control, clock: WorkClock, past: _Past
) -> Iterator[Event]:
    """Yield all events but the last; `_Run` is built within, so that `train` handles its errors."""
    config = effective(config)  # a setting without effect is not even looked at
    if devices.resolve(config.device).type == "cpu":
        check_memory(config)
    yield from _Run(config, data, control, clock, past).events()


class _Run:
    """One run: its network, its optimizer and its epochs."""

    def __init__(
        self,
        config: RunConfig,
        data: Data,
        control: Control,
        clock: WorkClock,
        past: _Past,
    ) -> None:
        self.config, self.control, self.clock = config, control, clock
        self.patience = past.patience or EarlyStopping(config.patience)

        # the machine, and the examples in its memory
        self.device = devices.resolve(config.device)
        torch.set_num_threads(config.threads or control.threads or automatic_threads())
        self.data = with_label_noise(data, config).to(self.device)
        self.batches_per_epoch = config.data.batches_per_epoch

        # the network, its cost, its optimizer, and the step of gradient descent that joins them
        weights, masks = self._prepare_random_streams()
        self.network = models.build_live(config.model, weights, masks, config.plain).to(self.device)
        self.loss: nn.Module = nn.MSELoss() if config.is_regression else nn.CrossEntropyLoss()
        self.optimizer = build_optimizer(config.optimizer, self.network, plain=config.plain)
        self.autocast = autocast(config.precision, self.device)
        self.step = fastest_step(self._learn_from, config, self.network, self.optimizer, masks)
        self.adversary = Adversary(config, self.network, self.loss, self.autocast)

        # how far the run is, and what it reports of itself
        self.epoch = 0  # the epoch in progress, from 1
        self.moment = Moment(0)  # how far its network has been trained
        self.last_report_s = self.next_publication_s = -math.inf  # by the clock
        self.probe = LayerProbe(config, self.data, self.loss) if control.measures_layers else None
        self.moment_probe = MomentProbe(control, self.data, config.data, self._evaluate, clock)
        self.step_log = StepLog(config, self.network)

        # the state from which it starts
        self.settings = LiveSettings(config, self.network, self.optimizer, past.changes, control)
        self.cut = WeightCut(config, self.network, self.optimizer, weights)
        self.snapshots = Snapshots(self.network, self.optimizer, weights, masks)
        self._restore(past.start)
        self.last_finite = self._copy()

    def _prepare_random_streams(self) -> tuple[torch.Generator, torch.Generator]:
        """Return where first weights are drawn from, and where dropout masks are.

        On the processor both are one stream. A GPU draws its masks from a generator of its own.
        """
        seed = self.config.seed
        weights = models.weight_generator(seed, self.data.normals_drawn)
        if self.device.type == "cpu":
            return weights, weights
        return weights, torch.Generator(self.device).manual_seed(seed)

    def _restore(self, start: Checkpoint | None) -> None:
        if start is None:
            return
        self.epoch = start.epoch
        self.moment = Moment(start.epoch)
        self.snapshots.restore(start)
        self.cut.restore(start)
        self.settings.restore(start.settings, start.epoch)

    def events(self) -> Iterator[Event]:
        """Train epoch by epoch; a run that ends early publishes its last finite weights."""
        yield RunStarted(
            self.control.run,
            parameter_count(self.config.model),
            self.device.type,
            torch.get_num_threads(),
            self.batches_per_epoch,
            self.config.epochs,
            self.epoch,
        )

        end = RunOver(EndReason.COMPLETED)
        try:
            if self.moment_probe.is_kept(self.moment):  # epoch 0
                yield self._publish()
                yield from self.moment_probe.measure_untrained(self.network)
            self.patience.check()  # a process may have been killed just before the run's end
            for epoch in range(self.epoch + 1, self.config.epochs + 1):
                yield from self._train_epoch(epoch)
                self.patience.check()
        except RunOver as over:
            end = over.without_traceback(self.step_log.of_this_epoch)

        if end.reason is not EndReason.COMPLETED:
            final = self._copy()
            yield final if are_finite(final.weights) else self.last_finite
            raise end

    def _train_epoch(self, epoch: int) -> Iterator[Event]:
        """Learn from every training example once, batch by batch; then measure the network."""
        self.epoch = epoch
        started_s = self.clock.now()
        self.network.train()
        self.step_log.begin(epoch)
        self.cut.before(epoch)
        total_cost = zero_cost(self.device)

        for batch, (x, y) in enumerate(batches(self.data, self.config, epoch), 1):
            # what the user asked for since the last batch
            self._check_stop()
            yield from self._change_settings(batch)

            # the learning rate that the schedule has for this batch
            batches_done = (epoch - 1) * self.batches_per_epoch + batch - 1
            rate = self.settings.schedule_rate(self.batches_per_epoch, batches_done)

            if self.probe is not None and batch == self.batches_per_epoch:
                self.probe.before_step(self.network)
            total_cost += self._take_step(x, y)
            self.moment = Moment(epoch - 1, batch)

            yield from self._report_progress(batch, total_cost)
            yield from self.moment_probe.measure(self.moment, total_cost)
            if self.moment_probe.is_kept(self.moment):
                yield self._publish()

        self.moment = Moment(epoch)

        # measuring: its time is no training time
        cost = self._finite(total_cost.item() / self.batches_per_epoch)
        training_s = self.clock.now() - started_s - self.moment_probe.seconds
        completed = self._measure(cost, training_s, rate)
        yield self._publish()
        yield from self._measure_layers()
        yield completed
        if self.control.takes_checkpoints:
            yield CheckpointTaken(self.control.run, self._checkpoint(completed.elapsed_s))

    def _checkpoint(self, elapsed_s: float) -> Checkpoint:
        return self.snapshots.take(self.epoch, elapsed_s, self.settings.values, self.cut.kept)

    def _take_step(self, x: Tensor, y: Tensor) -> Tensor:
        """Take one step of gradient descent: x (B, 784), y (B,) in, the batch's mean cost out."""
        seen = self.adversary.changed(x, y)  # x itself, unless training is against attacks
        cost = self.step_log.after(self.step(seen, y))
        self.cut.hold()  # weights that were cut stay 0
        return cost

    def _learn_from(self, x: Tensor, y: Tensor) -> Tensor:
        """Take one step of gradient descent; return the batch's mean cost, without a penalty.

        Args:
            x: float32 (B, 784).
            y: int64 (B,), the right classes.
        """
        self.optimizer.zero_grad()  # forget the gradients of the last batch
        with self.autocast:
            outputs = self.network(x)  # forward: logits (B, 10)
            cost: Tensor = self.loss(outputs, y)  # how wrong they are: one number
        # what is minimised: the cost, and with L1 a penalty
        objective = penalized(cost, self.network, self.config.optimizer.l1)
        objective.backward()  # backward: the gradient of the cost for every weight
        self.optimizer.step()  # move every weight a little against its gradient
        return cost.detach()

    def _change_settings(self, batch: int) -> Iterator[SettingChanged]:
        for number, (path, before, value) in enumerate(self.settings.change(self.epoch, batch), 1):
            yield SettingChanged(
                self.control.run, self.epoch, batch, self.batches_per_epoch, path, before, value
            )
            if number % 100 == 0:  # of a file: nobody makes as many before one batch
                self._check_stop()

    def _report_progress(
        self, batch: int, total_cost: Tensor
    ) -> Iterator[BatchProgress | WeightsPublished]:
        """Report the epoch's mean cost so far and the weights, each from time to time.

        Most batches report nothing: reading the cost waits for the GPU.
        """
        now_s, is_requested = self.clock.now(), self.control.reports_each_batch.is_set()
        if is_requested or now_s - self.last_report_s >= REPORT_S:
            cost = self._finite(total_cost.item() / batch)
            steps, batches_per_epoch = self.step_log.of_this_epoch, self.batches_per_epoch
            yield BatchProgress(
                self.control.run, self.epoch, batch, batches_per_epoch, cost, now_s, steps
            )
            self.last_report_s = self.clock.now()
        if is_requested or now_s >= self.next_publication_s:
            yield self._publish()

    def _publish(self) -> WeightsPublished:
        began_s = self.clock.now()
        published = self._copy()
        if not are_finite(published.weights):
            raise self._diverged()
        now_s = self.clock.now()
        self.next_publication_s = now_s + self.control.pace.interval_s(now_s - began_s)
        self.last_finite = published
        return published

    def _copy(self) -> WeightsPublished:
        return WeightsPublished(self.control.run, self.moment, copy_of_weights(self.network))

    def _measure(self, cost: float, training_s: float, rate: float) -> EpochCompleted:
        """Evaluate the network on the test, training and validation examples."""
        data, has_classes = self.data, not self.config.is_regression
        test_cost, accuracy = self._evaluate(data.test_x, data.test_y)
        test_size = len(data.test_x)  # as many training examples, to be compared with them
        _, train_accuracy = self._evaluate(data.train_x[:test_size], data.train_y[:test_size])
        validation = self._evaluate_any(data.validation_x, data.validation_y)
        self.moment_probe.end_epoch((test_cost, accuracy), validation)
        wrong = data.wrong[:test_size]
        by_wrong = self._evaluate_any(data.train_x[wrong], data.train_y[wrong])
        by_right = self._evaluate_any(data.train_x[wrong], data.true_y[:test_size])

        examples = self.batches_per_epoch * self.config.data.batch_size
        completed = EpochCompleted(
            run=self.control.run,
            epoch=self.epoch,
            cost=cost,
            test_cost=self._finite(test_cost),
            accuracy=accuracy if has_classes else None,
            train_accuracy=train_accuracy if has_classes else None,
            weight=None if has_classes else next(self.network.parameters()).item(),
            seconds=training_s,
            samples_per_second=examples / max(training_s, CLOCK_TICK_S),
            learning_rate=rate,
            elapsed_s=self.clock.now(),
            validation_cost=validation[0],
            validation_accuracy=validation[1],
            wrong_cost=by_wrong[0],
            wrong_accuracy=by_wrong[1],
            right_cost=by_right[0],
            right_accuracy=by_right[1],
            steps=self.step_log.take(),
        )
        self.patience.add(completed)
        return completed

    def _evaluate(self, x: Tensor, y: Tensor) -> tuple[float, float]:
        with self.autocast:
            return evaluation.cost_and_accuracy(self.network, x, y, self.loss, self._check_stop)

    def _evaluate_any(self, x: Tensor, y: Tensor) -> tuple[float | None, float | None]:
        """Evaluate examples that a run may have; None, None if it has none of them."""
        if not len(x):
            return None, None
        cost, accuracy = self._evaluate(x, y)
        return self._finite(cost), accuracy

    def _measure_layers(self) -> Iterator[LayersMeasured]:
        if self.probe is None:
            return
        measured = self.probe.measure(self.control.run, self.epoch, self.network)
        if measured is not None:
            yield measured

    def _check_stop(self) -> None:
        self.clock.leave_out(self.control.right_of_way.wait())
        if self.control.stop.is_set():
            raise RunOver(EndReason.STOPPED)

    def _finite(self, cost: float) -> float:
        if not math.isfinite(cost):
            raise self._diverged()
        return cost

    def _diverged(self) -> RunOver:
        return diverged(self.config, self.epoch, self.settings.values[LEARNING_RATE])
