"""A monkey: events drawn at random, sent to whatever is open, as somebody does who leans on mouse
and keyboard.
"""

import random
from collections import deque
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from gui.composition import Application
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.gui.driving import LEFT

REMEMBERED = 50  # events that a failure shows
NO_KEYS = Qt.KeyboardModifier.NoModifier
MODIFIERS = (
    NO_KEYS,
    NO_KEYS,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
KEYS = (
    *(Qt.Key(ord(letter)) for letter in "ABC019-.,"),
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Space,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_F2,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
)


class Monkey(QObject):
    """Sends `count` events, each from the event loop, so that it also acts within modal dialogs
    and menus, whose loops do not return before they are closed.

    The window itself stays open: the monkey cannot close it.
    """

    def __init__(self, application: Application, seed: int, count: int) -> None:
        super().__init__()
        self._application = application
        self._window = application.window
        self._random = random.Random(seed)
        self.left = count
        self.last: deque[str] = deque(maxlen=REMEMBERED)
        self._kinds: dict[Callable[[], None], int] = {
            self._click: 40,
            self._double_click: 8,
            self._right_click: 8,
            self._drag: 8,
            self._turn_wheel: 4,
            self._press_key: 18,
            self._press_shortcut: 6,
            self._open_menu: 4,
            self._resize: 2,
            self._change_looks: 2,
        }

    def start(self) -> None:
        """Begin; the events follow from the event loop."""
        self._window.installEventFilter(self)
        QTimer.singleShot(0, self, self._act)

    @property
    def has_ended(self) -> bool:
        """Whether all events were sent."""
        return self.left == 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window open."""
        if event.type() == QEvent.Type.Close and not self.has_ended:
            event.ignore()
            return True
        return False

    def _act(self) -> None:
        if self.left == 0:
            return
        self.left -= 1
        if self.left == 0:
            self._window.removeEventFilter(self)
            # the menu of a button runs an event loop of its own, in which nothing else would come
            while popup := QApplication.activePopupWidget():
                popup.close()
            return
        QTimer.singleShot(0, self, self._act)  # before acting, which may open a loop of its own
        (kind,) = self._random.choices(list(self._kinds), list(self._kinds.values()))
        kind()

    def _note(self, text: str) -> None:
        self.last.append(text)

    def _front(self) -> QWidget:
        """Return the window that receives events now."""
        for window in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if window is not None and window.isVisible():
                return window
        others = [
            window
            for window in QApplication.topLevelWidgets()
            if window.isVisible() and window.isEnabled() and window.windowHandle() is not None
        ]
        return self._random.choice([self._window, *others])

    def _target(self, kind: type[QWidget] = QWidget) -> tuple[QWidget, QPoint]:
        """Return a visible widget and a point on it that nothing hides."""
        front = self._front()
        # PySide may hand out the object of a widget that is gone, whose address another one has
        candidates = [
            widget
            for widget in front.findChildren(kind)
            if shiboken6.isValid(widget)
            if widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()
        ]
        widget = self._random.choice(candidates or [front])
        area = widget.visibleRegion().boundingRect()
        x = self._random.randrange(max(1, area.width()))
        y = self._random.randrange(max(1, area.height()))
        position = area.topLeft() + QPoint(x, y)
        child = widget.childAt(position)  # it would receive the event
        if child is None or not shiboken6.isValid(child):
            return widget, position
        return child, child.mapFrom(widget, position)

    def _click(self) -> None:
        self._press(QTest.mousePress)

    def _double_click(self) -> None:
        self._press(QTest.mousePress, QTest.mouseDClick)

    def _press(self, *presses: Callable[..., None]) -> None:
        """Press and release the mouse, each time as long as the widget is there to receive it."""
        widget, position = self._target()
        modifiers = self._random.choice(MODIFIERS)
        names = " ".join(press.__name__ for press in presses)
        self._note(f"{names} {_name(widget)} at {position.toTuple()} {modifiers.name}")
        for press in presses:
            for act in (press, QTest.mouseRelease):
                if shiboken6.isValid(widget) and widget.isVisible():
                    act(widget, LEFT, modifiers, position)

    def _right_click(self) -> None:
        widget, position = self._target(
            self._random.choice((QWidget, QAbstractItemView))  # tables have menus most often
        )
        self._note(f"context menu {_name(widget)} at {position.toTuple()}")
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, position, widget.mapToGlobal(position)
        )
        QApplication.sendEvent(widget, event)

    def _drag(self) -> None:
        canvas = self._window.drawing.canvas
        is_free = QApplication.activePopupWidget() is None and canvas.isVisible()
        if is_free and QApplication.activeModalWidget() is None and self._random.random() < 0.5:
            widget, position = canvas, canvas.rect().center() / 2
        else:
            widget, position = self._target()
        self._note(f"drag {_name(widget)} from {position.toTuple()}")
        points = [position]
        QTest.mousePress(widget, LEFT, NO_KEYS, points[0])
        for _ in range(self._random.randrange(1, 6)):
            step = QPoint(self._random.randint(-40, 40), self._random.randint(-40, 40))
            points.append(points[-1] + step)
            if shiboken6.isValid(widget):
                _move(widget, points[-1])
        if shiboken6.isValid(widget):
            QTest.mouseRelease(widget, LEFT, NO_KEYS, points[-1])

    def _turn_wheel(self) -> None:
        widget, position = self._target()
        steps = self._random.choice((-3, -1, 1, 3))
        event = QWheelEvent(
            QPointF(position),
            QPointF(widget.mapToGlobal(position)),
            QPoint(),
            QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton,
            self._random.choice(MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        self._note(f"wheel {_name(widget)} by {steps}")
        QApplication.sendEvent(widget, event)

    def _press_key(self) -> None:
        front = self._front()
        receiver = front.focusWidget() or front
        key, modifiers = self._random.choice(KEYS), self._random.choice(MODIFIERS)
        self._note(f"{key.name} {modifiers.name} in {_name(receiver)}")
        if receiver.isVisible() and receiver.isEnabled():
            QTest.keyClick(receiver, key, modifiers)

    def _press_shortcut(self) -> None:
        shortcuts = [
            action.shortcut()
            for action in self._window.findChildren(type(self._window.actions_.pause))
            if not action.shortcut().isEmpty()
        ]
        keys: QKeySequence = self._random.choice(shortcuts)
        front = self._front()
        self._note(f"{keys.toString()} in {_name(front)}")
        QTest.keySequence(front.focusWidget() or front, keys)

    def _open_menu(self) -> None:
        bar = self._window.menuBar()
        if QApplication.activePopupWidget() is not None or QApplication.activeModalWidget():
            return
        action = self._random.choice(bar.actions())
        self._note(f"menu {action.text()}")
        QTest.mouseClick(bar, LEFT, NO_KEYS, bar.actionGeometry(action).center())

    def _resize(self) -> None:
        width, height = self._random.randint(700, 1800), self._random.randint(500, 1100)
        self._note(f"resize {width} x {height}")
        self._window.resize(width, height)

    def _change_looks(self) -> None:
        preferences = self._application.dialogs._preferences
        name, values = self._random.choice(
            (
                ("language", list(Language)),
                ("scheme", list(Scheme)),
                ("projector", [True, False]),
            )
        )
        value = self._random.choice(values)
        self._note(f"{name} {value}")
        setattr(preferences, name, value)


def _move(widget: QWidget, position: QPoint) -> None:
    """Move the mouse with its button held down, which `QTest.mouseMove` does not do."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(position),
        QPointF(widget.mapToGlobal(position)),
        Qt.MouseButton.NoButton,
        LEFT,
        NO_KEYS,
    )
    QApplication.sendEvent(widget, event)


def _name(widget: QWidget) -> str:
    name = (widget.objectName() or widget.accessibleName()) if shiboken6.isValid(widget) else "gone"
    return f"{type(widget).__name__} {name}".strip()
