"""Named arrangements of the panels, and the object that applies, stores and restores them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QTabBar

from core.messages import Message, message
from gui.process.timers import single_shot
from gui.run_table.runs_table import RunsTable
from gui.settings.preferences import Preferences
from gui.settings.stored_layout import (
    Area,
    Group,
    PanelLayout,
    Rectangle,
    Row,
    StoredLayout,
    arranged,
    first_group,
    on_screen,
)
from gui.style import theme
from gui.style.translation import translate
from gui.window.analysis_tabs import AnalysisTabs
from gui.window.docks import Dock, FittedHeight, is_low

# from this width of the window on, the panels at its sides get the width that they ask for
WIDE = 250 * theme.STEP
LESSON_WITH_FORM = 290 * theme.STEP  # from here on a lesson, what it shows and the form have space
MIN = QSize(176 * theme.STEP, 104 * theme.STEP)
LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)


@dataclass(frozen=True)
class Placement:
    """The area of a panel, and how much of the window it takes.

    Attributes:
        share: from 0 to 1, of the window's width; of its height at the bottom.
        min_width: of the window, in pixels at the usual size of letters; the panel is hidden in a
            narrower one.
    """

    panel: str
    area: Qt.DockWidgetArea
    share: float
    min_width: int = 0


@dataclass(frozen=True)
class Arrangement:
    """A name, the tab in the middle, and the panels around it; all others are hidden."""

    key: str
    title: Message
    page: str
    placements: tuple[Placement, ...]


ARRANGEMENTS = (
    Arrangement(
        "train",
        message("Train"),
        "network",
        (
            Placement("setup", LEFT, 0.22),
            Placement("drawing", RIGHT, 0.25),
            Placement("runs", BOTTOM, 0.2),
        ),
    ),
    Arrangement(
        "compare",
        message("Compare"),
        "network",
        (Placement("comparison", RIGHT, 0.45), Placement("runs", BOTTOM, 0.3)),
    ),
    Arrangement(
        "draw",
        message("Draw"),
        "network",
        (Placement("drawing", RIGHT, 0.65), Placement("runs", BOTTOM, 0.2)),
    ),
    Arrangement(
        "inside",
        message("Inside"),
        "inside",
        (Placement("drawing", RIGHT, 0.25), Placement("runs", BOTTOM, 0.19)),
    ),
    Arrangement(
        "lesson",
        message("Lesson"),
        "network",
        (
            Placement("setup", LEFT, 0.22, min_width=LESSON_WITH_FORM),
            Placement("lessons", RIGHT, 0.33),
            Placement("runs", BOTTOM, 0.19),
        ),
    ),
)
STORED = "window_layout"  # the key in the preferences
MOST = "runs_height"  # another: how high the table of runs may become by itself
AREAS = {
    Area.LEFT: LEFT,
    Area.RIGHT: RIGHT,
    Area.TOP: Qt.DockWidgetArea.TopDockWidgetArea,
    Area.BOTTOM: BOTTOM,
}
# The areas of panels that the current arrangement does not show; all others are on the right.
DEFAULT = {"setup": LEFT, "runs": BOTTOM}
BORROWED = ("setup", "runs")  # panels that projector mode may hide


class Arranger(QObject):
    """Moves panels to where an arrangement wants them.

    Attributes:
        actions: one for each arrangement, with its key, in order.
        reset: restores the last chosen arrangement as it was designed.
        chosen: the arrangement that was chosen last.

    Signals:
        arranging(object), arranged(object): before and after the user's choice of an `Arrangement`.
    """

    arranging = Signal(object)
    arranged = Signal(object)

    def __init__(
        self,
        window: QMainWindow,
        panels: Mapping[str, Dock],
        tabs: AnalysisTabs,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._tabs = tabs
        self._preferences = preferences
        self.chosen = ARRANGEMENTS[0]
        self._unsized: StoredLayout | None = None  # until a maximized window has its size

        self.reset = QAction(self)
        self.reset.triggered.connect(lambda: self.arrange(self.chosen))
        self._build_actions()
        runs = panels["runs"]
        table = runs.widget()
        assert isinstance(table, RunsTable)
        self._height = FittedHeight(runs, table, window)

        window.setMinimumSize(MIN)
        self._fitting = single_shot(self, self._fit)
        self._sizing = single_shot(self, self._resize_again)
        window.installEventFilter(self)
        self._fit()
        self.retranslate()

    def _build_actions(self) -> None:
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self.actions: list[QAction] = []
        for number, arrangement in enumerate(ARRANGEMENTS, start=1):
            action = QAction(self)
            action.setShortcut(f"Ctrl+{number}")
            action.setData(arrangement)
            action.setVisible(
                all(placement.panel in self._all() for placement in arrangement.placements)
            )
            self.actions.append(group.addAction(action))
        group.triggered.connect(lambda action: self.arrange(action.data()))

    def _all(self) -> dict[str, Dock]:
        return {**self._panels, **self._tabs.docks}

    def arrange(self, arrangement: Arrangement) -> None:
        """Show the panels of an arrangement in their areas, and hide the others."""
        self.arranging.emit(arrangement)
        self.chosen = arrangement
        self._unsized = None
        has_bottom = not is_low(self._window)
        wanted = {placement.panel: placement for placement in arrangement.placements}
        for key, dock in self._all().items():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            area = wanted[key].area if key in wanted else DEFAULT.get(key, RIGHT)
            self._window.addDockWidget(area, dock)
            has_space = has_bottom or area != BOTTOM
            if key in wanted:
                has_space &= self._window.width() >= theme.px(wanted[key].min_width)
            dock.setVisible(key in wanted and has_space)

        self._tabs.settle()
        self._tabs.show_page(arrangement.page)
        self.share_out(arrangement)
        self.arranged.emit(arrangement)

    def share_out(self, arrangement: Arrangement) -> None:
        """Give each panel its share of the window."""
        docks, size = self._all(), self._window.size()
        for orientation, length in (
            (Qt.Orientation.Horizontal, size.width()),
            (Qt.Orientation.Vertical, size.height()),
        ):
            is_flat = orientation is Qt.Orientation.Vertical
            placements = [
                placement
                for placement in arrangement.placements
                if (placement.area == BOTTOM) is is_flat and placement.panel in docks
            ]
            panels = [docks[placement.panel] for placement in placements]
            lengths = [round(placement.share * length) for placement in placements]
            self._window.resizeDocks(panels, lengths, orientation)
            if is_flat:
                self._height.begin(max(lengths, default=None))

    def restore(self) -> None:
        """Restore the window as it was left, or arrange it for the first time."""
        layout = StoredLayout.read(self._preferences.stored(STORED))
        if layout is None:
            self.arrange(ARRANGEMENTS[0])
            return

        self._window.setGeometry(on_screen(layout.window.for_qt, MIN, theme.FRAME.height()))
        if layout.is_maximized:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)
            self._unsized = layout
        self.apply(layout)
        self._height.read(self._preferences.stored(MOST))

    def apply(self, layout: StoredLayout) -> None:
        """Put the panels and the tab where they were; the window keeps its size."""
        self._height.begin(None)
        self._restore_panels(layout.only(self._all()))
        self._tabs.show_page(layout.page)

    def _restore_panels(self, layout: StoredLayout) -> None:
        docks = self._all()
        kept = {panel.key: panel for panel in layout.panels}
        for dock in docks.values():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)

        # those that take space first, so that the others are at the ends of their areas
        for area in Area:
            groups = layout.groups(area)
            if groups:
                self._divide(AREAS[area], arranged(groups))
        for key, dock in docks.items():
            panel = kept.get(key)
            if panel is None or not panel.is_docked:
                side = DEFAULT.get(key, RIGHT) if panel is None else AREAS[panel.area]
                self._window.addDockWidget(side, dock)
                dock.setVisible(panel is not None and panel.is_visible)

        self._tabs.settle()
        self._resize_panels(layout)
        for key, panel in kept.items():
            if panel.is_floating:
                docks[key].setFloating(True)
                least = docks[key].minimumSizeHint().expandedTo(docks[key].minimumSize())
                docks[key].setGeometry(on_screen(panel.rectangle.for_qt, least))

    def _divide(self, area: Qt.DockWidgetArea, part: Row | Group) -> None:
        """Put panels into an empty area of the window, divided as stored."""
        docks = self._all()
        first = docks[first_group(part).keys[0]]
        self._window.addDockWidget(area, first)
        self._subdivide(part)

    def _subdivide(self, part: Row | Group) -> None:
        """Divide the space of the first panel of a part among all of the part."""
        docks = self._all()
        if isinstance(part, Group):
            shown = [docks[key] for key in part.keys]
            for before, dock in pairwise(shown):
                self._window.tabifyDockWidget(before, dock)
            for dock in shown:
                dock.show()
            if part.front in part.keys:
                docks[part.front].raise_()
            return

        along = Qt.Orientation.Horizontal if part.is_horizontal else Qt.Orientation.Vertical
        heads = [docks[first_group(inner).keys[0]] for inner in part.parts]
        for before, head in pairwise(heads):
            self._window.splitDockWidget(before, head, along)
        for inner in part.parts:
            self._subdivide(inner)

    def _resize_again(self) -> None:
        """Give the panels their sizes once the window has the size of the screen.

        It still has its usual size when it is first shown.
        """
        window = self._window
        if self._unsized is not None and window.size() != window.normalGeometry().size():
            self._resize_panels(self._unsized)
            self._unsized = None

    def _resize_panels(self, layout: StoredLayout) -> None:
        """Give each panel its share of the window."""
        docks, size = self._all(), self._window.size()
        groups = [group for area in Area for group in layout.groups(area)]
        panels = [docks[group.keys[0]] for group in groups]
        wide, high = size.width() / layout.width, size.height() / layout.height
        widths = [max(1, round(group.rectangle.width * wide)) for group in groups]
        heights = [max(1, round(group.rectangle.height * high)) for group in groups]
        self._window.resizeDocks(panels, widths, Qt.Orientation.Horizontal)
        self._window.resizeDocks(panels, heights, Qt.Orientation.Vertical)

    def return_to(self, layout: StoredLayout) -> None:
        """Give the panels the sizes that they had, and show the table and the form if they were."""
        for panel in layout.panels:
            if panel.key in BORROWED and panel.is_visible:
                self._panels[panel.key].show()
        self._resize_panels(layout)
        self._height.begin(self._height.most)

    def keep(self) -> None:
        """Store the size of the window, its panels and its tab."""
        self._preferences.store(STORED, self.layout().written())
        self._preferences.store(MOST, self._height.written())

    def layout(self) -> StoredLayout:
        """Return the size of the window, its panels and its tab as they are."""
        window = self._window
        order = self._tab_order()
        panels = [self._kept(key, dock) for key, dock in self._all().items()]
        return StoredLayout(
            window=Rectangle.of(window.normalGeometry()),
            is_maximized=window.isMaximized(),
            width=window.width(),
            height=window.height(),
            page=self._tabs.page,
            panels=tuple(sorted(panels, key=lambda panel: order.get(panel.key, 0))),
        )

    def _tab_order(self) -> dict[str, int]:
        """Return the positions of panels among the tabs that they are."""
        bars = self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        titles = {bar.tabText(index): index for bar in bars for index in range(bar.count())}
        return {key: titles.get(dock.windowTitle(), 0) for key, dock in self._all().items()}

    def _kept(self, key: str, dock: Dock) -> PanelLayout:
        names = {area: name for name, area in AREAS.items()}
        area = self._window.dockWidgetArea(dock)
        front = dock if dock.isFloating() else self._front(dock)
        return PanelLayout(
            key=key,
            area=names.get(area, names[DEFAULT.get(key, RIGHT)]),
            is_visible=not dock.isHidden(),
            is_floating=dock.isFloating(),
            rectangle=Rectangle.of(front.geometry()),
            front=front.key,
        )

    def _front(self, dock: Dock) -> Dock:
        """Return the panel whose tab is shown where a panel is; itself if it is no tab."""
        group = [dock, *self._window.tabifiedDockWidgets(dock)]
        # Qt moves the others out of the window
        shown = (one for one in group if not one.isHidden() and one.geometry().right() >= 0)
        return next((one for one in shown if isinstance(one, Dock)), dock)

    def retranslate(self) -> None:
        """Set the titles of the arrangements."""
        for action in self.actions:
            action.setText(translate(action.data().title))
        self.reset.setText(self.tr("Reset layout"))
        # the panels may need another width, once they have their new texts
        self._fitting.start()

    def _fit(self) -> None:
        for key in ("setup", "drawing"):
            self._panels[key].set_wide(self._window.width() >= WIDE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a change of the window's size or font."""
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._fit()
            if self._unsized is not None:
                self._sizing.start()
        elif watched is self._window and event.type() is QEvent.Type.FontChange:
            self._fitting.start()
        return False
