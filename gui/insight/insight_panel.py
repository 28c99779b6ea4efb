"""The look inside: what the network of one run does with the drawing, what it has learned, how its layers fared."""

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from core.config.run import RunConfig
from core.data.ink import Ink
from core.insight.neurons import INPUT, explain
from core.network.weights import Weights
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.insight.digit_page import DigitPage
from gui.insight.dropout_page import DropoutPage
from gui.insight.inspection import Inspection, Pick
from gui.insight.layers_plot import LayersPlot
from gui.insight.neuron_view import NeuronSummary, NeuronView
from gui.insight.weights_page import WeightsPage
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.swatches import dot
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, scrolled, styled_label

REFRESH_MS = 500  # between two looks at a network that trains
NARROWEST = (
    24 * theme.STEP
)  # what the name of the run has at least, also before the panel is laid out
DIGIT, WEIGHTS, DROPOUT, LAYERS = range(4)


class InsightPanel(Panel):
    """Follows the selected run, else the last visible one that has weights, and the drawing.

    All that needs the network is computed as a job, one at a time; nothing is computed while
    the panel is hidden.
    """

    def __init__(
        self, store: RunStore, selection: Selection, jobs: JobQueue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._selection = selection
        self._digit: Ink | None = None
        self._inspection: Inspection | None = None
        self._pick: Pick | None = None
        self._is_picked = False  # by the user; else it is the answer's
        self._passes_seed = 0
        self._inspecting = LatestJob(jobs)
        self._is_stale = True  # something has changed since the last look
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._look)
        store.weights_changed.connect(self._on_run_changed)
        store.run_changed.connect(self._on_run_changed)
        for signal in (store.visibility_changed, store.run_removed, store.appearance_changed):
            signal.connect(self._on_choice_changed)
        selection.changed.connect(self._on_choice_changed)
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        head = self._new_head()
        self._empty = styled_label("quiet", self)
        self._empty.setFont(self.font())
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.digit_page, self.weights_page = DigitPage(self), WeightsPage(self)
        self.dropout_page, self.layers = DropoutPage(self), LayersPlot(self)
        self.digit_page.picked.connect(self._on_picked)
        self.weights_page.picked.connect(self._on_picked)
        self.dropout_page.another_requested.connect(self._on_another_requested)
        self._pages = QStackedWidget(self)
        for page in (self.digit_page, self.weights_page, self.dropout_page, self.layers):
            self._pages.addWidget(scrolled(page, scrolls_across=False))
        self._line = QFrame(self)
        self._line.setFixedHeight(1)
        self.neuron = NeuronView(self)
        self.neuron.input_picked.connect(self._on_input_picked)
        layout = column(self, gap=theme.PADDING)
        layout.addLayout(head)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._line)
        layout.addWidget(self.neuron)
        self._views.button(DIGIT).setChecked(True)

    def _new_head(self) -> QHBoxLayout:
        """The names of the pages, and whose network is shown."""
        self._name, self._views = QLabel(self), QButtonGroup(self)
        self._name.setMinimumWidth(1)
        self._tabs = QWidget(self)
        tabs, head = QHBoxLayout(self._tabs), QHBoxLayout()
        tabs.setContentsMargins(0, 0, 0, 0)
        tabs.setSpacing(theme.STEP)
        for place in range(4):
            button = QToolButton(self._tabs)
            button.setCheckable(True)
            self._views.addButton(button, place)
            tabs.addWidget(button)
        self._views.idClicked.connect(self.show_view)
        head.addWidget(self._tabs)
        head.addStretch(1)
        self._swatch = QLabel(self)
        head.addWidget(self._swatch)
        head.addWidget(self._name)
        return head

    def set_digit(self, digit: Ink | None) -> None:
        """Have this digit read: ink (28, 28), or None for an empty drawing."""
        self._digit = digit
        self._on_choice_changed()

    def show_view(self, view: int) -> None:
        """Show one of the four pages."""
        self._views.button(view).setChecked(True)
        self._pages.setCurrentIndex(view)
        self._is_stale = True
        self._show()
        self._look()

    def entry(self) -> RunEntry | None:
        """The run that is looked into."""
        selected = [
            entry for entry in map(self._store.get, self._selection.runs) if entry is not None
        ]
        can_be = [
            entry for entry in (*self._store.visible(), *selected[::-1]) if _has_network(entry)
        ]
        return can_be[-1] if can_be else None

    def _on_run_changed(self, run: str) -> None:
        shown = self.entry()
        if shown is not None and shown.record.run == run:
            self._is_stale = True
            if self.isVisible() and not self._timer.isActive():
                self._timer.start()

    def _on_choice_changed(self, _run: str = "") -> None:
        self._is_stale = True
        self._look()

    def _look(self) -> None:
        """Have a job inspect the network, unless nothing has changed or nobody would see it."""
        if not self._is_stale:
            return
        if not self.isVisible():
            self._inspecting.cancel()
            return

        self._is_stale = False
        entry = self.entry()
        if entry is None:
            self._inspecting.cancel()
            self._inspection = None
            self._show()
            return

        record = entry.record
        assert record.weights is not None
        seed = self._passes_seed if self._pages.currentIndex() == DROPOUT else None
        self._inspecting.request(
            partial(_look, record.run, record.config, record.weights, self._digit, seed),
            self._on_inspected,
            topic=record.run,
        )

    def _on_inspected(self, inspection: Inspection) -> None:
        before, self._inspection = self._inspection, inspection
        if before is None or before.config.model != inspection.config.model:
            self._pick, self._is_picked = None, False
        if not self._is_picked and inspection.insight is not None:
            self._pick = len(inspection.stages) - 1, inspection.insight.answer
        self._show()

    def _show(self) -> None:
        entry, inspection, view = self.entry(), self._inspection, self._pages.currentIndex()
        self._name_run(entry)
        is_there = entry is not None and inspection is not None
        has_page = is_there and (
            view != DIGIT or (inspection is not None and inspection.insight is not None)
        )
        self._pages.setVisible(has_page)
        self._empty.setVisible(not has_page)
        self._say_what_to_do(entry)
        is_of_page = view == DIGIT or (
            view == WEIGHTS and self._pick is not None and self._pick[0] == 0
        )
        shows_neuron = has_page and is_of_page and self._pick is not None
        self._line.setVisible(shows_neuron)
        look = (
            self._summarise(inspection, self._pick)
            if inspection is not None and self._pick is not None
            else None
        )
        self.neuron.show_neuron(look if shows_neuron else None)
        if not has_page or inspection is None or entry is None:
            return
        if view == DIGIT:
            self.digit_page.show_inspection(inspection, self._pick)
        elif view == WEIGHTS:
            self.weights_page.show_inspection(inspection, self._pick)
        elif view == DROPOUT:
            self.dropout_page.show_inspection(inspection, entry.record)
        else:
            self.layers.show_run(entry.record)

    def _name_run(self, entry: RunEntry | None) -> None:
        if not self.isVisible():  # there is no room known for the name
            return
        name = "" if entry is None else entry.name
        room = self.width() - self._tabs.sizeHint().width() - 12 * theme.STEP
        self._name.setText(
            self._name.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, max(NARROWEST, room)
            )
        )
        self._name.setToolTip(name)
        self._swatch.setPixmap(
            QPixmap() if entry is None else dot(theme.run_style(entry.style).colour)
        )

    def _say_what_to_do(self, entry: RunEntry | None) -> None:
        if entry is None:
            text = self.tr(
                "Here you see what goes on inside a network that reads images.\n"
                "Press Train, or show a kept run in the table below, and draw something on the right."
            )
        elif self._digit is None:
            text = self.tr(
                "Draw something on the right: here you follow it through the network, layer by layer."
            )
        else:
            text = ""
        self._empty.setText(text)

    def _summarise(self, inspection: Inspection, pick: Pick) -> NeuronSummary | None:
        """What is to be shown of a neuron or a map."""
        place, which = pick
        stage, found = inspection.stages[place], inspection.insight
        kind = (
            self.tr("{layer}, map {number}")
            if stage.is_convolution
            else self.tr("{layer}, neuron {number}")
        )
        if stage.activation is None:
            kind = self.tr("{layer}, class {number}")
        name = which if stage.activation is not None else inspection.config.classes[which]
        title = kind.format(layer=translate(stage.title), number=name)
        activation = "" if stage.activation is None else translate(stage.activation.label)
        weights = inspection.weights[f"{stage.name}.weight"][which]
        if stage.is_convolution:
            return NeuronSummary(title, activation, None, weights, ())
        neuron = (
            explain(stage, inspection.weights, found.activations, which)
            if found is not None
            else None
        )
        if place > 0:
            return NeuronSummary(
                title,
                activation,
                neuron,
                _NO_PICTURES,
                (),
                partial(self._input_name, inspection, place),
            )
        pictures, captions = [inspection.images[which]], [self.tr("weights")]
        if inspection.pixels is not None:
            pictures.append(inspection.images[which] * inspection.pixels)
            captions.append(self.tr("× pixels"))
        return NeuronSummary(title, activation, neuron, np.stack(pictures), captions)

    def _input_name(self, inspection: Inspection, place: int, which: int) -> str:
        source = inspection.source_of(place, which)
        assert source is not None
        if inspection.stages[source[0]].is_convolution:
            return self.tr("map {number}").format(number=source[1])
        return self.tr("neuron {number}").format(number=source[1])

    def _on_picked(self, place: int, which: int) -> None:
        self._pick, self._is_picked = (place, which), True
        self._show()

    def _on_input_picked(self, which: int) -> None:
        if self._inspection is not None and self._pick is not None:
            source = self._inspection.source_of(self._pick[0], which)
            if source is not None:
                self._on_picked(*source)

    def _on_another_requested(self) -> None:
        self._passes_seed += 1
        self._on_choice_changed()

    def retranslate(self) -> None:
        """The names of the pages, and all that is said."""
        for place, (text, tip) in enumerate(
            (
                (
                    self.tr("Drawing"),
                    self.tr("What the network does with the drawing, layer by layer"),
                ),
                (self.tr("Weights"), self.tr("What the neurons of the first layer look for")),
                (
                    self.tr("Dropout"),
                    self.tr("How much the answer varies when neurons are left out"),
                ),
                (self.tr("Over time"), self.tr("Gradients, steps and idle units, epoch by epoch")),
            )
        ):
            self._views.button(place).setText(text)
            self._views.button(place).setToolTip(tip)
        self._show()

    def restyle(self) -> None:
        """The line above the neuron, the run's colour."""
        named = theme.colours()
        self._line.setStyleSheet(f"background: {named.line};")
        self._tabs.setStyleSheet(
            f"QToolButton {{ border: none; border-radius: {theme.STEP}px; "
            f"padding: {theme.STEP}px {2 * theme.STEP}px; }}"
            f"QToolButton:hover, QToolButton:checked {{ background: {named.line}; }}"
            f"QToolButton:focus {{ border: 1px solid {named.accent}; }}"
        )
        self._name_run(self.entry())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more or less room for the run's name."""
        super().resizeEvent(event)
        self._name_run(self.entry())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while it was hidden."""
        super().showEvent(event)
        self._show()
        self._look()


_NO_PICTURES = np.empty((0, 1, 1), np.float32)


def _look(
    run: str, config: RunConfig, weights: Weights, digit: Ink | None, passes_seed: int | None
) -> Inspection:
    """In the jobs' thread."""
    from core.insight import activations as insight

    found = None if digit is None else insight.inspect_network(config, weights, digit, passes_seed)
    pixels = None if found is None else insight.on_pixels(config.data, found.activations[INPUT])
    return Inspection(
        run, config, weights, insight.weight_images(config, weights), digit, pixels, found
    )


def _has_network(entry: RunEntry) -> bool:
    return entry.record.weights is not None and not entry.record.config.is_regression
