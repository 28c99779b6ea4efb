"""The step that is written out by hand, against autograd."""

from itertools import product

import pytest
import torch
from torch import nn

from core.config.choices import Activation
from core.config.model import Layer, ModelConfig
from core.config.optimizer import OptimizerConfig
from core.network import models
from core.training.optimizers import build_optimizer, set_option
from core.training.steps.manual_step import ManualStep
from tests.core.running import config_of, epochs_of, run_to_the_end

STEPS = 6
OPTIMIZERS = (
    OptimizerConfig(kind="sgd", learning_rate=0.1),
    OptimizerConfig(kind="sgd", learning_rate=0.1, momentum=0.9),
    OptimizerConfig(kind="sgd", learning_rate=0.1, momentum=0.9, nesterov=True),
    OptimizerConfig(kind="sgd", learning_rate=0.1, momentum=0.5, weight_decay=0.01),
    OptimizerConfig(kind="adam", learning_rate=0.001),
    OptimizerConfig(kind="adamw", learning_rate=0.001, weight_decay=0.1),
    OptimizerConfig(kind="rmsprop", learning_rate=0.001, momentum=0.5),
    OptimizerConfig(kind="adagrad", learning_rate=0.01),
)
WRITTEN_OUT = [activation for activation in Activation if activation is not Activation.GELU]


def batches(size=32):
    random = torch.Generator().manual_seed(3)
    for _ in range(STEPS):
        yield (
            torch.rand(size, 784, generator=random, dtype=torch.float64),
            torch.randint(0, 7, (size,), generator=random),
        )


def network_of(model, seed=1):
    random = torch.Generator().manual_seed(seed)
    return models.build(model, random).double().train()  # so that no rounding hides a mistake


def by_autograd(network, optimizer, x, y):
    optimizer.zero_grad()
    cost = nn.functional.cross_entropy(network(x), y)
    cost.backward()
    optimizer.step()
    return cost.detach()


def both_ways(model, config, *, live=(), rates=None):
    """The costs and the final weights, by autograd and written out.

    `rates` are those of the dropout layers from some steps on.
    """
    found = []
    for way in ("autograd", "written out"):
        network = network_of(model)
        optimizer = build_optimizer(config, network)
        fast = ManualStep.of(network, optimizer, torch.float64)
        assert fast is not None
        costs = []
        for number, (x, y) in enumerate(batches()):
            for at, name, value in live:
                if at == number:
                    set_option(optimizer, name, value)
            if rates and number in rates:
                for dropout, rate in zip(models.dropouts(network), rates[number], strict=True):
                    dropout.rate = rate
            costs.append(
                float(fast(x, y) if way == "written out" else by_autograd(network, optimizer, x, y))
            )
        found.append((costs, [weight.detach() for weight in network.parameters()]))
    return found


def assert_equal(found):
    (costs, weights), (written_costs, written) = found
    assert written_costs == pytest.approx(costs, rel=1e-9)
    for one, other in zip(weights, written, strict=True):
        assert torch.allclose(one, other, rtol=1e-7, atol=1e-10)


