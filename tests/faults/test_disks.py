"""Disks that fill up at any moment, or take nothing at all: the run goes on, and what was kept
stays.
"""

import errno
import os
import secrets
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict

import numpy as np
import pytest

from core.data import datasets, handwriting
from core.errors import InklingError
from core.files import write_error
from core.lifecycle import archive as archives
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.recording import record
from core.run.control import Control
from core.run.events import CheckpointTaken, EndReason, EpochCompleted, RecordingFailed
from core.storage import labels, layout
from core.storage import records as runs
from core.storage.deletion import delete_run
from core.training.loop import train
from tests.core.running import end_of, epochs_of, small
from tests.faults.damage import refusal

CONFIG = small("mlp", {"epochs": 3, "model.hidden": [{"units": 4}]})
CLOCK = ("seconds", "samples_per_second", "elapsed_s")
WRITING = {
    "os.rename",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "os.truncate",
    "shutil.copytree",
    "shutil.move",
}


class Trouble:
    """Lets the n-th operation that changes something below a folder fail, and all after it."""

    def __init__(self) -> None:
        self.place, self.left, self.number, self.count = None, 0, errno.ENOSPC, 0
        sys.addaudithook(
            self.hear
        )  # nobody can take it away again; it is deaf while there is no place
        self._fsync = os.fsync

    @contextmanager
    def at(self, place, count, number=errno.ENOSPC):
        """From the `count`-th operation on."""
        self.place, self.left, self.number, self.count = str(place), count, number, 0
        os.fsync = self.fsync
        try:
            yield self
        finally:
            os.fsync, self.place = self._fsync, None

    def hear(self, event, arguments):
        """What Python tells before it does something."""
        if self.place is None or not (event in WRITING or self.opens_to_write(event, arguments)):
            return
        if any(str(argument).startswith(self.place) for argument in arguments[:2]):
            self.step()

    def opens_to_write(self, event, arguments):
        """Whether a file is opened in a way that may need room."""
        return event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & os.O_CREAT)

    def fsync(self, descriptor):
        """Where a full disk is noticed at the latest."""
        self.step()
        self._fsync(descriptor)

    def step(self):
        """Count, and fail from then on."""
        self.count += 1
        if self.count >= self.left:
            raise OSError(self.number, os.strerror(self.number))

    @property
    def has_struck(self):
        """Whether something failed."""
        return self.count >= self.left


@pytest.fixture(scope="module")
def error_text():
    return Trouble()


@pytest.fixture(scope="module")
def undisturbed():
    """The epochs of the run without any folder."""
    return numbers(epochs_of(list(train(CONFIG, datasets.load(CONFIG.data), Control("run", 1)))))


def numbers(epochs):
    return [
        {k: v for k, v in asdict(epoch).items() if k not in (*CLOCK, "run")} for epoch in epochs
    ]


def kept(folder, start=None):
    """The events of a run that is kept in a folder, and goes on if it was begun."""
    control = Control(
        folder.name, 1, takes_checkpoints=True, measures_layers=True, measures_moments=True
    )
    learning = train(CONFIG, datasets.load(CONFIG.data), control, start and start.checkpoint)
    yield from record(learning, CONFIG, folder, start)


def is_kept_as_far_as_told(folder, events, undisturbed):
    """Nothing that was told before the trouble is lost, and it goes on from there to the very same
    numbers.
    """
    told = [number for number, event in enumerate(events) if isinstance(event, RecordingFailed)]
    safe = (
        [event for event in events[: told[0]] if isinstance(event, CheckpointTaken)] if told else []
    )
    assert len(told) <= 1
    assert end_of(events).reason is EndReason.COMPLETED, end_of(events).message
    assert numbers(epochs_of(events)) == undisturbed
    if not (folder / layout.RUN_FILE).exists():
        assert not safe
        return
    assert len(runs.read_epochs(folder)) >= len(safe)
    opened = continuation(folder, CONFIG.epochs + 1)
    assert (0 if opened.checkpoint is None else opened.checkpoint.epoch) >= len(safe)
    if opened.record.epochs_done < CONFIG.epochs:
        events = list(kept(folder, continuation(folder, CONFIG.epochs)))
        assert not [event for event in events if isinstance(event, RecordingFailed)]
        assert numbers(runs.read_epochs(folder)) == undisturbed
        assert all(np.isfinite(array).all() for array in runs.open_run(folder).weights.values())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_training_survives_a_disk_that_fails_at_any_write(
    number, error_text, undisturbed, tmp_path
):
    for count in range(1, 200):
        (tmp_path / str(count)).mkdir()
        folder = layout.create(tmp_path / str(count), "run")
        with error_text.at(tmp_path, count, number) as struck:
            events = list(kept(folder))
        is_kept_as_far_as_told(folder, events, undisturbed)
        if not struck.has_struck:
            break
        (told,) = (event for event in events if isinstance(event, RecordingFailed))
        assert os.strerror(number) in str(told.message)
        assert str(folder) in str(told.message)
    assert 20 < count < 199


