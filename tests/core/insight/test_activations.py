import numpy as np
import pytest
import torch

from core.data import datasets
from core.insight.activations import inspect_network, on_pixels, weight_images
from core.insight.neurons import explain, sample, stages, strongest_neurons
from core.network import models
from core.network.architecture import CHANNELS
from tests.core.running import config_of, small

HIDDEN = [{"units": 40, "activation": "tanh"}, {"units": 30, "activation": "relu", "dropout": 0.5}]


def weights_of(config, seed=3):
    network = models.build(config.model, torch.Generator().manual_seed(seed))
    return {name: tensor.numpy().copy() for name, tensor in network.state_dict().items()}


@pytest.fixture
def digit(test_digits):
    images, _ = test_digits
    return images[7].astype(np.float32) / np.float32(255)


def by_hand(weights, x):
    """Compute sums and outputs of the network of `HIDDEN` in double precision, without torch."""
    w = {name: array.astype(np.float64) for name, array in weights.items()}
    first = x @ w["linear_1.weight"].T + w["linear_1.bias"]
    second = np.tanh(first) @ w["linear_2.weight"].T + w["linear_2.bias"]
    outputs = np.maximum(second, 0) @ w["linear_3.weight"].T + w["linear_3.bias"]
    return {
        "linear_1": first,
        "tanh_1": np.tanh(first),
        "linear_2": second,
        "relu_2": np.maximum(second, 0),
        "dropout_2": np.maximum(second, 0),
        "linear_3": outputs,
    }


class TestActivations:
    @pytest.mark.parametrize("pixels", ["unit", "standardized"])
    def test_they_are_those_of_a_forward_pass_by_hand(self, digit, pixels):
        config = small("mlp", {"model.hidden": HIDDEN, "data.pixels": pixels})
        weights = weights_of(config)
        inspection = inspect_network(config, weights, digit)
        x = digit.ravel().astype(np.float64)
        x = (x - 0.1307) / 0.3081 if pixels == "standardized" else x
        expected = {"input": x} | by_hand(weights, x)
        assert inspection.activations.keys() == expected.keys()
        for name, values in expected.items():
            assert inspection.activations[name].dtype == np.float32
            np.testing.assert_allclose(inspection.activations[name], values, rtol=1e-4, atol=1e-5)
        shares = np.exp(expected["linear_3"]) / np.exp(expected["linear_3"]).sum()
        np.testing.assert_allclose(inspection.probabilities, shares, rtol=1e-4)
        assert inspection.answer == shares.argmax()

    def test_a_convolution_has_maps(self, digit):
        config = small("cnn")
        weights = weights_of(config)
        activations = inspect_network(config, weights, digit).activations
        assert activations["conv_1"].shape == (CHANNELS[0], 28, 28)
        assert activations["pool_2"].shape == (CHANNELS[1], 7, 7)
        padded = np.pad(digit.astype(np.float64), 2)
        windows = np.lib.stride_tricks.sliding_window_view(padded, (5, 5))
        kernel = weights["conv_1.weight"][3, 0]
        expected = (windows * kernel).sum(axis=(2, 3)) + weights["conv_1.bias"][3]
        np.testing.assert_allclose(activations["conv_1"][3], expected, atol=1e-5)
        np.testing.assert_allclose(
            activations["conv_relu_1"][3], np.maximum(expected, 0), atol=1e-5
        )
        np.testing.assert_array_equal(weight_images(config, weights)[3], kernel)


class TestSaliency:
    def test_it_is_the_slope_of_the_answers_logit(self, digit):
        config = small("mlp", {"model.hidden": HIDDEN, "data.pixels": "standardized"})
        weights = weights_of(config)
        inspection = inspect_network(config, weights, digit)

        def logit(ink):
            return by_hand(weights, (ink.ravel().astype(np.float64) - 0.1307) / 0.3081)["linear_3"][
                inspection.answer
            ]

        assert inspection.saliency.shape == (28, 28)
        for row, column in ((0, 0), (10, 14), (20, 9), (27, 27)):
            step = np.zeros((28, 28))
            step[row, column] = 1e-6
            slope = (logit(digit + step) - logit(digit - step)) / 2e-6
            assert inspection.saliency[row, column] == pytest.approx(slope, rel=1e-3)

    def test_of_logistic_regression_it_is_the_answers_weights(self, digit):
        config = small("logistic")
        weights = weights_of(config)
        inspection = inspect_network(config, weights, digit)
        np.testing.assert_allclose(
            inspection.saliency, weight_images(config, weights)[inspection.answer], rtol=1e-6
        )


