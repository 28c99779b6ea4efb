"""Panels that can be moved, floated and hidden, under a title with the panel's own buttons."""

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
from gui.widgets.plain_text import plain_tip

BUTTON = 4 * theme.STEP
MIN = QSize(50 * theme.STEP, 24 * theme.STEP)


class DockTitle(Panel):
    """The panel's name, its own widgets and two faint buttons; dragging it moves the panel."""

    def __init__(self, dock: "Dock", head: QWidget | None) -> None:
        super().__init__(dock)
        self._dock = dock
        self._name = styled_label("title", self)
        self._float, self._hide = QToolButton(self), QToolButton(self)
        self._float.clicked.connect(dock.toggle_floating)
        self._hide.clicked.connect(dock.close)
        self._float.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # the View menu has the same action for the keyboard
        self._hide.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hide.addAction(dock.shown)

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
        """Allow a panel narrower than its title."""
        return QSize(0, super().minimumSizeHint().height())

    def retranslate(self) -> None:
        """Set the panel's name and the tooltips of the buttons."""
        name = self._dock.windowTitle()
        self._name.setText(name)
        for button, text in (
            (
                self._float,
                self.tr("{panel}: open as a separate window, or put back").format(panel=name),
            ),
            (self._hide, self.tr("{panel}: hide; the View menu brings it back").format(panel=name)),
        ):
            button.setToolTip(plain_tip(text))
            button.setAccessibleName(text)

    def restyle(self) -> None:
        """Set the icons in the quiet colour."""
        quiet = theme.colours().quiet
        is_floating = self._dock.isFloating()
        self._hide.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._float.setIcon(
            qtawesome.icon(
                "mdi6.dock-window" if is_floating else "mdi6.arrow-top-right", color=quiet
            )
        )
        self._hide.setIcon(qtawesome.icon("mdi6.close", color=quiet))


class Dock(QDockWidget):
    """Holds a panel, or nothing yet; one that `scrolls` may be smaller than the panel needs.

    Signals:
        closed(): the user hid the panel.
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
        self._scrolls = scrolls
        if panel is not None:
            self.setWidget(_shrinkable(panel) if scrolls else panel)
        self.retranslate()
        self._bar.restyle()

    @property
    def shown(self) -> QAction:
        """The action with the panel's name, ticked while the panel is shown."""
        return self.toggleViewAction()

    def toggle_floating(self) -> None:
        """Make the panel a window of its own, or put it back."""
        self.setFloating(not self.isFloating())

    def set_wide(self, is_wide: bool) -> None:
        """Give the panel at least the width that it asks for, or let it be narrow and scroll."""
        needed = 0
        if self._panel is not None and is_wide:
            needed = self._panel.sizeHint().width() + (theme.SCROLL_BAR if self._scrolls else 0)
        self.setMinimumWidth(max(MIN.width(), needed))

    def bring_forward(self) -> None:
        """Show the panel, in front of others in the same area."""
        self.show()
        self.raise_()

    def retranslate(self) -> None:
        """Set the title, in the panel and in its action."""
        self.setWindowTitle(translate(self._title))
        self.shown.setToolTip(plain_tip(self.windowTitle()))
        self._bar.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw an edge around a floating panel, because the desktop draws none."""
        super().paintEvent(event)
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(QColor(theme.colours().quiet))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Emit `closed` when the user hides the panel."""
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()


def _shrinkable(panel: QWidget) -> QScrollArea:
    """Return a scroll area that may become far smaller than the panel in it."""
    area = scrolled(panel)
    area.setMinimumSize(MIN)
    return area
