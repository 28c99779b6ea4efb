"""One network of the tab Network: its name, its moment, its answer, and its diagram."""

from collections.abc import Sequence
from time import perf_counter

import qtawesome
from PySide6.QtCore import QPointF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.insight.neurons import is_defined
from core.number_text import signed_decimal_text
from gui.runs.moments import example_rule
from gui.stage.diagram_menu import DiagramMenu
from gui.stage.diagram_painter import Diagram, DiagramPainter
from gui.stage.diagram_picture import DiagramPicture
from gui.stage.knobs import RunKnobs
from gui.style import theme
from gui.style.swatches import dot
from gui.style.translation import translate
from gui.style.unit_words import words_about
from gui.widgets.panel import Panel, column
from gui.widgets.picture_file import PictureSaver
from gui.widgets.plain_text import LiveLabel, NameLabel, PlainLabel, plain_tip, show_tip

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIN = QSize(70 * theme.STEP, 20 * theme.STEP)  # of a diagram; in less, weights are smears
MIN_BAND = MIN.height() + 8 * theme.STEP  # its height with the row of names above it
MIN_LARGE = 110 * theme.STEP  # width of a band from which on its answer is large
MIN_NAME = 28 * theme.STEP  # width of a run's name before the moment next to it gets any
MIN_WITH_KNOBS = 70 * theme.STEP  # height of a band that stays without its knobs


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


