"""What is painted of an experiment follows its numbers."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from core.comparison.deciding_digits import DecidingDigit, DecidingDigits
from core.comparison.results import Cell, Contribution
from core.data.examples import Digit
from gui.comparison.deciding_walls import WIDE, DecidingWalls
from gui.comparison.digit_wall import GAP, IMAGE, DigitWall
from gui.comparison.heat_map import CELL, HeatMap
from gui.comparison.ladder.ladder_chart import MIN_BARS, ROW, LadderChart, Step
from gui.style import theme
from gui.style.theme import Scheme
from gui.widgets.panel import scrolled
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


def _longest_stretch(numbers):
    """The longest part of ascending numbers without a gap."""
    parts = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return max(parts, key=len)


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

    def test_tips_explain_the_emphasis(self, chart):
        heights = [(row + 0.5) * ROW for row in (0, 1, 2)] + [3.5 * ROW + 2 * theme.STEP]
        rows = [chart.step_at(height) for height in heights]
        assert rows == [*STEPS, WHOLE]
        tips = list(map(chart.tip_of, rows))
        assert [tip.splitlines()[0] for tip in tips] == ["first", "second", "third", "together"]
        assert ["Bold: shown" in tip for tip in tips] == [True, True, False, True]
        assert "may be chance, however large" in tips[2]

    def test_a_long_name_leaves_the_bars_their_width(self, shown):
        made = LadderChart()
        made.show_steps((step("first" * 60, 100, 50, 150),), step("together", 100, 50, 150))
        chart = shown(made)
        first = bar(chart, 0, theme.colours().positive)
        assert first[1] - first[0] > MIN_BARS / 2

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

    def test_long_names_leave_the_bars_their_space_and_the_numbers_theirs(self, shown):
        """Even the widest interval ends before the numbers begin, on every row."""
        name = "Hidden layers: 512 ReLU 0.2 · 512 ReLU 0.2, " * 3
        wide = step(name, 396, -515, 1000)
        chart = LadderChart()
        chart.show_steps((wide,), wide)
        picture = shown(chart, 500).grab().toImage()
        y = ROW // 2
        columns = [
            [picture.pixelColor(x, y + at).lightness() for at in (-1, 0)] for x in range(500)
        ]
        dark = [x for x, column in enumerate(columns) if min(column) < 140]
        numbers = chart.fontMetrics().horizontalAdvance("+39.60 (−51.50 … +100.00)")
        interval = _longest_stretch(dark)
        assert len(interval) > 80
        assert interval[-1] < 500 - numbers - theme.STEP

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

    def test_a_click_and_the_arrow_keys_choose_cells(self, chart):
        chosen = []
        chart.picked.connect(lambda number: chosen.append(chart.position_of(number)))
        inside = chart._area(1, 0).center().toPoint()
        QTest.mouseClick(chart, LEFT, pos=inside)
        QTest.mouseClick(chart, LEFT, pos=chart._area(-1, 0).center().toPoint())  # a name
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
            QTest.keyClick(chart, key)
        assert chosen == [(1, 0), (1, 1), (0, 1)]

    def test_the_best_has_a_frame_and_the_tip_names_each_run(self, shown):
        plain, framed = HeatMap(), HeatMap()
        cells = ((Cell(0.5, 0.5, 2, None, (0.45, 0.55)), Cell(0.9, 0.9, 1, None, (0.9,))),)
        plain.show_cells(["0.1"], ["20", "50"], cells)
        framed.show_cells(["0.1"], ["20", "50"], cells, best=(0, 1))
        for position, is_equal in (((0, 0), True), ((0, 1), False)):
            area = framed._area(*position).toRect()
            one, other = (shown(chart).grab(area).toImage() for chart in (plain, framed))
            assert (one == other) is is_equal
        assert framed.tip(0) == "0.1, 20: 50.00%, of 2 runs 45.00 · 55.00. Click to show them."
        assert framed.tip(1) == "0.1, 50: 90.00%. Click to show its run."

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


def digits(count, name="{}"):
    """Digits whose pictures are all of one grey, each of another; the second network is wrong."""
    return [
        DecidingDigit(
            Digit(
                number,
                number % 10,
                np.full((28, 28), 40 + 20 * number, np.uint8),
                name.format(number),
            ),
            (name.format(number), name.format(9)),
        )
        for number in range(count)
    ]


class TestWall:
    IN_ROW = 4
    WIDTH = IN_ROW * (IMAGE + GAP) - GAP

    @pytest.fixture
    def wall(self, shown):
        made = DigitWall()
        made.show_digits(digits(6), ("Good", "Poor"), wrong=1)
        shown(made, self.WIDTH)
        made.resize(made.width(), made.heightForWidth(made.width()))
        return made

    @staticmethod
    def image_middle(wall, index):
        return wall.tile(index).topLeft() + QPoint(IMAGE // 2, IMAGE // 2)

    def test_each_digit_has_its_place(self, wall):
        picture = wall.grab().toImage()
        for number in range(6):
            where = self.image_middle(wall, number)
            assert picture.pixelColor(where).red() == 40 + 20 * number
            assert wall.index_at(QPointF(where)) == number
        assert wall.tile(self.IN_ROW).x() == wall.tile(0).x()

    def test_below_each_is_its_label_and_the_wrong_answer(self, wall, monkeypatch):
        assert captions(wall, monkeypatch) == [f"{number} → 9" for number in range(6)]
        wall.show_digits(digits(2), ("Good", "Poor"), wrong=0)
        assert captions(wall, monkeypatch) == ["0 → 0", "1 → 1"]

    def test_long_names_of_classes_have_a_line_each(self, wall, monkeypatch):
        low = wall.tile_size.height()
        wall.show_digits(digits(1, "Sandal no. {}"), ("Good", "Poor"), wrong=1)
        assert wall.tile_size.height() == low + wall.fontMetrics().height()
        label, answer = captions(wall, monkeypatch)
        assert label.startswith("San")
        assert answer.startswith("→ Sa")
        metrics = wall.fontMetrics()
        assert all(metrics.horizontalAdvance(text) <= IMAGE for text in (label, answer))

    def test_the_arrow_keys_choose_digits(self, wall):
        chosen = Recorder(wall.digit_chosen)
        assert wall.focusPolicy() & Qt.FocusPolicy.TabFocus
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
            QTest.keyClick(wall, key)
        assert [digit.number for (digit,) in chosen.heard] == [0, 1, 0]
        assert "Test image 0: 0" in wall.accessibleDescription()

    def test_beyond_them_there_is_none(self, wall):
        tile, right, below = wall.tile(1), QPoint(IMAGE + GAP, 0), QPoint(0, wall.tile(4).y())
        for where in (tile.center() + below + right, wall.tile(3).center() + below):
            assert wall.index_at(QPointF(where)) is None
        for where in (wall.tile(3).center() + right, tile.center() + 2 * below, QPoint(-5, 5)):
            assert wall.index_at(QPointF(where)) is None
        assert wall.index_at(QPointF(5, -5)) is None

    def test_another_width_makes_other_rows(self, wall):
        high = wall.tile_size.height() + GAP
        wall.resize(2 * (IMAGE + GAP), 300)
        assert wall.index_at(QPointF(wall.tile(5).center())) == 5
        assert wall.tile(5).y() == 2 * high
        assert wall.heightForWidth(wall.width()) == 3 * high - GAP
        assert wall.heightForWidth(1) == 6 * high - GAP

    def test_a_click_chooses(self, wall):
        chosen = Recorder(wall.digit_chosen)
        QTest.mouseClick(wall, LEFT, pos=self.image_middle(wall, 5))
        QTest.mouseClick(wall, Qt.MouseButton.RightButton, pos=self.image_middle(wall, 0))
        QTest.mouseClick(wall, LEFT, pos=wall.tile(7).center())
        assert [digit.number for (digit,) in chosen.heard] == [5]

    def test_the_pointer_is_a_hand_over_digits(self, wall):
        shapes = []
        for index in (1, 7):
            QTest.mouseMove(wall, wall.tile(index).center())
            shapes.append(wall.cursor().shape())
        assert shapes == [Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor]

    def test_it_tells_what_a_digit_is_and_what_both_read(self, wall, wait):
        where = wall.tile(4).center()
        QApplication.sendEvent(
            wall, QHelpEvent(QEvent.Type.ToolTip, where, wall.mapToGlobal(where))
        )
        read = "Good reads 4, Poor reads 9."
        expected = f"Test image 4: 4\n{read}\nClick to have the networks read it."
        wait(lambda: QToolTip.text() == expected)
        QToolTip.hideText()

    def test_without_digits_it_is_gone(self, wall):
        wall.show_digits(())
        assert not wall.isVisible()
        assert wall.heightForWidth(300) == 0


def captions(wall, monkeypatch):
    """The texts that are painted, in order."""
    texts = []
    write = QPainter.drawText

    def record(painter, area, flags, text):
        texts.append(text)
        write(painter, area, flags, text)

    with monkeypatch.context() as patched:
        patched.setattr(QPainter, "drawText", record)
        wall.resize(wall.width(), max(1, wall.heightForWidth(wall.width())))
        wall.grab()
    return texts


class TestWalls:
    # more of the second than fit into one row, so that it is higher than its size hint
    DECIDING = DecidingDigits((tuple(digits(3)), tuple(digits(6))), (3, 80))

    @pytest.fixture
    def both(self, shown):
        made = DecidingWalls()
        made.show_digits(self.DECIDING, ("Good", "Poor"), 42)
        return shown(made, WIDE)

    def test_their_titles_count_them_and_their_keys_name_the_other(self, both):
        texts = [label.text() for label in both.findChildren(QLabel) if label.isVisible()]
        assert sorted(texts) == [
            "Below each digit: its label → what Good reads",
            "Below each digit: its label → what Poor reads",
            "Only Good reads these correctly (3 with seed 42)",
            "Only Poor reads these correctly (80 with seed 42, the first 6)",
        ]
        assert [wall.accessibleName() for wall in both.walls] == [one.text() for one in both.titles]

    def test_each_shows_what_the_other_network_reads(self, both, monkeypatch):
        first, second = (captions(wall, monkeypatch) for wall in both.walls)
        assert first == ["0 → 9", "1 → 9", "2 → 9"]
        assert second == [f"{number} → {number}" for number in range(6)]

    def test_they_are_side_by_side_only_with_space_for_both(self, both, wait):
        first, second = both.walls
        wait(lambda: first.x() < second.x() and first.y() == second.y())
        both.resize(WIDE - 1, both.height())
        wait(lambda: first.x() == second.x() and first.y() < second.y())

    def test_side_by_side_they_begin_at_the_same_height(self, shown, wait):
        both = DecidingWalls()
        both.show_digits(self.DECIDING, ("Good", "A network with a name of several lines " * 3), 42)
        shown(both, WIDE + 40)
        wait(lambda: both.walls[0].x() < both.walls[1].x())
        assert both.titles[0].heightForWidth(200) != both.titles[1].heightForWidth(200)
        assert both.walls[0].y() == both.walls[1].y()

    def test_each_is_as_high_as_its_rows_right_below_its_key(self, shown, wait):
        both = DecidingWalls()
        both.show_digits(self.DECIDING, ("Good", "Poor"), 42)
        area = shown(scrolled(both), WIDE + 40)
        assert area.isVisible()
        for wall, key in zip(both.walls, both._keys, strict=True):
            wait(lambda wall=wall: wall.height() == wall.heightForWidth(wall.width()))
            assert wall.y() == key.geometry().bottom() + 1 + theme.STEP

    def test_a_digit_of_either_is_chosen(self, both):
        chosen = Recorder(both.digit_chosen)
        for wall, index in zip(both.walls, (2, 1), strict=True):
            QTest.mouseClick(wall, LEFT, pos=wall.tile(index).center())
        assert [digit.number for (digit,) in chosen.heard] == [2, 1]

    def test_of_an_unknown_comparison_they_are_gone(self, both):
        both.show_digits(None, (), None)
        assert not both.isVisible()
        assert not any(wall.isVisible() for wall in both.walls)


def test_in_a_narrow_ladder_chart_names_stand_above_their_bars(shown):
    """At the left there would be no space for them."""
    chart = LadderChart()
    steps = [step("a network of its own", 20, 5, 35), step("another one", 30, 8, 52)]
    chart.show_steps(steps, step("all of them", 50, 20, 80))
    shown(chart, 600)
    high = chart.sizeHint().height()
    assert chart.step_at(ROW + 2) is steps[1]

    chart.resize(260, chart.height())
    line = chart.fontMetrics().lineSpacing()
    assert chart.sizeHint().height() == high + 3 * line
    chart.resize(260, chart.sizeHint().height())
    assert chart.step_at(ROW + 2) is steps[0]
    assert chart.step_at(ROW + line + 2) is steps[1]
    picture = chart.grab().toImage()
    ground = picture.pixelColor(259, 1)
    inked = [
        any(picture.pixelColor(x, y) != ground for x in range(120) for y in range(top, top + line))
        for top in (0, ROW + line)
    ]
    assert inked == [True, True]
