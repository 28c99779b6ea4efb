"""Why a run reads as well as it does: confusion, mistakes, calibration, robustness, memory."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from core.config.fields import effective
from core.config.points import SEE_PLANE, SHOW_PLANE
from core.evaluation.statistics import accuracy_interval
from core.number_text import accuracy_text, percentage
from gui.background.jobs import JobQueue
from gui.evaluation.calibration_view import CalibrationView
from gui.evaluation.confusion_view import ConfusionView
from gui.evaluation.evaluations import Assessed, Evaluations, can_be_evaluated
from gui.evaluation.label_noise_view import LabelNoiseView
from gui.evaluation.mistakes_view import MistakesView
from gui.evaluation.robustness_view import RobustnessView
from gui.evaluation.two_runs_view import TwoRunsView
from gui.runs.moments import Moments
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.swatches import SWATCH, swatch
from gui.style.translation import translate
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import EmptyHint, Panel, column, set_side_by_side, styled_label
from gui.widgets.plain_text import NameLabel, PlainLabel, plain_tip

MIN_WIDE = 120 * theme.STEP  # the least width at which the numbers stand next to the name


class Page(Enum):
    """The views of the panel, in their order."""

    CONFUSION = 0
    MISTAKES = 1
    CALIBRATION = 2
    TWO_RUNS = 3
    ROBUSTNESS = 4
    LABEL_NOISE = 5


class EvaluationPanel(Panel):
    """Evaluates the run selected in the table, or the last visible one, only while it is shown.

    Signals:
        digit_chosen(object): a `Digit` to be read by the networks.
        plane_requested(): the user wants to see what networks make of points.
    """

    digit_chosen = Signal(object)
    plane_requested = Signal()

    def __init__(
        self,
        store: RunStore,
        selection: Selection,
        moments: Moments,
        jobs: JobQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._selection = selection
        self._runs: Sequence[str] = ()  # the run that is shown, and the one it is compared with
        self.evaluations = Evaluations(store, moments, jobs, self)

        self._swatch = PlainLabel(self)
        self._name = NameLabel(self)
        self._numbers = styled_label("quiet", self)
        self._numbers.setWordWrap(True)
        self.confusion = ConfusionView()
        self.mistakes = MistakesView()
        self.calibration = CalibrationView()
        self.two_runs = TwoRunsView()
        self.robustness = RobustnessView(store, moments, jobs)
        self.label_noise = LabelNoiseView()
        self._views: dict[Page, QWidget] = {
            Page.CONFUSION: self.confusion,
            Page.MISTAKES: self.mistakes,
            Page.CALIBRATION: self.calibration,
            Page.TWO_RUNS: self.two_runs,
            Page.ROBUSTNESS: self.robustness,
            Page.LABEL_NOISE: self.label_noise,
        }
        self.pages = QStackedWidget()
        self._choices = QButtonGroup(self)
        self.hint = EmptyHint(self, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

        self._build()
        self._wire(moments)
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        run = QHBoxLayout()
        run.setSpacing(2 * theme.STEP)
        run.addWidget(self._swatch)
        run.addWidget(self._name)
        run.addStretch(1)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(2 * theme.STEP)
        self._head.addLayout(run)
        self._head.addWidget(self._numbers, 1)
        # the text never widens the panel
        self._numbers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

        bar = FlowLayout(theme.STEP, is_balanced=True)
        for page, view in self._views.items():
            button = QToolButton(self)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # one looks active, not two
            button.setAutoRaise(True)
            button.setFont(theme.sized(button.font(), theme.TEXT))
            self._choices.addButton(button, page.value)
            bar.addWidget(button)
            self.pages.addWidget(view)
        self._choices.button(0).setChecked(True)

        layout = column(self)
        layout.addLayout(bar)
        layout.addLayout(self._head)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.hint, 1)

    def _wire(self, moments: Moments) -> None:
        self._choices.idClicked.connect(self._on_page_chosen)
        self.hint.followed.connect(self.plane_requested)
        self.evaluations.changed.connect(self._show)
        for view in (self.confusion, self.mistakes, self.two_runs):
            view.digit_chosen.connect(self.digit_chosen)
        self.robustness.run_selected.connect(self._selection.select)

        store = self._store
        for signal in (
            moments.changed,
            store.visibility_changed,
            store.appearance_changed,
            store.run_removed,
        ):
            signal.connect(self._renew)
        store.earlier_runs_added.connect(self._renew)
        store.run_changed.connect(self._on_run_changed)
        self._selection.changed.connect(self._renew)

    def _on_run_changed(self, run: str) -> None:
        """Draw the curves of a run that trains on."""
        is_drawn = self.pages.currentIndex() == Page.LABEL_NOISE.value
        if is_drawn and self.isVisible() and run in self._runs[:1]:
            self._show()

    @property
    def page_names(self) -> list[str]:
        """The names of the views, in the order of `Page`."""
        return [self._choices.button(page.value).text() for page in Page]

    def show_page(self, page: Page) -> None:
        """Go to one of the views."""
        self._choices.button(page.value).setChecked(True)
        self._on_page_chosen(page.value)

    def _on_page_chosen(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self._renew()

    def _renew(self) -> None:
        """Choose the runs and show their assessments; do nothing while the panel is hidden."""
        if not self.isVisible():
            return
        self._runs = [entry.record.run for entry in self._candidates()[:2]]
        is_pair = self.pages.currentIndex() == Page.TWO_RUNS.value
        shown = self._runs if is_pair else self._runs[:1]
        self.evaluations.watch([run for run in shown if self._reads_images(run)])
        self._show()

    def _candidates(self) -> list[RunEntry]:
        """Return the runs that the page can show, in the order in which views choose."""
        ordered = self._selection.in_order_of_choice(self._store)
        is_of_labels = self.pages.currentIndex() == Page.LABEL_NOISE.value
        return [
            entry
            for entry in ordered
            if can_be_evaluated(entry) or (is_of_labels and _learns_wrong_points(entry))
        ]

    def follows_moment(self) -> bool:
        """Return whether a run is evaluated, at the moment chosen."""
        return bool(self._candidates())

    def _reads_images(self, run: str) -> bool:
        entry = self._store.get(run)
        return entry is not None and entry.record.config.has_images

    def _show(self) -> None:
        entry = self._store.get(self._runs[0]) if self._runs else None
        self.pages.setVisible(entry is not None)
        self.hint.setVisible(entry is None)
        has_page = entry is not None or any(map(_learns_wrong_points, self._store.visible()))
        for button in self._choices.buttons():
            button.setVisible(has_page)

        assessed = self.evaluations.of(self._runs[0]) if self._runs else None
        self._show_head(entry, assessed)
        if entry is None:
            self._show_hint()
            return

        style = theme.run_style(entry.style)
        page = Page(self.pages.currentIndex())
        if page is Page.CONFUSION:
            self.confusion.show_assessed(assessed, style.colour)
        elif page is Page.MISTAKES:
            self.mistakes.show_assessed(assessed, entry.name, style)
        elif page is Page.CALIBRATION:
            self.calibration.show_assessed(assessed, style)
        elif page is Page.TWO_RUNS:
            self._show_two_runs()
        elif page is Page.ROBUSTNESS:
            self.robustness.show_runs()
        else:
            self.label_noise.show_record(entry.record, style)

    def _show_hint(self) -> None:
        hint = self.tr(
            "Here you see why a network reads as well as it does: which classes it confuses, "
            "where it is confidently wrong, and how robust it is.\n\nTrain a network on images, "
            "or select one in the table of runs below."
        )
        if self._store.shows_points:
            self.hint.show_hint(translate(SEE_PLANE), translate(SHOW_PLANE))
        else:
            self.hint.show_hint(hint)

    def _show_head(self, entry: RunEntry | None, assessed: Assessed | None) -> None:
        is_of_one = entry is not None and self.pages.currentIndex() not in (
            Page.TWO_RUNS.value,
            Page.ROBUSTNESS.value,
        )
        for widget in (self._swatch, self._name, self._numbers):
            widget.setVisible(is_of_one)
        if entry is None:
            return

        self._swatch.setPixmap(swatch(theme.run_style(entry.style)).pixmap(SWATCH))
        self._name.setText(entry.name)
        if assessed is not None:
            self._show_accuracy(assessed)
        elif entry.record.config.has_images:
            self._numbers.setText(self.tr("The images are being read…"))
        else:
            self._numbers.setText("")

    def _show_accuracy(self, assessed: Assessed) -> None:
        total = len(assessed.assessment.labels)
        interval = accuracy_interval(int(assessed.assessment.right.sum()), total)
        moment = translate(assessed.network.when)
        text = self.tr("{moment}: {accuracy}, 95% interval {low}–{high}")
        tip = self.tr("Share of {asked} test images read correctly {moment}, and its 95% interval")
        if assessed.is_sealed:
            text = self.tr("{moment}, held-out images: {accuracy}, 95% interval {low}–{high}")
            tip = self.tr(
                "Share of {asked} held-out images read correctly {moment}, and its 95% interval. "
                "The test set is closed."
            )
        self._numbers.setText(
            text.format(
                moment=moment,
                accuracy=accuracy_text(assessed.assessment.accuracy),
                low=percentage(interval[0]),
                high=percentage(interval[1]),
            )
        )

        self._numbers.setToolTip(plain_tip(tip.format(asked=f"{total:,}", moment=moment)))

    def _show_two_runs(self) -> None:
        # side by side as everywhere else, whichever was selected first
        entries = [entry for entry in self._store.entries() if entry.record.run in self._runs]
        runs = [entry.record.run for entry in entries]
        assessed = [known for known in map(self.evaluations.of, runs) if known is not None]
        pair = (assessed[0], assessed[1]) if len(assessed) == 2 else None
        self.two_runs.show_pair([entry.name for entry in entries], pair)

    def retranslate(self) -> None:
        """Renew the names of the views, hint and head."""
        names = {
            Page.CONFUSION: self.tr("Confusion"),
            Page.MISTAKES: self.tr("Mistakes"),
            Page.CALIBRATION: self.tr("Calibration"),
            Page.TWO_RUNS: self.tr("Two runs"),
            Page.ROBUSTNESS: self.tr("Robustness"),
            Page.LABEL_NOISE: self.tr("Label noise"),
        }
        for page, name in names.items():
            self._choices.button(page.value).setText(name)

        self._show()

    def restyle(self) -> None:
        """Renew the colours of the buttons and of the run."""
        named = theme.colours()
        button = "EvaluationPanel > QToolButton"
        self.setStyleSheet(
            f"{button} {{ border: 1px solid transparent; border-radius: {theme.STEP}px;"
            f" padding: {theme.STEP}px {theme.STEP + 2}px; color: {named.quiet}; }}"
            f"{button}:hover {{ color: {named.text}; }}"
            f"{button}:checked {{ background: {named.line}; color: {named.text}; }}"
            f"{button}:focus {{ border-color: {named.accent}; }}"
        )
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the run's numbers below its name where there is little width."""
        super().resizeEvent(event)
        set_side_by_side(self._head, event.size().width() > theme.px(MIN_WIDE))

    def showEvent(self, event: QShowEvent) -> None:
        """Evaluate and show what has changed while the panel was hidden."""
        super().showEvent(event)
        self._renew()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop evaluating."""
        super().hideEvent(event)
        self.evaluations.watch(())


def _learns_wrong_points(entry: RunEntry) -> bool:
    """Return whether a run learns points of the plane of which some have a wrong label."""
    config = entry.record.config
    return config.has_points and effective(config).data.label_noise > 0
