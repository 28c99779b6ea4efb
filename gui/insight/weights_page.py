"""What each neuron of the first layer looks for, as images; of kernels also what they compute."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.insight.neurons import Stage, sample
from gui.insight.convolution.convolution_view import ConvolutionView
from gui.insight.inspection import Inspection, Pick
from gui.insight.weights_view import KERNEL_SIDE, WEIGHT_SIDE, ImageGrid, ScaleBar
from gui.style import theme
from gui.widgets.panel import Panel, column, styled_label

HEIGHT = 58 * theme.STEP  # of all images, which a low window has room for


class WeightsPage(Panel):
    """What each neuron of the first layer looks for.

    Signals:
        picked(int, int): a neuron: layer 0, and its number.
    """

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self._title = styled_label("title", self)
        self._title.setWordWrap(True)
        self._text = styled_label("quiet", self)
        self._text.setWordWrap(True)
        self._scale = ScaleBar(self)
        self._grid = ImageGrid(WEIGHT_SIDE, self, height=HEIGHT)
        self._grid.picked.connect(lambda unit: self.picked.emit(0, unit))

        layout = column(self, gap=theme.STEP, padding=0)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._scale)
        layout.addLayout(head)
        layout.addWidget(self._text)
        layout.addWidget(self._grid)
        self.convolution = ConvolutionView(self)
        self.convolution.hide()
        layout.addWidget(self.convolution)
        layout.addStretch(1)
        self.retranslate()

    def show_inspection(self, inspection: Inspection, chosen: Pick | None) -> None:
        """Show the weights as they are now."""
        self._inspection = inspection
        units = [int(unit) for unit in sample(len(inspection.images))]
        is_output = len(inspection.stages) == 1
        captions = [str(unit) for unit in units] if is_output else ()
        names = [self._name_of(inspection, unit) for unit in units]
        first = inspection.stages[0]
        self._grid.set_side(KERNEL_SIDE if first.is_convolution else WEIGHT_SIDE)
        self._grid.show_images(inspection.images[units], units, names, captions)
        unit = chosen[1] if chosen is not None and chosen[0] == 0 else None
        self._grid.choose(unit)
        self._scale.show_scale(self._grid.scale)
        self._explain(len(units), len(inspection.images), first)
        has_sums = first.is_convolution and inspection.insight is not None
        self.convolution.setVisible(has_sums)
        if has_sums:
            self.convolution.show_kernel(inspection, unit)

    def _name_of(self, inspection: Inspection, unit: int) -> str:
        """Return what the image of a unit of the first layer shows."""
        first = inspection.stages[0]
        if first.is_convolution:
            return self.tr("Kernel {number}").format(number=unit)
        if first.activation is None:
            answer = inspection.config.shown_classes[unit]
            return self.tr("Weights of {answer}").format(answer=answer)
        return self.tr("Weights of neuron {number}").format(number=unit)

    def _explain(self, shown: int, total: int, first: Stage) -> None:
        if first.is_convolution:
            title = self.tr("The kernels of the first convolution, {count}")
            text = self.tr(
                "Click one, and drag it over the digit or its map: this is bright where ink lies "
                "under green only."
            )
        elif first.activation is None:
            title = self.tr("What each digit looks for")
            text = self.tr("Ink under green speaks for the digit, ink under violet against it.")
        else:
            title = self.tr("What the first layer's neurons look for")
            if shown < total:
                title = self.tr("What the first layer's neurons look for, {shown} of {count}")
            text = self.tr(
                "Ink under green excites the neuron, ink under violet inhibits it. "
                "Click one to see its sum."
            )

        self._title.setText(title.format(shown=shown, count=total))
        self._text.setText(text)

    def retranslate(self) -> None:
        """Renew titles and explanations."""
        self._grid.setAccessibleName(self.tr("First-layer weights"))
        if self._inspection is not None:
            self.show_inspection(self._inspection, None)

    def restyle(self) -> None:
        """Renew the colours of the images."""
        self._grid.restyle()
        self.convolution.restyle()
