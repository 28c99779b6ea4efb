"""Operates the controls of a window one after the other, as a user does: it finds them by walking
the widgets, and sends clicks and keys to the window, which finds out for itself what they hit.
"""

from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QValidator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QWidget,
)

from tests.gui.driving import LEFT, type_over

KINDS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)
MAX_ROWS = 20  # of a list or table, of which each is operated


def click(widget: QWidget, position: QPoint | None = None) -> None:
    """Click on a widget, in the middle of what is seen of it unless a position is given."""
    _scroll_to(widget)
    if position is None:
        position = _middle(widget)
    window = widget.window()
    on_window = widget.mapTo(window, position)
    hit = window.childAt(on_window)
    assert hit is widget or hit is None or widget.isAncestorOf(hit), f"{hit} is before {widget}"
    QTest.mouseClick(window.windowHandle(), LEFT, pos=on_window)


def _scroll_to(widget: QWidget) -> None:
    """Scroll a widget into view in each scroll area around it."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _middle(widget: QWidget) -> QPoint:
    """Return where to click: of a check box or radio button only a part reacts."""
    element = None
    if isinstance(widget, QCheckBox):
        element = QStyle.SubElement.SE_CheckBoxClickRect
    elif isinstance(widget, QRadioButton):
        element = QStyle.SubElement.SE_RadioButtonClickRect
    if element is None:
        return widget.visibleRegion().boundingRect().center()
    option = QStyleOptionButton()
    widget.initStyleOption(option)
    return widget.style().subElementRect(element, option, widget).center()


def choose(menu: QMenu, path: tuple[int, ...]) -> None:
    """Click on an entry of an open menu, through its submenus, if it is still possible.

    Args:
        path: the number of its row, after those of the submenus around it.
    """
    if path not in paths(menu):
        menu.close()
        return
    for row in path:
        action = menu.actions()[row]
        submenu = action.menu()
        if submenu is None:
            QTest.mouseClick(menu.windowHandle(), LEFT, pos=menu.actionGeometry(action).center())
            return
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Right)  # a click would open it a moment later
        menu = submenu
        assert menu.isVisible()


def paths(menu: QMenu, start: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Yield the path of each entry that can be chosen."""
    for row, action in enumerate(menu.actions()):
        if action.isVisible() and action.isEnabled() and not action.isSeparator():
            path = (*start, row)
            if action.menu() is None:
                yield path
            else:
                yield from paths(action.menu(), path)


def controls(root: QWidget) -> list[QWidget]:
    """Return the controls below a widget that can be operated now, not the parts of a control."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, KINDS)
        and widget.window() is root.window()
        and widget.isVisible()
        and widget.isEnabled()
        and not isinstance(widget, QScrollBar | QHeaderView)
        and not _is_part(widget)
    ]


def _is_part(widget: QWidget) -> bool:
    """Whether it belongs to another control, or to a box of buttons that end the dialog."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if isinstance(around, (*KINDS, QDialogButtonBox)):
            return True
        around = around.parentWidget()
    return False


def operate_all(root: QWidget, done: list[QWidget]) -> None:
    """Operate each control below a widget once, also those that appear meanwhile.

    Args:
        done: those that were operated; they stay alive so that no other one can look the same.
    """
    while shiboken6.isValid(root) and root.isVisible():
        control = next((one for one in controls(root) if one not in done), None)
        if control is None:
            return
        done.append(control)
        operate(control, root, done)
        QApplication.processEvents()


def operate(control: QWidget, root: QWidget, done: list[QWidget]) -> None:
    """Do all that a control is for; what is seen of it must follow."""
    match control:
        case QAbstractButton():
            _press(control)
        case QComboBox() if control.isEditable():
            _write(control.lineEdit())
        case QComboBox():
            _choose_each(control, root, done)
        case QAbstractSpinBox():
            _count(control)
        case QLineEdit():
            _write(control)
        case QAbstractItemView():
            _visit_rows(control)
        case QTabBar():
            for index in range(control.count()):
                click(control, control.tabRect(index).center())
                operate_all(root, done)
        case _:
            click(control)
            for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_Home):
                QTest.keyClick(control, key)


