"""Finds a learning rate for the form's network by trying all of them in a short training."""

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QWidget

from core.config.live import LEARNING_RATE
from core.config.naming import automatic_name
from core.config.run import RunConfig
from core.messages import Message
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.setup.rate_chart import RateChart
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel

if TYPE_CHECKING:
    from core.teaching.rate_finder import RateTrial

SIZE = (150 * theme.STEP, 105 * theme.STEP)


class RateFinderDialog(QDialog):
    """A curve of the cost over the learning rate, and a button that takes the suggestion over.

    Signals:
        chosen(object): changes of the form, by dotted path.
    """

    chosen = Signal(object)

    def __init__(self, config: RunConfig, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Find a learning rate"))
        self._suggestion: float | None = None
        self._stop = threading.Event()
        self._trying = LatestJob(jobs)

        title = styled_label("heading", self)
        title.setText(translate(automatic_name(config)))
        about = styled_label("quiet", self)
        about.setText(
            self.tr(
                "Trains the network once with a rate that rises from batch to batch, and shows the "
                "cost. Nothing is kept."
            )
        )
        self.chart = RateChart(self)
        self.chart.setAccessibleName(self.tr("Cost over the learning rate"))
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._conclusion = PlainLabel(self)
        for label in (title, about, self._conclusion):
            label.setWordWrap(True)

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        self.use = buttons.addButton(self.tr("Use it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setEnabled(False)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)

        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        for widget in (title, about, self.chart, self._progress, self._conclusion, buttons):
            layout.addWidget(widget)
        self.resize(theme.fitted(SIZE, self.screen()))
        self._trying.request(partial(_find, config, self._stop), self._on_found, self._on_failed)

    def _on_found(self, trial: "RateTrial") -> None:
        self._progress.hide()
        self.chart.show_trial(trial.rates, trial.costs, trial.suggestion)
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

    def _on_failed(self, reason: Message) -> None:
        self._progress.hide()
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
