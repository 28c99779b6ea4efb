"""The files that were imported last, as a menu."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.settings.preferences import Preferences
from gui.widgets.plain_text import MAX_CHOICE, button_text, middle_elided, plain_tip

MAX_RECENT = 8


class RecentFiles(QObject):
    """Fills a menu with the files in the preferences, the last one first.

    Whether a file still exists is found out when it is chosen: one on a stick or a server that is
    not there would delay the menu.

    Signals:
        chosen(object): import the file with this `Path` again.
    """

    chosen = Signal(object)

    def __init__(self, menu: QMenu, preferences: Preferences) -> None:
        super().__init__(menu)
        self._menu = menu
        self._preferences = preferences
        self._clear = QAction(self)
        self._clear.triggered.connect(lambda: self._keep([]))
        menu.setToolTipsVisible(True)
        preferences.changed.connect(self._on_changed)
        self.retranslate()

    def files(self) -> list[str]:
        """Return their paths, the last one first."""
        return self._preferences.recent_imports[:MAX_RECENT]

    def add(self, file: Path) -> None:
        """Put a file at the top of the menu."""
        path = str(file.absolute())
        self._keep([path, *(other for other in self.files() if other != path)])

    def remove(self, file: Path) -> None:
        """Remove a file that does not exist any more."""
        self._keep([path for path in self.files() if path != str(file)])

    def _keep(self, files: Sequence[str]) -> None:
        self._preferences.recent_imports = list(files[:MAX_RECENT])

    def _on_changed(self, name: str) -> None:
        if name == "recent_imports":
            self._fill()

    def _fill(self) -> None:
        files = self.files()
        for action in self._menu.actions():
            self._menu.removeAction(action)
            if action is not self._clear:
                action.deleteLater()

        for path, text in zip(files, _titles(files), strict=True):
            action = self._menu.addAction(button_text(middle_elided(text, MAX_CHOICE)))
            action.setToolTip(plain_tip(path))
            action.triggered.connect(partial(self._on_chosen, Path(path)))
        self._menu.addSeparator()
        self._menu.addAction(self._clear)
        self._menu.menuAction().setEnabled(bool(files))

    def _on_chosen(self, file: Path, _is_checked: bool = False) -> None:
        self.chosen.emit(file)

    def retranslate(self) -> None:
        """Set the titles of the menu and of its last entry."""
        self._menu.setTitle(self.tr("Import recent"))
        self._clear.setText(self.tr("Clear the list"))
        self._fill()


def _titles(paths: Sequence[str]) -> list[str]:
    """Return the files' names, with their folders where two have the same name."""
    names = [Path(path).name for path in paths]
    return [
        name if names.count(name) == 1 else f"{name} ({Path(path).parent})"
        for path, name in zip(paths, names, strict=True)
    ]
