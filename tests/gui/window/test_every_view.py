"""Two runs race in the real window, a third learns from points, a fourth fits a line; the slider is
moved with the keys, and every view is read: which run, which moment, which numbers. The numbers are
computed from the kept weights by a few lines of NumPy, and from another training without the window
where none are kept.
"""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from safetensors.numpy import load_file

from core.comparison.deciding_digits import deciding_digits
from core.config.choices import Activation
from core.config.points import REACH
from core.data import datasets
from core.evaluation.assessment import BINS
from core.insight import line_points
from core.insight.plane import RESTING_SIDE
from core.number_text import accuracy_text, decimal_text
from core.robustness.perturbations import Perturbation
from core.run.control import Control
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.training import loop
from gui.comparison import digits_shown
from gui.comparison.reviews import MAX_DIGITS
from gui.evaluation.evaluation_panel import Page
from gui.geometry.map_page import MapPage
from gui.insight.insight_panel import DIGIT, DROPOUT, LAYERS, WEIGHTS
from gui.widgets.answer.answer_column import AnswerColumn
from tests.gui.driving import LEFT, draw, line, points, quick

EPOCHS = 3
LINE_EPOCHS = 12
SEVEN = ((0.3, 0.2), (0.7, 0.2), (0.45, 0.85))
SIZE = {"data.train_size": 800, "data.batch_size": 50, "data.test_size": 150, "epochs": EPOCHS}
ACTIVATIONS = {
    Activation.TANH: np.tanh,
    Activation.RELU: lambda z: np.maximum(z, 0),
    Activation.SIGMOID: lambda z: 1 / (1 + np.exp(-z)),
}

# the slider's positions: untrained, four parts of the first epoch, the kept epochs of the runs
# (3 here, and 4, 8, 12 of the line), now
PARTS = {1: "1/16", 2: "1/8", 3: "1/4", 4: "1/2"}
BATCHES = SIZE["data.train_size"] // SIZE["data.batch_size"]


@pytest.fixture
def raced(keeping_application, dressed, wait):
    """A race, a run that learns from points and one that fits a line, all trained in the window;
    a seven is drawn.
    """
    made = keeping_application
    window = made.window
    window.setup.set_config(quick(changes=SIZE))
    QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.compare), LEFT)
    wait(window.verdict.isVisible)
    window.setup.set_config(points({"epochs": EPOCHS}))
    QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.train), LEFT)
    window.setup.set_config(line({"epochs": LINE_EPOCHS}))
    QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.train), LEFT)
    wait(lambda: made.controller.active_count() == 0 and len(made.store.visible()) == 4)
    draw(window.drawing.canvas, *SEVEN)
    dressed.processEvents()
    assert window.drawing.digit is not None
    return made


class Oracle:
    """What is expected of one run that tells classes apart."""

    def __init__(self, entry):
        self.entry, self.run, self.config = entry, entry.record.run, entry.record.config
        self.data = datasets.load(self.config.data)
        control = Control("again", 1, measures_moments=True)
        published = [
            event
            for event in loop.train(self.config, self.data, control)
            if isinstance(event, WeightsPublished)
        ]
        self._again = {event.moment: event.weights for event in published}

    def weights(self, moment):
        """The weights at a moment; those of an epoch as they lie in the run's folder."""
        if moment.epochs == 0:
            return self._again[moment]
        kept = load_file(self.entry.folder / "epochs" / f"{moment.epochs:04}.safetensors")
        for name, values in self._again[moment].items():
            assert np.array_equal(kept[name], values)
        return kept

    def probabilities(self, moment, images):
        """What the network answers to images (N, 784) or points (N, 2), in double precision."""
        weights, values = self.weights(moment), images.astype(np.float64)
        layers = [*self.config.model.hidden, None]
        for number, layer in enumerate(layers, 1):
            matrix = weights[f"linear_{number}.weight"].astype(np.float64)
            values = values @ matrix.T + weights[f"linear_{number}.bias"]
            values = values if layer is None else ACTIVATIONS[layer.activation](values)
        shares = np.exp(values - values.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)

    def on_test(self, moment):
        return self.probabilities(moment, self.data.test_x.numpy().reshape(-1, 784))

    def right(self, moment):
        return self.on_test(moment).argmax(axis=1) == self.data.test_y.numpy()

    def on_drawing(self, moment, digit):
        return self.probabilities(moment, digit.reshape(1, 784))[0]


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def words(moment):
    """A moment as all views should name it."""
    if moment.batch:
        part = next(PARTS[number] for number in PARTS if BATCHES >> (5 - number) == moment.batch)
        return f"after {part} of epoch 1"
    return f"after epoch {moment.epochs}" if moment.epochs else "before training"


