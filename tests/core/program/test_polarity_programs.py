"""The program inverts as the run does, whatever the layout of the data and the switch."""

from itertools import product

import numpy as np
import pytest

from core.config.choices import Polarity
from core.config.fields import with_values
from core.data.folders import read_for
from core.program.check import agreement, costs_of, printed_costs
from tests.core.data.test_set_polarity import LAYOUTS, config_for, letters, write
from tests.core.program.test_script import few_digits, run_here  # noqa: F401 - fixtures
from tests.core.programs import tiny
from tests.core.running import completed, epochs_of, run_to_the_end

KINDS = ("dark on light", "light on dark", "mixed")


def written(tmp_path, layout, kind, enlarged=1):
    """Write letters, two thirds of them larger if `enlarged` is more than 1."""
    images, labels = letters(45)
    if kind == "mixed":
        images = np.delete(images, np.s_[4::5], axis=0)
        labels = np.delete(labels, np.s_[4::5])
        images[::2] = 255 - images[::2]
    elif kind == "dark on light":
        images = 255 - images
    large = images.repeat(enlarged, axis=1).repeat(enlarged, axis=2)
    write(tmp_path / "data", layout, large, labels, large[:15], labels[:15])
    return tmp_path / "data"


CASES = [
    *product(LAYOUTS, [1], KINDS, Polarity),
    *product(["pictures"], [2], KINDS, [Polarity.AUTO]),
    ("pictures", 2, "mixed", Polarity.PER_PICTURE),
    ("pictures", 2, "dark on light", Polarity.INVERTED),
]


@pytest.mark.parametrize(("layout", "enlarged", "kind", "polarity"), CASES)
def test_its_images_are_the_runs(layout, enlarged, kind, polarity, tmp_path, run_here):  # noqa: F811
    folder = written(tmp_path, layout, kind, enlarged)
    config = with_values(config_for(folder, polarity), {"epochs": 1, "threads": 1})
    names, printed = run_here(config)
    expected = read_for(config.data)
    for is_train, part in ((True, "train"), (False, "test")):
        images, labels = names["load_images"](folder, is_train=is_train)
        assert np.array_equal(images.reshape(-1, 784).numpy(), getattr(expected, f"{part}_images"))
        assert np.array_equal(labels.numpy(), getattr(expected, f"{part}_labels"))
    run = costs_of(epochs_of(completed(run_to_the_end(config))))
    assert agreement(run, printed_costs(printed.splitlines())).is_equal


@pytest.mark.parametrize("polarity", [Polarity.AUTO, Polarity.AS_IS])
def test_augmented_images_get_the_same_paper(polarity, tmp_path, run_here):  # noqa: F811
    config = with_values(
        config_for(written(tmp_path, "idx", "dark on light"), polarity),
        {
            "epochs": 2,
            "threads": 1,
            "data.augment.shift": 4.0,
            "data.augment.rotation": 20.0,
            "data.augment.noise": 0.1,
        },
    )
    _, printed = run_here(config)
    run = costs_of(epochs_of(completed(run_to_the_end(config))))
    assert agreement(run, printed_costs(printed.splitlines())).is_equal


def test_without_a_record_the_files_are_looked_at(tmp_path, run_here):  # noqa: F811
    config = config_for(written(tmp_path, "idx", "dark on light"))
    data = config.data.model_dump(mode="json") | {"stored_polarity": "unknown"}
    unrecorded = config.model_copy(update={"data": type(config.data)(**data)})
    names, _ = run_here(unrecorded)
    images, _ = names["load_images"](tmp_path / "data", is_train=True)
    assert np.array_equal(images.numpy(), letters(45)[0])


def test_mnist_inverted(run_here):  # noqa: F811
    config = with_values(tiny("mlp"), {"data.polarity": "inverted"})
    _, printed = run_here(config)
    run = costs_of(epochs_of(completed(run_to_the_end(config))))
    assert agreement(run, printed_costs(printed.splitlines())).is_equal
