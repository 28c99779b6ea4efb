"""Fixtures for the tests of core."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

import resources
from core.config.run import RunConfig
from core.data import idx
from core.network.weights import Weights
from tests.core.running import config_of, final_weights, run_to_the_end


@pytest.fixture(autouse=True)
def _shared_state_of_torch_is_kept() -> Iterator[None]:
    """Give torch's process-wide generator and number of threads back as they were.

    Commands and exported programs let the thread compute denormal numbers as zero, which Hypothesis
    would refuse.
    """
    state, threads = torch.get_rng_state(), torch.get_num_threads()
    yield
    torch.set_rng_state(state)
    torch.set_num_threads(threads)
    torch.set_flush_denormal(False)


@pytest.fixture(scope="session")
def test_digits() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The first thousand test digits as grey levels (1000, 28, 28), and their labels."""
    images = idx.read_idx(resources.path("mnist", "t10k-images-idx3-ubyte.gz"), (28, 28))
    labels = idx.read_idx(resources.path("mnist", "t10k-labels-idx1-ubyte.gz"), ())
    return images[:1000], labels[:1000]


@pytest.fixture(scope="session")
def trained_mlp() -> tuple[RunConfig, Weights]:
    """A network that reads about 96 of 100 digits, and its weights."""
    config = config_of(
        "mlp",
        {
            "data.train_size": 20_000,
            "data.test_size": 1000,
            "data.batch_size": 50,
            "optimizer.learning_rate": 0.05,
            "epochs": 3,
        },
    )
    return config, final_weights(run_to_the_end(config, threads=2))
