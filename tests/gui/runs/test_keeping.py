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
from core.lifecycle.clean_up import CleanUpOptions
from core.messages import message
from core.run.record import RunState
from core.storage.epoch_weights import kept_epochs
from core.storage.layout import CHECKPOINT_FILE, EPOCHS_FOLDER, RUN_FILE, lock_of
from gui.run_table.dialogs.clean_up_dialog import CleanUpDialog
from gui.run_table.dialogs.repeat_dialog import RepeatDialog
from gui.runs.clean_up import _clear
from tests.gui.driving import (
    ENDLESS,
    WAIT_MS,
    click_on,
    context_menu,
    press_button,
    quick,
    type_over,
)
from tests.gui.runs.test_kept_runs import (
    begin,
    close,
    is_after,
    keep,
    kept,
    open_application,
    record_of,
    row_of,
    runs_dir,
    settle,
)

__all__ = ["close", "kept", "open_application", "runs_dir", "settle"]


def choose(application, run, text):
    """Take an entry of a run's context menu."""
    click_on(context_menu(application.window.table.view, row_of(application, run)), text)


def is_offered(application, run, text):
    """Whether an entry of a run's context menu can be taken."""
    menu = context_menu(application.window.table.view, row_of(application, run))
    found = next(action for action in menu.actions() if action.text() == text).isEnabled()
    menu.close()
    return found


def dialog_of(application, kind):
    (dialog,) = (each for each in application.window.findChildren(kind) if each.isVisible())
    return dialog


class TestRepeating:
    @pytest.fixture
    def repeat(self, wait):
        """Ask for it in the run's menu, and wait for what comes of it."""

        def repeated(application, run):
            choose(application, run, "Repeat and compare…")
            dialog = dialog_of(application, RepeatDialog)
            wait(dialog.outcome.isVisible)
            return dialog

        return repeated

    def test_identical(self, open_application, kept, repeat, runs_dir):
        run = kept()
        application = open_application()
        before = {file: file.read_bytes() for file in runs_dir.rglob("*") if file.is_file()}
        dialog = repeat(application, run)
        assert dialog.outcome.text().startswith("Identical: the numbers of all 2 epochs")
        assert not dialog.details.isVisible()
        assert {file: file.read_bytes() for file in runs_dir.rglob("*") if file.is_file()} == before
        assert len(application.store.entries()) == 1
        press_button(dialog, "Close")

    def test_different_with_what_was_different_then(self, open_application, kept, repeat, runs_dir):
        run = kept()
        description = json.loads((runs_dir / run / RUN_FILE).read_text())
        description["sittings"][0]["environment"]["torch"] = "1.13.0"
        (runs_dir / run / RUN_FILE).write_text(json.dumps(description))
        lines = (runs_dir / run / "metrics.jsonl").read_text().splitlines()
        lines[1] = json.dumps(json.loads(lines[1]) | {"test_cost": 9.5})
        (runs_dir / run / "metrics.jsonl").write_text("\n".join(lines) + "\n")
        dialog = repeat(open_application(), run)
        assert dialog.outcome.text().startswith("Different from epoch 2 on")
        assert dialog.details.text() == "What has changed since then:"
        texts = [label.text() for label in dialog.findChildren(QLabel)]
        assert {"PyTorch", "1.13.0"} <= set(texts)

    def test_giving_up(self, open_application, wait, kept, runs_dir):
        run = kept(quick(changes={"epochs": 40}))
        application = open_application()
        heard = []
        application.kept.repetitions.progressed.connect(heard.append)
        choose(application, run, "Repeat and compare…")
        dialog = dialog_of(application, RepeatDialog)
        wait(lambda: heard)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        count = len(heard)
        ended = []
        application.kept.repetitions.ended.connect(ended.append)
        choose(application, run, "Repeat and compare…")  # another begins at once
        wait(lambda: len(heard) > count)
        assert not ended

    def test_another_one_closes_the_first_which_would_tell_of_the_wrong_run(
        self, open_application, wait, kept, repeat
    ):
        endless, run = kept(quick(changes={"epochs": 40})), kept()
        application = open_application()
        choose(application, endless, "Repeat and compare…")
        first = dialog_of(application, RepeatDialog)
        heard = []
        application.kept.repetitions.progressed.connect(heard.append)
        wait(lambda: heard)
        second = repeat(application, run)
        assert second is not first
        assert second.outcome.text().startswith("Identical: the numbers of all 2 epochs")

    def test_what_fails_in_one_that_was_given_up_is_not_the_next_one_s_fault(
        self, open_application, wait, kept, monkeypatch
    ):
        run, begun, go = kept(), threading.Event(), threading.Event()
        application = open_application()
        usual = repeating.original

        def failing(_folder):
            begun.set()
            go.wait(WAIT_MS / 1000)
            raise RunFolderError(message("The first is damaged."))

        monkeypatch.setattr(repeating, "original", failing)
        choose(application, run, "Repeat and compare…")
        assert begun.wait(WAIT_MS / 1000)
        QTest.keyClick(dialog_of(application, RepeatDialog), Qt.Key.Key_Escape)
        monkeypatch.setattr(repeating, "original", usual)
        choose(application, run, "Repeat and compare…")
        go.set()
        dialog = dialog_of(application, RepeatDialog)
        wait(dialog.outcome.isVisible)
        assert dialog.outcome.text().startswith("Identical")

    def test_a_run_that_cannot_be_repeated_says_why(self, open_application, kept, repeat, runs_dir):
        run = kept()
        application = open_application()
        with lock_of(runs_dir / run):
            description = json.loads((runs_dir / run / RUN_FILE).read_text()) | {"state": "running"}
            (runs_dir / run / RUN_FILE).write_text(json.dumps(description))
            dialog = repeat(application, run)
        assert "is being trained; repeat it when it has ended" in dialog.outcome.text()

    def test_forks_and_running_ones_are_not_offered(self, open_application, kept, wait, settle):
        run = kept()
        application = open_application()
        application.kept.fork(run, {"optimizer.learning_rate": 0.2})
        settle(application)
        wait(lambda: application.controller.active_count() == 0)
        (fork,) = (
            entry.record.run
            for entry in application.store.entries()
            if entry.record.forked_from is not None
        )
        assert not is_offered(application, fork, "Repeat and compare…")
        running = begin(application, quick(changes=ENDLESS))
        wait(lambda: record_of(application, running).epochs_done >= 1)
        assert not is_offered(application, running, "Repeat and compare…")


