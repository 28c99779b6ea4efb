import numpy as np
import pytest
import torch
from scipy import optimize
from torch.nn import functional

from core.config.fields import with_values
from core.data.datasets import labelled_ink, load, pixel_order
from core.evaluation import accuracy
from core.network.models import build, copy_of_weights, network_of
from core.robustness.attack_choices import EPSILONS, PROJECTED_STEPS, Attack
from core.robustness.attack_curves import measure
from core.robustness.attacks import Attacker, attacked, odds
from tests.core.running import config_of

ONE, MANY = Attack(), Attack(PROJECTED_STEPS)


@pytest.fixture(scope="module")
def digits():
    ink, labels = labelled_ink(config_of("mlp").data, 40)
    return torch.from_numpy(ink.reshape(40, -1)), torch.from_numpy(labels).long()


def drawn(config, seed=6):
    return copy_of_weights(build(config.model, torch.Generator().manual_seed(seed)))


def changed_by(config, weights, digits, epsilon, attack):
    network = network_of(config, weights)
    return attacked(network, config, *digits, epsilon=epsilon, attack=attack)


class TestOdds:
    def test_are_those_of_the_probabilities(self):
        logits = torch.randn(7, 10, generator=torch.Generator().manual_seed(1)).double()
        classes = torch.tensor([0, 3, 9, 9, 2, 5, 7])
        p = torch.softmax(logits, dim=1)[torch.arange(7), classes]
        assert torch.allclose(odds(logits, classes), torch.log((1 - p) / p))

    def test_have_a_slope_where_the_cross_entropy_of_a_sure_network_has_none(self):
        logits, right = torch.tensor([[100.0, 0.0, -5.0]]), torch.tensor([0])
        logits.requires_grad_()
        (slope,) = torch.autograd.grad(functional.cross_entropy(logits, right), logits)
        assert slope[0, 0] == 0  # the probability is rounded to 1
        (slope,) = torch.autograd.grad(odds(logits, right).sum(), logits)
        assert slope[0, 0] == -1
        assert slope[0, 1] == pytest.approx(1, abs=0.01)


class TestOneStep:
    @pytest.mark.parametrize("target", [None, 4])
    @pytest.mark.parametrize("pixels", ["unit", "raw", "standardized"])
    def test_goes_the_way_of_the_slope_of_the_cost(self, trained_mlp, digits, target, pixels):
        """The cost's slope by finite differences, in double precision."""
        config = with_values(trained_mlp[0], {"data.pixels": pixels, "data.shuffle_pixels": True})
        weights = drawn(config)
        ink, labels = digits[0][:1] * 0.5 + 0.25, digits[1][:1]  # no pixel at its end
        epsilon = 0.01
        moved = changed_by(config, weights, (ink, labels), epsilon, Attack(1, target)) - ink

        network = network_of(config, weights).double()
        towards = labels if target is None else torch.tensor([target])

        mean, deviation = {"unit": (0, 1), "raw": (0, 1 / 255), "standardized": (0.1307, 0.3081)}[
            pixels
        ]

        def cost(x):
            inputs = (x[:, pixel_order()] - mean) / deviation
            return functional.cross_entropy(network(inputs), towards).item()

        sign = 1 if target is None else -1
        h, compared, ink = 1e-6, 0, ink.double()
        with torch.no_grad():
            for pixel in range(0, 784, 13):
                step = torch.zeros_like(ink)
                step[0, pixel] = h
                slope = (cost(ink + step) - cost(ink - step)) / (2 * h)
                if abs(slope) > 1e-3:
                    compared += 1
                    assert torch.sign(moved[0, pixel]) == sign * np.sign(slope)
        assert compared > 20
        assert torch.allclose(moved.abs(), torch.full_like(moved, epsilon), atol=1e-6)

    def test_raises_the_cost_of_the_right_answer(self, trained_mlp, digits):
        config, weights = trained_mlp
        network = network_of(config, weights)
        changed = changed_by(config, weights, digits, 0.05, ONE)
        with torch.no_grad():
            before, after = (
                functional.cross_entropy(network(ink), digits[1]) for ink in (digits[0], changed)
            )
        assert after > 2 * before

    def test_towards_a_target_makes_it_more_likely(self, trained_mlp, digits):
        config, weights = trained_mlp
        network = network_of(config, weights)
        changed = changed_by(config, weights, digits, 0.05, Attack(1, 8))
        with torch.no_grad():
            before, after = (
                torch.softmax(network(ink), 1)[:, 8].mean() for ink in (digits[0], changed)
            )
        assert after > before


