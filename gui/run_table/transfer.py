"""Import and export of runs and settings: files chosen or dropped, and the clipboard."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core import remote_paths
from core.config.choices import WeightsChoice
from core.config.naming import program_name
from core.config.run import RunConfig
from core.config.settings_text import MARK, MAX_CHARACTERS, config_from_text, settings_text
from core.errors import InklingError
from core.export import formats as exports
from core.export.formats import Exported, Format
from core.export.source import Source
from core.files import read_file
from core.lifecycle.archive import Imported
from core.lifecycle.tensorboard import event_files
from core.messages import Message, message
from core.plain_text import printable
from gui.background.jobs import JobQueue
from gui.background.long_job import LongJob
from gui.run_table.dialogs.export_dialog import ExportDialog
from gui.run_table.sources import as_kept, source_for
from gui.runs.kept_runs import KeptRuns
from gui.runs.run_store import RunEntry, RunStore
from gui.style.translation import translate
from gui.widgets.dropped_files import local_files
from gui.widgets.file_dialogs import file_dialog, file_name, save_dialog
from gui.widgets.notice_bar import Subject
from gui.widgets.progress_dialog import ProgressDialog
from gui.widgets.questions import ask

SETTINGS_SUFFIXES = (".json", ".txt")
ARCHIVE_SUFFIX = Format.ZIP.suffix
MAX_DROPPED = 500  # files at once


class Transfer(QObject):
    """Imports, exports, copies and pastes; slow work is done in jobs.

    Args:
        kept: the runs on disk; None where none are kept, and so none can be imported.
        window: accepts what is dropped on it, and is the parent of the dialogs.

    Signals:
        reported(object, object): a `Message` that says what was done, and where, and what it is
            about, see `NoticeBar.show_text`.
        failed(object, object): the same of what failed.
        ended(object): an import or export has succeeded or failed, with a `Message` that says so.
        settings_chosen(object): a `RunConfig` to show in the form.
        run_imported(str): this run is in the store now.
        imported(object): the file with this `Path` was imported.
        missing(object): the file with this `Path` was imported before, and is not there now.
    """

    reported = Signal(object, object)
    failed = Signal(object, object)
    ended = Signal(object)
    settings_chosen = Signal(object)
    run_imported = Signal(str)
    imported = Signal(object)
    missing = Signal(object)

    def __init__(
        self, store: RunStore, jobs: JobQueue, kept: KeptRuns | None, window: QWidget
    ) -> None:
        super().__init__(window)
        self._store = store
        self._jobs = jobs
        self._kept = kept
        self._window = window
        self._expected: list[Imported] = []  # those that are not in the store yet
        self._format = Format.SCRIPT
        store.earlier_runs_added.connect(self._show_expected)
        window.setAcceptDrops(True)
        self.watch(window)

    def watch(self, widget: QWidget) -> None:
        """Accept drops also on a widget that accepts drops itself, which Qt asks first."""
        widget.installEventFilter(self)

    def ask_import(self) -> None:
        """Ask for a file and import it."""
        dialog = file_dialog(self._window, self.tr("Import a run or settings"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in (ARCHIVE_SUFFIX, *SETTINGS_SUFFIXES))
        dialog.setNameFilters(
            [self.tr("Runs and settings") + f" ({patterns})", self.tr("All files") + " (*)"]
        )
        dialog.fileSelected.connect(lambda path: self.import_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_file(self, file: Path) -> None:
        """Import a run's archive, or a file of settings."""
        if file.suffix.lower() in SETTINGS_SUFFIXES:
            self._jobs.submit(partial(_read_settings, file), partial(self._on_settings_read, file))
        elif self._kept is None:
            self.failed.emit(message("No runs are kept here, so none can be imported."), None)
        else:
            text = message("Importing {file}…", file=file.name)
            self.reported.emit(text, None)
            job = LongJob(f"import of {printable(str(file))}")
            job.submit(
                self._jobs,
                partial(self._kept.unpack, file),
                partial(self._on_imported, file),
                self._on_import_failed,
                partial(self._on_cancelled, message("The import was cancelled.")),
            )
            ProgressDialog(self.tr("Importing"), translate(text), job, self._window)

    def import_recent(self, file: Path) -> None:
        """Import a file that was imported before, if it is still there."""
        if self._may_open(file):
            self._jobs.submit(partial(os.path.isfile, file), partial(self._on_looked, file))

    def _may_open(self, file: Path) -> bool:
        """Return whether a file may be opened; report why not."""
        problem = remote_paths.problem_with(file)
        if problem is not None:
            self.failed.emit(problem, None)
        return problem is None

    def _on_looked(self, file: Path, is_there: bool) -> None:
        if is_there:
            self.import_file(file)
            return
        self.missing.emit(file)
        self.failed.emit(
            message(
                "{file} is no longer there; it was removed from the recent imports.",
                file=str(file),
            ),
            None,
        )

    def _import_dropped(self, files: Sequence[Path]) -> None:
        """Import files, unless they are very many or on a machine that the user never chose."""
        if len(files) > MAX_DROPPED:
            self.failed.emit(
                message("At most {most} files can be imported at once.", most=MAX_DROPPED), None
            )
            return
        for file in files:
            if self._may_open(file):
                self.import_file(file)

    def _on_imported(self, file: Path, imported: Imported) -> None:
        self.imported.emit(file)
        self._expected.append(imported)
        if self._kept is not None:
            self._kept.find()
        self._show_expected()

    def _on_import_failed(self, reason: Message) -> None:
        self.failed.emit(reason, None)
        self.ended.emit(message("The import has failed: {reason}", reason=reason))

    def _show_expected(self) -> None:
        """Show what was imported and is in the store now, and tell it by its name."""
        for imported in tuple(self._expected):
            run, entry = imported.run, self._store.get(imported.run)
            if entry is not None:
                self._expected.remove(imported)
                self._store.set_visible(run, True)
                self.reported.emit(imported.told_of(entry.name), run)
                self.ended.emit(imported.told_of(entry.name))
                self.run_imported.emit(run)

    def _on_settings_read(self, file: Path, config: RunConfig) -> None:
        self.imported.emit(file)
        self._on_settings(config)

    def _on_settings(self, config: RunConfig) -> None:
        self.settings_chosen.emit(config)
        self.reported.emit(message("The settings are in the form now."), Subject.SETTINGS)

    def copy_settings(self, config: RunConfig | None) -> None:
        """Copy settings to the clipboard; None stands for a form with invalid settings."""
        if config is None:
            self.failed.emit(
                message("Some settings are invalid. Fix the highlighted ones first."),
                Subject.SETTINGS,
            )
            return
        QGuiApplication.clipboard().setText(settings_text(config))
        self.reported.emit(
            message("The settings are copied: paste them into a chat, or into another Inkling."),
            Subject.SETTINGS,
        )

    def paste_settings(self) -> None:
        """Read settings from the text on the clipboard."""
        self._read_text(QGuiApplication.clipboard().text())

    def _read_text(self, text: str) -> None:
        try:
            config = config_from_text(text)
        except InklingError as error:
            self.failed.emit(_sentence_of(error), Subject.SETTINGS)
        else:
            self._on_settings(config)

    def ask_export(self, runs: Sequence[str]) -> None:
        """Ask for a format and a path for the one run among these."""
        entry = self._store.get(runs[0]) if len(runs) == 1 else None
        if entry is None:
            self.failed.emit(
                message("Select one run in the table of runs to export it."), Subject.SELECTION
            )
            return
        dialog = ExportDialog(entry.name, self._format, _best_before_last(entry), self._window)
        dialog.format_accepted.connect(partial(self._ask_path, entry))
        dialog.open()

    def _ask_path(self, entry: RunEntry, kind: Format, choice: WeightsChoice) -> None:
        self._format = kind
        if kind is Format.TENSORBOARD:
            dialog = file_dialog(self._window, self.tr("A folder for TensorBoard's files"))
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.fileSelected.connect(
                lambda path: self._ask_replace(entry, kind, Path(path), choice)
            )
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        else:
            self.ask_path(
                self.tr("Export run"),
                _name_of_file(entry, kind),
                kind.suffix,
                lambda path: self.export(entry, kind, path, choice),
            )

    def _ask_replace(
        self, entry: RunEntry, kind: Format, path: Path, choice: WeightsChoice
    ) -> None:
        """Export a run for TensorBoard; before files of a run of this name are replaced, ask."""
        folder = path / entry.record.run

        def answer(is_wanted: bool) -> None:
            if is_wanted:
                self.export(entry, kind, path, choice)

        if not event_files(folder):
            answer(True)
            return
        text = self.tr("{folder} holds TensorBoard's files of a run already. Replace them?")
        ask(
            self._window,
            self.tr("Export run"),
            text.format(folder=printable(str(folder))),
            self.tr("Replace"),
            answer,
        )

    def ask_path(
        self, title: str, name: str, suffix: str, on_chosen: Callable[[Path], None]
    ) -> None:
        """Ask for a file to write.

        Args:
            title: of the dialog.
            name: of what is written; the file is named after it.
            on_chosen: called with the path.
        """
        dialog = save_dialog(self._window, title, file_name(name) + suffix)
        dialog.setNameFilter(f"{suffix[1:].upper()} (*{suffix})")
        dialog.setDefaultSuffix(suffix[1:])
        dialog.fileSelected.connect(lambda path: on_chosen(Path(path)))
        dialog.open()

    def export(
        self, entry: RunEntry, kind: Format, path: Path, choice: WeightsChoice = WeightsChoice.LAST
    ) -> None:
        """Export a run in this format; an existing file is replaced."""
        source = source_for(entry, choice)
        self.submit(
            partial(_export, source, kind, path), path, message("Exporting {run}…", run=entry.title)
        )

    def submit(self, work: Callable[[], Exported], path: Path, text: Message) -> None:
        """Write a file in a job, and report what was written or why it was not.

        Args:
            text: says what is written, for as long as that takes.
        """
        self.reported.emit(text, None)
        job = LongJob(f"export to {printable(str(path))}")
        job.submit(
            self._jobs,
            work,
            self._on_exported,
            self._on_export_failed,
            partial(self._on_cancelled, message("The export was cancelled.")),
        )
        ProgressDialog(self.tr("Exporting"), translate(text), job, self._window)

    def _on_cancelled(self, text: Message) -> None:
        self.reported.emit(text, None)

    def _on_exported(self, done: Exported) -> None:
        self.reported.emit(done.message, None)
        self.ended.emit(done.message)

    def _on_export_failed(self, reason: Message) -> None:
        self.failed.emit(reason, None)
        self.ended.emit(message("The export has failed: {reason}", reason=reason))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept runs and settings that are dropped on the window."""
        if isinstance(event, QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.Drop,
        ):
            files, text = _dropped(event.mimeData())
            if not files and not text:
                return False

            event.acceptProposedAction()
            if not isinstance(event, QDragEnterEvent):
                if files:
                    self._import_dropped(files)
                else:
                    self._read_text(text)
            return True
        return super().eventFilter(watched, event)


def _dropped(data: QMimeData) -> tuple[list[Path], str]:
    """Return the files that can be imported, and the text if it holds settings."""
    paths = [Path(file) for file in local_files(data)]
    files = [path for path in paths if path.suffix.lower() in (ARCHIVE_SUFFIX, *SETTINGS_SUFFIXES)]
    text = data.text() if data.hasText() and not paths else ""
    return files, text if MARK in text else ""


def _read_settings(file: Path) -> RunConfig:
    try:
        return config_from_text(read_file(file, 4 * MAX_CHARACTERS).decode(errors="replace"))
    except InklingError as error:
        raise InklingError(
            message("{file}: {reason}", file=file.name, reason=_sentence_of(error))
        ) from error


def _sentence_of(error: InklingError) -> Message:
    """Return the error's text, with the setting that it is about if there is one."""
    path = getattr(error, "path", "")
    return message("{field}: {reason}", field=path, reason=error.message) if path else error.message


def _best_before_last(entry: RunEntry) -> int | None:
    """Return a kept run's best epoch, from 1, unless it is the last.

    The noisy line has no best epoch.
    """
    best = entry.record.best
    if entry.folder is None or best is None or best.epoch == entry.record.epochs_done:
        return None
    return None if entry.record.config.is_regression else best.epoch


def _name_of_file(entry: RunEntry, kind: Format) -> str:
    """Return what an exported run's file is named after: a program never after its run.

    Somebody's run could be called like a module, and Python would import the program in its stead.
    """
    if kind is Format.SCRIPT:
        return program_name(entry.record.config)
    return f"{entry.name} page" if kind is Format.PAGE else entry.name  # not that of the report


def _export(source: Source, kind: Format, path: Path) -> Exported:
    """Export a run, in a job."""
    return exports.export(as_kept(source), kind, path, may_replace=True, translate=translate)