class TestAgainstAutograd:
    @pytest.mark.parametrize(
        "config",
        OPTIMIZERS,
        ids=lambda config: f"{config.kind}-{config.momentum}-{config.nesterov}",
    )
    @pytest.mark.parametrize("bias", [True, False])
    def test_every_optimizer_goes_the_same_way(self, config, bias):
        hidden = (
            Layer(units=20, activation="relu", dropout=0.25),
            Layer(units=12, activation="tanh"),
        )
        assert_equal(both_ways(ModelConfig(hidden=hidden, bias=bias, outputs=7), config))

    @pytest.mark.parametrize(("activation", "dropout"), list(product(WRITTEN_OUT, (0.0, 0.5))))
    def test_so_does_every_activation_before_and_behind_dropout(self, activation, dropout):
        hidden = (Layer(units=20, activation=activation, dropout=dropout),) * 2
        assert_equal(both_ways(ModelConfig(hidden=hidden, outputs=7), OPTIMIZERS[1]))

    @pytest.mark.parametrize("config", OPTIMIZERS[:2])
    def test_logistic_regression_too(self, config):
        assert_equal(both_ways(ModelConfig(outputs=7), config))

    @pytest.mark.parametrize(
        "live",
        [
            [(2, "lr", 0.03)],
            [(2, "momentum", 0.0), (4, "momentum", 0.9)],
            [(3, "weight_decay", 0.05)],
        ],
    )
    def test_settings_changed_on_the_way_act_alike(self, live):
        assert_equal(
            both_ways(ModelConfig(hidden=(Layer(units=9),), outputs=7), OPTIMIZERS[1], live=live)
        )

    @pytest.mark.parametrize(
        "config", OPTIMIZERS, ids=lambda config: f"{config.kind}-{config.momentum}"
    )
    @pytest.mark.parametrize("number", [torch.float32, torch.bfloat16], ids=str)
    @pytest.mark.parametrize("threads", [1, 2])
    def test_with_kinks_it_is_the_same_to_the_last_bit(self, config, number, threads):
        torch.set_num_threads(threads)
        hidden = (
            Layer(units=300, activation="relu", dropout=0.2),
            Layer(units=90, activation="leaky-relu"),
        )
        pair = [network_of(ModelConfig(hidden=hidden, outputs=7)).float() for _ in range(2)]
        optimizers = [build_optimizer(config, network) for network in pair]
        fast = ManualStep.of(pair[1], optimizers[1], number)
        for x, y in batches(size=100):
            optimizers[0].zero_grad()
            with torch.autocast("cpu", torch.bfloat16, enabled=number is torch.bfloat16):
                cost = nn.functional.cross_entropy(pair[0](x.float()), y)
            cost.backward()
            optimizers[0].step()
            assert torch.equal(fast(x.float(), y), cost.detach())
        for one, other in zip(*(network.parameters() for network in pair), strict=True):
            assert torch.equal(one, other)

    @pytest.mark.parametrize("activation", ["relu", "sigmoid"])
    def test_a_rate_of_dropout_changed_on_the_way_acts_alike(self, activation):
        hidden = (Layer(units=20, activation=activation, dropout=0.5),) * 2
        rates = {1: (0.2, 0.7), 3: (0.0, 0.7), 4: (0.9, 0.0)}
        model = ModelConfig(hidden=hidden, outputs=7)
        assert_equal(both_ways(model, OPTIMIZERS[4], rates=rates))
        unchanged, changed = (
            both_ways(model, OPTIMIZERS[4], rates=given)[1][0] for given in ({}, rates)
        )
        assert changed[0] == unchanged[0]
        assert not set(changed[1:]) & set(unchanged[1:])

    def test_wrong_mathematics_would_be_seen(self, monkeypatch):
        from core.training.steps import manual_step as fast_step

        wrong = {**fast_step.DERIVATIVES, nn.ReLU: (torch.relu_, lambda da, a: da)}
        monkeypatch.setattr(fast_step, "DERIVATIVES", wrong)
        with pytest.raises(AssertionError):
            assert_equal(
                both_ways(ModelConfig(hidden=(Layer(units=20),), outputs=7), OPTIMIZERS[0])
            )


class TestWhatItTakes:
    def test_what_is_not_written_out_is_left_to_autograd(self):
        for model in (ModelConfig(kind="cnn"), ModelConfig(hidden=(Layer(activation="gelu"),))):
            network = network_of(model)
            assert (
                ManualStep.of(network, build_optimizer(OPTIMIZERS[0], network), torch.float32)
                is None
            )

    def test_sixteen_bits_go_the_way_of_autocast(self):
        model = ModelConfig(hidden=(Layer(units=64, activation="relu"),), outputs=7)
        costs = {}
        for way in ("autocast", "written out"):
            network = network_of(model).float()
            optimizer = build_optimizer(OPTIMIZERS[1], network)
            fast = ManualStep.of(network, optimizer, torch.bfloat16)
            costs[way] = []
            for x, y in ((x.float(), y) for x, y in batches()):
                if way == "written out":
                    costs[way].append(float(fast(x, y)))
                    continue
                optimizer.zero_grad()
                with torch.autocast("cpu", torch.bfloat16):
                    cost = nn.functional.cross_entropy(network(x), y)
                cost.backward()
                optimizer.step()
                costs[way].append(float(cost.detach()))
        assert costs["written out"] == pytest.approx(costs["autocast"], rel=2e-3)

    def test_a_run_learns_with_it_as_without(self):
        changes = {"data.train_size": 2000, "data.test_size": 500, "epochs": 2}
        fast, plain = (
            epochs_of(run_to_the_end(config_of("sigmoid", changes | {"plain": plain})))
            for plain in (False, True)
        )
        assert [epoch.cost for epoch in fast] == pytest.approx(
            [epoch.cost for epoch in plain], rel=1e-5
        )


class TestMasks:
    @pytest.mark.parametrize("rate", [0.1, 0.2, 0.5, 0.9])
    def test_as_many_are_dropped_as_asked_and_independently(self, rate):
        mask = models.Dropout(rate, torch.Generator().manual_seed(7)).draw_mask(
            torch.empty(1001, 999)
        )
        assert mask.unique().tolist() == pytest.approx([0.0, 1 / (1 - rate)])
        dropped = (mask == 0).double()
        deviation = (rate * (1 - rate)) ** 0.5
        assert abs(float(dropped.mean()) - rate) < 5 * deviation / dropped.numel() ** 0.5
        for neighbour in (1, 2, 3, 4, 999):  # in the same word and in others
            flat = (dropped.flatten() - rate) / deviation
            assert (
                abs(float((flat[neighbour:] * flat[:-neighbour]).mean())) < 5 / flat.numel() ** 0.5
            )

    def test_a_plain_one_draws_as_pytorch_does(self):
        own, theirs = (torch.Generator().manual_seed(5) for _ in range(2))
        mask = models.Dropout(0.3, own, plain=True).draw_mask(torch.empty(50, 3))
        assert torch.equal(mask, torch.empty(50, 3).bernoulli_(0.7, generator=theirs) / 0.7)
