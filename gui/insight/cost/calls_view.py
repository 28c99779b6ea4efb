"""Calls of PyTorch with their results, as a Python shell shows them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel

if TYPE_CHECKING:
    from core.insight.cost_calls import CostCall

BESIDE = 150 * theme.STEP  # from this width on two calls stand side by side


class CallsView(QWidget):
    """Each call with its result below it, and what both show; two in a row where it is wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[tuple[QWidget, QLabel, QLabel]] = []  # call and result; explanation
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GROUP_GAP)
        self._grid.setVerticalSpacing(2 * theme.STEP)

    def show_calls(self, calls: "Sequence[CostCall]") -> None:
        """Show these calls."""
        while len(self._cells) < len(calls):
            self._add_cell()
        self._place()
        for (_, code, about), call in zip(self._cells, calls, strict=False):
            code.setText(f">>> {call.code}\n{call.result}")
            about.setText(translate(call.about))
        for index, (cell, _, _) in enumerate(self._cells):
            cell.setVisible(index < len(calls))

    def _add_cell(self) -> None:
        cell = QWidget(self)
        code, about = PlainLabel(cell), styled_label("quiet", cell)
        code.setFont(theme.fixed_font())
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows = column(cell, gap=theme.STEP, padding=0)
        for label in (code, about):
            label.setWordWrap(True)
            rows.addWidget(label)
        rows.addStretch(1)
        self._cells.append((cell, code, about))

    def _place(self) -> None:
        across = 2 if self.width() >= theme.px(BESIDE) else 1
        for index, (cell, _, _) in enumerate(self._cells):
            self._grid.addWidget(cell, index // across, index % across)
        for side in range(2):
            self._grid.setColumnStretch(side, int(side < across))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many calls side by side as there is room for."""
        super().resizeEvent(event)
        self._place()
