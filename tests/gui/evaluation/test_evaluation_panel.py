"""Runs evaluated in the window: what is shown is what core finds, and nothing is done out of
sight.
"""

import time
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from core.cancellation import CancelledError, check_cancelled
from core.config.data import DataConfig
from core.data import datasets
from core.errors import DataError
from core.evaluation.accuracy import probabilities
from core.evaluation.assessment import (
    Assessment,
    calibration_error,
    chance_error,
    disagreements,
    reliability,
)
from core.messages import message
from core.network import models
from core.network.models import copy_of_weights
from core.robustness import perturbation_curves
from core.robustness.perturbations import Perturbation
from core.run.events import EndReason, EpochCompleted, RunEnded, RunStarted, WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord, RunState
from core.run.seal import opening
from core.storage.epoch_weights import keep_epoch
from gui.evaluation.calibration_view import CalibrationView
from gui.evaluation.digit_gallery import IMAGE
from gui.evaluation.evaluation_panel import EvaluationPanel, Page
from gui.evaluation.label_noise_view import Measured, Reading
from gui.evaluation.label_noise_view import _scale as label_noise_scale
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.core.running import run_to_the_end
from tests.gui.colours import foreign_hues, run_colour
from tests.gui.driving import LEFT, Recorder, click_on_tab, epoch, line, points, quick

SLOW_SIZE = 190  # of the test set whose reading takes long


@pytest.fixture
def panel(dressed, qtbot, store, moments, selection, jobs, translation):
    made = EvaluationPanel(store, selection, moments, jobs)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def asked(monkeypatch):
    """How often networks were asked all their test digits."""
    counted = []
    real = probabilities

    def ask(config, weights, data):
        counted.append(weights)
        return real(config, weights, data)

    monkeypatch.setattr("core.evaluation.accuracy.probabilities", ask)
    return counted


@pytest.fixture
def trained(store):
    """Add a run and train it, without a thread."""

    def train(run, name="logistic", changes=None):
        config = quick(name, changes)
        store.add(RunRecord(run, config))
        for event in run_to_the_end(config, run=run):
            store.apply(event)
        return store.get(run).record

    return train


def by_core(record):
    data = datasets.load(record.config.data)
    return Assessment(probabilities(record.config, record.weights, data), data.test_y.numpy())


def learn(store, run, number):
    """An epoch of a run with weights that no other epoch has."""
    network = models.build(
        store.get(run).record.config.model, torch.Generator().manual_seed(number)
    )
    store.apply(WeightsPublished(run, Moment(number), copy_of_weights(network)))
    store.apply(epoch(run, number))


def begin(store, run):
    """Add a run that trains."""
    store.add(RunRecord(run, quick()))
    store.apply(RunStarted(run, 1, "cpu", 1, 600, 10))


def is_known(panel, run):
    """Whether what the run knew after its last epoch has been evaluated."""
    found = panel.evaluations.of(run)
    return found is not None and found.network.moment == Moment(
        panel._store.get(run).record.epochs_done
    )


def measured(panel, run):
    """What was measured of the network that is shown of a run."""
    network = panel.robustness._moments.network(run)
    return None if network is None else panel.robustness.runs.of(network)


def press(panel, text):
    button = next(each for each in panel.findChildren(QToolButton) if each.text() == text)
    QTest.mouseClick(button, LEFT)


def texts(panel):
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def click_cell(panel, cell):
    QTest.mouseClick(
        panel.confusion.chart, LEFT, pos=panel.confusion.chart.area_of(cell).center().toPoint()
    )


