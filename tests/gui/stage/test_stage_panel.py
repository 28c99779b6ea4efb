"""The tab Network: what is painted is what the networks compute, and one can point at it."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from core.config.fields import with_values
from core.config.presets import preset
from core.data import preview
from core.insight.example import first_misread
from core.network import models
from core.number_text import decimal_text
from core.run.events import EndReason, RunEnded, SettingChanged, WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord, RunState
from gui.runs import live_networks
from gui.stage.heights import MAX_BANDS
from gui.stage.stage_panel import FORM
from gui.style import theme
from gui.style.theme import Scheme
from tests.gui.driving import ENDLESS, LEFT, draw, quick

FAILURE = "Something failed: RuntimeError: the disk is gone"
WIDE = {"model.hidden": [{"units": 512, "activation": "relu", "dropout": 0.5}]}


def weights_of(config, seed=0):
    made = models.build(config.model, models.weight_generator(seed))
    return models.copy_of_weights(made)


def add(store, run, name="mlp", changes=None, seed=0):
    config = quick(name, changes)
    store.add(RunRecord(run, config))
    store.apply(WeightsPublished(run, Moment(1), weights_of(config, seed)))


def diagram(window, run):
    return window.stage.bands[run].view.diagram


def tile(window, run, layer, position):
    """The middle of a tile, in its view."""
    view = window.stage.bands[run].view
    boxes = view._painter.geometry(view.diagram, view.size().toSizeF(), view.fontMetrics())
    return boxes.layers[layer].tiles[position].center().toPoint()


def note(stage, run):
    """What is written next to a network's name."""
    return stage.bands[run]._moment.text()


def is_tip(widget):
    return widget.isVisible() and widget.windowType() is Qt.WindowType.ToolTip


def fail(*_):
    raise RuntimeError("the disk is gone")


@pytest.fixture
def stage(window, wait):
    wait(lambda: FORM in window.stage.bands and diagram(window, FORM).levels)
    return window.stage


class Events(QObject):
    """Counts the events of one type that a widget and its parents receive."""

    def __init__(self, widget, kind):
        super().__init__()
        self.received, self._kind = [], kind
        while widget is not None:
            widget.installEventFilter(self)
            widget = widget.parentWidget()

    def eventFilter(self, widget, event):
        if event.type() is self._kind:
            self.received.append(widget)
        return False


class TestCost:
    def settle(self, *seen):
        """Let a new run have the window laid out and painted, until nothing more happens."""
        quiet = 0
        while quiet < 5:  # work is spread over several turns
            for events in seen:
                events.received.clear()
            QApplication.processEvents()
            quiet = 0 if any(events.received for events in seen) else quiet + 1

    def test_new_weights_are_painted_once_and_nothing_is_laid_out_again(self, window, stage, wait):
        add(window._store, "a")
        view = stage.bands["a"].view
        layouts = Events(view, QEvent.Type.LayoutRequest)
        paints = Events(view, QEvent.Type.Paint)
        # it reads the test image
        wait(lambda: view in paints.received and diagram(window, "a").levels)
        self.settle(layouts, paints)

        config, before = window._store.get("a").record.config, note(stage, "a")
        weights = weights_of(config, seed=5)
        window._store.apply(WeightsPublished("a", Moment(1, 7), weights))
        wait(lambda: view in paints.received)
        QApplication.processEvents()
        assert note(stage, "a") != before
        area = stage.area  # the curves beside it are drawn, and laid out, at their own pace
        assert not [one for one in layouts.received if one is area or area.isAncestorOf(one)]
        assert paints.received.count(view) == 1

    def test_each_network_is_painted_once_for_a_point_of_the_pen(self, window, stage, wait):
        add(window._store, "a")
        add(window._store, "b", seed=1)
        views = [stage.bands[run].view for run in ("a", "b")]
        wait(lambda: all(diagram(window, run).levels for run in "ab"))
        paints = [Events(view, QEvent.Type.Paint) for view in views]
        begun = np.eye(28, k=1, dtype=np.float32)
        stage.set_digit(begun)  # the first point also takes the test image away
        wait(lambda: all((diagram(window, run).pixels == begun).all() for run in "ab"))
        self.settle(*paints)
        stage.set_digit(np.eye(28, dtype=np.float32))

        def counts():
            return [seen.received.count(view) for view, seen in zip(views, paints, strict=True)]

        assert counts() == [0, 0]  # each in a turn of its own: the pen waits for one at most
        for _ in range(10):
            QApplication.processEvents()
        assert counts() == [1, 1]

    def test_all_networks_keep_up_with_a_quick_pen(self, window, stage, wait):
        """However many points come before the last network has read one of them."""
        add(window._store, "a")
        add(window._store, "b", seed=1)
        digits = [np.eye(28, k=shift, dtype=np.float32) for shift in range(5)]
        for digit in digits:
            stage.set_digit(digit)
        wait(lambda: all((diagram(window, run).pixels == digits[-1]).all() for run in "ab"))

    def test_a_run_publishes_more_often_while_its_network_is_seen(
        self, application, window, stage, wait
    ):
        run = application.controller.start(quick("logistic", ENDLESS))
        pace = application.controller._threads[run]._control.pace
        wait(lambda: pace.showing_s is not None)
        assert 0 < pace.showing_s < 5
        window.tabs.show_page("evaluation")
        wait(lambda: pace.showing_s is None)
        done = application.store.get(run).record.share_done
        wait(lambda: application.store.get(run).record.share_done > done)
        assert pace.showing_s is None
        window.tabs.show_page("network")
        wait(lambda: pace.showing_s is not None)
        application.controller.stop()