class TestNeurons:
    def test_a_neurons_number_is_its_sum_and_bias(self, digit):
        config = small("mlp", {"model.hidden": HIDDEN})
        weights = weights_of(config)
        activations = inspect_network(config, weights, digit).activations

        for stage, outcome in zip(
            stages(config.model), ("tanh_1", "relu_2", "linear_3"), strict=True
        ):
            assert stage.outcome == outcome
            neuron = explain(stage, weights, activations, 5)
            assert neuron.contributions.sum(dtype=np.float64) + neuron.bias == pytest.approx(
                neuron.total, abs=1e-5
            )
            assert neuron.total == pytest.approx(activations[stage.name][5])
            assert neuron.activation == activations[outcome][5]
            strongest = np.abs(neuron.contributions)[neuron.strongest(6)]
            assert sorted(strongest, reverse=True) == list(strongest)
            assert strongest[0] == np.abs(neuron.contributions).max()

    def test_without_a_bias_it_is_zero(self, digit):
        config = small("logistic", {"model.bias": False})
        weights = weights_of(config)
        neuron = explain(
            stages(config.model)[0], weights, inspect_network(config, weights, digit).activations, 3
        )
        assert neuron.bias == 0.0

    def test_inputs_that_add_nothing_are_not_among_the_strongest(self, digit):
        config = small("logistic")
        weights = weights_of(config)
        neuron = explain(
            stages(config.model)[0], weights, inspect_network(config, weights, digit).activations, 3
        )
        assert len(neuron.strongest(784)) == np.count_nonzero(digit)

    def test_stages_tell_where_inputs_come_from(self):
        layers = stages(config_of("cnn").model)
        assert [(stage.name, stage.source, stage.outcome, stage.dropout) for stage in layers] == [
            ("conv_1", "image", "conv_relu_1", None),
            ("conv_2", "pool_1", "conv_relu_2", None),
            ("linear_1", "flatten", "relu_1", "dropout_1"),
            ("linear_2", "dropout_1", "linear_2", None),
        ]

    def test_wide_layers_are_sampled_evenly(self):
        assert list(sample(5)) == [0, 1, 2, 3, 4]
        chosen = sample(512)
        assert len(set(chosen)) == 64
        assert (chosen[0], chosen[-1]) == (0, 511)
        assert strongest_neurons(np.array([1.0, 3.0, 2.0], np.float32), 2) == [1, 2]


class TestShuffledPixels:
    def test_images_show_pixels_where_they_belong(self, digit):
        plain, shuffled = small("logistic"), small("logistic", {"data.shuffle_pixels": True})
        weights = weights_of(plain)
        order = datasets.pixel_order()
        moved = weights | {"linear_1.weight": weights["linear_1.weight"][:, order]}
        one, other = inspect_network(plain, weights, digit), inspect_network(shuffled, moved, digit)
        np.testing.assert_array_equal(weight_images(shuffled, moved), weight_images(plain, weights))
        np.testing.assert_allclose(other.saliency, one.saliency)
        np.testing.assert_allclose(other.probabilities, one.probabilities, rtol=1e-5)
        np.testing.assert_array_equal(on_pixels(shuffled.data, other.activations["input"]), digit)


class TestDropout:
    def test_passes_scatter_and_a_generator_of_their_own_repeats_them(self, digit):
        config = small(
            "relu-dropout",
            {"model.hidden": [{"units": 400, "activation": "relu", "dropout": 0.25}] * 2},
        )
        weights = weights_of(config)
        state = torch.get_rng_state()
        first, again, other = (
            inspect_network(config, weights, digit, seed).passes for seed in (1, 1, 2)
        )
        assert torch.equal(state, torch.get_rng_state())

        assert first.probabilities.shape == (100, 10)
        np.testing.assert_allclose(first.probabilities.sum(axis=1), 1, rtol=1e-5)
        assert (first.probabilities.std(axis=0) > 0).all()
        np.testing.assert_array_equal(first.probabilities, again.probabilities)
        assert not np.array_equal(first.probabilities, other.probabilities)
        assert {name: mask.shape for name, mask in first.masks.items()} == {
            "dropout_1": (400,),
            "dropout_2": (400,),
        }
        for mask in first.masks.values():
            assert mask.mean() == pytest.approx(0.75, abs=0.1)

    def test_a_pass_is_the_network_with_its_mask(self, digit):
        config = small(
            "relu-dropout", {"model.hidden": [{"units": 50, "activation": "relu", "dropout": 0.5}]}
        )
        weights = weights_of(config)
        inspection = inspect_network(config, weights, digit, 4)
        hidden = inspection.activations["relu_1"] * inspection.passes.masks["dropout_1"] * 2
        logits = hidden @ weights["linear_2.weight"].T + weights["linear_2.bias"]
        shares = np.exp(logits) / np.exp(logits).sum()
        np.testing.assert_allclose(inspection.passes.probabilities[0], shares, rtol=1e-4)

    def test_a_network_without_dropout_has_none(self, digit):
        config = small("mlp")
        assert inspect_network(config, weights_of(config), digit, 1).passes is None
        dropping = small("relu-dropout")
        assert inspect_network(dropping, weights_of(dropping), digit).passes is None
