"""The drawing as the networks see it, and what they read in it."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QSlider, QToolButton

from core.config.data import DataConfig
from core.data import datasets, ink
from core.insight.predictor import Predictor
from core.run.events import RunEnded, WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from gui.drawing import canvas as canvases
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from gui.widgets.answer.answer_column import AnswerColumn
from tests.core.running import completed, final_weights, run_to_the_end
from tests.gui.driving import LEFT, LOGISTIC, LOGISTIC_ZH, draw, line, quick

ONE = ((0.5, 0.15), (0.5, 0.5), (0.5, 0.85))
ZERO = tuple(
    (0.5 + 0.25 * np.sin(a), 0.5 - 0.35 * np.cos(a)) for a in np.linspace(0, 2 * np.pi, 25)
)


@pytest.fixture(scope="module")
def trained():
    """A network that reads about nine of ten digits: its config and weights."""
    config = quick(
        "logistic", {"data.train_size": 6000, "optimizer.learning_rate": 0.05, "epochs": 4}
    )
    return config, final_weights(completed(run_to_the_end(config)))


@pytest.fixture(scope="module")
def biased():
    """Weights that read the same digit in whatever is drawn."""
    shapes = {
        name: array.shape
        for name, array in final_weights(run_to_the_end(quick(changes={"epochs": 1}))).items()
    }

    def reading(digit):
        weights = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
        next(array for array in weights.values() if array.shape == (10,))[digit] = 5
        return weights

    return reading


def add(store, run, weights, config=None):
    store.add(RunRecord(run, config or quick()))
    if weights is not None:
        store.apply(WeightsPublished(run, Moment(1), weights))


def columns(panel):
    """What the columns of answers say, from left to right, once new ones are shown."""
    QApplication.processEvents()
    shown = [column for column in panel.findChildren(AnswerColumn) if not column.isHidden()]
    return [column.accessibleName() for column in shown]


def probabilities(panel):
    """The ten percentages of the first column."""
    column = next(column for column in panel.findChildren(AnswerColumn) if not column.isHidden())
    return [text.split(": ")[1] for text in column.description().splitlines()]


def seen(panel):
    """The 28x28 grey levels on the screen."""
    picture = panel.network_input.grab().toImage()
    step = picture.width() // 28
    return np.array(
        [
            [picture.pixelColor(x * step + 1, y * step + 1).red() for x in range(28)]
            for y in range(28)
        ]
    )


def hint(panel):
    return next(
        label for label in panel.findChildren(QLabel) if label.text().startswith("Train a network")
    )


class TestSeen:
    def test_it_is_what_core_makes_of_the_strokes(self, panel, qapp):
        draw(panel.canvas, *ZERO)
        draw(panel.canvas, (0.3, 0.3), (0.7, 0.7))
        qapp.processEvents()
        digit = ink.digit_from_strokes(panel.canvas.strokes())
        assert np.array_equal(seen(panel), (digit * 255).round())
        assert seen(panel).max() > 200

    def test_nothing_drawn_is_nothing_seen(self, panel, qapp):
        assert not seen(panel).any()
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        assert seen(panel).any()
        panel.canvas.clear()
        qapp.processEvents()
        assert not seen(panel).any()

    def test_where_and_how_large_it_was_drawn_does_not_matter(self, panel, qapp):
        draw(panel.canvas, (0.2, 0.1), (0.2, 0.4))
        qapp.processEvents()
        small = seen(panel)
        panel.canvas.clear()
        draw(panel.canvas, (0.8, 0.5), (0.8, 0.8))
        qapp.processEvents()
        assert np.abs(seen(panel) - small).mean() < 3

    def test_it_is_the_same_in_the_dark(self, panel, qapp, dressed):
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        light = seen(panel)
        theme.apply(dressed, Scheme.DARK)
        assert np.array_equal(seen(panel), light)

    def test_moves_of_the_pen_before_the_next_frame_are_read_once(self, panel, qapp, monkeypatch):
        read = []
        of = ink.GrowingInk.of
        monkeypatch.setattr(
            ink.GrowingInk, "of", lambda self, drawn: read.append(len(drawn[0])) or of(self, drawn)
        )
        QTest.mousePress(panel.canvas, LEFT)
        read.clear()
        for x in range(50):
            panel.canvas.mouseMoveEvent(mouse_move(x))
        assert len(read) < 10
        qapp.processEvents()
        assert read[-1] == 51
        QTest.mouseRelease(panel.canvas, LEFT)


def mouse_move(x):
    where = QPointF(50 + x, 100)
    return QMouseEvent(
        QEvent.Type.MouseMove, where, where, LEFT, LEFT, Qt.KeyboardModifier.NoModifier
    )


class TestAnswers:
    @pytest.mark.parametrize(("strokes", "digit"), [(ONE, 1), (ZERO, 0)])
    def test_a_trained_network_reads_what_is_drawn(
        self, panel, store, trained, qapp, strokes, digit
    ):
        config, weights = trained
        add(store, "a", weights, config)
        draw(panel.canvas, *strokes)
        qapp.processEvents()
        assert panel.answer("a") == digit
        assert columns(panel) == [f"{store.get('a').name}: {digit}"]
        predictor = Predictor(config.model, config.data)
        predictor.set_weights(weights)
        expected = predictor.probabilities(ink.digit_from_strokes(panel.canvas.strokes()))
        assert probabilities(panel) == [f"{share:.2%}" for share in expected]

    def test_test_digits_drawn_by_hand_are_read_as_they_are_in_the_file(
        self, panel, store, trained, qapp
    ):
        config, weights = trained
        add(store, "a", weights, config)
        data = datasets.load(config.data)
        predictor = Predictor(config.model, config.data)
        predictor.set_weights(weights)
        panel.canvas.pen_width = 1.2 / 28
        same = 0
        for number in range(12):
            image = data.test_x[number].numpy().reshape(28, 28)
            trace(panel.canvas, image)
            qapp.processEvents()
            same += panel.answer("a") == int(predictor.probabilities(image).argmax())
            panel.canvas.clear()
        assert same >= 10

    def test_they_follow_the_pen(self, panel, store, trained, qapp):
        add(store, "a", trained[1], trained[0])
        told = []
        for strokes in (ONE, ZERO):
            panel.canvas.clear()
            qapp.processEvents()
            assert panel.answer("a") is None
            draw(panel.canvas, *strokes)
            qapp.processEvents()
            told.append(probabilities(panel))
            draw(panel.canvas, (0.2, 0.9), (0.8, 0.9))
            qapp.processEvents()
            told.append(probabilities(panel))
        assert len({tuple(one) for one in told}) == 4

    def test_they_change_with_the_weights(self, panel, store, biased, qapp):
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        add(store, "a", biased(3))
        assert panel.answer("a") == 3
        store.apply(WeightsPublished("a", Moment(2), biased(8)))
        assert panel.answer("a") == 8
        assert columns(panel) == [f"{LOGISTIC}: 8"]

    def test_weights_that_change_later_do_not_reach_into_the_copy(self, panel, store, biased, qapp):
        weights = biased(3)
        add(store, "a", weights)
        for array in weights.values():
            array[:] = 0
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        assert panel.answer("a") == 3

    def test_there_is_none_before_the_first_weights(self, panel, store, biased, qapp):
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        add(store, "a", None)
        assert columns(panel) == []
        assert hint(panel).isVisible()
        assert panel.answer("a") is None
        store.apply(WeightsPublished("a", Moment(1), biased(4)))
        assert columns(panel) == [f"{LOGISTIC}: 4"]
        assert not hint(panel).isVisible()

    def test_an_empty_canvas_gets_none(self, panel, store, biased, qapp):
        add(store, "a", biased(4))
        assert columns(panel) == [LOGISTIC]
        assert panel.answer("a") is None
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        assert panel.answer("a") == 4
        panel.clear_drawing.trigger()
        qapp.processEvents()
        assert panel.answer("a") is None
        assert columns(panel) == [LOGISTIC]

    def test_every_visible_run_answers_side_by_side(self, panel, store, biased, qapp):
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        for run, digit in (("a", 3), ("b", 5), ("c", 7)):
            add(store, run, biased(digit))
        names = (
            LOGISTIC,
            f"{LOGISTIC} (2)",
            f"{LOGISTIC} (3)",
        )
        assert columns(panel) == [
            f"{name}: {digit}" for name, digit in zip(names, (3, 5, 7), strict=True)
        ]
        qapp.processEvents()
        places = [c.x() for c in panel.findChildren(AnswerColumn) if not c.isHidden()]
        assert places == sorted(set(places))

    def test_hidden_runs_have_none_until_shown_again(self, panel, store, biased, qapp):
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        add(store, "a", biased(3))
        add(store, "b", biased(5))
        store.set_visible("a", False)
        assert columns(panel) == [f"{LOGISTIC} (2): 5"]
        assert panel.answer("a") is None
        store.apply(WeightsPublished("a", Moment(2), biased(9)))
        assert columns(panel) == [f"{LOGISTIC} (2): 5"]
        store.set_visible("a", True)
        assert columns(panel) == [
            f"{LOGISTIC}: 9",
            f"{LOGISTIC} (2): 5",
        ]

    def test_a_hidden_run_that_trains_leaves_the_others_answers_alone(
        self, panel, store, biased, qapp
    ):
        add(store, "a", biased(3))
        add(store, "b", biased(4))
        store.set_visible("b", False)
        qapp.processEvents()
        (before,) = (column for column in panel.findChildren(AnswerColumn) if not column.isHidden())
        store.apply(WeightsPublished("b", Moment(2), biased(5)))
        qapp.processEvents()
        (after,) = (column for column in panel.findChildren(AnswerColumn) if not column.isHidden())
        assert after is before

    def test_removed_runs_have_none(self, panel, store, biased, qapp):
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        add(store, "a", biased(3))
        store.remove("a")
        assert columns(panel) == []
        assert panel.answer("a") is None
        assert hint(panel).isVisible()
        add(store, "a", None)
        store.set_visible("a", False)
        store.set_visible("a", True)
        assert columns(panel) == []

    def test_a_run_that_is_over_goes_on_answering(self, panel, store, biased, qapp):
        add(store, "a", biased(3))
        store.apply(RunEnded("a", "completed", 1))
        draw(panel.canvas, *ONE)
        qapp.processEvents()
        assert panel.answer("a") == 3

    def test_a_line_reads_no_digits(self, panel, store):
        add(store, "a", {"linear_1.weight": np.ones((1, 1), np.float32)}, line())
        assert columns(panel) == []
        assert hint(panel).isVisible()

    def test_they_wear_their_runs_colour_in_both_schemes(self, panel, store, biased, qapp, dressed):
        draw(panel.canvas, *ONE)
        add(store, "a", biased(3))
        qapp.processEvents()
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.apply(dressed, scheme)
            qapp.processEvents()
            column = next(c for c in panel.findChildren(AnswerColumn) if not c.isHidden())
            picture = column.grab().toImage()
            colours = {
                picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())
            }
            assert theme.run_style(0).colour.rgb() in colours

    def test_names_follow_the_language(self, panel, store, biased, translation, wait):
        add(store, "a", biased(3))
        translation.use(Language.CHINESE)
        wait(lambda: columns(panel) == [LOGISTIC_ZH])


def trace(canvas, image):
    """Draw a picture line by line, each run of dark pixels as one stroke."""
    for row in range(28):
        dark = np.flatnonzero(image[row] > 0.4)
        for run in np.split(dark, np.flatnonzero(np.diff(dark) > 1) + 1):
            if run.size:
                y = (row + 0.5) / 28
                draw(canvas, ((run[0] + 0.5) / 28, y), ((run[-1] + 0.5) / 28, y))


class TestTools:
    def test_the_slider_sets_the_width_of_the_pen(self, panel):
        slider = panel.findChild(QSlider)
        for key, width in (
            (Qt.Key.Key_End, canvases.MAX_WIDTH),
            (Qt.Key.Key_Home, canvases.MIN_WIDTH),
        ):
            QTest.keyClick(slider, key)
            draw(panel.canvas, (0.2, 0.2), (0.3, 0.3))
            assert panel.canvas.strokes()[-1][0].width == pytest.approx(width)

    def test_the_buttons_undo_and_clear(self, panel):
        buttons = {button.text(): button for button in panel.findChildren(QToolButton)}
        for _ in range(3):
            draw(panel.canvas, *ONE)
        QTest.mouseClick(buttons["Undo"], LEFT)
        assert len(panel.canvas.strokes()) == 2
        QTest.mouseClick(buttons["Clear"], LEFT)
        assert panel.canvas.strokes() == []

    def test_what_was_cleared_and_undone_comes_back(self, panel):
        buttons = {button.text(): button for button in panel.findChildren(QToolButton)}
        draw(panel.canvas, *ONE)
        drawn = panel.canvas.strokes()
        QTest.mouseClick(buttons["Clear"], LEFT)
        QTest.mouseClick(buttons["Undo"], LEFT)
        assert panel.canvas.strokes() == drawn
        assert panel.redo.isEnabled()
        panel.redo.trigger()
        assert panel.canvas.strokes() == []
        QTest.mouseClick(buttons["Undo"], LEFT)
        draw(panel.canvas, *ONE)
        assert not panel.redo.isEnabled()  # nothing is done again on top of something new

    def test_undo_is_offered_while_there_is_something_to_undo(self, panel):
        assert not panel.undo.isEnabled()
        draw(panel.canvas, *ONE)
        assert panel.undo.isEnabled()
        panel.undo.trigger()
        assert not panel.undo.isEnabled()

    def test_their_keys_are_told(self, panel):
        assert panel.undo.toolTip() == "Undo drawing (Ctrl+Z)"
        assert panel.clear_drawing.toolTip() == "Clear drawing (Ctrl+Backspace)"


class TestWidth:
    """The answers stand beside the drawing where there is room, and below it else."""

    @pytest.fixture
    def area(self, panel, qtbot):
        area = QScrollArea()
        qtbot.addWidget(area)
        area.setWidgetResizable(True)
        area.setWidget(panel)
        area.resize(1000, 600)
        area.show()
        qtbot.waitExposed(area)
        return area

    def is_beside(self, panel):
        return panel.answers.mapTo(panel, QPoint()).x() > panel.canvas.geometry().right()

    def test_after_having_been_wide_it_fits_into_a_narrow_panel_again(self, area, panel, wait):
        wait(lambda: self.is_beside(panel))
        area.resize(320, 600)
        wait(lambda: not self.is_beside(panel) and panel.width() <= area.viewport().width())

    def test_it_asks_for_as_much_room_either_way(self, area, panel, wait):
        wait(lambda: self.is_beside(panel))
        wide = panel.sizeHint().width()
        area.resize(320, 600)
        wait(lambda: not self.is_beside(panel))
        assert panel.sizeHint().width() == wide


def test_who_reads_letters_is_not_asked_for_digits(panel, current):
    current.set_config(quick().model_copy(update={"data": DataConfig(dataset="emnist-letters")}))
    assert panel.canvas.accessibleName() == "Canvas for drawing"
    current.set_config(quick().model_copy(update={"data": DataConfig()}))
    assert panel.canvas.accessibleName() == "Canvas for drawing a digit"