class TestBeforeAnyRun:
    def test_the_forms_network_reads_a_test_image_as_it_starts(self, window, stage):
        shown, config = diagram(window, FORM), window.current.config
        expected = weights_of(config, config.seed)
        assert np.array_equal(shown.images[5].ravel(), expected["linear_1.weight"][5])
        assert shown.probabilities == pytest.approx(0.1, abs=0.05)  # it knows nothing yet
        assert "test image" in stage.bands[FORM].findChildren(QLabel)[-2].text()

    def test_it_misreads_the_test_image_that_is_shown(self, window, stage, wait):
        images, labels = preview.first_test_images(window.current.config.data, 20)
        for seed in range(3):
            window.setup.set_config(with_values(window.current.config, {"seed": seed}))
            expected = first_misread([window.current.config])
            wait(
                lambda expected=expected: (
                    stage.example.ink is not None
                    and np.array_equal(stage.example.ink, expected)
                    and diagram(window, FORM).levels
                )
            )
            (index,) = np.flatnonzero((images / np.float32(255) == expected).all(axis=(1, 2)))
            assert int(diagram(window, FORM).probabilities.argmax()) != labels[index]
        assert "misread before training" in stage.bands[FORM]._moment.toolTip()
        view = stage.bands[FORM].view
        boxes = view._painter.geometry(view.diagram, view.size().toSizeF(), view.fontMetrics())
        assert "misread before training" in view.tip_at(boxes.input.center())

    def test_a_layer_added_in_the_form_appears(self, window, stage, wait):
        layers = len(diagram(window, FORM).levels)
        config = window.current.config
        hidden = [*config.model.hidden, config.model.hidden[-1]]
        window.setup.set_config(with_values(config, {"model.hidden": hidden}))
        wait(lambda: len(diagram(window, FORM).levels) == layers + 1)

    def test_a_line_has_no_layers_to_show(self, window, stage):
        window.setup.set_config(preset("linear").config)
        assert not stage.bands[FORM].isVisible()
        assert any(
            label.isVisible() and "Line" in label.text() for label in stage.findChildren(QLabel)
        )

    def test_a_line_in_the_form_leaves_the_networks_of_runs_alone(self, window, stage):
        window.setup.set_config(preset("linear").config)
        add(window._store, "a")
        assert not any(
            label.isVisible() and "straight line" in label.text()
            for label in stage.findChildren(QLabel)
        )

    def test_the_drawing_is_read_instead(self, window, stage, wait):
        draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.25), (0.5, 0.8))
        wait(lambda: np.array_equal(diagram(window, FORM).pixels, window.drawing.digit))


