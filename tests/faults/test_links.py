"""Links, pipes and folders in the places of files: nothing is written or deleted through them."""

import json
import os
import shutil
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

import core
import gui
from core.cli import main as cli
from core.comparison.experiment import Kind, ladder
from core.comparison.kept import files as kept_files
from core.comparison.kept.comparison import KeptComparison
from core.data import datasets, handwriting
from core.errors import InklingError, RunFolderError
from core.export.formats import Format, export
from core.export.source import source_of
from core.lifecycle import archive, clean_up
from core.lifecycle.clean_up import CleanUpOptions
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.recording import record
from core.lifecycle.tensorboard import FOLDER as TENSORBOARD_FOLDER
from core.lifecycle.tensorboard import follow
from core.messages import Message
from core.run.control import Control
from core.storage import deletion, labels, layout
from core.storage import records as runs
from core.storage.epoch_weights import kept_epochs, read_epoch_weights
from core.storage.layout import (
    BEST_FILE,
    CHANGES_FILE,
    CHECKPOINT_FILE,
    COMPARISONS_FOLDER,
    DAMAGED_FOLDER,
    EPOCHS_FOLDER,
    LABEL_FILE,
    LAYERS_FILE,
    LOCK_FILE,
    METRICS_FILE,
    POINTS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
)
from core.training.loop import train
from tests.core.running import small
from tests.faults.test_hostile_files import IDX, PICTURES

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links need a right there")

CONFIG = small("mlp", {"epochs": 3, "data.train_size": 100, "model.hidden": [{"units": 4}]})
RUN, OTHER = "20261124-120000-mlp-00000001", "20261124-120000-mlp-00000002"
NAMES = (
    RUN_FILE,
    METRICS_FILE,
    CHANGES_FILE,
    POINTS_FILE,
    LAYERS_FILE,
    LABEL_FILE,
    WEIGHTS_FILE,
    BEST_FILE,
    CHECKPOINT_FILE,
    LOCK_FILE,
    EPOCHS_FOLDER,
    f"{EPOCHS_FOLDER}/0001.safetensors",
    f"{EPOCHS_FOLDER}/0005.safetensors",
    TENSORBOARD_FOLDER,
    f"{CHECKPOINT_FILE}.tmp",
    f"{RUN_FILE}.tmp",
    f"{CHECKPOINT_FILE}.coming",
)


def learn(folder, config, start=None):
    """Train a run, and keep it with few epochs and TensorBoard's files."""
    control = Control(
        folder.name, 1, takes_checkpoints=True, measures_layers=True, measures_moments=True
    )
    events = train(config, datasets.load(config.data), control, start and start.checkpoint)
    events = record(events, config, folder, start, kept_epochs=2)
    for _ in follow(events, config, folder / TENSORBOARD_FOLDER, start and start.record):
        pass


def resume(folder, _elsewhere):
    start = continuation(folder, 5)
    learn(folder, start.record.config, start)


def export_all(folder, elsewhere):
    for kind in (Format.ZIP, Format.TENSORBOARD, Format.CSV, Format.SAFETENSORS):
        with suppress(InklingError):
            export(source_of(folder), kind, elsewhere / f"exported{kind.suffix}")


def import_same(folder, _elsewhere):
    archive.unpack(folder.parent.parent / "same.zip", folder.parent)


def clean(folder, _elsewhere):
    options = CleanUpOptions(
        epochs=True, checkpoints=True, damaged=True, leftovers=True, unfinished=True
    )
    for removal in clean_up.plan(clean_up.survey(folder.parent), options):
        deletion.delete(removal.path)


KEPT_FILE = f"{EPOCHS_FOLDER}/0001.safetensors"
READ = {  # the functions that need these files of a run
    RUN_FILE: runs.outline,
    METRICS_FILE: runs.read_epochs,
    POINTS_FILE: runs.read_points,
    LAYERS_FILE: runs.read_layers,
    WEIGHTS_FILE: runs.open_run,
    CHECKPOINT_FILE: lambda folder: continuation(folder, 5),
    KEPT_FILE: lambda folder: [
        read_epoch_weights(folder, epoch, CONFIG.model) for epoch in kept_epochs(folder)
    ],
}

