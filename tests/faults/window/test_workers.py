"""An exception in each kind of work that is done beside the window: said in the bar, and the next time it is done."""

import ast
import sys
from pathlib import Path

import numpy as np
import pytest

import gui
from core.data import datasets
from core.training import optimizers as optimization
from gui.background.jobs import Errands
from gui.background.warm_up import WarmUp
from gui.drawing.nearest_row import NearestRow
from gui.process.error_reporter import ErrorReporter
from tests.gui.driving import ENDLESS, WAIT_MS, draw, line, quick
from tests.gui.runs.test_kept_runs import begin

STUMBLED = "Something failed: RuntimeError: the work stumbled"


def show(desk, page, run=None):
    run = run or desk.store.entries()[0].record.run
    desk.store.set_visible(run, True)
    desk.window.table.select(run)
    desk.window.tabs.show_page(page)


def show_again(desk):
    """Hide the first run and show it again."""
    run = desk.store.entries()[0].record.run
    desk.store.set_visible(run, False)
    desk.store.set_visible(run, True)


def hide_and_show(page):
    """Go to a page, from another one."""

    def act(desk):
        desk.window.tabs.show_page("curves")
        show(desk, page)

    return act


def draw_anew(desk):
    show(desk, "inside")
    desk.window.drawing.canvas.clear()
    draw(desk.window.drawing.canvas, (0.5, 0.2), (0.5, 0.8))


def train_a_line(desk):
    begin(desk, line())
    desk.window.tabs.show_page("line")


def code_again(desk):
    desk.window.tabs.show_page("curves")
    desk.window.tabs.show_page("code")


# What makes each module ask for its work, twice in the same way.
ACTS = {
    "gui.runs.runs_watch": lambda desk: desk.kept.find(),
    "gui.runs.kept_runs": show_again,
    "gui.evaluation.evaluations": hide_and_show("evaluation"),
    "gui.insight.insight_panel": draw_anew,
    "gui.drawing.epoch_slider": show_again,
    "gui.runs.clean_up": lambda desk: desk.kept.clean_up.measure(lambda found: None),
    "gui.program.code_panel": code_again,
    "gui.plots.line_panel": train_a_line,
}
ELSEWHERE = {  # with the module's own tests: what fails is told by `Errands`, and nothing waits for the result
    "gui.run_table.transfer",
    "gui.comparison.comparisons",
    "gui.setup.data_choice",
    "gui.setup.data_panel",
    "gui.drawing.draw_panel",
    "gui.drawing.handwriting",
    "gui.drawing.nearest_row",
    "gui.runs.repetitions",
    "gui.evaluation.robustness_runs",
}


class Breaker:
    """Lets the first errand that a module asks for fail, and knows whether a later one was done."""

    def __init__(self, module, monkeypatch):
        self.asked, self.done = 0, 0
        original = Errands.do

        def do(errands, work, then, *more, **named):
            if sys._getframe(1).f_globals["__name__"] != module:
                original(errands, work, then, *more, **named)
                return
            self.asked += 1
            is_first = self.asked == 1

            def works():
                if is_first:
                    raise RuntimeError("the work stumbled")
                return work()

            def goes_on(result):
                self.done += 1
                then(result)

            original(errands, works, goes_on, *more, **named)

        monkeypatch.setattr(Errands, "do", do)


@pytest.mark.parametrize("module", ACTS)
def test_a_stumble_is_told_and_the_next_time_it_is_done(module, open_desk, kept, settle, wait, monkeypatch):
    kept()
    desk = open_desk()
    breaker = Breaker(module, monkeypatch)
    act = ACTS[module]
    act(desk)
    wait(lambda: desk.window.notice.text == STUMBLED)
    settle(desk)
    desk.window.notice.hide()
    act(desk)
    wait(lambda: breaker.done)
    assert not desk.window.notice.isVisible(), desk.window.notice.text
    run = begin(desk, quick())
    wait(lambda: desk.controller.active_count() == 0)
    assert desk.store.get(run).record.epochs_done == 2


def test_every_module_that_asks_for_work_is_looked_at():
    asking = set()
    for file in Path(gui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "do"
            if is_call and ast.unparse(node.func.value).endswith(("errands", "at_hand")):
                asking.add(f"gui.{file.stem}")
    assert asking == set(ACTS) | ELSEWHERE


def test_found_runs_are_found_again_after_a_stumble(open_desk, kept, settle, wait, monkeypatch):
    kept()
    desk = open_desk(finds=False)
    breaker = Breaker("gui.runs.kept_runs", monkeypatch)
    desk.kept.find()
    wait(lambda: desk.window.notice.text == STUMBLED)
    assert desk.store.entries() == []
    desk.kept.find()
    wait(desk.store.entries)
    assert breaker.asked >= 2


def test_a_run_that_could_not_be_deleted_can_still_be_trained(open_desk, kept, settle, wait, monkeypatch):
    run = kept()
    desk = open_desk()
    Breaker("gui.runs.kept_runs", monkeypatch)
    desk.kept.delete_for_good([run])
    wait(lambda: desk.window.notice.text == STUMBLED)
    settle(desk)
    desk.kept.go_on(run, 4)
    wait(lambda: desk.store.get(run).record.epochs_done == 4 and desk.controller.active_count() == 0)


def test_nearest_digits_are_looked_for_again(dressed, translation, errands, qtbot, wait, monkeypatch):
    row = NearestRow(errands)
    qtbot.addWidget(row)
    row.resize(600, 120)
    row.show()
    failed = []
    errands.failed.connect(failed.append)
    Breaker("gui.drawing.nearest_row", monkeypatch)
    row.look_for(np.eye(28, dtype=np.float32))
    wait(lambda: failed)
    row.look_for(np.eye(28, dtype=np.float32).T[::-1].copy())
    wait(lambda: row.found)


def test_training_that_fails_outside_the_loop_ends_that_run_only(open_desk, wait, monkeypatch):
    desk = open_desk()
    first = begin(desk, quick(changes=ENDLESS))
    wait(lambda: desk.store.get(first).record.epochs_done >= 1)
    monkeypatch.setattr(datasets, "load", stumble)
    second = begin(desk, quick())
    wait(lambda: desk.store.get(second).record.state.is_over)
    assert "RuntimeError: the work stumbled" in desk.window.notice.text
    monkeypatch.undo()
    done = desk.store.get(first).record.epochs_done
    wait(lambda: desk.store.get(first).record.epochs_done > done)


def stumble(*_):
    raise RuntimeError("the work stumbled")


def test_a_start_that_stumbles_while_it_warms_up(open_desk, wait, monkeypatch):
    desk = open_desk()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    reporter = ErrorReporter()
    reporter.error_occurred.connect(desk.window.show_message)
    reporter.install()
    monkeypatch.setattr(optimization, "warm_up", stumble)
    thread = WarmUp()
    thread.start()
    assert thread.wait(WAIT_MS)
    wait(lambda: desk.window.notice.text == "RuntimeError: the work stumbled")
    run = begin(desk, quick())
    wait(lambda: desk.store.get(run).record.epochs_done == 2)
