"""The button that measures curves for all shown runs, with its progress and their legend."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.evaluation.measured_runs import Measured, MeasuredRuns
from gui.plots.plot_legend import Legend, LegendEntry
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.questions import click_once


class MeasureRow(Panel):
    """Measure or Cancel; beside it what is measured or the progress, and below it the legend.

    Args:
        choice: what can be chosen about the next measurement, next to the button.

    Signals:
        requested(): the user wants to measure.
        run_selected(str): the legend entry of this run was clicked.
    """

    requested = Signal()
    run_selected = Signal(str)

    def __init__(
        self,
        runs: MeasuredRuns[Any, Any],
        parent: QWidget | None = None,
        *,
        choice: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs = runs
        self.button = QPushButton(self)
        self.button.setEnabled(False)
        click_once(self.button)
        self.button.clicked.connect(self._on_clicked)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.hint = styled_label("quiet", self)
        self.hint.setWordWrap(True)
        self.legend = Legend(self)
        self.legend.chosen.connect(self.run_selected)

        row = QHBoxLayout()
        row.setSpacing(theme.PADDING)
        head = QHBoxLayout()
        head.addWidget(self.button)
        if choice is not None:
            head.addWidget(choice)
        row.addLayout(head)
        row.setAlignment(head, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        for widget in (self.progress, self.hint):
            beside.addWidget(widget)
        row.addLayout(beside, 1)

        rows = column(self, gap=theme.STEP, padding=0)
        rows.addLayout(row)
        rows.addWidget(self.legend)

        runs.progressed.connect(self._on_progressed)
        self.retranslate()

    def _on_clicked(self) -> None:
        if self._runs.is_running:
            self._runs.cancel()
        else:
            self.progress.setValue(0)
            self.requested.emit()

    def _on_progressed(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def show_measured(
        self, measured: Sequence[tuple[RunEntry, Measured[Any]]], can_measure: bool
    ) -> None:
        """Show whether anything can be or is measured, and of which runs there are results."""
        is_running = self._runs.is_running
        self.button.setText(self.tr("Cancel") if is_running else self.tr("Measure"))
        self.button.setEnabled(is_running or can_measure)
        self.progress.setVisible(is_running)
        self.hint.setVisible(not is_running and not measured)
        self.legend.set_entries(
            [
                LegendEntry(
                    entry.record.run, entry.name, theme.run_style(entry.style), when=results.when
                )
                for entry, results in measured
            ]
        )

    def retranslate(self) -> None:
        """Renew the name of the progress."""
        self.progress.setAccessibleName(self.tr("Measurement progress"))

    def restyle(self) -> None:
        """Renew the colours of the legend."""
        self.legend.restyle()
