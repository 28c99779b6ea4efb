"""The memory that a run needs, compared with what PyTorch takes for it."""

import pytest
import torch

from core.config.choices import OptimizerKind
from core.config.fields import with_values
from core.config.presets import PRESETS
from core.config.run import RunConfig
from core.machine import memory as machine
from core.network import models
from core.network.architecture import parameter_count
from core.run.events import EndReason
from core.training import loop, memory
from core.training.optimizers import build_optimizer
from tests.core.running import config_of, end_of, run_to_the_end

HUGE = {
    "model.hidden": [{"units": 4096, "activation": "relu", "dropout": 0.5}] * 6,
    "optimizer.kind": "adam",
    "data.batch_size": 10_000,
}


def bytes_of(tensors):
    return sum(tensor.nbytes for tensor in tensors)


@pytest.mark.parametrize("kind", list(OptimizerKind))
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_network_and_optimizer_take_what_is_estimated(kind, momentum):
    changes = {"optimizer.kind": kind, "optimizer.momentum": momentum}
    config = with_values(config_of("mlp"), changes)
    network = models.build(config.model, torch.Generator())
    optimizer = build_optimizer(config.optimizer, network, plain=True)
    network(torch.ones(2, 784)).sum().backward()
    optimizer.step()
    taken = bytes_of(network.parameters()) * 2 + sum(
        value.nbytes
        for state in optimizer.state.values()
        for value in state.values()
        if isinstance(value, torch.Tensor) and value.numel() > 1
    )
    minimal = {"data.batch_size": 1, "data.train_size": 1, "data.test_size": 1}
    estimated = memory.needed_bytes(with_values(config, minimal))
    assert estimated - bytes_of(network.parameters()) == pytest.approx(taken, rel=0.02)


@pytest.mark.parametrize("name", ["mlp", "cnn", "relu-dropout"])
def test_what_the_backward_pass_keeps_is_no_less_than_the_estimate_of_a_batch(name):
    """So that no run is refused that could be trained."""
    kept = {}

    def keep(tensor):
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    config = config_of(name)
    network = models.build(config.model, torch.Generator(), torch.Generator())
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        logits = network(torch.ones(64, 784))
    of_65, of_1 = (
        memory.needed_bytes(with_values(config, {"data.batch_size": size})) for size in (65, 1)
    )
    assert 0 < of_65 - of_1 <= sum(kept.values()) + logits.nbytes


def test_every_preset_can_be_trained_on_a_small_machine():
    for preset in PRESETS.values():
        assert memory.needed_bytes(preset.config) < 1e9


def test_examples_count():
    config = with_values(
        RunConfig(),
        {
            "data.dataset": "/some/folder",
            "data.class_names": ["a", "b"],
            "data.train_size": 1_000_000,
        },
    )
    assert memory.needed_bytes(config) > 3e9


def test_a_run_too_large_for_this_machine_is_refused_before_it_is_built(monkeypatch):
    monkeypatch.setattr(memory, "physical_memory", lambda: 2_000_000_000)
    monkeypatch.setattr(loop.models, "build", lambda *_: pytest.fail("it was built"))
    config = config_of("mlp", HUGE)
    assert parameter_count(config.model) > 80_000_000
    end = end_of(run_to_the_end(config))
    assert end.reason is EndReason.FAILED
    assert str(end.message).startswith("This run needs at least ")
    assert "this machine has 2.0 GB" in str(end.message)


def test_a_machine_that_does_not_say_refuses_nothing(monkeypatch):
    monkeypatch.setattr(memory, "physical_memory", lambda: None)
    memory.check_memory(config_of("mlp", HUGE))


def test_this_machine_says():
    assert machine.physical_memory() > 100_000_000
