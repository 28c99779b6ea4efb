"""Runs on other data than MNIST: what is asked of them is asked of their own images and named as
these are.
"""

import struct

import numpy as np
import pytest
import torch

from core.config.catalogue import KNOWN
from core.config.fields import with_values
from core.config.presets import preset, title
from core.config.run import RunConfig
from core.data import folders as data_folders
from core.insight.neighbours import nearest
from core.network.models import build, copy_of_weights
from core.robustness.perturbation_curves import measure
from core.robustness.perturbations import Perturbation
from tests.core.running import small

NAMES = ("low", "high")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Forty images for training and twenty for testing; those of the second class are brighter."""
    place = tmp_path_factory.mktemp("lights")
    random = np.random.default_rng(0)
    for kind, count in (("train", 40), ("test", 20)):
        labels = (np.arange(count) % 2).astype(np.uint8)
        images = random.integers(0, 120, (count, 28, 28), dtype=np.uint8) + labels[
            :, None, None
        ] * np.uint8(130)
        for what, array in (("images", images), ("labels", labels)):
            header = struct.pack(">BBBB", 0, 0, 8, array.ndim) + struct.pack(
                f">{array.ndim}I", *array.shape
            )
            (place / f"{kind}-{what}-idx{array.ndim}-ubyte").write_bytes(header + array.tobytes())
    (place / "classes.txt").write_text("\n".join(NAMES))
    return place


@pytest.fixture(scope="module")
def config(folder):
    base = preset("logistic").config
    return with_values(base, data_folders.changes_for(base, str(folder)))


def untrained(config: RunConfig):
    return copy_of_weights(build(config.model, torch.Generator().manual_seed(1)))


def at_rest(subjects):
    """The accuracies of the first level at which nothing is changed."""
    return next(
        step.accuracies for step in measure(subjects) if step.accuracies and step.level == 0
    )


def test_the_nearest_are_among_its_own_training_images(config, folder):
    examples = data_folders.read(str(folder))
    found = nearest(examples.train_images[7].reshape(28, 28) / np.float32(255), config.data)
    assert found.among == 40
    assert (found.images[0].number, found.images[0].label, found.images[0].name) == (7, 1, "high")
    assert found.images[0].distance == pytest.approx(0, abs=0.01)
    assert {each.name for each in found.images} == {"high"}


def test_of_few_images_the_nearest_are_fewer(config):
    few = with_values(config, {"data.train_size": 3, "data.batch_size": 3})
    assert len(nearest(np.ones((28, 28), np.float32), few.data).images) == 3


def test_runs_on_different_data_are_measured_together_each_on_its_own(config):
    digits = small("logistic")
    subjects = [
        (digits, untrained(digits)),
        (config, untrained(config)),
        (digits, untrained(digits)),
    ]
    alone = [at_rest([subject]) for subject in subjects]
    assert at_rest(subjects) == tuple(accuracy for (accuracy,) in alone)
    assert all(len(step.accuracies) in (0, 3) for step in measure(subjects))
    assert {step.kind for step in measure(subjects[1:2])} == set(Perturbation)


def test_a_run_is_called_after_its_data_too(config, folder):
    assert str(title(config)) == f"Logistic regression · {folder.name}"
    fashion = with_values(preset("cnn").config, {"data.dataset": "fashion-mnist"})
    assert str(title(fashion)) == "Convolutional · Fashion-MNIST"
    assert str(title(preset("cnn").config)) == "Convolutional"


def test_all_known_data_sets_have_a_network_with_an_output_for_each_class():
    for name, known in KNOWN.items():
        if known.classes:
            base = preset("mlp").config
            made = with_values(base, data_folders.changes_for(base, name))
            assert made.model.outputs == len(made.classes) == len(known.classes)
