import numpy as np
import pytest
import torch
from scipy import ndimage
from torch.nn import functional

from core.config.data import DataConfig
from core.config.fields import with_values
from core.data import datasets
from core.data.datasets import labelled_digits, load, pixel_order
from core.insight.predictor import Predictor
from core.network.models import build, copy_of_weights
from core.robustness.perturbation_curves import measure, steps
from core.robustness.perturbations import (
    Perturbation,
    noisy,
    perturbed,
    rotated,
    shifted,
    thickened,
    variants,
)
from tests.core.running import config_of, epochs_of, final_weights, run_to_the_end, small

FIRST_OF_ORDER = [639, 545, 147, 623, 132, 157]


@pytest.fixture(scope="module")
def ink():
    return labelled_digits(DataConfig(), 60)[0].astype(np.float32) / np.float32(255)


def untrained(config, seed=1):
    return copy_of_weights(build(config.model, torch.Generator().manual_seed(seed)))


def centres(ink):
    """The centre of mass of each digit, (N, 2): down and across, in pixels."""
    rows, columns = np.mgrid[:28, :28]
    masses = ink.sum(axis=(1, 2), dtype=np.float64)
    return np.stack(
        [(ink * rows).sum(axis=(1, 2)) / masses, (ink * columns).sum(axis=(1, 2)) / masses], axis=1
    )


def accuracies(subjects, digits=None):
    found = {}
    for step in measure(subjects, digits):
        if step.accuracies:
            found[step.kind, step.level] = step.accuracies
    return found


class TestPerturbations:
    @pytest.mark.parametrize(("down", "right"), [(0, 1), (0, -3), (2, 0), (-4, 0), (1, -2), (0, 0)])
    def test_shifted_is_what_scipy_shifts(self, ink, down, right):
        expected = ndimage.shift(ink, (0, down, right), order=0)
        assert np.array_equal(shifted(ink, down, right), expected)

    def test_turned_by_a_right_angle_it_is_numpys(self, ink):
        np.testing.assert_allclose(rotated(ink, 90), np.rot90(ink, axes=(1, 2)), atol=1e-5)

    def test_each_digit_is_turned_alone(self, ink):
        np.testing.assert_allclose(rotated(ink, 25)[7], rotated(ink[7:8], 25)[0], atol=1e-6)

    def test_the_noise_has_the_deviation_and_is_the_same_again(self):
        grey = np.full((100, 28, 28), 0.5, np.float32)
        first = noisy(grey, 0.1)
        assert np.array_equal(first, noisy(grey, 0.1))
        assert (first - grey).std() == pytest.approx(0.1, rel=0.02)
        np.testing.assert_allclose(noisy(grey, 0.05) - grey, (first - grey) / 2, atol=1e-6)

    def test_noise_stays_between_black_and_white(self, ink):
        assert noisy(ink, 0.5).min() == 0
        assert noisy(ink, 0.5).max() == 1

    def test_noise_leaves_every_other_generator_alone(self, ink):
        np.random.seed(5)
        before = np.random.get_state()[1].copy(), torch.get_rng_state()
        noisy(ink, 0.3)
        assert np.array_equal(np.random.get_state()[1], before[0])
        assert torch.equal(torch.get_rng_state(), before[1])

    @pytest.mark.parametrize("pixels", [1, 2, 3])
    def test_thicker_is_the_largest_grey_around(self, ink, pixels):
        longer, shorter = (pixels + 1) // 2, pixels // 2
        sides = {(longer, shorter), (shorter, longer)}  # before and after a pixel
        largest = [
            functional.max_pool2d(
                functional.pad(torch.from_numpy(ink), (*across, *down))[:, None],
                pixels + 1,
                stride=1,
            )[:, 0].numpy()
            for across in sides
            for down in sides
        ]
        assert np.allclose(thickened(ink, pixels), np.mean(largest, axis=0), atol=1e-6)

    @pytest.mark.parametrize("pixels", [1, 2, 3])
    def test_a_stroke_becomes_wider_and_narrower_by_so_many_pixels(self, pixels):
        stroke = np.zeros((1, 28, 28), np.float32)
        stroke[0, :, 10:14] = 1
        assert thickened(stroke, pixels)[0, 14].sum() == 4 + pixels
        assert thickened(stroke, -pixels)[0, 14].sum() == 4 - pixels

    @pytest.mark.parametrize("pixels", [-2, -1, 1, 2, 3])
    def test_a_change_of_thickness_moves_nothing(self, ink, pixels):
        cross = np.zeros((1, 28, 28), np.float32)
        cross[0, 5:20, 10:14] = cross[0, 11:14, 4:20] = 1
        assert np.allclose(centres(thickened(cross, pixels)), centres(cross), atol=0.02)

        # a thicker digit's own shape moves its centre a little; an uneven square half a pixel
        if pixels > 0:
            moved = centres(thickened(ink, pixels)) - centres(ink)
            assert np.abs(moved.mean(axis=0)).max() < 0.15

    @pytest.mark.parametrize("pixels", [-2, -1, 1, 2, 3])
    def test_thickness_knows_no_direction(self, ink, pixels):
        expected = thickened(ink, pixels)
        for turn in (np.flipud, np.fliplr, np.transpose):
            turned = np.stack([turn(digit) for digit in ink])
            back = np.stack([turn(digit) for digit in thickened(turned, pixels)])
            assert np.allclose(back, expected, atol=1e-6)

    @pytest.mark.parametrize("kind", Perturbation)
    def test_each_level_comes_in_as_many_ways_as_are_told(self, ink, kind):
        for level in kind.levels:
            ways = list(perturbed(ink, kind, level))
            assert len(ways) == variants(kind, level)
            assert all(way.shape == ink.shape and way.dtype == np.float32 for way in ways)
            assert all(np.array_equal(way, ink) == (level == 0) for way in ways)


