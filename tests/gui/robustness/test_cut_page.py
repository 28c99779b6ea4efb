"""Cutting and rounding: all shown runs, their sizes and curves."""

import numpy as np
import pytest
from PySide6.QtTest import QTest

from core.config.fields import with_values
from core.config.optimizer import PruningConfig
from core.data import datasets
from core.errors import DataError
from core.insight.example import first_misread
from core.insight.predictor import Predictor
from core.messages import message
from core.number_text import accuracy_text
from core.robustness.assessing import assess
from core.robustness.cuts import BITS, SHARES, Order, Pruning, kilobytes, weighted_names, with_bits
from core.run.events import EndReason, RunEnded
from core.run.moment import Moment
from core.run.record import RunState
from core.run.seal import opening
from gui.robustness.cut_page import CutPage
from tests.gui.colours import run_colour
from tests.gui.driving import LEFT, choose_in, epoch
from tests.gui.robustness.conftest import digit, publish


@pytest.fixture
def page(shown):
    return shown(CutPage)


def accuracy_of(config, weights):
    *_, last = assess(config, weights)
    return last.assessment.accuracy


def cells(entry, share, order, bits):
    """What a run's row says of its accuracy and size."""
    config, weights = entry.record.config, entry.record.weights
    left = with_bits(config.model, Pruning(config.model, weights, order).weights(share), bits)
    before, after = accuracy_of(config, weights), accuracy_of(config, left)
    sizes = kilobytes(config.model), kilobytes(config.model, share, bits)
    numbers = [f"{size:,.0f}" if size >= 10 else f"{size:.1f}" for size in sizes]
    return [f"{accuracy_text(before)} → {accuracy_text(after)}", f"{numbers[0]} → {numbers[1]} kB"]


EXAMPLE = " · reading a test image until you draw"


def row(page, index=0):
    rows = page.rows.texts()
    if index >= len(rows):
        return None
    _name, note, accuracy, _answer = rows[index]
    return [accuracy, note.partition(": ")[2].removesuffix(EXAMPLE)]


def test_without_a_run_it_says_what_to_do(page):
    assert "how many of its weights" in page.hint.text()
    assert page.content.isHidden()


def test_the_sliders_cut_and_round_all_shown_runs(page, add, wait, store):
    first, second = add("a"), add("b", seed=4)
    page.set_digit(digit())
    wait(lambda: row(page) == cells(first, 0, Order.SMALLEST, 32))
    page.share.setValue(70)
    wait(lambda: row(page) == cells(first, 0.7, Order.SMALLEST, 32))
    assert "70%" in page._share_title.text()
    page.bits.setValue(BITS.index(2))
    wait(lambda: row(page, 1) == cells(second, 0.7, Order.SMALLEST, 2))
    page.order.setCurrentIndex(1)
    page.order.activated.emit(1)
    wait(lambda: row(page, 1) == cells(second, 0.7, Order.RANDOM, 2))
    store.set_visible("b", False)
    wait(lambda: len(page.rows.texts()) == 1)


def test_each_row_names_the_moment_that_is_measured(page, add, wait, services):
    entry = add("a")
    page.set_digit(digit())
    wait(lambda: row(page) == cells(entry, 0, Order.SMALLEST, 32))
    network = services.moments.network("a")
    assert page.rows.texts()[0][1].partition(": ")[0] == str(network.when)


def test_an_answer_that_changes_is_shown_as_such(page, add, wait):
    add("a")
    page.set_digit(digit())
    wait(lambda: page.rows.texts() and page.rows.texts()[0][3].isdigit())
    page.share.setValue(100)  # biases alone
    wait(lambda: page.rows.texts()[0][3] != "…")
    answers = page.rows.texts()[0][3].split(" → ")
    assert all(answer.isdigit() for answer in answers)


def test_newer_weights_are_cut_anew(page, add, wait, store):
    entry = add("a")
    page.share.setValue(50)
    wait(lambda: row(page) == cells(entry, 0.5, Order.SMALLEST, 32))
    publish(store, "a", 9)
    wait(lambda: row(page) == cells(entry, 0.5, Order.SMALLEST, 32))


def test_the_pen_has_the_digit_read_and_nothing_else(page, add, wait, assessed):
    entry = add("a")
    network = Predictor(entry.record.config.model, entry.record.config.data)
    network.set_weights(entry.record.weights)
    first, second = (digit(seed) for seed in (1, 2))
    answers = [str(network.probabilities(one).argmax()) for one in (first, second)]
    assert answers[0] != answers[1]

    page.set_digit(first)
    wait(lambda: page.rows.texts()[0][3] == answers[0])
    known, asked = row(page), len(assessed)
    assert known == cells(entry, 0, Order.SMALLEST, 32)
    del assessed[asked:]
    page.set_digit(second)
    assert row(page) == known
    wait(lambda: page.rows.texts()[0][3] == answers[1])
    page.set_digit(None)
    example = first_misread([entry.record.config])
    read = str(network.probabilities(example).argmax())
    wait(lambda: page.rows.texts()[0][3] == read)
    assert page.rows.texts()[0][1].endswith(EXAMPLE)
    assert row(page) == known
    assert len(assessed) == asked


