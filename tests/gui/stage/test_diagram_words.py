"""The words of a diagram, which are painted once as long as they are the same."""

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, Qt

from core.config.presets import preset
from core.insight.neurons import stages
from gui.stage.diagram_painter import Diagram, DiagramPainter
from gui.stage.diagram_words import DiagramWords
from gui.stage.geometry import geometry
from gui.style import theme
from gui.style.theme import Scheme

STAGES = stages(preset("relu-dropout").config.model)
DIGITS = tuple("0123456789")


def painted(words, classes=DIGITS, best=None, *, width=600.0, bold=False, scale=1.0):
    """What words paint onto an empty picture."""
    image = QImage(1300, 500, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    font = QFont(painter.font())
    font.setBold(bold)
    painter.setFont(font)
    painter.scale(scale, scale)
    boxes = geometry(width, 220.0, (18, 18), len(classes), 16.0)
    words.paint(painter, boxes, STAGES, classes, best)
    painter.end()
    return image


@pytest.mark.parametrize(
    "other",
    [
        {"best": 3},
        {"classes": tuple("abcdefghij")},
        {"classes": tuple("01234"), "best": 1},
        {"width": 640.0},
        {"bold": True},
        {"scale": 2.0},
    ],
)
def test_whatever_changes_is_painted_anew(dressed, other):
    words = DiagramWords()
    before = painted(words)
    assert painted(words) == before
    assert painted(words, **other) == painted(DiagramWords(), **other) != before
    assert painted(words) == before


def test_so_are_the_colours(dressed):
    words = DiagramWords()
    before = painted(words)
    theme.apply(dressed, Scheme.DARK)
    assert painted(words) == painted(DiagramWords()) != before


def test_there_is_a_bar_for_each_class_also_where_the_words_are_kept(dressed):
    words = DiagramWords()
    for _ in range(2):
        painted(words)
        assert len(words.bars) == len(DIGITS)


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_what_fills_a_bar_covers_it_where_pixels_are_fractions_of_the_window_s(dressed, offset):
    image = QImage(900, 400, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1.5)
    image.fill(Qt.GlobalColor.white)
    full = Diagram(STAGES, DIGITS, QColor("black"), probabilities=np.ones(10, np.float32))
    painter = QPainter(image)
    painter.translate(0, offset)  # an odd one is a fraction of the screen's pixels
    size = QSizeF(580, 231)
    DiagramPainter().paint(painter, full, size)
    left = DiagramPainter.geometry(full, size, painter.fontMetrics()).answers[0].left()
    painter.end()
    columns, empty = range(round(1.5 * left), image.width()), QColor(theme.colours().line)
    assert not [1 for x in columns for y in range(400) if image.pixelColor(x, y) == empty]
