"""Ladders whose rates are tuned first, and all orders of their changes, in the window."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from core.comparison.experiment import Experiment, Kind, Member
from core.comparison.ladders.orders import all_orders_between
from core.comparison.ladders.tuning import RATES, tuning_for
from core.comparison.results import Cell
from core.config import presets
from core.messages import Message
from gui.comparison.comparisons import Comparisons
from gui.comparison.dialog.ladder_page import LadderPage
from gui.comparison.ladder.ladder_chart import LadderChart
from gui.comparison.ladder.tuning_chart import TunedRow, TuningChart
from gui.comparison.ladder.tuning_view import TuningView
from gui.comparison.text_table import TextTableView
from gui.runs.run_controller import RunController
from tests.gui.driving import LEFT, Recorder, quick

TITLES = {"logistic": Message("Logistic"), "mlp": Message("Network")}
SMALL = {"epochs": 1, "data.train_size": 60, "data.test_size": 20}


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def tuning(rates=(0.01, 0.1), seeds=(42, 43)):
    members = (Member(name, quick(name, SMALL)) for name in TITLES)
    return tuning_for(Experiment(tuple(members), seeds), rates)


class TestTuning:
    @pytest.fixture
    def tuned(self, panel, comparisons, wait):
        """A tuning that is over, and the comparison that followed it."""
        described = tuning()
        experiment, titles = described.experiment(), described.titles(TITLES)
        comparisons.start(Kind.TUNING, experiment, titles, described)
        wait(lambda: len(comparisons.all()) == 2 and comparisons.all()[1].is_over)
        return comparisons.all()

    def test_the_networks_are_compared_with_their_best_rates_and_fresh_seeds(self, tuned):
        first, then = tuned
        cells = first.judgement.cells
        best = [
            first.kept.tuning.rates[max((0, 1), key=lambda column: row[column].validation)]
            for row in cells
        ]
        members = then.kept.experiment.members
        assert [one.config.optimizer.learning_rate for one in members] == best
        assert then.kept.experiment.seeds == (43, 44)
        assert then.kept.experiment.rates_tried == 2
        assert then.judgement.verdicts
        assert then.kept.name == first.kept.name.replace("-tuning-", "-ladder-")
        assert [str(title) for title in then.kept.titles.values()] == ["Logistic", "Network"]

    def test_it_is_followed_once(self, tuned, panel, comparisons):
        panel.show_entry(tuned[0])
        (view,) = panel.findChildren(TuningView)
        assert view.isVisible()
        assert not view.follow.isVisible()
        view.follow_requested.emit(tuned[0])
        assert len(comparisons.all()) == 2

    def test_after_what_followed_is_deleted_it_can_be_asked_for(
        self, tuned, panel, comparisons, wait
    ):
        comparisons.delete(tuned[1])
        panel.show_entry(tuned[0])
        (view,) = panel.findChildren(TuningView)
        wait(view.follow.isVisible)
        QTest.mouseClick(view.follow, LEFT)
        assert comparisons.all()[-1].kept.kind is Kind.LADDER
        wait(lambda: comparisons.all()[-1].is_over)

    def test_a_click_on_a_point_shows_its_run(self, tuned, panel):
        panel.show_entry(tuned[0])
        (view,) = panel.findChildren(TuningView)
        chosen = Recorder(view.runs_chosen)
        QTest.mouseClick(view.chart, LEFT, pos=view.chart.point(1, 0).toPoint())
        ((run,),) = chosen.heard[0]
        assert tuned[0].runs[run].member == "mlp,0"

    def test_open_ends_are_named_and_no_test_set_is_offered(self, tuned, panel):
        panel.show_entry(tuned[0])
        shown = "\n".join(texts(panel))
        assert "may be better" in shown  # of two rates the best one is at an end
        assert "the same 2 learning rates" in shown
        buttons = [one.text() for one in panel.findChildren(QPushButton) if one.isVisible()]
        assert "Open the test set…" not in buttons


@pytest.mark.parametrize("chart", [TuningChart, LadderChart])
def test_what_nobody_sees_in_a_title_is_written_out_where_it_is_painted(
    chart, panel, comparisons, wait
):
    titles = {name: Message(f"a\u200b{name}") for name in (*TITLES, "third")}
    if chart is TuningChart:
        described = tuning()
        comparisons.start(Kind.TUNING, described.experiment(), described.titles(titles), described)
    else:
        configs = (quick("logistic", SMALL | {"data.batch_size": size}) for size in (10, 20, 30))
        members = (Member(*pair) for pair in zip(titles, configs, strict=True))
        comparisons.start(Kind.LADDER, Experiment(tuple(members), (1,)), titles)
    first = comparisons.all()[0]
    wait(lambda: first.is_over)
    panel.show_entry(first)
    (painted,) = panel.findChildren(chart)
    assert r"a\u200bmlp" in painted.accessibleName()


@pytest.fixture
def keeping(store, background, wait, tmp_path):
    """Return a controller that keeps its runs, as that of a window does; closed at the end."""
    made = RunController(store, background, runs_dir=tmp_path)
    yield made
    made.close()
    wait(lambda: made.active_count() == 0)


@pytest.mark.parametrize("is_over", [False, True])
def test_of_two_windows_that_follow_a_tuning_the_second_goes_on_with_the_runs_of_the_first(
    is_over, store, keeping, jobs, tmp_path, wait
):
    theirs, ours = (Comparisons(store, keeping, jobs, runs_dir=tmp_path) for _ in range(2))
    name = "20261124-134501-ladder-3f2ab4c7"
    experiment = Experiment(tuple(Member(one, quick(one, SMALL)) for one in TITLES), (7,))

    theirs.start(Kind.LADDER, experiment, TITLES, name=name)
    (first,) = theirs.all()
    file = tmp_path / "comparisons" / f"{name}.json"
    wait(lambda: file.exists() and (first.is_over or not is_over))
    ours.start(Kind.LADDER, experiment, TITLES, name=name)

    (second,) = ours.all()
    wait(lambda: second.runs == first.runs)
    wait(lambda: first.is_over and second.is_over)
    wait(lambda: second.judgement.verdicts)


class TestChart:
    @pytest.fixture
    def chart(self, qtbot):
        chart = TuningChart()
        qtbot.addWidget(chart)
        cells = [Cell(0.5, 0.5, 1, accuracy) for accuracy in (0.2, 0.6, 0.9)]
        cells[0] = Cell(None, None, 0, diverged=1)
        chart.show_rows(
            [TunedRow("Sigmoid", cells, 2), TunedRow("ReLU", cells[:2], None)], RATES[:3]
        )
        chart.resize(400, chart.sizeHint().height())
        chart.show()
        return chart

    def test_better_ones_lie_higher_and_larger_rates_farther_right(self, chart):
        points = [chart.point(0, column) for column in range(3)]
        assert points[0].y() == points[1].y() > points[2].y()  # the worst one, and one diverged
        assert points[0].x() < points[1].x() < points[2].x()

    def test_it_says_what_is_drawn(self, chart):
        assert chart.accessibleName() == "Sigmoid: 0.003   90.00%; ReLU: –"
        assert "diverged" in chart.tip(0)
        assert "learning rate 0.001: 60.00%" in chart.tip(1)
        assert "–" in chart.tip(5)

    def test_between_the_points_nothing_can_be_picked(self, chart):
        middle = (chart.point(0, 0) + chart.point(0, 1)) / 2
        assert chart.index_at(middle) is None
        assert chart.index_at(chart.point(1, 2)) == 5
        assert not chart.grab().isNull()


class TestOrders:
    def test_what_each_change_adds_is_drawn_with_its_limits(self, panel, comparisons, wait):
        before = quick("logistic", SMALL)
        after = quick("logistic", {**SMALL, "data.pixels": "raw", "data.batch_size": 20})
        ladder = all_orders_between(before, after, Message("Before"), Message("After"))
        comparisons.start(Kind.LADDER, ladder.experiment(1), dict(ladder.titles))
        wait(lambda: panel.shown().is_over)
        (chart,) = panel.findChildren(LadderChart)
        rows = chart.accessibleName().split("; ")
        assert len(rows) == 3
        assert not any(row.startswith("→") for row in rows)
        shown = "\n".join(texts(panel))
        assert "on average over all orders" in shown
        assert shown.count("by what was changed before it") == 2

        # no table of all networks by seed: one row for each, the best first
        tables = [one for one in panel.findChildren(TextTableView) if one.isVisible()]
        assert [table.accessibleName() for table in tables] == [
            "Means over the seeds, after the last epoch"
        ]


class TestPage:
    @pytest.fixture
    def page(self, qtbot):
        page = LadderPage(quick("mlp", {"epochs": 1}), None, None)
        qtbot.addWidget(page)
        page.show()
        return page

    def press(self, page, text):
        (box,) = (one for one in page.findChildren(QCheckBox) if one.text() == text)
        QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))

    def test_tuned_it_tries_all_rates_with_each_network(self, page, wait):
        edited = Recorder(page.edited)
        self.press(page, "Tune the learning rate of each network")
        assert len(edited.heard) == 1
        experiment, titles, described = page.described(3)
        assert len(experiment.members) == len(RATES) * len(presets.LADDER)
        assert described.seeds_to_come == 3
        assert set(titles) == set(experiment.names)
        wait(lambda: "2. Sigmoid + Adam" in texts(page))
        assert any("the same 8 learning rates" in text for text in texts(page))

    def test_all_orders_list_the_changes(self, page, wait):
        self.press(page, "Make the changes in all orders")
        experiment, _titles, described = page.described(2)
        assert described is None
        assert experiment.has_all_orders
        assert len(experiment.members) == 16
        wait(lambda: "2. Activation: ReLU" in texts(page))
        self.press(page, "Tune the learning rate of each network")
        wait(lambda: "1. Optimizer: Adam" in texts(page))
        assert page.described(2)[2].has_all_orders
