"""Cuts while a run trains, against a plain PyTorch loop with PyTorch's own pruning."""

import copy
import dataclasses

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import prune

from core.config.fields import ConfigError, effective, with_values
from core.data.datasets import load
from core.network.weights import expected_shapes
from core.robustness.cuts import weighted_names
from core.run.control import Control
from core.run.events import EndReason
from core.training.loop import train
from tests.core.lifecycle.test_continuing import checkpoints_of, kept, numbers_of, same_arrays
from tests.core.running import (
    completed,
    config_of,
    end_of,
    epochs_of,
    final_weights,
    run_to_the_end,
    small,
)

SHARE, AFTER = 0.7, 2
CUT = {"pruning.share": SHARE, "pruning.after": AFTER, "epochs": 4}
KINDS = ("train-on", "rewind", "redraw", "random")


def cut(kind, changes=None):
    layers = [{"units": 32, "activation": "relu"}]
    return small("mlp", CUT | {"pruning.kind": kind, "model.hidden": layers} | (changes or {}))


def built():
    return nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))


def marks_of(network):
    """What PyTorch's pruning keeps of each parameter: all of the biases."""
    twin = copy.deepcopy(network)
    layers = [(twin[0], "weight"), (twin[2], "weight")]
    prune.global_unstructured(layers, prune.L1Unstructured, amount=SHARE)
    return [
        mark for layer, _ in layers for mark in (layer.weight_mask, torch.ones_like(layer.bias))
    ]


def begin_anew(network, values):
    """Set all parameters, and return an optimizer that remembers nothing."""
    with torch.no_grad():
        for parameter, value in zip(network.parameters(), values, strict=True):
            parameter.copy_(value)
    return torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)


def reference(config):
    """Mean cost of each epoch and the weights; what is cut gets no gradient."""
    torch.set_num_threads(1)
    torch.manual_seed(config.seed)
    data, size, kind = load(config.data), config.data.batch_size, config.pruning.kind
    network = built()
    first, costs = [value.detach().clone() for value in network.parameters()], []
    optimizer, marks = begin_anew(network, first), [1, 1, 1, 1]
    for epoch in range(1, config.epochs + 1):
        if epoch == AFTER + 1:
            marks = marks_of(network)
            if kind != "train-on":
                optimizer = begin_anew(network, built().parameters() if kind == "redraw" else first)
            for parameter, mark in zip(network.parameters(), marks, strict=True):
                parameter.data *= mark
                if optimizer.state[parameter]:
                    optimizer.state[parameter]["momentum_buffer"] *= mark

        total, starts = 0.0, range(0, len(data.train_x) - size + 1, size)
        for start in starts:
            x, y = data.train_x[start : start + size], data.train_y[start : start + size]
            optimizer.zero_grad()
            cost = nn.functional.cross_entropy(network(x), y)
            cost.backward()
            for parameter, mark in zip(network.parameters(), marks, strict=True):
                parameter.grad *= mark
            optimizer.step()
            total += cost.item()
        costs.append(total / len(starts))
    return costs, [layer.weight.detach().numpy() for layer in (network[0], network[2])]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("kind", ["train-on", "rewind", "redraw"])
def test_a_run_computes_what_pytorchs_pruning_does(kind, plain):
    changes = {
        "data.order": "file",
        "optimizer.kind": "sgd",
        "optimizer.learning_rate": 0.05,
        "optimizer.momentum": 0.9,
        "plain": plain,
    }
    config = cut(kind, changes)
    costs, weights = reference(config)
    events = completed(run_to_the_end(config))
    assert [epoch.cost for epoch in epochs_of(events)] == pytest.approx(costs, rel=1e-4)
    found = final_weights(events)
    for name, expected in zip(weighted_names(config.model), weights, strict=True):
        assert found[name] == pytest.approx(expected, rel=1e-3, abs=1e-4)
        assert np.array_equal(found[name] == 0, expected == 0)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw", "rmsprop", "adagrad"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_stays_zero_whatever_the_optimizer_remembers(kind, optimizer):
    changes = {"optimizer.kind": optimizer, "optimizer.weight_decay": 1e-3, "seed": 3}
    if optimizer in ("sgd", "rmsprop"):
        changes |= {"optimizer.momentum": 0.9}
    config = cut(kind, changes | {"optimizer.learning_rate": 0.003})
    events = kept(config)
    names = weighted_names(config.model)
    before, after = checkpoints_of(events)[AFTER - 1], checkpoints_of(events)[-1]
    assert all(before.weights[name].all() for name in names)
    assert not before.kept
    total = sum(before.weights[name].size for name in names)
    assert sum(int((after.weights[name] == 0).sum()) for name in names) == round(SHARE * total)
    for name in names:
        assert np.array_equal(after.weights[name] != 0, after.kept[name])
    assert after.weights["linear_1.bias"].all()


