"""The choice of data for a run: a known data set, or a folder or file of the user's own.

Folders and files are read outside the GUI thread.
"""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.config import catalogue
from core.config.catalogue import KNOWN
from core.config.fields import FIELDS
from core.config.run import RunConfig
from core.errors import InklingError
from core.messages import Message
from core.remote_paths import may_open, problem_with
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.background.threads import Background
from gui.settings.preferences import Preferences
from gui.setup.dropped import DroppedPath
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo
from gui.widgets.file_dialogs import ask_file, ask_folder
from gui.widgets.panel import Panel, styled_label
from gui.widgets.plain_text import plain_tip, set_choice_text

MAX_RECENT = 5
PROGRESS_MS = 500  # between two looks at how far reading is


@dataclass
class _Reading:
    """The reading of a folder or file; the thread that reads changes it.

    Attributes:
        done, total: pictures read, and those that there are; 0 for other data.
    """

    name: str
    done: int = 0
    total: int = 0

    def report(self, done: int, total: int) -> None:
        """Note how many pictures are read."""
        self.done, self.total = done, total


class DataChoice(Panel):
    """A list of data sets and of folders used before, and entries that ask for a folder or file.

    A folder or file can also be dropped on it. Without `background` it is read in the GUI thread.

    Attributes:
        status: what is wrong, or being done; a label for the form to put below the list.

    Signals:
        changes_found(object): the user chose; what is to be set for it, by dotted path.
    """

    changes_found = Signal(object)

    def __init__(
        self,
        background: Background | None = None,
        preferences: Preferences | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # a queue of its own: in the others the data may be read that the user wants no longer
        self._jobs = LatestJob(JobQueue(background)) if background is not None else None
        self._reading: _Reading | None = None
        self._preferences = preferences
        self._config: RunConfig | None = None
        self._recent: list[str] = (
            list(filter(may_open, preferences.recent_folders)) if preferences is not None else []
        )

        self.combo = QuietCombo(self)
        self.combo.setSizeAdjustPolicy(
            QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.activated.connect(self._on_activated)
        self.setFocusProxy(self.combo)
        DroppedPath(self).dropped.connect(self.choose)

        self.status = styled_label("wrong", self)
        self.status.setWordWrap(True)
        self.status.hide()

        self._timer = QTimer(self)
        self._timer.setInterval(PROGRESS_MS)
        self._timer.timeout.connect(self._show_progress)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.retranslate()

    def show_config(self, config: RunConfig) -> None:
        """Show what a config learns from; a folder is among those used before from now on."""
        self._config = config
        dataset = config.data.dataset
        problem = problem_with(dataset)
        if dataset not in KNOWN and problem is None:
            self._remember(dataset)
        self.status.hide()
        self._fill()
        if problem is not None:
            self._on_failed(problem)

    @property
    def is_available(self) -> bool:
        """Whether what is chosen need not be fetched."""
        from core.data.folders import is_available

        dataset = self._config.data.dataset if self._config is not None else ""
        return dataset not in KNOWN or is_available(dataset)

    def _remember(self, folder: str) -> None:
        recent = [folder, *(other for other in self._recent if other != folder)][:MAX_RECENT]
        if recent != self._recent and self._preferences is not None:
            self._preferences.recent_folders = recent
        self._recent = recent

    def _fill(self) -> None:
        from core.data.folders import is_available

        self.combo.clear()
        for name, known in KNOWN.items():
            if known.classes:
                title = translate(known.title)
                here = is_available(name)
                self.combo.addItem(
                    title if here else self.tr("{data} (not here)").format(data=title), name
                )
                self.combo.setItemData(
                    self.combo.count() - 1,
                    plain_tip(translate(known.about)),
                    Qt.ItemDataRole.ToolTipRole,
                )

        for folder in sorted(self._recent, key=_last_part):
            index = self.combo.count()
            self.combo.addItem("", folder)
            set_choice_text(self.combo, index, _last_part(folder))
            self.combo.setItemData(index, plain_tip(folder), Qt.ItemDataRole.ToolTipRole)

        self.combo.addItem(self.tr("Folder…"), None)
        tip = self.tr(
            "A folder with IDX files named like MNIST's, NumPy arrays, tables, or with a folder of "
            "pictures for each class"
        )
        self.combo.setItemData(self.combo.count() - 1, plain_tip(tip), Qt.ItemDataRole.ToolTipRole)
        self.combo.addItem(self.tr("File…"), None)
        tip = self.tr(
            "A table (CSV), a NumPy file (NPZ, NPY), or a zip file of what a folder may hold"
        )
        self.combo.setItemData(self.combo.count() - 1, plain_tip(tip), Qt.ItemDataRole.ToolTipRole)

        self._show_current()

    def _show_current(self) -> None:
        if self._config is not None:
            self.combo.setCurrentIndex(self.combo.findData(self._config.data.dataset))

    def _on_activated(self, index: int) -> None:
        chosen = self.combo.itemData(index)
        if chosen is None and index == self.combo.count() - 1:
            chosen = ask_file(self, self.tr("Data file"), self._filter(), self._last_folder())
        elif chosen is None:
            chosen = ask_folder(self, self.tr("Data folder"), self._last_folder())
        if chosen:
            self.choose(chosen)
        else:
            self._show_current()

    def _filter(self) -> str:
        patterns = " ".join(f"*{suffix}" for suffix in catalogue.FILE_SUFFIXES)
        data = self.tr("Data")
        return f"{data} ({patterns})"

    def _last_folder(self) -> str:
        from core.data.folders import folder_of

        return str(folder_of(self._recent[0]).parent) if self._recent else ""

    def choose(self, dataset: str) -> None:
        """Find out what is to be set for a data set or a folder, and tell.

        What is being read for an earlier choice is no longer wanted.
        """
        config = self._config
        if config is None:
            return
        self._end_reading()
        self.status.hide()
        if self._jobs is None or {dataset, config.data.dataset} <= KNOWN.keys():
            self._choose_known(config, dataset)
            return

        self._reading = _Reading(_last_part(dataset))
        self._timer.start()
        self._show_progress()
        work = partial(_changes_read, config, dataset, self._reading)
        self._jobs.request(work, self._on_found, self._on_failed)

    def _end_reading(self) -> None:
        self._timer.stop()
        if self._reading is not None and self._jobs is not None:
            self._jobs.cancel()
        self._reading = None

    def _show_progress(self) -> None:
        reading = self._reading
        if reading is None:
            return
        text = self.tr("Reading {folder}…").format(folder=reading.name)
        if reading.total:
            text = self.tr(
                "Reading {folder}: {done:,} of {total:,} pictures. Choose other data to stop."
            ).format(folder=reading.name, done=reading.done, total=reading.total)
        self.status.setText(text)
        self._mark(False)

    def _choose_known(self, config: RunConfig, dataset: str) -> None:
        try:
            changes = _changes(config, dataset)
        except InklingError as error:
            self._on_failed(error.message)
        else:
            self._on_found(changes)

    def _on_found(self, changes: dict[str, object]) -> None:
        self._end_reading()
        self.status.hide()
        self.changes_found.emit(changes)

    def _on_failed(self, reason: Message) -> None:
        """Show what is wrong with the folder below the list, which shows the data in use again."""
        self._end_reading()
        self.status.setText(translate(reason))
        self._mark(True)
        self._show_current()

    def _mark(self, is_wrong: bool) -> None:
        self.status.setProperty("role", "wrong" if is_wrong else "quiet")
        self.status.style().polish(self.status)
        self.status.show()

    def retranslate(self) -> None:
        """Translate the titles and names of the data sets."""
        self.combo.setAccessibleName(translate(FIELDS["data.dataset"].about.title))
        self.combo.setToolTip(plain_tip(translate(FIELDS["data.dataset"].about.help)))
        self._fill()


def _changes(config: RunConfig, dataset: str) -> dict[str, object]:
    """Return what to set for a data set, by dotted path."""
    from core.data.folders import changes_for

    return changes_for(config, dataset)


def _changes_read(config: RunConfig, dataset: str, reading: _Reading) -> dict[str, object]:
    """Return the same, in another thread; reading reports its progress."""
    from core.cancellation import progress_reported_to

    with progress_reported_to(reading.report):
        return _changes(config, dataset)


def _last_part(folder: str) -> str:
    return str(catalogue.title(folder))
