"""Runs on disk: there again in the next window, continued, forked, thrown away, and never in
anyone's way.
"""

import json
import os
import shutil
import sys
import threading
from datetime import UTC, datetime

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QGraphicsRectItem, QLabel

from core.cli import main as cli
from core.comparison.experiment import Experiment, Kind, Member, PlannedRun
from core.comparison.kept.comparison import KeptComparison
from core.comparison.results import Results
from core.data import datasets
from core.lifecycle import recording
from core.lifecycle.archive import pack
from core.lifecycle.continuing import continuation
from core.plain_text import printable
from core.run.control import Control
from core.run.events import CheckpointTaken, RunEnded
from core.run.identity import new_id
from core.run.record import RunState
from core.storage.labels import read_label
from core.storage.layout import (
    CHANGES_FILE,
    LABEL_FILE,
    METRICS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
    lock_of,
)
from core.storage.records import open_run
from core.training import loop as training
from gui import composition
from gui.comparison.comparison import Comparison
from gui.plots.plot_area import PlotArea
from gui.runs.run_finder import CHUNK
from gui.stage.knobs import KnobsPopup
from gui.style import theme
from gui.widgets.answer.answer_column import AnswerColumn
from tests.core.running import run_to_the_end
from tests.gui.driving import (
    ENDLESS,
    LEFT,
    LOGISTIC,
    WAIT_MS,
    Recorder,
    click_on,
    context_menu,
    destroy,
    draw,
    line,
    line_of,
    numbers_of,
    open_dialog,
    press_button,
    quick,
    rename,
    type_over,
)
from tests.gui.plots.test_plots_panel import points
from tests.gui.run_table.test_runs_table import cells, check_box, names

only_on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere the bin cannot be moved into a test"
)


@pytest.fixture
def runs_dir(tmp_path):
    return tmp_path / "runs"


@pytest.fixture
def settle(wait):
    """Wait until a application's jobs, and those to which they lead, are done."""

    def settled(application):
        queues = application.jobs, application.quick_jobs, application.writing
        for jobs in (*queues, application.searching) * 2:
            done = []
            jobs.submit(lambda: None, done.append)
            wait(lambda done=done: done)

    return settled


@pytest.fixture
def close(wait):
    """Close a application as the application does at its end."""

    def closed(application):
        application.controller.close()
        wait(lambda: application.controller.active_count() == 0)
        application.close()
        if shiboken6.isValid(application.window):
            destroy(application.window)

    return closed


@pytest.fixture
def open_application(dressed, preferences, translation, qtbot, runs_dir, settle, close):
    """A application as the application makes it at its start, the runs of earlier ones found."""
    opened = []

    def application_of(place=runs_dir, finds=True):
        opened.append(composition.compose(dressed, preferences, translation, place))
        application = opened[-1]
        application.window.show()
        qtbot.waitExposed(application.window)
        if finds:
            application.kept.find()
            settle(application)
        return application

    yield application_of
    for application in opened:
        close(application)


@pytest.fixture
def train(wait):
    """Train what a config describes to its end, by the form and its button; gives the run's id."""

    def trained(application, config):
        run = begin(application, config)
        wait(lambda: application.controller.active_count() == 0)
        assert application.store.get(run).record.state is RunState.COMPLETED
        return run

    return trained


@pytest.fixture
def kept(runs_dir):
    """The id of a run that was trained before; quicker than by another application."""

    def made(config=None, comparison=None):
        run = new_id(config or quick())
        events = keep(config or quick(), runs_dir / run, has_ended, comparison)
        events.close()
        return run

    return made


def begin(application, config):
    application.window.setup.set_config(config)
    button = application.window.toolbar.widgetForAction(application.window.actions_.train)
    QTest.mouseClick(button, LEFT)
    return application.store.entries()[-1].record.run


def has_ended(event):
    return isinstance(event, RunEnded)


def keep(config, folder, until, comparison=None):
    """Train and keep; gives the unfinished generator after the event for which `until` holds."""
    folder.mkdir(parents=True)
    control = Control(folder.name, 1, takes_checkpoints=True)
    events = recording.record(
        training.train(config, datasets.load(config.data), control),
        config,
        folder,
        comparison=comparison,
    )
    while not until(next(events)):
        pass
    return events


def is_after(epoch):
    return lambda event: isinstance(event, CheckpointTaken) and event.checkpoint.epoch == epoch


def record_of(application, run):
    return application.store.get(run).record


def row_of(application, run):
    table = application.window.table
    rows = range(table.sorted.rowCount())
    return next(row for row in rows if table.sorted.run_at(table.sorted.index(row, 0)) == run)


def show(application, run):
    """Click on a run's check box."""
    QTest.mouseClick(
        application.window.table.view.viewport(),
        LEFT,
        pos=check_box(application.window.table, row_of(application, run)),
    )


def choose(application, run, entry):
    click_on(context_menu(application.window.table.view, row_of(application, run)), entry)


def offered(application, run, entry):
    menu = context_menu(application.window.table.view, row_of(application, run))
    is_enabled = next(action for action in menu.actions() if action.text() == entry).isEnabled()
    menu.close()
    return is_enabled


def accept(dialog):
    QTest.mouseClick(
        dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok), LEFT
    )


def description_of(runs_dir, run):
    return json.loads((runs_dir / run / RUN_FILE).read_text())


def lines_of(path):
    return [json.loads(text) for text in path.read_text().splitlines()]


