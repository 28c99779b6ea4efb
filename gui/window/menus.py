"""The menus, with the keys of their actions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from core.messages import Message
from gui.settings.preferences import Choice, Preferences
from gui.settings.recent_files import RecentFiles
from gui.style.translation import translate
from gui.window.toolbar import Actions


@dataclass(frozen=True)
class _Choice:
    """A submenu with the values of a preference, of which the current one is checked."""

    preference: Choice[Any]
    menu: QMenu
    actions: list[QAction]


@dataclass(frozen=True)
class Views:
    """The actions of the View menu.

    Attributes:
        arrangements, reset: the layouts of the window, and the way back to one.
        panels: show and hide the panels.
        pages: show the pages of the tabs as panels.
        screen: projector mode and full screen.
    """

    arrangements: Sequence[QAction]
    reset: QAction
    panels: Sequence[QAction]
    pages: Sequence[QAction]
    screen: Sequence[QAction]


class Menus(QObject):
    """The menus File, Run, Edit, View and Help.

    Attributes:
        recent: the files that were imported last.

    Signals:
        import_requested(), export_requested(), copy_requested(), paste_requested(),
            report_requested(), quit_requested(): from the File menu; settings are what is copied
            and pasted.
        rate_requested(), clean_up_requested(): from the Run menu.
        settings_requested(): from the Edit menu.
        welcome_requested(), lessons_requested(), slow_motion_requested(), valley_requested(),
            tensors_requested(), pixels_requested(), commands_requested(), keys_requested(),
            log_requested(), about_requested(): from the Help menu.
    """

    import_requested = Signal()
    export_requested = Signal()
    copy_requested = Signal()
    paste_requested = Signal()
    report_requested = Signal()
    quit_requested = Signal()
    rate_requested = Signal()
    clean_up_requested = Signal()
    settings_requested = Signal()
    welcome_requested = Signal()
    lessons_requested = Signal()
    slow_motion_requested = Signal()
    valley_requested = Signal()
    tensors_requested = Signal()
    pixels_requested = Signal()
    commands_requested = Signal()
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
        self._fill_file()
        at_once = self._fill_run(actions)
        self._fill_edit(edits)
        scheme, language = self._fill_view(views)
        self._fill_help()

        self._choices = [at_once, scheme, language]
        preferences.changed.connect(self._show_choices)

    @property
    def run_menu(self) -> QMenu:
        """The menu of training and comparing."""
        return self._run

    def _fill_file(self) -> None:
        self._import = self._file.addAction("", self.import_requested.emit)
        self._import.setShortcut(QKeySequence.StandardKey.Open)
        self.recent = RecentFiles(self._file.addMenu(""), self._preferences)
        self._export = self._file.addAction("", self.export_requested.emit)
        self._export.setShortcut("Ctrl+E")
        self._file.addSeparator()

        self._copy = self._file.addAction("", self.copy_requested.emit)
        self._paste = self._file.addAction("", self.paste_requested.emit)
        self._file.addSeparator()

        self._report = self._file.addAction("", self.report_requested.emit)
        self._file.addSeparator()

        # Qt's standard key for Quit is none on some platforms
        self._quit = self._file.addAction("", self.quit_requested.emit)
        self._quit.setShortcut("Ctrl+Q")
        self._quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _fill_run(self, actions: Actions) -> _Choice:
        """Fill the Run menu; return its submenu for the number of simultaneous runs."""
        steps = [actions.step, actions.step_batch]
        self._run.addActions([actions.train, actions.pause, *steps, actions.stop])
        self._run.addSeparator()
        self._run.addActions([actions.compare, actions.compare_more])
        self._rate = self._run.addAction("", self.rate_requested.emit)
        self._run.addSeparator()
        at_once = self._new_choice(self._run, Preferences.runs_at_once)
        self._clean_up = self._run.addAction("", self.clean_up_requested.emit)
        return at_once

    def _fill_edit(self, edits: Iterable[QAction]) -> None:
        for action in edits:
            self._edit.addAction(action)
        self._edit.addSeparator()

        # Qt's standard key for Preferences is none on some platforms
        self._settings = self._edit.addAction("", self.settings_requested.emit)
        self._settings.setShortcut("Ctrl+,")
        self._settings.setMenuRole(QAction.MenuRole.PreferencesRole)

    def _fill_view(self, views: Views) -> tuple[_Choice, _Choice]:
        """Fill the View menu; return its submenus for scheme and language."""
        self._layout = self._view.addMenu("")
        self._layout.addActions(list(views.arrangements))
        self._layout.addSeparator()
        self._layout.addAction(views.reset)
        self._view.addSeparator()

        self._view.addActions(list(views.panels))
        self._pages = self._view.addMenu("")
        self._pages.addActions(list(views.pages))
        self._view.addSeparator()

        self._view.addActions(list(views.screen))
        self._view.addSeparator()

        scheme = self._new_choice(self._view, Preferences.scheme)
        language = self._new_choice(self._view, Preferences.language)
        return scheme, language

    def _fill_help(self) -> None:
        self._welcome = self._help.addAction("", self.welcome_requested.emit)
        self._lessons = self._help.addAction("", self.lessons_requested.emit)
        self._slow_motion = self._help.addAction("", self.slow_motion_requested.emit)
        self._valley = self._help.addAction("", self.valley_requested.emit)
        self._tensors = self._help.addAction("", self.tensors_requested.emit)
        self._pixels = self._help.addAction("", self.pixels_requested.emit)
        self._help.addSeparator()

        self._commands = self._help.addAction("", self.commands_requested.emit)
        self._commands.setShortcut("Ctrl+K")
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

    def about(self, menu: QMenu) -> Message | None:
        """Return what the preference is for whose values a submenu offers; None for others."""
        of_menu = (one.preference.about for one in self._choices if one.menu is menu)
        return next(of_menu, None)

    def _show_choices(self, name: str) -> None:
        """Check the current value, which may have been chosen elsewhere."""
        for choice in self._choices:
            if choice.preference.name == name:
                index = list(choice.preference.labels).index(getattr(self._preferences, name))
                choice.actions[index].setChecked(True)

    def retranslate(self) -> None:
        """Set every title."""
        for menu, title in (
            (self._file, self.tr("&File")),
            (self._run, self.tr("&Run")),
            (self._edit, self.tr("&Edit")),
            (self._view, self.tr("&View")),
            (self._help, self.tr("&Help")),
            (self._layout, self.tr("Layout")),
            (self._pages, self.tr("Show as a panel")),
        ):
            menu.setTitle(title)

        # File
        self._import.setText(self.tr("Import…"))
        self.recent.retranslate()
        self._export.setText(self.tr("Export run…"))
        self._copy.setText(self.tr("Copy settings"))
        self._paste.setText(self.tr("Paste settings"))
        self._report.setText(self.tr("Save comparison as report…"))
        self._quit.setText(self.tr("Quit"))

        # Run, Edit
        self._rate.setText(self.tr("Find a learning rate…"))
        self._clean_up.setText(self.tr("Clean up…"))
        self._settings.setText(self.tr("Settings…"))

        # Help
        self._welcome.setText(self.tr("Welcome"))
        self._lessons.setText(self.tr("Lessons"))
        self._slow_motion.setText(self.tr("Training in slow motion…"))
        self._valley.setText(self.tr("Optimizers in a valley…"))
        self._tensors.setText(self.tr("Tensors and the device…"))
        self._pixels.setText(self.tr("Scaling the pixels…"))
        self._commands.setText(self.tr("Find a command…"))
        self._keys.setText(self.tr("Keyboard shortcuts…"))
        self._log.setText(self.tr("Log…"))
        self._about.setText(self.tr("About Inkling"))

        self._retranslate_choices()

    def _retranslate_choices(self) -> None:
        """Set the titles of the preferences' submenus."""
        for choice in self._choices:
            choice.menu.setTitle(translate(choice.preference.title))
            for action, label in zip(
                choice.actions, choice.preference.labels.values(), strict=True
            ):
                action.setText(translate(label) if isinstance(label, Message) else label)
