"""Pictures as people have them, each read by the command `predict`."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.cli.main import main
from core.storage.layout import RUN_FILE
from tests.photographs import Scene, pen_strokes, photograph

SEVEN, TWO, FOUR = 0, 1, 4  # indices of test digits that these classes have
EXIF_ORIENTATION = 0x0112
TURNED_LEFT = 6  # the camera stored the picture so; it is to be turned to the right


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    """The folder of a run that reads about 95 of 100 digits."""
    runs_dir = tmp_path_factory.mktemp("runs")
    settings = (
        "data.train_size=20000",
        "data.test_size=1000",
        "data.batch_size=50",
        "optimizer.learning_rate=0.05",
    )
    options = [part for setting in settings for part in ("--set", setting)]
    training = ["train", "--preset", "mlp", "--epochs", "2", "--threads", "1", *options]
    assert main([*training, "--runs-dir", str(runs_dir)]) == 0
    (folder,) = (file.parent for file in runs_dir.rglob(RUN_FILE))
    return folder


@pytest.fixture
def predict(run_folder, capsys):
    """Read a file; return the exit status, what was read, and the messages."""

    def run(file):
        capsys.readouterr()
        status = main(["predict", "--run", str(run_folder), str(file), "--json"])
        done = capsys.readouterr()
        return status, [json.loads(line)["digit"] for line in done.out.splitlines()], done.err

    return run


def scene(**options):
    """A photograph of a digit in a scene, as a picture."""
    return lambda digit: Image.fromarray(
        photograph(digit, Scene(**options), np.random.default_rng(3))
    )


def scanned(digit):
    """A sheet within a black frame on all sides."""
    return Image.fromarray(np.pad(photograph(digit, Scene(), np.random.default_rng(3)), 30))


def levels_of(digit, side=200):
    """Dark ink on light paper, grey levels as fractions of white."""
    return 0.92 - 0.8 * np.pad(pen_strokes(digit, side), 40)


def numbers(dtype, white, mode=None):
    """A picture whose pixels are numbers of another type or range."""

    def picture(digit):
        return Image.fromarray((levels_of(digit) * white).astype(dtype), mode)

    return picture


def converted(mode):
    return lambda digit: numbers(np.uint8, 255)(digit).convert(mode, dither=Image.Dither.NONE)


def on_transparent(shade):
    """Ink of one shade on transparent paper."""

    def picture(digit):
        cover = (np.pad(pen_strokes(digit, 200), 40) * 255).astype(np.uint8)
        return Image.fromarray(np.dstack([np.full_like(cover, shade)] * 3 + [cover]))

    return picture


def of_a_phone(digit):
    """A picture of 50 megapixels, black and white, on which the digit is small."""
    ink = Image.fromarray((pen_strokes(digit, 1500) > 0.5).astype(np.uint8) * 255)
    sheet = Image.new("1", (8192, 6144), 1)
    sheet.paste(0, (3000, 2000), ink)
    return sheet


def hairline(_digit):
    """A 7 drawn with a line of a 400th of the page's height."""
    page = Image.new("L", (1600, 1600), 250)
    ImageDraw.Draw(page).line((450, 350, 1100, 350, 700, 1250), fill=20, width=4)
    return page


PICTURES = {
    "shadow.jpg": (TWO, scene(shadow=0.18)),
    "shadow on pencil.jpg": (TWO, scene(shadow=0.2, paper=210, ink=120, grain=4)),
    "gradient.jpg": (FOUR, scene(gradient=0.2)),
    "small in a gradient.jpg": (FOUR, scene(gradient=0.2, side=150, margin=300)),
    "squared.jpg": (SEVEN, scene(squares=45)),
    "ruled.jpg": (SEVEN, scene(rows=45)),
    "pencil.jpg": (TWO, scene(paper=210, ink=125, grain=6)),
    "chalk.jpg": (TWO, scene(is_chalk=True, grain=5)),
    "speck.png": (SEVEN, scene(margin=60, speck=4)),
    "frame.png": (SEVEN, scanned),
    "frame on two sides.png": (SEVEN, scene(margin=40, frame=25)),
    "white on transparent.png": (SEVEN, on_transparent(255)),
    "black on transparent.webp": (SEVEN, on_transparent(0)),
    "10 bits of 16.png": (SEVEN, numbers(np.uint16, 1023)),
    "12 bits of 16.png": (TWO, numbers(np.uint16, 4095)),
    "16 bits.tiff": (TWO, numbers(np.uint16, 65_535)),
    "32 bits.tiff": (FOUR, numbers(np.int32, 1023)),
    "fractions.tiff": (FOUR, numbers(np.float32, 1)),
    "palette.png": (SEVEN, converted("P")),
    "palette.gif": (SEVEN, converted("P")),
    "grey and opaque.png": (TWO, converted("LA")),
    "inks of a printer.jpg": (TWO, converted("CMYK")),
    "two levels.bmp": (FOUR, converted("1")),
    "fifty megapixels.png": (SEVEN, of_a_phone),
    "hairline.png": (SEVEN, hairline),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_read(name, predict, test_digits, tmp_path):
    index, picture = PICTURES[name]
    images, labels = test_digits
    picture(images[index]).save(tmp_path / name)
    assert predict(tmp_path / name) == (0, [int(labels[index])], "")


def test_a_photograph_is_turned_as_its_camera_was(predict, test_digits, tmp_path):
    upright = scene(gradient=0.2)(test_digits[0][SEVEN])
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = TURNED_LEFT
    upright.rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=exif)
    assert predict(tmp_path / "turned.jpg") == (0, [7], "")


def test_a_phone_s_own_format_is_read(predict):
    assert predict(Path(__file__).parents[1] / "data" / "one.heic") == (0, [1], "")


@pytest.mark.parametrize("size", [(12_000, 9000), (300, 200)])
def test_of_an_empty_picture_one_sentence_is_printed(predict, size, tmp_path, recwarn):
    Image.new("1", size, 1).save(tmp_path / "empty.png")
    status, digits, messages = predict(tmp_path / "empty.png")
    assert (status, digits) == (1, [None])
    assert messages == f"inkling: nothing is drawn in {tmp_path / 'empty.png'}\n"
    assert not recwarn.list


@pytest.mark.parametrize("grain", [0, 7])
def test_two_digits_are_read_from_left_to_right(grain, predict, test_digits, tmp_path):
    images, _ = test_digits
    both = np.hstack([scene(side=200, grain=grain)(images[index]) for index in (FOUR, TWO)])
    Image.fromarray(both).save(tmp_path / "two.png")
    assert predict(tmp_path / "two.png") == (0, [4, 2], "")