def answers(application):
    """What the answers' columns say: the digit, and the ten percentages."""
    shown = [
        column
        for column in application.window.drawing.findChildren(AnswerColumn)
        if not column.isHidden()
    ]
    return [(column.digit, column.description()) for column in shown]


class TestNames:
    def test_stay_the_same_after_a_restart(self, open_application, train, close, settle):
        first = open_application()
        runs = [train(first, quick()) for _ in range(3)]
        first.store.rename(runs[1], "Mine")
        told = {run: first.store.get(run).name for run in runs}
        assert list(told.values()) == [LOGISTIC, "Mine", f"{LOGISTIC} (3)"]
        settle(first)
        close(first)
        second = open_application()
        assert {run: second.store.get(run).name for run in runs} == told

    def test_of_runs_by_commands_are_given_once(self, open_application, kept, close, settle):
        runs = [kept() for _ in range(3)]
        first = open_application()
        told = {run: first.store.get(run).name for run in runs}
        assert len(set(told.values())) == 3
        settle(first)
        close(first)
        second = open_application()
        assert {run: second.store.get(run).name for run in runs} == told

    def test_a_name_is_written_although_a_job_takes_longer_than_closing_waits(
        self, open_application, kept, runs_dir, wait
    ):
        run = kept()
        application, go = open_application(), threading.Event()
        application.jobs.submit(lambda: go.wait(WAIT_MS / 1000), lambda _: None)
        application.store.rename(run, "final")
        wait(lambda: read_label(runs_dir / run).name == "final")
        assert not go.is_set()
        go.set()

    def test_a_fork_has_its_parents_name(self, open_application, train, wait):
        application = open_application()
        run = train(application, quick())
        application.store.rename(run, "Mine")
        application.kept.fork(run, {"epochs": 3})
        wait(lambda: len(application.store.entries()) == 2)
        wait(lambda: application.store.entries()[1].name == "Mine (2)")
        wait(lambda: application.controller.active_count() == 0)

    def test_a_fork_shows_its_parent_too_so_that_their_curves_part(
        self, open_application, train, wait
    ):
        application = open_application()
        run = train(application, quick())
        application.store.set_visible(run, False)  # as those of earlier windows are
        before = application.store.get(run).style
        application.kept.fork(run, {"epochs": 3})
        wait(lambda: len(application.store.visible()) == 2)
        wait(lambda: application.controller.active_count() == 0)
        assert application.store.get(run).style == before


class TestFoundAgain:
    def test_hidden_and_with_all_that_the_table_told(self, open_application, train, close):
        first = open_application()
        run = train(first, quick("mlp"))
        told = cells(first.window.table, row_of(first, run))
        close(first)
        second = open_application()
        assert cells(second.window.table, row_of(second, run)) == told
        entry = second.store.get(run)
        assert not entry.is_visible
        assert (entry.record.state, entry.record.epochs) == (RunState.COMPLETED, [])
        assert entry.record.best_accuracy is not None

    def test_by_the_name_and_in_the_colour_that_the_user_gave(
        self, open_application, train, close, settle, wait, runs_dir
    ):
        first = open_application()
        run = train(first, quick())
        view = first.window.table.view
        rename(view, 0, "My first")
        menu = context_menu(view, 0)
        colours = next(action.menu() for action in menu.actions() if action.text() == "Colour")
        click_on(menu, "Colour")
        wait(colours.isVisible)
        click_on(colours, "Colour 4")
        settle(first)
        assert (runs_dir / run / LABEL_FILE).exists()
        close(first)
        second = open_application()
        assert names(second.window.table) == ["My first"]
        show(second, run)
        assert [entry.style for entry in second.store.visible()] == [3]
        wait(lambda: [each.text for each in second.window.plots.legend.entries] == ["My first"])
        assert second.window.plots.legend.entries[0].style.colour == theme.run_style(3).colour

    def test_newest_first_below_the_runs_of_this_window(
        self, open_application, close, train, runs_dir
    ):
        for name in ("20260101-a", "20260102-b", "20260103-c"):
            keep(
                quick(changes={"epochs": 1}),
                runs_dir / name,
                lambda event: isinstance(event, RunEnded),
            ).close()
        application = open_application()
        run = train(application, quick("mlp", {"epochs": 1}))
        table = application.window.table
        assert [table.sorted.run_at(table.sorted.index(row, 0)) for row in range(4)] == [
            run,
            "20260103-c",
            "20260102-b",
            "20260101-a",
        ]

    def test_one_without_a_colour_of_its_own_gets_a_free_one_when_shown(
        self, open_application, train, runs_dir
    ):
        keep(quick(), runs_dir / "20260101-a", lambda event: isinstance(event, RunEnded)).close()
        application = open_application()
        train(application, quick("mlp"))
        show(application, "20260101-a")
        assert sorted(entry.style for entry in application.store.visible()) == [0, 1]


