"""Pictures in place of strokes, the stages, earlier epochs, nearest digits, one's own
handwriting.
"""

import io
import threading

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QListWidget, QMenu, QToolButton

from core.config.catalogue import DIGITS, KNOWN
from core.config.data import DataConfig
from core.data import handwriting, ink
from core.data.photographs.photograph import digit_from_picture
from core.insight.neighbours import nearest
from core.insight.predictor import Predictor
from core.network.models import build, copy_of_weights, weight_generator
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage.epoch_weights import keep_epoch
from gui.drawing.handwriting_dialog import HandwritingDialog
from gui.stage.moment_bar import MomentBar
from gui.widgets.answer.answer_column import AnswerColumn
from tests.core.running import final_weights, run_to_the_end
from tests.gui.driving import (
    LEFT,
    WAIT_MS,
    Recorder,
    choose_in,
    click_on,
    draw,
    epoch,
    line,
    press_button,
    quick,
)

SEVEN = ((0.3, 0.2), (0.7, 0.2), (0.45, 0.85))
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def panel(panel):
    panel.resize(420, 760)
    return panel


@pytest.fixture(scope="module")
def weights():
    return final_weights(run_to_the_end(quick(changes={"epochs": 1})))


@pytest.fixture
def picture():
    """A dark seven on light paper, 90 high and 60 wide."""
    grey = np.full((90, 60), 230, np.uint8)
    grey[20:28, 10:50] = grey[20:70, 42:50] = 20
    return grey


@pytest.fixture
def digit_of_picture(picture):
    return digit_from_picture(picture)


def toggle(panel, text):
    button = next(one for one in panel.findChildren(QToolButton) if one.text() == text)
    QTest.mouseClick(button, LEFT)


