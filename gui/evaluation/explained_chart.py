"""A chart with a sentence above it and its key below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.evaluation.line_chart import LineChart
from gui.style import theme
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainLabel

MAX_HEIGHT = 110 * theme.STEP


class ExplainedChart(Panel):
    """Lays the three out; what they show is the business of the views derived from it.

    Attributes:
        sentence: what the chart shows of this run, in words that can be copied.
        key: what its lines and marks mean.
    """

    def __init__(self, chart: LineChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = PlainLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.chart = chart
        self.chart.setMaximumHeight(MAX_HEIGHT)
        self.key = styled_label("quiet", self)
        self.key.setWordWrap(True)

        layout = column(self, padding=0)
        layout.addWidget(self.sentence)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.key)
        layout.addStretch(0)
