"""Wrong training labels: how they are drawn, and what a run reports of them."""

import numpy as np
import pytest
import torch
from hypothesis import settings
from torch import nn

from core.config.fields import effective, with_values
from core.data.augmentation import mislabelled
from core.data.datasets import load, with_label_noise
from core.run.events import as_json
from tests.core.running import completed, config_of, epochs_of, run_to_the_end, small


class TestDrawing:
    @pytest.mark.parametrize("share", [0.0, 0.001, 0.25, 1.0])
    def test_as_many_labels_are_wrong_as_asked_for(self, share):
        labels = torch.arange(1000) % 10
        given, wrong = mislabelled(labels, share, 10, seed=3)
        assert len(wrong) == round(share * 1000)
        assert (given != labels).nonzero().flatten().tolist() == wrong.tolist()
        assert ((given >= 0) & (given < 10)).all()

    def test_every_other_class_is_as_likely(self):
        labels = torch.full((9000,), 4)
        given, _ = mislabelled(labels, 1.0, 10, seed=1)
        counts = torch.bincount(given, minlength=10)
        assert counts[4] == 0
        others = counts[counts > 0]
        assert len(others) == 9
        assert ((others - 1000).abs() < 150).all()  # five standard deviations

    def test_two_classes_are_exchanged(self):
        labels = torch.tensor([0, 1] * 50)
        assert torch.equal(mislabelled(labels, 1.0, 2, seed=1)[0], 1 - labels)

    def test_it_depends_on_the_seed_and_more_noise_adds_to_less(self):
        labels = torch.arange(500) % 10
        (few, some), (more, _) = (mislabelled(labels, share, 10, 7) for share in (0.1, 0.4))
        assert torch.equal(more[some], few[some])
        assert not torch.equal(mislabelled(labels, 0.1, 10, 8)[0], few)

    def test_what_runs_share_stays_as_it_is(self):
        config = small("mlp", {"data.label_noise": 0.5, "data.validation_size": 100})
        clean = load(config.data)
        before = clean.train_y.clone()
        noisy = with_label_noise(clean, config)
        assert torch.equal(clean.train_y, before)
        assert torch.equal(load(config.data).train_y, before)
        assert noisy.train_x is clean.train_x
        assert noisy.test_y is clean.test_y
        assert noisy.validation_y is clean.validation_y
        assert torch.equal(noisy.true_y, before[noisy.wrong])


def noisy(changes=None):
    known = {
        "model.hidden": [{"units": 64, "activation": "relu"}],
        "data.label_noise": 0.3,
        "data.train_size": 300,
        "data.batch_size": 30,
        "data.order": "file",
        "optimizer.kind": "sgd",
        "optimizer.learning_rate": 0.3,
        "optimizer.momentum": 0.0,
        "plain": True,
        "epochs": 3,
    }
    return small("mlp", known | dict(changes or {}))


class TestRun:
    def test_it_learns_the_labels_that_it_is_given(self):
        """By a plain loop that draws the labels by itself, as the setting's help describes it."""
        config = noisy()
        data = load(config.data)
        seed = np.random.SeedSequence((config.seed, 0, 2)).generate_state(1, np.uint64)[0]
        random = torch.Generator().manual_seed(int(seed))
        wrong = torch.randperm(300, generator=random)[:90]
        shifts = torch.randint(1, 10, (300,), generator=random)
        labels = data.train_y.clone()
        for index in wrong.tolist():
            labels[index] = (labels[index] + shifts[index]) % 10

        torch.set_num_threads(1)
        torch.manual_seed(config.seed)
        network = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
        optimizer = torch.optim.SGD(network.parameters(), lr=0.3)
        measured = epochs_of(completed(run_to_the_end(config)))
        for epoch in measured:
            costs = []
            for x, y in zip(data.train_x.split(30), labels.split(30), strict=True):
                optimizer.zero_grad()
                cost = nn.functional.cross_entropy(network(x), y)
                cost.backward()
                optimizer.step()
                costs.append(cost.item())
            assert epoch.cost == sum(costs) / len(costs)

            wrong = wrong.sort().values
            with torch.no_grad():
                outputs = network(data.train_x[wrong])
            for given, cost, accuracy in (
                (labels, epoch.wrong_cost, epoch.wrong_accuracy),
                (data.train_y, epoch.right_cost, epoch.right_accuracy),
            ):
                expected = nn.functional.cross_entropy(outputs, given[wrong]).item()
                assert cost == pytest.approx(expected, rel=1e-5)
                share = (outputs.argmax(dim=1) == given[wrong]).float().mean().item()
                assert accuracy == pytest.approx(share)

    def test_without_noise_nothing_is_reported_and_nothing_changes(self):
        clean = noisy({"data.label_noise": 0.0})
        epoch = epochs_of(run_to_the_end(clean))[-1]
        assert epoch.wrong_cost is epoch.right_accuracy is None
        assert "wrong_cost" not in as_json(epoch)

    def test_the_order_and_the_first_weights_are_those_without(self):
        """One wrong label among all of them changes hardly anything; another order would."""
        changes = {"data.order": "shuffled", "epochs": 1}
        clean = epochs_of(run_to_the_end(noisy(changes | {"data.label_noise": 0.0})))[0]
        one = epochs_of(run_to_the_end(noisy(changes | {"data.label_noise": 0.004})))[0]
        other = epochs_of(run_to_the_end(noisy(changes | {"data.label_noise": 0.0, "seed": 5})))[0]
        assert 0 < abs(one.cost - clean.cost) < abs(other.cost - clean.cost) / 2

    def test_data_without_images_have_none(self):
        line = config_of("linear")
        assert effective(with_values(line, {"data.label_noise": 0.5})) == line


@pytest.mark.parametrize("seed", range(1, 21 if settings().max_examples > 1000 else 3))
def test_noisy_labels_are_memorised_and_early_stopping_prevents_it(seed):
    changes = {
        "data.label_noise": 0.4,
        "data.train_size": 500,
        "data.batch_size": 20,
        "data.validation_size": 1000,
        "data.test_size": 1000,
        "optimizer.learning_rate": 0.1,
        "epochs": 100,
        "seed": seed,
        "plain": False,
    }
    long = epochs_of(run_to_the_end(noisy(changes)))
    short = epochs_of(run_to_the_end(noisy(changes | {"patience": 5})))
    assert len(short) < 40 < len(long)

    # in the end all wrong labels are known by heart; early on they are read as what they are
    assert long[-1].wrong_accuracy > 0.9
    assert long[-1].right_accuracy < 0.1
    assert short[-1].right_accuracy > short[-1].wrong_accuracy

    # and what is learned by heart is paid for
    assert short[-1].validation_cost < 0.7 * long[-1].validation_cost
    assert short[-1].test_cost < 0.7 * long[-1].test_cost
    assert short[-1].accuracy > long[-1].accuracy
