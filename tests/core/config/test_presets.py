from itertools import pairwise

import pytest

from core.config.choices import Activation, DeviceKind, ModelKind
from core.config.conditions import is_offered_for, under_the_conditions_of
from core.config.data import DataConfig
from core.config.fields import FIELDS, value_at, with_values
from core.config.model import Layer, ModelConfig
from core.config.presets import (
    LADDER,
    PRESETS,
    RACE,
    TUTORIAL,
    UnknownPresetError,
    as_in_the_tutorial,
    is_as_in_the_tutorial,
    preset,
    title,
)
from core.config.run import RunConfig
from core.config.setting import Group
from core.errors import InklingError
from core.messages import Message
from tests.core.running import config_of

MOMENTUM = {"optimizer.momentum": 0.9}
ADAM = {"optimizer.kind": "adam", "optimizer.learning_rate": 0.001}
SIGMOID = Layer(units=512, activation=Activation.SIGMOID)
RELU = Layer(units=512, activation=Activation.RELU)
RELU_DROPOUT = Layer(units=512, activation=Activation.RELU, dropout=0.2)
PLANE = {
    "model.inputs": 2,
    "model.outputs": 2,
    "data.train_size": 200,
    "data.test_size": 400,
    "data.batch_size": 10,
    "optimizer.kind": "adam",
    "schedule.kind": "cosine",
}
XOR = PLANE | {"data.dataset": "points-xor", "epochs": 100}
SPIRAL = PLANE | {"data.dataset": "points-spiral", "epochs": 150}
FEW_POINTS = PLANE | {
    "data.dataset": "points-moons",
    "data.train_size": 40,
    "data.points.noise": 0.3,
    "epochs": 200,
}

# What each preset sets other than the default, and nothing else.
CONTENTS = {
    "linear": {
        "model.kind": "linear",
        "model.inputs": 1,
        "model.outputs": 1,
        "model.bias": False,
        "data.dataset": "noisy-line",
        "data.train_size": 101,
        "data.test_size": 101,
        "data.batch_size": 10,
        "epochs": 100,
    }
    | MOMENTUM,
    "logistic": MOMENTUM,
    "mlp": {"model.hidden": (Layer(units=128), Layer(units=64))} | MOMENTUM,
    "sigmoid": {"model.hidden": (SIGMOID,)} | MOMENTUM,
    "relu-dropout": {"model.hidden": (RELU_DROPOUT, RELU_DROPOUT)} | ADAM,
    "cnn": {"model.kind": "cnn", "model.hidden": (Layer(units=128, dropout=0.5),), "epochs": 10}
    | ADAM,
    "sigmoid-adam": {"model.hidden": (SIGMOID,)} | ADAM,
    "relu-adam": {"model.hidden": (RELU,)} | ADAM,
    "relu-deep": {"model.hidden": (RELU, RELU)} | ADAM,
    "deep-sigmoid": {"model.hidden": (Layer(units=128, activation=Activation.SIGMOID),) * 4}
    | MOMENTUM,
    "deep-sigmoid-norm": {
        "model.hidden": (Layer(units=128, activation=Activation.SIGMOID),) * 4,
        "model.norm": "batch",
    }
    | MOMENTUM,
    "deep-relu": {"model.hidden": (Layer(units=128),) * 4} | MOMENTUM,
    "plane-logistic": XOR,
    "plane-xor": {"model.hidden": (Layer(units=4, activation=Activation.TANH),)} | XOR,
    "plane-narrow": {"model.hidden": (Layer(units=8),)} | SPIRAL,
    "plane-sigmoid": {"model.hidden": (Layer(units=32, activation=Activation.SIGMOID),) * 2}
    | SPIRAL,
    "plane-norm": {
        "model.hidden": (Layer(units=32, activation=Activation.SIGMOID),) * 2,
        "model.norm": "layer",
    }
    | SPIRAL,
    "plane-spiral": {"model.hidden": (Layer(units=32),) * 2} | SPIRAL,
    "plane-overfit": {"model.hidden": (Layer(units=64),) * 2} | FEW_POINTS,
    "plane-dropout": {"model.hidden": (Layer(units=64, dropout=0.5),) * 2} | FEW_POINTS,
    "plane-labels": {"model.hidden": (Layer(units=64),) * 2}
    | SPIRAL
    | {
        "data.dataset": "points-clouds",
        "data.train_size": 60,
        "data.label_noise": 0.2,
        "epochs": 300,
    },
}


def differences(first, second):
    """The settings in which two configs differ, with the second's values."""
    return {
        path: value_at(second, path)
        for path in FIELDS
        if value_at(first, path) != value_at(second, path)
    }


