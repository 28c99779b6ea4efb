"""Augmentation: against SciPy's and NumPy's arithmetic, and as a part of a run."""

import numpy as np
import pytest
import torch
from scipy import ndimage

from core.config.choices import Pixels
from core.config.data import AugmentConfig, DataConfig
from core.data import datasets
from core.data.augmentation import augmented, epoch_generator
from core.data.datasets import changed_at_random
from core.run.events import EpochCompleted
from tests.core.running import config_of, epochs_of, run_to_the_end

SMALL = {"data.train_size": 400, "data.test_size": 100, "epochs": 3}


def digits(count=40):
    return datasets.mnist().train_x[:count]


def drawn(seed=1):
    return torch.Generator().manual_seed(seed)


class TestAugmented:
    def test_a_shift_is_scipys(self):
        x = digits()
        moved = augmented(x, AugmentConfig(shift=5), drawn())
        shifts = 5 * (2 * torch.rand(len(x), 2, generator=drawn()) - 1)
        for image, original, (right, down) in zip(moved, x, shifts.numpy(), strict=True):
            expected = ndimage.shift(original.view(28, 28).numpy(), (-down, -right), order=1)
            inner = slice(6, -6)  # at the edges the two fade out in different ways
            assert np.allclose(
                image.view(28, 28).numpy()[inner, inner], expected[inner, inner], atol=1e-4
            )

    def test_a_rotation_turns_by_the_drawn_angle(self):
        x = digits()
        turned = augmented(x, AugmentConfig(rotation=40), drawn())
        angles = 40 * (2 * torch.rand(len(x), 1, generator=drawn()) - 1)
        for image, original, angle in zip(turned, x, angles[:, 0].tolist(), strict=True):
            expected = ndimage.rotate(original.view(28, 28).numpy(), angle, reshape=False, order=1)
            inner = slice(5, -5)
            assert np.allclose(
                image.view(28, 28).numpy()[inner, inner], expected[inner, inner], atol=2e-3
            )

    def test_scaling_up_makes_more_ink_and_down_less(self):
        x = digits(200)
        factors = 1 + 0.3 * (2 * torch.rand(len(x), 1, generator=drawn())[:, 0] - 1)
        ink = augmented(x, AugmentConfig(scale=0.3), drawn()).sum(dim=1) / x.sum(dim=1)
        assert torch.allclose(ink, factors**2, rtol=0.25)
        assert np.corrcoef(ink.numpy(), factors.numpy())[0, 1] > 0.95

    def test_noise_has_the_deviation_asked_for_and_stays_within_grey(self):
        half = torch.full((100, 784), 0.5)
        noisy = augmented(half, AugmentConfig(noise=0.1), drawn())
        assert abs(float(noisy.std()) - 0.1) < 0.001
        assert augmented(digits(), AugmentConfig(noise=0.8), drawn()).aminmax() == (0, 1)

    def test_nothing_asked_for_nothing_changed(self):
        assert augmented(digits(), AugmentConfig(), drawn()) is not None
        assert torch.equal(augmented(digits(), AugmentConfig(), drawn()), digits())
        assert not AugmentConfig().is_on

    @pytest.mark.parametrize("pixels", Pixels)
    @pytest.mark.parametrize("shuffle_pixels", [False, True])
    def test_whatever_the_network_sees_the_image_is_changed_alike(self, pixels, shuffle_pixels):
        config = DataConfig(
            pixels=pixels,
            shuffle_pixels=shuffle_pixels,
            augment=AugmentConfig(rotation=20, shift=2),
        )
        grey = digits() * 255
        changed = changed_at_random(datasets.network_input(grey, config), config, drawn())
        plain = augmented(digits(), config.augment, drawn())
        assert torch.allclose(
            changed,
            datasets.network_input(plain * 255, config),
            atol=2e-3 if pixels is Pixels.RAW else 1e-5,
        )


class TestRuns:
    def test_each_epoch_shows_other_images_and_the_same_ones_again_when_repeated(self):
        first, again, other = (
            epoch_generator(42, 1),
            epoch_generator(42, 1),
            epoch_generator(42, 2),
        )
        assert first.get_state().equal(again.get_state())
        assert not first.get_state().equal(other.get_state())

    def test_a_run_with_it_repeats_bit_for_bit_and_differs_from_one_without(self):
        config = config_of("mlp", SMALL | {"data.augment.rotation": 15, "data.augment.noise": 0.1})
        first, again = (epochs_of(run_to_the_end(config)) for _ in range(2))
        assert [epoch.cost for epoch in first] == [epoch.cost for epoch in again]
        plain = epochs_of(run_to_the_end(config_of("mlp", SMALL)))
        assert first[0].cost != plain[0].cost

    def test_two_networks_are_shown_the_same_images(self):
        """Dropout draws from another stream, so it changes nothing of what is shown."""
        changes = SMALL | {"data.augment.shift": 2.0, "epochs": 1}
        plain = config_of("logistic", changes)
        seen = []
        for config in (plain, config_of("relu-dropout", changes)):
            random = epoch_generator(config.seed, 1)
            seen.append(changed_at_random(digits(), config.data, random))
        assert seen[0].equal(seen[1])


class TestHeldOut:
    def test_examples_held_out_are_measured_and_choose_the_best_epoch(self):
        config = config_of("mlp", SMALL | {"data.validation_size": 200, "epochs": 6})
        events = run_to_the_end(config)
        found = epochs_of(events)
        assert all(
            epoch.validation_accuracy is not None and epoch.validation_cost > 0 for epoch in found
        )
        assert [epoch.choosing_accuracy for epoch in found] == [
            epoch.validation_accuracy for epoch in found
        ]

    def test_the_numbers_of_training_are_those_without(self):
        without, held = (
            epochs_of(run_to_the_end(config_of("mlp", SMALL | more)))
            for more in ({}, {"data.validation_size": 99})
        )
        assert [epoch.cost for epoch in without] == [epoch.cost for epoch in held]
        assert without[0].validation_accuracy is None

    def test_the_best_is_the_first_of_the_highest_on_what_was_held_out(self):
        from core.run.record import RunRecord

        record = RunRecord("run", config_of("mlp"))
        for number, (test, held) in enumerate(
            [(0.9, 0.5), (0.8, 0.7), (0.95, 0.7), (0.99, 0.6)], 1
        ):
            record.apply(
                EpochCompleted(
                    "run",
                    number,
                    1,
                    1,
                    test,
                    test,
                    None,
                    1,
                    1,
                    0.1,
                    1,
                    validation_cost=1,
                    validation_accuracy=held,
                )
            )
        assert record.best is not None
        assert record.best.epoch == 2
        assert record.best_accuracy == 0.8
