"""The choice where a comparison is trained: on this computer, or by the workers of a cluster."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QMenu, QPushButton, QWidget

from core.cluster import keys
from core.cluster.requirements import check_installed
from core.errors import InklingError
from gui.comparison.dialog.new_cluster_dialog import NewClusterDialog
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.file_dialogs import file_dialog
from gui.widgets.panel import styled_label
from gui.widgets.plain_text import MAX_NAME, set_choice_text, wrappable


class WhereChoice(QObject):
    """A row with a list of places for a form, and a note about the one that is chosen.

    Args:
        recent: the cluster files to offer.

    Attributes:
        row: the list, and a button for more cluster files.
        note: how to start workers; hidden for this computer.

    Signals:
        changed(): another place is chosen.
    """

    changed = Signal()

    def __init__(self, recent: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._files = list(recent)
        self._file: Path | None = None
        self._address = ""
        self._error: InklingError | None = None

        self._combo = QComboBox(parent)
        self._combo.setAccessibleName(self.tr("Where"))
        self._combo.setToolTip(
            self.tr("The computers that train the runs; the runs are kept on this one")
        )
        self._combo.activated.connect(
            lambda index: self.choose(self._files[index - 1] if index else None)
        )
        more, menu = QPushButton(self.tr("Cluster file"), parent), QMenu(parent)
        menu.addAction(self.tr("Choose a cluster file…"), self._ask_file)
        menu.addAction(self.tr("New cluster file…"), self._ask_new)
        more.setMenu(menu)
        more.setAutoDefault(False)
        self.row = QWidget(parent)
        row = QHBoxLayout(self.row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._combo, 1)
        row.addWidget(more)

        self.note = styled_label("quiet", parent)
        self.note.setFont(theme.sized(self.note.font(), theme.TEXT))
        self.note.setWordWrap(True)
        self._show()

    @property
    def file(self) -> Path | None:
        """The cluster file that is chosen; None for this computer."""
        return self._file

    @property
    def has_note(self) -> bool:
        """Whether there is something to read in the note."""
        return bool(self._address)

    def problem(self) -> str:
        """Return why the file that is chosen cannot be used; empty if it can."""
        return "" if self._error is None else translate(self._error.message)

    def choose(self, file: Path | None) -> None:
        """Choose a cluster file, or this computer."""
        self._file, self._error, self._address = file, None, ""
        if file is not None:
            if file not in self._files:
                self._files.insert(0, file)
            try:
                check_installed()
                self._address = keys.read(file).address
            except InklingError as error:
                self._error = error
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        with QSignalBlocker(self._combo):
            self._combo.clear()
            self._combo.addItem(self.tr("This computer"))
            for number, file in enumerate(self._files, 1):
                self._combo.addItem("")
                set_choice_text(self._combo, number, file.name, MAX_NAME)
            chosen = 0 if self._file is None else 1 + self._files.index(self._file)
            self._combo.setCurrentIndex(chosen)

        if self._address and self._file is not None:
            text = self.tr(
                "Workers meet at {address}. To start one, on this computer or another with a copy "
                "of the file: {command}"
            )
            command = keys.worker_command(self._file)
            self.note.setText(wrappable(text.format(address=self._address, command=command)))
        self.note.setVisible(self.has_note)

    def _ask_file(self) -> None:
        dialog = file_dialog(self._parent, self.tr("Choose a cluster file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.choose(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_new(self) -> None:
        dialog = NewClusterDialog(self._parent)
        dialog.created.connect(self.choose)
        dialog.open()
