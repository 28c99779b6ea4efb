"""Each kind of editor, used with keyboard and mouse."""

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QSlider

from core.config.fields import FIELDS, LAYER_FIELDS, FieldKind
from core.config.setting import Scale
from core.messages import message
from gui.style.translation import Language
from gui.widgets.field_editors import (
    CheckEdit,
    ChoiceEdit,
    NumberEdit,
    SliderEdit,
    editor_for,
    next_value,
)
from tests.gui.driving import LEFT, Recorder, roll_wheel, type_over

NUMBERS = [
    spec
    for spec in [*FIELDS.values(), *LAYER_FIELDS.values()]
    if spec.kind in (FieldKind.INTEGER, FieldKind.REAL)
]
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


@pytest.fixture
def editor(dressed, qtbot):
    """Makes the editor of the field at a path, shown and with a value in it."""

    def make(path, value=None):
        spec = FIELDS.get(path) or LAYER_FIELDS[path]
        made = editor_for(spec, None)
        qtbot.addWidget(made)
        made.set_value(spec.default if value is None else value)
        made.retranslate()
        made.show()
        qtbot.waitExposed(made)
        made.setFocus()
        return made

    return make


def choose(combo, value):
    """Open a list and click on the entry that holds `value`."""
    combo.showPopup()
    view = combo.view()
    index = combo.model().index(combo.findData(value), 0)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
    if view.isVisible():
        combo.hidePopup()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("epochs", NumberEdit),
        ("optimizer.momentum", NumberEdit),
        ("optimizer.weight_decay", NumberEdit),  # logarithmic, but its smallest value is 0
        ("optimizer.learning_rate", SliderEdit),
        ("optimizer.kind", ChoiceEdit),
        ("model.bias", CheckEdit),
    ],
)
def test_each_kind_of_field_has_its_editor(editor, path, kind):
    assert type(editor(path)) is kind


