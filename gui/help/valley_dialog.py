"""The valley: optimizers side by side on their way down a cost of two weights."""

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QWidget,
)

from core.number_text import cost_text
from core.teaching.demonstrations.valley_choices import (
    MAX_RATE,
    MIN_RATE,
    RATE,
    START,
    STEPS,
    Descent,
    Surface,
)
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.help.valley_chart import Numbers, ValleyChart
from gui.style import theme
from gui.style.swatches import swatch
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo, QuietSlider
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel
from gui.widgets.player import Player

if TYPE_CHECKING:
    from core.teaching.demonstrations.valley import Path

SIZE = (220 * theme.STEP, 140 * theme.STEP)
SIDE_WIDTH = 75 * theme.STEP
PER_DECADE = 20  # steps of the slider of the learning rate
SHOWN_AT_FIRST = (Descent.SGD, Descent.MOMENTUM, Descent.ADAM)
# the first colours are the most distinct, and belong to those that are shown at first
STYLES = {
    descent: number
    for number, descent in enumerate(sorted(Descent, key=lambda one: one not in SHOWN_AT_FIRST))
}
PLAY_MS = 60


class ValleyDialog(QDialog):
    """The map on the left; on the right the valley, the optimizers, and the learning rate."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Optimizers in a valley"))
        self._mapping, self._walking = LatestJob(jobs), LatestJob(jobs)
        self._paths: Sequence[Path] = ()

        self.chart = ValleyChart(self)
        self.chart.setAccessibleName(self.tr("Map of the cost, and ways of the optimizers"))
        self.chart.start_moved.connect(self._walk)
        self.surface = QuietCombo(self)
        self.surface.setAccessibleName(self.tr("Valley"))
        self.surface.addItems([translate(surface.label) for surface in Surface])
        self.surface.setCurrentIndex(list(Surface).index(Surface.RAVINE))
        self.surface.currentIndexChanged.connect(self._survey)

        self._build_descents()
        self._build_rate()
        self._build_steps()
        self._lay_out()
        self.resize(theme.fitted(SIZE, self.screen()))
        self._survey()

    def _build_descents(self) -> None:
        """Create a check box for each optimizer, with its colour, and a label for its cost."""
        self.descents: dict[Descent, QCheckBox] = {}
        self.costs: dict[Descent, PlainLabel] = {}
        for descent in Descent:
            box = QCheckBox(translate(descent.label), self)
            box.setIcon(swatch(theme.run_style(STYLES[descent])))
            box.setChecked(descent in SHOWN_AT_FIRST)
            box.toggled.connect(self._walk)
            self.descents[descent] = box
            self.costs[descent] = PlainLabel(self)
            self.costs[descent].setFont(theme.tabular(self.font()))

    def _build_rate(self) -> None:
        self._rate_title = PlainLabel(self)
        self.rate = QuietSlider(self)
        self.rate.setAccessibleName(self.tr("Learning rate"))
        self.rate.setRange(*(round(PER_DECADE * math.log10(end)) for end in (MIN_RATE, MAX_RATE)))
        self.rate.setValue(round(PER_DECADE * math.log10(RATE)))
        self.rate.valueChanged.connect(self._walk)

    def _build_steps(self) -> None:
        self._step_title = PlainLabel(self)
        self.step = QuietSlider(self)
        self.step.setAccessibleName(self.tr("Steps"))
        self.step.setRange(0, STEPS)
        self.step.setValue(STEPS)
        self.step.valueChanged.connect(self._show)
        self.play = Player(self.step, PLAY_MS, self)

    def _lay_out(self) -> None:
        about = styled_label("quiet", self)
        about.setWordWrap(True)
        about.setText(
            self.tr(
                "Across is one weight, up the other; dark is a low cost. Click or drag to choose "
                "where all start. They have the same learning rate. A dot is where one is, its "
                "arrow what it remembers of the gradients before."
            )
        )
        costs = QGridLayout()
        costs.setColumnStretch(0, 1)
        for row, (descent, box) in enumerate(self.descents.items()):
            costs.addWidget(box, row, 0)
            costs.addWidget(self.costs[descent], row, 1)
        steps = QHBoxLayout()
        steps.addWidget(self.step, 1)
        steps.addWidget(self.play)

        side = QWidget(self)
        side.setFixedWidth(theme.px(SIDE_WIDTH))
        controls = column(side, gap=2 * theme.STEP, padding=0)
        controls.addWidget(self.surface)
        controls.addWidget(about)
        controls.addSpacing(theme.PADDING)
        controls.addLayout(costs)
        controls.addSpacing(theme.PADDING)
        controls.addWidget(self._rate_title)
        controls.addWidget(self.rate)
        controls.addWidget(self._step_title)
        controls.addLayout(steps)
        controls.addStretch(1)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(4 * (theme.GROUP_GAP,)))
        layout.setSpacing(theme.GROUP_GAP)
        layout.addWidget(self.chart, 1)
        layout.addWidget(side)

    # what is computed

    def chosen_surface(self) -> Surface:
        """Return the valley that is chosen."""
        return list(Surface)[self.surface.currentIndex()]

    def chosen_rate(self) -> float:
        """Return the learning rate that is chosen, to two digits."""
        return float(f"{10 ** (self.rate.value() / PER_DECADE):.2g}")

    def _survey(self) -> None:
        """Have the map of the chosen valley computed, and begin anew in it."""
        self._mapping.request(partial(_map, self.chosen_surface()), self._on_mapped)

    def _on_mapped(self, found: "tuple[Numbers, tuple[float, float], float]") -> None:
        values, centre, reach = found
        self.chart.start = QPointF(*centre) + QPointF(*START)
        self.chart.show_map(values, centre, reach)
        self._walk()

    def _walk(self) -> None:
        """Have the optimizers go down from the start."""
        start = self.chart.start.x(), self.chart.start.y()
        descents = [descent for descent, box in self.descents.items() if box.isChecked()]
        work = partial(_paths, self.chosen_surface(), start, self.chosen_rate(), descents)
        self._walking.request(work, self._on_walked, topic=self.chosen_surface())

    def _on_walked(self, paths: "Sequence[Path]") -> None:
        self._paths = paths
        self.chart.show_paths(paths, [STYLES[path.descent] for path in paths])
        self._show()

    # what is shown

    def _show(self) -> None:
        step = self.step.value()
        self.chart.show_step(step)
        shown = {path.descent: path for path in self._paths}
        for descent, label in self.costs.items():
            path = shown.get(descent)
            if path is None:
                label.setText("")
            elif step < len(path.costs):
                label.setText(cost_text(float(path.costs[step])))
            else:
                label.setText(self.tr("diverged"))
        text = self.tr("Learning rate {rate}").format(rate=f"{self.chosen_rate():g}")
        self._rate_title.setText(text)
        text = self.tr("Cost after {count} steps").format(count=step)
        self._step_title.setText(text)


def _map(surface: Surface) -> "tuple[Numbers, tuple[float, float], float]":
    """Compute a map, its centre and its reach; for the jobs' thread only."""
    from core.teaching.demonstrations import valley

    return valley.cost_map(surface), valley.centre(surface), valley.REACH


def _paths(
    surface: Surface, start: tuple[float, float], rate: float, descents: Sequence[Descent]
) -> "Sequence[Path]":
    """Let optimizers go down; for the jobs' thread only."""
    from core.teaching.demonstrations import valley

    return valley.paths(surface, start, rate, descents)
