"""Runs repeated and compared, and room made: dialogs driven as a user does."""

import json
import shutil
import threading

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from core.errors import RunFolderError
from core.lifecycle import clean_up
from core.lifecycle import repeat as repeating
from core.messages import message
from core.run.record import RunState
from core.storage.epoch_weights import EPOCHS_FOLDER, kept_epochs
from core.storage.layout import CHECKPOINT_FILE, RUN_FILE, lock_of
from gui.run_table.clean_up_dialog import CleanUpDialog
from gui.run_table.repeat_dialog import RepeatDialog
from tests.gui.driving import ENDLESS, WAIT_MS, click_on, context_menu, press_button, quick, type_over
from tests.gui.runs.test_kept_runs import (
    begin,
    close,
    is_after,
    keep,
    kept,
    open_desk,
    record_of,
    row_of,
    runs_dir,
    settle,
)

__all__ = ["close", "kept", "open_desk", "runs_dir", "settle"]


def choose(desk, run, text):
    """Take an entry of a run's context menu."""
    click_on(context_menu(desk.window.table.view, row_of(desk, run)), text)


def is_offered(desk, run, text):
    """Whether an entry of a run's context menu can be taken."""
    menu = context_menu(desk.window.table.view, row_of(desk, run))
    found = next(action for action in menu.actions() if action.text() == text).isEnabled()
    menu.close()
    return found


def dialog_of(desk, kind):
    (dialog,) = (each for each in desk.window.findChildren(kind) if each.isVisible())
    return dialog


class TestRepeating:
    @pytest.fixture
    def repeat(self, wait):
        """Ask for it in the run's menu, and wait for what comes of it."""

        def repeated(desk, run):
            choose(desk, run, "Repeat and compare…")
            dialog = dialog_of(desk, RepeatDialog)
            wait(dialog.outcome.isVisible)
            return dialog

        return repeated

    def test_identical(self, open_desk, kept, repeat, runs_dir):
        run = kept()
        desk = open_desk()
        before = {file: file.read_bytes() for file in runs_dir.rglob("*") if file.is_file()}
        dialog = repeat(desk, run)
        assert dialog.outcome.text().startswith("Identical: the numbers of all epochs, 2 in all")
        assert not dialog.details.isVisible()
        assert {file: file.read_bytes() for file in runs_dir.rglob("*") if file.is_file()} == before
        assert len(desk.store.entries()) == 1
        press_button(dialog, "Close")

    def test_different_with_what_was_different_then(self, open_desk, kept, repeat, runs_dir):
        run = kept()
        description = json.loads((runs_dir / run / RUN_FILE).read_text())
        description["sittings"][0]["environment"]["torch"] = "1.13.0"
        (runs_dir / run / RUN_FILE).write_text(json.dumps(description))
        lines = (runs_dir / run / "metrics.jsonl").read_text().splitlines()
        lines[1] = json.dumps(json.loads(lines[1]) | {"test_cost": 9.5})
        (runs_dir / run / "metrics.jsonl").write_text("\n".join(lines) + "\n")
        dialog = repeat(open_desk(), run)
        assert dialog.outcome.text().startswith("Different from epoch 2 on")
        assert dialog.details.text() == "Not as it was then:"
        texts = [label.text() for label in dialog.findChildren(QLabel)]
        assert {"PyTorch", "1.13.0"} <= set(texts)

    def test_giving_up(self, open_desk, wait, kept, runs_dir):
        run = kept(quick(changes={"epochs": 40}))
        desk = open_desk()
        heard = []
        desk.kept.repetitions.progressed.connect(heard.append)
        choose(desk, run, "Repeat and compare…")
        dialog = dialog_of(desk, RepeatDialog)
        wait(lambda: heard)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        count = len(heard)
        ended = []
        desk.kept.repetitions.ended.connect(ended.append)
        choose(desk, run, "Repeat and compare…")  # another begins at once
        wait(lambda: len(heard) > count)
        assert not ended

    def test_another_one_closes_the_first_which_would_tell_of_the_wrong_run(self, open_desk, wait, kept, repeat):
        endless, run = kept(quick(changes={"epochs": 40})), kept()
        desk = open_desk()
        choose(desk, endless, "Repeat and compare…")
        first = dialog_of(desk, RepeatDialog)
        heard = []
        desk.kept.repetitions.progressed.connect(heard.append)
        wait(lambda: heard)
        second = repeat(desk, run)
        assert second is not first
        assert second.outcome.text().startswith("Identical: the numbers of all epochs, 2 in all")

    def test_what_fails_in_one_that_was_given_up_is_not_the_next_one_s_fault(self, open_desk, wait, kept, monkeypatch):
        run, begun, go = kept(), threading.Event(), threading.Event()
        desk = open_desk()
        usual = repeating.original

        def failing(_folder):
            begun.set()
            go.wait(WAIT_MS / 1000)
            raise RunFolderError(message("The first is damaged."))

        monkeypatch.setattr(repeating, "original", failing)
        choose(desk, run, "Repeat and compare…")
        assert begun.wait(WAIT_MS / 1000)
        QTest.keyClick(dialog_of(desk, RepeatDialog), Qt.Key.Key_Escape)
        monkeypatch.setattr(repeating, "original", usual)
        choose(desk, run, "Repeat and compare…")
        go.set()
        dialog = dialog_of(desk, RepeatDialog)
        wait(dialog.outcome.isVisible)
        assert dialog.outcome.text().startswith("Identical")

    def test_a_run_that_cannot_be_repeated_says_why(self, open_desk, kept, repeat, runs_dir):
        run = kept()
        desk = open_desk()
        with lock_of(runs_dir / run):
            description = json.loads((runs_dir / run / RUN_FILE).read_text()) | {"state": "running"}
            (runs_dir / run / RUN_FILE).write_text(json.dumps(description))
            dialog = repeat(desk, run)
        assert "is being trained; repeat it when it is over" in dialog.outcome.text()

    def test_forks_and_running_ones_are_not_offered(self, open_desk, kept, wait, settle):
        run = kept()
        desk = open_desk()
        desk.kept.fork(run, {"optimizer.learning_rate": 0.2})
        settle(desk)
        wait(lambda: desk.controller.active_count() == 0)
        (fork,) = (entry.record.run for entry in desk.store.entries() if entry.record.forked_from is not None)
        assert not is_offered(desk, fork, "Repeat and compare…")
        running = begin(desk, quick(changes=ENDLESS))
        wait(lambda: record_of(desk, running).epochs_done >= 1)
        assert not is_offered(desk, running, "Repeat and compare…")


