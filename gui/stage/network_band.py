"""One network of the tab Network: its name, its moment, its answer, and its diagram."""

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.insight.neurons import is_defined
from gui.runs.moments import example_rule
from gui.stage.diagram_menu import DiagramMenu
from gui.stage.diagram_painter import Diagram
from gui.stage.diagram_picture import DiagramPicture
from gui.stage.diagram_view import MIN, DiagramView
from gui.stage.knobs import RunKnobs
from gui.style import theme
from gui.style.swatches import dot
from gui.widgets.panel import Panel, column
from gui.widgets.picture_file import PictureSaver
from gui.widgets.plain_text import LiveLabel, NameLabel, PlainLabel, plain_tip

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIN_BAND = MIN.height() + 8 * theme.STEP  # its height with the row of names above it
MIN_LARGE = 110 * theme.STEP  # width of a band from which on its answer is large
MIN_NAME = 28 * theme.STEP  # width of a run's name before the moment next to it gets any
MIN_WITH_KNOBS = 70 * theme.STEP  # height of a band that stays without its knobs


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
