"""The training images that look most like the drawing, in a row."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.config.data import DataConfig
from core.data.ink import Ink
from core.messages import Message
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.style import theme
from gui.widgets.images import grey_image
from gui.widgets.panel import Panel

if TYPE_CHECKING:
    from core.insight.neighbours import Neighbour, Neighbours

THUMB, GAP = 10 * theme.STEP, theme.STEP
SHOWN = 5
PAUSE_MS = 60  # the pen moves on; only where it rests a moment the digits are gone through


class NearestRow(Panel):
    """Looks only while it is visible, and only for the latest drawing."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._digit: Ink | None = None
        self._data: DataConfig | None = None
        self._search_job = LatestJob(jobs)
        self._found: Neighbours | None = None
        self._title = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.setFont(theme.sized(self.font(), theme.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @property
    def found(self) -> "Neighbours | None":
        """The nearest to the drawing, once they are known; None without a drawing."""
        return self._found

    def set_data(self, data: DataConfig) -> None:
        """Look among these training images."""
        if data != self._data:
            self._data = data
            self.look_for(self._digit)

    def look_for(self, digit: Ink | None) -> None:
        """Show the nearest to ink (28, 28), or nothing for None."""
        self._digit = digit
        if digit is None:
            self._search_job.cancel()
            self._show(None)
        elif self.isVisible():
            self._pause.start()

    def _search(self) -> None:
        digit, data = self._digit, self._data
        if digit is not None:
            self._search_job.request(lambda: _nearest(digit, data), self._show, self._on_failed)

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self._show(None)

    def _show(self, found: "Neighbours | None") -> None:
        self._found = found
        labels = ", ".join(each.name for each in found.found) if found is not None else ""
        self.setAccessibleName(f"{self._title} {labels}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Thumbnails, and their labels below."""
        return QSize(SHOWN * (THUMB + GAP), THUMB + theme.STEP + self.fontMetrics().height())

    def _place(self, number: int) -> QRectF:
        left = self.width() - (SHOWN - number) * (THUMB + GAP) + GAP
        return QRectF(left, 0, THUMB, THUMB)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """What it is at the left, the digits at the right."""
        painter, named = QPainter(self), theme.colours()
        painter.setPen(QColor(named.quiet))
        words = QRectF(0, 0, self._place(0).left() - GAP, THUMB)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            words, Qt.AlignmentFlag.AlignLeft | middle | Qt.TextFlag.TextWordWrap, self._title
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in range(SHOWN):
            place = self._place(number)
            painter.fillRect(place, QColor("black"))
            if self._found is not None and number < len(self._found.found):
                self._paint_digit(painter, place, self._found.found[number])

    def _paint_digit(self, painter: QPainter, place: QRectF, neighbour: "Neighbour") -> None:
        painter.drawImage(place, grey_image(neighbour.grey))
        below = place.translated(0, THUMB + theme.STEP)
        below.setHeight(self.fontMetrics().height())
        painter.setPen(QColor(theme.colours().text))
        name = painter.fontMetrics().elidedText(neighbour.name, Qt.TextElideMode.ElideRight, THUMB)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)

    def retranslate(self) -> None:
        """The title."""
        self._title = self.tr("nearest training images")
        self._show(self._found)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """How near the digit under the pointer is; elsewhere, how long the search took."""
        if event.type() is QHelpEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._told_at(event), self)
            return True
        if event.type() is QHelpEvent.Type.Show and self._digit is not None:
            self._pause.start()
        return super().event(event)

    def _told_at(self, event: QHelpEvent) -> str:
        if self._found is None:
            return self.tr(
                "Once something is drawn, the five training images that differ least from it."
            )
        for number, neighbour in enumerate(self._found.found):
            if self._place(number).contains(event.pos().toPointF()):
                text = self.tr("Training image {number}: {label}, {distance} away")
                return text.format(
                    number=neighbour.number,
                    label=neighbour.name,
                    distance=f"{neighbour.distance:.2f}",
                )
        text = self.tr("Euclidean distance over 784 pixels to each of {count} images, in {ms} ms")
        return text.format(count=f"{self._found.among:,}", ms=f"{self._found.seconds * 1000:.0f}")


def _nearest(digit: Ink, data: DataConfig | None) -> "Neighbours | None":
    from core.errors import InklingError
    from core.insight import neighbours

    try:
        return neighbours.nearest(digit, data)
    except InklingError:  # they are not at hand or damaged, which the tab Data says
        return None
