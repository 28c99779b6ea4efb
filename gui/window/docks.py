"""Panels that can be moved, floated and hidden, under a title with the panel's own buttons."""

import qtawesome
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
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
from gui.run_table.runs_table import RunsTable
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, scrolled, styled_label
from gui.widgets.plain_text import plain_tip

BUTTON = 4 * theme.STEP
MIN = QSize(50 * theme.STEP, 24 * theme.STEP)
# below this height of the window, an arrangement omits the panels at the bottom
LOW = 130 * theme.STEP
LOW_PROJECTED = 180 * theme.STEP  # the same in projector mode, to grow with the letters


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
            row.addWidget(button)

        self._size_icons()
        dock.topLevelChanged.connect(self.restyle)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _size_icons(self) -> None:
        side = theme.px(BUTTON - 2)
        for button in (self._float, self._hide):
            button.setIconSize(QSize(side, side))

    def changeEvent(self, event: QEvent) -> None:
        """Let the icons grow with the letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._size_icons()

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


class FittedHeight(QObject):
    """Keeps the table of runs as low as its rows, until the user drags its edge.

    An arrangement of the window says how high it may become.
    """

    def __init__(self, dock: Dock, table: RunsTable, window: QMainWindow) -> None:
        super().__init__(dock)
        self._dock = dock
        self._table = table
        self._window = window
        self._window_height = window.height()
        self.most: int | None = None  # None while the height is the user's
        table.rows_changed.connect(self._fit)
        dock.installEventFilter(self)

    def begin(self, most: int | None) -> None:
        """Fit the height to the rows from now on, up to a height; None leaves it to the user."""
        self.most = most
        self._fit()

    def written(self) -> str:
        """Return the greatest height for the settings; an empty text if it is the user's."""
        return "" if self.most is None else str(self.most)

    def read(self, stored: object) -> None:
        """Fit the height up to one that was `written`; anything else leaves it to the user."""
        text = stored if isinstance(stored, str) and stored.isdecimal() else ""
        is_usable = 0 < len(text) < 6 and 0 < int(text) < self._window.height()
        self.begin(int(text) if is_usable else None)

    def _fit(self) -> None:
        if self.most is not None and self._is_alone():
            title = self._dock.titleBarWidget().sizeHint().height()
            height = min(self.most, title + self._table.needed_height())
            self._window.resizeDocks([self._dock], [height], Qt.Orientation.Vertical)

    def _is_alone(self) -> bool:
        """Return whether no other panel would become higher or lower along with it."""
        window, area = self._window, self._window.dockWidgetArea(self._dock)
        others = (dock for dock in window.findChildren(Dock) if dock is not self._dock)
        return not self._dock.isFloating() and not any(
            window.dockWidgetArea(dock) == area and not dock.isHidden() and not dock.isFloating()
            for dock in others
        )

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Leave the height to the user once the edge was dragged."""
        if isinstance(event, QResizeEvent) and event.type() is QEvent.Type.Resize:
            is_dragged = bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)
            is_same_window = self._window.height() == self._window_height
            if is_dragged and is_same_window and event.size().height() != event.oldSize().height():
                self.most = None
            self._window_height = self._window.height()
        return False


def is_low(window: QMainWindow) -> bool:
    """Whether a window is too low for panels at the bottom, as networks and curves come first."""
    return window.height() < (theme.px(LOW_PROJECTED) if theme.zoom() > 1 else LOW)


def _shrinkable(panel: QWidget) -> QScrollArea:
    """Return a scroll area that may become far smaller than the panel in it."""
    area = scrolled(panel)
    area.setMinimumSize(MIN)
    return area
