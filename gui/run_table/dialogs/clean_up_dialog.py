"""The dialog for freeing disk space: what the kept runs take, and what may be removed."""

from collections import Counter

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from core.lifecycle.clean_up import CleanUpOptions, Removal, Survey, freed, plan
from core.messages import Message, message
from gui.runs.clean_up import CleanUp, Cleared
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

SIZE = (176 * theme.STEP, 132 * theme.STEP)
NUMBER_WIDTH = 22 * theme.STEP
DAYS, MAX_DAYS = 30, 3650
NUMBERS = (1, 2, 3, 4)  # columns
MAX_SHOWN = 2**63 - 1  # bytes, Qt's largest number; two sparse files may seem to be longer
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CleanUpDialog(QDialog):
    """Measures when it opens and after each clean-up; removes nothing without a button.

    Signals:
        failed(object): a `Message` that says what could not be removed.
    """

    failed = Signal(object)

    def __init__(self, clean_up: CleanUp, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Clean up"))
        self._clean_up = clean_up
        self._survey: Survey | None = None
        self._is_removing = False  # until what is left has been measured

        # what is there
        self.used = styled_label("heading", self)
        self.used.setText(self.tr("Measuring…"))
        self._folder = styled_label("quiet", self)
        self._folder.setText(str(clean_up.runs_dir))
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        # what may be removed
        self.epochs = QCheckBox(self.tr("Weights of earlier epochs"), self)
        self.checkpoints = QCheckBox(self.tr("Checkpoints of completed runs"), self)
        self.unfinished = QCheckBox(self.tr("Runs that were never completed"), self)
        self.old = QCheckBox(self.tr("Runs not trained for"), self)
        self.damaged = QCheckBox(self.tr("Runs set aside as damaged"), self)
        self.unusable = QCheckBox(self.tr("Folders that cannot be used"), self)
        self.leftovers = QCheckBox(self.tr("Temporary files"), self)
        self.days = self._new_days()

        # what that would free
        self.table = self._new_table()
        self.total = PlainLabel(self)
        self.total.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        self.to_bin = self._add_button(self.tr("Move to the bin"), permanently=False)
        self.delete = self._add_button(self.tr("Delete permanently"), permanently=True)
        self._sizes: dict[QCheckBox, QLabel] = {}
        self._arrange()
        self._connect()
        self._show_plan()
        clean_up.measure(self._on_measured)

    def _connect(self) -> None:
        self._buttons.rejected.connect(self.reject)
        for box in self._sizes:
            box.toggled.connect(self._show_plan)
        self.days.valueChanged.connect(self._show_plan)

    def _new_days(self) -> QSpinBox:
        days = QSpinBox(self)
        days.setRange(1, MAX_DAYS)
        days.setValue(DAYS)
        days.setSuffix(self.tr(" days"))
        days.setAccessibleName(self.tr("Days"))
        return days

    def _new_table(self) -> QTreeWidget:
        table = QTreeWidget(self)
        table.setRootIsDecorated(False)
        table.setAccessibleName(self.tr("Space per run"))
        table.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        table.setHeaderLabels(
            [
                self.tr("Run"),
                self.tr("Earlier epochs"),
                self.tr("Checkpoint"),
                self.tr("In all"),
                self.tr("Can be freed"),
            ]
        )
        table.setFont(theme.tabular(table.font()))

        header = table.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(theme.px(NUMBER_WIDTH))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number_column in NUMBERS:
            table.headerItem().setTextAlignment(number_column, RIGHT)
            header.setSectionResizeMode(number_column, QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _add_button(self, text: str, *, permanently: bool) -> QPushButton:
        button = self._buttons.addButton(text, QDialogButtonBox.ButtonRole.DestructiveRole)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._remove(permanently))
        return button

    def _arrange(self) -> None:
        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(self.used)
        layout.addWidget(self._folder)
        layout.addLayout(self._new_choices())
        layout.addWidget(self.table, 1)
        layout.addWidget(self.total)
        layout.addWidget(self._buttons)
        self.resize(theme.fitted(SIZE, self.screen()))

    def _new_choices(self) -> QGridLayout:
        """Arrange the check boxes, a note for each, and the size that each would free."""
        choices = QGridLayout()
        choices.setVerticalSpacing(theme.STEP)
        choices.setHorizontalSpacing(2 * theme.STEP)
        choices.setColumnStretch(1, 1)
        for row, (box, text) in enumerate(
            (
                (self.epochs, self.tr("Their best and last weights are kept.")),
                (self.checkpoints, self.tr("Such a run can no longer be continued or forked.")),
                (self.unfinished, self.tr("Stopped, diverged, failed or interrupted.")),
                (self.old, ""),
                (self.damaged, self.tr("Folders that could not be opened.")),
                (self.unusable, self.tr("Without run.json, or with a name that no run may have.")),
                (self.leftovers, self.tr("Left by an Inkling that was killed.")),
            )
        ):
            size, note = styled_label("quiet", self), styled_label("quiet", self)
            note.setText(text)
            self._sizes[box] = size

            choices.addWidget(box, row, 0)
            choices.addWidget(
                self.days if box is self.old else note, row, 1, Qt.AlignmentFlag.AlignLeft
            )
            choices.addWidget(size, row, 2, RIGHT)
        return choices

    def _on_measured(self, survey: Survey) -> None:
        self._survey = survey
        self._is_removing = False
        self.used.setText(
            self.tr("The runs take {size}").format(size=_size(survey.total))
            if survey.unreadable is None
            else translate(survey.unreadable)
        )
        self._show_plan()

    def _options(self) -> CleanUpOptions:
        return CleanUpOptions(
            self.epochs.isChecked(),
            self.checkpoints.isChecked(),
            self.unfinished.isChecked(),
            self.days.value() if self.old.isChecked() else None,
            self.damaged.isChecked(),
            self.leftovers.isChecked(),
            self.unusable.isChecked(),
        )

    def _planned(self, options: CleanUpOptions) -> tuple[Removal, ...]:
        return () if self._survey is None else plan(self._survey, options, self._clean_up.spared())

    def _show_plan(self) -> None:
        chosen = self._planned(self._options())
        for box, options in (
            (self.epochs, CleanUpOptions(epochs=True)),
            (self.checkpoints, CleanUpOptions(checkpoints=True)),
            (self.unfinished, CleanUpOptions(unfinished=True)),
            (self.old, CleanUpOptions(older_than_days=self.days.value())),
            (self.damaged, CleanUpOptions(damaged=True)),
            (self.unusable, CleanUpOptions(unusable=True)),
            (self.leftovers, CleanUpOptions(leftovers=True)),
        ):
            self._sizes[box].setText(_size(freed(self._planned(options))))
        self._fill_table(chosen)
        self.total.setText(self._summary(chosen))
        for button in (self.to_bin, self.delete):
            button.setEnabled(bool(chosen) and not self._is_removing)

    def _summary(self, chosen: tuple[Removal, ...]) -> str:
        if not chosen:
            return self.tr("Choose above what may be removed.")
        runs = sum(removal.is_whole and bool(removal.run) for removal in chosen)
        text = self.tr("{size} would be freed.").format(size=_size(freed(chosen)))
        if runs:
            text += " " + self.tr("%n run(s) would be deleted entirely.", "", runs)
        return text + " " + self.tr("What is in the bin takes up space until the bin is emptied.")

    def _fill_table(self, chosen: tuple[Removal, ...]) -> None:
        self.table.clear()
        freed_of: Counter[str] = Counter()
        for removal in chosen:
            freed_of[removal.run] += removal.size
        for space in self._survey.runs if self._survey is not None else ():
            run = space.folder.name
            sizes = (space.epochs, space.checkpoint, space.total, freed_of[run])
            texts = [self._clean_up.name_of(run), *(_size(size) if size else "" for size in sizes)]
            item = QTreeWidgetItem(self.table, texts)
            item.setToolTip(0, plain_tip(str(space.folder)))
            item.setSizeHint(0, QSize(0, theme.px(6 * theme.STEP)))
            for number_column in NUMBERS:
                item.setTextAlignment(number_column, RIGHT)

    def _remove(self, permanently: bool) -> None:
        options = self._options()
        chosen = self._planned(options)
        self._is_removing = True
        self._show_plan()
        self._clean_up.remove(options, chosen, permanently, self._on_removed, self._on_not_removed)

    def _on_not_removed(self, reason: Message) -> None:
        self.failed.emit(reason)
        self._clean_up.measure(self._on_measured)

    def _on_removed(self, cleared: Cleared) -> None:
        for box in self._sizes:
            box.setChecked(False)
        if cleared.refused:
            path = cleared.refused[0].path
            self.failed.emit(
                message(
                    "{path} could not be removed completely: it cannot be moved to the bin, it is "
                    "in use or protected, or it holds weights that no undamaged file holds.",
                    path=str(path),
                )
            )
        self._clean_up.measure(self._on_measured)


def _size(count: int) -> str:
    shown = min(count, MAX_SHOWN)
    return QLocale().formattedDataSize(shown, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
