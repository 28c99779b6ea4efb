"""Drawing with mouse and pen."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPointingDevice
from PySide6.QtTest import QTest

from gui.drawing import canvas as canvases
from gui.drawing.canvas import Canvas
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.gui.driving import LEFT, Recorder, draw, move

RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def canvas(dressed, qtbot, translation):
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(200, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def places(stroke):
    return [(round(point.x, 3), round(point.y, 3)) for point in stroke]


def is_ink(canvas, x, y):
    """Whether the pixel at these shares of the canvas has the colour of the ink."""
    picture = canvas.grab().toImage()
    pixel = picture.pixelColor(round(x * canvas.width()), round(y * canvas.height()))
    return pixel.name() == QColor(theme.colours().text).name()


class TestMouse:
    def test_a_stroke_goes_where_the_mouse_goes(self, canvas):
        changed = Recorder(canvas.strokes_changed)
        draw(canvas, (0.2, 0.3), (0.5, 0.3), (0.5, 0.8))
        assert [places(stroke) for stroke in canvas.strokes()] == [
            [(0.2, 0.3), (0.5, 0.3), (0.5, 0.8)]
        ]
        assert len(changed.heard) == 3
        assert is_ink(canvas, 0.3, 0.3)
        assert is_ink(canvas, 0.5, 0.6)
        assert not is_ink(canvas, 0.3, 0.6)

    def test_each_press_begins_a_new_stroke(self, canvas):
        draw(canvas, (0.2, 0.2), (0.2, 0.8))
        draw(canvas, (0.8, 0.2), (0.8, 0.8))
        assert len(canvas.strokes()) == 2
        assert not is_ink(canvas, 0.5, 0.5)

    def test_a_click_leaves_a_dot(self, canvas):
        QTest.mouseClick(canvas, LEFT, pos=QPoint(100, 100))
        assert [places(stroke) for stroke in canvas.strokes()] == [[(0.5, 0.5)]]
        assert is_ink(canvas, 0.5, 0.5)

    def test_moving_without_a_button_draws_nothing(self, canvas):
        draw(canvas, (0.2, 0.2), (0.3, 0.3))
        canvas.setMouseTracking(True)
        QTest.mouseMove(canvas, QPoint(150, 150))
        assert len(canvas.strokes()[0]) == 2

    def test_the_other_buttons_draw_nothing(self, canvas):
        QTest.mousePress(canvas, RIGHT, pos=QPoint(50, 50))
        QTest.mouseMove(canvas, QPoint(90, 90))
        QTest.mouseRelease(canvas, RIGHT, pos=QPoint(90, 90))
        assert canvas.strokes() == []

    def test_the_other_button_does_not_end_a_stroke(self, canvas):
        QTest.mousePress(canvas, LEFT, pos=QPoint(20, 20))
        QTest.mouseClick(canvas, RIGHT, pos=QPoint(20, 20))
        QTest.mouseMove(canvas, QPoint(100, 100))
        QTest.mouseRelease(canvas, LEFT, pos=QPoint(100, 100))
        assert places(canvas.strokes()[0]) == [(0.1, 0.1), (0.5, 0.5)]

    def test_a_stroke_may_leave_the_canvas_and_come_back(self, canvas):
        draw(canvas, (0.5, 0.5), (1.4, 0.5), (1.4, -0.3), (0.5, 0.2))
        assert places(canvas.strokes()[0]) == [(0.5, 0.5), (1.4, 0.5), (1.4, -0.3), (0.5, 0.2)]
        assert is_ink(canvas, 0.9, 0.5)

    def test_a_stroke_begins_on_the_paper_only(self, canvas):
        canvas.resize(400, 200)
        QTest.mousePress(canvas, LEFT, pos=QPoint(50, 100))
        QTest.mouseMove(canvas, QPoint(200, 100))
        QTest.mouseRelease(canvas, LEFT, pos=QPoint(200, 100))
        assert canvas.strokes() == []
        QTest.mouseClick(canvas, LEFT, pos=QPoint(150, 100))
        assert places(canvas.strokes()[0]) == [(0.25, 0.5)]


class TestTablet:
    @pytest.fixture
    def pen(self, canvas):
        """Sends what a tablet's pen, or its eraser, does at a share of the canvas."""

        def send(kind, x, y, pressure, pointer=QPointingDevice.PointerType.Pen):
            device = QPointingDevice(
                "tablet",
                1,
                QPointingDevice.DeviceType.Stylus,
                pointer,
                QPointingDevice.Capability.Pressure | QPointingDevice.Capability.Position,
                1,
                1,
            )
            move(canvas, kind, QPointF(x * canvas.width(), y * canvas.height()), pressure, device)

        return send

    def test_pressure_makes_it_wider(self, canvas, pen):
        pen(QEvent.Type.TabletPress, 0.2, 0.5, 0.0)
        pen(QEvent.Type.TabletMove, 0.4, 0.5, 0.5)
        pen(QEvent.Type.TabletMove, 0.8, 0.5, 1.0)
        pen(QEvent.Type.TabletRelease, 0.8, 0.5, 0.0)
        pen(QEvent.Type.TabletMove, 0.9, 0.9, 0.5)
        (stroke,) = canvas.strokes()
        assert places(stroke) == [(0.2, 0.5), (0.4, 0.5), (0.8, 0.5)]
        widths = [point.width for point in stroke]
        assert 0 < widths[0] < widths[1] < widths[2]
        assert widths[1] == pytest.approx(canvas.pen_width)

    def test_a_mouse_draws_as_wide_as_ever_after_a_pen(self, canvas, pen):
        pen(QEvent.Type.TabletPress, 0.2, 0.5, 1.0)
        pen(QEvent.Type.TabletRelease, 0.2, 0.5, 0.0)
        draw(canvas, (0.2, 0.2), (0.2, 0.8))
        assert {point.width for point in canvas.strokes()[-1]} == {canvas.pen_width}

    def test_a_pen_that_feels_no_pressure_draws_like_a_mouse(self, canvas):
        device = QPointingDevice(
            "stylus",
            2,
            QPointingDevice.DeviceType.Stylus,
            QPointingDevice.PointerType.Pen,
            QPointingDevice.Capability.Position,
            1,
            1,
        )
        move(canvas, QEvent.Type.TabletPress, QPointF(40, 100), 0.0, device)
        move(canvas, QEvent.Type.TabletRelease, QPointF(40, 100), 0.0, device)
        assert canvas.strokes()[0][0].width == canvas.pen_width

    def test_where_the_pen_is_between_two_pixels_counts(self, canvas, pen):
        pen(QEvent.Type.TabletPress, 0.50123, 0.25, 0.5)
        pen(QEvent.Type.TabletRelease, 0.50123, 0.25, 0.5)
        assert canvas.strokes()[0][0].x == pytest.approx(0.50123)

    def test_the_eraser_takes_the_last_stroke_back(self, canvas, pen):
        draw(canvas, (0.2, 0.2), (0.2, 0.8))
        draw(canvas, (0.8, 0.2), (0.8, 0.8))
        pen(QEvent.Type.TabletPress, 0.5, 0.5, 0.5, QPointingDevice.PointerType.Eraser)
        pen(QEvent.Type.TabletMove, 0.6, 0.5, 0.5, QPointingDevice.PointerType.Eraser)
        pen(QEvent.Type.TabletRelease, 0.6, 0.5, 0.5, QPointingDevice.PointerType.Eraser)
        assert [places(stroke) for stroke in canvas.strokes()] == [[(0.2, 0.2), (0.2, 0.8)]]

    def test_a_pen_in_the_air_draws_nothing(self, canvas, pen):
        pen(QEvent.Type.TabletMove, 0.5, 0.5, 0.0)
        assert canvas.strokes() == []


