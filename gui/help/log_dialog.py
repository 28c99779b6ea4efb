"""The last lines of the log, as they are written."""

import logging

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QWidget

from core.messages import message
from gui.process.logs import MAX_LINES, Line, Log
from gui.style import theme
from gui.widgets.file_dialogs import show_folder
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel
from gui.widgets.text_dialog import SIZE, text_view

LEVELS = (logging.DEBUG, logging.WARNING, logging.ERROR)


class LogDialog(QDialog):
    """Shows the log while the window can still be used.

    Signals:
        failed(object): a `Message` that describes what could not be done.
    """

    failed = Signal(object)

    def __init__(self, log: Log, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._log = log

        self._level = QComboBox(self)
        for level in LEVELS:
            self._level.addItem("", level)
        self._level.currentIndexChanged.connect(self._show)
        self._level_label = PlainLabel(self)
        self._level_label.setBuddy(self._level)

        self._view = text_view(self)
        self._view.setMaximumBlockCount(MAX_LINES)
        self._path = styled_label("quiet", self)
        self._path.setWordWrap(True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self._build_buttons()

        row = QHBoxLayout()
        row.addWidget(self._level_label)
        row.addWidget(self._level)
        row.addStretch(1)
        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addLayout(row)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._path)
        layout.addWidget(self._buttons)

        self.resize(theme.fitted(SIZE, self.screen()))
        self.retranslate()
        self._show()
        # queued, because Qt may log a warning while a line is shown
        log.added.connect(self._on_added, Qt.ConnectionType.QueuedConnection)

    def _build_buttons(self) -> None:
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        self._copy = self._buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._folder = self._buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        for button in (self._copy, self._folder):
            button.setAutoDefault(False)
        self._copy.clicked.connect(self._on_copy)
        self._folder.clicked.connect(self._on_folder)
        self._buttons.rejected.connect(self.reject)

    def _shows(self, line: Line) -> bool:
        return line.level >= int(self._level.currentData())

    def _show(self) -> None:
        self._view.setPlainText(
            "\n".join(line.text for line in self._log.lines() if self._shows(line))
        )
        self._scroll_to_end()

    def _on_added(self, line: Line) -> None:
        if self._shows(line):
            bar = self._view.verticalScrollBar()
            is_at_end = bar.value() == bar.maximum()
            self._view.appendPlainText(line.text)
            if is_at_end:
                self._scroll_to_end()

    def _scroll_to_end(self) -> None:
        self._view.verticalScrollBar().setValue(self._view.verticalScrollBar().maximum())

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._view.toPlainText())

    def _on_folder(self) -> None:
        folder = None if self._log.file is None else self._log.file.parent
        if folder is not None and not show_folder(folder):
            self.failed.emit(
                message("No file manager was found. The log is in {folder}.", folder=str(folder))
            )

    def retranslate(self) -> None:
        """Set all texts in the current language; the log itself is English."""
        self.setWindowTitle(self.tr("Log"))
        self._level_label.setText(self.tr("Show"))
        levels = (self.tr("Everything"), self.tr("Warnings and errors"), self.tr("Errors"))
        for index, text in enumerate(levels):
            self._level.setItemText(index, text)

        self._view.setPlaceholderText(self.tr("Nothing to report."))
        self._view.setAccessibleName(self.tr("Lines of the log"))
        self._copy.setText(self.tr("Copy"))
        self._folder.setText(self.tr("Open folder"))

        is_written = self._log.file is not None and self._log.problem is None
        self._folder.setEnabled(is_written)
        self._path.setText(
            str(self._log.file) if is_written else self.tr("No log file is written.")
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language while the dialog is open."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
