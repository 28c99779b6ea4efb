"""Runs that end when the cost on the held-out examples no longer falls."""

import json
from dataclasses import replace

import pytest
import torch
from torch import nn

from core.comparison import trials
from core.comparison.experiment import Experiment, Member
from core.comparison.judgement import judge
from core.comparison.results import Results
from core.config.conditions import with_conditions_of
from core.config.fields import ConfigError, effective, with_values
from core.data.datasets import load
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.job import TrainingJob, job_from
from core.lifecycle.repeat import original, repeat
from core.lifecycle.repeat_result import Repetition
from core.lifecycle.session import train_and_keep
from core.program.check import Check, costs_of
from core.run.control import Control
from core.run.events import EndReason, EpochCompleted
from core.run.record import RunState
from core.storage import layout
from core.storage.best_weights import find_best
from core.storage.records import open_run, outline, read_record
from core.training.early_stopping import EarlyStopping
from tests.core.running import config_of, end_of, epochs_of, run_to_the_end, small

# few digits and many weights: memorised within some epochs
QUICK = {
    "model.hidden": [{"units": 64, "activation": "relu"}],
    "data.train_size": 200,
    "data.batch_size": 20,
    "data.validation_size": 300,
    "data.order": "file",
    "optimizer.kind": "sgd",
    "optimizer.learning_rate": 0.3,
    "optimizer.momentum": 0.0,
    "epochs": 60,
    "patience": 3,
}


def quick(changes=None):
    return small("mlp", QUICK | dict(changes or {}))


def held_out_costs(config):
    """The cost on the held-out examples after each epoch, by a plain PyTorch loop."""
    torch.set_num_threads(1)
    torch.manual_seed(config.seed)
    network = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = torch.optim.SGD(network.parameters(), lr=config.optimizer.learning_rate)
    data, size = load(config.data), config.data.batch_size
    for _ in range(config.epochs):
        for x, y in zip(data.train_x.split(size), data.train_y.split(size), strict=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(x), y).backward()
            optimizer.step()
        with torch.no_grad():
            outputs = network(data.validation_x)
            yield nn.functional.cross_entropy(outputs, data.validation_y).item()


def end_by(costs, patience):
    """The epoch after which a run with these costs ends, and its best one, by the definition."""
    for epoch in range(1, len(costs) + 1):
        best = min(range(1, epoch + 1), key=lambda number: costs[number - 1])
        if epoch - best >= patience:
            return epoch, best
    raise AssertionError("it does not end")


class TestRun:
    @pytest.mark.parametrize("patience", [1, 3, 6])
    def test_ends_where_a_plain_loop_sees_no_lower_cost(self, patience):
        costs = list(held_out_costs(quick()))
        last, best = end_by(costs, patience)
        assert 2 < last < 60
        events = run_to_the_end(quick({"patience": patience, "plain": True}))
        measured = [epoch.validation_cost for epoch in epochs_of(events)]
        assert measured == pytest.approx(costs[:last], rel=1e-4)
        end = end_of(events)
        assert (end.reason, end.epochs) == (EndReason.STOPPED_EARLY, last)
        assert f"for {patience} epochs; it was lowest after epoch {best}." in str(end.message)

    def test_without_patience_trains_all_epochs(self):
        events = run_to_the_end(quick({"patience": 0, "epochs": 20}))
        assert end_of(events).reason is EndReason.COMPLETED
        assert len(epochs_of(events)) == 20

    def test_computes_until_then_what_it_computes_without(self):
        short = epochs_of(run_to_the_end(quick()))
        long = epochs_of(run_to_the_end(quick({"patience": 0, "epochs": 25})))
        assert [e.cost for e in short] == [e.cost for e in long][: len(short)]

    def test_a_cost_that_falls_to_the_last_epoch_completes(self):
        events = run_to_the_end(quick({"optimizer.learning_rate": 0.01, "epochs": 4}))
        assert end_of(events).reason is EndReason.COMPLETED


class TestSetting:
    def test_needs_examples_held_out(self):
        with pytest.raises(ConfigError) as error:
            quick({"data.validation_size": 0})
        assert error.value.path == "patience"
        assert "hold some out" in str(error.value)

    def test_has_no_effect_where_none_can_be_held_out(self):
        line = config_of("linear")
        assert effective(with_values(line, {"patience": 5})) == line
        events = run_to_the_end(with_values(line, {"patience": 1, "epochs": 5}))
        assert end_of(events).reason is EndReason.COMPLETED

    def test_is_a_condition_that_a_race_shares(self):
        other = with_conditions_of(quick(), config_of("relu-dropout"))
        assert (other.patience, other.data.validation_size) == (3, 300)
        without = with_conditions_of(config_of("sigmoid"), quick())
        assert (without.patience, without.data.validation_size) == (0, 0)


def epochs_with(costs):
    known = epochs_of(run_to_the_end(quick({"epochs": 1})))[0]
    return [replace(known, epoch=epoch, validation_cost=c) for epoch, c in enumerate(costs, 1)]


