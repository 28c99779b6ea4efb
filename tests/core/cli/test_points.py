"""Points of the plane on the command line: every command works with them, or says why not."""

import json

import numpy as np
import onnxruntime
import pytest
import torch

from core.cli.main import main
from core.comparison.experiment import Experiment, Member
from core.config.fields import ConfigError, with_values
from core.config.presets import preset
from core.data import datasets
from core.data.points import points_of
from core.evaluation.accuracy import read
from core.export.formats import Format
from core.storage.records import open_run

XOR = ("--preset", "plane-xor", "--epochs", "3", "--threads", "1")


@pytest.fixture
def inkling(tmp_path, capsys):
    """Run a command; return its exit status, the JSON lines that it printed, and its messages."""

    def run(*arguments):
        capsys.readouterr()
        status = main([*map(str, arguments), "--runs-dir", str(tmp_path / "runs"), "--json"])
        done = capsys.readouterr()
        return status, [json.loads(line) for line in done.out.splitlines()], done.err

    return run


@pytest.fixture
def kept(inkling, tmp_path):
    """A run of the preset plane-xor."""
    status, events, _ = inkling("train", *XOR)
    assert (status, events[-1]["reason"]) == (0, "completed")
    (folder,) = (tmp_path / "runs").iterdir()
    return open_run(folder)


class TestTrain:
    @pytest.mark.parametrize("preset", ["plane-spiral", "relu-dropout"])
    def test_data_bring_their_sizes_along_whatever_the_preset(self, preset, inkling, tmp_path):
        sets = ("--set", "data.dataset=points-arms", "--set", "data.points.noise=0.2")
        assert inkling("train", "--preset", preset, "--epochs", 1, *sets)[0] == 0
        (folder,) = (tmp_path / "runs").iterdir()
        config = open_run(folder).config
        assert (config.data.train_size, config.data.batch_size, config.epochs) == (200, 10, 1)
        assert (config.model.inputs, config.model.outputs) == (2, 3)
        assert config.data.points.noise == 0.2

    def test_own_points_are_given_as_a_list(self, inkling, tmp_path):
        own = "data.points.own=[[0,0.5,0],[1,-1,1],[0.25,0,2]]"
        sets = ("--set", "data.dataset=points-own", "--set", "data.batch_size=1", "--set", own)
        assert inkling("train", "--preset", "plane-xor", "--epochs", 1, *sets)[0] == 0
        (folder,) = (tmp_path / "runs").iterdir()
        config = open_run(folder).config
        assert (config.data.train_size, config.classes) == (3, ("A", "B", "C"))
        assert points_of(config.data).train_x.tolist() == [[0, 0.5], [1, -1], [0.25, 0]]

    def test_images_take_a_preset_of_the_plane_back(self, inkling, tmp_path):
        sets = ("--set", "data.dataset=mnist", "--set", "data.train_size=200")
        assert inkling("train", "--preset", "plane-xor", "--epochs", 1, *sets)[0] == 0
        (folder,) = (tmp_path / "runs").iterdir()
        data = open_run(folder).config.data
        assert (data.test_size, data.batch_size) == (10_000, 100)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (
                ("train", "--preset", "cnn", "--set", "data.dataset=points-xor"),
                "A convolutional network needs images",
            ),
            (
                ("train", "--preset", "linear", "--set", "data.dataset=points-xor"),
                "The linear model needs the noisy line",
            ),
            (
                ("train", "--preset", "plane-xor", "--set", "data.points.own=[[0,0,9]]"),
                "must be a list of 1 to 500 points",
            ),
            (("fetch", "points-xor"), "points-xor cannot be fetched"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, arguments, words, inkling):
        status, _, messages = inkling(*arguments)
        assert status
        assert words in messages
        assert "Traceback" not in messages


class TestKeptRun:
    def test_it_goes_on_and_repeats_to_the_same_numbers(self, kept, inkling):
        assert inkling("resume", kept.run, "--epochs", 5)[0] == 0
        status, events, _ = inkling("repeat", kept.run)
        assert status == 0
        assert events[-1]["is_identical"]

    @pytest.mark.parametrize("form", [str(form) for form in Format if form is not Format.PAGE])
    def test_it_is_exported_in_every_format_but_as_a_page(self, form, kept, inkling, tmp_path):
        path = tmp_path / f"out-{form}"
        assert inkling("export", "--run", kept.run, "--format", form, "--output", path)[0] == 0
        assert path.exists()

    def test_on_a_page_there_is_nothing_to_draw(self, kept, inkling, tmp_path):
        path = tmp_path / "page.html"
        status, _, messages = inkling(
            "export", "--run", kept.run, "--format", "page", "--output", path
        )
        assert status
        assert "A page is for networks that read images" in messages
        assert not path.exists()

    def test_onnx_reads_points_as_the_network_does(self, kept, inkling, tmp_path):
        path = tmp_path / "net.onnx"
        assert inkling("export", "--run", kept.run, "--format", "onnx", "--output", path)[0] == 0
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        facts = session.get_modelmeta().custom_metadata_map
        assert facts["input"].startswith("float32 (batch, 2)")
        assert json.loads(facts["classes"]) == ["A", "B"]

        points = points_of(kept.config.data)
        (logits,) = session.run(None, {"x": points.test_x})
        right = float((logits.argmax(axis=1) == points.test_y).mean())
        reading = read(kept.config, kept.weights, datasets.load(kept.config.data))
        assert right == reading.right.mean()

    def test_it_reads_no_pictures(self, kept, inkling, tmp_path):
        status, _, messages = inkling("predict", "--run", kept.run, tmp_path / "digit.png")
        assert status
        assert "learned from points of the plane; it reads no pictures" in messages


class TestCompare:
    def test_a_hidden_layer_wins(self, inkling, tmp_path):
        page = tmp_path / "page.html"
        names = ("--presets", "plane-logistic", "plane-xor", "--epochs", 30, "--seeds", 2)
        status, events, _ = inkling("compare", *names, "--report", page)
        assert status == 0
        assert (events[-1]["event"], events[-1]["better"]) == ("verdict", "plane-xor")
        assert "Plane: exclusive or" in page.read_text(encoding="utf-8")

    def test_digits_and_points_are_not_compared(self, inkling):
        status, _, messages = inkling("compare", "--presets", "plane-xor", "cnn", "--epochs", 1)
        assert status
        assert "data.dataset" in messages
        assert (
            "Plane: exclusive or learns from Exclusive or, and Convolutional from MNIST" in messages
        )

    def test_other_noise_makes_other_test_points(self):
        config = preset("plane-xor").config
        noisier = with_values(config, {"data.points.noise": 0.3})
        with pytest.raises(ConfigError, match="must be the same for all networks"):
            Experiment((Member("a", config), Member("b", noisier)))
        assert Experiment((Member("a", config), Member("b", config))).plan()


def test_tensors_of_a_run_are_small():
    """Points are no images: two numbers each."""
    data = datasets.load(preset("plane-spiral").config.data)
    assert data.train_x.shape == (200, 2)
    assert data.train_x.dtype == torch.float32
    assert np.abs(data.train_x.numpy()).max() < 1.5
