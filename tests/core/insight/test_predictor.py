import numpy as np
import pytest
import torch
from scipy import signal, special

from core.config.choices import Activation, ModelKind, Pixels
from core.config.data import DataConfig
from core.config.model import Layer, ModelConfig
from core.config.presets import preset
from core.insight.predictor import Predictor
from core.network.models import build, copy_of_weights

MLP = ModelConfig(
    hidden=(
        Layer(units=30, activation=Activation.SIGMOID, dropout=0.5),
        Layer(units=20, activation=Activation.RELU, dropout=0.2),
    )
)
CNN = ModelConfig(kind=ModelKind.CNN, hidden=(Layer(units=12, dropout=0.5),))


def weights_of(model, seed=1):
    return copy_of_weights(build(model, torch.Generator().manual_seed(seed)))


def predictor_with(model, weights, pixels=Pixels.UNIT):
    predictor = Predictor(model, DataConfig(pixels=pixels))
    predictor.set_weights(weights)
    return predictor


def in_double(weights):
    return {name: array.astype(np.float64) for name, array in weights.items()}


@pytest.fixture
def digit(test_digits):
    return test_digits[0][0] / np.float32(255)


class TestByHand:
    @pytest.mark.parametrize(
        ("pixels", "seen"),
        [
            (Pixels.UNIT, lambda ink: ink),
            (Pixels.RAW, lambda ink: ink * 255),
            (Pixels.STANDARDIZED, lambda ink: (ink - 0.1307) / 0.3081),
        ],
    )
    def test_a_fully_connected_network_answers_what_is_computed_by_hand(
        self, test_digits, pixels, seen
    ):
        given = weights_of(MLP)
        predictor, w = predictor_with(MLP, given, pixels), in_double(given)
        for image in test_digits[0][:20]:
            x = seen(image.astype(np.float64).ravel() / 255)
            x = special.expit(w["linear_1.weight"] @ x + w["linear_1.bias"])
            x = np.maximum(w["linear_2.weight"] @ x + w["linear_2.bias"], 0)
            expected = special.softmax(w["linear_3.weight"] @ x + w["linear_3.bias"])
            assert np.allclose(
                predictor.probabilities(image / np.float32(255)), expected, rtol=1e-4, atol=1e-7
            )

    def test_a_convolutional_network_too(self, digit):
        given = weights_of(CNN)
        w = in_double(given)

        # two convolutions, each with ReLU and a maximum over 2 x 2 pixels
        maps = digit[np.newaxis].astype(np.float64)
        for number in (1, 2):
            windows, bias = w[f"conv_{number}.weight"], w[f"conv_{number}.bias"]
            maps = np.stack(
                [
                    bias[out]
                    + sum(
                        signal.correlate2d(maps[i], windows[out, i], mode="same")
                        for i in range(len(maps))
                    )
                    for out in range(len(windows))
                ]
            )
            maps = np.maximum(maps, 0)
            maps = maps.reshape(len(maps), maps.shape[1] // 2, 2, maps.shape[2] // 2, 2).max(
                axis=(2, 4)
            )

        x = np.maximum(w["linear_1.weight"] @ maps.ravel() + w["linear_1.bias"], 0)
        expected = special.softmax(w["linear_2.weight"] @ x + w["linear_2.bias"])
        assert np.allclose(
            predictor_with(CNN, given).probabilities(digit), expected, rtol=1e-4, atol=1e-7
        )

    def test_a_trained_network_reads_most_digits(self, trained_mlp, test_digits):
        config, weights = trained_mlp
        predictor = predictor_with(config.model, weights, config.data.pixels)
        read = [
            predictor.probabilities(image / np.float32(255)).argmax() for image in test_digits[0]
        ]
        assert np.mean(read == test_digits[1]) > 0.94


class TestPredictor:
    @pytest.mark.parametrize("model", [MLP, CNN, preset("logistic").config.model])
    def test_answers_are_ten_probabilities(self, model, test_digits):
        predictor = predictor_with(model, weights_of(model))
        for image in test_digits[0][:50]:
            answer = predictor.probabilities(image / np.float32(255))
            assert (answer.shape, answer.dtype) == ((10,), np.float32)
            assert answer.min() >= 0
            assert answer.sum() == pytest.approx(1, abs=1e-6)

    def test_even_of_a_network_gone_wild(self, digit):
        weights = {name: array * np.float32(1e8) for name, array in weights_of(MLP).items()}
        answer = predictor_with(MLP, weights).probabilities(digit)
        assert np.isfinite(answer).all()
        assert answer.sum() == pytest.approx(1, abs=1e-6)

    def test_asked_twice_it_answers_the_same_and_leaves_the_digit_alone(self, digit):
        predictor, before = predictor_with(MLP, weights_of(MLP)), digit.copy()
        assert np.array_equal(predictor.probabilities(digit), predictor.probabilities(digit))
        assert np.array_equal(digit, before)

    def test_weights_are_copied(self, digit):
        weights = weights_of(MLP)
        predictor = predictor_with(MLP, weights)
        before = predictor.probabilities(digit)
        for array in weights.values():
            array[:] = 0
        assert np.array_equal(predictor.probabilities(digit), before)
        predictor.set_weights(weights)
        assert np.allclose(predictor.probabilities(digit), 0.1)

    def test_an_answer_is_not_overwritten_by_the_next(self, digit):
        predictor = predictor_with(MLP, weights_of(MLP))
        first = predictor.probabilities(digit)
        kept = first.copy()
        predictor.probabilities(1 - digit)
        assert np.array_equal(first, kept)

    @pytest.mark.parametrize(
        "change",
        [
            lambda weights: weights | {"linear_1.weight": np.zeros((30, 783), np.float32)},
            lambda weights: weights | {"linear_3.bias": np.zeros((10, 1), np.float32)},
            lambda weights: weights | {"linear_4.bias": np.zeros(10, np.float32)},
            lambda weights: {
                name: array for name, array in weights.items() if name != "linear_2.bias"
            },
            lambda _: {},
            lambda _: weights_of(CNN),
        ],
        ids=["narrow", "deep", "too many", "too few", "none", "another network's"],
    )
    def test_weights_of_another_shape_are_refused(self, change):
        with pytest.raises(RuntimeError, match="state_dict"):
            Predictor(MLP, DataConfig()).set_weights(change(weights_of(MLP)))

    @pytest.mark.parametrize("model", [MLP, CNN])
    @pytest.mark.parametrize("shape", [(27, 28), (28, 29), (0, 0), (2, 28, 28)])
    def test_a_digit_of_another_size_is_refused(self, model, shape):
        with pytest.raises(RuntimeError):
            predictor_with(model, weights_of(model)).probabilities(np.zeros(shape, np.float32))

    def test_the_generator_that_all_share_is_left_alone(self, digit):
        before = torch.get_rng_state()
        predictor_with(MLP, weights_of(MLP)).probabilities(digit)
        assert torch.get_rng_state().equal(before)
