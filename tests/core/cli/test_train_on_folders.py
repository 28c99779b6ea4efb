"""Folders as people have them, each trained on by the command `train`."""

import json

import numpy as np
import pytest
from PIL import Image

from core.cli.main import main
from core.storage.records import open_run
from tests.core.data.test_folders import NAMES, idx, write_idx


@pytest.fixture
def train(tmp_path, capsys):
    """Train for one epoch on a folder; return the exit status, the run's data, and messages."""

    def run(folder):
        options = ("--set", "data.batch_size=5", "--set", f"data.dataset={folder}")
        runs_dir = tmp_path / "runs"
        keeping = ("--runs-dir", str(runs_dir), "--json")
        capsys.readouterr()
        status = main(["train", "--preset", "mlp", "--epochs", "1", *options, *keeping])
        done = capsys.readouterr()
        if status:
            return status, None, done.err
        assert json.loads(done.out.splitlines()[-1])["reason"] == "completed"
        (kept,) = runs_dir.iterdir()
        return status, open_run(kept).config.data, done.err

    return run


def pictures(folder, classes, count, suffix=".png"):
    """Pictures of 28 x 28 pixels, a bar for each class, in a folder of its name."""
    for row, name in enumerate(classes):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            grey = np.zeros((28, 28), np.uint8)
            grey[2 * row + 4 : 2 * row + 7, 6 + number : 20 + number] = 255
            Image.fromarray(grey).save(folder / name / f"{number}{suffix}")


def training_and_testing(folder):
    pictures(folder / "training", "0123456789", 4)
    pictures(folder / "testing", "0123456789", 2)


def with_empty_pictures(folder):
    pictures(folder, "0123456789", 4)
    (folder / "3" / "RnJlaWdodERpc3A=.png").touch()
    (folder / "8" / "Q3Jvc3NvdmVy.png").touch()


def grey_maps(folder):
    pictures(folder, "0123456789", 4, ".pgm")


def on_a_disk_of_the_network(folder):
    pictures(folder, "0123", 6)
    pictures(folder / "@eaDir", "0", 2)
    pictures(folder / "0", ("@eaDir",), 2)
    (folder / "System Volume Information").mkdir()
    (folder / "System Volume Information" / "IndexerVolumeGuid").write_bytes(b"{1}")


def unpacked_on_a_mac(folder):
    write_idx(folder, train=40, test=20, pack=bytes)
    for name in NAMES:
        (folder / f"._{name}").write_bytes(b"\0\5\x16\7")


def with_long_labels(folder):
    _, labels, _, test_labels = write_idx(folder, train=40, test=20, pack=bytes)
    for name, values in zip(NAMES[1::2], (labels, test_labels), strict=True):
        (folder / name).write_bytes(idx(values, 0x0C))


def bold_letters(folder):
    pictures(folder, "DEHI", 6)
    for name in "DEHI":
        grey = np.full((28, 28), 255, np.uint8)
        grey[10:18, 12:24] = 0
        Image.fromarray(grey).save(folder / name / "5.png")


FOLDERS = {
    "training and testing": (training_and_testing, (40, 20, 10), ""),
    "empty pictures among many": (with_empty_pictures, (30, 10, 10), "2 of 42 pictures are left"),
    "portable grey maps": (grey_maps, (30, 10, 10), "every sixth picture"),
    "system folders": (on_a_disk_of_the_network, (20, 4, 4), "every sixth picture"),
    "files of macOS next to IDX files": (unpacked_on_a_mac, (40, 20, 4), ""),
    "labels of 32 bits": (with_long_labels, (40, 20, 4), ""),
    "letters that fill their pictures": (bold_letters, (20, 4, 4), "every sixth picture"),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_is_trained_on(name, train, tmp_path):
    write, sizes, words = FOLDERS[name]
    write(tmp_path / "data")
    status, data, messages = train(tmp_path / "data")
    assert status == 0, messages
    assert (data.train_size, data.test_size, len(data.classes)) == sizes
    assert words in messages
    assert bool(words) == ("inkling:" in messages)


def test_a_missing_part_of_idx_files_is_named(train, tmp_path):
    write_idx(tmp_path / "data")
    for name in NAMES[2:]:
        (tmp_path / "data" / name).unlink()
    status, _, message = train(tmp_path / "data")
    assert status != 0
    assert f"missing: {NAMES[2]}, {NAMES[3]} (" in message
    assert len(message.splitlines()) == 1


def test_pictures_that_take_long_to_read_are_counted_meanwhile(train, tmp_path, monkeypatch):
    monkeypatch.setattr("core.cli.console.READING_INTERVAL_S", 0.0)
    pictures(tmp_path / "data", ("left", "right"), 12)
    status, _, messages = train(tmp_path / "data")
    assert status == 0
    read = [line for line in messages.splitlines() if line.endswith("pictures read")]
    assert read[:2] == [f"inkling: {done} of 24 pictures read" for done in (1, 2)]


def test_few_pictures_are_not_counted(train, tmp_path):
    pictures(tmp_path / "data", ("left", "right"), 12)
    assert "pictures read" not in train(tmp_path / "data")[2]
