import threading

import numpy as np
import pytest

from core.comparison import experiment as experiments
from core.comparison import trials
from core.comparison.experiment import Axis, Experiment, Grid, Member
from core.comparison.results import Results
from core.comparison.verdicts import sentence, verdict
from core.data.datasets import load
from core.evaluation.accuracy import read
from core.evaluation.statistics import Paired
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import EndReason, EpochCompleted, RunEnded, RunStarted
from tests.core.running import completed, epochs_of, final_weights, run_to_the_end, small

QUICK = {"data.train_size": 600, "data.test_size": 200, "data.batch_size": 50, "epochs": 2}


def of_small_presets(*names, seeds=1, **changes):
    return experiments.of_presets(names, seeds, changes=QUICK | changes)


def id_of(planned):
    return f"{planned.member}-{planned.seed}"


def ran(experiment, stop=None):
    """All that an experiment yields, and its results."""
    results = Results(experiment)
    stop = stop or threading.Event()
    return list(trials.run(results, lambda planned: Control(id_of(planned), 1, stop))), results


def events_of(happened, run):
    return [event for event in happened if event.run == run]


def numbers_of(events):
    return [
        (epoch.cost, epoch.test_cost, epoch.accuracy, epoch.train_accuracy)
        for epoch in epochs_of(events)
    ]


class TestReadsRight:
    @pytest.mark.parametrize("precision", ["float32", "bfloat16"])
    def test_as_many_as_the_run_itself_has_measured(self, precision):
        config = small("relu-dropout", {"data.test_size": 1234, "precision": precision})
        events = completed(run_to_the_end(config))
        right = read(config, final_weights(events), load(config.data)).right
        assert (right.dtype, right.shape) == (bool, (1234,))
        assert right.mean() == pytest.approx(epochs_of(events)[-1].accuracy)

    def test_says_which(self):
        config = small("logistic", {"data.test_size": 1500})
        data, weights = load(config.data), final_weights(run_to_the_end(config))
        logits = data.test_x.numpy() @ weights["linear_1.weight"].T + weights["linear_1.bias"]
        reading = read(config, weights, data)
        assert np.array_equal(reading.given, logits.argmax(axis=1))
        assert np.array_equal(reading.right, logits.argmax(axis=1) == data.test_y.numpy())


class TestRun:
    def test_numbers_are_those_of_the_runs_trained_alone(self):
        experiment = of_small_presets("sigmoid", "relu-dropout", seeds=2)
        happened, _ = ran(experiment)
        for planned in experiment.plan():
            alone = run_to_the_end(planned.config)
            assert numbers_of(events_of(happened, id_of(planned))) == numbers_of(completed(alone))

    def test_events_of_all_runs_in_order_of_the_plan(self):
        experiment = of_small_presets("logistic", "sigmoid", "mlp")
        happened, results = ran(experiment)
        starts = [event.run for event in happened if isinstance(event, RunStarted)]
        assert starts == ["logistic-42", "sigmoid-42", "mlp-42"]
        assert happened[-1] == RunEnded("mlp-42", EndReason.COMPLETED, 2)
        assert [(v.a, v.b) for v in results.verdicts()] == [
            ("logistic", "sigmoid"),
            ("sigmoid", "mlp"),
            ("logistic", "mlp"),
        ]

    def test_verdicts_rest_on_the_final_networks(self):
        experiment = of_small_presets("sigmoid", "logistic")
        _, results = ran(experiment)
        right = {}
        for planned in experiment.plan():
            config = planned.config
            weights = final_weights(run_to_the_end(config))
            right[planned.member] = read(config, weights, load(config.data)).right
        (judged,) = results.verdicts()
        assert judged == verdict(
            Paired("sigmoid", "logistic", right["sigmoid"][None], right["logistic"][None])
        )
        assert results.answers("sigmoid", [42])[0].tolist() == right["sigmoid"].tolist()

    def test_one_that_diverges_hurts_no_other_and_counts_as_one_that_guesses(self):
        wild = Member("wild", small("mlp", {"optimizer.learning_rate": 10, "data.pixels": "raw"}))
        tame = (Member("tame", small("logistic")), Member("mild", small("sigmoid")))
        happened, results = ran(Experiment((wild, *tame)))
        assert {event.run: event.reason for event in happened if isinstance(event, RunEnded)} == {
            "wild-42": EndReason.DIVERGED,
            "tame-42": EndReason.COMPLETED,
            "mild-42": EndReason.COMPLETED,
        }
        guesses = (load(wild.config.data).test_y == 0).numpy()
        assert (results.answers("wild", [42]) == guesses).all()
        first, middle, last = results.verdicts()
        assert (first.a, first.b, first.better) == ("wild", "tame", "tame")
        assert [(v.diverged_a, v.diverged_b) for v in (first, middle, last)] == [
            (1, 0),
            (0, 0),
            (1, 0),
        ]
        assert "wild diverged, which counts as" in str(sentence(first))
        assert "diverged" not in str(sentence(middle))
        assert results.whole().right == results.answers("mild", [42]).sum() - guesses.sum()

    def test_stopped_it_trains_and_judges_no_more(self):
        stop = threading.Event()
        results = Results(of_small_presets("logistic", "sigmoid"))
        happened = []
        for event in trials.run(results, lambda planned: Control(id_of(planned), 1, stop)):
            happened.append(event)
            if isinstance(event, EpochCompleted):
                stop.set()
        assert [event.reason for event in happened if isinstance(event, RunEnded)] == [
            EndReason.STOPPED
        ]
        assert isinstance(happened[-1], RunEnded)

    def test_a_stop_after_a_runs_last_batch_counts_too(self):
        stop = threading.Event()
        results = Results(of_small_presets("logistic", "sigmoid"))
        happened = []
        for event in trials.run(results, lambda planned: Control(id_of(planned), 1, stop)):
            happened.append(event)
            if isinstance(event, RunEnded):
                stop.set()
        assert happened[-1] == RunEnded("logistic-42", EndReason.COMPLETED, 2)

    def test_each_run_passes_through_keep_which_is_closed_when_given_up(self):
        opened, closed, watching = [], [], []

        def watched(run, events):
            try:
                yield from events
            finally:
                closed.append(run)

        def train(planned, control):
            job = TrainingJob(control.run, planned.config)
            watching.append(
                watched(control.run, train_and_keep(job, control))
            )  # held, or Python would close it as soon as it is forgotten
            opened.append((planned.member, control.run))
            return watching[-1]

        running = trials.run(
            Results(of_small_presets("logistic", "sigmoid")), lambda p: Control(id_of(p), 1), train
        )
        next(
            event
            for event in running
            if isinstance(event, RunStarted) and event.run == "sigmoid-42"
        )
        assert opened == [("logistic", "logistic-42"), ("sigmoid", "sigmoid-42")]
        assert closed == ["logistic-42"]
        running.close()
        assert closed == ["logistic-42", "sigmoid-42"]

    def test_a_grid_fills_its_table(self):
        grid = Grid(small("logistic"), (Axis("optimizer.learning_rate", (0.001, 0.1)),))
        happened, results = ran(grid.experiment())
        slow, quick = (row[0] for row in results.table(grid.names))
        assert quick.final > slow.final
        assert slow.final == epochs_of(events_of(happened, "0,0-42"))[-1].accuracy


