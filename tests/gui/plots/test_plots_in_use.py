"""The plots in the hands of a user: pointing, selecting, zooming, saving; and how little is drawn
again.
"""

import csv
import io
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QGraphicsEllipseItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsSimpleTextItem,
    QLineEdit,
    QToolButton,
    QToolTip,
)

from core.config.fields import with_values
from core.export.epochs_csv import csv_of
from core.run.events import BatchProgress, MomentMeasured, RunStarted, SettingChanged
from core.run.record import RunRecord
from core.run.series import XAxis
from gui.plots.label_positions import moved_apart, placed_freely
from gui.plots.plot_area import Line, PlotArea
from gui.plots.plot_cursor import Readout
from gui.plots.plot_marks import MAX_CHANGES
from gui.plots.plots_panel import PlotsPanel
from gui.process.work_pace import WorkPace
from gui.style import theme
from tests.gui.driving import LEFT, LOGISTIC, WAIT_MS, Recorder, epoch, quick, roll_wheel, type_over

COST, ACCURACY = 0, 1


def record(run="a", epochs=3, config=None, **changes):
    made = RunRecord(run, with_values(config or quick(), {"epochs": 20} | changes))
    made.apply(RunStarted(run, 10, "cpu", 1, batches=12, epochs=20))
    for number in range(1, epochs + 1):
        made.apply(epoch(run, number, cost=1 / number))
    return made


def rate(value):
    return {"optimizer.learning_rate": value}


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.count += event.type() is QEvent.Type.Paint
        return False


class Plots:
    """The panel as it is seen: what is drawn where."""

    def __init__(self, panel, store, qtbot):
        self.panel, self.store, self._qtbot = panel, store, qtbot
        self.areas = panel.findChildren(PlotArea)

    def add(self, *records):
        for one in records:
            self.store.add(one)
        self.settle()

    def settle(self):
        """Until everything that the store told of is drawn."""
        self._qtbot.waitUntil(
            lambda: not self.panel._timer.isActive() and not self.panel._second.isActive(),
            timeout=WAIT_MS,
        )
        QApplication.processEvents()

    def apply(self, *events):
        for event in events:
            self.store.apply(event)
        self.settle()

    def lines(self, place):
        """Curves that have points, as they lie above each other."""
        items = [
            item
            for item in self.areas[place].scene().items()
            if isinstance(item, Line) and len(item.x)
        ]
        return sorted(items, key=lambda item: item.zValue())

    def ys(self, place):
        return [line.y.tolist() for line in self.lines(place)]

    def point(self, place, x, y):
        """A point of a plot in its viewport's pixels."""
        area = self.areas[place]
        return area.mapFromScene(area.box.mapToScene(area.position(x, y)))

    def point_at(self, place, x, y):
        QTest.mouseMove(self.areas[place].viewport(), self.point(place, x, y))

    def click(self, place, x, y):
        QTest.mouseClick(self.areas[place].viewport(), LEFT, pos=self.point(place, x, y))

    def choose(self, text):
        """Click an entry of the menu."""
        action = next(
            action for action in self.panel.menu.menu().actions() if action.text() == text
        )
        action.trigger()
        self.settle()

    def readout(self):
        """Rows of the label at the pointer, as texts; None while there is none."""
        shown = [label for label in self.panel.findChildren(Readout) if label.isVisible()]
        return [(row.name, *row.values) for row in shown[0].rows] if shown else None

    def legend(self):
        return [entry.text for entry in self.panel.legend.entries]

    def x_range(self, place):
        return self.areas[place].box.viewRange()[0]


@pytest.fixture
def plots(dressed, translation, store, selection, current, qtbot):
    panel = PlotsPanel(store, selection, current)
    qtbot.addWidget(panel)
    panel.resize(640, 560)
    panel.show()
    qtbot.waitExposed(panel)
    Line.pen_width = property(lambda self: self.opts["pen"].widthF())
    yield Plots(panel, store, qtbot)
    del Line.pen_width
    panel._cursor.hide()


