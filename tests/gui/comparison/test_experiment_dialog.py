"""What an experiment is to compare, chosen by keys and mouse."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QStyle,
    QStyleOptionViewItem,
)

from core.comparison import experiment as experiments
from core.comparison.experiment import MAX_RUNS, Axis, Kind
from core.comparison.outlook import Outlook
from core.config import presets
from core.config.choices import Activation, OptimizerKind, Pixels
from core.config.conditions import with_conditions_of
from core.config.fields import value_at, with_values
from core.config.naming import run_name
from core.evaluation.power import Variation
from core.run.record import RunRecord
from gui.comparison.dialog.experiment_dialog import ExperimentDialog
from gui.comparison.dialog.seed_advice import SeedAdvice
from gui.runs.run_store import RunEntry
from gui.style.translation import Language, translate
from tests.gui.driving import (
    LEFT,
    SIZES,
    Recorder,
    choose_in,
    line,
    points,
    press_button,
    quick,
    type_over,
)

LADDER_TITLE, GRID_TITLE = (
    "Climb the ladder from Sigmoid to ReLU + Dropout",
    "Try a grid of settings",
)


@pytest.fixture
def opened(dressed, qtbot, translation):
    """Open the dialog for a form and some runs; gives it and what it asks for."""
    recorders = []

    def show(form=None, entries=(), outlooks=None):
        dialog = ExperimentDialog(form or quick(), entries, outlooks=outlooks)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        recorders.append(Recorder(dialog.experiment_accepted))
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog, recorders[-1].heard

    return show


def entry(run, config, name=""):
    return RunEntry(RunRecord(run, config), 0, 1, given_name=name)


def start(dialog):
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == "Start")


def fault(dialog):
    return next(
        label.text() for label in dialog.findChildren(QLabel) if label.property("role") == "wrong"
    )


def count(dialog):
    return next(
        label.text() for label in dialog.findChildren(QLabel) if label.property("role") == "quiet"
    )


def members(dialog):
    return dialog.findChild(QListWidget)


def networks(dialog):
    """The rows of the list that are no headings."""
    rows = map(members(dialog).item, range(members(dialog).count()))
    return [item for item in rows if item.flags() & Qt.ItemFlag.ItemIsUserCheckable]


def titles(dialog):
    return [item.text() for item in networks(dialog)]


def headings(dialog):
    rows = map(members(dialog).item, range(members(dialog).count()))
    return [item.text() for item in rows if not item.flags() & Qt.ItemFlag.ItemIsEnabled]


def tick(dialog, title):
    """Click on the check box of a network."""
    shown = members(dialog)
    item = networks(dialog)[titles(dialog).index(title)]
    shown.scrollToItem(item)
    option = QStyleOptionViewItem()
    option.initFrom(shown)
    option.rect = shown.visualItemRect(item)
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = shown.style().subElementRect(
        QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, shown
    )
    QTest.mouseClick(shown.viewport(), LEFT, pos=box.center())


def choose_kind(dialog, title):
    choose_in(dialog.findChild(QComboBox), title)


def type_seeds(dialog, text):
    type_over(dialog.findChild(QSpinBox).findChild(QLineEdit), text)


def axes(dialog):
    """The grid's page: its lists of settings and its lines."""
    return page(dialog).findChildren(QComboBox), page(dialog).findChildren(QLineEdit)


def page(dialog):
    """What describes the kind of experiment that is chosen."""
    return dialog.findChild(QStackedWidget).currentWidget()


