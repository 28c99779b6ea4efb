import io
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.data import folders
from core.data.layouts import array_files
from core.data.layouts.array_files import required_keys
from core.data.layouts.arrays import labelled_arrays
from core.data.layouts.zipped import open_zip
from core.errors import DataError


def arrays(**changes):
    images = np.arange(12 * 784).reshape(12, 28, 28).astype(np.uint8)
    labels = np.arange(12) % 3
    fitting = {"x_train": images, "y_train": labels, "x_test": images[:6], "y_test": labels[:6]}
    return fitting | changes


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"x_train": np.zeros((12, 32, 32), np.uint8)}, "shape"),
        ({"x_train": np.full((12, 28, 28), np.nan)}, "0 to 255"),
        ({"x_train": np.full((12, 28, 28), 256)}, "0 to 255"),
        ({"y_train": np.arange(11)}, "11 labels"),
        ({"y_train": np.full(12, 0.5)}, "whole numbers"),
        ({"y_train": np.full(12, np.nan)}, "whole numbers"),
        ({"y_train": np.full(12, -1)}, "whole numbers"),
        ({"y_train": np.ones((12, 3))}, "single 1"),
        ({"y_test": np.array([print] * 6)}, "no numbers"),
    ],
)
def test_unfit_arrays_are_refused_with_the_reason(changes, reason, tmp_path):
    path = tmp_path / "mnist.npz"
    np.savez(path, **arrays(**changes))
    with pytest.raises(DataError, match=reason) as refused:
        folders.read(str(path))
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("cut", [0, 10, -30])
def test_a_damaged_archive_is_refused(cut, tmp_path):
    path = tmp_path / "mnist.npz"
    np.savez_compressed(path, **arrays())
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DataError, match="cannot be read"):
        folders.read(str(path))


def test_an_archive_that_changes_is_read_again(tmp_path):
    path = tmp_path / "mnist.npz"
    np.savez(path, **arrays())
    assert len(folders.read(str(path)).train_labels) == 12
    images = arrays()["x_train"]
    np.savez(path, **arrays(x_train=images[:9], y_train=np.arange(9) % 3))
    assert len(folders.read(str(path)).train_labels) == 9


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("member", ["x_train", "x_train.npy"])
def test_an_archive_with_an_array_twice_is_refused(member, tmp_path):
    """Programs differ in which one they read: NumPy takes the member x_train for the array."""
    path = tmp_path / "mnist.npz"
    np.savez(path, **arrays())
    other = io.BytesIO()
    np.save(other, arrays()["x_train"][::-1])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, other.getvalue())
    with pytest.raises(DataError, match="twice"):
        folders.read(str(path))


def test_an_array_that_unpacks_to_more_than_is_announced_is_refused(tmp_path):
    path = tmp_path / "mnist.npz"
    np.savez(path, **arrays())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("other.npy", np.random.default_rng(0).bytes(5000))
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"other.npy") - 46 + 24  # the size in its entry of the directory
    content[entry : entry + 4] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(DataError, match="sizes"):
        folders.read(str(path))


def test_another_archive_next_to_the_data_is_ignored(tmp_path):
    np.savez(tmp_path / "a.npz", weights=np.zeros(3))
    np.savez(tmp_path / "b.npz", **arrays())
    assert folders.read(str(tmp_path)).classes == ("0", "1", "2")


def test_an_array_beyond_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(array_files, "MAX_BYTES", 9000)
    path = tmp_path / "mnist.npz"
    np.savez_compressed(path, **arrays())
    with pytest.raises(DataError, match="more than 9,000 bytes"):
        folders.read(str(path))


@pytest.mark.parametrize("shape", [(10**9, 28, 28), (-12, 28, 28), (11, 28, 28)])
def test_a_header_that_states_another_size_is_refused(shape, tmp_path):
    path = tmp_path / "mnist.npz"
    content = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(content, header)
    content.write(arrays()["x_train"].tobytes())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x_train.npy", content.getvalue())
        labels = io.BytesIO()
        np.save(labels, arrays()["y_train"])
        archive.writestr("y_train.npy", labels.getvalue())
    with pytest.raises(DataError, match="not as long as its header"):
        folders.read(str(path))


@pytest.mark.parametrize(
    "header",
    [
        "{",
        "  x\n y",
        "{[]: 1}",
        "-" * 9000 + "1",
        "{1: 2, 'a': 3}",
        "{'descr': (), 'fortran_order': False, 'shape': (12, 28, 28)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (0, 1" + "0" * 40 + ")}",
    ],
)
def test_whatever_a_header_is_it_is_refused(header, tmp_path):
    """NumPy raises errors of many kinds for them, MemoryError among them."""
    for name, array in arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    length = len(header).to_bytes(2, "little")
    (tmp_path / "x_train.npy").write_bytes(b"\x93NUMPY\1\0" + length + header.encode())
    with pytest.raises(DataError, match=r"x_train\.npy cannot be read"):
        folders.read(str(tmp_path))


