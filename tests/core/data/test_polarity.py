"""White on black or black on white: decided for a set of pictures, not for each."""

import numpy as np
from PIL import Image

from core.data import handwriting
from core.data.folders import read
from core.data.polarity import is_black_on_white, white_on_black


def bar(left):
    """A white bar on black, far from the edge."""
    picture = np.zeros((28, 28), np.uint8)
    picture[8:20, left : left + 4] = 255
    return picture


def bold():
    """A white letter that fills the picture: most of its edge is ink."""
    picture = np.full((28, 28), 255, np.uint8)
    picture[8:20, 10:28] = 0
    return picture


def write(folder, pictures):
    folder.mkdir(parents=True)
    for number, picture in enumerate(pictures):
        Image.fromarray(picture).save(folder / f"{number}.png")


def test_pictures_with_a_plain_edge_decide_for_all():
    whites = [bar(left) for left in range(5, 15)]
    assert is_black_on_white(whites) is False
    assert is_black_on_white([*whites, bold()]) is False
    assert is_black_on_white([255 - white for white in whites]) is True
    assert is_black_on_white([bold()] * 3) is False
    assert is_black_on_white([]) is False


def test_in_a_set_of_both_kinds_each_picture_decides_for_itself():
    pictures = [bar(5), 255 - bar(6)]
    assert is_black_on_white(pictures) is None
    for picture in pictures:
        assert white_on_black(picture, None)[0, 0] == 0


def test_bold_letters_in_class_folders_stay_as_they_are(tmp_path):
    for name in "EI":
        write(tmp_path / name, [bold(), bar(10), bold()])
    images = read(str(tmp_path)).train_images.reshape(-1, 28, 28)
    assert {int(image[14, 14]) for image in images} <= {0, 255}
    assert any(np.array_equal(image, bold()) for image in images)
    assert not any(np.array_equal(image, 255 - bold()) for image in images)


def test_black_on_white_class_folders_are_inverted(tmp_path):
    for name in "ab":
        write(tmp_path / name, [255 - bar(left) for left in (6, 9, 12)] + [255 - bold()])
    images = read(str(tmp_path)).train_images.reshape(-1, 28, 28)
    assert all(image[14, 20] == 0 for image in images)


def test_handwriting_painted_black_on_white_becomes_white_on_black(tmp_path):
    write(tmp_path / "in" / "1", [255 - bar(10), 255 - bar(12)])
    handwriting.import_from(tmp_path / "in", tmp_path / "kept")
    samples, _ = handwriting.samples(tmp_path / "kept")
    for sample, left in zip(samples, (10, 12), strict=True):
        assert np.array_equal(sample.grey, bar(left))
    assert all(sample.grey[0, 0] == 0 for sample in samples)
