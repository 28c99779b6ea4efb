"""The panel of comparisons: verdicts, ladders, grids and tunings, the digits that decide."""

from functools import partial

import qtawesome
from PySide6.QtCore import QPoint, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.comparison.experiment import Kind
from core.comparison.run_status import RunStatus
from core.comparison.verdict_card import further, remarks
from core.comparison.verdicts import sentence
from gui.background.jobs import JobQueue
from gui.comparison.comparison import FOREIGN, INTRODUCTION, Comparison
from gui.comparison.comparison_choice import ComparisonChoice, Others
from gui.comparison.comparisons import Comparisons
from gui.comparison.deciding_walls import DecidingWalls
from gui.comparison.digits_shown import DigitsShown
from gui.comparison.grid_view import GridView
from gui.comparison.ladder.ladder_view import LadderView
from gui.comparison.ladder.tuned_comparisons import TunedComparisons
from gui.comparison.ladder.tuning_view import TuningView
from gui.comparison.tables_view import TablesView
from gui.comparison.verdict_card import VerdictCardView
from gui.runs.moments import Moments, run_at
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column, scrolled, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip
from gui.widgets.questions import ask_to_delete, ask_to_open, click_once

LOW = 110 * theme.STEP  # below this height the card has its low form


class ComparisonPanel(Panel):
    """Shows the latest comparison, or an earlier one.

    Signals:
        new_requested(): the user wants to start a comparison.
        report_requested(): the user wants a report about the comparison shown.
        digit_chosen(object): a `Digit` for the networks to read.
        runs_chosen(object): the ids of the runs of a grid's cell or a learning rate, as a tuple.
        deletion_requested(object): these runs are to be deleted, by their ids.
        shown_changed(object): this `Comparison` is shown now, or None.
        other_shown(object): what is to become one and was offered with `offer`, or None.
    """

    new_requested = Signal()
    report_requested = Signal()
    digit_chosen = Signal(object)
    runs_chosen = Signal(object)
    deletion_requested = Signal(object)
    shown_changed = Signal(object)
    other_shown = Signal(object)

    def __init__(
        self,
        comparisons: Comparisons,
        moments: Moments,
        jobs: JobQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._comparisons = comparisons
        self._digits = DigitsShown(moments, jobs, self)
        self._tuned = TunedComparisons(comparisons, self)
        self._above: list[QWidget] = []
        self._make_controls()
        self._make_results()
        self._build()

        for listed in (comparisons.added, comparisons.listed):
            listed.connect(self._on_listed)
        for signal in (comparisons.progressed, comparisons.reviews.run_read):
            signal.connect(self._on_progressed)
        comparisons.changed.connect(self._on_changed)
        for signal in (comparisons.reviewed, comparisons.renamed):
            signal.connect(self._on_renamed)  # a deleted run names no network any more
        self._digits.changed.connect(lambda: self._show_walls(self.shown()))
        self.retranslate()
        self.restyle()

    def _make_controls(self) -> None:
        self._choice = ComparisonChoice(self._comparisons, self)
        self._choice.currentIndexChanged.connect(self._show)
        self._delete = QToolButton(self)
        self._delete.clicked.connect(self._ask_to_delete)

        self._finish = QPushButton()
        click_once(self._finish)
        self._finish.clicked.connect(self._on_finish)
        self._open = QPushButton()
        self._open.clicked.connect(self._ask_to_open)
        self._new = QPushButton(self)
        self._new.clicked.connect(self.new_requested)
        self._report = QPushButton(self)
        self._report.clicked.connect(self.report_requested)

    def _make_results(self) -> None:
        self._progress = styled_label("quiet", self)
        self.card = VerdictCardView(self._comparisons, self)
        self._verdicts = PlainLabel()
        self._verdicts.setWordWrap(True)
        self._verdicts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self._ladder, self._grid, self._tuning = LadderView(), GridView(), TuningView()
        for view in (self._grid, self._tuning):
            view.runs_chosen.connect(self.runs_chosen)
        self._tuning.follow_requested.connect(self._tuned.follow)
        self._tables = TablesView()
        self._walls = DecidingWalls()
        self._walls.digit_chosen.connect(self.digit_chosen)

    def _build(self) -> None:
        # what stays at the top
        choice = QHBoxLayout()
        choice.addWidget(self._choice, 1)
        choice.addWidget(self._delete)
        buttons = FlowLayout(2 * theme.STEP)
        buttons.addWidget(self._new)
        buttons.addWidget(self._report)
        head = QVBoxLayout()
        head.addLayout(choice)
        head.addLayout(buttons)
        head.addWidget(self._progress)

        # what scrolls
        content = QWidget()
        inner = column(content, gap=theme.PADDING, padding=0)
        inner.addWidget(self.card)
        inner.addWidget(self._verdicts)
        for button in (self._finish, self._open):
            inner.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for view in (self._grid, self._tuning, self._ladder):
            inner.addWidget(view)
        inner.addWidget(self._tables)
        inner.addWidget(self._walls)
        inner.addStretch(1)

        layout = column(self, gap=theme.PADDING)
        layout.addLayout(head)
        self._content, self._area, self._inner = content, scrolled(content), inner
        layout.addWidget(self._area, 1)

    def put_above(self, widget: QWidget, toggled: SignalInstance) -> None:
        """Have a widget, which is shown and hidden with a signal, stand above the results."""
        self._above.append(widget)
        self._inner.insertWidget(0, widget)
        toggled.connect(self._show)

    def offer(self, others: Others, chosen: object | None = None) -> None:
        """List what is to become a comparison, too, and show one of these if asked to."""
        self._choice.offer(others)
        self._on_listed(chosen)

    def _on_listed(self, chosen: object | None = None) -> None:
        """Show what is new, or else the same as before, or else the latest."""
        self._choice.fill(chosen)
        self._show()

    def _on_changed(self, comparison: Comparison) -> None:
        if comparison is self.shown():
            self._show()

    def _on_renamed(self, comparison: Comparison) -> None:
        self._choice.name()
        self._on_changed(comparison)

    def shown(self) -> Comparison | None:
        """Return the comparison that is shown, if any."""
        return self._choice.comparison()

    def follows_moment(self) -> bool:
        """Return whether there is a comparison, whose digits follow the moment chosen."""
        return self.shown() is not None

    def show_entry(self, entry: object, part: QWidget | None = None) -> None:
        """Show a comparison, or what was offered, scrolled to its beginning or to a part of it."""
        self._choice.choose(entry)
        # once it is laid out
        QTimer.singleShot(0, self, partial(self._scroll_to, part or self._content))

    def show_digits_of(self, comparison: Comparison) -> None:
        """Show a comparison, scrolled to the digits that only one of its networks reads right."""
        self.show_entry(comparison, self._walls)

    def show_steps_of(self, comparison: Comparison) -> None:
        """Show a comparison, scrolled to what each of its steps adds."""
        self.show_entry(comparison, self._ladder)

    def _scroll_to(self, part: QWidget) -> None:
        bar = self._area.verticalScrollBar()
        top = part.mapTo(self._content, QPoint()).y()
        bar.setValue(top - theme.PADDING)

    def _show(self) -> None:
        comparison = self.shown()
        self._delete.setVisible(comparison is not None)
        self.card.show_comparison(comparison)
        # there is nothing to report before the end, and then the card offers the report as well
        is_over = comparison is not None and comparison.is_over
        self._report.setVisible(is_over and self.card.isHidden())
        retrainable = comparison.retrainable() if comparison is not None and is_over else []
        self._finish.setVisible(bool(retrainable))
        self._finish.setText(self.tr("Finish %n run(s)", "", len(retrainable)))
        self._open.setVisible(comparison is not None and is_over and comparison.can_be_opened)

        if comparison is None:
            self._progress.hide()
            is_empty = all(widget.isHidden() for widget in self._above)
            self._verdicts.setText(translate(INTRODUCTION) if is_empty else "")
        else:
            if self.isVisible():
                self._comparisons.reviews.request(comparison)
            self._show_progress(comparison)
            notes = [translate(FOREIGN)] if self._comparisons.is_foreign(comparison) else []
            seal = comparison.kept.seal
            if seal is not None and self.card.isHidden():  # it says so, too
                notes.append(translate(seal))
            texts = [*notes, self._conclusions(comparison)]
            self._verdicts.setText("\n\n".join(filter(None, texts)))
        self._verdicts.setVisible(bool(self._verdicts.text()))
        self._show_charts(comparison)
        self.other_shown.emit(self._choice.other())
        self.shown_changed.emit(comparison)

    def _show_progress(self, comparison: Comparison) -> None:
        text = self.tr("{done} of {total} runs done")
        self._progress.setText(text.format(done=comparison.done, total=len(comparison.runs)))
        self._progress.setVisible(not comparison.is_over)

    def _on_progressed(self, comparison: Comparison) -> None:
        if comparison is self.shown():
            self._show_progress(comparison)

    def _conclusions(self, comparison: Comparison) -> str:
        """Return what the card omits: further verdicts, and what restricts them all."""
        kind, verdicts = comparison.kept.kind, comparison.judgement.verdicts
        if comparison.kept.design is not None:
            return "\n\n".join(self._omissions(comparison))

        reason = comparison.reason_without_verdict()
        if reason is not None:
            return "\n\n".join([translate(reason), *self._omissions(comparison)])

        if verdicts:
            titles = comparison.titles()
            others = further(comparison.judgement, comparison.card())
            others = () if kind is Kind.LADDER else others  # a chart shows them
            texts = [translate(sentence(verdict, titles)) for verdict in others]
            texts += map(translate, remarks(comparison.judgement, titles))
            return "\n\n".join([*texts, *self._omissions(comparison)])
        seeds = len(comparison.kept.experiment.seeds)
        if seeds > 1:
            return self.tr(
                "The verdict comes when all %n seed(s) are trained: after the first it would be "
                "about single networks, not about their settings.",
                "",
                seeds,
            )
        return self.tr("The verdict comes when both networks have completed a seed.")

    def _omissions(self, comparison: Comparison) -> list[str]:
        """Return how many runs are not judged, and why."""
        texts = [
            text
            for status, count in comparison.excluded().items()
            if (text := self._omission(status, count))
        ]
        reasons = self.tr("; ").join(texts)
        return [self.tr("Not judged: {reasons}.").format(reasons=reasons)] if texts else []

    def _omission(self, status: RunStatus, count: int) -> str:
        match status:
            case RunStatus.MISSING:
                return self.tr("%n run(s) that were deleted or never started", "", count)
            case RunStatus.UNFINISHED:
                return self.tr("%n run(s) that were stopped or interrupted", "", count)
            case RunStatus.FAILED:
                return self.tr("%n run(s) that failed", "", count)
            case RunStatus.ALTERED:
                return self.tr("%n run(s) that were changed by hand while they trained", "", count)
            case RunStatus.CONTINUED:
                return self.tr(
                    "%n run(s) that were trained for more epochs than the others", "", count
                )
            case RunStatus.UNREADABLE:
                return self.tr("%n run(s) that cannot be read", "", count)
            case RunStatus.JUDGED | RunStatus.DIVERGED | RunStatus.TRAINING:
                return ""

    def _on_finish(self) -> None:
        comparison = self.shown()
        if comparison is not None:
            self._comparisons.finish(comparison)

    def _ask_to_open(self) -> None:
        comparison = self.shown()
        if comparison is not None:
            ask_to_open(self, partial(self._comparisons.open_test_set, comparison))

    def _ask_to_delete(self) -> None:
        comparison = self.shown()
        if comparison is not None:
            count = len(self._comparisons.runs_of(comparison))
            ask_to_delete(
                self,
                self.tr("Delete comparison"),
                self.tr("Delete this comparison?"),
                self.tr("Delete its %n run(s), too", "", count) if count else "",
                partial(self._delete_comparison, comparison),
            )

    def _delete_comparison(self, comparison: Comparison, has_runs_deleted: bool) -> None:
        runs = self._comparisons.runs_of(comparison) if has_runs_deleted else []
        self._comparisons.delete(comparison)
        self.deletion_requested.emit(runs)

    def showEvent(self, event: QShowEvent) -> None:
        """Have an earlier window's comparison judged when it becomes visible."""
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read no digits while nobody looks."""
        super().hideEvent(event)
        self._digits.watch(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave more of a low panel to what is below the card."""
        super().resizeEvent(event)
        self.card.set_low(self.height() < theme.px(LOW))

    def _show_charts(self, comparison: Comparison | None) -> None:
        self._ladder.show_comparison(comparison)
        following = None if comparison is None else self._tuned.following(comparison)
        self._tuning.show_comparison(comparison, is_followed=following is not None)
        self._grid.show_comparison(comparison)
        self._tables.show_comparison(comparison)
        self._show_walls(comparison)

    def _show_walls(self, comparison: Comparison | None) -> None:
        """Show the digits that only one of two networks reads right."""
        self._digits.watch(comparison if self.isVisible() else None)
        shown = self._digits.digits()
        if comparison is None or shown is None:
            self._walls.show_digits(None, (), None)
            return
        titles, seeds = comparison.titles().values(), comparison.judgement.p_values
        names = [run_at(title, when) for title, when in zip(titles, shown.whens, strict=True)]
        self._walls.show_digits(shown.deciding, names, next(iter(seeds)))

    def retranslate(self) -> None:
        """Set all texts."""
        self._choice.setAccessibleName(self.tr("Comparisons"))
        self._delete.setToolTip(self.tr("Delete this comparison"))
        self._delete.setAccessibleName(self.tr("Delete comparison"))
        self._finish.setToolTip(
            plain_tip(
                self.tr(
                    "Stopped runs go on where they were stopped; other excluded ones are trained "
                    "again from the start"
                )
            )
        )
        self._new.setText(self.tr("New comparison…"))
        self._report.setText(self.tr("Save as report…"))
        self._open.setText(self.tr("Open the test set…"))
        self._choice.name()
        self._show()

    def restyle(self) -> None:
        """Set the icon; charts take their colours when they are painted."""
        self._delete.setIcon(qtawesome.icon("mdi6.delete-outline", color=theme.colours().text))
        self.update()