class TestWhichRun:
    def test_without_one_it_says_what_to_do(self, panel):
        assert "Train a network" in texts(panel)
        assert not panel.pages.isVisible()

    def test_it_is_the_last_visible_one(self, panel, trained, wait, store):
        trained("a")
        record = trained("b", "mlp")
        wait(lambda: is_known(panel, "b"))
        found = panel.evaluations.of("b").assessment
        assert np.array_equal(found.probabilities, by_core(record).probabilities)
        assert panel._name.toolTip() == store.get("b").name
        assert f"{record.last.accuracy:.2%}" in texts(panel)

    def test_while_its_test_set_is_closed_it_reads_held_out_images(
        self, panel, store, trained, wait
    ):
        record = trained("a", changes={"data.validation_size": 100})
        wait(lambda: is_known(panel, "a"))
        found = panel.evaluations.of("a")
        assert found.assessment.accuracy == record.last.validation_accuracy
        assert len(found.assessment.labels) == len(found.images) == 100
        assert "held-out images: " in texts(panel)

        store.set_openings("a", (opening(record.epochs_done),))
        wait(lambda: not panel.evaluations.of("a").is_sealed)
        assert panel.evaluations.of("a").assessment.accuracy == record.last.accuracy
        assert "held-out" not in texts(panel)

    def test_or_the_one_that_is_selected(self, panel, selection, trained, wait):
        record = trained("a")
        trained("b", "mlp")
        selection.set_runs(["a"])
        wait(lambda: is_known(panel, "a"))
        assert panel.evaluations.of("a").assessment.accuracy == record.last.accuracy
        assert panel.evaluations.of("b") is None

    def test_a_selected_run_that_is_hidden_gives_way_to_one_that_is_shown(
        self, panel, selection, store, trained, wait
    ):
        trained("a")
        trained("b", "mlp")
        selection.set_runs(["a"])
        wait(lambda: is_known(panel, "a"))
        assert panel._name.toolTip() == store.get("a").name
        store.set_visible("a", False)
        wait(lambda: is_known(panel, "b"))
        assert panel._name.toolTip() == store.get("b").name

    def test_a_line_reads_no_digits(self, panel, selection, store):
        store.add(RunRecord("line", line()))
        for event in run_to_the_end(line(), run="line"):
            store.apply(event)
        selection.set_runs(["line"])
        assert "Train a network" in texts(panel)

    def test_one_that_is_removed_meanwhile_is_dropped(self, panel, trained, wait, store, jobs):
        trained("a")
        done = []
        store.remove("a")
        jobs.submit(lambda: None, done.append)
        wait(lambda: done)
        assert panel.evaluations.of("a") is None
        assert "Train a network" in texts(panel)

    def test_a_hidden_kept_one_is_read_from_its_folder(
        self, application, qtbot, wait, tmp_path, monkeypatch
    ):
        config = quick()
        weights = copy_of_weights(models.build(config.model, torch.Generator().manual_seed(1)))

        class Kept:
            pass

        Kept.weights, Kept.moment = weights, Moment(2)
        monkeypatch.setattr(
            "core.storage.records.open_run", lambda folder: Kept if folder == tmp_path else None
        )
        record = RunRecord("kept", config)
        record.update_last_and_best(epoch("kept", 2))
        window = application.window
        application.store.add(record, tmp_path)
        application.store.set_visible("kept", False)
        window.tabs.setCurrentWidget(window.evaluation)
        window.selection.select("kept")
        wait(lambda: window.evaluation.evaluations.of("kept"))
        found = window.evaluation.evaluations.of("kept").assessment
        assert np.array_equal(
            found.probabilities, probabilities(config, weights, datasets.load(config.data))
        )


class TestWhen:
    def test_nothing_is_asked_out_of_sight(self, panel, trained, wait, asked, jobs):
        panel.hide()
        trained("a")
        done = []
        jobs.submit(lambda: None, done.append)
        wait(lambda: done)
        assert asked == []
        panel.show()
        wait(lambda: is_known(panel, "a"))
        assert len(asked) == 1

    def test_each_epoch_once_and_the_newest_wins(self, panel, store, wait, asked):
        store.add(RunRecord("a", quick()))
        for number in range(1, 6):  # more quickly than they can be evaluated
            learn(store, "a", number)
        wait(
            lambda: (
                panel.evaluations.of("a") and panel.evaluations.of("a").network.moment == Moment(5)
            )
        )
        assert len(asked) <= 3
        assert asked[-1] is store.get("a").record.weights

    def test_weights_within_an_epoch_are_asked_where_the_run_waits(
        self, panel, store, wait, asked, jobs
    ):
        begin(store, "a")
        learn(store, "a", 1)
        wait(
            lambda: (
                panel.evaluations.of("a") and panel.evaluations.of("a").network.moment == Moment(1)
            )
        )
        before = len(asked)
        network = models.build(quick().model, torch.Generator().manual_seed(9))
        for _ in range(3):
            store.apply(WeightsPublished("a", Moment(1, 300), copy_of_weights(network)))
        done = []
        jobs.submit(lambda: None, done.append)
        wait(lambda: done)
        assert len(asked) == before

        store.get("a").record.state = RunState.PAUSED
        store.touch("a")
        wait(lambda: panel.evaluations.of("a").network.moment == Moment(1, 300))

    def test_a_run_that_trains_is_left_alone_for_a_while_and_one_that_ended_is_not(
        self, panel, store, wait, asked, jobs, monkeypatch
    ):
        monkeypatch.setattr("gui.evaluation.evaluations.PAUSE_FACTOR", 1e9)
        begin(store, "a")
        learn(store, "a", 1)
        wait(
            lambda: (
                panel.evaluations.of("a") and panel.evaluations.of("a").network.moment == Moment(1)
            )
        )
        learn(store, "a", 2)
        done = []
        jobs.submit(lambda: None, done.append)
        wait(lambda: done)
        assert len(asked) == 1
        store.apply(RunEnded("a", EndReason.COMPLETED, 2))
        wait(lambda: panel.evaluations.of("a").network.moment == Moment(2))
        assert asked[-1] is store.get("a").record.weights

    def test_after_a_failure_the_next_epoch_is_asked(self, panel, store, wait, jobs, monkeypatch):
        failed = Recorder(jobs.failed)

        def missing(_config):
            raise DataError(message("no digits"))

        with monkeypatch.context() as broken:
            broken.setattr("core.data.datasets.load", missing)
            store.add(RunRecord("a", quick()))
            learn(store, "a", 1)
            wait(lambda: failed.heard)
        learn(store, "a", 2)
        wait(lambda: is_known(panel, "a"))
        assert panel.evaluations.of("a").network.moment == Moment(2)
        found = panel.evaluations.of("a").assessment
        assert np.array_equal(found.probabilities, by_core(store.get("a").record).probabilities)


