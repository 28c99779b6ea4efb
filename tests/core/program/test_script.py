import ast
import contextlib
import csv
import gzip
import io
import os
import shutil
import sys
import zipfile
from functools import partial
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
import torch
from hypothesis import HealthCheck, given, settings, strategies
from PIL import Image

import resources
from core.config.catalogue import KNOWN, POINT_SETS, POINTS_OWN
from core.config.choices import Activation, Normalization, OptimizerKind, PruningKind
from core.config.fields import with_values
from core.config.presets import PRESETS, as_in_the_tutorial
from core.config.run import RunConfig
from core.data import folders as data_folders
from core.data.folders import changes_for
from core.data.points import points_of
from core.network import models
from core.program import script as codegen
from core.program import values as codegen_values
from core.program.check import Costs, costs_of, printed_costs
from core.program.notes import NOTES
from core.program.own_data import own_data
from tests.core.data.test_folders import NAMES, idx, of_folder, write_idx
from tests.core.data.test_layouts import (
    LAYOUTS,
    images_and_labels,
    pack,
    write_layout,
    write_table,
)
from tests.core.programs import FEW_POINTS, IMAGES, TINY, some_configs, tiny
from tests.core.running import (
    config_of,
    epochs_of,
    final_weights,
    finished,
    run_to_the_end,
)

WITH_KINKS = (Activation.RELU, Activation.LEAKY_RELU)


@pytest.fixture(scope="session")
def few_digits(tmp_path_factory):
    """MNIST's first training digits, and all for testing, which are read sooner than all."""
    folder = tmp_path_factory.mktemp("few")
    for name, size, header in (("images-idx3", 784, 16), ("labels-idx1", 1, 8)):
        for part, count in (("train", 300), ("t10k", 10_000)):
            file = f"{part}-{name}-ubyte.gz"
            with gzip.open(resources.path("mnist", file)) as whole:
                content = bytearray(whole.read(header + size * count))
            content[4:8] = count.to_bytes(4, "big")
            (folder / file).write_bytes(gzip.compress(content, 1))
    return folder


@pytest.fixture
def run_here(monkeypatch, tmp_path, few_digits):
    """Runs the program for a config in this process, in a folder of its own; gives its names and
    what it printed.
    """
    return partial(_run_here, monkeypatch, tmp_path, few_digits)


@pytest.fixture
def costs_here(run_here):
    """Runs the program and gives the costs that it printed."""
    return lambda config: tuple(printed_costs(run_here(config)[1].splitlines()))


def _run_here(monkeypatch, folder, few_digits, config):
    monkeypatch.chdir(folder)
    whole = data_folders.folder_of(config.data.dataset)
    data = few_digits if whole == resources.path("mnist") else whole
    monkeypatch.setattr(sys, "argv", ["script", "--data", str(data)])
    torch.set_num_threads(config.threads or 1)
    printed, names = io.StringIO(), {"__name__": "__main__"}
    with contextlib.redirect_stdout(printed):
        exec(compile(codegen.script(config), "script.py", "exec"), names)
    return names, printed.getvalue()


def costs_of_run(config):
    """To the last digit, but where SGD's step in a smooth network adds up sooner and so rounds
    otherwise.
    """
    costs = costs_of(epochs_of(finished(run_to_the_end(config, config.threads or 1))))
    is_sgd = (
        config.optimizer.kind is OptimizerKind.SGD and not config.is_regression and not config.plain
    )
    if not is_sgd or any(layer.activation in WITH_KINKS for layer in config.model.hidden):
        return costs
    return tuple(Costs(one.epoch, near(one.cost), near(one.test_cost)) for one in costs)


def near(cost):
    return pytest.approx(cost, rel=1e-5)


