"""What a user does with mouse and keyboard, and what a test writes down meanwhile."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QTabWidget,
    QWidget,
)

from core.config.fields import with_values
from core.config.presets import preset
from core.config.run import RunConfig
from core.run.events import EpochCompleted, Event
from core.run.record import RunRecord

LEFT = Qt.MouseButton.LeftButton
WAIT_MS = 60_000  # on a busy machine, too; nothing waits longer than it has to

QUICK: Mapping[str, object] = {
    "data.train_size": 600,
    "data.test_size": 200,
    "data.batch_size": 50,
    "epochs": 2,
    "threads": 1,
}
ENDLESS: Mapping[str, object] = {"epochs": 10_000}
DIVERGING: Mapping[str, object] = {
    "optimizer.learning_rate": 10.0,
    "optimizer.momentum": 0.999,
    "data.pixels": "raw",
    "epochs": 1000,
}


# the names of the runs of `quick`
SIZES = ", 600 examples, batch 50"
LOGISTIC = f"Logistic regression{SIZES}"
LOGISTIC_ZH = "逻辑回归，600 个样本，批量 50"


def quick(name: str = "logistic", changes: Mapping[str, object] | None = None) -> RunConfig:
    """A preset for digits cut down to 600 training and 200 test digits, and 2 epochs."""
    return with_values(preset(name).config, dict(QUICK) | dict(changes or {}))


def line(changes: Mapping[str, object] | None = None) -> RunConfig:
    """The linear regression with a few epochs."""
    return with_values(preset("linear").config, {"epochs": 3, "threads": 1} | dict(changes or {}))


def points(changes: Mapping[str, object] | None = None) -> RunConfig:
    """A small network that learns from the two moons: 16 batches in an epoch, a few epochs."""
    small: dict[str, object] = {
        "data.dataset": "points-moons",
        "model.hidden": [{"units": 6, "activation": "tanh"}, {"units": 4, "activation": "relu"}],
        "data.train_size": 160,
        "data.test_size": 80,
        "data.batch_size": 10,
        "epochs": 3,
        "threads": 1,
    }
    return with_values(preset("mlp").config, small | dict(changes or {}))


class Recorder(QObject):
    """Writes down what a signal carries, in the thread that made this recorder."""

    def __init__(self, signal: Signal) -> None:
        super().__init__()
        self.heard: list[tuple[object, ...]] = []
        signal.connect(self._on_signal)

    def _on_signal(self, *values: object) -> None:
        self.heard.append(values)


def numbers_of(source: RunRecord | Sequence[Event]) -> list[tuple[object, ...]]:
    """Everything that a run measured, without what depends on the clock."""
    events = source.epochs if isinstance(source, RunRecord) else source
    return [
        (e.epoch, e.cost, e.test_cost, e.accuracy, e.train_accuracy, e.weight, e.learning_rate)
        for e in events
        if isinstance(e, EpochCompleted)
    ]


def epoch(run: str, number: int, cost: float = 1.0, **others: object) -> EpochCompleted:
    """A completed epoch with plausible numbers."""
    values: dict[str, object] = {
        "test_cost": cost + 0.25,
        "accuracy": 1 - cost / 4,
        "train_accuracy": 1 - cost / 5,
        "weight": None,
        "seconds": 0.5,
        "samples_per_second": 1200.0,
        "learning_rate": 0.01,
        "elapsed_s": 0.6 * number,
    }
    return EpochCompleted(run=run, epoch=number, cost=cost, **(values | others))  # type: ignore[arg-type]


def move(
    widget: QWidget, kind: QEvent.Type, position: QPointF, pressure: float, pointer: QPointingDevice
) -> None:
    """Send one event of a tablet."""
    event = QTabletEvent(
        kind,
        pointer,
        position,
        QPointF(widget.mapToGlobal(position.toPoint())),
        pressure,
        0,
        0,
        0,
        0,
        0,
        Qt.KeyboardModifier.NoModifier,
        LEFT,
        LEFT,
    )
    QCoreApplication.sendEvent(widget, event)


def draw(widget: QWidget, *shares: tuple[float, float]) -> None:
    """One stroke with the mouse through these points, given as shares of the widget's size."""
    points = [QPoint(round(x * widget.width()), round(y * widget.height())) for x, y in shares]
    QTest.mousePress(widget, LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(widget, point)
    QTest.mouseRelease(widget, LEFT, pos=points[-1])


def roll_wheel(widget: QWidget, steps: int = 1) -> None:
    """Turn the mouse wheel over the middle of a shown widget, away from the user if `steps` is
    positive.
    """
    window = widget.window()
    middle = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(middle), QPoint(0, 120 * steps))


def context_menu(
    view: QAbstractItemView,
    row: int,
    column: int = 0,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> QMenu:
    """Scroll to a row of a table, select it, with keys held down, and open its menu as the right
    mouse button does.
    """
    QApplication.processEvents()  # the table may be about to change its height
    index = view.model().index(row, column)
    view.scrollTo(index)
    where = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), LEFT, keys, where)
    place = view.viewport().mapToGlobal(where)
    QCoreApplication.sendEvent(
        view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, place)
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def click_on(menu: QMenu, name: str) -> None:
    """Choose an entry of an open menu with the mouse."""
    action = next(action for action in menu.actions() if action.text() == name)
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def click_on_tab(tabs: QTabWidget, title: str) -> None:
    """Open the page with this title by a click on its tab."""
    bar = tabs.tabBar()
    (index,) = [index for index in range(bar.count()) if bar.tabText(index) == title]
    QTest.mouseClick(bar, LEFT, pos=bar.tabRect(index).center())


def press_button(dialog: QWidget, text: str) -> None:
    """Click on the button with this text."""
    named = (
        button
        for button in dialog.findChildren(QPushButton)
        if button.text().replace("&", "") == text
    )
    QTest.mouseClick(next(named), LEFT)


def open_dialog(window: QWidget) -> QDialog:
    """The dialog that stands before the window."""
    (dialog,) = (each for each in window.findChildren(QDialog) if each.isVisible())
    return dialog


def line_of(dialog: QWidget, name: str) -> QLineEdit:
    """The line in which the setting at this dotted path is typed."""
    editor = dialog.findChild(QWidget, name)
    return editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)


def cell_editor(view: QAbstractItemView) -> QLineEdit:
    """The line in which a cell of a table is being edited."""
    (editor,) = (each for each in view.viewport().findChildren(QLineEdit) if each.isVisible())
    return editor


def enter(editor: QWidget) -> None:
    """Finish editing a cell of a table; Qt takes the text over a moment later."""
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QCoreApplication.processEvents()


def rename(view: QAbstractItemView, row: int, name: str, key: Qt.Key = Qt.Key.Key_F2) -> None:
    """Type another name over that of a row, and Enter."""
    view.setCurrentIndex(view.model().index(row, 0))
    QTest.keyClick(view, key)
    editor = cell_editor(view)
    type_over(editor, name)
    enter(editor)


def choose_in(choice: QComboBox, text: str) -> None:
    """Go to an entry of a list with the arrow keys."""
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(choice.findText(text)):
        if choice.currentText() != text:  # the keys leave out what is disabled
            QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentText() == text


def type_over(field: QWidget, text: str) -> None:
    """Replace what stands in a line by typing."""
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def destroy(widget: QWidget) -> None:
    """Delete a widget now."""
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def contrast(one: str, other: str) -> float:
    """By WCAG 2.1: (lighter + 0.05) / (darker + 0.05)."""

    def light(colour: str) -> float:
        shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in shares
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)
