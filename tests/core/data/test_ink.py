import io
import shutil
import struct
import zlib

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image
from scipy import ndimage

from core.config.data import DataConfig
from core.data import ink, pictures
from core.data.datasets import mnist
from core.data.ink import (
    BOX,
    CANVAS,
    CENTRE,
    MAX_SIDE,
    Box,
    GrowingInk,
    Preparation,
    StrokePoint,
    box_around,
    box_of,
    centred,
    digit_from_ink,
    digit_from_strokes,
    fitted,
    ink_of_strokes,
    on_square_paper,
    stages,
)
from core.data.photographs.photograph import digit_from_picture, ink_of_picture
from core.data.photographs.strokes import FLATTEST
from core.data.pictures import read_picture
from core.errors import PictureError
from core.insight.predictor import Predictor

HALF_A_PIXEL = 0.5 + 1e-4
DIGITS = 1000 if settings().max_examples > 1000 else 60  # all in the long profile
MORE_MISREAD = max(0.015, 1 / DIGITS)  # than of the digits themselves


@pytest.fixture(scope="module")
def predictor(trained_mlp):
    config, weights = trained_mlp
    predictor = Predictor(config.model, DataConfig())
    predictor.set_weights(weights)
    return predictor


@pytest.fixture(scope="module")
def shared_path(tmp_path_factory):
    return tmp_path_factory.mktemp("pictures") / "picture"


@pytest.fixture(scope="module")
def enlarged(test_digits):
    """The test digits 104 x 104 pixels large, off the middle of 150 x 180, white on black."""
    pictures = np.zeros((DIGITS, 150, 180), np.uint8)
    for picture, grey in zip(pictures, test_digits[0][:DIGITS], strict=True):
        picture[5:109, 70:174] = ndimage.zoom(grey, 104 / 28, order=1)
    return pictures


def accuracy(predictor, digits, labels):
    """The share of digits read right, counting None as wrong."""
    read = [
        -1 if digit is None else int(predictor.probabilities(digit).argmax()) for digit in digits
    ]
    return float((np.array(read) == labels).mean())


def assert_is_a_digit(digit):
    assert digit.shape == (28, 28)
    assert digit.dtype == np.float32
    assert np.isfinite(digit).all()
    assert digit.min() >= 0
    assert digit.max() <= 1
    assert digit.max() > 0


def extent(digit):
    """Height and width of the box around all ink."""
    rows, columns = np.nonzero(digit)
    return rows.max() - rows.min() + 1, columns.max() - columns.min() + 1


