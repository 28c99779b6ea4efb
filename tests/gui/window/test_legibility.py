"""At 1024 x 700 everything can be read: both languages, projector mode, few and many classes."""

from functools import partial

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from core.config.catalogue import DIGITS
from core.run.record import RunRecord
from gui.style import theme
from gui.style.translation import Language
from gui.widgets.answer.answer_column import AnswerColumn
from gui.widgets.plain_text import elided_apart
from tests.core.running import run_to_the_end
from tests.gui.driving import WAIT_MS, draw, quick
from tests.gui.legibility import unreadable

CLASSES = {
    "digits": DIGITS,
    "three": ("apple tree", "banana", "a cherry orchard in the north"),
    "letters": tuple(f"class {number}" for number in range(47)),
}


def finished(name, run):
    """A finished run of a long name."""
    changes = {"epochs": 1, "data.train_size": 200, "optimizer.learning_rate": 0.25}
    config = quick(name, changes)
    record = RunRecord(run, config)
    for event in run_to_the_end(config, run=run):
        record.apply(event)
    return record


@pytest.fixture
def at_work(application, preferences, wait):
    """The window at 1024 x 700 with two runs of long names and a drawing."""

    def make(language, is_large):
        window, store = application.window, application.store
        window.resize(1024, 700)
        for run, name in (("run-0", "sigmoid"), ("run-1", "relu-dropout")):
            store.add(finished(name, run))
            store.weights_changed.emit(run)
        draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.2), (0.5, 0.8))
        preferences.language = language
        preferences.projector = is_large
        wait(lambda: len(window.plots.legend.entries) == 2)
        return window

    return make


def readable(window):
    assert unreadable(window) == []


@pytest.mark.parametrize("is_large", [False, True], ids=["", "projector"])
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_nothing_is_cut_off_and_nothing_overlaps(at_work, qtbot, language, is_large):
    window = at_work(language, is_large)
    for arrangement in window.arranger.actions:
        arrangement.trigger()
        qtbot.waitUntil(partial(readable, window), timeout=WAIT_MS)
        assert window.size().toTuple() == (1024, 700)


def test_the_search_finds_what_cannot_be_read(qtbot, dressed):
    box = QWidget()
    qtbot.addWidget(box)
    box.resize(300, 100)
    label, button = QLabel("a long text on a label", box), QToolButton(box)
    button.setText("press")
    label.setGeometry(0, 0, 40, 30)
    button.setGeometry(20, 0, 80, 40)
    box.show()
    reports = unreadable(box)
    assert any("a long text" in line and "lacks" in line for line in reports)
    assert any("overlaps" in line for line in reports)
    label.setGeometry(0, 0, 200, 30)
    button.setGeometry(250, 0, 80, 40)
    assert [line for line in unreadable(box) if "cut off" in line]
    button.setGeometry(210, 0, 80, 40)
    assert unreadable(box) == []


@pytest.mark.parametrize("is_large", [False, True], ids=["", "projector"])
@pytest.mark.parametrize("classes", CLASSES.values(), ids=CLASSES)
def test_rows_of_answers_are_as_high_as_their_letters(dressed, qtbot, qapp, classes, is_large):
    theme.project(qapp, is_large)
    column = AnswerColumn("a run", QColor("blue"), None, classes)
    qtbot.addWidget(column)
    column.show_probabilities([1 / len(classes)] * len(classes))
    lowest = column.minimumSizeHint()
    for height in (lowest.height(), lowest.height() + 50, 400):
        column.resize(theme.px(150), height)
        column.show()
        boxes = column._boxes()
        needed = QFontMetrics(column._bold).ascent()
        assert all(box.height() >= needed for box in boxes)
        assert max(box.bottom() for box in boxes) <= height + 1
        assert len(boxes) >= min(5, len(classes))


def test_letters_that_widgets_set_themselves_grow_too(window, qapp, preferences):
    def sizes():
        qapp.processEvents()
        labels = [label for label in window.findChildren(QLabel) if label.property("role")]
        return [label.font().pointSizeF() for label in labels]

    before = sizes()
    preferences.projector = True
    assert sizes() == pytest.approx([size * theme.PROJECTOR for size in before], abs=0.2)
    preferences.projector = False
    assert sizes() == pytest.approx(before, abs=0.05)


class TestNames:
    @pytest.fixture
    def metrics(self, qapp):
        return QFontMetrics(qapp.font())

    @pytest.mark.parametrize(
        "names",
        [
            ["Sigmoid, batch 50, lr 0.1, Adam", "Sigmoid, batch 100, lr 0.1, Adam"],
            ["Sigmoid, batch 50, lr 0.1", "Sigmoid, batch 50, lr 0.1 (2)"],
            ["Sigmoid，批量 50，学习率 0.1，种子 42", "Sigmoid，批量 100，学习率 0.1，种子 42"],
        ],
    )
    def test_different_ones_look_different_where_there_is_little_space(self, metrics, names):
        width = metrics.horizontalAdvance("Sigmoid, ba…Adam")
        shown = elided_apart(names, metrics, width)
        assert len(set(shown)) == len(names)
        assert all(metrics.horizontalAdvance(text) <= width for text in shown)

    def test_with_space_they_are_whole(self, metrics):
        assert elided_apart(["a, b", "a, c"], metrics, 500) == ["a, b", "a, c"]

    def test_the_same_name_twice_stays_the_same(self, metrics):
        assert len(set(elided_apart(["Sigmoid, lr 0.1"] * 2, metrics, 40))) == 1


PAGES = (
    "network",
    "plane",
    "comparison",
    "inside",
    "evaluation",
    "line",
    "data",
    "code",
    "lessons",
)


@pytest.mark.parametrize("is_large", [False, True], ids=["", "projector"])
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_no_page_of_the_tabs_is_cut_off(at_work, qtbot, language, is_large):
    window = at_work(language, is_large)
    window.arranger.actions[0].trigger()
    for page in PAGES:
        window.tabs.show_page(page)
        qtbot.waitUntil(partial(readable, window), timeout=WAIT_MS)


@pytest.mark.parametrize("is_large", [False, True], ids=["", "projector"])
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_no_page_of_inside_is_cut_off(at_work, qtbot, language, is_large):
    window = at_work(language, is_large)
    window.arranger.actions[0].trigger()
    window.tabs.show_page("inside")
    for number in range(len(window.inside._areas)):
        window.inside.show_view(number)
        qtbot.waitUntil(partial(readable, window), timeout=WAIT_MS)
        area = window.inside._areas[number]
        page = area.widget()
        qtbot.waitUntil(partial(is_reachable, page, area, is_large), timeout=WAIT_MS)


def is_reachable(page, area, is_large):
    """Whether a page fits into its area, or with large letters can be scrolled to its end."""
    hidden = page.minimumSizeHint().width() - area.viewport().width()
    assert hidden <= (area.horizontalScrollBar().maximum() if is_large else 0)