OPERATIONS = {
    "resume": resume,
    "fork": lambda folder, _: fork(folder, folder.parent, {}),
    "rename": lambda folder, _: labels.write_label(folder, labels.Label("new name")),
    "delete": lambda folder, _: deletion.delete(folder),
    "clean up": clean,
    "start": lambda folder, _: clean_up.remove_leftovers(folder.parent),
    "import": import_same,
    "export": export_all,
    "set aside": lambda folder, _: layout.set_aside(folder),
}


def hard_link(path, target):
    if not target.is_file():
        pytest.skip("folders have no hard links")
    os.link(target, path)


def open_socket(path, _target):
    here = os.open(path.parent, os.O_RDONLY)
    try:  # the name of a socket may have 107 bytes only
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(f"/proc/self/fd/{here}/{path.name}")
    finally:
        os.close(here)


KINDS = {
    "link": lambda path, target: path.symlink_to(target),
    "hard link": hard_link,
    "link to nothing": lambda path, target: path.symlink_to(target.parent / "new"),
    "link to itself": lambda path, _: path.symlink_to(path.name),
    "link that cannot be followed": lambda path, _: path.symlink_to("x" * 300),
    "pipe": lambda path, _: os.mkfifo(path),
    "socket": open_socket,
    "folder": lambda path, _: path.mkdir(),
}


