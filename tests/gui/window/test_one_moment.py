"""One truth: every view shows the network of the same run at the same moment, and names it."""

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
from gui.widgets.answer_column import AnswerColumn
from tests.core.running import small
from tests.gui.driving import WAIT_MS, destroy, draw

RUN = "20260101-120000-mlp-0a1b2c3d"
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
    window, slider = made.window, made.window.drawing.answers.epochs.slider
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
    for position, moment, words, short in (
        (0, Moment(0), "before training", "untrained"),
        (1, Moment(0, 1), "in epoch 1, after batch 1", "1/16 of epoch 1"),
        (3, Moment(0, 3), "in epoch 1, after batch 3", "1/4 of epoch 1"),
        (4, Moment(0, 6), "in epoch 1, after batch 6", "1/2 of epoch 1"),
    ):
        slider.setValue(position)
        accuracy = check_views(window, wait, config, first[moment], words)
        assert short in texts(window.drawing)
        measured = [point.accuracy for point in points if point.moment == moment]
        assert measured in ([], [pytest.approx(accuracy)])
    assert points[0].moment == Moment(0)

    slider.setValue(8)
    check_views(window, wait, config, records.open_run(folder).weights, "after epoch 3")


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
    assert column.note == moment  # its last numbers are of epoch 1


def test_earlier_versions_did_not_write_the_moment(open_window, folder, wait, monkeypatch):
    monkeypatch.setattr(loop, "REPORT_S", 0.0)
    config = small("mlp", {"epochs": 3, "optimizer.learning_rate": 0.1})
    train(folder, config, stop_at=(2, 7))
    weights = records.open_run(folder).weights
    (folder / WEIGHTS_FILE).write_bytes(save(dict(weights)))

    check_views(open_window().window, wait, config, weights, "when it was stopped")
