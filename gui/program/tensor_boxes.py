"""The tensors of a tiny network with all their numbers, grouped by layer."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.number_text import true_minus
from gui.style import theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainLabel

# the rows of each group: the names of tensors, or what these begin with
GROUPS = (
    (("x", "y"),),
    (("weight",),),
    (("hidden.weight",), ("hidden.bias",)),
    (("output.weight",), ("output.bias",)),
    (("a", "fx", "cost"),),
)
DECIMALS = 3

Tensor = NDArray[np.generic]
Tensors = Mapping[str, Tensor | None]


class TensorBox(QWidget):
    """A tensor's name, its shape and its numbers."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._is_changed = False
        self._title = styled_label("quiet", self)
        self._numbers = PlainLabel(self)
        self._numbers.setFont(theme.fixed_font())
        self._numbers.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(self._numbers, 1)

    @property
    def text(self) -> str:
        """The numbers as they are shown."""
        return self._numbers.text()

    @property
    def is_changed(self) -> bool:
        """Whether it is marked as changed."""
        return self._is_changed

    def reserve(self, tensors: Iterable[Tensor | None]) -> None:
        """Keep room for each of these, so that the boxes do not move from line to line."""
        metrics = self._numbers.fontMetrics()
        sizes = [metrics.size(0, numbers_text(values)) for values in tensors]
        largest = QSize()
        for size in sizes:
            largest = largest.expandedTo(size)
        self._numbers.setMinimumSize(largest)

    def show_tensor(self, values: Tensor | None) -> None:
        """Show a tensor with up to two dimensions."""
        shape = str(values.shape) if values is not None and values.ndim else ""
        self._title.setText(f"{self._name} {shape}".strip())
        self._numbers.setText(numbers_text(values))

    def mark(self, is_changed: bool) -> None:
        """Mark it as changed, or not."""
        self._is_changed = is_changed
        self.restyle()

    def restyle(self) -> None:
        """Paint the mark in the present colours."""
        ground = theme.colours().notice if self._is_changed else "transparent"
        self.setStyleSheet(f"TensorBox {{ background: {ground}; border-radius: {theme.STEP}px; }}")


def numbers_text(values: Tensor | None) -> str:
    """Return a tensor's numbers row by row; None as Python prints it."""
    if values is None:
        return str(None)
    decimals = DECIMALS if np.issubdtype(values.dtype, np.floating) else 0
    texts = [
        [true_minus(f"{value:.{decimals}f}") for value in row]
        for row in np.atleast_2d(values).tolist()
    ]
    width = max(len(text) for row in texts for text in row)
    return "\n".join("  ".join(text.rjust(width) for text in row) for row in texts)


class TensorBoxes(Panel):
    """All tensors; those that a line has changed are marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, TensorBox] = {}
        self._titles: list[QLabel] = []
        self._rows: list[tuple[tuple[str, ...], FlowLayout]] = []
        layout = column(self, gap=theme.STEP, padding=0)
        for group in GROUPS:
            self._titles.append(styled_label("heading", self))
            layout.addWidget(self._titles[-1])
            for names in group:
                holder = QWidget(self)
                self._rows.append((names, FlowLayout(2 * theme.STEP, holder)))
                layout.addWidget(holder)
        layout.addStretch(1)
        self.retranslate()

    def prepare(self, moments: Collection[Tensors]) -> None:
        """Make a box for each tensor, large enough for all of these moments."""
        names = list(dict.fromkeys(name for tensors in moments for name in tensors))
        is_same = list(self.boxes) == names  # otherwise all are made anew, for their order
        for name in [] if is_same else list(self.boxes):
            box = self.boxes.pop(name)
            self._row_of(name).removeWidget(box)
            box.hide()
            box.deleteLater()
        for name in names:
            if name not in self.boxes:
                row = self._row_of(name)
                self.boxes[name] = TensorBox(name, row.parentWidget())
                row.addWidget(self.boxes[name])
                row.setAlignment(self.boxes[name], Qt.AlignmentFlag.AlignTop)
                self.boxes[name].show()
            self.boxes[name].reserve(tensors[name] for tensors in moments)
        self.retranslate()

    def _row_of(self, name: str) -> FlowLayout:
        return next(row for names, row in self._rows if name.startswith(names))

    def show_tensors(self, tensors: Tensors, changed: Collection[str]) -> None:
        """Show the tensors of one moment."""
        for name, box in self.boxes.items():
            box.show_tensor(tensors[name])
            box.mark(name in changed)

    def retranslate(self) -> None:
        """Renew the names of the groups; those without a tensor have none."""
        has_layers = "a" in self.boxes
        names = (
            self.tr("Batch"),
            self.tr("Weight"),
            self.tr("Hidden layer"),
            self.tr("Output layer"),
            self.tr("Activations, logits, cost") if has_layers else self.tr("Outputs, cost"),
        )
        for title, name, group in zip(self._titles, names, GROUPS, strict=True):
            beginnings = tuple(beginning for row in group for beginning in row)
            title.setText(name)
            title.setVisible(any(tensor.startswith(beginnings) for tensor in self.boxes))

    def restyle(self) -> None:
        """Paint the marks in the present colours."""
        for box in self.boxes.values():
            box.restyle()
