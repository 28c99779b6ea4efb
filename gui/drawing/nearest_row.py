"""The training images that look most like the drawing, in a row."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.config.data import DataConfig
from core.data.folders import source_of
from core.data.ink import Ink
from core.messages import Message
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.process.timers import single_shot
from gui.style import theme
from gui.widgets.images import grey_image
from gui.widgets.panel import Panel
from gui.widgets.plain_text import show_tip

if TYPE_CHECKING:
    from core.insight.neighbours import Neighbour, Neighbours

THUMB, GAP = 10 * theme.STEP, theme.STEP
SHOWN = 5
PAUSE_MS = 60  # the search starts only once the pen has rested for this time


class NearestRow(Panel):
    """Searches only while it is visible, and only for the latest drawing."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._digit: Ink | None = None
        self._data: DataConfig | None = DataConfig()
        self._search_job = LatestJob(jobs)
        self._neighbours: Neighbours | None = None
        self._title = ""

        self._pause = single_shot(self, self._search, PAUSE_MS)

        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @property
    def neighbours(self) -> "Neighbours | None":
        """The images nearest to the drawing, once they are known; None without a drawing."""
        return self._neighbours

    def set_data(self, data: DataConfig | None) -> None:
        """Search these training images; None for data that are no images."""
        if data != self._data:
            self._data = data
            self.look_for(self._digit)

    def look_for(self, digit: Ink | None) -> None:
        """Show the images nearest to ink (28, 28), or nothing for None."""
        self._digit = digit
        if digit is None or self._data is None:
            self._search_job.cancel()
            self._show(None)
        elif self.isVisible():
            self._pause.start()

    def _search(self) -> None:
        digit, data = self._digit, self._data
        if digit is not None and data is not None:
            self._search_job.request(
                lambda: _nearest(digit, data), self._show, self._on_failed, source=source_of(data)
            )

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self._show(None)

    def _show(self, neighbours: "Neighbours | None") -> None:
        self._neighbours = neighbours
        nearest = neighbours.images if neighbours is not None else ()
        labels = ", ".join(neighbour.name for neighbour in nearest)
        self.setAccessibleName(f"{self._title} {labels}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the thumbnails with their labels below."""
        return QSize(SHOWN * (THUMB + GAP), THUMB + theme.STEP + self.fontMetrics().height())

    def _area(self, index: int) -> QRectF:
        """Return the area in which the image at this index is painted."""
        left = self.width() - (SHOWN - index) * (THUMB + GAP) + GAP
        return QRectF(left, 0, THUMB, THUMB)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title at the left, the images at the right."""
        painter = QPainter(self)
        painter.setPen(QColor(theme.colours().quiet))
        title_area = QRectF(0, 0, self._area(0).left() - GAP, THUMB)
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title_area, alignment | Qt.TextFlag.TextWordWrap, self._title)

        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        nearest = self._neighbours.images if self._neighbours is not None else ()
        for index in range(SHOWN):
            area = self._area(index)
            painter.fillRect(area, QColor("black"))
            if index < len(nearest):
                self._paint_digit(painter, area, nearest[index])

    def _paint_digit(self, painter: QPainter, area: QRectF, neighbour: "Neighbour") -> None:
        painter.drawImage(area, grey_image(neighbour.grey))
        below = area.translated(0, THUMB + theme.STEP)
        below.setHeight(self.fontMetrics().height())
        painter.setPen(QColor(theme.colours().text))
        name = painter.fontMetrics().elidedText(neighbour.name, Qt.TextElideMode.ElideRight, THUMB)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)

    def retranslate(self) -> None:
        """Renew the title."""
        self._title = self.tr("nearest training images")
        self._show(self._neighbours)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Show a tool tip; search once the row is shown, and no longer once it is hidden."""
        if event.type() is QHelpEvent.Type.ToolTip:
            show_tip(event.globalPos(), self._tip_at(event.pos().toPointF()), self)
            return True
        if event.type() is QHelpEvent.Type.Show and self._digit is not None:
            self._pause.start()
        if event.type() is QHelpEvent.Type.Hide:
            self._pause.stop()
            self._search_job.cancel()
        return super().event(event)

    def _tip_at(self, position: QPointF) -> str:
        """Return how near the image at a position is, and elsewhere how long the search took."""
        if self._neighbours is None:
            return self.tr(
                "Once something is drawn, the five training images that differ least from it."
            )

        for index, neighbour in enumerate(self._neighbours.images):
            if self._area(index).contains(position):
                text = self.tr("Training image {number}: {label}, {distance} away")
                return text.format(
                    number=neighbour.number,
                    label=neighbour.name,
                    distance=f"{neighbour.distance:.2f}",
                )

        text = self.tr("Euclidean distance over 784 pixels to each of {count} images, in {ms} ms")
        milliseconds = f"{self._neighbours.seconds * 1000:.0f}"
        return text.format(count=f"{self._neighbours.among:,}", ms=milliseconds)


def _nearest(digit: Ink, data: DataConfig) -> "Neighbours | None":
    from core.cancellation import check_cancelled
    from core.errors import InklingError
    from core.insight import neighbours

    try:
        return neighbours.nearest(digit, data)
    except InklingError:  # the data are missing or damaged, as the tab Data shows
        check_cancelled()
        return None
