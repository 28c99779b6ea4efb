"""Several digits on the canvas: each is marked and read, and one is chosen for the answers."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.config.data import DataConfig
from core.data import ink
from core.data.ink import Preparation, StrokePoint
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from gui.drawing.several_digits import Mark, digits_of_strokes, paint_marks
from gui.style import theme
from gui.style.translation import Language
from gui.widgets.answer.answer_column import AnswerColumn
from tests.core.running import completed, final_weights, run_to_the_end
from tests.gui.driving import LEFT, WAIT_MS, draw, quick
from tests.photographs import Scene, photograph

ANGLES = np.linspace(0, 2 * np.pi, 25)
ZERO = tuple((0.25 + 0.14 * np.sin(a), 0.5 - 0.3 * np.cos(a)) for a in ANGLES)
ONE = ((0.75, 0.2), (0.75, 0.5), (0.75, 0.8))
TOP_OF_FIVE = ((0.2, 0.2), (0.5, 0.2))
REST_OF_FIVE = ((0.17, 0.34), (0.17, 0.5), (0.35, 0.5), (0.42, 0.7), (0.3, 0.85), (0.12, 0.85))


@pytest.fixture(scope="module")
def trained():
    """A network that reads about nine of ten digits: its config and weights."""
    changes = {"data.train_size": 6000, "optimizer.learning_rate": 0.05, "epochs": 4}
    config = quick("logistic", changes)
    return config, final_weights(completed(run_to_the_end(config)))


@pytest.fixture
def run(store, trained):
    """A visible run that reads digits."""
    config, weights = trained
    store.add(RunRecord("run", config))
    store.apply(WeightsPublished("run", Moment(1), weights))


def marks(panel):
    """What is read in each marked digit, from left to right, and which one is chosen."""
    QApplication.processEvents()
    return [("/".join(mark.answers), mark.is_chosen) for mark in panel.canvas._marks]


def answer(panel):
    (column,) = (column for column in panel.findChildren(AnswerColumn) if not column.isHidden())
    return column.digit


def digit_of(points):
    stroke = [StrokePoint(x, y, 0.075) for x, y in points]
    return ink.digit_from_strokes([stroke])


class TestStrokes:
    def test_each_digit_is_read_and_the_last_one_answers(self, panel, run, qtbot):
        draw(panel.canvas, *ZERO)
        assert marks(panel) == []
        assert panel.chooser.isHidden()
        draw(panel.canvas, *ONE)
        assert marks(panel) == [("0", False), ("1", True)]
        assert panel.chooser.text().startswith("2 of 2")
        assert answer(panel) == 1
        assert np.abs(panel.digit - digit_of(ONE)).mean() < 0.02

    def test_a_click_reads_the_next_one_until_the_pen_moves_again(self, panel, run):
        draw(panel.canvas, *ZERO)
        draw(panel.canvas, *ONE)
        QTest.mouseClick(panel.chooser, LEFT)
        assert marks(panel) == [("0", True), ("1", False)]
        assert answer(panel) == 0
        assert np.abs(panel.digit - digit_of(ZERO)).mean() < 0.02
        QTest.mouseClick(panel.chooser, LEFT)
        assert answer(panel) == 1
        QTest.mouseClick(panel.chooser, LEFT)
        draw(panel.canvas, *((x - 0.02, y) for x, y in ONE))
        assert marks(panel) == [("0", False), ("1", True)]

    def test_undone_to_one_digit_nothing_is_marked(self, panel, run):
        draw(panel.canvas, *ZERO)
        draw(panel.canvas, *ONE)
        assert len(marks(panel)) == 2
        panel.undo.trigger()
        assert marks(panel) == []
        assert panel.chooser.isHidden()
        assert not panel._input_title.isHidden()
        assert answer(panel) == 0
        panel.clear_drawing.trigger()
        panel.answers.network_changed.emit()  # a network goes on learning
        assert marks(panel) == []

    def test_a_digit_of_two_strokes_is_one(self, panel, run):
        for stroke in (TOP_OF_FIVE, REST_OF_FIVE):
            draw(panel.canvas, *stroke)
        assert marks(panel) == []
        draw(panel.canvas, *ONE)
        assert len(marks(panel)) == 2

    def test_a_blot_far_away_is_left_out_and_the_digit_marked(self, panel, run):
        draw(panel.canvas, *((0.12 + 0.4 * (x - 0.11), 0.05 + 0.6 * y) for x, y in ZERO))
        assert marks(panel) == []
        alone = panel.digit
        draw(panel.canvas, (0.9, 0.9), (0.91, 0.9))
        ((_, is_chosen),) = marks(panel)
        assert is_chosen
        assert panel.chooser.isHidden()
        assert np.array_equal(panel.digit, alone)

    def test_the_marks_follow_a_network_that_learns(self, panel, run, store, trained):
        draw(panel.canvas, *ZERO)
        draw(panel.canvas, *ONE)
        config, weights = trained
        biased = {name: np.zeros_like(array) for name, array in weights.items()}
        next(array for array in biased.values() if array.shape == (10,))[7] = 5
        store.apply(WeightsPublished("run", Moment(2), biased))
        assert marks(panel) == [("7", False), ("7", True)]
        store.add(RunRecord("other", config))
        store.apply(WeightsPublished("other", Moment(1), weights))
        assert marks(panel) == [("7/0", False), ("7/1", True)]

    def test_other_classes_than_digits_may_be_of_several_pieces(self, panel, current, qtbot):
        draw(panel.canvas, *ZERO)
        draw(panel.canvas, *ONE)
        assert len(marks(panel)) == 2
        letters = DataConfig(dataset="emnist-letters")
        current.set_config(current.last_valid.model_copy(update={"data": letters}))
        qtbot.waitUntil(lambda: marks(panel) == [], timeout=WAIT_MS)

    def test_what_is_kept_as_handwriting_is_the_chosen_digit(
        self, panel, run, own_handwriting, qtbot
    ):
        draw(panel.canvas, *ZERO)
        draw(panel.canvas, *ONE)
        QTest.mouseClick(panel.chooser, LEFT)
        with qtbot.waitSignal(own_handwriting.kept, timeout=WAIT_MS) as kept:
            panel.details.handwriting.label_chosen.emit(0)
        (sample,) = kept.args
        assert np.abs(sample.grey / 255 - digit_of(ZERO)).mean() < 0.02

    def test_where_a_box_is_not_cut_out_the_digit_stays_in_its_corner(self):
        strokes = [[StrokePoint(x, y, 0.075) for x, y in points] for points in (ZERO, ONE)]
        first, second = digits_of_strokes(ink.ink_of_strokes(strokes))
        whole = Preparation(box=False, centring=False)
        columns = [
            ink.centre_of_mass(ink.stages(digit.ink, whole).digit, 1) for digit in (first, second)
        ]
        assert columns[0] == pytest.approx(28 * 0.25, abs=1)
        assert columns[1] == pytest.approx(28 * 0.75, abs=1)


class TestPictures:
    @pytest.fixture
    def opened(self, panel, run, qtbot, tmp_path):
        """A photograph of a 0 and, lower to its right, a 1, wider than high."""
        random = np.random.default_rng(4)
        images = [np.round(digit_of(points) * 255).astype(np.uint8) for points in (ZERO, ONE)]
        zero, one = (photograph(image, Scene(side=180), random) for image in images)
        both = np.hstack([zero, np.full_like(zero, 230), one])
        Image.fromarray(both).save(tmp_path / "two.png")
        panel._source.use_picture(tmp_path / "two.png")
        qtbot.waitUntil(lambda: len(marks(panel)) == 2, timeout=WAIT_MS)
        return panel

    def test_each_digit_is_marked_where_the_canvas_shows_it(self, opened):
        assert marks(opened) == [("0", True), ("1", False)]
        image = opened.canvas._picture
        for mark in opened.canvas._marks:
            middle = mark.area.center()
            levels = [
                image.pixelColor(round(x * image.width()), round(middle.y() * image.height())).red()
                for x in np.linspace(mark.area.left(), mark.area.right(), 80)
            ]
            assert max(levels) > 200
        first, second = (mark.area for mark in opened.canvas._marks)
        assert 0.3 < first.top() < first.bottom() < 0.7
        assert first.right() < 1 / 3 < 2 / 3 < second.left()

    def test_a_click_reads_the_other_and_undo_the_first_again(self, opened):
        QTest.mouseClick(opened.chooser, LEFT)
        assert marks(opened) == [("0", False), ("1", True)]
        assert answer(opened) == 1
        opened.undo.trigger()
        assert marks(opened) == [("0", True), ("1", False)]
        assert answer(opened) == 0

    def test_in_a_box_of_the_user_nothing_is_marked(self, opened):
        opened._source.use_box(0.0, 0.0, 1.0, 1.0)
        assert marks(opened) == []
        assert opened.chooser.isHidden()


@pytest.mark.parametrize(("top", "height"), [(0.03, 0.94), (0.05, 0.4), (0.5, 0.4)])
def test_what_is_read_stays_on_the_paper(panel, run, top, height):
    """It stands above a box, below it, or in the box of a digit as high as the paper."""
    for stroke in (ZERO, ONE):
        draw(panel.canvas, *((x, top + (y - 0.2) / 0.6 * height) for x, y in stroke))
    assert len(marks(panel)) == 2
    shown = panel.canvas.grab().toImage()
    panel.canvas.set_marks([replace(mark, answers={}) for mark in panel.canvas._marks])
    without = panel.canvas.grab().toImage()
    changed = [
        QPointF(x, y)
        for x in range(shown.width())
        for y in range(shown.height())
        if shown.pixel(x, y) != without.pixel(x, y)
    ]
    assert len(changed) > 20
    assert all(panel.canvas._paper().contains(point) for point in changed)
    assert min(point.y() for point in changed) > panel.canvas._paper().top() + 1


@pytest.mark.parametrize(
    ("language", "text"), [(Language.ENGLISH, "2 of 2 ›"), (Language.CHINESE, "第 2/2 个 ›")]
)
def test_the_chooser_names_the_digit_in_the_width_of_the_input(
    panel, run, translation, language, text
):
    translation.use(language)
    for stroke in (ZERO, ONE):
        draw(panel.canvas, *stroke)
    assert len(marks(panel)) == 2
    assert panel.chooser.text() == text
    width = panel.chooser.fontMetrics().horizontalAdvance(text.replace("2/2", "10/12"))
    assert width < panel.chooser.width() - 2 * theme.STEP
    assert "2" in panel.chooser.toolTip()


def test_many_readings_of_a_digit_do_not_reach_over_the_next_one(dressed):
    named = {str(number): QColor("black") for number in range(10)}
    marks = [Mark(QRectF(left, 0.3, 0.15, 0.4), named, is_chosen=False) for left in (0.1, 0.4)]
    paper, drawn = QRectF(0, 0, 300, 300), []
    picture = QImage(300, 300, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    spy = SimpleNamespace(
        **{name: getattr(painter, name) for name in dir(painter) if not name.startswith("_")}
        | {"drawText": lambda point, text: drawn.append((point.x(), text))}
    )
    paint_marks(spy, paper, marks, dressed.font())
    painter.end()
    first = [(x, text) for x, text in drawn if x < 0.4 * 300 - 5]
    assert next(text for _, text in first) == "0"
    assert first[-1][1] == "…"
    assert 1 < len(first) < 10
    assert all(x < (0.1 + 0.15) * 300 + 10 for x, _ in first)
