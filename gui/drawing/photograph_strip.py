"""How a photograph becomes ink: a picture of each stage, a switch for each, and the box on it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from core.data.ink import Box, Ink
from core.data.photographs.photograph import ALL_STAGES, Cleaning
from gui.drawing.photograph import PictureDrawing
from gui.drawing.preparation_strip import THUMB, StagePicture, picture_row, switch_row
from gui.style import theme
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import plain_tip


class BoxedPicture(StagePicture):
    """A stage on which a box can be drawn with the mouse.

    Signals:
        box_drawn(float, float, float, float): its left, upper, right and lower side, as shares of
            the picture's width and height; all but equal for a click.
    """

    box_drawn = Signal(float, float, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, 2 * THUMB)
        self._start: QPointF | None = None
        self._end = QPointF()
        self.setCursor(Qt.CursorShape.CrossCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a box."""
        if event.button() is Qt.MouseButton.LeftButton and self.has_image:
            self._start = self._end = self.share_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the box."""
        self._end = self.share_at(event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the box."""
        if self._start is None:
            return
        box = QRectF(self._start, self.share_at(event.position())).normalized()
        self._start = None
        self.update()
        self.box_drawn.emit(box.left(), box.top(), box.right(), box.bottom())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box that is being drawn over the picture."""
        super().paintEvent(event)
        if self._start is not None:
            painter = QPainter(self)
            painter.setPen(QPen(QColor(theme.DARK.accent), 1.2))
            painter.drawRect(QRectF(self.position_of(self._start), self.position_of(self._end)))


class PhotographStrip(Panel):
    """Four pictures in a row and three switches; hidden while there is no picture.

    Signals:
        cleaning_changed(): a stage was switched on or off.
        box_drawn(float, float, float, float): see `BoxedPicture`.
    """

    cleaning_changed = Signal()
    box_drawn = Signal(float, float, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo = BoxedPicture(self)
        self.pictures = (self.photo, *(StagePicture(self) for _ in range(3)))
        self.switches = tuple(QCheckBox(self) for _ in range(3))
        self._note = styled_label("quiet", self)
        self._count = 0

        for switch in self.switches:
            switch.setChecked(True)
            switch.toggled.connect(self.cleaning_changed)

        layout = column(self, gap=theme.STEP, padding=0)
        layout.addWidget(self._note)
        layout.addLayout(picture_row(self.pictures))
        layout.addLayout(switch_row(self.switches))
        self._note.setWordWrap(True)
        self.photo.box_drawn.connect(self.box_drawn)
        self.show_picture(None)
        self.retranslate()

    def cleaning(self) -> Cleaning:
        """Return the stages that are switched on; all of them while the switches are hidden."""
        if self.isHidden():
            return ALL_STAGES
        return Cleaning(*(switch.isChecked() for switch in self.switches))

    def show_picture(self, drawing: PictureDrawing | None) -> None:
        """Show the stages of a picture; None hides the strip."""
        self.setVisible(drawing is not None)
        if drawing is None:
            for picture in self.pictures:
                picture.show_ink(None)
            return

        stages = drawing.stages
        strongest = np.float32(max(float(stages.contrast.max()), 1.0))
        whole: tuple[Ink, ...] = (
            (stages.levels / np.float32(255)).astype(np.float32),
            (stages.contrast / strongest).astype(np.float32),
            (stages.unruled / strongest).astype(np.float32),
            stages.ink,
        )
        for picture, ink in zip(self.pictures, whole, strict=True):
            picture.show_ink(ink)
        self.photo.show_ink(
            whole[0], lambda painter, area: _paint_boxes(painter, area, drawing, stages.ink)
        )
        self._count = len(drawing.digits)
        self.retranslate()

    def retranslate(self) -> None:
        """Renew names, explanations and the number of digits."""
        self._note.setVisible(self._count > 1)
        self._note.setText(
            self.tr("{count} digits: click one in the photo to have it read.").format(
                count=self._count
            )
        )
        names = (
            self.tr("photo"),
            self.tr("even light"),
            self.tr("no lines"),
            self.tr("ink"),
        )
        explanations = (
            self.tr("The picture, its ink dark. Draw a box around what is to be read."),
            self.tr("How much darker than the paper around it each point is."),
            self.tr("The same without the printed lines of ruled and squared paper."),
            self.tr("What is taken for ink: without grain and specks."),
        )
        for picture, name, explanation in zip(self.pictures, names, explanations, strict=True):
            picture.set_name(name, explanation)

        switch_names = (self.tr("Light"), self.tr("Lines"), self.tr("Grain"))
        switch_texts = (
            self.tr("Off: all paper counts as equally light, so shadows become ink."),
            self.tr("Off: printed lines stay."),
            self.tr("Off: grain is not smoothed."),
        )
        for switch, name, text in zip(self.switches, switch_names, switch_texts, strict=True):
            switch.setText(name)
            switch.setToolTip(plain_tip(text))
            switch.setAccessibleDescription(text)


def _paint_boxes(painter: QPainter, area: QRectF, drawing: PictureDrawing, ink: Ink) -> None:
    """Paint the boxes of all digits, and boldly the one that is read."""
    pen = QPen(painter.pen())
    for digit in drawing.digits:
        pen.setWidthF(2.4 if digit.box == drawing.box else 0.8)
        painter.setPen(pen)
        painter.drawRect(_area_of(digit.box, area, ink))
    if drawing.box is not None:
        pen.setWidthF(2.4)
        painter.setPen(pen)
        painter.drawRect(_area_of(drawing.box, area, ink))


def _area_of(box: Box, area: QRectF, ink: Ink) -> QRectF:
    across, down = area.width() / ink.shape[1], area.height() / ink.shape[0]
    return QRectF(
        area.left() + box.left * across,
        area.top() + box.top * down,
        box.width * across,
        box.height * down,
    )