class TestMeasure:
    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"data.pixels": "raw", "optimizer.learning_rate": 1e-5},
            {"data.pixels": "standardized"},
            {"precision": "bfloat16"},
            {"data.shuffle_pixels": True},
        ],
    )
    def test_at_level_0_it_is_the_accuracy_of_the_run(self, changes):
        config = small("mlp", {"data.test_size": 1300, "epochs": 1} | changes)
        events = run_to_the_end(config)
        for step in measure([(config, final_weights(events))], digits=None):
            if step.level == 0:
                assert step.accuracies == (epochs_of(events)[-1].accuracy,)
            elif step.kind is Perturbation.ROTATION:
                break

    def test_a_shift_is_averaged_over_four_directions(self, trained_mlp):
        config, weights = trained_mlp
        grey, labels = labelled_digits(config.data, 200)
        predictor = Predictor(config.model, config.data)
        predictor.set_weights(weights)
        right = 0
        for axes in ((0, 2, 0), (0, -2, 0), (0, 0, 2), (0, 0, -2)):
            moved = ndimage.shift(grey, axes, order=0)[:200].astype(np.float32) / np.float32(255)
            right += sum(
                int(predictor.probabilities(digit).argmax() == label)
                for digit, label in zip(moved, labels[:200], strict=True)
            )
        found = accuracies([trained_mlp], digits=200)
        assert found[Perturbation.SHIFT, 2] == (right / 800,)
        assert (
            found[Perturbation.SHIFT, 0][0]
            > found[Perturbation.SHIFT, 2][0]
            > found[Perturbation.SHIFT, 4][0]
        )

    def test_every_level_of_every_kind_is_told_once_and_progress_step_by_step(self):
        config = small("logistic")
        told = list(measure([(config, untrained(config))], digits=20))
        assert [step.done for step in told] == list(range(1, steps() + 1))
        assert {step.total for step in told} == {steps()}
        assert [(step.kind, step.level) for step in told if step.accuracies] == [
            (kind, level) for kind in Perturbation for level in kind.levels
        ]

    def test_networks_beside_each_other_are_measured_as_if_alone(self):
        short, long = small("logistic", {"data.test_size": 30}), small("mlp")
        subjects = [(short, untrained(short)), (long, untrained(long, 2))]
        together = accuracies(subjects, digits=100)
        alone = [accuracies([subject], digits=100) for subject in subjects]
        assert together == {place: (alone[0][place][0], alone[1][place][0]) for place in together}
        assert (together[Perturbation.SHIFT, 0][0] * 30) % 1 == pytest.approx(0)

    def test_it_can_be_left_between_two_steps(self):
        config = small("logistic")
        going = measure([(config, untrained(config))], digits=20)
        next(going)
        assert not torch.is_inference_mode_enabled()
        going.close()


class TestShuffledPixels:
    def test_all_pixels_are_there_in_the_order_that_kept_runs_rely_on(self):
        assert sorted(pixel_order()) == list(range(784))
        assert pixel_order()[:6].tolist() == FIRST_OF_ORDER

    def test_training_and_test_digits_are_in_the_same_order(self):
        config = config_of(
            "mlp", {"data.train_size": 50, "data.test_size": 50, "data.batch_size": 50}
        )
        plain, shuffled = (
            load(config.data),
            load(with_values(config, {"data.shuffle_pixels": True}).data),
        )
        for before, after in ((plain.train_x, shuffled.train_x), (plain.test_x, shuffled.test_x)):
            for place in (0, 300, 783):
                assert torch.equal(after[:, place], before[:, int(pixel_order()[place])])
        assert torch.equal(plain.train_y, shuffled.train_y)

    @pytest.mark.parametrize("pixels", ["unit", "standardized"])
    def test_a_drawing_is_seen_as_the_digits_were(self, pixels):
        changes = {"data.shuffle_pixels": True, "data.pixels": pixels}
        config = small("mlp", changes)
        network = build(config.model, torch.Generator().manual_seed(1)).eval()
        predictor = Predictor(config.model, config.data)
        predictor.set_weights(copy_of_weights(network))
        grey, _ = labelled_digits(config.data)
        with torch.no_grad():
            expected = torch.softmax(network(load(config.data).test_x[:3]), dim=1).numpy()
        for digit, shares in zip(grey[:3], expected, strict=True):
            found = predictor.probabilities(digit.astype(np.float32) / np.float32(255))
            np.testing.assert_allclose(found, shares, atol=1e-6)

    def test_the_digits_as_written_stay_as_they_are(self):
        grey, labels = (values[:5] for values in labelled_digits(DataConfig()))
        plain = datasets.mnist()
        assert np.array_equal(grey.reshape(5, -1), (plain.test_x[:5] * 255).round().numpy())
        assert labels.tolist() == plain.test_y[:5].tolist() == [7, 2, 1, 0, 4]
