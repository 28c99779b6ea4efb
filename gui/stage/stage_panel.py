"""The tab Network: the shown networks reading the drawing, live, above their curves."""

from collections.abc import Iterable
from functools import partial
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.data.ink import Ink
from core.run.moment import Moment
from core.run.record import RunState, current_config
from gui.background.jobs import JobQueue
from gui.plots.plots_panel import PlotsPanel
from gui.runs.current_config import CurrentConfig
from gui.runs.live_networks import FormNetwork, LiveNetwork, LiveNetworks, ShowingCosts
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.settings.preferences import Preferences
from gui.stage.diagram_of import diagram_of, longest_moment
from gui.stage.diagram_painter import Diagram
from gui.stage.example import Example
from gui.stage.heights import (
    COMFORTABLE_BAND,
    MAX_BANDS,
    MIN_CURVES,
    Needs,
    fit,
    has_space_for_legend,
    low_forms,
    should_name_curves,
)
from gui.stage.knobs import KnobsPopup, RunKnobs
from gui.stage.network_band import NetworkBand
from gui.stage.networks_area import NetworksArea
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column
from gui.widgets.picture_file import PictureSaver

SPACE_EVENTS = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest)
SHARES = 3, 2  # of the height, for the networks and for the curves
FORM = ""  # stands for the form's network among the runs' ids


