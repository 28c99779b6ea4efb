"""One truth: every view shows the networks of the same runs at the same moment, and names it."""

import numpy as np
import pytest
import shiboken6
from PySide6.QtWidgets import QLabel
from safetensors.numpy import save

from core.data import datasets
from core.evaluation.accuracy import probabilities
from core.insight.predictor import Predictor
from core.lifecycle.recording import record
from core.number_text import accuracy_text
from core.run.control import Control
from core.run.events import BatchProgress, WeightsPublished
from core.run.moment import Moment
from core.storage import records
from core.storage.epoch_weights import read_epoch_weights
from core.storage.layout import WEIGHTS_FILE
from core.training import loop
from gui import composition
from gui.widgets.answer.answer_column import AnswerColumn
from tests.core.running import small
from tests.gui.driving import WAIT_MS, destroy, draw

RUN = "20260101-120000-mlp-0a1b2c3d"
OTHER = "20260101-130000-mlp-4e5f6a7b"
SEVEN = ((0.3, 0.2), (0.7, 0.2), (0.45, 0.85))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "runs" / RUN


@pytest.fixture
def open_window(dressed, preferences, translation, qtbot, folder, wait):
    """Open the window, show the kept run, and draw a seven."""
    opened = []

    def opened_window():
        made = composition.compose(dressed, preferences, translation, folder.parent)
        opened.append(made)
        window = made.window
        window.show()
        qtbot.waitExposed(window)
        made.kept.find()
        wait(lambda: made.store.get(RUN))
        made.store.set_visible(RUN, True)
        wait(lambda: made.store.get(RUN).record.weights is not None)
        window.selection.select(RUN)
        draw(window.drawing.canvas, *SEVEN)
        dressed.processEvents()
        assert window.drawing.digit is not None
        return made

    yield opened_window
    for made in opened:
        made.controller.close()
        qtbot.waitUntil(lambda made=made: made.controller.active_count() == 0, timeout=WAIT_MS)
        made.close()
        if shiboken6.isValid(made.window):
            destroy(made.window)


def train(folder, config, stop_at=None):
    """Train and keep a run, by core alone; stop it after a batch (epoch, batch) if given."""
    folder.mkdir(parents=True)
    control = Control(RUN, 1, takes_checkpoints=True, measures_moments=True)
    events = loop.train(config, datasets.load(config.data), control)
    for event in record(events, config, folder):
        if isinstance(event, BatchProgress) and (event.epoch, event.batch) == stop_at:
            control.stop.set()


