"""The lessons: their checks tell what runs really did, also when it is not what the lesson is
about.

Measured with the lessons' own sizes and seeds 42 to 47 (a processor of two cores): each lesson's
outcome was the same for all six. Batches of 1,000 were 5.5 to 8 times as fast as batches of 10; the
learning rate 0.1 ended at 0.105 to 0.106, 0.003 at 0.98 to 2.03, 4 beyond 1e30; logistic regression
read 87.2 to 87.5 %; a hidden layer 94.6 to 95.1 % against 88.1 to 88.9 %; the first sigmoid
gradient was 1/4,600 to 1/7,000 of the last one, with ReLU 1/6 to 1/17; sigmoid caught up in epoch 5
or 6; dropout's test cost was 0.44 to 0.48 against 0.58 to 0.64, its training cost 0.023 to 0.032
against 0.005 to 0.006; Adam's step was 16.1 to 17.9 points, the next largest 2.7 to 3.0.
"""

import pytest

from core.config.fields import with_values
from core.config.presets import LADDER
from core.config.run import RunConfig
from core.data import datasets
from core.messages import Message
from core.run.control import Control
from core.run.events import (
    EndReason,
    EpochCompleted,
    LayersMeasured,
    LayerState,
    RunEnded,
    RunStarted,
    SettingChanged,
)
from core.run.record import RunRecord, RunState
from core.teaching.lesson import FIRST_SEED, outcome
from core.teaching.lesson_code import code
from core.teaching.lessons import LESSONS
from core.training.loop import train

LESSON = {lesson.key: lesson for lesson in LESSONS}
THREAD = {"threads": 1}
# Less data, so that the tests are quick; the outcome is the same, if not by as much.
SMALL = {
    "tensors": {"data.train_size": 4000, "data.test_size": 500},
    "learning-rate": {},
    "logistic": {"data.train_size": 5000, "data.test_size": 1000},
    "hidden-layer": {"data.train_size": 8000, "data.test_size": 2000, "epochs": 6},
    "gradients": {"data.train_size": 2000, "data.test_size": 200, "epochs": 1},
    "relu": {"data.train_size": 3000, "data.test_size": 1000, "epochs": 3},
    "dropout": {"data.train_size": 500, "data.test_size": 1000, "data.batch_size": 25},
    "fair-race": {"data.train_size": 1000, "data.test_size": 500},
}
EXPECTED = {
    "tensors": "large",
    "learning-rate": "medium",
    "logistic": "most",
    "hidden-layer": "with",
    "gradients": "tiny",
    "relu": "more",
    "dropout": "helps-test",
    "fair-race": "sigmoid-adam",
}


def trained(config: RunConfig) -> RunRecord:
    record = RunRecord("run", config)
    for event in train(config, datasets.load(config.data), Control("run", 1, measures_layers=True)):
        record.apply(event)
    return record


def made(config: RunConfig, *accuracies: float | None, **numbers: object) -> RunRecord:
    """A completed run with these accuracies, one for each epoch, and other numbers for all its
    epochs.
    """
    record = RunRecord("run", config)
    record.apply(RunStarted("run", 1, "cpu", 1, 1, config.epochs))
    for number, accuracy in enumerate(accuracies, 1):
        values = {
            "cost": 1.0,
            "test_cost": 1.0,
            "train_accuracy": accuracy,
            "samples_per_second": 1e5,
        } | numbers
        record.apply(
            EpochCompleted(
                run="run",
                epoch=number,
                accuracy=accuracy,
                weight=None,
                seconds=1.0,
                learning_rate=0.1,
                elapsed_s=1.0,
                **values,
            )
        )
    record.apply(RunEnded("run", EndReason.COMPLETED, len(accuracies)))
    return record


def measured(record: RunRecord, cost: float, *gradients: float) -> RunRecord:
    layers = tuple(
        LayerState(f"linear_{place}", size, 0.001, None) for place, size in enumerate(gradients, 1)
    )
    record.apply(LayersMeasured("run", record.epochs_done, layers, cost))
    return record


