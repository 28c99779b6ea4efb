import json
from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn

from core.config.live import dropout_paths
from core.data import datasets
from core.lifecycle import continuing
from core.lifecycle.recording import record
from core.run.control import Control
from core.run.events import (
    EpochCompleted,
    LayersMeasured,
    LayerState,
    RunEnded,
    RunStarted,
    WeightsPublished,
    as_json,
)
from core.run.record import RunRecord
from core.storage import records as runs
from core.training.layer_probe import LayerProbe, idle_share
from core.training.loop import train
from tests.core.running import completed, epochs_of, final_weights, run_to_the_end, small


def measuring(config, run="run"):
    data = datasets.load(config.data)
    return list(train(config, data, Control(run, 1, takes_checkpoints=True, measures_layers=True)))


def layers_of(events):
    return [event for event in events if isinstance(event, LayersMeasured)]


class TestLayersMeasured:
    def test_it_comes_between_the_weights_and_the_epoch(self):
        events = measuring(small("relu-dropout"))
        kinds = [type(event) for event in events]
        places = [place for place, kind in enumerate(kinds) if kind is LayersMeasured]
        assert [events[place].epoch for place in places] == [1, 2]
        for place in places:
            assert (kinds[place - 1], kinds[place + 1]) == (WeightsPublished, EpochCompleted)
            assert events[place + 1].epoch == events[place].epoch
        assert kinds[0] is RunStarted
        assert kinds[-1] is RunEnded
        assert not layers_of(run_to_the_end(small("relu-dropout")))

    @pytest.mark.parametrize("name", ["relu-dropout", "cnn", "linear"])
    def test_it_does_not_change_a_run_by_a_bit(self, name):
        size = {"data.train_size": 101, "data.test_size": 101, "data.batch_size": 20}
        config = small(name, size | {"epochs": 3})
        with_it, without = measuring(config), run_to_the_end(config)
        assert layers_of(with_it)
        assert [
            (e.cost, e.test_cost, e.accuracy, e.weight) for e in epochs_of(completed(with_it))
        ] == [(e.cost, e.test_cost, e.accuracy, e.weight) for e in epochs_of(without)]
        one, other = final_weights(with_it), final_weights(without)
        assert all(np.array_equal(one[key], other[key]) for key in one)

    def test_dropout_is_measured_at_its_present_rate(self):
        config = small("relu-dropout", {"epochs": 3})
        data, control = datasets.load(config.data), Control("run", 1, measures_layers=True)
        measured = {}
        for event in train(config, data, control):
            if isinstance(event, LayersMeasured):
                measured[event.epoch] = event.dropout_cost
                rate = (0.9, 0.0)[event.epoch - 1 :][:1]
                control.change(dict.fromkeys(dropout_paths(config.model), *rate or (0.5,)))
        undisturbed = layers_of(measuring(config))
        assert measured[1] == undisturbed[0].dropout_cost
        assert measured[2] > 1.5 * undisturbed[1].dropout_cost
        assert measured[3] is None

    def test_the_numbers_are_those_of_a_computation_by_hand(self):
        config = small(
            "sigmoid",
            {"model.hidden": [{"units": 16, "activation": "sigmoid"}], "optimizer.momentum": 0},
        )
        config = config.model_copy(update={"epochs": 1})
        data = datasets.load(config.data)
        events = measuring(config)
        weights = {name: array.astype(np.float64) for name, array in final_weights(events).items()}
        x, y = data.train_x[:200].double().numpy(), data.train_y[:200].numpy()
        hidden = 1 / (1 + np.exp(-(x @ weights["linear_1.weight"].T + weights["linear_1.bias"])))
        logits = hidden @ weights["linear_2.weight"].T + weights["linear_2.bias"]
        shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        wrong = (shares - np.eye(10)[y]) / 200
        gradients = [
            (wrong @ weights["linear_2.weight"] * hidden * (1 - hidden)).T @ x,
            wrong.T @ hidden,
        ]
        (measured,) = layers_of(events)
        assert [layer.name for layer in measured.layers] == ["linear_1", "linear_2"]
        for layer, gradient in zip(measured.layers, gradients, strict=True):
            assert layer.gradient == pytest.approx(np.sqrt((gradient**2).mean()), rel=1e-4)
        assert measured.cost == pytest.approx(-np.log(shares[np.arange(200), y]).mean(), rel=1e-5)
        assert measured.dropout_cost is None
        near = (hidden < 0.05) | (hidden > 0.95)
        assert measured.layers[0].idle == pytest.approx((near.mean(axis=0) > 0.9).mean())
        assert measured.layers[1].idle is None

    def test_the_update_is_the_last_step_over_the_weights(self):
        network = nn.Sequential()
        network.add_module("linear_1", nn.Linear(784, 10))
        config = small("logistic")
        probe = LayerProbe(config, datasets.load(config.data), nn.CrossEntropyLoss())
        before = network.linear_1.weight.detach().clone()
        probe.before_step(network)
        with torch.no_grad():
            network.linear_1.weight.mul_(1.25)
        (layer,) = probe.measure("run", 1, network).layers
        assert layer.update == pytest.approx(0.25 / 1.25, rel=1e-5)
        assert not torch.equal(before, network.linear_1.weight)
        assert network.linear_1.weight.grad is None

    def test_dropout_is_seen_in_the_cost_of_training_mode(self):
        config = small(
            "relu-dropout", {"model.hidden": [{"units": 64, "activation": "relu", "dropout": 0.8}]}
        )
        for measured in layers_of(measuring(config)):
            assert measured.dropout_cost > measured.cost

    def test_numbers_that_are_not_finite_are_left_out(self):
        config = small("logistic")
        network = nn.Sequential()
        network.add_module("linear_1", nn.Linear(784, 10))
        probe = LayerProbe(config, datasets.load(config.data), nn.CrossEntropyLoss())
        probe.before_step(network)
        with torch.no_grad():
            network.linear_1.weight.mul_(1e38)
        assert probe.measure("run", 1, network) is None

    def test_it_is_printed_as_plain_json(self):
        line = as_json(
            LayersMeasured("run", 1, (LayerState("linear_1", 0.5, 0.25, None),), 2.0, None)
        )
        assert json.loads(json.dumps(line))["layers"][0]["gradient"] == 0.5