class NetworkBand(Panel):
    """A row with the network's name, and below it its diagram and its knobs.

    Where there is no space for the knobs, a button opens them.

    Args:
        saver: of the diagram's pictures; it outlives the band, whose network may change.

    Signals:
        unit_chosen(int, int): see `DiagramView`.
        knobs_requested(object): open the knobs at this point of the screen.
    """

    unit_chosen = Signal(int, int)
    knobs_requested = Signal(object)

    def __init__(self, saver: PictureSaver, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saver = saver
        self._swatch, self._name = PlainLabel(self), NameLabel(self)
        self._moment, self._answer = LiveLabel(self), LiveLabel(self)
        self._moment.setProperty("role", "quiet")
        self._moment.setFont(theme.sized(self.font(), theme.TEXT))
        self._moment.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._answer.setFont(theme.sized(self.font(), theme.TITLE, bold=True))
        self._answer.setAlignment(RIGHT)
        self._answer.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._colour: QColor | None = None
        self._classes: Sequence[str] = ()
        self._is_diverged = False
        self._moments: Sequence[str] = ()  # when it may be shown
        self._line = self._short = self._widest_short = ""
        self._words: tuple[object, ...] = ()  # all that the space for the moment depends on
        self.view = DiagramView(self)
        self.view.unit_chosen.connect(self.unit_chosen)
        self._build_buttons()

        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(self._swatch)
        head.addWidget(self._name)
        head.addWidget(self._moment, 1)
        for widget in (self._answer, self._knobs_button, self._menu_button):
            head.addWidget(widget)
        self._column = column(self, gap=theme.STEP, padding=0)
        self._column.addLayout(head)
        self._column.addWidget(self.view, 1)
        self.retranslate()
        self.restyle()

    def _build_buttons(self) -> None:
        self._knobs: RunKnobs | None = None
        self._hides_knobs = False  # by the user's choice
        self._menu = DiagramMenu(self._saver, self._picture, self)
        self._menu_button = QToolButton(self)
        self._menu_button.setMenu(self._menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._knobs_button = QToolButton(self)
        self._knobs_button.hide()
        self._knobs_button.clicked.connect(self._on_knobs_clicked)
        for button in (self._menu_button, self._knobs_button):
            button.setAutoRaise(True)

    def add_knobs(self, knobs: RunKnobs) -> None:
        """Show the knobs of the network's run below the diagram while it trains."""
        self._knobs = knobs
        self._column.addWidget(knobs)
        self.arrange_knobs()

    def arrange_knobs(self) -> None:
        """Show the knobs, or the button for them, if the run trains and there is space."""
        if self._knobs is None:
            return
        is_active = self._knobs.is_of_active_run
        if self._knobs_button.isHidden() is is_active:
            self._knobs_button.setVisible(is_active)
            self._make_space_for_moment()
        self._knobs.setVisible(is_active and self._have_space and not self._hides_knobs)

    @property
    def _have_space(self) -> bool:
        """Whether the knobs, in a row or two, fit next to a diagram of comfortable height."""
        assert self._knobs is not None
        row = self._knobs.sizeHint().height()
        height = self._knobs.heightForWidth(self.width())
        return height < 3 * row and self.height() - height >= theme.px(MIN_WITH_KNOBS)

    def _on_knobs_clicked(self) -> None:
        """Hide the knobs, or show them here or in front of the window."""
        if self._knobs is not None and self._have_space:
            self._hides_knobs = not self._hides_knobs
            self.arrange_knobs()
        else:
            corner = self._knobs_button.rect().bottomRight()
            self.knobs_requested.emit(self._knobs_button.mapToGlobal(corner))

    def _picture(self) -> DiagramPicture | None:
        if self.view.diagram is None:
            return None
        return DiagramPicture(
            self._name.text(),
            self._line,
            self._answer.text(),
            self.view.diagram,
            self.view.font(),
            self.view.size(),
            self.view.logicalDpiX(),
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu where the pointer is, or at its button."""
        by_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        button = self._menu_button
        corner = button.mapToGlobal(button.rect().bottomLeft())
        self._menu.popup(corner if by_keyboard else event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the knobs, and a large answer, where there is space now."""
        super().resizeEvent(event)
        size = theme.TITLE if event.size().width() >= theme.px(MIN_LARGE) else theme.TEXT
        self._answer.setFont(theme.sized(self.font(), size, bold=True))
        self._make_space_for_moment()
        self.arrange_knobs()

    def retranslate(self) -> None:
        """Renew the names of menu and buttons; the stage shows the network again."""
        self._menu.retranslate()
        self._make_space_for_answers()
        for button, text in (
            (self._menu_button, self.tr("Save or copy the diagram")),
            (self._knobs_button, self.tr("Change settings while it trains")),
        ):
            button.setToolTip(plain_tip(text))
            button.setAccessibleName(text)

    def restyle(self) -> None:
        """Draw the icons in the current colour scheme."""
        colour = theme.colours().quiet
        self._menu_button.setIcon(qtawesome.icon("mdi6.dots-horizontal", color=colour))
        self._knobs_button.setIcon(qtawesome.icon("mdi6.tune-variant", color=colour))

    def show_network(
        self,
        name: str,
        colour: QColor,
        moments: Sequence[str],
        line: str,
        diagram: Diagram,
        *,
        short: str = "",
        is_waiting: bool = False,
    ) -> None:
        """Show a network.

        Args:
            moments: when in its training it is shown, and soon may be; they are never elided.
            line: begins with the moment, and ends with what is read where it is no drawing.
            short: the moment in two words, shown where there is no space for the moments.
            is_waiting: whether there is no answer yet, so that the line has its space.
        """
        if (name, colour) != (self._name.text(), self._colour):
            self._colour = colour
            self._swatch.setPixmap(dot(colour))
            self._name.setText(name)
        is_diverged = diagram.probabilities is not None and not is_defined(diagram.probabilities)
        classes = () if is_waiting else diagram.classes
        if (classes, is_diverged) != (self._classes, self._is_diverged):
            self._classes, self._is_diverged = classes, is_diverged
            self._make_space_for_answers()

        tip = f"{line}\n{example_rule()}" if diagram.is_example else line
        words = name, classes, is_diverged, *moments, short, tip
        if words != self._words:  # as it is not at each move of the pen
            self._words = words
            self._moments, self._line, self._short = moments, line, short
            self._make_space_for_moment()
            self._moment.setToolTip(plain_tip(tip))
        self._answer.setText(self._answer_of(diagram))
        self.view.setAccessibleName(f"{name}, {line}: {self._answer.text()}")
        self.view.show_diagram(diagram)

    def _make_space_for_answers(self) -> None:
        metrics = self._answer.fontMetrics()
        answers = [self._answer_text(name, 1.0) for name in self._classes]
        if self._is_diverged:
            answers = [self._no_answer()]
        self._answer.set_widest(max(answers, key=metrics.horizontalAdvance, default=""))

    def _make_space_for_moment(self) -> None:
        """Keep as much of the name as tells runs apart, then the moment, then the whole name."""
        others = (self._swatch, self._answer, self._knobs_button, self._menu_button)
        needed = sum(one.sizeHint().width() + theme.STEP for one in others if not one.isHidden())
        needed += min(self._name.sizeHint().width(), theme.px(MIN_NAME)) + theme.STEP
        space = self.width() - needed
        measure = self._moment.fontMetrics().horizontalAdvance
        is_short = bool(self._short) and max(map(measure, self._moments), default=0) > space
        self._widest_short = max(self._short, self._widest_short, key=measure)
        texts = [self._widest_short] if is_short else self._moments
        self._moment.reserve(texts, self.width() if is_short else space)
        self._moment.setText(self._short if is_short else self._line)

    def _answer_of(self, diagram: Diagram) -> str:
        if diagram.probabilities is None:
            return ""
        if not is_defined(diagram.probabilities):
            return self._no_answer()
        best = int(diagram.probabilities.argmax())
        return self._answer_text(diagram.classes[best], float(diagram.probabilities[best]))

    def _no_answer(self) -> str:
        return self.tr("no answer: diverged")

    def _answer_text(self, answer: str, share: float) -> str:
        return self.tr("reads {answer} · {share}").format(answer=answer, share=f"{share:.0%}")
