"""The inside of one run's network: the drawing in it, its weights, dropout, its layers."""

from functools import cached_property, partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from core.config.points import SEE_PLANE, SHOW_PLANE
from core.data.ink import Ink
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.insight.activation.activation_page import ActivationPage
from gui.insight.activation.rivals import rivals
from gui.insight.added_page import AddedPage
from gui.insight.cost.cost_page import CostPage
from gui.insight.digit_page import DigitArea, DigitPage
from gui.insight.dropout_page import DropoutPage
from gui.insight.insight_head import InsightHead
from gui.insight.inspection import Inspection, Pick, inspect
from gui.insight.layers_plot import LayersPlot
from gui.insight.neuron_summary import summary_of
from gui.insight.neuron_view import NeuronView
from gui.insight.weights_page import WeightsPage
from gui.process.timers import single_shot
from gui.runs.moments import Moments
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import EmptyHint, Panel, column, scroll_area, scrolled

REFRESH_MS = 500  # between two inspections of a network that trains
MIN_NAME = 40 * theme.STEP  # the least width for the run's name next to those of the pages
MIN_PAGE = 32 * theme.STEP  # the least height of a page; a lower panel scrolls
PAGES = 6
DIGIT, COST, WEIGHTS, ACTIVATION, DROPOUT, LAYERS = range(PAGES)


