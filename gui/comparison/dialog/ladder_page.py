"""The page of a ladder: its networks, whether their rates are tuned, and in which orders."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from core.comparison import experiment as experiments
from core.comparison.experiment import Experiment
from core.comparison.ladders.between import (
    Ladder,
    changes_optimizer,
    ladder_between,
    without_change,
)
from core.comparison.ladders.orders import all_orders_between
from core.comparison.ladders.tuning import RATES, Tuning, tuning_for, with_rate_of
from core.config import presets
from core.config.conditions import under_the_conditions_of
from core.config.presets import preset_titles
from core.config.run import RunConfig
from core.errors import InklingError
from core.evaluation.shapley import YES
from core.messages import Message
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.panel import column
from gui.widgets.plain_text import PlainLabel, wrappable

Titles = dict[str, Message]


class LadderPage(QWidget):
    """Chooses how to climb from Sigmoid to ReLU + Dropout, or from one run to another.

    Args:
        form: sets the conditions.
        ladder: the one between two runs; None for that of the presets.

    Signals:
        edited(): another choice was made.
    """

    edited = Signal()

    def __init__(self, form: RunConfig, ladder: Ladder | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._form, self._given = form, ladder
        self.tunes = QCheckBox(self.tr("Tune the learning rate of each network"), self)
        self.tunes.setToolTip(
            self.tr("So no network is behind only because its learning rate suits it less.")
        )
        self.all_orders = QCheckBox(self.tr("Make the changes in all orders"), self)
        self.all_orders.setToolTip(
            self.tr(
                "What a change adds depends on what was changed before it; so each change gets its "
                "average over all orders."
            )
        )
        self._about, self._list = PlainLabel(self), QVBoxLayout()
        self._about.setWordWrap(True)
        rows = column(self, padding=0)
        for box in (self.tunes, self.all_orders):
            rows.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
            box.toggled.connect(self._on_toggled)
        rows.addSpacing(theme.PADDING)
        rows.addWidget(self._about)
        rows.addLayout(self._list)
        rows.addStretch(1)
        self._show()

    def _on_toggled(self) -> None:
        self._show()
        self.edited.emit()

    def described(self, seeds: int) -> tuple[Experiment, Titles, Tuning | None]:
        """Return the experiment, its networks' titles, and the tuning if rates are tried first.

        Raises:
            InklingError: if it is not possible.
        """
        experiment, titles = self._described(seeds)
        if not self.tunes.isChecked():
            return experiment, titles, None
        tuning = tuning_for(experiment)
        return tuning.experiment(), tuning.titles(titles), tuning

    def _described(self, seeds: int) -> tuple[Experiment, Titles]:
        if self._given is None and not self.all_orders.isChecked():
            return experiments.ladder(seeds, self._form), preset_titles(presets.LADDER)
        ladder = self._ladder()
        return ladder.experiment(seeds), dict(ladder.titles)

    def _ladder(self) -> Ladder:
        """Return the ladder that is chosen.

        Raises:
            InklingError: if there is none.
        """
        before, after, *titles = self._ends()
        if self.tunes.isChecked():
            after = with_rate_of(after, before)
        between = all_orders_between if self.all_orders.isChecked() else ladder_between
        return between(before, after, *titles)

    def _ends(self) -> tuple[RunConfig, RunConfig, Message, Message]:
        if self._given is not None:
            (first, *_, last), titles = self._given.members, self._given.titles
            last_title = without_change(titles[last.name])
            return first.config, last.config, titles[first.name], last_title
        lowest, highest = presets.LADDER[0], presets.LADDER[-1]
        return (
            under_the_conditions_of(self._form, lowest),
            under_the_conditions_of(self._form, highest),
            presets.preset(lowest).title,
            presets.preset(highest).title,
        )

    def _show(self) -> None:
        """Say what will be trained."""
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        try:
            ladder = self._ladder()
        except InklingError:
            self._about.hide()
            return  # the dialog names the reason
        self._about.setText(self._text(ladder))
        self._about.show()
        for number, text in enumerate(self._lines(ladder), 1):
            label = PlainLabel(self, wrappable(f"{number}. {text}"))
            label.setWordWrap(True)
            self._list.addWidget(label)

    def _text(self, ladder: Ladder) -> str:
        if ladder.has_all_orders:
            text = self.tr(
                "These changes lead from {first} to {last}. Each of the {count} networks with some "
                "of them is trained, so that you see what each change adds on average, and how "
                "that depends on the others."
            )
            first, last = map(translate, self._ends()[2:])
            text = text.format(count=len(ladder.members), first=first, last=last)
        else:
            text = self.tr(
                "These {count} networks are trained. Each differs from the previous one in one "
                "thing, so that you see what each change adds."
            ).format(count=len(ladder.members))

        if self.tunes.isChecked():
            tuning = self.tr(
                "Each first tries the same {count} learning rates; then they are compared, each at "
                "the rate with which it read most held-out examples, with fresh seeds."
            )
            return in_a_row(text, tuning.format(count=len(RATES)))
        if changes_optimizer(ladder.members):
            rate = self.tr(
                "An optimizer and its learning rate are one thing: a rate that suits one does not "
                "suit another."
            )
            return in_a_row(text, rate)
        return text

    def _lines(self, ladder: Ladder) -> list[str]:
        """Return the networks; of all orders, the changes."""
        if ladder.has_all_orders:
            return [
                translate(title) for name, title in ladder.titles.items() if name.count(YES) == 1
            ]
        titles = ladder.titles
        if self._given is None and self.tunes.isChecked():
            titles = preset_titles(presets.LADDER)  # others would name rates
        return [translate(title) for title in titles.values()]
