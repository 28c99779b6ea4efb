"""Calls of PyTorch with their results, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import styled_label
from gui.widgets.plain_text import PlainLabel

if TYPE_CHECKING:
    from core.insight.cost_calls import CostCall


@dataclass(frozen=True)
class _Row:
    """The labels of one call."""

    code: QLabel
    result: QLabel
    about: QLabel

    def set_visible(self, is_visible: bool) -> None:
        """Show or hide all labels."""
        for label in (self.code, self.result, self.about):
            label.setVisible(is_visible)


class CallsView(QWidget):
    """Each call with its result next to it, and below both what they show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GROUP_GAP)
        self._grid.setVerticalSpacing(theme.STEP)
        self._grid.setColumnStretch(1, 1)

    def show_calls(self, calls: "Sequence[CostCall]") -> None:
        """Show these calls."""
        while len(self._rows) < len(calls):
            self._add_row()
        for row, call in zip(self._rows, calls, strict=False):
            row.code.setText(call.code)
            row.result.setText(call.result)
            row.about.setText(translate(call.about))
        for index, row in enumerate(self._rows):
            row.set_visible(index < len(calls))

    def _add_row(self) -> None:
        fixed = theme.sized(
            QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), theme.TEXT
        )
        row = _Row(PlainLabel(self), PlainLabel(self), styled_label("quiet", self))
        for label in (row.code, row.result):
            label.setFont(fixed)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (row.result, row.about):
            label.setWordWrap(True)

        at = 2 * len(self._rows)
        self._grid.addWidget(row.code, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row.result, at, 1)
        self._grid.addWidget(row.about, at + 1, 0, 1, 2)
        self._rows.append(row)