class TestRealDigits:
    def test_their_centres_of_mass_lie_where_the_constant_says(self):
        digits = mnist().train_x.numpy().reshape(-1, 28, 28)
        mass, place = digits.sum(axis=(1, 2)), np.arange(28)
        for axis in (1, 2):
            centres = digits.sum(axis=axis) @ place / mass
            assert abs(centres.mean() - CENTRE) < 0.02
            assert np.mean(abs(centres - CENTRE) <= 0.5) > 0.9999

    @pytest.mark.parametrize(
        "recoloured",
        [
            pytest.param(lambda white: white, id="light on dark"),
            pytest.param(lambda white: 255 - white, id="dark on light"),
            pytest.param(lambda white: 190 - white * 0.6, id="dark on grey paper"),
            pytest.param(lambda white: 90 + white * 0.6, id="light on grey paper"),
            pytest.param(lambda white: 200 - white * 0.15, id="faint pencil"),
            pytest.param(
                lambda white: np.linspace(225, 255, white.shape[1]) * (1 - 0.8 * white / 255),
                id="lit from one side",
            ),
            pytest.param(
                lambda white: (
                    np.add.outer(
                        np.linspace(0, 12, white.shape[0]), np.linspace(20, 0, white.shape[1])
                    )
                    + white * 0.8
                ),
                id="lit from a corner, light on dark",
            ),
            pytest.param(lambda white: (255 - white)[5:109, 70:174], id="without margins"),
            pytest.param(
                lambda white: np.pad(white[::4, ::4], ((90, 0), (0, 300))),
                id="small on large paper",
            ),
        ],
    )
    def test_a_picture_of_one_is_read_as_well_as_the_digit_itself(
        self, predictor, test_digits, enlarged, recoloured
    ):
        images, labels = test_digits[0][:DIGITS], test_digits[1][:DIGITS]
        direct = accuracy(predictor, images / np.float32(255), labels)
        digits = [
            digit_from_picture(recoloured(picture).round().astype(np.uint8)) for picture in enlarged
        ]
        assert direct > 0.94
        assert accuracy(predictor, digits, labels) >= direct - MORE_MISREAD

    @pytest.mark.parametrize(
        ("mode", "painted"),
        [
            ("RGBA", lambda white: np.dstack([np.full_like(white, 20)] * 3 + [white])),
            ("LA", lambda white: np.dstack([np.zeros_like(white), white])),
            ("RGB", lambda white: np.dstack([255 - white, 255 - white, np.full_like(white, 255)])),
            (
                "RGB",
                lambda white: np.dstack([white, np.full_like(white, 60), np.full_like(white, 90)]),
            ),
        ],
        ids=["transparent", "transparent grey", "blue on white", "red on blue"],
    )
    def test_a_picture_file_of_one_is_too(
        self, predictor, test_digits, enlarged, shared_path, mode, painted
    ):
        images, labels = test_digits[0][:DIGITS], test_digits[1][:DIGITS]
        digits = []
        for picture in enlarged[:DIGITS]:
            Image.frombytes(mode, picture.shape[::-1], painted(picture).tobytes()).save(
                shared_path, "PNG", compress_level=1
            )
            digits.append(digit_from_picture(read_picture(shared_path)))
        assert (
            accuracy(predictor, digits, labels)
            >= accuracy(predictor, images / np.float32(255), labels) - MORE_MISREAD
        )

    @pytest.mark.parametrize("times", [1, 3, 8])
    def test_one_made_larger_becomes_itself_again(self, test_digits, times):
        images = test_digits[0][:DIGITS]
        agreeing = 0
        for image in images:
            digit = digit_from_picture(
                np.pad(np.kron(image, np.ones((times, times), np.uint8)), ((3, 9), (11, 2)))
            )
            assert max(extent(digit)) == max(extent(image)) == 20
            assert (
                abs(min(extent(digit)) - min(extent(image))) <= 2
            )  # faintest columns may count as paper
            centre = ndimage.center_of_mass(digit)
            assert np.allclose(centre, CENTRE, rtol=0, atol=HALF_A_PIXEL)
            agreeing += np.abs(digit - image / 255).mean() < 0.02
        assert agreeing >= 0.965 * len(
            images
        )  # the others' centres are so near to half a pixel that they may move

    def test_two_pixels_off_the_centre_many_are_misread(self, predictor, test_digits):
        images, labels = test_digits
        moved = [np.pad(image, ((2, 0), (2, 0))) for image in images / np.float32(255)]
        again = [digit_from_ink(image) for image in moved]
        direct = accuracy(predictor, images / np.float32(255), labels)
        assert accuracy(predictor, [image[:28, :28] for image in moved], labels) < direct - 0.1
        assert accuracy(predictor, again, labels) >= direct - 0.015


def two_dots():
    """Two dots of different grey on a long strip of paper, one of them at its edge."""
    picture = np.zeros((32, 3), np.uint8)
    picture[15, 1], picture[31, 1] = 131, 143
    return picture


