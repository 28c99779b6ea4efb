"""What is accepted stays acceptable, however much longer Inkling writes it than it was read."""

import json
import os
import shutil
from dataclasses import asdict, replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.errors import InklingError, RunFolderError
from core.lifecycle import archive, recorded_lines, recording
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.job import job_from
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import (
    EpochCompleted,
    LayersMeasured,
    LayerState,
    MomentMeasured,
    RecordingFailed,
    SettingChanged,
)
from core.run.record import TrainingSession
from core.storage import layout
from core.storage import records as runs
from core.storage.description import described, write_description
from tests.core.export.test_formats import kept
from tests.core.running import small

NAME = "20261124-120000-logistic-00000001"
LONG_NAME = "A" * 120
NUMBER, COUNT, EPOCH = -1.2345678901234567e-100, 10**17 + 1, 1_000_000
ODD_NAMES = ("ä" * 127, "\U0001f600" * 63, '"' * 255, "n" * 255)
LAYER = LayerState("linear_" + "9" * 9, NUMBER, NUMBER, NUMBER)


def longest_lines(run):
    """For each list: its longest line, how many there may be, and the bytes of all."""
    epoch = EpochCompleted(run, EPOCH, *[NUMBER] * 15)
    point = MomentMeasured(run, EPOCH, COUNT, COUNT, COUNT, *[NUMBER] * 6)
    layers = LayersMeasured(run, EPOCH, (LAYER,) * runs.MAX_LAYERS, NUMBER, NUMBER)
    path = "model.hidden.5.dropout" + "optimizer.learning_rate"
    change = SettingChanged(run, EPOCH, COUNT, COUNT, path, NUMBER, NUMBER)
    return (
        (epoch, layout.MAX_EPOCH_LINES, layout.MAX_LINES_BYTES),
        (point, layout.MAX_POINT_LINES, layout.MAX_POINTS_BYTES),
        (layers, layout.MAX_EPOCH_LINES, layout.MAX_LAYERS_BYTES),
        (change, layout.MAX_CHANGE_LINES, layout.MAX_LINES_BYTES),
    )


@pytest.mark.parametrize("run", [NAME, LONG_NAME, *ODD_NAMES])
def test_as_many_lines_as_there_may_be_fit_even_if_each_is_the_longest(run):
    for event, max_lines, max_bytes in longest_lines(run):
        absent = [name for name, value in asdict(event).items() if value is None]
        assert set(absent) <= {"steps"}  # limited for a run as a whole; see test_step_log
        line = runs.json_line(event)
        assert len(line) * max_lines <= max_bytes
        assert len(line) < layout.MAX_LINE_BYTES


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    config = small("logistic", {"data.train_size": 200, "data.test_size": 100})
    return kept(config, tmp_path_factory.mktemp("runs"), NAME)


@pytest.fixture
def folder(original, tmp_path):
    return shutil.copytree(original, tmp_path / "runs" / NAME)


def describe(folder, **changes):
    """Change the description, and write it as short as JSON can be."""
    path = folder / layout.RUN_FILE
    text = json.dumps(
        json.loads(path.read_text()) | changes, ensure_ascii=False, separators=(",", ":")
    )
    path.write_text(text, encoding="utf-8")
    return len(text.encode())


def sessions_of(folder, count, texts, letter):
    """The run's session so many times, with so many long texts."""
    (session,) = json.loads((folder / layout.RUN_FILE).read_text())["sittings"]
    environment = {f"e{number}": letter * 900 for number in range(texts)}
    return [{**session, "environment": environment} for _ in range(count)]


def write_lines(folder, name, lines):
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    (folder / name).write_text(text)


def points(count):
    """So many short lines, whose numbers are written longer than they are read."""
    numbers = dict.fromkeys(("cost", "test_cost", "elapsed_s"), 1)
    first = {"run": "", "epoch": 1, "batches": 99_999, "examples": 1} | numbers
    return [{**first, "batch": number} for number in range(count)]


def changes(count):
    path = {"path": "optimizer.learning_rate", "before": 1, "value": 1}
    return [{"run": "", "epoch": 1, "batch": 1, "batches": 1} | path] * count


def train(start):
    """Train from a start point; return the failures to keep the run."""
    job = job_from(start)
    events = train_and_keep(job, Control(job.run, 1, takes_checkpoints=True))
    return [event for event in events if isinstance(event, RecordingFailed)]


def continued(folder, tmp_path):
    epochs = runs.outline(folder).epochs_done + 1
    assert train(continuation(folder, epochs)) == []
    assert runs.outline(folder).epochs_done == epochs
    return folder


