"""The tab Data and the list of data sets in the form, as a user has them."""

import gzip
import re
import struct
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QToolButton

from core.cancellation import check_cancelled
from core.config.catalogue import KNOWN
from core.config.data import DataConfig
from core.config.fields import with_values
from core.config.presets import preset
from core.data import folders as data_folders
from core.data import picture_folders
from core.data.datasets import load, with_label_noise
from core.data.fetching import downloads
from core.data.fetching.downloads import FetchCancelledError, Fetched, FetchError
from core.messages import message
from gui.runs.current_config import CurrentConfig
from gui.setup.data_panel import DataPanel
from gui.setup.polarity_row import PolarityRow
from gui.setup.setup_panel import SetupPanel
from tests.core.data.test_layouts import pack
from tests.gui.driving import LEFT, choose_in, points, quick

NAMES = ("cross", "circle", "square")
LETTERS = {"train": 120, "t10k": 30}


def write_idx(path, array):
    header = struct.pack(">BBBB", 0, 0, 8, array.ndim) + struct.pack(
        f">{array.ndim}I", *array.shape
    )
    path.write_bytes(gzip.compress(header + array.tobytes()))


def shapes(count):
    """Bars at the left, in the middle and at the right, a little noisy: three classes that are
    easily told apart.
    """
    random = np.random.default_rng(count)
    labels = (np.arange(count) % 3).astype(np.uint8)
    images = random.integers(0, 40, (count, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[4:24, 3 + 9 * label : 7 + 9 * label] = 250
    return images, labels


@pytest.fixture
def folder(tmp_path):
    """IDX files of three classes with names of their own."""
    place = tmp_path / "shapes"
    place.mkdir()
    for kind, count in LETTERS.items():
        images, labels = shapes(count)
        write_idx(place / f"{kind}-images-idx3-ubyte.gz", images)
        write_idx(place / f"{kind}-labels-idx1-ubyte.gz", labels)
    (place / "classes.txt").write_text("\n".join(NAMES))
    return place


@pytest.fixture
def place(monkeypatch, tmp_path):
    """Nothing is fetched yet."""
    for module in (data_folders, downloads):
        monkeypatch.setattr(module, "datasets_folder", lambda: tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def panel(dressed, qtbot, current, translation, jobs, background):
    made = DataPanel(current, jobs, background)
    qtbot.addWidget(made)
    made.resize(800, 900)
    made.show()
    yield made
    background.close()


@pytest.fixture
def form(dressed, qtbot, translation, background, preferences):
    made = SetupPanel(
        CurrentConfig(preset("mlp").config), background=background, preferences=preferences
    )
    qtbot.addWidget(made)
    made.show()
    return made


@dataclass
class SlowPictures:
    """A folder of twelve pictures that are read only once the gate is open."""

    folder: Path
    read: list[object] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def slow_pictures(tmp_path, monkeypatch):
    slow = SlowPictures(tmp_path / "photographs")
    for name in ("left", "right"):
        (slow.folder / name).mkdir(parents=True)
        for number in range(6):
            path = slow.folder / name / f"{number}.png"
            Image.fromarray(np.eye(28, dtype=np.uint8) * 255).save(path)
    real = picture_folders._read

    def wait_and_read(path, *arguments):
        slow.read.append(path)
        while not slow.gate.wait(0.001):
            check_cancelled()
        return real(path, *arguments)

    monkeypatch.setattr(picture_folders, "_read", wait_and_read)
    yield slow
    slow.gate.set()


def texts(panel):
    return " | ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def shown(view):
    """The indices of the samples that are there."""
    return [index for index in view.numbers if view.index_at(view.rect_of(index).center()) == index]


def pick_folder(form, monkeypatch, folder):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    combo = form._data.combo
    combo.activated.emit(combo.findText("Folder…"))


def drop(widget, path):
    """Drop a file as a file manager does."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    arguments = (
        Qt.DropAction.CopyAction,
        content,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entered = QDragEnterEvent(QPoint(5, 5), *arguments)
    QApplication.sendEvent(widget, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), *arguments))


def zip_of(folder, path):
    pack(folder, path)
    return path


class TestChoosing:
    def test_a_zip_file_is_chosen_in_the_dialog(self, form, folder, tmp_path, monkeypatch, wait):
        path, filters = zip_of(folder, tmp_path / "packed.zip"), []

        def ask(_parent, _title, _folder, name_filter):
            filters.append(name_filter)
            return str(path), ""

        monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
        combo = form._data.combo
        combo.activated.emit(combo.findText("File…"))
        wait(lambda: form.config().data.dataset == str(path))
        assert form.config().classes == NAMES
        assert combo.currentText() == "packed.zip"
        assert all(f"*{suffix}" in filters[0] for suffix in (".csv", ".npz", ".npy", ".zip"))

    def test_a_file_is_dropped_on_the_list(self, form, folder, tmp_path, wait):
        path = zip_of(folder, tmp_path / "packed.zip")
        drop(form._data, path)
        wait(lambda: form.config().data.dataset == str(path))

    def test_what_is_dropped_on_the_panel_is_passed_on(self, qtbot, panel, folder):
        with qtbot.waitSignal(panel.path_dropped) as dropped:
            drop(panel, folder)
        assert dropped.args == [str(folder)]

    def test_known_data_sets_of_images_are_offered_and_say_if_they_are_not_here(self, form, place):
        form._data.retranslate()
        offered = [form._data.combo.itemText(number) for number in range(form._data.combo.count())]
        assert offered[:2] == ["MNIST digits", "Fashion-MNIST (not here)"]
        assert offered[-2:] == ["Folder…", "File…"]
        assert not [text for text in offered if "line" in text]

    def test_a_folder_brings_its_classes_and_sizes(self, form, folder, monkeypatch, wait):
        pick_folder(form, monkeypatch, folder)
        wait(lambda: form.config().classes == NAMES)
        config = form.config()
        assert config.data.dataset == str(folder)
        assert (config.model.outputs, config.data.train_size, config.data.test_size) == (3, 120, 30)
        assert config.model.hidden == preset("mlp").config.model.hidden
        assert form._data.combo.currentText() == "shapes"

    def test_it_is_offered_again_after_a_restart(
        self, form, folder, monkeypatch, wait, preferences, qtbot
    ):
        pick_folder(form, monkeypatch, folder)
        wait(lambda: form.config().classes == NAMES)
        again = SetupPanel(CurrentConfig(preset("mlp").config), preferences=preferences)
        qtbot.addWidget(again)
        assert again._data.combo.findData(str(folder)) > 0
        assert again._data.combo.currentText() == "MNIST digits"

    def test_a_folder_without_data_is_told_in_its_place_and_nothing_changes(
        self, form, tmp_path, monkeypatch, wait
    ):
        before = form.config()
        pick_folder(form, monkeypatch, tmp_path)
        wait(lambda: "contains no data" in form._data.status.text())
        assert form._data.status.isVisible()
        assert form.config() == before
        assert form._data.combo.currentText() == "MNIST digits"

    def test_pictures_that_take_long_are_counted_until_other_data_are_chosen(
        self, form, tmp_path, monkeypatch, wait
    ):
        for name in ("left", "right"):
            (tmp_path / "photographs" / name).mkdir(parents=True)
            for number in range(500):
                (tmp_path / "photographs" / name / f"{number}.png").touch()
        read, real = [], picture_folders._read

        def slow(path, *arguments):
            read.append(path)
            time.sleep(0.02)
            return real(path, *arguments)

        monkeypatch.setattr(picture_folders, "_read", slow)
        before, combo = form.config(), form._data.combo
        combo.setCurrentIndex(combo.findText("Folder…"))  # as a click does
        pick_folder(form, monkeypatch, tmp_path / "photographs")
        status = form._data.status
        wait(lambda: re.search(r"photographs: \d+ of 1,000 pictures", status.text()))
        assert status.isVisible()

        choose_in(combo, "MNIST digits")
        wait(lambda: not form._data._jobs.is_running)
        assert len(read) < 1000
        assert (form.config(), status.isVisible()) == (before, False)
        assert combo.currentText() == "MNIST digits"

    def test_other_data_are_chosen_while_pictures_are_read(
        self, form, folder, tmp_path, monkeypatch, wait
    ):
        (tmp_path / "photographs" / "left").mkdir(parents=True)
        (tmp_path / "photographs" / "right").mkdir(parents=True)
        (tmp_path / "photographs" / "left" / "1.png").touch()
        (tmp_path / "photographs" / "right" / "1.png").touch()
        is_read = []

        def endless(_path, _light_ink=None):
            is_read.append(True)
            while True:
                check_cancelled()

        monkeypatch.setattr(picture_folders, "_read", endless)
        pick_folder(form, monkeypatch, tmp_path / "photographs")
        wait(lambda: is_read)
        pick_folder(form, monkeypatch, folder)
        wait(lambda: form.config().classes == NAMES)
        assert not form._data.status.isVisible()

    def test_other_data_are_chosen_in_a_form_whose_pictures_would_take_long(
        self, form, slow_pictures, wait
    ):
        form.set_config(
            quick(
                changes={
                    "data.dataset": str(slow_pictures.folder),
                    "data.class_names": ("left", "right"),
                    "data.train_size": 10,  # all that are not held out
                    "data.test_size": 2,
                    "data.batch_size": 5,
                }
            )
        )
        choose_in(form._data.combo, "MNIST digits")
        wait(lambda: form.config().data.dataset == "mnist")
        assert form.config().data.train_size == DataConfig().train_size
        assert slow_pictures.read == []

    def test_no_folder_nothing_changes(self, form, monkeypatch):
        before = form.config()
        pick_folder(form, monkeypatch, "")
        assert form.config() == before
        assert form._data.combo.currentText() == "MNIST digits"

    def test_another_preset_keeps_the_data_and_so_does_a_visit_to_the_line(
        self, form, folder, monkeypatch, wait
    ):
        pick_folder(form, monkeypatch, folder)
        wait(lambda: form.config().classes == NAMES)
        for name in ("Convolutional", "Linear regression", "Sigmoid"):
            choose_in(form._preset.combo, name)
            if name == "Linear regression":
                assert form.config().is_regression
                assert not form._data.isVisible()
            else:
                assert form.config().classes == NAMES
                assert (form.config().data.train_size, form.config().data.batch_size) == (120, 100)
        choose_in(form._data.combo, "MNIST digits")
        wait(lambda: form.config().data == preset("sigmoid").config.data)

    def test_what_is_not_here_is_announced(self, form, place, qtbot):
        with qtbot.waitSignal(form.missing_data_chosen):
            choose_in(form._data.combo, "Fashion-MNIST (not here)")
        assert form.config().data.dataset == "fashion-mnist"
        assert form.config().classes == KNOWN["fashion-mnist"].classes


class TestLooking:
    def test_counts_and_samples_of_each_class(self, panel, current, wait):
        current.set_config(quick())
        wait(
            lambda: (
                "600 of 60,000 training images and 200 of 10,000 test images are used."
                in texts(panel)
            )
        )
        digit = panel.classes.sample(0)
        assert (digit.label, digit.name, digit.number < 600) == (0, "0", True)

    def test_what_was_left_out_and_held_out_is_said(
        self, panel, current, wait, form, monkeypatch, tmp_path
    ):
        for name in "ab":
            for number in range(7):
                path = tmp_path / "mine" / "train" / name / f"{number}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(np.eye(28, dtype=np.uint8) * 255).save(path)
        (tmp_path / "mine" / "train" / "b" / "8.png").touch()
        pick_folder(form, monkeypatch, tmp_path / "mine")
        wait(lambda: form.config().classes == ("a", "b"))
        current.set_config(form.config())
        wait(panel.notes.isVisible)
        assert "every sixth picture of each class in train is held out" in panel.notes.text()
        assert "1 of 15 pictures are left out" in panel.notes.text()

    def test_a_click_on_a_sample_has_it_read(self, panel, current, wait, qtbot):
        current.set_config(quick())
        wait(lambda: panel.classes.numbers and panel.classes.isVisible())
        expected = panel.classes.sample(panel.classes.in_row() + 1)
        with qtbot.waitSignal(panel.digit_chosen) as told:
            where = panel.classes.rect_of(panel.classes.in_row() + 1).center().toPoint()
            QTest.mouseClick(panel.classes, LEFT, pos=QPoint(where))
        (chosen,) = told.args
        assert (chosen.label, chosen.number) == (1, expected.number)

    def test_wrong_labels_are_marked_as_the_run_with_this_seed_learns_them(
        self, panel, current, wait
    ):
        noisy = quick(changes={"data.label_noise": 0.5, "seed": 7})
        clean = load(noisy.data)
        learned = with_label_noise(clean, noisy).train_y
        current.set_config(quick())
        wait(panel.renew.isVisible)
        view = panel.classes
        plain = view.grab().toImage()
        assert not any(view.wrong_label(index) for index in shown(view))

        current.set_config(noisy)
        wait(lambda: any(view.wrong_label(index) for index in shown(view)))
        assert "300 training images have a wrong label; they are marked." in texts(panel)
        assert view.grab().toImage() != plain
        for index in shown(view):
            sample = view.sample(index)
            label = int(learned[sample.number])
            expected = None if label == int(clean.train_y[sample.number]) else str(label)
            assert view.wrong_label(index) == expected
            assert ("labelled" in view.tip(index)) is (expected is not None)
            if expected is not None:
                assert f"{sample.name}, but labelled {expected} in training" in view.tip(index)

        # another run has other wrong labels
        before = [view.wrong_label(index) for index in shown(view)]
        current.set_config(with_values(noisy, {"seed": 8}))
        wait(lambda: [view.wrong_label(index) for index in shown(view)] != before)

    def test_other_samples(self, panel, current, wait):
        current.set_config(quick())
        wait(panel.renew.isVisible)
        before = [panel.classes.sample(place).number for place in range(3)]
        QTest.mouseClick(panel.renew, LEFT)
        wait(lambda: [panel.classes.sample(place).number for place in range(3)] != before)

    def test_the_preview_follows_the_settings(self, panel, current, wait):
        current.set_config(quick())
        wait(lambda: "No image is changed." in texts(panel))
        assert not panel.changed.isVisible()
        current.set_config(quick(changes={"data.augment.rotation": 30.0}))
        wait(lambda: panel.changed.isVisible() and panel.changed.pairs is not None)
        before, after = panel.changed.pairs
        assert not np.array_equal(before, after)
        current.set_config(quick(changes={"data.augment.noise": 0.5}))
        wait(lambda: not np.array_equal(panel.changed.pairs[1], after))

    def test_damaged_files_are_told_in_place(self, panel, current, folder, wait, form, monkeypatch):
        pick_folder(form, monkeypatch, folder)
        wait(lambda: form.config().classes == NAMES)
        config = form.config()
        (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"nonsense")
        current.set_config(config)
        wait(panel.problem.isVisible)
        assert "train-labels-idx1-ubyte.gz" in panel.problem.text()

    def test_the_line_is_elsewhere(self, panel, current):
        current.set_config(preset("linear").config)
        assert texts(panel) == (
            "Noisy line | 101 points along a line, with noise. "
            "They are no images: the Line tab shows them."
        )
        current.set_config(points())
        assert texts(panel) == (
            "Two moons | Points on two half circles that reach into each other. "
            "They are no images: the Plane tab shows them."
        )


class TestReadingThatTakesLong:
    @pytest.fixture
    def reading(self, panel, current, slow_pictures, wait):
        current.set_config(
            quick(
                changes={
                    "data.dataset": str(slow_pictures.folder),
                    "data.class_names": ("left", "right"),
                    "data.train_size": 10,
                    "data.test_size": 2,
                    "data.batch_size": 5,
                }
            )
        )
        wait(lambda: slow_pictures.read)
        return panel

    def test_ends_when_other_data_are_chosen(self, reading, current, wait):
        current.set_config(quick())
        wait(lambda: reading.classes.isVisible() and "of 60,000 training" in texts(reading))

    def test_ends_when_nobody_looks_and_begins_again(self, reading, jobs, slow_pictures, wait):
        after = []
        reading.hide()
        jobs.submit(lambda: 1, after.append)
        wait(lambda: after)
        begun = len(slow_pictures.read)
        reading.show()
        wait(lambda: len(slow_pictures.read) > begun)

    def test_goes_on_while_only_other_settings_change(self, reading, current, slow_pictures, wait):
        config = current.last_valid
        current.set_config(with_values(config, {"data.batch_size": 2}))
        slow_pictures.gate.set()
        wait(reading.classes.isVisible)
        assert len(slow_pictures.read) == len({*slow_pictures.read}) == 12


class TestFetching:
    @pytest.fixture
    def absent(self, panel, current, place):
        current.set_config(quick(changes={"data.dataset": "kmnist"}))
        assert panel.fetch.text() == "Download (22 MB)"
        assert "It is not on this machine yet." in texts(panel)
        return panel

    def test_once_it_is_here_it_is_shown(self, absent, place, folder, wait, qtbot, monkeypatch):
        def arrive(data_set, progress, _cancel):
            progress(Fetched(5, 10))
            target = place / data_set.name
            target.mkdir(parents=True)
            for file in folder.glob("*.gz"):
                file.rename(target / file.name)

        monkeypatch.setattr(downloads, "fetch", arrive)
        with qtbot.waitSignal(absent.fetched) as name, qtbot.waitSignal(absent.fetch_ended) as text:
            QTest.mouseClick(absent.fetch, LEFT)
        assert name.args == ["kmnist"]
        assert str(text.args[0]) == "KMNIST has been downloaded."
        wait(lambda: absent.classes.isVisible() and absent.classes.sample(0).name == "o")
        assert not absent.fetch.isVisible()
        assert not absent.progress.isVisible()

    def test_a_failure_is_told_and_can_be_tried_again(self, absent, monkeypatch, wait, qtbot):
        def fail(*_):
            raise FetchError(message("there is no connection"))

        monkeypatch.setattr(downloads, "fetch", fail)
        with qtbot.waitSignal(absent.fetch_ended) as emitted:
            QTest.mouseClick(absent.fetch, LEFT)
        assert str(emitted.args[0]) == "KMNIST has not been downloaded: there is no connection"
        wait(absent.problem.isVisible)
        assert absent.problem.text() == "there is no connection"
        assert absent.fetch.isEnabled()
        assert absent.fetch.text() == "Download (22 MB)"

    def test_it_can_be_cancelled(self, absent, monkeypatch, wait, qtbot):
        def resume(_, progress, cancel):
            progress(Fetched(10_000_000, 40_000_000))
            cancel.wait()
            raise FetchCancelledError

        monkeypatch.setattr(downloads, "fetch", resume)
        QTest.mouseClick(absent.fetch, LEFT)
        wait(lambda: absent.progress.maximum() == 1000)
        assert (absent.fetch.text(), absent.progress.value()) == ("Cancel", 250)
        assert "KMNIST: 10 of 40 MB" in texts(absent)
        with qtbot.assertNotEmitted(absent.fetch_ended):
            QTest.mouseClick(absent.fetch, LEFT)
            wait(absent.problem.isVisible)
        assert absent.problem.text() == "Cancelled; nothing was kept."
        assert not absent.progress.isVisible()

    def test_closing_ends_it(self, absent, background, monkeypatch):
        def resume(_, __, cancel):
            cancel.wait()
            raise FetchCancelledError

        monkeypatch.setattr(downloads, "fetch", resume)
        QTest.mouseClick(absent.fetch, LEFT)
        background.close()
        assert not background.running()


class TestInTheWindow:
    def test_a_folder_trains_draws_and_is_seen_with_its_own_names(
        self, application, folder, monkeypatch, wait
    ):
        window = application.window
        pick_folder(window.setup, monkeypatch, folder)
        wait(lambda: window.setup.config().classes == NAMES)
        window.tabs.show_page("data")
        wait(window.data.classes.isVisible)
        assert window.data.classes.sample(0).name == "cross"

        window.setup.set_config(window.setup.config().model_copy(update={"epochs": 3}))
        window.toolbar_state.show()
        QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.train), LEFT)
        wait(
            lambda: (
                application.store.visible()
                and application.store.visible()[0].record.end is not None
            )
        )
        entry = application.store.visible()[0]
        assert entry.record.config.classes == NAMES
        assert "shapes" in entry.name

        window.drawing.show_digit(shapes(3)[0][2])
        wait(lambda: window.drawing.answer(entry.record.run) == 2)
        assert (
            window.drawing.answers._columns[entry.record.run].accessibleName().endswith(": square")
        )

        window.selection.select(entry.record.run)
        window.tabs.show_page("evaluation")
        chart = window.evaluation.confusion.chart
        wait(lambda: chart.count((0, 0)) == 10)
        chart.choose((1, 1))
        assert chart.accessibleDescription().startswith(
            "10 of 10 examples of circle were read correctly"
        )
        QTest.mouseClick(
            next(b for b in window.evaluation.findChildren(QToolButton) if b.text() == "Mistakes"),
            LEFT,
        )
        assert window.evaluation.mistakes.label.itemText(1) == "cross"

    def test_a_silent_server_does_not_keep_a_window_that_is_closed(
        self, application, place, monkeypatch, wait
    ):
        answer = Event()

        def be_silent(_, __, ___):
            answer.wait()
            raise FetchCancelledError

        monkeypatch.setattr(downloads, "fetch", be_silent)
        window = application.window
        window.setup._data.retranslate()
        choose_in(window.setup._data.combo, "KMNIST (not here)")
        QTest.mouseClick(window.data.fetch, LEFT)
        window.close()
        assert not window.isVisible()
        answer.set()
        application.close()

    def test_what_is_not_here_brings_the_tab_forward(self, application, place):
        window = application.window
        window.setup._data.retranslate()
        choose_in(window.setup._data.combo, "KMNIST (not here)")
        assert window.tabs.is_seen("data")
        assert window.data.fetch.isVisible()


class TestPolarity:
    """A switch in words, which the form, the drawing and the networks follow."""

    @pytest.fixture
    def dark(self, folder):
        """The same shapes as black on white."""
        for kind, count in LETTERS.items():
            write_idx(folder / f"{kind}-images-idx3-ubyte.gz", 255 - shapes(count)[0])
        return folder

    def test_the_switch_changes_data_and_drawing(self, application, dark, monkeypatch, wait):
        window = application.window
        pick_folder(window.setup, monkeypatch, dark)
        wait(lambda: window.setup.config().classes == NAMES)
        window.tabs.show_page("data")
        row = window.data.polarity
        inverted = "Dark on light: inverted, so that networks get light on dark."
        wait(lambda: row.isVisible() and row.text.text() == inverted)
        assert row.choice.currentText() == "Automatic"
        assert window.data.classes.sample(0).grey[0, 0] < 50
        window.drawing.show_digit(shapes(3)[0][2])
        wait(lambda: not window.drawing.network_input.image().isNull())
        assert window.drawing.network_input.image().pixelColor(0, 0).lightness() < 50

        choose_in(row.choice, "As it is")
        wait(lambda: row.text.text().startswith("Dark on light; drawings"))
        assert window.setup.config().data.polarity == "as-is"
        wait(lambda: window.data.classes.sample(0).grey[0, 0] > 200)
        sample = window.data.classes.sample(0)
        assert sample.light_on_dark[0, 0] < 50
        assert window.drawing.network_input.image().pixelColor(0, 0).lightness() > 200
        *_, last = window.drawing.details.strip.pictures
        assert "dark on light" in last.toolTip()

        window.setup.set_config(window.setup.config().model_copy(update={"epochs": 20}))
        window.toolbar_state.show()

        # a network that learned black on white reads the drawing of a white bar on black
        QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.train), LEFT)
        wait(lambda: application.store.visible() and application.store.visible()[0].record.end)
        run = application.store.visible()[0].record.run
        for label in range(3):
            window.drawing.show_digit(shapes(3)[0][label])
            wait(lambda label=label: window.drawing.answer(run) == label)


@pytest.mark.parametrize("width", [260, 800])
def test_the_sentence_about_the_polarity_is_never_squeezed(dressed, qtbot, translation, width):
    row = PolarityRow()
    qtbot.addWidget(row)
    row.text.setText("Light on dark, as in MNIST.")
    row.resize(width, 80)
    row.show()
    qtbot.waitUntil(lambda: (row.text.y() > row.choice.y()) is (width == 260))
    letters = row.text.fontMetrics()
    assert row.text.width() >= letters.horizontalAdvance("Light on dark")
