import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import prune

from core.config.fields import with_values
from core.network.models import build, copy_of_weights, network_of
from core.network.quantization import rounded
from core.robustness.assessing import assess
from core.robustness.cut_curves import measure
from core.robustness.cuts import (
    BITS,
    SHARES,
    Order,
    Pruning,
    kilobytes,
    weighted_names,
    with_bits,
)
from tests.core.running import config_of

SMALL = ("mlp", {"model.hidden": [{"units": 30}, {"units": 20}]})
CNN = ("cnn", {"model.hidden": [{"units": 12}], "model.norm": "batch"})


def made(preset, changes):
    config = config_of(preset, changes)
    return config, copy_of_weights(build(config.model, torch.Generator().manual_seed(4)))


def pruned_by_torch(config, weights, share):
    network = network_of(config, weights).to(memory_format=torch.contiguous_format)
    layers = [module for module in network if isinstance(module, nn.Linear | nn.Conv2d)]
    parameters = [(layer, "weight") for layer in layers]
    prune.global_unstructured(parameters, pruning_method=prune.L1Unstructured, amount=share)
    for layer in layers:
        prune.remove(layer, "weight")
    return copy_of_weights(network)


def zeros(config, weights):
    return sum(int((weights[name] == 0).sum()) for name in weighted_names(config.model))


class TestPruning:
    @pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.93, 0.999, 1.0])
    @pytest.mark.parametrize("network", [SMALL, CNN])
    def test_the_smallest_are_those_that_pytorch_prunes(self, network, share):
        config, weights = made(*network)
        cut = Pruning(config.model, weights, Order.SMALLEST).weights(share)
        expected = pruned_by_torch(config, weights, share)
        assert cut.keys() == expected.keys()
        assert all(np.array_equal(cut[name], expected[name]) for name in cut)

    def test_at_random_as_many_go_from_all_layers_alike(self):
        config, weights = made(*SMALL)
        cut = Pruning(config.model, weights, Order.RANDOM).weights(0.3)
        total = sum(weights[name].size for name in weighted_names(config.model))
        assert zeros(config, cut) == round(0.3 * total)
        first = weights["linear_1.weight"]
        is_cut = cut["linear_1.weight"] == 0
        assert is_cut.mean() == pytest.approx(0.3, abs=0.01)
        # small and large ones are as likely
        assert np.abs(first[is_cut]).mean() == pytest.approx(np.abs(first).mean(), rel=0.02)

    @pytest.mark.parametrize("order", Order)
    def test_a_larger_cut_contains_a_smaller_one(self, order):
        config, weights = made(*SMALL)
        pruning = Pruning(config.model, weights, order)
        some, more = pruning.weights(0.4), pruning.weights(0.6)
        for name in weighted_names(config.model):
            assert (more[name][some[name] == 0] == 0).all()

    def test_biases_and_normalizations_stay(self):
        config, weights = made(*CNN)
        cut = Pruning(config.model, weights, Order.SMALLEST).weights(1.0)
        for name in cut.keys() - set(weighted_names(config.model)):
            assert cut[name] is weights[name]
        assert zeros(config, cut) == sum(cut[name].size for name in weighted_names(config.model))


def quantized(weights, bits):
    """Symmetric quantization of each neuron, written with loops."""
    result = np.empty_like(weights)
    for neuron, row in enumerate(weights.reshape(len(weights), -1).astype(np.float64)):
        if bits == 1:
            values = [abs(row).mean() if weight >= 0 else -abs(row).mean() for weight in row]
        else:
            largest = 2 ** (bits - 1) - 1
            full = max(abs(row)) / largest
            scales = [full * share / 20 for share in range(2, 21)] if bits == 2 else [full]
            tried = [
                [min(max(round(weight / scale), -largest), largest) * scale for weight in row]
                for scale in scales
            ]
            values = min(tried, key=lambda some: sum((np.array(some) - row) ** 2))
        result[neuron] = np.reshape(values, weights.shape[1:])
    return result


