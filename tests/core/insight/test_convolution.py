"""The oracle is PyTorch's own map, and a loop over the kernel."""

import numpy as np
import pytest

from core.data import preview
from core.data.ink import ink_of_grey
from core.insight.activations import inspect_network
from core.insight.convolution import patch_sum, strongest_point
from core.insight.neurons import stages
from core.network import models
from tests.core.running import config_of


@pytest.fixture(params=["none", "batch"])
def read(request):
    """A convolutional network that has read a digit: its first layer, weights, activations."""
    config = config_of("cnn", {"model.norm": request.param})
    weights = models.copy_of_weights(
        models.build(config.model, models.weight_generator(config.seed))
    )
    digit = ink_of_grey(preview.first_test_images(config.data, 1)[0])[0]
    insight = inspect_network(config, weights, digit)
    return stages(config.model)[0], weights, insight.activations


@pytest.mark.parametrize("at", [(0, 0), (0, 27), (14, 13), (27, 27)])
def test_the_products_sum_to_what_pytorch_computes(read, at):
    first, weights, activations = read
    image, row, column = activations["image"][0], *at
    for kernel in (0, 7, 15):
        found = patch_sum(first, weights, activations, kernel, at)
        total = found.bias
        for down in range(5):
            for right in range(5):
                y, x = row + down - 2, column + right - 2
                pixel = image[y, x] if 0 <= y < 28 and 0 <= x < 28 else 0.0
                assert found.patch[down, right] == pixel
                product = pixel * weights["conv_1.weight"][kernel, 0, down, right]
                assert found.products[down, right] == pytest.approx(product, abs=1e-6)
                total += product
        assert found.total == pytest.approx(total, abs=1e-5)
        before = found.total if found.normalized is None else found.normalized
        assert found.activation == pytest.approx(max(0.0, before), abs=1e-6)


def test_the_strongest_point_is_that_of_the_map(read):
    first, _, activations = read
    row, column = strongest_point(first, activations, 3)
    assert activations["conv_relu_1"][3, row, column] == np.max(activations["conv_relu_1"][3])