def pair(key: str, first: tuple[float, ...], second: tuple[float, ...]) -> list[RunRecord]:
    return [
        made(config, *values)
        for config, values in zip(LESSON[key].runs(), (first, second), strict=True)
    ]


def figures(said: Message) -> str:
    return str(said)


class TestRealRuns:
    @pytest.mark.parametrize("key", list(SMALL))
    def test_what_a_lesson_is_about_really_happens(self, key):
        lesson = LESSON[key]
        records = [trained(with_values(config, SMALL[key] | THREAD)) for config in lesson.runs()]
        found = outcome(lesson, records)
        assert found.answer == EXPECTED[key], figures(found.text)
        assert lesson.answer(found.answer) is not None
        if lesson.key not in ("tensors", "learning-rate", "fair-race"):
            assert f"{100 * records[0].last.accuracy:.1f} %" in figures(found.text)

    def test_the_other_outcome_is_told_of_other_runs(self):
        """Batches of one size, rates that all suit, a network without data to overfit."""
        tensors, rate = LESSON["tensors"], LESSON["learning-rate"]
        steady = trained(with_values(tensors.configs[1], SMALL["tensors"] | THREAD))
        assert outcome(tensors, [steady, steady]).answer == "same"
        small = {"optimizer.learning_rate": 0.0001}
        lows = [with_values(config, small | THREAD) for config in rate.configs]
        rates = [
            with_values(low, {"optimizer.learning_rate": r})
            for low, r in zip(lows, (1e-6, 1e-5, 1e-2), strict=True)
        ]
        assert outcome(rate, [trained(config) for config in rates]).answer == "large"