def check_stage_and_answers(window, wait, oracles, moment):
    digit = window.drawing.digit
    columns = {one._head.name: one for one in window.drawing.findChildren(AnswerColumn)}
    assert set(window.stage.bands) == {oracle.run for oracle in oracles}
    assert set(columns) == {oracle.entry.name for oracle in oracles}
    for oracle in oracles:
        expected = oracle.on_drawing(moment, digit)

        band = window.stage.bands[oracle.run]
        assert band._name.text() == oracle.entry.name
        wait(lambda band=band: band._moment.text() == words(moment))
        first = oracle.weights(moment)["linear_1.weight"]
        assert np.array_equal(band.view.diagram.images.reshape(first.shape), first)
        assert np.allclose(band.view.diagram.probabilities, expected, atol=1e-4)

        column = columns[oracle.entry.name]
        assert column.note == words(moment)
        assert np.allclose(column.probabilities, expected, atol=1e-4)


def check_inside(window, wait, oracle, moment):
    inside, digit = window.inside, window.drawing.digit
    expected = oracle.on_drawing(moment, digit)
    weights = oracle.weights(moment)

    for view in (DIGIT, WEIGHTS, DROPOUT, LAYERS):
        inside.show_view(view)
        wait(lambda: not inside._inspecting.is_running and not inside._is_stale)
        assert inside._head._name.text() == oracle.entry.name
        assert inside._head._moment.text() == words(moment)
        inspection = inside._inspection
        assert np.array_equal(inspection.weights["linear_1.weight"], weights["linear_1.weight"])
        assert np.allclose(inspection.insight.probabilities, expected, atol=1e-4)

    at = None if moment == Moment(EPOCHS) else float(moment.epochs_in(BATCHES))
    assert [plot.moment.epochs for plot in inside.layers.plots] == [at] * 3

    inside.show_view(DIGIT)
    evidence = oracle.config.classes[int(expected.argmax())]
    assert any(text.startswith(f"Evidence for {evidence}") for text in texts(inside))


def check_map(window, wait, oracles, moment):
    """Both networks' maps are of their weights at the moment, and name it."""
    button = next(b for b in window.inside.findChildren(QToolButton) if b.text() == "Map")
    QTest.mouseClick(button, LEFT)
    page = window.inside.findChild(MapPage)
    assert {column.run for column in page.columns} == {oracle.run for oracle in oracles}
    for column in page.columns:
        (oracle,) = (one for one in oracles if one.run == column.run)
        weights = oracle.weights(moment)["linear_1.weight"]
        wait(
            lambda column=column, weights=weights: (
                column.map is not None
                and np.array_equal(column.map.weights["linear_1.weight"], weights)
            )
        )
        assert column._moment.text() == words(moment)
        images = column.map.sample.grey.reshape(-1, 784) / 255
        expected = oracle.probabilities(moment, images).argmax(axis=1)
        assert np.array_equal(column.map.answers, expected)
        assert column.chart._star is not None


