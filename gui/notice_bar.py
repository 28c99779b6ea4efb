"""A bar above the panels that tells of a failure or a result without standing in the way."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from core.messages import Message
from gui import theme
from gui.translation import say


class NoticeBar(QFrame):
    """Hidden until something is said; the user dismisses it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: Message | str = ""
        self.setObjectName("notice")
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dismiss = QToolButton(self)
        self._dismiss.setText("×")
        self._dismiss.setAutoRaise(True)
        self._dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.PADDING, theme.STEP, theme.PADDING, theme.STEP)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._dismiss)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: Message | str, is_good: bool = False) -> None:
        """Show `text` in place of whatever was there; quietly if it is good news."""
        self._said = text
        self.setProperty("good", is_good)
        self.style().unpolish(self)
        self.style().polish(self)
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Say the same in the language in force."""
        self._text.setText(say(self._said) if isinstance(self._said, Message) else self._said)
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.setAccessibleName(self._dismiss.toolTip())

    def changeEvent(self, event: QEvent) -> None:
        """A change of language concerns what has been said, too."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
