"""The small pictures of a run's colour, pixel by pixel."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from gui.style import theme
from gui.style.swatches import DOT, SWATCH, dot, swatch


def colours(pixmap, row):
    """The colour and opacity of each pixel of a row."""
    image = pixmap.toImage()
    return [image.pixelColor(column, row) for column in range(image.width())]


class TestSwatch:
    def test_it_is_a_line_in_the_runs_colour_through_the_middle(self, qapp):
        style = theme.run_style(0)
        pixmap = swatch(style).pixmap(SWATCH * 2)
        assert {colour.name() for colour in colours(pixmap, SWATCH.height())} == {
            style.colour.name()
        }
        assert not any(colour.alpha() for colour in colours(pixmap, 0))

    def test_it_keeps_its_colour_in_a_selected_row(self, qapp):
        icon = swatch(theme.run_style(1))
        assert icon.pixmap(SWATCH, QIcon.Mode.Selected).toImage() == icon.pixmap(SWATCH).toImage()

    def test_the_line_may_be_shorter_than_the_icon(self, qapp):
        pixmap = swatch(theme.run_style(0), QSize(20, 10), length=15, pen_width=2).pixmap(40, 20)
        alphas = [bool(colour.alpha()) for colour in colours(pixmap, 10)]
        assert alphas == [True] * 30 + [False] * 10


class TestDot:
    def test_it_is_a_disc_in_the_colour_given(self, qapp):
        image = dot(QColor("#123456")).toImage()
        assert image.size() == DOT * 2
        assert image.pixelColor(10, 10).name() == "#123456"
        assert image.pixelColor(0, 0).alpha() == 0
