"""The ladder between two runs: one change at a time, from one's settings to the other's."""

import pytest

from core.comparison.ladders.between import NothingToExplainError, ladder_between
from core.config.differences import differing
from core.config.fields import ConfigError, effective, value_at, with_values
from core.config.presets import LADDER, preset
from core.messages import message
from tests.core.running import config_of, small

A, B = message("First"), message("Second")
TWO_LAYERS = [{"units": 20}, {"units": 10}]


def ladder(before, after):
    return ladder_between(before, after, A, B)


def titles(before, after):
    return [str(title) for title in ladder(before, after).titles.values()]


def test_from_sigmoid_to_relu_and_dropout_it_is_the_known_ladder():
    made = ladder(preset(LADDER[0]).config, preset(LADDER[-1]).config)
    known = [preset(name).config for name in LADDER]
    assert len(made.members) == len(known)
    for member, config in zip(made.members, known, strict=True):
        assert not differing((member.config, config))
    assert [str(title) for title in made.titles.values()] == [
        "First",
        "Sigmoid + Adam (Optimizer: Adam, Learning rate: 0.001)",
        "ReLU + Adam (Hidden layers: 512 ReLU)",
        "Two ReLU layers (Hidden layers: 512 ReLU · 512 ReLU)",
        "Second (Hidden layers: 512 ReLU 0.2 · 512 ReLU 0.2)",
    ]


def test_on_the_way_back_layers_change_their_activation_before_they_go():
    assert titles(preset(LADDER[-1]).config, preset(LADDER[0]).config) == [
        "First",
        "Optimizer: SGD, Learning rate: 0.01, Momentum: 0.9",
        "Hidden layers: 512 Sigmoid 0.2 · 512 Sigmoid 0.2",
        "Hidden layers: 512 Sigmoid 0.2",
        "Second (Hidden layers: 512 Sigmoid)",
    ]


def test_it_begins_and_ends_with_the_runs_own_settings():
    before = small("mlp", {"seed": 7, "threads": 1})
    after = small("cnn", {"data.pixels": "raw", "schedule.kind": "cosine", "seed": 9})
    for a, b in ((before, after), (after, before)):
        made = ladder(a, b)
        assert made.members[0].config == a
        chance = {path: value_at(a, path) for path in ("seed", "device", "threads")}
        assert made.members[-1].config == with_values(b, chance)
        for before_step, after_step in zip(made.members, made.members[1:], strict=False):
            assert differing((before_step.config, after_step.config))


def test_each_setting_is_a_step_of_its_own():
    before = small("mlp", {"epochs": 2})
    changes = {"epochs": 3, "optimizer.learning_rate": 0.2, "data.pixels": "raw"}
    made = ladder(before, with_values(before, changes))
    steps = [
        differing((old.config, new.config))
        for old, new in zip(made.members, made.members[1:], strict=False)
    ]
    assert sorted(steps) == [[path] for path in sorted(changes)]


def test_what_is_invalid_alone_is_changed_together_with_the_next():
    before = small("mlp", {"optimizer.momentum": 0.0, "data.train_size": 50})
    after = with_values(
        before,
        {
            "optimizer.momentum": 0.9,
            "optimizer.nesterov": True,
            "data.train_size": 600,
            "data.batch_size": 200,
        },
    )
    for a, b in ((before, after), (after, before)):
        made = ladder(a, b)
        assert effective(made.members[-1].config) == effective(b)


def test_what_has_no_effect_is_no_step():
    before = config_of("relu-dropout")
    unused = with_values(before, {"optimizer.momentum": 0.3})
    with pytest.raises(NothingToExplainError):
        ladder(before, unused)
    assert titles(before, with_values(unused, {"epochs": 7})) == ["First", "Second (Epochs: 7)"]


def test_runs_that_differ_by_chance_alone_are_not_explained():
    with pytest.raises(NothingToExplainError):
        ladder(small("mlp"), small("mlp", {"seed": 3, "threads": 2, "device": "cpu"}))


@pytest.mark.parametrize(
    "other",
    [small("mlp", {"data.test_size": 77}), config_of("linear")],
    ids=["other test images", "a line"],
)
def test_what_cannot_be_compared_is_refused(other):
    with pytest.raises(ConfigError):
        ladder(small("mlp"), other)


def test_all_are_trained_with_the_first_runs_seed_and_those_after_it():
    made = ladder(small("mlp", {"seed": 5}), small("mlp", {"seed": 8, "epochs": 9}))
    assert made.experiment(3).seeds == (5, 6, 7)
