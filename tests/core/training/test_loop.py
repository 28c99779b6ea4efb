import dataclasses
import math
import pickle
import threading
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn, optim
from torch.optim import lr_scheduler

from core.data import datasets
from core.data.datasets import epoch_order, load
from core.evaluation import accuracy as evaluation
from core.network.models import copy_of_weights
from core.run import publishing
from core.run.control import Control
from core.run.events import (
    BatchProgress,
    EndReason,
    EpochCompleted,
    RunEnded,
    RunStarted,
    SettingChanged,
    WeightsPublished,
)
from core.run.moment import Moment
from core.training import clock as work_clock
from core.training import loop as training
from core.training.loop import train
from core.training.steps.manual_step import ManualStep
from tests.core.running import completed, end_of, epochs_of, final_weights, run_to_the_end, small


def same_weights(first, second):
    return first.keys() == second.keys() and all(
        np.array_equal(first[name], second[name]) for name in first
    )


def numbers_of(events):
    return [
        (epoch.cost, epoch.test_cost, epoch.accuracy, epoch.train_accuracy)
        for epoch in epochs_of(events)
    ]


@pytest.fixture
def every_batch_reports(monkeypatch):
    monkeypatch.setattr(training, "REPORT_S", 0)
    monkeypatch.setattr(publishing, "UNSEEN_S", 0)