class TestPresets:
    def test_there_are_no_others(self):
        assert PRESETS.keys() == CONTENTS.keys()

    @pytest.mark.parametrize(("name", "contents"), CONTENTS.items())
    def test_it_is_the_described_network(self, name, contents):
        assert differences(RunConfig(), preset(name).config) == contents | {"preset": name}

    def test_each_has_a_title_of_its_own_and_a_sentence(self):
        assert len({str(known.title) for known in PRESETS.values()}) == len(PRESETS)
        for name, known in PRESETS.items():
            assert (known.name, known.config.preset) == (name, name)
            assert str(known.about).endswith(".")

    @pytest.mark.parametrize("name", ["", "mpl", "MLP", "{name}"])
    def test_an_unknown_name_is_answered_with_those_there_are(self, name):
        with pytest.raises(UnknownPresetError) as error:
            preset(name)
        assert isinstance(error.value, InklingError)
        assert str(error.value) == (
            f"There is no preset {name!r}; there are linear, logistic, mlp, sigmoid, "
            "relu-dropout, cnn, sigmoid-adam, relu-adam, relu-deep, deep-sigmoid, "
            "deep-sigmoid-norm, deep-relu, plane-logistic, plane-xor, plane-narrow, plane-sigmoid, "
            "plane-norm, plane-spiral, plane-overfit, plane-dropout, plane-labels."
        )


class TestLadder:
    RUNGS = [preset(name).config for name in LADDER]

    def test_it_leads_from_one_racer_to_the_other(self):
        assert RACE == ("sigmoid", "relu-dropout") == (LADDER[0], LADDER[-1])

    def test_each_rung_changes_one_thing(self):
        optimizer, activation, depth, dropout = (
            differences(*rungs) for rungs in pairwise(self.RUNGS)
        )
        assert set(optimizer) == {
            "preset",
            "optimizer.kind",
            "optimizer.learning_rate",
            "optimizer.momentum",
        }
        for rung in (activation, depth, dropout):
            assert set(rung) == {"preset", "model.hidden"}

        layers = [rung.model.hidden for rung in self.RUNGS]
        assert layers[1] == layers[0]
        assert changed_parts(layers[1], layers[2]) == {"activation"}
        assert layers[3] == layers[2] * 2
        assert changed_parts(layers[3], layers[4]) == {"dropout"}

    def test_the_whole_way_changes_all_four(self):
        first, last = self.RUNGS[0], self.RUNGS[-1]
        assert first.optimizer != last.optimizer
        assert len(first.model.hidden) != len(last.model.hidden)
        assert changed_parts(first.model.hidden, last.model.hidden[:1]) == {"activation", "dropout"}


def changed_parts(first, second):
    """The parts in which layers differ that stand at the same place."""
    assert len(first) == len(second)
    return {
        part
        for one, other in zip(first, second, strict=True)
        for part in Layer.model_fields
        if getattr(one, part) != getattr(other, part)
    }


class TestTutorial:
    @pytest.mark.parametrize("name", PRESETS)
    def test_it_changes_only_what_the_text_does_otherwise(self, name):
        config = config_of(name)
        expected = {
            "data.order": "file",
            "data.test_subset": "first",
            "plain": True,
            "epochs": 100,
            "model.bias": name in ("mlp", "cnn") or name.startswith("plane-"),
        }
        same = {path for path, value in expected.items() if value_at(config, path) == value}
        expected = {path: value for path, value in expected.items() if path not in same}
        assert differences(config, as_in_the_tutorial(config)) == expected
        assert as_in_the_tutorial(config).epochs == 100

    def test_what_belongs_to_no_preset_is_not_in_the_tutorial(self):
        for name in ("", "my-own"):
            with pytest.raises(UnknownPresetError):
                as_in_the_tutorial(RunConfig(preset=name))

    @pytest.mark.parametrize("name", PRESETS)
    def test_it_is_recognised_with_any_seed_machine_and_pixels(self, name):
        config = as_in_the_tutorial(preset(name).config)
        assert is_as_in_the_tutorial(config) == (name in TUTORIAL)
        free = {"seed": 7, "threads": 2, "device": "cpu", "data.pixels": "raw"}
        assert is_as_in_the_tutorial(with_values(config, free)) == (name in TUTORIAL)

        assert not is_as_in_the_tutorial(preset(name).config)
        for path, value in (("epochs", 99), ("optimizer.learning_rate", 0.5), ("plain", False)):
            assert not is_as_in_the_tutorial(with_values(config, {path: value}))


