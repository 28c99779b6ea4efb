"""The page of the dialog on which a search is described."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QSpinBox, QWidget

from core.config.conditions import with_held_out
from core.config.live import LEARNING_RATE
from core.config.run import RunConfig
from core.errors import InklingError, SearchError
from core.search.ranges import UNITS
from core.search.search import (
    MAX_EPOCHS,
    MAX_MINUTES,
    Pruning,
    Search,
    new_name,
)
from core.search.study import is_installed, missing
from gui.comparison.dialog.range_editor import RangeEditor
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.plain_text import PlainLabel

FIRST_SETTINGS = (LEARNING_RATE, UNITS)
TRIALS = 15  # that the budget allows for at the beginning, if none is pruned


class SearchPage(QWidget):
    """Up to three settings with their ranges, the budget, and when trials are pruned.

    Args:
        form: the config in the form, with which the winner will be compared.

    Signals:
        edited(): anything changed.
    """

    edited = Signal()

    def __init__(self, form: RunConfig, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = form
        self.ranges = tuple(RangeEditor(form, self) for _ in range(3))
        self._make_budget()
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setVerticalSpacing(2 * theme.STEP)
        self._build()

        for editor in self.ranges[1:]:
            editor.offer_none(self.tr("none"))
        for editor, path in zip(self.ranges, FIRST_SETTINGS, strict=False):
            editor.choose(path)
        for editor in self.ranges:
            editor.edited.connect(self._on_edited)
        for budget in (self._epochs, self._minutes):
            budget.valueChanged.connect(self.edited)
        self._on_edited()

    def _make_budget(self) -> None:
        self._epochs, self._minutes = QSpinBox(self), QSpinBox(self)
        self._epochs.setRange(2 * self._form.epochs, MAX_EPOCHS)
        self._epochs.setValue(TRIALS * self._form.epochs)
        self._epochs.setSingleStep(self._form.epochs)
        self._epochs.setSuffix(" " + self.tr("epochs"))
        self._epochs.setAccessibleName(self.tr("Budget"))
        self._minutes.setRange(0, MAX_MINUTES)
        self._minutes.setSpecialValueText(self.tr("no limit of time"))
        self._minutes.setSuffix(" " + self.tr("minutes"))
        self._minutes.setAccessibleName(self.tr("Minutes of training"))
        self._minutes.setToolTip(self.tr("How long all trials together may train"))

        self._pruning = QComboBox(self)
        for choice in Pruning:
            self._pruning.addItem(translate(choice.label), choice)
        self._pruning.setAccessibleName(self.tr("Pruning"))
        self._pruning.setToolTip(
            self.tr(
                "When a trial ends before its last epoch, so that the epochs saved are left for "
                "others"
            )
        )

    def _build(self) -> None:
        titles = (self.tr("Setting"), self.tr("Second setting"), self.tr("Third setting"))
        for title, editor in zip(titles, self.ranges, strict=True):
            editor.setting.setAccessibleName(title)
            self._rows.addRow(title, editor.setting)
            self._rows.addRow(self.tr("Range"), editor)

        budget = QHBoxLayout()
        budget.setSpacing(2 * theme.STEP)
        budget.addWidget(self._epochs)
        budget.addWidget(self._minutes)
        budget.addStretch(1)
        self._rows.addRow(self.tr("Budget"), budget)
        self._rows.addRow(self.tr("Pruning"), self._pruning)
        about = PlainLabel(self, self._about())
        about.setWordWrap(True)
        self._rows.addRow(about)

    def _about(self) -> str:
        text = self.tr(
            "Trials are pruned and chosen by {held_out} held-out examples, never by the test "
            "examples; they learn from {examples}. Out of many the winner was lucky, too: so it "
            "then meets the settings of the form with fresh seeds, and that verdict is the result."
        )
        try:
            data = with_held_out(self._form).data
        except InklingError:
            return ""
        return text.format(held_out=f"{data.validation_size:,}", examples=f"{data.train_size:,}")

    def _on_edited(self) -> None:
        """Offer each setting once, and show the ranges of those that are chosen."""
        for editor in self.ranges:
            others = [other.path for other in self.ranges if other is not editor and other.path]
            editor.exclude(others)
            self._rows.setRowVisible(editor, bool(editor.path))
        self.edited.emit()

    def search(self, seeds: int) -> Search:
        """Return the search that is described.

        Raises:
            SearchError: if Optuna is not installed.
            ConfigError: naming the setting that is wrong.
        """
        if not is_installed():
            raise SearchError(missing("optuna"))
        ranges = (editor.range() for editor in self.ranges)
        pruning = self._pruning.currentData()
        return Search(
            new_name(),
            with_held_out(self._form),
            tuple(one for one in ranges if one is not None),
            self._epochs.value(),
            self._minutes.value() or None,
            Pruning(pruning),
            seeds,
        )

    def amount_text(self, seeds: int) -> str:
        """Return how much will be trained."""
        trials = self.tr("%n trial(s)", "", self._trials())
        runs = self.tr("%n run(s)", "", 2 * seeds)
        text = self.tr("{trials} or more, if some are pruned; then {runs} for the verdict")
        return text.format(trials=trials, runs=runs)

    def _trials(self) -> int:
        """Return how many trials there are if none is pruned."""
        return self._epochs.value() // self._form.epochs

    def expected(self, seeds: int) -> list[RunConfig]:
        """Return runs that take about as long as the search: pruned trials make room for others."""
        return [self._form] * (self._trials() + 2 * seeds)