class TestCurves:
    def test_everything_lies_within_the_view(self, plots):
        plots.add(record())
        plots.apply(epoch("a", 4, cost=9.0))
        for place in (COST, ACCURACY):
            (left, right), (bottom, top) = plots.areas[place].box.viewRange()
            for line in plots.lines(place):
                assert left <= line.x.min()
                assert line.x.max() < right
                assert bottom <= line.y.min()
                assert line.y.max() <= top

    def test_a_kept_run_appears_when_its_curves_are_read(self, plots):
        kept = record(epochs=0)
        kept.update_last_and_best(epoch("a", 3))
        plots.add(kept)
        assert plots.lines(COST) == []
        kept.epochs = [epoch("a", number) for number in (1, 2, 3)]
        plots.store.touch("a")
        plots.settle()
        assert plots.lines(COST)[0].x.tolist() == [1, 2, 3]

    def test_another_record_takes_the_place_of_a_run_that_goes_back(self, plots):
        plots.add(record(epochs=5))
        plots.store.replace(record(epochs=2))
        plots.settle()
        assert [len(line.x) for line in plots.lines(COST)] == [2, 2]

    def test_a_fork_parts_from_its_parent(self, plots):
        fork = record("b", epochs=2)
        fork.forked_from = ("a", 2)
        fork.apply(epoch("b", 3, cost=7.0))
        plots.add(record("a"), fork)
        trains = [ys for ys in plots.ys(COST) if ys[0] == 1.0]
        assert [ys[:2] for ys in trains] == [[1.0, 0.5]] * 2
        assert sorted(ys[2] for ys in trains) == [pytest.approx(1 / 3), 7.0]

    def test_a_cost_that_is_not_finite_leaves_a_gap(self, plots):
        plots.add(record())
        plots.apply(epoch("a", 4, cost=float("inf")), epoch("a", 5, cost=0.1))
        assert np.isfinite(plots.areas[COST].box.viewRange()).all()


class TestLiveEnd:
    def test_it_moves_within_an_epoch(self, plots):
        plots.add(record())
        plots.apply(BatchProgress("a", 4, 6, 12, 0.2, 2.1))
        tail = next(line for line in plots.lines(COST) if line.x[-1] == 3.5)
        assert tail.x.tolist() == [3, 3.5]
        assert tail.y.tolist() == [pytest.approx(1 / 3), 0.2]

    def test_it_is_gone_when_the_epoch_is_complete(self, plots):
        plots.add(record())
        plots.apply(BatchProgress("a", 4, 6, 12, 0.2, 2.1), epoch("a", 4))
        assert len(plots.lines(COST)) == 2

    def test_within_an_epoch_the_accuracy_is_not_painted_and_curves_are_not_made_anew(self, plots):
        plots.add(record())
        plots.apply(BatchProgress("a", 4, 1, 12, 0.3, 2.0))
        above, below = (Paints(area.viewport()) for area in plots.areas)
        done = {line: line.xData for line in plots.lines(COST) if len(line.x) == 3}
        for batch in (4, 8, 11):
            plots.apply(BatchProgress("a", 4, batch, 12, 0.3 - batch / 100, 2.1))
        assert above.count >= 3
        assert below.count == 0
        assert all(line.xData is known for line, known in done.items())

    def test_a_run_that_did_not_change_is_not_made_anew(self, plots):
        plots.add(record("a"), record("b", **rate(0.5)))
        known = {line: line.xData for place in (COST, ACCURACY) for line in plots.lines(place)}
        plots.apply(epoch("a", 4, cost=0.3))
        kept = [line for line in known if line.xData is known[line]]
        assert len(kept) == len(known) / 2


class TestChoices:
    def test_a_logarithmic_cost(self, plots):
        plots.add(record())
        QTest.mouseClick(_button(plots, "log"), LEFT)
        plots.settle()
        line = plots.lines(COST)[0]
        assert line.yData == pytest.approx(np.log10([1, 1 / 2, 1 / 3]))
        bottom, top = plots.areas[COST].box.viewRange()[1]
        assert bottom < np.log10(1 / 3)
        assert top < 1
        plots.point_at(COST, 2, 0.5)
        QTest.qWait(0)
        assert plots.readout() == [(LOGISTIC, "0.7500", "0.5000")]

    def test_smoothing_leaves_the_curve_faintly_behind(self, plots):
        plots.add(record(epochs=6))
        raw = plots.ys(COST)
        slider = plots.panel.menu._smoothing.slider
        for _ in range(60):
            QTest.keyClick(slider, Qt.Key.Key_Right)
        plots.settle()
        faint, strong = plots.lines(COST)[:2], plots.lines(COST)[2:]
        assert sorted(line.y.tolist() for line in faint) == sorted(raw)
        for line in strong:
            assert line.y[0] == pytest.approx(
                max(line.y)
            )  # corrected for its start: no pull towards zero
            assert line.y.tolist() not in raw
        assert max(line.opts["pen"].color().alpha() for line in faint) < 100


