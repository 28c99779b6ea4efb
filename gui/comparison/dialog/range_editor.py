"""One setting of a search, and the range in which it is tried."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from core.comparison.grid_settings import SETTINGS
from core.config.differences import format_value
from core.config.fields import FieldKind
from core.config.run import RunConfig
from core.search.ranges import Range, number_of, proposed, searchable
from gui.comparison.dialog.tick_list import TickList
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column
from gui.widgets.plain_text import PlainLabel


class RangeEditor(QWidget):
    """The range of the chosen setting: two numbers and a scale, or a list of choices to tick.

    A setting that is chosen starts with a usual range.

    Args:
        base: the config in the form.

    Attributes:
        setting: the list of settings; the page shows it in a row of its own.

    Signals:
        edited(): the setting or its range changed.
    """

    edited = Signal()

    def __init__(self, base: RunConfig, parent: QWidget) -> None:
        super().__init__(parent)
        self._base = base
        self.setting = QComboBox(parent)
        for path in searchable(base):
            self.setting.addItem(translate(SETTINGS[path].about.title), path)

        self._low, self._high = QLineEdit(self), QLineEdit(self)
        self._low.setAccessibleName(self.tr("From"))
        self._high.setAccessibleName(self.tr("To"))
        self._is_logarithmic = QCheckBox(self.tr("logarithmic"), self)
        self._is_logarithmic.setToolTip(
            self.tr("Try each tenfold step as often as the next, instead of each equal distance")
        )
        self._list = TickList(self)
        self._list.setAccessibleName(self.tr("Values"))
        self._build()

        self.setting.currentIndexChanged.connect(self._on_setting)
        for edit in (self._low, self._high):
            edit.textChanged.connect(self.edited)
        self._is_logarithmic.toggled.connect(self.edited)
        self._list.itemChanged.connect(self.edited)
        self._show_range()

    def _build(self) -> None:
        self._numbers = QWidget(self)
        row = QHBoxLayout(self._numbers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.STEP)
        row.addWidget(self._low, 1)
        row.addWidget(PlainLabel(self._numbers, self.tr("to")))
        row.addWidget(self._high, 1)
        row.addWidget(self._is_logarithmic)
        self._pages = QStackedWidget(self)
        for page in (self._numbers, self._list):
            self._pages.addWidget(page)
        column(self, padding=0).addWidget(self._pages)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def offer_none(self, text: str) -> None:
        """Add a choice for no setting, and select it."""
        self.setting.insertItem(0, text, "")
        self.setting.setCurrentIndex(0)

    def choose(self, path: str) -> None:
        """Select this setting with its usual range, if it is offered."""
        index = self.setting.findData(path)
        if index >= 0:
            self.setting.setCurrentIndex(index)

    def exclude(self, paths: Sequence[str]) -> None:
        """Disable settings that other editors have."""
        items = self.setting.model()
        assert isinstance(items, QStandardItemModel)
        for index in range(self.setting.count()):
            items.item(index).setEnabled(self.setting.itemData(index) not in paths)

    @property
    def path(self) -> str:
        """The chosen setting; empty for none."""
        return str(self.setting.currentData() or "")

    def _on_setting(self) -> None:
        self._show_range()
        self.edited.emit()

    def _show_range(self) -> None:
        """Show the usual range of the chosen setting."""
        usual = proposed(self._base, self.path) if self.path else None
        parts = (self._low, self._high, self._is_logarithmic, self._list)
        blockers = [QSignalBlocker(part) for part in parts]
        self._list.clear()
        if usual is not None and usual.is_numeric:
            for edit, end in ((self._low, usual.low), (self._high, usual.high)):
                edit.setText(f"{end:.10g}")
            self._is_logarithmic.setChecked(usual.is_logarithmic)
        elif usual is not None:
            self._show_choices(usual)
        del blockers

        shown: QWidget = self._list if self._list.count() else self._numbers
        self._pages.setCurrentWidget(shown)
        self._pages.setFixedHeight(shown.sizeHint().height())

    def _show_choices(self, usual: Range) -> None:
        """List all values of a choice, those ticked that suit the form."""
        spec = usual.spec
        is_boolean = spec.kind is FieldKind.BOOLEAN
        for choice in usual.choices if is_boolean else spec.choices:
            plain = choice if is_boolean else str(choice)
            text = translate(format_value(choice))
            self._list.add(text, plain, is_ticked=plain in usual.choices)

    def range(self) -> Range | None:
        """Return the range; None if no setting is chosen.

        Raises:
            ConfigError: if there is nothing to try.
        """
        if not self.path:
            return None
        if self._list.count():
            ticked = (item.data(Qt.ItemDataRole.UserRole) for item in self._list.ticked())
            return Range(self.path, choices=tuple(ticked))
        low, high = (number_of(self.path, edit.text()) for edit in (self._low, self._high))
        return Range(self.path, low, high, self._is_logarithmic.isChecked())