def ran_at_once(experiment, stop=None, train=None, runs_at_once=lambda: 2):
    """All that an experiment yields whose runs are trained two at a time, and its results."""
    results, stop = Results(experiment), stop or threading.Event()

    def start(planned):
        return Control(id_of(planned), 1, stop)

    train = train or (lambda planned, control: train_and_keep(job_of(planned, control), control))
    return list(trials.run_at_once(results, start, train, runs_at_once)), results


def job_of(planned, control):
    return TrainingJob(control.run, planned.config)


class TestRunAtOnce:
    def test_numbers_and_verdicts_are_those_of_the_runs_one_by_one(self):
        experiment = of_small_presets("sigmoid", "relu-dropout", seeds=2)
        one_by_one, expected = ran(experiment)
        at_once, results = ran_at_once(experiment)
        for planned in experiment.plan():
            run = id_of(planned)
            assert numbers_of(events_of(at_once, run)) == numbers_of(events_of(one_by_one, run))
            assert isinstance(events_of(at_once, run)[-1], RunEnded)
        assert results.verdicts() == expected.verdicts()

    def test_two_are_in_training_until_too_few_are_left(self):
        both = threading.Barrier(2, timeout=20)

        def train(planned, control):
            both.wait()  # passed by two runs at a time, or by none
            return train_and_keep(job_of(planned, control), control)

        happened, _ = ran_at_once(of_small_presets("logistic", "mlp", seeds=2), train=train)
        assert len([event for event in happened if isinstance(event, RunEnded)]) == 4

    def test_stopped_it_begins_no_other_run_and_judges_none_that_was_stopped(self):
        stop = threading.Event()

        def train(planned, control):
            for event in train_and_keep(job_of(planned, control), control):
                yield event
                if isinstance(event, EpochCompleted):
                    stop.set()

        experiment = of_small_presets("logistic", "mlp", seeds=3, epochs=50)
        happened, results = ran_at_once(experiment, stop, train)
        ends = [event for event in happened if isinstance(event, RunEnded)]
        assert [end.reason for end in ends] == [EndReason.STOPPED] * 2
        assert not results.verdicts()

    def test_what_cannot_be_trained_stops_the_others_and_is_raised(self):
        stop, is_begun = threading.Event(), threading.Event()

        def train(planned, control):
            if planned.member == "mlp":
                assert is_begun.wait(20)
                raise OSError("the disk is full")
            for event in train_and_keep(job_of(planned, control), control):
                is_begun.set()
                yield event

        experiment = of_small_presets("logistic", "mlp", epochs=10_000)
        before = threading.active_count()
        with pytest.raises(OSError, match="the disk is full"):
            ran_at_once(experiment, stop, train)
        assert stop.is_set()
        assert threading.active_count() == before

    def test_given_up_it_stops_its_threads(self):
        stop = threading.Event()
        running = trials.run_at_once(
            Results(of_small_presets("logistic", "mlp", epochs=10_000)),
            lambda planned: Control(id_of(planned), 1, stop),
            lambda planned, control: train_and_keep(job_of(planned, control), control),
            lambda: 2,
        )
        before = threading.active_count()
        next(running)
        running.close()
        assert threading.active_count() == before
