"""How a network reads the drawing: the answer, its reason, and the way back to the pixels."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.config.choices import Activation
from core.insight.neurons import Floats, Stage, strongest_neurons
from core.number_text import decimal_text
from gui.insight.activations_view import LayerActivations, LayerBars
from gui.insight.inspection import Inspection, Pick
from gui.insight.reason_view import ReasonView
from gui.insight.weights_view import WEIGHT_SIDE, ImageGrid
from gui.process.timers import single_shot
from gui.style import theme
from gui.style.diverging import picture, scale_of
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, set_side_by_side, styled_label
from gui.widgets.plain_text import plain_tip

SALIENCY_SIDE = 28 * theme.STEP
MAP_SIDE = 10 * theme.STEP
MAX_STRONGEST = 8
MAX_WIDTH = 2**24 - 1  # of a widget, by Qt
MAX_BLANK = 20 * theme.STEP  # below a page, so that no part of it is cut
MIN_WIDE = 140 * theme.STEP  # a page with the evidence next to the reason


class SaliencyPicture(QWidget):
    """The drawing with the slope of the answer's logit over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saliency: Floats | None = None
        self._ink: Floats | None = None
        self._image = QImage()
        self.setFixedSize(QSize(SALIENCY_SIDE, SALIENCY_SIDE))

    def show_saliency(self, saliency: Floats, ink: Floats) -> None:
        """Show saliency over ink, both (28, 28)."""
        self._saliency = saliency
        self._ink = ink
        self.restyle()

    def restyle(self) -> None:
        """Paint the picture in the present colours."""
        if self._saliency is not None:
            self._image = picture(self._saliency, scale_of(self._saliency), self._ink)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint hard pixels and a fine edge."""
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.setPen(QColor(theme.colours().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class DigitPage(Panel):
    """The answer and its reason, and below them the layers from the output back to the first.

    Signals:
        picked(int, int): a neuron or map: the indices of its layer of weights and of the unit.
    """

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self._style = 0
        self.reason = ReasonView(self)
        self.reason.picked.connect(self._on_reason_picked)
        self._saliency = SaliencyPicture(self)
        self._saliency_title = styled_label("heading", self)
        self._saliency_title.setWordWrap(True)
        self._saliency_text = styled_label("quiet", self)
        self._saliency_text.setWordWrap(True)

        self._strongest_title = styled_label("quiet", self)
        self._strongest_title.setWordWrap(True)
        self._strongest = ImageGrid(WEIGHT_SIDE, self)
        self._strongest_title.setBuddy(self._strongest)  # its name for screen readers
        self._strongest.picked.connect(lambda unit: self.picked.emit(0, unit))

        # one for each layer of weights
        self._stages: tuple[Stage, ...] = ()
        self._rows: list[LayerBars | ImageGrid] = []
        self._titles: list[QLabel] = []

        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._saliency_title)
        texts.addWidget(self._saliency_text)
        texts.addStretch(1)

        # the picture with its texts, below it or next to it
        self._evidence = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._evidence.setSpacing(theme.STEP)
        self._evidence.addWidget(self._saliency, 0, Qt.AlignmentFlag.AlignTop)
        self._evidence.addLayout(texts, 1)

        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.GROUP_GAP)
        self._head.addWidget(self.reason, 1)
        self._head.addLayout(self._evidence)

        self._layers = QVBoxLayout()
        self._layers.setSpacing(2 * theme.STEP)
        layout = column(self, gap=theme.PADDING, padding=0)
        layout.addLayout(self._head)
        layout.addLayout(self._layers)
        layout.addStretch(1)

    def show_inspection(self, inspection: Inspection, chosen: Pick | None, style: int) -> None:
        """Show how the digit was read; there must be one.

        Args:
            style: the number of the run's style.
        """
        self._inspection, self._style = inspection, style
        insight, ink = inspection.insight, inspection.digit
        assert insight is not None
        assert ink is not None

        self.reason.show_inspection(inspection, style)
        layer = len(inspection.stages) - 2
        self.reason.choose(chosen[1] if chosen is not None and chosen[0] == layer else None)
        answer = inspection.config.shown_classes[insight.answer]
        self._saliency.show_saliency(insight.saliency, ink)
        self._saliency_title.setText(self.tr("Evidence for {digit}").format(digit=answer))

        if inspection.stages != self._stages:
            self._build_rows(inspection.stages)
        for index, stage in enumerate(inspection.stages):
            self._show_layer(index, insight.activations[stage.outcome])
            row = self._rows[index]
            row.choose(chosen[1] if chosen is not None and chosen[0] == index else None)
        self._show_strongest(inspection, chosen)

    def _show_layer(self, index: int, values: Floats) -> None:
        stage, row = self._stages[index], self._rows[index]
        title = self._title_of(stage)
        if isinstance(row, ImageGrid):
            self._titles[index].setText(title)
            name = self.tr("Map {number}")
            names = [name.format(number=unit) for unit in range(len(values))]
            row.show_images(values, range(len(values)), names)
        else:
            counts_silent = stage.activation is Activation.RELU
            row.show_layer(
                LayerActivations(title, values, counts_silent=counts_silent, style=self._style)
            )

    def _show_strongest(self, inspection: Inspection, chosen: Pick | None) -> None:
        """Show what the first layer's neurons look for that are most active for this digit."""
        first = inspection.stages[0]
        is_hidden = not first.is_convolution and first.activation is not None
        self._strongest_title.setVisible(is_hidden)
        self._strongest.setVisible(is_hidden)
        if not is_hidden or inspection.insight is None:
            return

        values = inspection.insight.activations[first.outcome]
        units = strongest_neurons(values, MAX_STRONGEST)
        captions = [decimal_text(float(values[unit]), 2) for unit in units]
        names = [self.tr("Weights of neuron {number}").format(number=unit) for unit in units]
        self._strongest.show_images(inspection.images[units], units, names, captions)
        self._strongest.choose(chosen[1] if chosen is not None and chosen[0] == 0 else None)

    def _build_rows(self, stages: tuple[Stage, ...]) -> None:
        """Replace the rows by one for each layer, from the output back to the pixels.

        The strongest neurons stand below the first layer.
        """
        for widget in (*self._rows, *self._titles):
            self._layers.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for widget in (self._strongest_title, self._strongest):
            self._layers.removeWidget(widget)

        self._stages = stages
        self._rows = []
        self._titles = []
        for index, stage in reversed(list(enumerate(stages))):
            self._add_row(index, stage)
        self._titles.reverse()
        self._rows.reverse()
        self._layers.addWidget(self._strongest_title)
        self._layers.addWidget(self._strongest)
        self.setTabOrder(self._rows[0], self._strongest)

    def _add_row(self, index: int, stage: Stage) -> None:
        row: LayerBars | ImageGrid = (
            ImageGrid(MAP_SIDE, self) if stage.is_convolution else LayerBars(self)
        )
        row.picked.connect(lambda unit: self.picked.emit(index, unit))
        title = styled_label("heading", self)
        title.setWordWrap(True)
        title.setVisible(stage.is_convolution)  # bars have a title of their own
        title.setBuddy(row)

        self._rows.append(row)
        self._titles.append(title)
        self._layers.addWidget(title)
        self._layers.addWidget(row)

    def _on_reason_picked(self, unit: int) -> None:
        """Pick a unit of the last hidden layer."""
        self.picked.emit(len(self._stages) - 2, unit)

    def _title_of(self, stage: Stage) -> str:
        if stage.activation is None:
            return self.tr("Output: logits")
        return f"{translate(stage.title)} · {translate(stage.activation.label)}"

    def retranslate(self) -> None:
        """Renew titles and explanations."""
        self._saliency_text.setText(
            self.tr("Green: more ink here raises its logit. Violet: it lowers it.")
        )
        tip = self.tr(
            "The gradient of the answer's logit over the ink (saliency), with the drawing in grey "
            "behind it."
        )
        for widget in (self._saliency, self._saliency_title, self._saliency_text):
            widget.setToolTip(plain_tip(tip))
        self._strongest_title.setText(
            self.tr("Its strongest neurons for this drawing, shown as what they look for")
        )
        if self._inspection is not None:
            self.show_inspection(self._inspection, None, self._style)

    def whole_height(self, height: int) -> int:
        """Return how much of a height is filled by parts that it shows whole.

        It is all of the height where too much of it would be blank.
        """
        if self.height() <= height:
            return height
        parts = [self._head.geometry(), *(row.geometry() for row in self._rows)]
        ends = [part.bottom() + 1 for part in parts]
        whole = max((end for end in ends if end <= height), default=0)
        return whole if height - whole <= theme.px(MAX_BLANK) else height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the evidence next to the reason, or below it where there is little width."""
        super().resizeEvent(event)
        is_wide = event.size().width() > theme.px(MIN_WIDE)
        set_side_by_side(self._head, is_wide)
        set_side_by_side(self._evidence, not is_wide)
        for label in (self._saliency_title, self._saliency_text):
            label.setMaximumWidth(SALIENCY_SIDE if is_wide else MAX_WIDTH)

    def restyle(self) -> None:
        """Renew the colours of the pictures."""
        for part in (self._saliency, self._strongest, *self._rows):
            if not isinstance(part, LayerBars):
                part.restyle()


class DigitArea(QScrollArea):
    """Scrolls the page; unscrolled, it ends where a part of the page ends."""

    def __init__(self, page: DigitPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._fitting = single_shot(self, self._fit)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        page.installEventFilter(self)

    def _fit(self) -> None:
        """Leave blank what would show only a piece of a part."""
        blank = self.height() - self._page.whole_height(self.height())
        if blank != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, blank)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the blank space to the height."""
        super().resizeEvent(event)
        self._fitting.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the blank space to the parts of the page."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fitting.start()
        return super().eventFilter(watched, event)
