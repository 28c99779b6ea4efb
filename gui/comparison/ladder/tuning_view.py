"""The results of a tuning: a curve over the learning rate for each network, and what follows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.comparison.ladders.tuning import Tuning, conclusions
from gui.comparison.comparison import Comparison, shown
from gui.comparison.ladder.tuning_chart import TunedRow, TuningChart
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel
from gui.widgets.questions import click_once


class TuningView(QWidget):
    """What each network reaches on held-out examples with each learning rate.

    Signals:
        runs_chosen(object): the ids of the runs of a point that was clicked, as a tuple.
        follow_requested(object): compare the networks of this `Comparison` with their best rates.
    """

    runs_chosen = Signal(object)
    follow_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._title, self.chart = styled_label("heading", self), TuningChart(self)
        self.chart.picked.connect(self._on_picked)
        self._edges, self._note = PlainLabel(self), styled_label("quiet", self)
        for label in (self._title, self._edges, self._note):
            label.setWordWrap(True)
        self.follow = QPushButton(self)
        click_once(self.follow)
        self.follow.clicked.connect(lambda: self.follow_requested.emit(self._comparison))

        rows = column(self, gap=2 * theme.STEP, padding=0)
        for widget in (self._title, self.chart, self._edges, self._note):
            rows.addWidget(widget)
        rows.addWidget(self.follow, 0, Qt.AlignmentFlag.AlignLeft)

    def show_comparison(self, comparison: Comparison | None, *, is_followed: bool) -> None:
        """Show the results of a tuning so far; nothing for other comparisons.

        Args:
            is_followed: whether the comparison with the best rates is there.
        """
        self._comparison = comparison
        tuning = comparison.kept.tuning if comparison is not None else None
        self.setVisible(tuning is not None)
        if comparison is None or tuning is None:
            self.chart.show_rows([], ())
            return

        titles = shown(tuning.network_titles(comparison.kept.titles))
        cells = comparison.judgement.cells
        chosen = tuning.chosen(cells) if cells else (None,) * len(tuning.networks)
        is_over = comparison.is_over
        self.chart.show_rows(
            [
                TunedRow(title, cells[row] if cells else (), chosen[row] if is_over else None)
                for row, title in enumerate(titles.values())
            ],
            tuning.rates,
        )
        texts = conclusions(tuning, cells, titles) if is_over and cells else ()
        open_ends = [
            translate(text)
            for text, best in zip(texts, chosen, strict=False)
            if best in (None, 0, len(tuning.rates) - 1)
        ]
        self._edges.setText("\n".join(open_ends))
        self._edges.setVisible(bool(open_ends))
        self.follow.setVisible(is_over and not is_followed and None not in chosen)
        self._set_texts(tuning)

    def _set_texts(self, tuning: Tuning) -> None:
        self._title.setText(
            self.tr("Accuracy on held-out examples after the last epoch, by learning rate")
        )
        text = self.tr(
            "Each network tries the same {count} learning rates, with one seed. With the best of "
            "them it is compared with the others, with %n fresh seed(s).",
            "",
            tuning.seeds_to_come,
        )
        self._note.setText(text.format(count=len(tuning.rates)))
        self.follow.setText(self.tr("Compare them with these rates"))

    def _on_picked(self, number: int) -> None:
        tuning = self._comparison.kept.tuning if self._comparison is not None else None
        if self._comparison is not None and tuning is not None:
            row, place = divmod(number, len(tuning.rates))
            name = tuning.names[row][place]
            planned = self._comparison.runs.items()
            self.runs_chosen.emit(tuple(run for run, one in planned if one.member == name))
