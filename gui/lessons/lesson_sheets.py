"""The pages of the lessons as files and on paper: a sheet for pupils, and the answers apart."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import qtawesome
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QMenu, QToolButton, QWidget

from core.errors import ExportError
from core.messages import Message, message
from core.storage.saving import save
from core.teaching.lessons.sheet import answers_page, sheet_page
from gui.lessons.lesson_runs import LessonRuns
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.file_dialogs import save_dialog, saved_as

MARGIN_MM = 15.0
RESOLUTION = 300  # dots per inch
PDF, HTML = ".pdf", ".html"


class LessonSheets(QToolButton):
    """A button with a menu: save or print the sheet, filled in as far as the lessons were done.

    Signals:
        saved(object): a `Message` that tells where a page was saved.
        failed(object): a `Message` that describes why it was not.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, runs: LessonRuns, parent: QWidget) -> None:
        super().__init__(parent)
        self._runs = runs
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

        menu = QMenu(self)
        self.save_sheet = menu.addAction(
            "", partial(self._ask_file, message("Save the sheet"), self._sheet, "lessons")
        )
        self.print_sheet = menu.addAction("", partial(self._ask_printer, self._sheet))
        menu.addSeparator()
        self.save_answers = menu.addAction(
            "", partial(self._ask_file, message("Save the answers"), self._answers, "answers")
        )
        self.print_answers = menu.addAction("", partial(self._ask_printer, self._answers))
        self.setMenu(menu)

    def _sheet(self) -> str:
        return sheet_page(self._runs.entries(), translate)

    def _answers(self) -> str:
        return answers_page(translate)

    def _ask_file(self, title: Message, page: Callable[[], str], name: str) -> None:
        """Ask for a path; its suffix decides about the format."""
        dialog = save_dialog(self, translate(title), f"{name}{PDF}")
        dialog.setNameFilters([self.tr("PDF (*.pdf)"), self.tr("Web pages (*.html)")])
        dialog.setDefaultSuffix(PDF)
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(HTML if HTML in chosen else PDF)
        )
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path), page()))
        dialog.open()

    def save_to(self, path: Path, page: str) -> None:
        """Write a page as PDF if the path ends so, otherwise as HTML; completely or not at all."""
        content = pdf_of(page) if path.suffix.lower() == PDF else page.encode()
        try:
            save(path, content)
        except ExportError as error:
            self.failed.emit(error.message)
        else:
            self.saved.emit(saved_as(path))

    def _ask_printer(self, page: Callable[[], str]) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        _set_up(printer)
        dialog = QPrintDialog(printer, self)
        dialog.finished.connect(
            lambda result: (
                _print(page(), printer) if result == QDialog.DialogCode.Accepted else None
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # its own needs a slot

    def retranslate(self) -> None:
        """Set all texts again."""
        self.setToolTip(self.tr("Lessons on paper: a sheet for pupils, answers for the teacher"))
        self.setAccessibleName(self.toolTip())
        self.save_sheet.setText(self.tr("Save the sheet…"))
        self.print_sheet.setText(self.tr("Print the sheet…"))
        self.save_answers.setText(self.tr("Save the answers…"))
        self.print_answers.setText(self.tr("Print the answers…"))

    def restyle(self) -> None:
        """Draw the icon in the current colour scheme."""
        self.setIcon(qtawesome.icon("mdi6.printer-outline", color=theme.colours().text))


def pdf_of(page: str) -> bytes:
    """Lay a page out on A4 paper and return it as PDF."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    _set_up(writer)
    _print(page, writer)
    buffer.close()
    return bytes(content.data())


def _set_up(device: QPagedPaintDevice) -> None:
    margins = QMarginsF(*(4 * [MARGIN_MM]))
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)


def _print(page: str, device: QPagedPaintDevice) -> None:
    """Print a page within the margins of the device.

    Without a size of its own a document would leave wide margins inside of these.
    """
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setHtml(page)
    document.setPageSize(QSizeF(device.width(), device.height()))
    document.print_(device)
