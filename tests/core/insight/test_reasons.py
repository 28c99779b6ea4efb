"""The reason for an answer, against autograd and the softmax."""

import numpy as np
import pytest
import torch

from core.config.choices import Activation, ModelKind
from core.config.model import Layer, ModelConfig
from core.config.run import RunConfig
from core.insight.activations import activations as outputs_of
from core.insight.activations import inspect_network
from core.insight.reasons import reason
from core.network.models import build, copy_of_weights, network_of

MLP = ModelConfig(hidden=(Layer(units=40), Layer(units=12, activation=Activation.TANH)))
CNN = ModelConfig(kind=ModelKind.CNN, hidden=())
CNN_WITH_LAYER = ModelConfig(kind=ModelKind.CNN, hidden=(Layer(units=30, dropout=0.5),))
NO_BIAS = ModelConfig(hidden=(Layer(units=20),), bias=False)
NO_HIDDEN = ModelConfig(hidden=())
MODELS = [MLP, CNN, CNN_WITH_LAYER, NO_BIAS, NO_HIDDEN]


@pytest.fixture
def digit(test_digits):
    return test_digits[0][4] / np.float32(255)


def weights_of(model):
    return copy_of_weights(build(model, torch.Generator().manual_seed(3)))


def reason_of(model, digit, weights):
    insight = inspect_network(RunConfig(model=model), weights, digit)
    return insight, reason(model, weights, insight.activations)


@pytest.mark.parametrize("model", MODELS)
def test_contributions_are_activation_times_the_logits_gradient(model, digit):
    """A logit is linear in what the output layer gets, so its gradient there is the weight."""
    weights = weights_of(model)
    found = reason_of(model, digit, weights)[1]
    network = network_of(RunConfig(model=model), weights)
    outputs = outputs_of(network, torch.from_numpy(digit.reshape(1, -1)))
    below = list(outputs.values())[-2].detach().requires_grad_()
    logits = network[-1](below)[0]

    for number, contributions in (
        (found.answer, found.contributions),
        (found.runner_up, found.to_runner_up),
    ):
        (slope,) = torch.autograd.grad(logits[number], below, retain_graph=True)
        expected = (slope * below)[0].detach().double().numpy()
        assert np.allclose(
            contributions, expected.reshape(len(contributions), -1).sum(axis=1), atol=1e-5
        )
    units = 784 if found.layer is None else found.layer.units
    assert found.contributions.shape == (units,)


@pytest.mark.parametrize("model", MODELS)
def test_with_the_bias_they_add_up_to_the_logit(model, digit):
    weights = weights_of(model)
    insight, found = reason_of(model, digit, weights)
    logits = insight.activations[list(insight.activations)[-1]]
    assert found.contributions.sum() + found.bias == pytest.approx(logits[found.answer], abs=1e-5)
    assert found.gain + found.loss == pytest.approx(found.contributions.sum())
    assert found.gain >= 0 >= found.loss


@pytest.mark.parametrize("model", MODELS)
def test_the_lead_is_that_of_the_probabilities(model, digit):
    insight, found = reason_of(model, digit, weights_of(model))
    ranking = np.argsort(-insight.probabilities)
    assert [found.answer, found.runner_up] == list(ranking[:2])
    shares = insight.probabilities[ranking[:2]].astype(np.float64)
    assert found.lead == pytest.approx(np.log(shares[0] / shares[1]), abs=1e-4)


def test_the_strongest_are_those_whose_weight_times_activation_is_largest(digit):
    found = reason_of(MLP, digit, weights_of(MLP))[1]
    by_size = sorted(range(12), key=lambda unit: found.contributions[unit])
    positive = [unit for unit in reversed(by_size) if found.contributions[unit] > 0]
    negative = [unit for unit in by_size if found.contributions[unit] < 0]
    assert 2 < len(positive) < 12
    assert found.strongest_for(2) == positive[:2]
    assert found.strongest_for(99) == positive
    assert found.strongest_against(1) == negative[:1]
    assert found.strongest_against(99) == negative


def test_where_all_neurons_are_silent_the_bias_decides(digit):
    weights = dict(weights_of(MLP))
    weights["linear_2.weight"] = np.zeros_like(weights["linear_2.weight"])
    weights["linear_2.bias"] = np.zeros_like(weights["linear_2.bias"])
    found = reason_of(MLP, digit, weights)[1]
    assert found.is_silent
    assert not reason_of(MLP, digit, weights_of(MLP))[1].is_silent
    assert found.bias == weights["linear_3.bias"].max()


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_a_network_that_has_diverged_has_no_reason(number, digit):
    weights = weights_of(MLP)
    broken = {name: np.full_like(values, number) for name, values in weights.items()}
    insight = inspect_network(RunConfig(model=MLP), broken, digit)
    assert reason(MLP, broken, insight.activations) is None
