"""The nearest training digits, against distances written out."""

import numpy as np
import pytest

from core.config.presets import preset
from core.data.datasets import mnist
from core.errors import DataError
from core.insight.neighbours import NEAREST, nearest


def test_a_training_digit_is_its_own_nearest():
    data = mnist()
    for number in (0, 31_415, 59_999):
        first = nearest(data.train_x[number].numpy().reshape(28, 28)).images[0]
        assert (first.number, first.label) == (number, int(data.train_y[number]))
        assert first.distance == pytest.approx(0, abs=0.01)
        assert np.array_equal(
            first.grey, (data.train_x[number].numpy().reshape(28, 28) * 255).round()
        )


@pytest.mark.parametrize("number", [0, 7, 4242])
def test_they_are_those_of_the_distances_written_out(number):
    data = mnist()
    digit = data.test_x[number].numpy()
    distances = np.sqrt(((data.train_x.numpy() - digit) ** 2).sum(axis=1, dtype=np.float64))
    images = nearest(digit.reshape(28, 28)).images
    assert len(images) == NEAREST
    assert [one.number for one in images] == np.argsort(distances)[:NEAREST].tolist()
    assert [one.distance for one in images] == pytest.approx(np.sort(distances)[:NEAREST], abs=1e-3)
    assert [one.label for one in images] == data.train_y[[one.number for one in images]].tolist()


def test_it_tells_how_long_it_took():
    assert 0 < nearest(np.ones((28, 28), np.float32)).seconds < 10


def test_the_line_has_no_images():
    with pytest.raises(DataError, match="no images"):
        nearest(np.ones((28, 28), np.float32), preset("linear").config.data)
