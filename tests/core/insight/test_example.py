import numpy as np
import pytest

from core.config.fields import with_values
from core.config.presets import preset
from core.data import preview
from core.insight import example
from core.insight.activations import PASSES, inspect_network
from core.insight.example import MAX_TRIED, first_misread, first_wavering, label_of
from core.insight.predictor import Predictor
from core.network.models import build, copy_of_weights, weight_generator
from core.run.record import RunRecord
from tests.core.running import completed, run_to_the_end

NAMES = ("sigmoid", "relu-dropout", "cnn", "logistic")


def config_of(name, **changes):
    return with_values(preset(name).config, changes)


def answers(config, images):
    """What the network answers before training, one image after the other."""
    predictor = Predictor(config.model, config.data)
    predictor.set_weights(copy_of_weights(build(config.model, weight_generator(config.seed))))
    return np.array([predictor.probabilities(image / np.float32(255)).argmax() for image in images])


def first_wrong(configs):
    images, labels = preview.first_test_images(configs[0].data, MAX_TRIED)
    wrong = np.all([answers(config, images) != labels for config in configs], axis=0)
    return images[int(np.flatnonzero(wrong)[0])] / np.float32(255)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_untrained_network_misreads_it_and_none_before_it(name, seed):
    config = config_of(name, seed=seed)
    assert np.array_equal(first_misread([config]), first_wrong([config]))


def test_it_is_not_always_the_first_test_image():
    """The preset of the first start reads that one correctly by chance."""
    config = preset("relu-dropout").config
    (first,), _ = preview.first_test_images(config.data, 1)
    assert not np.array_equal(first_misread([config]), first / np.float32(255))


def test_all_networks_misread_it():
    configs = [config_of(name) for name in NAMES[:3]]
    assert np.array_equal(first_misread(configs), first_wrong(configs))


def test_the_input_is_what_each_network_is_trained_on():
    changes = {"data.pixels": "raw", "data.shuffle_pixels": True, "data.polarity": "inverted"}
    config = config_of("relu-dropout", **changes)
    assert np.array_equal(first_misread([config]), first_wrong([config]))


def test_if_no_image_is_misread_by_all_most_misread_it(monkeypatch):
    images, labels = preview.first_test_images(preset("logistic").config.data, MAX_TRIED)
    wrong = (labels + 1) % 10
    read = {0: labels, 1: wrong.copy(), 2: wrong.copy()}
    read[1][:5], read[2][:4] = labels[:5], labels[:4]
    monkeypatch.setattr(example, "untrained_answers", lambda config, _ink: read[config.seed])
    configs = [config_of("logistic", seed=seed) for seed in read]
    assert np.array_equal(first_misread(configs), images[5] / np.float32(255))


def test_networks_with_other_classes_are_left_out():
    digits = config_of("relu-dropout")
    letters = config_of("sigmoid", **{"data.dataset": "emnist-letters"})
    assert len(letters.classes) != len(digits.classes)
    assert np.array_equal(first_misread([digits, letters]), first_misread([digits]))


class TestWavering:
    CONFIG = with_values(
        preset("relu-dropout").config,
        {"data.train_size": 2000, "data.test_size": 200, "epochs": 2, "threads": 1},
    )

    @pytest.fixture
    def weights(self):
        record = RunRecord("run", self.CONFIG)
        for event in completed(run_to_the_end(self.CONFIG, 1, run="run")):
            record.apply(event)
        return record.weights

    def agreeing(self, weights, image):
        """The share of passes that give the answer that most of them give."""
        passes = inspect_network(self.CONFIG, weights, image, passes_seed=5).passes
        return np.bincount(passes.probabilities.argmax(axis=1)).max() / PASSES

    def test_its_answer_depends_on_the_mask_and_that_of_none_before_it_as_much(self, weights):
        images, _ = preview.first_test_images(self.CONFIG.data, MAX_TRIED)
        found = first_wavering(self.CONFIG, weights)
        ink = images / np.float32(255)
        index = next(n for n, image in enumerate(ink) if np.array_equal(image, found))
        assert self.agreeing(weights, found) < 0.97  # by other masks than it was chosen with
        assert all(self.agreeing(weights, image) > 0.8 for image in ink[:index])
        assert label_of(self.CONFIG, found) is not None

    def test_without_dropout_there_is_none(self):
        config = preset("mlp").config
        assert (
            first_wavering(config, copy_of_weights(build(config.model, weight_generator(1))))
            is None
        )
