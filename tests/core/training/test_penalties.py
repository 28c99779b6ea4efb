"""The L1 penalty, against a plain PyTorch loop and its own definition."""

import numpy as np
import pytest
import torch
from torch import nn

from core.config.fields import with_values
from core.config.model import Layer, ModelConfig
from core.config.optimizer import OptimizerConfig
from core.data.datasets import load
from core.network import models
from core.training.optimizers import build_optimizer
from core.training.steps.manual_step import ManualStep
from core.training.steps.penalties import penalized
from tests.core.running import completed, config_of, epochs_of, final_weights, run_to_the_end, small

L1 = 2e-3
RATE = 0.1


def penalty_of(network):
    """The definition, over everything but biases."""
    return sum(
        value.abs().sum() for name, value in network.named_parameters() if "bias" not in name
    )


def reference(config, build_network, loss, l1):
    """Mean cost of each epoch without the penalty, and the weights, by a plain PyTorch loop."""
    torch.set_num_threads(1)
    torch.manual_seed(config.seed)
    data, size = load(config.data), config.data.batch_size
    torch.randn(data.normals_drawn)  # those of the noisy line
    network = build_network()
    settings = config.optimizer
    optimizer = torch.optim.SGD(
        network.parameters(), lr=settings.learning_rate, momentum=settings.momentum
    )
    costs = []
    for _ in range(config.epochs):
        epoch = []
        starts = range(0, len(data.train_x) - size + 1, size)
        for start in starts:
            x, y = data.train_x[start : start + size], data.train_y[start : start + size]
            optimizer.zero_grad()
            cost = loss(network(x), y)
            (cost + l1 * penalty_of(network)).backward()
            optimizer.step()
            epoch.append(cost.item())
        costs.append(sum(epoch) / len(epoch))
    return costs, [value.detach().numpy() for value in network.parameters()]


def layers(activation):
    return lambda: nn.Sequential(nn.Linear(784, 32), activation(), nn.Linear(32, 10))


class TestAgainstPlainPyTorch:
    @pytest.mark.parametrize("plain", [True, False])
    @pytest.mark.parametrize(("name", "activation"), [("relu", nn.ReLU), ("tanh", nn.Tanh)])
    def test_a_run_computes_the_same(self, name, activation, plain):
        """Not to the last bit: where the penalty's slope is rounded depends on the processor."""
        changes = {
            "model.hidden": [{"units": 32, "activation": name}],
            "data.order": "file",
            "optimizer.l1": L1,
            "optimizer.kind": "sgd",
            "plain": plain,
        }
        config = small("mlp", changes)
        costs, weights = reference(config, layers(activation), nn.CrossEntropyLoss(), L1)
        events = completed(run_to_the_end(config))
        assert [epoch.cost for epoch in epochs_of(events)] == pytest.approx(costs, rel=1e-6, abs=0)
        for trained, expected in zip(final_weights(events).values(), weights, strict=True):
            assert trained == pytest.approx(expected, rel=1e-4, abs=1e-6)

        without, _ = reference(config, layers(activation), nn.CrossEntropyLoss(), 0)
        assert costs[1:] != pytest.approx(without[1:], rel=1e-3)

    def test_the_line_computes_the_same(self):
        config = config_of(
            "linear", {"optimizer.l1": 0.5, "data.order": "file", "epochs": 3, "plain": True}
        )
        costs, weights = reference(
            config, lambda: nn.Sequential(nn.Linear(1, 1, bias=False)), nn.MSELoss(), 0.5
        )
        events = completed(run_to_the_end(config))
        assert [epoch.cost for epoch in epochs_of(events)] == costs
        assert list(final_weights(events).values()) == weights

    @pytest.mark.parametrize("kind", ["sgd", "adam", "adamw", "rmsprop", "adagrad"])
    @pytest.mark.parametrize("number", [torch.float32, torch.bfloat16], ids=str)
    @pytest.mark.parametrize("threads", [1, 2])
    def test_the_step_written_out_is_the_same_to_the_last_bit(self, kind, number, threads):
        torch.set_num_threads(threads)
        settings = OptimizerConfig(kind=kind, learning_rate=0.01, l1=L1)
        model = ModelConfig(hidden=(Layer(units=300, dropout=0.2), Layer(units=40)))
        pair = [models.build(model, torch.Generator().manual_seed(1)).train() for _ in range(2)]
        by_autograd, written_out = (build_optimizer(settings, network) for network in pair)
        step = ManualStep.of(pair[1], written_out, number, L1)
        random = torch.Generator().manual_seed(3)
        for _ in range(4):
            x = torch.rand(100, 784, generator=random)
            y = torch.randint(0, 10, (100,), generator=random)
            by_autograd.zero_grad()
            with torch.autocast("cpu", torch.bfloat16, enabled=number is torch.bfloat16):
                cost = nn.functional.cross_entropy(pair[0](x), y)
            (cost + L1 * penalty_of(pair[0])).backward()
            by_autograd.step()
            assert torch.equal(step(x, y), cost.detach())
        for one, other in zip(*(network.parameters() for network in pair), strict=True):
            assert torch.equal(one, other)


class TestPenalized:
    def test_weights_of_all_layers_count_and_biases_do_not(self):
        network = models.build(
            ModelConfig(kind="cnn", hidden=(Layer(units=3),)), torch.Generator().manual_seed(1)
        )
        cost = torch.tensor(2.0)
        expected = 2.0 + 0.01 * penalty_of(network).item()
        assert penalized(cost, network, 0.01).item() == pytest.approx(expected)
        with torch.no_grad():
            for name, value in network.named_parameters():
                if "bias" in name:
                    value.fill_(100)
        assert penalized(cost, network, 0.01).item() == pytest.approx(expected)
        assert penalized(cost, network, 0.0) is cost


def test_weights_that_do_not_help_go_to_zero():
    """The margins of the digits are always black: nothing but the penalty moves their weights."""
    changes = {
        "optimizer.kind": "sgd",
        "optimizer.learning_rate": RATE,
        "optimizer.momentum": 0.0,
        "data.train_size": 2000,
        "epochs": 8,
    }
    plain = small("logistic", changes)
    x = load(plain.data).train_x.numpy()
    is_never_inked = (x == 0).all(axis=0)
    assert 50 < is_never_inked.sum() < 400

    small_shares = {}
    for l1 in (0.0, L1):
        config = with_values(plain, {"optimizer.l1": l1})
        events = completed(run_to_the_end(config))
        weight = next(iter(final_weights(events).values()))
        small_shares[l1] = np.mean(np.abs(weight[:, is_never_inked]) <= 1.01 * RATE * L1)  # a step
        assert epochs_of(events)[-1].accuracy > 0.75
    assert small_shares[0.0] < 0.05
    assert small_shares[L1] > 0.95