class TestRuns:
    def test_each_shown_run_reads_the_drawing(self, window, stage, wait):
        add(window._store, "a", seed=1)
        add(window._store, "b", "mlp", WIDE, seed=2)
        assert list(stage.bands) == ["a", "b"]
        draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.25), (0.5, 0.8))
        for run in "ab":
            wait(lambda run=run: np.array_equal(diagram(window, run).pixels, window.drawing.digit))
            answer = int(diagram(window, run).probabilities.argmax())
            assert answer == window.drawing.answer(run)

        window._store.set_visible("a", False)
        assert list(stage.bands) == ["b"]
        window._store.remove("b")
        assert list(stage.bands) == [FORM]

    def test_at_most_three_the_selected_among_them(self, window, stage):
        window.resize(1400, 1200)
        for number in range(5):
            add(window._store, str(number))
        assert list(stage.bands) == ["2", "3", "4"]
        window.selection.select("0")
        assert list(stage.bands) == ["0", "3", "4"]
        assert len(stage.bands) == MAX_BANDS

    def test_a_network_of_a_race_that_waits_is_shown_as_waiting(self, window, stage, wait):
        window.resize(1400, 1200)
        config, store = quick("mlp"), window._store
        store.add(RunRecord("a", config, comparison="race"))
        store.add(RunRecord("b", config, comparison="race"))
        store.add(RunRecord("alone", config))
        store.apply(WeightsPublished("a", Moment(1), weights_of(config)))
        assert list(stage.bands) == ["a", "b"]
        wait(lambda: note(stage, "b") == "waiting: 2 runs train at once")
        assert not diagram(window, "b").levels
        assert diagram(window, "b").stages == diagram(window, "a").stages

        store.get("b").record.state = RunState.RUNNING
        store.touch("b")
        assert note(stage, "b") == "training"
        store.apply(WeightsPublished("b", Moment(0, 3), weights_of(config)))
        wait(lambda: note(stage, "b").startswith(("after 1/4 of epoch 1", "0.25 epochs")))

    def test_a_narrow_band_names_its_moment_in_short(self, window, stage, wait):
        add(window._store, "a")
        band = stage.bands["a"]
        config = window._store.get("a").record.config
        window._store.apply(WeightsPublished("a", Moment(2, 7), weights_of(config, 9)))
        for width, text in ((600, "in epoch 3, after batch 7"), (270, "2.6 epochs")):
            band.resize(width, 200)
            wait(lambda text=text: note(stage, "a").startswith(text))
        assert "in epoch 3, after batch 7" in band.view.accessibleName()

    def test_new_weights_are_shown(self, window, stage, wait):
        add(window._store, "a")
        config = window._store.get("a").record.config
        window._store.apply(WeightsPublished("a", Moment(1, 7), weights_of(config, 9)))
        wait(lambda: note(stage, "a").startswith("in epoch 2, after batch 7"))
        assert np.array_equal(
            diagram(window, "a").images[3].ravel(), weights_of(config, 9)["linear_1.weight"][3]
        )

    def test_a_long_name_leaves_the_moment_whole(self, window, stage, wait):
        add(window._store, "a")
        window._store.rename("a", "a name that is much longer than all of the band " * 3)
        window.resize(1024, 700)
        moment, answer = stage.bands["a"]._moment, stage.bands["a"]._answer
        wait(lambda: moment.text() == "1 epoch")  # in short
        width = moment.fontMetrics().horizontalAdvance("1 epoch")
        wait(lambda: moment.geometry().right() < answer.geometry().left())
        assert moment.width() >= width
        assert answer.geometry().right() < stage.bands["a"].width()

    def test_the_names_of_two_runs_are_legible_in_a_small_window(self, window, stage, wait):
        window.resize(1024, 700)
        for run, name in (("a", "Sigmoid"), ("b", "ReLU + Dropout")):
            add(window._store, run)
            window._store.rename(run, name)
        for band in stage.bands.values():
            wait(lambda band=band: band._name.width() >= band._name.sizeHint().width())
            # the hint about the test image gives way before the moment does
            assert band._moment.width() >= band._moment.fontMetrics().horizontalAdvance("epoch 1")
            assert band._answer.geometry().right() < band.width()

    def test_the_answer_is_large_where_the_band_is_wide(self, window, stage, wait):
        add(window._store, "a")
        sizes = {}
        for width in (1024, 1400):
            window.resize(width, 800)
            wait(lambda width=width: window.width() == width and stage.width() < width)
            QApplication.processEvents()
            sizes[width] = stage.bands["a"]._answer.font().pointSizeF()
        assert sizes[1400] > sizes[1024]

    def test_the_answer_keeps_its_size_in_other_colours(self, window, stage, wait, dressed):
        add(window._store, "a")
        answer = stage.bands["a"]._answer
        for width in (1400, 1024):  # Qt keeps the first size, and gives it back with a style sheet
            window.resize(width, 800)
            wait(lambda width=width: window.width() == width and stage.width() < width)
            QApplication.processEvents()
        before = answer.font().pointSizeF()
        theme.apply(dressed, Scheme.DARK)
        QApplication.processEvents()
        assert answer.font().pointSizeF() == before

    def test_units_hold_still_while_one_draws(self, window, stage):
        add(window._store, "a", "mlp", WIDE)
        before = diagram(window, "a").levels[0].shown
        draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.25), (0.5, 0.8))
        after = diagram(window, "a").levels[0].shown
        kept = [old for old, new in zip(before, after, strict=True) if old == new]
        assert kept == [unit for unit in before if unit in after]

    def test_dropout_blinks_only_while_a_run_learns(self, window, stage):
        add(window._store, "a", "mlp", WIDE)
        (kept,) = diagram(window, "a").kept
        assert 0.3 < kept.mean() < 0.7
        window._store.apply(RunEnded("a", EndReason.COMPLETED, 1))
        assert diagram(window, "a").kept == ()

    def test_dropout_holds_still_until_there_are_new_weights(self, window, stage, wait):
        add(window._store, "a", "mlp", WIDE)
        (first,) = diagram(window, "a").kept
        draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.25), (0.5, 0.8))
        window._store.rename("a", "another name")
        assert np.array_equal(diagram(window, "a").kept[0], first)

        config = window._store.get("a").record.config
        window._store.apply(WeightsPublished("a", Moment(1, 7), weights_of(config, 9)))
        wait(lambda: not np.array_equal(diagram(window, "a").kept[0], first))

    def test_dropout_follows_its_present_rate(self, window, stage, wait):
        add(window._store, "a", "mlp", WIDE)
        for value, least, most in ((0.0, 1, 1), (0.9, 0.05, 0.15)):
            change = SettingChanged("a", 2, 1, 12, "model.hidden.0.dropout", 0.5, value)
            window._store.apply(change)
            config = window._store.get("a").record.config
            window._store.apply(WeightsPublished("a", Moment(1, 7), weights_of(config, 9)))
            wait(lambda: diagram(window, "a").images is stage._networks.get("a").images)
            (kept,) = diagram(window, "a").kept
            assert least <= (1 if kept is None else kept.mean()) <= most


