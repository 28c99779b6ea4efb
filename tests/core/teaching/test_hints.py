"""The hints, on runs that really show the pattern: each is recognised, and the change it offers
helps.
"""

from dataclasses import replace

import pytest

from core.config.choices import Activation, Pixels
from core.config.fields import value_at, with_values
from core.config.presets import PRESETS
from core.data import datasets
from core.run.control import Control
from core.run.events import EndReason, RunEnded, SettingChanged
from core.run.record import RunRecord, RunState
from core.teaching import hints, overfitting
from core.teaching.hint import HintKind
from core.teaching.learning_rates import usual_rate
from core.training.loop import train
from tests.core.running import config_of

RATE = "optimizer.learning_rate"
DIGITS = {"data.test_size": 500, "threads": 1}
PLAIN = {"optimizer.momentum": 0.0}
ADAM = {"optimizer__kind": "adam", "optimizer__learning_rate": 0.003}
LAYER = {"units": 128, "activation": "relu", "dropout": 0.05}


def digits(name, train_size, epochs, **others):
    changes = {path.replace("__", "."): value for path, value in others.items()}
    return config_of(name, DIGITS | {"data.train_size": train_size, "epochs": epochs} | changes)


def record_of(config, measures_layers=False):
    record = RunRecord("run", config, RunState.RUNNING)
    control = Control("run", 1, measures_layers=measures_layers)
    for event in train(config, datasets.load(config.data), control):
        record.apply(event)
    return record


def at_each_epoch(record):
    """The run as it stood after each of its epochs."""
    for count in range(1, len(record.epochs) + 1):
        earlier = RunRecord("run", record.config, RunState.RUNNING)
        for epoch in record.epochs[:count]:
            earlier.apply(epoch)
        earlier.layers = record.layers[:count]
        yield earlier


SICK = {
    "a line diverges": (
        config_of("linear", PLAIN | {RATE: 10.0, "threads": 1}),
        HintKind.RATE_TOO_HIGH,
        {RATE: 1.0},
    ),
    "a line climbs without end": (
        config_of("linear", PLAIN | {RATE: 3.5, "epochs": 12, "threads": 1}),
        HintKind.RATE_TOO_HIGH,
        {RATE: 0.3},
    ),
    "the cost explodes": (
        digits("relu-adam", 1000, 5, optimizer__learning_rate=1.0),
        HintKind.RATE_TOO_HIGH,
        {RATE: 0.01},
    ),
    "raw pixels": (
        digits("mlp", 2000, 6, data__pixels="raw"),
        HintKind.RAW_PIXELS,
        {"data.pixels": Pixels.UNIT},
    ),
    "raw pixels that are learned all the same": (
        digits("logistic", 3000, 3, data__pixels="raw"),
        HintKind.RAW_PIXELS,
        {"data.pixels": Pixels.UNIT},
    ),
    "no learning": (
        digits("mlp", 2000, 8, optimizer__learning_rate=0.0001),
        HintKind.NO_LEARNING,
        {RATE: 0.001},
    ),
    "four sigmoid layers": (
        digits("deep-sigmoid", 4000, 4),
        HintKind.NO_LEARNING,
        None,
    ),
    "crawling": (
        digits("logistic", 2000, 10, optimizer__learning_rate=0.0001),
        HintKind.RATE_TOO_LOW,
        {RATE: 0.001},
    ),
    "too little data": (
        digits("relu-adam", 300, 10),
        HintKind.TOO_LITTLE_DATA,
        {"data.train_size": 3000},
    ),
    "overfitting": (
        digits(
            *("mlp", 6500, 40),
            **ADAM,
            model__hidden=[LAYER | {"dropout": 0.0}],
            data__test_size=2000,
        ),
        HintKind.OVERFITTING,
        {"model.hidden": [LAYER | {"dropout": overfitting.DROPOUT}]},
    ),
    "overfitting in spite of dropout": (
        digits("mlp", 6500, 40, **ADAM, model__hidden=[LAYER]),
        HintKind.OVERFITTING,
        None,
    ),
    "dead units": (
        digits("relu-adam", 2000, 8, optimizer__learning_rate=0.1),
        HintKind.DEAD_UNITS,
        {RATE: 0.01},
    ),
    "saturated units": (
        digits("sigmoid-adam", 2000, 8, optimizer__learning_rate=0.1),
        HintKind.SATURATED_UNITS,
        {RATE: 0.01},
    ),
}


@pytest.mark.parametrize("name", SICK)
def test_the_pattern_is_recognised_and_the_change_helps(name):
    config, kind, change = SICK[name]
    record = record_of(config, measures_layers=True)
    hint = hints.find(record)
    assert hint is not None
    assert hint.kind is kind
    if change is not None:
        assert hint.change == change
    changed = with_values(config, hint.change)
    assert changed != config
    other = record_of(changed)
    assert other.state is RunState.COMPLETED
    assert record.last is None or other.last.test_cost < record.last.test_cost
    assert str(hint.symptom).endswith(".")
    assert str(hint.why).endswith(".")
    assert "{" not in f"{hint.symptom}{hint.why}{hint.action}"