class TestPaperAndInk:
    @pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (28, 28)])
    @pytest.mark.parametrize("grey", [0, 100, 255])
    def test_empty_paper_is_no_digit(self, shape, grey):
        assert digit_from_picture(np.full(shape, grey, np.uint8)) is None

    def test_what_differs_by_less_than_the_eye_sees_is_paper(self):
        picture = np.full((40, 40), 200, np.uint8)
        picture[10:30, 15:20] = 200 - FLATTEST + 1
        assert digit_from_picture(picture) is None
        picture[10:30, 15:20] = 200 - FLATTEST
        assert extent(digit_from_picture(picture)) == (20, 5)

    def test_the_faintest_parts_of_the_ink_are_paper(self):
        picture = np.zeros((40, 40), np.uint8)
        picture[5:35, 10:20] = 25
        picture[10:30, 12:18] = 255
        assert np.array_equal(ink_of_picture(picture), np.where(picture == 255, 1, 0))
        picture[5:35, 10:12] = 26
        assert ink_of_picture(picture)[20, 11] == pytest.approx(26 / 255)

    @given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40)))
    @example(np.eye(2, dtype=np.uint8) * 255)
    @example(np.array([[0, 255]], np.uint8))
    def test_any_picture_gives_a_digit_or_none(self, picture):
        ink = ink_of_picture(picture)
        assert ink.shape == picture.shape
        assert ink.dtype == np.float32
        assert 0 <= ink.min() <= ink.max() <= 1
        digit = digit_from_picture(picture)
        assert (digit is None) == (not ink.any())
        if digit is not None:
            assert_is_a_digit(digit)

    @given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40)))
    @example(two_dots())
    def test_the_negative_of_a_picture_holds_the_same_ink(self, picture):
        edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        paper = np.median(edge)
        assume(picture.max() - paper != paper - picture.min())
        assert np.allclose(ink_of_picture(picture), ink_of_picture(255 - picture), atol=1e-6)


class TestPlacing:
    @given(st.integers(1, 300), st.integers(1, 300))
    @example(1, 300)
    @example(300, 1)
    @example(1, 1)
    def test_a_box_is_scaled_to_twenty_pixels_and_keeps_its_proportions(self, height, width):
        small = fitted(np.ones((height, width), np.float32))
        assert max(small.shape) == BOX == 20
        for side, length in zip(small.shape, (height, width), strict=True):
            exact = length * 20 / max(height, width)
            assert abs(side - exact) <= 0.5 or (side == 1 and exact < 0.5)
        assert np.allclose(small, 1)

    def test_the_box_is_the_smallest_that_holds_all_ink(self):
        ink = np.zeros((50, 60), np.float32)
        ink[7, 20], ink[30, 5], ink[12, 41] = 0.01, 1, 0.5
        assert np.array_equal(box_of(ink), ink[7:31, 5:42])
        assert box_of(np.zeros((3, 4), np.float32)) is None

    @pytest.mark.parametrize("times", [2, 5, 13])
    def test_making_smaller_averages(self, times):
        blocks = ndimage.gaussian_filter(np.random.default_rng(times).random((20, 16)), 1.5).astype(
            np.float32
        )
        large = np.kron(blocks, np.ones((times, times), np.float32))
        assert np.allclose(fitted(large), blocks, atol=0.02)

    def test_making_larger_agrees_with_scipy(self):
        small = ndimage.gaussian_filter(np.random.default_rng(3).random((10, 8)), 1).astype(
            np.float32
        )
        expected = ndimage.zoom(small, 2, order=3, mode="nearest", grid_mode=True)
        assert np.allclose(fitted(small), expected, atol=0.02)

    @given(
        arrays(
            np.float32,
            st.tuples(st.integers(1, 20), st.integers(1, 20)),
            elements=st.sampled_from([0, 0.25, 1]),
        )
    )
    def test_the_centre_of_mass_is_brought_to_the_centre_as_near_as_the_frame_allows(self, ink):
        assume(ink.any())
        digit = centred(ink)
        assert digit.sum() == pytest.approx(ink.sum())
        cut = digit[np.ix_(digit.any(axis=1), digit.any(axis=0))]
        assert np.array_equal(cut, ink[np.ix_(ink.any(axis=1), ink.any(axis=0))])
        centre = ndimage.center_of_mass(digit)
        for axis in (0, 1):
            lines = np.flatnonzero(ink.any(axis=1 - axis))
            placed = np.flatnonzero(digit.any(axis=1 - axis))
            start = placed[0] - lines[0]
            if abs(centre[axis] - CENTRE) > HALF_A_PIXEL:
                assert start == (0 if centre[axis] > CENTRE else 28 - ink.shape[axis])

    @pytest.mark.parametrize(
        ("ink", "expected"),
        [
            (np.ones((1, 1)), (20, 20)),
            (np.ones((1, 5000)), (1, 20)),
            (np.ones((4000, 2)), (20, 1)),
            (np.eye(2), (20, 20)),
            (np.ones((3, 2)), (20, 13)),
        ],
    )
    def test_extreme_ink_becomes_a_digit_too(self, ink, expected):
        digit = digit_from_ink(ink.astype(np.float32))
        assert_is_a_digit(digit)
        assert extent(digit) == expected
        assert np.allclose(ndimage.center_of_mass(digit), CENTRE, rtol=0, atol=HALF_A_PIXEL)

    def test_two_specks_far_apart_become_a_digit_too(self):
        ink = np.zeros((3000, 3000), np.float32)
        ink[0, 0] = ink[-1, -1] = 0.1
        assert_is_a_digit(digit_from_ink(ink))

    def test_no_ink_is_no_digit(self):
        assert digit_from_ink(np.zeros((28, 28), np.float32)) is None