@strategies.composite
def form_settings(draw):
    """Settings as the form can combine them, for tiny data that are changed at random."""

    def one_of(*values):
        return draw(strategies.sampled_from(values))

    layer = {"units": 8, "activation": one_of(*Activation).value, "dropout": one_of(0.0, 0.3)}
    augment = {"shift": (0.0, 1.5), "rotation": (0.0, 10.0), "scale": (0.0, 0.2)}
    changes = {f"data.augment.{name}": one_of(*values) for name, values in augment.items()} | {
        "data.augment.noise": one_of(0.0, 0.2),
        "data.pixels": one_of("unit", "raw", "standardized"),
        "data.shuffle_pixels": draw(strategies.booleans()),
        "data.order": one_of("file", "shuffled"),
        "data.validation_size": one_of(0, 60),
        "data.label_noise": one_of(0.0, 0.2),
        "model.kind": one_of("mlp", "cnn"),
        "model.hidden": [layer] * draw(strategies.integers(0, 2)),
        "model.bias": draw(strategies.booleans()),
        "model.norm": one_of("none", "batch", "layer"),
        "optimizer.kind": one_of(*OptimizerKind).value,
        "optimizer.learning_rate": 1e-4,
        "optimizer.l1": one_of(0.0, 1e-3),
        "optimizer.adversarial": one_of(0.0, 0.1),
        "pruning.kind": one_of(*PruningKind).value,
        "pruning.after": 1,
        "plain": draw(strategies.booleans()),
        "seed": draw(strategies.integers(0, 100)),
    }
    return tiny("mlp", changes | {"epochs": 2})


