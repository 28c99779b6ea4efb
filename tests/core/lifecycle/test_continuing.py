"""Runs that go on from a checkpoint, that fork, and that are changed by hand."""

import dataclasses

import numpy as np
import pytest

from core.config.fields import with_values
from core.config.live import dropout_paths, live_settings
from core.data.datasets import load
from core.run.checkpoint import CheckpointError
from core.run.control import Control
from core.run.events import (
    BatchProgress,
    CheckpointTaken,
    EndReason,
    EpochCompleted,
    RunStarted,
    SettingChanged,
)
from core.training.loop import train
from tests.core.running import completed, end_of, epochs_of, final_weights, run_to_the_end, small


def numbers_of(events):
    return [
        (e.epoch, e.cost, e.test_cost, e.accuracy, e.train_accuracy, e.learning_rate)
        for e in epochs_of(events)
    ]


def same_arrays(first, second):
    return first.keys() == second.keys() and all(
        np.array_equal(first[name], second[name]) for name in first
    )


def kept(config, start=None, changes=()):
    """All events of a run that takes checkpoints."""
    control = Control("run", 1, takes_checkpoints=True)
    return completed(list(train(config, load(config.data), control, start, changes)))


def checkpoints_of(events):
    return [event.checkpoint for event in events if isinstance(event, CheckpointTaken)]


def for_fork(checkpoint, config):
    """The checkpoint with the config's live settings in force, as a fork begins."""
    return dataclasses.replace(checkpoint, settings=live_settings(config))


OPTIMIZERS = {
    "sgd": {"optimizer.momentum": 0.9, "optimizer.nesterov": True},
    "adam": {"optimizer.weight_decay": 0.001},
    "adamw": {"optimizer.weight_decay": 0.01},
    "rmsprop": {"optimizer.momentum": 0.5},
    "adagrad": {},
}


class TestContinuing:
    @pytest.mark.parametrize("optimizer", OPTIMIZERS)
    @pytest.mark.parametrize("plain", [True, False])
    def test_computes_the_very_numbers_of_an_undisturbed_run(self, optimizer, plain):
        changes = {
            "optimizer.kind": optimizer,
            "optimizer.learning_rate": 0.003,
            "epochs": 4,
            "plain": plain,
        }
        config = small("relu-dropout", changes | OPTIMIZERS[optimizer])
        whole = kept(config)
        for done, checkpoint in enumerate(checkpoints_of(whole)[:-1], 1):
            rest = kept(config, checkpoint)
            assert numbers_of(rest) == numbers_of(whole)[done:]
            assert same_arrays(final_weights(rest), final_weights(whole))
            assert same_arrays(
                checkpoints_of(rest)[-1].optimizer, checkpoints_of(whole)[-1].optimizer
            )

    @pytest.mark.parametrize("kind", ["step", "cosine", "one-cycle"])
    def test_keeps_to_the_schedule(self, kind):
        config = small(
            "cnn",
            {"schedule.kind": kind, "schedule.step_epochs": 2, "epochs": 4, "data.train_size": 150},
        )
        whole = kept(config)
        assert numbers_of(kept(config, checkpoints_of(whole)[1])) == numbers_of(whole)[2:]

    def test_for_more_epochs_equals_a_run_that_had_them_from_the_start(self):
        short, long = small("relu-dropout"), small("relu-dropout", {"epochs": 5})
        begun = kept(short)
        rest = kept(long, checkpoints_of(begun)[-1])
        assert numbers_of(begun) + numbers_of(rest) == numbers_of(kept(long))
        started = rest[0]
        assert isinstance(started, RunStarted)
        assert (started.epochs_before, started.epochs) == (2, 5)
        assert end_of(rest).epochs == 5

    def test_counts_the_time_on(self):
        begun = kept(small("logistic"))
        checkpoint = dataclasses.replace(checkpoints_of(begun)[-1], elapsed_s=1000.0)
        rest = kept(small("logistic", {"epochs": 3}), checkpoint)
        assert 1000 < epochs_of(rest)[0].elapsed_s < 1060

    def test_checkpoints_follow_their_epoch_and_are_private(self):
        config = small("mlp")
        events = []
        for event in train(config, load(config.data), Control("run", 1, takes_checkpoints=True)):
            if isinstance(event, CheckpointTaken):
                assert isinstance(events[-1], EpochCompleted)
                assert event.checkpoint.epoch == events[-1].epoch
                assert event.checkpoint.elapsed_s == events[-1].elapsed_s
                for arrays in (event.checkpoint.weights, event.checkpoint.optimizer):
                    for array in arrays.values():
                        array[...] = np.nan
            events.append(event)
        assert numbers_of(completed(events)) == numbers_of(run_to_the_end(config))

    def test_none_are_taken_unless_asked_for(self):
        assert not checkpoints_of(run_to_the_end(small("logistic")))

    def test_the_checkpoint_of_another_network_ends_the_run_with_a_reason(self):
        checkpoint = checkpoints_of(kept(small("mlp", {"epochs": 1})))[0]
        config = small("logistic")
        events = list(train(config, load(config.data), Control("run", 1), checkpoint))
        assert end_of(events).reason is EndReason.FAILED
        assert "another network" in str(end_of(events).message)

    def test_an_optimizers_memory_of_another_shape_is_refused(self):
        checkpoint = checkpoints_of(kept(small("mlp", {"epochs": 1})))[0]
        wrong = {name: array.reshape(-1) for name, array in checkpoint.optimizer.items()}
        config = small("mlp")
        control = Control("run", 1)
        events = list(
            train(
                config, load(config.data), control, dataclasses.replace(checkpoint, optimizer=wrong)
            )
        )
        assert end_of(events).reason is EndReason.FAILED
        assert str(end_of(events).message) == str(CheckpointError(end_of(events).message))


