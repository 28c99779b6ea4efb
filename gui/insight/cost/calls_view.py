"""Calls of PyTorch's cross-entropy with their results, and what the chosen one shows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

if TYPE_CHECKING:
    from core.insight.cost_calls import CostCall

CODE, RESULT = range(2)
REFUSED = "✗"


class CallsView(QWidget):
    """A row for each call, and below all of them one as it is typed, with an explanation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calls: Sequence[CostCall] = ()
        self._items: list[QTreeWidgetItem] = []
        self.rows = QTreeWidget(self)
        self.rows.setObjectName("calls")
        self.rows.setHeaderHidden(True)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.rows.setRootIsDecorated(False)
        self.rows.setColumnCount(2)
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.rows.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(CODE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(RESULT, QHeaderView.ResizeMode.ResizeToContents)
        self.rows.currentItemChanged.connect(self._explain)
        self._result, self._about = PlainLabel(self), styled_label("quiet", self)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        layout = column(self, gap=theme.STEP, padding=0)
        layout.addWidget(self.rows)
        for label in (self._result, self._about):
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch(1)
        self._fit()

    def show_calls(self, calls: "Sequence[CostCall]") -> None:
        """Show these calls; the one that is explained stays chosen."""
        self._calls = calls
        while len(self._items) < len(calls):
            self._items.append(QTreeWidgetItem(self.rows))
            self._items[-1].setTextAlignment(RESULT, Qt.AlignmentFlag.AlignRight)
        for index, item in enumerate(self._items):
            item.setHidden(index >= len(calls))
        for item, call in zip(self._items, calls, strict=False):
            result = REFUSED if call.is_error else call.result
            for side, text in ((CODE, call.code), (RESULT, result)):
                item.setText(side, text)
                item.setToolTip(side, plain_tip(text))
        if calls and self.rows.currentItem() is None:
            self.rows.setCurrentItem(self._items[0])
        self._fit()
        self._explain()

    def _explain(self) -> None:
        chosen = self.rows.currentIndex().row()
        is_known = 0 <= chosen < len(self._calls)
        for label in (self._result, self._about):
            label.setVisible(is_known)
        if is_known:
            call = self._calls[chosen]
            self._result.setText(f">>> {call.code}\n{call.result}")
            self._about.setText(translate(call.about))

    def _fit(self) -> None:
        """Take the height of all rows, in letters of equal width."""
        for widget in (self.rows, self._result):
            widget.setFont(theme.fixed_font())
        height = self.rows.sizeHintForRow(0) * len(self._calls)
        self.rows.setFixedHeight(max(0, height) + 2 * self.rows.frameWidth())

    def changeEvent(self, event: QEvent) -> None:
        """Fit the rows into other letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()
