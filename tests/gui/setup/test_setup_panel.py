"""The form: what stands in it is the config, or the form says what is wrong with it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSlider,
    QToolButton,
    QWidget,
)
from superqt import QCollapsible

from core.config.choices import Choice
from core.config.fields import FIELDS, FieldKind, fields_of, value_at, with_values
from core.config.presets import PRESETS, as_in_the_tutorial, preset
from core.config.setting import Group
from core.machine.devices import options
from core.messages import message
from gui.runs.current_config import CurrentConfig
from gui.settings.preferences import Preferences
from gui.settings.stored_values import Memory
from gui.setup.layers_editor import LayersEditor
from gui.setup.preset_choice import ParagraphOfForm
from gui.setup.setup_panel import BY_PRESET, SetupPanel
from gui.style.translation import Language
from gui.widgets.field_editors import ChoiceEdit
from gui.window.commands import commands as all_commands
from tests.gui.driving import LEFT, Recorder, choose_in, draw, quick, roll_wheel, type_over

DOWN = Qt.Key.Key_Down


@pytest.fixture
def panel(dressed, qtbot, current, translation):
    made = SetupPanel(current)
    qtbot.addWidget(made)
    made.resize(300, 900)
    made.show()
    qtbot.waitExposed(made)
    unfold(made)
    return made


def unfold(panel):
    """Open the groups that are folded at first."""
    for button in panel.findChildren(QPushButton):
        if isinstance(button.parent(), QCollapsible):
            QTest.mouseClick(button, LEFT)


def editor(panel, path):
    return panel.findChild(QWidget, path)


def field(panel, path):
    """Where one types."""
    return editor(panel, path).focusProxy() or editor(panel, path)


def presets_combo(panel):
    return next(
        combo for combo in panel.findChildren(QComboBox) if combo.findData("relu-dropout") >= 0
    )


def choose_preset(panel, name):
    """Go through the list with the keys."""
    combo = presets_combo(panel)
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findData(name)):
        QTest.keyClick(combo, DOWN)
    assert combo.currentData() == name


def faults(panel):
    return [
        label.text()
        for label in panel.findChildren(QLabel)
        if label.property("role") == "wrong" and label.isVisible()
    ]


def is_shown(panel, path):
    return not editor(panel, path).isHidden()


def tutorial_box(panel):
    return next(box for box in panel.findChildren(QCheckBox) if box.text() == "As in the tutorial")


def pixels_note(panel):
    return next(
        label for label in panel.findChildren(QLabel) if "divide pixels by 255" in label.text()
    )


class TestTutorial:
    def test_a_tick_shows_the_tutorials_own_settings_and_says_what_it_does_to_pixels(self, panel):
        choose_preset(panel, "sigmoid")
        assert not pixels_note(panel).isVisible()
        QTest.keyClick(tutorial_box(panel), Qt.Key.Key_Space)
        assert panel.config() == as_in_the_tutorial(preset("sigmoid").config)
        assert pixels_note(panel).isVisible()
        assert "0 to 255, as stored" in pixels_note(panel).text()
        assert "Changed from the preset." not in shown_texts(panel)

    def test_the_texts_take_no_more_height_than_they_need(self, panel, wait):
        choose_preset(panel, "sigmoid")
        QTest.keyClick(tutorial_box(panel), Qt.Key.Key_Space)
        note = pixels_note(panel)
        wait(lambda: note.height() == note.heightForWidth(note.width()))
        box = tutorial_box(panel)
        end, start = box.mapTo(panel, box.rect().bottomLeft()), note.mapTo(panel, QPoint(0, 0))
        assert 0 < start.y() - end.y() < box.height()

    def test_it_holds_for_the_next_network_too_until_the_tick_is_gone(self, panel):
        choose_preset(panel, "logistic")
        QTest.keyClick(tutorial_box(panel), Qt.Key.Key_Space)
        choose_preset(panel, "mlp")
        assert panel.config() == as_in_the_tutorial(preset("mlp").config)
        QTest.keyClick(tutorial_box(panel), Qt.Key.Key_Space)
        assert panel.config() == preset("mlp").config

    def test_the_text_has_its_own_pixels_and_any_other_change_takes_the_tick_away(self, panel):
        choose_preset(panel, "sigmoid")
        QTest.keyClick(tutorial_box(panel), Qt.Key.Key_Space)
        choose_in(editor(panel, "data.pixels"), "0 to 255, as stored")
        assert tutorial_box(panel).isChecked()
        type_over(field(panel, "epochs"), "7")
        assert not tutorial_box(panel).isChecked()
        assert not pixels_note(panel).isVisible()

    def test_what_the_tutorial_does_not_have_is_not_offered(self, panel):
        choose_preset(panel, "sigmoid")
        QTest.keyClick(tutorial_box(panel), Qt.Key.Key_Space)
        choose_preset(panel, "cnn")
        assert not tutorial_box(panel).isVisible()
        assert panel.config() == preset("cnn").config

    def test_undo_brings_the_settings_back(self, panel):
        choose_preset(panel, "sigmoid")
        type_over(field(panel, "epochs"), "7")
        before = panel.config()
        QTest.keyClick(tutorial_box(panel), Qt.Key.Key_Space)
        panel.history.undo.trigger()
        assert panel.config() == before
        assert not tutorial_box(panel).isChecked()


def shown_texts(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


class TestFields:
    def test_each_has_an_editor_or_is_decided_by_the_preset(self, panel):
        assert {path for path in FIELDS if editor(panel, path) is None} == set(BY_PRESET)

    def test_they_bear_the_titles_help_and_limits_of_the_config(self, panel):
        labels = {label.text(): label for label in panel.findChildren(QLabel)}
        for path, spec in FIELDS.items():
            if path not in BY_PRESET:
                unit = "" if spec.about.unit is None else f" ({spec.about.unit})"
                label = labels[f"{spec.about.title}{unit}"]
                assert label.toolTip().startswith(str(spec.about.help))
                if spec.kind is not FieldKind.LAYERS:
                    assert label.buddy() is editor(panel, path)
                    assert editor(panel, path).toolTip() == label.toolTip()
        assert labels["Epochs"].toolTip().endswith("From 1 to 10000.")
        assert labels["Learning rate"].toolTip().endswith("From 1e-07 to 10.")

    @pytest.mark.parametrize(
        ("path", "text", "value"),
        [
            ("epochs", "7", 7),
            ("seed", "2147483647", 2**31 - 1),
            ("data.train_size", "600", 600),
            ("data.test_size", "1", 1),
            ("data.batch_size", "64", 64),
            ("optimizer.learning_rate", "0.25", 0.25),
            ("optimizer.momentum", "0.5", 0.5),
            ("optimizer.weight_decay", "1e-5", 1e-5),
            ("threads", "3", 3),
        ],
    )
    def test_typing_changes_the_config(self, panel, current, path, text, value):
        changed = Recorder(current.changed)
        type_over(field(panel, path), text)
        assert panel.config() == with_values(preset("mlp").config, {path: value})
        assert changed.heard

    def test_choosing_changes_the_config(self, panel):
        paths = [path for path, spec in FIELDS.items() if spec.kind is FieldKind.CHOICE]
        for path in set(paths) - set(BY_PRESET):
            panel.set_config(preset("mlp").config)
            combo, choices = editor(panel, path), FIELDS[path].choices
            QTest.keyClick(combo, Qt.Key.Key_Home)
            for choice in choices[1:]:
                QTest.keyClick(combo, DOWN)
                assert value_at(panel.config(), path) is choice
                assert isinstance(choice, Choice)

    @pytest.mark.parametrize("path", ["model.bias", "optimizer.nesterov", "plain"])
    def test_checking_changes_the_config(self, panel, path):
        before = value_at(panel.config(), path)
        QTest.keyClick(editor(panel, path), Qt.Key.Key_Space)
        assert value_at(panel.config(), path) is not before

    def test_sliding_changes_the_config(self, panel):
        QTest.keyClick(
            editor(panel, "optimizer.learning_rate").findChild(QSlider), Qt.Key.Key_PageUp
        )
        assert panel.config().optimizer.learning_rate == pytest.approx(0.1)

    def test_arrow_keys_change_the_config(self, panel):
        QTest.keyClick(field(panel, "epochs"), Qt.Key.Key_Up)
        assert panel.config().epochs == 50

    def test_layers_change_the_config_and_the_count_of_parameters(self, panel, qapp):
        layers = editor(panel, "model.hidden")
        QTest.mouseClick(layers.findChild(QPushButton), LEFT)
        assert [layer.units for layer in panel.config().model.hidden] == [128, 64, 64]
        parameters = 784 * 128 + 128 + 128 * 64 + 64 + 64 * 64 + 64 + 64 * 10 + 10
        assert f"{parameters:,} parameters to learn" in [
            label.text() for label in panel.findChildren(QLabel)
        ]
        for _ in range(3):
            qapp.processEvents()  # shows what is new
            QTest.mouseClick(
                next(b for b in layers.findChildren(QToolButton) if b.isVisible()), LEFT
            )
        assert panel.config().model.hidden == ()


class TestFaults:
    @pytest.mark.parametrize(
        ("path", "text", "reason"),
        [
            ("epochs", "0", "Must be a whole number from 1 to 10000, not 0."),
            ("epochs", "", "Must be a whole number from 1 to 10000."),
            ("epochs", "2.5", "Must be a whole number from 1 to 10000, not 2.5."),
            ("seed", "-1", "Must be a whole number from 0 to 2147483647, not -1."),
            ("optimizer.learning_rate", "fast", "Must be a number from 1e-07 to 10, not fast."),
            ("optimizer.learning_rate", "nan", "Must be a number from 1e-07 to 10, not NaN."),
            ("optimizer.momentum", "1", "Must be a number from 0 to 0.999, not 1."),
            ("data.train_size", "60001", "There are only 60000 examples, not 60001."),
            (
                "data.batch_size",
                "9" * 70,
                "Must be a whole number from 1 to 10000, not " + "9" * 57 + "....",
            ),
        ],
    )
    def test_one_is_marked_in_its_place_with_the_reason(self, panel, current, path, text, reason):
        assert faults(panel) == []
        changed = Recorder(current.changed)
        type_over(field(panel, path), text)
        assert panel.config() is None
        assert [error.path for error in current.errors] != []
        assert changed.heard
        assert faults(panel) == [reason]
        assert field(panel, path).property("wrong") is True
        marked = [line for line in panel.findChildren(QLineEdit) if line.property("wrong")]
        assert marked == [field(panel, path)]
        label = next(label for label in panel.findChildren(QLabel) if label.text() == reason)
        place, below = (w.mapTo(panel, QPoint(0, 0)).y() for w in (field(panel, path), label))
        assert place < below < place + 60

    def test_a_mended_one_is_accepted(self, panel):
        type_over(field(panel, "epochs"), "none")
        type_over(field(panel, "epochs"), "5")
        assert panel.config() == with_values(preset("mlp").config, {"epochs": 5})
        assert faults(panel) == []
        assert not field(panel, "epochs").property("wrong")

    def test_several_are_told_at_once(self, panel):
        type_over(field(panel, "epochs"), "0")
        type_over(field(panel, "seed"), "x")
        assert len(faults(panel)) == 2
        type_over(field(panel, "epochs"), "1")
        assert len(faults(panel)) == 1
        assert panel.config() is None

    def test_a_combination_is_told_where_it_is_mended_most_easily(self, panel):
        type_over(field(panel, "data.train_size"), "50")
        assert faults(panel) == [
            "A batch of 100 does not fit into 50 training examples; take 50 or fewer."
        ]
        assert field(panel, "data.batch_size").property("wrong") is True
        type_over(field(panel, "data.batch_size"), "10")
        assert panel.config() == with_values(
            preset("mlp").config, {"data.train_size": 50, "data.batch_size": 10}
        )

    def test_nesterov_without_momentum(self, panel):
        QTest.keyClick(editor(panel, "optimizer.nesterov"), Qt.Key.Key_Space)
        assert panel.config() is not None
        type_over(field(panel, "optimizer.momentum"), "0")
        assert faults(panel) == ["Nesterov needs a momentum above 0; 0.9 is usual."]

    def test_a_layers_number_is_marked_alone(self, panel):
        lines = editor(panel, "model.hidden").findChildren(QLineEdit)
        type_over(lines[2], "5000")
        assert faults(panel) == ["Must be a whole number from 1 to 4096, not 5000."]
        assert [bool(line.property("wrong")) for line in lines] == [False, False, True, False]
        type_over(lines[2], "50")
        assert [layer.units for layer in panel.config().model.hidden] == [128, 50]
        assert not any(line.property("wrong") for line in lines)

    def test_nothing_typed_meanwhile_is_lost(self, panel):
        type_over(field(panel, "epochs"), "soon")
        type_over(field(panel, "seed"), "7")
        type_over(field(panel, "optimizer.learning_rate"), "0.3")
        QTest.keyClick(editor(panel, "optimizer.kind"), DOWN)
        QTest.mouseClick(editor(panel, "model.hidden").findChild(QPushButton), LEFT)
        assert panel.config() is None
        type_over(field(panel, "epochs"), "3")
        config = panel.config()
        assert (config.epochs, config.seed, config.optimizer.learning_rate) == (3, 7, 0.3)
        assert config.optimizer.kind == "adam"
        assert len(config.model.hidden) == 3

    def test_a_change_of_language_keeps_what_is_wrong_and_says_it_anew(
        self, panel, translation, wait
    ):
        type_over(field(panel, "epochs"), "0")
        type_over(field(panel, "seed"), "9")
        english = faults(panel)
        translation.use(Language.CHINESE)
        wait(lambda: faults(panel) != english)
        assert len(faults(panel)) == 1
        assert field(panel, "epochs").text() == "0"
        assert field(panel, "seed").text() == "9"
        assert panel.config() is None
        type_over(field(panel, "epochs"), "4")
        assert panel.config() == with_values(preset("mlp").config, {"epochs": 4, "seed": 9})


class TestPresets:
    def test_one_fills_the_form(self, panel):
        for name in PRESETS:
            choose_preset(panel, name)
            assert panel.config() == PRESETS[name].config
            said = [label.text() for label in panel.findChildren(QLabel)]
            assert str(PRESETS[name].about) in said

    def test_its_values_go_in_and_come_out_again(self, panel):
        for name in PRESETS:
            panel.set_config(PRESETS[name].config)
            type_over(field(panel, "seed"), "43")
            type_over(field(panel, "seed"), "42")
            assert panel.config() == PRESETS[name].config

    def test_every_setting_goes_in_and_comes_out_again(self, panel):
        changes = {
            "model.hidden": [{"units": 3, "activation": "gelu", "dropout": 0.15}],
            "model.bias": False,
            "model.norm": "batch",
            "model.init": "normal",
            "model.init_std": 0.07,
            "data.train_size": 1234,
            "data.test_size": 321,
            "data.test_subset": "first",
            "data.validation_size": 99,
            "data.augment.shift": 1.5,
            "data.augment.rotation": 12.5,
            "data.augment.scale": 0.2,
            "data.augment.noise": 0.05,
            "data.batch_size": 17,
            "data.label_noise": 0.15,
            "data.order": "file",
            "data.pixels": "standardized",
            "data.polarity": "as-is",
            "data.shuffle_pixels": True,
            "data.points.noise": 0.25,
            "data.points.seed": 8,
            "optimizer.kind": "rmsprop",
            "optimizer.learning_rate": 0.0123456789,
            "optimizer.momentum": 0.125,
            "optimizer.weight_decay": 3e-4,
            "optimizer.l1": 2e-5,
            "optimizer.adversarial": 0.15,
            "pruning.kind": "none",  # a cut goes with neither a schedule nor early stopping
            "schedule.kind": "step",
            "schedule.step_epochs": 3,
            "schedule.step_factor": 0.75,
            "epochs": 77,
            "patience": 6,
            "device": "cpu",
            "threads": 2,
            "precision": "bfloat16",
            "plain": True,
        }
        config = with_values(preset("mlp").config, changes)
        without_effect = {"optimizer.nesterov", "pruning.share", "pruning.after"}
        assert set(changes) | without_effect | {"seed", *BY_PRESET} == set(FIELDS)
        panel.set_config(config)
        type_over(field(panel, "seed"), "42")
        assert panel.config() == config

    def test_the_machine_stays_as_the_user_set_it(self, panel):
        type_over(field(panel, "seed"), "5")
        type_over(field(panel, "threads"), "2")
        type_over(field(panel, "epochs"), "3")
        choose_preset(panel, "sigmoid")
        assert panel.config() == with_values(preset("sigmoid").config, {"seed": 5, "threads": 2})

    def test_one_mends_a_form_that_is_wrong(self, panel):
        type_over(field(panel, "epochs"), "0")
        choose_preset(panel, "logistic")
        assert panel.config() == preset("logistic").config
        assert faults(panel) == []
        assert not field(panel, "epochs").property("wrong")

    def test_showing_a_config_tells_those_who_follow_the_form_once(self, panel, current):
        changed = Recorder(current.changed)
        panel.set_config(quick("sigmoid"))
        assert len(changed.heard) == 1
        assert current.config == quick("sigmoid")
        assert panel.config() == quick("sigmoid")
        assert presets_combo(panel).currentData() == "sigmoid"


class TestWhatMatters:
    @pytest.mark.parametrize(
        ("optimizer", "shown"),
        [
            ("sgd", [True, True]),
            ("adam", [False, False]),
            ("adamw", [False, False]),
            ("rmsprop", [True, False]),
            ("adagrad", [False, False]),
        ],
    )
    def test_momentum_only_where_it_acts(self, panel, optimizer, shown):
        combo = editor(panel, "optimizer.kind")
        for _ in range(combo.findData(optimizer)):
            QTest.keyClick(combo, DOWN)
        assert [
            is_shown(panel, path) for path in ("optimizer.momentum", "optimizer.nesterov")
        ] == shown
        titles = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
        assert ["Momentum" in titles, "Nesterov" in titles] == shown

    def test_a_hidden_value_is_kept(self, panel):
        combo = editor(panel, "optimizer.kind")
        QTest.keyClick(combo, DOWN)
        QTest.keyClick(combo, Qt.Key.Key_Up)
        assert panel.config() == preset("mlp").config
        assert panel.config().optimizer.momentum == 0.9

    def test_the_steps_of_a_schedule_only_with_steps(self, panel):
        steps = ("schedule.step_epochs", "schedule.step_factor")
        assert [is_shown(panel, path) for path in steps] == [False, False]
        QTest.keyClick(editor(panel, "schedule.kind"), DOWN)
        assert [is_shown(panel, path) for path in steps] == [True, True]

    def test_a_line_has_no_layers_no_bias_and_no_pixels(self, panel):
        digits_only = ("model.hidden", "model.bias", "data.pixels")
        assert [is_shown(panel, path) for path in digits_only] == [True] * 3
        choose_preset(panel, "linear")
        assert [is_shown(panel, path) for path in digits_only] == [False] * 3
        assert "1 parameter to learn" in [label.text() for label in panel.findChildren(QLabel)]
        choose_preset(panel, "mlp")
        assert [is_shown(panel, path) for path in digits_only] == [True] * 3


class TestWheel:
    @pytest.fixture
    def bar(self, panel, wait):
        """The scroll bar of a form that is too long for its window."""
        panel.resize(300, 300)
        bar = panel.findChild(QScrollArea).verticalScrollBar()
        wait(lambda: bar.maximum() > 300)
        return bar

    def test_it_scrolls_the_form_and_changes_no_value(self, panel, bar):
        config = panel.config()
        kinds = QComboBox | QSlider | QLineEdit | QCheckBox
        widgets = [
            each
            for each in panel.findChildren(QWidget)
            if isinstance(each, kinds) and each.isVisible()
        ]
        assert len(widgets) > 20
        for widget in widgets:
            panel.findChild(QScrollArea).ensureWidgetVisible(widget)
            widget.setFocus()
            before = bar.value()
            way = -1 if before < bar.maximum() - 20 else 1
            roll_wheel(widget, way)
            assert (bar.value() - before) * way < 0, widget
        assert panel.config() == config
        assert presets_combo(panel).currentData() == "mlp"


class TestDevices:
    def test_what_this_machine_lacks_is_disabled_and_explained(self, panel):
        reasons = {option.kind: option.reason for option in options()}
        panel.set_device_reasons(reasons)
        combo = editor(panel, "device")
        assert [combo.itemData(n) for n in range(combo.count())] == [str(kind) for kind in reasons]
        for index, reason in enumerate(reasons.values()):
            assert combo.model().item(index).isEnabled() == (reason is None)
            tip = combo.itemData(index, Qt.ItemDataRole.ToolTipRole)
            assert tip == (None if reason is None else str(reason))

    def test_the_keys_pass_over_what_cannot_be_chosen(self, panel):
        missing = next(option.reason for option in options() if option.reason is not None)
        panel.set_device_reasons({"auto": None, "cpu": None, "cuda": missing, "mps": missing})
        combo = editor(panel, "device")
        for _ in range(5):
            QTest.keyClick(combo, DOWN)
        assert panel.config().device == "cpu"

    SLOW = message("16 bits are slow.")

    def test_16_bits_are_offered_where_they_are_not_slower(self, panel):
        panel.set_reasons_against_16_bits({"auto": self.SLOW, "cpu": None})
        combo = editor(panel, "precision")
        assert not combo.model().item(1).isEnabled()
        assert combo.itemData(1, Qt.ItemDataRole.ToolTipRole) == str(self.SLOW)
        QTest.keyClick(combo, DOWN)
        assert panel.config().precision == "float32"

        QTest.keyClick(editor(panel, "device"), DOWN)
        assert panel.config().device == "cpu"
        assert combo.model().item(1).isEnabled()
        assert combo.itemData(1, Qt.ItemDataRole.ToolTipRole) is None
        QTest.keyClick(combo, DOWN)
        assert panel.config().precision == "bfloat16"

    def test_a_config_with_16_bits_is_shown_as_it_is_where_they_are_slower(self, panel):
        panel.set_reasons_against_16_bits({"auto": self.SLOW})
        config = with_values(preset("mlp").config, {"precision": "bfloat16"})
        panel.set_config(config)
        assert editor(panel, "precision").currentData() == "bfloat16"
        assert panel.config() == config


def test_a_fold_hides_its_fields_until_it_is_opened(dressed, qtbot, translation):
    panel = SetupPanel(CurrentConfig(preset("mlp").config))
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    assert not editor(panel, "seed").isVisible()
    unfold(panel)
    assert editor(panel, "seed").isVisible()


def test_a_fault_in_a_folded_group_unfolds_it(panel):
    train_size = editor(panel, "data.train_size")
    fold = next(fold for fold in panel.findChildren(QCollapsible) if fold.isAncestorOf(train_size))
    fold.collapse(animate=False)
    type_over(editor(panel, "epochs"), "0")
    assert not fold.isExpanded()  # that fault is in sight
    type_over(train_size, "70000")
    assert panel.config() is None
    assert fold.isExpanded()


def folds(panel):
    """The folded groups, by their titles."""
    return {fold.text(): fold for fold in panel.findChildren(QCollapsible)}


def summary(fold):
    """What one reads below the title of a folded group."""
    return [
        label.text()
        for label in fold.findChildren(QLabel)
        if label.isVisible() and not fold.content().isAncestorOf(label)
    ]


@pytest.fixture
def folded(dressed, qtbot, translation, preferences):
    made = SetupPanel(CurrentConfig(preset("relu-dropout").config), preferences=preferences)
    qtbot.addWidget(made)
    made.resize(300, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


class TestFolds:
    def test_a_summary_is_no_higher_than_its_words(self, folded, wait):
        fold = folds(folded)["Examples"]
        folded.change({"data.train_size": 500})
        (values,) = (one for one in fold.findChildren(ParagraphOfForm) if one.isVisible())
        usual = values.fontMetrics().height()  # a line of text
        wait(lambda: values.height() == usual)
        folded.change({"data.test_size": 400, "data.validation_size": 30, "data.order": "file"})
        wait(lambda: values.height() > usual)
        folded.change(
            {"data.test_size": 10_000, "data.validation_size": 0, "data.order": "shuffled"}
        )
        wait(lambda: values.height() == usual)

    BASIC = (
        "model.hidden",
        "model.bias",
        "epochs",
        "optimizer.learning_rate",
        "optimizer.kind",
        "data.batch_size",
    )

    def test_what_beginners_change_is_shown_first_and_the_rest_is_folded(self, folded):
        shown = [
            path for path in FIELDS if editor(folded, path) and editor(folded, path).isVisible()
        ]
        assert set(shown) == set(self.BASIC)
        heights = [editor(folded, path).mapTo(folded, QPoint(0, 0)).y() for path in self.BASIC]
        assert heights == sorted(heights)
        assert len(folds(folded)) == sum(not group.is_basic for group in Group)

    def test_every_field_is_in_the_group_of_its_description(self, folded):
        for title, fold in folds(folded).items():
            group = next(group for group in Group if str(group.label) == title)
            inside = {path for path in FIELDS if fold.findChild(QWidget, path) is not None}
            assert inside == {spec.path for spec in fields_of(group)} - set(BY_PRESET)

    def test_headings_and_fields_share_no_names(self):
        headings = {str(group.label) for group in Group}
        fields = {str(spec.about.title) for path, spec in FIELDS.items() if path != "model.kind"}
        assert len(headings) == len(Group)
        assert not headings & fields

    def test_a_folded_group_names_what_it_holds(self, folded):
        assert summary(folds(folded)["Augmentation"]) == ["Shift, Rotation, Scale, Noise"]
        QTest.mouseClick(folds(folded)["Augmentation"].toggleButton(), LEFT)
        assert summary(folds(folded)["Augmentation"]) == []

    def test_it_shows_all_that_differs_from_the_default(self, folded):
        changes = {
            "seed": 7,
            "device": "cpu",
            "plain": True,
            "data.augment.shift": 2,
            "optimizer.weight_decay": 1e-4,
        }
        folded.set_config(with_values(preset("mlp").config, changes))
        assert summary(folds(folded)["Seed and machine"]) == [
            "Seed: 7 · Device: Processor (CPU) · Plain arithmetic: yes"
        ]
        assert summary(folds(folded)["Augmentation"]) == ["Shift (pixels): 2"]
        assert summary(folds(folded)["Training details"]) == [
            "Momentum: 0.9 · Weight decay: 0.0001"
        ]
        reader = folds(folded)["Augmentation"].toggleButton().accessibleDescription()
        assert reader == "Shift (pixels): 2"

        # momentum has no effect with Adam
        choose_in(editor(folded, "optimizer.kind"), "Adam")
        assert summary(folds(folded)["Training details"]) == ["Weight decay: 0.0001"]

    def test_a_group_without_an_effect_is_not_there(self, folded):
        choose_preset(folded, "linear")
        assert folds(folded)["Examples"].isVisible()
        assert not folds(folded)["Images"].isVisible()
        assert not folds(folded)["Augmentation"].isVisible()
        choose_preset(folded, "mlp")
        assert folds(folded)["Images"].isVisible()

    def test_a_click_on_the_summary_unfolds(self, folded):
        fold = folds(folded)["Seed and machine"]
        label = next(each for each in fold.findChildren(QLabel) if each.isVisible() and each.text())
        QTest.mouseClick(label, LEFT)
        assert editor(folded, "seed").isVisible()
        assert not label.isVisible()

    @pytest.mark.parametrize("width", [270, 400])
    @pytest.mark.parametrize(
        "group",
        [group for group in Group if not group.is_basic and group is not Group.POINTS],
    )
    def test_fields_keep_their_height_where_labels_stand_above_them(
        self, folded, wait, width, group
    ):
        folded.resize(width, 700)
        choose_preset(folded, "mlp")
        folded.change({"schedule.kind": "step"})  # its labels are long
        fold = folds(folded)[str(group.label)]
        QTest.keyClick(fold.toggleButton(), Qt.Key.Key_Space)
        fields = [editor(folded, spec.path) for spec in fields_of(group)]
        shown = [one for one in fields if one is not None and one.isVisible()]
        assert shown
        wait(lambda: all(one.height() >= one.minimumSizeHint().height() for one in shown))

    @pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
    def test_choices_are_whole_at_every_width(self, folded, wait, translation, language):
        translation.use(language)
        choose_preset(folded, "mlp")
        for group in folded._groups.values():
            group.set_open(True)
        shown = [edit for edit in folded.findChildren(ChoiceEdit) if edit.isVisible()]
        assert len(shown) > 5
        least = folded.minimumSizeHint().width()
        for width in range(least, least + 80, 4):
            folded.resize(width, 700)
            QApplication.processEvents()  # rows wrap
            wait(lambda: all(edit.width() >= edit.minimumSizeHint().width() for edit in shown))

    def test_the_space_bar_unfolds_and_folds(self, folded):
        button = folds(folded)["Seed and machine"].toggleButton()
        for is_open in (True, False):
            QTest.keyClick(button, Qt.Key.Key_Space)
            assert editor(folded, "seed").isVisible() is is_open

    def test_tab_goes_from_heading_to_heading_over_what_is_folded(self, folded, qtbot, qapp):
        with qtbot.waitActive(folded):
            folded.activateWindow()
        buttons = [fold.toggleButton() for fold in folds(folded).values() if fold.isVisible()]
        buttons[0].setFocus()
        for button in buttons[1:]:
            QTest.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
            assert qapp.focusWidget() is button

    def test_what_the_user_unfolds_is_unfolded_next_time(self, folded, preferences, qtbot):
        QTest.mouseClick(folds(folded)["Images"].toggleButton(), LEFT)
        QTest.mouseClick(folds(folded)["Examples"].toggleButton(), LEFT)
        QTest.mouseClick(folds(folded)["Examples"].toggleButton(), LEFT)
        again = SetupPanel(CurrentConfig(preset("mlp").config), preferences=preferences)
        qtbot.addWidget(again)
        unfolded = [title for title, fold in folds(again).items() if fold.isExpanded()]
        assert unfolded == ["Images"]

    def test_what_a_fault_unfolds_is_folded_next_time(self, folded, preferences, qtbot):
        folded.point_out("data.train_size")
        type_over(field(folded, "data.train_size"), "70000")
        QTest.mouseClick(folds(folded)["Images"].toggleButton(), LEFT)
        again = SetupPanel(CurrentConfig(preset("mlp").config), preferences=preferences)
        qtbot.addWidget(again)
        unfolded = [title for title, fold in folds(again).items() if fold.isExpanded()]
        assert unfolded == ["Images"]

    @pytest.mark.parametrize("stored", [None, 7, "", "no-such-group machine", "network"])
    def test_whatever_the_settings_hold_the_form_opens(self, qtbot, stored):
        preferences = Preferences(Memory())
        if stored is not None:
            preferences.store("setup_unfolded", stored)
        made = SetupPanel(CurrentConfig(preset("mlp").config), preferences=preferences)
        qtbot.addWidget(made)
        unfolded = [title for title, fold in folds(made).items() if fold.isExpanded()]
        assert unfolded == (["Seed and machine"] if "machine" in str(stored) else [])

    def test_a_setting_that_is_searched_for_comes_into_view(self, window, qapp, wait):
        commands = {command.name: command for command in all_commands(window, window._store)}
        commands["Seed"].run()
        seed = editor(window.setup, "seed")
        area = window.setup.findChild(QScrollArea)
        wait(
            lambda: (
                area.viewport().rect().contains(seed.mapTo(area.viewport(), seed.rect().center()))
            )
        )
        assert seed.isVisible()
        assert window.setup.isAncestorOf(qapp.focusWidget())

    def test_summaries_follow_the_language(self, folded, translation, wait):
        folded.change({"seed": 7})
        translation.use(Language.CHINESE)
        wait(lambda: "随机种子与机器" in folds(folded))
        assert summary(folds(folded)["随机种子与机器"]) == ["随机种子：7"]
        assert summary(folds(folded)["数据增强"]) == ["平移、旋转、缩放、噪声"]


class TestUndo:
    def test_the_form_goes_back_and_forward(self, window, qtbot):
        setup = window.setup
        with qtbot.waitActive(window):
            window.activateWindow()
        first = setup.config()
        field = setup.findChild(QLineEdit, "epochs")
        field.setFocus()
        type_over(field, "12")
        type_over(setup.findChild(QLineEdit, "data.batch_size"), "50")
        both = setup.config()
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert setup.config().data.batch_size == first.data.batch_size
        assert setup.config().epochs == 12
        QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert setup.config() == first  # what was typed into one field is one step
        assert field.text() == str(first.epochs)
        assert not setup.history.undo.isEnabled()
        setup.history.redo.trigger()
        setup.history.redo.trigger()
        assert setup.config() == both
        assert not setup.history.redo.isEnabled()

    def test_a_preset_that_was_chosen_can_be_undone(self, window):
        setup = window.setup
        first = setup.config()
        preset = next(
            each for each in setup.findChildren(QComboBox) if each.findData("logistic") >= 0
        )
        choose_in(preset, "Logistic regression")
        assert setup.config() != first
        while setup.history.undo.isEnabled():
            setup.history.undo.trigger()
        assert setup.config() == first

    def test_in_the_drawing_the_same_key_undoes_a_stroke(self, window, qtbot):
        with qtbot.waitActive(window):
            window.activateWindow()
        draw(window.drawing.canvas, (0.3, 0.3), (0.6, 0.6))
        type_over(window.setup.findChild(QLineEdit, "epochs"), "12")
        window.drawing.canvas.setFocus()
        QTest.keyClick(window.drawing.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert window.drawing.canvas.strokes() == []
        assert window.setup.config().epochs == 12

    def test_the_menu_names_what_the_key_undoes(self, window, qtbot):
        with qtbot.waitActive(window):
            window.activateWindow()
        edit = window.menuBar().actions()[2].menu()

        def offered():
            return [(action.text(), action.isEnabled()) for action in edit.actions()[:2]]

        field = window.setup.findChild(QLineEdit, "epochs")
        type_over(field, "12")
        field.setFocus()
        assert offered() == [("Undo setting", True), ("Redo setting", False)]
        draw(window.drawing.canvas, (0.3, 0.3), (0.6, 0.6))  # which takes the focus
        assert offered() == [("Undo drawing", True), ("Redo drawing", False)]

        # where there is nothing to undo, what was used last counts
        window.table.view.setFocus()
        QTest.keyClick(window.table.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert window.drawing.canvas.strokes() == []
        assert offered() == [("Undo drawing", False), ("Redo drawing", True)]
        assert window.setup.config().epochs == 12

    def test_clearing_by_the_menu_is_undone_by_the_key(self, window, qtbot):
        with qtbot.waitActive(window):
            window.activateWindow()
        draw(window.drawing.canvas, (0.3, 0.3), (0.6, 0.6))
        type_over(window.setup.findChild(QLineEdit, "epochs"), "12")
        window.setup.findChild(QLineEdit, "epochs").setFocus()
        window.drawing.clear_drawing.trigger()
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert len(window.drawing.canvas.strokes()) == 1
        assert window.setup.config().epochs == 12


def test_tab_leads_from_the_preset_over_the_layers_to_the_rest(window, qapp, qtbot):
    setup = window.setup
    setup.set_config(quick("mlp"))
    with qtbot.waitActive(window):
        window.activateWindow()
    qapp.processEvents()  # new rows are shown
    next(
        each for each in setup.findChildren(QComboBox) if each.findData("logistic") >= 0
    ).setFocus()
    layers = setup.findChild(LayersEditor)
    way = []
    for _ in range(14):
        QTest.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
        way.append(
            "layers"
            if layers.isAncestorOf(qapp.focusWidget())
            else qapp.focusWidget().objectName() or "data"
        )
    assert "layers" in way, way
    last = len(way) - 1 - way[::-1].index("layers")
    assert set(way[: last + 1]) == {"data", "layers"}
    assert way.count("layers") == 9  # two rows of four, and the button below them
    assert "epochs" in way[last:]


class TestPoints:
    IMAGES_ONLY = ("data.pixels", "data.polarity", "data.shuffle_pixels", "data.augment.shift")
    POINTS_ONLY = ("data.points.noise", "data.points.seed")

    def test_its_fields_follow_the_data(self, panel):
        assert all(is_shown(panel, path) for path in self.IMAGES_ONLY)
        assert not any(is_shown(panel, path) for path in self.POINTS_ONLY)
        panel.choose_data("points-spiral")
        assert all(is_shown(panel, path) for path in self.POINTS_ONLY)
        assert not any(is_shown(panel, path) for path in self.IMAGES_ONLY)
        assert is_shown(panel, "data.train_size")

        type_over(field(panel, "data.points.noise"), "0.2")
        config = panel.config()
        assert config.data.points.noise == 0.2
        assert (config.data.train_size, config.data.batch_size, config.epochs) == (200, 10, 200)

    def test_of_own_points_the_number_is_not_asked_for(self, panel):
        panel.choose_data("points-own")
        assert not is_shown(panel, "data.train_size")
        assert not is_shown(panel, "data.validation_size")
        assert is_shown(panel, "data.test_size")
        assert panel.config().data.train_size == len(panel.config().data.points.own)

    def test_too_much_noise_is_explained_where_it_stands(self, panel):
        panel.choose_data("points-moons")
        type_over(field(panel, "data.points.noise"), "2")
        assert faults(panel) == ["Must be a number from 0 to 1, not 2."]
        assert panel.config() is None

    def test_a_preset_is_not_described_once_its_points_are_others(self, panel):
        choose_preset(panel, "plane-labels")
        described = str(preset("plane-labels").about)
        type_over(field(panel, "data.batch_size"), "5")
        assert described in shown_texts(panel)
        panel.choose_data("points-own")
        assert described not in shown_texts(panel)
        assert "Changed from the preset." in shown_texts(panel)

    def test_chosen_points_stay_with_another_preset(self, panel):
        panel.choose_data("points-arms")
        choose_preset(panel, "sigmoid")
        config = panel.config()
        assert (config.data.dataset, config.data.batch_size) == ("points-arms", 10)
        assert (config.epochs, config.model.inputs, config.model.outputs) == (200, 2, 3)
        assert "Changed from the preset." not in shown_texts(panel)

        choose_preset(panel, "cnn")  # which needs images
        assert panel.config().data.dataset == "mnist"

    def test_points_that_a_preset_brought_along_go_with_it(self, panel):
        choose_preset(panel, "plane-xor")
        assert panel.config().data.dataset == "points-xor"
        choose_preset(panel, "relu-dropout")
        assert panel.config() == preset("relu-dropout").config

    def test_a_convolutional_network_is_refused_where_the_data_stand(self, panel):
        choose_preset(panel, "cnn")
        before = panel.config()
        panel.choose_data("points-moons")
        assert panel.last_valid == before
