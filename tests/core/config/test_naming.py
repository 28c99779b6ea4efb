"""The names of runs: what differs from the preset, and nothing else."""

import pytest

from core.config.choices import Choice
from core.config.fields import FIELDS, FieldKind
from core.config.naming import automatic_name, run_name
from tests.core.running import config_of


@pytest.mark.parametrize(
    ("preset", "changes", "name"),
    [
        ("sigmoid", {}, "Sigmoid"),
        ("sigmoid", {"epochs": 3, "threads": 2, "data.test_size": 500}, "Sigmoid"),
        (
            "sigmoid",
            {"optimizer.learning_rate": 0.1, "data.batch_size": 50},
            "Sigmoid, batch 50, lr 0.1",
        ),
        ("mlp", {"optimizer.kind": "adam", "seed": 7}, "Two small hidden layers, Adam, seed 7"),
        # momentum means nothing to Adam
        ("sigmoid", {"optimizer.kind": "adam", "optimizer.momentum": 0.5}, "Sigmoid, Adam"),
        ("mlp", {"model.bias": False, "data.order": "file"},
         "Two small hidden layers, no bias, file order"),
        ("mlp", {"data.pixels": "raw"}, "Two small hidden layers, raw pixels"),
        ("sigmoid", {"data.dataset": "kmnist"}, "Sigmoid · KMNIST"),
        (
            "sigmoid",
            {"model.hidden": [{"units": 30, "activation": "relu", "dropout": 0.25}]},
            "784-30-10, ReLU, dropout 0.25",
        ),
        (
            "mlp",
            {"data.train_size": 500, "data.batch_size": 50, "data.order": "file", "seed": 3,
             "data.pixels": "raw"},
            "Two small hidden layers, 500 examples, batch 50, file order, raw pixels, …",
        ),
    ],
)  # fmt: skip
def test_a_name_mentions_what_differs_from_the_preset(preset, changes, name):
    assert str(automatic_name(config_of(preset, changes))) == name


def test_a_number_tells_runs_of_one_name_apart():
    config = config_of("sigmoid")
    assert str(run_name(config)) == "Sigmoid"
    assert str(run_name(config, number=2)) == "Sigmoid (2)"
    assert str(run_name(config, "{0} {name}", 3)) == "{0} {name} (3)"


@pytest.mark.parametrize("path", FIELDS)
def test_settings_named_one_by_one_have_a_text_for_each_value(path):
    spec = FIELDS[path]
    mentions = spec.about.in_names
    if isinstance(mentions, dict):
        values = {FieldKind.BOOLEAN: [False, True]}.get(spec.kind, list(spec.choices))
        assert set(mentions) == set(values)
        assert all(isinstance(value, bool | Choice) for value in values)
