"""Labelled images in files of which no more are held than are used."""

import gzip
import io
import tracemalloc
import zipfile

import numpy as np
import pytest

from core.data import folders as data_folders
from core.data.idx import header_digest, sha256_of
from core.data.layouts import stored
from core.data.layouts.arrays import labelled_arrays, read_arrays
from core.data.layouts.parts import Part
from core.data.layouts.stored import Stored, images_of
from core.data.layouts.tables import read_table
from core.errors import DataError
from tests.core.data.test_layouts import images_and_labels, write_table

COUNT = 2_400  # more than a block


@pytest.fixture
def few_are_held(monkeypatch):
    monkeypatch.setattr(stored, "MAX_HELD", 100)


def examples(path):
    data_folders._read.cache_clear()
    return data_folders.read(str(path))


def write(kind, folder, *, is_held_out=False, is_share=False):
    images, labels = images_and_labels(COUNT)
    values = images / 255 if is_share else images
    folder.mkdir()
    parts = {"train": slice(0, COUNT), "val": slice(0, 300), "test": slice(0, 500)}
    if is_held_out:
        parts = {"train": slice(0, COUNT)}
    if kind == "table":
        for part, rows in parts.items():
            write_table(folder / f"emnist-mnist-{part}.csv", values[rows], labels[rows])
        return
    arrays = {f"x_{part}": values[rows] for part, rows in parts.items()}
    if kind == "fortran":
        arrays = {name: np.asfortranarray(array) for name, array in arrays.items()}
    arrays |= {f"y_{part}": labels[rows] for part, rows in parts.items()}
    if kind == "npz":
        np.savez_compressed(folder / "data.npz", **arrays)
    else:
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)


@pytest.mark.parametrize("kind", ["table", "npz", "npy", "fortran"])
@pytest.mark.parametrize("is_held_out", [True, False])
@pytest.mark.parametrize("is_share", [True, False])
def test_of_files_with_many_images_the_same_are_read(
    kind, is_held_out, is_share, tmp_path, monkeypatch
):
    write(kind, tmp_path / "data", is_held_out=is_held_out, is_share=is_share)
    whole = examples(tmp_path / "data")
    monkeypatch.setattr(stored, "MAX_HELD", 100)
    again = examples(tmp_path / "data")
    for name in ("train_images", "train_labels", "test_images", "test_labels"):
        assert np.array_equal(getattr(whole, name), getattr(again, name))
    assert again.image_hashes == {}


@pytest.mark.parametrize("is_held_out", [True, False])
def test_only_those_that_are_asked_for_are_kept_and_all_are_hashed(
    is_held_out, few_are_held, tmp_path, monkeypatch
):
    write("npy", tmp_path / "data", is_held_out=is_held_out)
    whole = examples(tmp_path / "data")
    read = data_folders._read
    few = data_folders._Most(150, 150, data_folders.Subset.SPREAD)
    some = read("data", tmp_path / "data", few, data_folders.Polarity.AUTO, ())
    assert np.array_equal(some.train_images, whole.train_images[:150])
    assert np.array_equal(some.train_labels, whole.train_labels)
    assert np.array_equal(some.test_images, whole.test_images)
    assert some.image_hashes == {"train_images": sha256_of(whole.train_images)}


def test_a_file_that_changes_meanwhile_is_refused():
    grey = np.zeros((3, 784), np.uint8)
    file = Stored("a.csv", np.zeros(4, np.uint8), None, lambda: iter([grey]))
    with pytest.raises(DataError, match=r"a\.csv has changed while it was read"):
        images_of([(file, None)], 2, header_digest, is_transposed=False)


def test_more_test_images_than_can_be_held_are_refused(tmp_path, monkeypatch):
    write("npy", tmp_path / "data")
    monkeypatch.setattr(stored, "MAX_TESTED", 400)
    with pytest.raises(DataError, match="contains more than 400 test images"):
        examples(tmp_path / "data")


class TestBombs:
    """Some megabytes that are a million images when they are unpacked, here fewer."""

    COUNT = 12_000

    def peak(self, read):
        tracemalloc.start()
        try:
            labels = read().labels
            return tracemalloc.get_traced_memory()[1], len(labels)
        finally:
            tracemalloc.stop()

    def test_a_packed_table(self, few_are_held, tmp_path):
        row = b"1" + b",0" * 784 + b"\n"
        (tmp_path / "train.csv.gz").write_bytes(gzip.compress(row * self.COUNT))
        peak, count = self.peak(lambda: read_table(tmp_path / "train.csv.gz"))
        assert (count, peak < 2_000 * 784 * 10) == (self.COUNT, True)

    @pytest.mark.parametrize("is_zipped", [True, False])
    def test_an_archive_of_arrays(self, is_zipped, few_are_held, tmp_path):
        path = tmp_path / "mnist.npz"
        np.savez_compressed(
            path, x_train=np.zeros((self.COUNT, 784)), y_train=np.ones(self.COUNT, np.uint8)
        )
        if is_zipped:
            with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(path, "mnist.npz")
            path = tmp_path / "a.zip"
        with data_folders.opened_root(path) as root:
            pair = labelled_arrays(root).parts[Part.TRAIN]
            peak, count = self.peak(lambda: read_arrays(pair))
        assert (count, peak < 2_000 * 784 * 8 * 3) == (self.COUNT, True)


def test_a_zip_of_folders_without_end_is_refused(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(6000):
            archive.writestr(f"{number}/x.png", b"")
    (tmp_path / "data.zip").write_bytes(content.getvalue())
    with pytest.raises(DataError, match="more than 5000 folders"):
        examples(tmp_path / "data.zip")
