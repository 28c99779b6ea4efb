"""Photographs of handwriting: what is read on many kinds of paper, and each stage by itself."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from PIL import Image, ImageDraw

from core.config.data import DataConfig
from core.data.ink import box_around, cut_out, digit_from_ink, digit_from_strokes
from core.data.photographs import digits, strokes
from core.data.photographs.colour import grey_of_colours
from core.data.photographs.digits import separate_digits
from core.data.photographs.page import page_of
from core.data.photographs.paper import background, contrast, otsu_threshold
from core.data.photographs.photograph import (
    Cleaning,
    digit_from_picture,
    ink_of_picture,
    photograph_of,
)
from core.data.photographs.pixels import grey_of_numbers
from core.data.photographs.ruling import without_ruling
from core.data.photographs.strokes import full_level, noise_of, stroke_width
from core.data.pictures import read_pixels
from core.insight.predictor import Predictor
from tests.core.running import config_of, final_weights, run_to_the_end
from tests.photographs import SCENES, Scene, empty, pen_strokes, photograph

DIGITS = 14  # of each kind; a hundred in the long profile


@pytest.fixture(scope="module")
def predictor(trained_mlp):
    config, weights = trained_mlp
    predictor = Predictor(config.model, DataConfig())
    predictor.set_weights(weights)
    return predictor


def share_read(predictor, digits, labels):
    """The share of digits read right, counting None as wrong."""
    answers = [
        -1 if digit is None else int(predictor.probabilities(digit).argmax()) for digit in digits
    ]
    return float(np.mean(np.array(answers) == labels))


def photographs(images, scene, seed=1):
    random = np.random.default_rng(seed)
    return [photograph(image, scene, random) for image in images]


class TestReading:
    @pytest.mark.parametrize("name", SCENES)
    def test_a_photograph_is_read_nearly_as_well_as_the_digit(self, predictor, test_digits, name):
        images, labels = test_digits[0][:DIGITS], test_digits[1][:DIGITS]
        digits = [digit_from_picture(grey) for grey in photographs(images, SCENES[name])]
        direct = share_read(predictor, images / np.float32(255), labels)
        assert direct > 0.9
        assert share_read(predictor, digits, labels) >= direct - 1.5 / DIGITS

    @pytest.mark.parametrize("name", ["clean", "gradient", "chalk"])
    @pytest.mark.parametrize("number", [3, 28])
    def test_a_picture_cut_out_at_the_digit_is_prepared_alike(self, test_digits, name, number):
        """Ink is half of such a picture and of its edge, and the paper lies in the corners."""
        image, scene = test_digits[0][number], SCENES[name]
        (whole,) = photographs([image], scene)
        box = box_around(np.pad(pen_strokes(image, scene.side), scene.margin) > 0.1)
        closely = digit_from_picture(np.ascontiguousarray(cut_out(whole, box)))
        assert closely is not None
        assert np.abs(closely - digit_from_picture(whole)).mean() < 0.03

    def test_without_the_stages_most_are_misread(self, predictor, test_digits):
        images, labels = test_digits[0][:DIGITS], test_digits[1][:DIGITS]
        raw = Cleaning(light=False, ruling=False, noise=False)
        for name in ("steep gradient", "small on ruled paper"):
            digits = [
                digit_from_ink(photograph_of(grey, raw).ink)
                for grey in photographs(images, SCENES[name])
            ]
            assert share_read(predictor, digits, labels) < 0.6

    @pytest.mark.parametrize("name", [name for name in SCENES if name != "speck"])
    def test_on_empty_paper_nothing_is_drawn(self, name):
        for seed in range(3):
            (grey,) = photographs([None], empty(name), seed)
            assert not ink_of_picture(grey).any()

    @pytest.mark.skipif(settings().max_examples < 1000, reason="only in the long profile")
    @pytest.mark.timeout(1800)
    @pytest.mark.parametrize(
        ("preset", "epochs", "least"), [("cnn", 2, 0.95), ("relu-dropout", 4, 0.9)]
    )
    def test_a_hundred_of_each_kind(self, test_digits, preset, epochs, least):
        config = config_of(preset, {"epochs": epochs})
        predictor = Predictor(config.model, config.data)
        predictor.set_weights(final_weights(run_to_the_end(config, threads=2)))
        images, labels = test_digits[0][:100], test_digits[1][:100]
        for name, scene in SCENES.items():
            digits = [digit_from_picture(grey) for grey in photographs(images, scene)]
            share = share_read(predictor, digits, labels)
            print(f"{preset} {name}: {share:.0%}")  # noqa: T201 - shown with -s
            assert share >= least, name


class TestColours:
    @pytest.mark.parametrize(
        ("ink", "paper"),
        [((255, 0, 0), (0, 130, 0)), ((90, 90, 250), (150, 110, 20)), ((250, 240, 60), (245,) * 3)],
        ids=["red on green", "blue on brown", "yellow on white"],
    )
    def test_ink_may_differ_from_the_paper_in_colour_only(self, predictor, test_digits, ink, paper):
        images, labels = test_digits[0][:DIGITS], test_digits[1][:DIGITS]
        digits = []
        for image in images:
            cover = np.pad(pen_strokes(image, 200), 20)[..., np.newaxis]
            colours = np.round(np.array(paper) * (1 - cover) + np.array(ink) * cover)
            digits.append(digit_from_picture(colours.astype(np.uint8)))
        assert share_read(predictor, digits, labels) >= 0.9

    def test_where_brightness_differs_it_decides(self):
        colours = np.full((50, 50, 3), (250, 245, 230), np.uint8)
        colours[10:40, 20:25] = (20, 20, 120)
        expected = np.asarray(Image.fromarray(colours).convert("L"))
        assert np.array_equal(grey_of_colours(colours), expected)


class TestPaper:
    def test_the_light_is_estimated_behind_the_ink_too(self, test_digits):
        scene = Scene(gradient=0.3, vignette=0.2, shadow=0.1)
        (paper,), (written,) = (photographs([image], scene) for image in (None, test_digits[0][0]))
        estimate = background(written.astype(np.float32), np.ones(written.shape, bool))
        difference = np.abs(estimate - paper)
        assert np.quantile(difference, 0.95) < 5
        assert difference.max() < 20

    def test_ink_in_a_shadow_counts_as_much_as_in_the_light(self):
        paper = np.array([[200.0, 100.0, 200.0]], np.float32)
        assert contrast(paper * np.float32(0.25), paper) == pytest.approx(np.full((1, 3), 150))

    def test_otsus_threshold_lies_between_two_groups(self):
        random = np.random.default_rng(4)
        levels = np.concatenate([random.normal(60, 8, 500), random.normal(190, 12, 4000)])
        is_light = levels > otsu_threshold(levels.astype(np.float32))
        assert is_light[:500].sum() < 5
        assert is_light[500:].all()

    @pytest.mark.parametrize("frame", [0, 25])
    def test_the_page_lies_within_the_frame(self, frame, test_digits):
        (grey,) = photographs([test_digits[0][0]], Scene(frame=frame, margin=40))
        page = page_of(grey.astype(np.float32))
        assert not page[:frame].any()
        assert not page[:, :frame].any()
        assert page[frame + 12 :, frame + 12 :].all()

    def test_a_shadow_and_dark_corners_are_no_frame(self, test_digits):
        for scene in (Scene(shadow=0.5), Scene(vignette=0.7), Scene(is_chalk=True, vignette=0.4)):
            (grey,) = photographs([test_digits[0][3]], scene)
            assert page_of(grey.astype(np.float32)).all()


class TestRuling:
    def test_lines_go_and_what_crosses_them_stays_whole(self, test_digits):
        for image in test_digits[0][:10]:
            (plain,), (ruled,) = (
                photographs([image], Scene(squares=squares)) for squares in (0, 60)
            )
            cleaned = without_ruling(230 - ruled.astype(np.float32), 0.0)
            difference = np.abs(cleaned - (230 - plain.astype(np.float32)))
            assert np.mean(difference > 25) < 0.003

    def test_a_stroke_is_no_line_even_if_it_is_long_and_straight(self):
        contrast_levels = np.zeros((300, 300), np.float32)
        contrast_levels[40:260, 148:152] = 150
        contrast_levels[100:104, 60:270] = 150
        assert np.array_equal(without_ruling(contrast_levels, 0.0), contrast_levels)


class TestStrokes:
    def test_noise_is_estimated_whatever_is_drawn(self, test_digits):
        for grain in (0, 5, 15):
            (grey,) = photographs([test_digits[0][0]], Scene(grain=grain))
            assert noise_of(grey.astype(np.float32)) == pytest.approx(grain, abs=1.2)

    def test_the_darkest_pixel_does_not_make_the_others_lighter(self, test_digits):
        image = test_digits[0][0]
        (clean,), (grainy,) = (photographs([image], Scene(grain=grain)) for grain in (0, 12))
        strengths = [digit_from_picture(grey).sum() for grey in (clean, grainy)]
        assert strengths[1] == pytest.approx(strengths[0], rel=0.04)

    @pytest.mark.parametrize("width", [3, 5, 9, 40])
    def test_the_width_of_a_stroke_is_measured(self, width):
        mask = np.zeros((200, 200), bool)
        mask[20:180, 50 : 50 + width] = True
        assert stroke_width(mask) == pytest.approx(width, rel=0.2, abs=1)

    @pytest.mark.parametrize("share", [0.0025, 0.005, 0.02])
    def test_hairlines_keep_their_strength(self, share):
        picture = Image.new("L", (1200, 1200), 245)
        draw = ImageDraw.Draw(picture)
        draw.line((400, 300, 800, 300, 550, 900), fill=20, width=round(1200 * share))
        digit = digit_from_picture(np.asarray(picture))
        assert digit.max() > 0.9
        assert np.count_nonzero(digit > 0.5) >= 20

    def test_a_drawing_without_a_cameras_traces_keeps_its_levels(self, test_digits):
        for image in test_digits[0][:20]:
            large = np.pad(np.kron(image, np.ones((4, 4), np.uint8)), 9)
            expected = large.astype(np.float32)
            expected[expected < 25.5] = 0
            assert np.abs(ink_of_picture(large) * 255 - expected).max() <= 6


def sheet(images, columns, scene, seed=1):
    """Digits in lines on one sheet."""
    cells = [np.pad(pen_strokes(image, 150), 12) for image in images]
    lines = [np.hstack(cells[start : start + columns]) for start in range(0, len(cells), columns)]
    cover = np.pad(np.vstack(lines), 50)
    shade = np.linspace(1, 1 - scene.gradient, cover.shape[1])
    levels = (scene.paper * (1 - cover) + scene.ink * cover) * shade
    noisy = levels + np.random.default_rng(seed).normal(0, scene.grain, cover.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


class TestSeparateDigits:
    @pytest.mark.parametrize("columns", [1, 2, 5])
    def test_each_is_read_in_the_order_of_writing(self, predictor, test_digits, columns):
        images, labels = test_digits[0][:10], test_digits[1][:10]
        digits = separate_digits(
            ink_of_picture(sheet(images, columns, Scene(gradient=0.2, grain=7)))
        )
        assert len(digits) == 10
        prepared = [digit_from_ink(digit.ink) for digit in digits]
        assert share_read(predictor, prepared, labels) >= 0.9

    def test_one_digit_stays_one(self, test_digits):
        for image in test_digits[0][:50]:
            large = 255 - np.pad(np.kron(image, np.ones((4, 4), np.uint8)), 20)
            assert len(separate_digits(ink_of_picture(large))) == 1

    def test_a_detached_top_belongs_to_its_digit(self):
        picture = Image.new("L", (300, 300), 255)
        draw = ImageDraw.Draw(picture)
        draw.line((130, 70, 210, 62), fill=0, width=16)  # the top of a 5
        draw.line(
            (118, 90, 115, 140, 180, 150, 190, 200, 120, 225), fill=0, width=16, joint="curve"
        )
        (digit,) = separate_digits(ink_of_picture(np.asarray(picture)))
        assert digit.box.top < 75
        assert digit.box.left + digit.box.width > 200

    def test_specks_are_no_digits(self, test_digits):
        picture = photographs([test_digits[0][0]], Scene(margin=120))[0]
        for top, left in ((20, 20), (500, 60), (60, 500)):
            picture[top : top + 14, left : left + 12] = 50
        assert len(separate_digits(ink_of_picture(picture))) == 1

    def test_no_ink_is_no_digit(self):
        assert separate_digits(np.zeros((40, 40), np.float32)) == []
        assert digit_from_strokes([]) is None


class TestFiles:
    def test_heic_is_read(self):
        picture = read_pixels(Path(__file__).parent / "one.heic")
        assert (picture.width, picture.height) == (96, 128)
        digit = digit_from_picture(picture.pixels)
        assert np.count_nonzero(digit.sum(axis=1) > 0.5) == 20
        assert np.count_nonzero(digit.any(axis=0)) < 8

    @pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
    def test_deep_pixels_are_scaled_by_the_bits_that_are_used(self, bits):
        white = 2**bits - 1
        numbers = np.array([[0, white // 2, white]], np.float32)
        assert grey_of_numbers(numbers).tolist() == [[0, 127, 255]]

    def test_numbers_of_other_ranges_too(self):
        assert grey_of_numbers(np.array([[0, 0.5, 1]], np.float32)).tolist() == [[0, 128, 255]]
        assert grey_of_numbers(np.array([[-10, 0, 90]], np.float32)).tolist() == [[0, 10, 100]]
        odd = np.array([[np.nan, np.inf, 255]], np.float32)
        assert grey_of_numbers(odd).tolist() == [[0, 0, 255]]

    @pytest.mark.parametrize("dtype", [np.int32, np.float32])
    def test_deep_tiffs_are_read(self, tmp_path, dtype):
        numbers = np.full((80, 80), 1000, dtype)
        numbers[20:60, 35:45] = 100
        Image.fromarray(numbers).save(tmp_path / "deep.tiff")
        digit = digit_from_picture(read_pixels(tmp_path / "deep.tiff").pixels)
        assert digit.max() == 1

    def test_white_ink_on_transparent_paper_is_ink(self, tmp_path, test_digits):
        image = np.kron(test_digits[0][0], np.ones((5, 5), np.uint8))
        for shade in (0, 255):
            painted = np.dstack([np.full_like(image, shade)] * 3 + [image])
            Image.fromarray(painted).save(tmp_path / "painted.png")
            digit = digit_from_picture(read_pixels(tmp_path / "painted.png").pixels)
            assert np.abs(digit - test_digits[0][0] / 255).mean() < 0.03

    @pytest.mark.parametrize(("mode", "kind"), [("1", "PNG"), ("L", "JPEG"), ("RGB", "JPEG")])
    def test_pictures_of_a_hundred_megapixels_are_scaled_down(self, tmp_path, mode, kind, recwarn):
        picture = Image.new(mode, (12_000, 9000), "white")
        ImageDraw.Draw(picture).line((6000, 2000, 5800, 7000), fill="black", width=500)
        picture.save(tmp_path / "large", kind)
        read = read_pixels(tmp_path / "large")
        assert (read.width, read.height) == (12_000, 9000)
        assert max(read.pixels.shape) < 5000
        assert np.count_nonzero(digit_from_picture(read.pixels).any(axis=1)) == 20
        assert not recwarn.list


class TestVeryManyPieces:
    """A picture of a few kilobytes may hold a hundred thousand dots."""

    @staticmethod
    def dots(side):
        picture = np.zeros((side, side), np.float32)
        for row in range(3):
            picture[4 + row : -8 : 8, 4:-8:8] = 1
        return picture

    @pytest.fixture
    def comparisons(self, monkeypatch):
        """The comparisons of a piece with a digit."""
        made = []
        compare = digits._is_one_digit
        monkeypatch.setattr(
            digits, "_is_one_digit", lambda *boxes: made.append(1) or compare(*boxes)
        )
        return made

    def test_the_work_does_not_grow_with_their_square(self, comparisons, monkeypatch):
        monkeypatch.setattr(digits, "MAX_PIECES", 500)
        monkeypatch.setattr(digits, "MAX_DIGITS", 60)
        assert len(separate_digits(self.dots(400))) == 60  # 2,304 dots
        assert len(comparisons) < 500 * 60
        few = len(comparisons)
        assert len(separate_digits(self.dots(800))) == 60  # 9,604 dots
        assert len(comparisons) == 2 * few

    def test_the_tallest_remain(self, monkeypatch):
        picture = self.dots(400)
        picture[200:260, 200:260] = 0
        picture[205:255, 225:235] = 1
        monkeypatch.setattr(digits, "MAX_PIECES", 1)
        (digit,) = separate_digits(picture)
        assert (digit.box.top, digit.box.height) == (205, 50)

    def test_a_page_of_digits_is_separated(self):
        assert len(separate_digits(self.dots(8 * 19))) == 18 * 18

    def test_the_level_of_ink_is_that_of_the_darkest_piece(self):
        contrast = 100 * self.dots(80)
        contrast[4:7, 12] = 180
        contrast[4:7, 20] = 250, 150, 150  # its darkest pixel alone does not count
        assert full_level(contrast, 0.0) == pytest.approx(230)
        assert full_level(np.zeros((40, 40), np.float32), 0.0) == 0

    def test_few_pieces_are_measured_for_it(self, monkeypatch):
        measured = []
        quantile = np.quantile
        monkeypatch.setattr(np, "quantile", lambda *values: measured.append(1) or quantile(*values))
        assert full_level(100 * self.dots(400), 0.0) == 100
        assert len(measured) == 1

        random = np.random.default_rng(1).uniform(30, 255, (400, 400)).astype(np.float32)
        full_level(random * self.dots(400), 0.0)
        assert len(measured) <= strokes.MAX_MEASURED
