"""Finds a learning rate for the form's network by trying all of them in a short training."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QWidget,
)

from core.config.live import LEARNING_RATE
from core.config.naming import automatic_name
from core.config.run import RunConfig
from core.messages import Message
from core.plain_text import printable
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.plots.plot_legend import Legend, LegendEntry
from gui.setup.rate_chart import RateChart, RateCurve
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import MAX_CHOICE, PlainLabel, button_text, middle_elided

if TYPE_CHECKING:
    from core.teaching.rate_finder import RateTrial

SIZE = (160 * theme.STEP, 120 * theme.STEP)
MAX_CURVES = 4  # of the form's network and of others


@dataclass(frozen=True)
class Candidate:
    """Another network whose curve can be drawn, too."""

    name: str
    config: RunConfig


class RateFinderDialog(QDialog):
    """A curve of the cost over the learning rate, and a button that takes the suggestion over.

    Signals:
        chosen(object): changes of the form, by dotted path.
    """

    chosen = Signal(object)

    def __init__(
        self,
        config: RunConfig,
        jobs: JobQueue,
        parent: QWidget | None = None,
        *,
        others: Sequence[Candidate] = (),
    ) -> None:
        """Create it and begin to try.

        Args:
            config: of the network that gets the rate.
            others: with which it can be compared.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Find a learning rate"))
        self._suggestion: float | None = None
        self._stop = threading.Event()
        self._trying = LatestJob(jobs)
        self._others = others
        self._tried: list[tuple[str, RateTrial]] = []  # with the names of the networks

        self._build()
        self._lay_out(translate(automatic_name(config)))
        self.resize(theme.fitted(SIZE, self.screen()))
        self._try(translate(automatic_name(config)), config)

    def _build(self) -> None:
        self.chart, self.legend = RateChart(self), Legend(self)
        self.chart.setAccessibleName(self.tr("Cost over the learning rate"))
        self.other, menu = QPushButton(self.tr("Compare with…"), self), QMenu(self)
        self.other.setAccessibleName(self.tr("Another network to compare with"))
        self.other.setAutoDefault(False)
        self.other.setMenu(menu)
        for other in self._others:
            action = menu.addAction(button_text(middle_elided(other.name, MAX_CHOICE)))
            action.triggered.connect(partial(self._on_other, action, other))
        self.other.setVisible(bool(self._others))
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._conclusion = PlainLabel(self)
        self._conclusion.setWordWrap(True)

    def _lay_out(self, name: str) -> None:
        title, about = styled_label("heading", self), styled_label("quiet", self)
        title.setText(name)
        about.setText(
            self.tr(
                "Trains the network once with a rate that rises from batch to batch, and shows the "
                "cost. Nothing is kept."
            )
        )
        for label in (title, about):
            label.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        self.use = buttons.addButton(self.tr("Use it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setEnabled(False)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)

        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(title)
        layout.addWidget(about)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addWidget(self.legend, 1)
        layout.addLayout(row)
        layout.addWidget(self.chart, 1)
        for widget in (self._progress, self._conclusion, buttons):
            layout.addWidget(widget)

    def _try(self, name: str, config: RunConfig) -> None:
        """Have a network trained at rising rates."""
        self._progress.show()
        self.other.setEnabled(False)
        work = partial(_find, config, self._stop)
        self._trying.request(work, partial(self._on_found, name), self._on_failed)

    def _on_other(self, action: QAction, other: Candidate) -> None:
        """Try another network, which is offered no more."""
        self.other.menu().removeAction(action)
        self._try(other.name, other.config)

    def _on_found(self, name: str, trial: "RateTrial") -> None:
        self._tried.append((name, trial))
        self._progress.hide()
        self.other.setEnabled(len(self._tried) < MAX_CURVES)
        self._show_curves()
        if len(self._tried) > 1:
            self._conclude_all()
        else:
            self._conclude(trial)

    def _show_curves(self) -> None:
        curves, entries = [], []
        for number, (name, trial) in enumerate(self._tried):
            style = theme.run_style(number - 1) if number else theme.neutral_style()
            curves.append(RateCurve(trial.rates, trial.costs, trial.suggestion, style))
            entries.append(LegendEntry(str(number), name, style))
        self.chart.show_curves(curves)
        self.legend.set_entries(entries if len(entries) > 1 else [])

    def _conclude(self, trial: "RateTrial") -> None:
        """Say what the curve of the form's network suggests."""
        self._suggestion = trial.suggestion
        self.use.setEnabled(trial.suggestion is not None)
        self.use.setDefault(trial.suggestion is not None)
        if trial.suggestion is None:
            text = self.tr(
                "At no rate did the cost fall in so few batches: this network learns slowly, or not"
                " at all."
            )
            self._conclusion.setText(text)
            return
        self.use.setText(self.tr("Use {rate}").format(rate=f"{trial.suggestion:g}"))
        text = self.tr(
            "Beyond its lowest point the cost rises again: the steps are too large. A tenth of that"
            " rate, {rate}, is a good start."
        )
        self._conclusion.setText(text.format(rate=f"{trial.suggestion:g}"))

    def _conclude_all(self) -> None:
        """Say what each curve suggests."""
        parts = [
            self.tr("{network}: {rate}").format(
                network=printable(name),
                rate="–" if trial.suggestion is None else f"{trial.suggestion:g}",
            )
            for name, trial in self._tried
        ]
        text = self.tr("A tenth of the rate at which each cost is lowest (dashed): {rates}")
        self._conclusion.setText(text.format(rates=" · ".join(parts)))

    def _on_failed(self, reason: Message) -> None:
        self._progress.hide()
        self.other.setEnabled(True)
        self._conclusion.setText(translate(reason))

    def _on_accepted(self) -> None:
        self.chosen.emit({LEARNING_RATE: self._suggestion})
        self.accept()

    def done(self, result: int) -> None:
        """Stop the trial; nobody waits for it any more."""
        self._stop.set()
        self._trying.cancel()
        super().done(result)


def _find(config: RunConfig, stop: threading.Event) -> "RateTrial":
    """Try the rates; for the jobs' thread only."""
    from core.teaching.rate_finder import find_rate

    return find_rate(config, stop.is_set)
