"""The actions that the table of runs requests: dialogs, the controller, the run folders."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from core.messages import message
from core.run.identity import is_id
from gui.run_table.dialogs.clean_up_dialog import CleanUpDialog
from gui.run_table.dialogs.repeat_dialog import RepeatDialog
from gui.run_table.dialogs.run_dialogs import SettingsDialog, continue_dialog, fork_dialog
from gui.run_table.runs_table import RunsTable
from gui.runs.kept_runs import KeptRuns
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunEntry, RunStore
from gui.stage.knobs import KnobsPopup
from gui.widgets.file_dialogs import show_folder
from gui.widgets.plain_text import wrappable
from gui.widgets.questions import ask, ask_to_open


class RunActions(QObject):
    """Carries out the table's requests; `kept` is None where no runs are kept.

    Signals:
        failed(object): a `Message` that says what could not be done.
        ended(object): a clean-up or a repetition has succeeded or failed, with a `Message` that
            says so.
    """

    failed = Signal(object)
    ended = Signal(object)

    def __init__(
        self,
        table: RunsTable,
        store: RunStore,
        controller: RunController,
        kept: KeptRuns | None,
        parent: QWidget,
        *,
        is_compared: Callable[[str], bool] = lambda _run: False,
    ) -> None:
        """Carry out requests; `is_compared` returns whether a comparison needs a run as it is."""
        super().__init__(parent)
        self._table = table
        self._store = store
        self._controller = controller
        self._kept = kept
        self._is_compared = is_compared
        self._window = parent
        self._refused: list[str] = []  # runs that cannot be moved to the bin, until answered
        self._question: QMessageBox | None = None

        table.priority_requested.connect(controller.train_next)
        table.stop_requested.connect(self._on_stop)
        table.change_requested.connect(self._on_change)
        table.deletion_requested.connect(self._on_deletion)
        table.continuation_requested.connect(self._on_continuation)
        table.fork_requested.connect(self._on_fork)
        table.folder_requested.connect(self._on_folder)
        table.repetition_requested.connect(self._on_repetition)
        table.opening_requested.connect(self._on_opening)
        if kept is not None:
            kept.deletion.bin_refused.connect(self._on_bin_refused)
            kept.clean_up.ended.connect(self.ended)
            kept.repetitions.concluded.connect(self.ended)

    def _entry(self, run: str) -> RunEntry | None:
        """Return the run, or report that another window or command has deleted it meanwhile."""
        entry = self._store.get(run)
        if entry is None:
            self.failed.emit(
                message("This run is no longer here: it was deleted by another window or command.")
            )
        return entry

    def _on_stop(self, runs: Sequence[str]) -> None:
        for run in runs:
            self._controller.stop(run)

    def _on_change(self, run: str) -> None:
        """Open the run's knobs, unless it has ended while its menu was open."""
        entry = self._entry(run)
        if entry is None:
            return
        if not self._controller.is_active(run):
            self.failed.emit(
                message("{run} has stopped training; nothing was changed.", run=entry.title)
            )
            return
        corner = self._table.mapToGlobal(self._table.rect().topRight())
        KnobsPopup(self._store, self._controller, entry, self._window).show_at(corner)

    def _on_continuation(self, run: str) -> None:
        entry = self._entry(run)
        if entry is not None:
            is_compared = self._is_compared(run)
            dialog = continue_dialog(
                entry.record, entry.name, self._window, is_compared=is_compared
            )
            self._open(dialog, partial(self._go_on, run))

    def _go_on(self, run: str, values: dict[str, int]) -> None:
        if self._kept is None or self._entry(run) is None:
            return
        if self._is_compared(run):
            self._kept.fork(run, values)
        else:
            self._kept.continue_run(run, values["epochs"])

    def _on_fork(self, run: str) -> None:
        entry = self._entry(run)
        if entry is not None:
            self._open(
                fork_dialog(entry.record, entry.name, self._window), partial(self._fork, run)
            )

    def _fork(self, run: str, changes: dict[str, object]) -> None:
        if self._kept is not None and self._entry(run) is not None:
            self._kept.fork(run, changes)

    def _on_repetition(self, run: str) -> None:
        entry = self._entry(run)
        if self._kept is not None and entry is not None and entry.folder is not None:
            # earlier dialogs would show this repetition's result
            for earlier in self._window.findChildren(RepeatDialog):
                earlier.close()
            RepeatDialog(
                entry.record, entry.name, entry.folder, self._kept.repetitions, self._window
            ).show()

    def _on_opening(self, run: str) -> None:
        if self._entry(run) is not None:
            ask_to_open(self._window, partial(self._open_test_set, run))

    def _open_test_set(self, run: str) -> None:
        if self._entry(run) is None:
            return
        if self._kept is not None:
            self._kept.open_test_set(run)
        else:
            self._store.open_test_set(run)

    def open_clean_up(self) -> None:
        """Show the disk space that the runs take, and what may be removed, if runs are kept."""
        if self._kept is not None:
            dialog = CleanUpDialog(self._kept.clean_up, self._window)
            dialog.failed.connect(self.failed)
            dialog.open()

    @staticmethod
    def _open(dialog: SettingsDialog, then: object) -> None:
        dialog.settings_accepted.connect(then)
        dialog.open()

    def _on_folder(self, run: str) -> None:
        entry = self._entry(run)
        if entry is None or entry.folder is None:
            return
        if not show_folder(entry.folder if is_id(entry.folder.name) else entry.folder.parent):
            self.failed.emit(
                message(
                    "No file manager was found. The run is kept in {folder}.",
                    folder=str(entry.folder),
                )
            )

    def _on_deletion(self, runs: Sequence[str]) -> None:
        entries = [entry for entry in map(self._store.get, runs) if entry is not None]
        if entries:
            ask(
                self._window,
                self.tr("Delete"),
                self._deletion_question(entries),
                self.tr("Delete"),
                lambda is_wanted: self.delete(runs) if is_wanted else None,
            )

    def _deletion_question(self, entries: Sequence[RunEntry]) -> str:
        """Ask whether to delete runs, and say if a verdict goes with them."""
        question = self._whether_to_delete(entries)
        if not any(self._is_compared(entry.record.run) for entry in entries):
            return question
        note = self.tr("A comparison is judged by what is deleted; it loses its verdict.")
        return f"{question}\n\n{note}"

    def _whether_to_delete(self, entries: Sequence[RunEntry]) -> str:
        is_kept, count = any(entry.folder is not None for entry in entries), len(entries)
        if count == 1:
            text = (
                self.tr("Delete {run}? Its folder is moved to the bin.")
                if is_kept
                else self.tr("Delete {run}? It is not kept anywhere else.")
            )
            return text.format(run=entries[0].name)
        if is_kept:
            return self.tr("Delete %n run(s)? Their folders are moved to the bin.", "", count)
        return self.tr("Delete %n run(s)? They are not kept anywhere else.", "", count)

    def delete(self, runs: Sequence[str]) -> None:
        """Delete runs, with their folders if they are kept; a running one is stopped first."""
        for run in runs:
            entry = self._store.get(run)
            if entry is None:
                continue  # deleted meanwhile
            if self._kept is None or entry.folder is None:
                self._controller.remove(run)
            else:
                self._kept.deletion.move_to_bin([run])

    def _on_bin_refused(self, run: str) -> None:
        """Ask one question for all runs that are refused until it is answered."""
        self._refused.append(run)
        if self._question is None:
            button = self.tr("Delete permanently")
            self._question = ask(
                self._window, self.tr("Delete"), "", button, self._on_refused_answered
            )
        self._question.setText(wrappable(self._refusal_question()))

    def _refusal_question(self) -> str:
        names = [entry.name for entry in map(self._store.get, self._refused) if entry is not None]
        if len(names) == 1:
            return self.tr("{run} cannot be moved to the bin. Delete it permanently?").format(
                run=names[0]
            )
        return self.tr(
            "These %n run(s) cannot be moved to the bin. Delete them permanently?", "", len(names)
        )

    def _on_refused_answered(self, is_wanted: bool) -> None:
        refused, self._refused, self._question = self._refused, [], None
        if self._kept is not None and is_wanted:
            self._kept.deletion.delete_for_good(refused)
