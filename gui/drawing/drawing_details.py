"""The parts below the canvas that open one at a time: preparation, nearest images, handwriting."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from core.data.ink import ALL_STEPS, Ink, Preparation, Stages
from gui.background.jobs import JobQueue
from gui.drawing.handwriting import Handwriting
from gui.drawing.handwriting_row import HandwritingRow
from gui.drawing.nearest_row import NearestRow
from gui.drawing.photograph import PictureDrawing
from gui.drawing.photograph_strip import PhotographStrip
from gui.drawing.preparation_strip import PreparationStrip
from gui.style import theme
from gui.widgets.panel import Panel, column
from gui.widgets.plain_text import plain_tip


class DrawingDetails(Panel):
    """A toggle for each part; the answers below stay visible, since only one part is open.

    Attributes:
        photograph, strip, nearest, handwriting: the parts.

    Signals:
        steps_changed(): the drawing is to be prepared with other steps.
        opened_or_closed(): a part was opened or closed.
    """

    steps_changed = Signal()
    opened_or_closed = Signal()

    def __init__(
        self, jobs: JobQueue, handwriting: Handwriting | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.preparation = QWidget(self)
        self.photograph = PhotographStrip(self.preparation)
        self.strip = PreparationStrip(self.preparation)
        self.nearest = NearestRow(jobs, self)
        self.handwriting = HandwritingRow(handwriting, self)
        self._parts = (self.preparation, self.nearest, self.handwriting)
        self._toggles = tuple(QToolButton(self) for _ in self._parts)
        self._preparation_toggle = self._toggles[0]

        toggles = QHBoxLayout()
        toggles.setSpacing(0)
        for toggle in self._toggles:
            toggle.setCheckable(True)
            toggle.setAutoRaise(True)
            toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            toggle.setFont(theme.sized(toggle.font(), theme.TEXT))
            toggle.toggled.connect(self._on_toggled)
            toggles.addWidget(toggle)
        toggles.addStretch(1)
        self._toggles[-1].setVisible(handwriting is not None)

        both = column(self.preparation, gap=theme.STEP, padding=0)
        both.addWidget(self.photograph)
        both.addWidget(self.strip)

        layout = column(self, gap=theme.STEP, padding=0)
        layout.addLayout(toggles)
        for part in self._parts:
            layout.addWidget(part)

        self.strip.steps_changed.connect(self.steps_changed)
        self._show_open_part()
        self.retranslate()
        self.restyle()

    def steps(self) -> Preparation:
        """Return the steps of the preparation: all of them while their switches are hidden."""
        return self.strip.steps() if self._preparation_toggle.isChecked() else ALL_STEPS

    def show_drawing(
        self, stages: Stages | None, digit: Ink | None, picture: PictureDrawing | None
    ) -> None:
        """Show the stages of a drawing and its digit; a digit that came prepared has no stages.

        Where a picture has several digits, the preparation opens, so that one can be chosen.
        """
        is_new = picture is not None and not self.photograph.isVisibleTo(self.preparation)
        self.photograph.show_picture(picture)
        if is_new and picture is not None and len(picture.digits) > 1:
            self._preparation_toggle.setChecked(True)
        self.strip.show_stages(stages, digit)
        self.nearest.look_for(digit)
        self.handwriting.set_drawing(stages is not None)

    @property
    def names(self) -> dict[int, str]:
        """The names of the parts that there are, by their indices."""
        toggles = enumerate(self._toggles)
        return {index: toggle.text() for index, toggle in toggles if not toggle.isHidden()}

    def open_part(self, index: int) -> None:
        """Open one of the parts, and close the others."""
        self._toggles[index].setChecked(True)

    def _on_toggled(self, is_open: bool) -> None:
        sender = self.sender()
        if is_open:
            for toggle in self._toggles:
                toggle.setChecked(toggle is sender)
        self._show_open_part()
        self.opened_or_closed.emit()

    def _show_open_part(self) -> None:
        for part, toggle in zip(self._parts, self._toggles, strict=True):
            is_open = toggle.isChecked()
            part.setVisible(is_open)
            toggle.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def restyle(self) -> None:
        """Colour the toggles: quiet words, an open one's strong."""
        named = theme.colours()
        for toggle in self._toggles:
            toggle.setStyleSheet(
                f"QToolButton {{ border: 1px solid transparent; border-radius: {theme.STEP}px;"
                f" padding: {theme.STEP // 2}px 1px; color: {named.quiet}; }}"
                f" QToolButton:checked, QToolButton:hover {{ color: {named.text}; }}"
                f" QToolButton:focus {{ border-color: {named.accent}; }}"
            )

    def retranslate(self) -> None:
        """Name the toggles."""
        texts = (
            (self.tr("Preparation"), self.tr("How the drawing becomes 28 × 28 pixels")),
            (self.tr("Nearest"), self.tr("The training images that look most like the drawing")),
            (self.tr("Handwriting"), self.tr("Keep the drawing in a test set of your own")),
        )
        for toggle, (text, explanation) in zip(self._toggles, texts, strict=True):
            toggle.setText(text)
            toggle.setToolTip(plain_tip(explanation))
