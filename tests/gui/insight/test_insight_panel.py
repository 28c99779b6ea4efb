import numpy as np
import pytest
import torch
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from core.data import datasets, preview
from core.errors import DataError
from core.insight import activations as insight
from core.insight.example import first_misread
from core.insight.neurons import stages
from core.lifecycle.recording import record
from core.messages import message
from core.network import models
from core.number_text import decimal_text
from core.run.control import Control
from core.run.events import LayersMeasured, LayerState, WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage import layout
from core.training.loop import train
from gui.insight.activations_view import LayerBars
from gui.insight.added_page import AddedPage
from gui.insight.insight_panel import DIGIT, WEIGHTS, InsightPanel
from gui.insight.layers_plot import LayerPlot
from gui.insight.spread_view import SpreadView
from gui.insight.weights_view import ImageGrid
from gui.runs.kept_runs import KeptRuns
from gui.style import theme
from gui.style.diverging import colour_of, picture, scale_of, scales_of
from gui.style.translation import Language
from tests.gui.colours import foreign_hues, run_colour, signs
from tests.gui.driving import LEFT, line, quick

HIDDEN = [
    {"units": 100, "activation": "relu", "dropout": 0.5},
    {"units": 30, "activation": "sigmoid"},
]


@pytest.fixture
def panel(dressed, qtbot, store, moments, selection, jobs, translation):
    made = InsightPanel(store, selection, moments, jobs)
    qtbot.addWidget(made)
    made.resize(700, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def looks(monkeypatch):
    """Every inspection of a network: its weights, the digit, the seed of the passes."""
    made, inspect = [], insight.inspect_network

    def counted(config, weights, digit, passes_seed=None):
        made.append((weights, digit, passes_seed))
        return inspect(config, weights, digit, passes_seed)

    monkeypatch.setattr(insight, "inspect_network", counted)
    return made


def digit(seed=1):
    ink = np.zeros((28, 28), np.float32)
    ink[8:20, 12:16] = np.random.default_rng(seed).uniform(0.4, 1, (12, 4))
    return ink


def weights_of(config, seed=0):
    network = models.build(config.model, torch.Generator().manual_seed(seed))
    return {name: tensor.numpy().copy() for name, tensor in network.state_dict().items()}


def add(store, run, name="mlp", changes=None, seed=0):
    config = quick(name, changes)
    store.add(RunRecord(run, config))
    store.apply(WeightsPublished(run, Moment(1), weights_of(config, seed)))
    return store.get(run).record


def press(panel, name):
    button = next(each for each in panel.findChildren(QToolButton) if each.text() == name)
    QTest.mouseClick(button, LEFT)


def texts(panel):
    return " | ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def seen(widget, kind):
    return [each for each in widget.findChildren(kind) if each.isVisible()]


def bars_of(page):
    return [bars for bars in page.findChildren(LayerBars) if bars.isVisible()]


class TestWhatIsShown:
    def test_without_a_network_it_says_what_to_do(self, panel):
        assert "Press Train" in texts(panel)
        assert not seen(panel, LayerBars)

    def test_without_a_drawing_a_test_image_is_read(self, panel, store, wait, looks):
        record = add(store, "a")
        wait(lambda: bars_of(panel.digit_page))
        assert np.array_equal(looks[-1][1], first_misread([record.config]))
        assert "reading a test image until you draw" in texts(panel)
        panel.set_digit(digit())
        wait(lambda: "reading a test image" not in texts(panel))
        assert np.array_equal(looks[-1][1], digit())

    def test_without_a_drawing_and_data_it_asks_for_one(self, panel, store, wait, monkeypatch):
        def fail(*_):
            raise DataError(message("The data are gone."))

        monkeypatch.setattr(preview, "first_test_images", fail)
        add(store, "a")
        wait(lambda: "Draw something on the right" in texts(panel))
        press(panel, "Weights")
        wait(lambda: seen(panel.weights_page, ImageGrid))

    @pytest.mark.parametrize("height", [480, 520, 560, 600])
    def test_no_layer_is_cut_where_the_page_is_low(self, panel, store, wait, height):
        add(store, "a", changes={"model.hidden": HIDDEN})
        panel.set_digit(digit())
        wait(lambda: len(bars_of(panel.digit_page)) == 3)

        def is_cut(row):
            return 0 < row.visibleRegion().boundingRect().height() < row.height()

        for is_picked in (False, True):
            if is_picked:
                panel.show_unit(1, 3)
                wait(panel.neuron.isVisible)
            panel.resize(700, height)
            wait(lambda: panel.height() == height and not any(map(is_cut, panel.digit_page._rows)))
            assert panel.digit_page.reason.visibleRegion().boundingRect().height() > 0

    def test_the_drawing_is_followed_layer_by_layer(self, panel, store, wait):
        record = add(store, "a", changes={"model.hidden": HIDDEN})
        panel.set_digit(digit())
        wait(lambda: len(bars_of(panel.digit_page)) == 3)
        found = insight.inspect_network(record.config, record.weights, digit())
        output, second, hidden = bars_of(panel.digit_page)
        assert len(hidden.numbers) == 64
        assert len(second.numbers) == 30
        assert f"{(found.activations['relu_1'] <= 0).mean():.0%} silent" in hidden.accessibleName()
        assert "64 of 100 shown" in hidden.accessibleName()
        assert f"largest {found.activations['relu_1'].max():.2f}" in hidden.accessibleName()
        ends = [decimal_text(float(end(found.activations["linear_3"])), 2) for end in (min, max)]
        assert "from {} to {}".format(*ends) in output.accessibleName()
        assert f"Evidence for {found.answer}" in texts(panel)

    def test_the_selected_run_is_shown_else_the_last_visible_one(
        self, panel, selection, store, wait
    ):
        add(store, "a", "logistic")
        add(store, "b")
        store.add(RunRecord("waiting", quick()))
        store.add(RunRecord("line", line()))
        assert panel.entry().record.run == "b"
        selection.set_runs(["waiting"])
        assert panel.entry().record.run == "b"
        selection.set_runs(["a", "b"])
        assert panel.entry().record.run == "a"
        wait(lambda: "Logistic regression" in texts(panel))
        store.set_visible("a", False)
        assert panel.entry().record.run == "b"
        store.set_visible("b", False)
        assert panel.entry().record.run == "a"
        selection.set_runs([])
        store.set_visible("a", True)
        assert panel.entry().record.run == "a"
        store.remove("a")
        wait(lambda: "Press Train" in texts(panel))

    def test_the_page_that_is_clicked_has_the_focus_and_no_other(self, panel, store):
        panel.activateWindow()
        first, second = (panel._head._buttons.button(page) for page in (DIGIT, WEIGHTS))
        first.setFocus()
        QTest.mouseClick(second, LEFT)
        assert panel.focusWidget() is second
        assert second.isChecked()

    def test_another_drawing_and_an_empty_one(self, panel, store, wait, looks):
        add(store, "a")
        panel.set_digit(digit(1))
        wait(lambda: bars_of(panel.digit_page))
        for seed in range(2, 30):
            panel.set_digit(digit(seed))
        wait(lambda: np.array_equal(looks[-1][1], digit(29)))
        assert len(looks) < 10  # while one is read, only the latest waits
        panel.set_digit(None)
        wait(lambda: "reading a test image until you draw" in texts(panel))

    def test_it_speaks_chinese_or_english_and_changes_colours(self, panel, store, wait, qapp):
        add(store, "a")
        panel.set_digit(digit())
        wait(lambda: bars_of(panel.digit_page))
        grid = next(each for each in seen(panel.digit_page, ImageGrid))
        light = grid.grab().toImage()
        theme.apply(qapp, theme.Scheme.DARK)
        assert grid.grab().toImage() != light


class TestRestraint:
    def test_a_hidden_panel_does_nothing_and_catches_up(self, panel, store, wait, looks):
        panel.hide()
        add(store, "a")
        panel.set_digit(digit())
        QTest.qWait(50)
        assert not looks
        panel.show()
        wait(lambda: len(looks) == 1)

    def test_while_a_run_trains_it_looks_at_most_twice_a_second(self, panel, store, wait, looks):
        record = add(store, "a")
        panel.set_digit(digit())
        wait(lambda: bars_of(panel.digit_page))
        wait(lambda: not panel._timer.isActive())
        before = len(looks)
        for seed in range(1, 21):
            store.apply(WeightsPublished("a", Moment(1), weights_of(record.config, seed)))
            QTest.qWait(5)
        assert len(looks) == before
        wait(lambda: len(looks) == before + 1)
        assert looks[-1][0] is record.weights


class TestNeurons:
    def shown(self, panel, store, wait):
        record = add(store, "a", changes={"model.hidden": HIDDEN})
        panel.set_digit(digit())
        wait(lambda: len(bars_of(panel.digit_page)) == 3)
        return insight.inspect_network(record.config, record.weights, digit())

    def pick_the_answer(self, panel, found):
        output = bars_of(panel.digit_page)[0]
        x = round((found.answer + 0.5) * output._width())
        QTest.mouseClick(output, LEFT, pos=QPoint(x, output.height() - 20))

    def test_a_click_on_an_output_shows_its_sum(self, panel, store, wait):
        found = self.shown(panel, store, wait)
        assert not panel.neuron.isVisible()
        self.pick_the_answer(panel, found)
        assert f"Output, class {found.answer}" in texts(panel)
        assert f"{found.activations['linear_3'][found.answer]:.3f}".replace("-", "−") in texts(
            panel.neuron
        )

    def test_a_click_shows_another_ones(self, panel, store, wait):
        found = self.shown(panel, store, wait)
        bars = bars_of(panel.digit_page)[2]
        width = bars.width() / 64
        QTest.mouseClick(bars, LEFT, pos=QPoint(round(3.5 * width), bars.height() - 20))
        which = bars.numbers[3]
        assert f"Hidden layer 1, neuron {which}" in texts(panel)
        total = f"{found.activations['linear_1'][which]:.3f}".replace("-", "−")
        assert total in texts(panel.neuron)
        assert "after ReLU" in texts(panel.neuron)
        (pictures,) = seen(panel.neuron, ImageGrid)
        assert list(pictures._captions) == ["weights", "× pixels"]
        weights = pictures._values[0]
        assert (pictures._values[1] * weights >= 0).all()  # ink is never negative
        assert pictures._values[1].sum() == pytest.approx((weights * digit()).sum(), abs=1e-5)
        QTest.keyClick(bars, Qt.Key.Key_Right)
        assert f"Hidden layer 1, neuron {bars.numbers[4]}" in texts(panel)

    def test_a_click_on_an_input_goes_back_through_the_network(self, panel, store, wait):
        self.pick_the_answer(panel, self.shown(panel, store, wait))
        rows = panel.neuron._contributions
        which = rows.numbers[0]
        QTest.mouseClick(rows, LEFT, pos=QPoint(10, 5))
        assert f"Hidden layer 2, neuron {which}" in texts(panel)

    def test_a_weight_image_is_picked(self, panel, store, wait):
        self.shown(panel, store, wait)
        press(panel, "Weights")
        wait(lambda: seen(panel.weights_page, ImageGrid))
        (grid,) = seen(panel.weights_page, ImageGrid)
        assert len(grid.numbers) == 64
        assert not panel.neuron.isVisible()  # the answer's is no neuron of this page
        QTest.mouseClick(grid, LEFT, pos=QPoint(5, 5))
        assert "Hidden layer 1, neuron 0" in texts(panel)

        # each picture's tip names the neuron that it is of
        last = len(grid.numbers) - 1
        assert grid.tip(last).startswith(f"Weights of neuron {grid.numbers[last]}: from −")
        (pictures,) = seen(panel.neuron, ImageGrid)
        assert pictures.tip(0).startswith("Hidden layer 1, neuron 0: weights: from −")
        assert "neuron 0: weights × pixels: from" in pictures.tip(1)

    def test_maps_and_kernels_of_a_convolution(self, panel, store, wait):
        add(store, "a", "cnn")
        panel.set_digit(digit())
        wait(lambda: bars_of(panel.digit_page))
        maps = seen(panel.digit_page, ImageGrid)
        assert [len(each.numbers) for each in maps] == [32, 16]  # back from the output
        QTest.mouseClick(maps[0], LEFT, pos=QPoint(5, 5))
        assert "Convolution 2, map 0" in texts(panel)
        (kernels,) = seen(panel.neuron, ImageGrid)
        assert len(kernels.numbers) == 16
        assert kernels.tip(5).startswith("Kernel over map 5 of the layer before: from −")
        assert maps[0].tip(3).startswith("Map 3: from ")
        QTest.mouseClick(bars_of(panel.digit_page)[1], LEFT, pos=QPoint(3, 40))
        rows = panel.neuron._contributions
        assert all(name.startswith("map ") for name in rows._names)
        which = rows.numbers[0]
        QTest.mouseClick(rows, LEFT, pos=QPoint(10, 5))
        assert f"Convolution 2, map {which // 49}" in texts(panel)


class TestReason:
    def reason(self, panel):
        return panel.digit_page.reason

    def test_the_answer_leads_with_its_probability_and_the_runner_up(self, panel, store, wait):
        record = add(store, "a", changes={"model.hidden": HIDDEN})
        panel.set_digit(digit())
        wait(lambda: self.reason(panel).isVisible())
        shares = insight.inspect_network(record.config, record.weights, digit()).probabilities
        first, second = (int(number) for number in np.argsort(-shares)[:2])
        view = self.reason(panel)
        assert view.answer.text() == str(first)
        assert view.probability.text() == f"{shares[first]:.1%}"
        assert view.runner_up.text() == f"runner-up {second}, {shares[second]:.1%}"
        assert view.sentence.text().startswith(f"{first} leads {second} by ")
        sizes = [label.font().pointSizeF() for label in (view.answer, view.probability)]
        assert sizes[0] > sizes[1] > view.sentence.font().pointSizeF()

    def test_the_first_logit_is_explained(self, panel, store, wait):
        add(store, "a")
        panel.set_digit(digit())
        wait(lambda: "in the logits" in self.reason(panel).sentence.text())
        assert "Softmax" in self.reason(panel).sentence.toolTip()

    def test_the_strongest_contributions_to_it_are_named_drawn_and_picked(self, panel, store, wait):
        record = add(store, "a", changes={"model.hidden": HIDDEN})
        panel.set_digit(digit())
        wait(lambda: self.reason(panel).isVisible())
        found = insight.inspect_network(record.config, record.weights, digit())
        row = record.weights["linear_3.weight"][found.answer]
        parts = row * found.activations["sigmoid_2"]
        order = [int(unit) for unit in np.argsort(-parts)]
        bars = self.reason(panel).bars
        assert bars.numbers == [*order[:5], *order[-2:]]
        assert [one for one, _ in bars.rows] == pytest.approx(parts[bars.numbers], abs=1e-6)
        sentence = self.reason(panel).sentence.text()
        assert "Hidden layer 2: neurons {}, {}, {};".format(*order) in sentence
        assert f"against it: neuron {order[-1]}." in sentence

        QTest.mouseClick(bars, LEFT, pos=QPoint(5, round(1.5 * bars.row_height())))
        assert f"Hidden layer 2, neuron {order[1]}" in texts(panel.neuron)
        QTest.keyClick(bars, Qt.Key.Key_Down)
        assert f"Hidden layer 2, neuron {order[2]}" in texts(panel.neuron)

    def test_maps_and_pixels_have_their_words(self, panel, store, wait):
        add(store, "a", "cnn")
        panel.set_digit(digit())
        wait(lambda: self.reason(panel).isVisible())
        record = store.get("a").record
        is_convolution = stages(record.config.model)[-2].is_convolution
        assert ("maps " if is_convolution else "neurons ") in self.reason(panel).sentence.text()
        add(store, "b", "logistic")
        wait(lambda: "pixels add" in self.reason(panel).sentence.text())
        assert not self.reason(panel).bars.numbers
        gain, loss = (one for one, _ in self.reason(panel).bars.rows)
        assert gain >= 0 >= loss

    def test_where_all_neurons_are_silent_the_bias_is_named(self, panel, store, wait):
        record = add(store, "a", changes={"model.hidden": HIDDEN[:1]})
        panel.set_digit(digit())
        wait(self.reason(panel).bars.isVisible)
        dead = dict(record.weights)
        dead["linear_1.bias"] = np.full_like(dead["linear_1.bias"], -1000)
        store.apply(WeightsPublished("a", Moment(2), dead))
        wait(lambda: "by its bias alone" in self.reason(panel).sentence.text())
        assert not self.reason(panel).bars.isVisible()
        assert not self.reason(panel).key.isVisible()

    def test_a_network_that_has_diverged_has_no_answer(self, panel, store, wait):
        record = add(store, "a")
        panel.set_digit(digit())
        wait(lambda: self.reason(panel).isVisible())
        broken = {name: np.full_like(part, np.nan) for name, part in record.weights.items()}
        store.apply(WeightsPublished("a", Moment(2), broken))
        wait(lambda: "it has diverged" in texts(panel))
        assert "nan" not in texts(panel).lower()
        for widget in panel.findChildren(QLabel) + bars_of(panel.digit_page):
            assert "nan" not in widget.accessibleName().lower()

    def test_nothing_decisive_is_below_the_fold(self, panel, store, wait):
        """The room that the panel has in a window of 1440 x 900."""
        panel.resize(800, 570)
        add(store, "a", "relu-dropout")
        panel.set_digit(digit())
        wait(lambda: len(bars_of(panel.digit_page)) == 3)
        viewport = panel.digit_page.parentWidget()
        for part in (self.reason(panel), panel.digit_page._saliency, *bars_of(panel.digit_page)):
            bottom = part.mapTo(viewport, part.rect().bottomLeft()).y()
            assert bottom <= viewport.height()


class TestDropout:
    def test_a_hundred_passes_and_their_masks(self, panel, store, wait, looks):
        add(store, "a", changes={"model.hidden": HIDDEN})
        panel.set_digit(digit())
        press(panel, "Dropout")
        wait(lambda: seen(panel.dropout_page, SpreadView) and bars_of(panel.dropout_page))
        assert "100 passes with dropout" in texts(panel)
        (bars,) = bars_of(panel.dropout_page)
        first = bars._layer.kept
        assert f"{(~first).sum()} of 100 dropped" in bars.accessibleName()
        QTest.mouseClick(panel.dropout_page._another, LEFT)
        wait(lambda: not np.array_equal(bars._layer.kept, first))
        assert {seed for _, _, seed in looks} == {None, 0, 1}

    def test_a_network_without_dropout_says_so(self, panel, store, wait):
        add(store, "a")
        panel.set_digit(digit())
        press(panel, "Dropout")
        wait(lambda: "has no dropout" in texts(panel))
        assert not seen(panel.dropout_page, SpreadView)

    def test_the_cost_with_and_without(self, panel, store, wait):
        add(store, "a", "relu-dropout")
        for epoch in (1, 2):
            store.apply(LayersMeasured("a", epoch, (), 0.5 / epoch, 0.7 / epoch))
        press(panel, "Dropout")
        wait(lambda: seen(panel.dropout_page, LayerPlot))
        with_it, without = panel.dropout_page._costs.curves
        assert list(with_it.y) == [0.7, 0.35]
        assert list(without.y) == [0.5, 0.25]


class TestLayersOverTime:
    def test_a_curve_for_each_layer(self, panel, store, wait):
        record = add(store, "a", "deep-sigmoid")
        names = [stage.name for stage in stages(record.config.model)]
        press(panel, "Over time")
        wait(lambda: "Nothing has been measured" in texts(panel))
        for epoch in (1, 2, 3):
            layers = tuple(
                LayerState(
                    name, 10.0**place / epoch, 1e-3, None if name == names[-1] else 0.25 * epoch
                )
                for place, name in enumerate(names)
            )
            store.apply(LayersMeasured("a", epoch, layers, 1.0, None))
        wait(lambda: len(seen(panel.layers, LayerPlot)) == 3)
        gradients, updates, idle = panel.layers.plots
        for plot, value in ((updates, 0.001), (idle, 0.0)):  # what the curves are judged by
            low, high = plot.area.box.viewRange()[1]
            assert low <= plot.area.to_view(np.array([value]))[0] <= high
        for plot in (gradients, updates):  # two ticks at least
            low, high = plot.area.box.viewRange()[1]
            assert 10 ** (high - low) >= 7
        assert [list(curve.y) for curve in gradients.curves] == [
            [10.0**p / e for e in (1, 2, 3)] for p in range(5)
        ]
        assert len(updates.curves) == 5
        assert [curve.name for curve in idle.curves] == [f"Hidden layer {n}" for n in (1, 2, 3, 4)]
        assert list(idle.curves[0].y) == [25, 50, 75]
        assert "Saturated units" in texts(panel)
        assert [entry.text for entry in panel.layers.legend.entries][-1] == "Output"

    def test_another_run_and_one_that_goes_on_from_an_earlier_epoch(self, panel, store, wait):
        def measured(run, epoch, gradient):
            return LayersMeasured(
                run, epoch, (LayerState("linear_1", gradient, 0.002, None),), 1.0, None
            )

        add(store, "a", "logistic")
        press(panel, "Over time")
        for epoch in (1, 2, 3):
            store.apply(measured("a", epoch, epoch))
        gradients = panel.layers.plots[0]
        wait(lambda: [list(curve.y) for curve in gradients.curves] == [[1, 2, 3]])
        again = RunRecord("a", quick("logistic"), layers=[measured("a", 1, 7.0)])
        store.replace(again)
        wait(lambda: [list(curve.y) for curve in gradients.curves] == [[7]])
        add(store, "b", "logistic")
        store.apply(measured("b", 1, 9.0))
        wait(lambda: [list(curve.y) for curve in gradients.curves] == [[9]])

    def test_the_pointer_reads_them(self, panel, store, wait):
        add(store, "a", "logistic")
        for epoch in (1, 2):
            store.apply(
                LayersMeasured("a", epoch, (LayerState("linear_1", 0.1, 0.002, None),), 1.0, None)
            )
        press(panel, "Over time")
        wait(lambda: len(seen(panel.layers, LayerPlot)) == 2)
        area = panel.layers.plots[1].area
        where = area.mapFromScene(area.box.mapToScene(area.position(1.9, 0.002)))
        QTest.mouseMove(area.viewport(), where)
        readout = panel.layers._cursor.readouts[1]
        wait(readout.isVisible)
        assert readout.rows[0].values == ("2.0e-03",)


class TestRuns:
    def test_the_windows_runs_measure_their_layers(self, controller, store, wait):
        run = controller.start(quick("deep-relu"))
        wait(lambda: store.get(run).record.state.is_over)
        assert [(each.epoch, len(each.layers)) for each in store.get(run).record.layers] == [
            (1, 5),
            (2, 5),
        ]

    def test_kept_layers_come_with_the_curves(
        self, controller, store, jobs, background, wait, tmp_path
    ):
        config = quick("deep-relu")
        folder = layout.create(tmp_path, "a")
        control = Control("a", 1, measures_layers=True)
        for _ in record(train(config, datasets.load(config.data), control), config, folder):
            pass
        kept = KeptRuns(store, controller, jobs, tmp_path, background=background)
        kept.find()
        wait(lambda: store.get("a"))
        assert not store.get("a").record.layers
        store.set_visible("a", True)
        wait(lambda: [each.epoch for each in store.get("a").record.layers] == [1, 2])

    def test_a_look_that_fails_is_not_the_last(self, panel, store, jobs, wait, monkeypatch):
        def fail(*_arguments):
            raise MemoryError

        with monkeypatch.context() as broken:
            broken.setattr(insight, "inspect_network", fail)
            add(store, "a")
            panel.set_digit(digit(1))
            heard = []
            jobs.failed.connect(heard.append)
            wait(lambda: heard)
        panel.set_digit(digit(2))
        wait(lambda: bars_of(panel.digit_page))


class TestColours:
    @pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
    def test_each_page_has_the_runs_colour_and_the_signs_only(
        self, panel, store, wait, qapp, scheme
    ):
        add(store, "first", "logistic")
        record = add(store, "second", "relu-dropout", {"model.hidden": HIDDEN})
        names = [stage.name for stage in stages(record.config.model)]
        for epoch in (1, 2):
            layers = tuple(LayerState(name, 0.1 / epoch, 1e-3, 0.2) for name in names)
            store.apply(LayersMeasured("second", epoch, layers, 0.5 / epoch, 0.7 / epoch))
        theme.apply(qapp, scheme)
        panel.resize(700, 1400)
        panel.set_digit(digit())
        colour = run_colour(store.get("second").style)
        assert colour != run_colour(store.get("first").style)

        for name, kind in (
            ("Drawing", LayerBars),
            ("Weights", ImageGrid),
            ("Dropout", SpreadView),
            ("Over time", LayerPlot),
        ):
            press(panel, name)
            wait(lambda kind=kind: seen(panel, kind))
            wait(lambda: not foreign_hues(panel, (colour, *signs())))
            assert foreign_hues(panel, signs())  # the run's own colour is there

    def test_both_signs_are_as_strong(self, dressed):
        values = np.array([[-1.0, -0.5, 0.0, 0.5, 1.0, np.nan]], np.float32)
        colours = [picture(values, 1.0).pixelColor(x, 0) for x in range(6)]
        named = theme.colours()
        paper, low, high = named.paper, QColor(named.negative), QColor(named.positive)
        assert colours[0] == low
        assert colours[4] == high
        assert colours[2].name() == colours[5].name() == paper
        assert colours[1] == theme.between(paper, low.name(), 0.5)

    def test_no_run_has_their_colours(self, dressed):
        """By the hue, in degrees: a run must not look like a sign."""
        hues = [theme.run_style(index).colour.hue() for index in range(theme.RUN_STYLES)]
        for sign in (colour_of(False).hue(), colour_of(True).hue()):
            away = [abs((hue - sign + 180) % 360 - 180) for hue in hues]
            assert min(away) > 25

    def test_the_scale_is_symmetric_and_outliers_do_not_pale_the_rest(self):
        values = np.full(1000, 0.5, np.float32)
        values[:500] = -0.5
        values[0] = 100
        assert scale_of(values) == 0.5
        assert scale_of(np.zeros(4, np.float32)) > 0

    @pytest.mark.parametrize("count", [1, 2, 200, 201, 784])
    def test_the_scale_is_numpys_percentile(self, count):
        values = np.random.default_rng(count).standard_normal(count).astype(np.float32)
        expected = np.percentile(np.abs(values), 99.5)
        assert scale_of(values) == pytest.approx(expected, rel=1e-6)
        assert scales_of(values.reshape(1, 1, -1)) == pytest.approx([expected], rel=1e-6)

    def test_a_picture_shows_each_number_and_lets_ink_shine_through(self, dressed):
        values = np.linspace(-1.5, 1.5, 999, dtype=np.float32)[np.newaxis]
        drawn, paper = picture(values, 1.2), theme.colours().paper
        for x, value in enumerate(values[0]):
            full = colour_of(value > 0).name()
            expected = theme.between(paper, full, min(abs(float(value)) / 1.2, 1))
            shown = drawn.pixelColor(x, 0)
            for part in (QColor.red, QColor.green, QColor.blue):
                assert abs(part(shown) - part(expected)) <= 1
        with_ink = picture(np.array([[0, 1]], np.float32), 1.0, np.ones((1, 2), np.float32))
        assert with_ink.pixelColor(0, 0) == theme.between(paper, theme.colours().quiet, 0.6)
        assert with_ink.pixelColor(1, 0) == colour_of(True)

    @pytest.mark.parametrize("strange", [0.25, np.nan, np.inf])
    def test_the_scales_of_several_images_are_those_of_each(self, strange):
        images = np.random.default_rng(3).standard_normal((5, 8, 8)).astype(np.float32)
        images[1] = 0
        images[2, 3, 4] = strange
        expected = [scale_of(image) for image in images]
        assert scales_of(images) == pytest.approx(expected, rel=1e-6)


def test_the_tab_of_the_window_follows_its_table_and_its_canvas(window, wait):
    add(window._store, "a", "logistic")
    add(window._store, "b")
    window.tabs.setCurrentWidget(window.inside)
    window.drawing.show_digit((digit() * 255).astype(np.uint8))
    wait(lambda: bars_of(window.inside.digit_page))
    window.selection.select("a")
    wait(lambda: len(bars_of(window.inside.digit_page)) == 1)
    window.selection.select("b")
    wait(lambda: len(bars_of(window.inside.digit_page)) == 3)


class TestAddedPages:
    def test_it_is_built_when_it_is_first_shown_and_named_in_both_languages(
        self, panel, store, wait, translation, looks
    ):
        built, digits = [], []

        def build(parent):
            built.append(QLabel("Foreign", parent))
            return built[-1]

        number = panel.add_page(AddedPage(build, message("Map"), message("Landscape")))
        panel.digit_changed.connect(lambda: digits.append(panel.digit))
        add(store, "a")
        panel.set_digit(digit())
        assert not built
        wait(lambda: bars_of(panel.digit_page))
        translation.use(Language.CHINESE)
        wait(lambda: "分布图" in [one.text() for one in panel.findChildren(QToolButton)])
        count = len(looks)
        press(panel, "分布图")
        assert built[0].isVisible()
        assert built[0].parentWidget().parentWidget() is panel._areas[number]
        assert not panel.empty.isVisible()
        panel.set_digit(digit(2))
        assert [np.array_equal(one, digit(n)) for n, one in enumerate(digits, 1)] == [True, True]
        assert len(looks) == count  # nothing is inspected for a page that does not show it

        panel.show_view(DIGIT)
        wait(lambda: np.array_equal(looks[-1][1], digit(2)))
        panel.show_view(number)
        assert len(built) == 1


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_no_page_is_cut_off_at_the_right_of_a_narrow_panel(
    panel, store, wait, translation, language
):
    """As next to a lesson in a small window; pages scroll up and down only."""
    add(store, "run", changes={"model.hidden": HIDDEN})
    panel.set_digit(digit())
    wait(lambda: panel._inspection is not None)
    translation.use(language)
    panel.resize(320, 600)
    for page in range(panel._pages.count()):
        panel.show_view(page)
        wait(lambda page=page: panel._areas[page].widget() is not None)
        QCoreApplication.processEvents()
        area = panel._areas[page]
        wait(lambda area=area: area.widget().minimumSizeHint().width() > 50)  # it has its content
        QCoreApplication.processEvents()
        assert area.widget().minimumSizeHint().width() <= area.viewport().width(), page


def test_the_hint_about_the_test_image_gives_way_to_the_runs_name(panel, store, wait):
    add(store, "run", changes={"model.hidden": HIDDEN})
    store.rename("run", "network")
    panel.set_example(digit())
    head = panel._head
    wait(lambda: "after epoch 1" in head._moment.text())
    assert "test image" in head._moment.text()
    panel.resize(300, 600)
    wait(lambda: head._moment.text() == "after epoch 1")
    assert head._name.text() == "network"
    needed = head._name.fontMetrics().horizontalAdvance("network")
    wait(lambda: head._name.width() >= needed)
    panel.resize(900, 600)
    wait(lambda: "test image" in head._moment.text())