# Corners of strokes, as shares of the canvas; their centres of mass are not near half a pixel.
DRAWINGS = {
    "seven": [[(0.25, 0.2), (0.75, 0.2), (0.45, 0.8)]],
    "five": [
        [
            (0.65, 0.2),
            (0.4, 0.2),
            (0.38, 0.45),
            (0.55, 0.42),
            (0.65, 0.6),
            (0.55, 0.8),
            (0.35, 0.75),
        ]
    ],
    "nine": [
        [(0.6, 0.3), (0.45, 0.2), (0.35, 0.35), (0.45, 0.5)],
        [(0.45, 0.5), (0.6, 0.4), (0.6, 0.3), (0.55, 0.85)],
    ],
}


def strokes(name, scale=1.0, right=0.0, down=0.0, width=0.08):
    """A drawing, made larger about the canvas's middle and then moved."""
    return [
        [
            StrokePoint(
                0.5 + (x - 0.5) * scale + right, 0.5 + (y - 0.5) * scale + down, width * scale
            )
            for x, y in corners
        ]
        for corners in DRAWINGS[name]
    ]


class TestStrokes:
    def test_none_are_no_digit(self):
        assert digit_from_strokes([]) is None
        assert digit_from_strokes([[], []]) is None

    @given(
        st.sampled_from(sorted(DRAWINGS)), st.floats(0.5, 1.15), st.floats(-1, 1), st.floats(-1, 1)
    )
    def test_where_and_how_large_it_is_drawn_makes_no_difference(self, name, scale, right, down):
        room = max(0.0, 0.5 - 0.42 * scale)
        digit = digit_from_strokes(strokes(name, scale, right * room, down * room))
        difference = np.abs(digit - digit_from_strokes(strokes(name)))
        # rarely a column more or less, by rounding, makes 0.034; one pixel's move 0.05 to 0.07
        assert difference.mean() < 0.04
        assert difference.max() < 0.6

    def test_moved_by_whole_pixels_nothing_changes_at_all(self):
        for right, down in ((20, 0), (-15, 12)):
            moved = digit_from_strokes(strokes("seven", right=right / CANVAS, down=down / CANVAS))
            assert np.array_equal(moved, digit_from_strokes(strokes("seven")))

    def test_strokes_are_round_and_as_wide_as_told(self):
        line = ink_of_strokes([[StrokePoint(0.3, 0.5, 0.1), StrokePoint(0.7, 0.5, 0.1)]], side=1000)
        assert set(np.unique(line)) == {0, 1}
        y, x = np.mgrid[:1000, :1000]
        distance = np.hypot(x - np.clip(x, 300, 700), y - 500)
        assert not line[distance > 52].any()
        assert line[distance < 48].all()

    def test_all_strokes_are_on_the_same_canvas(self):
        both = ink_of_strokes(strokes("nine"))
        assert np.array_equal(
            both, np.maximum(*(ink_of_strokes([stroke]) for stroke in strokes("nine")))
        )

    @given(st.lists(st.sampled_from(("point", "stroke", "undo", "clear")), max_size=30), st.data())
    def test_ink_that_grows_is_that_of_the_strokes(self, deeds, data):
        growing, drawn = GrowingInk(), []
        share = st.floats(0, 1, width=16)
        for deed in deeds:
            if deed == "point" and drawn:
                drawn[-1].append(data.draw(st.builds(StrokePoint, share, share, st.just(0.05))))
            elif deed in ("point", "stroke"):
                drawn.append([])
            elif deed == "undo":
                del drawn[-1:]
            else:
                drawn.clear()
            assert np.array_equal(growing.of(drawn), ink_of_strokes(drawn))

    def test_points_that_are_drawn_are_not_drawn_again(self, monkeypatch):
        numbers = []
        draw_point = ink._draw_point
        monkeypatch.setattr(
            ink, "_draw_point", lambda *args: numbers.append(args[2]) or draw_point(*args)
        )
        growing, drawn = GrowingInk(), [[]]
        for x in range(5):
            drawn[-1].append(StrokePoint(x / 10, 0.5, 0.05))
            growing.of(drawn)
        growing.of([*drawn, [StrokePoint(0.5, 0.7, 0.05)]])
        assert numbers == [0, 1, 2, 3, 4, 0]

    def test_a_tap_is_a_round_dot(self):
        digit = digit_from_strokes([[StrokePoint(0.1, 0.9, 0.05)]])
        y, x = np.mgrid[:28, :28] - np.array(ndimage.center_of_mass(digit)).reshape(2, 1, 1)
        distance = np.hypot(x, y)
        assert (digit[distance < 8.5] > 0.95).all()
        assert (digit[distance > 11] < 0.05).all()

    @pytest.mark.parametrize("width", [0.0, 0.001, 0.01])
    def test_a_thin_line_is_still_seen(self, width):
        upright = digit_from_strokes([[StrokePoint(0.5, 0.1, width), StrokePoint(0.5, 0.9, width)]])
        assert_is_a_digit(upright)
        assert extent(upright)[0] == 20
        assert extent(upright)[1] <= 1
        assert np.allclose(ndimage.center_of_mass(upright), CENTRE, rtol=0, atol=HALF_A_PIXEL)

    def test_what_is_drawn_outside_is_left_out(self):
        outside = [StrokePoint(1.5, 1.5, 0.08), StrokePoint(3.0, -2.0, 0.08)]
        assert digit_from_strokes([outside]) is None
        drawing = strokes("seven")
        assert np.array_equal(digit_from_strokes([*drawing, outside]), digit_from_strokes(drawing))

    def test_a_stroke_that_leaves_is_cut_at_the_edge(self):
        ink = ink_of_strokes([[StrokePoint(0.5, 0.5, 0.1), StrokePoint(40.0, 0.5, 0.1)]])
        assert ink[140, 140:].all()
        assert not ink[:120].any()
        assert not ink[:, :125].any()

    @given(
        st.lists(
            st.lists(
                st.builds(StrokePoint, st.floats(-3, 4), st.floats(-3, 4), st.floats(0, 2)),
                min_size=1,
                max_size=5,
            ),
            max_size=3,
        )
    )
    def test_any_scribble_is_a_digit_or_none(self, scribble):
        digit = digit_from_strokes(scribble)
        if digit is not None:
            assert_is_a_digit(digit)


