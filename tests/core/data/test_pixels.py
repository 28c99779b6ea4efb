import numpy as np
import pytest
from PIL import Image

from core.data.photographs.pixels import MAX_DECODED_SIDE, STRIP_PIXELS, pixels_of


@pytest.mark.parametrize("size", [(100_000, 1), (1, 100_000), (9_000, 2)])
def test_a_long_thin_picture_takes_no_more_than_its_pixels(size, monkeypatch):
    crop, sizes = Image.Image.crop, []

    def counted(picture, box):
        sizes.append((box[2] - box[0]) * (box[3] - box[1]))
        return crop(picture, box)

    monkeypatch.setattr(Image.Image, "crop", counted)
    pixels = pixels_of(Image.new("RGBA", size, "white"))
    assert max(sizes) <= size[0] * size[1]
    assert max(pixels.shape[:2]) < 2 * MAX_DECODED_SIDE
    assert np.unique(pixels).tolist() == [255]


@pytest.mark.parametrize("size", [(100_000, 300), (300, 100_000)])
def test_the_part_that_is_converted_at_once_is_bounded_however_long_a_row_is(size, monkeypatch):
    crop, sizes = Image.Image.crop, []

    def counted(picture, box):
        sizes.append((box[2] - box[0]) * (box[3] - box[1]))
        return crop(picture, box)

    picture = Image.linear_gradient("L").resize(size)
    factor = max(size) // MAX_DECODED_SIDE
    expected = np.asarray(picture.reduce(factor))
    monkeypatch.setattr(Image.Image, "crop", counted)
    pixels = pixels_of(picture)
    assert max(sizes) <= STRIP_PIXELS < size[0] * size[1]
    assert np.array_equal(pixels, expected[: pixels.shape[0], : pixels.shape[1]])
