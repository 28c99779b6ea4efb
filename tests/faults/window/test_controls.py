"""Every entry of every menu, every button of every page, and every control of every dialog that
they open is operated once: no exception, no warning of Qt, and no dialog that this forgets.
"""

import logging
import pkgutil
from importlib import import_module

import pytest
from PySide6.QtCore import Qt, QtMsgType
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QToolButton

import gui
from gui.comparison.dialog.new_cluster_dialog import NewClusterDialog
from gui.widgets.progress_dialog import ProgressDialog
from gui.window.docks import DockTitle
from tests.faults.window import controls
from tests.gui.driving import context_menu, quick

PAGES = (
    "network",
    "plane",
    "comparison",
    "inside",
    "evaluation",
    "line",
    "data",
    "code",
    "lessons",
)
OFFSCREEN = "This plugin does not support"  # raising windows and the like


def own_dialogs():
    """The classes of all dialogs, those that nobody has imported yet included."""
    for module in pkgutil.walk_packages(gui.__path__, "gui."):
        import_module(module.name)

    def below(kind):
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    return {kind for kind in below(QDialog) if kind.__module__.startswith("gui.")}


class Visitor:
    """Opens dialogs and operates them."""

    def __init__(self, application, wait, settle):
        self.application = application
        self.window = application.window
        self.wait = wait
        self.settle = settle
        self.seen = set()
        self.done = []  # buttons of pages

    def visit(self, open_it):
        """Operate all controls of the dialog that this opens, if it opens one; end it in every way
        that it offers.
        """
        dialog = self._opened_by(open_it)
        if dialog is None:
            return
        self.seen.add(type(dialog))
        controls.operate_all(dialog, [])

        for number in range(len(controls.ends(dialog)) if self._is_open() else 0):
            if not self._is_open() and self._opened_by(open_it) is None:
                break
            endings = controls.ends(controls.front(self.window))
            if endings[number].isEnabled():
                controls.click(endings[number])
            self.rest()
        if self._is_open():
            controls.front(self.window).reject()
            self.rest()

    def _is_open(self):
        return controls.front(self.window) is not None

    def _opened_by(self, open_it):
        open_it()
        self.rest()
        return controls.front(self.window)

    def rest(self):
        """Stop what was started, and let what runs in the background, deletions above all, end."""
        QApplication.processEvents()
        if self.application.controller.active_count():
            self.window.actions_.stop.trigger()
            self.wait(lambda: self.application.controller.active_count() == 0)
        self.settle(self.application)

    def visit_menu(self, popup):
        """Choose every entry of a menu, which `popup` opens and returns."""
        done = set()
        while (path := self._next_path(popup(), done)) is not None:
            done.add(path)
            self.visit(lambda path=path: controls.choose(popup(), path))

    def _next_path(self, menu, done):
        """Return an entry that was not chosen yet; each may change the others."""
        paths = [path for path in controls.paths(menu) if not self._ends_it(menu, path)]
        menu.close()
        return next((path for path in paths if path not in done), None)

    def _ends_it(self, menu, path):
        return len(path) == 1 and menu.actions()[path[0]] is self.window.menus._quit

    def visit_menus(self):
        bar = self.window.menuBar()

        def popup(action):
            controls.click(bar, bar.actionGeometry(action).center())
            return QApplication.activePopupWidget()

        for action in bar.actions():
            self.visit_menu(lambda action=action: popup(action))

    def visit_table(self, count):
        """Visit the menu of the last runs of the table, which are kept ones."""
        view = self.window.table.view

        def popup():
            last = view.model().rowCount() - 1
            menu = context_menu(view, last)
            if count > 1:
                menu.close()
                menu = context_menu(view, last - count + 1, keys=Qt.KeyboardModifier.ShiftModifier)
            return menu

        self.visit_menu(popup)

    def visit_page(self, page):
        """Click on every button of a page, those that appear meanwhile included."""
        self.window.tabs.show_page(page)
        while button := next(iter(self._buttons()), None):
            self.done.append(button)
            if isinstance(button, QToolButton) and button.menu() is not None:
                self.visit_menu(lambda button=button: self._drop_down(button))
            else:
                self.visit(lambda button=button: controls.click(button))

    def _buttons(self):
        return [
            one
            for one in controls.controls(self.window)
            if isinstance(one, QAbstractButton)
            and one not in self.done
            and not isinstance(one.parent(), DockTitle)
        ]

    def _drop_down(self, button):
        button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
        return button.menu()


@pytest.fixture
def visitor(open_application, kept, outside, wait, settle):
    for seed in range(3):
        kept(quick(changes={"epochs": 1, "seed": seed}))
    application = open_application()
    application.window.setup.set_config(quick())
    return Visitor(application, wait, settle)


@pytest.mark.timeout(600)
def test_every_control_of_every_dialog(visitor, caplog, qtlog):
    caplog.set_level(logging.WARNING)
    visitor.visit_menus()
    visitor.visit_table(1)
    visitor.visit_table(2)
    visitor.window.arranger.actions[0].trigger()
    for page in PAGES:
        visitor.visit_page(page)
    visitor.visit(lambda: NewClusterDialog(visitor.window).open())  # from a menu within a dialog
    missing = own_dialogs() - visitor.seen - {ProgressDialog}  # which is there if work takes long
    assert missing == set()
    assert [record.getMessage() for record in caplog.records] == []
    assert [
        record.message
        for record in qtlog.records
        if record.type is not QtMsgType.QtDebugMsg and not record.message.startswith(OFFSCREEN)
    ] == []