class TestARunThatTrains:
    def test_within_an_epoch_it_keeps_what_was_left_at_the_end_of_the_last(
        self, page, training, wait, store, assessed, done
    ):
        entry = training("a")
        page.share.setValue(50)
        known = cells(entry, 0.5, Order.SMALLEST, 32)
        wait(lambda: row(page) == known)
        del assessed[:]
        for batch in (3, 6, 9):
            publish(store, "a", batch, Moment(1, batch))
            page.invalidate()
            done()
            assert row(page) == known
        assert page.rows.texts()[0][1].startswith("after epoch 1: ")
        assert not assessed

        publish(store, "a", 20, Moment(2))
        wait(lambda: row(page) == cells(entry, 0.5, Order.SMALLEST, 32))
        assert page.rows.texts()[0][1].startswith("after epoch 2: ")

    def test_another_cut_is_measured_within_the_epoch(self, page, training, wait, store):
        entry = training("a")
        wait(lambda: row(page) == cells(entry, 0, Order.SMALLEST, 32))
        publish(store, "a", 3, Moment(1, 3))
        page.share.setValue(50)
        wait(lambda: row(page) == cells(entry, 0.5, Order.SMALLEST, 32))
        assert page.rows.texts()[0][1].startswith("in epoch 2, after batch 3: ")

    def test_where_it_waits_or_ends_it_is_measured(self, page, training, wait, store):
        entry = training("a")
        wait(lambda: row(page) == cells(entry, 0, Order.SMALLEST, 32))
        publish(store, "a", 3, Moment(1, 3))
        entry.record.state = RunState.PAUSED
        store.touch("a")
        wait(lambda: row(page) == cells(entry, 0, Order.SMALLEST, 32))

        entry.record.state = RunState.RUNNING
        publish(store, "a", 6, Moment(1, 6))
        store.apply(RunEnded("a", EndReason.STOPPED, 1))
        wait(lambda: row(page) == cells(entry, 0, Order.SMALLEST, 32))

    def test_newer_weights_neither_begin_it_anew_nor_come_before_other_runs(
        self, page, training, add, wait, store, seeds
    ):
        """Its epochs are shorter than it takes to read the test images."""

        def goes_on():
            number = next(seeds)
            publish(store, "a", number, Moment(number))
            page.invalidate()
            return row(page, 0)[0] != "…" and row(page, 1) == cells(other, 0, Order.SMALLEST, 32)

        training("a", preset="cnn", changes={"data.test_size": 1500})
        other = add("b", seed=4)
        wait(goes_on)

    def test_once_its_test_set_is_opened_that_is_what_counts(self, page, training, wait, store):
        entry = training("a", changes={"data.validation_size": 100})
        store.apply(epoch("a", 1))

        def accuracy():
            return accuracy_text(accuracy_of(entry.record.judged, entry.record.weights))

        held_out = accuracy()
        wait(lambda: row(page) is not None and row(page)[0] == f"{held_out} → {held_out}")
        store.set_openings("a", (opening(1),))
        assert accuracy() != held_out
        wait(lambda: row(page)[0] == f"{accuracy()} → {accuracy()}")


def test_curves_of_all_shown_runs_in_their_colours(page, add, wait):
    entries = [add("a"), add("b", seed=4)]
    wait(page.measure.button.isEnabled)
    QTest.mouseClick(page.measure.button, LEFT)
    assert page.measure.button.text() == "Cancel"
    wait(lambda: not page.runs.is_running)
    assert page.measure.button.text() == "Measure"
    at_random, smallest_first = page.share_chart.curves[:2], page.share_chart.curves[2:]
    for curves, levels in (
        (at_random, SHARES),
        (smallest_first, SHARES),
        (page.bits_chart.curves, BITS),
    ):
        for curve, entry in zip(curves, entries, strict=True):
            assert curve.style.colour == run_colour(entry.style)
            assert len(curve.points) == len(levels)
    assert all(a.width < b.width for a, b in zip(at_random, smallest_first, strict=True))
    config, weights = entries[1].record.config, entries[1].record.weights
    cut = Pruning(config.model, weights, Order.RANDOM).weights(0.8)
    (point,) = [it for it in at_random[1].points if it.x == 0.8]
    assert point.y == accuracy_of(config, cut)
    assert f"{kilobytes(config.model, 0.8):,.0f} kB" in point.tip
    last = page.bits_chart.curves[0].points[-1]
    first = entries[0].record
    assert last.y == accuracy_of(first.config, with_bits(first.config.model, first.weights, 1))


def test_once_a_test_set_is_opened_the_curves_of_the_held_out_images_are_gone(
    page, add, wait, store
):
    add("a", changes={"data.validation_size": 100})
    store.apply(epoch("a", 1))
    wait(page.measure.button.isEnabled)
    QTest.mouseClick(page.measure.button, LEFT)
    wait(lambda: not page.runs.is_running)
    assert page.bits_chart.curves
    store.set_openings("a", (opening(1),))
    wait(lambda: not page.bits_chart.curves)


