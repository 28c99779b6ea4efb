"""The form in which a run is described, generated from the fields of `RunConfig`."""

from dataclasses import dataclass

import qtawesome
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget
from superqt import QCollapsible

from core.config import presets
from core.config.catalogue import MNIST, NOISY_LINE
from core.config.fields import (
    FIELDS,
    ConfigError,
    FieldKind,
    FieldSpec,
    check,
    matters,
    patched,
    value_at,
    with_values,
)
from core.config.run import RunConfig
from core.config.setting import Group
from core.messages import Message, message
from core.network.architecture import parameter_count
from gui.background.jobs import JobQueue
from gui.runs.current_config import CurrentConfig
from gui.settings.preferences import Preferences
from gui.setup.data_choice import DataChoice
from gui.setup.form_history import FormHistory
from gui.setup.layers_editor import LayersEditor
from gui.setup.preset_choice import PresetChoice
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import ChoiceEdit, SimpleEditor, editor_for
from gui.widgets.panel import Panel, scrolled, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

GROUP_TITLES: dict[Group, Message] = {
    Group.NETWORK: message("Network"),
    Group.TRAINING: message("Training"),
    Group.DATA: message("Data"),
    Group.MACHINE: message("Machine"),
}
FOLDED = (Group.DATA, Group.MACHINE)
# The list of presets decides these, that of data sets, or what else is set.
BY_PRESET = (
    "preset",
    "model.kind",
    "data.dataset",
    *(path for path, spec in FIELDS.items() if spec.about.is_derived),
)

AUGMENT = [path for path in FIELDS if path.startswith("data.augment.")]
TUTORIAL_KEEPS = ("device", "threads")  # of the form
DATA_PATHS = (
    "data.dataset",
    "data.class_names",
    "data.polarity",
    "data.stored_polarity",
    "data.train_size",
    "data.test_size",
    "data.validation_size",
)


@dataclass
class _Row:
    """A field in the form: what it is called, where it is edited, and what is wrong with it."""

    spec: FieldSpec
    form: QFormLayout
    label: QLabel
    editor: SimpleEditor | LayersEditor
    error: QLabel