class TestSameConditions:
    FORM = with_values(
        config_of("cnn"),
        {
            "model.bias": False,
            "data.train_size": 3000,
            "data.test_size": 700,
            "data.batch_size": 30,
            "data.order": "file",
            "data.pixels": "standardized",
            "optimizer.kind": "rmsprop",
            "optimizer.learning_rate": 0.5,
            "schedule.kind": "cosine",
            "epochs": 7,
            "seed": 123,
            "device": "cpu",
            "threads": 2,
            "precision": "bfloat16",
            "plain": True,
        },
    )
    MACHINE = {"seed": 123, "device": "cpu", "threads": 2, "precision": "bfloat16", "plain": True}
    DATA = {
        "data.train_size": 3000,
        "data.test_size": 700,
        "data.batch_size": 30,
        "data.order": "file",
        "data.pixels": "standardized",
    }

    CONDITIONS = {
        *MACHINE,
        *(path for path in FIELDS if path.startswith("data.")),
        "epochs",
        "model.inputs",
        "model.outputs",
    }

    @pytest.mark.parametrize("name", [name for name in PRESETS if name != "linear"])
    def test_data_epochs_and_machine_come_from_the_form_and_the_rest_from_the_preset(self, name):
        config = under_the_conditions_of(self.FORM, name)
        assert differences(config, self.FORM).keys().isdisjoint(self.CONDITIONS)
        assert differences(preset(name).config, config).keys() <= self.CONDITIONS

    @pytest.mark.parametrize("name", [name for name in PRESETS if name not in ("linear", "cnn")])
    def test_every_fully_connected_network_learns_from_points(self, name):
        form = config_of("plane-spiral", {"data.points.seed": 3, "data.batch_size": 8})
        config = under_the_conditions_of(form, name)
        assert (config.data, config.epochs) == (form.data, form.epochs)
        assert (config.model.inputs, config.model.outputs) == (2, 2)
        assert config.model.hidden == preset(name).config.model.hidden

    def test_networks_to_compare_suit_the_data(self):
        def offered(name):
            form = config_of(name)
            return {one for one in PRESETS if is_offered_for(form, PRESETS[one].config)}

        plane = {name for name in PRESETS if name.startswith("plane-")}
        assert offered("sigmoid") == PRESETS.keys() - plane - {"linear"}
        assert offered("plane-xor") == PRESETS.keys() - {"linear", "cnn"}

    def test_a_convolutional_network_keeps_its_images(self):
        form = config_of("plane-spiral", {"seed": 3})
        config = under_the_conditions_of(form, "cnn")
        assert differences(config_of("cnn"), config) == {"seed": 3}

    def test_other_data_lend_only_their_machine(self):
        assert (
            differences(config_of("linear"), under_the_conditions_of(self.FORM, "linear"))
            == self.MACHINE
        )
        line = with_values(
            config_of("linear"), {"data.batch_size": 3, "epochs": 5, "seed": 1, "device": "cpu"}
        )
        config = under_the_conditions_of(line, "mlp")
        assert differences(config_of("mlp"), config) == {"seed": 1, "device": DeviceKind.CPU}

    def test_racers_meet_the_same_data_under_the_same_conditions(self):
        first, second = (under_the_conditions_of(self.FORM, name) for name in RACE)
        assert first.data == second.data
        assert all(
            value_at(first, path) == value_at(second, path)
            for path, spec in FIELDS.items()
            if spec.about.group is Group.MACHINE or path == "epochs"
        )


class TestTitle:
    @pytest.mark.parametrize("name", PRESETS)
    def test_a_preset_keeps_its_title_while_it_has_that_network(self, name):
        changes = {"optimizer.kind": "adagrad", "epochs": 3, "seed": 1, "data.batch_size": 7}
        assert title(config_of(name)) is title(config_of(name, changes)) is preset(name).title

    @pytest.mark.parametrize(
        ("name", "changes", "expected"),
        [
            ("mlp", {"model.hidden": [{"units": 128}]}, "784-128-10"),
            (
                "mlp",
                {"model.hidden": [{"units": 128}, {"units": 64}, {"units": 32}]},
                "784-128-64-32-10",
            ),
            (
                "mlp",
                {"model.hidden": [{"units": 128, "activation": "tanh"}, {"units": 64}]},
                "784-128-64-10",
            ),
            ("mlp", {"model.hidden": []}, "784-10"),
            ("mlp", {"model.kind": "cnn"}, "CNN-128-64"),
            ("cnn", {"model.hidden": []}, "CNN"),
            ("logistic", {"preset": "my-own"}, "784-10"),
            ("logistic", {"preset": ""}, "784-10"),
            ("linear", {"preset": ""}, "Linear regression"),
        ],
    )
    def test_another_network_is_called_by_its_widths(self, name, changes, expected):
        assert str(title(config_of(name, changes))) == expected

    def test_a_line_is_never_called_by_the_widths_of_a_network_for_digits(self):
        line = ModelConfig(kind=ModelKind.LINEAR, bias=False)
        data = DataConfig(dataset="noisy-line", train_size=101, test_size=101, batch_size=10)
        assert title(RunConfig(preset="logistic", model=line, data=data)) == Message(
            "Linear regression"
        )