class TestShown:
    def test_its_curves_are_those_of_the_live_run_and_it_answers_as_then(
        self, open_application, train, close, wait, settle
    ):
        def drawn(application):
            return [points(application.window.plots, place) for place in (0, 1)]

        first = open_application()
        run = train(first, quick())
        wait(lambda: all(plot and plot[0][0] == [0, 1, 2] for plot in drawn(first)))
        live = drawn(first)
        draw(first.window.drawing.canvas, (0.5, 0.2), (0.5, 0.8))
        wait(lambda: answers(first) and answers(first)[0][1])
        settle(first)  # what was read while the pen was moving is out of date by then
        answered = answers(first)
        close(first)

        second = open_application()
        assert drawn(second) == [[], []]
        draw(second.window.drawing.canvas, (0.5, 0.2), (0.5, 0.8))
        show(second, run)
        wait(lambda: drawn(second) == live)
        wait(lambda: answers(second) == answered)

    def test_a_line_has_curves_and_no_answer(self, open_application, kept, wait):
        run = kept(line())
        application = open_application()
        show(application, run)
        wait(lambda: len(record_of(application, run).epochs) == 3)
        assert application.window.drawing.answer(run) is None

    def test_its_curves_are_read_once(self, open_application, kept, settle, wait, runs_dir):
        run = kept()
        application = open_application()
        show(application, run)
        settle(application)
        epochs = record_of(application, run).epochs
        assert len(epochs) == 2
        (runs_dir / run / METRICS_FILE).unlink()
        for _ in range(2):
            show(application, run)
        settle(application)
        assert record_of(application, run).epochs is epochs
        assert not application.window.notice.isVisible()

    def test_without_weights_it_still_has_curves(self, open_application, kept, settle, runs_dir):
        run = kept()
        (runs_dir / run / "weights.safetensors").write_bytes(b"nonsense")
        application = open_application()
        show(application, run)
        settle(application)
        assert len(record_of(application, run).epochs) == 2
        assert record_of(application, run).weights is None

    def test_damaged_curves_are_told_and_read_again_once_they_are_mended(
        self, open_application, kept, settle, runs_dir
    ):
        run = kept()
        path = runs_dir / run / METRICS_FILE
        sound = path.read_bytes()
        path.write_bytes(b"nonsense\n" + sound)
        application = open_application()
        show(application, run)
        settle(application)
        assert "metrics.jsonl is damaged" in application.window.notice.text
        path.write_bytes(sound)
        for _ in range(2):
            show(application, run)
        settle(application)
        assert len(record_of(application, run).epochs) == 2


class TestContinued:
    def test_one_of_a_verdict_stays_and_a_copy_continues(
        self, open_application, kept, wait, runs_dir
    ):
        run = kept(comparison="c")
        application = open_application()
        before = (runs_dir / run / WEIGHTS_FILE).read_bytes()
        planned = PlannedRun("a", 42, quick())
        experiment = Experiment((Member("a", quick()), Member("b", quick("mlp"))))
        comparison = KeptComparison(
            "c", datetime.now(UTC), Kind.COMPARISON, experiment, {}, None, {run: planned}
        )
        application.comparisons._all.append(
            Comparison(comparison, Results(experiment), application.store.get)
        )

        choose(application, run, "Continue…")
        dialog = open_dialog(application.window)
        assert any("verdict" in label.text() for label in dialog.findChildren(QLabel))
        type_over(line_of(dialog, "epochs"), "4")
        accept(dialog)

        wait(lambda: len(application.store.entries()) == 2)
        (copy,) = [entry.record for entry in application.store.entries() if entry.record.run != run]
        wait(lambda: copy.state is RunState.COMPLETED)
        assert copy.epochs_done == 4
        assert record_of(application, run).epochs_done == 2
        assert (runs_dir / run / WEIGHTS_FILE).read_bytes() == before

    def test_a_hidden_one_is_shown(self, open_application, kept, wait):
        run = kept(quick())
        application = open_application()
        application.store.set_visible(run, False)
        choose(application, run, "Continue…")
        dialog = open_dialog(application.window)
        type_over(line_of(dialog, "epochs"), "4")
        accept(dialog)
        wait(lambda: application.store.get(run).is_visible)
        wait(lambda: record_of(application, run).epochs_done == 4)

    def test_to_the_very_numbers_of_a_run_that_had_the_epochs_from_the_start(
        self, open_application, kept, wait, runs_dir
    ):
        config = quick(
            "relu-dropout", {"model.hidden": [{"units": 24, "activation": "relu", "dropout": 0.3}]}
        )
        run = kept(config)
        application = open_application()
        choose(application, run, "Continue…")
        dialog = open_dialog(application.window)
        type_over(line_of(dialog, "epochs"), "4")
        accept(dialog)
        wait(
            lambda: (
                record_of(application, run).state is RunState.COMPLETED
                and record_of(application, run).epochs_done == 4
            )
        )
        whole = run_to_the_end(
            quick(
                "relu-dropout", {"model.hidden": config.model.model_dump()["hidden"], "epochs": 4}
            )
        )
        assert numbers_of(record_of(application, run)) == numbers_of(whole)
        assert len(application.store.entries()) == 1
        wait(lambda: application.controller.active_count() == 0)
        assert [epoch["epoch"] for epoch in lines_of(runs_dir / run / METRICS_FILE)] == [1, 2, 3, 4]
        assert description_of(runs_dir, run)["state"] == "completed"

    def test_a_run_of_this_window_goes_on_with_its_curve(self, open_application, train, wait):
        application = open_application()
        run = train(application, quick())
        choose(application, run, "Continue…")
        dialog = open_dialog(application.window)
        assert line_of(dialog, "epochs").text() == "4"
        accept(dialog)
        # from the untrained network on
        wait(lambda: [xy[0] for xy in points(application.window.plots, 0)] == [[0, 1, 2, 3, 4]])
        assert numbers_of(record_of(application, run)) == numbers_of(
            run_to_the_end(quick(changes={"epochs": 4}))
        )

    def test_an_interrupted_one_is_shown_as_such_and_goes_on(
        self, open_application, wait, runs_dir
    ):
        run = "20260101-interrupted"
        config = quick("mlp", {"epochs": 3})
        keep(config, runs_dir / run, is_after(2)).close()
        application = open_application()
        row = cells(application.window.table, 0)
        assert (row["State"], row["Epoch"]) == ("interrupted", "2 / 3")
        choose(application, run, "Continue…")
        dialog = open_dialog(application.window)
        assert line_of(dialog, "epochs").text() == "3"
        accept(dialog)
        wait(lambda: record_of(application, run).state is RunState.COMPLETED)
        assert numbers_of(record_of(application, run)) == numbers_of(run_to_the_end(config))

    def test_one_killed_before_its_first_epoch_was_done_begins_anew(
        self, open_application, wait, runs_dir
    ):
        run = "20260101-a"
        keep(quick(), runs_dir / run, lambda event: True).close()
        application = open_application()
        assert record_of(application, run).state is RunState.INTERRUPTED
        assert not offered(application, run, "Fork…")
        choose(application, run, "Continue…")
        accept(open_dialog(application.window))
        wait(lambda: record_of(application, run).state is RunState.COMPLETED)
        assert numbers_of(record_of(application, run)) == numbers_of(run_to_the_end(quick()))

    def test_a_damaged_checkpoint_is_told_and_nothing_is_lost(
        self, open_application, kept, settle, runs_dir
    ):
        run = kept()
        (runs_dir / run / "checkpoint.safetensors").write_bytes(b"nonsense")
        before = (runs_dir / run / METRICS_FILE).read_bytes()
        application = open_application()
        choose(application, run, "Continue…")
        accept(open_dialog(application.window))
        settle(application)
        assert "checkpoint.safetensors" in application.window.notice.text
        assert record_of(application, run).state is RunState.COMPLETED
        assert (runs_dir / run / METRICS_FILE).read_bytes() == before


