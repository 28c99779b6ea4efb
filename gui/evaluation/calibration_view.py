"""Whether a run is as often right as it is sure."""

import math

import numpy as np
from PySide6.QtWidgets import QWidget

from core.evaluation.assessment import (
    BINS,
    Assessment,
    Bin,
    calibration_error,
    chance_error,
    reliability,
)
from core.number_text import accuracy_text, percentage
from gui.evaluation.evaluations import Assessed
from gui.evaluation.explained_chart import ExplainedChart
from gui.evaluation.line_chart import Curve, LineChart, Point, XScale
from gui.style import theme
from gui.style.translation import in_a_row

MIN_RADIUS, MAX_RADIUS = 2.5, 8.0  # of the points, by how many images they stand for


class CalibrationView(ExplainedChart):
    """The reliability diagram of a run, and what it means in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        ticks = [(share / 5, f"{share / 5:.0%}") for share in range(6)]
        super().__init__(LineChart(XScale(0.0, 1.0, ticks), shows_diagonal=True), parent)
        self._assessed: Assessed | None = None
        self._style = theme.neutral_style()
        self.retranslate()

    def show_assessed(self, assessed: Assessed | None, style: theme.RunStyle) -> None:
        """Show how sure and how right a run was."""
        if assessed is not self._assessed or style != self._style:
            self._assessed, self._style = assessed, style
            self._show()

    def _show(self) -> None:
        assessed, style = self._assessed, self._style
        if assessed is None:
            self.chart.show_curves(())
            self.sentence.setText("")
            return

        if not np.isfinite(assessed.assessment.confidence).all():
            self.chart.show_curves(())
            self.sentence.setText(
                self.tr("There is no confidence: this network's answers are undefined numbers.")
            )
            return

        bins = reliability(assessed.assessment)
        largest = max(bin_.total for bin_ in bins)
        points = [self._point(bin_, largest) for bin_ in bins]
        self.chart.show_curves([Curve(style, points)])
        self.sentence.setText(self._sentence(assessed.assessment, bins))

    def _point(self, bin_: Bin, largest: int) -> Point:
        text = self.tr(
            "{low} – {high} sure: {right} of {asked} images right, {accuracy} "
            "(95% interval {from_} – {to})"
        )

        tip = text.format(
            low=f"{bin_.low:.0%}",
            high=f"{bin_.high:.0%}",
            right=bin_.right,
            asked=bin_.total,
            accuracy=f"{bin_.accuracy:.1%}",
            from_=f"{bin_.interval[0]:.1%}",
            to=f"{bin_.interval[1]:.1%}",
        )

        # the area of a dot is proportional to its images
        radius = MIN_RADIUS + (MAX_RADIUS - MIN_RADIUS) * math.sqrt(bin_.total / largest)
        return Point(bin_.confidence, bin_.accuracy, tip, bin_.interval, radius)

    def _sentence(self, assessment: Assessment, bins: tuple[Bin, ...]) -> str:
        sure, (low, high) = float(assessment.confidence.mean()), assessment.interval
        if low <= sure <= high:
            text = self.tr(
                "On average it is {sure} sure and right {right} of the time (95% interval {low} – "
                "{high}): well calibrated overall, as far as {count} images show."
            )
        elif sure > high:
            text = self.tr(
                "On average it is {sure} sure but right only {right} of the time (95% interval "
                "{low} – {high}): overconfident."
            )
        else:
            text = self.tr(
                "On average it is {sure} sure but right {right} of the time (95% interval {low} – "
                "{high}): underconfident."
            )
        sentence = text.format(
            sure=accuracy_text(sure),
            right=accuracy_text(assessment.accuracy),
            low=accuracy_text(low),
            high=accuracy_text(high),
            count=f"{len(assessment.labels):,}",
        )

        chance = chance_error(assessment)
        error = self.tr(
            "Expected calibration error: {points} points; chance alone would give a perfectly "
            "calibrated network {mean}, and in 95% of cases less than {limit}."
        ).format(
            points=percentage(calibration_error(bins)),
            mean=percentage(chance.mean),
            limit=percentage(chance.limit),
        )
        return in_a_row(sentence, error)

    def retranslate(self) -> None:
        """Renew axes, key and sentence."""
        self.chart.set_names(self.tr("how sure the network is"), self.tr("how often it is right"))
        key = self.tr(
            "Images in {bins} bins by confidence; the larger a dot, the more images; "
            "whiskers: 95% intervals. On the dashed line a network is right exactly as often as "
            "it says (Guo et al. 2017)."
        )
        self.key.setText(key.format(bins=BINS))
        self._show()
