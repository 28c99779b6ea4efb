"""The form in which a run is described, generated from the fields of `RunConfig`."""

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.config import presets
from core.config.choices import Precision
from core.config.fields import (
    FIELDS,
    OWN_POINTS,
    ConfigError,
    check,
    patched,
    value_at,
    with_values,
)
from core.config.run import SUITABLE_DATA, RunConfig
from core.config.setting import Group
from core.messages import Message
from core.network.architecture import parameter_count
from gui.background.threads import Background
from gui.runs.current_config import CurrentConfig
from gui.settings.preferences import Preferences
from gui.setup.data_choice import DataChoice
from gui.setup.form_group import FormGroup, FormRow
from gui.setup.form_history import FormHistory
from gui.setup.layers_editor import LayersEditor
from gui.setup.preset_choice import PresetChoice
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import ChoiceEdit
from gui.widgets.panel import Panel, scrolled, styled_label
from gui.widgets.plain_text import PlainLabel

# The list of presets decides these, that of data sets, the plane, or what else is set.
BY_PRESET = (
    "preset",
    "model.kind",
    "data.dataset",
    OWN_POINTS,
    *(path for path, spec in FIELDS.items() if spec.about.is_derived),
)

UNFOLDED = "setup_unfolded"  # the key in the preferences: the groups that the user opened
TUTORIAL_KEEPS = ("device", "threads")  # of the form
DATA_PATHS = (
    "data.dataset",
    "data.class_names",
    "data.polarity",
    "data.stored_polarity",
    "data.train_size",
    "data.test_size",
    "data.validation_size",
    *(path for path in FIELDS if path.startswith("data.points.")),
)


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
        background: Background | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._last_chosen = current.last_valid  # the config whose data the user chose last
        self._preferences = preferences
        self._rows: dict[str, FormRow] = {}
        self._groups: dict[Group, FormGroup] = {}
        self._unfolded: set[Group] = set()  # by the user
        self._reasons_against_16_bits: dict[str, Message | None] = {}  # by the kind of device

        self.history = FormHistory(self)
        self.history.config_recalled.connect(self.set_config)
        self._preset = PresetChoice(self)
        self._preset.preset_chosen.connect(self.choose_preset)
        self._data = DataChoice(background, preferences, self)
        self._data.changes_found.connect(self._on_data_chosen)
        self.choose_data = self._data.choose
        self._data_label = PlainLabel(self)

        self._augment, self._parameters = styled_label("quiet", self), styled_label("quiet")

        self._build()
        self._restore_folds()
        self.retranslate()
        self.set_config(current.last_valid)

    def config(self) -> RunConfig | None:
        """Return what the form describes, None while something in it is wrong."""
        return self._current.config

    @property
    def last_valid(self) -> RunConfig:
        """What the form describes, or described last before something in it was wrong."""
        return self._current.last_valid

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

    def show_change(self, config: RunConfig, paths: tuple[str, ...]) -> None:
        """Show a config, and point out the first of the settings that it changes."""
        self.set_config(config)
        self.point_out(paths[0])

    def point_out(self, path: str) -> None:
        """Bring the field at this dotted path into view and put the cursor there."""
        row = self._rows[path]
        self._groups[row.spec.about.group].set_open(True)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_into_view(row.editor)

    @property
    def shown_groups(self) -> list[Group]:
        """The groups that have fields for the present data."""
        return [group for group, part in self._groups.items() if not part.isHidden()]

    def show_group(self, group: Group) -> None:
        """Open a group, and bring it into view."""
        self._groups[group].set_open(True)
        self._bring_into_view(self._groups[group])

    def _bring_into_view(self, part: QWidget) -> None:
        """Scroll to a part of the form, once what has been unfolded is laid out."""
        QTimer.singleShot(0, self, partial(self._area.ensureWidgetVisible, part))

    def set_device_reasons(self, reasons: dict[str, Message | None]) -> None:
        """Disable the devices that cannot be chosen; a device without a reason is enabled."""
        editor = self._rows["device"].editor
        assert isinstance(editor, ChoiceEdit)
        for kind, reason in reasons.items():
            editor.set_reason(kind, reason)

    def set_reasons_against_16_bits(self, reasons: dict[str, Message | None]) -> None:
        """Offer bfloat16 only with the devices that have no reason; a config may still have it."""
        self._reasons_against_16_bits = reasons
        self._show_precisions(self._current.last_valid)

    def _show_precisions(self, config: RunConfig) -> None:
        editor = self._rows["precision"].editor
        assert isinstance(editor, ChoiceEdit)
        editor.set_reason(Precision.BFLOAT16, self._reasons_against_16_bits.get(config.device))

    def _build(self) -> None:
        self._content = content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.PADDING, theme.PADDING, theme.PADDING, theme.PADDING)
        column.setSpacing(theme.STEP)

        for group in Group:
            if group is Group.TRAINING:
                column.addSpacing(theme.GROUP_GAP - 2 * theme.STEP)
            part = self._groups[group] = self._new_group(group)
            self._rows |= part.rows
            column.addWidget(part)
        column.addStretch(1)

        self._area = scrolled(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def _new_group(self, group: Group) -> FormGroup:
        part = FormGroup(group, self._content)
        part.edited.connect(self._on_edited)
        part.clicked.connect(partial(self._keep_fold, group))
        if group is Group.NETWORK:
            self._add_choices(part)
        if group is Group.AUGMENTATION:
            part.form.addRow(self._augment)

        part.add_fields(BY_PRESET)
        if group is Group.NETWORK:
            part.form.addRow(self._parameters)
            layers = part.rows["model.hidden"].editor
            assert isinstance(layers, LayersEditor)
            layers.comes_after = self._data.combo
        return part

    def _add_choices(self, part: FormGroup) -> None:
        """Add preset and data, which come before the fields of the network."""
        for row in self._preset.rows:
            part.form.addRow(row)
        part.add_row(self._data_label, self._data)
        part.form.addRow(self._data.status)

    def _restore_folds(self) -> None:
        stored = self._preferences.stored(UNFOLDED) if self._preferences is not None else None
        words = stored.split() if isinstance(stored, str) else []
        self._unfolded = {group for group in Group if group in words}
        for group in self._unfolded:
            self._groups[group].set_open(True)

    def _keep_fold(self, group: Group, is_open: bool) -> None:
        """Keep what the user folds or unfolds; a group that is opened by a fault is not kept."""
        self._unfolded = self._unfolded | {group} if is_open else self._unfolded - {group}
        if self._preferences is not None:
            self._preferences.store(UNFOLDED, " ".join(sorted(self._unfolded)))

    def choose_preset(self, chosen: RunConfig) -> None:
        """Show a preset with the machine and the data of the form.

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
        """Return the data to keep with a chosen preset: those other than the usual ones."""
        last = self._last_chosen
        data = last.data
        is_suitable = data.kind in SUITABLE_DATA[chosen.model.kind]
        if not is_suitable or chosen.has_points or presets.has_data_of_preset(last):
            return {}

        kept = {path: value_at(last, path) for path in DATA_PATHS}
        if data.has_points:  # presets of images have large batches and few epochs
            return {**kept, "data.batch_size": data.batch_size, "epochs": last.epochs}
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

        for part in self._groups.values():
            part.show_faults(reasons)

    def _show_derived(self, config: RunConfig) -> None:
        if config.has_images or not presets.has_data_of_preset(config):
            self._last_chosen = config
        network = self._groups[Group.NETWORK]
        network.form.setRowVisible(self._data, not config.is_regression)
        for part in self._groups.values():
            part.show_config(config)

        self._show_precisions(config)
        self._preset.show_config(config)
        count = parameter_count(config.model)
        self._parameters.setText(self.tr("%Ln parameter(s) to learn", "", count))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the form out again, for sentences may need another line.

        Qt's form does not notice when the scroll bar comes or goes.
        """
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._groups[Group.NETWORK].form.invalidate)

    def retranslate(self) -> None:
        """Translate labels, tooltips and choices."""
        self._preset.retranslate()
        self._data_label.setText(translate(FIELDS["data.dataset"].about.title))
        self._augment.setText(self.tr("Each training image is changed at random"))

        self.history.retranslate()
        self._show_derived(self._current.last_valid)
        self.updateGeometry()
        if self._current.config is None:
            self._on_edited()

    def sizeHint(self) -> QSize:
        """Return the width that the form needs without scrolling, whatever is folded."""
        folded = max(part.needed_width() for part in self._groups.values()) + 2 * theme.PADDING
        width = max(folded, self._content.minimumSizeHint().width())
        return QSize(width + theme.SCROLL_BAR, super().sizeHint().height())