class TestCosts:
    @pytest.mark.parametrize("name", PRESETS)
    def test_they_are_the_runs_to_the_last_digit(self, name, costs_here):
        config = tiny(name)
        costs = costs_here(config)
        assert costs == costs_of_run(config)
        assert [epoch.epoch for epoch in costs] == [1, 2, 3]

    @pytest.mark.parametrize("name", [name for name in PRESETS if name != "cnn"])
    def test_they_are_those_of_a_run_as_in_the_tutorial(self, name, costs_here):
        config = with_values(
            as_in_the_tutorial(config_of(name)), FEW_POINTS if name == "linear" else TINY
        )
        assert costs_here(config) == costs_of_run(config)

    @pytest.mark.parametrize("config", list(some_configs(32)), ids=range(32))
    def test_whatever_is_chosen_they_are_the_runs(self, config, costs_here):
        assert costs_here(config) == costs_of_run(config)

    @pytest.mark.parametrize(
        "augment",
        [
            {"shift": 2.0},
            {"rotation": 15.0},
            {"scale": 0.2},
            {"noise": 0.3},
            {"shift": 1.5, "rotation": 10.0, "scale": 0.1, "noise": 0.1},
        ],
        ids="+".join,
    )
    @pytest.mark.parametrize("pixels", ["unit", "raw", "standardized"])
    def test_augmented_images_are_the_runs(self, augment, pixels, costs_here):
        changes = {f"data.augment.{name}": value for name, value in augment.items()}
        changes |= {
            "data.pixels": pixels,
            "data.test_size": 100,
            "data.shuffle_pixels": pixels == "raw",
        }
        config = tiny("mlp", changes | {"optimizer.learning_rate": 1e-4})
        assert costs_here(config) == costs_of_run(config)

    @given(data=strategies.data())
    @settings(
        max_examples=settings().max_examples // 5,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def test_whatever_the_form_combines_they_are_the_runs(self, data, costs_here):
        config = data.draw(form_settings())
        assert costs_here(config) == costs_of_run(config)

    @pytest.mark.parametrize("norm", Normalization)
    @pytest.mark.parametrize("kind", ["mlp", "cnn"])
    def test_against_attacks_they_are_the_runs(self, kind, norm, costs_here):
        changes = {
            "model.kind": kind,
            "model.hidden": [{"units": 20, "activation": "sigmoid", "dropout": 0.3}],
            "model.norm": norm.value,
            "optimizer.adversarial": 0.1,
        }
        config = tiny("mlp", changes)
        assert costs_here(config) == costs_of_run(config)

    @pytest.mark.parametrize("name", ["logistic", "relu-dropout"])
    def test_more_than_a_thousand_test_images_are_asked_in_parts(self, name, costs_here):
        config = tiny(name, {"data.test_size": 1100})
        assert costs_here(config) == costs_of_run(config)

    @pytest.mark.parametrize("validation", [0, 30])
    @pytest.mark.parametrize("name", POINT_SETS)
    def test_points_of_the_plane_are_the_runs(self, name, validation, costs_here):
        changes = {
            "data.dataset": name,
            "data.validation_size": 0 if name == POINTS_OWN else validation,
            "data.batch_size": 10,
            "data.points.noise": 0.123,
            "data.points.seed": 7,
            "data.label_noise": 0.2,
            "model.hidden": [{"units": 5, "activation": "relu", "dropout": 0.2}],
        }
        config = tiny("mlp", changes)
        assert costs_here(config) == costs_of_run(config)

    @pytest.mark.parametrize("name", POINT_SETS)
    def test_a_program_draws_the_very_points(self, name):
        config = tiny("mlp", {"data.dataset": name, "data.batch_size": 10})
        names = {"__name__": "script"}
        exec(codegen.script(config), names)
        points = points_of(config.data)
        for part, x, y in (
            (0, points.train_x, points.train_y),
            (1, points.test_x, points.test_y),
        ):
            their_x, their_y = (values.numpy() for values in names["load_points"](part))
            assert (their_x.dtype, their_y.dtype) == (np.float32, np.int64)
            assert np.array_equal(their_x[: len(x)], x)
            assert np.array_equal(their_y[: len(y)], y)
        assert tuple(names["CLASSES"]) == config.classes

    def test_they_differ_where_the_settings_do(self, costs_here):
        one, other = tiny("mlp"), tiny("mlp", {"optimizer.learning_rate": 0.0101})
        assert costs_here(one) != costs_of_run(other)


class TestData:
    @pytest.mark.parametrize("name", IMAGES)
    def test_each_known_set_is_read_as_its_files_hold_it(
        self, name, monkeypatch, tmp_path, costs_here
    ):
        folder = tmp_path / name
        files = own_data(tiny("mlp", {"data.dataset": name})).files
        classes = len(KNOWN[name].classes)
        write_idx(
            folder,
            220,
            60,
            classes,
            [*files.train, *files.test],
            first=1 if name == "emnist-letters" else 0,
        )
        if name == "qmnist":
            with_notes(folder, files)
        monkeypatch.setattr(data_folders, "folder_of", lambda _name: folder)
        config = tiny("mlp", {"data.dataset": name, "data.test_size": 60})
        assert costs_here(config) == costs_of_run(config)

    @pytest.mark.parametrize("name", IMAGES)
    def test_torchvision_has_what_is_to_be_fetched(self, name):
        import torchvision.datasets

        asked = []

        class Stub:
            def __init__(self, folder, **options):
                asked.append(options)
                count = 30
                self.data = torch.zeros(count, 28, 28, dtype=torch.uint8)
                self.targets = torch.ones(count, 8 if name == "qmnist" else 1).long().squeeze(1)

        fetcher, _ = codegen_values.FETCHERS[name]
        real = getattr(torchvision.datasets, fetcher)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(torchvision.datasets, fetcher, Stub)
            names = {"__name__": "script"}
            exec(codegen.script(tiny("mlp", {"data.dataset": name, "data.test_size": 10})), names)
            images, labels = names["load_images"]("nowhere", is_train=False)
        assert images.shape == (30, 28, 28)
        assert labels.tolist() == [0 if name == "emnist-letters" else 1] * 30
        (options,) = asked
        assert (options.pop("train"), options.pop("download")) == (False, True)
        assert set(options) == ({"split"} if fetcher == "EMNIST" else set())
        assert all(value in real.splits for value in options.values())

    @pytest.mark.parametrize(
        "names",
        [NAMES, [f"{name}.gz" for name in NAMES], [f"emnist-letters-{name}" for name in NAMES]],
        ids=["plain", "packed", "of EMNIST"],
    )
    def test_files_in_a_folder_of_ones_own(self, names, tmp_path, run_here):
        folder = tmp_path / "my 'own' \"data\""
        first = 1 if names[0].startswith("emnist") else 0
        pack = {} if names[0].endswith(".gz") else {"pack": bytes}
        write_idx(folder, names=names, first=first, **pack)
        (folder / "classes.txt").write_text('left\nright\n猫\nno "one"\'s\n', encoding="utf-8")
        config = with_values(of_folder(folder, batch_size=20), {"epochs": 2, "threads": 1})
        names, printed = run_here(config)
        assert tuple(printed_costs(printed.splitlines())) == costs_of_run(config)
        assert names["CLASSES"] == config.classes == ("left", "right", "猫", 'no "one"\'s')
        assert names["FOLDER"] == str(folder)

    @pytest.mark.parametrize("marks", [(0x0C, 0x0C), (0x0B, 8)])
    def test_labels_of_other_types_in_a_folder_of_ones_own(self, marks, tmp_path, run_here):
        _, labels, _, test_labels = write_idx(tmp_path, pack=bytes)
        for name, values, mark in zip(NAMES[1::2], (labels, test_labels), marks, strict=True):
            (tmp_path / name).write_bytes(idx(values, mark))
        config = with_values(of_folder(tmp_path, batch_size=20), {"epochs": 2, "threads": 1})
        _, printed = run_here(config)
        assert tuple(printed_costs(printed.splitlines())) == costs_of_run(config)

    @pytest.mark.parametrize(
        "parts",
        [
            ("",),
            ("train", "test"),
            ("Training", "TESTING"),
            ("train", "val", "test"),
            ("my digits/training",),
        ],
    )
    def test_pictures_in_a_folder_for_each_class(self, parts, tmp_path, test_digits, run_here):
        folder = tmp_path / "pictures"
        write_pictures(folder, parts, test_digits)
        config = with_values(RunConfig(), changes_for(RunConfig(), str(folder)))
        config = with_values(config, {"data.batch_size": 10, "epochs": 2, "threads": 1})
        names, printed = run_here(config)
        assert tuple(printed_costs(printed.splitlines())) == costs_of_run(config)
        expected = data_folders.read(config.data.dataset)
        for is_train, part in ((True, "train"), (False, "test")):
            images, labels = names["load_images"](folder, is_train=is_train)
            assert np.array_equal(
                images.reshape(-1, 784).numpy(), getattr(expected, f"{part}_images")
            )
            assert np.array_equal(labels.numpy(), getattr(expected, f"{part}_labels"))

    @pytest.mark.parametrize("kind", ["bytes", "parts of white", "rows"])
    @pytest.mark.parametrize("is_file", [False, True])
    def test_a_numpy_archive(self, kind, is_file, tmp_path, run_here):
        images, labels, test_images, test_labels = write_idx(tmp_path / "idx")
        arrays = [images, test_images]
        if kind == "parts of white":
            arrays = [(part[..., None] / 255).astype(np.float32) for part in arrays]
            labels, test_labels = np.eye(4)[labels], np.eye(4)[test_labels]
        elif kind == "rows":
            arrays = [part.reshape(-1, 784).astype(np.int64) for part in arrays]
        path = tmp_path / "keras" / "mnist.npz"
        path.parent.mkdir()
        x_train, x_test = arrays
        np.savez_compressed(
            path, x_train=x_train, y_train=labels, x_test=x_test, y_test=test_labels
        )
        read = data_folders.read(str(path if is_file else path.parent))
        assert np.array_equal(read.train_images, images.reshape(-1, 784))
        assert np.array_equal(read.test_images, test_images.reshape(-1, 784))
        config = of_folder(path if is_file else path.parent, batch_size=20)
        config = with_values(config, {"epochs": 2, "threads": 1})
        _, printed = run_here(config)
        assert tuple(printed_costs(printed.splitlines())) == costs_of_run(config)

    @pytest.mark.parametrize("kind", LAYOUTS)
    @pytest.mark.parametrize("is_packed", [False, True], ids=["folder", "zip"])
    def test_each_layout(self, kind, is_packed, tmp_path, run_here):
        write_layout(kind, tmp_path / "data" / "my data")
        pack(tmp_path / "data", tmp_path / "data.zip")
        self.check_same(tmp_path / ("data.zip" if is_packed else "data"), run_here)

    def check_same(self, path, run_here):
        """Check that the program reads what the run reads, and computes its numbers."""
        config = with_values(of_folder(path, batch_size=5), {"epochs": 2, "threads": 1})
        names, printed = run_here(config)
        assert tuple(printed_costs(printed.splitlines())) == costs_of_run(config)
        assert "tempfile" not in names or not Path(names["FOLDER"]).is_dir()
        return names

    @pytest.mark.parametrize(
        "style",
        [
            {},
            {"header": None, "delimiter": ";", "mark": "\ufeff"},
            {"header": ["id", "label", *(f"p{index}" for index in range(784))]},
            {"quoting": csv.QUOTE_ALL, "suffix": ".csv.gz"},
            {"prefix": "emnist-letters-", "first": 1},
            {"validation": True, "is_chosen": True},
        ],
        ids=["plain", "semicolons", "numbered", "quoted", "EMNIST", "validation"],
    )
    def test_tables(self, style, tmp_path, run_here):
        images, labels = images_and_labels(24)
        prefix, suffix = style.pop("prefix", ""), style.pop("suffix", ".csv")
        labels = labels + style.pop("first", 0)
        is_chosen = style.pop("is_chosen", False)
        if style.get("header") and style["header"][0] == "id":
            images = np.column_stack([labels, images])
        parts = ("train", "val", "test") if style.pop("validation", False) else ("train", "test")
        for part, start in zip(parts, (0, 6, 12), strict=False):
            rows = images[start:]
            write_table(tmp_path / f"{prefix}{part}{suffix}", rows, labels[start:], **style)
        self.check_same(tmp_path / f"train{suffix}" if is_chosen else tmp_path, run_here)

    @pytest.mark.parametrize("names", [("x_train", "y_train", "x_test", "y_test"), ("X", "y")])
    @pytest.mark.parametrize("suffix", [".npy", ".npz"])
    def test_arrays_in_files_of_their_own(self, names, suffix, tmp_path, run_here):
        images, labels = images_and_labels(36)
        arrays = images.reshape(-1, 28, 28) / 255, np.eye(3)[labels], images[:7], labels[:7]
        for name, array in zip(names, arrays, strict=False):
            (np.save if suffix == ".npy" else np.savez)(tmp_path / f"{name}{suffix}", array)
        self.check_same(tmp_path / f"{names[0]}{suffix}", run_here)

    def test_pictures_in_the_format_heic(self, tmp_path, run_here):
        heic = Path(__file__).parent.parent / "data" / "one.heic"
        write_layout("pictures", tmp_path / "data")
        for part, name in (("train", "a"), ("test", "b")):
            shutil.copy(heic, tmp_path / "data" / part / name / "0.HEIC")
        names = self.check_same(tmp_path / "data", run_here)
        images, _ = names["load_images"](tmp_path / "data", is_train=True)
        assert len(images) == 31
        assert "pillow-heif" in codegen.script(of_folder(tmp_path / "data"))

    @pytest.mark.parametrize(("version", "is_used"), [("1.23.2", False), ("1.24.0", True)])
    def test_a_library_that_a_picture_can_have_run_code_is_not_used(
        self, version, is_used, tmp_path, run_here, monkeypatch
    ):
        """Nor is it by Inkling, whose Verify would have run the program that uses it."""
        used = []
        monkeypatch.setattr(pillow_heif, "libheif_version", lambda: version)
        monkeypatch.setattr(pillow_heif, "register_heif_opener", lambda: used.append(version))
        write_layout("pictures", tmp_path / "data")
        (tmp_path / "data" / "train" / "a" / "0.heic").write_bytes(b"")
        self.check_same(tmp_path / "data", run_here)
        assert bool(used) is is_used

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
    @pytest.mark.parametrize("polarity", ["auto", "per-picture"])
    def test_a_pipe_named_like_a_picture_is_left_out(self, polarity, tmp_path):
        write_layout("pictures", tmp_path / "data")
        config = with_values(of_folder(tmp_path / "data"), {"data.polarity": polarity})
        names = {"__name__": "script"}
        exec(codegen.script(config), names)
        before, _ = names["load_images"](tmp_path / "data", is_train=True)

        os.mkfifo(tmp_path / "data" / "train" / "a" / "pipe.png")
        opened, real = [], names["read_picture"]

        def read_picture(path):
            opened.append(path.name)
            return None if path.name == "pipe.png" else real(path)  # it would wait for ever

        names["read_picture"] = read_picture
        after, _ = names["load_images"](tmp_path / "data", is_train=True)
        assert len(after) == len(before)
        assert "pipe.png" not in opened

    def test_pillows_own_limit_of_pixels_stays_on(self, tmp_path, monkeypatch):
        write_layout("pictures", tmp_path / "data")
        names = {"__name__": "script"}
        exec(codegen.script(of_folder(tmp_path / "data")), names)
        before, _ = names["load_images"](tmp_path / "data", is_train=True)
        Image.new("1", (15_000, 15_000)).save(tmp_path / "data" / "train" / "a" / "bomb.png")
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 89_478_485)  # as in a new process
        after, _ = names["load_images"](tmp_path / "data", is_train=True)
        assert len(after) == len(before)
        assert Image.MAX_IMAGE_PIXELS == 89_478_485

    def test_a_zip_file_that_grew_too_large_is_not_unpacked(self, tmp_path):
        write_layout("npy", tmp_path / "data")
        pack(tmp_path / "data", tmp_path / "data.zip")
        names = {"__name__": "script"}
        exec(codegen.script(of_folder(tmp_path / "data.zip")), names)
        content = bytearray((tmp_path / "data.zip").read_bytes())
        for name in (b"data/X.npy", b"data/y.npy"):
            entry = content.rindex(name) - 46 + 24  # the size in its entry of the directory
            content[entry : entry + 4] = b"\xf0\xff\xff\xff"
        (tmp_path / "data.zip").write_bytes(content)
        with pytest.raises(SystemExit, match="too large"):
            names["unpack"](tmp_path / "data.zip", tmp_path / "unpacked")
        assert not (tmp_path / "unpacked").exists()

    @pytest.mark.parametrize("kind", LAYOUTS)
    def test_of_a_zip_file_only_what_is_read_is_unpacked(self, kind, tmp_path):
        write_layout(kind, tmp_path / "data")
        read = {file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file()}
        read -= {Path("data/test.csv"), Path("data/classes.txt")}
        for name in ("unused.bin", "unused.png", "train/a/unused.bin", "a/unused.png"):
            (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "data" / name).write_bytes(bytes(1000))
        pack(tmp_path / "data", tmp_path / "data.zip")
        names = {"__name__": "script"}
        exec(codegen.script(of_folder(tmp_path / "data.zip")), names)
        names["unpack"](tmp_path / "data.zip", tmp_path / "unpacked")
        unpacked = [file for file in (tmp_path / "unpacked").rglob("*") if file.is_file()]
        assert {file.relative_to(tmp_path / "unpacked") for file in unpacked} == read

    def test_a_zip_file_of_very_many_files_is_not_unpacked(self, tmp_path, monkeypatch):
        write_layout("csv", tmp_path / "data")
        pack(tmp_path / "data", tmp_path / "data.zip")
        monkeypatch.setattr("core.program.values.MAX_ENTRIES", 2)
        names = {"__name__": "script"}
        exec(codegen.script(of_folder(tmp_path / "data.zip")), names)
        with pytest.raises(SystemExit, match="too many files"):
            names["unpack"](tmp_path / "data.zip", tmp_path / "unpacked")

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("start", ["", "./"])
    @pytest.mark.parametrize("kind", LAYOUTS)
    def test_a_zip_file_with_a_file_twice_is_not_unpacked(self, kind, start, tmp_path):
        write_layout(kind, tmp_path / "data")
        pack(tmp_path / "data", tmp_path / "data.zip")
        names = {"__name__": "script"}
        exec(codegen.script(of_folder(tmp_path / "data.zip")), names)
        with zipfile.ZipFile(tmp_path / "data.zip", "a") as archive:
            name = next(name for name in archive.namelist() if not name.endswith("/"))
            archive.writestr(start + name, b"another")
        with pytest.raises(SystemExit, match="twice"):
            names["unpack"](tmp_path / "data.zip", tmp_path / "unpacked")

    def test_of_an_archive_the_array_itself_is_read(self, tmp_path):
        """NumPy prefers a member called x_train, packed however, to x_train.npy."""
        folder = tmp_path / "data"
        write_layout("npz", folder)
        names = {"__name__": "script"}
        exec(codegen.script(of_folder(folder)), names)
        before, _ = names["load_images"](folder, is_train=True)
        (path,) = folder.rglob("*.npz")
        with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
            for name in archive.namelist():
                archive.writestr(name.removesuffix(".npy"), b"another")
        after, _ = names["load_images"](folder, is_train=True)
        assert torch.equal(before, after)

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_methods_that_unpack_gigabytes_at_once_are_refused(self, method, tmp_path):
        write_layout("npz", tmp_path / "data")
        pack(tmp_path / "data", tmp_path / "data.zip")
        names = {"__name__": "script"}
        exec(codegen.script(of_folder(tmp_path / "data.zip")), names)

        packed_again(tmp_path / "data.zip", method)
        with pytest.raises(SystemExit, match="not compressed with Deflate"):
            names["unpack"](tmp_path / "data.zip", tmp_path / "unpacked")
        assert not (tmp_path / "unpacked").exists()

        for archive in (tmp_path / "data").glob("*.npz"):
            packed_again(archive, method)
        with pytest.raises(SystemExit, match="not compressed with Deflate"):
            names["load_images"](tmp_path, is_train=True)

    def test_a_folder_that_is_not_there_gives_a_program_for_files(self, tmp_path):
        config = tiny(
            "mlp", {"data.dataset": str(tmp_path / "gone"), "data.class_names": ["a", "b"]}
        )
        assert "train-images-idx3-ubyte" in codegen.script(config)