class TestConfusion:
    def test_a_click_on_a_cell_shows_those_very_digits(self, panel, trained, wait):
        expected = by_core(trained("a"))
        wait(lambda: is_known(panel, "a"))
        off_diagonal = expected.confusion - np.diag(np.diag(expected.confusion))
        cell = tuple(int(part) for part in np.unravel_index(off_diagonal.argmax(), (10, 10)))
        click_cell(panel, cell)
        assert panel.confusion.gallery.numbers == expected.chosen(*cell).tolist()
        assert len(panel.confusion.gallery.numbers) == off_diagonal.max()

    def test_the_arrows_go_from_cell_to_cell(self, panel, trained, wait):
        expected = by_core(trained("a"))
        wait(lambda: is_known(panel, "a"))
        click_cell(panel, (3, 3))
        QTest.keyClick(panel.confusion.chart, Qt.Key.Key_Down)
        QTest.keyClick(panel.confusion.chart, Qt.Key.Key_Right)
        assert panel.confusion.chart.cell == (4, 4)
        assert panel.confusion.gallery.numbers == expected.chosen(4, 4).tolist()

    def test_cells_hold_counts_or_shares_of_their_row(self, panel, trained, wait):
        expected = by_core(trained("a"))
        wait(lambda: is_known(panel, "a"))
        chart = panel.confusion.chart
        assert chart._text((1, 1)) == str(expected.confusion[1, 1])
        QTest.keyClick(panel.confusion._unit, Qt.Key.Key_Down)
        assert float(chart._text((1, 1))) == pytest.approx(
            100 * expected.confusion[1, 1] / expected.confusion[1].sum(), abs=0.5
        )

    @pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
    def test_many_mistakes_have_more_colour_than_none(self, panel, trained, wait, qapp, scheme):
        theme.apply(qapp, scheme)
        expected = by_core(trained("a"))
        wait(lambda: is_known(panel, "a"))
        shares = expected.confusion / expected.confusion.sum(axis=1, keepdims=True)
        np.fill_diagonal(shares, 0)
        most = tuple(int(part) for part in np.unravel_index(shares.argmax(), (10, 10)))
        none = next((i, j) for i in range(10) for j in range(10) if i != j and shares[i, j] == 0)
        image = panel.confusion.chart.grab().toImage()
        corners = [
            (panel.confusion.chart.area_of(cell).topLeft() + QPoint(3, 3)).toPoint()
            for cell in (most, none)
        ]
        strong, weak = (image.pixelColor(corner) for corner in corners)
        assert strong.saturation() > weak.saturation() + 30
        assert weak == theme.colours().paper

    def test_the_run_has_its_colour_and_nothing_else_has_any(self, panel, trained, wait, store):
        trained("a")
        trained("b")
        wait(lambda: is_known(panel, "b"))
        colour = run_colour(store.get("b").style)
        assert colour != run_colour(store.get("a").style)
        for page in ("Confusion", "Mistakes", "Calibration"):
            press(panel, page)
            wait(lambda: foreign_hues(panel, ()))
            assert not foreign_hues(panel, (colour,))

    def test_accuracies_are_dots_with_their_intervals(self, panel, trained, wait, store):
        """A bar that does not begin at 0 exaggerates; a dot has no length."""
        trained("a")
        wait(lambda: is_known(panel, "a"))
        chart = panel.confusion.chart
        axis, low = chart._axis(), chart._left_end()
        colour = run_colour(store.get("a").style)
        image = chart.grab().toImage()
        for label, accuracy in enumerate(by_core(store.get("a").record).classes()):
            y = round(chart.area_of((label, 0)).center().y())
            inked = [
                x
                for x in range(round(axis.left()) - 5, round(axis.right()) + 6)
                if image.pixelColor(x, y) == colour
            ]
            share = (accuracy.share - low) / (1 - low)
            assert 4 <= len(inked) <= 9
            assert np.mean(inked) == pytest.approx(axis.left() + share * axis.width(), abs=1)


