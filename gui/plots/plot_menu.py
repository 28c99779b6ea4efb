"""The menu of rarely used options of the plots: axis, smoothing, seeds, saving."""

from collections.abc import Callable

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from core.run.series import XAxis
from gui.plots.curves import Choices
from gui.style import theme
from gui.widgets.panel import styled_label
from gui.widgets.picture_file import PictureFormat
from gui.widgets.plain_text import PlainLabel

SLIDER_WIDTH = 28 * theme.STEP
MAX_SMOOTHING = 99  # hundredths


class SmoothingRow(QWidget):
    """A name, a slider from 0 to 0.99 and its value.

    Signals:
        moved(float): the new value.
    """

    moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = PlainLabel(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, MAX_SMOOTHING)
        self.slider.setFixedWidth(SLIDER_WIDTH)
        self.slider.valueChanged.connect(self._on_moved)

        self._value = styled_label("quiet", self)
        self._value.setFont(theme.tabular(self._value.font()))
        self._value.setMinimumWidth(self._value.fontMetrics().horizontalAdvance("0.00"))

        row = QHBoxLayout(self)
        row.setContentsMargins(7 * theme.STEP, theme.STEP, theme.PADDING, theme.STEP)
        row.setSpacing(2 * theme.STEP)
        for widget in (self.name, self.slider, self._value):
            row.addWidget(widget)
        self._on_moved(0)

    def _on_moved(self, hundredths: int) -> None:
        self._value.setText(f"{hundredths / 100:.2f}")
        self.moved.emit(hundredths / 100)


class PlotMenu(QToolButton):
    """A button with a menu.

    Signals:
        choices_changed(): see `choices`.
        save_requested(PictureFormat): save the picture to a file.
        numbers_requested(): save the numbers to a file.
        copy_requested(): copy the picture to the clipboard.
        table_requested(): show the numbers as a table.
    """

    choices_changed = Signal()
    save_requested = Signal(object)
    numbers_requested = Signal()
    copy_requested = Signal()
    table_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAutoRaise(True)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.setMenu(menu)

        # how curves are drawn
        self._axis_title = menu.addAction("")
        self._axis_title.setEnabled(False)
        self._axes = self._axis_actions(menu)
        menu.addSeparator()
        self._smoothing = SmoothingRow()
        self._smoothing.moved.connect(self._on_chosen)
        row = QWidgetAction(menu)
        row.setDefaultWidget(self._smoothing)
        menu.addAction(row)
        self._grouped, self._singles = self._check_box(menu, True), self._check_box(menu, False)
        self._grouped.toggled.connect(self._singles.setEnabled)

        # what is taken from the plots
        menu.addSeparator()
        self._saves = {kind: menu.addAction("", self._save_request(kind)) for kind in PictureFormat}
        self._numbers = menu.addAction("", self.numbers_requested.emit)
        self._copy = menu.addAction("", self.copy_requested.emit)
        menu.addSeparator()
        self._table = menu.addAction("", self.table_requested.emit)

    def _axis_actions(self, menu: QMenu) -> dict[XAxis, QAction]:
        group = QActionGroup(self)
        actions = {}
        for axis in XAxis:
            actions[axis] = group.addAction("")
            actions[axis].setCheckable(True)
            actions[axis].setChecked(axis is XAxis.EPOCH)
        menu.addActions(group.actions())
        group.triggered.connect(self._on_chosen)
        return actions

    def _check_box(self, menu: QMenu, is_on: bool) -> QAction:
        action = menu.addAction("")
        action.setCheckable(True)
        action.setChecked(is_on)
        action.toggled.connect(self._on_chosen)
        return action

    def _save_request(self, kind: PictureFormat) -> Callable[[], None]:
        return lambda: self.save_requested.emit(kind)

    def _on_chosen(self) -> None:
        self.choices_changed.emit()

    def show_choices(self, choices: Choices) -> None:
        """Show choices made before."""
        self._axes[choices.axis].setChecked(True)
        self._smoothing.slider.setValue(round(choices.smoothing * 100))
        self._grouped.setChecked(choices.is_grouped)
        self._singles.setChecked(choices.shows_singles)
        self.choices_changed.emit()

    def choices(self, is_logarithmic: bool) -> Choices:
        """Return the choices of the menu, with the one made next to it."""
        return Choices(
            axis=next(axis for axis, action in self._axes.items() if action.isChecked()),
            smoothing=self._smoothing.slider.value() / 100,
            is_grouped=self._grouped.isChecked(),
            shows_singles=self._singles.isChecked(),
            is_logarithmic=is_logarithmic,
        )

    def retranslate(self) -> None:
        """Set all texts again."""
        self.setToolTip(self.tr("Axis, smoothing, seeds, save and copy"))
        self.setAccessibleName(self.tr("Options of the plots"))

        self._axis_title.setText(self.tr("Horizontal axis"))
        for axis, text in (
            (XAxis.EPOCH, self.tr("Epochs")),
            (XAxis.TIME, self.tr("Computing time")),
            (XAxis.EXAMPLES, self.tr("Examples seen")),
            (XAxis.MULTIPLICATIONS, self.tr("Multiplications, forwards")),
        ):
            self._axes[axis].setText(text)

        self._smoothing.name.setText(self.tr("Smoothing"))
        self._smoothing.slider.setAccessibleName(self.tr("Smoothing"))
        self._smoothing.setToolTip(
            self.tr(
                "Exponential average, corrected for its start as in TensorBoard; the real curve "
                "stays faintly behind"
            )
        )

        self._grouped.setText(self.tr("Mean and band over seeds"))
        self._grouped.setToolTip(
            self.tr(
                "Runs that differ only in the seed become one curve: the mean of the runs that "
                "reached the epoch,\nin a band from the lowest to the highest of them"
            )
        )
        self._singles.setText(self.tr("Single runs behind the mean"))

        self._saves[PictureFormat.PNG].setText(self.tr("Save picture as PNG…"))
        self._saves[PictureFormat.SVG].setText(self.tr("Save picture as SVG…"))
        self._numbers.setText(self.tr("Save numbers as CSV…"))
        self._copy.setText(self.tr("Copy picture"))
        self._table.setText(self.tr("Show as table…"))

    def restyle(self) -> None:
        """Draw the icon in the current colour scheme."""
        self.setIcon(qtawesome.icon("mdi6.dots-horizontal", color=theme.colours().text))
