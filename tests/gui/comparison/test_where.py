"""Comparisons that the workers of a cluster train, from the dialog to the verdict."""

import stat
import sys
import threading
from concurrent.futures import Future
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton, QSpinBox

pytest.importorskip("cryptography")

from core.cancellation import CancelledError
from core.cluster import keys
from core.cluster.engine import LocalEngine
from core.cluster.machines import description
from core.errors import ClusterError
from core.messages import message
from core.run.record import RunState
from gui.comparison.cluster.workers_view import WorkersView
from gui.comparison.dialog.experiment_dialog import ExperimentDialog
from gui.comparison.dialog.new_cluster_dialog import NewClusterDialog
from gui.comparison.text_table import TextTableView
from gui.style.translation import Language
from tests.gui.driving import press_button, quick, type_over

ADDRESS = "127.0.0.1:18786"
HOSTS = {"tls://10.0.0.1:1": "room-1", "tls://10.0.0.2:1": "room-2"}


class Room:
    """A cluster of two workers, which compute in threads of this process.

    Attributes:
        loses_one: whether the first worker is lost with its third epoch.
        is_idle: whether nobody trains what is submitted.
    """

    def __init__(self):
        self.loses_one = self.is_idle = False
        self.submitted = []
        self.closed = threading.Event()

    @contextmanager
    def dask_engine(self, _keys, workers, wait_s):
        self.workers = workers
        for address, host in HOSTS.items():
            workers.add(address, description(), host)
        assert wait_s is None
        assert workers.choose(0)
        with LocalEngine(2) as self.engine:
            yield self
        self.closed.set()

    def runs_at_once(self):
        return 2

    def submit(self, part):
        epoch = part.start.epoch + 1 if part.start else 1
        name = f"{part.run} {epoch}"
        self.submitted.append(name)
        self.workers.begin(name, part.run, epoch)
        self.workers.see("tls://10.0.0.2:1", 0.0, [name])
        if self.is_idle:
            return Future()
        if self.loses_one and len(self.submitted) == 3:
            self.engine.submit(part).result()
            self.workers.remove("tls://10.0.0.1:1")
        return self.engine.submit(part)


@pytest.fixture
def room(monkeypatch):
    made = Room()
    monkeypatch.setattr("core.cluster.dask_engine.dask_engine", made.dask_engine)
    return made


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cluster.json"
    keys.create(path, ADDRESS)
    return path


def opened(window, wait):
    QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChild(ExperimentDialog)
    wait(dialog.isVisible)
    return dialog


def places(dialog):
    (combo,) = (each for each in dialog.findChildren(QComboBox) if each.accessibleName() == "Where")
    return combo


def texts_of(dialog):
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def start_button(dialog):
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == "Start")


def ask(dialog, text):
    """Choose what the button for cluster files offers."""
    (button,) = (each for each in dialog.findChildren(QPushButton) if each.menu() is not None)
    next(action for action in button.menu().actions() if action.text() == text).trigger()


