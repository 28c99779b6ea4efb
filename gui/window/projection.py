"""The layout of the window in projector mode, and the user's own after it."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from gui.process.timers import single_shot
from gui.settings.preferences import Preferences
from gui.settings.stored_layout import StoredLayout
from gui.style import theme
from gui.window.docks import Dock, is_low
from gui.window.layouts import Arrangement, Arranger

LAYOUT_BEFORE = "layout_before_projector"  # the key in the preferences
SETTLING_MS = 1000  # in which the panels become as narrow as smaller letters let them be
MIN_WITH_FORM = 240 * theme.STEP  # width of a window, to grow with the letters


class Projection(QObject):
    """Hides the table of runs where the large letters leave too little height for the stage.

    In a window too narrow for the form next to large networks, the form is hidden as well: a class
    looks at the networks and their curves. Afterwards the table is back, and the panels
    have the sizes that they had, unless the user has chosen another arrangement meanwhile.
    """

    def __init__(
        self,
        window: QMainWindow,
        runs: Dock,
        form: Dock,
        arranger: Arranger,
        preferences: Preferences,
    ) -> None:
        """Follow projector mode; call this before anything else follows its preference."""
        super().__init__(window)
        self._window = window
        self._runs, self._form = runs, form
        self._arranger = arranger
        self._preferences = preferences
        self._is_on = preferences.projector
        self._returning: StoredLayout | None = None  # None for the arrangement as designed
        self._settling = single_shot(self, lambda: None, SETTLING_MS)
        self._resizing = single_shot(self, self._resize)
        window.installEventFilter(self)
        preferences.changed.connect(self._on_preference_changed)
        arranger.arranged.connect(self._on_arranged)

    def _on_preference_changed(self, name: str) -> None:
        is_on = self._preferences.projector
        if name != Preferences.projector.name or is_on == self._is_on:
            return
        self._is_on = is_on
        if is_on:
            is_settled = self._returning is None or not self._settling.isActive()
            before = self._arranger.layout() if is_settled else self._returning
            assert before is not None
            self._settling.stop()
            self._preferences.store(LAYOUT_BEFORE, before.written())
        # once the letters have their new size
        QTimer.singleShot(0, self, self._arrange)

    def _arrange(self) -> None:
        if not self._is_on:
            self._return()
            return
        if is_low(self._window) and not self._runs.isFloating():
            self._runs.hide()
        if self._window.width() < theme.px(MIN_WITH_FORM) and not self._form.isFloating():
            self._form.hide()

    def _return(self) -> None:
        self._returning = StoredLayout.read(self._preferences.stored(LAYOUT_BEFORE))
        self._preferences.store(LAYOUT_BEFORE, "")
        if self._returning is None:
            self._arranger.arrange(self._arranger.chosen)
        self._settling.start()
        self._resize()

    def _resize(self) -> None:
        if self._returning is not None:
            self._arranger.return_to(self._returning)
        else:
            self._arranger.share_out(self._arranger.chosen)

    def _on_arranged(self, _arrangement: Arrangement) -> None:
        """Arrange the window again afterwards, as the user chose it meanwhile."""
        if self._is_on:
            self._preferences.store(LAYOUT_BEFORE, "")
        elif self._returning is not None:
            self._settling.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Resize the panels again when the letters in them have become smaller."""
        if event.type() is QEvent.Type.LayoutRequest and self._settling.isActive():
            self._resizing.start()
        return super().eventFilter(watched, event)
