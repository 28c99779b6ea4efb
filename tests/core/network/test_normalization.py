"""Normalized networks, against PyTorch's own layers in a plain loop, and in all that reads them."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.numpy import save as pack_tensors
from safetensors.torch import load as load_tensors
from torch import nn

from core.config.choices import Normalization
from core.config.fields import ConfigError, effective, with_values
from core.config.model import Layer, ModelConfig
from core.data.datasets import load
from core.data.ink import ink_of_grey
from core.data.preview import first_test_images
from core.errors import RunFolderError
from core.evaluation.accuracy import cost_and_accuracy
from core.insight.activation_inputs import activation_inputs
from core.insight.activations import inspect_network
from core.insight.neurons import explain, stages
from core.network import models
from core.network.architecture import parameter_count
from core.network.weights import expected_shapes, learned_shapes
from core.run.control import Control
from core.run.events import CheckpointTaken, LayersMeasured
from core.run.moment import Moment
from core.storage.weight_files import (
    read_checkpoint,
    read_weights,
    write_checkpoint,
    write_weights,
)
from core.training.loop import train
from tests.core.running import completed, epochs_of, final_weights, run_to_the_end, small

NORMS = ("batch", "layer")
HIDDEN = [{"units": 24, "activation": "relu"}, {"units": 16, "activation": "tanh"}]


def config_of(norm, changes=None):
    known = {"model.hidden": HIDDEN, "model.norm": norm, "data.order": "file", "plain": True}
    return small("mlp", known | dict(changes or {}))


def of_units(norm, units):
    return nn.BatchNorm1d(units) if norm == "batch" else nn.LayerNorm(units)


def of_maps(norm, maps):
    return nn.BatchNorm2d(maps) if norm == "batch" else nn.GroupNorm(1, maps)


def mlp(norm):
    return nn.Sequential(
        nn.Linear(784, 24),
        of_units(norm, 24),
        nn.ReLU(),
        nn.Linear(24, 16),
        of_units(norm, 16),
        nn.Tanh(),
        nn.Linear(16, 10),
    )


def cnn(norm):
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 16, 5, padding=2),
        of_maps(norm, 16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 5, padding=2),
        of_maps(norm, 32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1568, 20),
        of_units(norm, 20),
        nn.ReLU(),
        nn.Linear(20, 10),
    )


def reference(config, build):
    """Costs, test costs and the state of a network, by a plain PyTorch loop."""
    torch.set_num_threads(1)
    torch.manual_seed(config.seed)
    network = build(config.model.norm.value)
    settings = config.optimizer
    optimizer = torch.optim.SGD(
        network.parameters(), lr=settings.learning_rate, momentum=settings.momentum
    )
    data, size = load(config.data), config.data.batch_size
    costs, test_costs = [], []
    for _ in range(config.epochs):
        network.train()
        epoch = []
        for x, y in zip(data.train_x.split(size), data.train_y.split(size), strict=True):
            optimizer.zero_grad()
            cost = nn.functional.cross_entropy(network(x), y)
            cost.backward()
            optimizer.step()
            epoch.append(cost.item())
        costs.append(sum(epoch) / len(epoch))
        network.eval()
        with torch.no_grad():
            test_costs.append(nn.functional.cross_entropy(network(data.test_x), data.test_y).item())
    return costs, test_costs, network.state_dict()


class TestTraining:
    @pytest.mark.parametrize("norm", NORMS)
    @pytest.mark.parametrize("kind", ["mlp", "cnn"])
    def test_a_run_is_pytorchs_to_the_last_bit(self, norm, kind):
        changes = {
            "model.kind": kind,
            "optimizer.kind": "sgd",
            "optimizer.learning_rate": 0.05,
            "optimizer.momentum": 0.5,
        }
        if kind == "cnn":
            changes |= {"model.hidden": [{"units": 20}], "data.train_size": 200}
        config = config_of(norm, changes)
        costs, test_costs, state = reference(config, cnn if kind == "cnn" else mlp)
        events = completed(run_to_the_end(config))
        assert [epoch.cost for epoch in epochs_of(events)] == costs
        assert [epoch.test_cost for epoch in epochs_of(events)] == pytest.approx(
            test_costs, rel=1e-6
        )
        expected = [
            value for name, value in state.items() if not name.endswith("num_batches_tracked")
        ]
        for trained, value in zip(final_weights(events).values(), expected, strict=True):
            assert np.array_equal(trained, value.numpy())

    @pytest.mark.parametrize("norm", NORMS)
    @pytest.mark.parametrize("plain", [True, False])
    def test_a_continued_run_goes_on_bit_for_bit(self, norm, plain):
        changes = {"plain": plain, "epochs": 4, "optimizer.kind": "adam"}
        config = config_of(norm, changes | {"optimizer.learning_rate": 0.002})
        data, control = load(config.data), Control("run", 1, takes_checkpoints=True)
        whole = list(train(config, data, control))
        second = [event for event in whole if isinstance(event, CheckpointTaken)][1]
        rest = list(train(config, data, Control("run", 1), start=second.checkpoint))
        assert [e.test_cost for e in epochs_of(rest)] == [e.test_cost for e in epochs_of(whole)[2:]]
        for one, other in zip(
            final_weights(whole).values(), final_weights(rest).values(), strict=True
        ):
            assert np.array_equal(one, other)

    @pytest.mark.parametrize("norm", NORMS)
    def test_sixteen_bits_come_near(self, norm):
        wide, narrow = (
            epochs_of(completed(run_to_the_end(config_of(norm, {"precision": precision}))))
            for precision in ("float32", "bfloat16")
        )
        assert narrow[-1].cost == pytest.approx(wide[-1].cost, rel=0.05)
        assert narrow[-1].cost != wide[-1].cost

    @pytest.mark.parametrize("norm", NORMS)
    def test_measuring_changes_no_running_means(self, norm):
        layers = [{"units": 24, "activation": "relu", "dropout": 0.3}]
        config = config_of(norm, {"model.hidden": layers})
        data = load(config.data)
        quiet = list(train(config, data, Control("run", 1)))
        measured = Control("run", 1, measures_layers=True, measures_moments=True)
        events = list(train(config, data, measured))
        one, other = final_weights(quiet), final_weights(events)
        assert all(np.array_equal(one[name], other[name]) for name in one)
        probes = [event for event in events if isinstance(event, LayersMeasured)]
        assert [state.name for state in probes[-1].layers] == ["linear_1", "linear_2"]
        assert probes[-1].dropout_cost != probes[-1].cost


class TestSetting:
    def test_logistic_regression_and_the_line_have_nothing_to_normalize(self):
        for name in ("logistic", "linear"):
            config = with_values(small("logistic") if name == "logistic" else line(), {})
            normed = with_values(config, {"model.norm": "batch"})
            assert effective(normed) == config
            assert expected_shapes(normed.model) == expected_shapes(config.model)

    def test_batches_of_one_example_are_refused(self):
        with pytest.raises(ConfigError) as error:
            config_of("batch", {"data.batch_size": 1})
        assert error.value.path == "data.batch_size"
        assert "at least 2" in str(error.value)
        assert config_of("layer", {"data.batch_size": 1}).data.batch_size == 1
        convolutions = {"model.kind": "cnn", "model.hidden": [], "data.batch_size": 1}
        config = config_of("batch", convolutions | {"data.train_size": 20, "epochs": 1})
        completed(run_to_the_end(config))  # a map has many positions

    @pytest.mark.parametrize("norm", list(Normalization))
    @pytest.mark.parametrize("kind", ["mlp", "cnn"])
    def test_parameters_and_shapes_are_the_networks(self, norm, kind):
        model = ModelConfig(kind=kind, norm=norm, hidden=(Layer(units=7), Layer(units=5)))
        network = models.build(model, torch.Generator().manual_seed(1))
        assert parameter_count(model) == sum(value.numel() for value in network.parameters())
        assert learned_shapes(model) == [tuple(value.shape) for value in network.parameters()]
        state = {name: tuple(value.shape) for name, value in network.state_dict().items()}
        assert expected_shapes(model) == state
        assert all(value.dtype is torch.float32 for value in network.state_dict().values())

    @pytest.mark.parametrize("norm", NORMS)
    def test_initial_weights_are_those_of_the_network_without(self, norm):
        with_norm, without = (
            models.build(
                ModelConfig(hidden=(Layer(units=9),) * 2, norm=norm_or_none, init="he"),
                torch.Generator().manual_seed(4),
            ).state_dict()
            for norm_or_none in (norm, "none")
        )
        assert all(torch.equal(with_norm[name], value) for name, value in without.items())

    def test_pytorchs_own_network_loads_the_weights(self):
        weights = final_weights(run_to_the_end(config_of("batch")))
        network = mlp("batch")
        names = iter(name for name in network.state_dict() if "tracked" not in name)
        renamed = {next(names): array for array in weights.values()}
        network.load_state_dict(load_tensors(pack_tensors(renamed)))
        data = load(config_of("batch").data)
        cost, _ = cost_and_accuracy(network, data.test_x, data.test_y, nn.functional.cross_entropy)
        assert cost == epochs_of(run_to_the_end(config_of("batch")))[-1].test_cost


class TestFiles:
    def test_weights_are_written_and_read_again_with_their_running_means(self, tmp_path):
        config = config_of("batch", {"epochs": 1})
        weights = final_weights(run_to_the_end(config))
        write_weights(tmp_path / "w", weights, Moment(1))
        read = read_weights(tmp_path / "w", config.model)
        assert read.keys() == weights.keys()
        assert all(np.array_equal(read[name], array) for name, array in weights.items())
        with pytest.raises(RunFolderError):
            read_weights(tmp_path / "w", config_of("layer").model)

    def test_a_negative_variance_is_damage(self, tmp_path):
        config = config_of("batch", {"epochs": 1})
        events = list(train(config, load(config.data), Control("run", 1, takes_checkpoints=True)))
        weights = dict(final_weights(events))
        variance = weights["norm_1.running_var"].copy()
        variance[3] = -1.0
        write_weights(tmp_path / "w", weights | {"norm_1.running_var": variance}, Moment(1))
        with pytest.raises(RunFolderError):
            read_weights(tmp_path / "w", config.model)

        (taken,) = (event for event in events if isinstance(event, CheckpointTaken))
        write_checkpoint(tmp_path / "c", taken.checkpoint)
        assert read_checkpoint(tmp_path / "c", config.model).epoch == 1
        spoilt = replace(taken.checkpoint, weights=weights | {"norm_1.running_var": variance})
        write_checkpoint(tmp_path / "c", spoilt)
        with pytest.raises(RunFolderError):
            read_checkpoint(tmp_path / "c", config.model)


class TestInsight:
    @pytest.mark.parametrize("norm", NORMS)
    def test_a_neurons_sum_is_normalized_before_its_activation(self, norm):
        config = config_of(norm, {"epochs": 1})
        weights = final_weights(run_to_the_end(config))
        digit = ink_of_grey(first_test_images(config.data, 1)[0])[0]
        insight = inspect_network(config, weights, digit)
        first = stages(config.model)[0]
        totals = insight.activations["linear_1"]
        w = {
            name.removeprefix("norm_1."): weights[f"norm_1.{name.removeprefix('norm_1.')}"]
            for name in weights
            if name.startswith("norm_1.")
        }
        if norm == "batch":
            mean, variance = w["running_mean"], w["running_var"]
        else:
            mean, variance = totals.mean(), totals.var()
        expected = (totals - mean) / np.sqrt(variance + 1e-5) * w["weight"] + w["bias"]
        for number in (0, 11, 23):
            neuron = explain(first, weights, insight.activations, number)
            assert neuron.total == pytest.approx(neuron.contributions.sum() + neuron.bias, abs=1e-4)
            assert neuron.normalized == pytest.approx(expected[number], abs=1e-4)
            assert neuron.activation == pytest.approx(max(0, expected[number]), abs=1e-4)

    def test_activations_are_shown_what_they_get(self):
        config = config_of("layer")
        weights = final_weights(run_to_the_end(config))
        for inputs in activation_inputs(config, weights):
            mean = np.average(
                (inputs.edges[1:] + inputs.edges[:-1]) / 2, weights=inputs.inputs.shares
            )
            assert abs(mean) < 0.3  # centred by the normalization

    @pytest.mark.parametrize("norm", NORMS)
    def test_passes_with_dropout_normalize_as_in_evaluation(self, norm):
        layers = [{"units": 24, "activation": "relu", "dropout": 0.01}]
        config = config_of(norm, {"model.hidden": layers, "epochs": 4})
        weights = final_weights(run_to_the_end(config))
        digit = ink_of_grey(first_test_images(config.data, 1)[0])[0]
        insight = inspect_network(config, weights, digit, passes_seed=3)
        whole = insight.passes.probabilities[insight.passes.probabilities.argmax(axis=1) >= 0]
        assert np.median(whole, axis=0) == pytest.approx(insight.probabilities, abs=0.05)


def test_a_deep_sigmoid_network_learns_with_batch_normalization():
    """Without it the gradient fades on its way back, and after these epochs nothing is learned."""
    deep = [{"units": 32, "activation": "sigmoid"}] * 4
    changes = {
        "model.hidden": deep,
        "data.train_size": 2000,
        "optimizer.kind": "sgd",
        "optimizer.learning_rate": 0.1,
        "optimizer.momentum": 0.0,
        "epochs": 4,
        "plain": False,
    }
    for seed in (1, 2):
        accuracies = {
            norm: epochs_of(completed(run_to_the_end(config_of(norm, changes | {"seed": seed}))))[
                -1
            ].accuracy
            for norm in ("none", "batch", "layer")
        }
        assert accuracies["none"] < 0.25
        assert accuracies["batch"] > 0.7
        assert accuracies["layer"] > accuracies["none"]


def line():
    from tests.core.running import config_of as preset_config

    return preset_config("linear")
