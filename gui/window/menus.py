"""The menus: what can be done, by the keys that do it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from core.messages import Message
from gui.settings.preferences import Choice, Preferences
from gui.style.translation import translate
from gui.window.toolbar import Actions


@dataclass(frozen=True)
class _Choice:
    """A submenu in which one of a preference's values is checked."""

    preference: Choice[Any]
    menu: QMenu
    actions: list[QAction]


@dataclass(frozen=True)
class Views:
    """What the View menu shows and hides."""

    arrangements: Sequence[QAction]
    reset: QAction
    panels: Sequence[QAction]
    beside: Sequence[QAction]
    screen: Sequence[QAction]


class Menus(QObject):
    """File, Run, Edit, View, Help.

    Signals:
        import_requested(), export_requested(), copy_requested(), paste_requested(),
        report_requested(): from the File
            menu; what is copied and pasted are settings.
        quit_requested(), clean_up_requested(), settings_requested(): from the menu.
        welcome_requested(), lessons_requested(), keys_requested(), log_requested(),
        about_requested(): from the Help
            menu.
    """

    import_requested = Signal()
    export_requested = Signal()
    copy_requested = Signal()
    paste_requested = Signal()
    report_requested = Signal()
    quit_requested = Signal()
    clean_up_requested = Signal()
    settings_requested = Signal()
    welcome_requested = Signal()
    lessons_requested = Signal()
    keys_requested = Signal()
    log_requested = Signal()
    about_requested = Signal()

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        edits: Iterable[QAction],
        views: Views,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._preferences = preferences
        bar = window.menuBar()
        self._file, self._run, self._edit, self._view, self._help = (
            bar.addMenu("") for _ in range(5)
        )
        self._import = self._file.addAction("", self.import_requested.emit)
        self._import.setShortcut(QKeySequence.StandardKey.Open)
        self._export = self._file.addAction("", self.export_requested.emit)
        self._export.setShortcut("Ctrl+E")
        self._file.addSeparator()
        self._copy = self._file.addAction("", self.copy_requested.emit)
        self._paste = self._file.addAction("", self.paste_requested.emit)
        self._file.addSeparator()
        self._report = self._file.addAction("", self.report_requested.emit)
        self._file.addSeparator()
        self._run.addActions([actions.train, actions.pause, actions.step, actions.stop])
        self._run.addSeparator()
        self._run.addActions([actions.compare, actions.compare_more])
        self._run.addSeparator()
        at_once = self._new_choice(self._run, Preferences.runs_at_once)
        self._clean_up = self._run.addAction("", self.clean_up_requested.emit)
        self._quit = self._file.addAction("", self.quit_requested.emit)
        self._quit.setShortcut("Ctrl+Q")  # Qt's own key for it is none on some platforms
        self._quit.setMenuRole(QAction.MenuRole.QuitRole)
        for action in edits:
            self._edit.addAction(action)
        self._edit.addSeparator()
        self._settings = self._edit.addAction("", self.settings_requested.emit)
        self._settings.setShortcut("Ctrl+,")  # as for Quit
        self._settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self._layout = self._view.addMenu("")
        self._layout.addActions(list(views.arrangements))
        self._layout.addSeparator()
        self._layout.addAction(views.reset)
        self._view.addSeparator()
        self._view.addActions(list(views.panels))
        self._beside = self._view.addMenu("")
        self._beside.addActions(list(views.beside))
        self._view.addSeparator()
        self._view.addActions(list(views.screen))
        self._view.addSeparator()
        looks = [
            self._new_choice(self._view, each)
            for each in (Preferences.scheme, Preferences.language)
        ]
        self._choices = [at_once, *looks]
        preferences.changed.connect(self._show_choices)
        self._welcome = self._help.addAction("", self.welcome_requested.emit)
        self._lessons = self._help.addAction("", self.lessons_requested.emit)
        self._help.addSeparator()
        self._keys = self._help.addAction("", self.keys_requested.emit)
        self._keys.setShortcut("Ctrl+/")
        self._log = self._help.addAction("", self.log_requested.emit)
        self._about = self._help.addAction("", self.about_requested.emit)
        self._about.setMenuRole(QAction.MenuRole.AboutRole)

    def _new_choice(self, parent: QMenu, preference: Choice[Any]) -> _Choice:
        menu = parent.addMenu("")
        group = QActionGroup(self)
        for value in preference.labels:
            action = group.addAction("")
            action.setCheckable(True)
            action.setChecked(value == getattr(self._preferences, preference.name))
        menu.addActions(group.actions())
        values = list(preference.labels)
        group.triggered.connect(
            lambda action: setattr(
                self._preferences, preference.name, values[group.actions().index(action)]
            )
        )
        return _Choice(preference, menu, group.actions())

    def _show_choices(self, name: str) -> None:
        """A value may have been chosen elsewhere."""
        for choice in self._choices:
            if choice.preference.name == name:
                place = list(choice.preference.labels).index(getattr(self._preferences, name))
                choice.actions[place].setChecked(True)

    def retranslate(self) -> None:
        """Every title."""
        for menu, title in (
            (self._file, self.tr("&File")),
            (self._run, self.tr("&Run")),
            (self._edit, self.tr("&Edit")),
            (self._view, self.tr("&View")),
            (self._help, self.tr("&Help")),
            (self._layout, self.tr("Layout")),
            (self._beside, self.tr("Show as a panel")),
        ):
            menu.setTitle(title)
        self._import.setText(self.tr("Import…"))
        self._export.setText(self.tr("Export run…"))
        self._copy.setText(self.tr("Copy settings"))
        self._paste.setText(self.tr("Paste settings"))
        self._report.setText(self.tr("Save comparison as report…"))
        self._clean_up.setText(self.tr("Clean up…"))
        self._quit.setText(self.tr("Quit"))
        self._welcome.setText(self.tr("Welcome"))
        self._lessons.setText(self.tr("Lessons"))
        self._settings.setText(self.tr("Settings…"))
        self._keys.setText(self.tr("Keyboard shortcuts…"))
        self._log.setText(self.tr("Log…"))
        self._about.setText(self.tr("About Inkling"))
        for choice in self._choices:
            choice.menu.setTitle(translate(choice.preference.title))
            for action, label in zip(
                choice.actions, choice.preference.labels.values(), strict=True
            ):
                action.setText(translate(label) if isinstance(label, Message) else label)