class TestNumber:
    @pytest.mark.parametrize(
        ("path", "typed", "value"),
        [
            ("epochs", "35", 35),
            ("epochs", " 7 ", 7),
            ("epochs", "3.5", "3.5"),
            ("epochs", "", ""),
            ("epochs", "many", "many"),
            ("optimizer.momentum", "0.85", 0.85),
            ("optimizer.momentum", "1", 1),
            ("optimizer.momentum", ".5", 0.5),
            ("optimizer.momentum", "0,5", 0.5),
            ("optimizer.momentum", ",25", 0.25),
            ("optimizer.momentum", "1,000", "1,000"),
            ("optimizer.momentum", "0,1,2", "0,1,2"),
            ("epochs", "3,5", "3,5"),
            ("optimizer.learning_rate", "1e-4", 1e-4),
            ("optimizer.learning_rate", "fast", "fast"),
        ],
    )
    def test_what_is_typed_is_the_value_unchecked(self, editor, path, typed, value):
        edit = editor(path)
        edited = Recorder(edit.edited)
        type_over(edit.focusProxy() or edit, typed)
        assert edit.value() == value
        assert type(edit.value()) is type(value)
        assert len(edited.heard) >= len(typed)

    @pytest.mark.parametrize(
        ("value", "text"),
        [(0.001, "0.001"), (1e-07, "1e-07"), (0.1 + 0.2, "0.3"), (60000, "60000"), (5.0, "5")],
    )
    def test_numbers_are_shown_in_their_shortest_form(self, editor, value, text):
        edit = editor("optimizer.momentum")
        edited = Recorder(edit.edited)
        edit.set_value(value)
        assert edit.text() == text
        assert edited.heard == []

    @pytest.mark.parametrize(
        ("path", "before", "key", "after"),
        [
            ("epochs", 20, UP, [50, 100, 200]),
            ("epochs", 20, DOWN, [10, 5, 2, 1, 1]),
            ("epochs", 7, UP, [10]),
            ("epochs", 7, DOWN, [5]),
            ("epochs", 9999, UP, [10_000, 10_000]),
            ("data.train_size", 500_000, UP, [1_000_000, 1_000_000]),
            ("data.train_size", 60_000, DOWN, [50_000, 20_000]),
            ("seed", 42, UP, [43, 44]),
            ("seed", 0, DOWN, [0]),
            ("threads", 63, UP, [64, 64]),
            ("optimizer.momentum", 0.9, UP, [0.95, 0.999]),
            ("optimizer.momentum", 0.05, DOWN, [0, 0]),
            ("optimizer.weight_decay", 0.0, UP, [1e-6, 2e-6, 5e-6, 1e-5]),
            ("optimizer.weight_decay", 1e-6, DOWN, [0, 0]),
            ("optimizer.weight_decay", 0.5, UP, [1, 1]),
            ("optimizer.learning_rate", 0.01, UP, [0.02, 0.05, 0.1, 0.2]),
            ("optimizer.learning_rate", 0.003, DOWN, [0.002, 0.001]),
            ("optimizer.learning_rate", 5.0, UP, [10, 10]),
            ("optimizer.learning_rate", 1e-7, DOWN, [1e-7]),
            ("dropout", 0.85, UP, [0.9, 0.9]),
        ],
    )
    def test_arrow_keys_step_through_round_values(self, editor, path, before, key, after):
        edit = editor(path, before)
        edited = Recorder(edit.edited)
        seen = []
        for _ in after:
            QTest.keyClick(edit.focusProxy() or edit, key)
            seen.append(edit.value())
        assert seen == pytest.approx(after)
        assert len(edited.heard) == len(after)

    def test_arrow_keys_leave_alone_what_is_no_number(self, editor):
        edit = editor("epochs")
        type_over(edit, "many")
        QTest.keyClick(edit, UP)
        assert edit.value() == "many"

    @pytest.mark.parametrize("key", [UP, DOWN])
    @pytest.mark.parametrize(
        ("text", "mended"),
        [
            ("nan", 1e-7),
            ("inf", 10),
            ("-inf", 1e-7),
            ("1e999", 10),
            ("0", 1e-7),
            ("-3", 1e-7),
            ("9" * 500, 10),
        ],
    )
    def test_arrow_keys_bring_back_what_is_out_of_bounds(self, editor, text, mended, key):
        edit = editor("optimizer.learning_rate")
        type_over(edit.focusProxy(), text)
        QTest.keyClick(edit.focusProxy(), key)
        assert edit.value() == mended

    @pytest.mark.parametrize("spec", NUMBERS, ids=lambda spec: spec.path)
    def test_steps_reach_both_limits_and_no_further(self, spec):
        for direction, limit in ((1, spec.high), (-1, spec.low)):
            value, seen = float(spec.default), []
            if spec.about.scale is Scale.LINEAR and spec.high - spec.low > 5000:
                value = limit - direction * 3  # a seed has too many values to go through
            for _ in range(4200):
                seen.append(value)
                value = next_value(spec, value, direction)
                if value == seen[-1]:
                    break
            assert value == limit
            assert all((after - before) * direction > 0 for before, after in pairwise(seen))
            assert all(spec.low <= each <= spec.high for each in seen)

    def test_a_wrong_one_is_framed_in_red_until_mended(self, editor):
        edit = editor("epochs")
        ground = edit.grab().toImage()
        edit.set_wrong(True)
        assert edit.property("wrong") is True
        assert edit.grab().toImage() != ground
        edit.set_wrong(False)
        assert edit.grab().toImage() == ground

    def test_the_wheel_changes_nothing(self, editor):
        edit = editor("epochs")
        roll_wheel(edit)
        assert edit.value() == FIELDS["epochs"].default


