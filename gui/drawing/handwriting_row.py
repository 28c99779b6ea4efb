"""Ten small buttons that keep the drawing as one's own handwriting."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from core.data.handwriting import CLASSES
from gui.style import theme
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import plain_tip

BUTTON = 5 * theme.STEP


class HandwritingRow(Panel):
    """Asks which digit the drawing is meant to be.

    Signals:
        label_chosen(int): the drawing is one of these.
        show_requested(): all that was kept is to be shown.
    """

    label_chosen = Signal(int)
    show_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: int | None = None
        self._title = styled_label("quiet", self)
        self._report = styled_label("quiet", self)
        self.buttons = [QToolButton(self) for _ in range(CLASSES)]
        self._show = QToolButton(self)
        self._show.setAutoRaise(True)
        self._show.setFont(theme.sized(self._show.font(), theme.SMALL))
        self._show.clicked.connect(self.show_requested)

        first = QHBoxLayout()
        first.setSpacing(0)
        first.addWidget(self._title, 1)
        for digit, button in enumerate(self.buttons):
            button.setText(str(digit))
            button.setAutoRaise(True)
            button.setFixedWidth(BUTTON)
            button.clicked.connect(partial(self._on_clicked, digit))
            first.addWidget(button)

        second = QHBoxLayout()
        second.addWidget(self._report, 1)
        second.addWidget(self._show)

        layout = column(self, gap=0, padding=0)
        layout.addLayout(first)
        layout.addLayout(second)
        self.set_drawing(False)
        self.retranslate()

    def set_drawing(self, is_there: bool) -> None:
        """Set whether there is something to keep; the report of the last one goes."""
        self._kept = None
        self._arrange(is_there)

    def show_kept(self, label: int) -> None:
        """Report that the drawing is kept; it need not be kept again."""
        self._kept = label
        self._arrange(False)

    def _arrange(self, is_there: bool) -> None:
        for button in self.buttons:
            button.setEnabled(is_there)
        kept = "" if self._kept is None else self.tr("Kept as a {digit}").format(digit=self._kept)
        self._report.setText(kept)

    def _on_clicked(self, digit: int) -> None:
        self.label_chosen.emit(digit)

    def retranslate(self) -> None:
        """Renew titles and what the buttons do."""
        self._title.setText(self.tr("This is a"))
        self._show.setText(self.tr("Show all…"))
        for digit, button in enumerate(self.buttons):
            text = self.tr("Keep the drawing in my handwriting as a {digit}").format(digit=digit)
            button.setToolTip(plain_tip(text))
            button.setAccessibleName(text)
        self._arrange(self.buttons[0].isEnabled())
