"""What the table of runs asks for, done: dialogs opened, the controller and the run folders told."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from core.history import RunRecord
from core.messages import InklingError, message
from gui.clean_up_dialog import CleanUpDialog
from gui.kept_runs import KeptRuns
from gui.repeat_dialog import RepeatDialog
from gui.run_controller import RunController
from gui.run_dialogs import SettingsDialog, change_dialog, continue_dialog, fork_dialog
from gui.run_store import RunEntry, RunStore
from gui.runs_table import RunsTable


class RunActions(QObject):
    """Connects the table's requests; `kept` is None where no runs are kept.

    Signals:
        failed(object): a `Message` that says what could not be done.
    """

    failed = Signal(object)

    def __init__(
        self, table: RunsTable, store: RunStore, controller: RunController, kept: KeptRuns | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._kept = kept
        self._window = parent
        table.priority_requested.connect(controller.train_next)
        table.stop_requested.connect(self._on_stop)
        table.change_requested.connect(self._on_change)
        table.deletion_requested.connect(self._on_deletion)
        table.continuation_requested.connect(self._on_continuation)
        table.fork_requested.connect(self._on_fork)
        table.folder_requested.connect(self._on_folder)
        table.repetition_requested.connect(self._on_repetition)
        if kept is not None:
            kept.failed.connect(self.failed)
            kept.bin_refused.connect(self._on_bin_refused)

    def _entry(self, run: str) -> RunEntry:
        entry = self._store.get(run)
        assert entry is not None
        return entry

    def _on_stop(self, runs: Sequence[str]) -> None:
        for run in runs:
            self._controller.stop(run)

    def _on_change(self, run: str) -> None:
        self._open(
            change_dialog(self._entry(run).record, self._entry(run).name, self._window), partial(self._change, run)
        )

    def _change(self, run: str, values: dict[str, float]) -> None:
        try:
            self._controller.change(run, {path: float(value) for path, value in values.items()})
        except InklingError as error:
            self.failed.emit(error.message)

    def _on_continuation(self, run: str) -> None:
        if self._kept is not None:
            dialog = continue_dialog(self._entry(run).record, self._entry(run).name, self._window)
            self._open(dialog, partial(self._go_on, run))

    def _go_on(self, run: str, values: dict[str, int]) -> None:
        if self._kept is not None:
            self._kept.go_on(run, values["epochs"])

    def _on_fork(self, run: str) -> None:
        if self._kept is not None:
            record: RunRecord = self._entry(run).record
            self._open(fork_dialog(record, self._entry(run).name, self._window), partial(self._kept.fork, run))

    def _on_repetition(self, run: str) -> None:
        entry = self._entry(run)
        if self._kept is not None and entry.folder is not None:
            RepeatDialog(entry.record, entry.name, entry.folder, self._kept.repetitions, self._window).show()

    def open_clean_up(self) -> None:
        """Show how much room the runs take, and what may go; nothing where no runs are kept."""
        if self._kept is not None:
            dialog = CleanUpDialog(self._kept.clean_up, self._window)
            dialog.failed.connect(self.failed)
            dialog.open()

    @staticmethod
    def _open(dialog: SettingsDialog, then: object) -> None:
        dialog.settings_accepted.connect(then)
        dialog.open()

    def _on_folder(self, run: str) -> None:
        folder = self._entry(run).folder
        if folder is None or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.failed.emit(message("No program here shows folders. The run is kept in {folder}.", folder=str(folder)))

    def _on_deletion(self, runs: Sequence[str]) -> None:
        text = self.tr("Delete %n run(s)? Their folders go to the bin.", "", len(runs))
        self._ask(text, self.tr("Delete"), partial(self._delete, runs))

    def _delete(self, runs: Sequence[str]) -> None:
        for run in runs:
            entry = self._store.get(run)
            if entry is None:
                continue  # gone meanwhile
            if self._kept is None or entry.folder is None:
                self._controller.remove(run)
            else:
                self._kept.delete([run])

    def _on_bin_refused(self, run: str) -> None:
        if self._store.get(run) is None:
            return
        text = self.tr("No bin takes {run}. Delete it for good?").format(run=self._entry(run).name)
        if self._kept is not None:
            self._ask(text, self.tr("Delete for good"), partial(self._kept.delete_for_good, [run]))

    def _ask(self, text: str, yes: str, then: partial[None]) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Delete"), text, parent=self._window)
        button: QPushButton = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        button.clicked.connect(then)
        box.finished.connect(box.deleteLater)
        box.open()