class TestOrderOfEvents:
    def test_it_is_the_documented_one(self, every_batch_reports):
        events = run_to_the_end(small("logistic"), run="mine")
        batch = [BatchProgress, WeightsPublished]
        epoch = [*batch * 12, WeightsPublished, EpochCompleted]
        assert [type(event) for event in events] == [RunStarted, *epoch, *epoch, RunEnded]
        assert {event.run for event in events} == {"mine"}
        dated = [event for event in events[1:-1] if not isinstance(event, WeightsPublished)]
        assert [event.epoch for event in dated] == [1] * 13 + [2] * 13
        assert end_of(events) == RunEnded("mine", EndReason.COMPLETED, 2)

    def test_the_start_says_what_was_built(self):
        started = run_to_the_end(small("logistic", {"data.batch_size": 70, "device": "cpu"}))[0]
        assert started == RunStarted("run", 7850, "cpu", 1, 600 // 70, 2)

    def test_progress_is_the_mean_over_the_batches_done(self, every_batch_reports):
        events = run_to_the_end(small("logistic", {"epochs": 1}))
        progress = [event for event in events if isinstance(event, BatchProgress)]
        assert [event.batch for event in progress] == list(range(1, 13))
        assert {event.batches for event in progress} == {12}
        assert progress[-1].cost == epochs_of(events)[0].cost
        assert all(before.elapsed_s <= after.elapsed_s for before, after in pairwise(progress))
        for count in (1, 7):
            shorter = small(
                "logistic", {"epochs": 1, "data.order": "file", "data.train_size": 50 * count}
            )
            whole = small("logistic", {"epochs": 1, "data.order": "file"})
            seen = [event for event in run_to_the_end(whole) if isinstance(event, BatchProgress)]
            assert seen[count - 1].cost == epochs_of(run_to_the_end(shorter))[0].cost

    def test_reports_are_rare_when_batches_are_quick(self, monkeypatch):
        now = [0.0]

        def tick():
            now[0] += 0.001
            return now[0]

        monkeypatch.setattr(work_clock.time, "perf_counter", tick)
        events = run_to_the_end(
            small("linear", {"data.train_size": 101, "data.test_size": 101, "epochs": 100})
        )
        reported = [event.elapsed_s for event in events if isinstance(event, BatchProgress)]
        assert len(reported) >= 5
        assert all(after - before >= 0.1 for before, after in pairwise(reported))

    def test_events_are_frozen_and_cross_processes(self):
        for event in run_to_the_end(small("logistic", {"epochs": 1})):
            with pytest.raises(dataclasses.FrozenInstanceError):
                event.run = "another"
            copy = pickle.loads(pickle.dumps(event))
            if isinstance(event, WeightsPublished):
                assert same_weights(copy.weights, event.weights)
            else:
                assert copy == event

    def test_published_weights_are_private(self, every_batch_reports):
        config = small("mlp")
        undisturbed = run_to_the_end(config)
        disturbed = []
        for event in train(config, load(config.data), Control("run", 1)):
            if isinstance(event, WeightsPublished):
                for array in event.weights.values():
                    array[:] = np.nan
            disturbed.append(event)
        assert numbers_of(completed(disturbed)) == numbers_of(undisturbed)

    def test_published_weights_state_their_moment(self, every_batch_reports):
        published = [
            event.moment
            for event in run_to_the_end(small("logistic", {"epochs": 2}))
            if isinstance(event, WeightsPublished)
        ]
        within = [[Moment(epochs, batch) for batch in range(1, 13)] for epochs in (0, 1)]
        assert published == [*within[0], Moment(1), *within[1], Moment(2)]


class TestStopping:
    def test_among_thousands_of_changes_before_one_batch_as_a_file_may_have(self):
        config, control = small("logistic"), Control("a", 1)
        batches = config.data.batches_per_epoch
        changes = [
            SettingChanged("a", 1, 1, batches, "optimizer.learning_rate", 0.1, 1 / number)
            for number in range(1, 1001)
        ]
        made = 0
        for event in train(config, load(config.data), control, None, changes):
            if isinstance(event, SettingChanged):
                made += 1
                control.stop.set()
        assert made <= 100
        assert event.reason is EndReason.STOPPED

    def test_before_the_first_batch(self):
        config, control = small("logistic"), Control("run", 1)
        control.stop.set()
        events = list(train(config, load(config.data), control))
        assert [type(event) for event in events] == [RunStarted, WeightsPublished, RunEnded]
        assert end_of(events) == RunEnded("run", EndReason.STOPPED, 0)

    def test_in_the_middle_of_an_epoch_keeps_what_was_learned(self, every_batch_reports):
        config, control = small("logistic"), Control("run", 1)
        data = load(config.data)
        events = []
        for event in train(config, data, control):
            events.append(event)
            if isinstance(event, BatchProgress) and (event.epoch, event.batch) == (2, 7):
                control.stop.set()
        assert end_of(events) == RunEnded("run", EndReason.STOPPED, 1)
        assert [event.batch for event in events if isinstance(event, BatchProgress)][-1] == 7
        weights = final_weights(events)
        assert events[-2].weights is weights
        assert events[-2].moment == Moment(1, 7)
        assert reading(data.test_x, weights).eq(data.test_y).float().mean() > 0.5

    def test_while_measuring(self, monkeypatch):
        config, control = small("logistic"), Control("run", 1)

        def stopped_meanwhile(network, x, y, loss, before_chunk):
            control.stop.set()
            before_chunk()
            raise AssertionError("the measuring went on")

        monkeypatch.setattr(evaluation, "cost_and_accuracy", stopped_meanwhile)
        events = list(train(config, load(config.data), control))
        assert not epochs_of(events)
        assert isinstance(events[-2], WeightsPublished)
        assert events[-2].moment == Moment(1)  # all of its batches, though no number of it
        assert end_of(events) == RunEnded("run", EndReason.STOPPED, 0)

    def test_from_another_thread(self):
        config, control = small("logistic", {"epochs": 10_000}), Control("run", 1)
        events = []
        first_epoch_is_over = threading.Event()

        def work():
            for event in train(config, load(config.data), control):
                events.append(event)
                if isinstance(event, EpochCompleted):
                    first_epoch_is_over.set()

        worker = threading.Thread(target=work)
        worker.start()
        assert first_epoch_is_over.wait(60)
        control.stop.set()
        worker.join(60)
        assert not worker.is_alive()
        end = end_of(events)
        assert end.reason is EndReason.STOPPED
        assert 1 <= end.epochs == len(epochs_of(events)) < 10_000
        assert all(np.isfinite(array).all() for array in final_weights(events).values())

    def test_giving_up_without_asking_on_leaves_nothing_behind(self):
        config = small("logistic")
        events = train(config, load(config.data), Control("run", 1))
        next(events)
        events.close()
        assert list(events) == []


def reading(x, weights):
    """What logistic regression with these weights reads, computed apart from core."""
    logits = x.numpy() @ weights["linear_1.weight"].T
    if "linear_1.bias" in weights:
        logits = logits + weights["linear_1.bias"]
    return torch.from_numpy(logits.argmax(axis=1))


class TestDivergence:
    @pytest.mark.parametrize(
        ("changes", "advice"),
        [
            ({"optimizer.learning_rate": 10.0, "optimizer.momentum": 0.999}, "learning rate 1"),
            (
                {
                    "optimizer.learning_rate": 10.0,
                    "optimizer.momentum": 0.999,
                    "data.pixels": "raw",
                },
                "scale them to 0 to 1",
            ),
        ],
    )
    def test_it_ends_the_run_with_finite_weights_and_advice(self, changes, advice):
        config = small(
            "sigmoid",
            {"model.hidden": [{"units": 32, "activation": "leaky-relu"}] * 4, "epochs": 50}
            | changes,
        )
        events = run_to_the_end(config)
        end = end_of(events)
        assert end.reason is EndReason.DIVERGED
        assert advice in str(end.message)
        assert f"epoch {end.epochs + 1}" in str(end.message)
        assert end.epochs == len(epochs_of(events))
        assert isinstance(events[-2], WeightsPublished)
        assert all(
            np.isfinite(array).all()
            for event in events
            if isinstance(event, WeightsPublished)
            for array in event.weights.values()
        )
        assert all(
            math.isfinite(epoch.cost) and math.isfinite(epoch.test_cost)
            for epoch in epochs_of(events)
        )

    def test_a_line_gets_advice_of_its_own(self):
        config = small(
            "linear",
            {
                "data.train_size": 101,
                "data.test_size": 101,
                "optimizer.learning_rate": 10.0,
                "epochs": 100,
            },
        )
        end = end_of(run_to_the_end(config))
        assert end.reason is EndReason.DIVERGED
        assert "learning rate 1." in str(end.message)
        assert "ixels" not in str(end.message)


class TestSameNumbers:
    @pytest.mark.parametrize("name", ["relu-dropout", "cnn"])
    def test_twice(self, name):
        config = small(name, {"data.train_size": 300})
        first, second = run_to_the_end(config), run_to_the_end(config)
        assert numbers_of(completed(first)) == numbers_of(second)
        assert same_weights(final_weights(first), final_weights(second))

    def test_beside_another_run(self):
        config = small("relu-dropout")
        alone = run_to_the_end(config)
        results = {}
        both_are_ready = threading.Barrier(2)

        def work(name, seed):
            mine = small("relu-dropout", {"seed": seed})
            data = load(mine.data)
            both_are_ready.wait(60)
            results[name] = run_to_the_end(mine) if data else []

        threads = [
            threading.Thread(target=work, args=arguments)
            for arguments in (("same", 42), ("other", 7))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert numbers_of(completed(results["same"])) == numbers_of(alone)
        assert same_weights(final_weights(results["same"]), final_weights(alone))
        assert numbers_of(completed(results["other"])) != numbers_of(alone)

    def test_whatever_the_process_wide_generator_holds(self):
        config = small("relu-dropout", {"epochs": 1})
        torch.manual_seed(1)
        before = torch.get_rng_state()
        first = run_to_the_end(config)
        assert torch.equal(torch.get_rng_state(), before)
        torch.manual_seed(2)
        assert numbers_of(run_to_the_end(config)) == numbers_of(completed(first))

    def test_another_seed_gives_others(self):
        first, second = (
            run_to_the_end(small("mlp", {"seed": seed, "data.order": "file"})) for seed in (1, 2)
        )
        assert numbers_of(completed(first)) != numbers_of(completed(second))

    @pytest.mark.parametrize("order", ["shuffled", "file"])
    def test_two_networks_see_the_same_batches(self, order, monkeypatch):
        def batches_of(name):
            seen = []
            batches = training.batches

            def remember(*arguments):
                for x, y in batches(*arguments):
                    seen.append(y.tolist())
                    yield x, y

            with monkeypatch.context() as patch:
                patch.setattr(training, "batches", remember)
                completed(run_to_the_end(small(name, {"data.order": order, "seed": 5})))
            return seen

        sigmoid, dropout = batches_of("sigmoid"), batches_of("relu-dropout")
        assert sigmoid == dropout
        assert len(sigmoid) == 24
        assert (sigmoid[:12] == sigmoid[12:]) is (order == "file")

    def test_an_epochs_order_depends_on_seed_and_epoch_alone(self):
        orders = {
            (seed, epoch): epoch_order(seed, epoch, 500).tolist()
            for seed in (0, 1)
            for epoch in (1, 2)
        }
        assert all(sorted(order) == list(range(500)) for order in orders.values())
        assert len({tuple(order) for order in orders.values()}) == 4
        assert epoch_order(0, 1, 500).tolist() == orders[0, 1]


def reference_costs(
    config, build_optimizer, build_schedule=lambda optimizer: None, per_batch=False
):
    """Mean cost and last learning rate of each epoch by a plain PyTorch loop."""
    torch.set_num_threads(1)
    torch.manual_seed(config.seed)
    network = nn.Sequential(nn.Linear(784, 32), nn.Tanh(), nn.Linear(32, 10))
    optimizer = build_optimizer(network.parameters())
    schedule = build_schedule(optimizer)
    data, size = load(config.data), config.data.batch_size
    costs, rates = [], []
    for _ in range(config.epochs):
        epoch = []
        for x, y in zip(data.train_x.split(size), data.train_y.split(size), strict=True):
            optimizer.zero_grad()
            cost = nn.functional.cross_entropy(network(x), y)
            cost.backward()
            rate = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if schedule is not None and per_batch:
                schedule.step()
            epoch.append(cost.item())
        if schedule is not None and not per_batch:
            schedule.step()
        costs.append(sum(epoch) / len(epoch))
        rates.append(rate)
    return costs, rates


def tanh_network(changes):
    hidden = [{"units": 32, "activation": "tanh"}]
    return small(
        "mlp", {"model.hidden": hidden, "data.order": "file", "optimizer.momentum": 0.0} | changes
    )


OPTIMIZERS = [
    ({"kind": "sgd", "learning_rate": 0.1}, lambda p: optim.SGD(p, lr=0.1)),
    (
        {"kind": "sgd", "learning_rate": 0.05, "momentum": 0.8, "weight_decay": 0.01},
        lambda p: optim.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.01),
    ),
    (
        {"kind": "sgd", "learning_rate": 0.05, "momentum": 0.8, "nesterov": True},
        lambda p: optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True),
    ),
    ({"kind": "adam", "learning_rate": 0.002}, lambda p: optim.Adam(p, lr=0.002)),
    (
        {"kind": "adam", "learning_rate": 0.002, "weight_decay": 0.1},
        lambda p: optim.Adam(p, lr=0.002, weight_decay=0.1),
    ),
    (
        {"kind": "adamw", "learning_rate": 0.002, "weight_decay": 0.5},
        lambda p: optim.AdamW(p, lr=0.002, weight_decay=0.5),
    ),
    ({"kind": "adamw", "learning_rate": 0.002}, lambda p: optim.AdamW(p, lr=0.002, weight_decay=0)),
    (
        {"kind": "rmsprop", "learning_rate": 0.001, "momentum": 0.5, "weight_decay": 0.01},
        lambda p: optim.RMSprop(p, lr=0.001, momentum=0.5, weight_decay=0.01),
    ),
    (
        {"kind": "adagrad", "learning_rate": 0.02, "weight_decay": 0.01},
        lambda p: optim.Adagrad(p, lr=0.02, weight_decay=0.01),
    ),
]


