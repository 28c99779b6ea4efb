"""What the Data tab shows, against counting by hand."""

import numpy as np
import pytest

from core.config.data import AugmentConfig, DataConfig
from core.data import folders as data_folders
from core.data import preview as data_view
from core.data.augmentation import augmented
from core.errors import DataError
from tests.core.data.test_folders import write_idx

DATA = DataConfig(train_size=500, test_size=300, validation_size=200)


@pytest.fixture(scope="module")
def examples():
    return data_folders.read("mnist")


class TestClasses:
    def test_counts_are_those_of_the_examples_used(self, examples):
        found = data_view.classes(DATA)
        spread = examples.test_labels[np.arange(300) * 10_000 // 300]
        for label in range(10):
            assert found.train[label] == list(examples.train_labels[:500]).count(label)
            assert found.validation[label] == list(examples.train_labels[500:700]).count(label)
            assert found.test[label] == list(spread).count(label)
        assert (found.train.sum(), found.validation.sum(), found.test.sum()) == (500, 200, 300)
        assert (found.train_there, found.test_there, found.names) == (
            60_000,
            10_000,
            tuple("0123456789"),
        )

    def test_means_are_those_of_the_training_images(self, examples):
        found = data_view.classes(DATA)
        for label in (0, 7):
            images = [
                examples.train_images[n] for n in range(500) if examples.train_labels[n] == label
            ]
            expected = np.mean(images, axis=0).reshape(28, 28)
            assert found.means[label] == pytest.approx(expected, abs=0.51)

    def test_a_class_without_examples_is_black(self):
        found = data_view.classes(DataConfig(train_size=3, test_size=3, batch_size=1))  # 5, 0, 4
        assert found.train.tolist() == [1, 0, 0, 0, 1, 1, 0, 0, 0, 0]
        assert not found.means[1].any()


class TestSamples:
    def test_they_are_of_their_class_and_among_those_used(self, examples):
        found = data_view.samples(DATA, 12, seed=3, run_seed=42)
        assert len(found) == 10
        for label, samples in enumerate(found):
            assert len(samples.numbers) == 12
            assert len(set(samples.numbers.tolist())) == 12
            assert samples.numbers.max() < 500
            assert set(examples.train_labels[samples.numbers].tolist()) == {label}
            assert np.array_equal(
                samples.images.reshape(12, -1), examples.train_images[samples.numbers]
            )

    def test_another_seed_other_samples(self):
        one, other = (data_view.samples(DATA, 5, seed=seed, run_seed=42) for seed in (0, 1))
        again = data_view.samples(DATA, 5, seed=0, run_seed=42)
        assert [s.numbers.tolist() for s in one] == [s.numbers.tolist() for s in again]
        assert [s.numbers.tolist() for s in one] != [s.numbers.tolist() for s in other]

    def test_of_few_there_are_fewer(self):
        found = data_view.samples(
            DataConfig(train_size=3, test_size=3, batch_size=1), 5, seed=0, run_seed=42
        )
        assert [len(samples.numbers) for samples in found] == [1, 0, 0, 0, 1, 1, 0, 0, 0, 0]


class TestChanged:
    def test_without_augmentation_nothing_changes(self):
        before, after = data_view.changed(DATA, 8, seed=0)
        assert before.shape == after.shape == (8, 28, 28)
        assert np.array_equal(before, after)

    def test_it_is_what_training_does(self):
        config = DATA.model_copy(update={"augment": AugmentConfig(rotation=30.0, noise=0.1)})
        before, after = data_view.changed(config, 8, seed=5)
        import torch

        ink = torch.from_numpy(before.reshape(8, -1)).float() / 255
        expected = (
            augmented(ink, config.augment, torch.Generator().manual_seed(5)).reshape(8, 28, 28)
            * 255
        )
        assert after == pytest.approx(expected.numpy(), abs=0.51)
        assert not np.array_equal(before, after)


def test_a_folder_without_data_is_told(tmp_path):
    with pytest.raises(DataError, match="contains no data"):
        data_view.classes(DataConfig(dataset=str(tmp_path), class_names=("a", "b")))


def test_names_of_a_folder_that_has_changed_since_are_fit_to_be_shown(tmp_path):
    """No config can hold them, so they can only come from the disk."""
    write_idx(tmp_path, classes=2)
    (tmp_path / "classes.txt").write_text("a\x1b[2J\nb\u202ec", encoding="utf-8")
    config = DataConfig(
        dataset=str(tmp_path), class_names=("a", "b"), train_size=60, test_size=24, batch_size=5
    )
    assert data_view.classes(config).names == ("a\\x1b[2J", "b\\u202ec")
