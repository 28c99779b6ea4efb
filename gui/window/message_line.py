"""The line at the foot of the window, for messages and hints; its height is constant."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from core.data.examples import Digit
from core.messages import Message, message
from core.run.record import RunRecord
from gui.comparison.comparison import Comparison
from gui.comparison.comparisons import Comparisons
from gui.drawing.draw_panel import DrawPanel
from gui.runs.current_config import CurrentConfig
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.widgets.notice_bar import NoticeBar, Subject
from gui.window.analysis_tabs import AnalysisTabs
from gui.window.hint_strip import HintStrip

VERDICT_PAGES = ("network", "comparison")  # these show a verdict themselves


def outdate_messages(
    notice: NoticeBar, drawing: DrawPanel, current: CurrentConfig, selection: Selection
) -> None:
    """Have messages go once the user has changed what they are about."""
    drawing.digit_changed.connect(lambda: notice.outdate(Subject.DRAWING))
    drawing.canvas.strokes_changed.connect(lambda: notice.outdate(Subject.REPLACED))
    current.changed.connect(lambda: notice.outdate(Subject.SETTINGS))
    selection.changed.connect(lambda: notice.outdate(Subject.SELECTION))


def show_digit(notice: NoticeBar, drawing: DrawPanel, digit: Digit) -> None:
    """Have the networks read a digit; report that it took the place of a drawing, if it did."""
    had_drawing = bool(drawing.canvas.strokes())
    drawing.show_digit(digit.light_on_dark)
    if had_drawing:
        text = message("The digit took the place of your drawing, which Undo brings back.")
        notice.report_change(text, drawing.undo, Subject.REPLACED)


def outdate_results(
    notice: NoticeBar, store: RunStore, comparisons: Comparisons, tabs: AnalysisTabs
) -> None:
    """Have messages go with their run or comparison, and once another run is started.

    A verdict also goes when a page that shows it comes to the front.
    """

    def is_gone(subject: object) -> bool:
        return isinstance(subject, Comparison) and (
            subject not in comparisons.all() or any(map(tabs.is_seen, VERDICT_PAGES))
        )

    def look() -> None:
        if is_gone(notice.about):
            notice.hide()

    store.run_added.connect(notice.hide)
    store.run_removed.connect(notice.outdate)
    comparisons.listed.connect(look)
    tabs.currentChanged.connect(look)


def show_failures(
    notice: NoticeBar,
    controller: RunController,
    store: RunStore,
    is_explained: Callable[[RunRecord], bool],
) -> None:
    """Show why a run has failed, unless that is explained elsewhere."""

    def show(run: str) -> None:
        entry = store.get(run)
        if entry is None or is_explained(entry.record):
            return
        if entry.record.end is not None and entry.record.end.message is not None:
            reason = entry.record.end.message
            values: dict[str, object] = {"run": entry.title, "reason": reason}
            notice.show_text(Message("{run}: {reason}", values, reason.details), about=run)

    controller.run_failed.connect(show)


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
