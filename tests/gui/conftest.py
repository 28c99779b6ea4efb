"""Fixtures for the tests of the window, and the watch that nothing of it stays behind."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
import shiboken6
import torch
from PySide6.QtCore import QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.config.presets import preset
from gui import composition
from gui.background.jobs import JobQueue
from gui.background.threads import Background
from gui.comparison.comparisons import Comparisons
from gui.drawing.handwriting import Handwriting
from gui.lessons.lesson_progress import LessonProgress
from gui.process import garbage
from gui.runs.current_config import CurrentConfig
from gui.runs.moments import Moments
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.settings.preferences import Preferences
from gui.settings.settings_file import SettingsFile
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language, Translation
from gui.window.main_window import MainWindow
from tests.gui.driving import WAIT_MS, destroy


class Starts:
    """Every object of a class that was started, with the line that did it."""

    def __init__(self, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
        self._starts: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        original = kind.start

        def start(one: Any, *arguments: Any) -> None:
            self._starts[one] = _caller()
            original(one, *arguments)

        monkeypatch.setattr(kind, "start", start)

    def alive(self) -> list[tuple[Any, str]]:
        """Those that still exist, and where each was started."""
        return [(one, place) for one, place in self._starts.items() if shiboken6.isValid(one)]


def _caller() -> str:
    """Return the file and the line that called this file, without reading the file: it is asked
    for with every start of a timer.
    """
    frame = sys._getframe()
    while frame.f_code.co_filename == __file__ and frame.f_back is not None:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def _is_left(window: QWidget) -> bool:
    """Whether it is a window by itself; pyqtgraph's hidden menus are not, they go when Python
    collects its plots.
    """
    return window.parentWidget() is None and not (isinstance(window, QMenu) and window.isHidden())


def _delete_services() -> None:
    """Delete Inkling's objects without a parent that this test made: stores, queues, preferences.

    Some of their signals lead to Python functions that know the window. Qt holds these functions,
    where Python's collector does not see them, so whole windows would stay in memory.
    """
    for one in gc.get_objects():  # without those that were frozen before the test
        # not isinstance, which asks weak proxies for the class of what may be gone
        is_ours = issubclass(type(one), QObject) and type(one).__module__.startswith("gui.")
        if is_ours and shiboken6.isValid(one) and not one.isWidgetType() and one.parent() is None:
            shiboken6.delete(one)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Give an application without a screen a screen that is large enough for the window."""
    is_offscreen = os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    screen = Path(__file__).with_name("screen.json")
    return ["inkling", *(["-platform", f"offscreen:configfile={screen}"] if is_offscreen else [])]