class TestCleaningUp:
    @pytest.fixture
    def open_dialog(self, settle):
        def opened(application):
            application.window.menus.clean_up_requested.emit()
            settle(application)
            return dialog_of(application, CleanUpDialog)

        return opened

    @staticmethod
    def freed_by_run(dialog):
        items = [dialog.table.topLevelItem(row) for row in range(dialog.table.topLevelItemCount())]
        return [item.text(4) for item in items]

    def test_nothing_is_chosen_at_first_and_nothing_can_be_removed(
        self, open_application, kept, open_dialog
    ):
        kept()
        dialog = open_dialog(open_application())
        assert dialog.used.text().startswith("The runs take ")
        assert dialog.total.text() == "Choose above what may be removed."
        assert not dialog.to_bin.isEnabled()
        assert not dialog.delete.isEnabled()
        assert self.freed_by_run(dialog) == [""]

    def test_earlier_epochs_and_checkpoints_deleted_for_good(
        self, open_application, kept, open_dialog, settle, runs_dir
    ):
        run = kept()
        application = open_application()
        dialog = open_dialog(application)
        for box in (dialog.epochs, dialog.checkpoints):
            QTest.keyClick(box, Qt.Key.Key_Space)
        assert "would be freed" in dialog.total.text()
        assert "deleted entirely" not in dialog.total.text()
        assert kept_epochs(runs_dir / run) == [1, 2], "nothing is removed before a button says so"
        press_button(dialog, "Delete permanently")
        settle(application)
        settle(application)
        assert not (runs_dir / run / EPOCHS_FOLDER).exists()
        assert not (runs_dir / run / CHECKPOINT_FILE).exists()
        assert record_of(application, run).state is RunState.COMPLETED
        assert not dialog.epochs.isChecked()
        assert dialog.total.text() == "Choose above what may be removed."

    def test_a_run_that_another_window_trains_on_meanwhile_stays(
        self, open_application, open_dialog, settle, runs_dir, monkeypatch
    ):
        folder = runs_dir / "20260101-cut-off"
        keep(quick(), folder, is_after(1)).close()
        application = open_application()
        dialog = open_dialog(application)
        plan = clean_up.plan

        def plan_slowly(survey, options, spared=(), now=None, *, reads_weights=False):
            planned = plan(survey, options, spared, now, reads_weights=reads_weights)
            if reads_weights:  # which takes minutes, perhaps
                (folder / CHECKPOINT_FILE).touch()
            return planned

        monkeypatch.setattr(clean_up, "plan", plan_slowly)
        QTest.keyClick(dialog.unfinished, Qt.Key.Key_Space)
        press_button(dialog, "Delete permanently")
        settle(application)
        assert folder.is_dir()

    def test_unfinished_runs_go_altogether_others_stay(
        self, open_application, kept, open_dialog, settle, runs_dir
    ):
        run = kept()
        keep(quick(), runs_dir / "20260101-cut-off", is_after(1)).close()
        application = open_application()
        assert len(application.store.entries()) == 2
        dialog = open_dialog(application)
        QTest.keyClick(dialog.unfinished, Qt.Key.Key_Space)
        assert "1 run" in dialog.total.text()
        press_button(dialog, "Delete permanently")
        settle(application)
        assert [entry.record.run for entry in application.store.entries()] == [run]
        assert not (runs_dir / "20260101-cut-off").exists()

    def test_a_dialog_that_is_closed_at_once_is_not_missed(
        self, open_application, kept, settle, runs_dir
    ):
        run = kept()
        application = open_application()
        for act in (lambda _: None, lambda dialog: press_button(dialog, "Delete permanently")):
            application.window.menus.clean_up_requested.emit()
            dialog = dialog_of(application, CleanUpDialog)
            dialog._on_measured(clean_up.survey(runs_dir))
            QTest.keyClick(dialog.epochs, Qt.Key.Key_Space)
            act(dialog)
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
            settle(application)  # without an exception that nobody caught
        assert not (runs_dir / run / EPOCHS_FOLDER).exists()

    def test_two_windows_may_clean_up_at_once(
        self, open_application, open_dialog, kept, settle, runs_dir
    ):
        run = kept()
        keep(quick(), runs_dir / "20260101-cut-off", is_after(1)).close()
        applications = [open_application(), open_application()]
        dialogs = [open_dialog(application) for application in applications]
        for dialog in dialogs:
            for box in (dialog.epochs, dialog.checkpoints, dialog.unfinished):
                QTest.keyClick(box, Qt.Key.Key_Space)
        for dialog in dialogs:
            press_button(dialog, "Delete permanently")
        for application, dialog in zip(applications, dialogs, strict=True):
            settle(application)
            assert not application.window.notice.isVisible(), application.window.notice.text
            assert [entry.record.run for entry in application.store.entries()] == [run]
            assert dialog.total.text() == "Choose above what may be removed."
        assert not (runs_dir / run / EPOCHS_FOLDER).exists()

    def test_what_has_become_of_a_run_since_it_was_measured_counts(
        self, open_application, open_dialog, settle, runs_dir
    ):
        folder = runs_dir / "20260101-cut-off"
        keep(quick(), folder, is_after(1)).close()
        application = open_application()
        dialog = open_dialog(application)
        QTest.keyClick(dialog.unfinished, Qt.Key.Key_Space)
        description = json.loads((folder / RUN_FILE).read_text())
        (folder / RUN_FILE).write_text(
            json.dumps(description | {"state": "completed"})
        )  # by another window
        press_button(dialog, "Delete permanently")
        settle(application)
        assert (folder / RUN_FILE).exists()
        assert "could not be removed" in application.window.notice.text
        assert str(folder) in application.window.notice.text

    def test_by_age(self, open_application, kept, open_dialog):
        kept()
        dialog = open_dialog(open_application())
        QTest.keyClick(dialog.old, Qt.Key.Key_Space)
        type_over(dialog.days, "1")
        assert not dialog.delete.isEnabled()

    def test_what_trains_here_is_spared(
        self, open_application, open_dialog, wait, settle, runs_dir
    ):
        application = open_application()
        run = begin(application, quick(changes=ENDLESS))
        wait(lambda: record_of(application, run).epochs_done >= 1)
        dialog = open_dialog(application)
        for box in (dialog.epochs, dialog.checkpoints, dialog.unfinished):
            QTest.keyClick(box, Qt.Key.Key_Space)
        assert not dialog.delete.isEnabled()
        assert (runs_dir / run / RUN_FILE).exists()

    def test_a_bin_that_takes_nothing_is_told(
        self, open_application, kept, open_dialog, settle, monkeypatch, runs_dir
    ):
        monkeypatch.setattr("gui.runs.clean_up.move_to_bin", lambda _path: False)
        run = kept()
        application = open_application()
        dialog = open_dialog(application)
        QTest.keyClick(dialog.epochs, Qt.Key.Key_Space)
        press_button(dialog, "Move to the bin")
        settle(application)
        assert "cannot be moved to the bin" in application.window.notice.text
        assert kept_epochs(runs_dir / run) == [1, 2]

    def test_damaged_folders_go_with_their_own_box(
        self, open_application, open_dialog, settle, runs_dir
    ):
        aside = runs_dir / "damaged" / "20261124-120000-mlp-00000001"
        aside.mkdir(parents=True)
        (aside / RUN_FILE).write_text("{")
        application = open_application()
        dialog = open_dialog(application)
        QTest.keyClick(dialog.damaged, Qt.Key.Key_Space)
        press_button(dialog, "Delete permanently")
        settle(application)
        assert not (runs_dir / "damaged").exists()
        shutil.rmtree(runs_dir, ignore_errors=True)


def test_the_preference_decides_how_many_epochs_are_kept(
    open_application, preferences, wait, runs_dir
):
    application = open_application()
    preferences.kept_epochs = 1
    run = begin(application, quick())
    wait(lambda: application.controller.active_count() == 0)
    assert kept_epochs(runs_dir / run) == [1]


def test_a_run_that_is_called_epochs_is_not_cleaned_up_while_it_is_trained(kept, runs_dir):
    """An archive can bring a run of any name."""
    folder = runs_dir / EPOCHS_FOLDER
    shutil.move(runs_dir / kept(), folder)
    removals = clean_up.plan(clean_up.survey(runs_dir), CleanUpOptions(epochs=True))
    with lock_of(folder):
        cleared = _clear(removals, removals, for_good=True)
    assert list(cleared.refused) == list(removals) != []
    assert kept_epochs(folder) == [1, 2]
