"""A photograph in place of strokes: its stages, its digits, and the box that is read."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from core.data.ink import digit_from_ink
from core.data.photographs.digits import separate_digits
from core.data.photographs.photograph import digit_from_picture, ink_of_picture
from gui.drawing.draw_panel import DrawPanel
from gui.drawing.photograph_strip import PhotographStrip
from gui.runs.live_networks import LiveNetworks
from tests.gui.driving import WAIT_MS
from tests.photographs import Scene, photograph


def seven(random, **scene):
    """A photograph of a 7 of two straight strokes."""
    digit = np.zeros((28, 28), np.uint8)
    digit[5:8, 7:20] = 255
    for row in range(8, 23):
        digit[row, 19 - (row - 8) // 2 : 22 - (row - 8) // 2] = 255
    return photograph(digit, Scene(**scene), random)


@pytest.fixture
def panel(dressed, qtbot, store, moments, selection, current, translation, jobs):
    made = DrawPanel(store, selection, current, LiveNetworks(store, moments), jobs)
    qtbot.addWidget(made)
    made.resize(420, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def wait(qtbot):
    return lambda condition: qtbot.waitUntil(condition, timeout=WAIT_MS)


@pytest.fixture
def strip(panel):
    return panel.details.photograph


@pytest.fixture
def random():
    return np.random.default_rng(2)


def open_file(panel, wait, path, grey):
    Image.fromarray(grey).save(path)
    panel._source.use_picture(path)
    wait(lambda: panel._source.picture is not None and panel.digit is not None)


def press(strip, x, y, to=None):
    """Click, or draw a box, at shares of the photo."""
    start, end = (strip.photo.position_of(QPointF(*at)).toPoint() for at in ((x, y), to or (x, y)))
    QTest.mousePress(strip.photo, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(strip.photo, end)
    QTest.mouseRelease(strip.photo, Qt.MouseButton.LeftButton, pos=end)


class TestStages:
    def test_are_shown_for_a_picture_only(self, panel, strip, wait, tmp_path, random):
        panel.details._preparation_toggle.click()
        assert strip.isHidden()
        grey = seven(random, gradient=0.2, rows=40)
        open_file(panel, wait, tmp_path / "seven.png", grey)
        wait(strip.isVisible)
        assert np.abs(panel.digit - digit_from_picture(grey)).mean() < 0.01
        panel.canvas.clear()
        wait(strip.isHidden)

    def test_switched_off_the_light_stays_in_the_ink(self, panel, strip, wait, tmp_path, random):
        panel.details._preparation_toggle.click()
        open_file(panel, wait, tmp_path / "seven.png", seven(random, gradient=0.35))
        wait(strip.isVisible)
        before = panel._source.picture.stages.ink.sum()
        strip.switches[0].click()
        assert panel._source.picture.stages.ink.sum() > 1.2 * before
        strip.switches[0].click()
        assert panel._source.picture.stages.ink.sum() == pytest.approx(before)

    def test_a_box_drawn_on_the_photo_is_what_is_read(self, panel, strip, wait, tmp_path, random):
        panel.details._preparation_toggle.click()
        open_file(panel, wait, tmp_path / "seven.png", seven(random))
        wait(strip.isVisible)
        whole = panel.digit
        press(strip, 0.05, 0.05, to=(0.95, 0.36))  # the top of the 7
        wait(lambda: not np.array_equal(panel.digit, whole))
        top = panel._source.picture.box
        assert top.height < 0.4 * panel._source.picture.stages.ink.shape[0]
        assert np.count_nonzero(panel.digit.any(axis=1)) < 14


class TestSeveralDigits:
    def test_the_first_is_read_until_another_is_clicked(self, panel, strip, wait, tmp_path, random):
        both = np.hstack([seven(random, side=200), np.rot90(seven(random, side=200), 2)])
        open_file(panel, wait, tmp_path / "two.png", both)
        first, second = (
            digit_from_ink(digit.ink) for digit in separate_digits(ink_of_picture(both))
        )
        wait(strip.isVisible)  # opened by itself
        assert "2" in strip._note.text()
        assert np.abs(panel.digit - first).mean() < 0.01

        press(strip, 0.75, 0.5)
        wait(lambda: np.abs(panel.digit - second).mean() < 0.01)

    def test_between_the_digits_a_click_changes_nothing(self, panel, strip, wait, tmp_path, random):
        both = np.hstack([seven(random, side=200), seven(random, side=200)])
        open_file(panel, wait, tmp_path / "two.png", both)
        wait(strip.isVisible)
        box = panel._source.picture.box
        press(strip, 0.5, 0.02)
        assert panel._source.picture.box == box


def test_without_a_picture_all_stages_count(qtbot):
    strip = PhotographStrip()
    qtbot.addWidget(strip)
    strip.switches[1].setChecked(False)
    assert strip.cleaning().ruling
    assert QPoint() == strip.photo.share_at(QPointF()).toPoint()
