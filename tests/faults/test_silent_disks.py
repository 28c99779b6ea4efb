"""A run's folder on a disk that answers nothing but errors, as a stick that was pulled out."""

import builtins
import errno
import os
import shutil
from contextlib import suppress

import pytest
from hypothesis import settings

from core.cli import main as cli
from core.errors import InklingError
from core.export.formats import Format, export
from core.export.source import source_of
from core.lifecycle import archive, clean_up
from core.lifecycle.clean_up import CleanUpOptions
from core.lifecycle.continuing import continuation, fork
from core.storage import labels, layout
from core.storage import records as runs
from core.storage.deletion import delete_run
from core.storage.labels import Label
from core.storage.saving import save
from tests.core.export.test_formats import kept
from tests.core.running import small

RUN, OTHER = "20261124-120000-mlp-00000001", "20261124-120000-mlp-00000002"
CALLS = ("stat", "lstat", "unlink", "rename", "replace", "listdir", "scandir", "open", "mkdir")
EVERYTHING = CleanUpOptions(True, True, True, 0, True, True, True)
MAX_STEPS = 2000
EACH_UNTIL = 60  # steps; from there on they are further and further apart
SPREAD = 1 if settings().max_examples > 1000 else 1.08  # each, in the long profile
OPERATIONS = {
    "list": lambda folder, _: layout.list_runs(folder.parent),
    "outline": lambda folder, _: runs.outline(folder),
    "read": lambda folder, _: runs.read_record(folder),
    "open": lambda folder, _: runs.open_run(folder),
    "label": lambda folder, _: labels.read_label(folder),
    "rename": lambda folder, _: labels.write_label(folder, Label("mine")),
    "delete": lambda folder, _: delete_run(folder),
    "set aside": lambda folder, _: layout.set_aside(folder),
    "in use": lambda folder, _: layout.is_in_use(folder),
    "find": lambda folder, _: layout.find(folder.name, folder.parent),
    "survey": lambda folder, _: clean_up.plan(clean_up.survey(folder.parent), EVERYTHING),
    "leftovers": lambda folder, _: clean_up.remove_leftovers(folder.parent),
    "continue": lambda folder, _: continuation(folder, 9),
    "fork": lambda folder, _: fork(folder, folder.parent, {"optimizer.learning_rate": 0.2}),
    "import": lambda folder, packed: archive.unpack(packed, folder.parent),
    "save": lambda folder, _: save(folder / "mine.csv", b"x"),
    "export": lambda folder, packed: export(
        source_of(folder), Format.ZIP, packed.with_name("again.zip")
    ),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    base = tmp_path_factory.mktemp("sound")
    for run in (RUN, OTHER):
        folder = kept(small("mlp", {"epochs": 2}), base / "runs", run)
    archive.pack(folder.with_name(RUN), base / "run.zip")
    return base


@pytest.fixture
def silence(sound, tmp_path, monkeypatch):
    """Return a run's folder and its archive, and a function that silences the folder.

    With a step, the whole runs folder fails, from that call on.
    """
    shutil.copytree(sound, tmp_path / "base")
    folder = tmp_path / "base" / "runs" / RUN

    def refused(function, number, silent, left):
        def call(path=".", *arguments, **options):
            if str(path) == str(silent) or str(path).startswith(f"{silent}{os.sep}"):
                left[0] -= 1
                if left[0] < 0:
                    raise OSError(number, os.strerror(number), str(path))
            return function(path, *arguments, **options)

        return call

    def silence(number, step=None):
        silent, left = (folder, [0]) if step is None else (folder.parent, [step])
        for name in CALLS:
            function = refused(getattr(os, name), number, silent, left)
            monkeypatch.setattr(os, name, function)
        monkeypatch.setattr(builtins, "open", refused(open, number, silent, left))
        return left

    return folder, tmp_path / "base" / "run.zip", silence


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE, errno.ETIMEDOUT])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_only_this_run_is_concerned(operation, number, silence, monkeypatch):
    folder, packed, silent = silence
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    silent(number)
    with suppress(InklingError):
        OPERATIONS[operation](folder, packed)
    listing = layout.list_runs(folder.parent)
    assert OTHER in listing.written
    assert RUN in listing.problems
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_the_commands_name_it(number, silence, capsys):
    folder, _, silent = silence
    silent(number)
    assert cli.main(["runs", "--runs-dir", str(folder.parent)]) == 1
    out, err = capsys.readouterr()
    assert OTHER in out
    assert f"{RUN} cannot be read" in out + err


def steps():
    """The calls at which the disk falls silent."""
    step = 0
    while step < MAX_STEPS:
        yield step
        step = max(step + 1, int(step * SPREAD)) if step > EACH_UNTIL else step + 1


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_disk_that_falls_silent_at_any_step(operation, silence, monkeypatch, sound):
    """Afterwards every run is listed, or reported; only a deletion may have begun."""
    folder, packed, silent = silence
    for step in steps():
        left = silent(errno.EIO, step)
        with suppress(InklingError):
            OPERATIONS[operation](folder, packed)
        monkeypatch.undo()

        listing = layout.list_runs(folder.parent)
        assert OTHER in listing.written, step
        is_there = RUN in {*listing.written, *listing.problems}
        assert is_there or operation in ("delete", "set aside"), step
        if operation == "set aside" and not is_there:
            assert (folder.parent / layout.DAMAGED_FOLDER / RUN).exists(), step
        if left[0] >= 0:
            return  # the operation takes fewer steps

        shutil.rmtree(folder.parent)
        shutil.copytree(sound / "runs", folder.parent)
    pytest.fail("the operation takes too many steps")