def test_at_random_as_many_go_but_others_and_by_the_seed():
    def left(kind, seed):
        return checkpoints_of(kept(cut(kind, {"seed": seed})))[-1].kept["linear_1.weight"]

    smallest, one, same, other = (
        left(kind, seed) for kind, seed in (("rewind", 1), *[("random", it) for it in (1, 1, 2)])
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert not np.array_equal(one, smallest)


@pytest.mark.parametrize(
    ("preset", "kind"), [*(("relu-dropout", kind) for kind in KINDS), ("cnn", "rewind")]
)
def test_what_goes_on_from_a_checkpoint_equals_an_undisturbed_run(preset, kind):
    """Also one that was trained whole up to the cut: that is how a run is cut and trained on."""
    changes = CUT | {"pruning.kind": kind, "data.train_size": 100, "model.norm": "batch"}
    changes |= {"data.test_size": 50}
    config = small(preset, changes)
    whole = kept(config)
    uncut = kept(with_values(config, {"pruning.kind": "none", "epochs": AFTER}))
    assert numbers_of(uncut) == numbers_of(whole)[:AFTER]
    fork = kept(config, checkpoints_of(uncut)[-1])
    assert numbers_of(fork) == numbers_of(whole)[AFTER:]
    assert same_arrays(final_weights(fork), final_weights(whole))
    later = kept(config, checkpoints_of(whole)[AFTER])
    assert numbers_of(later) == numbers_of(whole)[AFTER + 1 :]
    assert same_arrays(final_weights(later), final_weights(whole))


def test_a_weight_that_is_zero_by_itself_is_not_taken_for_one_that_was_cut():
    changes = CUT | {"pruning.kind": "rewind", "pruning.share": 0.02, "model.init": "zeros"}
    config = small("logistic", changes)
    whole = kept(config)
    checkpoint = checkpoints_of(whole)[AFTER]
    zeros = (checkpoint.weights["linear_1.weight"] == 0).sum()
    assert zeros > (checkpoint.kept["linear_1.weight"] == 0).sum()  # the margins are never inked
    rest = kept(config, checkpoint)
    assert same_arrays(final_weights(rest), final_weights(whole))


def test_a_checkpoint_after_a_cut_that_was_not_made_ends_the_run_with_a_reason():
    config = cut("rewind")
    checkpoint = checkpoints_of(kept(config))[AFTER]
    uncut = dataclasses.replace(checkpoint, kept={})
    events = list(train(config, load(config.data), Control("run", 1), uncut))
    assert end_of(events).reason is EndReason.FAILED
    assert "were to be cut after epoch 2" in str(end_of(events).message)


class TestSettings:
    @pytest.mark.parametrize(
        ("changes", "path", "text"),
        [
            ({"epochs": 2}, "pruning.after", "after epoch 2 of 2"),
            ({"schedule.kind": "cosine"}, "schedule.kind", "would not begin again"),
            ({"patience": 1, "data.validation_size": 50}, "patience", "set it to 0"),
            ({"pruning.share": 1.0}, "pruning.share", "from 0 to 0.999"),
        ],
    )
    def test_what_does_not_go_together_is_refused_in_words(self, changes, path, text):
        with pytest.raises(ConfigError, match=text) as caught:
            cut("rewind", changes)
        assert caught.value.path == path

    def test_without_a_cut_its_numbers_have_no_effect(self):
        config = small("mlp", {"pruning.share": 0.3, "pruning.after": 7, "schedule.kind": "cosine"})
        assert effective(config) == small("mlp", {"schedule.kind": "cosine"})

    def test_a_line_has_none(self):
        line = config_of("linear")
        changes = {"pruning.kind": "rewind", "pruning.share": 0.3}
        assert effective(with_values(line, changes)) == line


def test_the_marks_cover_all_weights_that_can_be_cut():
    config = cut("rewind")
    marks = checkpoints_of(kept(config))[-1].kept
    shapes = expected_shapes(config.model)
    assert {name: array.shape for name, array in marks.items()} == {
        name: shapes[name] for name in weighted_names(config.model)
    }
