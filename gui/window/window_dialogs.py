"""Opens the dialogs that belong to the whole window: settings, log, about, and those to try out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.config.presets import PRESETS
from core.config.run import RunConfig
from gui.background.jobs import JobQueue
from gui.help.about import about_dialog
from gui.help.log_dialog import LogDialog
from gui.help.pixels_dialog import PixelsDialog, Train
from gui.help.tensors_dialog import TensorsDialog
from gui.help.valley_dialog import ValleyDialog
from gui.process.logs import Log
from gui.program.slow_motion_dialog import SlowMotionDialog
from gui.runs.run_store import RunStore
from gui.settings.preferences import Preferences
from gui.settings.settings_dialog import SettingsDialog
from gui.setup.rate_finder_dialog import Candidate, RateFinderDialog
from gui.style.translation import translate


class WindowDialogs(QObject):
    """Settings and log stay open while the window is used, each at most once.

    Signals:
        failed(object): a `Message` that describes what could not be done.
    """

    failed = Signal(object)

    def __init__(
        self,
        preferences: Preferences,
        log: Log,
        runs_dir: Path | None,
        window: QWidget,
        *,
        jobs: JobQueue,
        quick_jobs: JobQueue,
    ) -> None:
        super().__init__(window)
        self._preferences = preferences
        self._log = log
        self._runs_dir = runs_dir
        self._jobs, self._quick_jobs = jobs, quick_jobs
        self._window = window
        self._devices: list[str] = []
        self._open: dict[type[QDialog], QDialog] = {}

    def set_devices(self, names: Sequence[str]) -> None:
        """Set the names of the devices that can compute, for About."""
        self._devices = list(names)

    def open_settings(self) -> None:
        """Open the settings; changes apply immediately."""
        self._show(
            SettingsDialog,
            lambda: SettingsDialog(self._preferences, self._window, runs_dir=self._runs_dir),
        )

    def open_log(self) -> None:
        """Open the last lines of the log."""
        self._show(LogDialog, self._new_log)

    def open_about(self) -> None:
        """Open versions, devices, paths and licences."""
        paths = {
            "Runs": self._runs_dir,
            "Log": None if self._log.problem is not None else self._log.file,
        }
        about_dialog(self._devices, paths, self._window).open()

    def open_slow_motion(self, *, is_line: bool = False) -> None:
        """Open the program of a tiny network, or of a line, that can be executed line by line."""
        SlowMotionDialog(self._quick_jobs, self._window, is_line=is_line).open()

    def open_valley(self) -> None:
        """Open the map of a cost with optimizers on their way down."""
        ValleyDialog(self._quick_jobs, self._window).open()

    def open_tensors(self) -> None:
        """Open tensors that one makes, moves and multiplies, and those of a network."""
        TensorsDialog(self._quick_jobs, self._window).open()

    def open_pixels(self, config: RunConfig, store: RunStore, train: Train) -> None:
        """Open the comparison of three scalings of the pixels, which `train` starts."""
        PixelsDialog(config, store, train, self._quick_jobs, self._window).open()

    def open_rate_finder(self, config: RunConfig, store: RunStore) -> RateFinderDialog:
        """Open the search for a learning rate for this config, and return the dialog.

        It offers the shown runs and the presets for comparison, as far as they learn from data
        of the same kind.
        """
        shown = [Candidate(entry.name, entry.record.config) for entry in store.visible()]
        presets = [Candidate(translate(each.title), each.config) for each in PRESETS.values()]
        kind = config.is_regression, config.has_points
        others = [
            other
            for other in (*shown, *presets)
            if (other.config.is_regression, other.config.has_points) == kind
        ]
        dialog = RateFinderDialog(config, self._jobs, self._window, others=others)
        dialog.open()
        return dialog

    def _new_log(self) -> LogDialog:
        dialog = LogDialog(self._log, self._window)
        dialog.failed.connect(self.failed)
        return dialog

    def _show(self, kind: type[QDialog], make: Callable[[], QDialog]) -> None:
        dialog = self._open.get(kind)
        if dialog is None:
            dialog = self._open[kind] = make()
            dialog.finished.connect(lambda: self._open.pop(kind))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
