"""The numbers behind the curves as a table, for screen readers and for exact reading."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDialogButtonBox, QTableView, QWidget

from core.number_text import NOTHING, accuracy_text, cost_text
from core.run.events import EpochCompleted
from core.run.record import RunRecord
from core.run.seal import names_of
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column

Index = QModelIndex | QPersistentModelIndex
SIZE = (190 * theme.STEP, 100 * theme.STEP)


class EpochsModel(QAbstractTableModel):
    """A row for each run and epoch, as they are when the model is built."""

    def __init__(self, entries: Iterable[RunEntry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        shown = list(entries)
        self._rows = [
            (entry.name, entry.record, epoch) for entry in shown for epoch in entry.record.epochs
        ]
        names = names_of(entry.record.is_sealed for entry in shown)
        self._titles = (
            self.tr("Run"),
            self.tr("Epoch"),
            translate(names.cost),
            self.tr("Training cost"),
            translate(names.accuracy),
            self.tr("Training accuracy"),
            self.tr("Weight"),
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return one row for each run and epoch."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns, one for each number that the curves show."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles, aligned like the cells below them; rows have none."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._titles[section] if is_title else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return texts as they are shown next to the curves; numbers stand on the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        name, record, epoch = self._rows[index.row()]
        return (name, *_texts(record, epoch))[index.column()]


def _alignment(section: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _texts(record: RunRecord, epoch: EpochCompleted) -> Sequence[str]:
    shares = map(accuracy_text, (record.accuracy_of(epoch), epoch.train_accuracy))
    weight = NOTHING if epoch.weight is None else f"{epoch.weight:.4f}"
    judged = record.cost_of(epoch)
    cost = NOTHING if judged is None else cost_text(judged)
    return (str(epoch.epoch), cost, cost_text(epoch.cost), *shares, weight)


class PlotTable(QDialog):
    """Shows the epochs of some runs as they are when it opens."""

    def __init__(self, entries: Iterable[RunEntry], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Curves as a table"))

        self.view = QTableView(self)
        self.view.setModel(EpochsModel(entries, self))
        self.view.setAccessibleName(self.windowTitle())
        self.view.setFont(theme.tabular(self.view.font()))
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)

        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.px(6 * theme.STEP))
        self.view.resizeColumnsToContents()

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
        self.resize(theme.fitted(SIZE, self.screen()))