def content(folder):
    """Everything below a folder, with the content of its files and the targets of its links."""
    return {
        str(path.relative_to(folder)): (
            os.readlink(path)
            if path.is_symlink()
            else path.read_bytes()
            if path.is_file()
            else path.is_dir()
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A run in `runs`, packed as `same.zip`, and a similar one of somebody else in `others`."""
    base = tmp_path_factory.mktemp("original")
    for seed, folder in enumerate([base / "runs" / RUN, base / "others" / OTHER]):
        folder.mkdir(parents=True)
        learn(folder, CONFIG.model_copy(update={"seed": seed}))
    for name in NAMES:
        if not (base / "others" / OTHER / name).exists():
            (base / "others" / OTHER / name).write_bytes(b"somebody's")
    archive.pack(base / "runs" / RUN, base / "same.zip")
    return base


def copied(original, target):
    """A copy of the folders; files are copied, so that no test changes those of another."""
    shutil.copytree(original, target, symlinks=True, dirs_exist_ok=True)
    return target


def planted(original, tmp_path, name, kind):
    """The run's folder with something else in the place of one file, and what is not to change."""
    folder = copied(original, tmp_path) / "runs" / RUN
    path = folder / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    KINDS[kind](path, tmp_path / "others" / OTHER / name)
    os.utime(path, (0, 0), follow_symlinks=False)  # older than anything in progress
    return folder


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_done_through_an_entry_of_a_run(original, tmp_path, kind, operation):
    for number, name in enumerate(NAMES):
        base = tmp_path / str(number)
        if kind == "hard link" and (original / "others" / OTHER / name).is_dir():
            continue
        folder = planted(original, base, name, kind)
        (base / "elsewhere").mkdir()
        before = content(base / "others")
        with suppress(InklingError):
            OPERATIONS[operation](folder, base / "elsewhere")
        assert content(base / "others") == before, name


class TestReading:
    """What somebody's link in a run leads to is neither shown nor passed on with the run."""

    def test_a_name(self, original, tmp_path):
        folder = copied(original, tmp_path) / "runs" / RUN
        (tmp_path / "package.json").write_text('{"name": "private"}')
        (folder / LABEL_FILE).unlink(missing_ok=True)
        (folder / LABEL_FILE).symlink_to(tmp_path / "package.json")
        assert labels.read_label(folder) == labels.Label()
        with pytest.raises(RunFolderError, match=f"{LABEL_FILE} is a link"):
            labels.update_label(folder, labels.Label(number=1), labels.Label())
        labels.write_label(folder, labels.Label("mine"))  # as when the user renames it
        assert labels.read_label(folder) == labels.Label("mine")
        assert (tmp_path / "package.json").read_text() == '{"name": "private"}'

    @pytest.mark.parametrize(
        ("name", "linked"), [*zip(READ, READ, strict=True), (KEPT_FILE, EPOCHS_FOLDER)]
    )
    def test_a_file(self, original, tmp_path, name, linked):
        """Sound for this run, so that nothing else can be wrong with it."""
        folder = copied(original, tmp_path) / "runs" / RUN
        assert READ[name](folder)
        (folder / linked).rename(tmp_path / "elsewhere")
        (folder / linked).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(RunFolderError, match=f"{Path(linked).name} is a link"):
            READ[name](folder)


class TestNextToTheRuns:
    """Folders next to the runs that lead elsewhere."""

    @pytest.fixture
    def elsewhere(self, tmp_path):
        """A folder of the user with files of all kinds that could be meant."""
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        for name in (f"{RUN}.json", "20260101-a.json", ".inkling-0123456789abcdef.tmp"):
            (folder / name).write_bytes(b"{")
            os.utime(folder / name, (0, 0))
        return folder

    @pytest.mark.usefixtures("nothing_is_new")
    def test_comparisons(self, tmp_path, elsewhere):
        runs_dir = tmp_path / "runs"
        runs_dir.mkdir()
        (runs_dir / COMPARISONS_FOLDER).symlink_to(elsewhere)
        now = datetime.now(UTC)
        experiment = ladder(1, CONFIG)
        titles = {member.name: Message(member.name) for member in experiment.members}
        comparison = KeptComparison(RUN, now, Kind.LADDER, experiment, titles, None, {})
        before = content(elsewhere)
        with pytest.raises(InklingError, match="is a link"):
            kept_files.write(runs_dir, comparison)
        with pytest.raises(InklingError, match="is a link"):
            kept_files.delete(runs_dir, RUN)
        assert kept_files.read_all(runs_dir).problems
        clean_up.remove_leftovers(runs_dir)
        assert content(elsewhere) == before
        assert not (runs_dir / DAMAGED_FOLDER).exists()

    def test_comparisons_that_cannot_be_read_are_reported(self, tmp_path):
        (tmp_path / COMPARISONS_FOLDER).symlink_to(COMPARISONS_FOLDER)
        (problem,) = kept_files.read_all(tmp_path).unread
        assert f"{COMPARISONS_FOLDER} cannot be read" in str(problem)

    def test_damaged(self, original, tmp_path, elsewhere):
        folder = copied(original, tmp_path) / "runs" / RUN
        (folder.parent / DAMAGED_FOLDER).symlink_to(elsewhere)
        before = content(elsewhere)
        assert layout.set_aside(folder) is None
        assert folder.is_dir()
        clean(folder, elsewhere)
        assert content(elsewhere) == before

    def test_handwriting(self, tmp_path, elsewhere):
        folder, source = tmp_path / "handwriting", tmp_path / "source"
        handwriting.keep(source, np.ones((28, 28), np.float32), 3)
        folder.mkdir()
        (elsewhere / "20261124-120000-00000001.png").write_bytes(b"somebody's")
        (folder / "3").symlink_to(elsewhere)
        before = content(elsewhere)
        with pytest.raises(InklingError, match="is a link"):
            handwriting.keep(folder, np.ones((28, 28), np.float32), 3)
        with pytest.raises(InklingError, match="is a link"):
            handwriting.import_from(source, folder)
        sample = handwriting.Sample(next(elsewhere.glob("*.png")), 3, np.zeros((28, 28), np.uint8))
        behind_link = handwriting.Sample(folder / "3" / sample.path.name, 3, sample.grey)
        with pytest.raises(InklingError, match="is a link"):
            handwriting.delete([behind_link])
        assert content(elsewhere) == before

    @pytest.mark.parametrize("name", [DAMAGED_FOLDER, COMPARISONS_FOLDER])
    def test_a_description_there_makes_no_run_of_all_that_is_in_it(self, original, tmp_path, name):
        """It would be deleted or set aside, and with it what others have in there."""
        runs_dir = copied(original, tmp_path) / "runs"
        shutil.copytree(runs_dir / RUN, runs_dir / name)
        assert list(layout.list_runs(runs_dir).written) == [RUN]
        with pytest.raises(InklingError, match="There is no run"):
            layout.find(name, runs_dir)


PROBLEMS = {
    "link to itself": lambda path, _: path.symlink_to(path.name),
    "link to nothing": lambda path, _: path.symlink_to("nowhere"),
    "link that cannot be followed": lambda path, _: path.symlink_to("x" * 300),
    "link to another run": lambda path, runs: path.symlink_to(runs / RUN),
    "folder named run.json": lambda path, _: (path / RUN_FILE).mkdir(parents=True),
    "pipe named run.json": lambda path, _: (path.mkdir(), os.mkfifo(path / RUN_FILE)),
    "socket named run.json": lambda path, _: (path.mkdir(), open_socket(path / RUN_FILE, None)),
    "run.json that leads to itself": lambda path, _: (
        path.mkdir(),
        (path / RUN_FILE).symlink_to(RUN_FILE),
    ),
    "run.json that leads nowhere": lambda path, _: (
        path.mkdir(),
        (path / RUN_FILE).symlink_to("nowhere"),
    ),
    "run.json that leads to a device": lambda path, _: (
        path.mkdir(),
        (path / RUN_FILE).symlink_to("/dev/zero"),
    ),
}
BAD = "20261124-130000-bad-00000001"
NO_TEXT = os.fsdecode(b"20261124-140000-\xff\xfe-00000001")


@pytest.mark.timeout(60)
class TestListing:
    @pytest.mark.parametrize("problem", PROBLEMS)
    def test_one_entry_hides_no_run(self, original, tmp_path, capsys, problem):
        runs_dir = copied(original, tmp_path) / "runs"
        PROBLEMS[problem](runs_dir / BAD, runs_dir)
        status = cli.main(["runs", "--runs-dir", str(runs_dir), "--json"])
        out, err = capsys.readouterr()
        assert status == 1
        assert [json.loads(line)["run"] for line in out.splitlines()] == [RUN]
        (line,) = err.splitlines()
        assert BAD in line
        assert "cannot be read" in line

        survey = clean_up.survey(runs_dir)
        assert [space.folder.name for space in survey.runs] == [RUN]
        assert survey.total > 0

    @pytest.mark.parametrize("is_sound", [True, False])
    def test_names_that_are_no_text_are_reported(self, original, tmp_path, capsys, is_sound):
        runs_dir = copied(original, tmp_path) / "runs"
        shutil.copytree(runs_dir / RUN, runs_dir / NO_TEXT)
        if not is_sound:
            (runs_dir / NO_TEXT / RUN_FILE).write_bytes(b"{")
        status = cli.main(["runs", "--runs-dir", str(runs_dir)])
        out, err = capsys.readouterr()
        assert RUN in out
        assert status == 1
        assert "140000" not in out
        assert "\\udcff\\udcfe" in err

    def test_what_is_no_run_is_not_reported(self, original, tmp_path, capsys):
        runs_dir = copied(original, tmp_path) / "runs"
        for name in ("notes", ".git", ".import-abcd1234/run", "lost+found"):
            (runs_dir / name).mkdir(parents=True)
        (runs_dir / "file").write_text("x")
        os.mkfifo(runs_dir / "pipe")
        (runs_dir / ".hidden").symlink_to("nowhere")
        assert cli.main(["runs", "--runs-dir", str(runs_dir)]) == 0
        assert capsys.readouterr().err == ""

    def test_a_folder_that_may_not_be_entered(self, original, tmp_path, capsys, monkeypatch):
        runs_dir = copied(original, tmp_path) / "runs"
        (runs_dir / BAD).mkdir()
        status_of = os.stat

        def status(path, **options):
            if str(path).startswith(str(runs_dir / BAD) + os.sep):
                raise PermissionError(13, "Permission denied")
            return status_of(path, **options)

        monkeypatch.setattr(os, "stat", status)
        assert cli.main(["runs", "--runs-dir", str(runs_dir)]) == 1
        out, err = capsys.readouterr()
        assert RUN in out
        assert f"{BAD} cannot be read: Permission denied" in err

    @pytest.mark.parametrize("kind", ["file", "loop", "forbidden"])
    def test_a_runs_folder_that_cannot_be_read(self, tmp_path, capsys, monkeypatch, kind):
        runs_dir = tmp_path / "runs"
        if kind == "file":
            runs_dir.write_text("x")
        elif kind == "loop":
            runs_dir.symlink_to("runs")
        else:
            runs_dir.mkdir()

            def refuse(_folder):
                raise PermissionError(13, "Permission denied")

            monkeypatch.setattr(os, "listdir", refuse)
        assert cli.main(["runs", "--runs-dir", str(runs_dir)]) == 1
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert f"{runs_dir} cannot be read" in err
        assert clean_up.survey(runs_dir).unreadable is not None


@pytest.mark.timeout(60)
class TestPipesAndDevices:
    """Each is refused at once; nothing waits for a pipe that nobody writes to."""

    @pytest.fixture(params=["pipe", "device", "socket", "link to a pipe"])
    def special(self, request, tmp_path):
        path = tmp_path / "special.png"
        match request.param:
            case "pipe":
                os.mkfifo(path)
            case "device":
                path.symlink_to("/dev/zero")
            case "socket":
                open_socket(path, None)
            case _:
                os.mkfifo(tmp_path / "pipe")
                path.symlink_to(tmp_path / "pipe")
        return path

    def refused(self, capsys, *arguments, status=1):
        assert cli.main([*map(str, arguments)]) == status
        lines = capsys.readouterr().err.splitlines()
        assert lines
        assert not any("Traceback" in line for line in lines)
        return lines[-1]

    def test_a_picture(self, original, special, capsys):
        folder = original / "runs" / RUN
        assert str(special) in self.refused(capsys, "predict", "--run", folder, special)

    def test_an_archive(self, special, tmp_path, capsys):
        text = self.refused(capsys, "import", special, "--runs-dir", tmp_path / "runs")
        assert str(special) in text

    def test_an_output(self, original, special, tmp_path, capsys):
        command = ("export", "--run", original / "runs" / RUN, "--format", "csv", "--force")
        assert "is not a file" in self.refused(capsys, *command, "--output", special)
        assert special.exists()
        assert not special.is_file()

    def test_a_report(self, special, tmp_path, capsys):
        command = ("compare", "--presets", "logistic", "mlp", "--runs-dir", tmp_path / "runs")
        assert str(special) in self.refused(capsys, *command, "--report", special, status=2)
        assert not (tmp_path / "runs").exists()

    @pytest.mark.parametrize("name", IDX)
    def test_data(self, special, tmp_path, capsys, name):
        data = tmp_path / "data"
        data.mkdir()
        for other, values in IDX.items():
            (data / other).write_bytes(values)
        (data / name).unlink()
        special.rename(data / name)
        assert cli.main(["train", "--preset", "mlp", *self.of(data, tmp_path)]) == (
            0 if name == "classes.txt" else 1
        )
        assert "Traceback" not in capsys.readouterr().err

    def test_a_folder_of_pictures(self, special, tmp_path, capsys):
        for name in ("a/1.png", "a/2.png", "b/1.png", "b/2.png"):
            (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "data" / name).write_bytes(PICTURES["PNG"])
        special.rename(tmp_path / "data" / "a" / "3.png")
        assert cli.main(["train", "--preset", "mlp", *self.of(tmp_path / "data", tmp_path)]) == 0

    @staticmethod
    def of(data, tmp_path):
        options = ("--epochs", "1", "--runs-dir", tmp_path / "runs")
        return [*map(str, options), "--set", f"data.dataset={data}"]

    def test_handwriting(self, special, tmp_path):
        (tmp_path / "source" / "3").mkdir(parents=True)
        special.rename(tmp_path / "source" / "3" / "a.png")
        imported = handwriting.import_from(tmp_path / "source", tmp_path / "kept")
        assert imported.count == 0

    @pytest.mark.usefixtures("nothing_is_new")
    def test_files_of_a_comparison(self, special, tmp_path):
        folder = tmp_path / "runs" / COMPARISONS_FOLDER
        folder.mkdir(parents=True)
        special.rename(folder / f"{RUN}.json")
        assert len(kept_files.read_all(tmp_path / "runs").problems) == 1


def test_a_run_that_is_deleted_while_it_is_packed(original, tmp_path, monkeypatch):
    folder = copied(original, tmp_path) / "runs" / RUN
    open_file = archive.open_file

    def delete_and_open(path, **options):
        if path.name == WEIGHTS_FILE:
            deletion.delete(folder)
        return open_file(path, **options)

    monkeypatch.setattr(archive, "open_file", delete_and_open)
    (tmp_path / "target").mkdir()
    with pytest.raises(InklingError, match=rf"{WEIGHTS_FILE} cannot be read: No such file"):
        export(source_of(folder), Format.ZIP, tmp_path / "target" / "x.zip")
    assert list((tmp_path / "target").iterdir()) == []


def test_a_run_that_is_renamed_while_it_is_packed(original, tmp_path, monkeypatch):
    folder = copied(original, tmp_path) / "runs" / RUN
    labels.write_label(folder, labels.Label("before"))
    open_file = archive.open_file

    def rename_and_open(path, **options):
        if path.name == LABEL_FILE:
            labels.write_label(folder, labels.Label("after"))
        return open_file(path, **options)

    monkeypatch.setattr(archive, "open_file", rename_and_open)
    export(source_of(folder), Format.ZIP, tmp_path / "x.zip")
    imported = archive.unpack(tmp_path / "x.zip", tmp_path / "others")
    assert labels.read_label(imported.folder).name == "after"


@pytest.mark.parametrize("target", ["nowhere", "x" * 300, RUN])
def test_an_import_where_a_link_has_the_name_of_the_run(original, tmp_path, target):
    """The link stays, and the run gets another name; it is not taken to be there already."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / RUN).symlink_to(target)
    imported = archive.unpack(original / "same.zip", tmp_path / "runs")
    assert imported.run == f"{RUN}-2"
    assert (tmp_path / "runs" / RUN).is_symlink()


def test_an_import_where_something_else_has_the_name_of_the_run(original, tmp_path):
    empty = tmp_path / "empty" / RUN
    empty.mkdir(parents=True)
    description = json.loads((original / "runs" / RUN / RUN_FILE).read_bytes())
    description |= {"state": "stopped", "last": None, "best": None, "epochs_done": 0}
    (empty / RUN_FILE).write_text(json.dumps(description))
    archive.pack(empty, tmp_path / "empty.zip")
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / RUN).write_text("no run")
    imported = archive.unpack(tmp_path / "empty.zip", tmp_path / "runs")
    assert imported.is_new
    assert imported.run == f"{RUN}-2"


@pytest.mark.parametrize("read", [runs.outline, runs.read_record, runs.open_run])
def test_a_run_below_a_link_to_itself(read, tmp_path):
    """As when a runs folder is moved, and a link to it is made in the wrong place."""
    (tmp_path / "runs").symlink_to("runs")
    with pytest.raises(RunFolderError, match="cannot be read"):
        read(tmp_path / "runs" / RUN)


def test_links_to_themselves_are_no_errors_of_other_types():
    """`Path.resolve` raises a `RuntimeError` for them, before Python 3.13."""
    folders = [Path(package.__file__).parent for package in (core, gui)]
    modules = [path for folder in folders for path in folder.rglob("*.py")]
    assert not [path for path in modules if ".resolve()" in path.read_text(encoding="utf-8")]
