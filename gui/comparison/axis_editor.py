"""One side of a grid: a setting, and the values of it that are tried."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from core.comparison.experiment import Axis
from core.config.differences import said
from core.config.fields import FIELDS, FieldKind, FieldSpec
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column


class TickList(QListWidget):
    """Names with boxes to tick; it asks for room for all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSpacing(theme.STEP // 2)

    def sizeHint(self) -> QSize:
        """From the first row to the last."""
        ends = [
            self.visualItemRect(self.item(row)) for row in (0, self.count() - 1) if self.count()
        ]
        rows = ends[1].bottom() + 1 - ends[0].top() if ends else 0
        return QSize(
            super().sizeHint().width(), rows + 2 * (2 * self.spacing() + self.frameWidth())
        )


class AxisEditor(QWidget):
    """The values of the chosen setting: a line in which numbers are typed, or a list to tick choices in.

    Attributes:
        setting: the list of settings; it stands beside this widget, in a row of its own.

    Signals:
        edited(): the setting or its values changed.
    """

    edited = Signal()

    def __init__(self, offered: Sequence[FieldSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = QComboBox(parent)
        for spec in offered:
            self.setting.addItem(translate(spec.about.title), spec.path)
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
        """Let there be no setting, and begin so."""
        self.setting.insertItem(0, text, "")
        self.setting.setCurrentIndex(0)

    def propose(self, path: str, values: str) -> None:
        """Begin with this setting and these values, as they are typed."""
        self.setting.setCurrentIndex(max(0, self.setting.findData(path)))
        self._line.setText(values)

    def _on_setting(self) -> None:
        self._show_values()
        self.edited.emit()

    def _show_values(self) -> None:
        """A list of what there is to choose from, all ticked; a line for numbers."""
        spec = FIELDS.get(self.setting.currentData() or "")
        choices = _choices(spec) if spec is not None else ()
        self._list.blockSignals(True)
        self._list.clear()
        for choice in choices:
            item = QListWidgetItem(translate(said(choice)), self._list)
            item.setData(Qt.ItemDataRole.UserRole, str(choice))
            item.setCheckState(Qt.CheckState.Checked)
        self._list.blockSignals(False)
        self._line.setEnabled(spec is not None)
        shown: QWidget = self._list if choices else self._line
        self._pages.setCurrentWidget(shown)
        self._pages.setFixedHeight(shown.sizeHint().height())

    def axis(self) -> Axis | None:
        """What is described; None if no setting is chosen. Numbers are not checked yet."""
        path = self.setting.currentData()
        if not path:
            return None
        choices = _choices(FIELDS[path])
        if choices:
            states = (self._list.item(row).checkState() for row in range(self._list.count()))
            chosen = (
                c
                for c, state in zip(choices, states, strict=True)
                if state is Qt.CheckState.Checked
            )
            return Axis(path, tuple(chosen))
        return Axis(path, tuple(map(_value, self._line.text().replace("，", ",").split(","))))


def _choices(spec: FieldSpec) -> Sequence[object]:
    return (True, False) if spec.kind is FieldKind.BOOLEAN else spec.choices


def _value(text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return text.strip()
    return value