@pytest.fixture(scope="session", autouse=True)
def _collecting_is_quick() -> None:
    """Have the collector leave alone what is loaded once and for all, some hundred thousand
    objects of torch.
    """
    import core.training.loop
    import gui.window.main_window  # noqa: F401

    core.training.optimizers.warm_up()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(
    request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail a test that leaves a running thread, an active timer or a window behind, and end what
    it left.

    Fixtures that are named by a test are made after this one and so are gone before it looks;
    pytest-qt closes the widgets given to `qtbot.addWidget` before any fixture ends.
    """
    gc.collect()  # plots of the test before, in this thread and not in a training thread
    gc.freeze()
    monkeypatch.setattr(garbage, "go_on", gc.enable)  # what the test makes is not to stay
    threads, timers = Starts(QThread, monkeypatch), Starts(QTimer, monkeypatch)
    failed_before = request.session.testsfailed
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = []
    for thread, place in threads.alive():
        if thread.isRunning():
            left.append(f"a running thread {thread!r}, started at {place}")
            if hasattr(thread, "stop"):
                thread.stop()
            thread.quit()
            assert thread.wait(WAIT_MS), "and it cannot be ended"
    for timer, place in timers.alive():
        if timer.isActive():
            left.append(f"an active timer {timer!r}, started at {place}")
            timer.stop()
    while windows := [window for window in qapp.topLevelWidgets() if _is_left(window)]:
        left.append(f"a window {windows[0]!r}")
        destroy(windows[0])
    _delete_services()
    if left and request.session.testsfailed == failed_before:
        pytest.fail("the test left behind " + "; ".join(left), pytrace=False)


@pytest.fixture(autouse=True)
def _shared_state_is_kept(qapp: QApplication) -> Iterator[None]:
    """Give torch's number of threads, the clipboard and the colours back as they were."""
    threads = torch.get_num_threads()
    yield
    # what a test put there would be deleted after Python is gone, which crashes the process
    qapp.clipboard().clear()
    torch.set_num_threads(threads)
    theme.project(qapp, False)
    if theme.is_dark():
        theme.apply(qapp, Scheme.LIGHT)


@pytest.fixture
def wait(qtbot) -> Callable[[Callable[[], object]], None]:
    """Go on once a condition holds, that is, gives something that counts as true; Qt's events
    arrive meanwhile.

    It is asked every millisecond; pytest-qt's `waitUntil` asks every ten, and most conditions hold
    within one or two.
    """

    def wait_for(condition: Callable[[], object]) -> None:
        ends_s = time.monotonic() + WAIT_MS / 1000
        while not condition():
            assert time.monotonic() < ends_s, f"it does not come about within {WAIT_MS} ms"
            qtbot.wait(1)

    return wait_for


@pytest.fixture
def preferences(tmp_path) -> Preferences:
    """Settings in a file of their own: English and light, whatever this desktop says."""
    kept = Preferences(SettingsFile(tmp_path / "inkling.ini"))
    kept.language, kept.scheme = Language.ENGLISH, Scheme.LIGHT
    LessonProgress(kept).end_welcome()
    return kept


@pytest.fixture(scope="session", autouse=True)
def _spoken(qapp: QApplication) -> Translation:
    """One for all tests, since Qt asks each translator that is installed for each text."""
    spoken = Translation(qapp)
    spoken.use(Language.ENGLISH)
    return spoken


@pytest.fixture
def translation(_spoken) -> Iterator[Translation]:
    """English to begin with, and English again at the end."""
    yield _spoken
    _spoken.use(Language.ENGLISH)


@pytest.fixture
def dressed(qapp) -> QApplication:
    """The application in Inkling's light colours."""
    theme.apply(qapp, Scheme.LIGHT)
    return qapp


@pytest.fixture
def store() -> RunStore:
    """No runs yet."""
    return RunStore()


@pytest.fixture
def background(qtbot) -> Iterator[Background]:
    """Closed at the end, all its threads gone."""
    made = Background()
    yield made
    made.close()


@pytest.fixture
def moments(store, jobs):
    return Moments(store, jobs)


@pytest.fixture
def jobs(background) -> JobQueue:
    """Return a queue that ends with `background`."""
    return JobQueue(background)


@pytest.fixture
def own_handwriting(jobs, tmp_path) -> Handwriting:
    """No handwriting kept yet."""
    return Handwriting(jobs, tmp_path / "handwriting")


@pytest.fixture
def selection() -> Selection:
    """Nothing selected."""
    return Selection()


@pytest.fixture
def current() -> CurrentConfig:
    """Return what a form with a plain network would describe."""
    return CurrentConfig(preset("mlp").config)


@pytest.fixture
def controller(store, background, qtbot) -> Iterator[RunController]:
    """Closed at the end, its threads gone."""
    made = RunController(store, background)
    yield made
    made.close()
    qtbot.waitUntil(lambda: made.active_count() == 0, timeout=WAIT_MS)


@pytest.fixture
def comparisons(store, controller, jobs) -> Comparisons:
    """No comparison yet."""
    return Comparisons(store, controller, jobs)


@contextmanager
def shown(made: composition.Application, qtbot: QtBot) -> Iterator[composition.Application]:
    """Show the window as long as the block runs; at the end all its threads are gone."""
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.controller.close()
    qtbot.waitUntil(lambda: made.controller.active_count() == 0, timeout=WAIT_MS)
    made.close()
    if shiboken6.isValid(made.window):
        destroy(made.window)


@pytest.fixture
def application(dressed, preferences, translation, qtbot) -> Iterator[composition.Application]:
    """Store, controller and window as the application makes them; the window is shown."""
    with shown(composition.compose(dressed, preferences, translation), qtbot) as made:
        yield made


@pytest.fixture
def keeping_application(
    dressed, preferences, translation, qtbot, tmp_path
) -> Iterator[composition.Application]:
    """The same on a runs folder of its own."""
    made = composition.compose(dressed, preferences, translation, tmp_path / "runs")
    with shown(made, qtbot):
        yield made


@pytest.fixture
def open_again(dressed, preferences, translation, qtbot) -> Iterator[Callable[[], MainWindow]]:
    """Open one more window with what the first remembers; its threads end with the test."""
    opened = []

    def open_window() -> MainWindow:
        opened.append(composition.compose(dressed, preferences, translation))
        opened[-1].window.show()
        qtbot.waitExposed(opened[-1].window)
        return opened[-1].window

    yield open_window
    for made in opened:
        made.close()


@pytest.fixture
def window(application):
    """The window alone."""
    return application.window
