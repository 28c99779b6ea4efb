import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.teaching.demonstrations import slow_motion
from core.teaching.demonstrations.slow_program import OF_THE_NETWORK, STEPS, Switches, program
from gui.program.slow_motion_dialog import PLAY_MS, SlowMotionDialog
from gui.program.tensor_boxes import numbers_text
from gui.style.translation import Language
from tests.gui.driving import LEFT


@pytest.fixture
def dialog(dressed, qtbot, jobs, translation, wait):
    made = SlowMotionDialog(jobs)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    wait(lambda: made.tensors.boxes)
    return made


def press(button, times=1):
    for _ in range(times):
        QTest.mouseClick(button, LEFT)


def texts(dialog):
    return " | ".join(label.text() for label in dialog.findChildren(QLabel))


def visible_texts(dialog):
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def agrees(dialog, frame):
    """Whether the dialog shows this frame."""
    boxes = dialog.tensors.boxes
    return (
        boxes.keys() == frame.tensors.keys()
        and all(boxes[name].text == numbers_text(frame.tensors[name]) for name in boxes)
        and {name for name, box in boxes.items() if box.is_changed} == frame.changed
        and dialog.code.changed == {frame.line}
        and str(frame.about) in texts(dialog)
    )


def test_it_begins_before_the_first_step(dialog):
    assert agrees(dialog, slow_motion.frames(Switches())[0])
    assert dialog.code.toPlainText() == program(Switches())
    assert not dialog.back.isEnabled()


def test_it_goes_line_by_line_and_back(dialog):
    frames = slow_motion.frames(Switches())
    for frame in frames[1:10]:
        press(dialog.forward)
        assert agrees(dialog, frame)
    press(dialog.back)
    assert agrees(dialog, frames[8])
    assert "Step 2 of 12" in texts(dialog)


def test_the_slider_reaches_the_end(dialog):
    dialog.slider.setFocus()
    QTest.keyClick(dialog.slider, Qt.Key.Key_End)
    assert agrees(dialog, slow_motion.frames(Switches())[-1])
    assert not dialog.forward.isEnabled()
    listed = next(t for t in texts(dialog).split(" | ") if t.startswith("Cost: "))
    assert listed.count("→") == STEPS - 1


def test_the_line_has_its_own_program_and_no_switches_of_layers(dialog, wait):
    dialog.model.setCurrentIndex(1)
    line = Switches(is_line=True)
    wait(lambda: agrees(dialog, slow_motion.frames(line)[0]))
    assert dialog.code.toPlainText() == program(line)
    hidden = {name for name, box in dialog.switches.items() if not box.isVisible()}
    assert hidden == set(OF_THE_NETWORK)
    assert "Hidden layer" not in visible_texts(dialog)
    dialog.model.setCurrentIndex(0)
    wait(lambda: agrees(dialog, slow_motion.frames(Switches())[0]))
    assert "Hidden layer" in visible_texts(dialog)
    a, fx, cost = (dialog.tensors.boxes[name] for name in ("a", "fx", "cost"))
    wait(lambda: 0 < a.width() <= fx.x() < fx.geometry().right() <= cost.x())


@pytest.mark.parametrize("name", [n for n in Switches.__dataclass_fields__ if n != "is_line"])
def test_a_switch_changes_the_program_and_keeps_the_step(dialog, wait, name):
    press(dialog.forward, 15)
    press(dialog.switches[name])
    switches = Switches(**{name: not getattr(Switches(), name)})
    frames = slow_motion.frames(switches)
    step = slow_motion.frames(Switches())[15].step
    last = next(frame for frame in reversed(frames) if frame.step == step)
    wait(lambda: agrees(dialog, last))
    assert dialog.code.toPlainText() == program(switches)
    assert dialog.chosen() == switches


def test_what_was_tried_on_the_network_is_not_told_of_the_line(dialog, wait):
    press(dialog.switches["has_dropout"])
    press(dialog.switches["trains"])
    press(dialog.switches["takes_mean"])
    dialog.model.setCurrentIndex(1)
    line = Switches(is_line=True, takes_mean=False)
    wait(lambda: dialog.code.toPlainText() == program(line))
    assert "model.train()" in program(line)
    press(dialog.forward)
    assert "This network has none" in texts(dialog)
    dialog.model.setCurrentIndex(0)
    tried = Switches(has_dropout=True, trains=False, takes_mean=False)
    wait(lambda: dialog.code.toPlainText() == program(tried))


def test_it_plays_until_it_is_paused(dialog, wait):
    dialog.play.timer.setInterval(1)
    press(dialog.play)
    wait(lambda: dialog.slider.value() > 3)
    press(dialog.play)
    paused = dialog.slider.value()
    assert not dialog.play.timer.isActive()
    assert dialog.play.text() == "Play"
    press(dialog.play)
    wait(lambda: not dialog.forward.isEnabled())
    assert not dialog.play.timer.isActive()
    press(dialog.play)  # from the beginning
    wait(lambda: dialog.slider.value() <= paused)
    assert PLAY_MS >= 500  # time to read


def test_the_boxes_keep_their_size(dialog):
    sizes = set()
    for _ in range(12):
        press(dialog.forward)
        sizes.add(dialog.tensors.boxes["hidden.weight.grad"].minimumSizeHint().height())
    assert len(sizes) == 1


def test_it_speaks_chinese(dressed, qtbot, jobs, translation, wait):
    translation.use(Language.CHINESE)
    made = SlowMotionDialog(jobs)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    wait(lambda: "四个点组成一批" in texts(made))
    assert made.windowTitle() == "慢动作训练"
