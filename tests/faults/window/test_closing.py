"""The window is closed at any moment of any state: it goes, nothing of it stays, and every run is
kept as it was.
"""

import gc
import os
import random
from collections import Counter
from contextlib import suppress

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtTest import QTest

from core.comparison.experiment import Experiment, Kind, Member
from core.messages import Message
from core.run.record import RunState
from core.storage import layout
from core.storage import records as runs
from gui.background.threads import Background
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from tests.faults.test_extremes import resident
from tests.gui.driving import ENDLESS, LEFT, quick
from tests.gui.runs.test_kept_runs import begin


def pass_ms(time_ms):
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(time_ms), loop.quit)
    loop.exec()


def training(application, count=1):
    return [begin(application, quick(changes=ENDLESS)) for _ in range(count)]


def paused(application):
    training(application, 2)
    pass_ms(60)
    application.window.actions_.pause.trigger()


def comparing(application):
    members = tuple(Member(name, quick(name)) for name in ("logistic", "mlp"))
    titles = {name: Message(name) for name in ("logistic", "mlp")}
    application.window._comparisons.start(
        Kind.COMPARISON, Experiment(members, (42, 43, 44)), titles
    )
    application.window.tabs.show_page("comparison")


def shown(application, page):
    """A kept run, shown, beside a page that looks into it."""
    application.kept.find()
    for _ in range(200):
        if application.store.entries():
            break
        pass_ms(10)
    run = application.store.entries()[0].record.run
    application.store.set_visible(run, True)
    application.window.selection.select(run)
    application.window.tabs.show_page(page)


def drawing(application):
    shown(application, "inside")
    canvas = application.window.drawing.canvas
    QTest.mousePress(canvas, LEFT, pos=QPoint(40, 40))
    for x in range(40, 90, 10):
        QTest.mouseMove(canvas, QPoint(x, x))


def asked_from_the_menu(name):
    return lambda application: getattr(application.window.menus, name).emit()


def repeating(application):
    shown(application, "network")
    application.kept.repetitions.start(application.store.entries()[0].folder)


WORK = {
    "idle": lambda application: None,
    "looking for runs": lambda application: application.kept.find(),
    "training": training,
    "many wait": lambda application: training(application, 6),
    "paused": paused,
    "stepping": lambda application: application.window.actions_.step.trigger(),
    "stopping": lambda application: (
        training(application, 3),
        application.window.actions_.stop.trigger(),
    ),
    "comparing": comparing,
    "evaluating": lambda application: shown(application, "evaluation"),
    "looking inside": lambda application: shown(application, "inside"),
    "code": lambda application: shown(application, "code"),
    "drawing": drawing,
    "repeating": repeating,
}
DIALOGS = {
    "settings": asked_from_the_menu("settings_requested"),
    "log": asked_from_the_menu("log_requested"),
    "about": asked_from_the_menu("about_requested"),
    "keys": asked_from_the_menu("keys_requested"),
    "clean up": asked_from_the_menu("clean_up_requested"),
    "import": asked_from_the_menu("import_requested"),
    "more networks": lambda application: application.window.actions_.compare_more.trigger(),
}
STATES = WORK | DIALOGS


@pytest.mark.parametrize("state", STATES)
def test_at_any_moment_of_any_state(state, open_application, kept, wait, runs_dir):
    before = {runs_dir / kept(), runs_dir / kept()}
    whole = {
        path: path.read_bytes()
        for path in runs_dir.rglob("*")
        if path.is_file() and path.name != "lock"
    }
    some_ms = random.Random(state).uniform(0, 150)
    for moment in (some_ms,) if state in DIALOGS else (0, some_ms):
        application = open_application(finds=False)
        STATES[state](application)
        pass_ms(moment)
        application.window.close()
        wait(lambda application=application: not application.window.isVisible())
        application.close()
    assert {path: path.read_bytes() for path in whole} == whole
    for folder in set(layout.folders(runs_dir)) - before:
        record = runs.read_record(folder)
        assert record.state in (RunState.STOPPED, RunState.COMPLETED)
        runs.open_run(folder)
    assert not list(runs_dir.rglob("*.tmp"))


def descriptors():
    """What is open, by its kind or name, and how often."""
    opened = Counter()
    for each in os.listdir("/proc/self/fd"):
        with suppress(FileNotFoundError):  # that of the listing itself
            opened[os.readlink(f"/proc/self/fd/{each}").partition(":")[0]] += 1
    return opened


@pytest.mark.skipif(
    not os.path.exists("/proc/self/statm"), reason="asks Linux for memory and descriptors"
)
def test_two_hundred_starts_and_stops_leave_nothing_behind(qtbot, wait, runs_dir):
    store = RunStore()
    controller = RunController(store, Background(), runs_dir=runs_dir)
    threads, files, memory = 0, {}, 0
    for number in range(240):
        run = controller.start(quick(changes=ENDLESS))
        if number % 3:
            wait(lambda run=run: store.get(run).record.started is not None)
        controller.stop()
        wait(lambda: controller.active_count() == 0)
        assert store.get(run).record.state is RunState.STOPPED
        controller.remove(run)
        if number == 40:  # what is loaded and kept once is there by now
            gc.collect()
            threads, files, memory = len(os.listdir("/proc/self/task")), descriptors(), resident()
    gc.collect()
    # Those of the system, since Python remembers Qt's for longer; one that has finished goes a
    # moment later.
    wait(lambda: len(os.listdir("/proc/self/task")) <= threads and descriptors() <= files)
    assert resident() - memory < 10_000_000
