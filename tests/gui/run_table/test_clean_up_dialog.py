"""The dialog that frees disk space, with more runs than anybody would make in a test."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.lifecycle.clean_up import Removal, Space, Survey
from gui.run_table.dialogs import clean_up_dialog
from gui.run_table.dialogs.clean_up_dialog import CleanUpDialog

RUNS, EPOCHS = 100, 3


class _Counted(tuple):
    """Removals that count how often they are gone through."""

    passes = 0

    def __iter__(self):
        _Counted.passes += 1
        return super().__iter__()


class _CleanUp:
    """Has measured the runs already."""

    runs_dir = Path("runs")

    def measure(self, then):
        made = datetime.now(UTC)
        then(Survey(tuple(Space(Path(f"r{n}"), None, 10, 5, 1, made, False) for n in range(RUNS))))

    def spared(self):
        return set()

    def name_of(self, run):
        return run


@pytest.fixture
def window(dressed, qtbot, translation):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(window, monkeypatch):
    chosen = _Counted(
        Removal(f"r{n}", Path(f"r{n}", str(epoch)), 1)
        for n in range(RUNS)
        for epoch in range(EPOCHS)
    )
    monkeypatch.setattr(_Counted, "passes", 0)
    monkeypatch.setattr(
        clean_up_dialog, "plan", lambda _survey, options, _spared: chosen if options.epochs else ()
    )
    return CleanUpDialog(_CleanUp(), window)


def test_each_run_shows_what_it_frees_and_the_work_does_not_grow_with_the_square(dialog):
    QTest.keyClick(dialog.epochs, Qt.Key.Key_Space)
    assert dialog.epochs.isChecked()
    freed = {dialog.table.topLevelItem(row).text(4) for row in range(RUNS)}
    assert freed == {f"{EPOCHS} bytes"}
    assert _Counted.passes < 20
