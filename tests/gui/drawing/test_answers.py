"""The bars of an answer, for few classes and many, with short names and long ones."""

import math
import string
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QToolTip

from core.config.catalogue import KNOWN
from core.network import models
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage.labels import Label
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from gui.widgets.answer.answer_column import AnswerColumn
from tests.gui.driving import draw, quick

CLOTHES = KNOWN["fashion-mnist"].classes
MANY = tuple(f"class {number}" for number in range(100))


@pytest.fixture
def column(dressed, qtbot):
    def make(classes, width=150, height=300):
        made = AnswerColumn("a run", QColor("blue"), None, classes)
        qtbot.addWidget(made)
        made.resize(width, height)
        made.show()
        return made

    return make


def answer(classes, best):
    rest = 0.4 / (len(classes) - 1)
    return [0.6 if number == best else rest for number in range(len(classes))]


@pytest.mark.parametrize(
    "classes", [tuple(string.digits), tuple(string.ascii_uppercase), CLOTHES, MANY, ("a", "b")]
)
def test_the_answer_is_named_and_all_of_it_lies_within(column, classes):
    made = column(classes)
    made.show_probabilities(answer(classes, 1))
    assert made.digit == 1
    assert made.accessibleName() == f"a run: {classes[1]}"
    assert made.description().splitlines()[1] == f"{classes[1]}: 60.00%"
    boxes = made._boxes()
    assert all(made.rect().toRectF().adjusted(-1, -1, 1, 1).contains(box) for box in boxes)
    assert all(made._bar(box).width() > 20 for box in boxes)
    made.grab()


def test_a_network_that_has_diverged_has_words_instead_of_numbers(column):
    made = column(tuple(string.digits))
    empty = made.grab().toImage()
    made.show_probabilities([float("nan")] * 10)
    assert made.digit is None
    assert made.accessibleName() == "a run"
    assert made.description() == "No answer: this network has diverged, its numbers are undefined."
    assert made.grab().toImage() == empty


def test_what_was_painted_in_the_light_is_painted_anew_in_the_dark(column, dressed):
    made = column(tuple(string.digits))
    made.show_probabilities(answer(string.digits, 1))
    made.grab()
    theme.apply(dressed, Scheme.DARK)
    fresh = column(tuple(string.digits))
    fresh.show_probabilities(answer(string.digits, 1))
    assert made.grab().toImage() == fresh.grab().toImage()


def test_every_letter_has_its_bar_where_there_is_room(column):
    letters = tuple(string.ascii_uppercase)
    made = column(letters, width=300, height=236)
    assert len(made._boxes()) == 26
    assert len({box.x() for box in made._boxes()}) == 2


def test_of_too_many_classes_the_most_probable_are_shown_in_their_order(column):
    made = column(MANY)
    shares = answer(MANY, 77)
    shares[12] = 0.2
    made.show_probabilities(shares)
    shown = made._shown(made._boxes(), shares)
    assert len(shown) < 100
    assert shown == sorted(shown)
    assert {12, 77} <= set(shown)


def test_digits_stand_closer_together_than_lines_of_words(column):
    made = column(tuple(string.digits), width=84)
    lowest = QFontMetrics(made._bold).tightBoundingRect("0").height() + 2
    assert lowest <= QFontMetrics(made._bold).ascent()
    made.resize(84, math.ceil(made._head.height(84)) + 10 * lowest)
    assert not made.leaves_out


def test_columns_of_the_same_ranks_show_the_same_classes_and_their_own_answer(column):
    digits = tuple(string.digits)
    shown = []
    for best in (3, 8):
        made = column(digits, width=84, height=130)
        made.show_probabilities(answer(digits, best))
        assert made.leaves_out
        made.set_ranks([1.6 if number in (3, 8) else number / 100 for number in range(10)])
        shown.append(made._shown(made._boxes(), made.probabilities))
        made.set_ranks([float(number) for number in range(10)])
        assert best in made._shown(made._boxes(), made.probabilities)
    assert shown[0] == shown[1]
    assert {3, 8, 9} <= set(shown[0])


def test_all_networks_leave_out_the_same_digits(window):
    store = window._store
    for run, seed in (("a", 1), ("b", 2), ("c", 3)):
        config = quick("mlp")
        store.add(RunRecord(run, config))
        made = models.build(config.model, models.weight_generator(seed))
        store.apply(WeightsPublished(run, Moment(1), models.copy_of_weights(made)))
    columns = list(window.drawing.answers._columns.values())
    for one in columns:
        one.setFixedHeight(one.minimumSizeHint().height())
    draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.25), (0.5, 0.8))
    assert all(one.leaves_out for one in columns)
    first, *others = (one._shown(one._boxes(), one.probabilities) for one in columns)
    assert others == [first, first]


def test_a_narrow_column_has_its_name_above_the_answer_and_the_short_note(column):
    wide, narrow = column(tuple(string.digits), width=200), column(tuple(string.digits), width=84)
    line = QFontMetrics(narrow._head.small).height()
    assert narrow._boxes()[0].top() == wide._boxes()[0].top() + line
    for made in (wide, narrow):
        made.set_note("in epoch 5, after batch 376", "4.6 epochs")
        assert made.accessibleDescription() == "in epoch 5, after batch 376"
        made.show_probabilities(answer(string.digits, 3))
    assert wide._head.note_in(180) == "in epoch 5, after batch 376"
    assert wide._head.note_in(100) == "4.6 epochs"
    assert narrow.grab().toImage() != wide.grab().toImage()


def test_a_long_name_is_elided_in_its_row(column):
    made = column(CLOTHES, width=110)
    width = made._label_width(made._boxes()[0].width())
    text = made._label(9, width)
    assert text.endswith("…")
    assert QFontMetrics(made._bold).horizontalAdvance(text) <= width + 1


def test_the_tip_names_the_run_too(column):
    made = column(("a", "b"))
    made.show_probabilities([0.25, 0.75])
    middle = made.rect().center()
    tip = QHelpEvent(QEvent.Type.ToolTip, middle, made.mapToGlobal(QPoint(middle)))
    QCoreApplication.sendEvent(made, tip)
    assert QToolTip.text().splitlines() == ["a run", "a: 25.00%", "b: 75.00%"]
    QToolTip.hideText()


def test_the_tip_of_a_network_that_diverged_follows_the_language(column, translation):
    made = column(("0", "1"))
    made.show_probabilities([float("nan")] * 2)
    english = made.description()
    translation.use(Language.CHINESE)
    QCoreApplication.sendPostedEvents()
    assert made.description() not in ("", english)


def test_while_kept_networks_are_hidden_it_is_said_how_to_see_one(window):
    hint, store = window.drawing.answers.hint, window._store
    assert "tick" not in hint.text()
    store.add_earlier([(RunRecord("a", quick()), Path("a"), Label())])
    assert hint.isVisible()
    assert "tick an earlier one" in hint.text()
