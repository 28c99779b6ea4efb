"""The commands of the window, collected from where they are: no second list of anything."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core.config.fields import FIELDS
from core.config.presets import PRESETS
from core.messages import Message, message
from core.plain_text import printable
from core.teaching.lessons.curriculum import LESSONS
from core.teaching.lessons.lesson import Lesson
from gui.help.command_palette import Command, CommandPalette
from gui.runs.run_store import RunStore
from gui.style.translation import english_of, translate

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

RUN, LESSON = message("Run"), message("Lesson")
NETWORK, SETTING = message("Network"), message("Setting")


def open_commands(window: "MainWindow", store: RunStore) -> None:
    """Open the list of commands."""
    CommandPalette(commands(window, store), window).open()


def commands(window: "MainWindow", store: RunStore) -> list[Command]:
    """Return everything that can be done or shown now."""
    return [
        *_actions(window.menuBar().actions()),
        *_runs(window, store),
        *_lessons(window),
        *_networks(window),
        *_settings(window),
    ]


def _actions(actions: list[QAction], path: str = "") -> Iterator[Command]:
    """Yield the enabled actions of menus, those of submenus included."""
    for action in actions:
        name = _plain(action.text())
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _actions(menu.actions(), f"{path} › {name}" if path else name)
        elif name and action.isEnabled() and action.isVisible():
            keys = action.shortcut().toString()
            english = " ".join(dict.fromkeys(map(_plain, english_of(action.text()))))
            yield Command(name, f"{path}  {keys}".rstrip(), action.trigger, english)


def _plain(text: str) -> str:
    """Return the text of an action without the mark of its key and the dots of a dialog."""
    return text.replace("&", "").rstrip("…")


def _runs(window: "MainWindow", store: RunStore) -> Iterator[Command]:
    for entry in store.entries():
        show = partial(_show_run, window, store, entry.record.run)
        yield Command(entry.name, translate(RUN), show)


def _show_run(window: "MainWindow", store: RunStore, run: str) -> None:
    store.set_visible(run, True)
    window.selection.select(run)


def _lessons(window: "MainWindow") -> Iterator[Command]:
    for lesson in LESSONS:
        yield _named(lesson.title, LESSON, partial(_open_lesson, window, lesson))


def _open_lesson(window: "MainWindow", lesson: Lesson) -> None:
    window.learning.show_lessons()
    window.learning.lessons.open(lesson)


def _networks(window: "MainWindow") -> Iterator[Command]:
    for preset in PRESETS.values():
        show = partial(window.setup.choose_preset, preset.config)
        yield _named(preset.title, NETWORK, show)


def _settings(window: "MainWindow") -> Iterator[Command]:
    for path, spec in FIELDS.items():
        editor = window.setup.findChild(QWidget, path)
        if editor is not None and not editor.isHidden():
            yield _named(spec.about.title, SETTING, partial(_point_out, window, path))


def _point_out(window: "MainWindow", path: str) -> None:
    window.panels["setup"].bring_forward()
    window.setup.point_out(path)


def _named(title: Message, kind: Message, run: partial[None]) -> Command:
    return Command(printable(translate(title)), translate(kind), run, str(title))
