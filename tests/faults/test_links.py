"""Links, pipes and folders in the places of files: nothing is written or deleted through them."""

import os
import shutil
import socket
from contextlib import suppress

import pytest

from core.data import datasets
from core.errors import InklingError
from core.export.formats import Format, export, source_of
from core.lifecycle import archive, clean_up
from core.lifecycle.clean_up import CleanUpOptions
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.recording import record
from core.lifecycle.tensorboard import FOLDER as TENSORBOARD_FOLDER
from core.lifecycle.tensorboard import follow
from core.run.control import Control
from core.storage import labels, layout
from core.storage.layout import (
    BEST_FILE,
    CHANGES_FILE,
    CHECKPOINT_FILE,
    EPOCHS_FOLDER,
    LABEL_FILE,
    LAYERS_FILE,
    LOCK_FILE,
    METRICS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
)
from core.training.loop import train
from tests.core.running import small

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links need a right there")

CONFIG = small("mlp", {"epochs": 3, "data.train_size": 100, "model.hidden": [{"units": 4}]})
RUN, OTHER = "20261124-120000-mlp-00000001", "20261124-120000-mlp-00000002"
NAMES = (
    RUN_FILE,
    METRICS_FILE,
    CHANGES_FILE,
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
    before, checkpoint = (start.record, start.checkpoint) if start else (None, None)
    control = Control(folder.name, 1, takes_checkpoints=True, measures_layers=True)
    events = train(config, datasets.load(config.data), control, checkpoint)
    events = record(events, config, folder, before, kept_epochs=2)
    for _ in follow(events, config, folder / TENSORBOARD_FOLDER, before):
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
        layout.delete(removal.path)


OPERATIONS = {
    "resume": resume,
    "fork": lambda folder, _: fork(folder, folder.parent, {}),
    "rename": lambda folder, _: labels.write_label(folder, labels.Label("new name")),
    "delete": lambda folder, _: layout.delete(folder),
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
