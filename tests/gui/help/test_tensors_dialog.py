"""Tensors and the device: the tutorial's first section by mouse, shapes, and times."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.teaching.demonstrations import tensors
from core.teaching.demonstrations.tensor_choices import BATCHES, META, TIMED_BATCHES, Line
from gui.help.tensors_dialog import TensorsDialog
from tests.gui.driving import LEFT


@pytest.fixture
def dialog(dressed, qtbot, jobs, translation, wait):
    made = TensorsDialog(jobs)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    wait(made.lines.device.count)
    return made


def click(dialog, *lines):
    for line in lines:
        QTest.mouseClick(dialog.lines.buttons[line], LEFT)


def transcript(dialog):
    return dialog.lines.transcript.toPlainText()


TUTORIAL = (Line.MAKE_A, Line.MAKE_B, Line.MULTIPLY, Line.NUMPY)


def test_the_first_section_of_the_tutorial_is_done_by_mouse(dialog, wait):
    click(dialog, *TUTORIAL)
    wait(lambda: "[ 6 12 20]" in transcript(dialog))
    assert transcript(dialog).splitlines() == [
        ">>> a = torch.IntTensor([2, 3, 4])",
        ">>> b = torch.IntTensor([3, 4, 5])",
        ">>> m = a * b",
        ">>> print(m.cpu().numpy())",
        "[ 6 12 20]",
    ]
    assert dialog.lines.tensors["m"].text().splitlines() == [
        *("m  (3,)", "torch.int32", "cpu", " 6  12  20"),
    ]


def test_all_lines_from_top_to_bottom_end_with_the_product(dialog, wait):
    """Also where the only other device has no memory."""
    assert dialog.lines.transcript.placeholderText()
    click(dialog, *(line for line in Line if line is not Line.DIRECT))
    wait(lambda: transcript(dialog).splitlines()[-1:] == ["[ 6 12 20]"])
    assert dialog.lines.device.currentText() != META
    assert transcript(dialog).count("✗") == 1  # the misspelt line


def test_tensors_on_two_devices_show_the_error_of_pytorch(dialog, wait):
    other = tensors.device_names()[-1]
    dialog.lines.device.setCurrentText(other)
    assert dialog.lines.device.currentText() == other != "cpu"
    click(dialog, Line.MAKE_A, Line.MAKE_B, Line.MOVE_B, Line.MULTIPLY)
    wait(lambda: "✗ RuntimeError: " in transcript(dialog))
    assert f'>>> b = b.to("{other}")' in transcript(dialog)
    if other == META:
        assert dialog.lines.tensors["b"].text().endswith("meta\n...")
        assert "without memory" in dialog.lines._about_devices.text()
    assert dialog.lines.tensors["m"].text() == ""

    QTest.mouseClick(dialog.lines.clear, LEFT)
    wait(lambda: transcript(dialog) == "")
    assert dialog.lines.tensors["a"].text() == ""


def test_other_numbers_can_be_typed_but_nothing_else(dialog, wait):
    edit = dialog.lines.inputs[Line.MAKE_B]
    edit.selectAll()
    QTest.keyClicks(edit, "5, x-1)")
    assert edit.text() == "5, -1"
    click(dialog, *TUTORIAL)
    wait(lambda: "✗ NameError" in transcript(dialog))  # there is no m, since the sizes differ
    assert "must match the size of tensor b (2)" in transcript(dialog)

    edit.clear()
    QTest.keyClicks(edit, "5,")
    lines = len(transcript(dialog).splitlines())
    click(dialog, Line.MAKE_B)
    assert edit.hasFocus()
    assert len(transcript(dialog).splitlines()) == lines
    QTest.keyClicks(edit, "5,5")
    click(dialog, Line.MAKE_B)
    wait(lambda: "[5, 5, 5]" in transcript(dialog))


def test_the_tutorials_spelling_is_an_error(dialog, wait):
    click(dialog, Line.MISSPELT, Line.AVAILABLE)
    wait(lambda: transcript(dialog).splitlines()[-1:] in (["True"], ["False"]))
    assert "✗ AttributeError: module 'torch.cuda' has no attribute" in transcript(dialog)


def test_shapes_on_their_way_with_their_numbers(dialog, wait):
    dialog.tabs.setCurrentWidget(dialog.way)
    tree = dialog.way.list
    wait(lambda: tree.topLevelItemCount() == 9)
    shapes = [tree.topLevelItem(row).text(1) for row in range(9)]
    assert shapes[:5] == ["(28, 28)", "(784,)", "(100, 784)", "(784, 512)", "(100, 512)"]
    tree.setCurrentItem(tree.topLevelItem(7))
    stage = tensors.way(100)[7]
    largest = np.abs(stage.numbers).max()
    assert f"{largest:.3f}" in dialog.way.numbers.text()
    assert dialog.way.numbers.text().count("\n") == 5
    image = dialog.way.picture._image
    assert (image.width(), image.height()) == (10, 100)

    dialog.way.batch.setCurrentIndex(BATCHES.index(10))
    wait(lambda: tree.topLevelItem(7).text(1) == "(10, 10)")
    assert tree.indexOfTopLevelItem(tree.currentItem()) == 7  # the same line


def test_a_product_is_timed_when_asked_for(dialog, wait):
    dialog.tabs.setCurrentWidget(dialog.times)
    assert dialog.times.table.topLevelItemCount() == 0
    QTest.mouseClick(dialog.times.measure, LEFT)
    assert not dialog.times.measure.isEnabled()
    wait(dialog.times.measure.isEnabled)
    rows = [dialog.times.table.topLevelItem(row) for row in range(len(TIMED_BATCHES))]
    assert [row.text(1) for row in rows] == [f"{batch:,}" for batch in TIMED_BATCHES]
    for row, batch in zip(rows, TIMED_BATCHES, strict=True):
        ms, us = (float(row.text(place).replace(",", "")) for place in (2, 3))
        assert us == pytest.approx(ms * 1000 / batch, rel=0.1, abs=0.5)


def test_closing_ends_measuring(dialog):
    QTest.mouseClick(dialog.times.measure, LEFT)
    dialog.reject()
    assert dialog.times._stop.is_set()