def texts(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def answer_by_core(config, weights, digit):
    predictor = Predictor(config.model, config.data)
    predictor.set_weights(weights)
    return predictor.probabilities(digit)


def check_views(window, wait, config, weights, moment):
    """Compare what each view shows with what core computes from these weights."""
    digit = window.drawing.digit

    # the answer to the drawing
    (column,) = window.drawing.findChildren(AnswerColumn)
    expected = answer_by_core(config, weights, digit)
    wait(lambda: np.allclose(column.probabilities, expected, atol=1e-6))

    # the stage
    check_stage(window, wait, RUN, config, weights, moment)

    # the inside
    window.tabs.setCurrentWidget(window.inside)
    wait(lambda: moment in texts(window.inside) and window.inside._inspection.digit is digit)
    inspection = window.inside._inspection
    assert np.array_equal(inspection.weights["linear_1.weight"], weights["linear_1.weight"])
    assert inspection.insight.answer == int(np.argmax(expected))

    # the evaluation
    data = datasets.load(config.data)
    right = probabilities(config, weights, data).argmax(1) == data.test_y.numpy()
    window.tabs.setCurrentWidget(window.evaluation)
    wait(lambda: f"{moment}: {accuracy_text(right.mean())}" in texts(window.evaluation))
    return float(right.mean())


def check_stage(window, wait, run, config, weights, moment):
    """Compare the diagram and the answer of a run with what core computes from these weights."""
    window.tabs.setCurrentWidget(window.stage)
    wait(lambda: moment in texts(window.stage.bands[run]))
    expected = answer_by_core(config, weights, window.drawing.digit)
    view, first = window.stage.bands[run].view, weights["linear_1.weight"]
    wait(lambda: np.allclose(view.diagram.probabilities, expected, atol=1e-6))
    assert np.array_equal(view.diagram.images.reshape(first.shape), first)
    (column,) = [
        column
        for column in window.drawing.findChildren(AnswerColumn)
        if np.allclose(column.probabilities, expected, atol=1e-6)
    ]
    return column.note


def published_at_the_beginning(config):
    """Train the same run again; return the weights that it has before its first epoch ends."""
    control = Control("again", 1, measures_moments=True)
    events = loop.train(config, datasets.load(config.data), control)
    return {
        event.moment: event.weights
        for event in events
        if isinstance(event, WeightsPublished) and event.moment < Moment(1)
    }


def test_run_epoch_and_slider_lead_all_views(open_window, folder, wait):
    config = small("mlp", {"epochs": 3, "optimizer.learning_rate": 0.1})
    train(folder, config)
    made = open_window()
    window, slider = made.window, made.window.moment_bar.slider
    epochs = made.store.get(RUN).record.epochs
    # untrained; 1/16, 1/8, 1/4 and 1/2 of the first epoch's 12 batches; three epochs; now
    wait(lambda: slider.maximum() == 8)

    for number in (1, 3, 2):
        slider.setValue(4 + number)
        weights = read_epoch_weights(folder, number, config.model)
        accuracy = check_views(window, wait, config, weights, f"after epoch {number}")
        assert accuracy == pytest.approx(epochs[number - 1].accuracy)

    first = published_at_the_beginning(config)
    points = made.store.get(RUN).record.points
    for position, moment, words in (
        (0, Moment(0), "before training"),
        (1, Moment(0, 1), "after 1/16 of epoch 1"),
        (3, Moment(0, 3), "after 1/4 of epoch 1"),
        (4, Moment(0, 6), "after 1/2 of epoch 1"),
    ):
        slider.setValue(position)
        accuracy = check_views(window, wait, config, first[moment], words)
        assert words in texts(window.moment_bar)
        measured = [point.accuracy for point in points if point.moment == moment]
        assert measured in ([], [pytest.approx(accuracy)])
    assert points[0].moment == Moment(0)

    slider.setValue(8)
    check_views(window, wait, config, records.open_run(folder).weights, "after epoch 3")


def test_all_shown_runs_are_led_and_name_their_own_moments(open_window, folder, wait):
    long = small("mlp", {"epochs": 3, "optimizer.learning_rate": 0.1})
    short = small("mlp", {"epochs": 2, "data.batch_size": 100, "seed": 5})
    other = folder.parent / OTHER
    train(folder, long)
    train(other, short)
    made = open_window()
    window, slider = made.window, made.window.moment_bar.slider
    made.store.set_visible(OTHER, True)
    # untrained; 1/16 (too fine for 6 batches), 1/8, 1/4 and 1/2; three epochs; now
    wait(lambda: set(window.stage.bands) == {RUN, OTHER} and slider.maximum() == 8)

    firsts = published_at_the_beginning(long), published_at_the_beginning(short)
    for position, (moment, words), (other_moment, other_words) in (
        (0, (Moment(0), "before training"), (Moment(0), "before training")),
        (1, (Moment(0, 1), "after 1/16 of epoch 1"), (Moment(0), "before training")),
        (2, (Moment(0, 2), "after 1/8 of epoch 1"), (Moment(0, 1), "after 1/8 of epoch 1")),
        (4, (Moment(0, 6), "after 1/2 of epoch 1"), (Moment(0, 3), "after 1/2 of epoch 1")),
    ):
        slider.setValue(position)
        note = check_stage(window, wait, RUN, long, firsts[0][moment], words)
        assert note == words
        note = check_stage(window, wait, OTHER, short, firsts[1][other_moment], other_words)
        assert note == other_words

    newest = records.open_run(other).weights  # it ends before
    for position, epoch in ((6, 2), (7, 3), (5, 1)):
        slider.setValue(position)
        weights = read_epoch_weights(folder, epoch, long.model)
        note = check_stage(window, wait, RUN, long, weights, f"after epoch {epoch}")
        assert note == f"after epoch {epoch}"
        weights = read_epoch_weights(other, 1, short.model) if epoch == 1 else newest
        words = f"after epoch {min(epoch, 2)}"
        assert check_stage(window, wait, OTHER, short, weights, words) == words

    slider.setValue(8)
    words = "after epoch 2"
    assert check_stage(window, wait, OTHER, short, newest, words) == words


def test_the_slider_is_shown_only_where_a_view_follows_it(open_window, folder, wait):
    train(folder, small("mlp", {"epochs": 2}))
    made = open_window()
    window, bar = made.window, made.window.moment_bar
    wait(lambda: bar.slider.maximum() > 2)
    for key, is_followed in {
        "network": True,
        "plane": False,  # no run learns from points
        "comparison": False,  # there is none
        "inside": True,
        "evaluation": True,
        "line": False,  # no run fits a line
        "data": False,
        "code": False,
        "lessons": False,
    }.items():
        window.tabs.show_page(key)
        assert bar.isVisible() == is_followed, key
    assert set(window.tabs.titles) == {*window.tabs.docks, "network"}

    window.tabs.set_panel("inside", True)  # next to a page that does not follow it
    assert bar.isVisible()
    window.tabs.set_panel("inside", False)
    window.tabs.show_page("network")
    made.store.set_visible(RUN, False)
    assert not bar.isVisible()


def test_the_weights_of_hidden_runs_are_forgotten(open_window, folder, wait):
    config = small("mlp", {"epochs": 3})
    train(folder, config)
    train(folder.parent / OTHER, small("mlp", {"epochs": 2, "seed": 5}))
    made = open_window()
    moments, slider = made.window.moments, made.window.moment_bar.slider
    made.store.set_visible(OTHER, True)
    wait(lambda: len(moments._runs) == 2 and slider.maximum() == 8)
    slider.setValue(0)
    wait(lambda: moments.chosen == 0)
    assert moments.network(OTHER).moment == Moment(0)
    made.store.set_visible(OTHER, False)
    assert list(moments._runs) == [RUN]
    assert moments.chosen == 0
    made.store.set_visible(OTHER, True)
    wait(lambda: moments.network(OTHER).moment == Moment(0))


def test_a_run_stopped_within_an_epoch_says_so_everywhere(open_window, folder, wait, monkeypatch):
    monkeypatch.setattr(loop, "REPORT_S", 0.0)
    config = small("mlp", {"epochs": 3, "optimizer.learning_rate": 0.1})
    train(folder, config, stop_at=(2, 7))
    kept = records.open_run(folder)
    assert kept.moment == Moment(1, 7)

    made = open_window()
    moment = "in epoch 2, after batch 7"
    check_views(made.window, wait, config, kept.weights, moment)
    (column,) = made.window.drawing.findChildren(AnswerColumn)
    assert column.note == moment


def test_earlier_versions_did_not_write_the_moment(open_window, folder, wait, monkeypatch):
    monkeypatch.setattr(loop, "REPORT_S", 0.0)
    config = small("mlp", {"epochs": 3, "optimizer.learning_rate": 0.1})
    train(folder, config, stop_at=(2, 7))
    weights = records.open_run(folder).weights
    (folder / WEIGHTS_FILE).write_bytes(save(dict(weights)))

    check_views(open_window().window, wait, config, weights, "when it was stopped")