class TestBits:
    @pytest.mark.parametrize("bits", [bits for bits in BITS if bits < 32])
    def test_rounds_as_written_out(self, bits):
        config, weights = made("mlp", {"model.hidden": [{"units": 6}]})
        found = with_bits(config.model, weights, bits)
        for name in weighted_names(config.model):
            expected = quantized(weights[name], bits)
            # up to a few that lie in the middle between two numbers, in float32 or in double
            differences = np.abs(found[name] - expected)
            assert (differences < 1e-6).mean() > 0.998
            assert differences.max() <= 1.01 * np.abs(weights[name]).max() / 2 ** (bits - 1)
            # so many different sizes
            sizes = max(len(np.unique(row)) for row in found[name].reshape(len(found[name]), -1))
            assert sizes <= max(2, 2**bits - 1)
            assert np.array_equal(found["linear_1.bias"], weights["linear_1.bias"])

    def test_with_32_bits_nothing_changes(self):
        config, weights = made(*CNN)
        assert with_bits(config.model, weights, 32) is weights

    def test_each_bit_more_leaves_less_error(self):
        _, weights = made(*SMALL)
        first = weights["linear_1.weight"]
        errors = [((rounded(first, bits).weights() - first) ** 2).sum() for bits in range(1, 17)]
        assert errors == sorted(errors, reverse=True)

    def test_of_two_values_the_mean_size_is_nearest(self):
        row = np.random.default_rng(3).standard_normal((1, 500)).astype(np.float32)
        best = ((rounded(row, 1).weights() - row) ** 2).sum()
        for factor in (0.9, 0.99, 1.01, 1.1):
            other = np.sign(row) * np.abs(row).mean() * factor
            assert ((other - row) ** 2).sum() > best

    def test_weights_that_were_cut_stay_zero(self):
        config, weights = made(*SMALL)
        cut = Pruning(config.model, weights, Order.SMALLEST).weights(0.5)
        assert zeros(config, with_bits(config.model, cut, 1)) == zeros(config, cut)

    def test_a_neuron_without_weights_is_no_division_by_zero(self):
        assert not rounded(np.zeros((2, 5), np.float32), 2).weights().any()
        assert not rounded(np.zeros((2, 5), np.float32), 1).weights().any()


class TestKilobytes:
    def test_of_the_whole_network(self):
        config = config_of("logistic")
        assert kilobytes(config.model) == pytest.approx((7840 + 10) * 4 / 1000)

    def test_after_a_cut_there_is_a_bit_for_each_weight(self):
        config = config_of("logistic")
        expected = (7840 / 2 * 4 + 7840 / 8 + 10 * 4) / 1000
        assert kilobytes(config.model, 0.5) == pytest.approx(expected)

    def test_with_fewer_bits_there_is_a_scale_for_each_neuron(self):
        config = config_of("logistic")
        assert kilobytes(config.model, 0, 4) == pytest.approx((7840 / 2 + 10 * 4 + 10 * 4) / 1000)

    def test_normalizations_are_counted(self):
        config, weights = made(*CNN)
        whole = sum(array.nbytes for name, array in weights.items() if "num_batches" not in name)
        assert kilobytes(config.model) == pytest.approx(whole / 1000)


def accuracy_of(config, weights):
    *_, last = assess(config, weights)
    return last.assessment.accuracy


class TestCurves:
    def test_all_levels_of_all_networks(self, trained_mlp):
        config, weights = trained_mlp
        untrained = copy_of_weights(build(config.model, torch.Generator().manual_seed(4)))
        steps = list(measure([(config, weights), (config, untrained)]))
        assert [step.done for step in steps] == list(range(1, len(steps) + 1))
        assert len(steps) == steps[0].total == 2 * (2 * len(SHARES) + len(BITS))
        curve = {(step.order, step.level): step.accuracy for step in steps if step.subject == 0}

        whole = accuracy_of(config, weights)
        assert curve[None, 32.0] == curve[Order.SMALLEST, 0.0] == curve[Order.RANDOM, 0.0] == whole
        # what is known of such networks
        assert curve[Order.SMALLEST, 0.6] > whole - 0.03
        assert curve[Order.SMALLEST, 0.8] > curve[Order.RANDOM, 0.8] + 0.1
        assert curve[Order.SMALLEST, 0.99] < 0.7
        assert curve[None, 8.0] == pytest.approx(whole, abs=0.005)
        cut = Pruning(config.model, weights, Order.SMALLEST).weights(0.9)
        assert curve[Order.SMALLEST, 0.9] == accuracy_of(config, cut)
        assert max(step.accuracy for step in steps if step.subject == 1) < 0.4

    def test_nothing_is_measured_that_nobody_asks_for(self, trained_mlp, monkeypatch):
        config, weights = trained_mlp
        missing = with_values(config, {"data.test_size": 1})
        steps = measure([(missing, weights)])
        assert next(steps).done == 1
        steps.close()
