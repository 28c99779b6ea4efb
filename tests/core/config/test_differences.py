"""In which settings configs differ, and how a setting is formatted."""

import pytest

from core.config import presets
from core.config.choices import Activation, OptimizerKind, Order
from core.config.differences import differing, format_value, format_value_of
from core.config.fields import FIELDS
from core.config.model import Layer
from tests.core.running import small


class TestDiffering:
    def test_none_among_none_one_or_the_same(self):
        assert differing([]) == []
        assert differing([small("mlp")]) == []
        assert differing([small("mlp")] * 3) == []

    def test_those_that_are_not_the_same_in_all_in_the_order_of_the_form(self):
        changes = (
            {"seed": 1},
            {"optimizer.learning_rate": 0.5},
            {"data.batch_size": 20, "seed": 1},
        )
        paths = differing([small("logistic", each) for each in changes])
        assert paths == [path for path in FIELDS if path in paths]
        assert set(paths) == {"seed", "optimizer.learning_rate", "data.batch_size"}

    def test_the_preset_does_not_count_but_what_it_stands_for(self):
        paths = differing([presets.preset(name).config for name in presets.RACE])
        assert paths == [
            "model.hidden",
            "optimizer.kind",
            "optimizer.learning_rate",
            "optimizer.momentum",
        ]
        assert differing([small("mlp"), small("mlp", {"preset": ""})]) == []

    def test_of_layers_any_part_counts(self):
        layers = [{"units": 8, "activation": "relu", "dropout": 0.1}]
        for other in ({"units": 9}, {"activation": "tanh"}, {"dropout": 0.2}):
            pair = [small("mlp", {"model.hidden": [layers[0] | part]}) for part in ({}, other)]
            assert differing(pair) == ["model.hidden"]

    def test_what_matters_in_none_of_them_does_not_count(self):
        adam = {"optimizer.kind": "adam"}
        pair = [small("logistic", adam | {"optimizer.momentum": rate}) for rate in (0.1, 0.5)]
        assert differing(pair) == []

    def test_what_matters_in_one_of_them_does(self):
        pair = [
            small("logistic", {"optimizer.kind": kind, "optimizer.momentum": m})
            for kind, m in (("adam", 0), ("sgd", 0.5))
        ]
        assert differing(pair) == ["optimizer.kind", "optimizer.momentum"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (OptimizerKind.RMSPROP, "RMSprop"),
        (Order.FILE, "As in the file"),
        (True, "yes"),
        (False, "no"),
        (20, "20"),
        (0, "0"),
        (0.001, "0.001"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "1e-07"),
        ((), "–"),
        ((Layer(units=512, activation=Activation.SIGMOID),), "512 Sigmoid"),
        (
            (
                Layer(units=64, activation=Activation.RELU, dropout=0.25),
                Layer(units=32, activation=Activation.GELU),
            ),
            "64 ReLU 0.25 · 32 GELU",
        ),
        ("text", "text"),
        ("te\u200bxt", r"te\u200bxt"),
        (("a\u200fb", "c"), r"a\u200fb · c"),
    ],
)
def test_a_value_is_said_in_a_few_characters(value, text):
    assert str(format_value(value)) == text


@pytest.mark.parametrize("path", FIELDS)
def test_every_settings_default_can_be_said(path):
    assert str(format_value(FIELDS[path].default)) or path == "preset"


def test_invisible_characters_of_a_folder_are_shown_as_escapes():
    assert str(format_value_of("data.dataset", "~/a/di\u200bgits\u200f")) == r"di\u200bgits\u200f"
