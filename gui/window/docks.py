"""Panels that can be moved, floated and hidden, each under a quiet title that also carries the panel's own buttons."""

import qtawesome
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from core.messages import Message
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, scrolled, styled_label

BUTTON = 4 * theme.STEP
MIN = QSize(50 * theme.STEP, 24 * theme.STEP)


class DockTitle(Panel):
    """The panel's name, its own small parts, and two faint buttons; it is dragged to move the panel."""

    def __init__(self, dock: "Dock", head: QWidget | None) -> None:
        super().__init__(dock)
        self._dock = dock
        self._name = styled_label("title", self)
        self._float, self._hide = QToolButton(self), QToolButton(self)
        self._float.clicked.connect(dock.turn_loose)
        self._hide.clicked.connect(dock.close)
        self._hide.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # the View menu has the same for the keyboard
        self._hide.addAction(dock.shown)
        self._float.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PADDING, theme.STEP, theme.STEP, theme.STEP)
        row.setSpacing(theme.STEP)
        row.addWidget(self._name)
        if head is not None:
            row.addWidget(head, 1)
        else:
            row.addStretch(1)
        for button in (self._float, self._hide):
            button.setAutoRaise(True)
            button.setIconSize(QSize(BUTTON - 2, BUTTON - 2))
            row.addWidget(button)
        dock.topLevelChanged.connect(self.restyle)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """No title keeps a panel from being narrow."""
        return QSize(0, super().minimumSizeHint().height())

    def retranslate(self) -> None:
        """The name, and what the buttons do."""
        self._name.setText(self._dock.windowTitle())
        name = self._dock.windowTitle()
        for button, text in (
            (
                self._float,
                self.tr("{panel}: open as a separate window, or put back").format(panel=name),
            ),
            (self._hide, self.tr("{panel}: hide; the View menu brings it back").format(panel=name)),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)

    def restyle(self) -> None:
        """Faint icons."""
        quiet = theme.colours().quiet
        self._hide.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        is_loose = self._dock.isFloating()
        self._float.setIcon(
            qtawesome.icon("mdi6.dock-window" if is_loose else "mdi6.arrow-top-right", color=quiet)
        )
        self._hide.setIcon(qtawesome.icon("mdi6.close", color=quiet))


class Dock(QDockWidget):
    """Holds a panel, or nothing yet; one that `scrolls` may be smaller than the panel needs.

    Signals:
        closed(): the user hid it.
    """

    closed = Signal()

    def __init__(
        self,
        key: str,
        title: Message,
        panel: QWidget | None,
        window: QMainWindow,
        *,
        scrolls: bool = False,
    ) -> None:
        super().__init__(window)
        self.key = key
        self._title = title
        self.setObjectName(f"dock-{key}")
        head = getattr(panel, "head", None)
        self._bar = DockTitle(self, head if isinstance(head, QWidget) else None)
        self.setTitleBarWidget(self._bar)
        self._panel = panel
        if panel is not None:
            self.setWidget(_with_little_room(panel) if scrolls else panel)
        self.retranslate()
        self._bar.restyle()

    @property
    def shown(self) -> QAction:
        """Ticked while the panel is shown; its name is the panel's."""
        return self.toggleViewAction()

    def turn_loose(self) -> None:
        """Make it a window of its own, or put it back."""
        self.setFloating(not self.isFloating())

    def set_roomy(self, is_roomy: bool) -> None:
        """In a wide window the panel has at least what it asks for; in a narrow one it scrolls."""
        needed = self._panel.sizeHint().width() if self._panel is not None and is_roomy else 0
        self.setMinimumWidth(max(MIN.width(), needed))

    def bring_forward(self) -> None:
        """Show it, before others that share its place."""
        self.show()
        self.raise_()

    def retranslate(self) -> None:
        """The title, everywhere it stands."""
        self.setWindowTitle(translate(self._title))
        self.shown.setToolTip(self.windowTitle())
        self._bar.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A window of its own has an edge, for the desktop gives it none."""
        super().paintEvent(event)
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(QColor(theme.colours().quiet))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hidden by the user."""
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()


def _with_little_room(panel: QWidget) -> QScrollArea:
    """Return a scroll area that may become far smaller than the panel in it."""
    area = scrolled(panel)
    area.setMinimumSize(MIN)
    return area