class TestCleaningUp:
    @pytest.fixture
    def open_dialog(self, settle):
        def opened(desk):
            desk.window.menus.clean_up_requested.emit()
            settle(desk)
            return dialog_of(desk, CleanUpDialog)

        return opened

    @staticmethod
    def freed_by_run(dialog):
        items = [dialog.table.topLevelItem(row) for row in range(dialog.table.topLevelItemCount())]
        return [item.text(4) for item in items]

    def test_nothing_is_chosen_at_first_and_nothing_can_be_removed(self, open_desk, kept, open_dialog):
        kept()
        dialog = open_dialog(open_desk())
        assert dialog.used.text().startswith("The runs take ")
        assert dialog.total.text() == "Choose above what may go."
        assert not dialog.to_bin.isEnabled()
        assert not dialog.for_good.isEnabled()
        assert self.freed_by_run(dialog) == [""]

    def test_earlier_epochs_and_checkpoints_deleted_for_good(self, open_desk, kept, open_dialog, settle, runs_dir):
        run = kept()
        desk = open_desk()
        dialog = open_dialog(desk)
        for box in (dialog.epochs, dialog.checkpoints):
            QTest.keyClick(box, Qt.Key.Key_Space)
        assert "would be freed" in dialog.total.text()
        assert "gone altogether" not in dialog.total.text()
        assert kept_epochs(runs_dir / run) == [1, 2], "nothing is removed before a button says so"
        press_button(dialog, "Delete for good")
        settle(desk)
        settle(desk)
        assert not (runs_dir / run / EPOCHS_FOLDER).exists()
        assert not (runs_dir / run / CHECKPOINT_FILE).exists()
        assert record_of(desk, run).state is RunState.COMPLETED
        assert not dialog.epochs.isChecked()
        assert dialog.total.text() == "Choose above what may go."

    def test_unfinished_runs_go_altogether_others_stay(self, open_desk, kept, open_dialog, settle, runs_dir):
        run = kept()
        keep(quick(), runs_dir / "20260101-cut-off", is_after(1)).close()
        desk = open_desk()
        assert len(desk.store.entries()) == 2
        dialog = open_dialog(desk)
        QTest.keyClick(dialog.unfinished, Qt.Key.Key_Space)
        assert "1 run" in dialog.total.text()
        press_button(dialog, "Delete for good")
        settle(desk)
        assert [entry.record.run for entry in desk.store.entries()] == [run]
        assert not (runs_dir / "20260101-cut-off").exists()

    def test_a_dialog_that_is_closed_at_once_is_not_missed(self, open_desk, kept, settle, runs_dir):
        run = kept()
        desk = open_desk()
        for act in (lambda _: None, lambda dialog: press_button(dialog, "Delete for good")):
            desk.window.menus.clean_up_requested.emit()
            dialog = dialog_of(desk, CleanUpDialog)
            dialog._on_measured(clean_up.survey(runs_dir))
            QTest.keyClick(dialog.epochs, Qt.Key.Key_Space)
            act(dialog)
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
            settle(desk)  # without an exception that nobody caught
        assert not (runs_dir / run / EPOCHS_FOLDER).exists()

    def test_what_has_become_of_a_run_since_it_was_measured_counts(self, open_desk, open_dialog, settle, runs_dir):
        folder = runs_dir / "20260101-cut-off"
        keep(quick(), folder, is_after(1)).close()
        desk = open_desk()
        dialog = open_dialog(desk)
        QTest.keyClick(dialog.unfinished, Qt.Key.Key_Space)
        description = json.loads((folder / RUN_FILE).read_text())
        (folder / RUN_FILE).write_text(json.dumps(description | {"state": "completed"}))  # by another window
        press_button(dialog, "Delete for good")
        settle(desk)
        assert (folder / RUN_FILE).exists()
        assert "could not be removed" in desk.window.notice.text
        assert str(folder) in desk.window.notice.text

    def test_by_age(self, open_desk, kept, open_dialog):
        kept()
        dialog = open_dialog(open_desk())
        QTest.keyClick(dialog.old, Qt.Key.Key_Space)
        type_over(dialog.days, "1")
        assert not dialog.for_good.isEnabled()

    def test_what_trains_here_is_spared(self, open_desk, open_dialog, wait, settle, runs_dir):
        desk = open_desk()
        run = begin(desk, quick(changes=ENDLESS))
        wait(lambda: record_of(desk, run).epochs_done >= 1)
        dialog = open_dialog(desk)
        for box in (dialog.epochs, dialog.checkpoints, dialog.unfinished):
            QTest.keyClick(box, Qt.Key.Key_Space)
        assert not dialog.for_good.isEnabled()
        assert (runs_dir / run / RUN_FILE).exists()

    def test_a_bin_that_takes_nothing_is_told(self, open_desk, kept, open_dialog, settle, monkeypatch, runs_dir):
        monkeypatch.setattr("gui.runs.clean_up.to_bin", lambda _path: False)
        run = kept()
        desk = open_desk()
        dialog = open_dialog(desk)
        QTest.keyClick(dialog.epochs, Qt.Key.Key_Space)
        press_button(dialog, "Move to the bin")
        settle(desk)
        assert "no bin takes it" in desk.window.notice.text
        assert kept_epochs(runs_dir / run) == [1, 2]

    def test_damaged_folders_go_with_their_own_box(self, open_desk, open_dialog, settle, runs_dir):
        (runs_dir / "damaged" / "x").mkdir(parents=True)
        (runs_dir / "damaged" / "x" / RUN_FILE).write_text("{")
        desk = open_desk()
        dialog = open_dialog(desk)
        QTest.keyClick(dialog.damaged, Qt.Key.Key_Space)
        press_button(dialog, "Delete for good")
        settle(desk)
        assert not (runs_dir / "damaged").exists()
        shutil.rmtree(runs_dir, ignore_errors=True)


def test_the_preference_decides_how_many_epochs_are_kept(open_desk, preferences, wait, runs_dir):
    desk = open_desk()
    preferences.kept_epochs = 1
    run = begin(desk, quick())
    wait(lambda: desk.controller.active_count() == 0)
    assert kept_epochs(runs_dir / run) == [1]
