"""The line at the foot of the window, for messages and hints; its height is constant."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.style import theme
from gui.widgets.notice_bar import NoticeBar
from gui.window.hint_strip import HintStrip


class MessageSlot(QFrame):
    """Shows the notice bar while it has a message, and the hints at all other times."""

    def __init__(self, notice: NoticeBar, hints: HintStrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messages")
        self._notice = notice
        self._hints = hints
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        row.addWidget(notice, 1)
        row.addWidget(hints, 1)
        notice.installEventFilter(self)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(QFontMetrics(self.font()).height() + 3 * theme.STEP + 1)

    def changeEvent(self, event: QEvent) -> None:
        """Fit the height to another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the hints while there is a message."""
        if watched is self._notice and event.type() in (
            QEvent.Type.ShowToParent,
            QEvent.Type.HideToParent,
        ):
            self._hints.setVisible(self._notice.isHidden())
        return False
