import time

import numpy as np
import pytest
import torch
from torch import nn

from core.data.datasets import load
from core.evaluation import accuracy
from core.insight.neurons import stages
from core.network.models import build, copy_of_weights, network_of
from core.robustness.assessing import assess, compare
from core.robustness.damage import (
    MutedUnit,
    Noise,
    RemovedBiases,
    SetWeight,
    SilencedLayer,
    add_noise,
    damaged,
    title_of,
    value_of,
)
from tests.core.running import config_of

RANDOM = np.random.default_rng(5)
X = torch.from_numpy(RANDOM.random((20, 784), np.float32))

NETWORKS = {
    "sigmoid": ("mlp", {"model.hidden": [{"units": 9, "activation": "sigmoid"}]}),
    "two layers": (
        "mlp",
        {"model.hidden": [{"units": 8, "activation": "gelu"}, {"units": 7, "dropout": 0.5}]},
    ),
    "batch norm": (
        "mlp",
        {"model.hidden": [{"units": 9, "activation": "tanh"}], "model.norm": "batch"},
    ),
    "layer norm": (
        "mlp",
        {
            "model.hidden": [{"units": 9, "activation": "gelu"}, {"units": 6}],
            "model.norm": "layer",
        },
    ),
    "convolutions": ("cnn", {"model.hidden": [{"units": 8}]}),
}


def made(name):
    preset, changes = NETWORKS[name]
    config = config_of(preset, changes)
    return config, copy_of_weights(build(config.model, torch.Generator().manual_seed(3)))


def outputs(config, weights):
    with torch.no_grad():
        return network_of(config, weights)(X)


def outputs_without(config, weights, layer, units):
    """What the network computes if these units give 0 where the next layer of weights begins."""
    network, before = network_of(config, weights), stages(config.model)[layer + 1].name
    x = X
    with torch.no_grad():
        for name, module in network.named_children():
            if name == before:
                x = x.clone()
                count = stages(config.model)[layer].units
                x.view(len(x), count, -1)[:, units] = 0
            x = module(x)
    return x


class TestMutedUnit:
    @pytest.mark.parametrize("name", NETWORKS)
    def test_equals_the_network_in_which_the_unit_gives_nothing(self, name):
        config, weights = made(name)
        for layer, stage in enumerate(stages(config.model)[:-1]):
            unit = stage.units - 3
            found = outputs(config, damaged(config.model, weights, [MutedUnit(layer, unit)]))
            assert torch.allclose(found, outputs_without(config, weights, layer, [unit]), atol=1e-5)
            assert not torch.allclose(found, outputs(config, weights), atol=1e-5)

    def test_equals_a_network_without_that_column(self):
        config, weights = made("sigmoid")
        smaller = config_of("mlp", {"model.hidden": [{"units": 8, "activation": "sigmoid"}]})
        column = {
            "linear_1.weight": np.delete(weights["linear_1.weight"], 4, axis=0),
            "linear_1.bias": np.delete(weights["linear_1.bias"], 4),
            "linear_2.weight": np.delete(weights["linear_2.weight"], 4, axis=1),
            "linear_2.bias": weights["linear_2.bias"],
        }
        found = outputs(config, damaged(config.model, weights, [MutedUnit(0, 4)]))
        assert torch.allclose(found, outputs(smaller, column), atol=1e-6)

    def test_there_are_none_in_the_output_nor_beyond_a_layer(self):
        config, weights = made("two layers")
        for change in (MutedUnit(2, 0), MutedUnit(0, 8), MutedUnit(0, -1), MutedUnit(-1, 0)):
            with pytest.raises(IndexError):
                damaged(config.model, weights, [change])


class TestOtherChanges:
    @pytest.mark.parametrize("name", NETWORKS)
    def test_a_silenced_layer_is_one_of_which_all_units_are_muted(self, name):
        config, weights = made(name)
        for layer, stage in enumerate(stages(config.model)[:-1]):
            found = outputs(config, damaged(config.model, weights, [SilencedLayer(layer)]))
            units = list(range(stage.units))
            assert torch.allclose(found, outputs_without(config, weights, layer, units), atol=1e-6)

    def test_the_output_cannot_be_silenced(self):
        config, weights = made("sigmoid")
        with pytest.raises(IndexError):
            damaged(config.model, weights, [SilencedLayer(1)])

    def test_a_set_weight_is_that_of_pytorchs_layer(self):
        config, weights = made("two layers")
        found = damaged(config.model, weights, [SetWeight(1, 3, 5, 2.5), SetWeight(2, 9, None, -4)])
        network = network_of(config, weights)
        with torch.no_grad():
            network.linear_2.weight[3, 5] = 2.5
            network.linear_3.bias[9] = -4
            assert torch.equal(outputs(config, found), network(X))
        assert value_of(config.model, found, 1, 3, 5) == 2.5
        assert value_of(config.model, found, 2, 9, None) == -4

    @pytest.mark.parametrize(
        "change", [SetWeight(0, 8, 0, 1.0), SetWeight(0, 0, 784, 1.0), SetWeight(3, 0, 0, 1.0)]
    )
    def test_a_weight_that_there_is_not_cannot_be_set(self, change):
        config, weights = made("two layers")
        with pytest.raises(IndexError):
            damaged(config.model, weights, [change])

    def test_a_bias_cannot_be_set_in_a_network_without(self):
        config = config_of("mlp", {"model.bias": False})
        weights = copy_of_weights(build(config.model, torch.Generator().manual_seed(3)))
        with pytest.raises(IndexError):
            damaged(config.model, weights, [SetWeight(0, 0, None, 1.0)])
        assert value_of(config.model, weights, 0, 0, None) == 0

    @pytest.mark.parametrize("name", NETWORKS)
    def test_without_biases_it_is_the_network_made_without(self, name):
        config, weights = made(name)
        network = network_of(config, weights)
        for module in network:
            if isinstance(module, nn.Linear | nn.Conv2d):
                module.bias = None
        found = outputs(config, damaged(config.model, weights, [RemovedBiases()]))
        with torch.no_grad():
            assert torch.allclose(found, network(X), atol=1e-6)

    def test_noise_has_the_size_asked_for_and_is_that_of_its_generator(self):
        config, weights = made("convolutions")
        found = damaged(config.model, weights, [Noise(0.5, 7)])
        for name in ("conv_2.weight", "linear_1.weight"):
            added = found[name] - weights[name]
            assert added.std() == pytest.approx(0.5 * weights[name].std(), rel=0.05)
            assert abs(added.mean()) < 0.05 * weights[name].std()
        assert np.array_equal(found["linear_1.bias"], weights["linear_1.bias"])

        again = dict(weights)
        add_noise(stages(config.model), again, 0.5, np.random.default_rng(7))
        assert all(np.array_equal(found[name], again[name]) for name in weights)
        other = damaged(config.model, weights, [Noise(0.5, 8)])
        assert not np.array_equal(found["linear_1.weight"], other["linear_1.weight"])

    def test_noise_again_and_again_becomes_infinite_without_a_warning(self):
        config, weights = made("sigmoid")
        found = damaged(config.model, weights, [Noise(2.0, seed) for seed in range(150)])
        assert not np.isfinite(found["linear_1.weight"]).all()


