"""Runs and settings on their way in and out: files chosen or dropped, the clipboard, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.comparison.judgement import Judgement, judge
from core.comparison.results import Results
from core.config.choices import Which
from core.config.run import RunConfig
from core.config.settings_text import MARK, MAX_CHARACTERS, config_from_text, settings_text
from core.errors import InklingError
from core.export import formats as exports
from core.export.formats import Exported, Format, Source
from core.export.report_contents import Network, report_of
from core.files import read_file
from core.lifecycle import archive as archives
from core.lifecycle.archive import Imported
from core.messages import Message, message
from core.run.record import RunRecord
from core.storage import records as runs
from gui.background.jobs import JobQueue
from gui.comparison.comparisons import Comparison
from gui.run_table.export_dialog import ExportDialog
from gui.runs.kept_runs import KeptRuns
from gui.runs.run_store import RunEntry, RunStore
from gui.style.translation import translate

SETTINGS_SUFFIXES = (".json", ".txt")
ARCHIVE_SUFFIX = Format.ZIP.suffix


class Transfer(QObject):
    """Imports, exports, copies and pastes; the long work is done as errands.

    Args:
        kept: the runs on disk; None where none are kept, and so none can be taken in.
        window: takes what is dropped on it, and is the parent of the dialogs.

    Signals:
        told(object): a `Message` that says what was done, and where.
        failed(object): a `Message` that says what could not be.
        settings_chosen(object): a `RunConfig` to show in the form.
        run_taken_in(str): this run is in the store now.
    """

    told = Signal(object)
    failed = Signal(object)
    settings_chosen = Signal(object)
    run_imported = Signal(str)

    def __init__(
        self, store: RunStore, jobs: JobQueue, kept: KeptRuns | None, window: QWidget
    ) -> None:
        super().__init__(window)
        self._store = store
        self._jobs = jobs
        self._kept = kept
        self._window = window
        self._expected: list[str] = []  # runs that were taken in and are not in the store yet
        self._format = Format.SCRIPT
        store.earlier_runs_added.connect(self._show_expected)
        window.setAcceptDrops(True)
        self.watch(window)

    def watch(self, widget: QWidget) -> None:
        """Take what is for us from a widget that takes other things itself: Qt asks none above it."""
        widget.installEventFilter(self)

    def ask_import(self) -> None:
        """Have a file chosen and take it in."""
        dialog = QFileDialog(self._window, self.tr("Import a run or settings"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in (ARCHIVE_SUFFIX, *SETTINGS_SUFFIXES))
        dialog.setNameFilters(
            [self.tr("Runs and settings") + f" ({patterns})", self.tr("All files") + " (*)"]
        )
        dialog.fileSelected.connect(lambda path: self.take_in(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_in(self, file: Path) -> None:
        """Take in a run's archive, or a file of settings."""
        if file.suffix.lower() in SETTINGS_SUFFIXES:
            self._jobs.submit(partial(_settings_in, file), self._on_settings)
        elif self._kept is None:
            self.failed.emit(message("No runs are kept here, so none can be imported."))
        else:
            self.told.emit(message("Importing {file}…", file=file.name))
            self._jobs.submit(
                partial(archives.unpack, file, self._kept.runs_dir), self._on_imported
            )

    def _on_imported(self, taken: Imported) -> None:
        self.told.emit(taken.message)
        self._expected.append(taken.run)
        if self._kept is not None:
            self._kept.find()
        self._show_expected()

    def _show_expected(self) -> None:
        for run in [run for run in self._expected if self._store.get(run) is not None]:
            self._expected.remove(run)
            self._store.set_visible(run, True)
            self.run_imported.emit(run)

    def _on_settings(self, config: RunConfig) -> None:
        self.settings_chosen.emit(config)
        self.told.emit(message("The settings are in the form now."))

    def copy_settings(self, config: RunConfig | None) -> None:
        """Put settings on the clipboard; None stands for a form that cannot be trained with."""
        if config is None:
            self.failed.emit(message("Some settings are invalid. Fix the highlighted ones first."))
            return
        QGuiApplication.clipboard().setText(settings_text(config))
        self.told.emit(
            message("The settings are copied: paste them in a chat, or in another Inkling.")
        )

    def paste_settings(self) -> None:
        """Take settings from the text on the clipboard."""
        self._take_text(QGuiApplication.clipboard().text())

    def _take_text(self, text: str) -> None:
        try:
            config = config_from_text(text)
        except InklingError as error:
            self.failed.emit(_sentence_of(error))
        else:
            self._on_settings(config)

    def ask_export(self, runs: Sequence[str]) -> None:
        """Have a format and a place chosen for the one run among these."""
        entry = self._store.get(runs[0]) if len(runs) == 1 else None
        if entry is None:
            self.failed.emit(message("Select one run in the table of runs; that one is exported."))
            return
        dialog = ExportDialog(entry.name, self._format, _best_before_last(entry), self._window)
        dialog.format_accepted.connect(partial(self._ask_place, entry))
        dialog.open()

    def _ask_place(self, entry: RunEntry, kind: Format, which: Which) -> None:
        self._format = kind
        if kind is Format.TENSORBOARD:
            dialog = QFileDialog(self._window, self.tr("A folder for TensorBoard's files"))
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog = self._save_dialog(self.tr("Export run"), _file_name(entry.name), kind.suffix)
        dialog.fileSelected.connect(lambda path: self.export(entry, kind, Path(path), which))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save_dialog(self, title: str, name: str, suffix: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)  # it asks before a file is replaced
        dialog.setNameFilter(f"{suffix[1:].upper()} (*{suffix})")
        dialog.setDefaultSuffix(suffix[1:])
        dialog.selectFile(name + suffix)
        return dialog

    def export(self, entry: RunEntry, kind: Format, place: Path, which: Which = Which.LAST) -> None:
        """Write a run in this format; what is there may be replaced."""
        source = Source(entry.name, _copied(entry.record), entry.folder, which)
        self.told.emit(message("Exporting {run}…", run=entry.title))
        self._jobs.submit(partial(_export, source, kind, place), self._on_exported)

    def _on_exported(self, done: Exported) -> None:
        self.told.emit(done.message)

    def ask_report(self, comparison: Comparison | None) -> None:
        """Have a place chosen for a page about a comparison."""
        if comparison is None or not self._records(comparison):
            self.failed.emit(
                message("There is no comparison yet; Compare in the toolbar starts one.")
            )
            return
        name = _file_name(" ".join(comparison.titles().values()))
        dialog = self._save_dialog(self.tr("Save comparison as report"), name, Format.HTML.suffix)
        dialog.fileSelected.connect(lambda path: self.write_report(comparison, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _records(self, comparison: Comparison) -> dict[str, list[RunRecord]]:
        """The comparison's runs that are still here, by their network's name."""
        records: dict[str, list[RunRecord]] = {}
        for run, planned in comparison.runs.items():
            entry = self._store.get(run)
            if entry is not None:
                records.setdefault(planned.member, []).append(_copied(entry.record))
        return records

    def write_report(self, comparison: Comparison, place: Path) -> None:
        """Write the page; an existing file is replaced."""
        records = self._records(comparison)
        networks = [
            Network(name, title, records[name])
            for name, title in comparison.titles().items()
            if name in records
        ]
        folders = {
            entry.record.run: entry.folder
            for entry in map(self._store.get, comparison.runs)
            if entry is not None
        }
        grid_results = comparison.results.copy() if comparison.kept.grid is not None else None
        work = partial(_write_report, networks, comparison.judgement, grid_results, folders, place)
        self._jobs.submit(work, self._on_exported)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Runs and settings that are dropped on the window."""
        if isinstance(event, QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.Drop,
        ):
            files, text = _dropped(event.mimeData())
            if not files and not text:
                return False
            event.acceptProposedAction()
            if not isinstance(event, QDragEnterEvent):
                for file in files:
                    self.take_in(file)
                if not files:
                    self._take_text(text)
            return True
        return super().eventFilter(watched, event)


def _dropped(data: QMimeData) -> tuple[list[Path], str]:
    """The files that can be taken in, and the text if it holds settings."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    files = [path for path in paths if path.suffix.lower() in (ARCHIVE_SUFFIX, *SETTINGS_SUFFIXES)]
    text = data.text() if data.hasText() and not paths else ""
    return files, text if MARK in text else ""


def _settings_in(file: Path) -> RunConfig:
    try:
        return config_from_text(read_file(file, 4 * MAX_CHARACTERS).decode(errors="replace"))
    except InklingError as error:
        raise InklingError(
            message("{file}: {reason}", file=file.name, reason=_sentence_of(error))
        ) from error


def _sentence_of(error: InklingError) -> Message:
    """What is wrong, with the setting at fault where there is one."""
    path = getattr(error, "path", "")
    return message("{field}: {reason}", field=path, reason=error.message) if path else error.message


def _best_before_last(entry: RunEntry) -> int | None:
    """The best epoch of a run that is kept, from 1; None if that is the last one, or a line's, which has no best."""
    best = entry.record.best
    if entry.folder is None or best is None or best.epoch == entry.record.epochs_done:
        return None
    return None if entry.record.config.is_regression else best.epoch


def _copied(record: RunRecord) -> RunRecord:
    """A record that stays as it is while the run goes on."""
    return replace(
        record, epochs=list(record.epochs), layers=list(record.layers), changes=list(record.changes)
    )


def _export(source: Source, kind: Format, place: Path) -> Exported:
    """Called as an errand: a run that is kept is taken from its folder, another one as it was when it was asked for."""
    if source.folder is not None and source.folder.is_dir():
        source = replace(exports.source_of(source.folder, which=source.which), name=source.name)
    else:
        source = replace(source, folder=None)
    return exports.export(source, kind, place, may_replace=True, translate=translate)


def _write_report(
    networks: Sequence[Network],
    judgement: Judgement,
    grid_results: Results | None,
    folders: Mapping[str, Path | None],
    place: Path,
) -> Exported:
    """Write a report, in a job; a grid's results are judged for it, but without verdicts."""
    for network in networks:
        for record in network.records:
            _fill(record, folders.get(record.run))
    if grid_results is not None:
        judgement = replace(judge(grid_results), verdicts=())
    return exports.write_report(report_of(networks, judgement), place, translate)


def _fill(record: RunRecord, folder: Path | None) -> None:
    """Read the curves of a run of an earlier window, if that was not done yet."""
    if folder is not None and record.last is not None and not record.epochs:
        record.epochs = runs.read_epochs(folder)


def _file_name(name: str) -> str:
    """A name for a file: nothing in it that a system would take amiss."""
    return (
        "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name).strip("-")
        or "run"
    )
