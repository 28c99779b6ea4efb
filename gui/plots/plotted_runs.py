"""The visible runs as traces: their curves, and redrawing only what has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF

from core.config.naming import run_name
from core.config.run import RunConfig
from core.messages import Message
from core.plain_text import printable
from core.run.changes import by_batch_thinned, summary
from core.run.events import SettingChanged
from core.run.record import RunRecord
from core.run.series import RunSeries, XAxis, same_but_for_the_seed, spent_per_epoch
from gui.plots.curves import ACCURACY, COST, WEIGHT, Choices, Quantity, Reading, TraceCurves
from gui.plots.plot_area import NEAR, PlotArea
from gui.plots.plot_legend import LegendEntry
from gui.plots.plot_marks import most_marks
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.style.translation import translate

MIN_EPOCHS = 5  # that the axis shows
MAX_LISTED = 20  # changes before one batch, in a tooltip
EMPTY_RANGE = {COST: (0.0, 2.5), ACCURACY: (0.0, 100.0), WEIGHT: (0.0, 2.5)}


@dataclass(frozen=True)
class Trace:
    """One line of the legend: a run, or runs that differ only in the seed.

    Attributes:
        series: one for each run.
        curves: one for each plot.
    """

    entries: tuple[RunEntry, ...]
    series: tuple[RunSeries, ...]
    curves: tuple[TraceCurves, ...]

    @property
    def run(self) -> str:
        """The id of the first run, by which the trace is known."""
        return self.entries[0].record.run


class PlottedRuns(QObject):
    """Draws the store's visible runs into two plots: cost above accuracy.

    Squared errors and cross-entropies have no common scale, so only runs with one kind of cost are
    drawn: that of the run that was started, shown or selected last. While lines are fitted, the
    lower plot shows the weight. `regroup` and `mark_changed` determine what is to be drawn,
    `redraw` draws it, one plot at a time.
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
        # by trace: whether all of it is stale, not only its live end
        self._stale: list[dict[str, bool]] = [{} for _ in areas]
        self._selected: frozenset[str] = frozenset()
        self.choices = Choices()
        self.shows_weights = False
        self._newest = self._deciding = ""  # runs; the second decides which kind is drawn
        self.left_out = 0  # visible runs whose cost is of the other kind
        self.planned_epochs = MIN_EPOCHS  # of the next run, for the axis of empty plots

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities of the plots, from above."""
        return COST, WEIGHT if self.shows_weights else ACCURACY

    @property
    def is_empty(self) -> bool:
        """Whether no run is visible."""
        return not self._traces

    def regroup(self) -> bool:
        """Form the traces again if runs, names or styles have changed; return whether they had."""
        everything = self._store.visible()
        fits_lines = self._fits_lines(everything)
        visible = [entry for entry in everything if entry.record.config.is_regression is fits_lines]
        signature = (
            len(everything),
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
        self.shows_weights = fits_lines
        self.left_out = len(everything) - len(visible)
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

        self.mark_changed(entries)
        self.redraw_all()
        return True

    def _fits_lines(self, visible: Sequence[RunEntry]) -> bool:
        """Return whether runs that fit a line are drawn, or those that classify."""
        if not visible:
            return False
        newest = visible[-1].record.run
        if newest != self._newest:  # a run that was just started or shown
            self._newest = self._deciding = newest
        runs = {entry.record.run: entry for entry in visible}
        return runs.get(self._deciding, visible[-1]).record.config.is_regression

    def _series_of(self, record: RunRecord) -> RunSeries:
        """Return the run's series, a new one if the run has another record now."""
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
        """Remove everything from the plots; the next `regroup` draws it again."""
        for trace in self._traces.values():
            for curves in trace.curves:
                curves.remove()
        self._signature = None
        self._traces, self._trace_of = {}, {}
        self._stale = [{} for _ in self._areas]

    def redraw_all(self) -> None:
        """Mark everything as stale, for other choices."""
        for stale in self._stale:
            stale.update(dict.fromkeys(self._traces, True))

    def mark_changed(self, runs: Iterable[str]) -> None:
        """Mark runs as changed; within an epoch only their live ends have changed."""
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

    def is_stale(self, plot: int) -> bool:
        """Return whether there is something to draw in a plot."""
        return bool(self._stale[plot])

    def redraw(self, plot: int, is_following: bool) -> None:
        """Draw what has changed in one plot."""
        area, stale = self._areas[plot], self._stale[plot]
        self._stale[plot] = {}
        for run, is_whole in stale.items():
            trace = self._traces[run]
            curves = trace.curves[plot]
            if is_whole:
                curves.show(trace.series, self.choices)
            else:
                curves.show_live(trace.series, self.choices)
            self._set_tooltips(trace, curves)

        if is_following:
            area.follow(self._end(), self._bounds(plot), EMPTY_RANGE[self.quantities[plot]])
        self._update_load(plot)
        self.place_marks(plot)

    def _update_load(self, plot: int) -> None:
        """Style the lines again if there is much more, or less, to draw than before."""
        drawn = [trace.curves[plot] for trace in self._traces.values()]
        if self._areas[plot].set_load(
            sum(line.drawn for curves in drawn for line in curves.lines())
        ):
            for curves in drawn:
                curves.restyle()

    def place_marks(self, plot: int) -> None:
        """Place dots, rings, ticks and values in the current view."""
        drawn = [trace.curves[plot] for trace in self._traces.values()]
        for curves in drawn:
            curves.marks.place()
        values = [curves.marks.value for curves in drawn]
        lines = [line for curves in drawn for line in (curves.test, curves.train)]
        self._areas[plot].place_labels(values, lines)

    def thin_again(self, plot: int) -> None:
        """Draw a plot again after its view has changed."""
        for trace in self._traces.values():
            trace.curves[plot].thin_again()
        self._update_load(plot)
        self.place_marks(plot)

    def _bounds(self, plot: int) -> tuple[float, float] | None:
        curves = [trace.curves[plot] for trace in self._traces.values()]
        is_later = any(one.outgrows_first_epoch for one in curves)
        pairs = [one.bounds(after_first_epoch=is_later) for one in curves]
        limits = [pair for pair in pairs if pair is not None]
        if not limits:
            return None
        return min(low for low, _ in limits), max(high for _, high in limits)

    def _end(self) -> float:
        """Return where the axis ends: rounded up beyond what is reached, up to what is planned."""
        axis = self.choices.axis
        records = [entry.record for trace in self._traces.values() for entry in trace.entries]
        reached = max(
            (curves.reach() for trace in self._traces.values() for curves in trace.curves),
            default=0.0,
        )
        if axis is XAxis.TIME:
            return rounded_up(max(reached, 1.0))
        sizes = [spent_per_epoch(record, axis) for record in records]
        if not records:
            return float(max(MIN_EPOCHS, self.planned_epochs))
        epochs = [record.config.epochs for record in records]
        planned = max(count * size for count, size in zip(epochs, sizes, strict=True))
        return max(reached, min(planned, rounded_up(max(reached, MIN_EPOCHS * max(sizes)))))

    def _set_tooltips(self, trace: Trace, curves: TraceCurves) -> None:
        """Set the tooltips of a trace's marks."""
        record = trace.entries[0].record
        best, accuracy = record.best, record.best_accuracy
        text = ""
        if best is not None and accuracy is not None:
            chosen = self.tr("Best epoch by the test examples: {epoch}, {accuracy} of them correct")
            if record.is_sealed:
                chosen = self.tr(
                    "Best epoch by the held-out examples: {epoch}, {accuracy} of them correct"
                )
            elif best.validation_accuracy is not None:
                chosen = self.tr(
                    "Best epoch by the held-out examples: {epoch}, {accuracy} of the test "
                    "examples correct"
                )
            value = ACCURACY.text(accuracy * ACCURACY.factor)
            text = chosen.format(epoch=best.epoch, accuracy=value)
        curves.marks.set_texts(text, self._texts_of_changes(trace) if curves.has_changes else [])
        sizes = " / ".join(map(str, _sample_sizes(trace.entries)))
        tip = self.tr(
            "≈: measured on {count} examples, always the same, spread evenly over all; once "
            "the epoch is done it is measured on all of them."
        )
        curves.marks.explain_value(tip.format(count=sizes) if curves.ends_with_sample else "")

    def _texts_of_changes(self, trace: Trace) -> list[str]:
        """Return a text for each mark of settings changed by hand."""
        texts = []
        for entry in trace.entries:
            most = most_marks(len(trace.entries))
            marked, count = by_batch_thinned(entry.record.changes, most)
            rest = self.tr("{marked} of {count} changes are marked.")
            more = "" if len(marked) == count else rest.format(marked=len(marked), count=count)
            for together in marked:
                lines = self._text_of(summary(together[:MAX_LISTED], entry.record.config.model))
                texts.append("\n".join(filter(None, (lines, more))))
        return texts

    def _text_of(self, changes: Sequence[tuple[Message, SettingChanged]]) -> str:
        """Return a line for each change."""
        text = self.tr("{setting}: {before} → {value}, from epoch {epoch}, batch {batch}")
        return "\n".join(
            text.format(
                setting=translate(title),
                before=f"{change.before:g}",
                value=f"{change.value:g}",
                epoch=change.epoch,
                batch=change.batch,
            )
            for title, change in changes
        )

    def select(self, runs: frozenset[str]) -> None:
        """Draw these runs a little stronger."""
        self._selected = runs
        drawn = [entry.record.run for entry in self._store.visible() if entry.record.run in runs]
        self._deciding = drawn[-1] if drawn else self._deciding
        for trace in self._traces.values():
            self._set_style(trace)

    def name(self, trace: Trace) -> str:
        """Return the name of a trace: that of its run, or what its runs have in common."""
        first = trace.entries[0]
        if len(trace.entries) == 1:
            return first.name
        config = first.record.config.model_copy(update={"seed": RunConfig().seed})
        name = printable(translate(run_name(config, first.given_name)))
        return self.tr("{run} · {count} seeds").format(run=name, count=len(trace.entries))

    def legend(self) -> list[LegendEntry]:
        """Return all traces, oldest first."""
        return [
            LegendEntry(
                trace.run,
                self.name(trace),
                theme.run_style(trace.entries[0].style),
                self._is_selected(trace),
            )
            for trace in self._traces.values()
        ]

    def readings(self, plot: int, x: float) -> list[tuple[LegendEntry, Reading | None]]:
        """Return each trace's values at `x`, oldest first."""
        return [
            (entry, trace.curves[plot].reading(x))
            for entry, trace in zip(self.legend(), self._traces.values(), strict=True)
        ]

    def seals(self) -> list[bool]:
        """Return whether the test set of each run that is drawn is closed."""
        return [
            entry.record.is_sealed for trace in self._traces.values() for entry in trace.entries
        ]

    def explained(self) -> tuple[list[int], list[bool]]:
        """Return what the key explains: `sample_sizes` and `seals`."""
        return self.sample_sizes(), self.seals()

    def sample_sizes(self) -> list[int]:
        """Return how many test images the visible runs measure within an epoch, each number once.

        Old runs, and those with short epochs, measure nothing there.
        """
        return _sample_sizes([entry for trace in self._traces.values() for entry in trace.entries])

    def nearest(self, plot: int, epochs: float) -> float:
        """Return the nearest number of epochs that is whole or at which a run was measured."""
        measured = [trace.curves[plot].nearest(epochs) for trace in self._traces.values()]
        choices = [max(1.0, round(epochs)), *(value for value in measured if value is not None)]
        return min(choices, key=lambda value: abs(value - epochs))

    def run_at(self, plot: int, scene_position: QPointF) -> str | None:
        """Return the run whose curve lies there."""
        area = self._areas[plot]
        near = [
            (area.distance(line, scene_position), trace.run)
            for trace in self._traces.values()
            for line in (trace.curves[plot].test, trace.curves[plot].train)
        ]
        distance, run = min(near, default=(float("inf"), ""))
        return run if distance <= NEAR else None


def _sample_sizes(entries: Sequence[RunEntry]) -> list[int]:
    """Return how many test images these runs measure within an epoch, each number once."""
    points = (point for entry in entries for point in entry.record.points)
    return sorted({point.examples for point in points if point.batch})


def rounded_up(value: float) -> float:
    """Round up to the next of 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, ..."""
    step = 1.0
    while step * 10 < value:
        step *= 10
    return next(step * factor for factor in (1, 1.5, 2, 3, 4, 5, 7, 10) if step * factor >= value)
