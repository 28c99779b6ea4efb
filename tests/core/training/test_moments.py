"""Epoch 0, and what is measured within epochs."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from core.config.choices import Subset
from core.data import datasets
from core.data.examples import chosen
from core.errors import RunFolderError
from core.evaluation import accuracy
from core.lifecycle import archive, continuing
from core.lifecycle.recording import record
from core.network import models
from core.run.control import Control
from core.run.events import (
    CheckpointTaken,
    EndReason,
    EpochCompleted,
    MomentMeasured,
    RunStarted,
    WeightsPublished,
)
from core.run.moment import Moment, epochs_label, kept_moments
from core.run.record import RunRecord
from core.storage import layout
from core.storage import records as runs
from core.training import clock
from core.training.loop import train
from tests.core.running import completed, epochs_of, final_weights, run_to_the_end, small

# large enough for moments within an epoch
SIZE = {"data.train_size": 12_000, "data.test_size": 400, "data.batch_size": 100}


def looking(config, run="run", threads=1, **start):
    control = Control(run, threads, takes_checkpoints=True, measures_moments=True)
    return list(train(config, datasets.load(config.data), control, **start))


def points_of(events):
    return [event for event in events if isinstance(event, MomentMeasured)]


class TestMeasured:
    def test_the_curves_begin_before_the_first_batch(self):
        events = looking(small("relu-dropout"))
        kinds = [type(event) for event in events[:4]]
        assert kinds == [RunStarted, WeightsPublished, MomentMeasured, MomentMeasured]
        published, sampled, whole = events[1:4]
        assert published.moment == sampled.moment == whole.moment == Moment(0)
        assert (sampled.examples, whole.examples) == (100, 200)
        assert whole.test_cost == pytest.approx(2.3, abs=0.1)
        assert not points_of(run_to_the_end(small("relu-dropout")))

    def test_epoch_0_is_measured_as_later_epochs_are(self):
        config = small("cnn", {"epochs": 1})
        *_, untrained = (point for point in points_of(looking(config)) if not point.batch)
        data = datasets.load(config.data)
        network = models.build(config.model, models.weight_generator(config.seed)).eval()
        numbers = []
        for x, y in (
            (data.train_x[: config.data.test_size], data.train_y[: config.data.test_size]),
            (data.test_x, data.test_y),
        ):
            with torch.inference_mode():
                outputs = network(x)
            right = (outputs.argmax(dim=1) == y).float().mean().item()
            numbers.append((nn.functional.cross_entropy(outputs, y).item(), right))
        (cost, train_accuracy), (test_cost, accuracy) = numbers
        assert untrained.cost == pytest.approx(cost, rel=1e-5)
        assert untrained.test_cost == pytest.approx(test_cost, rel=1e-5)
        assert untrained.train_accuracy == pytest.approx(train_accuracy)
        assert untrained.accuracy == pytest.approx(accuracy)

    def test_within_an_epoch_a_spread_sample_is_measured_and_the_batches_so_far(self):
        config = small("relu-dropout", SIZE)
        events = looking(config)
        within = [point for point in points_of(events) if point.batch]
        of_first = [point.batch for point in within if point.epoch == 1]
        assert of_first == sorted(of_first)
        assert set(of_first) <= {2, 4, 8, 15, 30, 45, 60, 75, 90, 105}
        assert {60, 30, 15} <= set(of_first)
        assert [point.batch for point in within if point.epoch == 2] == [30, 60, 90]
        assert {point.examples for point in within} == {120}
        assert all(point.train_accuracy is None for point in within)

        # the weights of 1/2 of the first epoch are published, and give the numbers measured there
        (half,) = (
            event
            for event in events
            if isinstance(event, WeightsPublished) and event.moment == Moment(0, 60)
        )
        data = datasets.load(config.data)
        indices = chosen(120, 400, Subset.SPREAD)
        assert indices[-1] > 390
        with torch.inference_mode():
            network = models.network_of(config, half.weights)
            outputs = network(data.test_x[indices])
        (point,) = (point for point in within if point.moment == Moment(0, 60))
        right = outputs.argmax(dim=1) == data.test_y[indices]
        assert point.accuracy == pytest.approx(right.float().mean().item())
        assert point.cost > epochs_of(events)[0].cost

    def test_a_sample_that_is_harder_than_the_rest_makes_no_dip(self, monkeypatch):
        config = small("mlp", SIZE | {"optimizer.learning_rate": 0.0001})
        data = datasets.load(config.data)
        exact, size = accuracy.cost_and_accuracy, 120

        def hard(network, x, *others):
            cost, share = exact(network, x, *others)
            return (cost + 1.0, share - 0.05) if len(x) == size else (cost, share)

        monkeypatch.setattr(accuracy, "cost_and_accuracy", hard)
        assert len(data.test_x) != size
        events = looking(config)
        end = epochs_of(events)[0]
        for point in points_of(events):
            if point.epoch == 2:
                assert point.test_cost == pytest.approx(end.test_cost, abs=0.3)
                assert point.accuracy == pytest.approx(end.accuracy, abs=0.045)

    def test_weights_are_published_at_the_moments_that_are_kept(self):
        events = looking(small("relu-dropout", SIZE | {"epochs": 1}))
        published = [event.moment for event in events if isinstance(event, WeightsPublished)]
        assert {Moment(0), *kept_moments(120)} <= set(published)
        assert list(kept_moments(120)) == [Moment(0, batch) for batch in (8, 15, 30, 60)]
        assert list(kept_moments(1)) == []
        assert list(kept_moments(3)) == [Moment(0, 1), Moment(0, 2)]

    def test_measuring_is_no_training_time(self, monkeypatch):
        exact, now = accuracy.cost_and_accuracy, [0.0]

        def slow(*arguments):
            now[0] += 10.0
            return exact(*arguments)

        monkeypatch.setattr(clock.time, "perf_counter", lambda: now[0])
        monkeypatch.setattr(accuracy, "cost_and_accuracy", slow)
        events = looking(small("logistic", SIZE | {"epochs": 1}))
        (epoch,) = epochs_of(events)
        measured = len(points_of(events)) + 2  # of the untrained network also training examples
        assert measured > 5
        assert epoch.seconds == 0
        assert epoch.elapsed_s == 10.0 * (measured + 3)

    def test_a_network_of_infinite_cost_has_no_point(self):
        wild = {"data.pixels": "raw", "optimizer.kind": "sgd", "optimizer.learning_rate": 10.0}
        events = looking(small("relu-dropout", SIZE | wild))
        assert {point.batch for point in points_of(events)} <= {0, 2, 4}
        assert events[-1].reason is EndReason.DIVERGED

    def test_it_can_be_stopped_while_epoch_0_is_measured(self, monkeypatch):
        exact, config = accuracy.cost_and_accuracy, small("mlp")
        control = Control("run", 1, measures_moments=True)

        def stopping(*arguments):
            control.stop.set()
            return exact(*arguments)

        monkeypatch.setattr(accuracy, "cost_and_accuracy", stopping)
        events = list(train(config, datasets.load(config.data), control))
        assert events[-1].reason is EndReason.STOPPED
        assert events[-2].moment == Moment(0)
        assert not points_of(events)


class TestNumbers:
    @pytest.mark.parametrize(
        ("name", "threads"),
        [("relu-dropout", 1), ("relu-dropout", 2), ("sigmoid", 1), ("cnn", 1), ("linear", 2)],
    )
    def test_looking_changes_no_run_by_a_bit(self, name, threads):
        size = {"data.train_size": 3000, "data.test_size": 150}
        if name == "linear":
            size = {"data.train_size": 101, "data.test_size": 101}
        config = small(name, size | {"data.batch_size": 25})
        seen, alone = looking(config, threads=threads), run_to_the_end(config, threads)
        assert len(points_of(seen)) >= 1
        assert [
            (epoch.cost, epoch.test_cost, epoch.accuracy, epoch.train_accuracy, epoch.weight)
            for epoch in epochs_of(completed(seen))
        ] == [
            (epoch.cost, epoch.test_cost, epoch.accuracy, epoch.train_accuracy, epoch.weight)
            for epoch in epochs_of(alone)
        ]
        one, other = final_weights(seen), final_weights(alone)
        assert all(np.array_equal(one[key], other[key]) for key in one)

    def test_the_generators_go_on_as_if_nobody_had_looked(self):
        config = small("relu-dropout", SIZE | {"epochs": 1})
        data = datasets.load(config.data)
        states = []
        for measures in (False, True):
            control = Control("run", 1, takes_checkpoints=True, measures_moments=measures)
            (taken,) = (
                event
                for event in train(config, data, control)
                if isinstance(event, CheckpointTaken)
            )
            states.append(taken.checkpoint.generators)
        assert all(np.array_equal(states[0][name], states[1][name]) for name in states[0])

    def test_two_runs_of_one_config_measure_the_same(self):
        config = small("relu-dropout", SIZE | {"epochs": 1})
        one, other = (points_of(looking(config, threads=threads)) for threads in (1, 1))
        assert [replace(point, elapsed_s=0) for point in one] == [
            replace(point, elapsed_s=0) for point in other
        ]

    def test_a_continued_run_is_not_measured_before_its_first_batch(self):
        config = small("mlp", SIZE)
        first = looking(config)
        checkpoint = next(event.checkpoint for event in first if isinstance(event, CheckpointTaken))
        later = looking(config.model_copy(update={"epochs": 3}), start=checkpoint)
        assert {point.epoch for point in points_of(later)} == {3}
        assert all(point.batch for point in points_of(later))


class TestRecord:
    def test_the_end_of_a_later_epoch_replaces_what_was_measured_within_it(self):
        config = small("mlp", SIZE)
        made, within = RunRecord("run", config), 0
        for event in looking(config):
            made.apply(event)
            moments = [point.moment for point in made.points]
            assert moments == sorted(set(moments))
            within = max(within, sum(point.epoch == 2 for point in made.points))
            if isinstance(event, EpochCompleted):
                assert {point.epoch for point in made.points} == {1}
        assert within == 3
        assert made.points[0].examples == 400
        assert made.best in made.epochs
        assert [epoch.epoch for epoch in made.epochs] == [1, 2]

    @pytest.mark.parametrize(
        ("epochs", "words"),
        [
            (0, "before training"),
            (38 / 600, "after 1/16 of epoch 1"),
            (0.125, "after 1/8 of epoch 1"),
            (1, "after epoch 1"),
            (2.75, "after 3/4 of epoch 3"),
            (40, "after epoch 40"),
        ],
    )
    def test_words(self, epochs, words):
        assert str(epochs_label(epochs)) == words


class TestKept:
    CONFIG = small("mlp", SIZE)

    def kept(self, folder, config=CONFIG):
        layout.create(folder.parent, folder.name)
        control = Control(folder.name, 1, takes_checkpoints=True, measures_moments=True)
        return list(record(train(config, datasets.load(config.data), control), config, folder))

    def test_points_of_the_first_epoch_are_read_back(self, tmp_path):
        points = points_of(self.kept(tmp_path / "a"))
        expected = [point for point in points if point.epoch == 1][1:]  # epoch 0 on all images
        assert runs.read_points(tmp_path / "a") == expected
        assert runs.read_record(tmp_path / "a").points == expected
        assert runs.read_record(tmp_path / "a").best.epoch >= 1

    def test_a_folder_of_an_earlier_version_has_none(self, tmp_path):
        self.kept(tmp_path / "a")
        (tmp_path / "a" / layout.POINTS_FILE).unlink()
        assert runs.read_record(tmp_path / "a").points == []
        assert continuing.continuation(tmp_path / "a", 3).record.points == []

    def test_a_fork_a_continued_run_and_an_archive_keep_them(self, tmp_path):
        self.kept(tmp_path / "a")
        points = runs.read_points(tmp_path / "a")
        forked = continuing.fork(tmp_path / "a", tmp_path, {})
        of_fork = [replace(point, run=forked.record.run) for point in points]
        assert runs.read_points(forked.folder) == forked.record.points == of_fork

        start = continuing.continuation(tmp_path / "a", 3)
        control = Control("a", 1, takes_checkpoints=True, measures_moments=True)
        data = datasets.load(self.CONFIG.data)
        events = train(start.record.config, data, control, start.checkpoint)
        list(record(events, start.record.config, tmp_path / "a", start))
        assert runs.read_points(tmp_path / "a") == points

        archive.pack(tmp_path / "a", tmp_path / "a.zip")
        (tmp_path / "other").mkdir()
        imported = archive.unpack(tmp_path / "a.zip", tmp_path / "other")
        assert runs.read_points(imported.folder) == points
        again = archive.unpack(tmp_path / "a.zip", forked.folder.parent)
        assert not again.is_new

    def test_an_archive_under_another_name_names_its_points(self, tmp_path):
        self.kept(tmp_path / "a", small("mlp", SIZE | {"epochs": 1}))
        archive.pack(tmp_path / "a", tmp_path / "a.zip")
        (tmp_path / "a" / layout.METRICS_FILE).write_text("")
        imported = archive.unpack(tmp_path / "a.zip", tmp_path)
        assert imported.run == "a-2"
        assert {point.run for point in runs.read_points(imported.folder)} == {"a-2"}

    def test_a_run_that_starts_over_forgets_its_points(self, tmp_path):
        layout.create(tmp_path, "a")
        data = datasets.load(self.CONFIG.data)
        control = Control("a", 1, takes_checkpoints=True, measures_moments=True)
        for event in record(train(self.CONFIG, data, control), self.CONFIG, tmp_path / "a"):
            if isinstance(event, MomentMeasured) and event.batch == 30:
                control.stop.set()
        assert len(runs.read_points(tmp_path / "a")) >= 2

        start = continuing.continuation(tmp_path / "a", 1)
        assert (start.checkpoint, start.record.points) == (None, [])
        control = Control("a", 1, takes_checkpoints=True, measures_moments=True)
        events = train(start.record.config, data, control)
        again = points_of(list(record(events, start.record.config, tmp_path / "a", start)))
        assert runs.read_points(tmp_path / "a") == again[1:]

    @pytest.mark.parametrize(
        "changes",
        [
            {"epoch": 2},
            {"batch": 120},
            {"batch": -1},
            {"accuracy": 1.5},
            {"examples": 0},
            {"cost": "low"},
            {"cost": 1e999},
        ],
    )
    def test_a_point_that_cannot_be_is_refused(self, tmp_path, changes):
        self.kept(tmp_path / "a", small("mlp", SIZE | {"epochs": 1}))
        path = tmp_path / "a" / layout.POINTS_FILE
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        path.write_text(
            "".join(json.dumps(line) + "\n" for line in [*lines[:-1], lines[-1] | changes])
        )
        with pytest.raises(RunFolderError):
            runs.read_record(tmp_path / "a")
