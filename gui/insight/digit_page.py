"""What goes on in a network while it reads the drawing: saliency, and the activations of each layer."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.config.choices import Activation
from core.insight.neurons import Floats, Stage, strongest_neurons
from gui.insight.activations_view import LayerBars, LayerLook
from gui.insight.diverging import number, picture, scale_of
from gui.insight.inspection import Inspection, Pick
from gui.insight.weights_view import WEIGHT_SIDE, ImageGrid
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, styled_label

SALIENCY_SIDE = 28 * theme.STEP
MAP_SIDE = 10 * theme.STEP
STRONGEST = 8


class SaliencyPicture(QWidget):
    """The drawing with the slope of the answer's logit over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saliency: Floats | None = None
        self._ink: Floats | None = None
        self._image = QImage()
        self.setFixedSize(QSize(SALIENCY_SIDE, SALIENCY_SIDE))

    def show_saliency(self, saliency: Floats, ink: Floats) -> None:
        """Both (28, 28)."""
        self._saliency, self._ink = saliency, ink
        self.restyle()

    def restyle(self) -> None:
        """Make the picture in the colours in force."""
        if self._saliency is not None:
            self._image = picture(self._saliency, scale_of(self._saliency), self._ink)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Hard pixels and a fine edge."""
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.setPen(QColor(theme.colours().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class DigitPage(Panel):
    """Saliency, and the activations of each layer.

    Signals:
        picked(int, int): a neuron or map: its layer of weights, and its number.
    """

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self._saliency = SaliencyPicture(self)
        self._saliency_title, self._saliency_text = (
            styled_label("title", self),
            styled_label("quiet", self),
        )
        self._saliency_text.setWordWrap(True)
        self._strongest_title = styled_label("quiet", self)
        self._strongest = ImageGrid(WEIGHT_SIDE, self)
        self._strongest_title.setBuddy(self._strongest)  # its name for screen readers
        self._strongest.picked.connect(lambda which: self.picked.emit(0, which))
        self._rows: list[LayerBars | ImageGrid] = []
        self._titles: list[QLabel] = []
        self._shape: tuple[Stage, ...] = ()
        beside = QVBoxLayout()
        beside.setSpacing(theme.STEP)
        beside.addWidget(self._saliency_title)
        beside.addWidget(self._saliency_text)
        beside.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(theme.PADDING)
        top.addWidget(self._saliency)
        top.addLayout(beside, 1)
        self._layers = QVBoxLayout()
        self._layers.setSpacing(2 * theme.STEP)
        layout = column(self, gap=theme.PADDING, padding=0)
        layout.addLayout(top)
        layout.addLayout(self._layers)
        layout.addStretch(1)
        self.retranslate()

    def show_inspection(self, inspection: Inspection, chosen: Pick | None) -> None:
        """Show what goes on for the digit; there must be one."""
        self._inspection = inspection
        found, ink = inspection.insight, inspection.digit
        assert found is not None
        assert ink is not None
        if inspection.stages != self._shape:
            self._build_rows(inspection.stages)
        self._saliency.show_saliency(found.saliency, ink)
        self._say_saliency(inspection.config.classes[found.answer])
        for place, (stage, row, title) in enumerate(
            zip(inspection.stages, self._rows, self._titles, strict=True)
        ):
            values = found.activations[stage.outcome]
            if isinstance(row, ImageGrid):
                title.setText(self._title_of(stage))
                row.show_images(values, range(len(values)))
            else:
                row.show_layer(
                    LayerLook(
                        self._title_of(stage),
                        values,
                        says_silent=stage.activation is Activation.RELU,
                    )
                )
            row.choose(chosen[1] if chosen is not None and chosen[0] == place else None)
        self._show_strongest(inspection, chosen)

    def _show_strongest(self, inspection: Inspection, chosen: Pick | None) -> None:
        """The first layer's neurons that answer this digit most, as what they look for."""
        first = inspection.stages[0]
        is_hidden = not first.is_convolution and first.activation is not None
        self._strongest_title.setVisible(is_hidden)
        self._strongest.setVisible(is_hidden)
        if is_hidden and inspection.insight is not None:
            values = inspection.insight.activations[first.outcome]
            best = strongest_neurons(values, STRONGEST)
            self._strongest.show_images(
                inspection.images[best], best, [number(float(values[which]), 2) for which in best]
            )
            self._strongest.choose(chosen[1] if chosen is not None and chosen[0] == 0 else None)

    def _build_rows(self, shape: tuple[Stage, ...]) -> None:
        for widget in (*self._rows, *self._titles):
            self._layers.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for widget in (self._strongest_title, self._strongest):
            self._layers.removeWidget(widget)
        self._rows, self._titles, self._shape = [], [], shape
        for place, stage in enumerate(shape):
            title = styled_label("title", self)
            row: LayerBars | ImageGrid = (
                ImageGrid(MAP_SIDE, self) if stage.is_convolution else LayerBars(self)
            )
            row.picked.connect(lambda which, place=place: self.picked.emit(place, which))
            title.setVisible(stage.is_convolution)
            title.setBuddy(row)
            self._rows.append(row)
            self._titles.append(title)
            for widget in (title, row):
                self._layers.addWidget(widget)
            if place == 0:
                for widget in (self._strongest_title, self._strongest):
                    self._layers.addWidget(widget)

    def _title_of(self, stage: Stage) -> str:
        if stage.activation is None:
            return self.tr("Output: logits")
        return f"{translate(stage.title)} · {translate(stage.activation.label)}"

    def _say_saliency(self, answer: str) -> None:
        self._saliency_title.setText(self.tr("What speaks for {digit}").format(digit=answer))

    def retranslate(self) -> None:
        """Titles and explanations."""
        self._saliency_text.setText(
            self.tr(
                "Orange: a little more ink here raises the answer's logit. Blue: it lowers it. "
                "This is the gradient of that logit (saliency); the drawing shows through in grey."
            )
        )
        self._strongest_title.setText(self.tr("Its strongest neurons here, as what they look for"))
        if self._inspection is not None:
            self.show_inspection(self._inspection, None)

    def restyle(self) -> None:
        """Pictures."""
        for part in (self._saliency, self._strongest, *self._rows):
            if not isinstance(part, LayerBars):
                part.restyle()
