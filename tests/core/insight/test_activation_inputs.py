import numpy as np
import pytest
import torch
from scipy import special, stats

from core.config.choices import Activation
from core.data import preview
from core.insight.activation_inputs import MAX_IMAGES, activation_inputs, slope
from core.network import models
from tests.core.running import config_of

# derivatives, written down apart from PyTorch
SLOPES = {
    Activation.SIGMOID: lambda z: special.expit(z) * (1 - special.expit(z)),
    Activation.TANH: lambda z: 1 - np.tanh(z) ** 2,
    Activation.RELU: lambda z: np.where(z > 0, 1.0, 0.0),
    Activation.LEAKY_RELU: lambda z: np.where(z > 0, 1.0, 0.01),
    Activation.GELU: lambda z: special.ndtr(z) + z * stats.norm.pdf(z),
    Activation.IDENTITY: np.ones_like,
}


def weights_of(config):
    network = models.build(config.model, models.weight_generator(config.seed))
    return models.copy_of_weights(network)


@pytest.mark.parametrize("activation", Activation)
def test_slopes_are_those_computed_by_hand(activation):
    z = np.linspace(-5, 5, 50)  # without 0, where ReLU has a kink
    found = slope(models.ACTIVATIONS[activation](), torch.from_numpy(z))
    assert found.numpy() == pytest.approx(SLOPES[activation](z))


@pytest.mark.parametrize("activation", Activation)
def test_the_first_layers_inputs_are_its_weighted_sums(activation):
    config = config_of("sigmoid", {"model.hidden": [{"units": 30, "activation": activation}]})
    weights = weights_of(config)
    (found,) = activation_inputs(config, weights)
    images, _ = preview.first_test_images(config.data, MAX_IMAGES)
    x = images.reshape(MAX_IMAGES, -1) / 255
    z = x @ weights["linear_1.weight"].T.astype(float) + weights["linear_1.bias"]
    expected, _ = np.histogram(z, found.edges)
    assert found.inputs.shares * z.size == pytest.approx(
        expected, abs=2
    )  # two at the edge of a bin
    assert found.own.mean_slope == pytest.approx(SLOPES[activation](z).mean(), abs=1e-4)
    assert found.own.slope == pytest.approx(np.gradient(found.own.curve, found.z), abs=0.6)


def test_every_function_is_measured_over_the_same_inputs():
    found = activation_inputs(config_of("mlp"), weights_of(config_of("mlp")))
    for layer in found:
        assert layer.functions.keys() == set(Activation)
        assert layer.own is layer.functions[Activation.RELU]
        for kind, function in layer.functions.items():
            assert function.slope == pytest.approx(SLOPES[kind](layer.z), abs=1e-6)
    first, relu = (found[0].functions[kind] for kind in (Activation.SIGMOID, Activation.RELU))
    assert first.mean_slope < 0.25 < relu.mean_slope


@pytest.mark.parametrize("norm", ["batch", "layer"])
def test_sums_are_measured_before_and_after_normalization(norm):
    config = config_of("mlp", {"model.norm": norm, "model.init": "normal", "model.init_std": 0.5})
    weights = weights_of(config)
    first, _ = activation_inputs(config, weights)
    images, _ = preview.first_test_images(config.data, MAX_IMAGES)
    x = images.reshape(MAX_IMAGES, -1) / 255
    z = x @ weights["linear_1.weight"].T.astype(float)
    z += weights.get("linear_1.bias", np.zeros(z.shape[1]))
    assert first.sums.mean == pytest.approx(z.mean(), abs=1e-3)
    assert first.sums.deviation == pytest.approx(z.std(), rel=1e-3)
    if norm == "layer":  # a batch's statistics have not been collected yet
        after = (z - z.mean(axis=1, keepdims=True)) / z.std(axis=1, keepdims=True)
        expected, _ = np.histogram(after, first.edges)
        assert first.inputs.shares * z.size == pytest.approx(expected, abs=5)
        assert first.inputs.deviation == pytest.approx(1, abs=0.01)


def test_without_normalization_there_are_no_sums_before_it():
    assert all(
        each.sums is None
        for each in activation_inputs(config_of("mlp"), weights_of(config_of("mlp")))
    )


def test_it_has_one_for_each_hidden_layer_in_their_order():
    found = activation_inputs(config_of("deep-sigmoid"), weights_of(config_of("deep-sigmoid")))
    assert [each.stage.name for each in found] == [f"linear_{number}" for number in (1, 2, 3, 4)]
    assert all(0 < each.own.mean_slope <= 0.25 for each in found)  # a sigmoid is nowhere steeper


def test_all_inputs_but_one_in_a_thousand_are_within_the_bins():
    config = config_of("mlp", {"model.init": "normal", "model.init_std": 1.0})
    for found in activation_inputs(config, weights_of(config)):
        assert found.inputs.shares.sum() == pytest.approx(1, abs=0.0011)
        assert found.edges[0] == found.z[0] == -found.z[-1]


def test_of_convolutions_all_numbers_of_their_maps_count():
    config = config_of("cnn")
    first, second, hidden = activation_inputs(config, weights_of(config))
    assert first.stage.is_convolution
    assert second.stage.is_convolution
    assert not hidden.stage.is_convolution


def test_without_hidden_layers_and_without_numbers_there_are_none():
    config = config_of("logistic")
    assert activation_inputs(config, weights_of(config)) == ()
    config = config_of("mlp")
    broken = {name: values * np.float32("nan") for name, values in weights_of(config).items()}
    assert activation_inputs(config, broken) == ()