class TestForked:
    def test_shares_the_history_and_parts_where_the_setting_changes(
        self, open_application, kept, wait, settle, runs_dir
    ):
        parent = kept(quick("mlp"))
        application = open_application()
        show(application, parent)
        settle(application)
        choose(application, parent, "Fork…")
        dialog = open_dialog(application.window)
        assert dialog.findChild(QComboBox).currentText() == "Learning rate"
        type_over(line_of(dialog, "optimizer.learning_rate"), "0.2")
        accept(dialog)
        wait(
            lambda: (
                len(application.store.entries()) == 2 and not application.controller.active_count()
            )
        )
        fork = next(
            entry.record for entry in application.store.entries() if entry.record.run != parent
        )
        assert fork.state is RunState.COMPLETED
        before = record_of(application, parent)
        assert numbers_of(fork)[:2] == numbers_of(before)
        assert [epoch.epoch for epoch in fork.epochs] == [1, 2, 3, 4]
        assert [epoch.learning_rate for epoch in fork.epochs] == [0.01, 0.01, 0.2, 0.2]
        undisturbed = numbers_of(run_to_the_end(quick("mlp", {"epochs": 4})))
        assert numbers_of(fork)[2:] != undisturbed[2:]
        assert fork.forked_from == (parent, 2)
        assert description_of(runs_dir, fork.run)["forked_from"] == {"run": parent, "epoch": 2}
        wait(lambda: sorted(len(x) for x, _ in points(application.window.plots, 0)) == [2, 4])
        shorter, longer = sorted(points(application.window.plots, 0), key=lambda xy: len(xy[0]))
        assert longer[1][:2] == shorter[1]

    def test_a_running_run_can_be_forked_and_trains_on(self, open_application, wait, runs_dir):
        application = open_application()
        parent = begin(application, quick(changes=ENDLESS))
        wait(lambda: record_of(application, parent).epochs_done >= 2)
        choose(application, parent, "Fork…")
        dialog = open_dialog(application.window)
        type_over(line_of(dialog, "optimizer.learning_rate"), "0.5")
        accept(dialog)
        wait(
            lambda: (
                len(application.store.entries()) == 2
                and application.store.entries()[1].record.progress is not None
            )
        )
        done = record_of(application, parent).epochs_done
        wait(lambda: record_of(application, parent).epochs_done > done)
        origin, epoch = application.store.entries()[1].record.forked_from
        assert origin == parent
        assert (
            numbers_of(application.store.entries()[1].record)[:epoch]
            == numbers_of(record_of(application, parent))[:epoch]
        )


class TestChanged:
    def test_while_it_trains_it_is_recorded_kept_and_marked(self, open_application, wait, runs_dir):
        application = open_application()
        run = begin(application, quick(changes=ENDLESS))
        wait(lambda: record_of(application, run).epochs_done >= 1)
        choose(application, run, "Change while it trains…")
        rate = line_of(knobs(application), "optimizer.learning_rate")
        type_over(rate, "0.03")
        QTest.keyClick(rate, Qt.Key.Key_Return)
        wait(lambda: record_of(application, run).changes)
        (change,) = record_of(application, run).changes
        assert (change.path, change.before, change.value) == ("optimizer.learning_rate", 0.01, 0.03)
        wait(lambda: record_of(application, run).epochs_done > change.epoch)
        assert record_of(application, run).epochs[change.epoch].learning_rate == 0.03
        (kept,) = lines_of(runs_dir / run / CHANGES_FILE)
        assert kept == {
            **kept,
            "epoch": change.epoch,
            "batch": change.batch,
            "path": change.path,
            "value": 0.03,
        }
        text = f"Learning rate: 0.01 → 0.03, from epoch {change.epoch}, batch {change.batch}"
        wait(lambda: text in marks(application))

        choose(application, run, "Change while it trains…")
        assert line_of(knobs(application), "optimizer.learning_rate").text() == "0.03"
        assert len(record_of(application, run).changes) == 1


