import numpy as np
import pytest
import torch
from scipy import special
from torch import nn

from core.config.presets import preset
from core.data.datasets import load
from core.evaluation.accuracy import CHUNK, IMAGES, cost_and_accuracy, logits, read
from core.network.models import build, copy_of_weights
from tests.core.running import small

SIZES = [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 345]


def examples(count):
    random = torch.Generator().manual_seed(count)
    return torch.randn(count, 5, generator=random), torch.randint(0, 10, (count,), generator=random)


@pytest.fixture
def network():
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(5, 10))


def by_hand(network, x):
    """The network's outputs in double precision."""
    weight, bias = (parameter.detach().double().numpy() for parameter in network[0].parameters())
    return x.double().numpy() @ weight.T + bias


class TestCostAndAccuracy:
    @pytest.mark.parametrize("count", SIZES)
    def test_they_are_those_computed_by_hand_in_one_piece(self, network, count):
        x, y = examples(count)
        logits = by_hand(network, x)
        expected = (special.logsumexp(logits, axis=1) - logits[np.arange(count), y]).mean()
        cost, accuracy = cost_and_accuracy(network, x, y, nn.CrossEntropyLoss())
        assert cost == pytest.approx(expected, rel=1e-5)
        assert accuracy == (logits.argmax(axis=1) == y.numpy()).sum() / count

    @pytest.mark.parametrize("count", SIZES)
    def test_a_regression_has_a_cost_only(self, count):
        torch.manual_seed(1)
        line = nn.Sequential(nn.Linear(5, 1))
        x, y = examples(count)[0], torch.arange(float(count)).unsqueeze(1)
        cost, accuracy = cost_and_accuracy(line, x, y, nn.MSELoss())
        assert cost == pytest.approx(
            ((by_hand(line, x) - y.double().numpy()) ** 2).mean(), rel=1e-5
        )
        assert accuracy == 0

    @pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16], ids=str)
    def test_the_number_of_threads_changes_no_bit(self, precision):
        deep = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
        x, y = (
            torch.rand(2 * CHUNK + 50, 784, generator=torch.Generator().manual_seed(1)),
            torch.zeros(2 * CHUNK + 50),
        )
        outputs = []
        for threads in (1, 2, 3):
            torch.set_num_threads(threads)
            taken = []
            with torch.autocast("cpu", precision, enabled=precision is torch.bfloat16):
                cost_and_accuracy(
                    deep,
                    x,
                    y,
                    lambda logits, _labels, taken=taken: (taken.append(logits), logits.sum())[1],
                )
            outputs.append(torch.cat(taken))
            assert torch.get_num_threads() == threads
        assert outputs[0].dtype is precision
        assert torch.equal(outputs[0], outputs[1])
        assert torch.equal(outputs[0], outputs[2])

    def test_it_can_be_given_up_while_threads_share_the_work(self, network):
        class EnoughError(Exception):
            pass

        def give_up():
            raise EnoughError

        torch.set_num_threads(2)
        x, y = examples(5 * CHUNK)
        with pytest.raises(EnoughError):
            cost_and_accuracy(network.train(), x, y, nn.CrossEntropyLoss(), give_up)
        assert network.training

    def test_nothing_is_learned(self, network):
        x, y = examples(10)
        before = copy_of_weights(network)
        seen = []
        network.register_forward_hook(
            lambda _module, _inputs, outputs: seen.append(outputs.requires_grad)
        )
        cost_and_accuracy(network, x, y, nn.CrossEntropyLoss())
        assert seen == [False]
        assert all(
            np.array_equal(array, before[name]) for name, array in copy_of_weights(network).items()
        )
        assert network[0].weight.grad is None

    def test_it_can_be_given_up_before_each_thousand(self, network):
        torch.set_num_threads(1)
        x, y = examples(2345)
        told = []
        network.register_forward_hook(lambda _module, inputs, _outputs: told.append(len(inputs[0])))
        cost_and_accuracy(network, x, y, nn.CrossEntropyLoss(), lambda: told.append("may I?"))
        assert told == ["may I?", 1000, "may I?", 1000, "may I?", 345]

    @pytest.mark.parametrize("was_training", [True, False])
    @pytest.mark.parametrize("calls", [0, 1, 2])
    def test_given_up_it_leaves_the_network_as_it_was(self, network, was_training, calls):
        network.append(nn.Dropout(0.5)).train(was_training)
        x, y = examples(2345)
        modes = []

        def give_up():
            modes.append(network.training)
            if len(modes) > calls:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            cost_and_accuracy(network, x, y, nn.CrossEntropyLoss(), give_up)
        assert modes == [False] * (calls + 1)
        assert [module.training for module in network.modules()] == [was_training] * 3
        assert not torch.is_inference_mode_enabled()

    def test_a_network_that_fails_is_left_as_it_was_too(self, network):
        with pytest.raises(RuntimeError):
            cost_and_accuracy(
                network.train(),
                torch.zeros(3, 6),
                torch.zeros(3, dtype=torch.int64),
                nn.CrossEntropyLoss(),
            )
        assert network.training


class TestReadsRight:
    @pytest.mark.parametrize("name", ["mlp", "relu-dropout"])
    def test_it_tells_digit_by_digit_what_the_accuracy_tells_of_all(self, name):
        config = small(name, {"data.test_size": 1500})
        data = load(config.data)
        network = build(config.model, torch.Generator().manual_seed(3))
        weights = copy_of_weights(network)
        right = read(config, weights, data).right
        with torch.no_grad():
            expected = network.eval()(data.test_x).argmax(dim=1).eq(data.test_y).numpy()
        assert right.dtype == np.bool_
        assert np.array_equal(right, expected)
        assert (
            right.mean()
            == cost_and_accuracy(network, data.test_x, data.test_y, nn.CrossEntropyLoss())[1]
        )
        assert 0 < right.sum() < 1500


class TestLayersOfMaps:
    @pytest.mark.parametrize("count", [1, IMAGES, IMAGES + 1, CHUNK + 2])
    @pytest.mark.parametrize("threads", [1, 2])
    def test_a_part_of_the_images_at_a_time_gives_the_answers_of_all_at_once(self, count, threads):
        torch.set_num_threads(threads)
        network = build(preset("cnn").config.model, torch.Generator().manual_seed(1)).eval()
        x = torch.rand(count, 784, generator=torch.Generator().manual_seed(count))
        sizes = {"conv_1": [], "linear_1": []}
        for name, seen in sizes.items():
            network.get_submodule(name).register_forward_hook(
                lambda _module, inputs, _outputs, seen=seen: seen.append(len(inputs[0]))
            )

        outputs = logits(preset("cnn").config, network, x)
        assert sum(sizes["conv_1"]) == sum(sizes["linear_1"]) == count
        assert max(sizes["conv_1"]) == min(count, IMAGES)
        assert max(sizes["linear_1"]) == min(count, CHUNK)
        with torch.inference_mode():
            expected = torch.cat([network(chunk) for chunk in x.split(CHUNK)])
        torch.testing.assert_close(outputs, expected, rtol=1e-5, atol=1e-6)
