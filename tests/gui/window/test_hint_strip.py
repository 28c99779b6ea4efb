"""The strip of hints: one at a time, once for each run, never in the way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QToolButton, QWidget
from superqt import QCollapsible, QElidingLabel

from core.config.fields import with_values
from core.run.events import EndReason, RunEnded, RunStarted
from core.run.record import RunRecord
from core.teaching.hint import HintKind
from gui.window.hint_strip import CHECK_MS, HintStrip
from tests.gui.driving import LEFT, Recorder, epoch, line, quick

RATE = "optimizer.learning_rate"


@pytest.fixture(autouse=True)
def _checks_are_frequent(monkeypatch):
    """Check runs after 20 ms, so that nothing here waits for the half second of the window."""
    monkeypatch.setattr("gui.window.hint_strip.CHECK_MS", 20)


@pytest.fixture
def strip(dressed, qtbot, store, selection, translation):
    made = HintStrip(store, selection)
    qtbot.addWidget(made)
    made.resize(900, 60)
    made.show()
    qtbot.waitExposed(made)
    return made


def diverged(store, run, rate=8.0):
    config = line({RATE: rate})
    store.add(RunRecord(run, config))
    store.apply(RunEnded(run, EndReason.DIVERGED, 0))
    return config


def card(strip):
    return strip.findChild(QFrame, "hint")


def text(strip):
    return strip.findChildren(QLabel)[1].text()


def button(strip):
    return strip.findChild(QPushButton)


def settled(strip):
    return not strip._looking.isActive()


def test_it_says_what_is_seen_and_why_and_offers_the_change(strip, store, wait):
    config = diverged(store, "a")
    asked = Recorder(strip.change_requested)
    wait(lambda: card(strip).isVisible())
    assert text(strip).startswith(
        "Linear regression, lr 8: The cost became infinite in epoch 1. The steps are too large"
    )
    assert button(strip).text() == "Try learning rate 0.8"
    QTest.mouseClick(button(strip), LEFT)
    assert asked.heard == [(with_values(config, {RATE: 0.8}), (RATE,))]
    assert not card(strip).isVisible()


def test_a_dismissed_kind_does_not_come_again_for_this_run(strip, store, wait):
    diverged(store, "a")
    wait(lambda: card(strip).isVisible())
    QTest.mouseClick(strip.findChild(QToolButton), LEFT)
    assert not card(strip).isVisible()
    store.touch("a")
    wait(lambda: settled(strip))
    assert not card(strip).isVisible()
    diverged(store, "b")
    wait(lambda: card(strip).isVisible())


def test_it_speaks_of_the_selected_run_else_of_the_latest_visible(strip, selection, store, wait):
    diverged(store, "a")
    diverged(store, "b", 5.0)
    store.add(RunRecord("c", quick()))
    wait(lambda: settled(strip))
    assert strip.hint is None
    store.set_visible("c", False)
    wait(lambda: strip.hint is not None)
    assert strip.hint.change == {RATE: 0.5}
    selection.set_runs(["a"])
    assert strip.hint.change == {RATE: 0.8}
    store.set_visible("c", True)
    selection.set_runs(["c"])
    assert strip.hint is None
    store.remove("c")
    assert strip.hint.change == {RATE: 0.5}


def test_it_goes_with_the_run_it_is_about_once_that_is_hidden(strip, selection, store, wait):
    diverged(store, "a")
    selection.set_runs(["a"])
    wait(lambda: strip.hint is not None)
    store.set_visible("a", False)
    wait(lambda: strip.hint is None)
    assert not card(strip).isVisible()
    diverged(store, "b", 5.0)
    wait(lambda: strip.hint is not None)
    assert strip.speaks_of("b")


def test_a_new_topic_brings_no_hints_about_earlier_runs(strip, selection, store, wait):
    diverged(store, "a")
    selection.set_runs(["a"])
    wait(lambda: strip.hint is not None)

    strip.begin_topic()
    assert not card(strip).isVisible()
    store.touch("a")
    wait(lambda: settled(strip))
    assert strip.hint is None

    diverged(store, "b", 5.0)
    wait(lambda: strip.hint is not None)
    assert strip.speaks_of("b")
    selection.select("a")
    assert strip.speaks_of("a")


def test_a_narrow_strip_says_all_on_hovering(strip, store, wait):
    diverged(store, "a")
    wait(lambda: card(strip).isVisible())
    strip.resize(300, strip.height())
    QApplication.processEvents()
    label = strip.findChild(QElidingLabel)
    assert label.fontMetrics().horizontalAdvance(label.text()) > label.width() > 0
    assert "The steps are too large" in card(strip).toolTip()


def test_a_hint_goes_when_its_pattern_has_gone(strip, store, wait):
    store.add(RunRecord("a", quick(changes={"epochs": 40, "data.batch_size": 4, "seed": 1})))
    store.apply(RunStarted("a", 7850, "cpu", 1, 150, 40))
    for number, (cost, right) in enumerate([(2.30, 0.1), (2.29, 0.1), (2.28, 0.1)], 1):
        store.apply(epoch("a", number, cost, accuracy=right, train_accuracy=right))
    wait(lambda: strip.hint is not None)
    assert strip.hint.kind is HintKind.NO_LEARNING
    store.apply(epoch("a", 4, 1.5, accuracy=0.7, train_accuracy=0.7))
    wait(lambda: strip.hint is None)
    assert not card(strip).isVisible()


def test_it_looks_seldom(strip, store, monkeypatch, wait):
    looks = []
    monkeypatch.setattr("gui.window.hint_strip.hints.find", looks.append)
    store.add(RunRecord("a", quick()))
    for number in range(1, 200):
        store.apply(epoch("a", number))
    wait(lambda: settled(strip))
    assert len(looks) == 1
    assert CHECK_MS >= 250


class TestInTheWindow:
    def test_the_hint_of_one_lesson_does_not_come_back_in_another(self, application, wait):
        window, store = application.window, application.store
        diverged(store, "a")
        wait(lambda: window.hints.hint is not None)
        panel = window.learning.lessons
        panel.open_at(3)
        assert window.hints.hint is None
        store.touch("a")
        wait(lambda: settled(window.hints))
        assert window.hints.hint is None

    def test_the_button_puts_the_change_into_the_form(self, application, wait):
        window = application.window
        diverged(application.store, "a")
        wait(lambda: window.hints.hint is not None)
        QTest.mouseClick(button(window.hints), LEFT)
        assert window.setup.config().optimizer.learning_rate == 0.8
        assert window.setup.config().is_regression
        window.activateWindow()
        wait(lambda: window.focusWidget() is not None)
        assert window.setup.isAncestorOf(window.focusWidget())

    def test_a_change_in_a_folded_group_unfolds_it(self, window):
        field = window.setup.findChild(QWidget, "data.train_size")
        assert not field.isVisible()
        window.setup.point_out("data.train_size")
        assert field.isVisible()
        folds = window.setup.findChildren(
            QCollapsible, options=Qt.FindChildOption.FindChildrenRecursively
        )
        assert sum(fold.isExpanded() for fold in folds) == 1

    def test_nothing_moves_when_a_hint_or_a_message_comes(self, application, wait, qapp):
        window = application.window

        def places():
            qapp.processEvents()
            parts = (window.setup, window.tabs, window.drawing, window.table)
            return [part.rect().translated(part.mapTo(window, QPoint())) for part in parts]

        before = places()
        diverged(application.store, "a")
        wait(lambda: window.hints.hint is not None)
        assert window.hints.isVisible()
        assert places() == before
        window.show_message(
            "Something else is the matter, and it takes a long sentence to say what. " * 5
        )
        assert window.notice.isVisible()
        assert not window.hints.isVisible()
        assert places() == before
        QTest.mouseClick(window.notice.findChild(QToolButton, "dismiss"), LEFT)
        assert window.hints.isVisible()
        assert places() == before