def knobs(application):
    """The knobs that stand before the window."""
    (shown,) = (each for each in application.window.findChildren(KnobsPopup) if each.isVisible())
    return shown


def marks(application):
    """What is told where the pointer rests on the marks of the cost plot."""
    items = application.window.plots.findChildren(PlotArea)[0].scene().items()
    return {
        item.toolTip() for item in items if isinstance(item, QGraphicsRectItem) and item.isVisible()
    }


@only_on_linux
class TestDeleted:
    @pytest.fixture
    def bin_in(self, tmp_path, monkeypatch):
        """Have the desktop's bin in this folder; a file in its place makes a desktop without a
        bin.
        """

        def put(name):
            monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / name))
            if not (tmp_path / name).exists():
                (tmp_path / name).mkdir()
            return tmp_path / name / "Trash" / "files"

        return put

    @pytest.fixture
    def no_bin(self, bin_in, tmp_path):
        (tmp_path / "no-bin").write_text("")
        bin_in("no-bin")

    def test_it_goes_to_the_bin(self, open_application, kept, bin_in, wait, runs_dir):
        run, binned = kept(), bin_in("data")
        application = open_application()
        choose(application, run, "Delete…")
        name = application.store.get(run).name
        assert f"Delete {name}? Its folder is moved to the bin." in text_of(
            open_dialog(application.window)
        )
        press_button(open_dialog(application.window), "Delete")
        wait(lambda: names(application.window.table) == [])
        assert not (runs_dir / run).exists()
        assert (binned / run / RUN_FILE).exists()

    def test_cancel_loses_nothing(self, open_application, kept, bin_in, settle, runs_dir):
        run, binned = kept(), bin_in("data")
        application = open_application()
        choose(application, run, "Delete…")
        press_button(open_dialog(application.window), "Cancel")
        settle(application)
        assert [name.partition(",")[0] for name in names(application.window.table)] == [
            "Logistic regression"
        ]
        assert (runs_dir / run / RUN_FILE).exists()
        assert not binned.exists()

    def test_where_no_bin_takes_it_the_user_decides(
        self, open_application, kept, no_bin, settle, wait, runs_dir
    ):
        run = kept()
        application = open_application()
        (name,) = names(application.window.table)
        for answer in ("Cancel", "Delete permanently"):
            choose(application, run, "Delete…")
            press_button(open_dialog(application.window), "Delete")
            wait(
                lambda: (
                    f"{name} cannot be moved to the bin"
                    in text_of(open_dialog_or_none(application.window))
                )
            )
            assert (runs_dir / run / RUN_FILE).exists()
            assert len(names(application.window.table)) == 1
            press_button(open_dialog(application.window), answer)
            settle(application)
        assert not (runs_dir / run).exists()
        assert names(application.window.table) == []

    def test_many_that_no_bin_takes_are_one_question(
        self, open_application, kept, no_bin, settle, wait
    ):
        for _ in range(3):
            kept()
        application = open_application()
        application.window.table.view.selectAll()
        application.window.table.view.setFocus()
        QTest.keyClick(application.window.table.view, Qt.Key.Key_Delete)
        press_button(open_dialog(application.window), "Delete")
        wait(lambda: "These 3 run" in text_of(open_dialog_or_none(application.window)))
        press_button(open_dialog(application.window), "Delete permanently")
        settle(application)
        assert application.store.entries() == []

    def test_a_name_is_no_markup(self, open_application, kept, bin_in):
        run = kept()
        application = open_application()
        application.store.rename(run, "<h1>a</h1>")
        choose(application, run, "Delete…")
        question = open_dialog(application.window)
        assert question.textFormat() is Qt.TextFormat.PlainText
        assert "<h1>a</h1>" in question.text()
        press_button(question, "Cancel")

    def test_a_run_that_comes_back_can_be_continued(
        self, open_application, kept, bin_in, wait, runs_dir
    ):
        run, binned = kept(), bin_in("data")
        application = open_application()
        choose(application, run, "Delete…")
        press_button(open_dialog(application.window), "Delete")
        wait(lambda: application.store.get(run) is None)
        shutil.move(binned / run, runs_dir / run)  # taken out of the bin by the desktop
        application.kept.find()
        wait(lambda: application.store.get(run))
        application.kept.continue_run(run, 3)
        wait(
            lambda: (
                application.store.get(run).record.epochs_done == 3
                and application.controller.active_count() == 0
            )
        )

    def test_one_that_trains_is_stopped_first(self, open_application, bin_in, wait, runs_dir):
        binned = bin_in("data")
        application = open_application()
        doomed, other = (
            begin(application, quick(changes=ENDLESS)),
            begin(application, quick("mlp", ENDLESS)),
        )
        wait(lambda: record_of(application, doomed).epochs_done >= 1)
        choose(application, doomed, "Delete…")
        press_button(open_dialog(application.window), "Delete")
        wait(lambda: application.store.get(doomed) is None)
        assert not application.controller.is_active(doomed)
        assert record_of(application, other).state is RunState.RUNNING
        description = json.loads((binned / doomed / RUN_FILE).read_text())
        assert description["state"] == "stopped"

    def test_several_at_once_one_of_them_waiting(
        self, open_application, kept, bin_in, wait, runs_dir
    ):
        kept()
        bin_in("data")
        application = open_application()
        for _ in range(3):
            begin(application, quick(changes=ENDLESS))
        view = application.window.table.view
        view.setFocus()
        for row, key in (
            (2, Qt.KeyboardModifier.NoModifier),
            (3, Qt.KeyboardModifier.ShiftModifier),
        ):
            index = view.model().index(row, 2)
            view.scrollTo(index)
            QTest.mouseClick(view.viewport(), LEFT, key, view.visualRect(index).center())
        menu = application.window.table.menu_for(application.window.table.selected())
        menu.popup(view.mapToGlobal(view.rect().center()))
        click_on(menu, "Delete…")
        assert "Delete 2 runs" in text_of(open_dialog(application.window))
        press_button(open_dialog(application.window), "Delete")
        wait(lambda: len(application.store.entries()) == 2)
        assert len(application.controller.active()) == 2
        assert application.controller.waiting() == []