class TestFailingJobs:
    """Whoever looks at the network sees why there is none, and gets it when the work succeeds."""

    def test_weights_that_cannot_be_drawn(self, window, stage, wait, monkeypatch):
        monkeypatch.setattr(live_networks, "untrained_weights", fail)
        window.setup.set_config(with_values(window.current.config, {"seed": 7}))
        wait(lambda: note(stage, FORM) == FAILURE)
        assert window.notice.text == FAILURE
        assert not diagram(window, FORM).levels
        assert diagram(window, FORM).stages  # its layers are shown all the same

        monkeypatch.undo()
        window.tabs.show_page("code")
        window.tabs.show_page("network")
        wait(lambda: diagram(window, FORM).levels)
        assert note(stage, FORM).startswith("before training")

    def test_a_test_image_that_cannot_be_read(self, window, stage, wait, monkeypatch):
        monkeypatch.setattr(preview, "first_test_images", fail)
        add(window._store, "a", changes={"data.train_size": 500})
        wait(lambda: note(stage, "a") == f"after epoch 1 · {FAILURE}")
        assert window.notice.text == FAILURE
        assert stage.example.ink is None

        # reported once, however often the network changes, and a drawing is read
        window.notice.hide()
        config = window._store.get("a").record.config
        window._store.apply(WeightsPublished("a", Moment(2), weights_of(config, 9)))
        assert not window.notice.isVisible()
        draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.25), (0.5, 0.8))
        wait(lambda: note(stage, "a") == "after epoch 2")
        assert diagram(window, "a").levels

        monkeypatch.undo()
        window.drawing.clear_drawing.trigger()
        window.tabs.show_page("code")
        window.tabs.show_page("network")
        wait(lambda: "test image" in note(stage, "a"))
        assert diagram(window, "a").levels


