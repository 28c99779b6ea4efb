"""Of very many test images a run chooses from those that are kept, and so does its program."""

import numpy as np
import pytest

from core.config.fields import with_values
from core.data import folders as data_folders
from core.program.check import agreement, costs_of, printed_costs
from tests.core.data.test_folders import of_folder, write_idx
from tests.core.program.test_script import few_digits, run_here  # noqa: F401 - fixtures
from tests.core.running import completed, epochs_of, run_to_the_end


@pytest.mark.parametrize(("most", "size"), [(17, 7), (17, 17), (17, 20), (24, 7), (100, 7)])
def test_the_same_images_are_tested(most, size, tmp_path, monkeypatch, run_here):  # noqa: F811
    monkeypatch.setattr(data_folders, "MAX_TEST_IMAGES", most)
    _, _, test_images, _ = write_idx(tmp_path / "data", test=24)
    config = of_folder(tmp_path / "data", batch_size=20, test_size=size)
    config = with_values(config, {"epochs": 1, "threads": 1})
    _, printed = run_here(config)
    run = costs_of(epochs_of(completed(run_to_the_end(config))))
    assert agreement(run, printed_costs(printed.splitlines())).is_equal

    numbers = data_folders.read_for(config.data).tested(config.data).numbers
    kept = np.arange(24)
    if size < most < 24:
        kept = np.arange(most) * 24 // most
    assert np.array_equal(numbers, kept[np.arange(size) * len(kept) // size])
    tested = data_folders.read_for(config.data).tested(config.data).images
    assert np.array_equal(tested, test_images[numbers].reshape(-1, 784))
