"""What is painted of an experiment follows its numbers."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from core.comparison.results import Cell, Contribution
from core.data.examples import Digit
from gui.comparison.digit_wall import THUMB, THUMB_GAP, DigitWall
from gui.comparison.heat_map import CELL, HeatMap
from gui.comparison.ladder_chart import ROW, LadderChart, Step
from gui.style import theme
from gui.style.theme import Scheme
from tests.gui.driving import LEFT, Recorder, contrast

ASKED = 1000


@pytest.fixture
def shown(dressed, qtbot):
    """Show a chart in this width."""

    def show(chart, width=600):
        qtbot.addWidget(chart)
        chart.resize(width, max(1, chart.sizeHint().height()))
        chart.show()
        qtbot.waitExposed(chart)
        return chart

    return show


def step(name, right, low, high):
    """A step of so many digits of a thousand, its interval likewise."""
    return Step(name, Contribution("a", "b", right, ASKED, (low / ASKED, high / ASKED), 0.01))


def is_close(one, other):
    return all(
        abs(a - b) <= 3 for a, b in zip(one.getRgb()[:3], QColor(other).getRgb()[:3], strict=True)
    )


def bar(chart, row, colour):
    """Where the bar of a row begins and ends, found by its colour a little above its middle; None
    if there is none.
    """
    picture = chart.grab().toImage()
    y = round((row + 0.5) * ROW) - 4
    found = [x for x in range(picture.width()) if is_close(picture.pixelColor(x, y), colour)]
    return (found[0], found[-1] + 1) if found else None


def pale(colour):
    """The colour as it looks where no difference is shown."""
    return theme.between(theme.colours().window, colour, 0.35)


STEPS = (step("first", 100, 50, 150), step("second", -40, -70, -10), step("third", 20, -10, 50))
WHOLE = step("together", 80, 40, 120)


class TestLadder:
    @pytest.fixture
    def chart(self, shown):
        made = LadderChart()
        made.show_steps(STEPS, WHOLE)
        return shown(made)

    def test_each_bar_begins_where_the_one_above_ends(self, chart):
        named = theme.colours()
        first, second = bar(chart, 0, named.positive), bar(chart, 1, named.negative)
        third = bar(chart, 2, pale(named.positive))
        assert second[1] == pytest.approx(first[1], abs=2)
        assert third[0] == pytest.approx(second[0], abs=2)

    def test_lengths_are_in_proportion(self, chart):
        named = theme.colours()
        first, second = bar(chart, 0, named.positive), bar(chart, 1, named.negative)
        third = bar(chart, 2, pale(named.positive))
        unit = (first[1] - first[0]) / 100
        assert second[1] - second[0] == pytest.approx(40 * unit, abs=3)
        assert third[1] - third[0] == pytest.approx(20 * unit, abs=3)

    def test_the_last_spans_them_all(self, chart):
        named = theme.colours()
        picture = chart.grab().toImage()
        y = round(3.5 * ROW) + 2 * theme.STEP - 4
        found = [
            x for x in range(picture.width()) if is_close(picture.pixelColor(x, y), named.positive)
        ]
        assert found[0] == pytest.approx(bar(chart, 0, named.positive)[0], abs=2)
        assert found[-1] + 1 == pytest.approx(bar(chart, 2, pale(named.positive))[1], abs=2)

    def test_what_is_not_shown_is_pale(self, chart):
        named = theme.colours()
        assert bar(chart, 2, named.positive) is None
        assert bar(chart, 0, pale(named.positive)) is None

    def test_its_interval_is_a_line_over_it(self, chart):
        first = bar(chart, 0, theme.colours().positive)
        unit = (first[1] - first[0]) / 100
        picture = chart.grab().toImage()
        y = ROW // 2 + 1
        beyond = first[1] + round(25 * unit)
        column = [picture.pixelColor(beyond, line).lightness() for line in range(y - 3, y + 3)]
        assert min(column) < 120
        after = first[1] + round(50 * unit) + 4
        assert (
            min(picture.pixelColor(after, line).lightness() for line in range(y - 3, y + 3)) > 200
        )

    def test_in_dark_colours_too(self, dressed, chart):
        theme.apply(dressed, Scheme.DARK)
        assert bar(chart, 0, theme.DARK.positive) is not None
        assert bar(chart, 1, theme.DARK.negative) is not None

    def test_numbers_can_be_heard(self, chart):
        assert (
            chart.accessibleName() == "first: +10.00; second: −4.00; third: +2.00; together: +8.00"
        )

    def test_without_steps_it_is_gone(self, chart):
        chart.show_steps((), None)
        assert not chart.isVisible()

    def test_steps_of_nothing_can_be_painted(self, shown):
        chart = LadderChart()
        chart.show_steps([step("nothing", 0, 0, 0)] * 2, step("together", 0, 0, 0))
        assert bar(shown(chart), 0, theme.colours().positive) is None


class TestHeatMap:
    CELLS = (
        (Cell(0.5, 0.6, 1), Cell(0.9, 0.9, 1)),
        (Cell(None, None, 0), Cell(0.7, 0.7, 1)),
    )

    @pytest.fixture
    def chart(self, shown):
        made = HeatMap()
        made.show_cells(["0.1", "1"], ["20", "50"], self.CELLS)
        return shown(made)

    @staticmethod
    def ground(chart, row, column):
        """The colour of a cell beside its number."""
        x, y = (column + 1) * CELL.width() + 4, (row + 1) * CELL.height() + 4
        return chart.grab().toImage().pixelColor(x, y)

    def test_the_best_is_the_darkest_and_the_worst_the_palest(self, chart):
        worst, best, between = (
            self.ground(chart, *place).lightness() for place in ((0, 0), (0, 1), (1, 1))
        )
        assert best < between < worst

    def test_in_proportion(self, chart):
        named = theme.colours()
        for place, share in (((0, 0), 0.0), ((0, 1), 1.0), ((1, 1), 0.5)):
            assert self.ground(chart, *place) == theme.between(
                named.paper, named.accent, 0.1 + 0.8 * share
            )

    @pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
    def test_its_numbers_can_be_read_on_every_colour(self, scheme, dressed):
        theme.apply(dressed, scheme)
        named = theme.colours()
        for end in (named.accent, named.wrong):
            for share in np.linspace(0, 1, 101):
                ground = theme.between(named.paper, end, share)
                assert contrast(theme.letters_on(ground).name(), ground.name()) >= 4.5

    def test_where_nothing_completed_it_is_as_pale_as_the_worst(self, chart):
        assert self.ground(chart, 1, 0) == self.ground(chart, 0, 0)

    def test_it_fills_while_runs_complete(self, chart):
        before = self.ground(chart, 1, 0)
        chart.show_cells(
            ["0.1", "1"], ["20", "50"], (self.CELLS[0], (Cell(0.95, 0.95, 1), self.CELLS[1][1]))
        )
        assert self.ground(chart, 1, 0).lightness() < before.lightness()
        assert self.ground(chart, 0, 1) != theme.between(
            theme.colours().paper, theme.colours().accent, 0.9
        )

    def test_before_any_is_known(self, shown):
        chart = HeatMap()
        chart.show_cells(["0.1", "1"], [""], ())
        assert self.ground(shown(chart), 0, 0) == self.ground(chart, 1, 0)

    def test_one_alone_is_the_best(self, shown):
        chart = HeatMap()
        chart.show_cells(["0.1", "1"], [""], ((Cell(0.5, 0.5, 1),), (Cell(None, None, 0),)))
        assert self.ground(shown(chart), 0, 0).lightness() < self.ground(chart, 1, 0).lightness()

    def test_numbers_can_be_heard(self, chart):
        told = chart.accessibleName()
        assert told == "0.1, 20: 50.00%; 0.1, 50: 90.00%; 1, 20: –; 1, 50: 70.00%"

    def test_without_rows_it_is_gone(self, chart):
        chart.show_cells([], [], ())
        assert not chart.isVisible()


def digits(count):
    """Digits whose pictures are all of one grey, each of another."""
    return [
        Digit(number, number % 10, np.full((28, 28), 40 + 20 * number, np.uint8))
        for number in range(count)
    ]


def middle(row, column):
    size = THUMB + THUMB_GAP
    return QPoint(column * size + THUMB // 2, row * size + THUMB // 2)


class TestWall:
    IN_ROW = 4

    @pytest.fixture
    def wall(self, shown):
        made = DigitWall()
        made.show_digits(digits(6))
        shown(made, self.IN_ROW * (THUMB + THUMB_GAP) - THUMB_GAP)
        made.resize(made.width(), made.heightForWidth(made.width()))
        return made

    def test_each_digit_has_its_place(self, wall):
        picture = wall.grab().toImage()
        for number in range(6):
            where = middle(*divmod(number, self.IN_ROW))
            assert picture.pixelColor(where).red() == 40 + 20 * number
            assert wall.digit_at(QPointF(where)).number == number

    def test_the_arrow_keys_choose_digits(self, wall):
        chosen = Recorder(wall.digit_chosen)
        assert wall.focusPolicy() & Qt.FocusPolicy.TabFocus
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
            QTest.keyClick(wall, key)
        assert [digit.number for (digit,) in chosen.heard] == [
            wall._digits[place].number for place in (0, 1, 0)
        ]
        assert str(wall._digits[0].number) in wall.accessibleDescription()

    def test_beyond_them_there_is_none(self, wall):
        for where in (
            middle(1, 2),
            middle(1, 3),
            middle(2, 0),
            middle(0, 4),
            QPoint(-5, 5),
            QPoint(5, -5),
        ):
            assert wall.digit_at(QPointF(where)) is None

    def test_another_width_makes_other_rows(self, wall):
        wall.resize(2 * (THUMB + THUMB_GAP), 200)
        assert wall.digit_at(QPointF(middle(2, 1))).number == 5
        assert wall.heightForWidth(wall.width()) == 3 * (THUMB + THUMB_GAP) - THUMB_GAP
        assert wall.heightForWidth(1) == 6 * (THUMB + THUMB_GAP) - THUMB_GAP

    def test_a_click_chooses(self, wall):
        chosen = Recorder(wall.digit_chosen)
        QTest.mouseClick(wall, LEFT, pos=middle(1, 1))
        QTest.mouseClick(wall, Qt.MouseButton.RightButton, pos=middle(0, 0))
        QTest.mouseClick(wall, LEFT, pos=middle(1, 3))
        assert [digit.number for (digit,) in chosen.heard] == [5]

    def test_the_pointer_is_a_hand_over_digits(self, wall):
        shapes = []
        for where in (middle(0, 1), middle(1, 3)):
            QTest.mouseMove(wall, where)
            shapes.append(wall.cursor().shape())
        assert shapes == [Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor]

    def test_it_tells_what_a_digit_is(self, wall, wait):
        where = middle(1, 0)
        QApplication.sendEvent(
            wall, QHelpEvent(QEvent.Type.ToolTip, where, wall.mapToGlobal(where))
        )
        wait(lambda: QToolTip.text() == "Test image 4: 4. Click to have the networks read it.")
        QToolTip.hideText()

    def test_without_digits_it_is_gone(self, wall):
        wall.show_digits(())
        assert not wall.isVisible()
        assert wall.heightForWidth(300) == 0
