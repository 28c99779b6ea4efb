import numpy as np
import pytest
import torch
from scipy.linalg import orthogonal_procrustes

from core.data import datasets
from core.geometry.activation_map import IMAGES, activation_map, sample_of
from core.geometry.layers import deepest_hidden, mapped_layers
from core.insight.neurons import INPUT
from core.network import models
from tests.core.running import small

HIDDEN = [
    {"units": 90, "activation": "tanh"},
    {"units": 70, "activation": "relu", "dropout": 0.5},
]


def weights_of(config, seed=3):
    network = models.build(config.model, torch.Generator().manual_seed(seed))
    return models.copy_of_weights(network)


def by_hand(config, weights, layer):
    """The outputs of a layer of `HIDDEN` for the sample, in double precision, without torch."""
    w = {name: array.astype(np.float64) for name, array in weights.items()}
    grey = sample_of(config.data).grey.reshape(-1, 784) / 255
    first = np.tanh(grey @ w["linear_1.weight"].T + w["linear_1.bias"])
    second = np.maximum(first @ w["linear_2.weight"].T + w["linear_2.bias"], 0)
    output = second @ w["linear_3.weight"].T + w["linear_3.bias"]
    return {INPUT: grey, "tanh_1": first, "relu_2": second, "linear_3": output}[layer]


@pytest.fixture
def config():
    return small("mlp", {"model.hidden": HIDDEN, "data.test_size": 400})


class TestLayers:
    def test_all_layers_have_a_map_from_the_pixels_to_the_outputs(self, config):
        titles = {name: str(title) for name, title in mapped_layers(config.model).items()}
        assert titles == {
            INPUT: "Pixels",
            "tanh_1": "Hidden layer 1",
            "relu_2": "Hidden layer 2",
            "linear_3": "Output",
        }
        assert deepest_hidden(config.model) == "relu_2"
        assert deepest_hidden(small("logistic").model) == "linear_1"


class TestSample:
    def test_it_is_spread_evenly_over_the_test_images_of_the_run(self):
        config = small("mlp", {"data.test_size": 10_000})
        sample = sample_of(config.data)
        images, labels = datasets.labelled_digits(config.data)
        numbers = np.arange(IMAGES) * 5
        assert len(sample.labels) == IMAGES == 2000
        near = [
            next(n for n in (k, k + 1, k + 2, k + 3, k + 4) if np.array_equal(images[n], grey))
            for k, grey in zip(numbers, sample.grey, strict=True)
        ]
        assert np.array_equal(labels[near], sample.labels)
        assert len(set(near)) == IMAGES

    def test_few_test_images_are_all_taken(self, config):
        assert len(sample_of(config.data).labels) == 400


class TestMap:
    @pytest.mark.parametrize("layer", [INPUT, "tanh_1", "relu_2", "linear_3"])
    def test_it_is_the_plane_of_a_complete_decomposition_turned_onto_the_pixels(
        self, config, layer
    ):
        weights = weights_of(config)
        values = by_hand(config, weights, layer)
        centred = values - values.mean(axis=0)
        _, sizes, directions = np.linalg.svd(centred, full_matrices=False)
        flat = centred @ directions[:2].T
        turn, _ = orthogonal_procrustes(flat, sample_of(config.data).positions)

        found = activation_map(config, weights, layer)
        np.testing.assert_allclose(found.positions, flat @ turn, atol=1e-3 * sizes[0])
        assert found.share == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum(), rel=1e-4)
        logits = by_hand(config, weights, "linear_3")
        assert (found.answers == logits.argmax(axis=1)).mean() > 0.99

    def test_the_pixels_have_the_same_map_whatever_the_network(self, config):
        one = activation_map(config, weights_of(config, 1), INPUT)
        other = activation_map(config, weights_of(config, 2), INPUT)
        assert np.array_equal(one.positions, other.positions)
        np.testing.assert_allclose(one.positions, one.sample.positions, atol=1e-3)

    def test_neurons_in_another_order_have_the_same_map(self, config):
        weights = weights_of(config)
        order = np.random.default_rng(0).permutation(90)
        shuffled = {
            **weights,
            "linear_1.weight": -weights["linear_1.weight"][order],
            "linear_1.bias": -weights["linear_1.bias"][order],
        }
        one, other = (activation_map(config, some, "tanh_1") for some in (weights, shuffled))
        size = np.abs(one.positions).max()
        np.testing.assert_allclose(one.positions, other.positions, atol=1e-3 * size)

    def test_a_small_change_of_the_weights_moves_the_images_little(self, config):
        weights = weights_of(config)
        random = np.random.default_rng(0)
        moved = {
            name: array + random.normal(0, 1e-4, array.shape).astype(np.float32)
            for name, array in weights.items()
        }
        one, other = (activation_map(config, some, "tanh_1") for some in (weights, moved))
        spread = np.linalg.norm(one.positions)
        assert np.linalg.norm(one.positions - other.positions) < 0.05 * spread

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"data.pixels": "standardized"},
            {"data.shuffle_pixels": True},
            {"data.pixels": "raw"},
        ],
        ids=str,
    )
    def test_a_drawing_lies_where_the_same_image_lies(self, changes):
        config = small("mlp", {"model.hidden": HIDDEN, "data.test_size": 400} | changes)
        found = activation_map(config, weights_of(config), "relu_2")
        for number in (0, 17, 399):
            ink = found.sample.grey[number] / np.float32(255)
            np.testing.assert_allclose(
                found.position_of(ink), found.positions[number], rtol=1e-3, atol=1e-3
            )

    @pytest.mark.parametrize("name", ["cnn", "logistic"])
    def test_every_kind_of_network_has_maps(self, name):
        config = small(name, {"data.test_size": 100})
        for layer in mapped_layers(config.model):
            found = activation_map(config, weights_of(config), layer)
            assert found.positions.shape == (100, 2)
            assert found.is_defined
            ink = found.sample.grey[5] / np.float32(255)
            np.testing.assert_allclose(
                found.position_of(ink), found.positions[5], rtol=1e-2, atol=1e-3
            )

    def test_the_centre_of_a_class_is_its_median(self, config):
        found = activation_map(config, weights_of(config), "tanh_1")
        three = found.positions[found.sample.labels == 3]
        assert found.centres[3] == pytest.approx(tuple(np.median(three, axis=0)))
        assert set(found.centres) == set(found.sample.labels.tolist())

    def test_a_network_that_has_diverged_has_no_positions(self, config):
        weights = {name: array * np.float32(np.nan) for name, array in weights_of(config).items()}
        found = activation_map(config, weights, "relu_2")
        assert not found.is_defined
        assert found.share == 0