def text_of(dialog):
    return "" if dialog is None else " ".join(label.text() for label in dialog.findChildren(QLabel))


def open_dialog_or_none(window):
    try:
        return open_dialog(window)
    except ValueError:
        return None


class TestTrouble:
    @pytest.mark.usefixtures("nothing_is_new")
    def test_damaged_folders_are_told_and_hide_no_others(self, open_application, kept, runs_dir):
        run = kept()
        for name, text in (("20200101-a", "{"), ("20990101-z", '{"schema": 99}')):
            (runs_dir / name).mkdir()
            (runs_dir / name / RUN_FILE).write_text(text)
        (runs_dir / "20300101-empty").mkdir()
        application = open_application()
        assert [entry.record.run for entry in application.store.entries()] == [run]
        assert application.window.notice.isVisible()
        assert "20200101-a" in application.window.notice.text

    def test_what_another_process_trains_is_not_listed(self, open_application, close, runs_dir):
        events = keep(quick(), runs_dir / "20260101-busy", is_after(1))
        application = open_application()
        assert application.store.entries() == []
        assert not application.window.notice.isVisible()
        close(application)
        events.close()
        assert [entry.record.state for entry in open_application().store.entries()] == [
            RunState.INTERRUPTED
        ]

    @pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
    def test_what_cannot_be_a_run_is_named_and_stays(self, open_application, runs_dir, kept):
        rest, run = "20261128-120000-mlp-3f2ab4c7", kept()
        for name in ("a\nb", "s\udcff", rest):
            shutil.copytree(runs_dir / run, runs_dir / name)
        (runs_dir / rest / "run.json").unlink()
        before = sorted(os.listdir(runs_dir))
        application = open_application()
        assert run in {entry.record.run for entry in application.store.entries()}
        for name in ("a\nb", "s\udcff", rest):
            assert application.store.get(name) is None
            assert printable(name) in application.window.notice.text
        assert sorted(os.listdir(runs_dir)) == before

    def test_a_place_that_cannot_be_made_stops_no_training(
        self, open_application, train, wait, tmp_path
    ):
        (tmp_path / "file").write_text("")
        application = open_application(tmp_path / "file" / "runs")
        run = train(application, quick())
        assert numbers_of(record_of(application, run)) == numbers_of(run_to_the_end(quick()))
        notice = application.window.notice.text
        missing = tmp_path / "file" / "runs"
        assert notice.startswith(f"The run is not kept: The runs folder {missing} is not there")

    def test_a_place_that_vanishes_stops_no_training(
        self, open_application, wait, runs_dir, tmp_path
    ):
        application = open_application()
        run = begin(application, quick(changes=ENDLESS))
        wait(lambda: record_of(application, run).epochs_done >= 1)
        runs_dir.rename(tmp_path / "elsewhere")
        wait(application.window.notice.isVisible)
        assert application.window.notice.text.startswith("The run is no longer kept in ")
        done = record_of(application, run).epochs_done
        wait(lambda: record_of(application, run).epochs_done > done)
        assert not runs_dir.exists()

    def test_a_thousand_do_not_hold_up_the_window(
        self, open_application, dressed, preferences, kept, settle, runs_dir
    ):
        sample = runs_dir / kept(quick(changes={"epochs": 1})) / RUN_FILE
        for number in range(1000):
            (runs_dir / f"2020-{number:04}").mkdir()
            shutil.copy(sample, runs_dir / f"2020-{number:04}" / RUN_FILE)
        application = open_application(finds=False)
        seen = [0]
        application.store.earlier_runs_added.connect(
            lambda: seen.append(len(application.store.entries()))
        )
        application.kept.find()
        settle(application)
        assert len(names(application.window.table)) == 1001
        steps = np.diff(seen)  # each in a turn of the event loop of its own
        assert steps.sum() == 1001
        assert steps.max() == CHUNK


