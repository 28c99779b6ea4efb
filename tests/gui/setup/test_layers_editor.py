"""The hidden layers as rows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from core.config.presets import PRESETS
from gui.setup.layers_editor import MAX_LAYERS, LayersEditor
from gui.style.translation import Language
from tests.gui.driving import LEFT, Recorder, type_over

RELU = {"units": 128, "activation": "relu", "dropout": 0.0}
TANH = {"units": 30, "activation": "tanh", "dropout": 0.5}


@pytest.fixture
def editor(dressed, qtbot, translation):
    made = LayersEditor()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def visible(editor, kind):
    """What can be seen, once the layout has shown what is new."""
    QApplication.processEvents()
    return [widget for widget in editor.findChildren(kind) if widget.isVisible()]


def add(editor):
    QTest.mouseClick(editor.findChild(QPushButton), LEFT)


def remove(editor, number):
    QTest.mouseClick(visible(editor, QToolButton)[number], LEFT)


def test_without_layers_it_says_so(editor):
    said = [label.text() for label in visible(editor, QLabel)]
    assert said == ["None: pixels straight to answers"]
    assert editor.value() == []


def test_layers_are_shown_as_rows_below_their_headers(editor):
    edited = Recorder(editor.edited)
    editor.set_value([RELU, TANH])
    assert editor.value() == [RELU, TANH]
    assert edited.heard == []
    assert [label.text() for label in visible(editor, QLabel)] == ["Units", "Activation", "Dropout"]
    assert [line.text() for line in visible(editor, QLineEdit)] == ["128", "0", "30", "0.5"]
    assert [combo.currentText() for combo in visible(editor, QComboBox)] == ["ReLU", "Tanh"]
    tops = [line.y() for line in visible(editor, QLineEdit)[::2]]
    assert tops[0] < tops[1]


def test_the_first_layer_is_a_usual_one(editor):
    edited = Recorder(editor.edited)
    add(editor)
    assert editor.value() == [RELU]
    assert edited.heard == [()]


def test_a_further_layer_is_like_the_last(editor):
    editor.set_value([RELU, TANH])
    add(editor)
    assert editor.value() == [RELU, TANH, TANH]


def test_layers_are_added_up_to_six_and_again_after_one_is_removed(editor):
    edited = Recorder(editor.edited)
    for _ in range(8):
        add(editor)
    assert len(editor.value()) == MAX_LAYERS == 6
    assert len(edited.heard) == 6
    assert not editor.findChild(QPushButton).isEnabled()
    remove(editor, 0)
    assert len(editor.value()) == 5
    assert editor.findChild(QPushButton).isEnabled()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_layer_beside_the_button_is_removed(editor, number):
    layers = [{**RELU, "units": units} for units in (10, 20, 30)]
    editor.set_value(layers)
    edited = Recorder(editor.edited)
    remove(editor, number)
    del layers[number]
    assert editor.value() == layers
    assert [line.text() for line in visible(editor, QLineEdit)[::2]] == [
        str(layer["units"]) for layer in layers
    ]
    assert edited.heard == [()]


def test_all_can_be_removed(editor):
    editor.set_value([RELU, TANH])
    remove(editor, 0)
    remove(editor, 0)
    assert editor.value() == []
    assert [label.text() for label in visible(editor, QLabel)] == [
        "None: pixels straight to answers"
    ]


def test_typing_and_choosing_change_the_layer(editor):
    editor.set_value([RELU, TANH])
    edited = Recorder(editor.edited)
    units, dropout = visible(editor, QLineEdit)[2:]
    type_over(units, "77")
    type_over(dropout, "0.25")
    QTest.keyClick(visible(editor, QComboBox)[1], Qt.Key.Key_Down)
    assert editor.value() == [RELU, {"units": 77, "activation": "relu", "dropout": 0.25}]
    assert edited.heard


def test_what_is_wrong_stays_as_it_was_typed(editor):
    editor.set_value([RELU])
    type_over(visible(editor, QLineEdit)[0], "lots")
    assert editor.value() == [{**RELU, "units": "lots"}]


def test_only_the_wrong_number_is_marked(editor):
    editor.set_value([RELU, TANH])
    editor.set_wrong(True)
    editor.set_wrong_at("model.hidden.1.dropout")
    marked = [line.property("wrong") for line in visible(editor, QLineEdit)]
    assert marked == [False, False, False, True]
    editor.set_wrong(False)
    assert not any(line.property("wrong") for line in visible(editor, QLineEdit))


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "linear"])
def test_the_layers_of_every_preset_go_in_and_come_out_again(editor, name):
    hidden = PRESETS[name].config.model.hidden
    editor.set_value(hidden)
    assert editor.value() == [layer.model_dump(mode="json") for layer in hidden]


def test_the_same_layers_again_leave_the_cursor_where_it_is(editor, qtbot):
    editor.set_value([RELU])
    units = visible(editor, QLineEdit)[0]
    type_over(units, "12")
    editor.set_value(editor.value())
    assert visible(editor, QLineEdit)[0] is units


def test_it_speaks_the_language_in_force(editor, translation, wait):
    editor.set_value([RELU])
    before = {label.text() for label in visible(editor, QLabel)} | {
        editor.findChild(QPushButton).toolTip()
    }
    translation.use(Language.CHINESE)
    wait(lambda: visible(editor, QLabel)[0].text() == "神经元")
    after = {label.text() for label in visible(editor, QLabel)} | {
        editor.findChild(QPushButton).toolTip()
    }
    assert not before & (after - {"Dropout"})
    assert visible(editor, QToolButton)[0].accessibleName() == "删除这一层"
