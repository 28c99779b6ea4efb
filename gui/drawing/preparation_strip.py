"""How ink becomes input: a picture of each stage, and a switch for each step."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from core.config.catalogue import SIDE
from core.data.ink import ALL_STEPS, CENTRE, Ink, Preparation, Stages
from gui.style import theme
from gui.widgets.images import ink_image
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import plain_tip

THUMB = 11 * theme.STEP
MARK = 5  # half the length of a cross, in screen pixels


class StagePicture(QWidget):
    """One stage, white ink on black, with a mark on what matters in it, and its name below."""

    def __init__(self, parent: QWidget | None = None, side: int = THUMB) -> None:
        super().__init__(parent)
        self._side = side
        self._ink: Ink | None = None
        self._image: QImage | None = None  # of the ink; made when it is first painted
        self._mark: Callable[[QPainter, QRectF], None] | None = None
        self._name = ""
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str, explanation: str) -> None:
        """Set the name below and the tool tip."""
        self._name = name
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(explanation))
        self.update()

    def show_ink(
        self, ink: Ink | None, mark: Callable[[QPainter, QRectF], None] | None = None
    ) -> None:
        """Show ink of any size, or nothing for None; `mark` paints over the picture's area."""
        self._ink, self._image = ink, None
        self._mark = mark
        self.update()

    @property
    def has_image(self) -> bool:
        """Whether there is a picture to show."""
        return self._ink is not None

    def share_at(self, position: QPointF) -> QPointF:
        """Return a position of the mouse as shares of the picture's width and height, 0 to 1."""
        area = self._image_area(self._frame())
        x = (position.x() - area.left()) / max(area.width(), 1)
        y = (position.y() - area.top()) / max(area.height(), 1)
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))

    def position_of(self, share: QPointF) -> QPointF:
        """Return where shares of the picture's width and height lie on the widget."""
        area = self._image_area(self._frame())
        return QPointF(
            area.left() + share.x() * area.width(), area.top() + share.y() * area.height()
        )

    def _frame(self) -> QRectF:
        return QRectF((self.width() - self._side) / 2, 0, self._side, self._side)

    def sizeHint(self) -> QSize:
        """Return the size of a small picture and a line of text."""
        return QSize(self._side, self._side + theme.STEP + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: fewer screen pixels could not be distinguished."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture, mark and name."""
        painter = QPainter(self)
        frame = self._frame()
        painter.fillRect(frame, QColor("black"))
        if self._ink is not None:
            self._image = self._image or ink_image(self._ink)
            self._paint_image(painter, self._image, self._image_area(frame))

        painter.setPen(QColor(theme.colours().quiet))
        text = QRectF(0, self._side + theme.STEP, self.width(), self.fontMetrics().height())
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self._name)

    def _paint_image(self, painter: QPainter, image: QImage, area: QRectF) -> None:
        """Paint pixels, with hard edges where there are few of them, and the mark."""
        is_large = max(image.width(), image.height()) > self._side
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_large)
        painter.drawImage(area, image)
        if self._mark is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.DARK.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._mark(painter, area)

    def _image_area(self, frame: QRectF) -> QRectF:
        """Centre the picture; one of at most 28 pixels is as large as within the 28."""
        height, width = (0, 0) if self._ink is None else self._ink.shape
        whole = SIDE if max(width, height) <= SIDE else max(width, height)
        size = QSize(round(self._side * width / whole), round(self._side * height / whole))
        return QRectF(frame.center() - QPointF(size.width() / 2, size.height() / 2), size.toSizeF())


