"""Two windows on one runs folder: each does at random what the other does at the same time."""

import random

import pytest
from hypothesis import settings

from core.export.formats import Format
from core.lifecycle.archive import pack
from core.lifecycle.clean_up import CleanUpOptions, plan
from core.storage import layout
from core.storage.layout import UNFINISHED_IMPORT
from tests.gui.driving import quick

ROUNDS = min(150, settings().max_examples // 2)
UNEXPECTED = ("Something failed", "Error", "Traceback", "damaged")


class Actions:
    """What a window does with a run, drawn by its name."""

    def __init__(self, archive, tmp_path, drawn):
        self._archive, self._target, self._drawn = archive, tmp_path / "exported.zip", drawn

    def remove(self, application, run):
        application.kept.deletion.delete_for_good([run])

    def rename(self, application, run):
        application.store.rename(run, f"name {self._drawn.random()}")

    def bring(self, application, _run):
        application.window.transfer.import_file(self._archive)

    def pack(self, application, run):
        entry = application.store.get(run)
        application.window.transfer.export(entry, Format.ZIP, self._target)

    def clean(self, application, _run):
        options = CleanUpOptions(*(self._drawn.random() < 0.5 for _ in range(3)), unusable=True)
        clean_up = application.kept.clean_up
        clean_up.measure(
            lambda survey: clean_up.remove(
                options, plan(survey, options), True, lambda _: None, application.jobs.report
            )
        )

    def go_on(self, application, run):
        application.kept.continue_run(run, application.store.get(run).record.epochs_done + 1)

    def fork(self, application, run):
        application.kept.fork(run, {"optimizer.learning_rate": 0.2})

    def show(self, application, run):
        application.store.set_visible(run, True)
        application.window.selection.select(run)

    def train(self, application, _run):
        application.controller.start(quick())

    def look(self, application, _run):
        application.kept.find()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_both_do_no_run_is_hidden(
    seed, open_application, kept, settle, wait, runs_dir, tmp_path
):
    drawn = random.Random(seed)
    archive = tmp_path / "run.zip"
    pack(runs_dir / kept(), archive)
    windows = [open_application(), open_application()]
    reports = []
    for application in windows:
        application.jobs.failed.connect(lambda reason: reports.append(str(reason)))

    actions = Actions(archive, tmp_path, drawn)
    names = [name for name in vars(Actions) if not name.startswith("_")]
    for _ in range(ROUNDS):
        runs = [entry.record.run for entry in drawn.choice(windows).store.entries()]
        run = drawn.choice(runs or ["gone"])
        for application in windows:  # often about the same run
            name = drawn.choice(names)
            if application.store.get(run) is not None or name in (
                "bring",
                "clean",
                "train",
                "look",
            ):
                getattr(actions, name)(application, run)
        if drawn.random() < 0.3:
            settle(drawn.choice(windows))

    for application in windows:
        wait(lambda application=application: application.controller.active_count() == 0)
        settle(application)
    for application in windows * 2:
        application.kept.find()
        settle(application)

    listing = layout.list_runs(runs_dir)
    assert dict(listing.problems) == {}
    for application in windows:
        # a run that one window went on with while the other deleted it is still in the memory
        assert {*listing.written} <= {entry.record.run for entry in application.store.entries()}
    assert not list(runs_dir.glob(f"{UNFINISHED_IMPORT}*"))
    assert not list(runs_dir.glob("damaged/*"))
    assert not [text for text in reports if any(word in text for word in UNEXPECTED)]
