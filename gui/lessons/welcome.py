"""The welcome page in the middle of the window at the first start: three ways to begin."""

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCommandLinkButton, QVBoxLayout, QWidget

from gui.style import theme
from gui.widgets.panel import Panel, column, scrolled
from gui.widgets.plain_text import PlainLabel

MAX_WIDTH = 140 * theme.STEP
ICON = 6 * theme.STEP
ICONS = "mdi6.school-outline", "mdi6.flag-checkered", "mdi6.tune-variant"


class WelcomePanel(Panel):
    """Closes as soon as one of its buttons is pressed; the Help menu shows it again.

    Signals:
        lesson_requested(), race_requested(), empty_window_requested(): how to begin.
    """

    lesson_requested = Signal()
    race_requested = Signal()
    empty_window_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._about = PlainLabel(self), PlainLabel(self)
        self._title.setFont(theme.sized(self._title.font(), theme.HEADING, bold=True))
        self._about.setWordWrap(True)
        self.lesson, self.race, self.application = self.ways = tuple(
            QCommandLinkButton(self) for _ in range(3)
        )
        self.lesson.clicked.connect(self.lesson_requested)
        self.race.clicked.connect(self.race_requested)
        self.application.clicked.connect(self.empty_window_requested)
        self._build()
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        content = QWidget()
        content.setMaximumWidth(MAX_WIDTH)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(theme.GROUP_GAP, theme.GROUP_GAP, theme.GROUP_GAP, theme.GROUP_GAP)
        inner.setSpacing(theme.PADDING)
        inner.addStretch(1)
        for widget in (self._title, self._about, *self.ways):
            inner.addWidget(widget)
        inner.addStretch(2)
        area = scrolled(content)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column(self, padding=0).addWidget(area)

    def retranslate(self) -> None:
        """Set all texts again."""
        self._title.setText(self.tr("Welcome to Inkling"))
        self._about.setText(
            self.tr(
                "Watch neural networks learn to read digits, and find out why one does better "
                "than another."
            )
        )

        for button, name, about in (
            (
                self.lesson,
                self.tr("Take a lesson"),
                self.tr(
                    "Eight short lessons. You say what you expect, train, and see what really "
                    "happens."
                ),
            ),
            (
                self.race,
                self.tr("Watch a race"),
                self.tr(
                    "Two networks train side by side. Draw a digit meanwhile, and both will "
                    "read it."
                ),
            ),
            (
                self.application,
                self.tr("Start from scratch"),
                self.tr("Build a network of your own in the form on the left, and press Train."),
            ),
        ):
            button.setText(name)
            button.setDescription(about)
            button.setAccessibleName(name)
            button.setAccessibleDescription(about)

    def restyle(self) -> None:
        """Draw icons and cards in the current colour scheme."""
        named = theme.colours()
        for button, name in zip(self.ways, ICONS, strict=True):
            button.setIcon(qtawesome.icon(name, color=named.accent))
            button.setIconSize(QSize(ICON, ICON))
            button.setStyleSheet(
                f"QCommandLinkButton {{ background: {named.paper}; border: 1px solid {named.line}; "
                f"border-radius: 8px; padding: {theme.PADDING}px; }} "
                "QCommandLinkButton:hover, QCommandLinkButton:focus "
                f"{{ border-color: {named.accent}; }}"
            )