def _button(plots, text):
    return next(button for button in plots.panel.findChildren(QToolButton) if button.text() == text)


class TestSeeds:
    def seeds(self, *numbers):
        return [record(f"s{number}", epochs=number, seed=number) for number in numbers]

    def test_they_are_one_curve_with_a_band(self, plots):
        plots.add(*self.seeds(3, 4), record("x", **rate(0.5)))
        assert plots.legend() == [f"{LOGISTIC} · 2 seeds", f"{LOGISTIC}, lr 0.5"]
        assert len(plots.lines(COST)) == 4
        bands = [
            item
            for item in plots.areas[COST].scene().items()
            if isinstance(item, QGraphicsPathItem)
        ]
        assert sum(not item.path().isEmpty() for item in bands) == 1

    def test_the_mean_is_the_same_whatever_else_is_shown(self, plots):
        plots.add(*self.seeds(3, 4), other := record("x", epochs=9, **rate(0.5)))
        means = [line.y.tolist() for line in plots.lines(COST) if len(line.x) == 4]
        plots.store.set_visible(other.run, False)
        plots.settle()
        assert [line.y.tolist() for line in plots.lines(COST)] == means

    def test_the_single_runs_behind_and_apart(self, plots):
        plots.add(*self.seeds(3, 4))
        assert len(plots.lines(COST)) == 2
        plots.choose("Single runs behind the mean")
        assert sorted(len(line.x) for line in plots.lines(COST)) == [3, 4, 4, 4]
        plots.choose("Mean and band over seeds")
        assert plots.legend() == [f"{LOGISTIC}, seed 3", f"{LOGISTIC}, seed 4"]
        assert len(plots.lines(COST)) == 4

    def test_the_label_tells_the_band(self, plots):
        first, second = self.seeds(3, 4)
        second.epochs[1] = epoch("s4", 2, cost=0.7)
        plots.panel.resize(1100, 560)
        plots.add(first, second)
        plots.point_at(COST, 2, 0.5)
        QTest.qWait(0)
        assert plots.readout() == [(f"{LOGISTIC} · 2 seeds", "0.8500", "0.6000", "0.7500 – 0.9500")]


def point(epoch, batch, test_cost, accuracy=0.5, run="a"):
    whole = batch == 0
    return MomentMeasured(
        run,
        epoch,
        batch,
        batches=8,
        examples=400 if whole else 250,
        cost=2.0,
        test_cost=test_cost,
        accuracy=accuracy,
        train_accuracy=0.25 if whole else None,
        weight=None,
        elapsed_s=0.1,
    )


