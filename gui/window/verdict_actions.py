"""Connects the cards that show a verdict with what they offer, and shows one when a race ends."""

from functools import partial

from PySide6.QtCore import QObject

from core.data.examples import Digit
from gui.comparison.comparison import Comparison
from gui.comparison.comparison_panel import ComparisonPanel
from gui.comparison.comparisons import Comparisons
from gui.comparison.verdict_card import VerdictCardView
from gui.drawing.draw_panel import DrawPanel
from gui.lessons.lessons_panel import LessonsPanel
from gui.pages.page_saving import PageSaving
from gui.run_table.runs_table import RunsTable
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.stage.stage_panel import StagePanel
from gui.widgets.notice_bar import NoticeBar
from gui.window.analysis_tabs import AnalysisTabs
from gui.window.layouts import Arrangement, Arranger
from gui.window.message_line import VERDICT_PAGES, show_digit
from gui.window.training_actions import TrainingActions


class ShownVerdict(QObject):
    """Shows a verdict in the tab Network with the networks that it is about, and with no others.

    It appears when its comparison ends, and again whenever the user looks at its networks: all of
    them are shown, and those selected, or else the newest, are among them. One of an earlier window
    is judged then. What the user has closed stays closed.
    """

    def __init__(
        self,
        card: VerdictCardView,
        stage: StagePanel,
        store: RunStore,
        selection: Selection,
        comparisons: Comparisons,
    ) -> None:
        super().__init__(card)
        self._card = card
        self._stage = stage
        self._store = store
        self._selection = selection
        self._comparisons = comparisons
        self._closed: list[Comparison] = []
        card.closed.connect(self._on_closed)
        stage.low_changed.connect(card.set_low)
        for signal in (
            store.run_added,
            store.visibility_changed,
            selection.changed,
            comparisons.listed,
            comparisons.reviewed,
        ):
            signal.connect(self._on_looked_elsewhere)

    def show_ended(self, comparison: Comparison) -> bool:
        """Show the verdict of a comparison that has just ended; return whether that was possible.

        It is not while its runs are hidden or others race.
        """
        if comparison in self._closed:
            self._closed.remove(comparison)
        may_show = self._may_show(comparison)
        self._show(comparison if may_show else None)
        return may_show

    def _on_looked_elsewhere(self, *_changed: object) -> None:
        """Show the verdict of the comparison whose networks the user looks at now, if any."""
        looked_at = self._looked_at()
        fitting = [one for one in reversed(self._comparisons.all()) if self._fits(one, looked_at)]
        for comparison in fitting:
            self._comparisons.reviews.request(comparison)
        self._show(next((one for one in fitting if one.is_over), None))

    def _looked_at(self) -> set[str]:
        """Return the shown runs that are selected, or else the newest one, and those that train."""
        visible = {entry.record.run: entry for entry in self._store.visible()}
        training = {run for run, entry in visible.items() if not entry.record.state.is_over}
        selected = {run for run in self._selection.runs if run in visible}
        return (selected or {*list(visible)[-1:]}) | training

    def _fits(self, comparison: Comparison, looked_at: set[str]) -> bool:
        """Return whether these are networks of this comparison, whose verdict is not closed."""
        if not looked_at or not looked_at <= comparison.runs.keys():
            return False  # which is quick, and most are not
        is_own = looked_at <= {*self._comparisons.runs_of(comparison)}
        return is_own and comparison not in self._closed and self._may_show(comparison)

    def _on_closed(self, comparison: Comparison) -> None:
        self._closed.append(comparison)
        self._show(None)

    def _show(self, comparison: Comparison | None) -> None:
        if comparison is not self._card.comparison:
            self._card.show_comparison(comparison)
        has_verdict = comparison is not None and not self._card.isHidden()
        self._stage.show_only_judged(self._judged(comparison) if comparison and has_verdict else ())

    def _judged(self, comparison: Comparison) -> list[str]:
        """Return a network of each member, the first seed's, after those that are selected."""
        judged = comparison.judged_runs()
        selected = [run for run in self._selection.runs if run in comparison.runs]
        return [*(run for run in selected if run not in judged), *judged]

    def _may_show(self, comparison: Comparison) -> bool:
        """Return whether its judged runs that are still there are shown, and no others race."""
        judged = [entry for entry in map(self._store.get, comparison.judged_runs()) if entry]
        are_shown = all(entry.is_visible for entry in judged)
        return are_shown and not any(entry.is_rival for entry in self._store.visible())


