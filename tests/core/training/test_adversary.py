"""Training against attacks, against a plain PyTorch loop, and whether it helps."""

import numpy as np
import pytest
import torch
from torch import nn

from core.config.fields import effective, with_values
from core.config.run import RunConfig
from core.data.datasets import load
from core.network.models import build
from core.robustness.attack_choices import Attack
from core.robustness.attack_curves import measure
from core.training.steps.adversary import Adversary
from tests.core.running import completed, config_of, epochs_of, final_weights, run_to_the_end, small

EPSILON = 0.1
LIMITS = {"unit": (0, 1), "raw": (0, 255), "standardized": (-0.1307 / 0.3081, 0.8693 / 0.3081)}


def reference(config, low, high):
    """Mean cost of each epoch, and the weights, by a plain PyTorch loop."""
    torch.set_num_threads(1)
    torch.manual_seed(config.seed)
    data, size = load(config.data), config.data.batch_size
    network = nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.SGD(network.parameters(), lr=config.optimizer.learning_rate)
    costs = []
    for _ in range(config.epochs):
        epoch = []
        for start in range(0, len(data.train_x) - size + 1, size):
            x = data.train_x[start : start + size].clone().requires_grad_()
            y = data.train_y[start : start + size]
            nn.functional.cross_entropy(network(x), y).backward()
            seen = x.detach() + EPSILON * (high - low) * x.grad.sign()
            optimizer.zero_grad()
            cost = nn.functional.cross_entropy(network(seen.clamp(low, high)), y)
            cost.backward()
            optimizer.step()
            epoch.append(cost.item())
        costs.append(sum(epoch) / len(epoch))
    return costs, [value.detach().numpy() for value in network.parameters()]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("pixels", LIMITS)
def test_a_run_computes_the_same(pixels, plain):
    changes = {
        "model.hidden": [{"units": 32, "activation": "relu"}],
        "data.order": "file",
        "data.pixels": pixels,
        "optimizer.kind": "sgd",
        "optimizer.learning_rate": 1e-5 if pixels == "raw" else 0.05,
        "optimizer.momentum": 0.0,
        "optimizer.adversarial": EPSILON,
        "plain": plain,
    }
    config = small("mlp", changes)
    costs, weights = reference(config, *LIMITS[pixels])
    events = completed(run_to_the_end(config))
    assert [epoch.cost for epoch in epochs_of(events)] == pytest.approx(costs, rel=1e-5)
    for found, expected in zip(final_weights(events).values(), weights, strict=True):
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-5)


def test_every_pixel_changes_by_epsilon_and_stays_between_paper_and_ink():
    config = small("mlp", {"optimizer.adversarial": EPSILON})
    network = nn.Sequential(nn.Linear(784, 10))
    data = load(config.data)
    x, y = data.train_x[:50], data.train_y[:50]
    before = x.clone()
    seen = Adversary(config, network, nn.CrossEntropyLoss(), torch.enable_grad()).changed(x, y)
    assert torch.equal(x, before)
    assert not seen.requires_grad
    assert 0 <= seen.min() < seen.max() <= 1
    moved = (seen - x).abs()
    is_inside = (x > EPSILON) & (x < 1 - EPSILON)
    assert torch.allclose(moved[is_inside], torch.tensor(EPSILON), atol=1e-6)
    assert moved.max() <= EPSILON + 1e-6
    assert nn.functional.cross_entropy(network(seen), y) > nn.functional.cross_entropy(
        network(x), y
    )
    assert all(value.grad is None for value in network.parameters())  # the step begins afresh


def test_without_it_the_batch_is_passed_on_as_it_is():
    adversary = Adversary(RunConfig(), nn.Identity(), nn.CrossEntropyLoss(), torch.enable_grad())
    x = torch.rand(3, 784)
    assert adversary.changed(x, torch.zeros(3, dtype=torch.int64)) is x


def test_a_network_trained_against_attacks_withstands_them():
    changes = {
        "data.train_size": 3000,
        "model.hidden": [{"units": 64, "activation": "relu"}],
        "optimizer.kind": "adam",
        "optimizer.learning_rate": 0.002,
        "epochs": 3,
    }
    plain = small("mlp", changes)
    accuracies = {}
    for epsilon in (0.0, EPSILON):
        config = with_values(plain, {"optimizer.adversarial": epsilon})
        weights = final_weights(completed(run_to_the_end(config)))
        for steps in (1, 10):
            for step in measure([(config, weights)], Attack(steps), digits=100):
                if step.epsilon in (0.0, EPSILON) and step.accuracy is not None:
                    accuracies[epsilon, steps, step.epsilon] = step.accuracy
    for steps in (1, 10):
        assert accuracies[EPSILON, steps, EPSILON] > accuracies[0.0, steps, EPSILON] + 0.3
        assert accuracies[EPSILON, steps, 0.0] > 0.7


@pytest.mark.parametrize("name", ["linear", "plane-xor"])
def test_where_there_are_no_pixels_it_has_no_effect(name):
    config = config_of(name)
    assert effective(with_values(config, {"optimizer.adversarial": 0.1})) == config


@pytest.mark.parametrize(
    ("dropout", "norm"), [(0.0, "none"), (0.3, "none"), (0.0, "batch"), (0.3, "layer")]
)
@pytest.mark.parametrize("plain", [True, False])
def test_all_else_in_a_run_stays_as_it_would_be(dropout, norm, plain):
    """A change too small to matter: the same batches, masks and means, and so the same weights."""
    layers = [{"units": 32, "activation": "relu", "dropout": dropout}] * 2
    without = small("mlp", {"model.hidden": layers, "model.norm": norm, "plain": plain})
    tiny = with_values(without, {"optimizer.adversarial": 1e-30})
    events, others = (completed(run_to_the_end(config)) for config in (without, tiny))
    for epoch, other in zip(epochs_of(events), epochs_of(others), strict=True):
        assert other.cost == pytest.approx(epoch.cost, rel=1e-5)
        assert other.test_cost == pytest.approx(epoch.test_cost, rel=1e-5)
    weights = final_weights(others)
    for place, values in final_weights(events).items():
        np.testing.assert_allclose(weights[place], values, rtol=1e-3, atol=1e-5)


def test_each_layer_is_left_in_the_mode_in_which_it_was():
    config = small("relu-dropout", {"model.norm": "batch", "optimizer.adversarial": EPSILON})
    network = build(config.model, torch.Generator().manual_seed(1)).train()
    network[1].eval()  # one of them by itself
    modes = [module.training for module in network.modules()]
    adversary = Adversary(config, network, nn.CrossEntropyLoss(), torch.enable_grad())
    adversary.changed(torch.rand(8, 784), torch.zeros(8, dtype=torch.int64))
    assert [module.training for module in network.modules()] == modes
    with pytest.raises(RuntimeError):
        adversary.changed(torch.rand(8, 3), torch.zeros(8, dtype=torch.int64))
    assert [module.training for module in network.modules()] == modes