@pytest.mark.usefixtures("nothing_is_new")
class TestDamagedFolders:
    def test_one_that_cannot_be_opened_is_set_aside_and_told_once(
        self, open_application, kept, runs_dir
    ):
        run = kept()
        (runs_dir / "20200101-120000-logistic-00000001").mkdir()
        (runs_dir / "20200101-120000-logistic-00000001" / RUN_FILE).write_text(
            '{"schema": 2, "config": {'
        )
        application = open_application()
        place = runs_dir / "damaged" / "20200101-120000-logistic-00000001"
        assert f"The run's folder is now {place}." in application.window.notice.text
        assert (place / RUN_FILE).read_text() == '{"schema": 2, "config": {'
        again = open_application()
        assert not again.window.notice.isVisible()
        assert [entry.record.run for entry in again.store.entries()] == [run]

    @pytest.mark.parametrize("text", ["{", '{"jobs": []}', '{"schema": 1, "config": {}}', "log"])
    def test_the_folder_of_another_program_stays(self, text, open_application, kept, runs_dir):
        """A settings file from somebody else may name any folder as that of the runs."""
        run, other = kept(), runs_dir / "project"
        other.mkdir()
        (other / RUN_FILE).write_text(text)
        (other / "thesis.txt").write_text("years of work")
        application = open_application()
        assert str(other) in application.window.notice.text
        assert (other / "thesis.txt").read_text() == "years of work"
        assert not (runs_dir / "damaged").exists()
        assert [entry.record.run for entry in application.store.entries()] == [run]

    @pytest.mark.parametrize(
        "text", ['{"schema": 99, "config": {}}', '{"schema": 1, "config": {"colour": "red"}}']
    )
    def test_one_that_another_version_may_open_stays(self, text, open_application, runs_dir):
        (runs_dir / "20200101-a").mkdir(parents=True)
        (runs_dir / "20200101-a" / RUN_FILE).write_text(text)
        application = open_application()
        assert "20200101-a" in application.window.notice.text
        assert (runs_dir / "20200101-a" / RUN_FILE).read_text() == text
        assert not (runs_dir / "damaged").exists()


class TestGoneMeanwhile:
    """Another window deletes a run while a menu or a dialog of this one is open."""

    def gone(self, application, run, runs_dir, settle):
        shutil.rmtree(runs_dir / run)
        application.kept.find()
        settle(application)
        settle(application)
        assert application.store.get(run) is None

    def clicked_when_gone(self, open_application, kept, settle, runs_dir, entry):
        run = kept()
        application = open_application()
        menu = context_menu(application.window.table.view, row_of(application, run))
        self.gone(application, run, runs_dir, settle)
        click_on(menu, entry)
        return application

    @pytest.mark.parametrize("entry", ["Continue…", "Fork…", "Repeat and compare…", "Open folder"])
    def test_its_menu_says_so(self, open_application, kept, settle, runs_dir, entry):
        application = self.clicked_when_gone(open_application, kept, settle, runs_dir, entry)
        assert "no longer here" in application.window.notice.text
        assert open_dialog_or_none(application.window) is None

    @pytest.mark.parametrize("entry", ["Show", "Delete…"])
    def test_what_needs_no_words_needs_none(self, open_application, kept, settle, runs_dir, entry):
        application = self.clicked_when_gone(open_application, kept, settle, runs_dir, entry)
        assert open_dialog_or_none(application.window) is None

    @pytest.mark.parametrize(
        ("entry", "values"), [("Continue…", {"epochs": 9}), ("Fork…", {"seed": 9})]
    )
    def test_its_dialog_says_so(self, open_application, kept, settle, runs_dir, entry, values):
        run = kept()
        application = open_application()
        choose(application, run, entry)
        dialog = open_dialog(application.window)
        self.gone(application, run, runs_dir, settle)
        dialog.settings_accepted.emit(values)
        dialog.close()
        assert "no longer here" in application.window.notice.text

    def test_a_change_comes_too_late_for_a_run_that_has_ended(
        self, open_application, wait, runs_dir
    ):
        application = open_application()
        run = begin(application, quick(changes=ENDLESS))
        wait(lambda: record_of(application, run).epochs_done >= 1)
        menu = context_menu(application.window.table.view, row_of(application, run))
        application.controller.stop(run)
        wait(lambda: application.controller.active_count() == 0)
        click_on(menu, "Change while it trains…")
        assert (
            application.window.notice.text
            == f"{LOGISTIC} has stopped training; nothing was changed."
        )
        assert application.window.findChild(KnobsPopup) is None


def test_an_import_does_not_make_the_folder_of_the_runs_again(
    open_application, kept, settle, runs_dir, tmp_path
):
    pack(runs_dir / kept(), tmp_path / "run.zip")
    application = open_application()
    runs_dir.rename(tmp_path / "elsewhere")  # as an unmounted drive
    failures = Recorder(application.window.transfer.failed)
    application.window.transfer.import_file(tmp_path / "run.zip")
    settle(application)
    assert f"The runs folder {runs_dir} is not there" in str(failures.heard[0][0])
    assert not runs_dir.exists()


