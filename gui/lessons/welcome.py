"""The welcome above the networks at the first start: what one sees there, and two ways to begin."""

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.style import theme
from gui.widgets.panel import Panel, column
from gui.widgets.plain_text import PlainLabel

ICON = 4 * theme.STEP
ICONS = "mdi6.flag-checkered", "mdi6.school-outline"


class Welcome(Panel):
    """A card over the networks, at first one that has learned nothing; Help shows it again.

    Signals:
        race_requested(), lesson_requested(), closed(): how to begin.
    """

    race_requested = Signal()
    lesson_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_untrained = True
        self._title, self._about = PlainLabel(self), PlainLabel(self)
        self._title.setFont(theme.sized(self._title.font(), theme.TITLE, bold=True))
        self._about.setWordWrap(True)
        self.race, self.lesson = self.ways = QPushButton(self), QPushButton(self)
        self.close_button = QToolButton(self)
        self.close_button.setAutoRaise(True)
        self.race.clicked.connect(self.race_requested)
        self.lesson.clicked.connect(self.lesson_requested)
        self.close_button.clicked.connect(self.closed)

        self._build()
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(2 * theme.STEP)
        for button in self.ways:
            button.setIconSize(QSize(ICON, ICON))
            ways.addWidget(button)
        ways.addStretch(1)

        rows = QVBoxLayout()
        rows.setSpacing(theme.STEP)
        rows.addWidget(self._title)
        rows.addWidget(self._about)
        rows.addSpacing(theme.STEP)
        rows.addLayout(ways)

        card = QFrame(self)
        card.setProperty("role", "card")
        inner = QHBoxLayout(card)
        inner.setContentsMargins(*4 * [theme.PADDING])
        inner.addLayout(rows, 1)
        inner.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

        column(self).addWidget(card)

    def set_untrained(self, is_untrained: bool) -> None:
        """Set whether the network below has learned nothing yet."""
        self._is_untrained = is_untrained
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts again."""
        self._title.setText(self.tr("Welcome to Inkling"))
        self._about.setText(
            self.tr(
                "The network below has learned nothing yet: it can only guess which digit it "
                "sees. Draw one on the right, press Train, and watch it learn. Or begin here:"
            )
            if self._is_untrained
            else self.tr(
                "Draw a digit on the right, press Train, and watch a network learn to read it. "
                "Or begin here:"
            )
        )
        self.race.setText(self.tr("Watch a race"))
        self.race.setToolTip(
            self.tr(
                "Two networks train side by side. Draw a digit meanwhile, and both will read it."
            )
        )
        self.lesson.setText(self.tr("Take a lesson"))
        self.lesson.setToolTip(
            self.tr("Short lessons. You say what you expect, train, and see what really happens.")
        )
        self.close_button.setToolTip(self.tr("Close the welcome"))
        self.close_button.setAccessibleName(self.tr("Close the welcome"))

    def restyle(self) -> None:
        """Draw the icons in the current colour scheme."""
        named = theme.colours()
        for button, name in zip(self.ways, ICONS, strict=True):
            button.setIcon(qtawesome.icon(name, color=named.accent))
        self.close_button.setIcon(qtawesome.icon("mdi6.close", color=named.quiet))
