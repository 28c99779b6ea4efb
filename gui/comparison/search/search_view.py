"""A search above the comparison that judges its winner: progress, map, curves, and the best."""

from functools import partial

import qtawesome
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from core.comparison.grid_settings import SETTINGS
from core.number_text import accuracy_text
from core.search.ranges import Range, own_values
from core.search.search import values_text
from core.search.trial import Trial, TrialState
from gui.comparison.comparison import Comparison
from gui.comparison.search.search_map import MapContent, SearchMap
from gui.comparison.search.searches import Searches
from gui.comparison.search.shown_search import ShownSearch
from gui.comparison.search.trial_curves import TrialCurves
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.field_editors import QuietCombo
from gui.widgets.panel import Panel, column, set_side_by_side, styled_label
from gui.widgets.plain_text import PlainLabel
from gui.widgets.questions import ask_to_delete

WIDE = 170 * theme.STEP  # from this width on, map and curves stand side by side


class SearchView(Panel):
    """Shows the search whose winner a comparison judges, or one that has no winner yet.

    Signals:
        runs_chosen(object): the id of the run of a trial that was clicked, in a tuple.
        deletion_requested(object): these runs are to be deleted, by their ids.
        toggled(): it was shown or hidden.
    """

    runs_chosen = Signal(object)
    deletion_requested = Signal(object)
    toggled = Signal()

    def __init__(self, searches: Searches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._searches = searches
        self._comparison: Comparison | None = None
        self._chosen: ShownSearch | None = None  # of those without a comparison
        self._shown: ShownSearch | None = None
        self._make_parts()
        self._build()
        self.hide()
        searches.changed.connect(self._on_changed)
        self.retranslate()
        self.restyle()

    def _make_parts(self) -> None:
        self._title, self._progress = styled_label("heading", self), styled_label("quiet", self)
        self._conclusion, self._note = PlainLabel(self), styled_label("quiet", self)
        for label in (self._title, self._progress, self._conclusion, self._note):
            label.setWordWrap(True)
        self.stop, self.go_on = QPushButton(self), QPushButton(self)
        self.stop.clicked.connect(self._on_stop)
        self.go_on.clicked.connect(self._on_go_on)
        self.delete = QToolButton(self)
        self.delete.clicked.connect(self._ask_to_delete)
        self.map, self.curves = SearchMap(self), TrialCurves(self)
        self.map.picked.connect(self._on_picked)
        self._across, self._up = QuietCombo(self), QuietCombo(self)
        for combo in (self._across, self._up):
            combo.currentIndexChanged.connect(self._show_pictures)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        for button in (self.stop, self.go_on, self.delete):
            head.addWidget(button)
        self._axes = QWidget(self)
        axes = QHBoxLayout(self._axes)
        axes.setContentsMargins(0, 0, 0, 0)
        axes.addWidget(self._across)
        axes.addWidget(PlainLabel(self._axes, "×"))
        axes.addWidget(self._up)
        axes.addStretch(1)
        self._pictures = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pictures.setSpacing(theme.GROUP_GAP)
        self._pictures.addWidget(self.map, 1)
        self._pictures.addWidget(self.curves, 1)

        rows = column(self, padding=0)
        rows.addLayout(head)
        rows.addWidget(self._progress)
        rows.addWidget(self._axes)
        rows.addLayout(self._pictures)
        rows.addWidget(self._conclusion)
        rows.addWidget(self._note)

    def choose(self, search: ShownSearch | None) -> None:
        """Show this search while no comparison is shown; see `show_for`."""
        self._chosen = search

    def show_for(self, comparison: Comparison | None) -> None:
        """Show the search that belongs to the comparison shown below, if any, or the chosen one."""
        self._comparison = comparison
        self._show_search()

    def entries(self) -> list[tuple[ShownSearch, str]]:
        """Return the searches that no comparison leads to, with their names."""
        return [(one, one.title) for one in self._searches.without_comparison()]

    def _show_search(self) -> None:
        comparison, before = self._comparison, self._shown
        self._shown = self._chosen if comparison is None else self._searches.of(comparison)
        if self.isHidden() == (self._shown is not None):
            self.setVisible(self._shown is not None)
            self.toggled.emit()
        if self._shown is None:
            return
        if self._shown is not before:
            self._offer_axes(self._shown)
        if self.isVisible():
            self._searches.look_at(self._shown)
        self._show()

    def _on_changed(self, shown: ShownSearch) -> None:
        if shown is self._shown or shown.search.comparison:
            self._show_search()

    def _offer_axes(self, shown: ShownSearch) -> None:
        """Offer the settings for the sides of the map; numbers first."""
        ranges = sorted(shown.search.ranges, key=lambda one: not one.is_numeric)
        for number, combo in enumerate((self._across, self._up)):
            with QSignalBlocker(combo):
                combo.clear()
                for one in ranges:
                    combo.addItem(translate(SETTINGS[one.path].about.title), one)
                combo.setCurrentIndex(min(number, len(ranges) - 1))
        self._axes.setVisible(len(ranges) > 2)
        self.map.choose(None)

    def _show(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._title.setText(shown.title)
        self._progress.setText(self._progress_text(shown))
        self.stop.setVisible(shown.is_running)
        has_more = not shown.is_running and not shown.is_over and not shown.search.comparison
        self.go_on.setVisible(has_more)
        self.delete.setVisible(not shown.is_running)
        self._conclusion.setText(self._conclusion_text(shown))
        self._conclusion.setVisible(bool(self._conclusion.text()))
        self._show_pictures()

    def _show_pictures(self) -> None:
        shown = self._shown
        across, up = self._across.currentData(), self._up.currentData()
        if shown is None or not isinstance(across, Range):
            return
        best = shown.best.number if shown.best is not None else None
        default = own_values(shown.search.base, shown.search.ranges)
        second = up if isinstance(up, Range) and up != across else None
        self.map.show_content(MapContent(shown.trials, across, second, default, best))
        self.curves.show_trials(shown.trials, shown.search.base.epochs, best)

    def _progress_text(self, shown: ShownSearch) -> str:
        """Return how much was tried, how much of the budget is left, and what chooses."""
        states = [trial.state for trial in shown.trials]
        trials = self.tr("%n trial(s)", "", len(states))
        counts = [
            (self.tr("%n pruned", "", states.count(TrialState.PRUNED)), TrialState.PRUNED),
            (self.tr("%n diverged", "", states.count(TrialState.DIVERGED)), TrialState.DIVERGED),
        ]
        others = [text for text, state in counts if state in states]
        return " · ".join((trials, shown.epochs_text, *others))

    def _conclusion_text(self, shown: ShownSearch) -> str:
        """Return what is best so far, and what follows."""
        best, texts = shown.best, []
        if best is not None:
            texts.append(self._best_text(best))
        if shown.problem is not None:
            texts.append(translate(shown.problem))
        elif shown.search.comparison:
            text = self.tr(
                "The winner meets the default settings once more, with %n fresh seed(s); the "
                "verdict is below.",
                "",
                shown.search.seeds,
            )
            texts.append(text)
        elif not shown.is_running:
            texts.append(self.tr("It was interrupted, and can go on."))
        return in_a_row(*texts)

    def _best_text(self, best: Trial) -> str:
        text = self.tr("Best on the held-out examples: {values}, {accuracy}.")
        values = translate(values_text(best.values))
        return text.format(values=values, accuracy=accuracy_text(best.accuracy))

    def _on_stop(self) -> None:
        if self._shown is not None:
            self._searches.stop(self._shown)

    def _on_go_on(self) -> None:
        if self._shown is not None:
            self._searches.go_on(self._shown)

    def _ask_to_delete(self) -> None:
        if self._shown is not None:
            count = len(self._searches.runs_of(self._shown))
            ask_to_delete(
                self,
                self.tr("Delete search"),
                self.tr("Delete this search?"),
                self.tr("Delete the %n run(s) of its trials, too", "", count) if count else "",
                partial(self._delete_search, self._shown),
            )

    def _delete_search(self, shown: ShownSearch, has_runs_deleted: bool) -> None:
        runs = self._searches.runs_of(shown) if has_runs_deleted else []
        self._searches.delete(shown)
        self.deletion_requested.emit(runs)

    def _on_picked(self, number: int) -> None:
        if self._shown is not None:
            runs = [trial.run for trial in self._shown.trials if trial.number == number]
            own = partial(self._searches.has_run, self._shown)
            self.runs_chosen.emit(tuple(filter(own, runs)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put map and curves side by side where there is room."""
        super().resizeEvent(event)
        set_side_by_side(self._pictures, self.width() >= theme.px(WIDE))

    def retranslate(self) -> None:
        """Set all texts."""
        self.stop.setText(self.tr("Stop the search"))
        self.go_on.setText(self.tr("Go on"))
        self.delete.setToolTip(self.tr("Delete this search"))
        self.delete.setAccessibleName(self.tr("Delete search"))
        self._across.setAccessibleName(self.tr("Setting to the right"))
        self._up.setAccessibleName(self.tr("Setting upwards"))
        self.map.retranslate()
        self._note.setText(
            self.tr(
                "The stronger a trial's colour, the more held-out examples it reads; no test "
                "example took part. Square: the default settings; ring: the best; faded: pruned; "
                "cross: diverged."
            )
        )
        if self._shown is not None:
            self._offer_axes(self._shown)
        self._show()

    def restyle(self) -> None:
        """Set the icon; pictures take their colours when they are painted."""
        self.delete.setIcon(qtawesome.icon("mdi6.delete-outline", color=theme.colours().text))
        self.update()