class TestWithinEpochs:
    def begun(self, plots):
        made = RunRecord("a", with_values(quick(), {"epochs": 20}))
        made.apply(RunStarted("a", 10, "cpu", 1, batches=8, epochs=20))
        plots.add(made)
        plots.apply(point(1, 0, 2.5, 0.1), point(1, 1, 1.5, 0.6), point(1, 4, 1.0, 0.7))
        return made

    def test_curves_begin_at_zero_and_go_on_within_the_epoch(self, plots):
        self.begun(plots)
        test = plots.lines(COST)[-1]
        assert test.x.tolist() == [0, 1 / 8, 1 / 2]
        assert test.y.tolist() == [2.5, 1.5, 1.0]
        assert plots.lines(ACCURACY)[-1].y.tolist() == [10, 60, 70]
        plots.apply(epoch("a", 1, cost=0.5))
        test, train = plots.lines(ACCURACY)[-1], plots.lines(ACCURACY)[0]
        assert test.x.tolist() == [0, 1 / 8, 1 / 2, 1]
        assert train.x.tolist() == [0, 1]

    def test_a_later_epoch_keeps_only_its_end(self, plots):
        self.begun(plots)
        plots.apply(epoch("a", 1, cost=0.5), point(2, 2, 0.4), point(2, 4, 0.3))
        assert plots.lines(COST)[-1].x.tolist() == [0, 1 / 8, 1 / 2, 1, 1.25, 1.5]
        plots.apply(epoch("a", 2, cost=0.25))
        assert plots.lines(COST)[-1].x.tolist() == [0, 1 / 8, 1 / 2, 1, 2]

    def test_once_an_epoch_is_measured_its_value_stands_at_the_end(self, plots):
        self.begun(plots)
        assert "≈ 70.00%" in self.values(plots)
        tips = {item.toolTip() for item in self.items(plots) if item.text().startswith("≈")}
        assert all("measured on 250 examples" in tip for tip in tips)
        plots.apply(epoch("a", 1, cost=0.5), point(2, 2, 0.4))
        whole = plots.store.get("a").record.last.accuracy
        assert self.values(plots) >= {f"{100 * whole:.2f}%", "0.7500"}
        assert not any(text.startswith("≈") for text in self.values(plots))

    @staticmethod
    def values(plots):
        """The values next to the ends of the curves."""
        return {item.text() for item in TestWithinEpochs.items(plots)}

    @staticmethod
    def items(plots):
        items = [item for area in plots.areas for item in area.scene().items()]
        return [item for item in items if isinstance(item, QGraphicsSimpleTextItem)]

    def test_the_crosshair_names_the_moment_and_what_is_sampled(self, plots, qtbot):
        self.begun(plots)
        plots.apply(epoch("a", 1, cost=0.5))
        for x, head, row in (
            (0.0, "before training", ("2.5000", "2.0000")),
            (0.14, "after 1/8 of epoch 1", ("≈ 1.5000", "2.0000")),
            (0.95, "after epoch 1", ("0.7500", "0.5000")),
        ):
            plots.point_at(COST, x, 0.5)
            qtbot.waitUntil(lambda row=row: plots.readout() == [(LOGISTIC, *row)])
            shown = next(label for label in plots.panel.findChildren(Readout) if label.isVisible())
            assert shown._heads[0] == head

    def test_a_line_marks_the_moment_shown_where_the_axis_has_epochs(self, plots):
        self.begun(plots)

        def marked():
            return [line.epochs for line in plots.panel.moment_lines]

        assert marked() == [None, None]
        plots.panel.show_moment(Fraction(1, 4))
        assert marked() == [0.25, 0.25]
        plots.panel.show_choices(replace(plots.panel.choices, axis=XAxis.TIME))
        assert marked() == [None, None]
        plots.panel.show_choices(replace(plots.panel.choices, axis=XAxis.EPOCH))
        assert marked() == [0.25, 0.25]
        plots.panel.show_moment(None)
        assert marked() == [None, None]

    def test_the_key_says_what_the_sample_is(self, plots):
        made = self.begun(plots)
        tip = plots.panel._keys[0].toolTip()
        assert "on 250 of these examples" in tip
        assert "quarter" in tip
        plots.panel.retranslate()
        assert plots.panel._keys[0].toolTip() == tip
        made.points = []
        plots.panel.refresh()
        assert "250" not in plots.panel._keys[0].toolTip()

    def test_seeds_with_and_without_moments_share_a_band(self, plots):
        self.begun(plots)
        plots.apply(epoch("a", 1, cost=0.5))
        other = record("b", epochs=1, seed=7)
        plots.add(other)
        line = plots.lines(COST)[-1]
        assert line.x.tolist() == [0, 1 / 8, 1 / 2, 1]
        assert np.isfinite(line.y).all()

    def test_it_is_live_within_an_epoch_of_several_seeds(self, plots):
        self.begun(plots)
        plots.apply(BatchProgress("a", 1, 6, 8, 1.2, 0.5))
        tail = next(line for line in plots.lines(COST) if line.x.tolist() == [0.5, 0.75])
        assert tail.y.tolist() == [2.0, 1.2]
        # a report of progress that is older than the last measurement draws nothing backwards
        plots.apply(BatchProgress("a", 1, 3, 8, 1.2, 0.5))
        assert all((np.diff(line.x) >= 0).all() for line in plots.lines(COST))


