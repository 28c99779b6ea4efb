"""Named arrangements of the panels, and the object that applies, stores and restores them."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow

from core.messages import Message, message
from gui.settings.preferences import Preferences
from gui.style import theme
from gui.style.translation import translate
from gui.window.analysis_tabs import AnalysisTabs
from gui.window.docks import Dock

# from this width of the window on, the panels at its sides get the width that they ask for
WIDE = 250 * theme.STEP
# below this height of the window, an arrangement omits the panels at the bottom
LOW = 130 * theme.STEP
MIN = QSize(176 * theme.STEP, 100 * theme.STEP)
VERSION = 1  # of what is stored; a layout of another version is ignored
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
    """

    panel: str
    area: Qt.DockWidgetArea
    share: float


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
            Placement("setup", LEFT, 0.22),
            Placement("lessons", RIGHT, 0.33),
            Placement("runs", BOTTOM, 0.19),
        ),
    ),
)
# The areas of panels that the current arrangement does not show; all others are on the right.
DEFAULT = {"setup": LEFT, "runs": BOTTOM}


class Arranger(QObject):
    """Moves panels to where an arrangement wants them.

    Attributes:
        actions: one for each arrangement, with its key, in order.
        reset: restores the last chosen arrangement as it was designed.
    """

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
        self._chosen = ARRANGEMENTS[0]

        self.reset = QAction(self)
        self.reset.triggered.connect(lambda: self.arrange(self._chosen))
        self._build_actions()

        window.setMinimumSize(MIN)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
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
        self._chosen = arrangement
        is_low = self._window.height() < LOW
        wanted = {placement.panel: placement for placement in arrangement.placements}
        for key, dock in self._all().items():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            area = wanted[key].area if key in wanted else DEFAULT.get(key, RIGHT)
            self._window.addDockWidget(area, dock)
            dock.setVisible(key in wanted and not (is_low and area == BOTTOM))

        self._tabs.settle()
        self._tabs.show_page(arrangement.page)
        self._share_out(arrangement)

    def _share_out(self, arrangement: Arrangement) -> None:
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

    def restore(self) -> None:
        """Restore the window as it was left, or arrange it for the first time.

        On a damaged layout Qt may crash; one on which the last start ended is not tried again.
        """
        if not self._restore_panels():
            self.arrange(ARRANGEMENTS[0])
            return

        self._tabs.settle()
        page = bytes(self._preferences.layout("page").data())
        self._tabs.show_page(page.decode(errors="replace"))

    def _restore_panels(self) -> bool:
        geometry, panels = self._preferences.layout("window"), self._preferences.layout("panels")
        if geometry.isEmpty() and panels.isEmpty():
            return False  # without the mark, which is written to the disk twice

        with self._preferences.restoring_layouts() as is_safe:
            if not is_safe:
                return False
            self._window.restoreGeometry(geometry)
            return self._window.restoreState(panels, VERSION)

    def keep(self) -> None:
        """Store the size of the window, its panels and its tab."""
        self._preferences.set_layout("window", self._window.saveGeometry())
        self._preferences.set_layout("panels", self._window.saveState(VERSION))
        self._preferences.set_layout("page", QByteArray(self._tabs.page.encode()))

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
        elif watched is self._window and event.type() is QEvent.Type.FontChange:
            self._fitting.start()
        return False
