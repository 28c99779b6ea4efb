"""The curves: exactly the runs' numbers, on the axis that was asked for."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsSimpleTextItem,
    QLabel,
    QSlider,
    QToolButton,
)

from core.run.events import BatchProgress, EndReason, RunEnded, RunStarted
from core.run.record import RunRecord
from core.run.seal import opening
from core.run.series import XAxis
from gui.plots.curves import FAINT_ALPHA, Choices
from gui.plots.plot_area import Line, PlotArea
from gui.plots.plot_pair import MIN_BOTH
from gui.plots.plot_table import PlotTable
from gui.plots.plots_panel import PlotsPanel
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.gui.driving import LEFT, Recorder, epoch, line, quick

COSTS = (2.3, 1.1, 0.7, 0.55, 0.5)


@pytest.fixture
def panel(dressed, qtbot, store, selection, current, translation):
    made = PlotsPanel(store, selection, current)
    qtbot.addWidget(made)
    made.resize(600, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def settle(panel, wait):
    """Wait until what changed has been drawn."""

    def drawn(*runs):
        wait(lambda: len(panel.legend.entries) == len(runs))
        panel.refresh()
        wait(
            lambda: (
                [len(xy[0]) for xy in points(panel, 1)] == [len(xy[0]) for xy in points(panel, 0)]
            )
        )

    return drawn


def add(store, run, costs=COSTS, config=None, **others):
    store.add(RunRecord(run, config or quick(changes={"epochs": 40, "data.batch_size": ord(run)})))
    store.apply(RunStarted(run, 7850, "cpu", 1, 12, 40))
    for number, cost in enumerate(costs, 1):
        store.apply(
            epoch(run, number, cost, **{name: value(cost) for name, value in others.items()})
        )


def area(panel, place):
    return panel.findChildren(PlotArea)[place]


def lines(panel, place, alpha=255):
    """The lines with points, in the order in which their runs came; by default the strong ones."""
    drawn = [
        item
        for item in area(panel, place).scene().items()
        if isinstance(item, Line) and len(item.x)
    ]
    return [item for item in drawn[::-1] if QColor(item.opts["pen"].color()).alpha() == alpha]


def points(panel, place, alpha=255):
    """What the lines of one plot hold, as they are drawn."""
    return [tuple(part.tolist() for part in item.getData()) for item in lines(panel, place, alpha)]


def values(panel, place):
    """What stands beside the live ends."""
    items = area(panel, place).scene().items()
    return {
        item.text() for item in items if isinstance(item, QGraphicsSimpleTextItem) and item.text()
    }


def button(panel, text):
    return next(each for each in panel.findChildren(QToolButton) if each.text() == text)


def press(panel, text):
    QTest.mouseClick(button(panel, text), LEFT)


def menu_action(panel, text):
    return next(action for action in panel.menu.menu().actions() if action.text() == text)


def shows(panel, text):
    return any(label.text() == text for label in panel.findChildren(QLabel))


class TestNumbers:
    def test_curves_hold_exactly_those_of_the_run(self, panel, store, settle):
        add(store, "a")
        settle("a")
        record = store.get("a").record
        numbers = [float(n) for n in range(1, 6)]
        assert points(panel, 0) == [(numbers, [e.test_cost for e in record.epochs])]
        assert points(panel, 0, FAINT_ALPHA) == [(numbers, [e.cost for e in record.epochs])]
        assert points(panel, 1) == [(numbers, [e.accuracy * 100 for e in record.epochs])]
        assert points(panel, 1, FAINT_ALPHA) == [
            (numbers, [e.train_accuracy * 100 for e in record.epochs])
        ]

    def test_they_grow_with_the_run(self, panel, store, settle, wait):
        add(store, "a", COSTS[:2])
        settle("a")
        store.apply(epoch("a", 3, 0.25))
        wait(lambda: points(panel, 0)[0][0] == [1, 2, 3])
        wait(lambda: points(panel, 1)[0][0] == [1, 2, 3])
        assert points(panel, 0)[0][1] == [COSTS[0] + 0.25, COSTS[1] + 0.25, 0.5]

    def test_each_run_has_its_own(self, panel, store, settle):
        add(store, "a")
        add(store, "b", [cost / 2 for cost in COSTS[:3]])
        settle("a", "b")
        held = sorted(points(panel, 0), key=lambda xy: -len(xy[0]))
        assert [y for _, y in held] == [
            [c + 0.25 for c in COSTS],
            [c / 2 + 0.25 for c in COSTS[:3]],
        ]

    def test_the_epoch_in_progress_has_its_place(self, panel, store, settle, wait):
        add(store, "a", COSTS[:2])
        store.apply(BatchProgress("a", 3, 6, 12, 0.625, 2.0))
        settle("a")
        wait(lambda: ([2.0, 2.5], [COSTS[1], 0.625]) in points(panel, 0, FAINT_ALPHA))

    def test_a_run_in_its_first_epoch_is_seen(self, panel, store, wait):
        add(store, "a", ())
        store.apply(BatchProgress("a", 1, 3, 12, 2.25, 0.2))
        wait(lambda: values(panel, 0) == {"2.2500"})

    def test_a_thousand_epochs_lose_no_extreme(self, panel, store, settle):
        costs = [1.0 + 0.1 * np.sin(n / 5) for n in range(1000)]
        costs[437] = 3.5
        add(store, "a", costs, quick(changes={"epochs": 1000}))
        settle("a")
        (strong,) = lines(panel, 0)
        assert strong.y.tolist() == [cost + 0.25 for cost in costs]
        assert strong.getData()[1].max() == 3.75
        assert len(strong.getData()[0]) < 3000

    def test_a_line_shows_its_weight(self, panel, store, settle):
        nothing = {
            "accuracy": lambda _: None,
            "train_accuracy": lambda _: None,
            "weight": lambda cost: 2 - cost,
        }
        add(store, "a", COSTS, line({"epochs": 40}), **nothing)
        settle("a")
        assert points(panel, 1)[0][1] == [2 - cost for cost in COSTS]
        assert "Weight" in [label.text() for label in panel.findChildren(QLabel)]
        assert values(panel, 1) == {f"{2 - COSTS[-1]:.4f}"}

    def test_a_line_is_not_drawn_beside_digits(self, panel, store, wait):
        nothing = {
            "accuracy": lambda _: None,
            "train_accuracy": lambda _: None,
            "weight": lambda cost: 2 - cost,
        }
        add(store, "a", COSTS, line({"epochs": 40}), **nothing)
        add(store, "b", COSTS[:3])
        wait(lambda: len(points(panel, 0)) == 1 and points(panel, 1))
        finite = [y for _, y in points(panel, 1) if np.isfinite(y).any()]
        assert finite == [[(1 - cost / 4) * 100 for cost in COSTS[:3]]]
        assert "Accuracy, %" in [label.text() for label in panel.findChildren(QLabel)]


class TestSeal:
    def test_until_the_test_set_is_opened_curves_are_on_held_out_examples(
        self, panel, store, settle, wait
    ):
        others = {
            "validation_cost": lambda cost: cost + 1,
            "validation_accuracy": lambda cost: 0.5 - cost / 10,
        }
        add(store, "a", config=quick(changes={"data.validation_size": 50}), **others)
        settle("a")
        epochs = store.get("a").record.epochs
        assert points(panel, 0)[0][1] == [one.validation_cost for one in epochs]
        assert points(panel, 1)[0][1] == pytest.approx(
            [100 * one.validation_accuracy for one in epochs]
        )
        assert shows(panel, "bold: held out · faint: training")
        add(store, "b")
        settle("a", "b")
        assert shows(panel, "bold: test, or held out · faint: training")

        store.set_openings("a", (opening(len(epochs)),))
        wait(lambda: points(panel, 0)[0][1] == [one.test_cost for one in epochs])
        wait(lambda: shows(panel, "bold: test · faint: training"))

    def test_the_table_of_the_curves_names_them_so(self, panel, store, settle, qtbot):
        others = {"validation_cost": lambda _cost: 2.0, "validation_accuracy": lambda _cost: 0.25}
        config = quick(changes={"data.validation_size": 50})
        add(store, "a", COSTS[:1], config=config, **others)
        settle("a")
        table = PlotTable(store.visible(), panel.window())
        qtbot.addWidget(table)
        model = table.view.model()
        titles = [
            model.headerData(column, Qt.Orientation.Horizontal)
            for column in range(model.columnCount())
        ]
        row = [model.index(0, column).data() for column in range(model.columnCount())]
        shown = dict(zip(titles, row, strict=True))
        assert (shown["Held-out cost"], shown["Held-out accuracy"]) == ("2.0000", "25.00%")


class TestLiveEnd:
    @pytest.mark.parametrize("place", [0, 1])
    def test_its_value_is_whole_when_the_window_becomes_narrow(
        self, panel, store, settle, wait, place
    ):
        add(store, "a")
        settle("a")
        panel.resize(1600, panel.height())
        plot = area(panel, place)
        items = [
            item
            for item in plot.scene().items()
            if isinstance(item, QGraphicsSimpleTextItem) and item.isVisible()
        ]
        texts = [item for item in items if item.text() in values(panel, place)]
        wait(lambda: plot.width() > 1200)
        panel.resize(360, panel.height())
        paper = lambda: plot.box.mapRectToScene(plot.box.rect())  # noqa: E731
        assert texts
        wait(lambda: all(item.sceneBoundingRect().right() <= paper().right() for item in texts))

    def test_its_value_stands_beside_it(self, panel, store, settle, wait):
        add(store, "a")
        settle("a")
        assert values(panel, 0) == {"0.7500"}
        assert values(panel, 1) == {"87.50%"}
        store.apply(epoch("a", 6, 0.25, accuracy=0.9876))
        wait(lambda: values(panel, 0) == {"0.5000"})
        wait(lambda: values(panel, 1) == {"98.76%"})


class TestLogAxis:
    def test_costs_become_their_logarithms_and_back(self, panel, store, settle):
        add(store, "a")
        settle("a")
        plain = points(panel, 0), points(panel, 1)
        press(panel, "log")
        assert points(panel, 0)[0][1] == np.log10([cost + 0.25 for cost in COSTS]).tolist()
        assert points(panel, 1) == plain[1]
        assert values(panel, 0) == {"0.7500"}
        press(panel, "log")
        assert (points(panel, 0), points(panel, 1)) == plain

    def test_a_cost_of_nothing_does_no_harm(self, panel, store, settle):
        add(store, "a", (0.5, -0.25, 0.75))
        settle("a")
        press(panel, "log")
        heights = points(panel, 0)[0][1]
        assert np.isnan(heights[1])
        assert np.isfinite([heights[0], heights[2]]).all()


class TestFollowing:
    def test_the_view_holds_all_curves(self, panel, store, settle, wait):
        add(store, "a")
        settle("a")
        (left, right), (bottom, top) = area(panel, 0).box.viewRange()
        assert left <= 1
        assert right >= 5
        assert bottom <= 0.5
        assert top >= 2.55
        store.apply(epoch("a", 6, 9.0, accuracy=0.5))
        wait(lambda: area(panel, 0).box.viewRange()[1][1] >= 9.25)

    @pytest.mark.parametrize("height", [160, 220, 700])
    def test_no_mark_is_cut_off_at_the_upper_edge(self, panel, store, settle, wait, height):
        panel.resize(800, height)
        add(store, "a", [0.9, 0.5, 0.35])
        settle("a")
        for number in range(4, 12):
            cost = 0.35 - number / 40
            store.apply(epoch("a", number, cost, accuracy=1 - cost / 4))
            wait(lambda count=number: len(points(panel, 1)[0][0]) == count)
            box = area(panel, 1).box
            tops = [
                item.sceneBoundingRect().top()
                for item in box.childItems()
                if isinstance(item, QGraphicsEllipseItem) and item.isVisible()
            ]
            assert tops
            assert min(tops) >= box.sceneBoundingRect().top()

    def test_a_hidden_plot_does_not_lead_the_other(self, panel, store, settle, wait):
        add(store, "a")
        settle("a")
        panel.resize(350, 160)
        wait(lambda: not area(panel, 0).isVisible())
        before = area(panel, 1).box.viewRange()[0]
        area(panel, 0).box.setXRange(0, 900, padding=0)
        assert area(panel, 1).box.viewRange()[0] == before

    @pytest.mark.parametrize("width", range(380, 460, 8))
    def test_a_low_panel_shows_both_plots_where_they_fit_side_by_side(self, panel, qapp, width):
        panel.resize(width, 130)
        qapp.processEvents()
        upper, lower = (area(panel, plot) for plot in range(2))
        assert upper.isVisible() is (panel._pair.width() >= theme.px(MIN_BOTH))
        lefts = [plot.mapTo(panel, plot.rect().topLeft()).x() for plot in (upper, lower)]
        assert lefts[0] < lefts[1] or not upper.isVisible()

    @pytest.mark.parametrize("width", [40, 120, 150, 400])
    def test_a_narrow_plot_shows_little_more_than_the_curves(self, qtbot, width):
        plot = PlotArea()
        qtbot.addWidget(plot)
        plot.resize(width, 100)
        plot.show()
        plot.follow(6, (0, 1), (0, 1))
        (left, right), _ = plot.box.viewRange()
        assert left == 0
        assert 6 <= right <= 12

    def test_both_plots_show_the_same_epochs(self, panel, store, settle):
        add(store, "a")
        settle("a")
        zoom(panel)
        views = [area(panel, place).box.viewRange()[0] for place in (0, 1)]
        assert views[0] == pytest.approx(views[1])

    def test_after_zooming_it_stays_until_asked_to_follow(self, panel, store, settle, wait):
        add(store, "a")
        settle("a")
        assert not button(panel, "Follow").isVisible()
        zoom(panel)
        assert button(panel, "Follow").isVisible()
        zoomed = area(panel, 0).box.viewRange()
        store.apply(epoch("a", 6, 9.0, accuracy=0.5))
        wait(lambda: len(points(panel, 0)[0][0]) == 6)
        assert area(panel, 0).box.viewRange() == zoomed
        press(panel, "Follow")
        assert area(panel, 0).box.viewRange()[1][1] >= 9.25
        assert not button(panel, "Follow").isVisible()


def zoom(panel):
    """Roll the wheel over the middle of the upper plot."""
    plot = area(panel, 0)
    before = plot.box.viewRange()
    middle = plot.mapTo(panel, plot.plot_rect().center().toPoint())
    QTest.wheelEvent(panel.windowHandle(), QPointF(middle), QPoint(0, 240))
    assert plot.box.viewRange() != before


class TestRuns:
    def test_hidden_ones_have_no_curves_until_shown_again(self, panel, store, settle, wait):
        add(store, "a")
        add(store, "b", COSTS[:3])
        settle("a", "b")
        store.set_visible("a", False)
        wait(lambda: [len(x) for x, _ in points(panel, 0)] == [3])
        wait(lambda: [len(x) for x, _ in points(panel, 1)] == [3])
        assert len(values(panel, 0)) == 1
        assert len(panel.legend.entries) == 1
        store.apply(epoch("a", 6, 0.4))
        store.set_visible("a", True)
        wait(lambda: sorted(len(x) for x, _ in points(panel, 0)) == [3, 6])
        assert [entry.run for entry in panel.legend.entries] == ["a", "b"]

    def test_removed_ones_leave_nothing(self, panel, store, settle, wait):
        counted = [len(area(panel, place).scene().items()) for place in (0, 1)]
        add(store, "a")
        settle("a")
        store.remove("a")
        wait(lambda: panel.legend.entries == [])
        assert points(panel, 0) == points(panel, 1) == []
        assert [len(area(panel, place).scene().items()) for place in (0, 1)] == counted

    def test_before_there_are_any_it_says_what_to_do(self, panel, store, settle):
        hint = next(
            label for label in panel.findChildren(QLabel) if label.text().startswith("Press Train")
        )
        assert hint.isVisible()
        add(store, "a")
        settle("a")
        assert not hint.isVisible()

    def test_the_legend_names_them_in_their_colours(self, panel, store, settle):
        add(store, "a")
        add(store, "b", config=quick("sigmoid", {"epochs": 40}))
        settle("a", "b")
        names = [store.get(run).name for run in "ab"]
        assert [each.toolTip() or each.text() for each in panel.legend.buttons()] == names
        assert [entry.style for entry in panel.legend.entries] == [
            theme.run_style(0),
            theme.run_style(1),
        ]

    def test_a_click_in_the_legend_tells_which_one_and_makes_it_stronger(
        self, panel, store, selection, settle
    ):
        add(store, "a")
        add(store, "b", config=quick("sigmoid", {"epochs": 40}))
        settle("a", "b")
        widths = [each.opts["pen"].widthF() for each in lines(panel, 0)]
        QTest.mouseClick(panel.legend.buttons()[1], LEFT)
        assert selection.runs == ("b",)
        assert sorted(each.opts["pen"].widthF() for each in lines(panel, 0)) > sorted(widths)

    def test_a_run_that_is_over_keeps_its_curves(self, panel, store, settle, wait):
        add(store, "a")
        store.apply(BatchProgress("a", 6, 6, 12, 0.1, 9.0))
        store.apply(RunEnded("a", EndReason.STOPPED, 5))
        settle("a")
        assert len(points(panel, 0)[0][0]) == 5
        wait(lambda: all(len(x) != 2 for x, _ in points(panel, 0, FAINT_ALPHA)))


class TestSeeds:
    @pytest.fixture
    def pair(self, store, settle):
        for run, seed, factor in (("a", 1, 1.0), ("b", 2, 3.0)):
            add(
                store,
                run,
                [cost * factor for cost in COSTS],
                quick(changes={"epochs": 40, "seed": seed}),
            )
        settle("both")

    def test_runs_that_differ_in_it_alone_are_one_curve_their_mean(self, panel, pair):
        assert len(points(panel, 0)) == 1
        assert points(panel, 0)[0][1] == pytest.approx([cost * 2 + 0.25 for cost in COSTS])

    def test_they_are_two_curves_when_asked_for(self, panel, pair, wait):
        menu_action(panel, "Mean and band over seeds").trigger()
        wait(lambda: len(panel.legend.entries) == 2)
        wait(lambda: len(points(panel, 0)) == 2)


class TestAxis:
    def test_time_and_examples_move_the_points(self, panel, store, settle):
        add(store, "a")
        settle("a")
        heights = points(panel, 0)[0][1]
        menu_action(panel, "Computing time").trigger()
        assert points(panel, 0)[0] == (pytest.approx([0.6 * n for n in range(1, 6)]), heights)
        menu_action(panel, "Examples seen").trigger()
        examples = 12 * store.get("a").record.config.data.batch_size
        assert points(panel, 0)[0] == (pytest.approx([examples * n for n in range(1, 6)]), heights)
        assert area(panel, 1).getPlotItem().getAxis("bottom").labelText == "examples seen"
        menu_action(panel, "Epochs").trigger()
        assert points(panel, 0)[0] == ([1, 2, 3, 4, 5], heights)


class TestSmoothing:
    def test_the_real_curve_stays_behind_the_smooth_one(self, panel, store, settle, wait):
        add(store, "a", (2.0, 1.0, 2.0, 1.0, 2.0, 1.0))
        settle("a")
        real = points(panel, 0)[0][1]
        panel.menu.menu().findChild(QSlider).setValue(80)
        wait(lambda: points(panel, 0)[0][1] != real)
        smooth = points(panel, 0)[0][1]
        assert np.ptp(smooth[2:]) < np.ptp(real[2:]) / 2
        kept = [
            each.y.tolist() for each in area(panel, 0).scene().items() if isinstance(each, Line)
        ]
        assert real in kept


class TestLooks:
    def test_curves_follow_the_scheme(self, panel, store, settle, dressed, wait):
        add(store, "a")
        settle("a")
        colours = []
        for scheme, named in ((Scheme.LIGHT, theme.LIGHT), (Scheme.DARK, theme.DARK)):
            theme.apply(dressed, scheme)
            wait(
                lambda named=named: area(panel, 0).backgroundBrush().color().name() == named.window
            )
            wait(lambda: points(panel, 1))
            colours.append(
                [
                    QColor(each.opts["pen"].color()).name()
                    for each in (*lines(panel, 0), *lines(panel, 1))
                ]
            )
            assert colours[-1] == [theme.run_style(0).colour.name()] * 2
        assert colours[0] != colours[1]

    def test_texts_follow_the_language(self, panel, store, settle, translation, wait):
        add(store, "a")
        settle("a")
        english = {label.text() for label in panel.findChildren(QLabel)} - {"", "0.00"}
        translation.use(Language.CHINESE)
        wait(lambda: "代价" in {label.text() for label in panel.findChildren(QLabel)})
        assert not english & {label.text() for label in panel.findChildren(QLabel)}
        wait(lambda: points(panel, 0))
        assert area(panel, 1).getPlotItem().getAxis("bottom").labelText == "轮"

    def test_the_crosshair_reads_the_runs_numbers(self, panel, store, settle, wait):
        add(store, "a")
        settle("a")
        plot = area(panel, 0)
        where = plot.mapFromScene(plot.box.mapViewToScene(QPointF(3, 1)))
        QTest.mouseMove(plot.viewport(), where)
        readout = next(each for each in plot.children() if type(each).__name__ == "Readout")
        wait(lambda: readout.rows)
        assert readout.rows[0].values[:2] == ("0.9500", "0.7000")


class TestTable:
    def test_says_what_the_curves_show(self, panel, store, settle, qapp):
        store.add(RunRecord("a", quick()))
        for number, cost in ((1, 0.5), (2, 0.25)):
            store.apply(epoch("a", number, cost, accuracy=0.9))
        settle()
        action = next(
            action for action in panel.menu.menu().actions() if action.text() == "Show as table…"
        )
        action.trigger()
        dialog = panel.window().findChild(PlotTable)
        model = dialog.view.model()
        texts = [
            [model.index(row, place).data() for place in range(6)]
            for row in range(model.rowCount())
        ]
        name = store.get("a").name
        assert texts[0][:5] == [name, "1", "0.7500", "0.5000", "90.00%"]
        assert texts[1][:5] == [name, "2", "0.5000", "0.2500", "90.00%"]
        dialog.close()


class TestChoices:
    def test_what_was_chosen_is_remembered(self, panel):
        told = Recorder(panel.choices_changed)
        next(
            action for action in panel.menu.menu().actions() if action.text() == "Examples seen"
        ).trigger()
        assert len(told.heard) == 1
        written = panel.choices.written()
        panel.show_choices(Choices())
        assert panel.choices == Choices()
        panel.show_choices(Choices.read(written))
        assert panel.choices == Choices(axis=XAxis.EXAMPLES)

    @pytest.mark.parametrize(
        "stored",
        [
            *(None, "", "{", "[]", "[" * 100_000),
            *('{"axis": "x"}', '{"smoothing": 7}', '{"is_grouped": 3}'),
        ],
    )
    def test_what_cannot_be_read_counts_as_not_chosen(self, stored):
        assert Choices.read(stored) == Choices()


def test_the_hint_covers_the_upper_plot_which_is_arranged_after_the_panel(panel, wait):
    panel._cost.resize(300, 170)
    assert panel._empty.geometry().bottomRight() == panel._cost.rect().bottomRight()
