"""The settings dialog, built from the descriptions in `gui.settings.preferences`.

A change applies at once, so there is only a Close button.
"""

from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from core import locations
from core.files import write_error
from core.messages import Message
from core.plain_text import printable
from core.storage.runs_folder import problem_of_name
from gui.process.timers import single_shot
from gui.settings.preferences import Choice, Count, Folder, Preference, Preferences, Section, Switch
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import LeavesWheel, QuietCombo
from gui.widgets.file_dialogs import file_dialog
from gui.widgets.panel import column, scrolled, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

WIDTH = 132 * theme.STEP


class ChoiceRow(QuietCombo):
    """One of a few values.

    Signals:
        chosen(object): the user chose another value.
    """

    chosen = Signal(object)

    def __init__(self, preference: Choice[object], parent: QWidget) -> None:
        super().__init__(parent)
        self._labels = preference.labels
        for value in preference.labels:
            self.addItem("", value)
        self.activated.connect(self._on_activated)

    def _on_activated(self, index: int) -> None:
        self.chosen.emit(list(self._labels)[index])

    def show_value(self, value: object) -> None:
        """Show a value, without a signal."""
        self.setCurrentIndex(list(self._labels).index(value))

    def retranslate(self) -> None:
        """Set the labels."""
        for index, label in enumerate(self._labels.values()):
            self.setItemText(index, translate(label) if isinstance(label, Message) else label)


class SwitchRow(QCheckBox):
    """On or off.

    Signals:
        chosen(object): the user switched.
    """

    chosen = Signal(object)

    def __init__(self, _preference: Switch, parent: QWidget) -> None:
        super().__init__(parent)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self, is_on: bool) -> None:
        self.chosen.emit(is_on)

    def show_value(self, value: object) -> None:
        """Show a value, without a signal."""
        self.setChecked(bool(value))

    def retranslate(self) -> None:
        """Do nothing: the label belongs to the dialog."""


class CountRow(LeavesWheel, QSpinBox):
    """A whole number within limits.

    Signals:
        chosen(object): the user typed or stepped.
    """

    chosen = Signal(object)

    def __init__(self, preference: Count, parent: QWidget) -> None:
        super().__init__(parent)
        self._preference = preference
        self.setRange(preference.low, preference.high)
        self.setKeyboardTracking(False)  # 12 is not 1 while it is typed
        self.setFont(theme.tabular(self.font()))
        self.valueChanged.connect(self._on_value_changed)

    def _on_value_changed(self, count: int) -> None:
        self.chosen.emit(count)

    def show_value(self, value: object) -> None:
        """Show a value, without a signal."""
        assert isinstance(value, int)
        with QSignalBlocker(self):
            self.setValue(value)

    def retranslate(self) -> None:
        """Set the word for the lowest value, if it has one."""
        lowest = self._preference.lowest
        self.setSpecialValueText("" if lowest is None else translate(lowest))
        self.updateGeometry()  # which Qt leaves out


