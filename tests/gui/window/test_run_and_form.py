"""What a shown run has learned from, and what the form describes meanwhile, are independent."""

import logging
import shutil

import pytest
from hypothesis import settings
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from core.config.fields import with_values
from core.config.presets import preset
from core.data import folders as data_folders
from tests.gui.drawing.test_drawing_in_depth import toggle
from tests.gui.driving import draw, line, points, quick
from tests.gui.runs.test_kept_runs import close, kept, open_application, runs_dir, settle
from tests.gui.setup.test_data_panel import folder

__all__ = ["close", "folder", "kept", "open_application", "runs_dir", "settle"]
SMALL = {"data.batch_size": 20, "epochs": 2, "threads": 1}
PAGES = ("plane", "inside", "evaluation", "line", "data", "code", "comparison", "network")
RUNS = ("mnist", "line", "points", "shapes", "gone")


@pytest.fixture
def configs(folder, monkeypatch, tmp_path):
    """Each kind of data, all small; the folder `gone` is deleted once a run has learned from it."""
    monkeypatch.setattr(data_folders, "datasets_folder", lambda: tmp_path / "data")
    gone = folder.with_name("gone")
    shutil.copytree(folder, gone)
    form = preset("logistic").config

    def of(dataset):
        changes = data_folders.changes_for(form, str(dataset))
        return with_values(form, {**changes, **SMALL})

    return {
        "mnist": quick(),
        "line": line(),
        "points": points(),
        "shapes": of(folder),
        "gone": of(gone),
        "shuffled": quick("cnn", {"data.shuffle_pixels": True, "data.pixels": "standardized"}),
        "not here": of("kmnist"),
    }


def is_quiet(application, caplog):
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    return not errors and "failed" not in application.window.notice.text


def close_dialogs(window):
    for dialog in window.findChildren(QDialog):
        dialog.reject()


def look_everywhere(application, run, settle):
    """Visit all that shows something of the run, of the form or of the drawing."""
    window = application.window
    window.selection.select(run)
    for page in PAGES:
        window.tabs.show_page(page)
        settle(application)
    window.tabs.show_page("inside")
    for view in range(4):
        window.inside.show_view(view)
        settle(application)

    window.actions_.compare_more.trigger()
    close_dialogs(window)
    for signal in (
        window.table.continuation_requested,
        window.table.fork_requested,
        window.table.settings_requested,
    ):
        signal.emit(run)
        close_dialogs(window)
    window.grab()


def forms_beside(of_run, configs):
    """All in the long profile; otherwise its own and every other one, from run to run in turn."""
    first = RUNS.index(of_run) % 2
    return [
        form
        for place, form in enumerate(configs)
        if settings().max_examples > 1000 or form == of_run or place % 2 == first
    ]


@pytest.mark.parametrize("of_run", RUNS)
def test_any_run_is_looked_at_beside_any_form(
    of_run, configs, folder, kept, open_application, settle, caplog
):
    run = kept(configs[of_run])
    shutil.rmtree(folder.with_name("gone"))
    application = open_application()
    window = application.window
    application.store.set_visible(run, True)
    settle(application)
    toggle(window.drawing, "Nearest")
    for of_form in forms_beside(of_run, configs):
        config = configs[of_form]
        window.setup.set_config(config)
        settle(application)
        draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.2), (0.5, 0.8))
        look_everywhere(application, run, settle)
        assert is_quiet(application, caplog), f"{of_run} beside a form for {of_form}"
        window.drawing.canvas.clear()


def test_the_nearest_images_are_those_of_the_form_and_none_for_a_line(
    configs, open_application, wait
):
    window = open_application(finds=False).window
    row = window.drawing.details.nearest
    toggle(window.drawing, "Nearest")
    draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.2), (0.5, 0.8))
    wait(lambda: row.neighbours is not None and row.neighbours.among == 60_000)
    window.setup.set_config(configs["line"])
    wait(lambda: row.neighbours is None)
    draw(window.drawing.canvas, (0.2, 0.2), (0.8, 0.2))
    assert not row.findChild(QTimer).isActive()
    window.setup.set_config(configs["shapes"])
    wait(lambda: row.neighbours is not None and row.neighbours.among == 120)
    assert {image.name for image in row.neighbours.images} <= {"cross", "circle", "square"}
