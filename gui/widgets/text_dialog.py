"""A dialog with a text to read and to copy."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QWidget

from gui.style import theme
from gui.widgets.panel import column

SIZE = (160 * theme.STEP, 96 * theme.STEP)


def text_view(parent: QWidget) -> QPlainTextEdit:
    """Return a view for lines that can be selected but not changed, in a monospaced font."""
    view = QPlainTextEdit(parent)
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setFont(theme.fixed_font())
    return view


class TextDialog(QDialog):
    """Shows a text; a button copies all of it.

    Args:
        copied: what the button copies, if it is not the text.
    """

    def __init__(
        self, title: str, text: str, parent: QWidget, *, copied: str | None = None
    ) -> None:
        super().__init__(parent)
        self._copied = copied
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._view = text_view(self)
        self._view.setPlainText(text)
        self._view.setAccessibleName(title)

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        copy: QPushButton = buttons.addButton(
            self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.setAutoDefault(False)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)

        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(self._view, 1)
        layout.addWidget(buttons)
        self.resize(theme.fitted(SIZE, self.screen()))

    def _on_copy(self) -> None:
        text = self._view.toPlainText() if self._copied is None else self._copied
        QGuiApplication.clipboard().setText(text)
