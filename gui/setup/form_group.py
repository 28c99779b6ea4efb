"""A group of the form: a heading and its fields; an advanced group folds its fields away.

While it is folded, it shows which of its settings differ from their defaults, or what it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import qtawesome
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from superqt import QCollapsible

from core.config.differences import format_setting
from core.config.fields import (
    ConfigError,
    FieldKind,
    FieldSpec,
    fields_of,
    matters,
    value_at,
)
from core.config.run import RunConfig
from core.config.setting import Group
from gui.setup.layers_editor import LayersEditor
from gui.setup.preset_choice import ParagraphOfForm
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import SimpleEditor, editor_for
from gui.widgets.panel import Panel, styled_label
from gui.widgets.plain_text import PlainElidingLabel, PlainLabel, plain_tip

QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own, which PySide does not export
SUMMARY_INDENT = 6 * theme.STEP  # where the title of a folded group begins, after its arrow


@dataclass
class FormRow:
    """A field in the form: what it is called, where it is edited, and what is wrong with it."""

    spec: FieldSpec
    label: QLabel
    editor: SimpleEditor | LayersEditor
    error: QLabel


class Fold(QCollapsible):
    """The heading of an advanced group with an arrow, its summary while folded, and its fields.

    Signals:
        clicked(bool): the user folded it, or unfolded it (True).
    """

    clicked = Signal(bool)

    def __init__(self, fields: QWidget, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setDuration(0)
        # super's never exceeds the height with all fields on one line with their labels
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._names, self._values = self._new_names(), self._new_values()

        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(0)
        layout.setAlignment(Qt.AlignmentFlag(0))  # that at the top gives all parts their hints
        indented = QVBoxLayout()
        indented.setContentsMargins(SUMMARY_INDENT, 0, 0, 0)
        indented.addWidget(self._names)
        indented.addWidget(self._values)
        layout.insertLayout(1, indented)
        for summary in (self._names, self._values):
            summary.installEventFilter(self)
        for each in (layout, self.content().layout()):
            if each is not None:
                each.setContentsMargins(0, 0, 0, 0)

        self.addWidget(fields)
        # folding only makes it flat, so that Tab would wander through hidden fields
        self.content().hide()
        self.toggled.connect(self._show_part)
        self.toggleButton().clicked.connect(self.clicked)

    def _new_names(self) -> PlainElidingLabel:
        names = PlainElidingLabel(self)
        names.setProperty("role", "quiet")
        names.setFont(theme.sized(names.font(), theme.TEXT))
        return names

    def _new_values(self) -> ParagraphOfForm:
        values = ParagraphOfForm(self)
        values.setProperty("role", "")  # what differs is not quiet
        return values

    def show_summary(self, names: str, values: str) -> None:
        """Set what is shown while folded: the settings' names on a line, or the changed values."""
        self._names.setText(names)
        self._names.setToolTip(plain_tip(names))
        self._values.setText(values)
        self.toggleButton().setAccessibleDescription(values or names)
        self._show_part()

    def _show_part(self) -> None:
        is_open, has_values = self.isExpanded(), bool(self._values.text())
        self.content().setVisible(is_open)
        if is_open:
            # it would be as high as on one line each, so that labels above fields squash these
            self.content().setMaximumHeight(QWIDGETSIZE_MAX)
        self._names.setVisible(not is_open and not has_values)
        self._values.setVisible(not is_open and has_values)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Unfold when the summary is clicked."""
        if watched is not self._names and watched is not self._values:
            return False  # super's would limit the height again
        if (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
            and event.button() is Qt.MouseButton.LeftButton
        ):
            self.toggleButton().click()
        return False

    def restyle(self) -> None:
        """Colour the arrow, and the frame around the focused heading."""
        named = theme.colours()
        self.setCollapsedIcon(qtawesome.icon("mdi6.chevron-right", color=named.quiet))
        self.setExpandedIcon(qtawesome.icon("mdi6.chevron-down", color=named.quiet))
        self.toggleButton().setStyleSheet(
            "QPushButton { text-align: left; border: 1px solid transparent;"
            " border-radius: 4px; padding: 2px; }"
            f" QPushButton:focus {{ border-color: {named.accent}; }}"
        )


class FormGroup(Panel):
    """The fields of a group with their labels, and below each what is wrong with it.

    Attributes:
        form: the layout, for rows that are no fields of the group.
        rows: the fields, by dotted path.

    Signals:
        edited(): the user changed a value.
        clicked(bool): the user folded it, or unfolded it (True).
    """

    edited = Signal()
    clicked = Signal(bool)

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.rows: dict[str, FormRow] = {}
        self._config: RunConfig | None = None
        self._part = QWidget(self)
        self.form = self._new_form()
        self._title = styled_label("heading", self)
        self._fold: Fold | None = None

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if group.is_basic:
            layout.addWidget(self._title)
            layout.addWidget(self._part)
        else:
            self._title.hide()
            self._fold = Fold(self._part, self)
            self._fold.clicked.connect(self.clicked)
            layout.addWidget(self._fold)

    def _new_form(self) -> QFormLayout:
        form = QFormLayout(self._part)
        form.setContentsMargins(0, theme.STEP, 0, theme.STEP)
        form.setHorizontalSpacing(0)  # Qt ignores one when it wraps rows: `add_row` has the gap
        form.setVerticalSpacing(theme.STEP + 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        return form

    def add_fields(self, decided: tuple[str, ...]) -> None:
        """Add the group's fields but those that are `decided` elsewhere."""
        for spec in fields_of(self.group):
            if spec.path not in decided:
                self.rows[spec.path] = self._new_row(spec)
        self.restyle()
        self.retranslate()

    def _new_row(self, spec: FieldSpec) -> FormRow:
        part = self._part
        error = styled_label("wrong", part)
        error.setWordWrap(True)

        label = PlainLabel(part)
        editor = LayersEditor(part) if spec.kind is FieldKind.LAYERS else editor_for(spec, part)
        editor.setObjectName(spec.path)
        editor.edited.connect(self.edited)

        if isinstance(editor, LayersEditor):
            self.form.addRow(label)
            self.form.addRow(editor)
        else:
            self.add_row(label, editor)
        self.form.addRow(error)
        self.form.setRowVisible(error, False)
        return FormRow(spec, label, editor, error)

    def add_row(self, label: QLabel, field: QWidget) -> None:
        """Add a field and its label, which stands above the field where both are too wide."""
        label.setBuddy(field)
        label.setContentsMargins(0, 0, 2 * theme.STEP, 0)
        self.form.addRow(label, field)

    def needed_width(self) -> int:
        """Return the width of the fields, shown or folded."""
        return self._part.minimumSizeHint().width()

    def set_open(self, is_open: bool) -> None:
        """Show the fields, or fold them if the group can."""
        if self._fold is not None and is_open:
            self._fold.expand(animate=False)
        elif self._fold is not None:
            self._fold.collapse(animate=False)

    def show_config(self, config: RunConfig) -> None:
        """Show the fields that have an effect with this config, and sum them up."""
        self._config = config
        is_line = config.is_regression and self.group is Group.NETWORK
        shown = {path: matters(row.spec, config) and not is_line for path, row in self.rows.items()}
        for path, row in self.rows.items():
            self.form.setRowVisible(row.editor, shown[path])
            if isinstance(row.editor, LayersEditor):
                self.form.setRowVisible(row.label, shown[path])

        if self._fold is not None:
            self.setVisible(any(shown.values()))
            self._sum_up(config, [self.rows[path] for path in shown if shown[path]])

    def _sum_up(self, config: RunConfig, rows: list[FormRow]) -> None:
        assert self._fold is not None
        changed = (row for row in rows if value_at(config, row.spec.path) != row.spec.default)
        values = (
            self.tr("{setting}: {value}").format(
                setting=self._name(row.spec),
                value=translate(format_setting(config, row.spec.path)),
            )
            for row in changed
        )
        names = self.tr(", ").join(translate(row.spec.about.title) for row in rows)
        self._fold.show_summary(names, " · ".join(values))

    def show_faults(self, reasons: Mapping[str, ConfigError]) -> None:
        """Mark the fields that are wrong, by their paths; what keeps Train from starting shows."""
        for path, row in self.rows.items():
            wrong = reasons.get(path)
            row.editor.set_wrong(wrong is not None)
            if wrong is not None and isinstance(row.editor, LayersEditor):
                row.editor.set_wrong_at(wrong.path)
            row.error.setText(_sentence(wrong) if wrong is not None else "")
            self.form.setRowVisible(row.error, wrong is not None)
            if wrong is not None:
                self.set_open(True)

    def retranslate(self) -> None:
        """Translate the heading, labels, tooltips and choices."""
        title = translate(self.group.label)
        self._title.setText(title)
        if self._fold is not None:
            self._fold.setText(title)

        for row in self.rows.values():
            row.label.setText(self._name(row.spec))
            tip = self._tip(row.spec)
            row.label.setToolTip(plain_tip(tip))
            row.editor.retranslate()
            if not isinstance(row.editor, LayersEditor):
                row.editor.setToolTip(plain_tip(tip))
                row.editor.setAccessibleName(translate(row.spec.about.title))
        if self._config is not None:
            self.show_config(self._config)

    def restyle(self) -> None:
        """Colour the arrow of a folded group."""
        if self._fold is not None:
            self._fold.restyle()

    def _name(self, spec: FieldSpec) -> str:
        title, unit = translate(spec.about.title), spec.about.unit
        if unit is None:
            return title
        return self.tr("{title} ({unit})").format(title=title, unit=translate(unit))

    def _tip(self, spec: FieldSpec) -> str:
        text = translate(spec.about.help)
        if spec.low is None or spec.high is None:
            return text
        limits = self.tr("From {low} to {high}.").format(
            low=f"{spec.low:.10g}", high=f"{spec.high:.10g}"
        )
        return f"{text}\n{limits}"


def _sentence(error: ConfigError) -> str:
    reason = translate(error.message)
    return reason[:1].upper() + reason[1:]
