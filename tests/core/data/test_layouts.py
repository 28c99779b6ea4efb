"""Tables, separate arrays and zip files, written by the standard library and NumPy."""

import csv
import gzip
import io
import itertools
import os
import struct
import tempfile
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.cancellation import CancelledError, cancelled_by
from core.config.catalogue import FILE_SUFFIXES, is_path
from core.data import datasets
from core.data import folders as data_folders
from core.data.fingerprint import fingerprint
from core.data.idx import read_labels
from core.data.layouts import tables, zipped
from core.data.layouts.entries import natural_order
from core.data.layouts.tables import read_table
from core.errors import DataError
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import EndReason, RunEnded
from tests.core.data.test_folders import of_folder, write_idx
from tests.faults.damage import refusal

PIXELS = 784
NAMED = ["label", *(f"pixel{index}" for index in range(PIXELS))]


def images_and_labels(count=24, classes=3):
    images = np.random.default_rng(28).integers(0, 256, (count, PIXELS)).astype(np.uint8)
    return images, np.arange(count) % classes


def write_table(path, images, labels, header=NAMED, end="\r\n", mark="", **options):
    """Write as a spreadsheet program does, by the standard library."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, **options)
    if header is not None:
        writer.writerow(header)
    for label, row in zip(labels, images.tolist(), strict=True):
        writer.writerow([label, *row])
    content = (mark + text.getvalue()).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


# NumPy reads "1,2" as one column, and so the first pixel as the label
SHIFTED = "\n".join(
    ",".join(line) for line in (["id", *NAMED, "index"], ['"1', '2"', *["200"] * 784, "3"])
).encode()


def unlabelled(path, images):
    write_table(path, images[:, 1:], images[:, 0], header=NAMED[1:])


def examples(path):
    return data_folders.read(str(path))


def notes(path):
    return " ".join(map(str, examples(path).notes))


class TestTables:
    @pytest.mark.parametrize(
        "names",
        [
            ("train.csv", "test.csv"),
            ("mnist_train.csv", "mnist_test.csv"),
            ("MNIST_TRAIN.CSV", "MNIST_TEST.CSV"),
            ("train.csv.gz", "test.csv.gz"),
            ("fashion-mnist_train.tsv", "fashion-mnist_test.tsv"),
        ],
    )
    @pytest.mark.parametrize("is_chosen", [False, True], ids=["folder", "file"])
    def test_training_and_test_tables(self, names, is_chosen, tmp_path):
        images, labels = images_and_labels()
        for name, count in zip(names, (24, 9), strict=True):
            delimiter = "\t" if "tsv" in name else ","
            write_table(tmp_path / name, images[:count], labels[:count], delimiter=delimiter)
        (tmp_path / "sample_submission.csv").write_text("ImageId,Label\n1,0\n")
        read = examples(tmp_path / names[1] if is_chosen else tmp_path)
        assert np.array_equal(read.train_images, images)
        assert np.array_equal(read.train_labels, labels)
        assert np.array_equal(read.test_images, images[:9])
        assert np.array_equal(read.test_labels, labels[:9])
        assert read.classes == ("0", "1", "2")
        assert not read.notes

    @pytest.mark.parametrize(
        "style",
        [
            {"header": None},
            {"header": ["label", *(f"{r}x{c}" for r in range(1, 29) for c in range(1, 29))]},
            {"header": ["Class", *NAMED[1:]]},
            {"header": ["what it is", *NAMED[1:]]},
            {"end": "\n"},
            {"mark": "\ufeff"},
            {"mark": "\ufeff", "header": None},
            {"delimiter": ";"},
            {"delimiter": "\t"},
            {"quoting": csv.QUOTE_ALL},
        ],
        ids=str,
    )
    def test_whatever_wrote_the_table(self, style, tmp_path):
        images, labels = images_and_labels()
        write_table(tmp_path / "train.csv", images, labels, **style)
        write_table(tmp_path / "test.csv", images[:6], labels[:6], **style)
        read = examples(tmp_path)
        assert np.array_equal(read.train_images, images)
        assert np.array_equal(read.train_labels, labels)

    def test_kaggles_test_images_have_no_labels_so_that_some_are_held_out(self, tmp_path):
        images, labels = images_and_labels()
        write_table(tmp_path / "train.csv", images, labels)
        unlabelled(tmp_path / "test.csv", images)
        read = examples(tmp_path)
        tested = [index for index in range(24) if index // 3 == 5]  # the sixth of each class
        assert np.array_equal(read.test_images, images[tested])
        assert np.array_equal(read.train_images, np.delete(images, tested, axis=0))
        assert "Not used, because it has no labels: test.csv." in notes(tmp_path)
        assert "every sixth image of each class in train.csv is held out" in notes(tmp_path)

    def test_a_column_of_numbers_is_no_label(self, tmp_path):
        images, labels = images_and_labels()
        write_table(tmp_path / "train.csv", images, labels)
        write_table(tmp_path / "test.csv", images, range(24), header=["id", *NAMED[1:]])
        assert "no labels: test.csv" in notes(tmp_path)

    def test_labels_may_stand_last(self, tmp_path):
        images, labels = images_and_labels()
        rows = [
            [number, *row, label]
            for number, (row, label) in enumerate(zip(images, labels, strict=True))
        ]
        with (tmp_path / "mnist_784.csv").open("w", newline="") as file:
            csv.writer(file).writerows([["", *NAMED[1:], "class"], *rows])
        read = examples(tmp_path)
        assert sorted(map(bytes, [*read.train_images, *read.test_images])) == sorted(
            map(bytes, images)
        )
        assert read.test_labels.tolist() == [0, 1, 2]

    def test_a_validation_table_becomes_the_validation_examples(self, tmp_path):
        images, labels = images_and_labels()
        for name, count in (("train", 24), ("val", 6), ("test", 3)):
            write_table(tmp_path / f"{name}.csv", images[:count], labels[:count])
        data = of_folder(tmp_path, batch_size=4).data
        assert (data.train_size, data.validation_size, data.test_size) == (24, 6, 3)

    def test_parts_of_white_become_grey_levels(self, tmp_path):
        images, labels = images_and_labels()
        for part in ("train", "test"):
            write_table(tmp_path / f"{part}.csv", images / 255, labels)
        assert np.array_equal(examples(tmp_path).train_images, images)

    def test_real_numbers_are_kept_as_grey_levels(self, tmp_path):
        """Some megabytes of a packed table may hold a million images."""
        images = np.full((6000, 784), 0.4)
        write_table(tmp_path / "train.csv", images, np.arange(6000) % 3)
        tracemalloc.start()
        try:
            assert (examples(tmp_path).train_images == 102).all()
            assert tracemalloc.get_traced_memory()[1] < 8 * images.size  # twice as 32-bit numbers
        finally:
            tracemalloc.stop()

    def test_emnists_tables_are_turned_upright_and_named(self, tmp_path):
        images, labels = images_and_labels()
        for part in ("train", "test"):
            write_table(tmp_path / f"emnist-letters-{part}.csv", images, labels + 1, header=None)
        (tmp_path / "emnist-letters-mapping.txt").write_text("1 65\n2 66\n3 67\n")
        read = examples(tmp_path)
        upright = images.reshape(-1, 28, 28).transpose(0, 2, 1)
        assert np.array_equal(read.train_images.reshape(-1, 28, 28), upright)
        assert read.classes == ("A", "B", "C")
        assert np.array_equal(read.train_labels, labels)

    @pytest.mark.parametrize(
        ("line", "text", "reason"),
        [
            (3, "0," * 783 + "0", "line 3: 784 columns; expected are 785"),
            (3, "0," * 785 + "0", "line 3: 786 columns; expected are 785"),
            (3, "7," + "0," * 783 + "256", "line 3: column 785 is 256; expected is a grey level"),
            (4, "7," + "-1," * 783 + "0", "line 4: column 2 is -1; expected is a grey level"),
            (4, "7," + "x," * 783 + "0", "line 4: column 2 is x; expected is a grey level"),
            (4, "7," + "," * 783 + "0", 'line 4: column 2 is ""; expected is a grey level'),
            (2, "7," + "nan," * 783 + "0", "line 2: column 2 is nan; expected"),
            (2, "7.5," + "0," * 783 + "0", "line 2: the label is 7.5; expected is a whole number"),
            (2, "seven," + "0," * 783 + "0", "line 2: the label is seven; expected is a whole"),
            (2, "100," + "0," * 783 + "0", "line 2: the label is 100; expected .* from 0 to 99"),
            (2, "-1," + "0," * 783 + "0", "line 2: the label is -1; expected is a whole number"),
            (2, "7;" + "0;" * 783 + "0", "line 2: 1 columns; expected are 785"),
            (3, "7," + "0," * 783 + "\0", "line 3: no text; expected is a CSV file in UTF-8"),
            (3, "7," + "0," * 783 + "9" * 50_000, "line 3: the line is too long"),
            (1, "a,b," * 40 + "c", "line 1: 81 columns; expected are 785"),
        ],
    )
    def test_what_is_wrong_is_named_with_its_line(self, line, text, reason, tmp_path):
        path = tmp_path / "train.csv"
        write_table(path, *images_and_labels(), end="\n")
        lines = path.read_text().splitlines()
        lines[line - 1] = text
        path.write_text("\n".join(lines))
        with pytest.raises(DataError, match=reason) as refused:
            examples(tmp_path)
        assert str(path) in str(refused.value)

    def test_the_line_is_found_in_a_later_block(self, tmp_path):
        path = tmp_path / "train.csv"
        rows = np.zeros((2500, PIXELS), np.uint8)
        write_table(path, rows, np.arange(2500) % 2, end="\n")
        lines = path.read_text().splitlines()
        lines[2222] = lines[2222].replace("0,0,", "0,x,", 1)
        path.write_text("\n".join(lines))
        with pytest.raises(DataError, match="line 2223: column"):
            examples(path)

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "is empty"),
            (b"\xff\xfe" + "1,2".encode("utf-16-le"), "line 1: no text; expected is a CSV file"),
            (",".join(NAMED).encode(), "contains no images"),
            (gzip.compress(b"0," * 784)[:-9], "cannot be read"),
            (",".join(["0"] * 784).encode(), "784 columns and no labels; expected are 785"),
            (SHIFTED, "line 2: a quotation mark is not closed in its column"),
        ],
        ids=["empty", "UTF-16", "names only", "cut off", "no labels", "shifted"],
    )
    def test_files_that_are_no_tables(self, content, reason, tmp_path):
        path = tmp_path / ("train.csv.gz" if content[:1] == b"\x1f" else "train.csv")
        path.write_bytes(content)
        with pytest.raises(DataError, match=reason):
            examples(path)

    def test_more_images_than_may_be_are_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tables, "MAX_EXAMPLES", 20)
        write_table(tmp_path / "train.csv", *images_and_labels())
        with pytest.raises(DataError, match="contains more than 20 images"):
            examples(tmp_path)

    def test_a_packed_bomb_is_not_unpacked_to_its_end(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tables, "MAX_BYTES", 100_000)
        (tmp_path / "train.csv.gz").write_bytes(gzip.compress((b" " * 999 + b"\n") * 9_999))
        with pytest.raises(DataError, match="larger than the 100000 bytes"):
            examples(tmp_path / "train.csv.gz")

    def test_a_packed_bomb_of_empty_lines_is_refused_at_once(self, tmp_path):
        (tmp_path / "train.csv.gz").write_bytes(gzip.compress(b"\n" * 10_000_000))
        with pytest.raises(DataError, match="line 10001: more than 10,000 empty lines"):
            examples(tmp_path / "train.csv.gz")

    @given(data=st.data())
    def test_a_damaged_table_is_read_or_refused_with_a_reason(self, data, tmp_path_factory):
        path = tmp_path_factory.getbasetemp() / "damaged" / "train.csv"
        write_table(path, *images_and_labels(8, 2), end="\n")
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(content)))
            end = start + data.draw(st.integers(0, 3000))
            piece = st.binary(max_size=8) | st.sampled_from(
                [b",", b"\n", b'"', b"#", b"1e999", b"0x1", b"1_0", b"nan", b"\xef\xbb\xbf"]
            )
            content[start:end] = data.draw(piece)
        path.write_bytes(content)
        said = refusal(lambda: examples(path))
        assert said is None or str(path) in said


class TestArrays:
    @pytest.mark.parametrize(
        "names",
        [
            ("x_train", "y_train", "x_test", "y_test"),
            ("X_train", "y_train", "X_test", "y_test"),
            ("train_images", "train_labels", "test_images", "test_labels"),
            ("trainX", "trainY", "testX", "testY"),
            ("xtrain", "ytrain", "xtest", "ytest"),
            ("mnist-training-imgs", "mnist-training-targets", "mnist-t10k-imgs", "mnist-t10k-y"),
        ],
        ids=lambda names: names[0],
    )
    @pytest.mark.parametrize("kind", ["files", "file", "archive", "archives"])
    def test_names_that_people_give(self, names, kind, tmp_path):
        images, labels = images_and_labels()
        arrays = images.reshape(-1, 28, 28), labels, images[:9].reshape(-1, 28, 28), labels[:9]
        np.save(tmp_path / "weights.npy", np.zeros(3))
        for name, array in zip(names, arrays, strict=True):
            if kind == "archives":  # as KMNIST's
                np.savez_compressed(tmp_path / f"{name}.npz", array)
            elif kind != "archive":
                np.save(tmp_path / f"{name}.npy", array)
        if kind == "archive":
            np.savez(tmp_path / "all.npz", **dict(zip(names, arrays, strict=True)))
        read = examples(tmp_path / f"{names[0]}.npy" if kind == "file" else tmp_path)
        assert np.array_equal(read.train_images, images)
        assert np.array_equal(read.train_labels, labels)
        assert np.array_equal(read.test_images, images[:9])
        assert np.array_equal(read.test_labels, labels[:9])

    @pytest.mark.parametrize("names", [("X", "y"), ("images", "labels"), ("x_train", "y_train")])
    def test_without_test_images_some_are_held_out(self, names, tmp_path):
        images, labels = images_and_labels()
        for name, array in zip(names, (images, labels), strict=True):
            np.save(tmp_path / f"{name}.npy", array)
        np.save(tmp_path / "x_test.npy", images)
        read = examples(tmp_path)
        assert (len(read.train_labels), len(read.test_labels)) == (21, 3)
        assert "no labels: x_test." in notes(tmp_path)

    def test_a_missing_array_is_named(self, tmp_path):
        np.save(tmp_path / "x_train.npy", np.zeros((3, 28, 28), np.uint8))
        with pytest.raises(DataError, match=r"only some .* \(x_train\); missing: y_train "):
            examples(tmp_path)

    def test_medmnists_validation_part(self, tmp_path):
        images, labels = images_and_labels()
        parts = {}
        for part, count in (("train", 24), ("val", 6), ("test", 3)):
            parts[f"{part}_images"] = images[:count].reshape(-1, 28, 28)
            parts[f"{part}_labels"] = labels[:count, None]
        np.savez_compressed(tmp_path / "pneumoniamnist.npz", **parts)
        data = of_folder(tmp_path / "pneumoniamnist.npz", batch_size=4).data
        assert (data.train_size, data.validation_size, data.test_size) == (24, 6, 3)

    @pytest.mark.parametrize("name", ["x_train", "y_train"])
    def test_nothing_is_unpickled(self, name, tmp_path):
        for other in ("x_train", "y_train"):
            np.save(tmp_path / f"{other}.npy", np.zeros((3, 28, 28), np.uint8))
        content = np.array([print, 1], object)
        np.save(tmp_path / f"{name}.npy", content, allow_pickle=True)
        with pytest.raises(DataError, match=f"{name}.npy cannot be read: {name} holds no numbers"):
            examples(tmp_path)


def write_layout(kind, folder):
    images, labels = images_and_labels(36)
    if kind == "idx":
        write_idx(folder)
    elif kind == "npz":
        folder.mkdir(parents=True)
        arrays = {"x_train": images, "y_train": labels, "x_test": images, "y_test": labels}
        np.savez_compressed(folder / "mnist.npz", **arrays)
    elif kind == "npy":
        folder.mkdir(parents=True)
        np.save(folder / "X.npy", images)
        np.save(folder / "y.npy", labels)
    elif kind == "csv":
        write_table(folder / "train.csv", images, labels)
        unlabelled(folder / "test.csv", images)
    else:
        for part, count in (("train", 30), ("test", 6)):
            for number in range(count):
                path = folder / part / "abc"[number % 3] / f"{number}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(images[number].reshape(28, 28)).save(path)


def pack(folder, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder.parent))
        archive.writestr("__MACOSX/._data", b"of macOS")


LAYOUTS = ("idx", "npz", "npy", "csv", "pictures")


def test_names_are_in_the_order_of_their_numbers_however_long():
    names = ["a", "a0", "a2", "a10", "a" + "1" * 5000, "a" + "2" * 5000, "b٢", "b١٠", "b1x1"]
    assert sorted(set(names), key=natural_order) == [*names[:6], "b1x1", *names[6:8]]
    assert natural_order("007") == natural_order("7")


class TestZip:
    def test_a_class_may_be_called_by_a_number_of_any_length(self, tmp_path):
        """Python refuses to read numbers of more than 4,300 digits."""
        path, names = tmp_path / "data.zip", ("7" * 5000, "10", "9" * 4999)
        picture = io.BytesIO()
        Image.fromarray(images_and_labels()[0][0].reshape(28, 28)).save(picture, "PNG")
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                for number in range(2):
                    archive.writestr(f"{name}/{number}.png", picture.getvalue())
        assert examples(path).classes == ("10", "9" * 60, "7" * 60)

    @pytest.mark.parametrize("kind", LAYOUTS)
    def test_each_layout_is_read_as_from_its_folder(self, kind, tmp_path, monkeypatch):
        write_layout(kind, tmp_path / "data")
        pack(tmp_path / "data", tmp_path / "data.zip")
        monkeypatch.setattr(tempfile, "mkdtemp", None)  # nothing is unpacked
        before = sorted(tmp_path.rglob("*"))
        plain, packed = examples(tmp_path / "data"), examples(tmp_path / "data.zip")
        for name in ("train_images", "train_labels", "test_images", "test_labels"):
            assert np.array_equal(getattr(plain, name), getattr(packed, name))
        assert plain.classes == packed.classes
        assert list(map(str, plain.notes)) == list(map(str, packed.notes))
        assert sorted(tmp_path.rglob("*")) == before
        folder, file = (of_folder(tmp_path / name) for name in ("data", "data.zip"))
        assert fingerprint(folder.data) == fingerprint(file.data) != {}

    def test_a_zip_file_that_changes_is_read_again(self, tmp_path):
        for count, trained in ((36, 30), (24, 21)):
            write_table(tmp_path / "data" / "train.csv", *images_and_labels(count))
            pack(tmp_path / "data", tmp_path / "data.zip")
            assert len(examples(tmp_path / "data.zip").train_labels) == trained
            os.utime(tmp_path / "data.zip", (count, count))

    @pytest.mark.parametrize(
        "name",
        ["../a.csv", "/a.csv", "a/../../b.csv", "C:/a.csv", "..\\a.csv", "a//b.csv", "a/" * 40],
    )
    def test_names_that_lead_elsewhere_are_refused(self, name, tmp_path):
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, b"1")
        with pytest.raises(DataError, match="is none of a file in it"):
            examples(path)

    def test_so_is_a_name_of_nothing(self, tmp_path):
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.csv", b"1")
        path.write_bytes(path.read_bytes().replace(b"a.csv", b"\0.csv"))  # ends at its zero byte
        with pytest.raises(DataError, match="is none of a file in it"):
            examples(path)

    def test_a_name_of_a_file_and_a_folder_is_refused(self, tmp_path):
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a", b"1")
            archive.writestr("a/b.png", b"1")
        with pytest.raises(DataError, match="a is a file and a folder in it"):
            examples(path)

    def test_a_name_twice_is_refused(self, tmp_path):
        """A program may read the other one, and unpacks both."""
        path = tmp_path / "data.zip"
        write_layout("csv", tmp_path / "data")
        pack(tmp_path / "data", path)
        link = zipfile.ZipInfo("data/train.csv")
        link.external_attr = 0o120777 << 16
        with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(link, b"elsewhere")
        with pytest.raises(DataError, match="a file is in it twice"):
            examples(path)

    def test_sizes_that_cannot_be_are_refused(self, tmp_path):
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("train.csv", os.urandom(5000))
        content = bytearray(path.read_bytes())
        entry = content.rindex(b"train.csv") - 46 + 24  # the size in its entry of the directory
        content[entry : entry + 4] = (100).to_bytes(4, "little")
        path.write_bytes(content)
        with pytest.raises(DataError, match="the sizes stated in it are wrong"):
            examples(path)

    def test_a_bomb_is_refused_before_anything_is_unpacked(self, tmp_path, monkeypatch):
        monkeypatch.setattr(zipped, "MAX_BYTES", 1_000_000)
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("train.csv", bytes(2_000_000))
        with pytest.raises(DataError, match="would have 2,000,000 bytes, more than 1,000,000"):
            examples(path)

    def test_too_many_files_are_refused(self, tmp_path, monkeypatch):
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(300):
                archive.writestr(f"{number}.png", b"")
        monkeypatch.setattr(zipped, "MAX_ENTRIES", 200)
        with pytest.raises(DataError, match="more than 200 files"):
            examples(path)
        monkeypatch.setattr(zipped, "MAX_READ_BYTES", 10_000)
        with pytest.raises(DataError, match="more than 200 files"):
            examples(path)

    def test_a_password_is_named(self, tmp_path):
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("train.csv", b"1")
        content = bytearray(path.read_bytes())
        content[content.index(b"PK\1\2") + 8] |= 1
        path.write_bytes(content)
        with pytest.raises(DataError, match="protected by a password"):
            examples(path)

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_methods_that_unpack_gigabytes_at_once_are_refused(self, method, tmp_path):
        """Two gigabytes of zeros are 1,562 bytes, which `zipfile` unpacks by one call."""
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr("train.csv", bytes(5000))
        with pytest.raises(DataError, match="not compressed with Deflate"):
            examples(path)

        images, labels = io.BytesIO(), io.BytesIO()
        np.save(images, images_and_labels()[0])
        np.save(labels, images_and_labels()[1])
        with zipfile.ZipFile(tmp_path / "mnist.npz", "w", method) as archive:
            archive.writestr("x_train.npy", images.getvalue())
            archive.writestr("y_train.npy", labels.getvalue())
        with pytest.raises(DataError, match="not compressed with Deflate"):
            examples(tmp_path / "mnist.npz")

    def test_links_are_no_files(self, tmp_path):
        path = tmp_path / "data.zip"
        link = zipfile.ZipInfo("train.csv")
        link.external_attr = 0o120777 << 16
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(link, b"/etc/passwd")
        with pytest.raises(DataError, match="contains no data"):
            examples(path)

    @pytest.mark.parametrize("kind", LAYOUTS)
    @given(data=st.data())
    def test_a_damaged_one_is_read_or_refused_with_a_reason(self, kind, data, tmp_path_factory):
        folder = tmp_path_factory.getbasetemp() / f"zipped-{kind}"
        path = folder / "data.zip"
        if not path.exists():
            write_layout(kind, folder / "data")
            pack(folder / "data", path)
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 6))):
            position = data.draw(st.integers(0, len(content) - 1))
            content[position] = data.draw(st.integers(0, 255))
        damaged = folder / "damaged.zip"
        damaged.write_bytes(content[: data.draw(st.integers(0, len(content)))])
        said = refusal(lambda: datasets.load(of_folder(damaged).data))
        assert said is None or "damaged.zip" in said or "data." in said


@pytest.mark.parametrize("suffix", FILE_SUFFIXES)
def test_what_is_understood_is_named_where_nothing_is(suffix, tmp_path):
    (tmp_path / "readme.txt").write_text("nothing")
    for path in (tmp_path, tmp_path / "readme.txt"):
        with pytest.raises(DataError, match="contains no data") as refused:
            examples(path)
        assert all(word in str(refused.value) for word in ("IDX", ".npz", ".npy", ".csv", "zip"))
    assert is_path(f"x{suffix}")


@pytest.mark.parametrize("kind", LAYOUTS)
@pytest.mark.parametrize("is_zipped", [True, False])
def test_reading_can_be_cancelled(kind, is_zipped, tmp_path):
    write_layout(kind, tmp_path / "data")
    path = tmp_path / "data"
    if is_zipped:
        path = tmp_path / "data.zip"
        pack(tmp_path / "data", path)
    with cancelled_by(lambda: True), pytest.raises(CancelledError):
        examples(path)
    with cancelled_by(lambda: False):
        assert len(examples(path).train_labels)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"", mtime=0) * 10_000,
        b"\x1f\x8b\x08\x08" + bytes(5) + b"\x03" + b"a" * 100_000,  # its name
        gzip.compress(struct.pack(">HBBIB", 0, 8, 1, 1, 7)) + bytes(100_000),
    ],
    ids=["empty parts", "a long name", "zeros at the end"],
)
@pytest.mark.parametrize("read", [read_labels, read_table])
def test_unpacking_what_never_yields_anything_can_be_cancelled(content, read, tmp_path):
    path = tmp_path / "x.csv.gz"
    path.write_bytes(content)
    asked = itertools.count()
    with cancelled_by(lambda: next(asked) > 10), pytest.raises(CancelledError):
        read(path)


def test_reading_can_be_cancelled_by_each_who_waits(tmp_path):
    write_layout("csv", tmp_path / "data")
    wanted, unwanted = cancelled_by(lambda: False), cancelled_by(lambda: True)
    with unwanted, wanted, pytest.raises(CancelledError):
        examples(tmp_path / "data")
    with cancelled_by(lambda: False):
        assert len(examples(tmp_path / "data").train_labels)


def test_a_run_that_is_stopped_while_its_data_are_read_ends_without_a_folder(tmp_path):
    write_layout("csv", tmp_path / "data")
    config, control = of_folder(tmp_path / "data", batch_size=4), Control("run")
    data_folders._read.cache_clear()
    control.stop.set()
    job = TrainingJob("run", config, tmp_path / "runs" / "run")
    assert list(train_and_keep(job, control)) == [RunEnded("run", EndReason.STOPPED, 0)]
    assert not (tmp_path / "runs").exists()
