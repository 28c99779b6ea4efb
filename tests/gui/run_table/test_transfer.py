"""Runs and settings carried in and out of the window, by menu, dialog, clipboard and mouse."""

import json
import os
import shutil
import threading

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QMessageBox, QRadioButton
from safetensors import safe_open

from core.config.settings_text import config_from_text, settings_text
from core.data import datasets
from core.export.formats import Format
from core.lifecycle import archive as archives
from core.lifecycle import recording
from core.lifecycle.tensorboard import PREFIX
from core.run.control import Control
from core.storage import records as runs
from core.training import loop as training
from gui import composition
from gui.style.translation import Language
from tests.gui.driving import (
    WAIT_MS,
    choose_in,
    click_on,
    context_menu,
    destroy,
    open_dialog,
    press_button,
    quick,
)

RUN = "20261124-120000-logistic-00000001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A kept run."""
    config, place = quick(), tmp_path_factory.mktemp("runs") / RUN
    place.mkdir()
    control = Control(RUN, 1, takes_checkpoints=True)
    for _ in recording.record(
        training.train(config, datasets.load(config.data), control), config, place
    ):
        pass
    return place


@pytest.fixture(scope="module")
def packed(folder, tmp_path_factory):
    place = tmp_path_factory.mktemp("packed") / "run.zip"
    archives.pack(folder, place)
    return place


@pytest.fixture
def runs_dir(tmp_path):
    return tmp_path / "mine"


@pytest.fixture
def keeping(dressed, preferences, translation, qtbot, wait, runs_dir):
    """A application that keeps runs."""
    made = composition.compose(dressed, preferences, translation, runs_dir)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.controller.close()
    wait(lambda: made.controller.active_count() == 0)
    made.close()
    if shiboken6.isValid(made.window):
        destroy(made.window)


@pytest.fixture
def with_run(keeping, folder, runs_dir, wait):
    """The application with the kept run in it, selected."""
    shutil.copytree(folder, runs_dir / RUN)
    keeping.kept.find()
    wait(lambda: keeping.store.get(RUN))
    keeping.window.selection.select(RUN)
    return keeping


def choose(window, name):
    """Choose an entry of the File menu with the mouse."""
    menu = window.menuBar().actions()[0].menu()
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    click_on(menu, name)
    menu.close()


def accept_file(window, path):
    """Name a file, or a folder, in the file dialog that is open."""
    dialog = open_dialog(window)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()