def test_a_cost_that_jumps_is_recognised_and_the_change_calms_it():
    """A third of the seeds show it within ten epochs, which ones depends on the last bits and so
    on the processor.
    """
    config = digits("mlp", 1000, 10, optimizer__learning_rate=1.0, optimizer__momentum=0.0)
    for seed in range(42, 72):
        seeded = with_values(config, {"seed": seed})
        seen = [
            hint for hint in map(hints.find, at_each_epoch(record_of(seeded))) if hint is not None
        ]
        jumps = next((hint for hint in seen if "jumps" in str(hint.symptom)), None)
        if jumps is not None:
            break
    assert jumps.kind is HintKind.RATE_TOO_HIGH
    assert jumps.change == {RATE: 0.1}
    calmed = at_each_epoch(record_of(with_values(seeded, jumps.change)))
    assert HintKind.RATE_TOO_HIGH not in {
        hint.kind for hint in map(hints.find, calmed) if hint is not None
    }


def test_few_noisy_points_are_overfitted_and_nothing_else():
    """Neither jumps of the cost nor dead units are the trouble where the points are learned."""
    config = with_values(PRESETS["plane-overfit"].config, {"threads": 1, "seed": 43})
    record = record_of(config, measures_layers=True)
    seen = {hint.kind for hint in map(hints.find, at_each_epoch(record)) if hint is not None}
    assert seen == {HintKind.OVERFITTING, HintKind.TOO_LITTLE_DATA}
    assert hints.find(record).kind is HintKind.TOO_LITTLE_DATA


HEALTHY = [
    *(
        (name, 3000, 4)
        for name, preset in PRESETS.items()
        if not preset.config.has_points and name not in ("linear", "cnn", "deep-sigmoid")
    ),
    *((name, 600, 3) for name in ("mlp", "sigmoid", "relu-dropout")),
    *((name, 10_000, 2) for name in ("logistic", "mlp", "relu-adam")),
    ("cnn", 1000, 3),
]


@pytest.mark.parametrize(("name", "train_size", "epochs"), HEALTHY)
def test_a_healthy_run_gives_no_hint_at_any_time(name, train_size, epochs):
    record = record_of(digits(name, train_size, epochs), measures_layers=True)
    assert [hints.find(earlier) for earlier in at_each_epoch(record)] == [None] * epochs
    assert hints.find(record) is None


def test_a_healthy_line_gives_no_hint():
    record = record_of(config_of("linear", {"threads": 1}))
    assert {hints.find(earlier) for earlier in at_each_epoch(record)} == {None}


@pytest.fixture(scope="module")
def dead():
    return record_of(SICK["dead units"][0], measures_layers=True)


def test_without_measured_layers_nothing_is_said_of_them(dead):
    assert hints.find(replace(dead, layers=[])) != hints.find(dead)
    assert hints.find(replace(dead, layers=[])) is None or hints.find(
        replace(dead, layers=[])
    ).kind is not (HintKind.DEAD_UNITS)


def test_dead_units_at_a_usual_rate_get_another_activation(dead):
    hint = hints.find(replace(dead, config=with_values(dead.config, {RATE: 0.001})))
    (layer,) = with_values(dead.config, hint.change).model.hidden
    assert layer.activation is Activation.LEAKY_RELU


def test_nothing_is_said_before_a_run_begins_or_when_it_failed():
    config = config_of("mlp")
    assert hints.find(RunRecord("run", config)) is None
    record = RunRecord("run", config, RunState.RUNNING)
    record.apply(RunEnded("run", EndReason.FAILED, 0))
    assert hints.find(record) is None
    assert hints.find(RunRecord("run", config, RunState.RUNNING)) is None


def test_a_change_that_is_none_is_not_offered():
    """At the lowest rate that can be, nothing lower can be tried."""
    record = RunRecord("run", config_of("linear", {RATE: 1e-7}), RunState.RUNNING)
    record.apply(RunEnded("run", EndReason.DIVERGED, 0))
    assert hints.find(record) is None


def test_the_rate_that_was_set_by_hand_counts():
    record = RunRecord("run", config_of("linear"), RunState.RUNNING)
    record.apply(SettingChanged("run", 2, 1, 10, RATE, 0.01, 8.0))
    record.apply(RunEnded("run", EndReason.DIVERGED, 2))
    hint = hints.find(record)
    assert hint.change == {RATE: 0.8}
    assert value_at(with_values(record.config, hint.change), RATE) == 0.8


