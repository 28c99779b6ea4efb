"""What the toolbar shows of the runs: which buttons can be pressed, and the progress."""

from PySide6.QtCore import QObject, QTimer

from gui.runs.current_config import CurrentConfig
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.window.toolbar import ToolBar
from gui.window.training_actions import TrainingActions

PROGRESS_MS = 250  # numbers are read, so they change more slowly than curves


class ToolbarState(QObject):
    """Keeps the toolbar up to date with the form and the runs."""

    def __init__(
        self,
        toolbar: ToolBar,
        training: TrainingActions,
        current: CurrentConfig,
        store: RunStore,
        controller: RunController,
    ) -> None:
        super().__init__(toolbar)
        self._toolbar = toolbar
        self._training = training
        self._current = current
        self._store = store
        self._controller = controller
        self._is_closing = False

        self._progress = QTimer(self)
        self._progress.setInterval(PROGRESS_MS)
        self._progress.timeout.connect(self._show_progress)
        current.changed.connect(self.show)
        controller.activity_changed.connect(self.show)

    def close(self) -> None:
        """Offer no more runs, since the window closes."""
        self._is_closing = True
        self.show()

    def show(self) -> None:
        """Show what can be done now, and the progress while runs are active."""
        is_active = bool(self._controller.active())
        is_form_right = self._current.config is not None and not self._is_closing
        self._toolbar.show_state(
            is_active,
            self._training.is_paused,
            bool(self._controller.waiting()),
            is_form_right,
        )
        if is_active and not self._progress.isActive():
            self._progress.start()
        elif not is_active:
            self._progress.stop()
        self._show_progress()

    def _show_progress(self) -> None:
        waiting = (self._store.get(run) for run in self._controller.waiting())
        self._toolbar.show_progress(
            self._controller.active(), [entry.record for entry in waiting if entry is not None]
        )
