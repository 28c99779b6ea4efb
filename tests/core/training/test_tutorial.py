"""With `--tutorial`, Inkling computes what the tutorial's own programs compute."""

import itertools

import pytest
import torch

from core.config import presets
from core.config.choices import DeviceKind
from core.config.fields import with_values
from core.config.live import dropout_paths
from core.data.datasets import load
from core.machine.devices import resolve
from core.run.control import Control
from core.run.events import SettingChanged
from core.training.loop import train
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


@pytest.mark.parametrize(("rates", "threads"), [((0.5, 0.1), 1), ((0.0, 0.2), 2)], ids=str)
def test_dropout_changed_on_the_way_is_that_of_torch(rates, threads):
    """The rates change before the second epoch's seventh batch, and change back in the third."""
    size, batches = 2000, 20
    given = {batches + 7: rates, 2 * batches + 3: (0.2, 0.2)}

    def build(n_features, n_classes):
        network = tutorial_programs.relu_dropout_model(n_features, n_classes)
        learned = itertools.count(1)

        def train(mode=True):  # the program calls it before each batch
            torch.nn.Sequential.train(network, mode)
            if mode and (number := next(learned)) in given:
                network.dropout_1.p, network.dropout_2.p = given[number]

        network.train = train
        return network

    torch.set_num_threads(threads)
    program = build, tutorial_programs.adam
    costs, accuracies = tutorial_programs.classify(*program, size, 1500, 3)

    sizes = {"data.train_size": size, "data.test_size": 1500, "epochs": 3, "device": "cpu"}
    config = with_values(presets.as_in_the_tutorial(config_of("relu-dropout")), sizes)
    changes = [
        SettingChanged("run", *divmod_from_one(number, batches), batches, path, 0.2, rate)
        for number, changed in given.items()
        for path, rate in zip(dropout_paths(config.model), changed, strict=True)
    ]
    control = Control("run", threads)
    events = completed(list(train(config, load(config.data), control, changes=changes)))
    measured = epochs_of(events)
    assert [epoch.cost for epoch in measured] == costs
    assert [epoch.accuracy for epoch in measured] == accuracies
    made = [event for event in events if isinstance(event, SettingChanged)]
    assert next((change.epoch, change.batch) for change in made) == (2, 7)
    assert costs != tutorial_programs.relu_dropout_network(size, 1500, 3)[0]


def divmod_from_one(number, batches):
    """Epoch and batch of the n-th batch of a run, all counted from 1."""
    epoch, batch = divmod(number - 1, batches)
    return epoch + 1, batch + 1


def test_the_automatic_device_is_the_programs_own():
    assert tutorial_programs.device_check().tolist() == [6, 12, 20]
    assert resolve(DeviceKind.AUTO).type == ("cuda" if torch.cuda.is_available() else "cpu")


def test_as_in_the_tutorial_keeps_its_hundred_epochs_and_seed():
    for name in ("linear", "logistic", "mlp", "sigmoid", "relu-dropout"):
        config = presets.as_in_the_tutorial(config_of(name))
        assert (config.epochs, config.seed, config.data.order) == (100, 42, "file")
        assert config.model.bias is (name == "mlp")