class TestUndo:
    def test_it_takes_back_stroke_by_stroke(self, canvas):
        draw(canvas, (0.2, 0.2), (0.2, 0.8))
        draw(canvas, (0.8, 0.2), (0.8, 0.8))
        changed = Recorder(canvas.strokes_changed)
        canvas.undo()
        assert [places(stroke) for stroke in canvas.strokes()] == [[(0.2, 0.2), (0.2, 0.8)]]
        assert not is_ink(canvas, 0.8, 0.5)
        canvas.undo()
        canvas.undo()
        assert canvas.strokes() == []
        assert len(changed.heard) == 2

    def test_clear_takes_everything_back_at_once(self, canvas):
        draw(canvas, (0.2, 0.2), (0.2, 0.8))
        draw(canvas, (0.8, 0.2), (0.8, 0.8))
        changed = Recorder(canvas.strokes_changed)
        canvas.clear()
        canvas.clear()
        assert canvas.strokes() == []
        assert len(changed.heard) == 1

    @pytest.mark.parametrize("how", ["undo", "clear"])
    def test_in_the_middle_of_a_stroke(self, canvas, how):
        QTest.mousePress(canvas, LEFT, pos=QPoint(20, 20))
        QTest.mouseMove(canvas, QPoint(60, 60))
        getattr(canvas, how)()
        QTest.mouseMove(canvas, QPoint(100, 100))
        QTest.mouseRelease(canvas, LEFT, pos=QPoint(100, 100))
        assert canvas.strokes() == []
        draw(canvas, (0.5, 0.5), (0.6, 0.6))
        assert len(canvas.strokes()) == 1

    def test_undo_in_a_second_stroke_spares_the_first(self, canvas):
        draw(canvas, (0.2, 0.2), (0.2, 0.8))
        QTest.mousePress(canvas, LEFT, pos=QPoint(100, 20))
        canvas.undo()
        QTest.mouseMove(canvas, QPoint(100, 100))
        QTest.mouseRelease(canvas, LEFT, pos=QPoint(100, 100))
        assert [places(stroke) for stroke in canvas.strokes()] == [[(0.2, 0.2), (0.2, 0.8)]]


