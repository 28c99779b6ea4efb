"""The tabs in the middle of the window; all but the first can also be shown as panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QPoint,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QTabWidget, QToolButton, QWidget

from core.messages import Message
from gui.process.timers import single_shot
from gui.style import own_fonts, theme
from gui.style.translation import translate
from gui.window.docks import Dock

MIN = QSize(72 * theme.STEP, 54 * theme.STEP)


@runtime_checkable
class FollowsMoment(Protocol):
    """A page that can show runs at the moment chosen for all of them."""

    def follows_moment(self) -> bool:
        """Return whether it shows any now."""
        ...


@dataclass
class _Page:
    """The page of a tab, and the panel that can hold it instead.

    Attributes:
        as_panel: ticked while the page is in its panel.
    """

    key: str
    title: Message
    widget: QWidget
    dock: Dock
    as_panel: QAction


class _MoreButton(QToolButton):
    """A button as high as the bar at whose end it stands, so that its sign is in the same line."""

    def sizeHint(self) -> QSize:
        """Return the height of the bar."""
        tabs = self.parent()
        height = tabs.tabBar().sizeHint().height() if isinstance(tabs, QTabWidget) else 0
        return super().sizeHint().expandedTo(QSize(0, height))


# steps from tab to tab, and their keys, of which the first is shown
STEPS = {1: ("Ctrl+PgDown", "Ctrl+Tab"), -1: ("Ctrl+PgUp", "Ctrl+Shift+Tab")}


class AnalysisTabs(QTabWidget):
    """Adding a tab is one line: ``tabs.add("code", message("Code"), self.code)``.

    Attributes:
        docks: a panel for each page but the first, hidden while the page is a tab.

    Signals:
        panel_closed(str): the user closed the panel of the page with this key.
        opened(): another page has come to the front, or into its panel.
    """

    panel_closed = Signal(str)
    opened = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pages: dict[str, _Page] = {}
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        bar = self.tabBar()
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        bar.customContextMenuRequested.connect(self._on_menu_requested)
        self._more = self._new_more_button()
        self._next, self._previous = (self._new_step(step, *keys) for step, keys in STEPS.items())
        self._is_sharing = False
        self._restyled = single_shot(self, self._share_width)  # once the bar has its style, too
        self.retranslate()
        self.currentChanged.connect(self._share_width)
        self.currentChanged.connect(self.opened)

    def _new_step(self, step: int, *keys: str) -> QAction:
        """Return an action of the window that shows the tab so many places to the right."""
        action = QAction(self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda: self._go(step))
        self._window.addAction(action)
        return action

    def _go(self, step: int) -> None:
        keys = [page.key for page in self._tabs()]
        self.show_page(keys[(keys.index(self.page) + step) % len(keys)])

    def _new_more_button(self) -> QToolButton:
        more = _MoreButton(self)
        more.setText("»")
        more.setAutoRaise(True)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        more.setMenu(QMenu(more))
        self.setCornerWidget(more, Qt.Corner.TopRightCorner)
        more.hide()
        return more

    def add(self, key: str, title: Message, widget: QWidget) -> None:
        """Add a page at the end.

        Args:
            key: by which the arrangements, the stored layout and `show_page` know it; never shown.
        """
        dock = Dock(key, title, None, self._window)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()

        # the first page always stays a tab, so that there is at least one
        as_panel = QAction(self)
        as_panel.setCheckable(True)
        as_panel.setVisible(bool(self._pages))
        as_panel.triggered.connect(lambda is_panel: self.set_panel(key, is_panel))
        dock.closed.connect(lambda: self.set_panel(key, False))

        self._pages[key] = _Page(key, title, widget, dock, as_panel)
        self.addTab(widget, "")
        self._name(self._pages[key])

    @property
    def docks(self) -> dict[str, Dock]:
        """The panels that can hold pages, by the keys of the pages."""
        return {key: page.dock for key, page in list(self._pages.items())[1:]}

    @property
    def panel_actions(self) -> list[QAction]:
        """An action for each page, ticked while the page is in its panel."""
        return [page.as_panel for page in self._pages.values()]

    @property
    def titles(self) -> dict[str, Message]:
        """The titles of all pages by their keys, in order."""
        return {key: page.title for key, page in self._pages.items()}

    @property
    def page(self) -> str:
        """The key of the tab that is shown."""
        shown = self.currentWidget()
        return next((page.key for page in self._pages.values() if page.widget is shown), "")

    def follow_moment(self) -> bool:
        """Return whether a page that is open follows the moment chosen for all runs."""
        return any(
            isinstance(page.widget, FollowsMoment) and page.widget.follows_moment()
            for page in self._pages.values()
            if self.page == page.key or _is_panel(page)
        )

    def is_seen(self, key: str) -> bool:
        """Whether this page is visible, as a tab or as a panel."""
        return self._pages[key].widget.isVisible()

    def show_page(self, key: str) -> None:
        """Bring a page to the front, wherever it is; unknown keys are ignored."""
        page = self._pages.get(key)
        if page is not None and _is_panel(page):
            page.dock.bring_forward()
        elif page is not None:
            # a hidden tab cannot be the current one
            self.setTabVisible(self.indexOf(page.widget), True)
            self.setCurrentWidget(page.widget)
            self._share_width()

    def follow(self, key: str, wanted: SignalInstance, *, instead: str) -> None:
        """Have a page take the place of another one while a signal wants it.

        Args:
            wanted: with True it is shown in place of `instead`, with False the other way round;
                while a third page is shown, nothing happens.
        """

        def turn(is_wanted: bool) -> None:
            before, after = (instead, key) if is_wanted else (key, instead)
            if self.page == before:
                self.show_page(after)

        wanted.connect(turn)

    def set_panel(self, key: str, is_panel: bool) -> None:
        """Put a page into its own panel, or back among the tabs."""
        page = self._pages[key]
        if is_panel:
            page.dock.bring_forward()
        else:
            page.dock.hide()
        self.settle()
        if not is_panel:
            self.show_page(key)
            self.panel_closed.emit(key)

    def settle(self) -> None:
        """Put every page into its panel while that is shown, and otherwise among the tabs."""
        for page in self._pages.values():
            is_panel = _is_panel(page)
            wants_panel = not page.dock.isHidden()
            if wants_panel and not is_panel:
                self.removeTab(self.indexOf(page.widget))
                page.dock.setWidget(page.widget)
                page.widget.show()
            elif is_panel and not wants_panel:
                self._take_back(page)
            page.dock.setVisible(wants_panel)
            page.as_panel.setChecked(wants_panel)
        self._share_width()
        self.opened.emit()

    def _share_width(self) -> None:
        """Put the titles closer together if they would not all fit; a menu has those left over."""
        if self._is_sharing:
            return
        self._is_sharing = True  # showing and hiding tabs may bring another one to the front
        for page in self._tabs():
            self.setTabVisible(self.indexOf(page.widget), True)
        self._set_tight(False)
        if self._titles_width() > self.width():
            self._set_tight(True)

        left_over: list[_Page] = []
        if self._titles_width() > self.width():
            width = self.width() - self._more.sizeHint().width()
            shown = self._tabs()
            while self._titles_width() > width and len(shown) > 1:
                page = shown.pop(-1 if shown[-1].key != self.page else -2)
                self.setTabVisible(self.indexOf(page.widget), False)
                left_over.insert(0, page)
        self._fill_more(left_over)
        self._scroll_back()
        self._is_sharing = False

    def _tabs(self) -> list[_Page]:
        return [page for page in self._pages.values() if not _is_panel(page)]

    def _titles_width(self) -> int:
        bar = self.tabBar()
        return sum(
            bar.tabRect(index).width() for index in range(self.count()) if self.isTabVisible(index)
        )

    def _scroll_back(self) -> None:
        """Show the titles from the first one on: a bar that is too narrow scrolls by itself."""
        bar = self.tabBar()
        shown = [index for index in range(self.count()) if self.isTabVisible(index)]
        if shown and bar.tabRect(shown[0]).x() != 0:
            with QSignalBlocker(bar):
                current = bar.currentIndex()
                bar.setCurrentIndex(shown[0])
                bar.setCurrentIndex(current)

    def _set_tight(self, is_tight: bool) -> None:
        bar = self.tabBar()
        # in projector mode the style sheet may give it back the letters of before
        has_other_letters = bar.font().pointSizeF() != self.font().pointSizeF()
        if bar.property("tight") != is_tight or has_other_letters:
            bar.setProperty("tight", is_tight)
            bar.setProperty(own_fonts.SHEET_FONT, None)  # perhaps of before or after projector mode
            bar.style().polish(bar)
            # so that the bar measures its titles again
            QCoreApplication.sendEvent(bar, QEvent(QEvent.Type.StyleChange))

    def _fill_more(self, pages: Sequence[_Page]) -> None:
        menu = self._more.menu()
        menu.clear()
        for page in pages:
            menu.addAction(translate(page.title), partial(self.show_page, page.key))
        if self._more.isHidden() == bool(pages):
            self._more.setVisible(bool(pages))

    def minimumSizeHint(self) -> QSize:
        """Allow a small window; larger pages are squeezed or scroll."""
        return super().minimumSizeHint().boundedTo(MIN)

    def _take_back(self, page: _Page) -> None:
        before = list(self._pages.values())[: list(self._pages).index(page.key)]
        index = sum(not _is_panel(earlier) for earlier in before)
        self.insertTab(index, page.widget, "")
        self._name(page)

    def _name(self, page: _Page) -> None:
        page.as_panel.setText(translate(page.title))
        index = self.indexOf(page.widget)
        if index >= 0:
            self.setTabText(index, translate(page.title))

    def _on_menu_requested(self, position: QPoint) -> None:
        widget = self.widget(self.tabBar().tabAt(position))
        keys = [page.key for page in list(self._pages.values())[1:] if page.widget is widget]
        if keys:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.tr("Show as a panel"), lambda: self.set_panel(keys[0], True))
            menu.popup(self.tabBar().mapToGlobal(position))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the titles into the new width."""
        super().resizeEvent(event)
        self._share_width()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the titles in the letters and distances that the style sheet has given them."""
        super().showEvent(event)
        self._share_width()

    def retranslate(self) -> None:
        """Name the bar and the button of its menu."""
        self.setAccessibleName(self.tr("Views"))
        self._more.setToolTip(self.tr("More views"))
        self._more.setAccessibleName(self.tr("More views"))
        self._next.setText(self.tr("Next tab"))
        self._previous.setText(self.tr("Previous tab"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            for page in self._pages.values():
                self._name(page)
            self._share_width()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._share_width()
            self._restyled.start()


def _is_panel(page: _Page) -> bool:
    return page.widget.parent() is page.dock
