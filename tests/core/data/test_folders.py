import gzip
import hashlib
import itertools
import os
import shutil
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from core.config.catalogue import KNOWN
from core.config.data import DataConfig
from core.config.fields import ConfigError, with_values
from core.config.run import RunConfig
from core.data import datasets, picture_folders
from core.data import folders as data_folders
from core.data.fingerprint import fingerprint
from core.data.folders import changes_for
from core.data.layouts import file_states
from core.data.pictures import SUFFIXES
from core.errors import DataError
from core.program import script as codegen
from tests.core.running import config_of, epochs_of, run_to_the_end

RANDOM = np.random.default_rng(5)
NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


def idx(values, mark=8):
    kind = {8: np.uint8, 9: np.int8, 0x0B: ">i2", 0x0C: ">i4"}[mark]
    header = bytes((0, 0, mark, values.ndim)) + struct.pack(f">{values.ndim}I", *values.shape)
    return header + values.astype(kind).tobytes()


def write_idx(folder, train=60, test=24, classes=4, names=NAMES, pack=gzip.compress, first=0):
    """IDX files in which each class has a bright square of its own; returns the arrays."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = []
    for count in (train, test):
        labels = (np.arange(count) % classes).astype(np.uint8)
        images = RANDOM.integers(0, 60, (count, 28, 28)).astype(np.uint8)
        for image, label in zip(images, labels, strict=True):
            image[
                2 + 5 * (label % 5) : 7 + 5 * (label % 5),
                3 + 5 * (label // 5) : 9 + 5 * (label // 5),
            ] = 255
        arrays += [images, labels + np.uint8(first)]
    for name, array in zip(names, arrays, strict=True):
        (folder / name).write_bytes(pack(idx(array)))
    return arrays


def of_folder(folder, **data):
    return with_values(
        RunConfig(),
        changes_for(RunConfig(), str(folder))
        | {f"data.{key}": value for key, value in data.items()},
    )


class TestIdxFolders:
    @pytest.mark.parametrize("pack", [bytes, gzip.compress])
    def test_images_labels_and_sizes_are_those_of_the_files(self, tmp_path, pack):
        images, labels, test_images, test_labels = write_idx(tmp_path / "mine", pack=pack)
        config = of_folder(tmp_path / "mine", batch_size=10)
        assert (config.data.train_size, config.data.test_size) == (60, 24)
        assert config.classes == ("0", "1", "2", "3")
        assert config.model.outputs == 4
        data = datasets.load(config.data)
        assert np.array_equal(data.train_x.numpy(), images.reshape(60, 784) / np.float32(255))
        assert np.array_equal(data.train_y.numpy(), labels)
        assert np.array_equal(data.test_x.numpy(), test_images.reshape(24, 784) / np.float32(255))
        assert np.array_equal(data.test_y.numpy(), test_labels)
        asked = datasets.labelled_digits(config.data, 5)
        spread = [0, 4, 9, 14, 19]
        assert np.array_equal(asked[0], test_images[spread])
        assert np.array_equal(asked[1], test_labels[spread])

    def test_names_of_the_classes_stand_in_a_file(self, tmp_path):
        write_idx(tmp_path)
        (tmp_path / "classes.txt").write_text("left\nright\n\nhéron\n 猫 \n")
        assert of_folder(tmp_path).classes == ("left", "right", "héron", "猫")

    def test_an_editor_s_mark_at_the_beginning_is_no_part_of_a_name(self, tmp_path):
        write_idx(tmp_path)
        (tmp_path / "classes.txt").write_bytes("\ufeffa\r\nb\r\nc\r\nd\r\n".encode())
        assert of_folder(tmp_path).classes == ("a", "b", "c", "d")

    def test_folders_that_are_no_data_are_not_searched_to_their_depths(self, tmp_path, monkeypatch):
        deep = tmp_path / "a" / "b" / "c" / "d"
        deep.mkdir(parents=True)
        looked, scandir = [], os.scandir
        monkeypatch.setattr(
            os, "scandir", lambda place: looked.append(Path(place)) or scandir(place)
        )
        with pytest.raises(DataError, match="contains no data"):
            changes_for(RunConfig(), str(tmp_path))
        assert deep not in looked

    def test_a_folder_with_too_many_files_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(file_states, "MAX_FILES", 20)
        for name in ("a", "b", "c"):
            (tmp_path / name).mkdir()
            for number in range(7):
                (tmp_path / name / f"{number}.txt").touch()
        with pytest.raises(DataError, match="contains more than 20 files; choose"):
            changes_for(RunConfig(), str(tmp_path))
        (tmp_path / "a" / "0.txt").unlink()
        with pytest.raises(DataError, match="too few pictures"):
            changes_for(RunConfig(), str(tmp_path))

    def test_of_files_without_end_no_more_are_listed_than_may_be(self, tmp_path, monkeypatch):
        endless = ((str(number), 0, 0) for number in itertools.count())
        monkeypatch.setattr(file_states, "_states", lambda *_, **__: endless)
        with pytest.raises(DataError, match="contains more than 200,000 files"):
            changes_for(RunConfig(), str(tmp_path))
        assert next(endless)[0] == "200001"

    @pytest.mark.parametrize("marks", [(0x0C, 0x0C), (0x0B, 8), (8, 9)])
    def test_labels_may_be_longer_integers(self, tmp_path, marks):
        _, labels, _, test_labels = write_idx(tmp_path)
        for name, values, mark in zip(NAMES[1::2], (labels, test_labels), marks, strict=True):
            (tmp_path / name).write_bytes(idx(values, mark))
        examples = data_folders.read(str(tmp_path))
        assert np.array_equal(examples.train_labels, labels)
        assert np.array_equal(examples.test_labels, test_labels)

    def test_emnists_mapping_names_the_classes(self, tmp_path):
        names = [f"emnist-letters-{name.replace('t10k', 'test')}" for name in NAMES]
        write_idx(tmp_path, names=names, first=1)
        (tmp_path / "emnist-letters-mapping.txt").write_text("1 65 97\n2 66 98\n3 67 99\n4 29483\n")
        (tmp_path / "emnist-digits-mapping.txt").write_text("0 48\n")
        (tmp_path / "._emnist-letters-mapping.txt").write_bytes(b"\0")
        assert of_folder(tmp_path).classes == ("A", "B", "C", "猫")

    def test_a_mapping_may_name_classes_that_have_no_examples(self, tmp_path):
        write_idx(tmp_path)
        (tmp_path / "mapping.txt").write_text("".join(f"{n} {48 + n}\n" for n in range(6)))
        assert of_folder(tmp_path).classes == tuple("012345")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("0 48\n1 49\n", "mapping.txt names 2 classes, but the labels have 4"),
            ("0 48\n1 x\n", "mapping.txt, line 2: expected are a label and the code"),
            ("0 48\n0 49\n", "mapping.txt, line 2: expected are a label and the code"),
            ("0 9999999\n", "mapping.txt, line 1: expected are a label and the code"),
            ("0 10\n", "mapping.txt, line 1: expected are a label and the code"),
            ("1 48\n2 49\n3 50\n4 51\n", "mapping.txt does not name all labels from 0 on"),
        ],
    )
    def test_a_mapping_that_does_not_fit_is_refused(self, tmp_path, text, expected):
        write_idx(tmp_path)
        (tmp_path / "mapping.txt").write_text(text)
        with pytest.raises(DataError, match=expected):
            changes_for(RunConfig(), str(tmp_path))

    def test_too_few_names_are_told(self, tmp_path):
        write_idx(tmp_path)
        (tmp_path / "classes.txt").write_text("left\nright\n")
        with pytest.raises(DataError, match="names 2 classes, but the labels have 4"):
            changes_for(RunConfig(), str(tmp_path))

    def test_emnist_is_turned_upright_and_counts_from_1(self, tmp_path):
        names = [f"emnist-letters-{name.replace('t10k', 'test')}" for name in NAMES]
        images, labels, *_ = write_idx(tmp_path, names=names, classes=3, first=1)
        data = datasets.load(of_folder(tmp_path).data)
        assert np.array_equal(
            data.train_x.view(-1, 28, 28).numpy(), images.transpose(0, 2, 1) / np.float32(255)
        )
        assert np.array_equal(data.train_y.numpy(), labels - 1)
        assert int(data.train_y.max()) == 2

    def test_qmnists_rows_of_numbers_are_labels(self, tmp_path, monkeypatch):
        monkeypatch.setattr(data_folders, "datasets_folder", lambda: tmp_path)
        folder = tmp_path / "qmnist"
        _, labels, _, test_labels = write_idx(folder, classes=10)
        for name, own in (("train", labels), ("test", test_labels)):
            rows = RANDOM.integers(0, 9999, (len(own), 8))
            rows[:, 0] = own
            (folder / f"qmnist-{name}-labels-idx2-int.gz").write_bytes(
                gzip.compress(idx(rows, mark=0x0C))
            )
        for name in NAMES:
            if "labels" in name:
                (folder / name).unlink()
        examples = data_folders.read("qmnist")
        assert np.array_equal(examples.train_labels, labels)
        assert np.array_equal(examples.test_labels, test_labels)
        assert examples.classes == KNOWN["qmnist"].classes

    def test_a_run_learns_from_it(self, tmp_path):
        write_idx(tmp_path, train=200, test=40)
        events = run_to_the_end(
            with_values(
                of_folder(tmp_path, batch_size=20), {"epochs": 8, "optimizer.learning_rate": 0.1}
            )
        )
        assert epochs_of(events)[-1].accuracy == 1.0

    def test_data_that_changed_are_read_anew(self, tmp_path):
        write_idx(tmp_path, train=60)
        before = datasets.load(of_folder(tmp_path).data).train_x.clone()
        write_idx(tmp_path, train=70)
        config = of_folder(tmp_path)
        assert config.data.train_size == 70
        assert not torch.equal(datasets.load(config.data).train_x[:60], before)

    def test_fewer_examples_than_a_run_asks_for_are_told(self, tmp_path):
        write_idx(tmp_path, train=60)
        config = of_folder(tmp_path)
        write_idx(tmp_path, train=40)
        with pytest.raises(DataError, match=r"has only 40 examples; lower data\.train_size"):
            datasets.load(config.data)

    def test_other_classes_than_the_runs_are_told(self, tmp_path):
        write_idx(tmp_path)
        config = of_folder(tmp_path)
        (tmp_path / "classes.txt").write_text("a\nb\nc\nd\n")
        with pytest.raises(DataError, match="have changed since the run was set up"):
            datasets.load(config.data)

    @pytest.mark.parametrize("missing", NAMES)
    def test_a_missing_file_is_told(self, tmp_path, missing):
        write_idx(tmp_path)
        (tmp_path / missing).unlink()
        with pytest.raises(
            DataError, match=f"only some of the four IDX files; missing: {missing} "
        ):
            changes_for(RunConfig(), str(tmp_path))

    def test_with_the_training_part_only_both_missing_files_are_named(self, tmp_path):
        write_idx(tmp_path)
        for name in NAMES[2:]:
            (tmp_path / name).unlink()
        with pytest.raises(DataError, match=f"missing: {NAMES[2]}, {NAMES[3]} "):
            changes_for(RunConfig(), str(tmp_path))

    @pytest.mark.parametrize(
        "beside",
        [
            "._{}",
            ".{}.swp",
            "{}.part",
            "{}.gz.crdownload",
            "{}.md5",
            "a test of {}.txt",
            ".DS_Store",
        ],
    )
    def test_system_files_and_unfinished_ones_are_no_data(self, tmp_path, beside):
        images, *_ = write_idx(tmp_path)
        for name in NAMES:
            (tmp_path / beside.format(name)).write_bytes(b"no IDX file")
        data = datasets.load(of_folder(tmp_path).data)
        assert np.array_equal(data.train_x.numpy(), images.reshape(60, 784) / np.float32(255))

    @pytest.mark.parametrize(
        "naming",
        [
            lambda name: f"my training set, {name}",
            lambda name: name.replace("-", "_"),
            lambda name: name.replace("-idx", ".idx").upper(),
            lambda name: name.replace("t10k", "testing").replace("train", "training"),
        ],
    )
    def test_names_may_be_written_in_other_ways(self, tmp_path, naming):
        _, labels, _, test_labels = write_idx(tmp_path, names=[naming(name) for name in NAMES])
        examples = data_folders.read(str(tmp_path))
        assert np.array_equal(examples.train_labels, labels)
        assert np.array_equal(examples.test_labels, test_labels)

    @pytest.mark.parametrize("prefix", ["EMNIST-Letters-", "Emnist_Letters_", "my-emnist-letters-"])
    def test_emnist_is_known_however_its_name_is_written(self, tmp_path, prefix):
        names = [prefix + name.replace("t10k", "test") for name in NAMES]
        images, labels, *_ = write_idx(tmp_path, names=names, classes=3, first=1)
        examples = data_folders.read(str(tmp_path))
        upright = images.transpose(0, 2, 1).reshape(-1, 784)
        assert np.array_equal(examples.train_images, upright)
        assert np.array_equal(examples.train_labels, labels - 1)

    def test_of_many_images_only_those_that_a_run_uses_are_read(self, tmp_path, monkeypatch):
        few = DataConfig(train_size=7, test_size=5)
        monkeypatch.setattr(data_folders, "DataConfig", lambda: few)
        monkeypatch.setattr(data_folders, "MAX_TEST_IMAGES", 5)
        images, labels, test_images, test_labels = write_idx(tmp_path)
        config = of_folder(tmp_path, train_size=20, validation_size=3, test_size=9, batch_size=5)

        examples = data_folders.read_for(config.data)
        assert np.array_equal(examples.train_images, images[:23].reshape(23, 784))
        spread = [number * 24 // 9 for number in range(9)]
        assert np.array_equal(examples.test_images, test_images[spread].reshape(9, 784))
        tested = datasets.labelled_digits(config.data)
        assert np.array_equal(tested[0], test_images[spread])
        assert np.array_equal(tested[1], test_labels[spread])
        assert np.array_equal(examples.train_labels, labels)
        for part, values in (("train_images", images), ("test_images", test_images)):
            expected = hashlib.sha256(idx(values)).hexdigest()
            assert fingerprint(config.data)[part] == expected

    def test_a_known_set_that_is_not_at_hand_says_how_to_get_it(self, tmp_path, monkeypatch):
        monkeypatch.setattr(data_folders, "datasets_folder", lambda: tmp_path)
        assert not data_folders.is_available("fashion-mnist")
        with pytest.raises(
            DataError, match=r"Fashion-MNIST is not on this machine yet: .*fashion-mnist"
        ):
            datasets.load(DataConfig(dataset="fashion-mnist"))
        assert data_folders.is_available("mnist")
        write_idx(tmp_path / "fashion-mnist", classes=10)
        assert data_folders.is_available("fashion-mnist")


class TestPictureFolders:
    @staticmethod
    def picture(path, place, side=28, paper=0):
        path.parent.mkdir(parents=True, exist_ok=True)
        image = np.full((side, side), paper, np.uint8)
        step = side // 7
        image[step * place : step * (place + 2), step : 5 * step] = 255 - paper
        Image.fromarray(image).save(path)

    @staticmethod
    def arrays(folder):
        read = picture_folders.read(folder)
        return (
            read.train_images,
            read.train_labels,
            read.test_images,
            read.test_labels,
            read.classes,
        )

    def test_each_class_is_a_folder_and_every_sixth_picture_is_for_testing(self, tmp_path):
        for name, place in (("class 10", 4), ("class 2", 1)):
            for number in range(12):
                self.picture(tmp_path / name / f"{number:02}.png", place)
        images, labels, test_images, test_labels, classes = self.arrays(tmp_path)
        assert classes == ("class 2", "class 10")
        assert (len(images), len(test_images)) == (20, 4)
        assert np.bincount(labels).tolist() == [10, 10]
        assert np.bincount(test_labels).tolist() == [2, 2]
        for image, label in zip(images, labels, strict=True):
            assert image.reshape(28, 28)[(4, 16)[label] + 4, 10] == 255
        assert len(set(labels[:8].tolist())) == 2  # mixed

    def test_train_and_test_are_taken_where_they_are_told_apart(self, tmp_path):
        for part, count in (("train", 5), ("test", 2)):
            for place, name in enumerate("ab"):
                for number in range(count):
                    self.picture(tmp_path / part / name / f"{number}.png", 1 + 2 * place)
        images, _, test_images, *_ = self.arrays(tmp_path)
        assert (len(images), len(test_images)) == (10, 4)

    def test_a_class_that_is_only_tested_is_named(self, tmp_path):
        for part, names in (("train", "ab"), ("test", "abc")):
            for name in names:
                self.picture(tmp_path / part / name / "1.png", 2)
        with pytest.raises(DataError, match=r"The class c in .* has too few pictures"):
            picture_folders.read(tmp_path)

    def test_what_systems_add_is_neither_a_class_nor_a_picture(self, tmp_path):
        for name in "ab":
            for number in range(6):
                self.picture(tmp_path / name / f"{number}.png", 2)
            (tmp_path / name / "._0.png").write_bytes(
                b"\0\5\x16\7"
            )  # of macOS, on other systems' disks
        (tmp_path / "__MACOSX" / "a").mkdir(parents=True)
        images, *_, classes = self.arrays(tmp_path)
        assert (len(images), classes) == (10, ("a", "b"))

    def test_dark_on_light_becomes_white_on_black_and_large_ones_are_prepared(self, tmp_path):
        self.picture(tmp_path / "a" / "1.png", 2, paper=255)
        self.picture(tmp_path / "a" / "2.png", 2)
        for number in range(2):
            self.picture(tmp_path / "b" / f"{number}.png", 2, side=280, paper=255)
        images, labels, test_images, test_labels, _ = self.arrays(tmp_path)
        assert np.array_equal(images[labels == 0][0], test_images[test_labels == 0][0])
        prepared = images[labels == 1][0].reshape(28, 28)
        assert prepared.max() == 255
        assert prepared[0].max() == 0  # placed in the middle, in a box of 20 pixels

    def test_a_picture_that_cannot_be_read_is_left_out_and_named(self, tmp_path):
        for name in "ab":
            for number in range(3):
                self.picture(tmp_path / name / f"{number}.png", 2)
        (tmp_path / "b" / "1.png").write_bytes(b"no picture")
        (tmp_path / "b" / "3.png").touch()
        examples = picture_folders.read(tmp_path)
        assert np.bincount(examples.train_labels).tolist() == [2, 1]
        assert np.bincount(examples.test_labels).tolist() == [1, 1]
        assert any(
            str(note).startswith("2 of 7 pictures are left out")
            and str(note).endswith("b/1.png, b/3.png.")
            for note in examples.notes
        )

    def test_a_class_of_which_nothing_can_be_read_is_named(self, tmp_path):
        for name in "ab":
            for number in range(3):
                self.picture(tmp_path / name / f"{number}.png", 2)
        for path in (tmp_path / "b").iterdir():
            path.write_bytes(b"no picture")
        with pytest.raises(DataError, match=r"The class b in .* has too few pictures that can be"):
            changes_for(RunConfig(), str(tmp_path))

    def test_an_empty_class_is_named(self, tmp_path):
        self.picture(tmp_path / "a" / "1.png", 2)
        self.picture(tmp_path / "a" / "2.png", 2)
        (tmp_path / "b").mkdir()
        with pytest.raises(DataError, match=r"The class b in .* has too few pictures"):
            changes_for(RunConfig(), str(tmp_path))

    @pytest.mark.parametrize(
        ("train", "test"),
        [
            ("training", "testing"),
            ("Train", "TEST"),
            ("train", "val"),
            ("train_set", "valid"),
            ("Training images", "Validation"),
        ],
    )
    def test_parts_have_the_names_that_people_give_them(self, tmp_path, train, test):
        for part, count in ((train, 4), (test, 2)):
            for name in "ab":
                for number in range(count):
                    self.picture(tmp_path / part / name / f"{number}.png", number % 4)
        examples = picture_folders.read(tmp_path)
        assert (len(examples.train_labels), len(examples.test_labels)) == (8, 4)
        assert examples.classes == ("a", "b")
        assert examples.validation == 0
        is_said = any(test in str(note) for note in examples.notes)
        assert is_said == test.lower().startswith("val")

    def test_a_validation_part_becomes_the_validation_examples(self, tmp_path):
        for part, count, place in (("Train", 5, 0), ("Val", 2, 2), ("Test", 3, 4)):
            for name in "ab":
                for number in range(count):
                    self.picture(tmp_path / part / name / f"{number}.png", place)
        config = of_folder(tmp_path, batch_size=5)
        sizes = config.data.train_size, config.data.validation_size, config.data.test_size
        assert sizes == (10, 4, 6)
        data = datasets.load(config.data)
        for x, row in ((data.train_x, 0), (data.validation_x, 8), (data.test_x, 16)):
            assert (x.view(-1, 28, 28)[:, row, 10] == 1).all()

    def test_with_one_part_only_some_are_held_out(self, tmp_path):
        for name in "ab":
            for number in range(6):
                self.picture(tmp_path / "training" / name / f"{number}.png", number % 4)
        (tmp_path / "test").mkdir()
        self.picture(tmp_path / "test" / "unlabelled.png", 1)
        examples = picture_folders.read(tmp_path)
        assert (len(examples.train_labels), len(examples.test_labels)) == (10, 2)
        assert "every sixth picture of each class in training" in str(examples.notes[0])

    def test_a_folder_of_pictures_of_trains_is_a_class(self, tmp_path):
        for name in ("bus", "test", "train"):
            for number in range(2):
                self.picture(tmp_path / name / f"{number}.png", 1)
        assert picture_folders.read(tmp_path).classes == ("bus", "test", "train")

    def test_a_folder_around_the_data_does_not_matter(self, tmp_path):
        for name in "ab":
            for number in range(2):
                self.picture(tmp_path / "my data" / name / f"{number}.png", 1)
        (tmp_path / "__MACOSX").mkdir()
        assert data_folders.read(str(tmp_path)).classes == ("a", "b")

    @pytest.mark.parametrize(
        "system",
        [
            "@eaDir/0",
            "#recycle/0",
            "System Volume Information",
            "$RECYCLE.BIN/0",
            "__MACOSX/0",
            ".git/0",
            "0/@eaDir",
        ],
    )
    def test_folders_of_systems_are_no_classes(self, tmp_path, system):
        for name in "01":
            for number in range(3):
                self.picture(tmp_path / name / f"{number}.png", 1)
        self.picture(tmp_path / system / "thumbnail.png", 2)
        (tmp_path / "Thumbs.db").write_bytes(b"thumbnails")
        (tmp_path / "0" / "desktop.ini").write_bytes(b"icon")
        examples = data_folders.read(str(tmp_path))
        assert examples.classes == ("0", "1")
        assert len(examples.train_labels) + len(examples.test_labels) == 6

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_all_formats_are_read_that_predict_reads(self, tmp_path, suffix):
        formats = {".jfif": "JPEG", ".jpe": "JPEG", ".dib": "BMP", ".pnm": "PPM", ".pbm": "PPM"}
        for name in "ab":
            for number in range(2):
                path = tmp_path / name / f"{number}{suffix.upper()}"
                path.parent.mkdir(exist_ok=True)
                image = Image.fromarray(np.eye(28, dtype=np.uint8) * 255)
                if suffix in (".heic", ".heif"):  # Pillow reads them and does not write them
                    shutil.copy(Path(__file__).parent / "one.heic", path)
                else:
                    image.save(path, format=formats.get(suffix))
        assert len(data_folders.read(str(tmp_path)).train_labels) == 2

    def test_a_class_without_test_images_is_said(self, tmp_path):
        for part, names in (("train", "abc"), ("test", "ab")):
            for name in names:
                self.picture(tmp_path / part / name / "1.png", 2)
        assert [str(note) for note in picture_folders.read(tmp_path).notes] == [
            "No test images of: c."
        ]


class TestChanges:
    def test_sizes_follow_the_data_and_come_back(self, tmp_path):
        write_idx(tmp_path, train=150)
        own = of_folder(tmp_path)
        back = with_values(own, changes_for(own, "mnist"))
        assert back == RunConfig()

    def test_a_size_that_was_chosen_stays(self, tmp_path):
        few = config_of("logistic", {"data.train_size": 500})
        assert "data.train_size" not in changes_for(few, "kmnist")
        assert with_values(few, changes_for(few, "emnist-letters")).model.outputs == 26

    @pytest.mark.parametrize("name", ["~nobody-of-this-name/x", "/" + "x" * 300, "loop"])
    def test_a_folder_that_cannot_be_is_refused_like_one_that_is_not_there(self, name, tmp_path):
        (tmp_path / "loop").symlink_to("loop")
        place = name if "/" in name else str(tmp_path / name)
        with pytest.raises(DataError, match="cannot be read"):
            changes_for(RunConfig(), place)
        config = RunConfig(data=DataConfig(dataset=place, class_names=("a", "b")))
        with pytest.raises(DataError, match="cannot be read"):
            datasets.load(config.data)
        assert "train-images-idx3-ubyte" in codegen.script(config)

    def test_a_folder_below_the_home_folder_does_not_tell_whose_home_that_is(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.setenv("HOME", str(tmp_path / "alice"))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / "alice"))
        write_idx(tmp_path / "alice" / "my data")
        write_idx(tmp_path / "elsewhere")
        config = of_folder(tmp_path / "alice" / "my data", batch_size=10)
        assert config.data.dataset == str(Path("~", "my data"))
        assert len(datasets.load(config.data).train_x) == 60
        assert of_folder("~/my data").data.dataset == config.data.dataset
        assert of_folder(tmp_path / "elsewhere").data.dataset == str(tmp_path / "elsewhere")
        script = codegen.script(config)
        assert "alice" not in script
        assert ".data).expanduser()" in script

    def test_what_is_no_data_set_is_refused(self):
        with pytest.raises(
            ConfigError,
            match=r"must be one of mnist, .* or the path of a folder or file, not emnst",
        ):
            with_values(RunConfig(), changes_for(RunConfig(), "emnst"))

    def test_held_out_examples_come_after_the_training_examples(self):
        config = config_of("logistic", {"data.train_size": 300, "data.validation_size": 50})
        data, whole = datasets.load(config.data), datasets.mnist()
        assert data.validation_x.equal(whole.train_x[300:350])
        assert data.validation_y.equal(whole.train_y[300:350])

    def test_more_than_there_are_cannot_be_held_out(self):
        with pytest.raises(
            ConfigError,
            match="59000 of the 60000 training examples are used for training; hold out 1000",
        ):
            config_of("logistic", {"data.train_size": 59_000, "data.validation_size": 1001})


class TestNamesOfFolders:
    @pytest.mark.parametrize("name", [".", "./", "../digits"])
    def test_the_working_folder_is_known_by_its_whole_path(self, name, monkeypatch, tmp_path):
        write_idx(tmp_path / "digits")
        monkeypatch.chdir(tmp_path / "digits")
        config = with_values(RunConfig(), changes_for(RunConfig(), name))
        monkeypatch.chdir(tmp_path)
        assert data_folders.folder_of(config.data.dataset) == (tmp_path / "digits").resolve()
        assert len(datasets.load(config.data).train_y) == 60

    @pytest.mark.skipif(sys.platform != "linux", reason="others refuse such a name")
    @pytest.mark.parametrize("is_within", [True, False])
    def test_a_folder_whose_name_is_no_text_is_refused(self, is_within, monkeypatch, tmp_path):
        """Two bytes that are not UTF-8, in the path or in that of the working folder."""
        folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe"))
        write_idx(folder)
        monkeypatch.chdir(folder if is_within else tmp_path)
        changes = changes_for(RunConfig(), "." if is_within else str(folder))
        with pytest.raises(
            ConfigError, match=r"data.dataset: must not .* character \\udcff"
        ) as refused:
            with_values(RunConfig(), changes)
        assert str(refused.value).isprintable()
