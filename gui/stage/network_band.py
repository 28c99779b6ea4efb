"""One network of the tab Network: its name, its moment, its answer, and its diagram."""

from PySide6.QtCore import QPointF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from core.number_text import decimal_text
from gui.stage.diagram_painter import Diagram, DiagramPainter
from gui.style import theme
from gui.style.swatches import dot
from gui.style.translation import translate
from gui.widgets.panel import Panel, column
from gui.widgets.plain_text import NameLabel, PlainElidingLabel, PlainLabel, plain_tip, show_tip

MIN = QSize(70 * theme.STEP, 22 * theme.STEP)


class DiagramView(QWidget):
    """Shows a network's diagram as large as there is space.

    Signals:
        unit_chosen(int, int): a hidden unit was clicked: the indices of its layer and of itself.
    """

    unit_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = DiagramPainter()
        self._diagram: Diagram | None = None
        self.setFont(theme.sized(self.font(), theme.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    @property
    def diagram(self) -> Diagram | None:
        """What is shown."""
        return self._diagram

    def show_diagram(self, diagram: Diagram) -> None:
        """Show a diagram."""
        self._diagram = diagram
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return a size in which the layers can be told apart."""
        return QSize(MIN.width(), theme.px(MIN.height()))

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return self.minimumSizeHint() * 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the diagram."""
        if self._diagram is not None:
            painter = QPainter(self)
            painter.setFont(self.font())
            self._painter.paint(painter, self._diagram, QSizeF(self.size()))

    def unit_at(self, position: QPointF) -> tuple[int, int] | None:
        """Return the indices of the layer and of the hidden unit at a point."""
        if self._diagram is None:
            return None
        boxes = self._painter.geometry(self._diagram, QSizeF(self.size()), self.fontMetrics())
        tile = boxes.tile_at(position)
        if tile is None or tile[0] >= len(self._diagram.hidden):
            return None
        return tile[0], self._diagram.hidden[tile[0]].shown[tile[1]]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over units, which can be clicked."""
        is_over = self.unit_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the unit under a click."""
        unit = self.unit_at(event.position())
        if unit is not None and event.button() is Qt.MouseButton.LeftButton:
            self.unit_chosen.emit(*unit)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Show the numbers of the unit, or the rule of the layer, under the pointer."""
        if event.type() is QHelpEvent.Type.ToolTip:
            show_tip(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, position: QPointF) -> str:
        """Return what is said of the unit or the layer at a point; empty where there is none."""
        unit = self.unit_at(position)
        if unit is not None:
            return self._unit_tip(*unit)
        if self._diagram is None:
            return ""
        boxes = self._painter.geometry(self._diagram, QSizeF(self.size()), self.fontMetrics())
        layer = boxes.layer_at(position)
        return "" if layer is None else self._layer_tip(layer)

    def _unit_tip(self, layer: int, unit: int) -> str:
        assert self._diagram is not None
        level = self._diagram.levels[layer]
        if level.stage.is_convolution:
            name, value = self.tr("{layer}, map {number}"), self.tr("mean activation {value}")
        else:
            name, value = self.tr("{layer}, neuron {number}"), self.tr("activation {value}")
        lines = [
            name.format(layer=translate(level.stage.title), number=unit),
            value.format(value=decimal_text(float(level.outputs[unit]), 3)),
        ]

        # into the next layer: the largest of the edges drawn
        after = self._diagram.levels[layer + 1]
        edges = [edge for edge in after.edges if edge.source == unit]
        if edges:
            text = self.tr("contributes {amount} to {target}")
            target = (
                self._diagram.classes[edges[-1].target]
                if layer + 2 == len(self._diagram.levels)
                else self.tr("neuron {number}").format(number=edges[-1].target)
            )
            amount = f"{edges[-1].contribution:+.2f}".replace("-", "−")
            lines.append(text.format(amount=amount, target=target))
        lines.append(self.tr("Click to see it in Inside."))
        return "\n".join(lines)

    def _layer_tip(self, layer: int) -> str:
        assert self._diagram is not None
        stage = self._diagram.stages[layer]
        if layer >= len(self._diagram.hidden):
            return translate(stage.title)
        level = self._diagram.hidden[layer]
        text = self.tr(
            "{layer}: the strip shows all {count} units.\n"
            "The {shown} shown large contribute most to the next layer for this digit: "
            "activation times the size of their outgoing weights.\n"
            "Lines are the largest contributions, weight times activation: {positive} for it, "
            "{negative} against it."
        )
        return text.format(
            layer=translate(stage.title),
            count=stage.units,
            shown=len(level.shown),
            positive=self.tr("green"),
            negative=self.tr("violet"),
        )


class NetworkBand(Panel):
    """A row with the network's name, and its diagram below.

    Signals:
        unit_chosen(int, int): see `DiagramView`.
    """

    unit_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._swatch = PlainLabel(self)
        self._name = NameLabel(self)
        self._moment = PlainElidingLabel(self)
        self._moment.setProperty("role", "quiet")
        self._moment.setFont(theme.sized(self.font(), theme.SMALL))
        self._moment.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._answer = PlainLabel(self)
        self._answer.setFont(theme.sized(self.font(), 1.0, bold=True))
        self.view = DiagramView(self)
        self.view.unit_chosen.connect(self.unit_chosen)

        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(self._swatch)
        head.addWidget(self._name)
        head.addWidget(self._moment, 1)
        head.addWidget(self._answer)
        layout = column(self, gap=theme.STEP, padding=0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)

    def show_network(self, name: str, colour: QColor, moment: str, diagram: Diagram) -> None:
        """Show a network.

        Args:
            moment: when in its training it is shown, and what it reads.
        """
        self._swatch.setPixmap(dot(colour))
        self._name.setText(name)
        self._moment.setText(moment)
        self._moment.setToolTip(plain_tip(moment))
        self._answer.setText(self._answer_of(diagram))
        self.view.setAccessibleName(f"{name}, {moment}: {self._answer.text()}")
        self.view.show_diagram(diagram)

    def _answer_of(self, diagram: Diagram) -> str:
        if diagram.probabilities is None:
            return ""
        best = int(diagram.probabilities.argmax())
        text = self.tr("reads {answer} · {share}")
        share = f"{float(diagram.probabilities[best]):.0%}"
        return text.format(answer=diagram.classes[best], share=share)
