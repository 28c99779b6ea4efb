"""What takes the focus has a name that a screen reader can say, in every panel and every dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QLabel,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from gui.comparison.digit_wall import DigitWall
from gui.comparison.heat_map import HeatMap
from gui.insight.insight_head import InsightHead
from gui.style import theme
from gui.style.translation import Language
from gui.window.docks import DockTitle
from tests.gui.driving import click_on, context_menu, line, open_dialog, quick
from tests.gui.runs.test_kept_runs import close, kept, open_application, row_of, runs_dir, settle

CTRL = Qt.KeyboardModifier.ControlModifier

__all__ = ["close", "kept", "open_application", "runs_dir", "settle"]


def is_part_of_another(widget):
    """Whether Qt has made it: a scroll bar, a plot's paper, the list of a choice."""
    parent = widget.parent()
    return (
        widget.isWindow()
        or isinstance(widget, (QScrollArea, QScrollBar, QTabBar))
        or widget.objectName().startswith("qt_")
        or parent.inherits("QComboBoxPrivateContainer")
        or (isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget)
    )


def waits_for_its_text(widget):
    """Whether it is out of sight until there is something to say."""
    if isinstance(widget, QLabel | QAbstractButton):
        return not widget.text() and not widget.isVisible()
    return isinstance(widget, DigitWall | HeatMap) and not widget.isVisible()


def nameless(root):
    """Widgets below `root`, shown or not, that take the focus and have nothing to be called by."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not is_part_of_another(widget)
        and not waits_for_its_text(widget)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
    ]


def test_in_all_panels(application, wait):
    application.controller.start(quick())
    application.controller.start(line())
    wait(lambda: application.controller.active_count() == 0)
    inside = application.window.inside
    for number in range(len(inside._areas)):
        inside.show_view(number)
    assert nameless(application.window) == []


DIALOGS = {
    "settings": lambda window: window.menus.settings_requested.emit(),
    "log": lambda window: window.menus.log_requested.emit(),
    "about": lambda window: window.menus.about_requested.emit(),
    "keys": lambda window: window.menus.keys_requested.emit(),
    "clean up": lambda window: window.menus.clean_up_requested.emit(),
    "comparison": lambda window: window.actions_.compare_more.trigger(),
    "handwriting": lambda window: window.drawing.details.handwriting.show_requested.emit(),
    "table of the curves": lambda window: window.plots.menu.table_requested.emit(),
}


def close_open_dialog(window, wait):
    """Check the dialog that is open, and close it."""
    dialog = open_dialog(window)
    assert nameless(dialog) == []
    dialog.close()
    wait(lambda: not any(each.isVisible() for each in window.findChildren(QDialog)))


def test_in_the_dialogs_of_the_window(open_application, kept, settle, wait):
    kept()
    application = open_application()
    for open_it in DIALOGS.values():
        open_it(application.window)
        settle(application)
        close_open_dialog(application.window, wait)


def test_in_the_dialogs_of_a_run(open_application, kept, settle, wait):
    run = kept()
    application = open_application()
    for name in ("Continue…", "Fork…", "Repeat and compare…", "Export…"):
        click_on(context_menu(application.window.table.view, row_of(application, run)), name)
        close_open_dialog(application.window, wait)
        settle(application)


@pytest.mark.parametrize("preset", ["relu-dropout", "linear"])
def test_at_1024_by_700_every_tab_is_seen_without_scrolling(application, wait, preset):
    window = application.window
    window.setup.set_config(quick() if preset != "linear" else line())
    window.resize(1024, 700)
    window.arranger.actions[0].trigger()
    bar = window.tabs.tabBar()
    letters = bar.fontMetrics()
    for arrangement in (3, 0):  # with much room, and with little again
        window.arranger.actions[arrangement].trigger()
        wait(
            lambda: all(
                bar.tabRect(place).width() > letters.horizontalAdvance(bar.tabText(place)) + 8
                for place in range(bar.count())
                if window.tabs.isTabVisible(place)
            )
        )
    wait(lambda: not any(button.isVisible() for button in bar.findChildren(QToolButton)))
    assert all(
        not window.tabs.isTabVisible(place) or bar.tabRect(place).right() <= bar.width()
        for place in range(bar.count())
    )


def test_the_keys_go_from_tab_to_tab_wherever_the_focus_is(application):
    window, tabs = application.window, application.window.tabs
    window.drawing.canvas.setFocus()
    order = [tabs.page]
    for _ in range(tabs.count()):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown, CTRL)
        order.append(tabs.page)
    assert order[0] == order[-1]
    assert len(set(order)) == tabs.count()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp, CTRL)
    assert tabs.page == order[-2]


def test_icons_of_toolbar_and_panels_grow_in_projector_mode(application, preferences, wait):
    window = application.window
    buttons = window.toolbar.findChildren(QToolButton)
    for title in window.findChildren(DockTitle):  # not what the panel itself puts into it
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        buttons += title.findChildren(QToolButton, options=direct)
    buttons = [button for button in buttons if button.isVisible()]
    before = [button.iconSize().width() for button in buttons]
    preferences.projector = True
    wait(lambda: theme.zoom() > 1)
    after = [button.iconSize().width() for button in buttons]
    assert len(buttons) > 8
    for small, large in zip(before, after, strict=True):
        assert large == pytest.approx(theme.zoom() * small, abs=1)


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_titles_that_do_not_fit_are_in_a_menu(application, preferences, wait, language):
    preferences.language, preferences.projector = language, True
    window, tabs = application.window, application.window.tabs
    window.resize(1024, 700)
    window.arranger.actions[0].trigger()
    # the form gives way to the plots in projector mode
    wait(lambda: not window.panels["setup"].isVisible())
    window.panels["setup"].toggleViewAction().trigger()
    bar, more = tabs.tabBar(), tabs.findChild(QToolButton)
    wait(more.isVisible)

    def shown():
        return [index for index in range(bar.count()) if tabs.isTabVisible(index)]

    def fit():
        rects = [bar.tabRect(index) for index in shown()]
        return rects[0].left() == 0 and all(rect.right() <= more.x() for rect in rects)

    def listed():
        return [action.text() for action in more.menu().actions()]

    def all_titles():
        return [bar.tabText(index) for index in range(bar.count())]

    code = "代码" if language is Language.CHINESE else "Code"
    wait(lambda: code in all_titles())
    wait(fit)
    titles = [bar.tabText(index) for index in shown()] + listed()
    assert sorted(titles) == sorted(all_titles())

    left_over = listed()
    more.menu().actions()[-1].trigger()
    assert tabs.tabText(tabs.currentIndex()) == left_over[-1]
    wait(fit)
    assert left_over[-1] not in listed()

    # with enough width the menu is gone
    preferences.projector = False
    tabs.set_panel("code", True)
    window.resize(1900, 900)
    wait(lambda: not more.isVisible())
    wait(lambda: all(bar.tabRect(index).right() <= bar.width() for index in shown()))


def test_the_pages_of_inside_follow_each_other_whoever_adds_them(window):
    button, *others = window.inside.findChild(InsightHead).findChildren(QToolButton)
    assert len(others) > 9
    for other in others:
        assert button.nextInFocusChain() is other
        button = other
