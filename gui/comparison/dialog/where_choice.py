"""The choice where a comparison is trained: on this computer, or by the workers of a cluster."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from core.cluster import keys
from core.cluster.requirements import check_installed
from core.errors import InklingError
from gui.comparison.dialog.new_cluster_dialog import NewClusterDialog
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.file_dialogs import file_dialog
from gui.widgets.panel import styled_label
from gui.widgets.plain_text import MAX_NAME, middle_elided, wrappable

HERE, CHOOSE, NEW = "here", "choose", "new"  # what entries mean that are no file


class WhereChoice(QObject):
    """A list of places for a form, and a note about the one that is chosen.

    Args:
        recent: the cluster files to offer.

    Attributes:
        combo: the list.
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

        self.combo = QComboBox(parent)
        self.combo.setAccessibleName(self.tr("Where"))
        self.combo.setToolTip(
            self.tr("The computers that train the runs; the runs are kept on this one")
        )
        self.combo.activated.connect(self._on_activated)
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
            self._files = [file, *(other for other in self._files if other != file)]
            try:
                check_installed()
                self._address = keys.read(file).address
            except InklingError as error:
                self._error = error
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItem(self.tr("This computer"), HERE)
            for file in self._files:
                self.combo.addItem(middle_elided(file.name, MAX_NAME), file)
            self.combo.insertSeparator(self.combo.count())
            self.combo.addItem(self.tr("Choose a cluster file…"), CHOOSE)
            self.combo.addItem(self.tr("New cluster file…"), NEW)
            self.combo.setCurrentIndex(0 if self._file is None else 1)

        if self._address and self._file is not None:
            text = self.tr(
                "Workers meet at {address}. To start one, on this computer or another with a copy "
                "of the file: {command}"
            )
            command = f"inkling workers --join {self._file.name}"
            self.note.setText(wrappable(text.format(address=self._address, command=command)))
        self.note.setVisible(self.has_note)

    def _on_activated(self, index: int) -> None:
        chosen = self.combo.itemData(index)
        if isinstance(chosen, Path):
            self.choose(chosen)
        elif chosen == HERE:
            self.choose(None)
        else:
            self._show()  # as before, until the dialog is answered
            ask = self._ask_file if chosen == CHOOSE else self._ask_new
            ask()

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
