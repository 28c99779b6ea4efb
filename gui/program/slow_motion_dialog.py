"""Training in slow motion: a program's lines, one after the other, with all numbers beside them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.number_text import decimal_text
from core.teaching.demonstrations.slow_program import (
    OF_THE_NETWORK,
    STEPS,
    Switches,
    program,
)
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.program.code_view import CodeView
from gui.program.tensor_boxes import TensorBoxes
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo, QuietSlider
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import column, scrolled, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip
from gui.widgets.player import Player

if TYPE_CHECKING:
    from core.teaching.demonstrations.slow_motion import Frame

SIZE = (245 * theme.STEP, 155 * theme.STEP)
PLAY_MS = 900  # for each line: enough to read what it changes
ABOUT_LINES = 4


class SlowMotionDialog(QDialog):
    """The program on the left, its tensors on the right; forwards, back, and switches to try."""

    def __init__(
        self, jobs: JobQueue, parent: QWidget | None = None, *, is_line: bool = False
    ) -> None:
        """Create it with the line of one weight, or with the network that has a hidden layer."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Training in slow motion"))
        self._running = LatestJob(jobs)
        self._frames: Sequence[Frame] = ()
        self._program = ""

        self.code = CodeView(self)
        self.code.setAccessibleName(self.tr("Program"))
        self._about = PlainLabel(self)
        self._about.setWordWrap(True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about.setMinimumHeight(ABOUT_LINES * self.fontMetrics().lineSpacing())
        self._costs = styled_label("quiet", self)
        self._costs.setWordWrap(True)
        self.tensors = TensorBoxes(self)

        self._build_switches(is_line)
        self._build_controls()
        self._lay_out()
        self.resize(theme.fitted(SIZE, self.screen()))
        self._run()

    def _build_switches(self, is_line: bool) -> None:
        """Create a check box for each thing to try, checked where the program is as usual."""
        self.model = QuietCombo(self)
        self.model.setAccessibleName(self.tr("Network"))
        self.model.addItems([self.tr("A hidden layer"), self.tr("A line: one weight")])
        self.model.setCurrentIndex(int(is_line))
        self.model.currentIndexChanged.connect(self._run)
        texts = {
            "zeroes_gradients": ("zero_grad()", self.tr("Forget the gradients in each step")),
            "takes_mean": (self.tr("Mean"), self.tr("The cost is the mean, otherwise the sum")),
            "has_momentum": (self.tr("Momentum"), self.tr("Keep nine tenths of the last step")),
            "has_dropout": (
                self.tr("Dropout"),
                self.tr("In each step some hidden neurons are left out, while it is training"),
            ),
            "trains": ("train()", self.tr("Training mode, otherwise evaluation: eval()")),
            "learns_hidden": (
                "requires_grad",
                self.tr("The hidden layer learns, otherwise it stays as it is"),
            ),
        }
        self.switches: dict[str, QCheckBox] = {}
        for name, (text, tip) in texts.items():
            box = QCheckBox(text, self)
            box.setToolTip(plain_tip(tip))
            box.setChecked(getattr(Switches(), name))
            box.toggled.connect(self._run)
            self.switches[name] = box

    def _build_controls(self) -> None:
        self.back = QPushButton(self.tr("Back"), self)
        self.forward = QPushButton(self.tr("Next"), self)
        self.back.clicked.connect(partial(self._move, -1))
        self.forward.clicked.connect(partial(self._move, 1))
        self.forward.setDefault(True)

        self.slider = QuietSlider(self)
        self.slider.setAccessibleName(self.tr("Line by line"))
        self.slider.valueChanged.connect(self._show)
        self.play = Player(self.slider, PLAY_MS, self)
        self._step = PlainLabel(self)

    def _lay_out(self) -> None:
        switches = QWidget(self)
        flow = FlowLayout(2 * theme.STEP, switches)
        for widget in (self.model, *self.switches.values()):
            flow.addWidget(widget)
        left = QWidget(self)
        side = column(left, gap=2 * theme.STEP, padding=0)
        side.addWidget(switches)
        side.addWidget(self.code, 1)
        side.addWidget(self._about)
        side.addWidget(self._costs)

        parts = QSplitter(self)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(theme.PADDING)
        parts.addWidget(left)
        parts.addWidget(scrolled(self.tensors, scrolls_across=False))
        parts.setSizes([SIZE[0] // 2, SIZE[0] // 2])

        controls = QHBoxLayout()
        for widget in (self.back, self.play, self.forward, self._step):
            controls.addWidget(widget)
        controls.addWidget(self.slider, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(4 * (theme.GROUP_GAP,)))
        layout.setSpacing(theme.PADDING)
        layout.addWidget(parts, 1)
        layout.addLayout(controls)

    # running the program

    def chosen(self) -> Switches:
        """Return the switches as they are set; those that the line lacks are as by default."""
        is_line = bool(self.model.currentIndex())
        lacking = OF_THE_NETWORK if is_line else ()
        boxes = {name: box for name, box in self.switches.items() if name not in lacking}
        return Switches(is_line=is_line, **{name: box.isChecked() for name, box in boxes.items()})

    def _run(self) -> None:
        """Have the program executed; the moment stays."""
        switches = self.chosen()
        for name in OF_THE_NETWORK:
            self.switches[name].setVisible(not switches.is_line)
        self._running.request(partial(_executed, switches), partial(self._on_executed, switches))

    def _on_executed(self, switches: Switches, frames: "Sequence[Frame]") -> None:
        before = self._frames[self.slider.value()] if self._frames else None
        self._frames = frames
        self._program = program(switches)
        self.tensors.prepare([frame.tensors for frame in frames])
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(frames) - 1)
        if before is not None:  # the same step, at its end
            last = [number for number, frame in enumerate(frames) if frame.step <= before.step]
            self.slider.setValue(last[-1])
        self.slider.blockSignals(False)
        self._show()

    # showing a moment

    def _show(self) -> None:
        if not self._frames:
            return
        number = self.slider.value()
        frame = self._frames[number]
        self.code.show_program(self._program, {frame.line})
        self._about.setText(translate(frame.about))
        self.tensors.show_tensors(frame.tensors, frame.changed)
        text = self.tr("Step {step} of {count}").format(step=frame.step, count=STEPS)
        self._step.setText(text)
        self._show_costs(number)
        self.back.setEnabled(number > 0)
        self.forward.setEnabled(number < len(self._frames) - 1)

    def _show_costs(self, number: int) -> None:
        """List the cost of each step so far."""
        costs = {
            frame.step: cost
            for frame in self._frames[: number + 1]
            if "cost" in frame.changed and (cost := frame.tensors["cost"]) is not None
        }
        listed = " → ".join(decimal_text(float(cost), 3) for cost in costs.values())
        self._costs.setText(self.tr("Cost: {costs}").format(costs=listed) if listed else "")

    def _move(self, count: int) -> None:
        self.slider.setValue(self.slider.value() + count)


def _executed(switches: Switches) -> "Sequence[Frame]":
    """Execute the program; for the jobs' thread only."""
    from core.teaching.demonstrations.slow_motion import frames

    return frames(switches)