class TestPointing:
    def test_a_unit_names_its_numbers(self, window, stage):
        add(window._store, "a", "mlp", WIDE)
        view = stage.bands["a"].view
        level = view.diagram.levels[0]
        tip = view.tip_at(QPointF(tile(window, "a", 0, 2)))
        assert f"neuron {level.shown[2]}" in tip
        assert f"{level.outputs[level.shown[2]]:.2f}"[:3] in tip

    @pytest.mark.parametrize(
        ("name", "layer", "looks_for", "does"),
        [
            (
                "mlp",
                0,
                "Ink where the weights are green makes neuron",
                "In the next layer it raises",
            ),
            ("mlp", 1, "adds up all neurons of the layer before", "It speaks most "),
            ("cnn", 0, "a kernel of 5 × 5 weights over the pixels", "In the next layer it "),
            ("cnn", 1, "over each map of the layer before", "In the next layer it "),
            ("cnn", 2, "adds up all positions of the maps", "It speaks most "),
        ],
    )
    def test_a_unit_says_what_it_looks_for_and_does(
        self, window, stage, wait, name, layer, looks_for, does
    ):
        add(window._store, "a", name)
        wait(lambda: stage.bands["a"].view.width() > 300)  # laid out
        level = diagram(window, "a").levels[layer]
        active = max(range(len(level.shown)), key=lambda one: level.outputs[level.shown[one]])
        view = stage.bands["a"].view
        lines = view.tip_at(QPointF(tile(window, "a", layer, active))).split("\n")
        assert looks_for in lines[1]
        shown = "its mean activation is" if level.stage.is_convolution else "its activation is"
        value = decimal_text(float(level.outputs[level.shown[active]]))
        assert lines[2].startswith(f"For this digit {shown} {value}. ")
        assert "\n".join(lines).count(value) == 1
        assert does in lines[2]
        if layer > 0:
            assert "raises it most" in lines[1]

    def test_a_layer_explains_its_choice(self, window, stage):
        add(window._store, "a", "mlp", WIDE)
        view = stage.bands["a"].view
        boxes = view._painter.geometry(view.diagram, view.size().toSizeF(), view.fontMetrics())
        assert "all 512 units" in view.tip_at(boxes.layers[0].strip.center())

    def test_a_click_shows_it_in_inside(self, window, stage, wait):
        add(window._store, "a", "mlp", WIDE)
        add(window._store, "b")
        unit = diagram(window, "a").levels[0].shown[4]
        QTest.mouseClick(stage.bands["a"].view, LEFT, pos=tile(window, "a", 0, 4))
        assert window.tabs.page == "inside"
        assert window.selection.runs == ("a",)
        wait(
            lambda: any(
                label.isVisible() and label.text().endswith(f"neuron {unit}")
                for label in window.inside.neuron.findChildren(QLabel)
            )
        )
        assert window.drawing.digit is not None  # the test image, which Inside follows

        # what the tip said stands there too, and the page is at its beginning
        tip = stage.bands["a"].view.tip_at(QPointF(tile(window, "a", 0, 4)))
        words = next(
            label.text()
            for label in window.inside.neuron.findChildren(QLabel)
            if "its activation is" in label.text()
        )
        assert tip.split("\n")[1:3] == words.split("\n")
        assert window.inside._areas[0].verticalScrollBar().value() == 0

    def test_a_tip_covers_neither_the_drawing_nor_leaves_the_window(self, window, stage, wait):
        add(window._store, "a", "mlp", WIDE)
        view = stage.bands["a"].view
        wait(lambda: view.width() > 300)  # laid out
        units = len(diagram(window, "a").levels[0].shown)
        for position in (0, 5, units - 1):
            point = tile(window, "a", 0, position)
            event = QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point))
            QApplication.sendEvent(view, event)
            wait(QToolTip.isVisible)
            (tip,) = (one for one in QApplication.topLevelWidgets() if is_tip(one))
            assert "its activation is" in QToolTip.text()
            right = view.mapToGlobal(QPoint(view.width(), 0)).x()
            assert tip.geometry().right() <= right
            assert tip.geometry().bottom() <= window.geometry().bottom()
        QToolTip.hideText()

    def test_a_click_before_any_run_does_nothing(self, window, stage):
        QTest.mouseClick(stage.bands[FORM].view, LEFT, pos=tile(window, FORM, 0, 0))
        assert window.tabs.page == "network"


@pytest.mark.parametrize(
    ("name", "changes"),
    [("cnn", None), ("logistic", None), ("mlp", {"model.hidden": [{"units": 3}] * 6})],
)
def test_every_network_can_be_painted(window, stage, name, changes):
    add(window._store, "a", name, changes)
    view = stage.bands["a"].view
    image = view.grab().toImage()
    middle = image.height() // 2
    colours = {image.pixelColor(x, middle).name() for x in range(image.width())}
    assert len(colours) > 3


def test_a_network_that_has_diverged_has_no_answer(window, stage, wait):
    add(window._store, "a")
    draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.25), (0.5, 0.8))
    wait(lambda: "a" in stage.bands and "reads " in texts_of(stage.bands["a"]))
    weights = weights_of(window._store.get("a").record.config)
    broken = {name: np.full_like(values, np.nan) for name, values in weights.items()}
    window._store.apply(WeightsPublished("a", Moment(2), broken))
    wait(lambda: "no answer: diverged" in texts_of(stage.bands["a"]))
    assert "nan" not in texts_of(stage.bands["a"])
    stage.bands["a"].view.grab()


def texts_of(widget):
    names = [label.text() for label in widget.findChildren(QLabel)]
    return " | ".join([*names, widget.view.accessibleName()])
