"""The tutorial's first section by mouse: make tensors, move them, multiply, and print."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.teaching.demonstrations.tensor_choices import (
    MAX_NUMBERS,
    MAX_SIZE,
    META,
    A,
    B,
    Line,
    Statement,
    about_devices,
)
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.program.tensor_boxes import numbers_text
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo
from gui.widgets.panel import Panel, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

if TYPE_CHECKING:
    from core.teaching.demonstrations.tensors import Executed, Seen

ERROR_SIGN = "✗"
NO_NUMBERS = "..."  # as PyTorch prints them
LINES = 4  # that describe a tensor


class TensorLines(Panel):
    """A button for each line on the left; on the right what they did, and the tensors."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executing, self._listing = LatestJob(jobs), LatestJob(jobs)
        self._statements: list[Statement] = []

        self.device = QuietCombo(self)
        self.device.setAccessibleName(self.tr("Device to move to"))
        self._about_devices = styled_label("quiet", self)
        self._about_devices.setWordWrap(True)
        self.inputs = {Line.MAKE_A: self._input("a", A), Line.MAKE_B: self._input("b", B)}
        self.buttons = {line: self._button(line) for line in Line}

        self.transcript = QPlainTextEdit(self)
        self.transcript.setReadOnly(True)
        self.transcript.setFont(theme.fixed_font())
        self.transcript.setAccessibleName(self.tr("Lines that were executed"))
        self.transcript.setPlaceholderText(
            self.tr(
                "Click lines, from top to bottom or as you like: each is executed, and its result "
                "or error stands here."
            )
        )
        self.tensors = {name: PlainLabel(self) for name in ("a", "b", "m")}
        for label in self.tensors.values():
            label.setFont(theme.fixed_font())
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setMinimumHeight(LINES * label.fontMetrics().lineSpacing())
        self.clear = QPushButton(self.tr("Start over"), self)
        self.clear.clicked.connect(self._on_cleared)
        self._lay_out()
        self._on_executed(())
        self._listing.request(_device_names, self._on_devices)

    def _input(self, name: str, numbers: Sequence[int]) -> QLineEdit:
        edit = QLineEdit(", ".join(map(str, numbers)), self)
        edit.setAccessibleName(self.tr("Numbers of {name}").format(name=name))
        number = f"-?[0-9]{{1,{len(str(MAX_SIZE))}}}"
        pattern = rf"\s*({number}(\s*,\s*{number}){{0,{MAX_NUMBERS - 1}}})?\s*"
        edit.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), edit))
        return edit

    def _button(self, line: Line) -> QPushButton:
        button = QPushButton(line.value.format(numbers="…", device="…"), self)
        button.setFont(theme.fixed_font())
        button.setToolTip(plain_tip(translate(line.label)))
        button.clicked.connect(partial(self._on_line, line))
        return button

    def _lay_out(self) -> None:
        lines = QGridLayout()
        lines.setHorizontalSpacing(2 * theme.STEP)
        lines.setVerticalSpacing(2 * theme.STEP)
        for row, (line, button) in enumerate(self.buttons.items()):
            lines.addWidget(button, row, 0)
            if line in self.inputs:
                lines.addWidget(self.inputs[line], row, 1)
            elif line is Line.MOVE_A:
                lines.addWidget(self.device, row, 1, 2, 1)
        lines.setColumnStretch(1, 1)
        left = QVBoxLayout()
        left.setSpacing(theme.PADDING)
        left.addLayout(lines)
        left.addWidget(self._about_devices)
        left.addStretch(1)
        left.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)

        tensors = QHBoxLayout()
        tensors.setSpacing(theme.PADDING)
        for label in self.tensors.values():
            tensors.addWidget(label, 1)
        right = QVBoxLayout()
        right.setSpacing(theme.PADDING)
        right.addWidget(self.transcript, 1)
        right.addLayout(tensors)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, theme.PADDING, 0, 0)
        layout.setSpacing(theme.GROUP_GAP)
        layout.addLayout(left)
        layout.addLayout(right, 1)

    def _on_devices(self, names: Sequence[str]) -> None:
        self.device.addItems(names)
        # the tutorial's own choice: the GPU if there is one; from `META` nothing can be read back
        usable = [index for index, name in enumerate(names) if name != META]
        self.device.setCurrentIndex(usable[-1])
        self._about_devices.setText(translate(about_devices(names)))

    def _on_line(self, line: Line) -> None:
        numbers: tuple[int, ...] = ()
        if line in self.inputs:
            edit = self.inputs[line]
            if not edit.hasAcceptableInput():
                edit.setFocus()
                return
            numbers = tuple(int(text) for text in edit.text().split(",") if text.strip())
        self._statements.append(Statement(line, numbers, self.device.currentText()))
        self._execute()

    def _on_cleared(self) -> None:
        self._statements.clear()
        self._execute()

    def _execute(self) -> None:
        """Execute all lines anew: they are quick, and nothing remains of those before."""
        self._executing.request(partial(_execute, tuple(self._statements)), self._on_executed)

    def _on_executed(self, executed: "Sequence[Executed]") -> None:
        text = []
        for one in executed:
            text.append(f">>> {one.code}")
            if one.output:
                text.append(f"{ERROR_SIGN} {one.output}" if one.is_error else one.output)
        self.transcript.setPlainText("\n".join(text))
        bar = self.transcript.verticalScrollBar()
        bar.setValue(bar.maximum())

        tensors = executed[-1].tensors if executed else {}
        for name, label in self.tensors.items():
            seen = tensors.get(name)
            label.setText("" if seen is None else _described(name, seen))


def _described(name: str, seen: "Seen") -> str:
    """Return a tensor's name, shape, type, device and numbers; dots where it has none."""
    numbers = NO_NUMBERS if seen.numbers is None else numbers_text(seen.numbers)
    return f"{name}  {seen.shape}\n{seen.dtype}\n{seen.device}\n{numbers}"


def _device_names() -> list[str]:
    """List the devices; for the jobs' thread only."""
    from core.teaching.demonstrations import tensors

    return tensors.device_names()


def _execute(statements: Sequence[Statement]) -> "Sequence[Executed]":
    """Execute lines; for the jobs' thread only."""
    from core.teaching.demonstrations import tensors

    return tensors.execute(statements)