def choose_file(dialog, path, wait):
    """Choose a cluster file as a user does: by the button and the dialog of files."""
    ask(dialog, "Choose a cluster file…")
    wait(lambda: dialog.findChild(QFileDialog) is not None)
    asked = dialog.findChild(QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.close()
    wait(lambda: dialog.findChild(QFileDialog) is None)


def begun(application, file, wait, changes=None):
    """The window's comparison, started from the dialog with a cluster file."""
    window = application.window
    window.setup.set_config(quick(changes=changes))
    dialog = opened(window, wait)
    type_over(dialog.findChild(QSpinBox), "2")
    choose_file(dialog, file, wait)
    press_button(dialog, "Start")
    return window.comparison.shown()


def states(store, comparison):
    """The final weights of each run as bytes, by network and seed."""
    found = {}
    for run, planned in comparison.runs.items():
        record = store.get(run).record
        assert record.state is RunState.COMPLETED
        weights = {name: array.tobytes() for name, array in record.weights.items()}
        found[planned.member, planned.seed] = weights
    return found


def rows_of(view):
    """The cells of the workers' table, row by row."""
    return view.findChild(TextTableView)._rows


class TestTraining:
    @pytest.mark.parametrize("loses_one", [False, True])
    def test_the_weights_are_those_of_this_computer(self, application, room, file, wait, loses_one):
        room.loses_one = loses_one
        window, told, warned = application.window, [], []
        clusters = application.comparisons.clusters
        clusters.reported.connect(lambda text: told.append(str(text)))
        clusters.warned.connect(lambda text: warned.append(str(text)))
        comparison = begun(application, file, wait, {"threads": 1})
        assert window.tabs.page == "comparison"
        wait(lambda: comparison.is_over)
        assert len(room.submitted) == len(comparison.runs) * 2  # all epochs
        assert room.closed.wait(20)
        assert not comparison.cluster.is_open
        assert ["is gone" in text for text in warned] == [True] * loses_one
        assert ["has come" in text for text in told] == [True] * 2

        kept = comparison.kept
        application.comparisons.start(kept.kind, kept.experiment, dict(kept.titles))
        here = application.comparisons.all()[-1]
        wait(lambda: here.is_over)
        assert states(application.store, comparison) == states(application.store, here)
        assert here.judgement.verdicts == comparison.judgement.verdicts

    def test_the_toolbar_counts_those_that_train_and_not_the_one_handed_over(
        self, application, room, file, wait
    ):
        room.is_idle = True
        room.runs_at_once = lambda: 3  # one more than workers
        comparison = begun(application, file, wait)
        wait(lambda: len(room.submitted) == 3)
        toolbar = application.window.toolbar
        wait(lambda: "race of 2 · epoch 1 of 2 · 2 waiting" in texts_of(toolbar))
        room.workers.remove("tls://10.0.0.1:1")
        wait(lambda: "epoch 1 of 2 · 3 waiting" in texts_of(toolbar))
        application.controller.stop()
        wait(lambda: comparison.is_over)

    def test_curves_grow_epoch_by_epoch(self, application, room, file, wait):
        comparison = begun(application, file, wait, {"epochs": 4})
        seen = set()

        def look():
            for run in comparison.runs:
                seen.add(application.store.get(run).record.epochs_done)
            return comparison.is_over

        wait(look)
        assert seen == {0, 1, 2, 3, 4}

    def test_stop_does_not_wait_for_an_epoch(self, application, room, file, wait):
        room.is_idle = True
        comparison = begun(application, file, wait)
        wait(lambda: len(room.submitted) == 2)
        application.controller.stop()
        wait(lambda: not application.controller.active_count())
        assert room.closed.wait(20)
        ends = {application.store.get(run).record.state for run in comparison.runs}
        assert ends == {RunState.STOPPED}

    def test_what_is_trained_again_is_trained_there(self, application, room, file, wait):
        room.is_idle = True
        comparison = begun(application, file, wait)
        wait(lambda: len(room.submitted) == 2)
        application.controller.stop()
        wait(lambda: comparison.is_over)
        room.is_idle, room.submitted = False, []
        application.comparisons.finish(comparison)
        wait(lambda: comparison.is_over)
        assert len(room.submitted) == 2 * len(comparison.runs)

    def test_a_file_that_is_gone_by_then_trains_nothing_and_says_so(
        self, application, room, file, wait
    ):
        comparison = begun(application, file, wait)
        wait(lambda: comparison.is_over)
        count = len(application.store.entries())
        file.unlink()
        application.comparisons.start_again(comparison)
        assert "cannot be read" in application.window.notice.text
        assert len(application.store.entries()) == count


class TestWorkers:
    def test_a_row_for_each_says_what_it_does(self, application, room, file, wait):
        room.is_idle = True
        comparison = begun(application, file, wait)
        view = application.window.comparison.findChild(WorkersView)
        wait(lambda: view.isVisible() and len(room.submitted) == 2)
        last = application.store.get(room.submitted[-1].split()[0]).name
        wait(lambda: rows_of(view)[1:] == [["room-2 · 10.0.0.2:1", "training", last, "1", "now"]])
        assert rows_of(view)[0][:4] == ["room-1 · 10.0.0.1:1", "waits for work", "–", "–"]

        notice = application.window.notice
        come = threading.Thread(
            target=room.workers.add, args=("tls://10.0.0.3:1", description(), "room-3")
        )
        come.start()
        wait(lambda: notice.text == "A worker has come from 10.0.0.3:1.")
        assert notice.property("good")
        come.join()

        lost = threading.Thread(target=room.workers.remove, args=("tls://10.0.0.1:1",))
        lost.start()
        wait(lambda: rows_of(view)[0][1] == "lost")
        wait(lambda: "is gone; another one trains its epoch" in notice.text)
        assert not notice.property("good")
        lost.join()

        application.controller.stop()
        wait(lambda: comparison.is_over)
        wait(view.isHidden)

    def test_until_workers_come_it_says_how_to_start_one(
        self, application, file, wait, monkeypatch
    ):
        @contextmanager
        def lonely(_keys, workers, _wait_s):
            workers.choose(None)
            raise CancelledError
            yield

        monkeypatch.setattr("core.cluster.dask_engine.dask_engine", lonely)
        comparison = begun(application, file, wait)
        view = application.window.comparison.findChild(WorkersView)
        wait(view.isVisible)
        texts = " ".join(texts_of(view))
        assert f"Waiting for workers at {ADDRESS}" in texts
        assert "inkling workers --join cluster.json" in texts.replace("\u200b", "")
        assert f"waiting for workers at {ADDRESS}" in application.window.notice.text
        application.controller.stop()
        wait(lambda: comparison.is_over)
        assert not comparison.cluster.is_open

    def test_a_cluster_that_cannot_be_used_ends_its_runs_in_words(
        self, application, file, wait, monkeypatch
    ):
        @contextmanager
        def taken(_keys, _workers, _wait_s):
            raise ClusterError(message("{address} is taken.", address=ADDRESS))
            yield

        monkeypatch.setattr("core.cluster.dask_engine.dask_engine", taken)
        comparison = begun(application, file, wait)
        wait(lambda: comparison.is_over)
        assert application.window.notice.text == f"{ADDRESS} is taken."
        ends = {application.store.get(run).record.state for run in comparison.runs}
        assert ends == {RunState.FAILED}


class TestChoice:
    def test_without_the_extra_it_names_what_to_install_and_this_computer_remains(
        self, application, file, wait, monkeypatch
    ):
        monkeypatch.setitem(sys.modules, "distributed", None)
        application.comparisons.clusters.recent = [file]
        dialog = opened(application.window, wait)
        QTest.keyClick(places(dialog), Qt.Key.Key_Down)
        wait(lambda: any("pip install" in text for text in texts_of(dialog)))
        assert not start_button(dialog).isEnabled()
        QTest.keyClick(places(dialog), Qt.Key.Key_Home)
        wait(start_button(dialog).isEnabled)
        press_button(dialog, "Cancel")

    def test_a_damaged_file_is_refused(self, application, file, wait):
        file.write_text("{")
        dialog = opened(application.window, wait)
        choose_file(dialog, file, wait)
        assert not start_button(dialog).isEnabled()
        press_button(dialog, "Cancel")

    def test_a_new_file_is_made_and_chosen(self, application, tmp_path, wait):
        path = tmp_path / "room.json"
        dialog = opened(application.window, wait)
        ask(dialog, "New cluster file…")
        asked = dialog.findChild(NewClusterDialog)
        wait(asked.isVisible)
        assert any("Whoever has the file can run code" in text for text in texts_of(asked))
        save = next(each for each in asked.findChildren(QPushButton) if each.text() == "Save as…")
        address = asked.findChild(QComboBox).lineEdit()
        type_over(address, "10.0.0.7")
        assert not save.isEnabled()
        assert any("is no address" in text for text in texts_of(asked))
        type_over(address, "10.0.0.7:4000")
        press_button(asked, "Save as…")
        wait(lambda: asked.findChild(QFileDialog) is not None)
        asked.findChild(QFileDialog).fileSelected.emit(str(path))
        wait(lambda: dialog.findChild(NewClusterDialog) is None)

        assert keys.read(path).address == "10.0.0.7:4000"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert places(dialog).currentText() == "room.json"
        assert start_button(dialog).isEnabled()
        assert any("inkling workers --join room.json" in text for text in texts_of(dialog))
        press_button(dialog, "Cancel")

    def test_an_existing_file_is_not_replaced(self, dressed, qtbot, file, translation):
        translation.use(Language.ENGLISH)
        before = file.read_bytes()
        dialog = NewClusterDialog()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        dialog.create_file(file)
        assert any("exists already" in text for text in texts_of(dialog))
        assert dialog.isVisible()
        assert file.read_bytes() == before