class TestCrosshair:
    def test_it_reads_all_runs_at_once(self, plots, qtbot):
        plots.add(record("a"), record("b", epochs=2, **rate(0.5)))
        plots.point_at(COST, 2.2, 0.5)
        qtbot.waitUntil(lambda: plots.readout() is not None)
        assert plots.readout() == [
            (LOGISTIC, "0.7500", "0.5000"),
            (f"{LOGISTIC}, lr 0.5", "0.7500", "0.5000"),
        ]
        plots.point_at(ACCURACY, 2.9, 80)
        first = (
            LOGISTIC,
            "91.67%",
            "93.33%",
        )  # the second run has not got there
        qtbot.waitUntil(lambda: plots.readout() == [first, (f"{LOGISTIC}, lr 0.5", "–", "–")])

    def test_it_follows_a_run_that_goes_on(self, plots, qtbot):
        plots.add(record("a", epochs=2))
        plots.point_at(COST, 3, 0.5)
        qtbot.waitUntil(lambda: plots.readout() == [(LOGISTIC, "–", "–")])
        plots.apply(epoch("a", 3, cost=0.25))
        assert plots.readout() == [(LOGISTIC, "0.5000", "0.2500")]

    def test_it_never_covers_the_pointer(self, plots, qtbot):
        plots.add(record("a", epochs=20), record("b", epochs=20, **rate(0.5)))
        area = plots.areas[COST]
        rect = area.plot_rect().toRect()
        for x in [
            *range(rect.left() + 2, rect.right() - 1, 9),
            *range(rect.right() - 2, rect.left(), -9),
        ]:
            QTest.mouseMove(area.viewport(), QPoint(x, rect.top() + 20))
            QApplication.processEvents()
            label = next(label for label in plots.panel.findChildren(Readout) if label.isVisible())
            assert not label.geometry().contains(QPoint(x, rect.top() + 20))
            assert rect.left() <= label.x()
            assert label.geometry().right() <= rect.right() + 1

    def test_it_gives_way_to_the_tip_of_a_mark(self, plots, qtbot):
        plots.add(record("a"))
        area = plots.areas[ACCURACY]
        (best,) = [
            item
            for item in area.scene().items()
            if isinstance(item, QGraphicsEllipseItem) and item.isVisible() and item.toolTip()
        ]
        assert best.toolTip().startswith("Best epoch by the test examples: 3")
        at = area.mapFromScene(best.sceneBoundingRect().center())
        QTest.mouseMove(area.viewport(), at - QPoint(30, 0))
        qtbot.waitUntil(lambda: plots.readout() is not None)
        QTest.mouseMove(area.viewport(), at)
        qtbot.waitUntil(lambda: plots.readout() is None)
        QTest.mouseMove(area.viewport(), at - QPoint(30, 0))
        qtbot.waitUntil(lambda: plots.readout() is not None)

    def test_it_leaves_with_the_pointer(self, plots, qtbot):
        plots.add(record())
        plots.point_at(COST, 2, 0.5)
        qtbot.waitUntil(lambda: plots.readout() is not None)
        QApplication.sendEvent(plots.areas[COST], QEvent(QEvent.Type.Leave))
        assert plots.readout() is None


class TestSelecting:
    @pytest.mark.parametrize("place", [COST, ACCURACY])
    def test_a_curve(self, plots, selection, place):
        low = record("b", epochs=0, **rate(0.5))
        for number in (1, 2, 3):
            low.apply(epoch("b", number, cost=2.0))
        plots.add(record("a"), low)
        heard = Recorder(selection.changed)
        plots.click(place, 2.5, 2.25 if place == COST else 50)
        assert selection.runs == ("b",)
        plots.click(place, 1.7, 2.0 if place == COST else 60)  # the training curve
        assert len(heard.heard) == 2
        plots.click(place, 1.5, 1.5 if place == COST else 62)
        assert len(heard.heard) == 2  # there is nothing

    def test_selected_runs_are_drawn_stronger(self, plots, selection):
        plots.add(record("a"), record("b", **rate(0.5)))
        widths = [line.pen_width for line in plots.lines(COST)]
        selection.set_runs(["b"])
        blue = theme.run_style(1).colour.name()
        for line in plots.lines(COST):
            is_b = line.opts["pen"].color().name() == blue
            assert (line.pen_width not in widths) == is_b
        selection.set_runs([])
        assert sorted(line.pen_width for line in plots.lines(COST)) == sorted(widths)