class TestIdleUnits:
    def test_a_relu_unit_is_dead_if_nothing_comes_out_for_any_example(self):
        outputs = torch.tensor([[0.0, 0.0, 1.0, 0.0], [0.0, 2.0, 1.0, 0.0]])
        assert idle_share(nn.ReLU(), outputs) == 0.5

    def test_a_map_is_dead_if_it_is_empty_everywhere(self):
        outputs = torch.zeros(3, 4, 5, 5)
        outputs[2, 1, 4, 4] = 1.0
        assert idle_share(nn.ReLU(), outputs) == 0.75

    @pytest.mark.parametrize(
        ("activation", "end", "inside"), [(nn.Sigmoid(), 0.96, 0.94), (nn.Tanh(), -0.91, -0.89)]
    )
    def test_a_unit_is_saturated_if_it_is_nearly_always_near_an_end(self, activation, end, inside):
        outputs = torch.full((20, 2), end)
        outputs[:2, 0] = inside  # nine tenths near the end: not over 90 %
        outputs[:1, 1] = inside
        assert idle_share(activation, outputs) == 0.5

    def test_other_activations_can_be_neither(self):
        assert idle_share(nn.GELU(), torch.zeros(5, 5)) is None


class TestVanishingGradient:
    def test_the_sigmoids_first_layer_gets_far_less_of_it_than_relus(self):
        found = {}
        for name in ("deep-sigmoid", "deep-relu"):
            measured = layers_of(measuring(small(name, {"data.train_size": 5000})))[-1]
            assert len(measured.layers) == 5
            found[name] = [layer.gradient for layer in measured.layers]
        sigmoid, relu = found["deep-sigmoid"], found["deep-relu"]
        assert all(later > 3 * earlier for earlier, later in pairwise(sigmoid))
        assert sigmoid[-1] > 1000 * sigmoid[0]
        assert relu[-1] < 50 * relu[0]
        assert relu[0] > 100 * sigmoid[0]


class TestKept:
    def kept(self, folder, epochs=2):
        config = small("deep-relu", {"epochs": epochs})
        folder.mkdir(parents=True)
        control = Control(folder.name, 1, takes_checkpoints=True, measures_layers=True)
        return layers_of(
            list(record(train(config, datasets.load(config.data), control), config, folder))
        )

    def test_what_was_measured_is_read_back(self, tmp_path):
        told = self.kept(tmp_path / "a")
        assert runs.read_layers(tmp_path / "a") == told
        assert runs.read_record(tmp_path / "a").layers == told
        assert len((tmp_path / "a" / "layers.jsonl").read_text().splitlines()) == 2

    def test_a_folder_from_before_has_none(self, tmp_path):
        self.kept(tmp_path / "a")
        (tmp_path / "a" / "layers.jsonl").unlink()
        assert runs.read_record(tmp_path / "a").layers == []
        assert continuing.continuation(tmp_path / "a", 3).record.layers == []
        assert not (tmp_path / "a" / "layers.jsonl").exists()

    def test_a_continued_run_and_a_fork_keep_what_was_measured_before(self, tmp_path):
        told = self.kept(tmp_path / "a")
        line = (
            json.dumps(asdict(told[-1]) | {"epoch": 3}) + "\n"
        )  # as a killed process leaves it behind
        with (tmp_path / "a" / "layers.jsonl").open("a") as file:
            file.write(line)
        forked = continuing.fork(tmp_path / "a", tmp_path, {"optimizer.learning_rate": 0.02})
        assert [(each.run, each.epoch) for each in runs.read_layers(forked.folder)] == [
            (forked.record.run, 1),
            (forked.record.run, 2),
        ]
        start = continuing.continuation(tmp_path / "a", 3)
        assert start.record.layers == told
        config, control = (
            start.record.config,
            Control("a", 1, takes_checkpoints=True, measures_layers=True),
        )
        learning = train(config, datasets.load(config.data), control, start.checkpoint)
        later = layers_of(list(record(learning, config, tmp_path / "a", start)))
        assert [each.epoch for each in later] == [3]
        assert runs.read_layers(tmp_path / "a") == told + later

    def test_a_record_takes_it_in(self):
        config = small("deep-relu")
        kept = RunRecord("run", config)
        events = measuring(config)
        for event in events:
            kept.apply(event)
        assert kept.layers == layers_of(events)