class TestTwoWindows:
    @pytest.fixture
    def look(self, settle):
        """Look into the folder once, as a window does every few seconds."""

        def looked(application):
            application.kept.find()
            settle(application)

        return looked

    def test_each_sees_what_the_other_has_trained_and_deleted(
        self, open_application, train, look, settle
    ):
        first, second = open_application(), open_application()
        run = train(first, quick())
        look(first)
        look(second)
        seen = record_of(second, run)
        assert (seen.state, seen.epochs_done) == (
            RunState.COMPLETED,
            record_of(first, run).epochs_done,
        )
        assert not second.store.get(run).is_visible
        second.kept.deletion.delete_for_good([run])
        settle(second)
        look(first)
        assert first.store.entries() == []

    @pytest.mark.parametrize("looks_while_it_trains", [False, True])
    def test_a_run_that_the_other_deletes_before_this_one_has_looked(
        self, looks_while_it_trains, open_application, train, look, settle, wait
    ):
        first, second = open_application(), open_application()
        if looks_while_it_trains:
            run = begin(first, quick(changes=ENDLESS))
            wait(lambda: record_of(first, run).epochs_done >= 1)
            look(first)
            first.controller.stop(run)
            wait(lambda: first.controller.active_count() == 0)
        else:
            run = train(first, quick())
        settle(first)
        look(second)
        second.kept.deletion.delete_for_good([run])
        settle(second)
        look(first)
        assert first.store.entries() == []

    def test_one_that_the_other_deletes_before_this_one_continues_it(
        self, open_application, train, look, kept, settle, wait, runs_dir, tmp_path
    ):
        run = kept()
        first, second = open_application(), open_application()
        look(first)
        look(second)
        shutil.copytree(runs_dir / run, tmp_path / run)
        reports = Recorder(first.jobs.failed)
        start = continuation(runs_dir / run, record_of(first, run).epochs_done + 1)
        second.kept.deletion.delete_for_good([run])
        settle(second)
        first.controller.continue_run(start)
        wait(lambda: first.controller.active_count() == 0)
        settle(first)
        assert first.store.entries() == []
        (report,) = reports.heard
        assert "deleted or moved meanwhile" in str(report)
        assert not (runs_dir / run).exists()

        shutil.move(tmp_path / run, runs_dir / run)  # as out of the bin
        look(first)
        assert [entry.record.run for entry in first.store.entries()] == [run]

    @pytest.mark.parametrize("way", ["move_to_bin", "delete_for_good"])
    def test_one_that_trains_elsewhere_is_not_deleted(
        self, way, open_application, look, kept, settle, runs_dir
    ):
        run = kept()
        application = open_application()
        look(application)
        with lock_of(runs_dir / run):
            before = sorted((runs_dir / run).iterdir())
            getattr(application.kept.deletion, way)([run])
            settle(application)
            assert sorted((runs_dir / run).iterdir()) == before
        assert application.store.get(run) is not None
        assert "another Inkling is training it" in application.window.notice.text
        assert not application.kept.deletion.is_marked(run)

    def test_one_that_vanished_before_it_was_deleted_for_good_is_not_marked_for_ever(
        self, open_application, look, kept, settle
    ):
        run = kept()
        application = open_application()
        look(application)
        application.store.remove(run)
        application.kept.deletion.delete_for_good([run])
        settle(application)
        assert not application.kept.deletion.is_marked(run)

    @pytest.mark.usefixtures("nothing_is_new")
    def test_damaged_ones_are_reported_together(self, open_application, settle, runs_dir):
        application = open_application()
        reports = []
        application.jobs.failed.connect(reports.append)
        for number in range(CHUNK + 2):
            folder = runs_dir / f"20260101-1200{number:02}-mlp-{number:08}"
            folder.mkdir(parents=True)
            (folder / RUN_FILE).write_text('{"schema": 4, "config"')
        application.kept.find()
        settle(application)
        (report,) = reports
        assert len(report.details.splitlines()) == CHUNK + 2

    def test_one_that_trains_elsewhere_comes_when_it_is_over_however_it_ends(
        self, open_application, look, runs_dir
    ):
        application = open_application()
        events = keep(quick(), runs_dir / "20260101-busy", is_after(1))
        for _ in range(2):
            look(application)
            assert application.store.entries() == []
        events.close()  # as if it was killed: its description still says that it runs
        look(application)
        assert record_of(application, "20260101-busy").state is RunState.INTERRUPTED

    def test_one_that_was_trained_on_elsewhere_is_read_anew(
        self, open_application, look, kept, wait, runs_dir
    ):
        run = kept(quick(changes={"epochs": 2}))
        application = open_application()
        show(application, run)
        wait(lambda: len(record_of(application, run).epochs) == 2)
        assert cli.main(["resume", run, "--epochs", "5", "--runs-dir", str(runs_dir)]) == 0
        look(application)
        wait(lambda: record_of(application, run).epochs_done == 5)
        assert len(record_of(application, run).epochs) == 5
        kept_weights = open_run(runs_dir / run).weights
        assert all(
            np.array_equal(record_of(application, run).weights[name], array)
            for name, array in kept_weights.items()
        )

    def test_what_trains_here_is_nobody_elses_business(
        self, open_application, look, wait, runs_dir
    ):
        application = open_application()
        run = begin(application, quick(changes=ENDLESS))
        wait(lambda: record_of(application, run).epochs_done >= 1)
        record = record_of(application, run)
        for _ in range(3):
            look(application)
        assert record_of(application, run) is record
        assert len(application.store.entries()) == 1

    def test_a_folder_that_is_away_for_a_while_takes_no_run_out_of_the_window(
        self, open_application, look, kept, runs_dir, tmp_path
    ):
        run = kept()
        application = open_application()
        runs_dir.rename(tmp_path / "away")
        look(application)
        assert record_of(application, run).run == run
        (tmp_path / "away").rename(runs_dir)
        look(application)
        assert len(application.store.entries()) == 1

    def test_it_looks_by_itself(self, open_application, kept, wait, monkeypatch):
        monkeypatch.setattr("gui.runs.runs_watch.POLL_MS", 10)
        application = open_application()
        application.kept.watch()
        run = kept()
        wait(lambda: application.store.get(run) is not None)


def test_continuing_on_changed_data_is_reported(open_application, kept, runs_dir, settle, wait):
    run = kept()
    file = runs_dir / run / RUN_FILE
    description = json.loads(file.read_text(encoding="utf-8"))
    description["sittings"][-1]["data"]["train_labels"] = "0" * 64
    file.write_text(json.dumps(description), encoding="utf-8")
    application = open_application()
    settle(application)
    epochs = application.store.get(run).record.epochs_done
    application.kept.continue_run(run, epochs + 1)
    wait(lambda: application.store.get(run).record.epochs_done == epochs + 1)
    assert "last trained: Training labels. From here on" in application.window.notice.text
