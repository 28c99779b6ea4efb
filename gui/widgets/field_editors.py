"""One editor for each kind of field.

All have the same members: `value` returns their content, unchecked, `set_value` shows a value
without a signal, `set_wrong` marks them, `retranslate` sets their texts, and `edited` is emitted
for changes by the user only.
"""

import math
import re
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from core.config.fields import FieldKind, FieldSpec
from core.config.setting import Scale
from core.messages import Message
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.plain_text import plain_tip

# 0,01 as much of the world writes 0.01; 1,000 may be a thousand, so it stays a text
DECIMAL_COMMA = re.compile(r"(?![1-9]\d{0,2},\d{3}$)\d*,\d+")
SLIDER_STEPS_PER_DECADE = 12
HUNDREDTHS = 100  # steps of a slider from 0 to 1
SMALLEST = 1e-6  # of a logarithmic field that may be 0; below it there is only 0


def _mark(widget: QWidget, is_wrong: bool) -> None:
    widget.setProperty("wrong", is_wrong)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class NumberEdit(QLineEdit):
    """A number as text; the up and down keys change it.

    They add a constant step, or follow 1, 2, 5, 10, ... if the field is logarithmic.

    Signals:
        edited(): the user changed the text.
    """

    edited = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self.setFont(theme.tabular(self.font()))
        self.textEdited.connect(self.edited)

    def value(self) -> object:
        """Return a number if the text is one, and otherwise the text."""
        text = self.text().strip()
        if self._spec.kind is FieldKind.REAL and DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
        for read in (int, float) if self._spec.kind is FieldKind.REAL else (int,):
            try:
                return read(text)
            except ValueError:
                continue
        return text

    def set_value(self, value: object) -> None:
        """Show a number in its shortest form, without a signal."""
        text = f"{value:.10g}" if isinstance(value, float) else str(value)
        if text != self.text():
            self.setText(text)

    def set_wrong(self, is_wrong: bool) -> None:
        """Draw a red frame, or none."""
        _mark(self, is_wrong)

    def retranslate(self) -> None:
        """Do nothing: numbers have no words."""

    def step(self, direction: int) -> None:
        """Go to the next larger (1) or smaller (-1) round value within the limits."""
        value = self.value()
        if isinstance(value, int | float):
            self.set_value(next_value(self._spec, value, direction))
            self.edited.emit()

    def event(self, event: QEvent) -> bool:
        """Leave Undo and Redo to the form."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        keys = QKeySequence.StandardKey
        if not event.matches(keys.Undo) and not event.matches(keys.Redo):
            return super().event(event)
        event.ignore()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step at Up and Down; leave all other keys to Qt."""
        directions = {int(Qt.Key.Key_Up): 1, int(Qt.Key.Key_Down): -1}
        if event.key() in directions:
            self.step(directions[event.key()])
        else:
            super().keyPressEvent(event)


def next_value(spec: FieldSpec, value: float, direction: int) -> int | float:
    """Return the round value after or before `value`, within the field's limits."""
    assert spec.low is not None
    assert spec.high is not None
    # a typed value may be out of range, infinite or NaN: the first step leads to a limit
    if not spec.low <= value <= spec.high:
        step = spec.high if value > spec.high else spec.low
    elif spec.about.scale is Scale.LOGARITHMIC:
        step = _next_round(
            value,
            direction,
            smallest=1.0 if spec.kind is FieldKind.INTEGER else max(spec.low, SMALLEST),
        )
    else:
        step = value + direction * (1 if spec.kind is FieldKind.INTEGER else 0.05)

    bounded = min(spec.high, max(spec.low, step))
    return round(bounded) if spec.kind is FieldKind.INTEGER else round(bounded, 10)


def _next_round(value: float, direction: int, smallest: float) -> float:
    """Follow ..., 1, 2, 5, 10, 20, ...; below the smallest there is only 0."""
    if value < smallest or (value == smallest and direction < 0):
        return smallest if direction > 0 else 0.0
    decade = math.floor(math.log10(value) + 1e-9)
    rounds = [
        factor * 10.0**power for power in range(decade - 1, decade + 2) for factor in (1, 2, 5)
    ]
    if direction > 0:
        return min(number for number in rounds if number > value * (1 + 1e-9))
    return max(number for number in rounds if number < value * (1 - 1e-9))


@dataclass(frozen=True)
class SliderScale:
    """The positions of a slider for a field: parts of powers of ten, or hundredths.

    Where a logarithmic field may be 0, that is the position below its smallest number.
    """

    spec: FieldSpec

    @property
    def _is_logarithmic(self) -> bool:
        return self.spec.about.scale is Scale.LOGARITHMIC

    def position(self, value: float) -> int:
        """Return the position that is nearest to a value, which may be out of range."""
        low, high = self.spec.low, self.spec.high
        assert low is not None
        assert high is not None
        if not self._is_logarithmic:
            return round(min(max(value, low), high) * HUNDREDTHS)

        smallest = low or SMALLEST
        if value < smallest and low == 0:
            return self.position(smallest) - 1
        return round(math.log10(min(max(value, smallest), high)) * SLIDER_STEPS_PER_DECADE)

    def value(self, position: int) -> float:
        """Return the value at a position, as few digits as tell it from its neighbours."""
        assert self.spec.low is not None
        assert self.spec.high is not None
        if not self._is_logarithmic:
            return min(position / HUNDREDTHS, self.spec.high)
        if position < self.position(self.spec.low or SMALLEST):
            return 0.0
        return float(f"{10 ** (position / SLIDER_STEPS_PER_DECADE):.2g}")