class TestLimits:
    @pytest.mark.parametrize("attack", [ONE, MANY, Attack(3, 2), Attack(1, 0)])
    @pytest.mark.parametrize("epsilon", [0.0, 0.03, 0.3, 1.0])
    def test_no_pixel_changes_by_more_nor_leaves_its_range(
        self, trained_mlp, digits, attack, epsilon
    ):
        changed = changed_by(*trained_mlp, digits, epsilon, attack)
        assert (changed - digits[0]).abs().max() <= epsilon + 1e-6
        assert changed.min() >= 0
        assert changed.max() <= 1
        if epsilon == 0:
            assert torch.equal(changed, digits[0])

    def test_each_digit_may_have_an_epsilon_of_its_own(self, trained_mlp, digits):
        epsilons = torch.linspace(0, 0.4, 40).unsqueeze(1)
        together = changed_by(*trained_mlp, digits, epsilons, MANY)
        for index in (0, 7, 39):
            alone = (digits[0][index : index + 1], digits[1][index : index + 1])
            one = changed_by(*trained_mlp, alone, float(epsilons[index]), MANY)
            assert torch.allclose(together[index], one[0], atol=1e-5)

    def test_a_network_that_has_diverged_changes_nothing(self, digits):
        config = config_of("logistic")
        weights = {name: array * np.nan for name, array in drawn(config).items()}
        assert torch.equal(changed_by(config, weights, digits, 0.1, ONE), digits[0])


def smallest_by_linear_program(weights, first, second, ink):
    """The smallest largest change with which the second logit reaches the first.

    Unknown are the changes of the pixels and their largest size e: minimize e with
    w . (x + d) + b = 0, |d| <= e, 0 <= x + d <= 1.
    """
    w = (weights["linear_1.weight"][first] - weights["linear_1.weight"][second]).astype(float)
    b = float(weights["linear_1.bias"][first] - weights["linear_1.bias"][second])
    x = ink.astype(float).ravel()
    one = np.ones((784, 1))
    result = optimize.linprog(
        c=np.r_[np.zeros(784), 1],
        A_ub=np.block([[np.eye(784), -one], [-np.eye(784), -one]]),
        b_ub=np.zeros(2 * 784),
        A_eq=np.r_[w, 0][None],
        b_eq=[-(w @ x + b)],
        bounds=[*zip(-x, 1 - x, strict=True), (0, None)],
    )
    return result.fun


@pytest.fixture(scope="module")
def logistic():
    """A logistic regression all but two of whose classes are never answered."""
    config = config_of("logistic")
    weights = {name: array.copy() for name, array in drawn(config).items()}
    random = np.random.default_rng(2)
    weights["linear_1.weight"][:] = random.standard_normal((10, 784)) / 28
    weights["linear_1.weight"][2:] = 0
    weights["linear_1.bias"][2:] = -1000
    return config, weights


