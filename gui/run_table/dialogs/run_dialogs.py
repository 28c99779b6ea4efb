"""Small forms about one run: continue it, fork it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QWidget

from core.config.fields import FIELDS, check, matters, patched, value_at
from core.config.live import LEARNING_RATE
from core.config.run import RunConfig
from core.config.setting import Group
from core.messages import Message, message
from core.run.record import RunRecord, current_config
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import SimpleEditor, editor_for
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip
from gui.widgets.questions import connect_once

Rule = Callable[[RunConfig], Message | None]
WIDTH = 90 * theme.STEP


class SettingsDialog(QDialog):
    """A form for some settings of a run, which can be accepted while they are valid.

    Args:
        verb: what is done with the settings, for the button.
        shown: the fields by dotted path, with their initial values.
        rule: a further condition; returns the reason if it does not hold.
        is_choice: show one field at a time, which is chosen from a list.

    Signals:
        settings_accepted(object): the values by dotted path; with a choice, only the chosen one.
    """

    settings_accepted = Signal(object)

    def __init__(
        self,
        config: RunConfig,
        shown: Mapping[str, object],
        explanation: Message,
        parent: QWidget | None = None,
        *,
        verb: Message,
        rule: Rule = lambda _config: None,
        is_choice: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(WIDTH))

        self._config = config
        self._rule = rule
        self._editors: dict[str, SimpleEditor] = {}
        self._choice = QComboBox(self) if is_choice else None
        self._form = QFormLayout()
        self._error = styled_label("wrong", self)
        self._error.setWordWrap(True)
        self._buttons = self._new_buttons(translate(verb))
        if self._choice is not None:
            self._add_choice(self._choice, shown)
        for path, value in shown.items():
            self._add_row(path, value)

        text = PlainLabel(self, translate(explanation))
        text.setWordWrap(True)
        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(text)
        layout.addLayout(self._form)
        layout.addWidget(self._error)
        layout.addWidget(self._buttons)
        self._show_chosen()
        (self._choice or next(iter(self._editors.values()))).setFocus()

    def _new_buttons(self, verb: str) -> QDialogButtonBox:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(verb)
        connect_once(buttons.accepted, self._on_accepted)
        buttons.rejected.connect(self.reject)
        return buttons

    def _add_choice(self, choice: QComboBox, shown: Mapping[str, object]) -> None:
        for path in shown:
            choice.addItem(translate(FIELDS[path].about.title), path)
        choice.setCurrentIndex(max(0, choice.findData(LEARNING_RATE)))
        choice.currentIndexChanged.connect(self._show_chosen)
        choice.setAccessibleName(self.tr("Setting"))
        self._form.addRow(self.tr("Setting"), choice)

    def _add_row(self, path: str, value: object) -> None:
        editor = editor_for(FIELDS[path], self)
        editor.setObjectName(path)
        editor.set_value(value)
        editor.retranslate()
        editor.setToolTip(plain_tip(translate(FIELDS[path].about.help)))
        editor.setAccessibleName(translate(FIELDS[path].about.title))
        editor.edited.connect(self._check)
        self._editors[path] = editor
        title = (
            self.tr("New value")
            if self._choice is not None
            else translate(FIELDS[path].about.title)
        )
        self._form.addRow(title, editor)

    def _show_chosen(self) -> None:
        for path, editor in self._editors.items():
            self._form.setRowVisible(editor, path in self._chosen())
        self._check()

    def _chosen(self) -> Sequence[str]:
        return list(self._editors) if self._choice is None else [self._choice.currentData()]

    def values(self) -> dict[str, object]:
        """Return the values of the visible fields."""
        return {path: self._editors[path].value() for path in self._chosen()}

    def _check(self) -> None:
        result = check(patched(self._config, self.values()))
        wrong: dict[str, Message] = {}
        if isinstance(result, list):
            wrong = {error.path: error.message for error in result}
        elif (reason := self._rule(result)) is not None:
            wrong = {"": reason}
        for path, editor in self._editors.items():
            editor.set_wrong(path in wrong)
        text = translate(next(iter(wrong.values()))) if wrong else ""
        self._error.setText(text[:1].upper() + text[1:])
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)

    def _on_accepted(self) -> None:
        self.settings_accepted.emit(self.values())
        self.accept()


def _continuation(name: str, done: int, *, is_compared: bool) -> Message:
    """Return the question how many epochs a run, or its copy, is to have."""
    if not done:
        return message(
            "No epoch of {run} was completed: it begins again. How many epochs should it have?",
            run=name,
        )
    if is_compared:
        return message(
            "{run} is part of a comparison, whose verdict needs it as it is. A copy of it "
            "continues after epoch {done}. How many epochs should the copy have in total?",
            run=name,
            done=done,
        )
    return message(
        "{run} continues where it stopped, after epoch {done}. How many epochs should it have "
        "in total?",
        run=name,
        done=done,
    )


def continue_dialog(
    record: RunRecord, name: str, parent: QWidget, *, is_compared: bool = False
) -> SettingsDialog:
    """Ask how many epochs a kept run is to have in all.

    Args:
        is_compared: whether a comparison needs the run as it is, so that a copy continues.
    """
    done = record.epochs_done
    # a copy has no end to be written, so it needs more epochs
    least = done if record.lacks_only_its_end and not is_compared else done + 1

    def rule(config: RunConfig) -> Message | None:
        too_few = message("{done} epochs are already done; choose more.", done=done)
        return too_few if config.epochs < least else None

    max_epochs = FIELDS["epochs"].high or done
    proposed = (
        record.config.epochs
        if record.config.epochs >= least
        else min(done + record.config.epochs, round(max_epochs))
    )
    text = _continuation(name, done, is_compared=is_compared)
    verb = message("Continue")
    dialog = SettingsDialog(record.config, {"epochs": proposed}, text, parent, verb=verb, rule=rule)
    dialog.setWindowTitle(translate(verb))
    return dialog


def fork_dialog(record: RunRecord, name: str, parent: QWidget) -> SettingsDialog:
    """Ask for the one setting that a fork changes."""
    config = current_config(record)
    shown = {
        path: value_at(config, path)
        for path, spec in FIELDS.items()
        if matters(spec, config) and spec.about.group is not Group.NETWORK
    }

    def rule(changed: RunConfig) -> Message | None:
        # nothing to fork for yet, but no error either
        return Message("") if changed == config else None

    text = message(
        "A new run starts from the weights that {run} has after epoch {done}. Choose the one "
        "setting in which it differs, and its new value; their curves part there.",
        run=name,
        done=record.epochs_done,
    )
    verb = message("Fork")
    dialog = SettingsDialog(config, shown, text, parent, verb=verb, rule=rule, is_choice=True)
    dialog.setWindowTitle(translate(verb))
    return dialog