def test_a_measurement_can_be_cancelled(page, add, wait):
    add("a")
    wait(page.measure.button.isEnabled)
    QTest.mouseClick(page.measure.button, LEFT)
    wait(lambda: page.measure.progress.value() >= 1)
    QTest.mouseClick(page.measure.button, LEFT)
    assert not page.runs.is_running
    assert sum(len(curve.points) for curve in page.share_chart.curves) < len(SHARES) * 2
    assert not page.bits_chart.curves[0].points


def test_a_click_on_the_legend_selects_the_run(page, add, wait):
    add("a")
    wait(page.measure.button.isEnabled)
    QTest.mouseClick(page.measure.button, LEFT)
    wait(lambda: not page.runs.is_running)
    selected = []
    page.run_selected.connect(selected.append)
    QTest.mouseClick(page.measure.legend.buttons()[0], LEFT)
    assert selected == ["a"]


def test_a_convolution_shows_how_far_it_is(page, add, wait):
    entry = add("a", preset="cnn", changes={"data.test_size": 2500})
    seen = []
    page.progress.valueChanged.connect(lambda _: seen.append(not page.progress.isHidden()))
    page.share.setValue(30)
    page.share.setValue(60)  # the cut before is dropped
    wait(lambda: row(page) is not None and "…" not in row(page)[0])
    assert row(page) == cells(entry, 0.6, Order.SMALLEST, 32)
    assert any(seen)
    assert page.progress.isHidden()


def test_what_fails_is_reported_and_tried_again(page, add, jobs, monkeypatch, wait):
    def fail(_config):
        raise DataError(message("The data are gone."))

    reported = []
    jobs.failed.connect(reported.append)
    page.set_digit(digit())
    with monkeypatch.context() as gone:
        gone.setattr(datasets, "load", fail)
        entry = add("a")
        wait(lambda: reported)
    page.share.setValue(20)
    wait(lambda: row(page) == cells(entry, 0.2, Order.SMALLEST, 32))


def test_the_rows_fit_into_the_least_width(page, add, wait):
    """That is what a window of 1024 pixels leaves."""
    entry = add("a", preset="relu-dropout")
    page.set_digit(digit())
    page.share.setValue(80)
    wait(lambda: row(page) == cells(entry, 0.8, Order.SMALLEST, 32))
    assert page.minimumSizeHint().width() <= 354  # pixels


class TestAfterTheCut:
    def test_what_is_left_of_a_kept_run_is_trained_as_a_fork(self, page, kept, entry, store, wait):
        page.fork_requested.connect(kept.fork)
        wait(lambda: "Nothing is cut yet" in page.after_cut.hint.text())
        assert not page.after_cut.train.isEnabled()
        page.share.setValue(80)
        wait(page.after_cut.train.isEnabled)
        choose_in(page.after_cut.kind, "Cut, back to the first weights")
        QTest.mouseClick(page.after_cut.train, LEFT)
        wait(lambda: len(store.entries()) == 2 and store.entries()[1].record.state.is_over)

        fork = store.entries()[1].record
        assert fork.forked_from == ("parent", 2)
        pruning = PruningConfig(kind="rewind", share=0.8, after=2)
        assert (fork.config.pruning, fork.config.epochs) == (pruning, 4)
        names = weighted_names(fork.config.model)
        total = sum(fork.weights[name].size for name in names)
        assert sum((fork.weights[name] == 0).sum() for name in names) == round(0.8 * total)
        assert entry.record.weights["linear_1.weight"].all()

    def test_why_another_cannot_be_is_said(self, page, add, wait):
        add("a")
        page.share.setValue(80)
        wait(lambda: "kept run with a completed epoch" in page.after_cut.hint.text())
        assert not page.after_cut.train.isEnabled()

    def test_nor_one_with_a_schedule(self, page, keep, wait):
        keep({"schedule.kind": "cosine"})
        page.share.setValue(80)
        wait(lambda: "would not begin again" in page.after_cut.hint.text())


def test_while_nothing_is_drawn_networks_read_the_same_image_as_in_the_tab_network(page, add, wait):
    def answer(entry, image):
        network = Predictor(entry.record.config.model, entry.record.config.data)
        network.set_weights(entry.record.weights)
        return str(network.probabilities(image).argmax())

    # a second run to which its own image would be another one, and read as another digit
    entries = [add("a")]
    for seed in range(100):
        configs = [entries[0].record.config, with_values(entries[0].record.config, {"seed": seed})]
        example, alone = first_misread(configs), first_misread(configs[1:])
        if not np.array_equal(example, alone):
            entries.append(add(f"b{seed}", seed, {"seed": seed}))
            if answer(entries[1], example) != answer(entries[1], alone):
                break
            page.services.store.remove(entries.pop().record.run)

    read = [answer(entry, example) for entry in entries]
    assert len(read) == 2
    wait(lambda: [row[3] for row in page.rows.texts()] == read)