class TestForking:
    def test_with_nothing_changed_the_fork_goes_on_as_its_parent(self):
        config = small("relu-dropout", {"epochs": 3})
        parent = kept(config)
        fork = kept(config, for_fork(checkpoints_of(parent)[0], config))
        assert numbers_of(fork) == numbers_of(parent)[1:]

    def test_one_changed_setting_parts_the_curves(self):
        before = small("sigmoid", {"epochs": 3})
        after = with_values(before, {"optimizer.learning_rate": 0.5})
        parent = kept(before)
        fork = kept(after, for_fork(checkpoints_of(parent)[0], after))
        assert [epoch.epoch for epoch in epochs_of(fork)] == [2, 3]
        assert {epoch.learning_rate for epoch in epochs_of(fork)} == {0.5}
        assert numbers_of(fork) != numbers_of(parent)[1:]

    @pytest.mark.parametrize("kind", OPTIMIZERS)
    @pytest.mark.parametrize("first", OPTIMIZERS)
    def test_another_optimizer_begins_with_the_weights(self, first, kind):
        before = small("logistic", {"optimizer.kind": first, "epochs": 2})
        after = with_values(before, {"optimizer.kind": kind})
        parent = kept(before)
        fork = kept(after, for_fork(checkpoints_of(parent)[0], after))
        assert epochs_of(fork)[0].accuracy > 0.4