class TestPaper:
    def test_it_is_a_square_in_the_middle(self, canvas):
        for size in ((400, 200), (200, 500)):
            canvas.resize(*size)
            canvas.clear()
            QTest.mouseClick(canvas, LEFT, pos=QPoint(size[0] // 2, size[1] // 2))
            point = canvas.strokes()[0][0]
            assert (point.x, point.y) == pytest.approx((0.5, 0.5), abs=0.01)
        assert canvas.heightForWidth(321) == 321

    def test_strokes_survive_a_change_of_size(self, canvas):
        draw(canvas, (0.2, 0.3), (0.7, 0.3))
        before = [list(stroke) for stroke in canvas.strokes()]
        canvas.resize(320, 320)
        assert canvas.strokes() == before
        assert is_ink(canvas, 0.45, 0.3)
        assert not is_ink(canvas, 0.45, 0.5)

    @pytest.mark.parametrize(
        "width", [canvases.MIN_WIDTH, canvases.DEFAULT_WIDTH, canvases.MAX_WIDTH]
    )
    def test_the_pen_is_as_wide_as_it_says(self, canvas, width):
        canvas.pen_width = width
        draw(canvas, (0.1, 0.5), (0.9, 0.5))
        assert {point.width for point in canvas.strokes()[0]} == {width}
        assert is_ink(canvas, 0.5, 0.5 + width / 2 - 0.011)
        assert not is_ink(canvas, 0.5, 0.5 + width / 2 + 0.016)

    def test_a_new_width_leaves_old_strokes_as_they_are(self, canvas):
        draw(canvas, (0.1, 0.3), (0.9, 0.3))
        canvas.pen_width = canvases.MAX_WIDTH
        draw(canvas, (0.1, 0.7), (0.9, 0.7))
        widths = [stroke[0].width for stroke in canvas.strokes()]
        assert widths == [canvases.DEFAULT_WIDTH, canvases.MAX_WIDTH]

    def test_empty_it_asks_to_be_drawn_on(self, canvas, translation, wait):
        blank = canvas.grab().toImage()
        translation.use(Language.CHINESE)
        wait(lambda: canvas.accessibleName() == "手写数字的画布")
        chinese = canvas.grab().toImage()
        assert chinese != blank
        canvas.resize(200, 200)
        draw(canvas, (0.01, 0.01), (0.02, 0.01))
        drawn = canvas.grab().toImage()
        middle = range(60, 140)
        assert any(chinese.pixel(x, y) != chinese.pixel(100, 20) for x in middle for y in middle)
        assert all(drawn.pixel(x, y) == drawn.pixel(100, 20) for x in middle for y in middle)

    def test_ink_and_paper_follow_the_colours(self, canvas, dressed):
        draw(canvas, (0.2, 0.5), (0.8, 0.5))
        seen = []
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.apply(dressed, scheme)
            picture = canvas.grab().toImage()
            seen += [picture.pixelColor(100, y).name() for y in (100, 40)]
        assert seen == [theme.LIGHT.text, theme.LIGHT.paper, theme.DARK.text, theme.DARK.paper]


def test_clearing_is_undone(canvas):
    draw(canvas, (0.2, 0.2), (0.8, 0.8))
    draw(canvas, (0.2, 0.8), (0.8, 0.2))
    before = [list(stroke) for stroke in canvas.strokes()]
    canvas.clear()
    assert canvas.strokes() == []
    canvas.undo()
    assert canvas.strokes() == before
    canvas.undo()
    assert canvas.strokes() == before[:1]
    canvas.undo()
    canvas.undo()
    assert canvas.strokes() == []
