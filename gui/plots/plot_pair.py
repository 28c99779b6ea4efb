"""Two plots with their titles: below each other, or side by side in a low and wide space.

Where a low space is too narrow for both, the second one is shown alone.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from gui.style import theme
from gui.widgets.panel import column, set_side_by_side

LOW = 0.5  # height by width, below which the plots stand side by side
MIN_BOTH = 100 * theme.STEP  # the least width of two plots side by side
MIN_NAMED = 40 * theme.STEP  # the least height at which the axis of epochs has a name


class PlotPair(QWidget):
    """Arranges two plots.

    Signals:
        turned(): the plots have other places, or names of the axes from now on or no longer.
    """

    turned = Signal()

    def __init__(
        self, panes: Sequence[tuple[QWidget, QWidget]], parent: QWidget | None = None
    ) -> None:
        """Arrange a title and a plot for each pane."""
        super().__init__(parent)
        self._has_names = False
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.STEP)
        self._panes = [QWidget(self) for _ in panes]
        for pane, (title, plot) in zip(self._panes, panes, strict=True):
            parts = column(pane, gap=theme.STEP, padding=0)
            parts.addWidget(title)
            parts.addWidget(plot, 1)
            self._layout.addWidget(pane, 1)

    def show_one(self, shows_one: bool) -> None:
        """Show the second plot alone, or both."""
        self._panes[0].setVisible(not shows_one)

    def names_axis(self, plot: int) -> bool:
        """Whether the axis of epochs of a plot has a name: the lowest, or both side by side."""
        return self._has_names and (plot == 1 or self._are_side_by_side)

    @property
    def _are_side_by_side(self) -> bool:
        return self._layout.direction() is QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the plots to where they have more space."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= theme.px(MIN_BOTH)
        is_low = is_wide and event.size().height() < LOW * event.size().width()
        has_names = event.size().height() >= theme.px(MIN_NAMED)
        if (is_low, has_names) != (self._are_side_by_side, self._has_names):
            set_side_by_side(self._layout, is_low)
            self._has_names = has_names
            self.turned.emit()