class SetupPanel(Panel):
    """Shows a config, has it edited, and keeps the `CurrentConfig` up to date.

    Signals:
        missing_data_chosen(): the user chose data that have to be fetched.
    """

    missing_data_chosen = Signal()

    def __init__(
        self,
        current: CurrentConfig,
        parent: QWidget | None = None,
        *,
        jobs: JobQueue | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._last_images = current.last_valid
        self._rows: dict[str, _Row] = {}
        self._groups: dict[Group, QCollapsible | QLabel] = {}

        self.history = FormHistory(self)
        self.history.config_recalled.connect(self.set_config)
        self._preset = PresetChoice(self)
        self._preset.preset_chosen.connect(self.choose_preset)
        self._data = DataChoice(jobs, preferences, self)
        self._data.changes_found.connect(self._on_data_chosen)
        self.choose_data = self._data.choose
        self._data_label = PlainLabel(self)
        self._data_label.setBuddy(self._data)

        self._augment, self._parameters = styled_label("quiet", self), styled_label("quiet")

        self._build()
        self.restyle()
        self.retranslate()
        self.set_config(current.last_valid)

    def config(self) -> RunConfig | None:
        """Return what the form describes, None while something in it is wrong."""
        return self._current.config

    def set_config(self, config: RunConfig) -> None:
        """Show a config."""
        self.history.take(config)
        self._data.show_config(config)
        for path, row in self._rows.items():
            row.editor.set_value(value_at(config, path))
        self._show_faults([])
        self._show_derived(config)
        self._current.set_config(config)

    def change(self, changes: dict[str, object]) -> None:
        """Change settings, given by dotted path, as if they had been changed in the form."""
        self.set_config(with_values(self._current.last_valid, changes))

    def point_out(self, path: str) -> None:
        """Bring the field at this dotted path into view and put the cursor there."""
        row = self._rows[path]
        fold = self._groups[row.spec.about.group]
        if isinstance(fold, QCollapsible):
            fold.expand(animate=False)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(row.editor)

    def set_device_reasons(self, reasons: dict[str, Message | None]) -> None:
        """Disable the devices that cannot be chosen; a device without a reason is enabled."""
        editor = self._rows["device"].editor
        assert isinstance(editor, ChoiceEdit)
        for kind, reason in reasons.items():
            editor.set_reason(kind, reason)

    def _build(self) -> None:
        self._content = content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.PADDING, theme.PADDING, theme.PADDING, theme.PADDING)
        column.setSpacing(theme.STEP)

        for group in Group:
            if self._groups and group not in FOLDED:
                column.addSpacing(theme.GROUP_GAP - 2 * theme.STEP)
            part, form = self._new_group(group, column)

            # preset and data come before the fields of the network
            if group is Group.NETWORK:
                self._network_form = form
                for row in self._preset.rows:
                    form.addRow(row)
                form.addRow(self._data_label, self._data)
                form.addRow(self._data.status)

            for path, spec in FIELDS.items():
                if spec.about.group is group and path not in BY_PRESET:
                    if path == AUGMENT[0]:
                        form.addRow(self._augment)
                    self._rows[path] = self._new_row(spec, form, part)

            if group is Group.NETWORK:
                form.addRow(self._parameters)
                layers = self._rows["model.hidden"].editor
                assert isinstance(layers, LayersEditor)
                layers.comes_after = self._data.combo
        column.addStretch(1)

        self._area = scrolled(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def _new_group(self, group: Group, column: QVBoxLayout) -> tuple[QWidget, QFormLayout]:
        part = QWidget()
        form = QFormLayout(part)
        form.setContentsMargins(0, theme.STEP, 0, theme.STEP)
        form.setHorizontalSpacing(2 * theme.STEP)
        form.setVerticalSpacing(theme.STEP + 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

        if group in FOLDED:
            fold = QCollapsible("", self)
            fold.setDuration(0)
            for layout in (fold.layout(), fold.content().layout()):
                if layout is not None:
                    layout.setContentsMargins(0, 0, 0, 0)
            fold.addWidget(part)
            # it only makes it flat, so that Tab would wander through what nobody sees
            fold.content().hide()
            fold.toggled.connect(fold.content().setVisible)
            column.addWidget(fold)
            self._groups[group] = fold
        else:
            title = styled_label("title", self)
            column.addWidget(title)
            column.addWidget(part)
            self._groups[group] = title
        return part, form

    def _new_row(self, spec: FieldSpec, form: QFormLayout, part: QWidget) -> _Row:
        error = styled_label("wrong", part)
        error.setWordWrap(True)

        label = PlainLabel(part)
        editor = LayersEditor(part) if spec.kind is FieldKind.LAYERS else editor_for(spec, part)
        editor.setObjectName(spec.path)
        editor.edited.connect(self._on_edited)

        if isinstance(editor, LayersEditor):
            form.addRow(label)
            form.addRow(editor)
        else:
            label.setBuddy(editor)
            form.addRow(label, editor)
        form.addRow(error)
        form.setRowVisible(error, False)
        return _Row(spec, form, label, editor, error)

    def choose_preset(self, chosen: RunConfig) -> None:
        """Show a preset with the machine and the images of the form.

        As in the tutorial, the images and their arithmetic are the tutorial's too.
        """
        if presets.is_as_in_the_tutorial(chosen):
            kept = {path: value_at(self._current.last_valid, path) for path in TUTORIAL_KEEPS}
        else:
            kept = self._kept_machine() | self._kept_data(chosen)
        result = check(patched(chosen, kept))
        assert isinstance(result, RunConfig)
        self.set_config(result)

    def _kept_machine(self) -> dict[str, object]:
        form = self._current.last_valid
        is_plain_by_preset = presets.is_as_in_the_tutorial(form)
        return {
            path: value_at(form, path)
            for path, spec in FIELDS.items()
            if spec.about.group is Group.MACHINE
            and path not in BY_PRESET
            and not (path == "plain" and is_plain_by_preset)
        }

    def _kept_data(self, chosen: RunConfig) -> dict[str, object]:
        """Return the images to keep with a chosen preset: those other than the usual ones."""
        data = self._last_images.data
        if chosen.is_regression or data.dataset in (MNIST, NOISY_LINE):
            return {}
        kept = {path: value_at(self._last_images, path) for path in DATA_PATHS}
        return {**kept, "data.batch_size": min(chosen.data.batch_size, data.train_size)}

    def _on_data_chosen(self, changes: dict[str, object]) -> None:
        result = check(patched(self._current.last_valid, changes))
        if isinstance(result, RunConfig):
            self.set_config(result)
        else:
            self._show_faults(result)
        if not self._data.is_available:
            self.missing_data_chosen.emit()

    def renew_data(self) -> None:
        """Show data that have become available."""
        self._data.show_config(self._current.last_valid)

    def _on_edited(self) -> None:
        edited = {path: row.editor.value() for path, row in self._rows.items()}
        result = check(patched(self._current.last_valid, edited))
        if isinstance(result, RunConfig):
            self.history.take(result)
            self._show_faults([])
            self._show_derived(result)
            self._current.set_config(result)
        else:
            self._show_faults(result)
            self._current.set_errors(result)

    def _show_faults(self, faults: list[ConfigError]) -> None:
        reasons: dict[str, ConfigError] = {}
        for error in faults:
            path = "model.hidden" if error.path.startswith("model.hidden") else error.path
            reasons.setdefault(path, error)

        for path, row in self._rows.items():
            wrong = reasons.get(path)
            row.editor.set_wrong(wrong is not None)
            if wrong is not None and isinstance(row.editor, LayersEditor):
                row.editor.set_wrong_at(wrong.path)
            row.error.setText(self._sentence(wrong) if wrong is not None else "")
            row.form.setRowVisible(row.error, wrong is not None)
            fold = self._groups[row.spec.about.group]
            if wrong is not None and isinstance(fold, QCollapsible):
                # what keeps Train from starting must be visible
                fold.expand(animate=False)

    @staticmethod
    def _sentence(error: ConfigError) -> str:
        reason = translate(error.message)
        return reason[:1].upper() + reason[1:]

    def _show_derived(self, config: RunConfig) -> None:
        if not config.is_regression:
            self._last_images = config
        self._network_form.setRowVisible(self._data, not config.is_regression)
        augment = self._rows[AUGMENT[0]]
        augment.form.setRowVisible(self._augment, matters(augment.spec, config))

        for row in self._rows.values():
            shown = matters(row.spec, config) and not (
                config.is_regression and row.spec.about.group is Group.NETWORK
            )
            row.form.setRowVisible(row.editor, shown)
            if isinstance(row.editor, LayersEditor):
                row.form.setRowVisible(row.label, shown)

        self._preset.show_config(config)
        count = parameter_count(config.model)
        self._parameters.setText(self.tr("%Ln parameter(s) to learn", "", count))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the form out again, for sentences may need another line.

        Qt's form does not notice when the scroll bar comes or goes.
        """
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._network_form.invalidate)

    def retranslate(self) -> None:
        """Translate labels, tooltips and choices."""
        self._preset.retranslate()
        self._data_label.setText(translate(FIELDS["data.dataset"].about.title))
        self._augment.setText(self.tr("Each training image is changed at random"))

        for group, title in self._groups.items():
            title.setText(translate(GROUP_TITLES[group]))

        for row in self._rows.values():
            row.label.setText(self._title(row.spec))
            tip = self._tip(row.spec)
            row.label.setToolTip(plain_tip(tip))
            row.editor.retranslate()
            if not isinstance(row.editor, LayersEditor):
                row.editor.setToolTip(plain_tip(tip))
                row.editor.setAccessibleName(translate(row.spec.about.title))

        self.history.retranslate()
        self._show_derived(self._current.last_valid)
        self.updateGeometry()
        if self._current.config is None:
            self._on_edited()

    def sizeHint(self) -> QSize:
        """Return the width that the form needs without scrolling."""
        width = self._content.minimumSizeHint().width() + theme.SCROLL_BAR
        return QSize(width, super().sizeHint().height())

    def restyle(self) -> None:
        """Colour the arrows of the folded groups, and the frame around the focused one."""
        named = theme.colours()
        for fold in self._groups.values():
            if isinstance(fold, QCollapsible):
                fold.setCollapsedIcon(qtawesome.icon("mdi6.chevron-right", color=named.quiet))
                fold.setExpandedIcon(qtawesome.icon("mdi6.chevron-down", color=named.quiet))
                fold.toggleButton().setStyleSheet(
                    "QPushButton { text-align: left; border: 1px solid transparent;"
                    " border-radius: 4px; padding: 2px; }"
                    f" QPushButton:focus {{ border-color: {named.accent}; }}"
                )

    def _title(self, spec: FieldSpec) -> str:
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