class TestAnswers:
    @pytest.mark.parametrize(
        ("small", "large", "answer"),
        [(1e5, 5e5, "large"), (1e5, 1.1e5, "same"), (5e5, 1e5, "small")],
    )
    def test_which_batches_are_faster(self, small, large, answer):
        few, many = LESSON["tensors"].runs()
        speeds = [
            made(few, 0.9, 0.9, samples_per_second=small),
            made(many, 0.8, 0.8, samples_per_second=large),
        ]
        for records in (speeds, speeds[::-1]):
            found = outcome(LESSON["tensors"], records)
            assert found.answer == answer
        assert f"Batches of 1,000: {large:,.0f} digits per second, 40 learning steps" in figures(
            found.text
        )
        assert f"Batches of 10: {small:,.0f} digits per second, 4,000 steps" in figures(found.text)
        assert figures(found.text).endswith("Computed on: Processor (CPU).")

    @pytest.mark.parametrize(
        ("costs", "answer"),
        [
            ((2.0, 0.1, 9.0), "medium"),
            ((0.1, 2.0, 9.0), "small"),
            ((2.0, 1.0, 0.2), "large"),
            ((0.1, 0.101, 5.0), None),
        ],
    )
    def test_which_learning_rate_ends_lowest(self, costs, answer):
        lesson = LESSON["learning-rate"]
        records = [
            made(config, None, cost=cost) for config, cost in zip(lesson.runs(), costs, strict=True)
        ]
        found = outcome(lesson, records)
        assert found.answer == answer
        assert ("too close to call" in figures(found.text)) is (answer is None)

    def test_an_infinite_cost_is_the_highest(self):
        lesson = LESSON["learning-rate"]
        records = [
            made(config, None, cost=cost)
            for config, cost in zip(lesson.runs(), (3.0, 2.0, 0.1), strict=True)
        ]
        records[2].apply(RunEnded("run", EndReason.DIVERGED, 1))
        found = outcome(lesson, records)
        assert found.answer == "medium"
        assert "Learning rate 4: the cost became infinite in epoch 2." in figures(found.text)

    @pytest.mark.parametrize(
        ("share", "answer"),
        [(0.1, "hardly"), (0.5, "few"), (0.7, "most"), (0.94, "most"), (0.96, "nearly-all")],
    )
    def test_how_many_digits_are_read(self, share, answer):
        lesson = LESSON["logistic"]
        found = outcome(lesson, [made(lesson.configs[0], 0.05, share)])
        assert found.answer == answer
        assert (
            f"it reads {100 * share:.1f} % correctly; after the first epoch it was 5.0 %"
            in figures(found.text)
        )

    @pytest.mark.parametrize(
        ("plain", "hidden", "answer"),
        [(0.88, 0.95, "with"), (0.95, 0.88, "without"), (0.9, 0.905, "neither")],
    )
    def test_whether_a_hidden_layer_helps(self, plain, hidden, answer):
        records = pair("hidden-layer", (0.5, plain), (0.6, hidden))
        for each in (records, records[::-1]):
            assert outcome(LESSON["hidden-layer"], each).answer == answer

    def test_fewer_digits_show_less(self):
        lesson = LESSON["hidden-layer"]
        for asked, answer in ((5000, "with"), (100, "neither")):
            configs = [with_values(config, {"data.test_size": asked}) for config in lesson.runs()]
            records = [
                made(config, share) for config, share in zip(configs, (0.88, 0.93), strict=True)
            ]
            assert outcome(lesson, records).answer == answer

    @pytest.mark.parametrize(
        ("first", "answer"), [(0.5, "same"), (0.1, "smaller"), (0.001, "tiny"), (0.0, "tiny")]
    )
    def test_how_much_the_gradient_fades(self, first, answer):
        relu, sigmoid = pair("gradients", (0.7,), (0.1,))
        records = [measured(relu, 1.0, 0.2, 1.0), measured(sigmoid, 2.3, first, 1.0)]
        found = outcome(LESSON["gradients"], records)
        assert found.answer == answer
        assert "with ReLU instead it is 1/5" in figures(found.text)
        assert "the sigmoid network reads 10.0 %" in figures(found.text)

    def test_gradients_that_were_not_measured_tell_nothing(self):
        assert outcome(LESSON["gradients"], pair("gradients", (0.7,), (0.1,))).answer is None

    @pytest.mark.parametrize(
        ("sigmoid", "answer"),
        [
            ((0.86, 0.87, 0.88), "one"),
            ((0.7, 0.86, 0.88), "two"),
            ((0.5, 0.6, 0.86), "more"),
            ((0.5, 0.6, 0.7), "more"),
            ((0.5, 0.6), None),
        ],
    )
    def test_how_long_sigmoid_takes_to_catch_up(self, sigmoid, answer):
        found = outcome(LESSON["relu"], pair("relu", sigmoid, (0.85, 0.9, 0.95)))
        assert found.answer == answer

    @pytest.mark.parametrize(
        ("learned", "unseen", "answer"),
        [
            (2.0, 0.8, "helps-test"),
            (0.5, 0.8, "helps-both"),
            (2.0, 1.2, "helps-none"),
            (2.0, 0.99, None),
            (0.5, 1.2, None),
        ],
    )
    def test_what_dropout_does(self, learned, unseen, answer):
        without, with_it = LESSON["dropout"].runs()
        records = [
            measured(made(without, 0.85, test_cost=0.5), 0.01),
            measured(made(with_it, 0.86, test_cost=0.5 * unseen), 0.01 * learned),
        ]
        assert outcome(LESSON["dropout"], records).answer == answer

    def test_the_largest_step_must_be_the_same_with_every_seed(self):
        lesson = LESSON["fair-race"]
        rungs = {
            "sigmoid": 0.7,
            "sigmoid-adam": 0.72,
            "relu-adam": 0.85,
            "relu-deep": 0.86,
            "relu-dropout": 0.85,
        }
        records = [made(config, rungs[config.preset]) for config in lesson.runs()]
        found = outcome(lesson, records)
        assert found.answer == "relu-adam"
        assert (
            "Adam added +2.0 points, ReLU +13.0, the second layer +1.0 and dropout −1.0"
            in figures(found.text)
        )
        other = [made(records[-5].config, 0.2), *records[-4:]]  # the last seed's first rung is low
        assert outcome(lesson, [*records[:-5], *other]).answer is None

    def test_a_ladder_that_only_falls_has_no_largest_step(self):
        lesson = LESSON["fair-race"]
        records = [
            made(config, 0.9 - 0.1 * LADDER.index(config.preset)) for config in lesson.runs()
        ]
        assert outcome(lesson, records).answer is None