GREY = np.arange(0, 240, 2, dtype=np.uint8).reshape(10, 12)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks):
    """A PNG file of these chunks, with right checksums."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def header(width, height, bits=8, colours=0):
    return b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)


def encoded(image, kind="PNG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def saved(path, image, kind="PNG", **options):
    path.write_bytes(encoded(image, kind, **options))
    return path


def refusal(path):
    with pytest.raises(PictureError) as error:
        read_picture(path)
    return str(error.value)


class TestReadingPictures:
    @pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "PPM"])
    def test_grey_levels_come_back_exactly(self, shared_path, kind):
        levels = read_picture(saved(shared_path, Image.fromarray(GREY), kind))
        assert levels.dtype == np.uint8
        assert np.array_equal(levels, GREY)

    @pytest.mark.parametrize(
        ("mode", "kind"),
        [("L", "JPEG"), ("RGB", "JPEG"), ("CMYK", "JPEG"), ("RGB", "WEBP"), ("P", "GIF")],
    )
    def test_or_nearly_so(self, shared_path, mode, kind):
        picture = Image.fromarray(GREY).resize((120, 100)).convert(mode)
        levels = read_picture(saved(shared_path, picture, kind, quality=95))
        assert np.abs(levels.astype(int) - np.asarray(picture.convert("L"))).max() <= 6

    @pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "LA", "PA"])
    def test_colours_become_their_brightness(self, shared_path, mode):
        picture = Image.new("RGB", (3, 1))
        picture.putdata([(255, 0, 0), (0, 255, 0), (255, 255, 255)])
        kind = "TIFF" if mode == "PA" else "PNG"
        levels = read_picture(saved(shared_path, picture.convert(mode), kind))
        assert levels.tolist() == [[76, 150, 255]]  # 0.299, 0.587 and 0.114 of red, green and blue

    def test_sixteen_bits_are_cut_to_their_upper_eight(self, shared_path):
        deep = GREY.astype(np.uint16) * 257
        assert np.array_equal(read_picture(saved(shared_path, Image.fromarray(deep))), GREY)
        assert np.array_equal(read_picture(saved(shared_path, Image.fromarray(deep), "TIFF")), GREY)

    def test_a_digit_in_sixteen_bits_is_the_same_digit(self, shared_path, test_digits):
        deep = Image.fromarray(test_digits[0][0].astype(np.uint16) * 257)
        digit = digit_from_picture(read_picture(saved(shared_path, deep)))
        assert np.array_equal(digit, digit_from_picture(test_digits[0][0]))

    def test_one_bit_is_black_and_white(self, shared_path):
        picture = Image.fromarray(GREY > 100)
        assert picture.mode == "1"
        assert np.array_equal(
            read_picture(saved(shared_path, picture)), np.where(GREY > 100, 255, 0)
        )

    def test_what_is_transparent_is_white_paper(self, shared_path):
        painted = np.zeros((2, 2, 4), np.uint8)
        painted[0, 0, 3], painted[0, 1, 3] = 255, 51
        assert read_picture(saved(shared_path, Image.fromarray(painted))).tolist() == [
            [0, 204],
            [255, 255],
        ]
        with_palette = Image.new("P", (2, 1))
        with_palette.putpalette([0, 0, 0, 10, 10, 10])
        with_palette.putpixel((1, 0), 1)
        assert read_picture(saved(shared_path, with_palette, transparency=0)).tolist() == [
            [255, 10]
        ]

    @pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
    def test_of_an_animation_the_first_picture_is_read(self, shared_path, kind):
        options = {"lossless": True} if kind == "WEBP" else {}
        frames = [Image.new("L", (12, 10), shade) for shade in (90, 200)]
        path = saved(
            shared_path, Image.fromarray(GREY), kind, save_all=True, append_images=frames, **options
        )
        assert np.array_equal(read_picture(path), GREY)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize(("orientation", "turns"), [(1, 0), (3, 2), (6, 3), (8, 1)])
    def test_a_photo_is_read_upright(self, shared_path, kind, orientation, turns):
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture = Image.fromarray(np.kron(GREY, np.ones((8, 8), np.uint8)))
        levels = read_picture(saved(shared_path, picture, kind, exif=exif))
        upright = np.rot90(np.asarray(picture), turns)
        assert levels.shape == upright.shape
        assert np.abs(levels.astype(int) - upright).mean() < 6

    def test_a_missing_file_and_a_folder_are_refused(self, tmp_path):
        assert (
            refusal(tmp_path / "none.png")
            == f"{tmp_path / 'none.png'} cannot be read: No such file or directory."
        )
        assert refusal(tmp_path).startswith(f"{tmp_path} cannot be read: ")

    @pytest.mark.parametrize(
        "data",
        [b"", b"\0", b"PK\3\4" + bytes(50), b"<svg/>", b"\x89PNG\r\n\x1a\n", header(5, 5)[1]],
    )
    def test_what_is_no_picture_is_refused(self, shared_path, data):
        shared_path.write_bytes(data)
        assert (
            refusal(shared_path) == f"{shared_path} is not a picture in a format that can be read."
        )

    def test_a_program_that_draws_is_not_run(self, shared_path):
        if shutil.which("gs") is None:
            shared_path.write_bytes(
                b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n"
            )
        else:
            saved(shared_path, Image.fromarray(GREY), "EPS")
        assert (
            refusal(shared_path) == f"{shared_path} is not a picture in a format that can be read."
        )

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"])
    def test_a_picture_cut_short_is_refused(self, shared_path, kind):
        whole = encoded(
            Image.fromarray(np.random.default_rng(0).integers(0, 256, (60, 60), np.uint8)), kind
        )
        for share in (0.2, 0.5, 0.9):
            shared_path.write_bytes(whole[: int(len(whole) * share)])
            assert str(shared_path) in refusal(shared_path)

    @pytest.mark.parametrize(
        ("width", "height"),
        [(11_181, 11_181), (125_000_001, 1), (15_000, 15_000), (2**31 - 1, 2**31 - 1)],
    )
    def test_a_picture_that_would_fill_the_memory_is_refused_unread(
        self, shared_path, width, height
    ):
        shared_path.write_bytes(
            png(header(width, height), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
        )
        text = refusal(shared_path)
        assert "pixels" in text
        assert "truncated" not in text
        assert not text.endswith("..")

    def test_the_limit_is_told(self, shared_path):
        shared_path.write_bytes(png(header(12_000, 12_000), (b"IDAT", b""), (b"IEND", b"")))
        assert (
            refusal(shared_path)
            == f"{shared_path} has 12000 x 12000 pixels; at most 125 million can be read."
        )

    def test_a_picture_just_within_the_limit_is_read(self, shared_path, monkeypatch):
        saved(shared_path, Image.fromarray(GREY))
        monkeypatch.setattr(pictures, "MAX_PIXELS", GREY.size)
        assert np.array_equal(read_picture(shared_path), GREY)
        monkeypatch.setattr(pictures, "MAX_PIXELS", GREY.size - 1)
        assert "has 12 x 10 pixels" in refusal(shared_path)

    def test_a_giant_picture_of_a_stroke_is_a_digit(self, shared_path):
        picture = Image.new("1", (2000, 4000), 1)
        picture.paste(0, (800, 400, 960, 3600))
        assert extent(digit_from_picture(read_picture(saved(shared_path, picture)))) == (20, 1)

    def test_a_decoder_that_stumbles_refuses_the_picture(self, shared_path):
        nonsense = bytes.fromhex(
            "4af9e2a6a463d7e952d0cfb0858f7b463ffd00000000"
        )  # Pillow raises IndexError
        shared_path.write_bytes(
            png(header(8, 8, bits=16))
            + struct.pack(">I", 14)
            + b"IDAT"
            + nonsense
            + b"iCCP\xa5\x89\x19>"
        )
        assert refusal(shared_path).startswith(f"{shared_path} cannot be read: ")


SEEDS = [
    [
        header(6, 5),
        (b"IDAT", zlib.compress(bytes([0, 10, 90, 90, 30, 200, 255] * 5))),
        (b"IEND", b""),
    ],
    [header(6, 5, bits=16), (b"IDAT", zlib.compress(bytes(65))), (b"IEND", b"")],
    [header(6, 5, bits=1), (b"IDAT", zlib.compress(bytes(10))), (b"IEND", b"")],
    [
        header(6, 5, colours=6),
        (b"tEXt", b"a\0b"),
        (b"IDAT", zlib.compress(bytes(125))),
        (b"IEND", b""),
    ],
    [
        header(6, 5, colours=3),
        (b"PLTE", bytes(range(30))),
        (b"tRNS", bytes(5)),
        (b"IDAT", zlib.compress(bytes([0, 1, 2, 3, 4, 5, 6] * 5))),
        (b"IEND", b""),
    ],
]
KINDS = [
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"pHYs",
    b"tEXt",
    b"zTXt",
]
KINDS += [b"iTXt", b"eXIf", b"acTL", b"fcTL", b"fdAT", b"bKGD", b"tIME"]


@st.composite
def damaged_pngs(draw):
    """A right PNG with some chunks changed, doubled or taken out; some with right checksums, some
    not.
    """
    chunks = [list(chunk) for chunk in draw(st.sampled_from(SEEDS))]
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(chunks) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                chunks.insert(place, [draw(st.sampled_from(KINDS)), draw(st.binary(max_size=30))])
            case 1 if len(chunks) > 1:
                del chunks[place]
            case 2:
                chunks[place][0] = draw(st.sampled_from(KINDS))
            case _:
                data = bytearray(chunks[place][1])
                at = draw(st.integers(0, len(data)))
                data[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
                chunks[place][1] = bytes(data)
    data = png(*chunks)
    if draw(st.booleans()):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=2)) + data[at + draw(st.integers(0, 3)) :]
    return data


class TestAnyPictureFile:
    @given(damaged_pngs() | st.binary(max_size=50))
    def test_it_is_read_or_refused(self, shared_path, data):
        shared_path.write_bytes(data)
        try:
            levels = read_picture(shared_path)
        except PictureError:
            return
        assert (levels.dtype, levels.ndim) == (np.uint8, 2)
        digit = digit_from_picture(levels)
        if digit is not None:
            assert_is_a_digit(digit)

    def test_undamaged_ones_are_read(self, shared_path):
        for chunks in SEEDS:
            shared_path.write_bytes(png(*chunks))
            assert read_picture(shared_path).shape == (5, 6)


class TestStages:
    """An L of full ink, 60 high and 30 wide, far from the middle of a canvas of 280."""

    @pytest.fixture
    def ink(self):
        made = np.zeros((280, 280), np.float32)
        made[200:260, 20:30] = made[250:260, 20:50] = 1
        return made

    def test_are_the_steps_of_the_default_way(self, ink):
        made = stages(ink)
        assert made.drawn is ink
        assert made.box == Box(200, 20, 60, 30)
        assert made.scaled.shape == (20, 10)
        assert made.centre == pytest.approx(ndimage.center_of_mass(made.scaled), abs=1e-4)
        assert np.array_equal(made.digit, digit_from_ink(ink))
        assert np.array_equal(made.digit, centred(fitted(box_of(ink))))

    def test_without_a_box_the_ink_stays_small(self, ink):
        made = stages(ink, Preparation(box=False))
        assert made.box == Box(0, 0, 280, 280)
        assert made.scaled.shape == (28, 28)
        assert extent(made.digit > 0.3) == (6, 3)
        assert np.abs(np.subtract(ndimage.center_of_mass(made.digit), CENTRE)).max() <= HALF_A_PIXEL

    def test_without_box_and_centring_it_stays_where_it_was_drawn(self, ink):
        made = stages(ink, Preparation(box=False, centring=False))
        assert np.array_equal(made.digit, made.scaled)
        assert made.digit[20:26, 2].min() > 0.7
        assert made.digit[:18].sum() == made.digit[:, 8:].sum() == 0

    def test_without_smoothing_nothing_is_grey(self, ink):
        slanted = ndimage.rotate(ink, 20, order=0)
        assert set(np.unique(stages(slanted, Preparation(smoothing=False)).digit)) == {0, 1}
        assert ((stages(slanted).digit > 0.1) & (stages(slanted).digit < 0.9)).any()

    def test_without_centring_the_box_is_in_the_middle(self, ink):
        made = stages(ink, Preparation(centring=False))
        assert box_around(made.digit) == Box(4, 9, 20, 10)
        assert box_around(stages(ink).digit).left > 9

    def test_nothing_comes_of_nothing(self, ink):
        assert stages(np.zeros((5, 5), np.float32)) is None
        hair = np.zeros((280, 280), np.float32)
        hair[:, 0] = 1  # between the points that are looked at
        assert stages(hair, Preparation(box=False, smoothing=False)) is None
        assert stages(hair) is not None

    @pytest.mark.parametrize("shape", [(40, 90), (90, 40), (3000, 1000)])
    def test_a_picture_on_square_paper_gives_the_same_digit(self, shape):
        ink = np.zeros(shape, np.float32)
        top, left = shape[0] // 4, shape[1] // 4
        ink[top : 2 * top, left : 2 * left] = ink[top : top + top // 4, left : 3 * left] = 1
        square = on_square_paper(ink)
        assert square.shape == (min(max(shape), MAX_SIDE),) * 2
        difference = np.abs(digit_from_ink(square) - digit_from_ink(ink))
        assert difference.mean() < 0.01 if max(shape) > MAX_SIDE else difference.max() == 0