class StagePanel(Panel):
    """Up to three networks that read the drawing; before there is a run, the form's own.

    While nothing is drawn they read a test image.

    Args:
        verdict: stands between the networks and the curves while it is visible.

    Signals:
        unit_chosen(str, int, int): a hidden unit was clicked: its run, layer and index.
        low_changed(bool, bool): whether a verdict has little height from now on, and only a line's.
        failed(str): the reason why a picture could not be saved.
    """

    unit_chosen = Signal(str, int, int)
    low_changed = Signal(bool, bool)
    failed = Signal(str)

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        selection: Selection,
        current: CurrentConfig,
        networks: LiveNetworks,
        *,
        jobs: JobQueue,
        preferences: Preferences,
        verdict: QWidget,
        curves: PlotsPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._controller = store, controller
        self._selection, self._networks = selection, networks
        self._preferences = preferences
        self._form = FormNetwork(current, jobs, self)
        self._costs = ShowingCosts(controller, networks.moments, self)
        self.example = Example(jobs, self)
        self._digit: Ink | None = None  # the drawing
        self._bands: dict[str, NetworkBand] = {}
        self._build(verdict, curves)

        self.example.changed.connect(self._show)
        networks.changed.connect(self._on_network_changed)
        moments = networks.moments
        moments.choices_changed.connect(lambda: curves.show_moment(moments.chosen))
        self._form.changed.connect(self._on_form_changed)
        for signal in (store.visibility_changed, store.run_added, store.run_removed):
            signal.connect(self._arrange)
        store.appearance_changed.connect(self._show)
        store.run_changed.connect(self._on_run_changed)
        controller.activity_changed.connect(self.area.arrange_knobs)
        selection.changed.connect(self._arrange)
        self._arrange()
        self.retranslate()

    def _build(self, verdict: QWidget, curves: PlotsPanel) -> None:
        self._judged: tuple[str, ...] = ()
        self.saver = PictureSaver(self)
        self.saver.failed.connect(self.failed)
        upper = QWidget(self)
        self.area = NetworksArea(upper)
        self._preferences.changed.connect(self._on_preference_changed)
        self.area.legend_closed.connect(partial(setattr, self._preferences, "legend", False))
        self._verdict = verdict
        verdict.installEventFilter(self)
        rows = column(upper, gap=0, padding=0)
        rows.addWidget(self.area, 1)
        rows.addWidget(verdict)

        self._upper = upper
        self._low = False, False
        self._max_bands = MAX_BANDS  # for which there is space
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(upper)
        self._curves = curves
        self.splitter.addWidget(curves)
        # wide enough for the mouse; Qt lets a thinner handle lie over its neighbours
        self.splitter.setHandleWidth(2 * theme.STEP)
        for part, share in enumerate(SHARES):
            self.splitter.setStretchFactor(part, share)
        self.splitter.setSizes([share * theme.px(COMFORTABLE_BAND) for share in SHARES])
        layout = column(self, gap=0, padding=0)
        self._above: list[QWidget] = []
        self._head = QVBoxLayout()
        layout.addLayout(self._head)
        layout.addWidget(self.splitter, 1)

    def put_above(self, widget: QWidget) -> None:
        """Have a widget stand above the networks; while it does, the curves give way to it."""
        self._above.append(widget)
        self._head.addWidget(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the height again when the verdict or the widget above the networks changes."""
        if event.type() in SPACE_EVENTS:
            self._share_height()
        return super().eventFilter(watched, event)

    @property
    def bands(self) -> dict[str, NetworkBand]:
        """The networks shown, by the run's id; the form's own under `FORM`."""
        return self._bands

    def set_digit(self, digit: Ink | None) -> None:
        """Have this digit read, a network in each turn: ink (28, 28), or None for none."""
        self._digit = digit
        if self.isVisible():
            self._ask_for_example()
            for run in self._bands:
                self._networks.turns.request((self, run), partial(self._read_by, run))

    def _read_by(self, run: str) -> None:
        if run in self._bands and self.isVisible():
            self._show_band(run)

    def _paint(self, run: str) -> None:
        if run in self._bands:
            self._bands[run].view.paint_now()

    def _show_weights(self, run: str) -> None:
        if run in self._bands and self.isVisible():
            began_s = perf_counter()
            self._show_band(run)
            # the picture is painted in another turn; the last one took about as long
            painting_s = self._bands[run].view.painting_s
            self._costs.report(run, perf_counter() - began_s + painting_s)

    def follows_moment(self) -> bool:
        """Return True: the moment chosen is also a line on the curves."""
        return True

    def runs(self) -> list[RunEntry]:
        """Return the runs whose networks are shown: the selected first, then the newest."""
        return self._selection.most_wanted(self._candidates(), self._max_bands)

    def _candidates(self) -> list[RunEntry]:
        """Return the visible runs that have networks to show, and the rivals that will have them.

        While a verdict is shown there are only the networks that it is about.
        """
        shown = [
            entry
            for entry in self._store.visible()
            if self._networks.get(entry.record.run)
            or (entry.is_rival and entry.record.config.has_images)
        ]
        by_run = {entry.record.run: entry for entry in shown}
        return [by_run[run] for run in self._judged if run in by_run] or shown

    def show_only_judged(self, runs: Iterable[str]) -> None:
        """Show no networks but these, which a verdict is about, the last first; empty for all."""
        before, self._judged = self._judged, tuple(runs)
        if self._judged != before:
            self._arrange()

    def _arrange(self, _run: str = "") -> None:
        """Have a band for each network that is shown."""
        self._max_bands = self._bands_that_fit()
        runs = [entry.record.run for entry in self.runs()] or [FORM]
        if runs != list(self._bands):
            self._costs.end(self._bands)
            self._bands = {run: self._new_band(run) for run in runs}
            self.area.show_bands(list(self._bands.values()))
        self._form.set_active(FORM in self._bands and self.isVisible())
        self._show()

    def _new_band(self, run: str) -> NetworkBand:
        band = self.area.new_band(self.saver)
        if run != FORM:
            band.unit_chosen.connect(partial(self.unit_chosen.emit, run))
            band.knobs_requested.connect(partial(self.open_knobs, run))
            entry = self._store.get(run)
            assert entry is not None
            band.add_knobs(RunKnobs(self._store, self._controller, entry, band))
        return band

    def open_knobs(self, run: str, position: QPoint) -> None:
        """Open the knobs of a run that trains at a point of the screen."""
        entry = self._store.get(run)
        if entry is not None and self._controller.is_active(run):
            KnobsPopup(self._store, self._controller, entry, self).show_at(position)

    def _show(self, _run: str = "") -> None:
        if self.isVisible():
            self._ask_for_example()
            self.area.show_hint(self._form.config if FORM in self._bands else None)
            for run in self._bands:
                self._show_band(run)

    def _show_band(self, run: str) -> None:
        """Show a network; its diagram is painted in another turn."""
        self._networks.turns.request((self, run, "paint"), partial(self._paint, run), is_next=True)
        band, entry = self._bands[run], self._store.get(run)
        if entry is None:
            self._show_form(band)
            return
        network, shown = self._networks.get(run), self._networks.moments.network(run)
        colour = theme.run_style(entry.style).colour
        if network is None or shown is None:
            state = translate(entry.record.state.label)
            if entry.record.state is RunState.QUEUED:
                state = self._controller.waiting_text(run)
            diagram = diagram_of(entry.record.config, None, colour)
            band.show_network(entry.name, colour, [state], state, diagram, is_waiting=True)
            return
        is_learning = not entry.record.state.is_over and shown.is_latest
        learning = current_config(entry.record).model if is_learning else None
        diagram = self._diagram(network.config, network, colour, band, learning)
        moment = translate(shown.when)
        moments = [moment]
        if not entry.record.state.is_over:
            moments.append(longest_moment(network.config))
        short = translate(shown.when_in_short)
        band.show_network(entry.name, colour, moments, self._line(moment), diagram, short=short)

    def _show_form(self, band: NetworkBand) -> None:
        """Show the form's network; one that reads no images has pages of its own."""
        config, problem = self._form.config, self._form.problem
        band.setVisible(config.has_images)
        if not config.has_images:
            return
        colour = QColor(theme.colours().quiet)
        diagram = self._diagram(config, self._form.network, colour, band)
        moment = translate(Moment(0).label(config.data.batches_per_epoch))
        line = self._line(moment) if problem is None else translate(problem)
        band.show_network(self.tr("The network of the form"), colour, [moment], line, diagram)

    def _line(self, moment: str) -> str:
        """Add to a moment what is read where it is no drawing."""
        return moment if self._digit is not None else self.example.named(moment)

    def _diagram(
        self,
        config: RunConfig,
        network: LiveNetwork | None,
        colour: QColor,
        band: NetworkBand,
        learning: ModelConfig | None = None,
    ) -> Diagram:
        """Have a network read the drawing, or else the test image; see `diagram_of`."""
        return diagram_of(
            config,
            network,
            colour,
            self.example.ink if self._digit is None else self._digit,
            before=band.view.diagram,
            learning=learning,
            is_example=self._digit is None,
        )

    def _ask_for_example(self) -> None:
        """Read a test image for the networks shown, and none once something is drawn."""
        entries = [self._store.get(run) for run in self._bands]
        configs = [self._form.config if one is None else one.record.judged for one in entries]
        if self._digit is None and configs[0].has_images:
            self.example.request(configs)
        else:
            self.example.cancel()

    def _on_network_changed(self, run: str) -> None:
        if run not in self._bands:
            self._arrange()
        elif self.isVisible():
            self._networks.turns.request((self, run), partial(self._show_weights, run))

    def _on_run_changed(self, run: str) -> None:
        entry = self._store.get(run) if run in self._bands else None
        has_network = self._networks.get(run) is not None
        if entry is not None and not (has_network and entry.record.state.is_active):
            self._arrange()

    def _on_form_changed(self) -> None:
        if FORM in self._bands:
            self._share_height()
            self._show()

    def retranslate(self) -> None:
        """Renew all texts."""
        self._show()

    def restyle(self) -> None:
        """Renew the colours."""
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as is legible in the new height."""
        super().resizeEvent(event)
        self._share_height()

    def minimumSizeHint(self) -> QSize:
        """Return the least size, in which a single network is shown."""
        height = self._head.minimumSize().height() + self._needs().networks(1, has_foot=False)
        return QSize(super().minimumSizeHint().width(), round(height))

    def _share_height(self) -> None:
        if self._bands_that_fit() != self._max_bands:
            self._arrange()

    def _bands_that_fit(self) -> int:
        """Leave to networks, verdict and curves what is legible; return how many bands fit."""
        if not self.isVisible():
            return self._max_bands  # the height is not known yet
        networks = max(1, len(self._candidates()))
        height = self.height() - self._head.sizeHint().height()
        low = low_forms(height, networks, self._needs())
        if low != self._low:
            self._low = low
            self.low_changed.emit(*low)

        needs = self._needs()
        fits = fit(height, networks, needs)
        has_legend = self._preferences.legend and has_space_for_legend(height, networks, needs)
        has_hint = FORM in self._bands and not self._form.config.has_images
        is_named = should_name_curves(height, fits, needs)
        self.area.show_foot(networks - fits.bands, has_legend and not has_hint, is_named)

        self._curves.setMinimumHeight(theme.px(MIN_CURVES))
        self._curves.setVisible(fits.has_curves)
        least = needs.networks(fits.bands, has_legend or fits.bands < networks) + needs.verdict
        self._upper.setMinimumHeight(round(least))
        return fits.bands

    def _needs(self) -> Needs:
        """Return the least heights of the parts; above the empty curves something may stand."""
        verdict = 0
        if not self._verdict.isHidden():
            least = self._verdict.minimumSizeHint().height()
            verdict = max(least, self._verdict.heightForWidth(self.width()))
        has_head = any(not widget.isHidden() for widget in self._above)
        curves = None if has_head else theme.px(MIN_CURVES) + self.splitter.handleWidth()
        return self.area.needs(curves, verdict)

    def _on_preference_changed(self, name: str) -> None:
        if name == Preferences.legend.name:
            self._share_height()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while the panel was hidden."""
        super().showEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let runs publish as seldom as usual; stop building and reading, until shown again."""
        super().hideEvent(event)
        self._costs.end(self._bands)
        self._form.set_active(False)
        self.example.cancel()