def forked(folder, tmp_path):
    start = fork(folder, folder.parent, {})
    assert runs.read_record(start.folder).forked_from == (folder.name, start.checkpoint.epoch)
    return start.folder


def imported(folder, tmp_path):
    """Packed and imported where another run has its id, so that it gets a new one."""
    file = tmp_path / "run.zip"
    archive.pack(folder, file)
    taken = folder.with_name(archive._packed_name(folder))
    if not taken.exists():  # also of an earlier import
        shutil.copytree(folder, taken)
    other = json.loads((taken / layout.RUN_FILE).read_text())
    other["config"]["seed"] += 1
    (taken / layout.RUN_FILE).write_text(json.dumps(other))
    result = archive.unpack(file, folder.parent)
    assert result.was is not None
    return result.folder


def moved(folder, tmp_path):
    """The folder renamed by hand, to a name of the most bytes that no earlier step has used."""
    names = (ODD_NAMES[1] + "n" * count for count in range(4))
    free = (path for path in map(folder.with_name, names) if not path.exists())
    return folder.rename(next(free))


STEPS = (continued, forked, imported, moved)
slow = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # each example takes seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def packable(folder, tmp_path):
    """Whether the run can be given away and comes back the same."""
    file = tmp_path / "again.zip"
    archive.pack(folder, file)
    target = tmp_path / "elsewhere"
    target.mkdir(exist_ok=True)
    shutil.rmtree(target / folder.name, ignore_errors=True)
    before, after = (runs.read_record(one) for one in (folder, archive.unpack(file, target).folder))
    return (before.config, len(before.epochs)) == (after.config, len(after.epochs))


