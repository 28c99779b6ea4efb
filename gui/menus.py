"""The menus: what can be done, by the keys that do it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from gui.preferences import RUNS_AT_ONCE_CHOICES, Preferences
from gui.theme import Scheme
from gui.toolbar import Actions
from gui.translation import Language


@dataclass(frozen=True)
class _Choice:
    """A submenu in which one of several values is checked."""

    menu: QMenu
    actions: list[QAction]


@dataclass(frozen=True)
class Views:
    """What the View menu shows and hides."""

    arrangements: Sequence[QAction]
    reset: QAction
    panels: Sequence[QAction]
    beside: Sequence[QAction]


class Menus(QObject):
    """Run, Edit, View, Help.

    Signals:
        quit_requested(), about_requested(), welcome_requested(), lessons_requested(): from the menu.
        scheme_chosen(str), language_chosen(str), runs_at_once_chosen(int): a value was checked.
    """

    quit_requested = Signal()
    about_requested = Signal()
    welcome_requested = Signal()
    lessons_requested = Signal()
    scheme_chosen = Signal(str)
    language_chosen = Signal(str)
    runs_at_once_chosen = Signal(int)

    def __init__(
        self, window: QMainWindow, actions: Actions, edits: Iterable[QAction], views: Views, preferences: Preferences
    ) -> None:
        super().__init__(window)
        bar = window.menuBar()
        self._run, self._edit, self._view, self._help = (bar.addMenu("") for _ in range(4))
        self._run.addActions([actions.train, actions.pause, actions.step, actions.stop])
        self._run.addSeparator()
        self._run.addActions([actions.compare, actions.compare_more])
        self._run.addSeparator()
        self._at_once = self._new_choice(
            self._run, RUNS_AT_ONCE_CHOICES, preferences.runs_at_once, self.runs_at_once_chosen.emit
        )
        self._run.addSeparator()
        self._quit = self._run.addAction("", self.quit_requested.emit)
        self._quit.setShortcut("Ctrl+Q")  # Qt's own key for it is none on some platforms
        self._quit.setMenuRole(QAction.MenuRole.QuitRole)
        for action in edits:
            self._edit.addAction(action)
        self._layout = self._view.addMenu("")
        self._layout.addActions(list(views.arrangements))
        self._layout.addSeparator()
        self._layout.addAction(views.reset)
        self._view.addSeparator()
        self._view.addActions(list(views.panels))
        self._beside = self._view.addMenu("")
        self._beside.addActions(list(views.beside))
        self._view.addSeparator()
        self._scheme = self._new_choice(self._view, Scheme, preferences.scheme, self.scheme_chosen.emit)
        self._language = self._new_choice(self._view, Language, preferences.language, self.language_chosen.emit)
        self._welcome = self._help.addAction("", self.welcome_requested.emit)
        self._lessons = self._help.addAction("", self.lessons_requested.emit)
        self._help.addSeparator()
        self._about = self._help.addAction("", self.about_requested.emit)
        self._about.setMenuRole(QAction.MenuRole.AboutRole)

    def _new_choice(
        self, parent: QMenu, values: Iterable[object], present: object, tell: Callable[[Any], None]
    ) -> _Choice:
        menu = parent.addMenu("")
        group = QActionGroup(self)
        for value in values:
            action = group.addAction(str(value))
            action.setData(value)
            action.setCheckable(True)
            action.setChecked(value == present)
        menu.addActions(group.actions())
        group.triggered.connect(lambda action: tell(action.data()))
        return _Choice(menu, group.actions())

    def retranslate(self) -> None:
        """Every title."""
        for menu, title in (
            (self._run, self.tr("&Run")),
            (self._edit, self.tr("&Edit")),
            (self._view, self.tr("&View")),
            (self._help, self.tr("&Help")),
            (self._layout, self.tr("Layout")),
            (self._beside, self.tr("Beside the tabs")),
            (self._at_once.menu, self.tr("Runs at once")),
            (self._scheme.menu, self.tr("Colours")),
            (self._language.menu, self.tr("Language")),
        ):
            menu.setTitle(title)
        self._quit.setText(self.tr("Quit"))
        self._welcome.setText(self.tr("Welcome"))
        self._lessons.setText(self.tr("Lessons"))
        self._about.setText(self.tr("About Inkling"))
        own = self.tr("As the desktop")
        for choice, texts in (
            (self._scheme, (own, self.tr("Light"), self.tr("Dark"))),
            (self._language, (own, "English", "简体中文")),
        ):
            for action, text in zip(choice.actions, texts, strict=True):
                action.setText(text)