def test_what_was_set_by_hand_before_a_fork_does_not_count():
    """The parent was changed to 0.5 in epoch 1; the fork after epoch 2 was given 0.01."""
    fork = RunRecord("fork", config_of("linear", {RATE: 0.01}), forked_from=("run", 2))
    fork.apply(SettingChanged("fork", 1, 1, 1, RATE, 0.1, 0.5))
    fork.apply(RunEnded("fork", EndReason.DIVERGED, 2))
    assert hints.find(fork).change == {RATE: 0.001}


def test_the_advice_is_that_of_the_loop():
    record = record_of(SICK["a line diverges"][0])
    assert f"learning rate {hints.find(record).change[RATE]:g}." in str(record.end.message)


def test_where_examples_are_held_out_the_rules_look_at_these_alone():
    """Test figures that get better or worse change nothing; those of the validation set do."""
    record = record_of(digits("relu-adam", 300, 10))
    held_out = RunRecord("run", record.config, RunState.RUNNING)
    healthy = RunRecord("run", record.config, RunState.RUNNING)
    for epoch in record.epochs:
        held_out.apply(
            replace(
                epoch,
                validation_accuracy=epoch.accuracy,
                validation_cost=epoch.test_cost,
                accuracy=epoch.train_accuracy,
                test_cost=epoch.cost,
            )
        )
        healthy.apply(
            replace(epoch, validation_accuracy=epoch.train_accuracy, validation_cost=epoch.cost)
        )
    hint = hints.find(held_out)
    assert hint.kind is hints.find(record).kind is HintKind.TOO_LITTLE_DATA
    assert "held out for validation" in str(hint.symptom)
    assert hints.find(healthy) is None


def risen(**others):
    """A run whose cost is lowest after epoch 2 and whose accuracy is best after epoch 6."""
    record = RunRecord("run", config_of("relu-dropout"), RunState.RUNNING)
    given = record_of(digits("relu-adam", 300, 10)).epochs[0]
    costs = (0.3, 0.2, 0.25, 0.26, 0.27, 0.28, 0.29)
    accuracies = (0.90, 0.91, 0.92, 0.93, 0.94, 0.95, 0.94)
    for number, (cost, accuracy) in enumerate(zip(costs, accuracies, strict=True), 1):
        train = {"epoch": number, "cost": 0.2 - 0.01 * number, "train_accuracy": 0.95}
        values = {"test_cost": cost, "accuracy": accuracy}
        values |= {name: values[of] for name, of in others.items()}
        record.apply(replace(given, **train, **values))
    return record


def test_examples_held_out_show_a_risen_cost_wherever_the_test_cost_is():
    record = risen(validation_cost="test_cost", validation_accuracy="accuracy")
    record.epochs[:] = [replace(epoch, test_cost=1.0) for epoch in record.epochs]
    assert hints.find(record).change == {"epochs": 2}


def test_a_risen_cost_names_the_epoch_of_the_best_accuracy_too():
    record = risen()
    hint = hints.find(record)
    assert hint.change == {"epochs": 2}
    assert "the test cost was lowest in epoch 2 (best accuracy: epoch 6)" in (
        str(hint.symptom).lower()
    )


def test_a_risen_cost_is_no_memorising_while_the_accuracy_has_not_fallen():
    surer = hints.find(risen())  # 91% at the lowest cost, 94% now
    assert "surer" in str(surer.why)
    assert "memorise" not in str(surer.why)
    record = risen()
    record.apply(replace(record.last, epoch=8, accuracy=0.90))
    assert "memorise" in str(hints.find(record).why)


def test_an_epoch_that_test_images_chose_is_called_optimistic():
    for others, is_optimistic in (
        ({}, True),
        ({"validation_cost": "test_cost", "validation_accuracy": "accuracy"}, False),
    ):
        hint = hints.find(risen(**others))
        assert ("optimistic" in str(hint.why)) is is_optimistic


@pytest.mark.parametrize(("kind", "times"), [("sgd", "65,000 times"), ("adam", "255 times")])
def test_raw_pixels_multiply_the_gradient_and_its_effect_with_sgd_only(kind, times):
    """With Adam the step stays as long."""
    record = RunRecord("run", config_of("mlp", {"data.pixels": "raw", "optimizer.kind": kind}))
    record.apply(RunEnded("run", EndReason.DIVERGED, 0))
    hint = hints.find(replace(record, state=RunState.DIVERGED))
    assert hint.kind is HintKind.RAW_PIXELS
    assert times in str(hint.why)
    assert ("gradient" in str(hint.why)) is (kind == "sgd")


@pytest.mark.parametrize(
    ("kind", "momentum", "usual"),
    [("sgd", 0.0, 0.1), ("sgd", 0.9, 0.01), ("sgd", 0.99, 0.001), ("adam", 0.9, 0.001)],
)
def test_the_usual_rate_follows_the_momentum(kind, momentum, usual):
    config = config_of("mlp", {"optimizer.kind": kind, "optimizer.momentum": momentum})
    assert usual_rate(config) == pytest.approx(usual)