def packed_again(path, method):
    """Replace a zip file by one of the same files that is compressed in another way."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def with_notes(folder, files):
    """Put QMNIST's rows of eight numbers where the labels are."""
    for name in (files.train[1], files.test[1]):
        labels = np.frombuffer(gzip.decompress((folder / name).read_bytes()), np.uint8, offset=8)
        rows = np.arange(len(labels))[:, None] + np.arange(8)
        rows[:, 0] = labels
        (folder / name).write_bytes(gzip.compress(idx(rows, 0x0C)))


def write_pictures(folder, parts, test_digits):
    """Digits as pictures of several sizes, colours and kinds, in folders named in words."""
    images, labels = test_digits
    count = 0
    for part in parts:
        for label, name in enumerate(("nought", "one", "two")):
            place = folder / part / name
            place.mkdir(parents=True)
            (place / "._1.png").write_bytes(b"of macOS, no picture")
            (place / "2a.png").touch()
            Image.new("L", (50, 50), "white").save(place / "2b.png")
            for image in images[labels == label][:8]:
                count += 1
                picture = Image.fromarray(image if count % 2 else 255 - image)
                if count % 3:
                    picture = picture.resize((90, 70 + count)).convert("RGB")
                picture.save(place / f"{count}.{'png' if count % 5 else 'bmp'}")