class PreparationStrip(Panel):
    """Five pictures in a row and three switches.

    Signals:
        steps_changed(): a step was switched on or off.
    """

    steps_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = tuple(StagePicture(self) for _ in range(5))
        self._box = QCheckBox(self)
        self._smoothing = QCheckBox(self)
        self._centring = QCheckBox(self)
        self.switches = (self._box, self._smoothing, self._centring)
        self._stages: Stages | None = None
        self._digit: Ink | None = None
        self._is_dark_on_light = False

        for switch in self.switches:
            switch.setChecked(True)
            switch.toggled.connect(self.steps_changed)

        self.note = styled_label("quiet", self)
        self.note.setWordWrap(True)
        self.note.hide()
        layout = column(self, gap=theme.STEP, padding=0)
        layout.addWidget(self.note)
        layout.addLayout(picture_row(self.pictures))
        layout.addLayout(switch_row(self.switches))
        self.retranslate()

    def steps(self) -> Preparation:
        """Return the steps that are switched on."""
        return Preparation(
            self._box.isChecked(), self._smoothing.isChecked(), self._centring.isChecked()
        )

    @property
    def are_all_on(self) -> bool:
        """Whether a drawing is prepared as the networks expect it."""
        return self.steps() == ALL_STEPS

    def show_stages(self, stages: Stages | None, digit: Ink | None = None) -> None:
        """Show the stages of a drawing, or only the digit of one that came prepared."""
        self._stages, self._digit = stages, digit
        drawn, boxed, scaled, mass, prepared = self.pictures
        came_prepared = stages is None and digit is not None
        self.note.setVisible(came_prepared)
        for widget in (drawn, boxed, scaled, mass, *self.switches):
            widget.setVisible(not came_prepared)
        if stages is None:
            for picture in (drawn, boxed, scaled, mass):
                picture.show_ink(None)
            prepared.show_ink(self._as_read(digit))
            return

        drawn.show_ink(stages.drawn)
        boxed.show_ink(stages.drawn, lambda painter, area: _paint_box(painter, area, stages))
        scaled.show_ink(stages.scaled)
        mass.show_ink(
            stages.scaled, lambda painter, area: _paint_centre_of_mass(painter, area, stages)
        )
        prepared.show_ink(self._as_read(stages.digit), _paint_middle)

    def set_dark_on_light(self, is_dark_on_light: bool) -> None:
        """Show the last stage as networks get it that learn dark ink on light, or light on dark."""
        if is_dark_on_light != self._is_dark_on_light:
            self._is_dark_on_light = is_dark_on_light
            self._name_pictures()
            self.show_stages(self._stages, self._digit)

    def _as_read(self, digit: Ink | None) -> Ink | None:
        return 1 - digit if digit is not None and self._is_dark_on_light else digit

    def retranslate(self) -> None:
        """Renew names and explanations."""
        self._name_pictures()
        self._name_switches()
        self.note.setText(self.tr("This digit needs no preparation: it comes from the data."))

    def _name_pictures(self) -> None:
        names = (
            self.tr("strokes"),
            self.tr("box"),
            self.tr("scaled"),
            self.tr("mass"),
            self.tr("inverted") if self._is_dark_on_light else self.tr("28 × 28"),
        )
        last = self.tr("The centre of mass in the middle: this is what the networks get.")
        if self._is_dark_on_light:
            last = self.tr(
                "The centre of mass in the middle of 28 × 28 pixels, dark on light as in the data:"
                " this is what the networks get."
            )
        explanations = (
            self.tr("The drawing, in black and white like the scans that MNIST was made from."),
            self.tr("The smallest box that contains all the ink."),
            self.tr("The box, scaled so that its longer side has 20 pixels; edges become grey."),
            self.tr("The ink's centre of mass."),
            last,
        )

        for picture, name, explanation in zip(self.pictures, names, explanations, strict=True):
            picture.set_name(name, explanation)

    def _name_switches(self) -> None:
        names = (self.tr("Box"), self.tr("Smooth"), self.tr("Centre"))
        explanations = (
            self.tr("Off: the whole canvas is scaled to 28 × 28, however small the ink."),
            self.tr("Off: each pixel takes the nearest ink, all or nothing."),
            self.tr(
                "Off: the middle of the box goes to the centre; "
                "without a box, the ink stays where it is."
            ),
        )

        for switch, name, explanation in zip(self.switches, names, explanations, strict=True):
            switch.setText(name)
            switch.setToolTip(plain_tip(explanation))
            switch.setAccessibleDescription(explanation)


def picture_row(pictures: Sequence[StagePicture]) -> QHBoxLayout:
    """Lay out the pictures of stages in a row."""
    row = QHBoxLayout()
    row.setSpacing(theme.STEP)
    for picture in pictures:
        row.addWidget(picture)
    return row


def switch_row(switches: Sequence[QCheckBox]) -> QHBoxLayout:
    """Lay out the switches of stages in a row, in small letters."""
    row = QHBoxLayout()
    row.setSpacing(2 * theme.STEP)
    for switch in switches:
        switch.setFont(theme.sized(switch.font(), theme.TEXT))
        row.addWidget(switch)
    row.addStretch(1)
    return row


def _paint_box(painter: QPainter, area: QRectF, stages: Stages) -> None:
    height, width = stages.drawn.shape
    across, down = area.width() / width, area.height() / height
    box = stages.box
    frame = QRectF(
        area.left() + box.left * across,
        area.top() + box.top * down,
        box.width * across,
        box.height * down,
    )
    painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_centre_of_mass(painter: QPainter, area: QRectF, stages: Stages) -> None:
    height, width = stages.scaled.shape
    y, x = stages.centre
    _paint_cross(
        painter,
        area.left() + (x + 0.5) * area.width() / width,
        area.top() + (y + 0.5) * area.height() / height,
    )


def _paint_middle(painter: QPainter, area: QRectF) -> None:
    share = (CENTRE + 0.5) / SIDE
    _paint_cross(painter, area.left() + share * area.width(), area.top() + share * area.height())


def _paint_cross(painter: QPainter, x: float, y: float) -> None:
    painter.drawLines([QLineF(x - MARK, y, x + MARK, y), QLineF(x, y - MARK, x, y + MARK)])
