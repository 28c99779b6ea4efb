"""Normalized networks as files for other programs."""

import pytest
import torch

from core.export.onnx_file import onnx_of
from core.network import models
from core.network.models import copy_of_weights
from tests.core.running import small


@pytest.mark.parametrize("norm", ["batch", "layer"])
@pytest.mark.parametrize("kind", ["mlp", "cnn"])
def test_onnx_runtime_answers_as_the_network_does(norm, kind):
    config = small("mlp", {"model.kind": kind, "model.norm": norm})
    network = models.build(config.model, torch.Generator().manual_seed(3)).train()
    random = torch.Generator().manual_seed(5)
    for _ in range(3):  # running means that are not those of the start
        network(torch.rand(50, 784, generator=random))
    checked = onnx_of("run", config, copy_of_weights(network))
    assert checked.examples == config.data.test_size
    assert checked.farthest < 1e-4