class FolderRow(QWidget):
    """A folder, chosen in the system's own dialog; one that is not writable is rejected.

    Signals:
        chosen(object): the user chose a folder, or None for Inkling's own.
    """

    chosen = Signal(object)

    def __init__(self, _preference: Folder, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = QLineEdit(self)
        self._path.setReadOnly(True)

        self._browse, self._default = QPushButton(self), QPushButton(self)
        for button in (self._browse, self._default):
            button.setAutoDefault(False)
        self._browse.clicked.connect(self._on_browse)
        self._default.clicked.connect(self._on_default)

        self._error = styled_label("wrong", self)
        self._error.setWordWrap(True)
        self._error.hide()

        row = QHBoxLayout()
        row.setSpacing(2 * theme.STEP)
        row.addWidget(self._path, 1)
        row.addWidget(self._browse)
        row.addWidget(self._default)
        layout = column(self, gap=theme.STEP, padding=0)
        layout.addLayout(row)
        layout.addWidget(self._error)
        self.setFocusProxy(self._browse)

    def show_value(self, value: object) -> None:
        """Show a value, without a signal."""
        self._path.setText("" if value is None else str(value))
        self._path.setCursorPosition(0)
        self._path.setToolTip(plain_tip(self._path.text()))
        self._default.setEnabled(value is not None)

    def retranslate(self) -> None:
        """Set the buttons, and the text that stands for no chosen folder."""
        self._browse.setText(self.tr("Choose…"))
        self._default.setText(self.tr("Default folder"))
        self._path.setPlaceholderText(self.tr("Inkling's own"))

    def setAccessibleName(self, name: str) -> None:
        """Name the line edit too: screen readers read that one."""
        super().setAccessibleName(name)
        self._path.setAccessibleName(name)

    def _on_browse(self) -> None:
        dialog = file_dialog(self, self.tr("Choose a folder"), self._path.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.offer)
        dialog.open()

    def offer(self, text: str) -> None:
        """Choose a folder if it is writable; otherwise show why it is not."""
        problem = problem_of_name(Path(text))
        reason = write_error(Path(text)) if problem is None else None
        self._error.setVisible(problem is not None or reason is not None)
        if problem is not None:
            self._error.setText(translate(problem))
        elif reason is not None:
            self._error.setText(
                self.tr("Nothing can be kept in {folder}: {reason}.").format(
                    folder=text, reason=reason
                )
            )
        else:
            self.chosen.emit(Path(text))

    def _on_default(self) -> None:
        self._error.hide()
        self.chosen.emit(None)


Row = ChoiceRow | SwitchRow | CountRow | FolderRow


def row_for(preference: Preference[object], parent: QWidget) -> Row:
    """Create the editor for a preference."""
    match preference:
        case Choice():
            return ChoiceRow(preference, parent)
        case Switch():
            return SwitchRow(preference, parent)
        case Count():
            return CountRow(preference, parent)
        case Folder():
            return FolderRow(preference, parent)
    raise TypeError(f"there is no editor for {type(preference).__name__}")


class SettingsDialog(QDialog):
    """One row for each preference with its explanation, under the heading of its section.

    The rows scroll where the screen is too low for them, as a projector's is with larger letters.

    Args:
        runs_dir: where this window keeps runs; the command line may have named another folder than
            the settings.
    """

    def __init__(
        self, preferences: Preferences, parent: QWidget, *, runs_dir: Path | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._preferences = preferences
        self._runs_dir = runs_dir
        self._rows: dict[Preference[object], Row] = {}
        self._names: dict[Preference[object], QLabel] = {}
        self._notes: dict[Preference[object], QLabel] = {}
        self._headings: dict[Section, QLabel] = {}

        # after all rows have taken the new font or language
        self._fitting = single_shot(self, self._fit)

        self._build()
        preferences.changed.connect(self._on_changed)
        self.retranslate()
        self._fit()

    def _build(self) -> None:
        self._content = QWidget()
        self._area = scrolled(self._content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the row that has the focus

        # a QFormLayout gives texts of several lines too much room
        self._form = QGridLayout(self._content)
        self._form.setContentsMargins(0, 0, theme.PADDING, 0)
        self._form.setColumnStretch(1, 1)
        self._form.setVerticalSpacing(theme.STEP)
        self._form.setHorizontalSpacing(theme.GROUP_GAP)
        for preference in self._preferences.described():
            self._add(preference)

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        layout = column(self, gap=theme.GROUP_GAP, padding=theme.GROUP_GAP)
        layout.addWidget(self._area, 1)
        layout.addWidget(buttons)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)  # Enter ends typing a number

    def _fit(self) -> None:
        """Make the dialog as high as its rows at this width, within the screen."""
        width = max(theme.px(WIDTH), self._content.minimumSizeHint().width() + 2 * theme.GROUP_GAP)
        inner = width - 2 * theme.GROUP_GAP
        rows = self._content.heightForWidth(inner)
        rest = self.sizeHint().height() - self._area.sizeHint().height()
        self.resize(QSize(width, rows + rest).boundedTo(theme.max_window_size(self.screen())))

    def _add(self, preference: Preference[object]) -> None:
        if preference.section not in self._headings:
            heading = self._headings[preference.section] = styled_label("title", self._content)
            heading.setContentsMargins(0, theme.PADDING if self._rows else 0, 0, theme.STEP)
            self._form.addWidget(heading, self._form.rowCount(), 0, 1, 2)

        row = self._rows[preference] = row_for(preference, self._content)
        row.setObjectName(preference.name)
        row.show_value(getattr(self._preferences, preference.name))
        row.chosen.connect(lambda value: setattr(self._preferences, preference.name, value))

        note = self._notes[preference] = styled_label("quiet", self._content)
        note.setWordWrap(True)
        note.setContentsMargins(0, 0, 0, theme.STEP)
        name = self._names[preference] = PlainLabel(self._content)
        name.setBuddy(row)

        index, left = self._form.rowCount(), Qt.AlignmentFlag.AlignLeft
        fills = isinstance(row, FolderRow)
        self._form.addWidget(name, index, 0)
        self._form.addWidget(row, index, 1, Qt.AlignmentFlag(0) if fills else left)
        self._form.addWidget(note, index + 1, 1)

    def _on_changed(self, name: str) -> None:
        for preference, row in self._rows.items():
            if preference.name == name:
                row.show_value(getattr(self._preferences, name))
                self._notes[preference].setText(self._note(preference))

    def _note(self, preference: Preference[object]) -> str:
        """Return what a preference does, and which folder is used instead of a chosen one."""
        about = translate(preference.about)
        if not isinstance(preference, Folder) or self._runs_dir is None:
            return about
        chosen = getattr(self._preferences, preference.name) or locations.runs_folder()
        if Path(chosen).absolute() == self._runs_dir:
            return about
        used = self.tr("This window keeps runs in {folder}.").format(
            folder=printable(str(self._runs_dir))
        )
        return f"{about}\n{used}"

    def retranslate(self) -> None:
        """Set all texts, also when the language was chosen in this dialog."""
        self.setWindowTitle(self.tr("Settings"))
        for section, heading in self._headings.items():
            heading.setText(translate(section.heading))
        for preference, row in self._rows.items():
            self._names[preference].setText(translate(preference.title))
            row.setAccessibleName(translate(preference.title))
            row.setAccessibleDescription(translate(preference.about))
            self._notes[preference].setText(self._note(preference))
            row.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or font while the dialog is open."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self._fitting.start()
        elif event.type() is QEvent.Type.FontChange:
            self._fitting.start()
