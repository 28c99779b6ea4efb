"""An exception in each kind of work that is done beside the window: said in the bar, and the next
time it is done.
"""

import ast
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import gui
from core.config.fields import value_at, with_values
from core.data import datasets
from core.training import optimizers as optimization
from gui.background.jobs import JobQueue
from gui.background.warm_up import WarmUp
from gui.drawing.nearest_row import NearestRow
from gui.process.error_reporter import ErrorReporter
from tests.gui.driving import ENDLESS, WAIT_MS, draw, line, points, quick
from tests.gui.runs.test_kept_runs import begin

STUMBLED = "Something failed: RuntimeError: the work stumbled"


def show(application, page, run=None):
    run = run or application.store.entries()[0].record.run
    application.store.set_visible(run, True)
    application.window.selection.select(run)
    application.window.tabs.show_page(page)


def show_again(application):
    """Hide the first run and show it again."""
    run = application.store.entries()[0].record.run
    application.store.set_visible(run, False)
    application.store.set_visible(run, True)


def hide_and_show(page):
    """Go to a page, from another one."""

    def act(application):
        application.window.tabs.show_page("network")
        show(application, page)

    return act


def draw_anew(application):
    show(application, "inside")
    application.window.drawing.canvas.clear()
    draw(application.window.drawing.canvas, (0.5, 0.2), (0.5, 0.8))


def train_a_line(application):
    begin(application, line())
    application.window.tabs.show_page("line")


def code_again(application):
    application.window.tabs.show_page("network")
    application.window.tabs.show_page("code")


def change_form(application, path):
    """Describe another network, or other data, than before."""
    window = application.window
    window.tabs.show_page("network")
    config = window.current.config
    window.setup.set_config(with_values(config, {path: value_at(config, path) + 1}))


def other_points(application):
    """Describe another network for other points than before, in the tab that shows it."""
    window = application.window
    seed = window.current.config.seed + 1
    window.setup.set_config(points({"seed": seed, "data.points.seed": seed}))
    window.tabs.show_page("plane")


# What makes each module ask for its work, twice in the same way.
ACTS = {
    "gui.runs.runs_watch": lambda application: application.kept.find(),
    "gui.runs.kept_curves": show_again,
    "gui.evaluation.evaluations": hide_and_show("evaluation"),
    "gui.insight.insight_panel": draw_anew,
    "gui.runs.moments": show_again,
    "gui.runs.clean_up": lambda application: application.kept.clean_up.measure(lambda found: None),
    "gui.program.code_panel": code_again,
    "gui.plots.line.line_panel": train_a_line,
    "gui.plane.surveys": other_points,
    "gui.runs.live_networks": lambda application: change_form(application, "seed"),
    "gui.stage.example": lambda application: change_form(application, "data.batch_size"),
}
# with the module's own tests: what fails is told by `JobQueue`, and nothing waits for the result
ELSEWHERE = {
    "gui.insight.activation.activation_page",
    "gui.insight.cost.cost_page",  # asks anew with each image and each logit that is dragged
    "gui.program.slow_motion_dialog",  # this and the next two ask anew whenever they open
    "gui.help.valley_dialog",
    "gui.help.pixels_dialog",
    "gui.help.tensor_lines",
    "gui.help.tensor_times",
    "gui.help.tensor_way",
    "gui.setup.rate_finder_dialog",
    "gui.runs.kept_runs",
    "gui.runs.run_deletion",
    "gui.runs.comparison_files",
    "gui.runs.run_finder",
    "gui.run_table.transfer",
    "gui.comparison.comparisons",
    "gui.comparison.digits_shown",
    "gui.comparison.search.searches",
    "gui.setup.data_choice",
    "gui.setup.data_panel",
    "gui.drawing.drawing_source",
    "gui.drawing.handwriting",
    "gui.drawing.nearest_row",
    "gui.runs.repetitions",
    "gui.evaluation.measured_runs",
    "gui.geometry.landscape_page",
    "gui.geometry.map_column",
    "gui.comparison.outlooks",
    "gui.comparison.reviews",
    "gui.pages.model_cards",
    "gui.robustness.break_page",
    "gui.robustness.cut_results",
    "gui.robustness.fool_page",
    "gui.runs.run_moments",
    "gui.plots.line.step_view",
}


def is_asked_by(module, work):
    """Return whether a module asks for work, itself or through a `LatestJob`, perhaps later."""
    frame = sys._getframe(2)
    while frame.f_globals["__name__"].startswith("gui.background"):
        frame = frame.f_back
    function = work.func if isinstance(work, partial) else work
    return module in (frame.f_globals["__name__"], function.__module__)


