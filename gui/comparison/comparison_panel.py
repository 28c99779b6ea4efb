"""What came out of an experiment: the verdict in words, the ladder's chart, a grid's map, the digits that decide."""

from functools import partial

import qtawesome
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.comparison.experiment import Kind
from core.comparison.results import Contribution
from core.comparison.run_status import RunStatus
from core.comparison.verdicts import sentence
from core.config.differences import said
from core.config.fields import FIELDS
from gui.comparison.comparisons import Comparison, Comparisons
from gui.comparison.digit_wall import DigitWall
from gui.comparison.heat_map import HeatMap
from gui.comparison.ladder_chart import LadderChart, Step
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, scrolled, styled_label
from gui.widgets.questions import ask


class ComparisonPanel(Panel):
    """Shows the latest experiment, or an earlier one.

    Signals:
        new_requested(): the user wants to start one.
        report_requested(): and to have a page about the one that is shown.
        digit_chosen(object): a `Digit` to be read by the networks.
    """

    new_requested = Signal()
    report_requested = Signal()
    digit_chosen = Signal(object)

    def __init__(self, comparisons: Comparisons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparisons = comparisons
        self._choice = QComboBox(self)
        self._choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._choice.currentIndexChanged.connect(self._show)
        self._forget = QToolButton(self)
        self._forget.clicked.connect(self._on_forget)
        self._again = QPushButton()
        self._again.clicked.connect(self._on_again)
        self._new = QPushButton(self)
        self._new.clicked.connect(self.new_requested)
        self._report = QPushButton(self)
        self._report.clicked.connect(self.report_requested)
        self._progress = styled_label("quiet", self)
        self._verdicts = QLabel()
        self._verdicts.setWordWrap(True)
        self._verdicts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._chart_title, self._chart = styled_label("title"), LadderChart()
        self._map_title, self._map = styled_label("title"), HeatMap()
        self._wall_titles = styled_label("title"), styled_label("title")
        self._walls = DigitWall(), DigitWall()
        for wall in self._walls:
            wall.digit_chosen.connect(self.digit_chosen)
        for title in (self._chart_title, self._map_title, *self._wall_titles):
            title.setWordWrap(True)
        self._build()
        comparisons.added.connect(self._on_added)
        comparisons.changed.connect(self._on_changed)
        comparisons.reviewed.connect(self._on_changed)
        comparisons.listed.connect(self._on_listed)
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        head, choice, buttons = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        choice.addWidget(self._choice, 1)
        choice.addWidget(self._forget)
        buttons.addWidget(self._new)
        buttons.addWidget(self._report)
        buttons.addStretch(1)
        head.addLayout(choice)
        head.addLayout(buttons)
        head.addWidget(self._progress)
        content = QWidget()
        inner = column(content, gap=theme.PADDING, padding=0)
        inner.addWidget(self._verdicts)
        inner.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        for title, part in (
            (self._chart_title, self._chart),
            (self._map_title, self._map),
            *zip(self._wall_titles, self._walls, strict=True),
        ):
            block = QVBoxLayout()
            block.setSpacing(theme.STEP)
            block.addWidget(title)
            block.addWidget(part)
            inner.addLayout(block)
        inner.addStretch(1)
        layout = column(self, gap=theme.PADDING)
        layout.addLayout(head)
        layout.addWidget(scrolled(content), 1)

    def _on_added(self, comparison: Comparison) -> None:
        self._choice.addItem("", comparison)
        self._name_choices()
        self._choice.setCurrentIndex(self._choice.count() - 1)

    def _on_listed(self) -> None:
        """Show the same one as before, or the latest if that is gone or nothing was shown."""
        shown, all_ = self.shown(), self._comparisons.all()
        with QSignalBlocker(self._choice):
            self._choice.clear()
            for comparison in all_:
                self._choice.addItem("", comparison)
            place = next((row for row, each in enumerate(all_) if each is shown), len(all_) - 1)
            self._choice.setCurrentIndex(place)
        self._name_choices()
        self._show()

    def _on_changed(self, comparison: Comparison) -> None:
        if comparison is self.shown():
            self._show()

    def shown(self) -> Comparison | None:
        """The experiment that is shown."""
        shown = self._choice.currentData()
        return shown if isinstance(shown, Comparison) else None

    def _name_choices(self) -> None:
        for index, comparison in enumerate(self._comparisons.all()):
            made = (
                f" · {comparison.kept.made.astimezone():%m-%d %H:%M}"
                if comparison.is_earlier
                else ""
            )
            self._choice.setItemText(index, f"{index + 1}. {self._name(comparison)}{made}")
        self._choice.setVisible(self._choice.count() > 0)
        self._forget.setVisible(self._choice.count() > 0)

    def _name(self, comparison: Comparison) -> str:
        seeds = self.tr("%n seed(s)", "", len(comparison.kept.experiment.seeds))
        grid = comparison.kept.grid
        if grid is not None:
            names = " × ".join(translate(FIELDS[axis.path].about.title) for axis in grid.axes)
        elif comparison.kept.kind is Kind.LADDER:
            names = self.tr("The ladder")
        else:
            names = " / ".join(comparison.titles().values())
        return self.tr("{networks}, {seeds}").format(networks=names, seeds=seeds)

    def _show(self) -> None:
        comparison = self.shown()
        self._report.setVisible(comparison is not None)
        retrainable = (
            comparison.retrainable() if comparison is not None and comparison.is_over else []
        )
        self._again.setVisible(bool(retrainable))
        self._again.setText(self.tr("Train %n run(s) again", "", len(retrainable)))
        if comparison is None:
            self._progress.setText("")
            self._verdicts.setText(
                self.tr(
                    "Here you learn whether one network is really better than another: the same seeds, the same "
                    "batches, the same test images, and an interval for the difference.\n\n"
                    "Compare in the toolbar races two networks once. A new comparison can take several seeds, climb "
                    "the ladder from Sigmoid to ReLU + Dropout, or try a grid of settings."
                )
            )
        else:
            if self.isVisible():
                self._comparisons.request_judging(comparison)
            self._show_progress(comparison)
            self._verdicts.setText(self._words(comparison))
        self._verdicts.setVisible(bool(self._verdicts.text()))
        self._show_charts(comparison)

    def _show_progress(self, comparison: Comparison) -> None:
        text = self.tr("{done} of {total} runs done")
        done, total = len(comparison.statuses), len(comparison.runs)
        self._progress.setText("" if comparison.is_over else text.format(done=done, total=total))
        self._progress.setVisible(not comparison.is_over)

    def _words(self, comparison: Comparison) -> str:
        judgement, titles = comparison.judgement, comparison.titles()
        if comparison.kept.kind is Kind.GRID:
            return "\n\n".join(self._omissions(comparison))
        found = (
            judgement.verdicts[-1:] if comparison.kept.kind is Kind.LADDER else judgement.verdicts
        )
        if found:
            sentences = [translate(sentence(verdict, titles)) for verdict in found]
            return "\n\n".join([*sentences, *self._ranking(comparison), *self._details(comparison)])
        if comparison.is_over:
            nothing = self.tr(
                "No seed was completed by two of the networks, so nothing can be said."
            )
            return "\n\n".join([nothing, *self._omissions(comparison)])
        return self.tr("The verdict comes when both networks have completed a seed.")

    def _ranking(self, comparison: Comparison) -> list[str]:
        """The order of three networks or more, as far as it is shown."""
        tiers = comparison.judgement.tiers
        if len(comparison.kept.titles) < 3 or len(tiers) < 2:
            return []
        order = " > ".join(" · ".join(map(comparison.title_of, names)) for names in tiers)
        return [
            self.tr("{order}   (no order is shown between networks joined by a dot)").format(
                order=order
            )
        ]

    def _details(self, comparison: Comparison) -> list[str]:
        """McNemar's test seed by seed, and what was left out."""
        details = []
        p_values = comparison.judgement.p_values
        if len(p_values) > 1:
            listed = " · ".join(f"{seed}: {_p_text(p_value)}" for seed, p_value in p_values.items())
            details.append(
                self.tr("McNemar's exact test for each seed alone: {p_values}").format(
                    p_values=listed
                )
            )
        return [*details, *self._omissions(comparison)]

    def _omissions(self, comparison: Comparison) -> list[str]:
        """The runs that are not judged, and why."""
        texts = [
            text
            for status, count in comparison.excluded().items()
            if (text := self._omission(status, count))
        ]
        return (
            [self.tr("Not judged: {reasons}.").format(reasons=self.tr("; ").join(texts))]
            if texts
            else []
        )

    def _omission(self, status: RunStatus, count: int) -> str:
        match status:
            case RunStatus.MISSING:
                return self.tr("%n run(s) that were deleted or never began", "", count)
            case RunStatus.UNFINISHED:
                return self.tr("%n run(s) that were stopped or interrupted", "", count)
            case RunStatus.FAILED:
                return self.tr("%n run(s) that diverged or failed", "", count)
            case RunStatus.ALTERED:
                return self.tr("%n run(s) that were changed by hand while they trained", "", count)
            case RunStatus.CONTINUED:
                return self.tr("%n run(s) that went on for more epochs than the others", "", count)
            case RunStatus.UNREADABLE:
                return self.tr("%n run(s) that cannot be read", "", count)
            case RunStatus.JUDGED | RunStatus.TRAINING:
                return ""

    def _on_again(self) -> None:
        comparison = self.shown()
        if comparison is not None:
            self._comparisons.retrain(comparison)

    def _on_forget(self) -> None:
        comparison = self.shown()
        if comparison is not None:
            text = self.tr("Delete this comparison? Its runs stay.")
            ask(
                self,
                self.tr("Delete comparison"),
                text,
                self.tr("Delete"),
                partial(self._forget_one, comparison),
            )

    def _forget_one(self, comparison: Comparison, is_wanted: bool) -> None:
        if is_wanted:
            self._comparisons.delete(comparison)

    def showEvent(self, event: QShowEvent) -> None:
        """What an earlier window compared is judged when it is looked at."""
        super().showEvent(event)
        self._show()

    def _show_charts(self, comparison: Comparison | None) -> None:
        judgement = comparison.judgement if comparison is not None else None
        is_ladder = (
            comparison is not None
            and len(comparison.kept.titles) > 2
            and comparison.kept.grid is None
        )
        steps = judgement.steps if judgement is not None and is_ladder else ()
        whole = judgement.whole if judgement is not None else None
        self._chart.show_steps(
            [Step(self._step_name(comparison, step), step) for step in steps],
            Step(self.tr("together"), whole) if whole is not None else None,
        )
        self._chart_title.setVisible(bool(steps))
        grid = comparison.kept.grid if comparison is not None else None
        values = (
            [[translate(said(value)) for value in axis.values] for axis in grid.axes]
            if grid is not None
            else []
        )
        rows, columns = (values + [[], [""]][len(values) :])[:2]
        self._map.show_cells(rows, columns, judgement.cells if judgement is not None else ())
        self._map_title.setVisible(bool(rows))
        self._map_title.setText(self._map_name(comparison))
        self._show_walls(comparison)

    def _step_name(self, comparison: Comparison | None, step: Contribution) -> str:
        return "" if comparison is None else "→ " + comparison.title_of(step.after)

    def _map_name(self, comparison: Comparison | None) -> str:
        if comparison is None or comparison.kept.grid is None:
            return ""
        titles = [translate(FIELDS[axis.path].about.title) for axis in comparison.kept.grid.axes]
        text = self.tr("Accuracy after the last epoch; rows: {rows}") + (
            self.tr(", columns: {columns}") if len(titles) == 2 else ""
        )
        return text.format(rows=titles[0], columns=titles[-1])

    def _show_walls(self, comparison: Comparison | None) -> None:
        only = comparison.judgement.only if comparison is not None else None
        names = list(comparison.titles().values()) if comparison is not None else []
        for place, (title, wall) in enumerate(zip(self._wall_titles, self._walls, strict=True)):
            wall.show_digits(only[place] if only is not None else ())
            title.setVisible(only is not None)
            if only is not None and comparison is not None:
                text = self.tr("Only {name} reads these right ({count} with seed {seed})")
                count, seed = (
                    comparison.judgement.only_counts[place],
                    next(iter(comparison.judgement.p_values)),
                )
                title.setText(text.format(name=names[place], count=count, seed=seed))
                wall.setAccessibleName(title.text())

    def retranslate(self) -> None:
        """Everything that is said."""
        self._choice.setAccessibleName(self.tr("Comparisons"))
        self._forget.setToolTip(self.tr("Delete this comparison; its runs stay"))
        self._forget.setAccessibleName(self.tr("Delete comparison"))
        self._again.setToolTip(
            self.tr("Train the runs that are not judged once more, from their beginning")
        )
        self._new.setText(self.tr("New comparison…"))
        self._report.setText(self.tr("Save as report…"))
        self._chart_title.setText(
            self.tr("What each step adds, in percentage points of test images read right")
        )
        self._name_choices()
        self._show()

    def restyle(self) -> None:
        """The icon; charts take their colours when they are painted."""
        self._forget.setIcon(qtawesome.icon("mdi6.delete-outline", color=theme.colours().text))
        self.update()


def _p_text(p_value: float) -> str:
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"