def drop(widget, mime):
    """Drag something over the widget and let go; gives whether it was taken."""
    where, none = QPoint(50, 50), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, COPY, mime, LEFT, none)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(where), COPY, mime, LEFT, none)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def file_mime(path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def image_mime(grey):
    mime = QMimeData()
    height, width = grey.shape
    mime.setImageData(
        QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
    )
    return mime


class TestPictures:
    def test_a_dropped_file_is_read_like_a_drawing(
        self, panel, picture, digit_of_picture, tmp_path, wait
    ):
        Image.fromarray(picture).save(tmp_path / "seven.png")
        told = Recorder(panel.digit_changed)
        assert drop(panel.canvas, file_mime(tmp_path / "seven.png"))
        wait(lambda: panel.digit is not None)
        assert np.array_equal(panel.digit, digit_of_picture)
        assert told.heard[-1][0] is panel.digit

    def test_a_file_of_28_pixels_is_read_as_the_examples_were_where_they_are_no_mnist(
        self, panel, current, tmp_path, wait
    ):
        grey = np.zeros((28, 28), np.uint8)
        grey[1:5, 2:20] = 200  # far from the middle, and not as bright as can be
        Image.fromarray(grey).save(tmp_path / "shoe.png")
        current.set_config(quick().model_copy(update={"data": DataConfig(dataset="fashion-mnist")}))
        assert drop(panel.canvas, file_mime(tmp_path / "shoe.png"))
        wait(lambda: panel.digit is not None)
        assert np.array_equal(panel.digit, grey / np.float32(255))
        current.set_config(quick().model_copy(update={"data": DataConfig()}))
        assert drop(panel.canvas, file_mime(tmp_path / "shoe.png"))
        wait(
            lambda: panel.digit is not None and panel.digit[10:18].any()
        )  # placed by its centre of mass

    def test_what_is_drawn_while_a_file_is_read_stays(self, panel, picture, jobs, tmp_path, wait):
        Image.fromarray(picture).save(tmp_path / "seven.png")
        go, done = threading.Event(), []
        jobs.submit(lambda: go.wait(WAIT_MS / 1000), lambda _: None)
        assert drop(panel.canvas, file_mime(tmp_path / "seven.png"))
        draw(panel.canvas, (0.2, 0.9), (0.8, 0.9))
        jobs.submit(lambda: True, done.append)
        go.set()
        wait(lambda: done)
        assert panel.canvas.strokes()

    def test_a_pasted_image_too_and_strokes_take_its_place(
        self, panel, picture, digit_of_picture, wait, qapp
    ):
        QGuiApplication.clipboard().setMimeData(image_mime(picture))
        panel.paste_picture.trigger()
        wait(lambda: panel.digit is not None)
        assert np.array_equal(panel.digit, digit_of_picture)
        draw(panel.canvas, *SEVEN)
        qapp.processEvents()
        assert np.array_equal(panel.digit, ink.digit_from_strokes(panel.canvas.strokes()))

    def test_a_pasted_picture_of_another_program_is_decoded_in_the_background(
        self, panel, picture, digit_of_picture, jobs, wait
    ):
        go = threading.Event()
        jobs.submit(lambda: go.wait(WAIT_MS / 1000), lambda _: None)
        content = io.BytesIO()
        Image.fromarray(picture).save(content, "PNG")
        mime = QMimeData()
        mime.setData("image/png", content.getvalue())
        QGuiApplication.clipboard().setMimeData(mime)
        panel.paste_picture.trigger()
        assert not panel.canvas.can_undo
        go.set()
        wait(lambda: panel.digit is not None)
        assert np.array_equal(panel.digit, digit_of_picture)

    def test_a_pasted_picture_that_would_take_long_says_why(self, panel, picture, wait):
        content, failed = io.BytesIO(), Recorder(panel.failed)
        Image.fromarray(picture).save(content, "JPEG", progressive=True)
        scan = bytes.fromhex("ffda 0008 01 01 00 01 3f 00")  # of 10 bytes, over all pixels
        mime = QMimeData()
        mime.setData("image/jpeg", content.getvalue()[:-2] + 80_000 * scan)
        QGuiApplication.clipboard().setMimeData(mime)
        panel.paste_picture.trigger()
        wait(lambda: failed.heard)
        assert "The picture cannot be read: it has more than" in str(failed.heard[0][0])

    def test_transparent_parts_are_paper(self, panel, wait):
        image = QImage(40, 40, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        for y in range(8, 32):
            image.setPixelColor(20, y, Qt.GlobalColor.black)
        mime = QMimeData()
        mime.setImageData(image)
        assert drop(panel.canvas, mime)
        wait(lambda: panel.digit is not None)
        assert ink.box_around(panel.digit).height == 20

    @pytest.mark.parametrize(
        ("content", "reason"),
        [(b"no picture", "not a picture"), (None, "cannot be read"), ("blank", "Nothing is drawn")],
    )
    def test_a_refused_file_says_why_and_leaves_the_drawing(
        self, panel, tmp_path, wait, qapp, content, reason
    ):
        draw(panel.canvas, *SEVEN)
        qapp.processEvents()
        before, failed = panel.digit, Recorder(panel.failed)
        file = tmp_path / "file.png"
        if content == "blank":
            Image.new("L", (50, 50), 255).save(file)
        elif content is not None:
            file.write_bytes(content)
        drop(panel.canvas, file_mime(file))
        wait(lambda: failed.heard)
        assert reason in str(failed.heard[0][0])
        assert "file.png" in str(failed.heard[0][0])
        qapp.processEvents()
        assert panel.digit is before

    def test_what_is_no_picture_is_refused(self, panel):
        mime, failed = QMimeData(), Recorder(panel.failed)
        mime.setText("seven")
        assert not drop(panel.canvas, mime)
        mime = QMimeData()
        mime.setText("seven")
        QGuiApplication.clipboard().setMimeData(mime)
        panel.paste_picture.trigger()
        assert "no picture" in str(failed.heard[0][0])

    def test_a_clipboard_that_holds_nothing_at_all(self, panel):
        failed = Recorder(panel.failed)
        QGuiApplication.clipboard().clear()
        panel.paste_picture.trigger()
        assert "no picture" in str(failed.heard[0][0])

    def test_the_window_says_why(self, window, wait, tmp_path):
        drop(window.drawing.canvas, file_mime(tmp_path / "nowhere.png"))
        wait(lambda: "nowhere.png" in window.notice.text)


class TestStages:
    def test_they_are_out_of_the_way_until_asked_for(self, panel):
        assert not panel.details.strip.isVisible()
        toggle(panel, "Preparation")
        assert panel.details.strip.isVisible()
        toggle(panel, "Nearest")
        assert panel.details.nearest.isVisible()
        assert not panel.details.strip.isVisible()
        toggle(panel, "Nearest")
        assert not panel.details.nearest.isVisible()

    @pytest.mark.parametrize(
        ("name", "steps"),
        [
            ("Box", ink.Preparation(box=False)),
            ("Smooth", ink.Preparation(smoothing=False)),
            ("Centre", ink.Preparation(centring=False)),
        ],
    )
    def test_a_switch_acts_at_once_on_what_is_seen_and_answered(
        self, panel, store, weights, qapp, name, steps
    ):
        store.add(RunRecord("a", quick()))
        store.apply(WeightsPublished("a", Moment(1), weights))
        draw(panel.canvas, (0.2, 0.2), (0.4, 0.2), (0.25, 0.6))
        qapp.processEvents()
        toggle(panel, "Preparation")
        before = panel.digit
        QTest.mouseClick(
            next(box for box in panel.findChildren(QCheckBox) if box.text() == name),
            LEFT,
            pos=QPoint(8, 8),
        )
        expected = ink.stages(ink.ink_of_strokes(panel.canvas.strokes()), steps).digit
        assert np.array_equal(panel.digit, expected)
        assert not np.array_equal(panel.digit, before)
        assert answer_of(panel) == told(weights, expected)

    def test_switches_out_of_sight_have_no_effect(self, panel, qapp):
        draw(panel.canvas, (0.2, 0.2), (0.4, 0.2), (0.25, 0.6))
        qapp.processEvents()
        toggle(panel, "Preparation")
        before = panel.digit
        for switch in panel.details.strip.switches:
            switch.setChecked(False)
        assert not np.array_equal(panel.digit, before)
        toggle(panel, "Preparation")
        qapp.processEvents()
        assert np.array_equal(panel.digit, before)
        toggle(panel, "Preparation")
        qapp.processEvents()
        assert not np.array_equal(panel.digit, before)

    def test_each_has_its_picture(self, panel, qapp):
        toggle(panel, "Preparation")
        empty = [picture.grab().toImage() for picture in panel.details.strip.pictures]
        draw(panel.canvas, *SEVEN)
        qapp.processEvents()
        drawn = [picture.grab().toImage() for picture in panel.details.strip.pictures]
        assert all(before != after for before, after in zip(empty, drawn, strict=True))
        assert [picture.accessibleName() for picture in panel.details.strip.pictures][
            -1
        ] == "28 × 28"

    def test_a_test_digit_comes_prepared(self, panel, qapp):
        toggle(panel, "Preparation")
        strip = panel.details.strip
        panel.show_digit(np.eye(28, dtype=np.uint8) * 255)
        qapp.processEvents()
        assert np.array_equal(panel.digit, np.eye(28))
        # no black boxes for stages that it does not have, and no switches that do nothing
        assert [not picture.isHidden() for picture in strip.pictures] == [False] * 4 + [True]
        assert all(switch.isHidden() for switch in strip.switches)
        assert "comes from the data" in strip.note.text()
        assert not strip.note.isHidden()

        draw(panel.canvas, *SEVEN)
        qapp.processEvents()
        assert strip.note.isHidden()
        assert not any(part.isHidden() for part in (*strip.pictures, *strip.switches))

    def test_a_test_digit_cannot_be_kept_and_why_is_shown(self, panel, qapp):
        toggle(panel, "Handwriting")
        row = panel.details.handwriting
        assert row._title.text() == "Draw something to keep it as a digit of your own."
        draw(panel.canvas, *SEVEN)
        qapp.processEvents()
        assert row._title.text() == "This is"


def answer_of(panel):
    column = next(each for each in panel.findChildren(AnswerColumn) if not each.isHidden())
    return column.description()


def told(weights, digit):
    predictor = Predictor(quick().model, quick().data)
    predictor.set_weights(weights)
    return "\n".join(
        f"{number}: {share:.2%}" for number, share in enumerate(predictor.probabilities(digit))
    )


class TestEarlierEpochs:
    @pytest.fixture
    def epochs(self, weights):
        """Weights that differ from epoch to epoch."""
        return {
            number: {name: array * number for name, array in weights.items()}
            for number in range(1, 21)
        }

    def grow(self, store, folder, epochs, run, *numbers):
        for number in numbers:
            keep_epoch(folder, number, epochs[number])
            store.apply(WeightsPublished(run, Moment(number), epochs[number]))
            store.apply(epoch(run, number))

    @pytest.fixture
    def slider(self, panel, moments, store, epochs, tmp_path, qapp, wait):
        """Of a run with three epochs, and a seven drawn."""
        draw(panel.canvas, *SEVEN)
        store.add(RunRecord("a", quick()), tmp_path)
        self.grow(store, tmp_path, epochs, "a", 1, 2, 3)
        qapp.processEvents()
        bar = MomentBar(moments, panel)
        wait(lambda: bar.slider.maximum() == 4)  # untrained, three epochs, now
        return bar.slider

    def test_the_drawing_is_read_by_the_network_as_it_was(
        self, panel, moments, slider, epochs, wait
    ):
        assert slider.isVisible()
        assert slider.value() == slider.maximum()
        assert answer_of(panel) == told(epochs[3], panel.digit)
        for place, number in ((1, 1), (2, 2), (1, 1)):
            slider.setValue(place)
            wait(lambda number=number: moments.chosen == number)
            assert answer_of(panel) == told(epochs[number], panel.digit)
        slider.setValue(4)
        assert moments.chosen is None
        assert answer_of(panel) == told(epochs[3], panel.digit)

    def test_new_strokes_are_read_by_it_too(self, panel, moments, slider, epochs, wait, qapp):
        slider.setValue(1)
        wait(lambda: moments.chosen == 1)
        draw(panel.canvas, (0.2, 0.9), (0.8, 0.9))
        qapp.processEvents()
        assert answer_of(panel) == told(epochs[1], panel.digit)

    def test_it_grows_with_the_run_and_stays_where_it_is(
        self, panel, moments, slider, store, epochs, tmp_path, wait
    ):
        slider.setValue(2)
        wait(lambda: moments.chosen == 2)
        self.grow(store, tmp_path, epochs, "a", 4, 5)
        wait(lambda: slider.maximum() == 6)
        assert slider.value() == 2
        assert answer_of(panel) == told(epochs[2], panel.digit)

    def test_an_epoch_that_is_thinned_away_gives_way_to_its_neighbour(
        self, panel, moments, slider, store, epochs, tmp_path, wait
    ):
        slider.setValue(3)
        wait(lambda: moments.chosen == 3)
        self.grow(store, tmp_path, epochs, "a", *range(4, 15))
        wait(lambda: moments.chosen in (2, 4))
        assert slider.maximum() == 9
        assert answer_of(panel) == told(epochs[int(moments.chosen)], panel.digit)

    def test_it_goes_with_the_shown_runs_that_keep_epochs(
        self, panel, moments, slider, store, epochs, tmp_path, wait
    ):
        slider.setValue(1)
        wait(lambda: moments.chosen == 1)
        store.add(RunRecord("b", quick()))  # not kept anywhere
        store.apply(WeightsPublished("b", Moment(1), epochs[1]))
        assert moments.chosen is None  # a run that begins is shown as it is now
        assert slider.isVisible()
        store.set_visible("a", False)
        assert not slider.isVisible()
        store.set_visible("a", True)
        wait(slider.isVisible)

    def test_a_damaged_epoch_is_named(self, panel, slider, jobs, tmp_path, wait, epochs):
        (tmp_path / "epochs" / "0002.safetensors").write_bytes(b"nothing")
        failed = Recorder(jobs.failed)
        slider.setValue(2)
        wait(lambda: failed.heard)
        assert "0002.safetensors" in str(failed.heard[0][0])
        assert answer_of(panel) == told(epochs[3], panel.digit)
        assert slider.value() == slider.maximum()

    def test_epochs_that_were_cleaned_up_are_offered_no_more(
        self, panel, moments, slider, tmp_path, wait
    ):
        (tmp_path / "epochs" / "0002.safetensors").unlink()
        slider.setValue(2)
        wait(lambda: slider.maximum() == 3)
        assert slider.value() == 3
        assert moments.chosen is None


class TestNearest:
    def test_are_those_of_core_for_the_latest_drawing(self, panel, qapp, wait):
        toggle(panel, "Nearest")
        draw(panel.canvas, *SEVEN)
        qapp.processEvents()
        wait(lambda: panel.details.nearest.neighbours)
        expected = nearest(panel.digit)
        assert [one.number for one in panel.details.nearest.neighbours.images] == [
            one.number for one in expected.images
        ]
        labels = ", ".join(str(one.label) for one in expected.images)
        assert panel.details.nearest.accessibleName().endswith(labels)
        panel.canvas.clear()
        qapp.processEvents()
        assert panel.details.nearest.neighbours is None

    def test_are_not_looked_for_while_nobody_looks(self, panel, qapp, wait):
        draw(panel.canvas, *SEVEN)
        qapp.processEvents()
        assert not panel.details.nearest.findChild(QTimer).isActive()
        assert panel.details.nearest.neighbours is None
        toggle(panel, "Nearest")
        wait(lambda: panel.details.nearest.neighbours)


class TestHandwriting:
    def own(self, tmp_path):
        return handwriting.samples(tmp_path / "handwriting")[0]

    @pytest.fixture
    def row(self, panel, qapp):
        """The open row of buttons, with a seven on the canvas."""
        toggle(panel, "Handwriting")
        draw(panel.canvas, *SEVEN)
        qapp.processEvents()
        return panel.details.handwriting

    def test_a_button_keeps_the_drawing_once(self, row, panel, tmp_path, qapp, wait):
        # what is kept is prepared as it should be all the same
        panel.details.strip.switches[0].setChecked(False)
        QTest.mouseClick(row.buttons[7], LEFT)
        QTest.mouseClick(row.buttons[7], LEFT)  # a double click
        wait(lambda: row.buttons[7].isChecked() and row.buttons[7].isEnabled())
        (sample,) = self.own(tmp_path)
        assert sample.label == 7
        assert np.array_equal(
            sample.grey, (ink.digit_from_strokes(panel.canvas.strokes()) * 255).round()
        )
        draw(panel.canvas, (0.5, 0.5), (0.6, 0.6))
        qapp.processEvents()
        assert row.buttons[7].isEnabled()
        assert not row.buttons[7].isChecked()

    def test_nothing_can_be_kept_while_nothing_is_drawn(self, panel):
        assert not panel.details.handwriting.buttons[7].isEnabled()

    def test_another_button_corrects_the_label_and_the_same_one_deletes(self, row, tmp_path, wait):
        QTest.mouseClick(row.buttons[7], LEFT)
        wait(lambda: row.buttons[7].isChecked() and row.buttons[7].isEnabled())
        QTest.mouseClick(row.buttons[1], LEFT)
        wait(lambda: row.buttons[1].isChecked() and row.buttons[1].isEnabled())
        assert not row.buttons[7].isChecked()
        assert [sample.label for sample in self.own(tmp_path)] == [1]
        QTest.mouseClick(row.buttons[1], LEFT)
        wait(row.buttons[1].isEnabled)
        assert not row.buttons[1].isChecked()
        assert self.own(tmp_path) == []

    def test_what_fails_can_be_tried_again(self, row, tmp_path, wait):
        (tmp_path / "handwriting").write_text("a file in the way")
        QTest.mouseClick(row.buttons[7], LEFT)
        wait(row.buttons[7].isEnabled)
        assert not row.buttons[7].isChecked()

    @pytest.mark.parametrize("width", [260, 420])
    def test_targets_are_large_enough_for_a_finger(self, row, panel, width, qapp):
        panel.resize(width, 700)
        qapp.processEvents()
        sides = [min(button.width(), button.height()) for button in row.buttons]
        assert min(sides) >= 32
        shown = row.buttons[0].parentWidget().rect()
        assert all(shown.contains(button.geometry()) for button in row.buttons)

    def test_classes_are_those_of_the_answering_run(
        self, row, panel, store, selection, weights, tmp_path, wait
    ):
        letters = KNOWN["emnist-letters"].classes
        store.add(RunRecord("a", quick()))
        store.apply(WeightsPublished("a", Moment(1), weights))
        config = quick(changes={"data.dataset": "emnist-letters"})
        store.add(RunRecord("b", config))
        other = copy_of_weights(build(config.model, weight_generator(0)))
        store.apply(WeightsPublished("b", Moment(1), other))
        wait(lambda: panel.answers.answer("b") is not None)
        assert row.classes == DIGITS
        selection.select("b")
        assert row.classes == letters
        choose_in(row.choice, "Q")
        QTest.mouseClick(row.keep, LEFT)
        wait(lambda: row.keep.isChecked() and row.keep.isEnabled())
        choose_in(row.choice, "R")
        assert (row.keep.text(), row.keep.isChecked()) == ("Change label", False)
        QTest.mouseClick(row.keep, LEFT)
        wait(lambda: row.keep.isChecked() and row.keep.isEnabled())
        (sample,) = handwriting.samples(tmp_path / "handwriting", letters)[0]
        assert letters[sample.label] == "R"
        assert self.own(tmp_path) == []

    def test_a_test_digit_is_nobodys_handwriting(self, panel, qapp):
        panel.show_digit(np.eye(28, dtype=np.uint8) * 255)
        qapp.processEvents()
        assert not panel.details.handwriting.buttons[1].isEnabled()

    @pytest.fixture
    def dialog(
        self, own_handwriting, store, moments, weights, tmp_path, qtbot, dressed, translation, wait
    ):
        for label in (1, 1, 4):
            handwriting.keep(tmp_path / "handwriting", np.eye(28, dtype=np.float32), label)
        store.add(RunRecord("a", quick()))
        store.apply(WeightsPublished("a", Moment(1), weights))
        store.add(RunRecord("line", line()))
        made = HandwritingDialog(own_handwriting, store, moments)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.show()
        wait(lambda: made.wall.count() == 3)
        return made

    def test_the_dialog_shows_them_and_scores_the_runs(self, dialog, weights, wait):
        labels = [dialog.wall.item(row).text() for row in range(3)]
        assert labels == ["1", "1", "4"]
        wait(lambda: dialog.table.item(0, 1).text() != "–")
        predictor = Predictor(quick().model, quick().data)
        predictor.set_weights(weights)
        read = int(predictor.probabilities(np.eye(28, dtype=np.float32)).argmax())
        right = labels.count(str(read))
        assert dialog.table.rowCount() == 1
        assert dialog.table.item(0, 1).text().startswith(f"{right} / 3")
        assert "…" in dialog.table.item(0, 2).text()

    def test_the_dialog_names_the_moment_of_each_run_and_its_accuracy_then(
        self, own_handwriting, store, moments, dialog, weights, qtbot, wait
    ):
        name = store.get("a").name
        assert dialog.table.item(0, 0).text() == f"{name} (after epoch 1)"
        assert dialog.table.item(0, 3).text() == "–"  # not measured
        for number, accuracy in ((1, 0.5), (2, 0.75)):
            store.apply(epoch("a", number, accuracy=accuracy))
        made = HandwritingDialog(own_handwriting, store, moments)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.show()
        wait(lambda: made.table.rowCount() == 1)
        assert made.table.item(0, 0).text() == f"{name} (after epoch 1)"
        assert made.table.item(0, 3).text() == "50.00%"

    def test_runs_on_other_data_are_not_asked_and_it_says_so(
        self, own_handwriting, store, moments, dialog, qtbot, wait
    ):
        assert not dialog._others.isVisible()
        store.add(RunRecord("b", quick(changes={"data.dataset": "fashion-mnist"})))
        made = HandwritingDialog(own_handwriting, store, moments)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.show()
        wait(lambda: made.wall.count() == 3)
        assert made.table.rowCount() == 1
        assert made._others.isVisible()
        assert made._others.text() == "Only runs that read these classes answer."

    def test_chosen_ones_are_deleted(self, dialog, tmp_path, wait):
        wall = dialog.findChild(QListWidget)
        QTest.mouseClick(wall.viewport(), LEFT, pos=wall.visualItemRect(wall.item(2)).center())
        press_button(dialog, "Delete")
        wait(lambda: wall.count() == 2)
        assert [sample.label for sample in self.own(tmp_path)] == [1, 1]

    @pytest.mark.parametrize("is_key", [False, True])
    def test_two_clicks_or_keys_delete_once(self, is_key, dialog, own_handwriting, wait):
        wall, failed = dialog.wall, Recorder(own_handwriting._jobs.failed)
        deleted = Recorder(own_handwriting.deleted)
        QTest.mouseClick(wall.viewport(), LEFT, pos=wall.visualItemRect(wall.item(0)).center())
        if is_key:
            for _ in range(2):
                QTest.keyClick(wall, Qt.Key.Key_Delete)
        else:
            QTest.mouseDClick(
                dialog.windowHandle(),
                LEFT,
                pos=dialog._delete.mapTo(dialog, dialog._delete.rect().center()),
            )
        wait(lambda: wall.count() == 2)
        press_button(dialog, "Undo")
        wait(lambda: wall.count() == 3)
        assert len(deleted.heard) == 1
        assert failed.heard == []
        assert not dialog._undo.isEnabled()

    def test_a_deletion_and_a_new_label_are_undone(self, dialog, tmp_path, wait):
        wall = dialog.wall
        QTest.mouseClick(wall.viewport(), LEFT, pos=wall.visualItemRect(wall.item(0)).center())
        QTest.keyClick(wall, Qt.Key.Key_Delete)
        wait(lambda: wall.count() == 2)
        QTest.keyClick(wall, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        wait(lambda: wall.count() == 3)
        assert not dialog._undo.isEnabled()

        QTest.mouseClick(wall.viewport(), LEFT, pos=wall.visualItemRect(wall.item(2)).center())
        menu = dialog.findChild(QMenu)
        menu.popup(dialog.mapToGlobal(QPoint(0, 0)))
        click_on(menu, "9")
        wait(lambda: wall.item(2).text() == "9")
        assert [sample.label for sample in self.own(tmp_path)] == [1, 1, 9]
        assert dialog._undo.toolTip() == "Undo label"
        press_button(dialog, "Undo")
        wait(lambda: wall.item(2).text() == "4")
        assert [sample.label for sample in self.own(tmp_path)] == [1, 1, 4]

    def test_out_and_in_again(self, dialog, own_handwriting, tmp_path, wait, monkeypatch):
        monkeypatch.setattr(
            "gui.widgets.file_dialogs.QFileDialog.getExistingDirectory",
            lambda *_: str(tmp_path / "elsewhere"),
        )
        told = Recorder(own_handwriting.reported)
        press_button(dialog, "Export…")
        wait(lambda: told.heard)
        handwriting.delete(self.own(tmp_path))
        press_button(dialog, "Import…")
        wait(lambda: len(told.heard) == 2)
        wait(lambda: dialog.wall.count() == 3)

    def test_an_empty_one_says_what_to_do(
        self, own_handwriting, store, moments, qtbot, dressed, translation, wait
    ):
        listed = Recorder(own_handwriting.listed)
        made = HandwritingDialog(own_handwriting, store, moments)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.show()
        wait(lambda: listed.heard)
        assert not made.wall.isVisible()
        assert not made.table.isVisible()


class TestKeyboard:
    def test_arrows_move_the_pen_and_space_puts_it_down(self, panel):
        canvas = panel.canvas
        canvas.setFocus(Qt.FocusReason.TabFocusReason)
        for key in (
            Qt.Key.Key_Right,
            Qt.Key.Key_Space,
            Qt.Key.Key_Down,
            Qt.Key.Key_Down,
            Qt.Key.Key_Space,
        ):
            QTest.keyClick(canvas, key)
        QTest.keyClick(canvas, Qt.Key.Key_Left)
        (stroke,) = canvas.strokes()
        assert [round((point.x - 0.5) * 56, 3) for point in stroke] == [1, 1, 1]
        assert [round((point.y - 0.5) * 56, 3) for point in stroke] == [0, 1, 2]

    def test_shift_is_faster_and_the_edge_holds_it(self, panel):
        canvas = panel.canvas
        canvas.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(canvas, Qt.Key.Key_Space)
        for _ in range(9):
            QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
        ys = [point.y for point in canvas.strokes()[0]]
        assert ys[0] - ys[1] == pytest.approx(1 / 14)
        assert ys[-1] == pytest.approx(0)

    def test_losing_the_focus_lifts_it_and_a_mouse_hides_it(self, panel, qapp):
        canvas = panel.canvas
        canvas.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(canvas, Qt.Key.Key_Space)
        canvas.clearFocus()
        canvas.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(canvas, Qt.Key.Key_Down)
        assert [len(stroke) for stroke in canvas.strokes()] == [1]
        shown = canvas.grab().toImage()
        canvas.clear()
        QTest.mouseClick(canvas, LEFT, pos=QPoint(5, 5))
        canvas.clear()
        assert canvas.grab().toImage() != shown

    def test_the_canvas_tells_of_its_keys(self, panel):
        assert "Space" in panel.canvas.accessibleDescription()
        assert panel.canvas.accessibleDescription() in panel.canvas.toolTip()
