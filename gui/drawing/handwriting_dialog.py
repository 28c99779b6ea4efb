"""My handwriting: the drawings one has kept, and how well each visible run reads them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from core.config.catalogue import DIGITS
from core.data.handwriting import Sample
from core.data.photographs.class_folders import folder_names
from core.messages import Message
from core.number_text import NOTHING, accuracy_text
from core.plain_text import printable
from gui.background.long_job import LongJob
from gui.drawing.handwriting import Classes, Handwriting, Score
from gui.runs.moments import Moments, ShownNetwork, run_at
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.file_dialogs import ask_folder
from gui.widgets.images import grey_image
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip
from gui.widgets.progress_dialog import ProgressDialog
from gui.widgets.questions import click_once

THUMB = 10 * theme.STEP
SIZE = (150 * theme.STEP, 130 * theme.STEP)
TABLE_ROWS, ROW = 4, 6 * theme.STEP


class HandwritingDialog(QDialog):
    """The samples, by class; chosen ones can be relabelled and deleted, and either be undone.

    Folders of samples can be imported and exported.
    """

    def __init__(
        self,
        handwriting: Handwriting,
        store: RunStore,
        moments: Moments,
        classes: Classes = DIGITS,
        parent: QWidget | None = None,
    ) -> None:
        """Show the samples of these classes first; those of the visible runs can be chosen."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("My handwriting"))
        self.resize(theme.fitted(SIZE, self.screen()))
        self._handwriting = handwriting
        self._store = store
        self._moments = moments
        self._samples: Sequence[Sample] = ()
        visible = [entry.record.config.classes for entry in store.visible()]
        self._collections = list(dict.fromkeys([classes, DIGITS, *filter(None, visible)]))
        self._classes = classes
        self._build()
        self._on_collection_chosen(0)

        handwriting.changed.connect(self._read)
        handwriting.listed.connect(self._on_listed)
        handwriting.scored.connect(self._on_scored)
        handwriting.reported.connect(self._on_reported)
        handwriting.failed.connect(self._on_reported)
        handwriting.began.connect(self._on_began)

    def _build(self) -> None:
        self.collection = self._new_collection_choice()
        self.wall = self._new_wall()
        self.table = self._new_table()
        self._count = styled_label("quiet", self)
        self._empty = self._new_empty_hint()
        self._others = styled_label("quiet", self)
        self._others.setText(self.tr("Only runs that read these classes answer."))
        self._others.hide()
        self._report = styled_label("quiet", self)
        self._report.setWordWrap(True)
        self._report.hide()
        self._lay_out(self._new_buttons())

    def _new_collection_choice(self) -> QComboBox:
        choice = QComboBox(self)
        for classes in self._collections:
            text = self.tr("{first} to {last}").format(
                first=printable(classes[0]), last=printable(classes[-1])
            )
            choice.addItem(f"{text} ({len(classes)})")
        choice.setAccessibleName(self.tr("Classes"))
        choice.setVisible(len(self._collections) > 1)
        choice.activated.connect(self._on_collection_chosen)
        return choice

    def _on_collection_chosen(self, index: int) -> None:
        self._classes = self._collections[index]
        self._fill_labels()
        self._import.setToolTip(plain_tip(self._folders_text()))
        self._on_listed(())
        self._read()

    def _read(self) -> None:
        self._handwriting.read(self._classes)

    def _fill_labels(self) -> None:
        """Offer the classes in the menu of another label."""
        self._labels.clear()
        for label, name in enumerate(self._classes):
            action = self._labels.addAction(printable(name).replace("&", "&&"))
            action.triggered.connect(partial(self._on_label_chosen, label))

    def _new_empty_hint(self) -> QLabel:
        hint = PlainLabel(self)
        hint.setText(
            self.tr(
                "Draw something, open Handwriting below the canvas and choose what it is: it is "
                "stored here."
            )
        )
        hint.setWordWrap(True)
        hint.setProperty("role", "quiet")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return hint

    def _new_wall(self) -> QListWidget:
        wall = QListWidget(self)
        wall.setViewMode(QListView.ViewMode.IconMode)
        wall.setResizeMode(QListView.ResizeMode.Adjust)
        wall.setMovement(QListView.Movement.Static)
        wall.setUniformItemSizes(True)
        wall.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        wall.setIconSize(QSize(THUMB, THUMB))
        wall.setSpacing(theme.STEP)
        wall.setFrameShape(QListWidget.Shape.NoFrame)
        wall.setAccessibleName(self.tr("My handwriting"))
        wall.itemSelectionChanged.connect(self._show_state)
        return wall

    def _new_table(self) -> QTableWidget:
        table = QTableWidget(0, 4, self)
        heads = (
            self.tr("Run"),
            self.tr("Read right"),
            self.tr("95% interval"),
            self.tr("Test accuracy"),
        )
        for index, head in enumerate(heads):
            item = QTableWidgetItem(head)
            side = Qt.AlignmentFlag.AlignRight if index else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            table.setHorizontalHeaderItem(index, item)

        table.setFont(theme.tabular(table.font()))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        table.setShowGrid(False)

        # only to be read
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        table.setFixedHeight(theme.px((TABLE_ROWS + 1) * ROW) + 2 * theme.STEP)
        return table

    def _new_buttons(self) -> QHBoxLayout:
        self._delete = QPushButton(self.tr("Delete"), self)
        self._delete.clicked.connect(self._on_delete)
        click_once(self._delete)
        QShortcut(QKeySequence.StandardKey.Delete, self.wall, self._on_delete)
        self._labels = QMenu(self)
        self._relabel = QPushButton(self.tr("Change label"), self)
        self._relabel.setMenu(self._labels)
        self._undo = QPushButton(self.tr("Undo"), self)
        self._undo.clicked.connect(self._on_undo)
        QShortcut(QKeySequence.StandardKey.Undo, self, self._on_undo)

        self._import = QPushButton(self.tr("Import…"), self)
        self._import.clicked.connect(self._on_import)
        self._export = QPushButton(self.tr("Export…"), self)
        self._export.clicked.connect(self._on_export)

        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        close.rejected.connect(self.reject)

        row = QHBoxLayout()
        for button in (self._relabel, self._delete, self._undo, self._import, self._export):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _lay_out(self, buttons: QHBoxLayout) -> None:
        layout = column(self, gap=2 * theme.STEP, padding=theme.GROUP_GAP)
        layout.addWidget(self.collection)
        layout.addWidget(self._count)
        layout.addWidget(self.wall, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.table)
        layout.addWidget(self._others)
        layout.addWidget(self._report)
        layout.addLayout(buttons)

    def _on_listed(self, samples: Sequence[Sample]) -> None:
        self._samples = samples
        self.wall.clear()
        for sample in samples:
            icon = QIcon(QPixmap.fromImage(grey_image(sample.grey).scaled(THUMB, THUMB)))
            QListWidgetItem(icon, printable(self._classes[sample.label]), self.wall)
        self._show_state()
        self._list_runs()

    def _list_runs(self) -> None:
        visible = self._store.visible()
        runs = [entry for entry in visible if entry.record.config.classes == self._classes]
        self.table.setRowCount(len(runs))
        for row, entry in enumerate(runs):
            network = self._moments.network(entry.record.run)
            whose = entry.name if network is None else run_at(entry.name, network.when)
            name = QTableWidgetItem(whose)
            name.setData(Qt.ItemDataRole.UserRole, entry.record.run)
            name.setToolTip(plain_tip(whose))
            name.setForeground(theme.letters_in(theme.run_style(entry.style).colour))
            self.table.setItem(row, 0, name)
            texts = NOTHING, NOTHING, _on_test_set(entry, network)
            for column_, text in enumerate(texts, 1):
                self._set_number(row, column_, text)
            if network is not None:
                self._handwriting.score(network, self._samples)

        self.table.setVisible(bool(runs) and bool(self._samples))
        silent = ((), self._classes)
        reads_others = any(entry.record.config.classes not in silent for entry in visible)
        self._others.setVisible(reads_others)

    def _on_scored(self, run: str, score: Score) -> None:
        low, high = score.interval
        share = score.right / score.total
        for row in range(self.table.rowCount()):
            name = self.table.item(row, 0)
            if name is not None and name.data(Qt.ItemDataRole.UserRole) == run:
                self._set_number(row, 1, f"{score.right} / {score.total}   {share:.1%}")
                self._set_number(row, 2, f"{low:.1%} … {high:.1%}")

    def _set_number(self, row: int, column_: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.setItem(row, column_, item)

    def _show_state(self) -> None:
        is_empty = not self._samples
        self._count.setText(self.tr("%n drawing(s)", "", len(self._samples)))
        self._count.setVisible(not is_empty)
        self.wall.setVisible(not is_empty)
        self._empty.setVisible(is_empty)
        if is_empty:
            self.table.hide()
        is_chosen = bool(self.wall.selectedIndexes())
        self._delete.setEnabled(is_chosen)
        self._relabel.setEnabled(is_chosen)
        undo = self._handwriting.undo_text(self._classes)
        self._undo.setEnabled(undo is not None)
        self._undo.setToolTip("" if undo is None else plain_tip(translate(undo)))
        self._export.setEnabled(not is_empty)

    def _on_reported(self, text: Message) -> None:
        self._report.setText(translate(text))
        self._report.show()

    def _on_began(self, job: LongJob, text: Message) -> None:
        ProgressDialog(self.windowTitle(), translate(text), job, self)

    def _take_chosen(self) -> list[Sample]:
        """Return the selected drawings and deselect them, so that nothing happens to them twice."""
        chosen = [self._samples[index.row()] for index in self.wall.selectedIndexes()]
        if chosen:
            self.wall.clearSelection()
            self._report.hide()
        return chosen

    def _on_delete(self) -> None:
        if chosen := self._take_chosen():
            self._handwriting.delete(chosen, self._classes)

    def _on_label_chosen(self, label: int) -> None:
        if chosen := self._take_chosen():
            self._handwriting.relabel(chosen, label, self._classes)

    def _on_undo(self) -> None:
        self._report.hide()
        self._handwriting.undo(self._classes)

    def _folders_text(self) -> str:
        names = folder_names(self._classes)
        return self.tr("Folders {first} to {last} with PNG pictures").format(
            first=names[0], last=names[-1]
        )

    def _on_import(self) -> None:
        folder = ask_folder(self, self.tr("Import: {folders}").format(folders=self._folders_text()))
        if folder:
            self._handwriting.import_from(Path(folder), self._classes)

    def _on_export(self) -> None:
        folder = ask_folder(self, self.tr("Export: {folders}").format(folders=self._folders_text()))
        if folder:
            self._handwriting.export(Path(folder), self._classes)


def _on_test_set(entry: RunEntry, network: ShownNetwork | None) -> str:
    """Return the accuracy of the network that is shown, if it was measured.

    While the test set is closed, it is that on held-out examples, and named so.
    """
    moment = None if network is None else network.moment
    text = accuracy_text(None if moment is None else entry.record.accuracy_at(moment))
    if not entry.record.is_sealed:
        return text
    named = QCoreApplication.translate("HandwritingDialog", "{accuracy} (held out)")
    return named.format(accuracy=text)