class TestOptimizersAndSchedules:
    @pytest.mark.parametrize(
        ("settings", "build"),
        OPTIMIZERS,
        ids=lambda value: str(value) if isinstance(value, dict) else "",
    )
    @pytest.mark.parametrize("plain", [True, False])
    def test_each_optimizer_is_pytorchs(self, settings, build, plain):
        changes = {f"optimizer.{name}": value for name, value in settings.items()}
        config = tanh_network(changes | {"plain": plain})
        expected, _ = reference_costs(config, build)
        costs = [epoch.cost for epoch in epochs_of(completed(run_to_the_end(config)))]
        assert costs == pytest.approx(expected, rel=1e-12 if plain else 1e-4)

    @pytest.mark.parametrize(
        ("settings", "build", "per_batch"),
        [
            ({"kind": "constant"}, lambda optimizer: None, False),
            (
                {"kind": "step", "step_epochs": 2, "step_factor": 0.3},
                lambda optimizer: lr_scheduler.StepLR(optimizer, 2, 0.3),
                False,
            ),
            (
                {"kind": "cosine"},
                lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, 5),
                False,
            ),
            (
                {"kind": "one-cycle"},
                lambda optimizer: lr_scheduler.OneCycleLR(
                    optimizer, 0.1, total_steps=60, cycle_momentum=False
                ),
                True,
            ),
        ],
        ids=["constant", "step", "cosine", "one-cycle"],
    )
    def test_each_schedule_is_pytorchs(self, settings, build, per_batch):
        changes = {f"schedule.{name}": value for name, value in settings.items()}
        rate = {
            "optimizer.learning_rate": 0.1,
            "optimizer.momentum": 0.5,
            "epochs": 5,
            "plain": True,
        }
        config = tanh_network(changes | rate)
        costs, rates = reference_costs(
            config, lambda p: optim.SGD(p, lr=0.1, momentum=0.5), build, per_batch
        )
        measured = epochs_of(completed(run_to_the_end(config)))
        assert [epoch.cost for epoch in measured] == pytest.approx(costs, rel=1e-12)
        assert [epoch.learning_rate for epoch in measured] == pytest.approx(rates, rel=1e-12)

    def rates(self, changes):
        config = small(
            "logistic", {"optimizer.learning_rate": 0.2, "data.train_size": 100} | changes
        )
        return [epoch.learning_rate for epoch in epochs_of(completed(run_to_the_end(config)))]

    def test_steps_follow_their_formula(self):
        changes = {
            "schedule.kind": "step",
            "schedule.step_epochs": 3,
            "schedule.step_factor": 0.5,
            "epochs": 8,
        }
        expected = [0.2 * 0.5 ** (epoch // 3) for epoch in range(8)]
        assert self.rates(changes) == pytest.approx(expected)

    def test_the_cosine_follows_its_formula(self):
        expected = [0.2 * (1 + math.cos(math.pi * epoch / 7)) / 2 for epoch in range(7)]
        assert self.rates({"schedule.kind": "cosine", "epochs": 7}) == pytest.approx(expected)

    def test_one_cycle_rises_to_the_rate_and_falls_to_almost_nothing(self):
        changes = {"schedule.kind": "one-cycle", "epochs": 20, "data.batch_size": 100}
        rates = self.rates(changes)
        assert rates[0] == pytest.approx(0.2 / 25)
        assert max(rates) == pytest.approx(0.2, rel=0.02)
        assert rates.index(max(rates)) == 5
        assert rates[-1] == pytest.approx(0.2 / 25 / 1e4)

    def test_sixteen_bits_come_near_thirty_two(self):
        wide, narrow = (
            epochs_of(
                completed(run_to_the_end(small("mlp", {"precision": precision, "epochs": 4})))
            )
            for precision in ("float32", "bfloat16")
        )
        assert [epoch.cost for epoch in narrow] != [epoch.cost for epoch in wide]
        assert [epoch.cost for epoch in narrow] == pytest.approx(
            [epoch.cost for epoch in wide], rel=0.03
        )
        assert narrow[-1].accuracy == pytest.approx(wide[-1].accuracy, abs=0.05)


class TestFailures:
    @pytest.mark.parametrize(
        ("error", "parts"),
        [
            (RuntimeError("the floor gave way"), ["RuntimeError", "the floor gave way"]),
            (torch.OutOfMemoryError("CUDA out of memory"), ["memory", "batch size below 50"]),
            (
                RuntimeError("DefaultCPUAllocator: not enough memory"),
                ["memory", "batch size below 50"],
            ),
            (MemoryError(), ["memory", "batch size below 50"]),
        ],
    )
    def test_they_end_the_run_with_advice_and_hurt_no_other(self, error, parts, monkeypatch):
        def fail(*_):
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(evaluation, "cost_and_accuracy", fail)
            events = run_to_the_end(small("logistic"))
        end = end_of(events)
        assert (end.reason, end.epochs) == (EndReason.FAILED, 0)
        assert all(part in str(end.message) for part in parts)
        completed(run_to_the_end(small("logistic")))

    def test_weights_are_published_before_a_failure_ends_the_run(self, monkeypatch):
        def fail(*_):
            raise RuntimeError("the floor gave way")

        monkeypatch.setattr(evaluation, "cost_and_accuracy", fail)
        events = run_to_the_end(small("logistic"))
        assert isinstance(events[-2], WeightsPublished)

    @pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without a CUDA GPU")
    def test_an_absent_device_ends_the_run_at_once(self):
        events = run_to_the_end(small("logistic", {"device": "cuda"}))
        assert len(events) == 1
        assert end_of(events).reason is EndReason.FAILED
        assert "CUDA" in str(end_of(events).message)


class FakeTime:
    """A clock that moves by `step` at each look and by what `wait` is told."""

    def __init__(self, step=0.0):
        self.now, self.step = 1000.0, step

    def perf_counter(self):
        self.now += self.step
        return self.now


class TestTime:
    def test_what_the_receiver_does_does_not_count(self, monkeypatch, every_batch_reports):
        clock = FakeTime()
        monkeypatch.setattr(work_clock, "time", clock)
        learn, measure = ManualStep.__call__, evaluation.cost_and_accuracy

        def learn_for_a_second(step, x, y):
            clock.now += 1
            return learn(step, x, y)

        def measure_for_ten(*arguments):
            clock.now += 10
            return measure(*arguments)

        monkeypatch.setattr(ManualStep, "__call__", learn_for_a_second)
        monkeypatch.setattr(evaluation, "cost_and_accuracy", measure_for_ten)
        config = small("logistic")
        events = []
        for event in train(config, load(config.data), Control("run", 1)):
            events.append(event)
            clock.now += 1000
        first, second = epochs_of(completed(events))
        assert (first.seconds, second.seconds) == (12, 12)
        assert first.samples_per_second == 600 / 12
        assert (first.elapsed_s, second.elapsed_s) == (32, 64)
        progress = [event.elapsed_s for event in events if isinstance(event, BatchProgress)]
        assert progress == [*range(1, 13), *range(33, 45)]

    def test_weights_are_published_as_often_as_looking_at_them_costs_little(self, monkeypatch):
        """Each batch takes 40 ms, and a copy of the weights 1 ms."""
        clock = FakeTime()
        monkeypatch.setattr(work_clock, "time", clock)
        learn, copy = ManualStep.__call__, training.copy_of_weights

        def learn_slowly(step, x, y):
            clock.now += 0.04
            return learn(step, x, y)

        def copy_slowly(network):
            clock.now += 0.001
            return copy(network)

        monkeypatch.setattr(ManualStep, "__call__", learn_slowly)
        monkeypatch.setattr(training, "copy_of_weights", copy_slowly)
        config = small("relu-dropout", {"data.batch_size": 10, "epochs": 1})  # 60 batches

        def moments(showing_s):
            control = Control("run", 1)
            control.pace.showing_s = showing_s
            events = completed(list(train(config, load(config.data), control)))
            batches = [
                event.moment.batch for event in events if isinstance(event, WeightsPublished)
            ]
            return batches[:4], numbers_of(events)

        (unseen, numbers), (seldom, same), (often, same_again) = map(moments, (None, 0.007, 0.001))
        assert (unseen, seldom, often) == ([1, 14, 27, 40], [1, 8, 15, 22], [1, 5, 9, 13])
        assert numbers == same == same_again

    def test_the_waiting_for_the_first_question_does_not_count(self, monkeypatch):
        clock = FakeTime()
        monkeypatch.setattr(work_clock, "time", clock)
        config = small("logistic", {"epochs": 1})
        events = train(config, load(config.data), Control("run", 1))
        clock.now += 1000
        assert epochs_of(list(events))[0].elapsed_s == 0

    def test_a_clock_too_coarse_for_a_quick_epoch_does_no_harm(self, monkeypatch):
        monkeypatch.setattr(work_clock, "time", FakeTime())
        completed(run_to_the_end(small("logistic", {"data.train_size": 50, "epochs": 1})))


class TestMeasuring:
    def test_accuracies_and_cost_are_those_of_the_published_weights(self):
        config = small("logistic", {"data.test_size": 2345, "data.train_size": 3000})
        data = load(config.data)
        for published, epoch in pairwise(run_to_the_end(config)):
            if not isinstance(epoch, EpochCompleted):
                continue
            assert isinstance(published, WeightsPublished)
            right = reading(data.test_x, published.weights).eq(data.test_y)
            assert epoch.accuracy == int(right.sum()) / 2345
            right = reading(data.train_x[:2345], published.weights).eq(data.train_y[:2345])
            assert epoch.train_accuracy == int(right.sum()) / 2345
            logits = data.test_x.double().numpy() @ published.weights["linear_1.weight"].T
            logits += published.weights["linear_1.bias"]
            right_logits = logits[np.arange(2345), data.test_y.numpy()]
            cost = (np.log(np.exp(logits).sum(axis=1)) - right_logits).mean()
            assert epoch.test_cost == pytest.approx(cost, rel=1e-5)

    def test_dropout_rests_while_measuring_and_works_again_afterwards(self):
        config = small("relu-dropout")
        network = nn.Sequential(nn.Linear(784, 10), nn.Dropout(0.5)).train()
        data = datasets.load(config.data)
        first, second = (
            evaluation.cost_and_accuracy(network, data.test_x, data.test_y, nn.CrossEntropyLoss())
            for _ in range(2)
        )
        assert first == second
        assert network.training
        network.eval()
        evaluation.cost_and_accuracy(network, data.test_x, data.test_y, nn.CrossEntropyLoss())
        assert not network.training

    def test_a_line_is_measured_by_its_slope(self):
        config = small(
            "linear",
            {"data.train_size": 101, "data.test_size": 101, "epochs": 100, "data.batch_size": 10},
        )
        data = load(config.data)
        events = completed(run_to_the_end(config))
        last = epochs_of(events)[-1]
        assert last.accuracy is None
        assert last.train_accuracy is None
        x, y = data.train_x.double(), data.train_y.double()
        assert last.weight == pytest.approx(float((x * y).sum() / (x * x).sum()), abs=0.05)
        assert last.weight == final_weights(events)["linear_1.weight"].item()
        expected = ((data.test_y - last.weight * data.test_x) ** 2).mean().item()
        assert last.test_cost == pytest.approx(expected, rel=1e-5)

    def test_copies_are_float32_and_apart(self):
        network = nn.Sequential(nn.Linear(2, 2))
        weights = copy_of_weights(network)
        kept = weights["0.weight"].copy()
        with torch.no_grad():
            network[0].weight.zero_()
        assert np.array_equal(weights["0.weight"], kept)
        assert weights["0.weight"].dtype == np.float32