class TestNetworks:
    def test_the_race_is_proposed_three_times(self, opened):
        dialog, asked = opened()
        assert count(dialog) == "6 runs in all"
        press_button(dialog, "Start")
        kind, experiment, names, grid = asked[0]
        assert (kind, grid) == (Kind.COMPARISON, None)
        assert experiment == experiments.of_presets(presets.RACE, 3, quick())
        assert {name: str(title) for name, title in names.items()} == {
            "sigmoid": "Sigmoid",
            "relu-dropout": "ReLU + Dropout",
        }

    def test_headings_distinguish_the_form_presets_and_runs_of_the_same_name(self, opened):
        dialog, _ = opened(quick("relu-dropout"), [entry("a", quick("relu-dropout"))])
        alike = [title for title in titles(dialog) if "ReLU + Dropout" in title]
        assert len(alike) == 3
        assert headings(dialog) == [
            "In the form",
            "Presets",
            "Kept runs, trained again under the form's conditions",
        ]
        assert members(dialog).item(0).text() == "In the form"
        members(dialog).setCurrentRow(0)
        QTest.keyClick(members(dialog), Qt.Key.Key_Space)  # a heading cannot be ticked
        assert count(dialog) == "6 runs in all"

    @pytest.mark.parametrize(("seconds", "seeds"), [(299.0, 5), (301.0, 3), (None, 3)])
    def test_as_many_seeds_as_advised_are_proposed_where_they_are_quick(
        self, dressed, qtbot, seconds, seeds
    ):
        dialog = ExperimentDialog(quick(), (), seconds_for=lambda _plan: seconds)
        qtbot.addWidget(dialog)
        assert dialog.findChild(QSpinBox).value() == seeds

    @pytest.mark.parametrize(("epochs", "text"), [(1, "1 epoch on"), (2, "2 epochs on")])
    def test_epochs_are_counted_in_words(self, opened, epochs, text):
        dialog, _ = opened(quick(changes={"epochs": epochs}))
        assert any(f"for {text} " in label.text() for label in dialog.findChildren(QLabel))

    def test_others_are_ticked_and_counted(self, opened):
        dialog, asked = opened(quick(changes={"seed": 7, "epochs": 5}))
        for title in ("Sigmoid", "Logistic regression", "Convolutional"):
            tick(dialog, title)
        type_seeds(dialog, "2")
        assert count(dialog) == "6 runs in all"
        press_button(dialog, "Start")
        experiment = asked[0][1]
        assert experiment.names == ("logistic", "relu-dropout", "cnn")
        assert experiment.seeds == (7, 8)
        for member in experiment.members:
            conditions = (member.config.epochs, member.config.data, member.config.threads)
            assert conditions == (5, quick().data, 1)
            assert member.config.model == presets.preset(member.name).config.model

    def test_no_line_is_among_them(self, opened):
        dialog, _ = opened(quick(), [entry("line", line())])
        own, *others = titles(dialog)
        assert own == "The form's network (Logistic regression)"
        assert "Linear regression" not in others
        of_images = [one for one in presets.PRESETS.values() if one.config.data.has_images]
        assert others == [str(one.title) for one in of_images]

    def test_runs_lend_their_settings_under_the_conditions_of_the_form(self, opened):
        layers = [{"units": 17, "activation": "tanh"}]
        own = quick(
            "mlp",
            {
                "model.hidden": layers,
                "epochs": 77,
                "data.train_size": 500,
                "optimizer.momentum": 0.1,
            },
        )
        dialog, asked = opened(quick(), [entry("run-1", own, "My network")])
        assert titles(dialog)[-1] == "Settings of My network"
        for title in ("Settings of My network", "ReLU + Dropout"):
            tick(dialog, title)
        press_button(dialog, "Start")
        _, experiment, names, _ = asked[0]
        assert experiment.names == ("sigmoid", "run-1")
        config = experiment.members[1].config
        assert (config.model, config.optimizer) == (own.model, own.optimizer)
        assert (config.epochs, config.data) == (quick().epochs, quick().data)
        assert translate(names["run-1"]) == "My network"

    def test_no_title_tells_conditions_that_only_the_kept_run_had(self, opened):
        kept = quick("mlp", {"data.train_size": 500})
        dialog, asked = opened(quick(), [entry("run-1", kept)])
        tick(dialog, titles(dialog)[-1])
        press_button(dialog, "Start")
        name = translate(asked[0][2]["run-1"])
        assert name == translate(run_name(with_conditions_of(quick(), kept)))
        assert "500" not in name

    def test_the_same_network_is_not_compared_with_itself(self, opened):
        dialog, asked = opened(quick("relu-dropout"))
        own = titles(dialog)[0]
        tick(dialog, own)
        text = "ReLU + Dropout, as in the form and ReLU + Dropout are the same network here"
        assert count(dialog).startswith(text)
        assert not start(dialog).isEnabled()
        tick(dialog, own)
        press_button(dialog, "Start")
        assert len(asked) == 1

    def test_a_run_that_cannot_learn_from_the_forms_points_is_refused_in_clear_words(self, opened):
        others = [
            entry("run-1", quick("cnn"), "A convolution"),
            entry("run-2", points({"data.points.noise": 0.3}), "Noisy points"),
            entry("run-3", quick("mlp"), "Digits"),
        ]
        dialog, asked = opened(points(), others)
        assert start(dialog).isEnabled()
        tick(dialog, "Settings of A convolution")
        assert not start(dialog).isEnabled()
        assert fault(dialog) == (
            "Data: Networks can only be compared on the same data, but Sigmoid learns from Two "
            "moons, and Convolutional from MNIST digits."
        )
        tick(dialog, "Settings of A convolution")
        for name in (
            "Settings of Noisy points",
            "Settings of Digits",
        ):  # under the form's conditions
            tick(dialog, name)
        press_button(dialog, "Start")
        _, experiment, _, _ = asked[0]
        assert {member.config.data for member in experiment.members} == {points().data}

    def test_the_forms_own_network_takes_part_as_it_is(self, opened):
        own = quick(
            "mlp",
            {
                "model.hidden": [{"units": 17, "activation": "tanh"}],
                "optimizer.learning_rate": 0.07,
            },
        )
        dialog, asked = opened(own)
        assert titles(dialog)[0] == "The form's network (784-17-10)"
        for title in (titles(dialog)[0], "ReLU + Dropout"):
            tick(dialog, title)
        press_button(dialog, "Start")
        _, experiment, names, _ = asked[0]
        assert experiment.names == ("form", "sigmoid")
        assert experiment.members[0].config == own
        assert translate(names["form"]) == "784-17-10, as in the form"

    def test_the_space_bar_ticks_too(self, opened):
        dialog, _ = opened()
        row = titles(dialog).index("Logistic regression")
        members(dialog).setCurrentItem(networks(dialog)[row])
        QTest.keyClick(members(dialog), Qt.Key.Key_Space)
        assert count(dialog) == "9 runs in all"

    @pytest.mark.parametrize("unticked", [("Sigmoid",), ("Sigmoid", "ReLU + Dropout")])
    def test_one_alone_is_no_comparison(self, opened, unticked):
        dialog, asked = opened()
        for title in unticked:
            tick(dialog, title)
        assert (fault(dialog), count(dialog)) == ("", "Choose two or more networks.")
        assert not start(dialog).isEnabled()
        press_button(dialog, "Start")
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert (asked, dialog.isVisible()) == ([], True)
        tick(dialog, "Convolutional")
        tick(dialog, "Logistic regression")
        assert fault(dialog) == ""
        assert start(dialog).isEnabled()

    def test_cancelled_it_asks_for_nothing(self, opened):
        dialog, asked = opened()
        press_button(dialog, "Cancel")
        assert (asked, dialog.isVisible()) == ([], False)

    def test_there_are_no_more_seeds_than_numbers_left(self, opened):
        dialog, asked = opened(quick(changes={"seed": 2**31 - 2}))
        assert (fault(dialog), count(dialog)) == ("", "4 runs in all")
        type_seeds(dialog, "9")
        press_button(dialog, "Start")
        assert asked[0][1].seeds == (2**31 - 2, 2**31 - 1)

    def test_too_many_runs_are_refused(self, opened):
        dialog, _ = opened()
        _own, *others = titles(dialog)
        for title in others:
            if title not in ("Sigmoid", "ReLU + Dropout"):
                tick(dialog, title)
        type_seeds(dialog, "100")
        networks = len(others)
        assert str(100 * networks) in fault(dialog)
        assert not start(dialog).isEnabled()
        type_seeds(dialog, str(MAX_RUNS // networks))
        assert start(dialog).isEnabled()

    def test_what_is_held_equal_is_told(self, opened):
        dialog, _ = opened(quick(changes={"epochs": 5, "data.train_size": 6000}))
        told = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "All are trained for 5 epochs on 6,000 examples" in told
        assert "The same for each seed" in told


class TestLadder:
    def test_is_that_of_core_under_the_conditions_of_the_form(self, opened):
        dialog, asked = opened(quick(changes={"seed": 3}))
        choose_kind(dialog, LADDER_TITLE)
        type_seeds(dialog, "2")
        assert count(dialog) == "10 runs in all"
        about, *steps = [label.text() for label in page(dialog).findChildren(QLabel)]
        for number, (step, name) in enumerate(zip(steps, presets.LADDER, strict=True), 1):
            assert step.startswith(f"{number}. {presets.preset(name).title}")
        # as the ladder between two runs is named, and its one double step is explained
        assert steps[1] == "2. Sigmoid + Adam (Optimizer: Adam, Learning rate: 0.001)"
        assert "An optimizer and its learning rate are one thing" in about
        press_button(dialog, "Start")
        kind, experiment, names, grid = asked[0]
        assert (kind, grid) == (Kind.LADDER, None)
        assert experiment == experiments.ladder(2, quick(changes={"seed": 3}))
        assert list(names) == list(presets.LADDER)


class TestTwoRuns:
    BEFORE = quick("mlp", {"seed": 3, "epochs": 1})
    AFTER = quick("mlp", {"epochs": 1, "optimizer.learning_rate": 0.2, "data.pixels": "raw"})

    def test_the_menu_of_two_selected_runs_opens_the_ladder_between_them(self, application, wait):
        window, controller = application.window, application.controller
        runs = [controller.start(config) for config in (self.BEFORE, self.AFTER)]
        wait(lambda: not controller.active_count())
        menu = window.table.menu_for(runs)
        explain = next(each for each in menu.actions() if each.text() == "Explain these two…")
        explain.trigger()

        dialog = window.findChild(ExperimentDialog)
        wait(dialog.isVisible)
        texts = [label.text() for label in page(dialog).findChildren(QLabel)]
        assert [text for text in texts if text[:3] in ("2. ", "3. ")] == [
            "2. Pixels: 0 to 255, as stored",
            "3. Two small hidden layers, 600 examples, batch 50, raw pixels, lr 0.2 "
            "(Learning rate: 0.2)",
        ]
        assert not any("An optimizer and" in text for text in texts)
        assert count(dialog) == "15 runs in all, about 10 s"  # so quick that five seeds are advised
        assert dialog.windowTitle() == "What makes the difference?"
        assert dialog.findChild(QComboBox).isHidden()  # there is nothing to choose
        type_seeds(dialog, "1")
        press_button(dialog, "Start")
        experiment = window.comparison.shown().kept.experiment
        assert [member.config for member in experiment.members] == [
            self.BEFORE,
            with_values(self.BEFORE, {"data.pixels": "raw"}),
            with_values(self.AFTER, {"seed": 3}),
        ]
        assert experiment.seeds == (3,)

    def test_enter_starts_the_ladder_since_nothing_has_to_be_chosen(self, application, wait):
        window, controller = application.window, application.controller
        runs = [controller.start(config) for config in (self.BEFORE, self.AFTER)]
        wait(lambda: not controller.active_count())
        window.training.explain(runs)
        dialog = window.findChild(ExperimentDialog)
        wait(dialog.isVisible)
        wait(lambda: start(dialog).hasFocus())
        QTest.keyClick(start(dialog), Qt.Key.Key_Return)
        assert window.comparison.shown().kept.kind is Kind.LADDER

    def test_the_estimate_follows_the_seeds(self, dressed, qtbot):
        asked = []

        def seconds_for(plan):
            asked.append(len(plan))
            return 60.0 * len(plan)

        dialog = ExperimentDialog(quick(), (), seconds_for=seconds_for)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        type_seeds(dialog, "4")
        assert count(dialog) == "8 runs in all, about 8 min"
        assert asked[-1] == 8
        choose_in(dialog.findChildren(QComboBox)[0], "Search for good settings")
        labels = dialog.findChildren(QLabel)
        text = next(each.text() for each in labels if "for the verdict" in each.text())
        assert "8 runs for the verdict, about " in text
        assert asked[-1] == int(text.split()[0]) + 8

    @pytest.mark.parametrize("others", [(), (quick(), quick()), (line(),)])
    def test_it_is_for_two_runs_that_read_digits(self, application, wait, others):
        window, controller = application.window, application.controller
        runs = [controller.start(config) for config in (quick(), *others)]
        menu = window.table.menu_for(runs)
        explain = next(each for each in menu.actions() if each.text() == "Explain these two…")
        assert not explain.isEnabled()
        controller.stop()
        wait(lambda: not controller.active_count())


class TestRoom:
    def test_all_networks_are_seen_without_scrolling(self, opened, wait):
        dialog, _ = opened()
        wait(lambda: members(dialog).verticalScrollBar().maximum() == 0)

    def test_it_grows_with_the_choices_of_a_grid(self, opened, wait):
        dialog, _ = opened()
        choose_kind(dialog, GRID_TITLE)
        for setting, title in zip(axes(dialog)[0], ("Optimizer", "Pixels"), strict=True):
            choose_in(setting, title)
        shown = [one for one in page(dialog).findChildren(QListWidget) if one.isVisible()]
        assert len(shown) == 2
        wait(lambda: all(one.verticalScrollBar().maximum() == 0 for one in shown))
        wait(
            lambda: (
                page(dialog)
                .rect()
                .contains(shown[1].mapTo(page(dialog), shown[1].rect().bottomLeft()))
            )
        )

    def test_values_are_asked_for_once_there_is_a_setting(self, opened):
        dialog, _ = opened()
        choose_kind(dialog, GRID_TITLE)
        fields, lines = axes(dialog)
        assert [line.isVisible() for line in lines] == [True, False]
        choose_in(fields[1], "Batch size")
        assert [line.isVisible() for line in lines] == [True, True]

    def test_either_the_number_of_runs_or_what_is_wrong_is_told(self, opened):
        dialog, _ = opened()
        choose_kind(dialog, GRID_TITLE)
        told = {
            label.property("role"): label
            for label in dialog.findChildren(QLabel)
            if label.property("role")
            and not isinstance(label, SeedAdvice)
            and label is not dialog.where.note
        }
        assert (told["quiet"].isVisible(), told["wrong"].isVisible()) == (True, False)
        type_over(axes(dialog)[1][0], "x")
        assert (told["quiet"].isVisible(), told["wrong"].isVisible()) == (False, True)


class TestGrid:
    @pytest.fixture
    def grid(self, opened):
        def show(form=None):
            dialog, asked = opened(form)
            choose_kind(dialog, GRID_TITLE)
            return dialog, asked

        return show

    def test_of_one_setting(self, grid):
        dialog, asked = grid()
        assert count(dialog) == "9 runs in all"
        _, lines = axes(dialog)
        type_over(lines[0], "0.01, 0.5")
        type_seeds(dialog, "1")
        assert count(dialog) == "2 runs in all"
        press_button(dialog, "Start")
        kind, experiment, names, made = asked[0]
        assert kind is Kind.GRID
        assert made.axes == (Axis("optimizer.learning_rate", (0.01, 0.5)),)
        assert made.base == quick()
        assert [member.config.optimizer.learning_rate for member in experiment.members] == [
            0.01,
            0.5,
        ]
        assert experiment == made.experiment(1)
        assert set(names) == set(experiment.names)

    def test_of_two_settings(self, grid):
        dialog, asked = grid()
        fields, lines = axes(dialog)
        choose_in(fields[1], "Optimizer")
        assert not lines[1].isVisible()
        kinds = next(each for each in page(dialog).findChildren(QListWidget) if each.isVisible())
        for unticked in (OptimizerKind.ADAMW, OptimizerKind.ADAGRAD):
            kinds.setCurrentRow(list(OptimizerKind).index(unticked))
            QTest.keyClick(kinds, Qt.Key.Key_Space)
        type_seeds(dialog, "2")
        assert count(dialog) == "18 runs in all"
        press_button(dialog, "Start")
        made = asked[0][3]
        assert made.axes[1] == Axis("optimizer.kind", ("sgd", "adam", "rmsprop"))
        assert [config.optimizer.kind for config in made.configs()[0]] == ["sgd", "adam", "rmsprop"]

    @pytest.mark.parametrize(
        ("title", "path", "typed", "values"),
        [
            ("Learning rate", "optimizer.learning_rate", "0.01, 0.1,1", (0.01, 0.1, 1)),
            ("Learning rate", "optimizer.learning_rate", "1e-3,2e-3", (0.001, 0.002)),
            ("Batch size", "data.batch_size", " 20 ,50", (20, 50)),
            ("Epochs", "epochs", "1, 2, 3", (1, 2, 3)),
        ],
    )
    def test_values_arrive_as_they_were_typed(self, grid, title, path, typed, values):
        dialog, asked = grid()
        fields, lines = axes(dialog)
        choose_in(fields[0], title)
        type_over(lines[0], typed)
        press_button(dialog, "Start")
        _, experiment, _, made = asked[0]
        assert made.axes == (Axis(path, values),)
        seen = [value_at(member.config, path) for member in experiment.members]
        assert tuple(seen) == values

    @pytest.mark.parametrize(
        ("title", "path", "shown", "unticked", "values"),
        [
            (
                "Pixels",
                "data.pixels",
                [str(kind.label) for kind in Pixels],
                2,
                (Pixels.UNIT, Pixels.RAW),
            ),
            ("Bias", "model.bias", ["yes", "no"], None, (True, False)),
        ],
    )
    def test_choices_are_ticked_by_their_names(self, grid, title, path, shown, unticked, values):
        dialog, asked = grid()
        fields, lines = axes(dialog)
        choose_in(fields[0], title)
        assert not lines[0].isVisible()
        offered = next(each for each in page(dialog).findChildren(QListWidget) if each.isVisible())
        names = [offered.item(row).text() for row in range(offered.count())]
        assert names == shown
        if unticked is not None:
            offered.setCurrentRow(unticked)
            QTest.keyClick(offered, Qt.Key.Key_Space)
        press_button(dialog, "Start")
        assert asked[0][3].axes == (Axis(path, values),)
        assert [value_at(member.config, path) for member in asked[0][1].members] == list(values)

    def test_without_a_tick_there_is_nothing_to_start(self, grid):
        dialog, _ = grid()
        choose_in(axes(dialog)[0][0], "Bias")
        offered = next(each for each in page(dialog).findChildren(QListWidget) if each.isVisible())
        for row in range(offered.count()):
            offered.setCurrentRow(row)
            QTest.keyClick(offered, Qt.Key.Key_Space)
        assert (fault(dialog), count(dialog)) == ("", "Enter or tick two or more values.")
        assert not start(dialog).isEnabled()

    @pytest.mark.parametrize("typed", ["", "0.1", "0.1,", "0.1, 0.1"])
    def test_what_is_not_complete_is_nothing_wrong(self, grid, typed):
        dialog, asked = grid()
        type_over(axes(dialog)[1][0], typed)
        assert (fault(dialog), count(dialog)) == ("", "Enter or tick two or more values.")
        press_button(dialog, "Start")
        assert asked == []

    @pytest.mark.parametrize("preset_name", ["mlp", "logistic", "cnn", "relu-dropout"])
    def test_each_setting_starts_with_valid_values(self, grid, preset_name):
        dialog, _ = grid(quick(preset_name, {"data.validation_size": 200}))
        first, second = axes(dialog)[0]
        alone = ("Network", "Nesterov", "Pruning")  # no second value goes with the other settings
        for setting in (first, second):
            for row in range(setting.count()):
                if setting.model().item(row).isEnabled():
                    setting.setCurrentIndex(row)
                    title = setting.currentText()
                    assert fault(dialog) == "", title
                    assert start(dialog).isEnabled() or title in alone, title

    def test_patience_has_one_valid_value_without_held_out_examples(self, grid):
        dialog, _ = grid(quick())
        choose_in(axes(dialog)[0][0], "Patience")
        assert axes(dialog)[1][0].text() == "0"
        assert (fault(dialog), count(dialog)) == ("", "Enter or tick two or more values.")
        type_over(axes(dialog)[1][0], "0, 5")
        assert fault(dialog).startswith("Patience: Early stopping needs validation examples")
        assert not start(dialog).isEnabled()

    @pytest.mark.parametrize(
        ("title", "typed", "layers"),
        [
            ("Number of hidden layers", "1, 3", [(128,), (128, 64, 64)]),
            ("Units", "8, 16", [(8, 8), (16, 16)]),
        ],
    )
    def test_layers_and_their_units_are_varied(self, grid, title, typed, layers):
        dialog, asked = grid(quick("mlp"))
        choose_in(axes(dialog)[0][0], title)
        type_over(axes(dialog)[1][0], typed)
        press_button(dialog, "Start")
        made = [member.config.model.hidden for member in asked[0][1].members]
        assert [tuple(layer.units for layer in hidden) for hidden in made] == layers

    def test_activations_and_dropout_are_varied_together_and_named_in_words(self, grid):
        dialog, asked = grid(quick("mlp"))
        fields, lines = axes(dialog)
        choose_in(fields[0], "Dropout")
        type_over(lines[0], "0, 0.5")
        choose_in(fields[1], "Activation")
        press_button(dialog, "Start")
        _, experiment, names, _ = asked[0]
        made = {
            (layer.dropout, layer.activation)
            for member in experiment.members
            for layer in member.config.model.hidden
        }
        assert made == {(rate, activation) for rate in (0, 0.5) for activation in Activation}
        assert "Dropout: 0.5, Activation: Sigmoid" in {translate(name) for name in names.values()}

    def test_what_no_layer_can_have_is_explained_by_its_name(self, grid):
        dialog, _ = grid(quick("mlp"))
        for title, typed in (("Units", "8, 0"), ("Number of hidden layers", "1, 9")):
            choose_in(axes(dialog)[0][0], title)
            type_over(axes(dialog)[1][0], typed)
            assert fault(dialog).startswith(f"{title}: must be a whole number from ")

    def test_choices_are_named_in_the_language_in_force(self, opened, translation):
        translation.use(Language.CHINESE)
        dialog, _ = opened()
        QTest.keyClick(dialog.findChild(QComboBox), Qt.Key.Key_End)
        fields, _ = axes(dialog)
        fields[0].setCurrentIndex(fields[0].findData("optimizer.kind"))
        offered = next(each for each in page(dialog).findChildren(QListWidget) if each.isVisible())
        assert [offered.item(row).text() for row in range(offered.count())] == [
            translate(k.label) for k in OptimizerKind
        ]

    def test_a_chinese_comma_is_one_too(self, grid):
        dialog, asked = grid()
        _, lines = axes(dialog)
        type_over(lines[0], "0.01")
        composed = QInputMethodEvent()
        composed.setCommitString("，0.1， 1")
        QCoreApplication.sendEvent(lines[0], composed)
        press_button(dialog, "Start")
        assert asked[0][3].axes[0].values == (0.01, 0.1, 1)

    @pytest.mark.parametrize(
        ("title", "typed", "reason"),
        [
            (
                "Learning rate",
                "0.1, fast",
                "Learning rate: must be a number from 1e-07 to 10, not fast.",
            ),
            (
                "Learning rate",
                "0.1, 11",
                "Learning rate: must be a number from 1e-07 to 10, not 11.",
            ),
            (
                "Learning rate",
                "0.1, NaN",
                "Learning rate: must be a number from 1e-07 to 10, not NaN.",
            ),
            (
                "Batch size",
                "50, 601",
                "Batch size: A batch of 601 does not fit into 600 training examples",
            ),
            (
                "Batch size",
                "50, 2.5",
                "Batch size: must be a whole number from 1 to 10000, not 2.5.",
            ),
        ],
    )
    def test_what_cannot_be_is_explained_and_not_started(self, grid, title, typed, reason):
        dialog, asked = grid()
        fields, lines = axes(dialog)
        choose_in(fields[0], title)
        type_over(lines[0], typed)
        assert fault(dialog).startswith(reason)
        assert not start(dialog).isEnabled()
        press_button(dialog, "Start")
        assert asked == []
        choose_in(fields[0], "Learning rate")
        type_over(lines[0], "0.1, 0.2")
        assert (fault(dialog), start(dialog).isEnabled()) == ("", True)

    def test_the_same_setting_is_not_offered_twice(self, grid):
        dialog, asked = grid()
        first, second = axes(dialog)[0]
        row = second.findText("Learning rate")
        assert not second.model().item(row).isEnabled()
        choose_in(second, "Epochs")
        choose_in(first, "Epochs")
        assert second.currentText() == "none"
        assert second.model().item(row).isEnabled()
        press_button(dialog, "Start")
        assert [axis.path for axis in asked[0][3].axes] == ["epochs"]

    def test_what_must_be_the_same_for_all_is_not_offered(self, grid):
        dialog, _ = grid()
        assert axes(dialog)[0][0].findText("Test examples") == -1

    def test_too_many_runs_are_refused(self, grid):
        dialog, _ = grid()
        fields, lines = axes(dialog)
        choose_in(fields[1], "Epochs")
        type_over(lines[1], "1, 2")
        type_seeds(dialog, "100")
        assert "600" in fault(dialog)
        assert not start(dialog).isEnabled()

    def test_offers_what_matters_to_the_form(self, grid):
        dialog, _ = grid(quick("relu-dropout"))
        fields, _ = axes(dialog)
        offered = {fields[0].itemText(row) for row in range(fields[0].count())}
        assert {"Learning rate", "Batch size", "Weight decay", "Training examples"} <= offered
        assert not {"Momentum", "Hidden layers", "Seed", "Preset", "none"} & offered
        assert fields[1].currentText() == "none"

    def test_what_another_kind_cannot_do_does_not_matter(self, grid):
        dialog, _ = grid()
        _, lines = axes(dialog)
        type_over(lines[0], "nonsense")
        assert not start(dialog).isEnabled()
        choose_kind(dialog, LADDER_TITLE)
        assert (fault(dialog), start(dialog).isEnabled()) == ("", True)


def test_it_speaks_chinese(opened, translation):
    translation.use(Language.CHINESE)
    dialog, _ = opened()
    english = {"New comparison", "Compare networks", "Start", "Seeds", "Cancel"}
    shown = {dialog.windowTitle(), *(label.text() for label in dialog.findChildren(QLabel))}
    shown |= {button.text() for button in dialog.findChildren(QPushButton)}
    shown |= {dialog.findChild(QComboBox).itemText(row) for row in range(3)}
    assert not english & shown


class TestFromTheWindow:
    def test_a_form_for_a_line_has_no_network_to_offer(self, application, wait):
        window = application.window
        window.setup.set_config(line())
        QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
        dialog = window.findChild(ExperimentDialog)
        wait(dialog.isVisible)
        assert not any(title.startswith("The form's network") for title in titles(dialog))
        press_button(dialog, "Cancel")

    def test_the_selected_runs_are_offered_and_what_is_started_trains(self, application, wait):
        window = application.window
        form = quick(changes={"epochs": 1})
        for layers in ([{"units": 5}], [{"units": 6}]):
            application.controller.start(quick("mlp", {"model.hidden": layers, "epochs": 1}))
        wait(lambda: not application.controller.active_count())
        window.setup.set_config(form)
        view = window.table.view
        QTest.mouseClick(
            view.viewport(), LEFT, pos=view.visualRect(view.model().index(0, 0)).center()
        )
        QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
        dialog = window.findChild(ExperimentDialog)
        wait(dialog.isVisible)
        assert [title for title in titles(dialog) if title.startswith("Settings of")] == [
            f"Settings of 784-6-10{SIZES}"
        ]
        for title in (f"Settings of 784-6-10{SIZES}", "Sigmoid"):
            tick(dialog, title)
        type_seeds(dialog, "1")
        press_button(dialog, "Start")
        wait(window.verdict.isVisible)
        assert "784-6-10" in window.verdict.sentence.text()
        assert "ReLU + Dropout" in window.verdict.sentence.text()
        assert len(application.store.entries()) == 4

    def test_a_grid_brings_its_map_in_sight(self, application, wait):
        window = application.window
        window.setup.set_config(quick(changes={"epochs": 1}))
        QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
        dialog = window.findChild(ExperimentDialog)
        wait(dialog.isVisible)
        choose_kind(dialog, GRID_TITLE)
        type_seeds(dialog, "1")
        press_button(dialog, "Start")
        assert window.comparison.isVisible()
        wait(lambda: window.comparison.shown().is_over)


def test_while_the_form_fits_a_line_the_defaults_are_named_as_such(dressed, qtbot, translation):
    dialog = ExperimentDialog(quick(), [], None, has_own=False)
    qtbot.addWidget(dialog)
    texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "The form fits a line" in texts
    assert "as set in the form" not in texts


class Estimates:
    """Keeps the requests for outlooks, so that a test answers them when it likes."""

    def __init__(self):
        self.requests = []

    def request(self, experiment, show):
        self.requests.append((experiment.names, show))


class TestAdvice:
    outlook = Outlook("sigmoid", "relu-dropout", (42, 43), 1, 0.01, Variation(1e-7, 0.005**2))

    def advice(self, dialog):
        return dialog.findChild(SeedAdvice)

    def test_it_follows_the_number_of_seeds(self, opened):
        estimates = Estimates()
        dialog, _ = opened(outlooks=estimates)
        label = self.advice(dialog)
        assert label.text().startswith("With fewer than 5 seeds")
        ((names, show),) = estimates.requests
        assert set(names) == {"sigmoid", "relu-dropout"}
        show([self.outlook])
        assert label.text().startswith("3 seeds show differences of 1.6")
        type_seeds(dialog, "5")
        assert label.text().startswith("5 seeds show differences of 0.85 points")
        type_seeds(dialog, "1")
        assert label.text().startswith("With one seed")
        assert len(estimates.requests) == 1

    def test_an_estimate_of_other_networks_is_dropped(self, opened):
        estimates = Estimates()
        dialog, _ = opened(outlooks=estimates)
        tick(dialog, "Logistic regression")
        assert [len(names) for names, _ in estimates.requests] == [2, 3]
        estimates.requests[0][1]([self.outlook])
        assert self.advice(dialog).text().startswith("With fewer than 5 seeds")

    def test_a_grid_has_none(self, opened):
        dialog, _ = opened()
        choose_kind(dialog, GRID_TITLE)
        assert not self.advice(dialog).isVisible()
