"""Named arrangements of the panels, as data, and what puts the window into one and remembers how it was left."""

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

ROOMY = (
    250 * theme.STEP
)  # from this width of the window on the panels at its sides have all the room they ask for
LOW = (
    130 * theme.STEP
)  # below this height of the window an arrangement leaves out what stands at the bottom
MIN = QSize(176 * theme.STEP, 100 * theme.STEP)
VERSION = 1  # of what is stored; a layout of another version is ignored
LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)


@dataclass(frozen=True)
class Place:
    """Where a panel stands, and its share (0 to 1) of the window's width, or of its height at the bottom."""

    panel: str
    area: Qt.DockWidgetArea
    share: float


@dataclass(frozen=True)
class Arrangement:
    """A name, the tab in the middle, and the panels around it; all others are hidden."""

    key: str
    title: Message
    page: str
    places: tuple[Place, ...]


ARRANGEMENTS = (
    Arrangement(
        "train",
        message("Train"),
        "curves",
        (Place("setup", LEFT, 0.22), Place("drawing", RIGHT, 0.25), Place("runs", BOTTOM, 0.2)),
    ),
    Arrangement(
        "compare",
        message("Compare"),
        "curves",
        (Place("comparison", RIGHT, 0.45), Place("runs", BOTTOM, 0.3)),
    ),
    Arrangement(
        "draw",
        message("Draw"),
        "curves",
        (Place("drawing", RIGHT, 0.65), Place("runs", BOTTOM, 0.2)),
    ),
    Arrangement(
        "inside",
        message("Inside"),
        "inside",
        (Place("drawing", RIGHT, 0.25), Place("runs", BOTTOM, 0.19)),
    ),
    Arrangement(
        "lesson",
        message("Lesson"),
        "curves",
        (Place("setup", LEFT, 0.22), Place("lessons", RIGHT, 0.33), Place("runs", BOTTOM, 0.19)),
    ),
)
# Where a panel comes up that the arrangement in force does not show.
DEFAULT = {"setup": LEFT, "runs": BOTTOM}


class Arranger(QObject):
    """Puts panels where an arrangement wants them.

    Attributes:
        actions: one for each arrangement, with its key, in order.
        reset: the arrangement chosen last as it was meant.
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
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self.actions: list[QAction] = []
        for number, arrangement in enumerate(ARRANGEMENTS, start=1):
            action = QAction(self)
            action.setShortcut(f"Ctrl+{number}")
            action.setData(arrangement)
            action.setVisible(all(place.panel in self._all() for place in arrangement.places))
            self.actions.append(group.addAction(action))
        group.triggered.connect(lambda action: self.arrange(action.data()))
        window.setMinimumSize(MIN)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        window.installEventFilter(self)
        self._fit()
        self.retranslate()

    def _all(self) -> dict[str, Dock]:
        return {**self._panels, **self._tabs.docks}

    def arrange(self, arrangement: Arrangement) -> None:
        """Show its panels in their places, and hide the others."""
        self._chosen = arrangement
        is_low = self._window.height() < LOW
        docks, wanted = self._all(), {place.panel: place for place in arrangement.places}
        for key, dock in docks.items():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            area = wanted[key].area if key in wanted else DEFAULT.get(key, RIGHT)
            self._window.addDockWidget(area, dock)
            dock.setVisible(key in wanted and not (is_low and area == BOTTOM))
        self._tabs.settle()
        self._tabs.show_page(arrangement.page)
        self._share_out(arrangement)

    def _share_out(self, arrangement: Arrangement) -> None:
        docks, size = self._all(), self._window.size()
        for orientation, length in (
            (Qt.Orientation.Horizontal, size.width()),
            (Qt.Orientation.Vertical, size.height()),
        ):
            is_flat = orientation is Qt.Orientation.Vertical
            places = [
                place
                for place in arrangement.places
                if (place.area == BOTTOM) is is_flat and place.panel in docks
            ]
            lengths = [round(place.share * length) for place in places]
            self._window.resizeDocks([docks[place.panel] for place in places], lengths, orientation)

    def restore(self) -> None:
        """The window as it was left, or as it is meant for the first time."""
        self._window.restoreGeometry(self._preferences.layout("window"))
        if not self._window.restoreState(self._preferences.layout("panels"), VERSION):
            self.arrange(ARRANGEMENTS[0])
            return
        self._tabs.settle()
        self._tabs.show_page(self._preferences.layout("page").toStdString())

    def keep(self) -> None:
        """Remember how the window is."""
        self._preferences.set_layout("window", self._window.saveGeometry())
        self._preferences.set_layout("panels", self._window.saveState(VERSION))
        self._preferences.set_layout("page", QByteArray(self._tabs.page.encode()))

    def retranslate(self) -> None:
        """Names."""
        for action in self.actions:
            action.setText(translate(action.data().title))
        self._fitting.start()  # when all panels have heard of it
        self.reset.setText(self.tr("Reset layout"))

    def _fit(self) -> None:
        for key in ("setup", "drawing"):
            self._panels[key].set_roomy(self._window.width() >= ROOMY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window has another size, or other letters."""
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._fit()
        elif watched is self._window and event.type() is QEvent.Type.FontChange:
            self._fitting.start()
        return False
