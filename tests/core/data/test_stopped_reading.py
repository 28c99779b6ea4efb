"""Work that is stopped while it reads its data ends at once, whatever it was to do with them."""

import errno
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.cancellation import CancelledError, cancelled_by
from core.comparison import trials
from core.comparison.experiment import Experiment, Member
from core.comparison.results import Results
from core.config.fields import with_values
from core.data import folders as data_folders
from core.data import pictures
from core.errors import DataError
from core.lifecycle.repeat import repeat
from core.program.check import Check, Progress
from core.run.control import Control
from core.run.record import RunRecord
from core.teaching.rate_finder import find_rate
from tests.core.data.test_folders import of_folder
from tests.core.data.test_layouts import write_layout
from tests.core.data.test_outward_links import write_arrays, write_idx, write_table


def stopped():
    stop = threading.Event()
    stop.set()
    return stop


def stopped_comparison(config):
    other = with_values(config, {"optimizer.learning_rate": 0.5})
    experiment = Experiment((Member("a", config), Member("b", other)), (1,))
    control = Control("run", stop=stopped())
    return list(trials.run(Results(experiment), lambda _: control))


def stopped_check(config):
    check = Check(config)
    check.cancel()
    return [step for step in check.steps() if not isinstance(step, Progress)]


def stopped_search(config):
    with suppress(CancelledError):
        return [find_rate(config, lambda: True)]
    return []


@pytest.mark.parametrize(
    "work",
    [
        stopped_comparison,
        stopped_check,
        stopped_search,
        lambda config: list(repeat(RunRecord("run", config), stopped())),
    ],
    ids=["a comparison", "Verify", "a search for a rate", "a repetition"],
)
def test_whatever_is_stopped_while_its_data_are_read_ends(work, tmp_path):
    write_layout("csv", tmp_path / "data")
    config = of_folder(tmp_path / "data", batch_size=4)
    data_folders._read.cache_clear()
    assert work(config) == []
    assert data_folders._read.cache_info().currsize == 0


@pytest.mark.parametrize("packed", [False, True])
def test_no_picture_is_lost_where_reading_stops(packed, tmp_path, monkeypatch):
    """Reading stops while each of the pictures is read, the last one as well."""
    data = written(tmp_path, packed)
    count = len(data_folders.read(str(data)).train_labels)
    for number in range(1, 17):
        data_folders._read.cache_clear()
        opened = []
        with monkeypatch.context() as patch, cancelled_by(lambda: len(opened) >= number):  # noqa: B023
            observed(patch, opened)
            try:
                data_folders.read(str(data))
            except CancelledError:
                pass
            else:
                assert not packed
                assert number == 16  # a file of this size is read at once
        examples = data_folders.read(str(data))
        assert len(examples.train_labels) == count
        assert not any("left out" in str(note) for note in examples.notes)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("number", [errno.EMFILE, errno.EIO, errno.EACCES, None])
def test_a_picture_that_cannot_be_read_for_a_moment_is_read_again(
    number, packed, tmp_path, monkeypatch
):
    data = written(tmp_path, packed)
    whole = len(data_folders.read(str(data)).train_labels)
    data_folders._read.cache_clear()
    error = MemoryError() if number is None else OSError(number, os.strerror(number))
    opened = []
    with monkeypatch.context() as patch:
        observed(patch, opened, {"b/3.png": error})
        for _ in range(2):
            examples = data_folders.read(str(data))
            assert len(examples.train_labels) == whole - 1
            assert "1 of 16 pictures are left out" in str(examples.notes[-1])
        if not packed:
            assert data_folders.read(str(data)) is examples
            assert len(opened) < 20  # only the one is tried again

    examples = data_folders.read(str(data))
    assert len(examples.train_labels) == whole
    assert data_folders.read(str(data)) is examples


