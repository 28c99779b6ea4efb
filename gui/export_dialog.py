"""As what a run is to be carried away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QRadioButton, QWidget

from core.exports import Format
from gui import theme
from gui.panel import column, styled_label
from gui.translation import say

WIDTH = 110 * theme.STEP


class ExportDialog(QDialog):
    """The formats with what each is good for, one of them chosen.

    Args:
        run: what the run is called.
        chosen: the format to begin with.

    Signals:
        format_accepted(object): the `Format`.
    """

    format_accepted = Signal(object)

    def __init__(self, run: str, chosen: Format, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export run"))
        self.setMinimumWidth(WIDTH)
        self._choice = QButtonGroup(self)
        title = styled_label("title", self)
        title.setText(run)
        title.setWordWrap(True)
        layout = column(self, gap=2 * theme.STEP, padding=theme.GROUP_GAP)
        layout.addWidget(title)
        for number, kind in enumerate(Format):
            button = QRadioButton(say(kind.about), self)
            button.setObjectName(kind.value)
            button.setChecked(kind is chosen)
            self._choice.addButton(button, number)
            layout.addWidget(button)
        buttons = QDialogButtonBox(parent=self)
        buttons.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(theme.STEP)
        layout.addWidget(buttons)

    def _on_accepted(self) -> None:
        self.format_accepted.emit(list(Format)[self._choice.checkedId()])
        self.accept()
