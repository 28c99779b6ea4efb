"""Settings of running runs as sliders on the tab Network."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QToolButton

from core.run.identity import unique_name
from gui.stage import knobs as knobs_module
from gui.stage.knobs import KnobsPopup, RunKnobs
from tests.gui.driving import ENDLESS, LEFT, line_of, quick, type_over

RATE, MOMENTUM = "optimizer.learning_rate", "optimizer.momentum"
DECAY, DROPOUT = "optimizer.weight_decay", "model.hidden.0.dropout"
SECOND_DROPOUT = "model.hidden.1.dropout"
COST = "A run that is changed by hand does not count in its comparison."


@pytest.fixture
def train(application, wait):
    """Begin an endless run; gives its id once it has a band."""

    def begin(name="logistic", more=None, comparison=None):
        config = quick(name, {**ENDLESS, **(more or {})})
        run = application.controller.start(config, comparison=comparison)
        wait(lambda: run in application.window.stage.bands)
        wait(lambda: application.store.get(run).record.progress is not None)
        return run

    yield begin
    application.controller.stop()


@pytest.fixture
def roomy(application, wait):
    """Give the networks enough space for their knobs."""
    window = application.window
    window.resize(1600, 1000)
    window.stage.splitter.setSizes([700, 200])
    return window


def strip(application, run):
    return application.window.stage.bands[run].findChild(RunKnobs)


def slider(strip, path):
    return strip.knobs[path].editor.findChild(QSlider)


def changes(application, run):
    return [
        (change.path, change.before, change.value)
        for change in application.store.get(run).record.changes
    ]


def knobs_button(application, run):
    band = application.window.stage.bands[run]
    return next(
        button
        for button in band.findChildren(QToolButton)
        if button.accessibleName() == "Change settings while it trains"
    )


def seen(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


class TestInTheBand:
    @pytest.mark.parametrize(
        ("name", "paths"),
        [
            ("logistic", [RATE, MOMENTUM, DECAY]),
            ("sigmoid", [RATE, MOMENTUM, DECAY, DROPOUT]),
            ("relu-dropout", [RATE, DECAY, DROPOUT]),
        ],
    )
    def test_only_what_applies_to_the_run(self, name, paths, application, roomy, train):
        assert list(strip(application, train(name)).knobs) == paths

    def test_a_dragged_slider_acts_when_it_is_let_go(self, application, roomy, train, wait):
        run = train()
        shown = strip(application, run)
        wait(shown.isVisible)
        handle = slider(shown, RATE)
        start = handle.rect().center()
        x = round(
            handle.width()
            * (handle.value() - handle.minimum())
            / (handle.maximum() - handle.minimum())
        )
        QTest.mousePress(handle, LEFT, pos=QPoint(x, start.y()))
        QTest.mouseMove(handle, QPoint(x - 6, start.y()))
        QTest.mouseMove(handle, QPoint(x - 12, start.y()))
        assert handle.isSliderDown()
        done = application.store.get(run).record.share_done
        wait(lambda: application.store.get(run).record.share_done > done)
        assert changes(application, run) == []

        QTest.mouseRelease(handle, LEFT, pos=QPoint(x - 12, start.y()))
        value = shown.knobs[RATE].value()
        assert value < 0.01
        wait(lambda: changes(application, run) == [(RATE, 0.01, value)])
        assert line_of(shown, RATE).text() == f"{value:.10g}"

    def test_keys_act_after_a_pause(self, application, roomy, train, wait):
        run = train()
        shown = strip(application, run)
        wait(shown.isVisible)
        for _ in range(3):
            QTest.keyClick(slider(shown, DECAY), Qt.Key.Key_Right)
        value = shown.knobs[DECAY].value()
        assert value > 0
        wait(lambda: changes(application, run) == [(DECAY, 0.0, value)])

    @pytest.mark.parametrize(
        ("word", "is_told"), [("comparison", True), ("search", False), ("", False)]
    )
    def test_of_a_compared_run_it_tells_what_a_change_costs(
        self, application, roomy, train, wait, word, is_told
    ):
        run = train(comparison=unique_name(word) if word else None)
        shown = strip(application, run)
        wait(shown.isVisible)
        assert COST not in seen(shown)
        QTest.keyClick(slider(shown, DECAY), Qt.Key.Key_Right)
        wait(lambda: changes(application, run))
        wait(lambda: (COST in seen(shown)) is is_told)
        popup = KnobsPopup(
            application.store, application.controller, application.store.get(run), roomy
        )
        popup.show_at(QPoint(10, 10))
        assert (COST in seen(popup)) is is_told
        assert popup.width() < 500
        popup.close()

    def test_a_typed_number_acts_at_enter(self, application, roomy, train, wait, monkeypatch):
        monkeypatch.setattr(knobs_module, "PAUSE_MS", 3_600_000)
        run = train()
        shown = strip(application, run)
        wait(shown.isVisible)
        line = line_of(shown, MOMENTUM)
        type_over(line, "0.5")
        QTest.keyClick(line, Qt.Key.Key_Return)
        before = application.store.get(run).record.config.optimizer.momentum
        wait(lambda: changes(application, run) == [(MOMENTUM, before, 0.5)])

    def test_a_value_that_cannot_be_is_explained_and_escape_brings_back_the_runs(
        self, application, roomy, train, wait
    ):
        run = train()
        shown = strip(application, run)
        wait(shown.isVisible)
        line = line_of(shown, RATE)
        type_over(line, "11")
        QTest.keyClick(line, Qt.Key.Key_Return)
        reason = "Must be a number from 1e-07 to 10, not 11."
        wait(lambda: reason in [label.text() for label in shown.findChildren(QLabel)])
        assert line.property("wrong")

        # the run goes on meanwhile, and leaves the text alone
        done = application.store.get(run).record.share_done
        wait(lambda: application.store.get(run).record.share_done > done)
        assert line.text() == "11"
        QTest.keyClick(line, Qt.Key.Key_Escape)
        assert line.text() == "0.01"
        assert not line.property("wrong")
        assert not any(
            label.isVisible() and label.text() == reason for label in shown.findChildren(QLabel)
        )
        assert changes(application, run) == []

    def test_dropout_of_all_layers_is_one(self, application, roomy, train, wait):
        run = train("relu-dropout")
        shown = strip(application, run)
        wait(shown.isVisible)
        line = line_of(shown, DROPOUT)
        assert (line.text(), line.accessibleName()) == ("0.2", "Dropout")
        type_over(line, "0.6")
        QTest.keyClick(line, Qt.Key.Key_Return)
        both = [(DROPOUT, 0.2, 0.6), (SECOND_DROPOUT, 0.2, 0.6)]
        wait(lambda: changes(application, run) == both)
        first, second = application.store.get(run).record.changes
        assert (first.epoch, first.batch) == (second.epoch, second.batch)

    def test_different_rates_stay_apart(self, application, roomy, train, wait):
        run = train("relu-dropout", {DROPOUT: 0.0, SECOND_DROPOUT: 0.5})
        shown = strip(application, run)
        wait(shown.isVisible)
        lines = [line_of(shown, path) for path in (DROPOUT, SECOND_DROPOUT)]
        assert [line.text() for line in lines] == ["0", "0.5"]
        names = [line.accessibleName() for line in lines]
        assert names == ["Dropout, layer 1", "Dropout, layer 2"]
        type_over(lines[0], "0.3")
        QTest.keyClick(lines[0], Qt.Key.Key_Return)
        wait(lambda: changes(application, run) == [(DROPOUT, 0.0, 0.3)])
        assert lines[1].text() == "0.5"

    def test_a_rate_that_dropout_cannot_have_is_explained(self, application, roomy, train, wait):
        run = train("relu-dropout")
        shown = strip(application, run)
        wait(shown.isVisible)
        line = line_of(shown, DROPOUT)
        type_over(line, "1")
        QTest.keyClick(line, Qt.Key.Key_Return)
        reason = "Must be a number from 0 to 0.9, not 1."
        wait(lambda: reason in [label.text() for label in shown.findChildren(QLabel)])
        assert changes(application, run) == []

    def test_a_paused_run_takes_it_when_it_goes_on(self, application, roomy, train, wait):
        run = train()
        shown = strip(application, run)
        wait(shown.isVisible)
        application.controller.pause()
        line = line_of(shown, RATE)
        type_over(line, "0.03")
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert line.text() == "0.03"
        application.controller.resume()
        wait(lambda: changes(application, run) == [(RATE, 0.01, 0.03)])

    def test_they_go_when_the_run_ends(self, application, roomy, train, wait):
        run = train()
        wait(strip(application, run).isVisible)
        application.controller.stop(run)
        wait(lambda: not strip(application, run).isVisible())
        assert not knobs_button(application, run).isVisible()

    def test_the_button_hides_and_shows_them(self, application, roomy, train, wait):
        run = train()
        wait(strip(application, run).isVisible)
        button = knobs_button(application, run)
        QTest.mouseClick(button, LEFT)
        assert not strip(application, run).isVisible()
        QTest.mouseClick(button, LEFT)
        assert strip(application, run).isVisible()


class TestWithoutSpace:
    @pytest.fixture
    def popup(self, application, train, wait):
        application.window.resize(1024, 700)
        run = train()
        assert not strip(application, run).isVisible()
        QTest.mouseClick(knobs_button(application, run), LEFT)
        wait(lambda: application.window.findChild(KnobsPopup))
        return run, application.window.findChild(KnobsPopup)

    def test_a_button_opens_them_in_front_of_the_window(self, application, popup, wait):
        run, opened = popup
        assert opened.isVisible()
        assert application.window.screen().availableGeometry().contains(opened.geometry())
        line = line_of(opened, RATE)
        type_over(line, "0.02")
        QTest.keyClick(line, Qt.Key.Key_Return)
        wait(lambda: changes(application, run) == [(RATE, 0.01, 0.02)])

    def test_they_close_with_the_run(self, application, popup, wait):
        run, _ = popup
        application.controller.stop(run)
        wait(lambda: application.window.findChild(KnobsPopup) is None)

    def test_what_was_typed_last_counts_when_they_are_closed(self, application, popup, wait):
        run, opened = popup
        type_over(line_of(opened, RATE), "0.04")
        opened.close()
        wait(lambda: changes(application, run) == [(RATE, 0.01, 0.04)])
