"""The trials of a search stand under its heading, and can be deleted with it."""

import shutil

import pytest
from PySide6.QtCore import QFile, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QToolButton

from core.comparison.experiment import Kind, of_presets
from core.config.presets import RACE, preset_titles
from gui import composition
from tests.gui.conftest import shown
from tests.gui.driving import LEFT, context_menu, open_dialog, press_button, quick
from tests.gui.searches import search_of

pytest.importorskip("optuna")
NAME = "Search: Learning rate × Units"


@pytest.fixture
def searched(keeping_application, wait, monkeypatch):
    """A window in which a search is over and its winner judged; its bin deletes at once."""
    monkeypatch.setattr(QFile, "moveToTrash", lambda file: not shutil.rmtree(file.fileName()))
    keeping_application.searches.start(search_of())
    (one,) = keeping_application.searches.all()
    wait(lambda: one.is_over)
    wait(lambda: all(comparison.is_over for comparison in keeping_application.comparisons.all()))
    return keeping_application


def tree(made):
    """The headings from the top down, each with the ids of its runs."""
    model = made.window.table.sorted
    return {
        index.data(): [model.run_at(model.index(n, 0, index)) for n in range(model.rowCount(index))]
        for index in model.headings().values()
    }


def delete(made, name):
    """Press the button of this name on the page of comparisons; return the question."""
    buttons = made.window.comparison.findChildren(QToolButton)
    (button,) = (one for one in buttons if one.accessibleName() == name and one.isVisible())
    QTest.mouseClick(button, LEFT)
    return open_dialog(button.parentWidget())


def tick(question):
    (box,) = question.findChildren(QCheckBox)
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    return box


def test_trials_stand_under_one_heading_in_their_order_which_names_the_best(searched):
    (one,) = searched.searches.all()
    title, runs = next(item for item in tree(searched).items() if item[0].startswith(NAME))
    assert title == f"{NAME}: best {one.best.accuracy:.2%}"
    assert sorted(runs) == sorted(trial.run for trial in one.trials)
    assert runs == sorted(runs)


def test_its_heading_tells_when_an_earlier_window_began_it(
    dressed, preferences, translation, qtbot, tmp_path, wait
):
    def compose():
        return composition.compose(dressed, preferences, translation, tmp_path / "runs")

    with shown(compose(), qtbot) as made:
        made.searches.start(search_of(epochs=3000))
        (one,) = made.searches.all()
        wait(lambda: len(one.trials) > 1)
        (heading,) = tree(made)
        assert heading.startswith(f"{NAME}: ")
        assert " of 3,000 epochs" in heading
    with shown(compose(), qtbot) as made:
        made.kept.find()
        made.searches.find()
        wait(lambda: tree(made))
        (heading,) = tree(made)
        assert heading.startswith(f"{NAME} · ")
        made.window.table.view.expandAll()
        menu = context_menu(made.window.table.view, 0)
        next(action for action in menu.actions() if action.text() == "Show search").trigger()
        assert made.window.comparison.findChild(QComboBox).currentText() == f"1. {heading}"


def test_what_is_judged_is_shown_for_a_search_that_is_over(searched):
    made = searched
    race = of_presets(RACE, 1, quick(changes={"epochs": 1}))
    made.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
    row = list(tree(made)).index(next(title for title in tree(made) if title.startswith(NAME)))
    heading = list(made.window.table.sorted.headings().values())[row]
    menu = context_menu(made.window.table.view, heading.row())
    next(action for action in menu.actions() if action.text() == "Show search").trigger()
    assert made.window.comparison.shown() is made.comparisons.all()[0]
    made.controller.stop()


@pytest.mark.parametrize("name", ["Delete search", "Delete comparison"])
def test_is_deleted_with_its_runs_only_if_that_is_ticked(searched, wait, name):
    made = searched
    made.window.tabs.show_page("comparison")
    wait(made.window.comparison.isVisible)
    (one,), (comparison,) = made.searches.all(), made.comparisons.all()
    is_search = name == "Delete search"
    own = made.searches.runs_of(one) if is_search else made.comparisons.runs_of(comparison)
    others = {entry.record.run for entry in made.store.entries()} - set(own)
    assert own
    assert others

    question = delete(made, name)
    assert not question.findChild(QCheckBox).isChecked()
    press_button(question, "Cancel")
    assert made.searches.all()
    assert made.comparisons.all()

    question = delete(made, name)
    assert str(len(own)) in tick(question).text()
    press_button(question, "Delete")
    wait(lambda: {entry.record.run for entry in made.store.entries()} == others)
    wait(lambda: not any((made.kept.runs_dir / run).exists() for run in own))
    assert not (made.searches.all() if is_search else made.comparisons.all())


def test_without_the_tick_the_runs_stay_without_a_heading(searched, wait):
    made = searched
    made.window.tabs.show_page("comparison")
    (one,) = made.searches.all()
    runs = made.searches.runs_of(one)
    press_button(delete(made, "Delete search"), "Delete")
    assert not made.searches.all()
    assert all(made.store.get(run) is not None for run in runs)
    assert not any(title.startswith(NAME) for title in tree(made))