def test_real_numbers_fill_the_memory_once(tmp_path):
    """A megabyte of an archive may hold 170,000 images with eight bytes for each pixel."""
    images = np.zeros((5000, 784))
    np.savez_compressed(
        tmp_path / "mnist.npz", **arrays(x_train=images, y_train=np.arange(5000) % 3)
    )
    tracemalloc.start()
    try:
        folders.read(str(tmp_path))
        assert tracemalloc.get_traced_memory()[1] < 2 * images.nbytes
    finally:
        tracemalloc.stop()


def test_arrays_that_are_stored_column_by_column_are_read_upright(tmp_path):
    images = arrays()["x_train"]
    np.savez(tmp_path / "mnist.npz", **arrays(x_train=np.asfortranarray(images)))
    read = folders.read(str(tmp_path))
    assert np.array_equal(read.train_images, images.reshape(12, 784))


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1), (1, 28, 28), (784,)])
def test_arrays_that_are_stored_column_by_column_are_read_in_bands(shape, tmp_path, monkeypatch):
    monkeypatch.setattr(array_files, "MAX_BAND_BYTES", 0)
    monkeypatch.setattr(array_files, "BLOCK_IMAGES", 5)
    images = arrays()["x_train"].reshape(12, *shape)
    np.savez(tmp_path / "mnist.npz", **arrays(x_train=np.asfortranarray(images / 255)))
    assert np.array_equal(folders.read(str(tmp_path)).train_images, images.reshape(12, 784))


@pytest.mark.parametrize("length", [-1, 1])
def test_an_array_stored_column_by_column_of_another_length_is_refused(length, tmp_path):
    for name, array in arrays().items():
        np.save(tmp_path / f"{name}.npy", np.asfortranarray(array))
    content = (tmp_path / "x_train.npy").read_bytes() + b"\0"
    (tmp_path / "x_train.npy").write_bytes(content if length > 0 else content[:-2])
    with pytest.raises(DataError, match="not as long as its header"):
        folders.read(str(tmp_path))


def test_of_an_array_stored_column_by_column_only_a_band_is_held(tmp_path, monkeypatch):
    """Half a megabyte that is 512 when it is unpacked, here less."""
    monkeypatch.setattr(array_files, "MAX_BAND_BYTES", 1000 * 784 * 8)
    images = np.zeros((6000, 784))
    np.savez_compressed(
        tmp_path / "mnist.npz",
        **arrays(x_train=np.asfortranarray(images), y_train=np.arange(6000) % 3),
    )
    tracemalloc.start()
    try:
        folders.read(str(tmp_path))
        # the band and its copies, and the grey levels that are held
        assert tracemalloc.get_traced_memory()[1] < images.nbytes
    finally:
        tracemalloc.stop()


class TestZippedArchives:
    def zipped(self, tmp_path, names):
        content = io.BytesIO()
        np.savez_compressed(content, **arrays())
        with zipfile.ZipFile(tmp_path / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, content.getvalue())
        return str(tmp_path / "data.zip")

    def test_one_beyond_the_limit_is_refused(self, tmp_path, monkeypatch):
        path = self.zipped(tmp_path, ["mnist.npz"])
        monkeypatch.setattr(array_files, "MAX_ZIPPED_BYTES", 1000)
        with pytest.raises(DataError):
            folders.read(path)
        with pytest.raises(DataError, match="more than 1,000 bytes"), open_zip(Path(path)) as root:
            labelled_arrays(root / "mnist.npz")

    def test_each_is_opened_once_for_its_names(self, tmp_path, monkeypatch):
        names = [f"weights-{number}.npz" for number in range(20)]
        path = self.zipped(tmp_path, names)
        opened, real = [], required_keys

        def counting(archive):
            opened.append(archive.name)
            return tuple(name for name in real(archive) if name.startswith("y"))

        monkeypatch.setattr("core.data.layouts.arrays.required_keys", counting)
        with open_zip(Path(path)) as root:
            assert labelled_arrays(root) is None
        assert opened == sorted(names)

    def test_the_names_of_one_are_read_by_unpacking_it_once(self, tmp_path, monkeypatch):
        content = io.BytesIO()
        np.savez(content, x_train=np.zeros((5000, 784), np.uint8), y_train=np.zeros(5000))
        with zipfile.ZipFile(tmp_path / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mnist.npz", content.getvalue())
        rewound, real = [], zipfile.ZipExtFile.seek
        monkeypatch.setattr(
            zipfile.ZipExtFile, "seek", lambda *values: rewound.append(values) or real(*values)
        )
        with open_zip(tmp_path / "data.zip") as root:
            assert required_keys(root / "mnist.npz") == ("x_train", "y_train")
        assert rewound == []