class TestSmallestChange:
    @pytest.mark.parametrize("attack", [ONE, MANY])
    def test_of_a_linear_network_is_that_of_a_linear_program(self, logistic, digits, attack):
        config, weights = logistic
        attacker = Attacker(config, weights)
        for row in digits[0][:4]:
            ink = row.numpy().reshape(28, 28)
            answer = attacker.answer(ink)
            assert answer in (0, 1)
            expected = smallest_by_linear_program(weights, answer, 1 - answer, ink)
            for aim in (attack, Attack(attack.steps, 1 - answer)):
                found = attacker.smallest_epsilon(ink, aim)
                assert expected - 1e-5 <= found <= expected + 1 / 8000
                assert attacker.answer(attacker.changed(ink, found, aim)) == 1 - answer

    def test_without_ends_of_the_range_it_is_the_lead_by_the_sizes_of_the_weights(self, logistic):
        config, weights = logistic
        grey = np.full((28, 28), 0.5, np.float32)
        w = weights["linear_1.weight"][0] - weights["linear_1.weight"][1]
        lead = abs(w.sum() * 0.5 + weights["linear_1.bias"][0] - weights["linear_1.bias"][1])
        found = Attacker(config, weights).smallest_epsilon(grey, ONE)
        assert found == pytest.approx(lead / np.abs(w).sum(), abs=1 / 8000)

    @pytest.mark.parametrize("attack", [ONE, MANY, Attack(10, 3)])
    def test_is_enough_and_a_little_less_is_not(self, trained_mlp, digits, attack):
        attacker = Attacker(*trained_mlp)
        for row in digits[0][:5]:
            ink = row.numpy().reshape(28, 28)
            before, found = attacker.answer(ink), attacker.smallest_epsilon(ink, attack)
            if before == attack.target:
                assert found is None
                continue
            after = attacker.answer(attacker.changed(ink, found, attack))
            less = attacker.answer(attacker.changed(ink, found - 1 / 8192, attack))
            assert (after == attack.target) if attack.target is not None else (after != before)
            assert (less != attack.target) if attack.target is not None else (less == before)

    def test_several_steps_need_no_larger_one(self, trained_mlp, digits):
        attacker = Attacker(*trained_mlp)
        inks = [row.numpy().reshape(28, 28) for row in digits[0][:10]]
        one = [attacker.smallest_epsilon(ink, ONE) for ink in inks]
        many = [attacker.smallest_epsilon(ink, MANY) for ink in inks]
        assert np.mean(many) < np.mean(one)

    def test_there_is_none_where_no_change_is_enough(self):
        config = config_of("logistic")
        weights = {name: np.zeros_like(array) for name, array in drawn(config).items()}
        weights["linear_1.bias"][3] = 1
        ink = np.zeros((28, 28), np.float32)
        assert Attacker(config, weights).smallest_epsilon(ink, MANY) is None

    def test_convolutions_and_normalizations(self, digits):
        config = config_of("cnn", {"model.norm": "batch", "model.hidden": [{"units": 10}]})
        attacker, ink = Attacker(config, drawn(config)), digits[0][3].numpy().reshape(28, 28)
        found = attacker.smallest_epsilon(ink, MANY)
        assert attacker.answer(attacker.changed(ink, found, MANY)) != attacker.answer(ink)


class TestCurve:
    def test_begins_with_the_runs_own_accuracy_and_falls(self, trained_mlp):
        config, weights = trained_mlp
        steps = list(measure([trained_mlp, (config, drawn(config))], ONE, digits=None))
        assert [step.done for step in steps] == list(range(1, len(steps) + 1))
        assert steps[-1].done == steps[-1].total
        curve = {
            step.epsilon: step.accuracy
            for step in steps
            if step.subject == 0 and step.accuracy is not None
        }
        data = load(config.data)
        own = accuracy.read(config, weights, data).right.mean()
        assert curve[0.0] == pytest.approx(own)
        assert list(curve) == list(EPSILONS)
        assert list(curve.values()) == sorted(curve.values(), reverse=True)
        assert curve[0.3] < 0.1

        # one of its points, by PyTorch's own cross-entropy
        network = network_of(config, weights)
        x = data.test_x.clone().requires_grad_()
        (slope,) = torch.autograd.grad(
            functional.cross_entropy(network(x).double(), data.test_y, reduction="sum"), x
        )
        fooled = network((x + 0.05 * slope.sign()).clamp(0, 1)).argmax(1) == data.test_y
        assert curve[0.05] == pytest.approx(fooled.float().mean().item(), abs=0.003)

    def test_towards_a_target_its_own_digits_are_left_out(self, trained_mlp):
        steps = list(measure([trained_mlp], Attack(1, 7), digits=200))
        ink, labels = labelled_ink(trained_mlp[0].data, 200)
        network = network_of(*trained_mlp)
        is_other = labels != 7
        with torch.no_grad():
            answers = network(torch.from_numpy(ink[is_other].reshape(-1, 784))).argmax(1).numpy()
        assert steps[0].accuracy == pytest.approx((answers == labels[is_other]).mean())

    def test_pixels_scaled_in_another_way_are_read_as_in_training(self, trained_mlp):
        config = with_values(trained_mlp[0], {"data.pixels": "standardized"})
        weights = drawn(config)
        (first, *_) = [step for step in measure([(config, weights)], ONE, None) if step.accuracy]
        own = accuracy.read(config, weights, load(config.data)).right.mean()
        assert first.accuracy == pytest.approx(own, abs=0.002)
