"""Whether a run is as often right as it is sure."""

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from core.evaluation.assessment import BINS, Assessment, Bin, calibration_error, reliability
from gui.evaluation.evaluations import Assessed
from gui.evaluation.line_chart import Curve, LineChart, Point, XScale
from gui.style import theme
from gui.style.translation import in_a_row
from gui.widgets.panel import Panel, column, styled_label

SMALLEST, LARGEST = 2.5, 8.0  # radii of the points, by how many digits they stand for
NOTICEABLE = 0.005  # half a point between confidence and accuracy is called well calibrated


class CalibrationView(Panel):
    """The reliability diagram of a run, and what it means in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._assessed: Assessed | None = None
        self._style = theme.hidden_style()
        ticks = [(share / 5, f"{share / 5:.0%}") for share in range(6)]
        self.chart = LineChart(XScale(0.0, 1.0, ticks), self, shows_diagonal=True)
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._key = styled_label("quiet", self)
        self._key.setWordWrap(True)
        layout = column(self, padding=0)
        layout.addWidget(self.sentence)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self._key)
        self.chart.setMaximumHeight(110 * theme.STEP)
        layout.addStretch(0)
        self.retranslate()

    def show_assessed(self, assessed: Assessed | None, style: theme.RunStyle) -> None:
        """A run's answers."""
        if assessed is not self._assessed or style != self._style:
            self._assessed, self._style = assessed, style
            self._show()

    def _show(self) -> None:
        assessed, style = self._assessed, self._style
        if assessed is None:
            self.chart.show_curves(())
            self.sentence.setText("")
            return
        bins = reliability(assessed.assessment)
        most = max(each.total for each in bins)
        points = [self._point(each, most) for each in bins]
        self.chart.show_curves([Curve(style, points)])
        self.sentence.setText(self._format_costs(assessed.assessment, bins))

    def _point(self, found: Bin, most: int) -> Point:
        text = self.tr(
            "{low} – {high} sure: {right} of {asked} images right, {accuracy} (95 % interval {from_} – {to})"
        )
        tip = text.format(
            low=f"{found.low:.0%}",
            high=f"{found.high:.0%}",
            right=found.right,
            asked=found.total,
            accuracy=f"{found.accuracy:.1%}",
            from_=f"{found.interval[0]:.1%}",
            to=f"{found.interval[1]:.1%}",
        )
        radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(found.total / most)
        return Point(found.confidence, found.accuracy, tip, found.interval, radius)

    def _format_costs(self, assessment: Assessment, bins: tuple[Bin, ...]) -> str:
        sure, right = float(assessment.confidence.mean()), assessment.accuracy
        if abs(sure - right) < NOTICEABLE:
            text = self.tr(
                "On average it is {sure} sure and right {right} of the time: well calibrated "
                "overall."
            )
        elif sure > right:
            text = self.tr(
                "On average it is {sure} sure but right only {right} of the time: overconfident."
            )
        else:
            text = self.tr(
                "On average it is {sure} sure but right {right} of the time: underconfident."
            )
        error = self.tr("Expected calibration error: {points} points.")
        said = text.format(sure=f"{sure:.1%}", right=f"{right:.1%}")
        return in_a_row(said, error.format(points=f"{100 * calibration_error(bins):.2f}"))

    def retranslate(self) -> None:
        """Axes, key, sentence."""
        self.chart.set_names(self.tr("how sure the network is"), self.tr("how often it is right"))
        key = self.tr(
            "Images in {bins} bins by confidence; the larger a dot, the more images; whiskers: 95 % intervals. "
            "On the dashed line a network is right exactly as often as it says (Guo et al. 2017)."
        )
        self._key.setText(key.format(bins=BINS))
        self._show()
