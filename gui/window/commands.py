"""The commands of the window, collected from where they are: no second list of anything."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from core.config.fields import FIELDS
from core.config.presets import PRESETS
from core.config.setting import Group
from core.messages import Message, message
from core.plain_text import printable
from core.teaching.lessons.curriculum import LESSONS
from core.teaching.lessons.lesson import Lesson
from gui.evaluation.evaluation_panel import Page
from gui.help.command_palette import Command, CommandPalette
from gui.runs.run_store import RunStore
from gui.style.translation import english_of, translate
from gui.widgets.plain_text import action_text

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

# what they do, since a lesson, a network and a run may have the same name
RUN, LESSON = message("Run: show it"), message("Lesson: open it")
NETWORK, SETTING = message("Network: into the form"), message("Setting")
TAB, SECTION = message("Tab"), message("Section")


def open_commands(window: "MainWindow", store: RunStore) -> None:
    """Open the list of commands."""
    CommandPalette(commands(window, store), window).show()


def commands(window: "MainWindow", store: RunStore) -> list[Command]:
    """Return everything that can be done or shown now, what one most likely wants first."""
    training, others = window.menus.run_menu, window.menuBar().actions()
    others = [action for action in others if action.menu() is not training]
    title = action_text(training.title())
    return [
        *_actions(training.actions(), title),
        *_pages(window),
        *_runs(window, store),
        *_lessons(window),
        *_networks(window),
        *_actions(others),
        *_settings(window),
        *_choices(window, training.actions(), title),
        *_choices(window, others),
    ]


def _actions(
    actions: list[QAction], path: str = "", about: Message | None = None
) -> Iterator[Command]:
    """Yield the enabled actions of menus, without those of their submenus."""
    for action in actions:
        name, menu = action_text(action.text()), action.menu()
        if isinstance(menu, QMenu):
            if not path:
                yield from _actions(menu.actions(), name)
        elif name and action.isEnabled() and action.isVisible():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Command(name, path, action.trigger, _english(action.text()), keys, about)


def _choices(window: "MainWindow", actions: list[QAction], path: str = "") -> Iterator[Command]:
    """Yield the enabled actions of the submenus of menus."""
    for action in actions:
        name, menu = action_text(action.text()), action.menu()
        if isinstance(menu, QMenu) and not path:
            yield from _choices(window, menu.actions(), name)
        elif isinstance(menu, QMenu):
            about = window.menus.about(menu)
            yield from _actions(menu.actions(), f"{path} › {name}", about)


def _english(text: str) -> str:
    """Return the English texts that a text of the window translates, without marks."""
    return " ".join(dict.fromkeys(map(action_text, english_of(text))))


def _pages(window: "MainWindow") -> Iterator[Command]:
    """Yield the tabs, the pages of those that have some, and the sections of the panels."""
    for key, title in window.tabs.titles.items():
        yield _named(title, TAB, partial(window.tabs.show_page, key))
    inside, evaluation = window.inside, window.evaluation
    for key, panel in (("inside", inside), ("evaluation", evaluation)):
        for index, name in enumerate(panel.page_names):
            show = partial(_show_page, window, key, index)
            yield Command(name, translate(window.tabs.titles[key]), show, _english(name))

    for group in window.setup.shown_groups:
        yield _named(group.label, SECTION, partial(_show_group, window, group))
    details = window.drawing.details
    for index, name in details.names.items():
        show = partial(_show_details, window, index)
        yield Command(name, translate(SECTION), show, _english(name))


def _show_page(window: "MainWindow", key: str, index: int) -> None:
    window.tabs.show_page(key)
    if key == "inside":
        window.inside.show_view(index)
    else:
        window.evaluation.show_page(Page(index))


def _show_group(window: "MainWindow", group: Group) -> None:
    window.panels["setup"].bring_forward()
    window.setup.show_group(group)


def _show_details(window: "MainWindow", index: int) -> None:
    window.panels["drawing"].bring_forward()
    window.drawing.details.open_part(index)


def _runs(window: "MainWindow", store: RunStore) -> Iterator[Command]:
    for entry in reversed(store.entries()):
        show = partial(_show_run, window, store, entry.record.run)
        yield Command(entry.name, translate(RUN), show)


def _show_run(window: "MainWindow", store: RunStore, run: str) -> None:
    store.set_visible(run, True)
    window.selection.select(run)


def _lessons(window: "MainWindow") -> Iterator[Command]:
    for lesson in LESSONS:
        show = partial(_open_lesson, window, lesson)
        yield _named(lesson.title, LESSON, show, lesson.question)


def _open_lesson(window: "MainWindow", lesson: Lesson) -> None:
    window.learning.show_lessons()
    window.learning.lessons.open(lesson)


def _networks(window: "MainWindow") -> Iterator[Command]:
    for preset in PRESETS.values():
        show = partial(window.setup.choose_preset, preset.config)
        yield _named(preset.title, NETWORK, show, preset.about)


def _settings(window: "MainWindow") -> Iterator[Command]:
    for path, spec in FIELDS.items():
        editor = window.setup.findChild(QWidget, path)
        if editor is not None and not editor.isHidden():
            show = partial(_point_out, window, path)
            yield _named(spec.about.title, SETTING, show, spec.about.help)


def _point_out(window: "MainWindow", path: str) -> None:
    window.panels["setup"].bring_forward()
    window.setup.point_out(path)


def _named(
    title: Message, kind: Message, run: partial[None], about: Message | None = None
) -> Command:
    return Command(printable(translate(title)), translate(kind), run, str(title), about=about)