class TestMistakes:
    def test_they_come_surest_first_and_can_be_filtered(self, panel, trained, wait):
        expected = by_core(trained("a"))
        wait(lambda: is_known(panel, "a"))
        press(panel, "Mistakes")
        view = panel.mistakes
        assert view.gallery.numbers == expected.mistakes().tolist()
        label = int(expected.labels[expected.mistakes()[0]])
        QTest.keyClick(view.label, Qt.Key(ord(str(label))))
        assert view.gallery.numbers == expected.mistakes(label).tolist()
        given = int(expected.given[expected.mistakes(label)[0]])
        QTest.keyClick(view.given, Qt.Key(ord(str(given))))
        assert view.gallery.numbers == expected.mistakes(label, given).tolist()
        assert str(len(view.gallery.numbers)) in texts(panel)

    def test_the_pointer_shows_the_ten_probabilities(self, panel, trained, wait):
        expected = by_core(trained("a"))
        wait(lambda: is_known(panel, "a"))
        press(panel, "Mistakes")
        gallery, number = panel.mistakes.gallery, int(expected.mistakes()[2])
        QTest.mouseMove(gallery, gallery.tile(2).center())
        told = panel.mistakes.answer.description().splitlines()
        assert told == [
            f"{digit}: {share:.2%}" for digit, share in enumerate(expected.probabilities[number])
        ]
        assert f"Test image {number}: {expected.labels[number]}" in texts(panel)

    @pytest.mark.parametrize("is_large", [False, True], ids=["", "projector"])
    def test_answer_and_confidence_fit_below_each_image(self, panel, trained, wait, qapp, is_large):
        trained("a")
        wait(lambda: is_known(panel, "a"))
        press(panel, "Mistakes")
        gallery = panel.mistakes.gallery
        theme.project(qapp, is_large)
        metrics = QFontMetrics(theme.sized(gallery.font(), theme.TEXT))
        needed = metrics.horizontalAdvance("8→8 100%")
        assert gallery.tile(0).width() >= needed
        assert gallery.tile(0).height() >= IMAGE + metrics.height()
        rows = gallery.tile(len(gallery.numbers) - 1).bottom() + 1
        assert gallery.height() == rows

    def test_the_lines_above_the_matrix_are_as_high_as_their_letters(
        self, panel, trained, wait, qapp, monkeypatch
    ):
        trained("a")
        wait(lambda: is_known(panel, "a"))
        monkeypatch.setattr(theme, "PROJECTOR", 2.0)
        chart = panel.confusion.chart
        usual = chart.area_of((0, 0)).top()
        theme.project(qapp, True)
        needed = 2 * QFontMetrics(theme.sized(chart.font(), theme.TEXT)).height()
        assert chart.area_of((0, 0)).top() >= needed > usual
        assert 0 <= chart.height() - chart.area_of((9, 0)).bottom() < 10  # a pixel for each row

    def test_what_is_pointed_at_stays_while_the_run_trains(self, panel, store, wait, monkeypatch):
        monkeypatch.setattr("gui.evaluation.evaluations.PAUSE_FACTOR", 0)
        store.add(RunRecord("a", quick()))
        learn(store, "a", 1)
        wait(
            lambda: (
                panel.evaluations.of("a") and panel.evaluations.of("a").network.moment == Moment(1)
            )
        )
        press(panel, "Mistakes")
        gallery = panel.mistakes.gallery
        QTest.mouseMove(gallery, gallery.tile(3).center())
        pointed = gallery.current
        store.apply(WeightsPublished("a", Moment(2), store.get("a").record.weights))
        assert gallery.current == pointed == gallery.numbers[3]
        learn(store, "a", 2)
        wait(lambda: panel.evaluations.of("a").network.moment == Moment(2))
        assert gallery.current == gallery.numbers[3]
        shares = panel.evaluations.of("a").assessment.probabilities[gallery.current]
        assert panel.mistakes.answer.description().startswith(f"0: {shares[0]:.2%}")

    def test_by_keyboard_too(self, panel, trained, wait):
        expected = by_core(trained("a"))
        wait(lambda: is_known(panel, "a"))
        press(panel, "Mistakes")
        chosen = Recorder(panel.digit_chosen)
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
            QTest.keyClick(panel.mistakes.gallery, key)
        assert chosen.heard[0][0].number == expected.mistakes()[1]

    def test_a_click_sends_the_digit_as_it_was_written(self, panel, trained, wait):
        record = trained("a", "mlp", {"data.shuffle_pixels": True, "data.pixels": "standardized"})
        wait(lambda: is_known(panel, "a"))
        press(panel, "Mistakes")
        chosen = Recorder(panel.digit_chosen)
        gallery = panel.mistakes.gallery
        QTest.mouseClick(gallery, LEFT, pos=gallery.tile(1).center())
        digit = chosen.heard[0][0]
        number = by_core(record).mistakes()[1]
        images, labels = datasets.labelled_digits(DataConfig(), 200)
        assert (digit.number, digit.label) == (number, labels[number])
        assert np.array_equal(digit.grey, images[number])

    def test_thousands_are_painted_as_far_as_they_are_in_sight(
        self, panel, store, wait, monkeypatch
    ):
        store.add(RunRecord("a", quick(changes={"data.test_size": 10_000})))
        learn(store, "a", 1)
        wait(lambda: is_known(panel, "a"))
        press(panel, "Mistakes")
        gallery, painted = panel.mistakes.gallery, []
        monkeypatch.setattr(gallery, "_paint_tile", lambda _painter, place: painted.append(place))
        gallery.repaint()
        assert len(gallery.numbers) > 5000
        assert gallery.height() == gallery.tile(len(gallery.numbers) - 1).bottom() + 1
        assert painted[0] == 0
        assert len(painted) < 200