def check_evaluation(window, wait, oracle, moment):
    evaluation = window.evaluation
    labels, shares = oracle.data.test_y.numpy(), oracle.on_test(moment)
    given = shares.argmax(axis=1)
    accuracy = accuracy_text((given == labels).mean())

    for page in (Page.CONFUSION, Page.MISTAKES, Page.CALIBRATION):
        evaluation.show_page(page)
        wait(lambda: evaluation._numbers.text().startswith(f"{words(moment)}: {accuracy}"))
        assert evaluation._name.text() == oracle.entry.name

    evaluation.show_page(Page.CONFUSION)
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, given), 1)
    assert np.array_equal(evaluation.confusion.chart._assessment.confusion, counts)
    evaluation.show_page(Page.MISTAKES)
    assert set(evaluation.mistakes.gallery.numbers) == set(np.flatnonzero(given != labels))
    evaluation.show_page(Page.CALIBRATION)
    (curve,) = evaluation.calibration.chart.curves
    means = [point.x for point in curve.points]
    bins = np.minimum((shares.max(axis=1) * BINS).astype(int), BINS - 1)
    expected = [shares.max(axis=1)[bins == one].mean() for one in np.unique(bins)]
    assert means == pytest.approx(expected, abs=1e-3)


def check_two_runs(window, wait, oracles, moment):
    window.selection.set_runs([oracle.run for oracle in oracles])
    window.evaluation.show_page(Page.TWO_RUNS)
    first, second = (oracle.right(moment) for oracle in oracles)
    only = np.flatnonzero(first & ~second), np.flatnonzero(second & ~first)
    view = window.evaluation.two_runs
    for index, oracle in enumerate(oracles):
        title = f"Only {oracle.entry.name} ({words(moment)}) is right: {len(only[index])}"
        wait(lambda index=index, title=title: view.titles[index].text() == title)
        assert set(view.galleries[index].numbers) == set(only[index])


def check_robustness(window, wait, oracles, moment):
    window.evaluation.show_page(Page.ROBUSTNESS)
    view = window.evaluation.robustness
    assert not view.measure.legend.entries  # measured at another moment, if at all
    view.takes_all.setChecked(True)
    QTest.mouseClick(view.measure.button, LEFT)
    wait(lambda: not view.runs.is_running)
    whose = [f"{oracle.entry.name} ({words(moment)})" for oracle in oracles]
    assert sorted(entry.text for entry in view.measure.legend.entries) == sorted(whose)

    curves = view.charts[Perturbation.SHIFT].curves
    for entry, curve in zip(view.measure.legend.entries, curves, strict=True):
        (oracle,) = (one for one in oracles if one.run == entry.run)
        assert curve.points[0].y == pytest.approx(oracle.right(moment).mean())  # not shifted


def check_comparison(window, wait, oracles, moment):
    window.tabs.show_page("comparison")
    first, second = (oracle.right(moment) for oracle in oracles)
    given = [oracle.on_test(moment).argmax(axis=1) for oracle in oracles]
    walls = window.comparison._walls
    titles = list(window.comparison.shown().titles().values())
    for index, only in enumerate((first & ~second, second & ~first)):
        text = f"Only {titles[index]} ({words(moment)}) reads these correctly ({only.sum()} with"
        wait(lambda index=index, text=text: walls.titles[index].text().startswith(text))
        digits = walls.walls[index]._digits
        assert [one.digit.number for one in digits] == np.flatnonzero(only)[:MAX_DIGITS].tolist()
        for one in digits:
            assert one.read_as == tuple(str(answers[one.digit.number]) for answers in given)
    assert any("finished runs only" in text for text in texts(window.comparison.card))


def check_line(window, wait, entry, epochs):
    window.tabs.show_page("line")
    panel = window.line
    wait(lambda: panel._starts and panel.steps.is_at_end and not panel.steps.is_playing)
    (shown,) = panel.legend.entries
    assert shown.text == f"{entry.name} ({words(Moment(epochs))})"
    slope = (
        entry.record.epochs[epochs - 1].weight
        if epochs
        else line_points.first_slope(entry.record.config)
    )
    (track,) = panel._tracks.values()
    assert track._texts[0].text() == f"{decimal_text(slope, 2)} x"


