"""The seal on the test set of a comparison, in the window."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from core.comparison.experiment import Axis, Experiment, Grid, Kind, Member
from core.comparison.kept.files import read_all
from core.messages import Message
from core.storage.records import outline
from gui import composition
from gui.comparison.text_table import TextTableView
from tests.gui.driving import LEFT, destroy, quick

HELD_OUT = {"data.validation_size": 100, "epochs": 1}
CLOSED = "Judged by the 100 held-out examples: the test set is closed."
OPENED = "The test set was opened once, on "


@pytest.fixture
def application(dressed, preferences, translation, qtbot, tmp_path):
    """A window that keeps runs and comparisons."""
    made = composition.compose(dressed, preferences, translation, tmp_path / "runs")
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.close()
    made.window.arranger.keep()
    destroy(made.window)


@pytest.fixture
def compared(application, wait):
    """Compare two networks that hold examples out."""
    members = (Member("a", quick("logistic", HELD_OUT)), Member("b", quick("mlp", HELD_OUT)))
    titles = {name: Message(name.title()) for name in ("a", "b")}
    application.comparisons.start(Kind.COMPARISON, Experiment(members), titles)
    panel = application.window.comparison
    application.window.tabs.show_page("comparison")
    wait(lambda: panel.shown().is_over)
    return panel.shown()


def button(panel):
    return next(
        one for one in panel.findChildren(QPushButton) if one.text() == "Open the test set…"
    )


def texts(panel):
    labels = [label for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
    tables = [one.accessibleDescription() for one in panel.findChildren(TextTableView)]
    return "\n".join([*(label.text() for label in labels), *tables])


def answer(window, text):
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    QTest.mouseClick(next(one for one in box.buttons() if one.text() == text), LEFT)


def test_it_is_judged_by_held_out_examples(application, compared):
    panel = application.window.comparison
    records = [application.store.get(run).record for run in compared.runs]
    (results,) = compared.judgement.by_seed.values()
    assert [one.accuracy for one in results] == [one.last.validation_accuracy for one in records]
    assert compared.judgement.verdicts[0].digits == 100
    assert CLOSED in texts(panel)
    assert "Held-out accuracy" in texts(panel)
    assert button(panel).isVisibleTo(panel)


def test_opening_it_is_asked_for_recorded_and_shown(application, compared, wait):
    panel, runs_dir = application.window.comparison, application.kept.runs_dir
    QTest.mouseClick(button(panel), LEFT)
    answer(application.window, "Cancel")
    assert compared.kept.is_sealed

    QTest.mouseClick(button(panel), LEFT)
    answer(application.window, "Open")
    wait(lambda: compared.is_over and compared.judgement.verdicts)
    records = [application.store.get(run).record for run in compared.runs]
    (results,) = compared.judgement.by_seed.values()
    assert [one.accuracy for one in results] == [one.last.accuracy for one in records]
    assert compared.judgement.verdicts[0].digits == 200
    assert OPENED in texts(panel)
    assert CLOSED not in texts(panel)
    assert not button(panel).isVisibleTo(panel)

    assert not any(record.is_sealed for record in records)
    assert all(len(outline(runs_dir / run).openings) == 1 for run in compared.runs)
    wait(lambda: read_all(runs_dir).comparisons[0].openings)


def test_a_grid_chooses_by_held_out_examples_and_shows_test_accuracy_once_opened(application, wait):
    grid = Grid(quick(changes=HELD_OUT), (Axis("optimizer.learning_rate", (0.001, 0.1)),))
    application.comparisons.start(Kind.GRID, grid.experiment(1), grid.titles(), grid)
    panel = application.window.comparison
    application.window.tabs.show_page("comparison")
    wait(lambda: panel.shown().is_over)
    comparison = panel.shown()
    assert CLOSED in texts(panel)
    assert "On the test examples" not in texts(panel)

    QTest.mouseClick(button(panel), LEFT)
    answer(application.window, "Open")
    wait(lambda: comparison.is_over and comparison.judgement.best is not None)
    best = comparison.judgement.best.position
    accuracy = comparison.judgement.cells[best[0]][best[1]].final
    (run,) = [one for one, planned in comparison.runs.items() if planned.member == f"{best[0]},0"]
    assert accuracy == application.store.get(run).record.last.accuracy
    assert f"did not choose it, it reaches {accuracy:.2%}" in texts(panel)
