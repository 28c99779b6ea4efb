"""What each step of a ladder adds, or each change on average over all orders."""

from PySide6.QtWidgets import QWidget

from core.comparison.results import AVERAGE, AVERAGE_SEALED, Contribution
from core.comparison.verdicts import sentence
from gui.comparison.comparison import Comparison
from gui.comparison.ladder.ladder_chart import LadderChart, Step
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label


class LadderView(QWidget):
    """The chart of a ladder with its title; of all orders also the limits of what each adds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self.chart = styled_label("heading", self), LadderChart(self)
        self._limits = styled_label("quiet", self)
        for label in (self._title, self._limits):
            label.setWordWrap(True)
        rows = column(self, gap=theme.STEP, padding=0)
        for widget in (self._title, self.chart, self._limits):
            rows.addWidget(widget)

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show what the steps add so far; nothing where there are none."""
        steps = comparison.judgement.steps if comparison is not None else ()
        if comparison is None or not comparison.has_steps or not steps:
            self.chart.show_steps([], None)
            self.hide()
            return

        judgement, titles = comparison.judgement, comparison.titles()
        sentences = {
            (verdict.a, verdict.b): translate(sentence(verdict, titles))
            for verdict in judgement.verdicts
        }

        def row(name: str, step: Contribution) -> Step:
            of_step = sentences.get((step.before, step.after), "")
            return Step(name, step, _limits(step) or of_step)

        has_all_orders = comparison.kept.experiment.has_all_orders
        arrow = "" if has_all_orders else "→ "
        whole = judgement.whole
        self.chart.show_steps(
            [row(arrow + titles[step.after], step) for step in steps],
            row(self.tr("together"), whole) if whole is not None else None,
        )
        self._title.setText(self._heading(judgement.is_sealed, has_all_orders))
        limits = [f"{titles[step.after]}: {_limits(step)}" for step in steps if step.limits]
        self._limits.setText("\n".join(limits))
        self._limits.setVisible(bool(limits))
        self.show()

    def _heading(self, is_sealed: bool, has_all_orders: bool) -> str:
        if has_all_orders:
            return translate(AVERAGE_SEALED if is_sealed else AVERAGE)
        if is_sealed:
            return self.tr("What each step adds to the held-out accuracy, in percentage points")
        return self.tr("What each step adds to the test accuracy, in percentage points")


def _limits(step: Contribution) -> str:
    """Say how what a change adds depends on the other changes; empty for a step."""
    return "" if step.limits_text is None else translate(step.limits_text)