class InsightPanel(Panel):
    """Follows the drawing and the selected run if it is shown, or the last shown one with weights.

    Everything that needs the network is computed in jobs, one at a time; nothing is computed while
    the panel is hidden. Added pages compute what they show themselves.

    Attributes:
        digit: what is drawn, ink (28, 28); None if nothing is.
        example: the test image that is read then; None for one of the run's own.

    Signals:
        digit_changed(object, object): there is another `digit` or `example`.
        plane_requested(): the user wants to see what networks make of points.
    """

    digit_changed = Signal(object, object)
    plane_requested = Signal()

    def __init__(
        self,
        store: RunStore,
        selection: Selection,
        moments: Moments,
        jobs: JobQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._moments = moments
        self._selection = selection
        self.digit: Ink | None = None
        self.example: Ink | None = None
        self._inspection: Inspection | None = None
        self._pick: Pick | None = None
        self._requested: Pick | None = None  # in the network that is inspected next
        self._passes_seed = 0
        self._inspecting = LatestJob(jobs)
        self._is_stale = True  # something has changed since the last inspection
        self._jobs = jobs
        self._added: list[AddedPage] = []
        self._build()

        self._timer = single_shot(self, self._inspect, REFRESH_MS)

        moments.changed.connect(self._on_run_changed)
        store.run_changed.connect(self._on_run_changed)
        for signal in (store.visibility_changed, store.run_removed, store.appearance_changed):
            signal.connect(self._on_choice_changed)
        selection.changed.connect(self._on_choice_changed)
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        self._head = InsightHead(PAGES, self)
        self._head.page_chosen.connect(self.show_view)
        self.empty = EmptyHint(self)
        self.empty.followed.connect(self.plane_requested)

        self._pages = QStackedWidget(self)
        self._areas = [scroll_area(self._pages) for _ in range(PAGES)]
        self.digit_page = DigitPage()
        self.digit_page.picked.connect(self._on_picked)
        self._areas[DIGIT] = DigitArea(self.digit_page, self._pages)
        for area in self._areas:
            self._pages.addWidget(area)
        self._line = QFrame(self)
        self._line.setFixedHeight(1)
        self.neuron = NeuronView(self)
        self.neuron.input_picked.connect(self._on_input_picked)

        content = QWidget()
        below = column(content, gap=theme.PADDING, padding=0)
        for part, stretch in ((self.empty, 1), (self._pages, 1), (self._line, 0), (self.neuron, 0)):
            below.addWidget(part, stretch)
        self._pages.setMinimumHeight(MIN_PAGE)

        layout = column(self, gap=theme.PADDING)
        layout.addWidget(self._head)
        layout.addWidget(scrolled(content), 1)
        self._head.choose(DIGIT)

    # the other pages are built when they are first needed

    @cached_property
    def cost_page(self) -> CostPage:
        """The page that leads from the logits to the cost."""
        page = CostPage(self._jobs, self._areas[COST].viewport())
        self._areas[COST].setWidget(page)
        return page

    @cached_property
    def weights_page(self) -> WeightsPage:
        """The page of the first layer's weights."""
        page = WeightsPage(self._areas[WEIGHTS].viewport())
        page.picked.connect(self._on_picked)
        self._areas[WEIGHTS].setWidget(page)
        return page

    @cached_property
    def activation_page(self) -> ActivationPage:
        """The page of the activation functions."""
        page = ActivationPage(self._jobs, self._areas[ACTIVATION].viewport())
        self._areas[ACTIVATION].setWidget(page)
        return page

    @cached_property
    def dropout_page(self) -> DropoutPage:
        """The page of the passes with dropout."""
        page = DropoutPage(self._areas[DROPOUT].viewport())
        page.another_requested.connect(self._on_another_requested)
        self._areas[DROPOUT].setWidget(page)
        return page

    @cached_property
    def layers(self) -> LayersPlot:
        """The page of what was measured in each epoch."""
        page = LayersPlot(self._areas[LAYERS].viewport())
        self._areas[LAYERS].setWidget(page)
        return page

    def add_page(self, page: AddedPage) -> int:
        """Add a page of another room after all others, and return its number."""
        self._added.append(page)
        self._areas.append(scroll_area(self._pages))
        self._pages.addWidget(self._areas[-1])
        self._head.add_page()
        self.retranslate()
        return len(self._areas) - 1

    @property
    def page_names(self) -> list[str]:
        """The names of all pages, in order."""
        return self._head.names

    def set_digit(self, digit: Ink | None) -> None:
        """Have this digit read: ink (28, 28), or None for an empty drawing."""
        self.digit = digit
        self._on_choice_changed()
        self.digit_changed.emit(self.digit, self.example)

    def set_example(self, example: Ink | None) -> None:
        """Have this test image read while nothing is drawn; None for one of the run's own."""
        self.example = example
        if self.digit is None:
            self._on_choice_changed()
            self.digit_changed.emit(self.digit, self.example)

    def show_view(self, view: int) -> None:
        """Show one of the pages."""
        self._head.choose(view)
        area = self._areas[view]
        if view >= PAGES and area.widget() is None:
            area.setWidget(self._added[view - PAGES].build(area.viewport()))
        self._pages.setCurrentIndex(view)
        self._is_stale = True
        self._show()
        self._inspect()

    def show_unit(self, layer: int, unit: int) -> None:
        """Show the drawing in the network, with this neuron or map, by its indices."""
        self._requested = layer, unit
        self.show_view(DIGIT)

    def entry(self) -> RunEntry | None:
        """Return the run whose network is shown; None if there is none."""
        ordered = self._selection.in_order_of_choice(self._store)
        return next(filter(_has_network, ordered), None)

    def follows_moment(self) -> bool:
        """Return whether a network is shown, at the moment chosen."""
        return self.entry() is not None

    def _on_run_changed(self, run: str) -> None:
        shown = self.entry()
        if shown is not None and shown.record.run == run:
            self._is_stale = True
            if self.isVisible() and not self._timer.isActive():
                self._timer.start()

    def _on_choice_changed(self, _run: str = "") -> None:
        self._is_stale = True
        self._inspect()

    def _inspect(self) -> None:
        """Have a job inspect the network, unless nothing has changed or the panel is hidden."""
        if not self._is_stale:
            return
        if not self.isVisible() or self._shows_added:
            self._inspecting.cancel()
            return

        self._is_stale = False
        entry = self.entry()
        if entry is None:
            self._inspecting.cancel()
            self._inspection = None
            self._show()
            return

        network = self._moments.network(entry.record.run)
        assert network is not None
        seed = self._passes_seed if self._pages.currentIndex() == DROPOUT else None
        work = partial(inspect, network, self.digit, seed, self.example)
        self._inspecting.request(work, self._on_inspected, topic=network.run)

    def _on_inspected(self, inspection: Inspection) -> None:
        before = self._inspection
        self._inspection = inspection
        if before is None or before.config.model != inspection.config.model:
            self._pick = None
        if self._requested is not None:
            self._pick, self._requested = self._requested, None
            self._areas[DIGIT].verticalScrollBar().setValue(0)
            self.neuron.bring_into_view()
        self._show()

    @property
    def _shows_added(self) -> bool:
        return self._pages.currentIndex() >= PAGES

    def _show_added(self) -> None:
        """Show a page that names itself what it shows."""
        self._head.name_run(None, "", is_example=False)
        self._pages.show()
        self.empty.hide()
        self._show_neuron(None, 0)

    def _show(self) -> None:
        if self._shows_added:
            self._show_added()
            return
        entry = self._displayed()
        inspection = self._inspection
        view = self._pages.currentIndex()
        self._name_run(entry)
        self._show_hint(entry)

        has_page = (
            entry is not None
            and inspection is not None
            and (view not in (DIGIT, COST) or inspection.insight is not None)
        )
        self._pages.setVisible(has_page)
        self.empty.setVisible(not has_page)
        self._show_neuron(inspection if has_page else None, 0 if entry is None else entry.style)
        if not has_page or inspection is None or entry is None:
            return

        if view == DIGIT:
            self.digit_page.show_inspection(inspection, self._pick, entry.style)
        elif view == COST:
            self.cost_page.show_inspection(inspection, entry.style)
        elif view == WEIGHTS:
            self.weights_page.show_inspection(inspection, self._pick)
        elif view == ACTIVATION:
            others = rivals(self._store, self._moments, inspection.network.run)
            self.activation_page.show_inspection(inspection, entry.style, others)
        elif view == DROPOUT:
            self.dropout_page.show_inspection(inspection, entry.record, entry.style)
        else:
            moment = inspection.network.earlier_epochs
            self.layers.show_run(entry.record, entry.style, moment)

    def _displayed(self) -> RunEntry | None:
        """Return the run inspected last, until another one has been; None if there is none."""
        entry = self.entry()
        if entry is None or self._inspection is None:
            return entry
        return self._store.get(self._inspection.network.run) or entry

    def _show_neuron(self, inspection: Inspection | None, style: int) -> None:
        """Show the neuron that is picked, if the present page has it."""
        view = self._pages.currentIndex()
        summary = None
        if inspection is not None and self._pick is not None:
            is_on_page = view == DIGIT or (view == WEIGHTS and self._pick[0] == 0)
            if is_on_page:
                summary = summary_of(inspection, *self._pick)

        self._line.setVisible(summary is not None)
        self.neuron.show_neuron(summary, style)

    def _name_run(self, entry: RunEntry | None) -> None:
        """Name the run and the moment of its network; over all epochs a line is at it."""
        if not self.isVisible():  # the room for the name is not known yet
            return
        inspection = self._inspection
        moment = "" if inspection is None else translate(inspection.network.when)
        self._head.name_run(entry, moment, inspection is not None and inspection.is_example)

    def _show_hint(self, entry: RunEntry | None) -> None:
        if entry is None and self._store.shows_points:
            self.empty.show_hint(translate(SEE_PLANE), translate(SHOW_PLANE))
            return
        if entry is None:
            text = self.tr(
                "Here you see what goes on inside a network that reads images.\n"
                "Press Train, or show a kept run in the table below, and draw something on the "
                "right."
            )
        elif self.digit is None:
            text = self.tr(
                "Draw something on the right: here you follow it through the network, layer by "
                "layer."
            )
        else:
            text = ""
        self.empty.show_hint(text)

    def _on_picked(self, layer: int, unit: int) -> None:
        self._pick = layer, unit
        self._show()

    def _on_input_picked(self, index: int) -> None:
        if self._inspection is not None and self._pick is not None:
            source = self._inspection.source_of(self._pick[0], index)
            if source is not None:
                self._on_picked(*source)

    def _on_another_requested(self) -> None:
        self._passes_seed += 1
        self._on_choice_changed()

    def retranslate(self) -> None:
        """Renew the names of the pages and all texts."""
        names = (
            self.tr("Drawing"),
            self.tr("Cost"),
            self.tr("Weights"),
            self.tr("Activation"),
            self.tr("Dropout"),
            self.tr("Over time"),
        )
        tips = (
            self.tr("What the network does with the drawing, layer by layer"),
            self.tr("From logits to probabilities and the cost, step by step"),
            self.tr("What the neurons of the first layer look for"),
            self.tr("The curve and slope of each activation function, and what arrives there"),
            self.tr("How much the answer varies when neurons are left out"),
            self.tr("Gradients, steps and idle units, epoch by epoch"),
        )
        self._head.name_pages(
            [*names, *(translate(page.name) for page in self._added)],
            [*tips, *(translate(page.tip) for page in self._added)],
        )
        self._show()

    def restyle(self) -> None:
        """Renew the colour of the line."""
        self._line.setStyleSheet(f"background: {theme.colours().line};")

    def showEvent(self, event: QShowEvent) -> None:
        """Inspect and show what has changed while the panel was hidden."""
        super().showEvent(event)
        self._show()
        self._inspect()


def _has_network(entry: RunEntry) -> bool:
    return entry.record.weights is not None and entry.record.config.has_images
