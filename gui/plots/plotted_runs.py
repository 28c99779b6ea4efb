"""The visible runs as traces: which run is drawn by which, what has changed, and drawing no more than that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF

from core.config.fields import FIELDS
from core.run.events import SettingChanged
from core.run.record import RunRecord
from core.run.series import RunSeries, XAxis, examples_per_epoch, same_but_for_the_seed
from gui.plots.curves import ACCURACY, COST, WEIGHT, Choices, Quantity, Reading, TraceCurves
from gui.plots.plot_area import NEAR, PlotArea
from gui.plots.plot_legend import LegendEntry
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.style.translation import translate

MIN_EPOCHS = 5  # that the axis shows
EMPTY_RANGE = {COST: (0.0, 2.5), ACCURACY: (0.0, 100.0), WEIGHT: (0.0, 2.5)}


@dataclass(frozen=True)
class Trace:
    """One line of the legend: a run, or runs that differ in the seed alone.

    Attributes:
        series: of each run.
        curves: one for each plot.
    """

    entries: tuple[RunEntry, ...]
    series: tuple[RunSeries, ...]
    curves: tuple[TraceCurves, ...]

    @property
    def run(self) -> str:
        """The id of its first run, by which the trace is known."""
        return self.entries[0].record.run


class PlottedRuns(QObject):
    """Draws the store's visible runs into two plots, cost above accuracy (or the weight, where only lines are fitted).

    `regroup` and `take_in` say what is to be drawn, `redraw` draws it, one plot at a time.
    """

    def __init__(
        self, store: RunStore, areas: Sequence[PlotArea], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._areas = areas
        self._series: dict[str, RunSeries] = {}
        self._traces: dict[str, Trace] = {}
        self._trace_of: dict[str, Trace] = {}
        self._signature: object = None
        self._stale: list[dict[str, bool]] = [
            {} for _ in areas
        ]  # by trace: whether more than its live end
        self._selected: frozenset[str] = frozenset()
        self.choices = Choices()
        self.shows_weights = False
        self.planned_epochs = (
            MIN_EPOCHS  # of the run that may come, which the axis shows before there are runs
        )

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What the plots show, from above."""
        return COST, WEIGHT if self.shows_weights else ACCURACY

    @property
    def is_empty(self) -> bool:
        """Whether no run is visible."""
        return not self._traces

    def regroup(self) -> bool:
        """Form the traces anew if runs came, went, or are called or drawn otherwise; says whether it did."""
        visible = self._store.visible()
        signature = (
            self.choices.is_grouped,
            [
                (id(entry.record), entry.name, entry.style, bool(entry.record.changes))
                for entry in visible
            ],
        )
        if signature == self._signature:
            return False
        self.forget()
        self._signature = signature
        self.shows_weights = bool(visible) and all(
            entry.record.config.is_regression for entry in visible
        )
        entries = {entry.record.run: entry for entry in visible}
        self._series = {run: self._series_of(entry.record) for run, entry in entries.items()}
        records = [entry.record for entry in visible]
        groups = (
            same_but_for_the_seed(records)
            if self.choices.is_grouped
            else [[record] for record in records]
        )
        for group in groups:
            self._add(tuple(entries[record.run] for record in group))
        self.take_in(entries)
        self.redraw_all()
        return True

    def _series_of(self, record: RunRecord) -> RunSeries:
        """The one there is, unless the run was given another record."""
        known = self._series.get(record.run)
        return known if known is not None and known.record is record else RunSeries(record)

    def _add(self, entries: tuple[RunEntry, ...]) -> None:
        series = tuple(self._series[entry.record.run] for entry in entries)
        curves = tuple(
            TraceCurves(area, quantity, len(series))
            for area, quantity in zip(self._areas, self.quantities, strict=True)
        )
        trace = Trace(entries, series, curves)
        self._traces[trace.run] = trace
        for entry in entries:
            self._trace_of[entry.record.run] = trace
        self._set_style(trace)

    def _set_style(self, trace: Trace) -> None:
        style = theme.run_style(trace.entries[0].style)
        for curves in trace.curves:
            curves.set_style(style, self._is_selected(trace))

    def _is_selected(self, trace: Trace) -> bool:
        return any(entry.record.run in self._selected for entry in trace.entries)

    def forget(self) -> None:
        """Take everything out of the plots; the next `regroup` draws it again."""
        for trace in self._traces.values():
            for curves in trace.curves:
                curves.remove()
        self._signature = None
        self._traces, self._trace_of = {}, {}
        self._stale = [{} for _ in self._areas]

    def redraw_all(self) -> None:
        """Everything is to be drawn again: other choices."""
        for stale in self._stale:
            stale.update(dict.fromkeys(self._traces, True))

    def take_in(self, runs: Iterable[str]) -> None:
        """These runs have changed; within an epoch that concerns only the live end of what has one."""
        for run in runs:
            trace = self._trace_of.get(run)
            if trace is None:
                continue
            has_epochs = self._series[run].update()
            for stale, quantity in zip(self._stale, self.quantities, strict=True):
                if has_epochs:
                    stale[trace.run] = True
                elif quantity.is_live:
                    stale.setdefault(trace.run, False)

    def is_stale(self, place: int) -> bool:
        """Whether there is something to draw in a plot."""
        return bool(self._stale[place])

    def redraw(self, place: int, is_following: bool) -> None:
        """Draw what has changed in one plot."""
        area, stale = self._areas[place], self._stale[place]
        self._stale[place] = {}
        for run, is_whole in stale.items():
            trace = self._traces[run]
            curves = trace.curves[place]
            if is_whole:
                curves.show(trace.series, self.choices)
            else:
                curves.show_live(trace.series, self.choices)
            self._tell(trace, curves)
        if is_following:
            area.follow(self._end(), self._bounds(place), EMPTY_RANGE[self.quantities[place]])
        self._weigh(place)
        self.place_marks(place)

    def _weigh(self, place: int) -> None:
        """Draw in another way where there is much more, or less, to draw than before."""
        drawn = [trace.curves[place] for trace in self._traces.values()]
        if self._areas[place].set_load(
            sum(line.drawn for curves in drawn for line in curves.lines())
        ):
            for curves in drawn:
                curves.restyle()

    def place_marks(self, place: int) -> None:
        """Put dots, rings, ticks and values where they belong in the present view."""
        drawn = [trace.curves[place].marks for trace in self._traces.values()]
        for marks in drawn:
            marks.place()
        self._areas[place].place_labels(marks.value for marks in drawn)

    def thin_anew(self, place: int) -> None:
        """The view of a plot is another one."""
        for trace in self._traces.values():
            trace.curves[place].thin_anew()
        self._weigh(place)
        self.place_marks(place)

    def _bounds(self, place: int) -> tuple[float, float] | None:
        found = [
            pair
            for trace in self._traces.values()
            if (pair := trace.curves[place].bounds()) is not None
        ]
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

    def _end(self) -> float:
        """Where the axis ends: beyond what is reached in round steps, but not beyond what is planned."""
        axis = self.choices.axis
        records = [entry.record for trace in self._traces.values() for entry in trace.entries]
        reached = max(
            (curves.reach() for trace in self._traces.values() for curves in trace.curves),
            default=0.0,
        )
        if axis is XAxis.TIME:
            return rounded_up(max(reached, 1.0))
        sizes = [examples_per_epoch(record) if axis is XAxis.EXAMPLES else 1 for record in records]
        if not records:
            return float(max(MIN_EPOCHS, self.planned_epochs))
        epochs = [record.config.epochs for record in records]
        planned = max(count * size for count, size in zip(epochs, sizes, strict=True))
        return max(reached, min(planned, rounded_up(max(reached, MIN_EPOCHS * max(sizes)))))

    def _tell(self, trace: Trace, curves: TraceCurves) -> None:
        """Texts for where the pointer rests on marks."""
        best = trace.entries[0].record.best
        text = ""
        if best is not None and best.accuracy is not None:
            value = ACCURACY.text(best.accuracy * ACCURACY.factor)
            text = self.tr("Best epoch: {epoch}, {accuracy} right").format(
                epoch=best.epoch, accuracy=value
            )
        changes = [change for entry in trace.entries for change in entry.record.changes]
        curves.marks.set_texts(
            text, [self._change_text(change) for change in changes] if curves.has_changes else []
        )

    def _change_text(self, change: SettingChanged) -> str:
        text = self.tr("{setting}: {before} → {value}, from epoch {epoch}, batch {batch}")
        return text.format(
            setting=translate(FIELDS[change.path].about.title),
            before=f"{change.before:g}",
            value=f"{change.value:g}",
            epoch=change.epoch,
            batch=change.batch,
        )

    def select(self, runs: frozenset[str]) -> None:
        """Draw these runs a little stronger."""
        self._selected = runs
        for trace in self._traces.values():
            self._set_style(trace)

    def name(self, trace: Trace) -> str:
        """What a trace is called."""
        first = trace.entries[0].name
        if len(trace.entries) == 1:
            return first
        return self.tr("{run} · {count} seeds").format(run=first, count=len(trace.entries))

    def legend(self) -> list[LegendEntry]:
        """All traces, oldest first."""
        return [
            LegendEntry(
                trace.run,
                self.name(trace),
                theme.run_style(trace.entries[0].style),
                self._is_selected(trace),
            )
            for trace in self._traces.values()
        ]

    def readings(self, place: int, x: float) -> list[tuple[LegendEntry, Reading | None]]:
        """What each trace says at `x`, oldest first."""
        return [
            (entry, trace.curves[place].reading(x))
            for entry, trace in zip(self.legend(), self._traces.values(), strict=True)
        ]

    def run_at(self, place: int, scene_position: QPointF) -> str | None:
        """The run whose curve lies there."""
        area = self._areas[place]
        near = [
            (area.distance(line, scene_position), trace.run)
            for trace in self._traces.values()
            for line in (trace.curves[place].test, trace.curves[place].train)
        ]
        distance, run = min(near, default=(float("inf"), ""))
        return run if distance <= NEAR else None


def rounded_up(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, ..."""
    step = 1.0
    while step * 10 < value:
        step *= 10
    return next(step * factor for factor in (1, 1.5, 2, 3, 4, 5, 7, 10) if step * factor >= value)
