"""The view of the linear regression: points and lines, and the cost as a function of the weight.

It shows every gradient step: with the points of its batch, the cost of these alone, and the tangent
to that, next to the cost of all points.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from core.config.presets import preset
from core.config.run import RunConfig
from core.insight import line
from core.insight.line import Parabola, Points
from core.messages import Message
from core.run.moment import Moment
from core.run.series import XAxis
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.plots.line.line_drawing import X_ENDS, CostView, Ground, LineTrack
from gui.plots.line.step_bar import StepBar
from gui.plots.line.step_view import StepView
from gui.plots.plot_area import PlotArea
from gui.plots.plot_legend import Legend, LegendEntry
from gui.runs.moments import Moments
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.widgets.panel import EmptyHint, Panel, column, set_side_by_side, styled_label
from gui.widgets.plain_text import plain_tip

ROOM = 1.12  # the plot's height as a multiple of the highest cost
LABEL_ROOM = 15 * theme.STEP  # right of the lines, for their slopes
# heights in pixels: of a plot with its title and its explanation, and of all that is below
EXPLAINED_PLOT, BELOW = 55 * theme.STEP, 36 * theme.STEP


class LinePanel(Panel):
    """Draws the visible runs that fit a line.

    A run that trains is played step by step, however fast the training is.

    Signals:
        preset_chosen(object): the user wants to train this `RunConfig`.
    """

    preset_chosen = Signal(object)

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
        self._selection = selection
        self._moments = moments
        self._jobs = jobs
        self._points: Points | None = None
        self._truth = 0.0
        self._reading_points = LatestJob(jobs)

        self._starts: dict[str, float] = {}
        self._tracks: dict[str, LineTrack] = {}
        self._unread: set[str] = set()  # runs whose paths are to be read again

        self._build()
        self._ground = Ground(*self._areas)
        self._wire()
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        self._titles = styled_label("heading", self), styled_label("heading", self)
        self._keys = styled_label("quiet", self), styled_label("quiet", self)
        self._areas = self._left, self._right = PlotArea(self), PlotArea(self)
        self._content = QWidget(self)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.GROUP_GAP)
        for area, title, key in zip(self._areas, self._titles, self._keys, strict=True):
            area.bottom.shows = XAxis.TIME  # plain numbers, below one too
            area.box.setMouseEnabled(False, False)
            title.setBuddy(area)  # its name for screen readers
            side = QVBoxLayout()
            side.setSpacing(theme.STEP)
            side.addWidget(title)
            side.addWidget(area, 1)
            side.addWidget(key)
            key.setWordWrap(True)
            key.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._sides.addLayout(side, 1)

        self.legend = Legend(self)
        self.steps = StepBar(self)
        self._step = StepView(*self._areas, self._jobs, self)
        self.empty = EmptyHint(self)
        self.empty.followed.connect(lambda: self.preset_chosen.emit(preset("linear").config))

        layout = column(self._content, gap=2 * theme.STEP, padding=0)
        layout.addWidget(self.legend)
        layout.addLayout(self._sides, 1)
        layout.addWidget(self._step)
        layout.addWidget(self.steps)
        outer = column(self)
        outer.addWidget(self._content, 1)
        outer.addWidget(self.empty, 1)

    def _wire(self) -> None:
        store = self._store
        store.run_changed.connect(self._on_changed)
        for signal in (store.run_added, store.visibility_changed, store.appearance_changed):
            signal.connect(self._on_appearance)
        store.run_removed.connect(self._on_removed)
        self._moments.changed.connect(self._on_moment)

        self.steps.moved.connect(self._draw)
        self._step.batch_known.connect(self._draw)
        self.legend.chosen.connect(self._selection.select)
        self._selection.changed.connect(self._on_selected)
        for area in self._areas:
            area.view_changed.connect(self._draw)

    def _on_moment(self, run: str) -> None:
        """Show the run at another moment, if it has come to its end: all steps until then."""
        if run in self._tracks and not self._is_live(run):
            if not any(map(self._is_live, self._tracks)):
                self.steps.show_end()
            self._unread.add(run)
            self.refresh()

    def _is_live(self, run: str) -> bool:
        entry = self._store.get(run)
        return entry is not None and not entry.record.state.is_over

    def _on_removed(self, run: str) -> None:
        self._starts.pop(run, None)
        self._show_runs()

    def _on_changed(self, run: str) -> None:
        """Continue the run's path; a hidden panel draws when it is shown."""
        if run not in self._tracks:
            self._on_appearance(run)
        else:
            self._unread.add(run)
            self.refresh()

    def _on_appearance(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None and entry.record.config.is_regression:
            self._show_runs()

    def follows_moment(self) -> bool:
        """Return whether a run is shown, at the moment chosen."""
        return bool(self.runs())

    def runs(self) -> list[RunEntry]:
        """Return the visible runs that fit a line."""
        return [entry for entry in self._store.visible() if entry.record.config.is_regression]

    def _show_runs(self) -> None:
        """Show the visible runs after they, their names or their styles have changed."""
        shown = {entry.record.run: entry for entry in self.runs()}
        for run in [run for run in self._tracks if run not in shown]:
            self._tracks.pop(run).remove()
        new: list[RunEntry] = []
        for run, entry in shown.items():
            if run not in self._tracks:
                self._tracks[run] = LineTrack(*self._areas)
                self._unread.add(run)
                new.append(entry)
                self._request_start(entry)

        self._show_styles()
        if shown and self._points is None:
            self._request_points()
        self._read_paths()
        if any(not entry.record.state.is_over for entry in new):
            self.steps.play_from_start()
        elif new and not self.steps.is_playing:
            self.steps.show_end()
        self.refresh()

    def _on_selected(self) -> None:
        self._show_styles()
        self._draw()

    def _show_styles(self) -> None:
        # others have no track yet
        entries = [entry for entry in self.runs() if entry.record.run in self._tracks]
        styles = {entry.record.run: theme.run_style(entry.style) for entry in entries}
        for run, style in styles.items():
            self._tracks[run].set_style(style, run in self._selection.runs)
        self.empty.setVisible(not entries)
        self._content.setVisible(bool(entries))
        self._show_legend(entries)

    def _show_legend(self, entries: Sequence[RunEntry]) -> None:
        """Name the runs, and how far each has got."""
        selected = self._selection.runs
        self.legend.set_entries(
            [
                LegendEntry(
                    entry.record.run,
                    entry.name,
                    theme.run_style(entry.style),
                    entry.record.run in selected,
                    self._when(entry),
                )
                for entry in entries
            ]
        )

    def _when(self, entry: RunEntry) -> Message:
        """Return the moment at which a run is shown, in words."""
        record, track = entry.record, self._tracks[entry.record.run]
        moment = self._moments.earlier(record.run)
        if track.shown < len(track.path):
            moment = track.path.moments[track.shown - 1] if track.shown else Moment(0)
        elif moment is None:
            moment = max(Moment(record.epochs_done), record.moment or Moment(0))
        return moment.label(record.config.data.batches_per_epoch)

    def _read_paths(self) -> None:
        """Read how far the runs have come, each up to the moment at which it is shown."""
        for entry in self.runs():
            run = entry.record.run
            if run in self._unread and run in self._tracks:
                until = self._moments.earlier(run)
                self._tracks[run].path = line.path(entry.record, self._starts.get(run), until)
        self._unread.clear()
        self.steps.set_count(
            max((len(track.path) for track in self._tracks.values()), default=0),
            any(map(self._is_live, self._tracks)),
        )

    def _request_start(self, entry: RunEntry) -> None:
        record = entry.record
        # a fork begins where another run stood
        if record.run in self._starts or record.forked_from is not None:
            return

        def keep_start(slope: float) -> None:
            self._starts[record.run] = slope
            self._unread.add(record.run)
            self.refresh()

        self._jobs.submit(lambda: _first_slope(record.config), keep_start)

    def _request_points(self) -> None:
        if not self._reading_points.is_running:
            self._reading_points.request(_noisy_line, self._on_points)

    def _on_points(self, result: tuple[Points, float]) -> None:
        self._points, self._truth = result
        self._ground.show_points(*result)
        self.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Read how far the runs have come, and draw the shown parts of their paths."""
        if self.isVisible():
            self._read_paths()
            self._draw()

    def _draw(self) -> None:
        """Draw the steps up to the one that the bar shows."""
        entries = [entry for entry in self.runs() if entry.record.run in self._tracks]
        for track in self._tracks.values():
            track.shown = min(self.steps.position, len(track.path))
        self._show_legend(entries)
        if self._points is None or not self.isVisible():
            return

        parabolas: dict[int, Parabola] = {}
        for entry in entries:
            count = entry.record.config.data.train_size
            parabolas.setdefault(count, line.parabola(self._points.first(count)))
        view = self._show_ground(entries, list(parabolas.values()))
        for entry in entries:
            parabola = parabolas[entry.record.config.data.train_size]
            self._tracks[entry.record.run].draw(parabola, view.reach)
        self._draw_step(entries, parabolas, view)
        self._place_marks()

    def _show_ground(self, entries: list[RunEntry], parabolas: list[Parabola]) -> CostView:
        """Draw what the runs have in common, as far as they reach; return the part that is seen."""
        assert self._points is not None
        grounds = parabolas or [line.parabola(self._points)]
        centre = grounds[0].best
        reach = line.reach(centre, [track.slopes for track in self._tracks.values()])
        top = ROOM * max(float(ground.cost(centre + reach)) for ground in grounds)
        self._ground.show_parabolas(grounds if entries else [], reach, top)

        # left the points with room for the labels, right the cost around its minimum
        width = max(2.0 * LABEL_ROOM, self._left.box.width())
        height = ROOM * float(np.abs(self._points.y).max())
        right_end = X_ENDS[0] + (X_ENDS[1] - X_ENDS[0]) * width / (width - LABEL_ROOM)
        for area, across, up in (
            (self._left, (X_ENDS[0], right_end), (-height, height)),
            (self._right, (centre - reach, centre + reach), (0.0, top)),
        ):
            if area.box.viewRange() != [list(across), list(up)]:
                area.box.setRange(xRange=across, yRange=up, padding=0)
        self._explain(grounds[0])
        return CostView(centre, reach, top)

    def _draw_step(
        self, entries: list[RunEntry], parabolas: dict[int, Parabola], view: CostView
    ) -> None:
        """Draw and describe the last shown step of one run: a selected one, or else the first."""
        chosen = [entry for entry in entries if entry.record.run in self._selection.runs]
        entry = next(iter([*chosen, *entries]), None)
        if entry is None or self._points is None:
            self._step.clear(view)
        else:
            whole = parabolas[entry.record.config.data.train_size]
            track = self._tracks[entry.record.run]
            self._step.show_step(entry, track, self._points, whole, view)

    def _explain(self, ground: Parabola) -> None:
        text = self.tr(
            "Lowest cost at w = {best} (least squares). Without momentum, steps overshoot above"
            " a learning rate of about {half} and diverge above {whole}."
        )
        whole = ground.largest_rate
        self._keys[1].setText(
            text.format(best=f"{ground.best:.2f}", half=f"{whole / 2:.2g}", whole=f"{whole:.2g}")
        )
        self._show_keys()

    def _place_marks(self) -> None:
        for track in self._tracks.values():
            track.place()
        for plot, area in enumerate(self._areas):
            area.place_labels(track.label(plot) for track in self._tracks.values())

    def retranslate(self) -> None:
        """Set titles, axes and the hint again."""
        self._titles[0].setText(self.tr("Points and fitted lines"))
        self._titles[1].setText(self.tr("Cost for every weight w"))
        text = self.tr("Dashed in grey: y = {slope}x, the line without noise.")
        self._keys[0].setText(text.format(slope=f"{self._truth:g}"))
        self._show_keys()
        self._left.getPlotItem().setLabels(left="y", bottom="x")
        self._right.getPlotItem().setLabels(left=self.tr("cost"), bottom="w")

        self.steps.retranslate()
        self.empty.show_hint(
            self.tr("Here a line moves onto points, one gradient step after the other."),
            self.tr("Train a linear regression"),
        )
        self._show_runs()

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        for area in self._areas:
            area.restyle()
        self._ground.restyle()
        self.legend.restyle()
        self.steps.restyle()
        self._show_styles()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has changed while the panel was hidden."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the plots side by side, or one above the other in a tall window."""
        super().resizeEvent(event)
        set_side_by_side(self._sides, self.width() >= self.height())
        self._show_keys()

    def _show_keys(self) -> None:
        """Show the explanations below the plots, or where there is little height as their tips."""
        rows = 1 if self.width() >= self.height() else 2
        has_space = self.height() >= theme.px(rows * EXPLAINED_PLOT + BELOW)
        for title, key in zip(self._titles, self._keys, strict=True):
            key.setVisible(has_space and bool(key.text()) and self._points is not None)
            title.setToolTip(plain_tip("" if has_space else key.text()))


def _noisy_line() -> tuple[Points, float]:
    """Return all training points and the true slope; imports torch, so not for the GUI thread."""
    from core.insight import line_points as line_data

    return line_data.points()


def _first_slope(config: RunConfig) -> float:
    """Return the slope that a run starts from; not for the GUI thread either."""
    from core.insight import line_points as line_data

    return line_data.first_slope(config)