class TestSlider:
    @pytest.fixture
    def rate(self, editor):
        return editor("optimizer.learning_rate", 0.01)

    def test_it_shows_what_was_typed(self, rate):
        slider = rate.findChild(QSlider)
        places = []
        for text in ("1e-7", "0.001", "0.01", "0.1", "10"):
            type_over(rate.focusProxy(), text)
            places.append(slider.value())
        assert places == sorted(set(places))
        assert (places[0], places[-1]) == (slider.minimum(), slider.maximum())
        assert places[2] - places[1] == places[3] - places[2]

    def test_sliding_with_the_keys_multiplies(self, rate):
        slider = rate.findChild(QSlider)
        edited = Recorder(rate.edited)
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
        assert rate.value() == pytest.approx(0.1)
        QTest.keyClick(slider, Qt.Key.Key_PageDown)
        QTest.keyClick(slider, Qt.Key.Key_PageDown)
        assert rate.value() == pytest.approx(0.001)
        QTest.keyClick(slider, Qt.Key.Key_Right)
        assert rate.value() == pytest.approx(0.001 * 10 ** (1 / 12), rel=0.02)
        assert len(edited.heard) == 4

    def test_it_is_dragged_with_the_mouse(self, rate):
        rate.resize(400, rate.height())
        slider = rate.findChild(QSlider)
        share = (slider.value() - slider.minimum()) / (slider.maximum() - slider.minimum())
        handle = QPoint(round(8 + share * (slider.width() - 16)), slider.height() // 2)
        QTest.mousePress(slider, LEFT, pos=handle)
        QTest.mouseMove(slider, QPoint(slider.width() + 50, handle.y()))
        QTest.mouseRelease(slider, LEFT, pos=QPoint(slider.width() + 50, handle.y()))
        assert rate.value() == 10

    def test_every_place_is_within_the_limits(self, rate):
        slider, spec = rate.findChild(QSlider), FIELDS["optimizer.learning_rate"]
        values = []
        for place in range(slider.minimum(), slider.maximum() + 1):
            slider.setValue(place)
            values.append(rate.value())
        assert all(spec.low <= value <= spec.high for value in values)
        assert all(math.isclose(value, float(f"{value:.2g}")) for value in values)

    def test_showing_a_value_tells_nothing_and_rounds_nothing(self, rate):
        edited = Recorder(rate.edited)
        rate.set_value(0.0123456)
        assert rate.value() == 0.0123456
        assert edited.heard == []

    def test_the_wheel_changes_nothing(self, rate):
        roll_wheel(rate.findChild(QSlider))
        roll_wheel(rate)
        assert rate.value() == 0.01

    def test_both_parts_bear_the_name(self, rate):
        rate.setAccessibleName("Learning rate")
        assert rate.findChild(QSlider).accessibleName() == "Learning rate"
        assert rate.focusProxy().accessibleName() == "Learning rate"


class TestChoice:
    def test_one_is_chosen_with_the_mouse(self, editor):
        edit = editor("optimizer.kind")
        edited = Recorder(edit.edited)
        choose(edit, "rmsprop")
        assert edit.value() == "rmsprop"
        assert edit.currentText() == "RMSprop"
        assert edited.heard == [()]

    def test_one_is_chosen_with_the_keys(self, editor):
        edit = editor("optimizer.kind")
        edited = Recorder(edit.edited)
        QTest.keyClick(edit, DOWN)
        assert edit.value() == "adam"
        QTest.keyClicks(edit, "rms")
        assert edit.value() == "rmsprop"
        assert edited.heard

    def test_showing_one_tells_nothing(self, editor):
        edit = editor("optimizer.kind")
        edited = Recorder(edit.edited)
        for choice in FIELDS["optimizer.kind"].choices:
            edit.set_value(choice)
            assert edit.value() == choice.value
        assert edited.heard == []

    def test_the_wheel_changes_nothing(self, editor):
        edit = editor("optimizer.kind")
        roll_wheel(edit, -1)
        assert edit.value() == "sgd"

    def test_what_cannot_be_had_says_why_and_cannot_be_chosen(self, editor, translation):
        edit = editor("device")
        edit.set_reason(
            "cuda", message("PyTorch finds no CUDA GPU on this machine; choose cpu or auto.")
        )
        choose(edit, "cuda")
        assert edit.value() == "auto"
        QTest.keyClick(edit, DOWN)
        QTest.keyClick(edit, DOWN)
        assert edit.value() == "mps"
        place = edit.findData("cuda")
        tips = []
        for language in (Language.ENGLISH, Language.CHINESE):
            translation.use(language)
            edit.retranslate()
            tips.append(edit.itemData(place, Qt.ItemDataRole.ToolTipRole))
        assert tips[0] == "PyTorch finds no CUDA GPU on this machine; choose cpu or auto."
        assert tips[1] not in tips[:1]
        edit.set_reason("cuda", None)
        assert edit.itemData(place, Qt.ItemDataRole.ToolTipRole) is None
        choose(edit, "cuda")
        assert edit.value() == "cuda"

    def test_a_list_is_wide_enough_for_its_choices(self, editor):
        edit = editor("device")
        assert isinstance(edit, QComboBox)
        assert [edit.itemText(index) for index in range(edit.count())] == [
            str(choice.label) for choice in FIELDS["device"].choices
        ]


class TestCheck:
    def test_mouse_and_space_bar_change_it(self, editor):
        edit = editor("model.bias", True)
        edited = Recorder(edit.edited)
        QTest.mouseClick(edit, LEFT, pos=QPoint(8, edit.height() // 2))
        assert edit.value() is False
        QTest.keyClick(edit, Qt.Key.Key_Space)
        assert edit.value() is True
        assert edited.heard == [(), ()]

    def test_showing_a_value_tells_nothing(self, editor):
        edit = editor("model.bias", True)
        edited = Recorder(edit.edited)
        edit.set_value(False)
        assert edit.value() is False
        assert edited.heard == []