class TestZoom:
    def test_zooming_below_zooms_above(self, plots, qtbot):
        plots.add(record(epochs=10))
        roll_wheel(plots.areas[ACCURACY].viewport(), 3)
        qtbot.waitUntil(_button(plots, "Follow").isVisible)
        assert plots.x_range(COST) == plots.x_range(ACCURACY)

    def test_small_changes_do_not_move_the_range(self, plots):
        plots.add(record(epochs=10))
        before = [area.box.viewRange()[1] for area in plots.areas]
        highest = max(plots.ys(ACCURACY)[0])
        plots.apply(BatchProgress("a", 11, 6, 12, 0.11, 6.1), epoch("a", 11, cost=0.075))
        assert max(plots.ys(ACCURACY)[0]) > highest
        assert [area.box.viewRange()[1] for area in plots.areas] == before


class TestMarks:
    def test_the_best_epoch(self, plots):
        plots.add(record(epochs=2))
        plots.apply(epoch("a", 3, cost=2.0))
        rings = [
            item
            for item in plots.areas[ACCURACY].scene().items()
            if isinstance(item, QGraphicsEllipseItem) and item.isVisible() and item.toolTip()
        ]
        assert [ring.toolTip() for ring in rings] == [
            "Best epoch by the test examples: 2, 87.50% of them correct"
        ]
        at = plots.areas[ACCURACY].position(2, 87.5)
        assert (rings[0].pos() - at).manhattanLength() < 1

    def test_a_setting_changed_by_hand(self, plots, qtbot):
        plots.add(record(epochs=3))
        plots.apply(SettingChanged("a", 3, 7, 12, "optimizer.learning_rate", 0.01, 0.001))
        position = plots.point(COST, 2.5, (1 / 2 + 1 / 3) / 2)
        viewport = plots.areas[COST].viewport()
        QApplication.sendEvent(
            viewport, QHelpEvent(QEvent.Type.ToolTip, position, viewport.mapToGlobal(position))
        )
        qtbot.waitUntil(QToolTip.isVisible)
        assert QToolTip.text() == "Learning rate: 0.01 → 0.001, from epoch 3, batch 7"
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())

    def test_settings_changed_before_one_batch_have_one_mark(self, plots):
        plots.add(record(config=quick("relu-dropout")))
        for path in ("model.hidden.0.dropout", "model.hidden.1.dropout"):
            plots.apply(SettingChanged("a", 3, 7, 12, path, 0.2, 0.4))
        plots.apply(SettingChanged("a", 3, 7, 12, "optimizer.weight_decay", 0, 0.01))
        plots.apply(SettingChanged("a", 3, 9, 12, "model.hidden.1.dropout", 0.4, 0.1))
        texts = [
            item.toolTip()
            for item in plots.areas[COST].scene().items()
            if isinstance(item, QGraphicsRectItem) and "→" in item.toolTip()
        ]
        assert sorted(texts) == [
            "Dropout, layer 2: 0.4 → 0.1, from epoch 3, batch 9",
            "Weight decay: 0 → 0.01, from epoch 3, batch 7\n"
            "Dropout: 0.2 → 0.4, from epoch 3, batch 7",
        ]

    def test_of_very_many_changes_some_are_marked(self, plots):
        """A kept run may hold 50,000; each mark is an item of the scene."""
        changed = record(epochs=3)
        for batch in range(1, 1002):
            changed.apply(SettingChanged("a", 1, batch, 1001, "optimizer.momentum", 0.1, 0.2))
        plots.add(changed)
        texts = [
            item.toolTip().splitlines()
            for item in plots.areas[COST].scene().items()
            if isinstance(item, QGraphicsRectItem) and "→" in item.toolTip()
        ]
        assert len(texts) == MAX_CHANGES
        assert {text[-1] for text in texts} == {f"{MAX_CHANGES} of 1001 changes are marked."}
        firsts = {text[0] for text in texts}
        for batch in (1, 1001):
            assert f"Momentum: 0.1 → 0.2, from epoch 1, batch {batch}" in firsts


