"""The accuracies of the visible runs on digits that are shifted, rotated, noisy or thicker."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from core.number_text import true_minus
from core.robustness.perturbations import Perturbation
from gui.background.jobs import JobQueue
from gui.evaluation.evaluations import can_be_evaluated
from gui.evaluation.line_chart import Curve, LineChart, Point, XScale
from gui.evaluation.measure_row import MeasureRow
from gui.evaluation.robustness_runs import Robustness, RobustnessRuns
from gui.runs.moments import Moments, ShownNetwork
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, scrolled


class RobustnessView(Panel):
    """A chart for each kind of change, all runs in each; measured when the user asks for it.

    Signals:
        run_selected(str): the legend entry of this run was clicked.
    """

    run_selected = Signal(str)

    def __init__(
        self,
        store: RunStore,
        moments: Moments,
        jobs: JobQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._moments = moments
        self.runs = RobustnessRuns(store, jobs, self)
        self.takes_all = QCheckBox(self)
        self.measure = MeasureRow(self.runs, self, choice=self.takes_all)
        self.charts = {kind: LineChart(_scale(kind)) for kind in Perturbation}

        self._build()
        self._wire()
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.PADDING)
        for index, chart in enumerate(self.charts.values()):
            chart.setMinimumHeight(38 * theme.STEP)
            grid.addWidget(chart, *divmod(index, 2))

        layout = column(self, padding=0)
        layout.addWidget(self.measure)
        layout.addWidget(scrolled(content), 1)

    def _wire(self) -> None:
        self.measure.requested.connect(self._on_measure)
        self.measure.run_selected.connect(self.run_selected)
        self.runs.changed.connect(self._show)
        self.runs.ended.connect(self._show)
        for signal in (
            self._store.visibility_changed,
            self._store.appearance_changed,
            self._moments.changed,
            self._store.run_removed,
        ):
            signal.connect(self._on_run_changed)

    def _on_run_changed(self) -> None:
        if self.isVisible():
            self._show()

    def _measurable(self) -> list[ShownNetwork]:
        shown = [
            self._moments.network(entry.record.run)
            for entry in self._store.visible()
            if can_be_evaluated(entry)
        ]
        return [network for network in shown if network is not None]

    def _on_measure(self) -> None:
        self.runs.start(self._measurable(), self.takes_all.isChecked())

    def show_runs(self) -> None:
        """Draw what was measured of the visible runs."""
        self._show()

    def _show(self) -> None:
        self.takes_all.setEnabled(not self.runs.is_running)
        measured = self._measured()
        self.measure.show_measured(measured, bool(self._measurable()))
        for kind, chart in self.charts.items():
            chart.show_curves([_curve(entry, robustness, kind) for entry, robustness in measured])

    def _measured(self) -> list[tuple[RunEntry, Robustness]]:
        """Return the visible runs whose networks, as they are shown, were measured."""
        measured = []
        for entry in self._store.visible():
            network = self._moments.network(entry.record.run)
            robustness = None if network is None else self.runs.of(network)
            if robustness is not None:
                measured.append((entry, robustness))
        return measured

    def retranslate(self) -> None:
        """Renew texts and axes."""
        self.takes_all.setText(self.tr("All test images"))
        self.takes_all.setToolTip(
            self.tr("Otherwise 2,000 spread evenly over them; using all takes longer")
        )
        self.measure.hint.setText(
            self.tr(
                "Measure shows the visible runs test images of their own data that are shifted "
                "(mean over four directions), rotated (both ways), noisy, thicker and thinner, "
                "and plots how much of their accuracy remains."
            )
        )

        axis = self.tr("{name} ({unit})")
        for kind, chart in self.charts.items():
            x_name = axis.format(name=translate(kind.title), unit=translate(kind.unit))
            chart.set_names(x_name, self.tr("accuracy"))
        self._show()

    def restyle(self) -> None:
        """Renew the runs' colours."""
        self._show()


def _curve(entry: RunEntry, robustness: Robustness, kind: Perturbation) -> Curve:
    points = []
    for level in kind.levels:
        accuracy = robustness.accuracies.get((kind, level))
        if accuracy is not None:
            points.append(Point(level, accuracy, f"{entry.name}, {level:g}: {accuracy:.1%}"))
    return Curve(theme.run_style(entry.style), points)


def _scale(kind: Perturbation) -> XScale:
    low, high = min(kind.levels), max(kind.levels)
    ticks = [(level, true_minus(f"{level:+g}") if low < 0 < level or level < 0 else f"{level:g}")
             for level in kind.levels]  # fmt: skip
    return XScale(low, high, ticks)
