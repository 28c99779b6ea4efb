import numpy as np
import pytest
import torch
from scipy import special, stats

from core.config.fields import with_values
from core.data.datasets import load
from core.evaluation.accuracy import logits, probabilities
from core.evaluation.assessment import (
    Assessment,
    ChanceError,
    ClassAccuracy,
    calibration_error,
    chance_error,
    disagreements,
    reliability,
)
from core.network.models import build, copy_of_weights, network_of
from tests.core.running import epochs_of, final_weights, run_to_the_end, small


def assessment(seed=0, count=400, sharpness=2.0):
    """Answers of a reader that is right more often than not."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count)
    outputs = random.normal(size=(count, 10)) * sharpness
    outputs[np.arange(count), labels] += sharpness
    return Assessment(special.softmax(outputs, axis=1), labels)


@pytest.fixture(params=[0, 1, 2])
def answers(request):
    return assessment(request.param)


class TestProbabilities:
    @pytest.mark.parametrize("name", ["mlp", "relu-dropout", "cnn"])
    @pytest.mark.parametrize("precision", ["float32", "bfloat16"])
    def test_they_give_the_accuracy_that_the_run_measured(self, name, precision):
        config = small(name, {"precision": precision, "epochs": 1, "data.train_size": 200})
        events = run_to_the_end(config)
        data = load(config.data)
        shares = probabilities(config, final_weights(events), data)
        assert Assessment(shares, data.test_y.numpy()).accuracy == epochs_of(events)[-1].accuracy
        assert shares.dtype == np.float64

    def test_they_are_the_softmax_of_the_outputs(self):
        config = small("mlp", {"data.test_size": 1500})
        data = load(config.data)
        network = build(config.model, torch.Generator().manual_seed(3))
        shares = probabilities(config, copy_of_weights(network), data)
        with torch.no_grad():
            outputs = network.eval()(data.test_x).double().numpy()
        assert shares.shape == (1500, 10)
        np.testing.assert_allclose(shares, special.softmax(outputs, axis=1), rtol=1e-5)

    def test_dropout_rests(self):
        config = small("relu-dropout")
        weights = copy_of_weights(build(config.model, torch.Generator().manual_seed(3)))
        network, x = network_of(config, weights), load(config.data).test_x
        assert torch.equal(logits(config, network, x), logits(config, network, x))


class TestAssessment:
    def test_the_confusion_matrix_counts_every_digit_once(self, answers):
        expected = np.zeros((10, 10), int)
        for label, row in zip(answers.labels, answers.probabilities, strict=True):
            expected[label, np.argmax(row)] += 1
        assert answers.confusion.tolist() == expected.tolist()
        assert answers.accuracy == np.trace(expected) / len(answers.labels)

    def test_labels_may_be_bytes(self):
        labels = np.array([9, 9, 3], np.uint8)
        assessment = Assessment(np.eye(10)[[9, 4, 3]], labels)
        confusion = assessment.confusion
        assert (confusion[9, 9], confusion[9, 4], confusion[3, 3], confusion.sum()) == (1, 1, 1, 3)
        assert assessment.largest_mistake == 0.5  # of two nines

    def test_the_accuracy_of_a_class_has_wilsons_interval(self, answers):
        for digit, found in enumerate(answers.classes()):
            of_class = answers.labels == digit
            right = int((of_class & (answers.probabilities.argmax(axis=1) == digit)).sum())
            interval = stats.binomtest(right, int(of_class.sum())).proportion_ci(method="wilson")
            assert found.share == right / of_class.sum()
            assert found.interval == pytest.approx((interval.low, interval.high), abs=1e-9)

    def test_of_a_class_that_nobody_asked_nothing_is_known(self):
        found = ClassAccuracy(0, 0)
        assert found.share is None
        assert found.interval == (0.0, 1.0)

    def test_mistakes_come_most_confident_first(self, answers):
        found = answers.mistakes()
        wrong = [
            (-row.max(), number)
            for number, (label, row) in enumerate(
                zip(answers.labels, answers.probabilities, strict=True)
            )
            if row.argmax() != label
        ]
        assert found.tolist() == [number for _, number in sorted(wrong)]

    def test_they_can_be_chosen_by_what_they_are_and_were_given(self, answers):
        everything = set(answers.mistakes().tolist())
        parts = [
            set(answers.mistakes(label, given).tolist())
            for label in range(10)
            for given in range(10)
        ]
        assert set().union(*parts) == everything
        assert sum(map(len, parts)) == len(everything)
        assert set(answers.mistakes(label=3)) == {n for n in everything if answers.labels[n] == 3}
        assert set(answers.mistakes(given=3)) == {n for n in everything if answers.given[n] == 3}

    def test_a_cell_of_the_matrix_holds_those_very_digits(self, answers):
        for label in range(10):
            for given in range(10):
                numbers = answers.chosen(label, given)
                assert len(numbers) == answers.confusion[label, given]
                assert (answers.labels[numbers] == label).all()
                assert (answers.given[numbers] == given).all()


class TestCalibration:
    @pytest.mark.parametrize("bins", [1, 10, 15])
    def test_it_is_that_computed_digit_by_digit(self, answers, bins):
        confidence = answers.probabilities.max(axis=1)
        right = answers.probabilities.argmax(axis=1) == answers.labels
        expected, total = 0.0, 0
        found = {(each.low, each.high): each for each in reliability(answers, bins)}
        for number in range(bins):
            inside = (confidence > number / bins) & (confidence <= (number + 1) / bins)
            each = found.get((number / bins, (number + 1) / bins))
            assert (each.total if each else 0) == inside.sum()
            if each is not None:
                assert each.accuracy == pytest.approx(right[inside].mean())
                assert each.confidence == pytest.approx(confidence[inside].mean())
                expected += (
                    inside.sum()
                    / len(right)
                    * abs(right[inside].mean() - confidence[inside].mean())
                )
                total += each.right
        assert calibration_error(tuple(found.values())) == pytest.approx(expected)
        assert total == right.sum()

    def test_of_one_who_is_always_sure_it_is_the_share_of_mistakes(self):
        labels = np.arange(10)
        sure = Assessment(np.eye(10)[[0, 1, 2, 3, 4, 5, 6, 7, 0, 0]], labels)
        (only,) = reliability(sure)
        assert (only.low, only.high, only.confidence) == (14 / 15, 1.0, 1.0)
        assert calibration_error((only,)) == pytest.approx(0.2)

    def test_of_one_who_guesses_and_says_so_it_is_nothing(self):
        guess = Assessment(np.full((100, 10), 0.1), np.arange(100) % 10)
        assert calibration_error(reliability(guess)) == pytest.approx(0)


class TestChanceError:
    @staticmethod
    def of_confidence(confidence, right):
        """An assessment of answers that are so sure and so right, in two classes."""
        probabilities = np.stack([confidence, 1 - confidence], axis=1)
        return Assessment(probabilities, np.where(right, 0, 1))

    @pytest.mark.parametrize(("count", "power"), [(200, 1.0), (2000, 0.05), (10_000, 0.02)])
    def test_it_is_that_of_answers_drawn_digit_by_digit(self, count, power):
        random = np.random.default_rng(3)
        confidence = 1 - 0.5 * random.random(count) ** (1 / power)
        errors = []
        for _ in range(400):
            right = random.random(count) < confidence
            errors.append(calibration_error(reliability(self.of_confidence(confidence, right))))
        found = chance_error(self.of_confidence(confidence, np.ones(count, bool)))
        assert found.mean == pytest.approx(np.mean(errors), rel=0.06)
        assert found.limit == pytest.approx(np.quantile(errors, 0.95), rel=0.08)
        assert found.mean < found.limit

    def test_answers_that_are_certain_leave_nothing_to_chance(self):
        certain = self.of_confidence(np.ones(50), np.arange(50) % 2 == 0)
        assert chance_error(certain) == ChanceError(0.0, 0.0)

    def test_it_is_the_same_at_every_call_and_leaves_numpy_alone(self):
        answers = self.of_confidence(np.linspace(0.5, 1, 300), np.ones(300, bool))
        before = np.random.get_state()[1].copy()
        assert chance_error(answers) == chance_error(answers)
        assert np.array_equal(np.random.get_state()[1], before)


class TestDisagreements:
    def test_they_are_the_digits_that_one_reads_and_the_other_does_not(self):
        a, b = assessment(1), assessment(2)
        b = Assessment(b.probabilities, a.labels)
        only_a, only_b = disagreements(a, b)
        assert set(only_a) == {n for n in range(400) if a.right[n] and not b.right[n]}
        assert set(only_b) == {n for n in range(400) if b.right[n] and not a.right[n]}
        assert (np.diff(b.confidence[only_a]) <= 0).all()
        assert (np.diff(a.confidence[only_b]) <= 0).all()

    def test_of_different_numbers_of_digits_those_count_that_both_were_asked(self):
        a, b = assessment(1), assessment(2)
        short = Assessment(b.probabilities[:50], a.labels[:50])
        assert 0 <= max(max(numbers, default=-1) for numbers in disagreements(a, short)) < 50


def test_a_config_of_before_reads_as_one_without_shuffled_pixels():
    config = small("mlp")
    plain = config.model_dump()
    del plain["data"]["shuffle_pixels"]
    assert type(config).model_validate(plain) == config
    assert with_values(config, {"data.shuffle_pixels": True}).data.shuffle_pixels