def check_plane(window, wait, oracle, moment):
    window.tabs.show_page("plane")
    column = window.plane.columns[oracle.run]
    # the middle of every tenth cell of the finest map, which comes at rest
    steps = (2 * np.arange(0, RESTING_SIDE, 10) + 1) / RESTING_SIDE * REACH - REACH
    x, y = np.meshgrid(steps, -steps)
    expected = oracle.probabilities(moment, np.stack([x.ravel(), y.ravel()], axis=1))

    def is_shown():
        shares = column.chart.shown_map.probabilities[::10, ::10].reshape(expected.shape)
        return np.allclose(shares, expected, atol=1e-4)

    wait(lambda: column.chart.shown_map is not None)
    wait(lambda: len(column.chart.shown_map.probabilities) == RESTING_SIDE and is_shown())
    assert column.lines[0] == words(moment)
    assert column._name.text() == oracle.entry.name


def go_to(window, wait, position):
    """Move the slider with the keys, as somebody who steps through the training does."""
    slider = window.moment_bar.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home if position is not None else Qt.Key.Key_End)
    for _ in range(position or 0):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    wait(lambda: window.moments.chosen == window.moments.requested)


def test_every_view_shows_the_runs_at_the_moment_of_the_slider(raced, wait):
    window = raced.window
    slider = window.moment_bar.slider
    lines = [entry for entry in raced.store.visible() if entry.record.config.is_regression]
    oracles = [Oracle(entry) for entry in raced.store.visible() if entry.record.config.has_images]
    (in_plane,) = [
        Oracle(entry) for entry in raced.store.visible() if entry.record.config.has_points
    ]
    assert len(oracles) == 2
    # epochs 0 to 3 and the parts; of the line 4, 6, 8, 10; now
    wait(lambda: slider.maximum() == len(window.moments.choices) >= 9)

    for position, moment, line_epochs in (
        (0, Moment(0), 0),
        (3, Moment(0, BATCHES // 4), 0),
        (6, Moment(2), 2),
        (None, Moment(EPOCHS), LINE_EPOCHS),
    ):
        window.tabs.show_page("network")
        go_to(window, wait, position)
        shown = window.moment_bar._value.text()
        assert shown == ("now" if position is None else words(moment))
        check_stage_and_answers(window, wait, oracles, moment)
        line_at = window.plots.moment_lines[0].epochs
        assert line_at == (None if position is None else float(window.moments.choices[position]))

        window.tabs.show_page("inside")
        check_map(window, wait, oracles, moment)

        for oracle in oracles:
            window.selection.select(oracle.run)
            window.tabs.show_page("inside")
            check_inside(window, wait, oracle, moment)
            window.tabs.show_page("evaluation")
            check_evaluation(window, wait, oracle, moment)
        check_two_runs(window, wait, oracles, moment)
        check_robustness(window, wait, oracles, moment)
        check_comparison(window, wait, oracles, moment)
        check_plane(window, wait, in_plane, moment)
        check_line(window, wait, lines[0], line_epochs)


def test_digits_that_cannot_be_read_are_those_of_the_finished_runs_and_say_so(
    raced, wait, monkeypatch
):
    window = raced.window
    window.tabs.show_page("comparison")
    titles = window.comparison._walls.titles
    finished = [title.text() for title in titles]
    assert all(f"(after epoch {EPOCHS})" in text for text in finished)

    monkeypatch.setattr(digits_shown, "deciding_digits", fail)
    go_to(window, wait, 0)
    wait(lambda: window.notice.text == "Something failed: RuntimeError: no digits today")
    assert [title.text() for title in titles] == finished

    monkeypatch.setattr(digits_shown, "deciding_digits", deciding_digits)
    window.notice.hide()
    go_to(window, wait, 1)
    wait(lambda: all("(after 1/16 of epoch 1)" in title.text() for title in titles))
    assert not window.notice.isVisible()

    # a hidden run is no longer led by the slider
    run = window.comparison.shown().judged_runs()[0]
    raced.store.set_visible(run, False)
    wait(lambda: f"(after epoch {EPOCHS})" in titles[0].text())
    assert "(after 1/16 of epoch 1)" in titles[1].text()


def fail(*_):
    raise RuntimeError("no digits today")