class TestCalibration:
    def test_a_point_for_each_bin_and_the_error_in_words(self, panel, trained, wait):
        bins = reliability(by_core(trained("a")))
        wait(lambda: is_known(panel, "a"))
        press(panel, "Calibration")
        (curve,) = panel.calibration.chart.curves
        assert [(point.x, point.y) for point in curve.points] == [
            (each.confidence, each.accuracy) for each in bins
        ]
        assert [point.interval for point in curve.points] == [each.interval for each in bins]
        text = panel.calibration.sentence.text()
        assert f"{100 * calibration_error(bins):.2f} points" in text
        chance = chance_error(by_core(trained("a")))
        assert f"network {100 * chance.mean:.2f}, and" in text
        assert f"less than {100 * chance.limit:.2f}." in text


class TestLabelNoise:
    def test_the_memory_of_wrong_labels_is_drawn_epoch_by_epoch(self, panel, trained, wait):
        record = trained("a", "mlp", {"data.label_noise": 0.25, "epochs": 4})
        press(panel, "Label noise")
        view = panel.label_noise
        wait(lambda: len(view.chart.curves) == 2)
        by_right, by_wrong = view.chart.curves
        for curve, share, cost in (
            (by_wrong, "wrong_accuracy", "wrong_cost"),
            (by_right, "right_accuracy", "right_cost"),
        ):
            assert [(point.x, point.y) for point in curve.points] == [
                (one.epoch, getattr(one, share)) for one in record.epochs
            ]
            for point, one in zip(curve.points, record.epochs, strict=True):
                assert f"cost {getattr(one, cost):.4f}" in point.tip
        assert by_wrong.style.dash != by_right.style.dash
        last = record.epochs[-1]
        text = view.sentence.text()
        assert "150 training examples have a wrong label. After epoch 4" in text
        assert f"{last.wrong_accuracy:.2%} of them the wrong label" in text
        assert f"cost is {last.wrong_cost:.4f} by the wrong labels" in text

    def test_it_grows_while_the_run_trains(self, panel, store, wait):
        config = quick("mlp", {"data.label_noise": 0.25, "epochs": 3})
        store.add(RunRecord("a", config))
        press(panel, "Label noise")
        counts = []
        for event in run_to_the_end(config, run="a"):
            store.apply(event)
            if isinstance(event, EpochCompleted):
                if event.epoch == 1:
                    wait(panel.label_noise.chart.isVisible)
                counts.append(len(panel.label_noise.chart.curves[0].points))
        assert counts == [1, 2, 3]

    def test_points_of_the_plane_have_this_page_only(self, panel, store, wait):
        config = points({"data.label_noise": 0.2})
        store.add(RunRecord("a", config))
        for event in run_to_the_end(config, run="a"):
            store.apply(event)
        assert panel.hint.isVisible()  # Confusion is in front
        assert "Plane" in panel.hint.text()
        press(panel, "Label noise")
        wait(panel.label_noise.chart.isVisible)
        assert not panel.hint.isVisible()
        assert "32 training examples have a wrong label" in panel.label_noise.sentence.text()

    def test_a_run_without_it_says_how_to_have_it(self, panel, trained, wait):
        trained("a")
        press(panel, "Label noise")
        assert not panel.label_noise.chart.isVisible()
        text = panel.label_noise.sentence.text()
        assert "set Label noise in the form under Examples" in text