class SliderEdit(QWidget):
    """A number as text with a slider next to it; see `SliderScale`.

    Signals:
        edited(): the user typed or slid.
        settled(): the user has let the slider go, or left the text or pressed Enter in it.
    """

    edited = Signal()
    settled = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert spec.low is not None
        assert spec.high is not None
        self._scale = SliderScale(spec)
        self._number = NumberEdit(spec, self)
        self._slider = QuietSlider(self)
        self._slider.setRange(*(self._scale.position(limit) for limit in (spec.low, spec.high)))
        self._slider.setPageStep(SLIDER_STEPS_PER_DECADE)
        self.setFocusProxy(self._number)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._number, 1)
        layout.addWidget(self._slider, 1)

        self._number.edited.connect(self._on_typed)
        self._slider.valueChanged.connect(self._on_slid)
        self._number.editingFinished.connect(self.settled)
        self._slider.sliderReleased.connect(self.settled)

    @property
    def is_sliding(self) -> bool:
        """Whether the slider is held with the mouse."""
        return self._slider.isSliderDown()

    def _on_typed(self) -> None:
        self._show_position()
        self.edited.emit()

    def _on_slid(self, position: int) -> None:
        self._number.set_value(self._scale.value(position))
        self.edited.emit()

    def _show_position(self) -> None:
        value = self._number.value()
        if isinstance(value, int | float) and 0 <= value < math.inf:
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._scale.position(value))

    def value(self) -> object:
        """Return a number if the text is one, and otherwise the text."""
        return self._number.value()

    def set_value(self, value: object) -> None:
        """Show a number, without a signal."""
        self._number.set_value(value)
        self._show_position()

    def set_wrong(self, is_wrong: bool) -> None:
        """Draw a red frame around the text, or none."""
        self._number.set_wrong(is_wrong)

    def retranslate(self) -> None:
        """Do nothing: numbers have no words."""

    def setAccessibleName(self, name: str) -> None:
        """Name the children too: they receive the focus."""
        super().setAccessibleName(name)
        self._number.setAccessibleName(name)
        self._slider.setAccessibleName(name)


class LeavesWheel:
    """A mix-in, put before a widget's class, that leaves the mouse wheel to the form."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel: scrolling the form must not change a value."""
        event.ignore()


class QuietSlider(LeavesWheel, QSlider):
    """A horizontal slider that ignores the mouse wheel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)


class QuietCombo(LeavesWheel, QComboBox):
    """A list of choices that ignores the mouse wheel and elides a long one."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the list and its current choice, elided where there is little space."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        area = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideMiddle, area.width() - 2
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class ChoiceEdit(QuietCombo):
    """One of a field's choices.

    Signals:
        edited(): the user chose.
    """

    edited = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._reasons: dict[str, Message | None] = {}
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for choice in spec.choices:
            self.addItem("", choice.value)
        self.activated.connect(self.edited)

    def value(self) -> object:
        """Return the choice as it is stored in files."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Show a choice, without a signal."""
        self.setCurrentIndex(self.findData(str(value)))

    def set_wrong(self, is_wrong: bool) -> None:
        """Draw a red frame, or none."""
        _mark(self, is_wrong)

    def retranslate(self) -> None:
        """Set the names of the choices, and why some cannot be chosen."""
        for index, choice in enumerate(self._spec.choices):
            self.setItemText(index, translate(choice.label))
            reason = self._reasons.get(choice.value)
            self.setItemData(
                index,
                plain_tip(translate(reason)) if reason is not None else None,
                Qt.ItemDataRole.ToolTipRole,
            )

    def set_reason(self, value: str, reason: Message | None) -> None:
        """Disable a choice and show the reason as its tool tip; None enables it."""
        self._reasons[value] = reason
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        model.item(self.findData(value)).setEnabled(reason is None)
        self.retranslate()


class CheckEdit(QCheckBox):
    """Yes or no.

    Signals:
        edited(): the user changed it.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(self.edited)

    def value(self) -> object:
        """Return whether the box is checked."""
        return self.isChecked()

    def set_value(self, value: object) -> None:
        """Check or uncheck the box, without a signal."""
        self.setChecked(bool(value))

    def set_wrong(self, is_wrong: bool) -> None:
        """Mark the box as wrong, or remove the mark."""
        _mark(self, is_wrong)

    def retranslate(self) -> None:
        """Do nothing: the label belongs to the form."""


SimpleEditor = NumberEdit | SliderEdit | ChoiceEdit | CheckEdit


def editor_for(spec: FieldSpec, parent: QWidget) -> SimpleEditor:
    """Return the editor that fits the field."""
    if spec.kind is FieldKind.CHOICE:
        return ChoiceEdit(spec, parent)
    if spec.kind is FieldKind.BOOLEAN:
        return CheckEdit(parent)
    is_wide_range = spec.kind is FieldKind.REAL and spec.about.scale is Scale.LOGARITHMIC
    return SliderEdit(spec, parent) if is_wide_range and spec.low else NumberEdit(spec, parent)
