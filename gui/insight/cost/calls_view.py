"""Calls of PyTorch with their results, as a Python shell shows them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel

if TYPE_CHECKING:
    from core.insight.cost_calls import CostCall


class CallsView(QWidget):
    """Each call with its result below it, and what both show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[QLabel, QLabel]] = []  # call and result; explanation
        self._column = column(self, gap=theme.STEP, padding=0)

    def show_calls(self, calls: "Sequence[CostCall]") -> None:
        """Show these calls."""
        while len(self._rows) < len(calls):
            self._add_row()
        for (code, about), call in zip(self._rows, calls, strict=False):
            code.setText(f">>> {call.code}\n{call.result}")
            about.setText(translate(call.about))
        for index, row in enumerate(self._rows):
            for label in row:
                label.setVisible(index < len(calls))

    def _add_row(self) -> None:
        code, about = PlainLabel(self), styled_label("quiet", self)
        code.setFont(theme.fixed_font())
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (code, about):
            label.setWordWrap(True)
            self._column.addWidget(label)
        self._column.addSpacing(theme.STEP)
        self._rows.append((code, about))
