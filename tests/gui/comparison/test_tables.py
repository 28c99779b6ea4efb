"""The tables of a comparison as they are painted, and where they are in the panel."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from core.comparison.experiment import Axis, Experiment, Grid, Kind, Member
from core.comparison.tables import BUDGETS as ABOUT_BUDGETS
from core.comparison.tables import NETWORKS as ABOUT_NETWORKS
from core.comparison.tables import Column, TextTable, seed_table
from core.messages import Message
from core.number_text import accuracy_text, cost_text
from core.run.seal import names_of
from gui.comparison.tables_view import TablesView, TitledTable
from gui.comparison.text_table import GAP, MIN_COLUMN, TextTableView
from gui.style import theme
from gui.style.translation import translate
from tests.gui.driving import quick

BUDGETS, NETWORKS = str(ABOUT_BUDGETS), str(ABOUT_NETWORKS)
LONG = "512 ReLU 0.2 · 512 ReLU 0.2 · 512 ReLU 0.2 · 64 ReLU"
TABLE = TextTable(
    [
        Column("Seed", ["42", "43", "Mean"]),
        Column("Alpha", ["50.00%", "60.00%", "55.00%"], "Test accuracy", 0, is_number=True),
        Column("Beta", [LONG, "85.00%", "77.50%"], "Test accuracy", 1),
    ],
    has_means=True,
)


@pytest.fixture
def view(dressed, qtbot):
    made = TextTableView()
    made.show_table(TABLE)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    qtbot.waitExposed(made)
    return made


def painted(view, monkeypatch):
    """The texts that are painted, with the left end of their areas, whether bold."""
    texts = []
    write = QPainter.drawText

    def record(painter, area, flags, text):
        texts.append((text, area.x(), painter.font().bold()))
        write(painter, area, flags, text)

    with monkeypatch.context() as patched:
        patched.setattr(QPainter, "drawText", record)
        view.grab()
    return texts


class TestPainted:
    def test_every_text_is_whole_at_the_natural_width(self, view, monkeypatch):
        texts = painted(view, monkeypatch)
        assert [text for text, _, _ in texts] == [
            *("Seed", "Alpha", "Beta", "Test accuracy"),
            *("42", "50.00%", LONG, "43", "60.00%", "85.00%", "Mean", "55.00%", "77.50%"),
        ]
        assert [text for text, _, is_bold in texts if is_bold] == ["Mean", "55.00%", "77.50%"]

    def test_a_group_begins_over_its_first_column(self, view, monkeypatch):
        lefts = {text: left for text, left, _ in painted(view, monkeypatch)}
        assert lefts["Test accuracy"] == lefts["Alpha"] > lefts["Seed"]

    def test_without_the_width_the_widest_is_cut_and_has_a_tip(self, view, monkeypatch, wait):
        view.resize(view.width() - 120, view.height())
        texts = [text for text, _, _ in painted(view, monkeypatch)]
        assert LONG not in texts
        assert any(text.startswith("512 Re") and "…" in text for text in texts)
        assert {"Alpha", "50.00%", "85.00%"} <= set(texts)
        widths = view.column_widths()
        assert sum(widths) + GAP * (len(widths) - 1) <= view.width()

        where = view.cell(0, 2).center()
        QApplication.sendEvent(
            view, QHelpEvent(QEvent.Type.ToolTip, where, view.mapToGlobal(where))
        )
        wait(lambda: QToolTip.text() == LONG)
        where = view.cell(1, 2).center()
        QApplication.sendEvent(
            view, QHelpEvent(QEvent.Type.ToolTip, where, view.mapToGlobal(where))
        )
        wait(lambda: QToolTip.text() == "")

    @pytest.mark.parametrize("width", [40, 150, 300, 450, 700, 3000])
    def test_the_widest_columns_are_cut_no_more_than_they_must(self, view, width):
        columns = [Column("m" * count, ["a"]) for count in (3, 20, 40, 8, 60)]
        columns.append(Column("number", ["1234567890" * 2], is_number=True))
        view.show_table(TextTable(columns))
        view.resize(width, 100)
        widths, room = view.column_widths(), width - GAP * (len(columns) - 1)
        bounds = view._width_bounds()

        def cut(limit):
            return [min(natural, max(limit, least)) for least, natural in bounds]

        widest = max(natural for _, natural in bounds)
        tried = (cut(limit) for limit in range(widest, MIN_COLUMN, -1))
        assert widths == next((one for one in tried if sum(one) <= room), cut(MIN_COLUMN))

    def test_texts_are_measured_once_for_each_table_and_font(self, view, monkeypatch):
        metrics, measured = view._wide_metrics, []
        monkeypatch.setattr(view, "_wide_metrics", lambda: measured.append(1) or metrics())
        view.resize(view.width() - 120, view.height())
        view.grab()
        view.grab()
        assert not measured
        before = view.sizeHint().width()
        view.setFont(theme.sized(view.font(), theme.TITLE))
        assert view.sizeHint().width() > before
        assert len(measured) == 1

    def test_only_rows_that_are_visible_are_painted(self, view, monkeypatch):
        many = TextTable([Column("Seed", [str(number) for number in range(1000)])])
        view.show_table(many)
        view.resize(100, 20 * view.row_height)
        assert 15 <= len(painted(view, monkeypatch)) <= 25

    def test_it_can_be_heard(self, view):
        assert view.accessibleDescription().startswith("Seed 42, Test accuracy Alpha 50.00%, Test")

    def test_projected_letters_take_more_space(self, qapp, view):
        before = view.sizeHint()
        theme.project(qapp, True)
        after = view.sizeHint()
        assert after.width() > 1.2 * before.width()
        assert after.height() > 1.2 * before.height()


def member(name, changes=None, preset="logistic"):
    return Member(name, quick(preset, changes))


@pytest.fixture
def race(panel, comparisons, wait):
    """Start a comparison of these networks and wait until it is over and judged."""

    def run(*members, seeds=(42,), kind=Kind.COMPARISON):
        titles = {one.name: Message(one.name.title()) for one in members}
        comparisons.start(kind, Experiment(members, seeds), titles)
        wait(lambda: panel.shown().is_over)
        return panel.shown()

    return run


def shown(panel):
    """The tables that are visible, by their titles."""
    views = panel.findChildren(TextTableView)
    return {view.accessibleName(): view for view in views if view.isVisible()}


class TestInThePanel:
    SLOW, QUICK = (
        member(name, {"optimizer.learning_rate": rate})
        for name, rate in (("slow", 0.001), ("quick", 0.1))
    )

    def test_results_are_those_of_the_runs_and_the_settings_those_that_differ(
        self, race, panel, store
    ):
        comparison = race(self.SLOW, self.QUICK, seeds=(42, 43))
        tables = shown(panel)
        assert list(tables) == ["Results by seed, after the last epoch", BUDGETS, NETWORKS]
        results, budgets, settings = tables.values()
        means = results._rows[-1]
        assert budgets._rows[0][:3] == ["2 epochs", *means[1:3]]
        for run, planned in comparison.runs.items():
            last = store.get(run).record.last
            row = results._rows[(42, 43).index(planned.seed)]
            column = ("slow", "quick").index(planned.member)
            assert row[1 + column] == accuracy_text(last.accuracy)
            assert row[4 + column] == cost_text(last.test_cost)
        assert results._rows[-1][0] == "Mean"
        assert results._rows[-1][3] == f"+{panel.card.number.text()}"
        assert settings._rows[3:] == [["Learning rate", "0.001", "0.1"]]
        assert settings._rows[0] == ["Parameters", "7,850", "7,850"]
        notes = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
        assert "Difference: Quick minus Slow; of accuracies in percentage points." in notes

    def test_before_the_last_seed_there_is_no_mean(self, panel, comparisons, wait):
        titles = {"slow": Message("Slow"), "quick": Message("Quick")}
        experiment = Experiment((self.SLOW, self.QUICK), (42, 43))
        comparisons.start(Kind.COMPARISON, experiment, titles)
        comparison, seen = panel.shown(), []
        assert list(shown(panel)) == [NETWORKS]  # known from the start

        def is_over():
            tables = shown(panel)
            if not comparison.is_over and len(tables) == 2:
                seen.extend(row[0] for row in next(iter(tables.values()))._rows)
            return comparison.is_over

        wait(is_over)
        assert seen
        assert "Mean" not in seen

    def test_of_three_networks_accuracies_and_costs_have_a_table_each(self, race, panel):
        race(self.SLOW, self.QUICK, member("sigmoid", preset="sigmoid"))
        assert list(shown(panel)) == [
            "Test accuracy by seed, after the last epoch",
            "Test cost by seed, after the last epoch",
            BUDGETS,
            NETWORKS,
        ]

    def test_they_are_next_to_each_other_only_with_the_width(self, race, panel, wait):
        race(self.SLOW, self.QUICK)
        first, second, _ = (one for one in panel.findChildren(TitledTable) if one.isVisible())
        panel.resize(2000, 900)
        wait(lambda: first.y() == second.y() and first.x() < second.x())
        panel.resize(640, 900)
        wait(lambda: first.x() == second.x() and first.y() < second.y())
        assert not panel._area.horizontalScrollBar().isVisible()

    def test_in_a_low_panel_the_card_leaves_them_the_height(self, race, panel, wait):
        race(self.SLOW, self.QUICK)
        first = next(iter(shown(panel).values()))
        panel.resize(640, 400)
        wait(panel.card.next.isVisible)
        wait(lambda: first.visibleRegion().boundingRect().height() == first.height())
        panel.resize(640, 900)
        wait(panel.card.why.button.isVisible)

    def test_without_the_width_accuracies_and_costs_have_a_table_each_and_no_number_is_cut(
        self, race, panel, wait, monkeypatch
    ):
        race(self.SLOW, self.QUICK, seeds=(42, 43))
        whole = next(iter(shown(panel).values()))._rows
        panel.resize(360, 900)
        wait(lambda: len(shown(panel)) == 4)
        for view, columns in zip(list(shown(panel).values())[:2], ((1, 4), (4, 7)), strict=True):
            texts = [text for text, _, _ in painted(view, monkeypatch)]
            assert all(set(row[slice(*columns)]) <= set(texts) for row in whole)
        assert not panel._area.horizontalScrollBar().isVisible()
        panel.resize(640, 900)
        wait(lambda: len(shown(panel)) == 3)

    def test_of_many_networks_no_number_is_cut_and_the_tables_scroll_across(
        self, race, panel, wait, monkeypatch
    ):
        others = [
            member(f"a network of number {number}", {"optimizer.learning_rate": 0.01 * number})
            for number in range(3, 7)
        ]
        race(self.SLOW, *others)
        panel.resize(360, 900)
        results = list(shown(panel).values())
        for view in results:
            area = view.parentWidget().parentWidget()
            wait(area.horizontalScrollBar().isVisible)
            assert area.viewport().height() >= view.minimumHeight()
            texts = {text for text, _, _ in painted(view, monkeypatch)}
            assert all(text in texts for row in view._rows for text in row[1:])
        assert not panel._area.horizontalScrollBar().isVisible()

    def test_a_grid_has_none(self, panel, comparisons, wait):
        grid = Grid(quick(), (Axis("optimizer.learning_rate", (0.01, 0.1)),))
        titles = {one.name: Message(one.name) for one in grid.experiment().members}
        comparisons.start(Kind.GRID, grid.experiment(), titles, grid)
        wait(lambda: panel.shown().is_over)
        assert shown(panel) == {}
        assert not panel.findChild(TablesView).isVisible()

    def test_window_and_report_have_the_same_table(self, race, panel):
        comparison = race(self.SLOW, self.QUICK, seeds=(42, 43))
        table = seed_table(
            comparison.judgement.by_seed,
            comparison.titles(),
            comparison.card(),
            translate,
            has_means=True,
            names=names_of([False]),
        )
        results = next(iter(shown(panel).values()))
        assert [tuple(row) for row in results._rows] == table.rows
