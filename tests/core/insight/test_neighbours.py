"""The nearest training digits, against distances written out."""

import errno

import numpy as np
import pytest

from core.config.presets import preset
from core.data import folders
from core.data.datasets import mnist
from core.errors import DataError
from core.insight import neighbours
from core.insight.neighbours import NEAREST, nearest
from tests.core.data.test_folders import of_folder
from tests.core.data.test_stopped_reading import observed, written


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
    with pytest.raises(DataError, match="not images"):
        nearest(np.ones((28, 28), np.float32), preset("linear").config.data)


def test_pictures_that_could_not_be_read_for_a_moment_are_among_them_later(tmp_path, monkeypatch):
    data = written(tmp_path, packed=False)
    config = of_folder(data).data
    config = config.model_copy(update={"train_size": config.train_size - 2})
    drawing = np.ones((28, 28), np.float32)

    def numbers():
        return [(one.number, one.distance) for one in nearest(drawing, config).images]

    whole = numbers()
    folders._read.cache_clear()
    neighbours._known.cache_clear()
    with monkeypatch.context() as patch:
        observed(patch, [], {"b/0.png": OSError(errno.EIO, "Input/output error")})
        assert numbers() != whole
    assert numbers() == whole