class TestLists:
    CHANGES = (MutedUnit(0, 1), Noise(0.2, 3), SetWeight(0, 0, 9, 1.0), RemovedBiases())

    def test_the_networks_own_weights_stay(self):
        config, weights = made("two layers")
        before = {name: array.copy() for name, array in weights.items()}
        found = damaged(config.model, weights, [*self.CHANGES, SilencedLayer(1)])
        assert all(np.array_equal(before[name], weights[name]) for name in before)
        assert list(found) == list(weights)
        assert {array.dtype for array in found.values()} == {np.dtype(np.float32)}

    def test_undone_is_applied_without_the_last(self):
        config, weights = made("two layers")
        once = damaged(config.model, weights, self.CHANGES[:2])
        assert not np.array_equal(
            damaged(config.model, weights, self.CHANGES)["linear_1.weight"],
            once["linear_1.weight"],
        )
        none = damaged(config.model, weights, ())
        assert all(none[name] is weights[name] for name in weights)

    def test_each_is_named_with_its_numbers(self):
        config, _ = made("convolutions")
        model = config.model
        assert str(title_of(model, MutedUnit(0, 5))) == "Convolution 1: map 5 muted"
        assert str(title_of(model, MutedUnit(2, 5))) == "Hidden layer 1: neuron 5 muted"
        assert str(title_of(model, SilencedLayer(1))) == "Convolution 2 silenced"
        assert "0.250" in str(title_of(model, SetWeight(3, 1, 6, 0.25)))
        assert "Output" in str(title_of(model, SetWeight(3, 1, None, 0.25)))
        assert str(title_of(model, Noise(0.5, 1))) == "Noise of 0.5 deviations"
        assert str(title_of(model, RemovedBiases())) == "Biases removed"


class TestComparison:
    CHANGES = (SilencedLayer(0),)

    def test_of_a_whole_and_a_damaged_network_on_all_test_images(self, trained_mlp):
        config, weights = trained_mlp
        steps = list(compare(config, weights, self.CHANGES, None))
        assert [(step.done, step.total) for step in steps] == [(1, 2), (2, 2)]
        before, after = steps[-1].before, steps[-1].after
        assert before.accuracy > 0.9
        assert after.accuracy < 0.3
        assert len(after.labels) == len(load(config.data).test_y) == after.confusion.sum()
        whole = accuracy.probabilities(config, weights, load(config.data))
        assert np.array_equal(before.probabilities, whole)

    def test_what_is_known_is_not_computed_again(self, trained_mlp):
        (known,) = list(compare(*trained_mlp, (), None))
        assert known.before is known.after
        (again,) = list(compare(*trained_mlp, (), known.before))
        assert again.before is again.after is known.before
        (changed,) = list(compare(*trained_mlp, self.CHANGES, known.before))
        assert (changed.done, changed.total) == (1, 1)
        assert changed.before is known.before
        assert changed.after.accuracy < 0.3

    def test_a_convolutional_network_takes_several_steps_to_the_same_answers(self):
        config = config_of("cnn", {"model.hidden": [{"units": 4}], "data.test_size": 1500})
        weights = copy_of_weights(build(config.model, torch.Generator().manual_seed(3)))
        *first, last = list(assess(config, weights))
        assert len(first) == 1
        assert first[0].assessment is None
        whole = accuracy.probabilities(config, weights, load(config.data))
        assert np.allclose(last.assessment.probabilities, whole, atol=1e-6)
        steps = list(compare(config, weights, self.CHANGES, None))
        assert [step.done for step in steps] == [1, 2, 3, 4]
        assert {step.total for step in steps} == {4}


def test_an_assessment_of_a_wide_network_takes_a_moment():
    config = config_of("relu-dropout")
    weights = copy_of_weights(build(config.model, torch.Generator().manual_seed(3)))
    (whole,) = assess(config, weights)
    seconds = []
    for unit in range(5):
        started = time.perf_counter()
        list(compare(config, weights, [MutedUnit(0, unit)], whole.assessment))
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 1.0  # 0.2 s where nothing else runs
