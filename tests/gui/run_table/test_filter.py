"""The filter of the table of runs, with many runs."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from core.config.fields import with_values
from core.run.record import RunRecord
from gui.run_table.runs_table import RunsTable
from tests.gui.driving import destroy, epoch, quick

RUNS = 40


@pytest.fixture
def table(qtbot, store, selection):
    for number in range(RUNS):
        run = f"run-{number:02}"
        store.add(RunRecord(run, with_values(quick(), {"seed": number})))
        store.rename(run, f"{'odd' if number % 2 else 'even'} {number}")
    table = RunsTable(store, selection)
    yield table
    destroy(table)


def type_into_filter(table, text):
    table.findChild(QLineEdit, "filter").setText(text)


def shown(table):
    return [table.sorted.index(row, 0).data() for row in range(table.sorted.rowCount())]


def test_every_cell_is_read_once_however_many_letters_are_typed(table):
    read = []

    def counted(column):
        return replace(column, text=lambda entry: read.append(column.key) or column.text(entry))

    table.model._columns = [counted(column) for column in table.model._columns]
    table.model.texts.forget_all()
    type_into_filter(table, "o")
    assert read.count("made") == RUNS
    read.clear()
    type_into_filter(table, "odd")
    type_into_filter(table, "odd 3")
    assert read.count("made") == 0
    odd = reversed(range(1, RUNS, 2))
    assert shown(table) == [f"odd {number}" for number in odd if "3" in str(number)]


def test_the_cells_are_read_before_the_first_key_and_again_after_a_change_of_language(
    qtbot, table, monkeypatch
):
    def wait_for_texts():
        qtbot.waitUntil(lambda: table.model.texts.are_read)
        assert len(table.model.texts._known) == RUNS

    wait_for_texts()
    table.model.retranslate()
    assert not table.model.texts._known
    wait_for_texts()

    monkeypatch.setattr(table.model, "entry_of", None)  # no cell can be read now
    type_into_filter(table, "odd 3")
    assert table.sorted.rowCount() == 8


def test_what_changes_is_searched_as_it_is_now(qtbot, table, store):
    type_into_filter(table, "odd")
    store.rename("run-01", "renamed")
    type_into_filter(table, "renamed")
    assert shown(table) == ["renamed"]

    type_into_filter(table, "43.21")
    assert shown(table) == []
    store.apply(epoch("run-02", 1, accuracy=0.4321))
    qtbot.waitUntil(lambda: not table.model._changed)
    type_into_filter(table, "43.21%")
    assert shown(table) == ["even 2"]


def test_many_selected_rows_that_go_are_deselected_in_one_step(qtbot, table, selection):
    table.view.selectAll()
    assert len(selection.runs) == RUNS
    changes = []
    selection.changed.connect(lambda: changes.append(selection.runs))
    type_into_filter(table, "odd")
    assert changes == [tuple(f"run-{number:02}" for number in reversed(range(1, RUNS, 2)))]
    assert [index.data() for index in table.view.selectionModel().selectedRows()] == shown(table)


def test_a_selected_run_that_the_filter_hides_stays_selected_elsewhere(table, selection):
    type_into_filter(table, "odd")
    selection.set_runs(["run-02"])
    type_into_filter(table, "odd 3")
    assert selection.runs == ("run-02",)


def test_escape_clears_it(table, qtbot):
    qtbot.addWidget(table)
    table.show()
    edit = table.findChild(QLineEdit, "filter")
    table.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    QTest.keyClicks(edit, "odd")
    assert len(shown(table)) == RUNS // 2
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert len(shown(table)) == RUNS
