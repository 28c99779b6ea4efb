"""What a network's plan counts, against PyTorch's own counter."""

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from core.config import presets
from core.network.architecture import multiplication_count
from core.network.models import build


@pytest.mark.parametrize("name", ["logistic", "relu-dropout", "cnn", "plane-spiral"])
def test_multiplications_are_those_that_pytorch_counts(name):
    model = presets.preset(name).config.model
    network = build(model, torch.Generator().manual_seed(1)).eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(torch.zeros(1, model.inputs))
    # it counts each product and its addition, of the weights only
    assert multiplication_count(model) == counter.get_total_flops() / 2