def everything(folder):
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != layout.LOCK_FILE
    }


def acts(runs_dir, folder):
    """What else writes: each is done or refused in words, and takes nothing away."""
    digit = np.zeros((28, 28), np.float32)
    yield lambda: labels.write_label(folder, labels.Label("another", 2))
    yield lambda: fork(folder, runs_dir, {})
    yield lambda: archives.unpack(runs_dir.parent / "packed.zip", runs_dir)
    yield lambda: handwriting.keep(runs_dir / "hand", digit, 3)
    yield lambda: handwriting.export(runs_dir.parent / "hand", runs_dir / "hand 2")
    yield lambda: layout.set_aside(runs_dir / "hopeless")


def test_no_other_writing_loses_anything(error_text, tmp_path):
    runs_dir, struck = tmp_path / "runs", 0
    runs_dir.mkdir()
    list(kept(folder := layout.create(runs_dir, "one")))
    archives.pack(folder, tmp_path / "packed.zip")
    handwriting.keep(tmp_path / "hand", np.eye(28, dtype=np.float32), 1)
    (runs_dir / "hopeless").mkdir()
    (runs_dir / "hopeless" / layout.RUN_FILE).write_text("?")
    before = everything(folder)
    for place in range(len(list(acts(runs_dir, folder)))):
        for count in range(1, 100):
            with error_text.at(runs_dir, count) as trying:
                refused = refusal([*acts(runs_dir, folder)][place])
            assert refused is None or os.strerror(errno.ENOSPC) in refused
            now = everything(folder)
            assert {path: now[path] for path in before if path.name != layout.LABEL_FILE} == before
            if not trying.has_struck:
                break
            struck += 1
    assert struck > 20
    assert labels.read_label(folder).name == "another"


@contextmanager
def mounted(place, *options):
    """A file system of its own in a folder, for which one must be allowed to mount."""
    place.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)]
    try:
        done = subprocess.run(line, capture_output=True, check=False)
    except OSError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_really_full(undisturbed, tmp_path):
    with mounted(tmp_path / "disk", "size=5m") as disk:
        ballast = disk / "ballast"
        for free in (*range(20), 24, 28):  # pages
            (disk / str(free)).mkdir()
            folder = layout.create(disk / str(free), "run")
            fill(ballast, free)
            events = list(kept(folder))
            assert any(isinstance(event, RecordingFailed) for event in events), free
            ballast.unlink()
            is_kept_as_far_as_told(folder, events, undisturbed)


def test_runs_are_deleted_to_make_room_on_a_disk_that_is_really_full(tmp_path):
    """Neither a folder to move them aside nor a lock that is missing can be made there."""
    with mounted(tmp_path / "disk", "size=8m", "nr_inodes=100") as disk:
        for name in ("one", "two"):
            list(kept(layout.create(disk, name)))
        (disk / "two" / layout.LOCK_FILE).unlink()
        (disk / "ballast").mkdir()
        for name in ("two", "one"):
            use_up_names(disk / "ballast")
            delete_run(disk / name)
        assert [path.name for path in disk.iterdir()] == ["ballast"]


def use_up_names(folder):
    """Make empty files until there can be no more of them."""
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        make_files_without_end(folder)


def make_files_without_end(folder):
    while True:
        (folder / secrets.token_hex(8)).touch()


def fill(ballast, pages):
    """Leave so many pages of 4 KiB."""
    size = os.sysconf("SC_PAGE_SIZE")
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(size))
        except OSError:
            file.truncate(max(0, file.tell() - pages * size))


def test_a_folder_that_can_only_be_read(undisturbed, tmp_path):
    with mounted(tmp_path / "disk", "size=8m") as disk:
        folder = layout.create(disk, "run")
        list(kept(folder))
        assert write_error(disk) is None
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        before = everything(folder)
        assert write_error(disk) == os.strerror(errno.EROFS)
        assert runs.outline(folder).epochs_done == CONFIG.epochs
        assert not layout.is_in_use(folder)
        for act in (lambda: fork(folder, disk, {}), lambda: layout.create(disk, "two")):
            with pytest.raises(InklingError, match=os.strerror(errno.EROFS)):
                act()
        events = list(kept(folder, continuation(folder, 4)))
        (told,) = (event for event in events if isinstance(event, RecordingFailed))
        assert os.strerror(errno.EROFS) in str(told.message)
        assert not [
            event for event in events if isinstance(event, EpochCompleted) and event.epoch <= 3
        ]
        assert everything(folder) == before
