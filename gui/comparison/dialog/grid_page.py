"""The page of the dialog on which a grid is described."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from core.comparison.experiment import Grid
from core.config.run import RunConfig
from gui.comparison.dialog.axis_editor import AxisEditor

FIRST_FIELD, FIRST_VALUES = "optimizer.learning_rate", "0.001, 0.01, 0.1"


class GridPage(QWidget):
    """One setting or two, and the values to try of each.

    Args:
        form: the config in the form.

    Signals:
        edited(): a setting or its values changed.
    """

    edited = Signal()

    def __init__(self, form: RunConfig, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = form
        self.axes = self._new_axes()
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)

        titles = (self.tr("Setting"), self.tr("Second setting"))
        for title, editor in zip(titles, self.axes, strict=True):
            editor.setting.setAccessibleName(title)
            self._rows.addRow(title, editor.setting)
            self._rows.addRow(self.tr("Values"), editor)
            editor.edited.connect(self.edited)

        self.axes[1].edited.connect(self._show_second)
        self._show_second()

    def _new_axes(self) -> tuple[AxisEditor, AxisEditor]:
        first, second = AxisEditor(self._form, self), AxisEditor(self._form, self)
        first.propose(FIRST_FIELD, FIRST_VALUES)
        second.offer_none(self.tr("none"))
        second.exclude(FIRST_FIELD)
        first.setting.currentIndexChanged.connect(self._exclude_first)
        return first, second

    def _exclude_first(self) -> None:
        """Do not offer the first setting as the second one too."""
        first, second = self.axes
        second.exclude(first.setting.currentData())

    def _show_second(self) -> None:
        """Show the values of the second setting once a setting is chosen."""
        self._rows.setRowVisible(self.axes[1], self.axes[1].axis() is not None)

    def grid(self) -> Grid:
        """Return the grid over the form's config.

        Raises:
            ConfigError: if there are too many cells.
        """
        axes = (editor.axis() for editor in self.axes)
        return Grid(self._form, tuple(axis for axis in axes if axis is not None))
