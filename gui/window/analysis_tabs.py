"""The tabs in the middle of the window; any but the first can be shown beside the others in a panel of its own."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QTabWidget, QWidget

from core.messages import Message
from gui.style import theme
from gui.style.translation import translate
from gui.window.docks import Dock

MIN = QSize(72 * theme.STEP, 54 * theme.STEP)


@dataclass
class _Page:
    """What a tab shows, and the panel in which it can stand beside the tabs instead."""

    key: str
    title: Message
    widget: QWidget
    dock: Dock
    beside: QAction
    is_offered: bool = True


class AnalysisTabs(QTabWidget):
    """Adding a tab is one line: ``tabs.add("code", message("Code"), self.code)``.

    Attributes:
        docks: a panel for each page but the first, hidden while the page is a tab.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pages: dict[str, _Page] = {}
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.setAccessibleName(self.tr("Views"))
        bar = self.tabBar()
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        bar.customContextMenuRequested.connect(self._on_menu_requested)

    def add(self, key: str, title: Message, widget: QWidget) -> None:
        """Add a page at the end.

        Args:
            key: by which the arrangements, the stored layout and `show_page` know it; never shown.
        """
        dock = Dock(key, title, None, self._window)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()
        beside = QAction(self)
        beside.setCheckable(True)
        beside.setVisible(
            bool(self._pages)
        )  # the first page always stays a tab, so that there is one
        beside.triggered.connect(lambda is_beside: self.set_beside(key, is_beside))
        dock.closed.connect(lambda: self.set_beside(key, False))
        self._pages[key] = _Page(key, title, widget, dock, beside)
        self.addTab(widget, "")
        self._name(self._pages[key])

    @property
    def docks(self) -> dict[str, Dock]:
        """The panels in which pages can stand beside the tabs, by the pages' keys."""
        return {key: page.dock for key, page in list(self._pages.items())[1:]}

    @property
    def beside_actions(self) -> list[QAction]:
        """For each page: ticked while it stands beside the tabs."""
        return [page.beside for page in self._pages.values()]

    @property
    def page(self) -> str:
        """The key of the tab that is shown."""
        shown = self.currentWidget()
        return next((page.key for page in self._pages.values() if page.widget is shown), "")

    def is_seen(self, key: str) -> bool:
        """Whether this page is in sight, as a tab or beside them."""
        return self._pages[key].widget.isVisible()

    def show_page(self, key: str) -> None:
        """Bring a page in sight, wherever it is; what is not known is ignored."""
        page = self._pages.get(key)
        if page is not None and self._is_beside(page):
            page.dock.bring_forward()
        elif page is not None:
            self.setCurrentWidget(page.widget)

    def set_offered(self, key: str, is_offered: bool) -> None:
        """Show or hide a page that not every run needs."""
        page = self._pages[key]
        page.is_offered = is_offered
        page.beside.setVisible(is_offered)
        if self._is_beside(page) and not is_offered:
            self.set_beside(key, False)
        elif not self._is_beside(page):
            self.setTabVisible(self.indexOf(page.widget), is_offered)
        self._share_width()

    def set_beside(self, key: str, is_beside: bool) -> None:
        """Put a page into its own panel, or back among the tabs."""
        page = self._pages[key]
        if is_beside:
            page.dock.bring_forward()
        else:
            page.dock.hide()
        self.settle()
        if not is_beside:
            self.setCurrentWidget(page.widget)

    def settle(self) -> None:
        """Put every page where its panel says: in there while that is shown, else among the tabs."""
        for page in self._pages.values():
            is_beside = page.widget.parent() is page.dock
            wants_beside = not page.dock.isHidden() and page.is_offered
            if wants_beside and not is_beside:
                self.removeTab(self.indexOf(page.widget))
                page.dock.setWidget(page.widget)
                page.widget.show()
            elif is_beside and not wants_beside:
                self._take_back(page)
            page.dock.setVisible(wants_beside)
            page.beside.setChecked(wants_beside)
        self._share_width()

    def _share_width(self) -> None:
        """Titles stand closer where they would not all be seen."""
        bar = self.tabBar()
        shown = [place for place in range(self.count()) if self.isTabVisible(place)]
        widths = [
            self.fontMetrics().horizontalAdvance(self.tabText(place)) + 2 * theme.PADDING
            for place in shown
        ]
        is_tight = sum(widths) > self.width()
        if bar.property("tight") != is_tight:
            bar.setProperty("tight", is_tight)
            bar.style().polish(bar)
            QCoreApplication.sendEvent(
                bar, QEvent(QEvent.Type.StyleChange)
            )  # the titles are measured anew

    def minimumSizeHint(self) -> QSize:
        """The window may be small; pages that need more room are squeezed or scroll."""
        return super().minimumSizeHint().boundedTo(MIN)

    def _is_beside(self, page: _Page) -> bool:
        return page.widget.parent() is page.dock

    def _take_back(self, page: _Page) -> None:
        before = list(self._pages.values())[: list(self._pages).index(page.key)]
        place = sum(not self._is_beside(other) for other in before)
        self.insertTab(place, page.widget, "")
        self._name(page)
        self.setTabVisible(place, page.is_offered)

    def _name(self, page: _Page) -> None:
        page.beside.setText(translate(page.title))
        place = self.indexOf(page.widget)
        if place >= 0:
            self.setTabText(place, translate(page.title))

    def _on_menu_requested(self, position: QPoint) -> None:
        widget = self.widget(self.tabBar().tabAt(position))
        keys = [page.key for page in list(self._pages.values())[1:] if page.widget is widget]
        if keys:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.tr("Show as a panel"), lambda: self.set_beside(keys[0], True))
            menu.popup(self.tabBar().mapToGlobal(position))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for the titles."""
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other titles; other letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Views"))
            for page in self._pages.values():
                self._name(page)
            self._share_width()
        elif event.type() is QEvent.Type.FontChange:
            self._share_width()