class VerdictActions(QObject):
    """Does what the cards offer.

    Args:
        latest: the card that appears when a comparison has ended, see `ShownVerdict`.
        lessons, panel: have cards of their own, which follow what these show.
    """

    def __init__(
        self,
        latest: VerdictCardView,
        lessons: LessonsPanel,
        *,
        store: RunStore,
        selection: Selection,
        comparisons: Comparisons,
        training: TrainingActions,
        pages: PageSaving,
        panel: ComparisonPanel,
        table: RunsTable,
        drawing: DrawPanel,
        stage: StagePanel,
        tabs: AnalysisTabs,
        arranger: Arranger,
        notice: NoticeBar,
    ) -> None:
        super().__init__(latest)
        self._store = store
        self._selection = selection
        self._comparisons = comparisons
        self._training = training
        self._pages = pages
        self._panel = panel
        self._drawing = drawing
        self._tabs = tabs
        self._notice = notice

        for card in (latest, panel.card, *lessons.cards):
            self._serve(card)
        lessons.card_added.connect(self._serve)
        self._shown = ShownVerdict(latest, stage, store, selection, comparisons)
        comparisons.changed.connect(self._on_comparison_changed)
        panel.digit_chosen.connect(self._on_digit_chosen)
        panel.runs_chosen.connect(self._on_runs_chosen)
        table.comparison_requested.connect(self._on_comparison_requested)
        arranger.arranged.connect(self._on_arranged)
        notice.show_requested.connect(partial(tabs.show_page, "comparison"))
        self._wire_training()

    def _wire_training(self) -> None:
        """Show the progress of a grid, and what is to be noted of new runs."""
        self._training.page_wanted.connect(partial(self._tabs.show_page, "comparison"))
        self._training.noted.connect(self._on_noted)
        self._training.note_outdated.connect(self._notice.outdate)

    def _on_noted(self, text: str, waiting: str) -> None:
        remedy = self._training.train_now
        if remedy.isEnabled():
            self._notice.report_with_remedy(text, remedy, waiting)
        else:
            self._notice.report(text, waiting)

    def _serve(self, card: VerdictCardView) -> None:
        card.why_requested.connect(self._training.explain_verdict)
        card.steps_requested.connect(self._on_steps_requested)
        card.digits_requested.connect(self._on_digits_requested)
        card.again_requested.connect(self._on_again_requested)
        card.page_requested.connect(self._pages.ask_page)
        self._store.run_removed.connect(card.refresh)  # without runs there is no page to save

    def _on_comparison_changed(self, comparison: Comparison) -> None:
        """Show the verdict of a comparison that has ended; other pages are sent a line.

        Without a verdict they show why.
        """
        card = comparison.card() if comparison.is_over else None
        text = comparison.reason_without_verdict() if card is None else card.sentence
        if text is None:
            return
        is_shown = self._shown.show_ended(comparison)
        if not is_shown or not any(map(self._tabs.is_seen, VERDICT_PAGES)):
            self._notice.show_text(text, is_good=card is not None, about=comparison)

    def _on_arranged(self, arrangement: Arrangement) -> None:
        """Show the networks of the comparison that now stands next to them."""
        comparison = self._panel.shown()
        if arrangement.key == "compare" and comparison is not None:
            self._on_runs_chosen(tuple(comparison.judged_runs()))

    def _on_comparison_requested(self, comparison: Comparison) -> None:
        if comparison in self._comparisons.all():  # it may go while its menu is open
            self._tabs.show_page("comparison")
            self._panel.show_entry(comparison)

    def _on_steps_requested(self, comparison: Comparison) -> None:
        self._tabs.show_page("comparison")
        self._panel.show_steps_of(comparison)

    def _on_digits_requested(self, comparison: Comparison) -> None:
        self._tabs.show_page("comparison")
        self._panel.show_digits_of(comparison)

    def _on_digit_chosen(self, digit: Digit) -> None:
        """Show the digit to the networks that are shown, the two that disagree among them."""
        comparison = self._panel.shown()
        if comparison is not None:
            for run in comparison.judged_runs():
                self._store.set_visible(run, True)
        show_digit(self._notice, self._drawing, digit)

    def _on_runs_chosen(self, runs: tuple[str, ...]) -> None:
        """Show and select these runs, as far as they have started, and no others."""
        started = [run for run in runs if self._store.get(run) is not None]
        if started:
            self._store.show_only(started)
            self._selection.set_runs(started)

    def _on_again_requested(self, comparison: Comparison) -> None:
        self._comparisons.start_again(comparison)
        self._tabs.show_page("network")