class TestLongCurves:
    def test_they_are_thinned_without_losing_a_peak(self, plots):
        long = record(epochs=0)
        for number in range(1, 4001):
            long.apply(epoch("a", number, cost=5.0 if number == 2345 else 1.0))
        plots.add(long)
        train = next(line for line in plots.lines(COST) if line.y[0] == 1.0)
        assert len(train.x) == 4000
        assert train.drawn < 1400
        assert train.yData.max() == 5.0
        assert not train.opts["antialias"]
        assert plots.areas[COST].box.viewRange()[1][1] > 5.25

    def test_zooming_in_shows_every_point(self, plots, qtbot):
        long = record(epochs=0)
        for number in range(1, 2001):
            long.apply(epoch("a", number))
        plots.add(long)
        roll_wheel(plots.areas[COST].viewport(), 12)
        left, right = plots.x_range(COST)
        train = plots.lines(COST)[0]
        inside = train.x[(train.x >= left) & (train.x <= right)]
        assert 0 < len(inside) < 300
        qtbot.waitUntil(lambda: set(inside) <= set(train.xData), timeout=WAIT_MS)


class TestSaving:
    def save(self, plots, qtbot, text, path):
        plots.choose(text)
        dialog = plots.panel.findChild(QFileDialog)
        qtbot.waitUntil(dialog.isVisible)
        name = dialog.findChild(QLineEdit)
        type_over(name, str(path))
        QTest.keyClick(name, Qt.Key.Key_Return)
        qtbot.waitUntil(path.exists, timeout=WAIT_MS)

    @pytest.fixture(autouse=True)
    def own_dialog(self, qapp):
        was = QApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
        yield
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, was)

    def test_numbers(self, plots, qtbot, tmp_path):
        plots.add(one := record("a"), record("b", **rate(0.5)))
        plots.store.set_visible("b", False)
        plots.settle()
        self.save(plots, qtbot, "Save numbers as CSV…", tmp_path / "runs.csv")
        text = (tmp_path / "runs.csv").read_bytes().decode()
        assert text == csv_of([(LOGISTIC, one)])
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == 4

    def test_png(self, plots, qtbot, tmp_path):
        plots.add(record())
        self.save(plots, qtbot, "Save picture as PNG…", tmp_path / "plots.png")
        image = QImage(str(tmp_path / "plots.png"))
        assert image.width() == 2 * (plots.areas[COST].width() + 24)
        assert image.pixelColor(2, 2).name() == theme.colours().window
        assert theme.run_style(0).colour.name() in _colours(image)

    def test_svg(self, plots, qtbot, tmp_path):
        plots.add(record())
        self.save(plots, qtbot, "Save picture as SVG…", tmp_path / "plots.svg")
        root = ET.parse(tmp_path / "plots.svg").getroot()
        tags = [item.tag.rpartition("}")[2] for item in root.iter()]
        texts = {(item.text or "").strip() for item in root.iter() if item.tag.endswith("text")}
        assert {"Cost", "Accuracy, %"} <= texts
        assert any(text.startswith("Logistic") for text in texts), texts
        assert "image" not in tags  # everything is lines and letters
        assert "clipPath" in tags
        strokes = {item.get("stroke", "").lower() for item in root.iter()}
        assert theme.run_style(0).colour.name() in strokes

    def test_what_cannot_be_written_is_told(self, plots, tmp_path):
        plots.add(record())
        heard = Recorder(plots.panel.failed)
        plots.panel._saver.save(str(tmp_path / "nowhere" / "runs.csv"), b"")
        ((text,),) = heard.heard
        assert "nowhere" in text
        assert not (tmp_path / "nowhere").exists()

    def test_copy(self, plots, qapp):
        plots.add(record())
        plots.choose("Copy picture")
        assert theme.run_style(0).colour.name() in _colours(qapp.clipboard().image())
        qapp.clipboard().clear()


def _colours(image):
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


