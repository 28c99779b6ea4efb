"""The verdict of a comparison as a card: the difference large, its line, and what to do next."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.comparison.experiment import Kind
from core.comparison.ladders.between import reason_against_ladder
from core.comparison.verdict_card import UNIT, VerdictCard
from core.config.points import SEE_PLANE
from core.number_text import signed_points
from gui.comparison.comparison import Comparison
from gui.comparison.comparisons import Comparisons
from gui.comparison.difference_plot import DifferencePlot
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainElidingLabel, PlainLabel, plain_tip
from gui.widgets.questions import click_once

NARROW = 60 * theme.STEP
SENTENCE = 1  # the position of the line and the sentence in the upper row


@dataclass
class Offer:
    """Something to do next: a button, and an entry in the menu of the low form."""

    button: QPushButton
    entry: QAction
    tip: str = ""
    is_offered: bool = True

    def name(self, text: str, tip: str) -> None:
        """Set the text, and the tip while nothing is against it."""
        self.tip = tip
        for one in (self.button, self.entry):
            one.setText(text)
            one.setToolTip(plain_tip(tip))

    def show_reason(self, reason: str) -> None:
        """Disable both if there is a reason against it, which is their tip then."""
        for one in (self.button, self.entry):
            one.setEnabled(not reason)
            one.setToolTip(plain_tip(reason or self.tip))


class VerdictCardView(Panel):
    """Hidden until its comparison has a verdict, and follows it from then on.

    Args:
        is_closable: whether the user can dismiss it. Such a card also explains why a comparison
            that is over has no verdict.

    Signals:
        why_requested(object): climb the ladder between the two networks of this `Comparison`.
        digits_requested(object): show the digits that only one of its networks reads right.
        steps_requested(object): show what each step from a network to the next adds.
        again_requested(object): train it again, with more seeds.
        page_requested(object): save a page about it.
        closed(object): the user has closed it.
    """

    why_requested = Signal(object)
    steps_requested = Signal(object)
    digits_requested = Signal(object)
    again_requested = Signal(object)
    page_requested = Signal(object)
    closed = Signal(object)

    def __init__(
        self,
        comparisons: Comparisons,
        parent: QWidget | None = None,
        *,
        is_closable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._comparisons = comparisons
        self._comparison: Comparison | None = None
        self._is_low = self._is_one_line = False
        self._has_verdict = False
        self._is_closable = is_closable
        self.setObjectName("verdictCard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make_parts()
        self._build()

        for signal in (comparisons.changed, comparisons.reviewed, comparisons.renamed):
            signal.connect(self._on_changed)
        comparisons.listed.connect(self._on_listed)
        self.retranslate()
        self.set_low(False)

    def _make_parts(self) -> None:
        self.number = PlainLabel(self)
        self.number.setFont(theme.sized(self.font(), theme.NUMBER, bold=True))
        self._unit = styled_label("quiet", self)
        self._notes = styled_label("quiet", self)
        self.plot = DifferencePlot(self)
        self.sentence = PlainLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.line = PlainLabel(self)  # the verdict in one short sentence, in the low form
        self.line.setWordWrap(True)
        self.brief = PlainElidingLabel(self)  # the same with the interval, in the form of one line

        # what to do next
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.next = QToolButton(self)
        self.next.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.next.setMenu(self._menu)
        self.next.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.why = self._new_offer(self.why_requested)
        self.steps = self._new_offer(self.steps_requested)
        self.digits = self._new_offer(self.digits_requested)
        self.again = self._new_offer(self.again_requested)
        self.page = self._new_offer(self.page_requested)

        self.close_button = QToolButton(self)
        self.close_button.setText("×")
        self.close_button.setAutoRaise(True)
        self.close_button.setVisible(self._is_closable)
        self.close_button.clicked.connect(self._on_close_clicked)

    def _new_offer(self, requested: SignalInstance) -> Offer:
        offer = Offer(QPushButton(self), QAction(self))
        click_once(offer.button)
        self._menu.addAction(offer.entry)
        for clicked in (offer.button.clicked, offer.entry.triggered):
            clicked.connect(partial(self._request, requested))
        return offer

    def _request(self, requested: SignalInstance) -> None:
        if self._comparison is not None:
            requested.emit(self._comparison)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.number)
        left.addWidget(self._unit)
        left.addSpacing(theme.STEP)  # the number has a unit, and the rest is about the runs
        left.addWidget(self._notes)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.STEP)
        right.addWidget(self.plot)
        right.addWidget(self.sentence)
        right.addStretch(1)

        self._top = QHBoxLayout()
        self._top.addLayout(left)
        self._top.addLayout(right, 1)
        self._top.addWidget(self.brief, 1)
        for button in (self.next, self.close_button):
            self._top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

        buttons = FlowLayout(2 * theme.STEP)
        for offer in self._offers:
            buttons.addWidget(offer.button)
        self._rows = column(self)
        self._rows.addLayout(self._top)
        self._rows.addWidget(self.line)
        self._rows.addLayout(buttons)

    @property
    def _offers(self) -> tuple[Offer, ...]:
        return self.why, self.steps, self.digits, self.again, self.page

    @property
    def comparison(self) -> Comparison | None:
        """The comparison that the card is about, if any."""
        return self._comparison

    @property
    def is_low(self) -> bool:
        """Whether it has its low form, or will have with a verdict."""
        return self._is_low

    def _on_close_clicked(self) -> None:
        comparison = self._comparison
        self.show_comparison(None)
        self.closed.emit(comparison)

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show the verdict of a comparison, as soon as there is one; None shows nothing."""
        self._comparison = comparison
        self.refresh()

    def set_low(self, is_low: bool, is_one_line: bool = False) -> None:
        """Take a low form: a short sentence, and a menu in place of the buttons.

        Args:
            is_one_line: whether that is all, on a single line.
        """
        self._is_low, self._is_one_line = is_low, is_one_line
        self.plot.set_named(not is_low)
        self._show_parts()

        margin, gap = (theme.STEP, theme.STEP) if is_low else (theme.PADDING, 2 * theme.STEP)
        self._rows.setContentsMargins(theme.PADDING, margin, theme.PADDING, margin)
        self._rows.setSpacing(gap)
        self._top.setSpacing(2 * theme.STEP if is_low else theme.GROUP_GAP)

    def _show_parts(self) -> None:
        """Show the parts of this form, and what this comparison offers as buttons or in a menu.

        Without a verdict there is the sentence alone.
        """
        is_low, has_verdict = self._is_low, self._has_verdict
        is_short = is_low and has_verdict
        is_brief = is_short and self._is_one_line
        self._top.setStretch(SENTENCE, 0 if is_brief else 1)
        parts: dict[QWidget, bool] = {self.sentence: not is_short, self.brief: is_brief}
        parts[self.line] = is_short and not is_brief
        parts |= dict.fromkeys((self.number, self.plot), has_verdict and not is_brief)
        parts |= dict.fromkeys((self._unit, self._notes), not is_low and has_verdict)
        parts[self.next] = is_low and has_verdict
        for offer in self._offers:
            offer.entry.setVisible(offer.is_offered)
            parts[offer.button] = offer.is_offered and not is_low and has_verdict

        # Qt arranges at once when a part is shown: what goes goes first
        for widget, is_shown in sorted(parts.items(), key=lambda part: part[1]):
            widget.setVisible(is_shown)

    def _on_changed(self, comparison: Comparison) -> None:
        if comparison is self._comparison:
            self.refresh()

    def _on_listed(self) -> None:
        if self._comparison is not None and self._comparison not in self._comparisons.all():
            self.show_comparison(None)

    def refresh(self, _run: str = "") -> None:
        """Show the verdict as it is now, or why there will be none, or nothing."""
        comparison = self._comparison
        card = comparison.card() if comparison is not None else None
        reason = comparison.reason_without_verdict() if comparison is not None else None
        self._has_verdict = card is not None
        if comparison is not None and card is not None:
            self._show_card(comparison, card)
            self._show_offers(comparison, card)
        elif reason is not None:
            self._show_sentence(translate(reason), translate(reason))
        self._show_parts()
        self.setVisible(card is not None or (reason is not None and self._is_closable))

    def _show_card(self, comparison: Comparison, card: VerdictCard) -> None:
        text, finished = translate(card.sentence), self.tr("finished runs only")
        seeds = translate(card.seeds)
        if comparison.kept.kind is Kind.COMPARISON:
            seeds = self.tr("race, {seeds}").format(seeds=seeds)
        self.number.setText(card.number)
        self.number.setToolTip(plain_tip(f"{text}\n({finished})"))
        self.number.setAccessibleName(f"{card.number} {translate(UNIT)}")
        self.number.setProperty("role", "" if card.is_shown else "quiet")
        self.number.style().polish(self.number)

        self._unit.setText(translate(UNIT))
        self._notes.setText(f"{seeds}\n{finished}")
        self._notes.setToolTip(plain_tip(self._seed_tip()))
        self.plot.show_card(card)
        self._show_sentence(text, translate(card.headline))
        ends = " … ".join(map(signed_points, card.interval))
        self.brief.setText(f"{translate(card.headline)} 95%: {ends}")
        self.brief.setToolTip(plain_tip(text))

    def _seed_tip(self) -> str:
        return self.tr(
            "A seed is the number from which the first weights, the order of the examples and "
            "dropout are drawn. Networks with the same seed start alike; several seeds show how "
            "much of a difference is luck."
        )

    def _show_sentence(self, text: str, short: str) -> None:
        """Show a sentence, and its short form in the low form of the card."""
        self.sentence.setText(text)
        self.line.setText(short)
        self.line.setToolTip(plain_tip(text))

    def _name_offers(self) -> None:
        self.why.name(
            self.tr("Why?"),
            self.tr("Climb the ladder from one to the other, one change at a time"),
        )
        self.digits.name(
            self.tr("Which digits?"),
            self.tr("Show the digits that only one of the two reads correctly"),
        )
        self.steps.name(
            self.tr("What each step adds"),
            self.tr("Show in Comparison by how much each change from one to the other helps"),
        )
        self.again.name(self.tr("Again with more seeds"), "")
        self.page.name(
            self.tr("Save as page…"),
            self.tr(
                "Save a page for any browser or phone, on which the networks answer whoever "
                "draws, next to the verdict and the curves"
            ),
        )

    def _show_offers(self, comparison: Comparison, card: VerdictCard) -> None:
        """Show what can be done next, and why the rest cannot."""
        self.why.show_reason(self._reason_against_why(comparison, card))
        self.digits.show_reason(self._reason_against_digits(comparison))

        self._show_again(comparison)
        has_runs = self._comparisons.have_runs(comparison)
        deleted = self.tr("Its runs were deleted, so there are no curves.")
        self.page.show_reason("" if has_runs else deleted)

        # a ladder was the answer to Why?
        self.why.is_offered = comparison.kept.kind is not Kind.LADDER
        self.steps.is_offered = comparison.has_steps

    def _show_again(self, comparison: Comparison) -> None:
        """Offer the next number of seeds."""
        experiment = comparison.kept.experiment
        count = experiment.next_seed_count
        if count is None:
            self.again.name(self.tr("Again with more seeds"), "")
            self.again.show_reason(
                self.tr("With more than {count} seeds there would be too many runs.").format(
                    count=len(experiment.seeds)
                )
            )
            return

        tip = self.tr(
            "Train {runs} runs, to learn about the settings, not only these runs. All seeds are "
            "new, so that the verdict does not depend on results that are known."
        ).format(runs=count * len(experiment.members))
        self.again.name(self.tr("Again with {count} seeds").format(count=count), tip)
        self.again.show_reason("")

    def _reason_against_why(self, comparison: Comparison, card: VerdictCard) -> str:
        """Return why a ladder would explain nothing; empty if it would."""
        behind, ahead = (comparison.config_of(name) for name in (card.behind, card.ahead))
        reason = reason_against_ladder(behind, ahead)
        return "" if reason is None else translate(reason)

    def _reason_against_digits(self, comparison: Comparison) -> str:
        """Return why there are no digits to show; empty if there are."""
        deciding = comparison.judgement.deciding
        if comparison.kept.experiment.members[0].config.has_points:
            return translate(SEE_PLANE)
        if deciding is None:
            return self.tr("Digits are compared between two networks only.")
        if not any(deciding.counts):
            return self.tr("With the first seed both networks read the same digits correctly.")
        return ""

    def _name_menu(self) -> None:
        """Name the menu of the low form, as far as there is space for a name."""
        is_narrow = self.width() < theme.px(NARROW)
        self.next.setText("▾" if is_narrow else self.tr("Next") + " ▾")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the menu's name in a narrow card, so that the number is never cut."""
        super().resizeEvent(event)
        self._name_menu()

    def retranslate(self) -> None:
        """Set the texts of the buttons that are always the same, and those of the verdict."""
        self._name_menu()
        self._name_offers()
        self.next.setToolTip(self.tr("What to do next"))
        self.next.setAccessibleName(self.next.toolTip())
        self.close_button.setToolTip(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close the verdict"))
        self.refresh()