class TestChangingByHand:
    def changed_run(self, config, pending_changes):
        """Events of a run in which each wish (epoch, batch, path, value) is made after
        that batch.
        """
        control = Control("run", 1, takes_checkpoints=True)
        events = []
        for event in train(config, load(config.data), control):
            events.append(event)
            if isinstance(event, BatchProgress):
                for epoch, batch, path, value in pending_changes:
                    if (epoch, batch) == (event.epoch, event.batch):
                        control.change({path: value})
        return completed(events)

    @pytest.fixture(autouse=True)
    def _every_batch_reports(self, monkeypatch):
        monkeypatch.setattr("core.training.loop.REPORT_S", 0)

    def test_takes_effect_at_the_next_batch_and_says_so(self):
        config = small("sigmoid", {"epochs": 3})
        events = self.changed_run(config, [(2, 5, "optimizer.learning_rate", 0.25)])
        changes = [event for event in events if isinstance(event, SettingChanged)]
        assert changes == [SettingChanged("run", 2, 6, 12, "optimizer.learning_rate", 0.01, 0.25)]
        untouched = run_to_the_end(config)
        costs, before = (
            [e.cost for e in run if isinstance(e, BatchProgress)] for run in (events, untouched)
        )
        assert costs[: 12 + 6] == before[: 12 + 6]
        assert costs[12 + 6] != before[12 + 6]
        assert [epoch.learning_rate for epoch in epochs_of(events)] == [0.01, 0.25, 0.25]

    def test_equals_a_fork_where_it_falls_on_an_epochs_end(self):
        config = small(
            "relu-dropout",
            {"epochs": 3, "optimizer.kind": "rmsprop", "optimizer.learning_rate": 1e-3},
        )
        events = self.changed_run(config, [(1, 12, "optimizer.momentum", 0.8)])
        after = with_values(config, {"optimizer.momentum": 0.8})
        fork = kept(after, for_fork(checkpoints_of(kept(config))[0], after))
        assert numbers_of(events)[1:] == numbers_of(fork)

    def test_scales_what_the_schedule_says(self):
        config = small(
            "logistic", {"schedule.kind": "step", "schedule.step_epochs": 1, "epochs": 3}
        )
        events = self.changed_run(config, [(2, 3, "optimizer.learning_rate", 1.0)])
        assert [epoch.learning_rate for epoch in epochs_of(events)] == pytest.approx(
            [0.01, 0.1, 0.01]
        )

    def test_is_reproduced_by_repeating_and_by_continuing(self):
        config = small(
            "relu-dropout", {"epochs": 4, "optimizer.kind": "sgd", "optimizer.momentum": 0.5}
        )
        pending_changes = [
            (1, 7, "optimizer.learning_rate", 0.1),
            (2, 12, "optimizer.weight_decay", 0.01),
            (3, 2, "optimizer.momentum", 0.9),
        ]
        first = self.changed_run(config, pending_changes)
        changes = [event for event in first if isinstance(event, SettingChanged)]
        assert [(change.epoch, change.batch) for change in changes] == [(1, 8), (3, 1), (3, 3)]
        repeated = kept(config, changes=changes)
        assert numbers_of(repeated) == numbers_of(first)
        assert [event for event in repeated if isinstance(event, SettingChanged)] == changes
        continued = kept(config, checkpoints_of(first)[1], changes)
        assert numbers_of(continued) == numbers_of(first)[2:]
        assert numbers_of(first) != numbers_of(run_to_the_end(config))

    @pytest.mark.parametrize(
        ("name", "more"),
        [
            ("relu-dropout", {}),
            ("relu-dropout", {"plain": True}),
            ("relu-dropout", {"precision": "bfloat16"}),
            ("sigmoid", {}),
            ("cnn", {"data.train_size": 300, "data.batch_size": 25}),
        ],
        ids=str,
    )
    def test_so_are_rates_of_dropout(self, name, more):
        """They go up from the config's, to nothing within an epoch, and up again at its end."""
        config = small(name, {"epochs": 4, **more})
        path = dropout_paths(config.model)[-1]
        pending_changes = [(1, 7, path, 0.7), (2, 3, path, 0.0), (3, 12, path, 0.3)]
        first = self.changed_run(config, pending_changes)
        changes = [event for event in first if isinstance(event, SettingChanged)]
        at = [(change.epoch, change.batch, change.value) for change in changes]
        assert at == [(1, 8, 0.7), (2, 4, 0.0), (4, 1, 0.3)]

        repeated = kept(config, changes=changes)
        assert numbers_of(repeated) == numbers_of(first)
        for epoch in (0, 2):
            continued = kept(config, checkpoints_of(first)[epoch], changes)
            assert numbers_of(continued) == numbers_of(first)[epoch + 1 :]
            assert same_arrays(final_weights(continued), final_weights(first))
        costs = [[epoch[1] for epoch in numbers_of(run)] for run in (first, kept(config))]
        assert not set(costs[0]) & set(costs[1])

    @pytest.mark.parametrize("rate", [0.0, 0.2])
    def test_dropout_given_to_the_first_batch_is_that_of_the_config(self, rate):
        """Also where the config's network has none, or that of the comparison has none."""
        config = small("relu-dropout", {"model.hidden.0.dropout": rate, "epochs": 2})
        other = with_values(config, {"model.hidden.0.dropout": 0.2 - rate})
        control = Control("run", 1)
        control.change({"model.hidden.0.dropout": rate})
        changed = completed(list(train(other, load(config.data), control)))
        assert numbers_of(changed) == numbers_of(run_to_the_end(config))

    def test_what_is_changed_together_acts_from_the_same_batch_on(self):
        config = small("relu-dropout", {"epochs": 1})
        control = Control("run", 1)
        control.change(dict.fromkeys(dropout_paths(config.model), 0.4))
        events = list(train(config, load(config.data), control))
        changes = [event for event in events if isinstance(event, SettingChanged)]
        assert [(change.batch, change.path, change.value) for change in changes] == [
            (1, "model.hidden.0.dropout", 0.4),
            (1, "model.hidden.1.dropout", 0.4),
        ]

    def test_to_the_value_that_is_in_force_is_no_change(self):
        config = small("logistic", {"epochs": 1})
        events = self.changed_run(
            config, [(1, 2, "optimizer.momentum", 0.9), (1, 5, "optimizer.momentum", 0.5)]
        )
        assert [(e.batch, e.before, e.value) for e in events if isinstance(e, SettingChanged)] == [
            (6, 0.9, 0.5)
        ]

    def test_divergence_is_answered_with_a_rate_below_the_one_in_force(self):
        config = small("mlp", {"epochs": 50, "optimizer.learning_rate": 0.01})
        control = Control("run", 1)
        control.change({"optimizer.learning_rate": 1e7})
        end = end_of(list(train(config, load(config.data), control)))
        assert end.reason is EndReason.DIVERGED
        assert "1e+06" in str(end.message)