@slow
@given(
    texts=st.integers(0, 100),
    sessions=st.integers(1, 2000),
    letter=st.sampled_from(["a", "ä", "数", "\U0001f600", "\\", '"']),
    point_count=st.integers(0, 250),
    change_count=st.sampled_from([0, 10, 3000]),
    steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=4),
)
def test_an_accepted_run_stays_acceptable(
    texts, sessions, letter, point_count, change_count, steps, original, tmp_path_factory
):
    tmp_path = tmp_path_factory.mktemp("grown")
    folder = shutil.copytree(original, tmp_path / "runs" / NAME)
    one = len(json.dumps(sessions_of(folder, 1, texts, letter), ensure_ascii=False).encode())
    count = min(sessions, 900_000 // one)
    describe(folder, sittings=sessions_of(folder, count, texts, letter), unknown=[[]] * 1000)
    write_lines(folder, layout.POINTS_FILE, points(point_count))
    write_lines(folder, layout.CHANGES_FILE, changes(change_count))
    try:
        runs.read_record(folder)
    except RunFolderError:
        return  # refused, before anything is made of it

    for step in steps:
        folder = step(folder, tmp_path)
        runs.read_record(folder)
        assert packable(folder, tmp_path)


@pytest.mark.parametrize("step", STEPS)
def test_a_description_that_is_full_of_sessions(step, folder, tmp_path):
    size = describe(folder, sittings=sessions_of(folder, 5, 90, "ä"))
    assert 800_000 < size < layout.MAX_DESCRIPTION_BYTES
    folder = step(folder, tmp_path)
    assert (folder / layout.RUN_FILE).stat().st_size < layout.MAX_DESCRIPTION_BYTES
    continued(folder, tmp_path)


def test_as_many_points_and_changes_as_there_may_be(folder, tmp_path):
    write_lines(folder, layout.POINTS_FILE, points(layout.MAX_POINT_LINES))
    write_lines(folder, layout.CHANGES_FILE, changes(layout.MAX_CHANGE_LINES))
    for step in (continued, imported):
        folder = step(folder, tmp_path)
        assert len(runs.read_record(folder).changes) == layout.MAX_CHANGE_LINES
        assert len(runs.read_points(folder)) == layout.MAX_POINT_LINES
    assert packable(folder, tmp_path)


def test_changes_that_are_made_again_are_each_compared_with_few(folder, tmp_path, monkeypatch):
    count, config = 2000, runs.outline(folder).config
    rates = [config.optimizer.learning_rate, *(0.1 + n / 1e6 for n in range(1, count + 1))]
    batches = config.data.batches_per_epoch
    line = {"run": NAME, "epoch": config.epochs + 1, "batch": 1, "batches": batches}
    line |= {"path": "optimizer.learning_rate"}
    lines = [line | {"before": before, "value": value} for before, value in pairwise(rates)]
    write_lines(folder, layout.CHANGES_FILE, lines)

    compared, equal = 0, SettingChanged.__eq__

    def counting(one, other):
        nonlocal compared
        compared += 1
        return equal(one, other)

    monkeypatch.setattr(SettingChanged, "__eq__", counting)
    continued(folder, tmp_path)
    assert 0 < compared < 10 * count
    assert len(runs.read_changes(folder, config.model)) == count


def test_one_more_of_them_is_refused(folder):
    for name, lines in (
        (layout.POINTS_FILE, points(layout.MAX_POINT_LINES + 1)),
        (layout.CHANGES_FILE, changes(layout.MAX_CHANGE_LINES + 1)),
    ):
        before = (folder / name).read_bytes() if (folder / name).exists() else b""
        write_lines(folder, name, lines)
        with pytest.raises(RunFolderError, match="lines"):
            runs.read_record(folder)
        (folder / name).write_bytes(before)


def test_keys_that_nobody_knows_do_not_grow_with_a_new_id(folder, tmp_path):
    """Lists within lists, which take a line each where they are indented."""
    describe(folder, x=[[]] * 200_000)
    folder = imported(folder, tmp_path)
    assert "x" not in json.loads((folder / layout.RUN_FILE).read_text())
    assert list(layout.list_runs(folder.parent).problems) == []
    continued(folder, tmp_path)


def test_an_honest_run_may_have_any_number_of_sessions(folder):
    """The first one stays, and the latest; what is between them goes."""
    record = runs.read_record(folder)
    (session,) = record.sessions
    assert isinstance(session, TrainingSession)
    record.sessions = [replace(session, started=str(number)) for number in range(5000)]
    write_description(folder, described(record))
    started = [int(session.started) for session in runs.outline(folder).sessions]
    assert 100 < len(started) < 2000
    assert started == [0, *range(5000 - len(started) + 1, 5000)]


def test_a_description_that_could_not_be_read_again_replaces_no_good_one(folder):
    before = (folder / layout.RUN_FILE).read_bytes()
    with pytest.raises(OSError, match="too large"):
        write_description(folder, {"x": "n" * layout.MAX_DESCRIPTION_BYTES})
    assert (folder / layout.RUN_FILE).read_bytes() == before


def test_changes_that_are_too_many_cost_only_themselves(folder, monkeypatch):
    for module in (recorded_lines, recording, runs):
        monkeypatch.setattr(module, "MAX_CHANGE_LINES", 2)
    job = job_from(continuation(folder, 7))
    control = Control(job.run, 1, takes_checkpoints=True)
    failures = []
    for event in train_and_keep(job, control):
        if isinstance(event, EpochCompleted):
            control.change({"optimizer.learning_rate": 0.01 * event.epoch})
        if isinstance(event, RecordingFailed):
            failures.append(event)
    (failure,) = failures
    assert failure.is_run_kept
    assert "changes by hand" in str(failure.message)
    record = runs.read_record(folder)
    assert (record.epochs_done, len(record.changes)) == (7, 2)


class TestWhatIsInTheWay:
    @pytest.mark.parametrize(
        "name",
        [
            *(layout.WEIGHTS_FILE, layout.BEST_FILE, layout.LOCK_FILE),
            *("epochs/0003.safetensors", "epochs/0000+0002.safetensors"),
            *(layout.CHECKPOINT_FILE, layout.METRICS_FILE, layout.POINTS_FILE),
            *(layout.LAYERS_FILE, layout.CHANGES_FILE),
        ],
    )
    def test_a_folder_in_place_of_a_file_is_named_before_the_run_starts(self, name, folder):
        path = folder / name
        if path.is_file():
            path.unlink()
        path.mkdir()
        with pytest.raises(InklingError, match=name.replace("+", r"\+")):
            continuation(folder, 4)
        path.rmdir()

    @pytest.mark.parametrize("make", ["file", "link"])
    def test_so_is_what_stands_for_the_folder_of_epochs(self, make, folder, tmp_path):
        path = folder / layout.EPOCHS_FOLDER
        shutil.rmtree(path)
        if make == "file":
            path.touch()
        else:
            path.symlink_to(tmp_path, target_is_directory=True)
        with pytest.raises(RunFolderError, match=r"since epochs is in the way"):
            continuation(folder, 4)

    def test_once_it_is_gone_the_run_is_continued(self, folder, tmp_path):
        best = folder / layout.BEST_FILE
        best.unlink()
        best.mkdir()
        with pytest.raises(RunFolderError, match=r"best\.safetensors is in the way"):
            continuation(folder, 4)
        os.rmdir(best)
        continued(folder, tmp_path)