class TestPatience:
    def test_counts_from_the_lowest_cost(self):
        patience = EarlyStopping(2, epochs_with([3.0, 2.0, 2.0]))
        assert (patience.is_over, patience.best_epoch) == (False, 2)
        patience.add(epochs_with([1] * 3 + [2.5])[-1])
        assert (patience.is_over, patience.best_epoch) == (True, 2)

    def test_begins_again_where_a_run_went_on(self):
        costs = epochs_with([3.0, 4.0, 4.0, 4.0])
        assert not EarlyStopping(2, costs).is_over  # went on after epoch 3, waited one epoch since
        assert EarlyStopping(2, costs[:3]).is_over
        assert not EarlyStopping(2, costs[:3], goes_on=True).is_over
        assert not EarlyStopping(0, costs).is_over


def keep(config, folder, run="run"):
    job = TrainingJob(run, config, folder / run)
    control = Control(run, 1, takes_checkpoints=True)
    return list(train_and_keep(job, control))


def go_on(folder, epochs, run="run"):
    start = continuation(folder / run, epochs)
    return list(train_and_keep(job_from(start), Control(run, 1, takes_checkpoints=True)))


def forget_end(folder):
    """Make the run one whose process was killed before it could note its end."""
    path = folder / layout.RUN_FILE
    description = json.loads(path.read_text(encoding="utf-8"))
    description["state"] = "running"
    path.write_text(json.dumps(description), encoding="utf-8")


class TestKeptRun:
    def test_states_its_end(self, tmp_path):
        end = end_of(keep(quick(), tmp_path))
        record = read_record(tmp_path / "run")
        assert record.state is RunState.STOPPED_EARLY
        assert record.state.is_over
        assert str(record.end.message) == str(end.message)
        assert record.epochs_done == end.epochs
        assert find_best(tmp_path / "run", record) is not None
        assert open_run(tmp_path / "run").moment.epochs == end.epochs

    @pytest.mark.parametrize("stopped_at", [1, 4, -2, -1])
    def test_goes_on_after_a_stop_as_if_there_had_been_none(self, tmp_path, stopped_at):
        whole = epochs_of(keep(quick(), tmp_path, "whole"))
        stop_after = whole[stopped_at].epoch - 1 if stopped_at < 0 else stopped_at
        control = Control("run", 1, takes_checkpoints=True)
        for event in train_and_keep(TrainingJob("run", quick(), tmp_path / "run"), control):
            if isinstance(event, EpochCompleted) and event.epoch == stop_after:
                control.stop.set()
        assert outline(tmp_path / "run").state is RunState.STOPPED
        rest = go_on(tmp_path, 60)
        assert end_of(rest).reason is EndReason.STOPPED_EARLY
        assert [e.validation_cost for e in epochs_of(rest)] == [
            e.validation_cost for e in whole[stop_after:]
        ]

    def test_killed_just_before_its_end_only_ends(self, tmp_path):
        whole = keep(quick(), tmp_path)
        forget_end(tmp_path / "run")
        rest = go_on(tmp_path, 60)
        assert not epochs_of(rest)
        assert end_of(rest).reason is EndReason.STOPPED_EARLY
        assert str(end_of(rest).message) == str(end_of(whole).message)
        assert read_record(tmp_path / "run").state is RunState.STOPPED_EARLY

    def test_continued_by_hand_waits_as_long_again(self, tmp_path):
        keep(quick(), tmp_path)
        rest = go_on(tmp_path, 60)
        longer = epochs_of(run_to_the_end(quick({"patience": 0, "epochs": 40})))
        record = read_record(tmp_path / "run")
        assert record.state is RunState.STOPPED_EARLY
        assert len(epochs_of(rest)) >= 3
        assert [e.cost for e in record.epochs] == [e.cost for e in longer][: len(record.epochs)]

        # killed during the continuation it ends where it would have ended
        forget_end(tmp_path / "run")
        assert not epochs_of(go_on(tmp_path, 60))

        # and all of it can be repeated
        results = [
            item for item in repeat(original(tmp_path / "run")) if isinstance(item, Repetition)
        ]
        assert results[0].is_identical
        assert results[0].epochs == len(record.epochs)

    def test_a_forks_patience_begins_with_it(self, tmp_path):
        keep(quick(), tmp_path)
        start = fork(tmp_path / "run", tmp_path, {"optimizer.learning_rate": 0.29})
        events = list(
            train_and_keep(job_from(start), Control(start.record.run, 1, takes_checkpoints=True))
        )
        first, last = epochs_of(events)[0].epoch, epochs_of(events)[-1].epoch
        assert end_of(events).reason is EndReason.STOPPED_EARLY
        assert last - first >= 3  # its own first epoch is the first that it can compare with


def test_a_comparison_counts_runs_that_stopped_early():
    """Both members stop early, with both seeds, and are judged."""
    members = (Member("a", quick()), Member("b", quick({"optimizer.learning_rate": 0.2})))
    results = Results(Experiment(members, (1, 2)))
    ends = [
        event.reason
        for event in trials.run(results, lambda planned: Control(planned.member, 1))
        if hasattr(event, "reason")
    ]
    assert ends == [EndReason.STOPPED_EARLY] * 4
    assert judge(results) is not None


def test_the_program_stops_where_the_run_does():
    config = quick({"optimizer.kind": "adam", "optimizer.learning_rate": 0.005, "threads": 1})
    ran = epochs_of(run_to_the_end(config))
    assert len(ran) < 60
    *_, agreement = Check(config, costs_of(ran), 1).steps()
    assert agreement.is_identical
    assert agreement.epochs == len(ran)