class TestLooks:
    def test_a_new_name_is_in_the_legend(self, plots):
        plots.add(record())
        plots.store.rename("a", "Mine")
        plots.settle()
        assert plots.legend() == ["Mine"]

    def test_a_legend_of_many_counts_what_it_does_not_show(self, plots):
        plots.add(*(record(f"r{number}", **rate(0.01 * (number + 1))) for number in range(20)))
        buttons = plots.panel.legend.buttons()
        hidden = sum(not button.isVisible() for button in buttons)
        assert 0 < hidden < 20
        assert plots.panel.legend.height() <= 40
        assert f"+{hidden}" in [
            label.text() for label in plots.panel.legend.children() if hasattr(label, "text")
        ]
        shown = [button.geometry() for button in buttons if button.isVisible()]
        assert all(rect.right() <= plots.panel.legend.width() for rect in shown)

    def test_accuracies_that_differ_by_four_points_are_not_one_line_in_a_low_plot(self, plots):
        plots.panel.resize(600, 130)
        made = []
        for run, end in (("a", 0.94), ("b", 0.98)):
            made.append(record(run, 0, **rate(ord(run) / 1000)))
            made[-1].apply(point(1, 0, 2.3, 0.1, run))
            for number, accuracy in enumerate((0.88, 0.92, end), 1):
                made[-1].apply(epoch(run, number, 1 / number, accuracy=accuracy))
        plots.add(*made)
        area = plots.areas[ACCURACY]
        low, high = (area.position(3, 100 * end).y() for end in (0.94, 0.98))
        assert area.box.height() < 110
        assert low - high >= 10
        # before the first epoch is done, all of it is shown
        plots.add(record("c", 0))
        plots.apply(point(1, 0, 2.3, 0.1, "c"))
        assert area.box.viewRange()[1][0] <= 10

    def test_of_a_single_epoch_the_way_there_is_seen(self, plots):
        made = record("a", 0)
        made.apply(point(1, 0, 2.3, 0.1, "a"))
        made.apply(epoch("a", 1, 0.2, accuracy=0.96, train_accuracy=0.97))
        plots.add(made)
        bottom = plots.areas[ACCURACY].box.viewRange()[1][0]
        assert bottom <= 10

        made.apply(epoch("a", 2, 0.1, accuracy=0.97))
        plots.store.touch("a")
        plots.settle()
        assert plots.areas[ACCURACY].box.viewRange()[1][0] > 90

    def test_a_value_lies_on_no_curve_and_next_to_its_point(self):
        area, label = QRectF(0, 0, 200, 80), QRectF(60, 40, 50, 14)
        (free,) = placed_freely([label], area, [])
        assert free.x() > 60
        assert free.y() + 7 == 40  # right of its point
        x = np.array([60.0, 200.0])
        for y in (np.array([40.0, 40.0]), np.array([40.0, 30.0]), np.array([40.0, 55.0])):
            (position,) = placed_freely([label], area, [(x, y)])
            box = QRectF(position, label.size())
            columns = np.linspace(box.left(), box.right(), 20)
            heights = np.interp(columns, x, y, left=-9, right=-9)
            assert not any(box.top() < height < box.bottom() for height in heights)
            assert area.contains(box)
            near = QPointF(
                min(max(60, box.left()), box.right()), min(max(40, box.top()), box.bottom())
            )
            assert (near - QPointF(60, 40)).manhattanLength() <= 12

    def test_values_at_the_same_point_do_not_cover_each_other(self):
        labels = [QRectF(190, 76, 50, 14), QRectF(190, 70, 50, 14), QRectF(186, 76, 50, 14)]
        area = QRectF(0, 0, 260, 80)
        positions = placed_freely(labels, area, [])
        boxes = [QRectF(position, QSizeF(50, 14)) for position in positions]
        assert not any(one.intersects(two) for one, two in combinations(boxes, 2))
        assert all(area.contains(box) for box in boxes)

    @pytest.mark.parametrize("count", [2, 5, 9])
    def test_values_beside_live_ends_are_kept_apart(self, count):
        tops = moved_apart([QRectF(10, 140 + place, 40, 12) for place in range(count)], 150)
        assert all(later - earlier >= 15 for earlier, later in pairwise(tops))
        assert tops[0] > 0
        assert tops[-1] < 150


def test_where_drawing_takes_long_training_waits_for_it_more_seldom_and_the_user_never(
    plots, monkeypatch
):
    plots.add(RunRecord("a", quick()), RunRecord("b", quick()))
    monkeypatch.setattr(WorkPace, "interval_ms", 400)
    timer = plots.panel._timer
    plots.store.apply(epoch("a", 1))
    assert timer.interval() == 400
    plots.store.set_visible("b", False)
    assert timer.interval() == 100
    plots.store.apply(epoch("a", 2))
    assert timer.interval() == 100
    plots.settle()