class TestUnfair:
    @pytest.mark.parametrize("lesson", LESSONS, ids=LESSON)
    def test_a_stopped_run_is_too_early_to_tell(self, lesson):
        records = [made(config, 0.9) for config in lesson.runs()]
        records[-1].apply(RunEnded("run", EndReason.STOPPED, 1))
        found = outcome(lesson, records)
        assert found.answer is None
        assert f"stopped after 1 of {lesson.configs[-1].epochs} epochs" in figures(found.text)

    @pytest.mark.parametrize("state", [RunState.FAILED, RunState.DIVERGED, RunState.RUNNING])
    def test_nor_do_others_that_did_not_complete(self, state):
        record = made(LESSON["logistic"].configs[0], 0.9)
        record.state = state
        assert outcome(LESSON["logistic"], [record]).answer is None

    def test_nor_one_that_was_changed_by_hand(self):
        record = made(LESSON["logistic"].configs[0], 0.9)
        record.changes.append(SettingChanged("run", 1, 1, 1, "optimizer.learning_rate", 0.01, 0.1))
        found = outcome(LESSON["logistic"], [record])
        assert found.answer is None
        assert "changed by hand" in figures(found.text)


class TestLessons:
    def test_there_are_eight_with_names_of_their_own(self):
        assert len(LESSON) == len(LESSONS) == 8
        assert len({str(lesson.title) for lesson in LESSONS}) == 8

    @pytest.mark.parametrize("lesson", LESSONS, ids=LESSON)
    def test_answers_differ_and_are_short(self, lesson):
        assert len({answer.key for answer in lesson.answers}) == len(lesson.answers) >= 3
        assert all(len(str(answer.text)) <= 45 for answer in lesson.answers)
        assert all(" " not in answer.key for answer in lesson.answers)

    @pytest.mark.parametrize("lesson", LESSONS, ids=LESSON)
    def test_runs_differ_in_the_seed_alone_from_attempt_to_attempt(self, lesson):
        first, second = lesson.runs(), lesson.runs(100)
        assert first[0].seed == FIRST_SEED
        assert second[0].seed == 100
        without_seeds = [
            [with_values(config, {"seed": 0}) for config in runs] for runs in (first, second)
        ]
        assert without_seeds[0] == without_seeds[1]

    def test_the_race_is_an_experiment_of_the_same_runs(self):
        lesson = LESSON["fair-race"]
        experiment = lesson.experiment()
        assert [planned.config for planned in experiment.plan()] == list(lesson.runs())
        assert [lesson.experiment() for lesson in LESSONS if lesson.seeds == 1] == [None] * 7

    def test_only_what_the_lesson_is_about_differs_between_its_runs(self):
        sigmoid, relu = LESSON["relu"].configs
        curves = [config.model.hidden[0].activation.value for config in (sigmoid, relu)]
        assert curves == ["sigmoid", "relu"]
        other = {"model.hidden": [{"units": 512, "activation": "relu"}]}
        assert with_values(sigmoid, other) == relu
        for key, path in (
            ("tensors", "data.batch_size"),
            ("learning-rate", "optimizer.learning_rate"),
        ):
            assert len({with_values(config, {path: 1}) for config in LESSON[key].configs}) == 1

    @pytest.mark.parametrize("lesson", LESSONS, ids=LESSON)
    def test_the_code_is_part_of_the_program(self, lesson):
        lines = [line for line in code(lesson).splitlines() if line]
        assert 2 <= len(lines) <= 20
        compile(code(lesson) if lesson.key != "learning-rate" else "pass", lesson.key, "exec")

    def test_the_code_is_the_lessons_own(self):
        assert "cost.backward()" in code(LESSON["learning-rate"])
        assert "nn.Linear(784, 512)" in code(LESSON["hidden-layer"])
        assert code(LESSON["gradients"]).count("nn.Sigmoid()") == 4
        assert "model.eval()" in code(LESSON["dropout"])
        assert "optim.Adam" in code(LESSON["fair-race"])
