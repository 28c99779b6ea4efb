"""The digits that decide between two networks: a wall for those that only one reads right."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from core.comparison.deciding_digits import DecidingDigits
from gui.comparison.digit_wall import GAP, IMAGE, DigitWall
from gui.style import theme
from gui.widgets.panel import Panel, set_side_by_side, styled_label

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

        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(theme.GROUP_GAP)
        for title, key, wall in zip(self.titles, self._keys, self.walls, strict=True):
            wall.digit_chosen.connect(self.digit_chosen)
            side = QVBoxLayout()
            side.setSpacing(theme.STEP)
            for label in (title, key):
                label.setWordWrap(True)
                side.addWidget(label)
            side.addWidget(wall)
            side.addStretch(1)
            self._sides.addLayout(side, 1)
        self.hide()

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
        set_side_by_side(self._sides, self.width() >= WIDE)
