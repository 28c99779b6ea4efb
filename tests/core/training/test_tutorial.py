"""With `--tutorial`, Inkling computes what the tutorial's own programs compute."""

import pytest
import torch

from core.config import presets
from core.config.choices import DeviceKind
from core.config.fields import with_values
from core.machine.devices import resolve
from tests.core import tutorial_programs
from tests.core.running import completed, config_of, epochs_of, run_to_the_end


def test_the_line_is_fitted_bit_for_bit():
    torch.set_num_threads(1)
    costs, weight = tutorial_programs.linear_regression(epochs=100)
    epochs = epochs_of(
        completed(run_to_the_end(presets.as_in_the_tutorial(presets.preset("linear").config)))
    )
    assert [epoch.cost for epoch in epochs] == costs
    assert epochs[-1].weight == weight
    assert weight == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize(
    ("name", "program", "train_size", "epochs"),
    [
        ("logistic", tutorial_programs.logistic_regression, 5000, 4),
        ("mlp", tutorial_programs.two_hidden_layers, 3050, 3),
        ("sigmoid", tutorial_programs.sigmoid_network, 2000, 3),
        ("relu-dropout", tutorial_programs.relu_dropout_network, 2000, 3),
    ],
)
@pytest.mark.parametrize("threads", [1, 2])
def test_digits_are_learned_bit_for_bit(name, program, train_size, epochs, threads):
    torch.set_num_threads(threads)
    costs, accuracies = program(train_size, 1500, epochs)
    changes = {
        "data.train_size": train_size,
        "data.test_size": 1500,
        "epochs": epochs,
        "device": "cpu",
    }
    config = with_values(presets.as_in_the_tutorial(config_of(name)), changes)
    measured = epochs_of(completed(run_to_the_end(config, threads)))
    assert [epoch.cost for epoch in measured] == costs
    assert [epoch.accuracy for epoch in measured] == accuracies
    assert costs[-1] < costs[0]


def test_the_automatic_device_is_the_programs_own():
    assert tutorial_programs.device_check().tolist() == [6, 12, 20]
    assert resolve(DeviceKind.AUTO).type == ("cuda" if torch.cuda.is_available() else "cpu")


def test_as_in_the_tutorial_keeps_its_hundred_epochs_and_seed():
    for name in ("linear", "logistic", "mlp", "sigmoid", "relu-dropout"):
        config = presets.as_in_the_tutorial(config_of(name))
        assert (config.epochs, config.seed, config.data.order) == (100, 42, "file")
        assert config.model.bias is (name == "mlp")