def drop(window, data):
    """Drag over the window and let go; says whether it was welcome."""
    where, copy = QPoint(200, 5), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(
        where, copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    QCoreApplication.sendEvent(window, enter)
    if enter.isAccepted():
        event = QDropEvent(
            where.toPointF(), copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        QCoreApplication.sendEvent(window, event)
    return enter.isAccepted()


def files(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


class TestImport:
    def test_a_run_appears_selected_and_shown(self, keeping, packed, wait):
        window = keeping.window
        choose(window, "Import…")
        accept_file(window, packed)
        wait(lambda: window.table.selected() == [RUN])
        assert keeping.store.get(RUN).is_visible
        assert window.notice.text == f"Imported: {keeping.store.get(RUN).name}."
        wait(lambda: keeping.store.get(RUN).record.epochs)

    def test_a_dropped_archive_is_taken_in(self, keeping, packed, wait):
        assert drop(keeping.window, files(packed))
        wait(lambda: keeping.window.table.selected() == [RUN])

    def test_several_at_once_are_all_shown(self, keeping, packed, folder, tmp_path, wait):
        other = "20261124-120000-logistic-00000002"
        shutil.copytree(folder, tmp_path / other)
        archives.pack(tmp_path / other, tmp_path / "other.zip")
        assert drop(keeping.window, files(packed, tmp_path / "other.zip"))
        wait(
            lambda: all(
                keeping.store.get(run) and keeping.store.get(run).is_visible for run in (RUN, other)
            )
        )

    def test_very_many_are_refused_at_once(self, keeping, tmp_path, wait):
        assert drop(keeping.window, files(*(tmp_path / f"{n}.zip" for n in range(10_000))))
        assert keeping.window.notice.text == "At most 500 files can be imported at once."

    def test_it_may_be_dropped_on_the_canvas_which_takes_pictures(self, keeping, packed, wait):
        assert drop(keeping.window.drawing.canvas, files(packed))
        wait(lambda: keeping.window.table.selected() == [RUN])
        assert keeping.window.notice.text == f"Imported: {keeping.store.get(RUN).name}."

    def test_twice_says_so_and_shows_it(self, with_run, packed, wait):
        with_run.window.table.view.clearSelection()
        drop(with_run.window, files(packed))
        wait(lambda: with_run.window.table.selected() == [RUN])
        name = with_run.store.get(RUN).name
        assert with_run.window.notice.text == f"This run is already here: {name}."
        assert len(with_run.store.entries()) == 1

    def test_what_is_no_run_is_named(self, keeping, tmp_path, wait):
        (tmp_path / "homework.zip").write_bytes(b"no zip")
        drop(keeping.window, files(tmp_path / "homework.zip"))
        wait(lambda: "homework.zip is not a valid zip file" in keeping.window.notice.text)
        assert not keeping.store.entries()

    def test_where_no_runs_are_kept_it_is_said(self, window, packed):
        drop(window, files(packed))
        assert window.notice.text == "No runs are kept here, so none can be imported."

    def test_other_files_are_not_welcome(self, window, tmp_path):
        (tmp_path / "song.mp3").write_bytes(b"")
        assert not drop(window, files(tmp_path / "song.mp3"))


def recent(window):
    """The menu of recent imports."""
    return window.menus.recent._menu


def offered(window):
    return [action.text() for action in recent(window).actions() if action.text()]


class TestRecentImports:
    @pytest.fixture
    def settings_file(self, tmp_path):
        file = tmp_path / "their settings & more.json"
        file.write_text(settings_text(quick("mlp", {"seed": 7})), encoding="utf-8")
        return file

    def test_what_was_imported_is_offered_again_the_last_first(
        self, keeping, packed, settings_file, wait
    ):
        window = keeping.window
        assert not recent(window).menuAction().isEnabled()
        drop(window, files(packed))
        wait(lambda: keeping.window.table.selected() == [RUN])
        drop(window, files(settings_file))
        wait(lambda: window.setup.config() == quick("mlp", {"seed": 7}))
        names = ["their settings && more.json", "run.zip", "Clear the list"]
        assert offered(window) == names
        assert recent(window).actions()[1].toolTip() == str(packed)

        keeping.store.remove(RUN)
        window.setup.set_config(quick())
        recent(window).actions()[0].trigger()
        wait(lambda: window.setup.config() == quick("mlp", {"seed": 7}))
        recent(window).actions()[1].trigger()
        wait(lambda: offered(window) == ["run.zip", "their settings && more.json", names[2]])

    def test_a_file_that_is_gone_is_named_and_removed(self, window, settings_file, wait):
        window.transfer.import_file(settings_file)
        wait(lambda: len(offered(window)) == 2)
        settings_file.unlink()
        recent(window).actions()[0].trigger()
        wait(lambda: "is no longer there" in window.notice.text)
        assert str(settings_file) in window.notice.text
        assert not recent(window).menuAction().isEnabled()

    def test_what_could_not_be_imported_is_not_offered(self, window, tmp_path, wait):
        file = tmp_path / "poem.json"
        file.write_text("no settings", encoding="utf-8")
        window.transfer.import_file(file)
        wait(lambda: "poem.json" in window.notice.text)
        assert offered(window) == ["Clear the list"]

    def test_they_are_kept_and_can_be_cleared(self, window, settings_file, preferences, wait):
        window.transfer.import_file(settings_file)
        wait(lambda: len(offered(window)) == 2)
        assert preferences.recent_imports == [str(settings_file)]
        recent(window).actions()[-1].trigger()
        assert preferences.recent_imports == []
        assert not recent(window).menuAction().isEnabled()

    def test_there_are_eight_and_two_of_one_name_show_their_folders(self, window, tmp_path):
        for number in range(10):
            window.menus.recent.add(tmp_path / str(number) / "run.zip")
        shown = offered(window)
        assert len(shown) == 8 + 1
        assert shown[0].startswith("run.zip (")
        assert recent(window).actions()[0].toolTip() == str(tmp_path / "9" / "run.zip")

    def test_foreign_settings_open_nothing_on_another_machine(
        self, window, preferences, monkeypatch
    ):
        monkeypatch.setattr(os.path, "isfile", None)
        preferences.recent_imports = ["//evil.example/share/run.zip"]
        recent(window).actions()[0].trigger()
        assert "is on another machine" in window.notice.text

    @pytest.mark.parametrize("stored", ["relative.zip", "/a\0b", "\n\n", "x" * 60_000])
    def test_whatever_the_settings_hold_the_menu_opens(self, window, preferences, stored):
        preferences.store("recent_imports", stored)
        assert offered(window) == ["Clear the list"]

    def test_the_menu_follows_the_language(self, window, translation, wait):
        translation.use(Language.CHINESE)
        wait(lambda: recent(window).title() == "最近导入")
        assert offered(window) == ["清空列表"]


class TestExport:
    def test_by_the_menu_dialog_and_place(self, with_run, tmp_path, wait):
        window, place = with_run.window, tmp_path / "x.safetensors"
        choose(window, "Export run…")
        open_dialog(window).findChild(QRadioButton, Format.SAFETENSORS.value).click()
        press_button(open_dialog(window), "Export…")
        accept_file(window, place)
        wait(lambda: window.notice.text == f"Written to {place}.")
        assert place.is_file()

    def test_the_weights_of_the_best_epoch_where_it_is_not_the_last(self, keeping, tmp_path, wait):
        window = keeping.window
        too_fast = {
            "epochs": 6,
            "optimizer.learning_rate": 1.0,
        }  # to become better with every epoch
        run = keeping.controller.start(quick("logistic", too_fast))
        entry = keeping.store.get(run)
        wait(lambda: entry.record.state.is_over and keeping.controller.active_count() == 0)
        best = entry.record.best.epoch
        assert best < 6
        window.selection.select(run)
        choose(window, "Export run…")
        dialog = open_dialog(window)
        dialog.findChild(QRadioButton, Format.SAFETENSORS.value).click()
        choose_in(dialog.findChild(QComboBox, "epoch"), f"Best epoch ({best})")
        press_button(dialog, "Export…")
        accept_file(window, tmp_path / "x.safetensors")
        wait((tmp_path / "x.safetensors").is_file)
        with safe_open(tmp_path / "x.safetensors", "numpy") as file:
            assert file.metadata()["epoch"] == str(best)

    def test_files_of_a_run_of_the_same_name_are_replaced_only_if_wanted(
        self, with_run, tmp_path, wait
    ):
        window = with_run.window
        theirs = tmp_path / RUN / f"{PREFIX}.1700000000.inkling"
        theirs.parent.mkdir()
        theirs.write_bytes(b"of a run that only has the same name")

        def export():
            choose(window, "Export run…")
            open_dialog(window).findChild(QRadioButton, Format.TENSORBOARD.value).click()
            press_button(open_dialog(window), "Export…")
            accept_file(window, tmp_path)

        export()
        question = window.findChild(QMessageBox)
        assert str(theirs.parent) in question.text().replace("\u200b", "")
        press_button(question, "Cancel")
        wait(lambda: window.findChild(QMessageBox) is None)
        assert os.listdir(theirs.parent) == [theirs.name]

        export()
        press_button(window.findChild(QMessageBox), "Replace")
        wait(lambda: not theirs.exists())
        wait(lambda: "Written to" in window.notice.text)
        assert len(os.listdir(theirs.parent)) == 1

    @pytest.mark.parametrize("kind", [Format.ZIP, Format.CSV])
    def test_a_window_that_is_closed_meanwhile_finishes_it(self, kind, with_run, tmp_path):
        begun, go = threading.Event(), threading.Event()
        with_run.jobs.submit(lambda: begun.set() or go.wait(WAIT_MS / 1000), lambda _: None)
        assert begun.wait(WAIT_MS / 1000)
        path = tmp_path / f"mine{kind.suffix}"
        with_run.window.transfer.export(with_run.store.get(RUN), kind, path)
        threading.Timer(0.2, go.set).start()
        with_run.close()
        assert path.is_file()

    def test_by_the_run_s_menu(self, with_run, tmp_path, wait):
        window, place = with_run.window, tmp_path / "x.zip"
        click_on(context_menu(window.table.view, 0), "Export…")
        open_dialog(window).findChild(QRadioButton, Format.ZIP.value).click()
        press_button(open_dialog(window), "Export…")
        accept_file(window, place)
        wait(place.is_file)
        assert archives.unpack(place, tmp_path / "theirs").run == RUN

    def test_without_a_selection_it_is_said(self, keeping):
        choose(keeping.window, "Export run…")
        assert "Select one run" in keeping.window.notice.text

    def test_a_place_that_cannot_be_written_is_named(self, with_run, tmp_path, wait):
        with_run.window.transfer.export(
            with_run.store.get(RUN), Format.CSV, tmp_path / "no" / "x.csv"
        )
        wait(lambda: "cannot be written" in with_run.window.notice.text)

    def test_a_run_that_is_not_kept_goes_as_it_is(self, application, tmp_path, wait):
        run = application.controller.start(quick())
        wait(
            lambda: (
                application.store.get(run).record.state.is_over
                and application.controller.active_count() == 0
            )
        )
        window = application.window
        for kind in (Format.CSV, Format.SAFETENSORS):
            window.transfer.export(application.store.get(run), kind, tmp_path / f"x{kind.suffix}")
            wait((tmp_path / f"x{kind.suffix}").is_file)
        window.transfer.export(application.store.get(run), Format.ZIP, tmp_path / "x.zip")
        wait(lambda: "not kept" in window.notice.text)


class TestSettings:
    def test_of_the_form_are_copied_and_pasted(self, window):
        config = quick("sigmoid", {"optimizer.learning_rate": 0.02})
        window.setup.set_config(config)
        choose(window, "Copy settings")
        assert config_from_text(QGuiApplication.clipboard().text()) == config
        window.setup.set_config(quick("mlp"))
        choose(window, "Paste settings")
        assert window.setup.config() == config
        assert "in the form" in window.notice.text

    def test_of_a_run_are_copied(self, with_run):
        click_on(context_menu(with_run.window.table.view, 0), "Copy settings")
        assert json.loads(QGuiApplication.clipboard().text())["preset"] == "logistic"
        assert (
            config_from_text(QGuiApplication.clipboard().text())
            == runs.outline(with_run.store.get(RUN).folder).config
        )

    def test_that_cannot_be_change_nothing_and_are_named(self, window):
        before = window.setup.config()
        QGuiApplication.clipboard().setText('{"inkling": 1, "preset": "mlp", "epochs": 0}')
        choose(window, "Paste settings")
        assert window.setup.config() == before
        assert window.notice.text == "epochs: must be a whole number from 1 to 10000, not 0."

    def test_are_dropped_as_a_file_or_as_text(self, window, tmp_path, wait):
        config = quick("sigmoid")
        (tmp_path / "settings.txt").write_text("Hi!\n" + settings_text(config), encoding="utf-8")
        drop(window, files(tmp_path / "settings.txt"))
        wait(lambda: window.setup.config() == config)
        data = QMimeData()
        data.setText(settings_text(quick("mlp")))
        assert drop(window, data)
        assert window.setup.config() == quick("mlp")

    def test_a_file_without_any_is_named(self, window, tmp_path, wait):
        (tmp_path / "shopping.txt").write_text("milk", encoding="utf-8")
        drop(window, files(tmp_path / "shopping.txt"))
        wait(lambda: window.notice.text.startswith("shopping.txt: There are no settings"))


class TestReport:
    def test_of_a_comparison_in_the_language_of_the_window(self, application, tmp_path, wait):
        window, place = application.window, tmp_path / "r.html"
        window.setup.set_config(quick())
        window.actions_.compare.trigger()
        wait(lambda: window.comparison.shown() is not None and window.comparison.shown().is_over)
        choose(window, "Save comparison as report…")
        accept_file(window, place)
        wait(place.is_file)
        page = place.read_text(encoding="utf-8")
        assert "<h1>Sigmoid / ReLU + Dropout</h1>" in page
        assert "Optimizer" in page
        wait(lambda: window.notice.text == f"Written to {place}.")

    def test_without_a_comparison_it_is_said(self, window):
        choose(window, "Save comparison as report…")
        assert "There is no comparison yet" in window.notice.text
