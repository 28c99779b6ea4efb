import numpy as np
import pytest
import torch
from torch.nn import functional

from core.config.choices import Activation, ModelKind
from core.config.data import DataConfig
from core.config.model import Layer, ModelConfig
from core.insight.diagram import MAX_EDGES, MAX_UNITS, PATIENCE, DiagramMaker, chosen
from core.insight.predictor import Predictor
from core.network.models import build, copy_of_weights

MLP = ModelConfig(
    hidden=(
        Layer(units=40, activation=Activation.SIGMOID, dropout=0.5),
        Layer(units=12, activation=Activation.RELU),
    )
)
CNN = ModelConfig(kind=ModelKind.CNN, hidden=(Layer(units=30),))
NO_HIDDEN = ModelConfig(hidden=())


def read(model, digit):
    weights = copy_of_weights(build(model, torch.Generator().manual_seed(3)))
    predictor = Predictor(model, DataConfig())
    predictor.set_weights(weights)
    return weights, predictor.read(digit)


@pytest.fixture
def digit(test_digits):
    return test_digits[0][4] / np.float32(255)


@pytest.mark.parametrize("model", [MLP, CNN, NO_HIDDEN])
def test_each_layer_shows_its_largest_contributions(model, digit):
    weights, reading = read(model, digit)
    levels = DiagramMaker(model, weights).levels(reading.activations)

    assert len(levels) == sum(name.endswith("weight") for name in weights)
    below = None
    for level in levels[:-1]:
        assert len(level.shown) == len(set(level.shown)) == min(MAX_UNITS, level.stage.units)
        assert len(level.outputs) == level.stage.units
        assert len(level.edges) <= MAX_EDGES
        sizes = [abs(edge.contribution) for edge in level.edges]
        assert sizes == sorted(sizes)
        for edge in level.edges:
            assert edge.target in level.shown
            assert edge.source is None if below is None else edge.source in below
        below = level.shown
    assert levels[-1].shown == tuple(range(10))


def test_contributions_of_all_neurons_and_the_bias_make_the_total(digit):
    weights, reading = read(MLP, digit)
    maker = DiagramMaker(MLP, weights)
    stage = maker.stages[1]
    made = maker._contributions(stage, reading.activations, range(12), range(40))
    assert np.allclose(
        made.sum(axis=1) + weights["linear_2.bias"], reading.activations["linear_2"], atol=1e-5
    )

    first = maker._contributions(maker.stages[0], reading.activations, range(40), ())
    assert np.allclose(
        first[:, 0] + weights["linear_1.bias"], reading.activations["linear_1"], atol=1e-5
    )


def test_maps_contribute_to_a_neuron_by_all_their_positions(digit):
    weights, reading = read(CNN, digit)
    maker = DiagramMaker(CNN, weights)
    stage = maker.stages[2]
    made = maker._contributions(stage, reading.activations, range(30), range(32))
    assert np.allclose(
        made.sum(axis=1) + weights["linear_1.bias"], reading.activations["linear_1"], atol=1e-5
    )


def test_maps_contribute_to_a_map_by_their_means():
    """PyTorch's own convolution over maps that wrap around, which have no border."""
    weights, reading = read(CNN, np.ones((28, 28), np.float32))
    maker = DiagramMaker(CNN, weights)
    inputs = torch.from_numpy(reading.activations["pool_1"])[None]
    kernels = torch.from_numpy(weights["conv_2.weight"])
    made = maker._contributions(maker.stages[1], reading.activations, range(32), range(16))
    for source in range(16):
        around = functional.pad(inputs[:, source : source + 1], (2, 2, 2, 2), mode="circular")
        by_source = functional.conv2d(around, kernels[:, source : source + 1])
        assert np.allclose(made[:, source], by_source.mean(dim=(0, 2, 3)), atol=1e-5)


@pytest.mark.parametrize("model", [MLP, CNN])
def test_a_network_that_diverges_has_a_diagram(model, digit):
    weights, _ = read(model, digit)
    wild = {name: array * np.float32(1e35) for name, array in weights.items()}
    predictor = Predictor(model, DataConfig())
    predictor.set_weights(wild)
    reading = predictor.read(digit)
    assert not np.isfinite(list(reading.activations.values())[-1]).all()
    for level in DiagramMaker(model, wild).levels(reading.activations):
        assert np.isfinite(level.outputs).all()
        assert all(np.isfinite(edge.contribution) for edge in level.edges)


class TestChosen:
    def test_the_strongest_in_the_order_of_their_numbers(self):
        assert chosen(np.array([0.1, 5, 0.2, 7, 6], np.float32), 3) == (1, 3, 4)

    def test_those_shown_stay_while_they_are_strong(self):
        strengths = np.arange(20, dtype=np.float32)
        shown = (19, 15, 3)
        kept = chosen(strengths, 3, shown)
        assert PATIENCE * 3 > 19 - 15
        assert kept == (19, 15, 18)  # 3 is weak; the strongest of the others takes its position

    def test_few_units_are_all_shown(self):
        assert chosen(np.zeros(4, np.float32), MAX_UNITS) == (0, 1, 2, 3)


@pytest.mark.parametrize("model", [MLP, CNN])
def test_a_units_role_names_its_largest_contributions_of_each_sign(model, digit):
    weights, reading = read(model, digit)
    maker = DiagramMaker(model, weights)
    last = len(maker.stages) - 2
    unit = int(reading.activations[maker.stages[last].outcome].argmax())
    role = maker.role(reading.activations, last, unit)

    # to the output: the activation times each weight
    gives = weights[f"{maker.stages[-1].name}.weight"][:, unit]
    assert (role.raises, role.lowers) == (gives.argmax(), gives.argmin())

    # from the layer before; a map has a weight for each of its positions
    stage, units = maker.stages[last], maker.stages[last - 1].units
    inputs = reading.activations[stage.source].ravel()
    gets = (weights[f"{stage.name}.weight"][unit] * inputs).reshape(units, -1).sum(axis=1)
    assert (role.raised_by, role.lowered_by) == (gets.argmax(), gets.argmin())


def test_a_silent_unit_raises_and_lowers_nothing(digit):
    weights, reading = read(MLP, digit)
    maker = DiagramMaker(MLP, weights)
    silent = int(reading.activations[maker.stages[1].outcome].argmin())
    assert reading.activations[maker.stages[1].outcome][silent] == 0
    role = maker.role(reading.activations, 1, silent)
    assert (role.raises, role.lowers) == (None, None)
    assert maker.role(reading.activations, 0, 3).raised_by is None  # it gets the pixels