class TestProgram:
    def test_it_reads_a_picture_with_the_weights_of_the_run(self, trained_mlp, test_digits):
        config, weights = trained_mlp
        names = {"__name__": "script"}
        exec(codegen.script(config), names)
        model = names["build_model"]()
        model.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
        images, labels = test_digits
        found = [names["predict"](model, image) for image in images[:100]]
        assert (
            np.mean(
                [int(answer) == label for answer, label in zip(found, labels[:100], strict=True)]
            )
            > 0.9
        )
        assert names["predict"](model, torch.from_numpy(images[0])) == found[0]

    @pytest.mark.parametrize("name", PRESETS)
    def test_its_layers_are_named_and_shaped_as_the_runs(self, name):
        config = config_of(name)
        names = {"__name__": "script"}
        exec(codegen.script(config), names)
        ours = models.build(config.model, torch.Generator()).state_dict()
        theirs = names["build_model"]().state_dict()
        counters = {key for key in theirs if key.endswith("num_batches_tracked")}  # in no run
        assert {key: theirs[key].shape for key in theirs if key not in counters} == {
            key: value.shape for key, value in ours.items()
        }

    def test_it_saves_the_weights_that_it_has_learned(self, tmp_path, run_here):
        config = tiny("relu-dropout")
        run_here(config)
        saved = torch.load(tmp_path / "relu-dropout.pt", weights_only=True)
        expected = final_weights(run_to_the_end(config))
        assert {name: value.tolist() for name, value in saved.items()} == {
            name: value.tolist() for name, value in expected.items()
        }

    def test_the_line_is_told_at_the_end(self, run_here):
        config = tiny("linear", {"epochs": 30})
        _, printed = run_here(config)
        weight = epochs_of(run_to_the_end(config))[-1].weight
        assert printed.splitlines()[-1] == f"y = {weight:.4f} x; at x = 0.5, y = {0.5 * weight:.4f}"

    def test_only_what_the_config_uses_is_in_it(self):
        plain = codegen.script(config_of("logistic", {"data.order": "file", "device": "cpu"}))
        for word in (
            "Dropout",
            "learning_rate(",
            "random",
            "autocast",
            "math",
            "augment",
            "cuda",
            "momentum=0.0",
        ):
            assert word not in plain.replace("# the start of all random numbers", "")
        assert "nn.Dropout(0.2)" in codegen.script(config_of("relu-dropout"))
        assert "weight_decay" not in codegen.script(config_of("sigmoid-adam"))
        assert "weight_decay=0.0" in codegen.script(
            config_of("sigmoid-adam", {"optimizer.kind": "adamw"})
        )

    def test_dropout_is_pytorchs_with_the_runs_own_numbers(self, run_here):
        names, _ = run_here(tiny("relu-dropout"))
        layers = [layer for layer in names["build_model"]() if "Dropout" in type(layer).__name__]
        assert [type(layer) for layer in layers] == 2 * [torch.nn.Dropout]

    def test_a_plain_run_on_the_processor_needs_no_numbers_of_its_own(self, costs_here):
        config = tiny("relu-dropout", {"plain": True, "device": "cpu"})
        assert "partial" not in codegen.script(config)
        assert costs_here(config) == costs_of_run(config)

    def test_without_the_runs_numbers_it_trains_as_well(self, costs_here, monkeypatch):
        """What the note on these lines promises."""
        config = tiny("relu-dropout", {"data.train_size": 300, "epochs": 6})
        script = codegen.annotated(config)
        lines = script.text.splitlines()
        for passage in reversed(script.passages):
            if passage.note is NOTES["masks"]:
                del lines[passage.first - 1 : passage.last]
        monkeypatch.setattr(codegen, "script", lambda _config: "\n".join(lines))
        costs, ours = costs_here(config), costs_of_run(config)
        assert costs[-1].test_cost != ours[-1].test_cost
        assert costs[-1].test_cost == pytest.approx(ours[-1].test_cost, rel=0.1)
        assert costs[-1].test_cost < costs[0].test_cost / 1.2

    @pytest.mark.parametrize(
        ("device", "is_fused"), [("auto", True), ("cpu", True), ("cuda", True), ("mps", False)]
    )
    def test_fused_where_inkling_would_be(self, device, is_fused):
        assert ("fused=True" in codegen.script(config_of("mlp", {"device": device}))) is is_fused
        assert "fused" not in codegen.script(config_of("mlp", {"device": device, "plain": True}))

    def test_it_imports_nothing_of_inkling(self):
        for config in (*some_configs(20), config_of("cnn")):
            imported = set()
            for node in ast.walk(ast.parse(codegen.script(config))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported.add(node.module)
            roots = {name.partition(".")[0] for name in imported}
            of_python = {"argparse", "functools", "gzip", "math", "pathlib"}
            assert roots <= of_python | {"numpy", "torch", "torchvision"}
