"""One axis of a grid: a setting and the values to try."""

import json
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from core.comparison.experiment import Axis
from core.comparison.grid_settings import SETTINGS, offered, value_of, varied
from core.config.differences import format_value
from core.config.fields import ConfigError, FieldKind, FieldSpec
from core.config.run import RunConfig
from gui.comparison.dialog.tick_list import TickList
from gui.style.translation import translate
from gui.widgets.field_editors import next_value
from gui.widgets.panel import column

MIN_HALVED = 8  # whole numbers from here on are proposed with their half and double


class AxisEditor(QWidget):
    """The values of the chosen setting: a line to type numbers in, or a list of choices to tick.

    A setting that is chosen starts with valid values around the form's.

    Args:
        base: the config in the form.

    Attributes:
        setting: the list of settings; the dialog shows it in a row of its own.

    Signals:
        edited(): the setting or its values changed.
    """

    edited = Signal()

    def __init__(self, base: RunConfig, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = base
        self.setting = QComboBox(parent)
        for path in offered(base):
            self.setting.addItem(translate(SETTINGS[path].about.title), path)

        self._line, self._list = QLineEdit(self), TickList(self)
        self._line.setPlaceholderText(self.tr("values, separated by commas"))
        self._pages = QStackedWidget(self)
        for page in (self._line, self._list):
            page.setAccessibleName(self.tr("Values"))
            self._pages.addWidget(page)
        column(self, padding=0).addWidget(self._pages)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

        self.setting.currentIndexChanged.connect(self._on_setting)
        self._line.textChanged.connect(self.edited)
        self._list.itemChanged.connect(self.edited)
        self._show_values()

    def offer_none(self, text: str) -> None:
        """Add a choice for no setting, and select it."""
        self.setting.insertItem(0, text, "")
        self.setting.setCurrentIndex(0)

    def propose(self, path: str, values: str) -> None:
        """Select this setting and enter these values, as a user would type them."""
        self.setting.setCurrentIndex(max(0, self.setting.findData(path)))
        self._line.setText(values)

    def exclude(self, path: str) -> None:
        """Disable one setting, because the other axis has it; if it is chosen, choose none."""
        items = self.setting.model()
        assert isinstance(items, QStandardItemModel)
        for index in range(self.setting.count()):
            items.item(index).setEnabled(self.setting.itemData(index) != path)
        if self.setting.currentData() == path:
            self.setting.setCurrentIndex(0)

    def _on_setting(self) -> None:
        self._show_values()
        self.edited.emit()

    def _show_values(self) -> None:
        """Show a list of all choices, ticked, or a line for numbers."""
        spec = SETTINGS.get(self.setting.currentData() or "")
        choices = _choices(spec) if spec is not None else ()
        self._list.blockSignals(True)
        self._list.clear()
        for choice in choices:
            is_valid = self._is_valid(self.setting.currentData(), choice)
            text = translate(format_value(choice))
            self._list.add(text, str(choice), is_ticked=is_valid)
        self._list.blockSignals(False)

        if spec is not None and not choices:
            self._line.blockSignals(True)
            self._line.setText(", ".join(f"{value:.10g}" for value in self._valid_values(spec)))
            self._line.blockSignals(False)
        self._line.setEnabled(spec is not None)
        shown: QWidget = self._list if choices else self._line
        self._pages.setCurrentWidget(shown)
        self._pages.setFixedHeight(shown.sizeHint().height())

    def _valid_values(self, spec: FieldSpec) -> list[float]:
        """Return the form's value and others that differ from it, as far as the form allows them.

        Of larger whole numbers they are half and double, of others the round ones next to it.
        """
        value = value_of(self._base, self.setting.currentData())
        if spec.kind is FieldKind.INTEGER and value >= MIN_HALVED:
            candidates = dict.fromkeys((value // 2, value, 2 * value, 4 * value))
        else:
            smaller, larger = (next_value(spec, value, direction) for direction in (-1, 1))
            candidates = dict.fromkeys((smaller, value, larger, next_value(spec, larger, 1)))
        path = self.setting.currentData()
        return [number for number in candidates if self._is_valid(path, number)][:3]

    def _is_valid(self, path: str, value: object) -> bool:
        try:
            varied(self._base, {path: value})
        except ConfigError:
            return False
        return True

    def axis(self) -> Axis | None:
        """Return the axis, its numbers still unchecked; None if no setting is chosen."""
        path = self.setting.currentData()
        if not path:
            return None

        choices = _choices(SETTINGS[path])
        if choices:
            ticked = map(self._list.row, self._list.ticked())
            return Axis(path, tuple(choices[row] for row in ticked))

        texts = filter(None, map(str.strip, self._line.text().replace("，", ",").split(",")))
        return Axis(path, tuple(dict.fromkeys(map(_value, texts))))


def _choices(spec: FieldSpec) -> Sequence[object]:
    return (True, False) if spec.kind is FieldKind.BOOLEAN else spec.choices


def _value(text: str) -> object:
    """Read a number; any other text is returned, for the check of the setting to reject."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, int | float) else text
