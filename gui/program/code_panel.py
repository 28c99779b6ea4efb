"""The panel Code: the program for the form's settings, with notes, to copy, save and verify."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from core.config.run import RunConfig
from core.data.folders import source_of
from core.errors import ExportError
from core.program import script as codegen
from core.program.script import Script
from core.storage.saving import save
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.background.threads import Background
from gui.program.check_row import CheckRow
from gui.program.code_view import CodeView
from gui.runs.current_config import CurrentConfig
from gui.runs.run_store import RunStore
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.file_dialogs import save_dialog, saved_as
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainLabel

NOTE_LINES = 4  # of text that a note needs at the panel's usual width


@dataclass(frozen=True)
class _Written:
    """A config's program, and the lines that differ from the one before.

    Attributes:
        language: of its comments, as `QLocale` names it.
    """

    config: RunConfig
    language: str
    script: Script
    changed: frozenset[int]


class CodePanel(Panel):
    """Writes the program in a job while the panel is visible; the note follows the cursor.

    Signals:
        saved(object): a `Message` that tells where the program was saved.
        failed(object): a `Message` that says why it was not.
        slow_motion_requested(): execute the program of a tiny network line by line.
    """

    saved = Signal(object)
    failed = Signal(object)
    slow_motion_requested = Signal()

    def __init__(
        self,
        store: RunStore,
        current: CurrentConfig,
        jobs: JobQueue,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._written: _Written | None = None
        self._writing = LatestJob(jobs)

        self._name, self._count = PlainLabel(self), styled_label("quiet", self)
        self.copy, self.save, self.verify = QPushButton(self), QPushButton(self), QPushButton(self)
        self.slow_motion = QPushButton(self)
        self.check = CheckRow(store, background, self)
        self.view = CodeView(self)
        self._note_title, self._note = PlainLabel(self), PlainLabel(self)
        self._build()

        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        self.verify.clicked.connect(self.check.start)
        self.slow_motion.clicked.connect(self.slow_motion_requested)
        self.check.activity_changed.connect(self._show_buttons)
        self.view.line_chosen.connect(self._on_line_chosen)
        current.changed.connect(self._renew)
        self._show_buttons()
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        self._line = QFrame(self)
        self._line.setFixedHeight(1)

        layout = column(self)
        layout.addLayout(self._new_head())
        layout.addWidget(self.check)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._line)
        layout.addWidget(self._new_note())

    def _new_head(self) -> FlowLayout:
        texts = QWidget(self)
        lines = column(texts, gap=0, padding=0)
        lines.addWidget(self._name)
        lines.addWidget(self._count)

        head = FlowLayout(2 * theme.STEP)
        head.addWidget(texts)
        for button in (self.copy, self.save, self.verify, self.slow_motion):
            head.addWidget(button)
        return head

    def _new_note(self) -> QWidget:
        bold = self._note_title.font()
        bold.setBold(True)
        self._note_title.setFont(bold)
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._note.setMinimumHeight(NOTE_LINES * self._note.fontMetrics().lineSpacing())

        note = QWidget(self)
        note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inner = column(note, gap=theme.STEP, padding=0)
        inner.addWidget(self._note_title)
        inner.addWidget(self._note)
        return note

    @property
    def script(self) -> Script | None:
        """The program that is shown."""
        return None if self._written is None else self._written.script

    def _renew(self) -> None:
        """Request the program, unless the panel is hidden or shows it already."""
        config, language = self._current.last_valid, QLocale().name()
        before = self._written
        if before is not None and (before.config, before.language) == (config, language):
            self._writing.cancel()
            return
        if not self.isVisible():
            return

        self._writing.request(
            lambda: _write(config, language, before),
            self._on_written,
            source=source_of(config.data),
        )

    def _on_written(self, written: _Written) -> None:
        self._written = written
        self.check.set_config(written.config)
        self.view.show_program(written.script.text, written.changed)
        self._show_buttons()
        self._show_head()

    def _on_line_chosen(self, line: int) -> None:
        if self._written is not None:
            passage = self._written.script.passage_at(line)
            self._note_title.setText(translate(passage.note.title))
            self._note.setText(translate(passage.note.text))
            self.view.setAccessibleDescription(f"{self._note_title.text()}: {self._note.text()}")
            self.view.mark_passage(passage.first, passage.last)

    def _on_copy(self) -> None:
        if self._written is not None:
            QGuiApplication.clipboard().setText(self._written.script.text)

    def _on_save(self) -> None:
        if self._written is None:
            return
        script = self._written.script
        dialog = save_dialog(self, self.tr("Save the program"), script.file_name)
        dialog.setNameFilter(self.tr("Python programs (*.py)"))
        dialog.setDefaultSuffix("py")
        dialog.fileSelected.connect(lambda path: self.save_to(path, script.text))
        dialog.open()

    def save_to(self, path: str, text: str) -> None:
        """Write the file, completely or not at all."""
        try:
            save(Path(path), text.encode())
        except ExportError as error:
            self.failed.emit(error.message)
        else:
            self.saved.emit(saved_as(path))

    def _show_buttons(self) -> None:
        for button in (self.copy, self.save):
            button.setEnabled(self._written is not None)
        self.verify.setEnabled(self._written is not None and not self.check.is_checking)

    def _show_head(self) -> None:
        if self._written is None:
            return
        self._name.setText(self._written.script.file_name)
        changed = len(self._written.changed)
        lines = self.tr("%n line(s)", "", self._written.script.text.count("\n"))
        both = self.tr("{lines}, {changed} changed").format(lines=lines, changed=changed)
        self._count.setText(both if changed else lines)

    def retranslate(self) -> None:
        """Set the texts of buttons, head and note again."""
        self.copy.setText(self.tr("Copy"))
        self.save.setText(self.tr("Save as…"))
        self.verify.setText(self.tr("Verify"))
        self.copy.setToolTip(self.tr("Copies the whole program to the clipboard"))
        self.verify.setToolTip(
            self.tr(
                "Runs the program in a process of its own and compares its costs with those of "
                "the same run"
            )
        )
        self.slow_motion.setText(self.tr("Slow motion…"))
        self.slow_motion.setToolTip(
            self.tr("Trains a tiny network line by line and shows all of its numbers")
        )
        self.view.setAccessibleName(self.tr("The program"))
        self._show_head()
        self._on_line_chosen(self.view.line)
        self._renew()

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        self._line.setStyleSheet(f"background: {theme.colours().line};")
        self.view.restyle()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the program for settings that changed while the panel was hidden."""
        super().showEvent(event)
        self._renew()

    def hideEvent(self, event: QHideEvent) -> None:
        """Write no program that nobody looks at."""
        super().hideEvent(event)
        self._writing.cancel()


def _write(config: RunConfig, language: str, before: _Written | None) -> _Written:
    """Write a program and compare it with the one before in this language; called in a job."""
    script = codegen.annotated(config, translate)
    changed: frozenset[int] = frozenset()
    if before is not None and before.language == language:
        changed = codegen.changed_lines(before.script.text, script.text)
    return _Written(config, language, script, changed)