class Breaker:
    """Lets the first job that a module asks for fail, and knows whether a later one was done."""

    def __init__(self, module, monkeypatch):
        self.asked, self.done = 0, 0
        original = JobQueue.submit

        def submit(jobs, work, then, *more, **named):
            if not is_asked_by(module, work):
                original(jobs, work, then, *more, **named)
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

            original(jobs, works, goes_on, *more, **named)

        monkeypatch.setattr(JobQueue, "submit", submit)


@pytest.mark.parametrize("module", ACTS)
def test_a_stumble_is_told_and_the_next_time_it_is_done(
    module, open_application, kept, settle, wait, monkeypatch
):
    kept()
    application = open_application()
    breaker = Breaker(module, monkeypatch)
    act = ACTS[module]
    act(application)
    wait(lambda: application.window.notice.text == STUMBLED)
    settle(application)
    application.window.notice.hide()
    act(application)
    wait(lambda: breaker.done)
    assert not application.window.notice.isVisible(), application.window.notice.text
    run = begin(application, quick())
    wait(lambda: application.controller.active_count() == 0)
    assert application.store.get(run).record.epochs_done == 2


def test_every_module_that_asks_for_work_is_looked_at():
    asking = set()
    folder = Path(gui.__file__).parent
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_call = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "submit"
            )
            asks = is_call and ast.unparse(node.func.value).endswith(("jobs", "quick_jobs"))
            uses_queue = isinstance(node, ast.ImportFrom) and node.module in (
                "gui.background.latest_job",
                "gui.background.generator_job",
            )
            if (asks or uses_queue) and file.parent.name != "background":
                asking.add(".".join(("gui", *file.relative_to(folder).with_suffix("").parts)))
    assert asking == set(ACTS) | ELSEWHERE


def test_found_runs_are_found_again_after_a_stumble(
    open_application, kept, settle, wait, monkeypatch
):
    kept()
    application = open_application(finds=False)
    breaker = Breaker("gui.runs.run_finder", monkeypatch)
    application.kept.find()
    wait(lambda: application.window.notice.text == STUMBLED)
    assert application.store.entries() == []
    application.kept.find()
    wait(application.store.entries)
    assert breaker.asked >= 2


def test_a_run_that_could_not_be_deleted_can_still_be_trained(
    open_application, kept, settle, wait, monkeypatch
):
    run = kept()
    application = open_application()
    Breaker("gui.runs.run_deletion", monkeypatch)
    application.kept.deletion.delete_for_good([run])
    wait(lambda: application.window.notice.text == STUMBLED)
    settle(application)
    application.kept.continue_run(run, 4)
    wait(
        lambda: (
            application.store.get(run).record.epochs_done == 4
            and application.controller.active_count() == 0
        )
    )


def test_nearest_digits_are_looked_for_again(dressed, translation, jobs, qtbot, wait, monkeypatch):
    row = NearestRow(jobs)
    qtbot.addWidget(row)
    row.resize(600, 120)
    row.show()
    failed = []
    jobs.failed.connect(failed.append)
    Breaker("gui.drawing.nearest_row", monkeypatch)
    row.look_for(np.eye(28, dtype=np.float32))
    wait(lambda: failed)
    row.look_for(np.eye(28, dtype=np.float32).T[::-1].copy())
    wait(lambda: row.neighbours)


def test_training_that_fails_outside_the_loop_ends_that_run_only(
    open_application, wait, monkeypatch
):
    application = open_application()
    first = begin(application, quick(changes=ENDLESS))
    wait(lambda: application.store.get(first).record.epochs_done >= 1)
    monkeypatch.setattr(datasets, "load", stumble)
    second = begin(application, quick())
    wait(lambda: application.store.get(second).record.state.is_over)
    assert "RuntimeError: the work stumbled" in application.window.notice.text
    monkeypatch.undo()
    done = application.store.get(first).record.epochs_done
    wait(lambda: application.store.get(first).record.epochs_done > done)


def stumble(*_):
    raise RuntimeError("the work stumbled")


def test_a_start_that_stumbles_while_it_warms_up(open_application, wait, monkeypatch):
    application = open_application()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    reporter = ErrorReporter()
    reporter.error_occurred.connect(application.window.show_message)
    reporter.install()
    monkeypatch.setattr(optimization, "warm_up", stumble)
    thread = WarmUp()
    thread.start()
    assert thread.wait(WAIT_MS)
    wait(lambda: application.window.notice.text == "RuntimeError: the work stumbled")
    run = begin(application, quick())
    wait(lambda: application.store.get(run).record.epochs_done == 2)
