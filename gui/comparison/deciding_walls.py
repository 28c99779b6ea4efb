"""The digits that decide between two networks: a wall for those that only one reads right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from core.comparison.deciding_digits import DecidingDigits
from gui.comparison.digit_wall import GAP, IMAGE, DigitWall
from gui.style import theme
from gui.widgets.panel import Panel, styled_label

# from this width on the walls are side by side, with at least four digits in a row
WIDE = 2 * 4 * (IMAGE + GAP) + theme.GROUP_GAP


class DecidingWalls(Panel):
    """Two walls with their titles and keys, side by side where there is the width.

    Attributes:
        titles, walls: for the first and the second network.

    Signals:
        digit_chosen(object): a `Digit` for the networks to read.
    """

    digit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deciding: DecidingDigits | None = None
        self._names: Sequence[str] = ()
        self._seed = 0
        self.titles = styled_label("heading", self), styled_label("heading", self)
        self._keys = styled_label("quiet", self), styled_label("quiet", self)
        self.walls = DigitWall(self), DigitWall(self)

        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GROUP_GAP)
        self._grid.setVerticalSpacing(theme.STEP)
        for wall in self.walls:
            wall.digit_chosen.connect(self.digit_chosen)
        for label in (*self.titles, *self._keys):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._arrange(is_wide=False)
        self.hide()

    def _arrange(self, is_wide: bool) -> None:
        """Put the walls side by side, beginning at the same height, or one below the other."""
        rows = self.titles, self._keys, self.walls
        for row, pair in enumerate(rows):
            for side, widget in enumerate(pair):
                down = 0 if is_wide else side * (len(rows) + 1)  # and a row that sets them apart
                self._grid.addWidget(widget, row + down, side if is_wide else 0)
                if isinstance(widget, DigitWall):  # as high as its rows, not as its neighbour
                    self._grid.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(2 * len(rows) + 1, 1)
        self._grid.setRowMinimumHeight(len(rows), 0 if is_wide else theme.PADDING)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if is_wide else 0)

    def show_digits(
        self, deciding: DecidingDigits | None, names: Sequence[str], seed: int | None
    ) -> None:
        """Show what two networks read differently; nothing while that is unknown.

        Args:
            names: of the networks.
            seed: with which both were trained.
        """
        self._deciding, self._names, self._seed = deciding, names, seed or 0
        self.setVisible(deciding is not None)
        self.retranslate()

    def retranslate(self) -> None:
        """Set titles and keys, and with them the walls."""
        deciding = self._deciding
        if deciding is None:
            for wall in self.walls:
                wall.show_digits(())
            return

        for index, wall in enumerate(self.walls):
            digits = deciding.shown[index]
            self.titles[index].setText(self._title(deciding, index))
            key = self.tr("Below each digit: its label → what {name} reads")
            self._keys[index].setText(key.format(name=self._names[1 - index]))
            self._keys[index].setVisible(bool(digits))
            wall.setAccessibleName(self.titles[index].text())
            wall.show_digits(digits, self._names, wrong=1 - index)

    def _title(self, deciding: DecidingDigits, index: int) -> str:
        shown, count = len(deciding.shown[index]), deciding.counts[index]
        text = self.tr("Only {name} reads these correctly ({count} with seed {seed})")
        if 0 < shown < count:
            text = self.tr(
                "Only {name} reads these correctly ({count} with seed {seed}, the first {shown})"
            )
        return text.format(name=self._names[index], count=count, seed=self._seed, shown=shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the walls side by side, or one below the other."""
        super().resizeEvent(event)
        self._arrange(is_wide=self.width() >= WIDE)