def _press(button: QAbstractButton) -> None:
    was_on = button.isChecked()
    click(button)
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        menu.close()  # otherwise it takes the next click
    if isinstance(button, QCheckBox):
        assert button.isChecked() is not was_on
        click(button)
        assert button.isChecked() is was_on
        click(button)
    elif isinstance(button, QRadioButton):
        assert button.isChecked()


def _choose_each(choice: QComboBox, root: QWidget, done: list[QWidget]) -> None:
    """Choose each entry with the keys, and operate what it brings; then the first one again."""
    click(choice)
    assert choice.view().isVisible()
    QTest.keyClick(choice.view(), Qt.Key.Key_Escape)
    QTest.keyClick(choice, Qt.Key.Key_Home)
    before = -1
    while before != choice.currentIndex():
        before = choice.currentIndex()
        operate_all(root, done)
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert before == _last_enabled(choice), choice.accessibleName()
    QTest.keyClick(choice, Qt.Key.Key_Home)


def _last_enabled(choice: QComboBox) -> int:
    rows = range(choice.count())
    return max((row for row in rows if choice.model().item(row).isEnabled()), default=-1)


def _count(number: QAbstractSpinBox) -> None:
    """Step up and down, type nonsense, and type a number, which remains."""
    click(number)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(number, key)
    valid = str(max(2, round(number.minimum())))
    for text in ("x", "", "99999999999", valid):
        type_over(number, text)
        QTest.keyClick(number, Qt.Key.Key_Tab)  # Enter might end the dialog
        number.setFocus()
    assert number.text().startswith(valid), number.text()


def _write(line: QLineEdit) -> None:
    """Type nonsense, nothing, and what was there before."""
    click(line)
    before = line.text()
    for text in ("x <b>1", "", before):
        if shiboken6.isValid(line) and line.isVisible():
            type_over(line, text)
            assert line.text() == (before if line.isReadOnly() else _accepted(line, text))


def _accepted(line: QLineEdit, text: str) -> str:
    """Return what remains of a text that is typed: a validator refuses some characters."""
    validator, typed = line.validator(), ""
    for character in text:
        state = validator.validate(typed + character, len(typed) + 1)[0] if validator else None
        if state is not QValidator.State.Invalid:
            typed += character
    return typed


def _visit_rows(view: QAbstractItemView) -> None:
    """Click on the first cell of each row, tick it if it has a box, and select all.

    A click may end the dialog, as in the list of commands.
    """
    model = view.model()
    for row in range(min(model.rowCount(), MAX_ROWS)):
        # a job that ends while events are processed may fill the list again
        index = QPersistentModelIndex(model.index(row, 0))
        view.scrollTo(model.index(row, 0))
        click(view.viewport(), view.visualRect(model.index(row, 0)).center())
        if not shiboken6.isValid(view) or not view.isVisible():
            return
        was_ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        QTest.keyClick(view, Qt.Key.Key_Space)
        if was_ticked is not None and index.isValid():
            assert index.data(Qt.ItemDataRole.CheckStateRole) != was_ticked
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Home)


def ends(dialog: QDialog) -> list[QAbstractButton]:
    """Return the buttons that end a dialog, or act in its name: the harmless ones first."""
    harmless = (QDialogButtonBox.ButtonRole.RejectRole, QDialogButtonBox.ButtonRole.ActionRole)
    return sorted(
        (
            button
            for box in dialog.findChildren(QDialogButtonBox)
            for button in box.buttons()
            if button.isVisible()
        ),
        key=lambda button: button.parentWidget().buttonRole(button) not in harmless,
    )


def front(window: QWidget) -> QDialog | None:
    """Return the dialog that is open before a window, if one is."""
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    return dialogs[-1] if dialogs else None
