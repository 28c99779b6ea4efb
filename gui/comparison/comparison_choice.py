"""The list from which a comparison is chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from gui.comparison.comparison import Comparison, ComparisonNames
from gui.comparison.comparisons import Comparisons
from gui.widgets.field_editors import QuietCombo
from gui.widgets.plain_text import set_choice_text

Others = Callable[[], Sequence[tuple[object, str]]]  # gives what they are, and their names


class ComparisonChoice(QuietCombo):
    """Lists comparisons, the oldest first, and after them what is to become one.

    It is hidden while it is empty.
    """

    def __init__(self, comparisons: Comparisons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparisons = comparisons
        self._names = ComparisonNames(comparisons.is_foreign, self)
        self._others: Others = tuple
        self._is_chosen = False  # rather than the latest of those that there are so far
        self.activated.connect(self._on_activated)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def offer(self, others: Others) -> None:
        """Have other entries listed, too, as they are whenever the list is filled from now on."""
        self._others = others

    def comparison(self) -> Comparison | None:
        """Return the comparison that is chosen, if it is one."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, Comparison) else None

    def other(self) -> object | None:
        """Return what is chosen if it is no comparison."""
        return None if self.comparison() is not None else self.currentData()

    def choose(self, entry: object) -> None:
        """Choose an entry that is listed."""
        self._is_chosen = True
        self.setCurrentIndex(self._entries().index(entry))

    def _on_activated(self) -> None:
        self._is_chosen = True

    def fill(self, chosen: object | None = None) -> None:
        """List all entries again, and choose one; what was chosen stays so unless another is given.

        If nothing was, or it is gone, the latest is chosen. No signal tells it.
        """
        self._is_chosen = self._is_chosen or chosen is not None
        chosen = self.currentData() if chosen is None else chosen
        entries = [*self._comparisons.all(), *(other for other, _ in self._others())]
        with QSignalBlocker(self):
            self.clear()
            for entry in entries:
                self.addItem("", entry)
            is_there = self._is_chosen and chosen in entries
            self.setCurrentIndex(entries.index(chosen) if is_there else len(entries) - 1)
        self.name()

    def name(self) -> None:
        """Name the entries again."""
        names = [self._names.dated(comparison) for comparison in self._comparisons.all()]
        names += [name for _, name in self._others()]
        for index, name in enumerate(names):
            set_choice_text(self, index, f"{index + 1}. {name}")
        self.setVisible(bool(names))

    def _entries(self) -> list[object]:
        return [self.itemData(index) for index in range(self.count())]