@pytest.mark.parametrize(
    ("sure", "right", "count", "verdict"),
    [
        (0.98, 97, 100, "well calibrated overall, as far as 100 images show"),
        (0.99, 9700, 10_000, "overconfident"),
        (0.95, 9700, 10_000, "underconfident"),
        (0.9999, 30, 30, "well calibrated overall, as far as 30 images show"),
        (0.9725, 9700, 10_000, "well calibrated overall, as far as 10,000 images show"),
    ],
)
def test_a_verdict_on_calibration_needs_an_interval_that_excludes_the_confidence(
    dressed, qtbot, translation, sure, right, count, verdict
):
    view = CalibrationView()
    qtbot.addWidget(view)
    probabilities = np.tile([sure, 1 - sure], (count, 1))
    assessment = Assessment(probabilities, (np.arange(count) >= right).astype(int))
    view.show_assessed(SimpleNamespace(assessment=assessment), theme.run_style(0))
    assert verdict in view.sentence.text()


def test_answers_that_are_undefined_numbers_have_no_calibration(dressed, qtbot, translation):
    view = CalibrationView()
    qtbot.addWidget(view)
    assessment = Assessment(np.full((3, 2), np.nan), np.zeros(3, int))
    view.show_assessed(SimpleNamespace(assessment=assessment), theme.run_style(0))
    assert view.sentence.text().startswith("There is no confidence")
    assert not view.chart.curves


class TestTwoRuns:
    def test_they_are_the_selected_ones(self, panel, selection, trained, wait):
        a, b = by_core(trained("a")), by_core(trained("b", "sigmoid"))
        trained("c", "mlp")
        selection.set_runs(["b", "a"])  # the sides are those of all other views
        press(panel, "Two runs")
        wait(lambda: is_known(panel, "a") and is_known(panel, "b"))
        shown = [list(gallery.numbers) for gallery in panel.two_runs.galleries]
        assert shown == [numbers.tolist() for numbers in disagreements(a, b)]
        assert len(shown[0]) > 0
        for title, run in zip(panel.two_runs.titles, "ab", strict=True):
            name = panel._store.get(run).name
            assert title.text().startswith(f"Only {name} (after epoch 2) is right: ")

    def test_runs_that_were_asked_different_images_are_not_compared(
        self, panel, selection, trained, wait, monkeypatch
    ):
        trained("a")
        trained("b", "sigmoid")
        asked = datasets.labelled_digits

        def others(config, count=None):
            images, labels = asked(config, count)
            return (255 - images if others.turn() else images), labels

        others.turn = iter((False, True)).__next__
        monkeypatch.setattr(datasets, "labelled_digits", others)
        selection.set_runs(["a", "b"])
        press(panel, "Two runs")
        wait(lambda: is_known(panel, "a") and is_known(panel, "b"))
        assert "their data are not the same" in panel.two_runs.hint.text()
        assert not any(gallery.numbers for gallery in panel.two_runs.galleries)

    def test_with_one_run_alone_it_says_what_to_do(self, panel, trained):
        trained("a")
        press(panel, "Two runs")
        assert "Ctrl+click" in panel.two_runs.hint.text()
        assert panel.two_runs.hint.isVisible()


