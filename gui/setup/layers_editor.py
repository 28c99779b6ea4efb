"""The hidden layers of a network as rows: units, activation, dropout."""

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.config.fields import FIELDS, LAYER_FIELDS
from core.config.model import Layer
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import editor_for
from gui.widgets.panel import Panel, styled_label
from gui.widgets.plain_text import plain_tip

MAX_LAYERS = 6


class LayersEditor(Panel):
    """Rows of layers that can be added to, changed and removed.

    Attributes:
        comes_after: the widget from which Tab leads to the first row.

    Signals:
        edited(): the user changed something.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_LayerRow] = []
        self._headers: list[QLabel] = []
        self.comes_after: QWidget | None = None

        self._grid = QGridLayout()
        self._grid.setSpacing(theme.STEP)
        self._grid.setColumnStretch(1, 1)
        for index, (name, spec) in enumerate(LAYER_FIELDS.items()):
            label = styled_label("quiet", self)
            label.setObjectName(name)
            label.setToolTip(plain_tip(translate(spec.about.help)))
            self._headers.append(label)
            self._grid.addWidget(label, 0, index)

        self._none = styled_label("quiet", self)
        self._add = QPushButton(self)
        self._add.clicked.connect(self._on_add)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.STEP)
        layout.addLayout(self._grid)
        layout.addWidget(self._none)
        layout.addWidget(self._add)

        self.retranslate()
        self._arrange()

    def value(self) -> object:
        """Return the layers as plain values, unchecked."""
        return [row.value() for row in self._rows]

    def set_value(self, value: object) -> None:
        """Show a sequence of `Layer` or of plain values, without a signal."""
        assert isinstance(value, list | tuple)
        layers = [
            layer.model_dump(mode="json") if isinstance(layer, Layer) else layer for layer in value
        ]
        if layers == self.value():
            return
        for row in self._rows:
            row.discard()
        self._rows = [self._new_row(layer) for layer in layers]
        self._arrange()

    def set_wrong(self, is_wrong: bool) -> None:
        """Take all marks away, or mark the whole list."""
        for row in self._rows:
            row.set_wrong(None)
        self._add.setProperty("wrong", is_wrong)

    def set_wrong_at(self, path: str) -> None:
        """Mark what ``model.hidden.0.units`` points at."""
        *_, number, name = path.split(".")
        if number.isdigit() and int(number) < len(self._rows):
            self._rows[int(number)].set_wrong(name)

    def retranslate(self) -> None:
        """Translate the headers, the button and the editors."""
        for label in self._headers:
            spec = LAYER_FIELDS[label.objectName()]
            label.setText(translate(spec.about.title))
            label.setToolTip(plain_tip(translate(spec.about.help)))
        self._none.setText(self.tr("None: pixels straight to answers"))
        self._add.setText(self.tr("Add a layer"))
        self._add.setToolTip(plain_tip(translate(FIELDS["model.hidden"].about.help)))
        for row in self._rows:
            row.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Give larger numbers more room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            for row in self._rows:
                row.fit()

    def _new_row(self, layer: dict[str, object]) -> "_LayerRow":
        row = _LayerRow(layer, self)
        for editor in row.editors.values():
            editor.edited.connect(self.edited)
        row.remove.clicked.connect(self._on_remove)
        return row

    def _arrange(self) -> None:
        for number, row in enumerate(self._rows, 1):
            for index, editor in enumerate(row.editors.values()):
                self._grid.addWidget(editor, number, index)
            self._grid.addWidget(row.remove, number, len(row.editors))
        for label in self._headers:
            label.setVisible(bool(self._rows))
        self._none.setVisible(not self._rows)
        self._add.setEnabled(len(self._rows) < MAX_LAYERS)
        self._order()

    def _order(self) -> None:
        """Let Tab visit the rows where they stand, although they are created late."""
        before = self.comes_after
        for row in self._rows:
            for widget in (*row.editors.values(), row.remove):
                if before is not None:
                    self.setTabOrder(before, widget)
                before = widget
        if before is not None:
            self.setTabOrder(before, self._add)

    def _on_add(self) -> None:
        last = self._rows[-1].value() if self._rows else Layer().model_dump(mode="json")
        self._rows.append(self._new_row(last))
        self._arrange()
        self.edited.emit()

    def _on_remove(self) -> None:
        row = next(row for row in self._rows if row.remove is self.sender())
        row.discard()
        self._rows.remove(row)
        self._arrange()
        self.edited.emit()


class _LayerRow:
    """The editors of one layer; they live in the grid of the whole list."""

    def __init__(self, layer: dict[str, object], parent: LayersEditor) -> None:
        self.editors = {name: editor_for(spec, parent) for name, spec in LAYER_FIELDS.items()}
        for name, editor in self.editors.items():
            editor.set_value(layer[name])
        self.fit()
        self.remove = QToolButton(parent)
        self.remove.setText("×")
        self.remove.setAutoRaise(True)
        self.retranslate()

    def fit(self) -> None:
        """As wide as their numbers need."""
        self.editors["units"].setFixedWidth(theme.px(14 * theme.STEP))
        self.editors["dropout"].setFixedWidth(theme.px(11 * theme.STEP))

    def value(self) -> dict[str, object]:
        return {name: editor.value() for name, editor in self.editors.items()}

    def set_wrong(self, name: str | None) -> None:
        for own, editor in self.editors.items():
            editor.set_wrong(own == name)

    def retranslate(self) -> None:
        for name, editor in self.editors.items():
            editor.retranslate()
            editor.setToolTip(plain_tip(translate(LAYER_FIELDS[name].about.help)))
            editor.setAccessibleName(translate(LAYER_FIELDS[name].about.title))
        self.remove.setToolTip(QCoreApplication.translate("LayersEditor", "Remove this layer"))
        self.remove.setAccessibleName(self.remove.toolTip())

    def discard(self) -> None:
        for widget in (*self.editors.values(), self.remove):
            widget.hide()
            widget.deleteLater()