def test_a_damaged_picture_is_not_read_again(tmp_path):
    data = written(tmp_path, packed=False)
    (data / "b" / "3.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    assert data_folders.read(str(data)) is data_folders.read(str(data))


def written(folder, packed):
    """Write two classes of eight pictures, into a folder or a zip file."""
    data = folder / "data"
    for name in "ab":
        (data / name).mkdir(parents=True)
        for number in range(8):
            picture = Image.new("L", (60, 60), 255)
            line = (10, 10 + number, 50, 40) if name == "a" else (10 + number, 10, 30, 50)
            ImageDraw.Draw(picture).line(line, fill=0, width=5)
            picture.save(data / name / f"{number}.png")
    return Path(shutil.make_archive(str(data), "zip", data)) if packed else data


def observed(patch, opened, failing=None):
    """Note each picture that is opened; let some fail, by the end of their path."""
    real = pictures.open_data

    def open_data(path):
        opened.append(str(path))
        for end, error in (failing or {}).items():
            if str(path).endswith(end):
                raise error
        return real(path)

    patch.setattr(pictures, "open_data", open_data)


class TestFolders:
    """A call of the system fails once for a folder, or for one of its entries."""

    def split_pictures(self, folder):
        for part, count in (("train", 6), ("test", 3)):
            for name in "abc":
                (folder / part / name).mkdir(parents=True)
                for number in range(count):
                    grey = np.full((28, 28), 20 * number + 5, np.uint8)
                    Image.fromarray(grey).save(folder / part / name / f"{number}.png")

    @pytest.mark.parametrize(
        ("write", "chosen", "call", "name"),
        [
            ("pictures", "", "listdir", "test/c"),
            ("pictures", "", "listdir", "test"),
            ("pictures", "", "stat", "test/c"),
            ("pictures", "", "stat", "train/c"),
            ("pictures", "", "stat", "test"),
            ("pictures", "", "stat", "test/c/1.png"),
            ("tables", "train.csv", "listdir", ""),
            ("tables", "train.csv", "stat", "test.csv"),
            ("tables", "", "stat", "test.csv"),
            ("arrays", "", "stat", "test_images.npy"),
            ("arrays", "train_images.npy", "listdir", ""),
            ("idx", "", "stat", "classes.txt"),
            ("idx", "", "listdir", ""),
        ],
    )
    def test_nothing_is_lost_to_the_data(self, write, chosen, call, name, tmp_path, monkeypatch):
        data = tmp_path / "data"
        {
            "pictures": self.split_pictures,
            "tables": write_table,
            "arrays": write_arrays,
            "idx": write_idx,
        }[write](data)
        if write == "idx":
            (data / "classes.txt").write_text("yes\nno\n")
        whole = summary(data_folders.read(str(data / chosen)))
        data_folders._read.cache_clear()

        real, failed = getattr(os, call), []

        def fail_once(path, *arguments, **options):
            if os.fspath(path) == str(data / name) and is_reading and not failed:
                failed.append(path)
                raise OSError(errno.EIO, "Input/output error", str(path))
            return real(path, *arguments, **options)

        # the state of the files is asked for first
        is_reading, state_of = [], data_folders.state_of
        monkeypatch.setattr(
            data_folders, "state_of", lambda path: (state_of(path), is_reading.append(True))[0]
        )
        monkeypatch.setattr(os, call, fail_once)
        with suppress(DataError):
            examples = data_folders.read(str(data / chosen))
            assert summary(examples) == whole or examples.is_still_unread is not None
        assert failed
        assert summary(data_folders.read(str(data / chosen))) == whole

    @pytest.mark.parametrize("write", [write_table, write_arrays])
    def test_a_file_that_was_chosen_needs_no_right_to_list_its_folder(
        self, write, tmp_path, monkeypatch
    ):
        write(tmp_path)
        real = os.listdir

        def listdir(path):
            if os.fspath(path) == str(tmp_path):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "listdir", listdir)
        if write is write_table:
            assert len(data_folders.read(str(tmp_path / "train.csv")).train_labels)
        else:  # its labels are in another file
            with pytest.raises(DataError, match="missing: y_train"):
                data_folders.read(str(tmp_path / "train_images.npy"))


def summary(examples):
    return len(examples.train_labels), len(examples.test_labels), examples.classes
