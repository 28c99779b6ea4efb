"""Scaling of pixels: what is claimed of the first step holds exactly, and where it does not."""

import numpy as np
import pytest
import torch
from torch import nn

from core.config.choices import Pixels
from core.config.fields import with_values
from core.config.presets import preset
from core.data import datasets
from core.network import models
from core.teaching.demonstrations import pixels
from core.teaching.demonstrations.pixel_choices import EPOCHS, config_of, experiment
from tests.core.running import config_of as of_preset

SGD = {"optimizer.kind": "sgd", "optimizer.learning_rate": 0.01}
ADAM = {"optimizer.kind": "adam", "optimizer.learning_rate": 0.001}
SMALL = {"data.train_size": 1000, "data.test_size": 200}
NETWORKS = ("logistic", "sigmoid", "mlp", "relu-dropout")


def steps(name, changes):
    config = of_preset(name, SMALL | changes)
    return {one.pixels: one for one in pixels.first_steps(config)}


@pytest.mark.parametrize("name", NETWORKS)
def test_from_zero_the_gradient_grows_255_times_and_the_effect_65025_times_with_sgd(name):
    found = steps(name, SGD)
    raw, unit = found[Pixels.RAW].bare, found[Pixels.UNIT].bare
    assert raw.gradient / unit.gradient == pytest.approx(255, rel=1e-3)
    assert raw.effect / unit.effect == pytest.approx(255**2, rel=1e-3)
    assert raw.cost == pytest.approx(unit.cost)


@pytest.mark.parametrize("name", NETWORKS)
def test_with_adam_the_effect_grows_255_times(name):
    found = steps(name, ADAM)
    raw, unit = found[Pixels.RAW].bare, found[Pixels.UNIT].bare
    assert raw.gradient / unit.gradient == pytest.approx(255, rel=1e-3)
    assert raw.effect / unit.effect == pytest.approx(255, rel=0.02)


def test_from_drawn_weights_other_factors_come_with_the_error_that_returns():
    """Extreme sums: a linear or ReLU network errs more, sigmoid units are saturated."""
    grows, fades = steps("mlp", SGD), steps("sigmoid", SGD)
    for found, low, high in ((grows, 300, 1000), (fades, 5, 100)):
        ratio = found[Pixels.RAW].drawn.gradient / found[Pixels.UNIT].drawn.gradient
        assert low < ratio < high


def test_the_numbers_are_those_of_a_plain_step_of_pytorch():
    config = of_preset("logistic", SMALL | SGD | {"data.order": "file", "data.pixels": "raw"})
    data = datasets.load(config.data)
    size = config.data.batch_size
    x, y = data.train_x[:size], data.train_y[:size]
    network = models.build(config.model, models.weight_generator(config.seed))
    (layer,) = [one for one in network.modules() if isinstance(one, nn.Linear)]
    optimizer = torch.optim.SGD(
        network.parameters(), config.optimizer.learning_rate, config.optimizer.momentum
    )
    cost = nn.functional.cross_entropy(network(x), y)
    cost.backward()
    before = layer.weight.detach().clone()
    optimizer.step()
    change = x @ (layer.weight.detach() - before).T

    found = steps("logistic", SGD | {"data.order": "file"})[Pixels.RAW]
    assert found.drawn.gradient == pytest.approx(layer.weight.grad.square().mean().sqrt().item())
    assert found.drawn.effect == pytest.approx(change.square().mean().sqrt().item(), rel=1e-4)
    assert found.drawn.cost == pytest.approx(cost.item())
    after = nn.functional.cross_entropy(network(x), y).item()
    assert found.drawn.cost_after == pytest.approx(after, rel=1e-4)
    assert (found.mean, found.deviation) == pytest.approx((x.mean().item(), x.std().item()))
    assert found.counts.sum() == x.numel()
    assert (found.edges[0], found.edges[-1]) == (x.min().item(), x.max().item())


def test_convolutions_and_normalization_have_first_steps_too():
    for changes in ({}, ADAM):
        found = steps("cnn", changes | {"data.train_size": 200})
        assert all(np.isfinite([one.drawn.effect, one.bare.effect]).all() for one in found.values())
    found = steps("mlp", {"model.norm": "batch"})
    assert all(np.isfinite(one.drawn.gradient) for one in found.values())


def test_the_three_runs_differ_in_nothing_else():
    form = with_values(preset("sigmoid").config, {"seed": 7, "data.batch_size": 50})
    compared, titles = experiment(config_of(form))
    assert compared.seeds == (7,)
    assert [member.config.data.pixels for member in compared.members] == list(Pixels)
    same = {
        with_values(m.config, {"data.pixels": "unit"}).model_dump_json() for m in compared.members
    }
    assert same == {with_values(form, {"epochs": EPOCHS}).model_dump_json()}
    assert str(titles["raw"]) == "Pixels: 0 to 255, as stored"


@pytest.mark.parametrize("name", ["linear", "plane-xor"])
def test_without_images_a_network_for_digits_is_compared(name):
    assert config_of(preset(name).config).data.dataset == "mnist"