class TestRobustness:
    @pytest.fixture(autouse=True)
    def _few_digits(self, monkeypatch):
        monkeypatch.setattr(perturbation_curves, "MAX_DIGITS", 50)

    def test_all_visible_runs_are_measured(self, panel, trained, wait, store):
        records = [trained("a"), trained("b", "mlp"), trained("hidden")]
        store.set_visible("hidden", False)
        press(panel, "Robustness")
        view = panel.robustness
        QTest.mouseClick(view.measure.button, LEFT)
        wait(lambda: not view.runs.is_running)
        for step in perturbation_curves.measure(
            [(each.config, each.weights) for each in records[:2]], 50
        ):
            if step.accuracies:
                curves = view.charts[step.kind].curves
                found = [
                    point.y for curve in curves for point in curve.points if point.x == step.level
                ]
                assert tuple(found) == step.accuracies
        assert [curve.style for curve in view.charts[Perturbation.SHIFT].curves] == [
            theme.run_style(store.get(run).style) for run in ("a", "b")
        ]
        assert len(view.measure.legend.entries) == 2

    def test_on_all_digits_it_begins_with_the_accuracy_of_the_run(self, panel, trained, wait):
        record = trained("a")
        press(panel, "Robustness")
        view = panel.robustness
        QTest.mouseClick(view.takes_all, LEFT, pos=QPoint(8, view.takes_all.height() // 2))
        QTest.mouseClick(view.measure.button, LEFT)
        wait(lambda: measured(panel, "a").accuracies)
        view.runs.cancel()
        assert measured(panel, "a").accuracies[Perturbation.SHIFT, 0] == record.last.accuracy

    def test_it_can_be_cancelled_between_two_steps(self, panel, trained, wait, jobs):
        trained("a")
        press(panel, "Robustness")
        view = panel.robustness
        QTest.mouseClick(view.measure.button, LEFT)
        wait(lambda: view.measure.progress.value() >= 2)
        assert view.measure.button.text() == "Cancel"
        QTest.mouseClick(view.measure.button, LEFT)
        known = dict(measured(panel, "a").accuracies)
        done = []
        jobs.submit(lambda: None, done.append)
        wait(lambda: done)
        assert view.measure.button.text() == "Measure"
        assert not view.measure.progress.isVisible()
        assert measured(panel, "a").accuracies == known
        assert len(known) < 10

    def test_other_jobs_are_done_in_between(self, panel, trained, wait, jobs):
        trained("a")
        press(panel, "Robustness")
        QTest.mouseClick(panel.robustness.measure.button, LEFT)
        done = []
        jobs.submit(lambda: panel.robustness.runs.is_running, done.append)
        wait(lambda: done)
        assert done == [True]
        panel.robustness.runs.cancel()

    def test_a_run_that_is_removed_is_gone_from_the_charts(self, panel, trained, wait, store):
        trained("a")
        trained("b", "mlp")
        press(panel, "Robustness")
        QTest.mouseClick(panel.robustness.measure.button, LEFT)
        wait(lambda: panel.robustness.measure.progress.value() >= 2)
        store.remove("a")
        wait(lambda: not panel.robustness.runs.is_running)
        assert measured(panel, "a") is None
        assert [entry.run for entry in panel.robustness.measure.legend.entries] == ["b"]

    def test_only_what_was_measured_at_the_moment_shown_is_drawn(
        self, panel, store, wait, moments, tmp_path
    ):
        config = quick()
        store.add(RunRecord("a", config), tmp_path)
        for number in (1, 2):
            weights = copy_of_weights(models.build(config.model, models.weight_generator(number)))
            keep_epoch(tmp_path, number, weights)
            store.apply(WeightsPublished("a", Moment(number), weights))
            store.apply(epoch("a", number))
        wait(lambda: len(moments.choices) == 3)
        press(panel, "Robustness")
        view = panel.robustness

        found = {}
        for epochs in (0, 1, None):
            moments.show(epochs)
            wait(lambda epochs=epochs: moments.chosen == epochs)
            assert view.measure.legend.entries == []
            assert view.measure.hint.isVisible()
            QTest.mouseClick(view.measure.button, LEFT)
            wait(lambda: not view.runs.is_running)
            found[epochs] = view.charts[Perturbation.SHIFT].curves[0].points[0].y
        assert len(set(found.values())) == 3

        for epochs, words in (
            (0, "before training"),
            (1, "after epoch 1"),
            (None, "after epoch 2"),
        ):
            moments.show(epochs)
            (entry,) = view.measure.legend.entries
            assert entry.text == f"{store.get('a').name} ({words})"
            assert view.charts[Perturbation.SHIFT].curves[0].points[0].y == found[epochs]
            assert not view.measure.hint.isVisible()

    def test_a_run_that_has_got_further_keeps_what_was_measured_and_says_when(
        self, panel, store, wait
    ):
        store.add(RunRecord("a", quick()))
        learn(store, "a", 1)
        press(panel, "Robustness")
        view = panel.robustness
        QTest.mouseClick(view.measure.button, LEFT)
        wait(lambda: not view.runs.is_running)
        learn(store, "a", 2)
        (entry,) = view.measure.legend.entries
        assert entry.text.endswith("(after epoch 1)")

    def test_without_weights_there_is_nothing_to_measure(self, panel, store, trained):
        trained("a")
        press(panel, "Robustness")
        assert panel.robustness.measure.button.isEnabled()
        store.set_visible("a", False)
        assert not panel.robustness.measure.button.isEnabled()


class TestWindow:
    def test_a_tab_beside_the_plots_that_follows_table_and_canvas(
        self, application, trained_in, wait
    ):
        window = application.window
        record = trained_in(application.store, "a")
        click_on_tab(window.tabs, "Evaluation")
        wait(lambda: is_known(window.evaluation, "a"))
        window.evaluation.show_page(Page.MISTAKES)
        gallery = window.evaluation.mistakes.gallery
        QTest.mouseClick(gallery, LEFT, pos=gallery.tile(0).center())
        number = by_core(record).mistakes()[0]
        wait(lambda: window.drawing.answer("a") == by_core(record).given[number])

    def test_it_follows_the_language(self, panel, translation):
        translation.use(Language.CHINESE)
        assert panel.pages.count() == len(Page)


@pytest.fixture
def trained_in():
    """Train a run in a given store, without a thread."""

    def train(store, run):
        config = quick()
        store.add(RunRecord(run, config))
        for event in run_to_the_end(config, run=run):
            if isinstance(event, WeightsPublished | EpochCompleted):
                store.apply(event)
        return store.get(run).record

    return train


@pytest.mark.parametrize("width", [418, 900])
def test_name_and_numbers_are_whole_at_every_width(panel, trained, wait, width):
    trained("a")
    panel.resize(width, 700)
    numbers, name = panel._numbers, panel._name
    wait(lambda: "%" in numbers.text())
    wait(lambda: (numbers.y() > name.y()) is (width == 418))
    wait(lambda: numbers.height() >= numbers.heightForWidth(numbers.width()))
    assert numbers.geometry().right() <= panel.width()


class TestDataThatTakeLong:
    @pytest.fixture
    def reading(self, monkeypatch):
        """Reading of the test images that ends only when it is cancelled; a list of its ends."""
        ends = []
        real = datasets.labelled_digits

        def read(config, *arguments):
            if config.test_size != SLOW_SIZE:
                return real(config, *arguments)
            ends.append("begun")
            try:
                while True:
                    check_cancelled()
                    time.sleep(0.001)
            except CancelledError:
                ends.append("cancelled")
                raise

        monkeypatch.setattr(datasets, "labelled_digits", read)
        return ends

    def test_are_read_no_longer_once_another_run_is_chosen(
        self, panel, trained, selection, reading, wait
    ):
        trained("quick")
        trained("slow", changes={"data.test_size": SLOW_SIZE})
        selection.select("slow")
        wait(lambda: reading)
        selection.select("quick")
        wait(lambda: panel.evaluations.of("quick") is not None)
        assert reading == ["begun", "cancelled"]

    def test_are_read_no_longer_out_of_sight_and_again_when_shown(
        self, panel, trained, selection, reading, jobs, wait
    ):
        shown, after = Recorder(jobs.failed), []
        trained("slow", changes={"data.test_size": SLOW_SIZE})
        selection.select("slow")
        wait(lambda: reading)
        panel.hide()
        jobs.submit(lambda: 1, after.append)
        wait(lambda: after)
        assert reading == ["begun", "cancelled"]
        panel.show()
        wait(lambda: reading == ["begun", "cancelled", "begun"])
        assert not shown.heard

    def test_are_read_no_longer_once_the_run_is_gone(self, panel, trained, store, reading, wait):
        trained("slow", changes={"data.test_size": SLOW_SIZE})
        wait(lambda: reading)
        store.remove("slow")
        wait(lambda: reading == ["begun", "cancelled"])


@pytest.mark.parametrize(
    ("epochs", "ticks"),
    [
        (range(1, 4), [1, 2, 3]),
        (range(1, 13), [1, 5, 10]),
        (range(1, 301), [1, 100, 200, 300]),
        (range(90, 151), [90, 100, 120, 140]),
    ],
)
def test_the_epochs_of_label_noise_have_round_ticks(epochs, ticks):
    reading = Reading(0.5, 1.0)
    scale = label_noise_scale([Measured(epoch, reading, reading) for epoch in epochs])
    assert [x for x, _ in scale.ticks] == ticks
    assert [text for _, text in scale.ticks] == list(map(str, ticks))
