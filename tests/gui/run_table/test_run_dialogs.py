"""The small forms about one run, driven by keys and mouse."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QLabel, QLineEdit, QWidget

from core.run.events import SettingChanged
from core.run.record import RunRecord, RunState
from gui.run_table.dialogs.run_dialogs import continue_dialog, fork_dialog
from gui.style.translation import Language
from tests.gui.driving import (
    LEFT,
    Recorder,
    choose_in,
    epoch,
    line_of,
    press_button,
    quick,
    type_over,
)


@pytest.fixture
def parent(dressed, qtbot, translation):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def opened(parent, qtbot):
    """Open one of the dialogs about a run; gives it and what it asks for."""

    recorders = []

    def show(make, record):
        dialog = make(record, "My run", parent)
        recorders.append(Recorder(dialog.settings_accepted))
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog, recorders[-1].heard

    return show


def record(changes=None, epochs=2, name="logistic", *done):
    made = RunRecord("a", quick(name, changes))
    for number in range(1, epochs + 1):
        made.apply(epoch("a", number))
    for event in done:
        made.apply(event)
    return made


def ok(dialog):
    return dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)


def texts(dialog):
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def fault(dialog):
    return next(
        label.text() for label in dialog.findChildren(QLabel) if label.property("role") == "wrong"
    )


def rows(dialog):
    """The settings that can be seen, by their dotted paths."""
    return [
        each.objectName()
        for each in dialog.findChildren(QWidget)
        if "." in each.objectName() and each.isVisible()
    ]


class TestContinue:
    def test_twice_as_many_epochs_are_proposed_for_what_is_completed(self, opened):
        dialog, asked = opened(continue_dialog, record({"epochs": 2}, 2))
        assert line_of(dialog, "epochs").text() == "4"
        assert any(
            "My run continues where it stopped, after epoch 2." in text for text in texts(dialog)
        )
        QTest.mouseClick(ok(dialog), LEFT)
        assert asked == [({"epochs": 4},)]
        assert not dialog.isVisible()

    def test_the_planned_ones_for_what_was_stopped(self, opened):
        dialog, _ = opened(continue_dialog, record({"epochs": 9}, 2))
        assert line_of(dialog, "epochs").text() == "9"

    def test_no_more_for_what_was_interrupted_and_lacks_only_its_end(self, opened):
        made = record({"epochs": 2}, 2)
        made.state = RunState.INTERRUPTED
        dialog, asked = opened(continue_dialog, made)
        assert line_of(dialog, "epochs").text() == "2"
        type_over(line_of(dialog, "epochs"), "1")
        assert fault(dialog) == "2 epochs are already done; choose more."
        type_over(line_of(dialog, "epochs"), "2")
        QTest.mouseClick(ok(dialog), LEFT)
        assert asked == [({"epochs": 2},)]

    def test_a_copy_of_it_needs_more(self, opened):
        made = record({"epochs": 2}, 2)
        made.state = RunState.INTERRUPTED
        dialog, _ = opened(partial(continue_dialog, is_compared=True), made)
        assert line_of(dialog, "epochs").text() == "4"
        type_over(line_of(dialog, "epochs"), "2")
        assert not ok(dialog).isEnabled()

    def test_of_what_is_completed_and_large_no_more_than_can_be(self, opened):
        dialog, _ = opened(
            continue_dialog, record({"epochs": 9_000}, 0, "logistic", epoch("a", 9_000))
        )
        assert line_of(dialog, "epochs").text() == "10000"
        assert ok(dialog).isEnabled()

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ("2", "2 epochs are already done; choose more."),
            ("1", "2 epochs are already done; choose more."),
            ("0", "Must be a whole number from 1 to 10000, not 0."),
            ("10001", "Must be a whole number from 1 to 10000, not 10001."),
            ("many", "Must be a whole number from 1 to 10000, not many."),
            ("2.5", "Must be a whole number from 1 to 10000, not 2.5."),
            ("", "Must be a whole number from 1 to 10000."),
        ],
    )
    def test_what_cannot_be_is_explained_and_not_accepted(self, opened, typed, reason):
        dialog, asked = opened(continue_dialog, record())
        type_over(line_of(dialog, "epochs"), typed)
        assert fault(dialog) == reason
        assert not ok(dialog).isEnabled()
        QTest.keyClick(line_of(dialog, "epochs"), Qt.Key.Key_Return)
        QTest.mouseClick(ok(dialog), LEFT)
        assert dialog.isVisible()
        assert asked == []
        type_over(line_of(dialog, "epochs"), "3")
        assert fault(dialog) == ""
        QTest.keyClick(line_of(dialog, "epochs"), Qt.Key.Key_Return)
        assert asked == [({"epochs": 3},)]

    def test_a_wrong_field_is_framed(self, opened):
        dialog, _ = opened(continue_dialog, record())
        type_over(line_of(dialog, "epochs"), "x")
        assert line_of(dialog, "epochs").property("wrong")
        type_over(line_of(dialog, "epochs"), "5")
        assert not line_of(dialog, "epochs").property("wrong")

    def test_the_arrow_keys_step(self, opened):
        dialog, asked = opened(continue_dialog, record())
        QTest.keyClick(line_of(dialog, "epochs"), Qt.Key.Key_Up)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert asked == [({"epochs": 5},)]

    @pytest.mark.parametrize("way", ["Cancel", "Escape"])
    def test_cancelled_it_asks_for_nothing(self, opened, way):
        dialog, asked = opened(continue_dialog, record())
        type_over(line_of(dialog, "epochs"), "7")
        if way == "Cancel":
            press_button(dialog, "Cancel")
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        assert asked == []

    def test_it_speaks_the_language_in_force(self, opened, translation):
        translation.use(Language.CHINESE)
        dialog, _ = opened(continue_dialog, record())
        assert dialog.windowTitle() != "Continue"
        type_over(line_of(dialog, "epochs"), "1")
        assert fault(dialog).startswith("已经完成 2 轮")


class TestFork:
    def choose(self, dialog, title):
        choose_in(dialog.findChild(QComboBox), title)

    def test_begins_with_the_learning_rate_and_nothing_changed(self, opened):
        dialog, _ = opened(fork_dialog, record())
        assert dialog.findChild(QComboBox).currentText() == "Learning rate"
        assert rows(dialog) == ["optimizer.learning_rate"]
        assert (ok(dialog).isEnabled(), fault(dialog)) == (False, "")
        assert any("the weights that My run has after epoch 2" in text for text in texts(dialog))

    def test_asks_for_the_one_setting_that_is_shown(self, opened):
        dialog, asked = opened(fork_dialog, record())
        type_over(line_of(dialog, "optimizer.learning_rate"), "0.5")
        assert ok(dialog).isEnabled()
        self.choose(dialog, "Momentum")
        assert rows(dialog) == ["optimizer.momentum"]
        assert not ok(dialog).isEnabled()
        type_over(line_of(dialog, "optimizer.momentum"), "0.5")
        QTest.mouseClick(ok(dialog), LEFT)
        assert asked == [({"optimizer.momentum": 0.5},)]

    def test_choices_and_checks_can_be_changed_too(self, opened):
        dialog, asked = opened(fork_dialog, record())
        self.choose(dialog, "Optimizer")
        editor = dialog.findChild(QComboBox, "optimizer.kind")
        choose_in(editor, "RMSprop")
        assert ok(dialog).isEnabled()
        self.choose(dialog, "Nesterov")
        assert not ok(dialog).isEnabled()
        QTest.keyClick(dialog.findChild(QCheckBox, "optimizer.nesterov"), Qt.Key.Key_Space)
        QTest.mouseClick(ok(dialog), LEFT)
        assert asked == [({"optimizer.nesterov": True},)]

    def test_offers_what_matters_and_keeps_the_network(self, opened):
        dialog, _ = opened(fork_dialog, record(None, 2, "relu-dropout"))
        choice = dialog.findChild(QComboBox)
        titles = [choice.itemText(row) for row in range(choice.count())]
        assert {
            "Learning rate",
            "Weight decay",
            "Optimizer",
            "Schedule",
            "Batch size",
            "Seed",
            "Epochs",
        } <= set(titles)
        assert not {
            "Momentum",
            "Nesterov",
            "Hidden layers",
            "Network",
            "Bias",
            "Data",
            "Preset",
        } & set(titles)
        assert len(titles) == len(set(titles))

    def test_what_cannot_be_is_explained(self, opened):
        dialog, asked = opened(fork_dialog, record())
        type_over(line_of(dialog, "optimizer.learning_rate"), "11")
        assert fault(dialog) == "Must be a number from 1e-07 to 10, not 11."
        self.choose(dialog, "Batch size")
        assert fault(dialog) == ""
        type_over(line_of(dialog, "data.batch_size"), "601")
        assert fault(dialog).startswith("A batch of 601 does not fit into 600 training examples")
        assert not ok(dialog).isEnabled()
        assert asked == []

    def test_shows_what_was_changed_by_hand(self, opened):
        change = SettingChanged("a", 2, 3, 12, "optimizer.learning_rate", 0.01, 0.03)
        dialog, _ = opened(fork_dialog, record(None, 2, "logistic", change))
        assert line_of(dialog, "optimizer.learning_rate").text() == "0.03"


@pytest.mark.parametrize("make", [continue_dialog, fork_dialog])
def test_every_field_says_what_it_is(opened, make):
    dialog, _ = opened(make, record())
    for field in (*dialog.findChildren(QLineEdit), *dialog.findChildren(QComboBox)):
        assert field.accessibleName()
