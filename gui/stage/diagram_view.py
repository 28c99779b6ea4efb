"""A network's diagram on the screen, with tips and clicks."""

from time import perf_counter

from PySide6.QtCore import QPointF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.number_text import signed_decimal_text
from gui.runs.moments import example_rule
from gui.stage.diagram_painter import Diagram, DiagramPainter
from gui.style import theme
from gui.style.translation import translate
from gui.style.unit_words import words_about
from gui.widgets.plain_text import show_tip

MIN = QSize(70 * theme.STEP, 20 * theme.STEP)  # in less, weights are smears


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
        self._is_outdated = False  # it shows another diagram
        self.painting_s = 0.0  # what the last painting took
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    @property
    def diagram(self) -> Diagram | None:
        """What is shown."""
        return self._diagram

    def show_diagram(self, diagram: Diagram) -> None:
        """Show a diagram from the next painting on; see `paint_now`."""
        self._diagram, self._is_outdated = diagram, True

    def paint_now(self) -> None:
        """Paint a new diagram, unless Qt has painted it together with another view."""
        if self._is_outdated:
            self.repaint()

    def minimumSizeHint(self) -> QSize:
        """Return a size in which the layers can be told apart."""
        return QSize(MIN.width(), theme.px(MIN.height()))

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return self.minimumSizeHint() * 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the diagram."""
        self._is_outdated = False
        if self._diagram is None:
            return
        began_s = perf_counter()
        painter = QPainter(self)
        painter.setFont(self.font())
        self._painter.paint(painter, self._diagram, QSizeF(self.size()))
        self.painting_s = perf_counter() - began_s

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
            show_tip(event.globalPos(), self.tip_at(QPointF(event.pos())), self, is_within=True)
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
        if layer is not None:
            return self._layer_tip(layer)
        is_at_example = self._diagram.is_example and boxes.input.contains(position)
        return example_rule() if is_at_example else ""

    def _unit_tip(self, layer: int, unit: int) -> str:
        assert self._diagram is not None
        level = self._diagram.levels[layer]
        is_map = level.stage.is_convolution
        name = self.tr("{layer}, map {number}") if is_map else self.tr("{layer}, neuron {number}")
        lines = [
            name.format(layer=translate(level.stage.title), number=unit),
            *self._words(layer, unit),
        ]

        # into the next layer: the largest of the edges drawn
        after = self._diagram.levels[layer + 1]
        edges = [edge for edge in after.edges if edge.source == unit]
        if edges:
            text = self.tr("Widest line drawn: {amount} to {target}.")
            target = (
                self._diagram.classes[edges[-1].target]
                if layer + 2 == len(self._diagram.levels)
                else self.tr("neuron {number}").format(number=edges[-1].target)
            )
            amount = signed_decimal_text(edges[-1].contribution)
            lines.append(text.format(amount=amount, target=target))
        lines.append(self.tr("Click to see it in Inside."))
        return "\n".join(lines)

    def _words(self, layer: int, unit: int) -> list[str]:
        """Return in plain words what the unit looks for, and what it does now."""
        diagram = self._diagram
        if diagram is None or diagram.role is None:
            return []
        role, output = diagram.role(layer, unit), float(diagram.levels[layer].outputs[unit])
        return words_about(diagram.stages, layer, role, output, diagram.classes)

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
