import io
import json
import math
import os
import shutil
import signal
import sys
import tomllib
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.numpy import load_file, save_file

from core.cli import inventory
from core.cli import main as cli
from core.cli import train as train_command
from core.config import presets
from core.data.photographs.photograph import digit_from_picture
from core.storage import layout
from core.storage.layout import METRICS_FILE, RUN_FILE, WEIGHTS_FILE
from core.storage.records import open_run
from tests.core import tutorial_programs
from tests.core.running import epochs_of, run_to_the_end, small


def sets(*assignments):
    """The options that make these settings."""
    return tuple(part for assignment in assignments for part in ("--set", assignment))


def sizes(train, test, batch):
    """The options for so many training and test examples, and so many in a batch."""
    return sets(f"data.train_size={train}", f"data.test_size={test}", f"data.batch_size={batch}")


SMALL = (*sizes(600, 200, 50), "--threads", "1")
TINY = (*sizes(60, 20, 20), "--epochs", "1")
LINE = sizes(101, 101, 10)


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def events(self):
        """Standard output, each line of which must be a JSON object with an event, without NaN or
        Infinity.
        """
        lines = [json.loads(line, parse_constant=refuse_constant) for line in self.out.splitlines()]
        assert all(isinstance(line["event"], str) for line in lines)
        return lines

    @property
    def complaint(self):
        """Standard error, which must be one line."""
        assert self.err.endswith("\n")
        assert len(self.err.splitlines()) == 1, self.err
        return self.err.strip()


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def status_of(*arguments):
    """The exit status of a command that runs in this process."""
    try:
        return cli.main([str(argument) for argument in arguments])
    except SystemExit as end:
        return end.code


@pytest.fixture
def inkling(capsys):
    """Run a command in this process, catching what it writes."""

    def run(*arguments):
        status = status_of(*arguments)
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture
def train(inkling, tmp_path):
    """Run `train` with JSON; the runs are kept in tmp_path / "runs"."""
    return lambda *arguments: inkling(
        "train", *arguments, "--runs-dir", tmp_path / "runs", "--json"
    )


def only_run_in(runs_dir):
    (folder,) = runs_dir.iterdir()
    return folder


def description_of(folder):
    return json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))


class Listener(io.StringIO):
    """Standard output with a reader who does something at the first line that holds `words`."""

    def __init__(self, words, act):
        super().__init__()
        self.words, self.act = words, act

    def write(self, text):
        written = super().write(text)
        if self.words in text and self.act is not None:
            act, self.act = self.act, None
            act()
        return written


class TestTraining:
    def test_every_line_is_an_event_and_the_last_is_the_end(self, train, tmp_path):
        done = train("--preset", "logistic", *SMALL, "--epochs", 2)
        assert done.status == 0
        assert [line["event"] for line in done.events] == [
            "run_started",
            "epoch_completed",
            "epoch_completed",
            "run_ended",
        ]
        run = only_run_in(tmp_path / "runs").name
        assert {line["run"] for line in done.events} == {run}
        assert done.events[-1] == {
            "event": "run_ended",
            "run": run,
            "reason": "completed",
            "epochs": 2,
        }

    def test_an_epoch_tells_what_the_contract_says(self, train):
        for number, line in enumerate(
            train("--preset", "logistic", *SMALL, "--epochs", 2).events[1:-1], 1
        ):
            contract = {"event", "run", "epoch", "cost", "test_cost", "accuracy", "train_accuracy"}
            assert line.keys() >= contract | {"seconds", "samples_per_second"}
            assert "weight" not in line
            assert line["epoch"] == number
            assert 0 < line["test_cost"] < math.log(10)
            for share in (line["accuracy"], line["train_accuracy"]):
                assert 0.3 < share <= 1
                assert round(share * 200) == pytest.approx(share * 200, abs=1e-9)
            assert line["samples_per_second"] == pytest.approx(600 / line["seconds"])

    def test_the_numbers_are_those_of_the_loop(self, train, tmp_path):
        lines = train("--preset", "mlp", *SMALL, "--epochs", 3, "--seed", 7).events[1:-1]
        expected = epochs_of(run_to_the_end(small("mlp", {"epochs": 3, "seed": 7})))
        for line, epoch in zip(lines, expected, strict=True):
            names = ("epoch", "cost", "test_cost", "accuracy", "train_accuracy", "learning_rate")
            assert {name: line[name] for name in names} == {
                name: getattr(epoch, name) for name in names
            }
        kept = (only_run_in(tmp_path / "runs") / METRICS_FILE).read_text().splitlines()
        assert [json.loads(line) | {"event": "epoch_completed"} for line in kept] == lines

    def test_the_line_has_a_weight_instead_of_accuracies(self, train):
        done = train("--preset", "linear")
        epochs = done.events[1:-1]
        assert done.status == 0
        assert len(epochs) == 100
        assert all("accuracy" not in line and "train_accuracy" not in line for line in epochs)
        assert epochs[-1]["weight"] == pytest.approx(2, abs=0.2)
        assert epochs[-1]["cost"] == pytest.approx(0.33**2, rel=0.3)

    def test_as_in_the_tutorial_it_is_the_tutorials_own_program(self, train, tmp_path):
        options = (*sizes(600, 200, 100), "--threads", 1, "--device", "cpu", "--epochs", 3)
        lines = train("--preset", "logistic", "--tutorial", *options).events[1:-1]
        costs, accuracies = tutorial_programs.logistic_regression(600, 200, 3)
        assert [line["cost"] for line in lines] == costs
        assert [line["accuracy"] for line in lines] == accuracies
        config = description_of(only_run_in(tmp_path / "runs"))["config"]
        assert (config["model"]["bias"], config["data"]["order"], config["plain"]) == (
            False,
            "file",
            True,
        )

    def test_the_options_are_settings(self, train, tmp_path):
        done = train(
            "--preset", "mlp", *TINY, "--epochs=2", "--seed=5", "--device=cpu", "--threads=1"
        )
        config = description_of(only_run_in(tmp_path / "runs"))["config"]
        assert {
            name: config[name] for name in ("preset", "epochs", "seed", "device", "threads")
        } == {
            "preset": "mlp",
            "epochs": 2,
            "seed": 5,
            "device": "cpu",
            "threads": 1,
        }
        started = done.events[0]
        assert (started["device"], started["threads"], started["epochs"], started["batches"]) == (
            "cpu",
            1,
            2,
            3,
        )

    @pytest.mark.parametrize("name", list(presets.PRESETS))
    def test_every_preset_trains(self, name, train):
        size = LINE if name == "linear" else TINY
        done = train("--preset", name, *size, "--epochs", 1)
        assert (done.status, done.events[-1]["reason"]) == (0, "completed")

    @pytest.mark.parametrize(
        ("field", "text", "value"),
        [
            ("model.kind", "cnn", "cnn"),
            ("model.kind", "mlp", "mlp"),
            (
                "model.hidden",
                '[{"units": 7, "activation": "tanh", "dropout": 0.25}, '
                '{"units": 5, "activation": "sigmoid"}]',
                [
                    {"units": 7, "activation": "tanh", "dropout": 0.25},
                    {"units": 5, "activation": "sigmoid", "dropout": 0.0},
                ],
            ),
            ("model.hidden", "[]", []),
            ("model.bias", "false", False),
            ("data.dataset", "mnist", "mnist"),
            ("data.train_size", "45", 45),
            ("data.test_size", "9", 9),
            ("data.batch_size", "60", 60),
            ("data.order", "file", "file"),
            ("data.order", "shuffled", "shuffled"),
            ("data.pixels", "raw", "raw"),
            ("data.pixels", "standardized", "standardized"),
            ("optimizer.kind", "adam", "adam"),
            ("optimizer.kind", "adamw", "adamw"),
            ("optimizer.kind", "rmsprop", "rmsprop"),
            ("optimizer.kind", "adagrad", "adagrad"),
            ("optimizer.learning_rate", "1e-3", 0.001),
            ("optimizer.momentum", "0.5", 0.5),
            ("optimizer.nesterov", "true", True),
            ("optimizer.weight_decay", "0.01", 0.01),
            ("schedule.kind", "step", "step"),
            ("schedule.kind", "cosine", "cosine"),
            ("schedule.kind", "one-cycle", "one-cycle"),
            ("epochs", "3", 3),
            ("seed", "123", 123),
            ("device", "cpu", "cpu"),
            ("threads", "1", 1),
            ("precision", "bfloat16", "bfloat16"),
        ],
    )
    def test_every_setting_can_be_set(self, field, text, value, train, tmp_path):
        done = train(
            "--preset",
            "logistic",
            *TINY,
            *sets("optimizer.learning_rate=0.0001", f"{field}={text}"),
        )
        assert (done.status, done.events[-1]["reason"]) == (0, "completed"), done.err
        kept = description_of(only_run_in(tmp_path / "runs"))["config"]
        for name in field.split("."):
            kept = kept[name]
        assert kept == value

    def test_settings_make_a_line_of_digits_preset(self, train):
        line = sets("model.kind=linear", "model.bias=false", "data.dataset=noisy-line")
        assert "weight" in train("--preset", "logistic", *LINE, "--epochs", 1, *line).events[1]

    def test_a_diverged_run_has_failed_and_says_so_twice(self, train, tmp_path):
        done = train("--preset", "linear", "--set", "optimizer.learning_rate=10")
        end = done.events[-1]
        assert (done.status, end["reason"]) == (1, "diverged")
        assert "learning rate" in end["message"]
        assert done.err.splitlines() == [
            f"inkling: {end['message']}",
            f"kept in {only_run_in(tmp_path / 'runs')}",
        ]
        assert end["epochs"] == len(done.events) - 2

    def test_it_goes_on_when_it_can_no_longer_be_kept(self, capsys, tmp_path):
        runs_dir, away = tmp_path / "runs", tmp_path / "away"
        listener = Listener("epoch_completed", lambda: runs_dir.rename(away))
        with redirect_stdout(listener):
            status = status_of(
                "train",
                "--preset",
                "logistic",
                *TINY,
                "--epochs=3",
                "--runs-dir",
                runs_dir,
                "--json",
            )
        done = Outcome(status, listener.getvalue(), capsys.readouterr().err)
        assert [line["event"] for line in done.events[1:]] == [
            "epoch_completed",
            "recording_failed",
            "epoch_completed",
            "epoch_completed",
            "run_ended",
        ]
        assert (done.status, done.events[-1]["reason"]) == (1, "completed")
        assert done.complaint == f"inkling: {done.events[2]['message']}"
        assert "no longer kept" in done.complaint
        assert len((only_run_in(away) / METRICS_FILE).read_text().splitlines()) == 1

    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_signals_end_it_in_good_order(self, number, status, tmp_path):
        handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
        listener = Listener("epoch_completed", lambda: signal.raise_signal(number))
        with redirect_stdout(listener), redirect_stderr(io.StringIO()):
            arguments = (
                "train",
                "--preset",
                "logistic",
                *TINY,
                "--epochs=1000",
                "--runs-dir",
                tmp_path,
                "--json",
            )
            assert status_of(*arguments) == status
        last = json.loads(listener.getvalue().splitlines()[-1])
        assert (last["event"], last["reason"], last["epochs"]) == ("run_ended", "stopped", 1)
        assert description_of(only_run_in(tmp_path))["state"] == "stopped"
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers

    def test_people_read_numbers_on_one_stream_and_messages_on_the_other(self, inkling, tmp_path):
        done = inkling(
            "train", "--preset", "logistic", *SMALL, "--epochs", 2, "--runs-dir", tmp_path
        )
        folder = only_run_in(tmp_path)
        metrics = [json.loads(line) for line in (folder / METRICS_FILE).read_text().splitlines()]
        assert done.status == 0
        for number, (line, kept) in enumerate(zip(done.out.splitlines(), metrics, strict=True), 1):
            assert line.split()[:2] == ["epoch", str(number)]
            assert f"cost {kept['cost']:.4f}" in line
            assert f"accuracy {100 * kept['accuracy']:.2f}%" in line
        started, ended, place = done.err.splitlines()
        assert started.startswith(f"{folder.name}: 7,850 parameters, ")
        assert ended == "completed after 2 epochs"
        assert place == f"kept in {folder}"

    def test_people_read_what_held_out_examples_say(self, inkling, tmp_path):
        held = sets("data.validation_size=100")
        done = inkling(
            "train", "--preset", "logistic", *SMALL, *held, "--epochs", 1, "--runs-dir", tmp_path
        )
        (line,) = (only_run_in(tmp_path) / METRICS_FILE).read_text().splitlines()
        kept = json.loads(line)
        accuracy = 100 * kept["validation_accuracy"]
        said = f"  held out {kept['validation_cost']:.4f}  accuracy {accuracy:.2f}%  "
        assert said in done.out
        assert "test" not in done.out

    def test_people_read_the_slope_of_the_line(self, inkling, tmp_path):
        done = inkling("train", "--preset", "linear", "--runs-dir", tmp_path)
        weight = json.loads((only_run_in(tmp_path) / METRICS_FILE).read_text().splitlines()[-1])[
            "weight"
        ]
        assert f"weight {weight:.4f}" in done.out.splitlines()[-1]
        assert "accuracy" not in done.out


NO_CUDA = pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
NO_MPS = pytest.mark.skipif(
    torch.backends.mps.is_available(), reason="needs a machine without an Apple GPU"
)
LOGISTIC = ("train", "--preset", "logistic")


class TestWrongUsage:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (
                ("train", "--preset", "nope"),
                "There is no preset 'nope'; there are linear, logistic, mlp, sigmoid, ",
            ),
            (("train", "--preset", ""), "There is no preset ''"),
            (("train",), "the following arguments are required: --preset"),
            (("train", "--preset"), "argument --preset: expected one argument"),
            (("fly",), "invalid choice: 'fly'"),
            ((), "required: COMMAND"),
            ((*LOGISTIC, "--quickly"), "unrecognized arguments: --quickly"),
            (
                (*LOGISTIC, "--epochs", "two"),
                "epochs: must be a whole number from 1 to 10000, not two.",
            ),
            ((*LOGISTIC, "--epochs", "2.5"), "epochs: must be a whole number"),
            ((*LOGISTIC, "--epochs", "0"), "epochs: must be a whole number"),
            ((*LOGISTIC, "--epochs", "10001"), "epochs: must be a whole number"),
            (
                (*LOGISTIC, "--seed", "-1"),
                "seed: must be a whole number from 0 to 2147483647, not -1.",
            ),
            (
                (*LOGISTIC, "--threads", "65"),
                "threads: must be a whole number from 0 to 64, not 65.",
            ),
            (
                (*LOGISTIC, "--device", "tpu"),
                "device: must be one of auto, cpu, cuda, mps, not tpu.",
            ),
            pytest.param((*LOGISTIC, "--device", "cuda"), "choose cpu or auto", marks=NO_CUDA),
            pytest.param((*LOGISTIC, "--device", "mps"), "no Apple GPU", marks=NO_MPS),
            (
                (*LOGISTIC, "--set", "optimizer.learning_rat=1"),
                "did you mean optimizer.learning_rate?",
            ),
            ((*LOGISTIC, "--set", "learning_rate=1"), "did you mean optimizer.learning_rate?"),
            ((*LOGISTIC, "--set", "epochs"), "'epochs' is not of the form FIELD=VALUE."),
            ((*LOGISTIC, "--set", ""), "'' is not of the form FIELD=VALUE."),
            ((*LOGISTIC, "--set", "=3"), "there is no such setting"),
            ((*LOGISTIC, "--set", "epochs="), "epochs: must be a whole number"),
            (
                (*LOGISTIC, "--set", "optimizer.learning_rate=0"),
                "optimizer.learning_rate: must be a number from 1e-07",
            ),
            (
                (*LOGISTIC, "--set", "optimizer.learning_rate=NaN"),
                "optimizer.learning_rate: must be a number",
            ),
            (
                (*LOGISTIC, "--set", "optimizer.learning_rate=Infinity"),
                "optimizer.learning_rate: must be a number",
            ),
            (
                (*LOGISTIC, "--set", "optimizer.nesterov=maybe"),
                "optimizer.nesterov: must be true or false, not maybe.",
            ),
            (
                (*LOGISTIC, "--set", "optimizer.kind=lion"),
                "must be one of sgd, adam, adamw, rmsprop, adagrad, not lion",
            ),
            (
                (*LOGISTIC, "--set", "schedule.kind=2"),
                "must be one of constant, step, cosine, one-cycle, not 2.",
            ),
            (
                (*LOGISTIC, "--set", "data.pixels=7 bit"),
                "must be one of unit, raw, standardized, not 7 bit.",
            ),
            (
                (*LOGISTIC, "--set", "precision=float64"),
                "must be one of float32, bfloat16, not float64.",
            ),
            ((*LOGISTIC, "--set", "epochs=" + "[" * 100_000), "epochs: must be a whole number"),
            (
                (*LOGISTIC, "--set", "model.hidden=[{"),
                "model.hidden: must be a list of at most 6 layers",
            ),
            (
                (*LOGISTIC, "--set", 'model.hidden=[{"units": 0}]'),
                "model.hidden.0.units: must be a whole number from 1",
            ),
            (
                (*LOGISTIC, "--set", "model.kind=linear"),
                "data.dataset: The linear model needs the noisy line",
            ),
            (
                (*LOGISTIC, "--set", "data.train_size=50"),
                "A batch of 100 does not fit into 50 training examples",
            ),
            (
                (*LOGISTIC, "--set", "data.batch_size=10000", "--set", "data.train_size=9999"),
                "take 9999 or fewer",
            ),
            (
                (*LOGISTIC, "--set", "data.train_size=60001"),
                "data.train_size: There are only 60000 examples, not 60001",
            ),
            (
                ("train", "--preset", "linear", "--set", "data.test_size=102"),
                "There are only 101 examples, not 102.",
            ),
            (
                (*LOGISTIC, "--set", "preset=../../elsewhere"),
                "preset: must be lower-case letters, digits and hyphens",
            ),
            (("predict", "seven.png"), "required: --run"),
            (("predict", "--run", "x"), "required: FILE"),
            (("info", "everything"), "unrecognized arguments: everything"),
        ],
    )
    def test_it_is_told_in_one_line_and_nothing_is_begun(self, arguments, words, inkling, tmp_path):
        common = ("--runs-dir", tmp_path, "--json") if arguments else ()
        done = inkling(*arguments, *common)
        assert (done.status, done.out) == (2, "")
        assert words in done.complaint
        assert done.complaint.startswith("inkling")
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ((), ["train", "predict", "info", "--version"]),
            (
                ("train",),
                [
                    "--preset",
                    "--epochs",
                    "--seed",
                    "--device",
                    "--threads",
                    "--set",
                    "--tutorial",
                    "sigmoid",
                ],
            ),
            (("predict",), ["--run", "FILE", "--runs-dir", "--json"]),
            (("info",), ["--json"]),
        ],
    )
    def test_help_is_no_error(self, arguments, words, inkling):
        done = inkling(*arguments, "--help")
        assert (done.status, done.err) == (0, "")
        assert all(word in done.out for word in words)

    def test_the_version_is_that_of_the_project(self, inkling):
        project = tomllib.loads((Path(cli.__file__).parents[2] / "pyproject.toml").read_text())[
            "project"
        ]
        assert inkling("--version") == Outcome(0, f"inkling {project['version']}\n", "")

    def test_it_runs_from_sources_that_were_never_installed(self, inkling, monkeypatch):
        monkeypatch.setattr(sys, "path", [])  # where installed packages are looked up
        assert inkling("--version") == Outcome(0, "inkling (not installed)\n", "")


@pytest.fixture(scope="module")
def good_run(tmp_path_factory):
    """The folder of a run that reads about 95 of 100 digits."""
    runs_dir = tmp_path_factory.mktemp("good")
    options = (
        *sizes(20_000, 1000, 50),
        *sets("optimizer.learning_rate=0.05"),
        "--epochs",
        2,
        "--threads",
        1,
    )
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert status_of("train", "--preset", "mlp", *options, "--runs-dir", runs_dir) == 0
    return only_run_in(runs_dir)


@pytest.fixture
def pictures(test_digits, tmp_path):
    """Files with the first fifty test digits, every other one black on white, and what
    they show.
    """
    images, labels = test_digits
    files = []
    for number, image in enumerate(images[:50]):
        files.append(tmp_path / f"{number}.png")
        Image.fromarray(image if number % 2 else 255 - image).save(files[-1])
    return files, labels[:50].tolist()


@pytest.fixture
def predict(inkling, good_run):
    """Run `predict` with the good run, by its id."""
    return lambda *arguments: inkling(
        "predict", "--run", good_run.name, "--runs-dir", good_run.parent, *arguments
    )


class TestPredicting:
    def test_real_digits_are_read_right_and_in_order(self, predict, pictures):
        files, labels = pictures
        backwards = files[::-1]
        done = predict(*backwards, "--json")
        assert (done.status, done.err) == (0, "")
        assert [line["file"] for line in done.events] == [str(file) for file in backwards]
        assert {line["event"] for line in done.events} == {"prediction"}
        right = sum(
            line["digit"] == label for line, label in zip(done.events, labels[::-1], strict=True)
        )
        assert right >= 46

    def test_probabilities_are_those_of_the_kept_weights(self, predict, pictures, good_run):
        weights = {
            name: array.astype(float) for name, array in load_file(good_run / WEIGHTS_FILE).items()
        }
        files, _ = pictures
        for file, line in zip(files, predict(*files, "--json").events, strict=True):
            x = digit_from_picture(np.asarray(Image.open(file))).astype(float).reshape(784)
            for number in (1, 2, 3):
                x = weights[f"linear_{number}.weight"] @ x + weights[f"linear_{number}.bias"]
                x = np.maximum(x, 0) if number < 3 else np.exp(x - x.max())
            assert line["probabilities"] == pytest.approx(x / x.sum(), abs=1e-5)
            assert sum(line["probabilities"]) == pytest.approx(1, abs=1e-6)
            assert line["digit"] == int(x.argmax())
            assert line.keys() == {"event", "file", "digit", "class", "probabilities"}
            assert line["class"] == str(line["digit"])

    def test_a_run_is_found_by_its_folder_too(
        self, inkling, predict, pictures, good_run, tmp_path, monkeypatch
    ):
        file = pictures[0][0]
        monkeypatch.chdir(good_run.parent)
        by_id = predict(file, "--json")
        for place in (good_run, good_run.name, f"./{good_run.name}/"):
            assert (
                inkling("predict", "--run", place, "--runs-dir", tmp_path, file, "--json") == by_id
            )

    def test_people_read_file_and_digit(self, predict, pictures):
        (file, *_), _ = pictures
        line = predict(file, "--json").events[0]
        done = predict(file)
        assert done == Outcome(
            0, f"{file}: {line['digit']} ({100 * max(line['probabilities']):.1f}%)\n", ""
        )

    @pytest.mark.parametrize("as_json", [True, False])
    def test_a_bad_file_does_not_stop_the_others(self, as_json, predict, pictures, tmp_path):
        files, _ = pictures
        text, folder, missing = (
            tmp_path / "notes.txt",
            tmp_path / "folder.png",
            tmp_path / "missing.png",
        )
        text.write_text("seven")
        folder.mkdir()
        cut_off = tmp_path / "cut-off.png"
        cut_off.write_bytes(files[0].read_bytes()[:100])
        bad = [text, folder, missing, cut_off]
        given = [text, files[0], folder, files[1], missing, cut_off, files[2]]
        done = predict(*given, *(["--json"] if as_json else []))
        assert done.status == 1
        complaints = done.err.splitlines()
        assert len(complaints) == len(bad)
        assert all(str(file) in line for file, line in zip(bad, complaints, strict=True))
        seen = (
            [line["file"] for line in done.events]
            if as_json
            else [line.split(": ")[0] for line in done.out.splitlines()]
        )
        assert seen == [str(file) for file in files[:3]]

    @pytest.mark.parametrize("shade", [0, 128, 255])
    def test_an_empty_picture_holds_no_digit(self, shade, predict, pictures, tmp_path):
        empty = tmp_path / "empty.png"
        Image.new("L", (40, 30), shade).save(empty)
        done = predict(empty, pictures[0][0], "--json")
        assert (done.status, done.complaint) == (1, f"inkling: nothing is drawn in {empty}")
        assert [line["digit"] for line in done.events][:-1] in ([], [None])
        assert done.events[-1]["file"] == str(pictures[0][0])
        assert predict(empty).out == ""

    def test_weights_too_large_to_compute_with_give_no_answer(
        self, inkling, good_run, pictures, tmp_path
    ):
        damaged = Path(shutil.copytree(good_run, tmp_path / "damaged"))
        weights = {
            name: np.full_like(array, 3e38)
            for name, array in load_file(damaged / WEIGHTS_FILE).items()
        }
        save_file(weights, damaged / WEIGHTS_FILE)
        done = inkling("predict", "--run", damaged, pictures[0][0], "--json")
        assert done.status == 1
        assert "too large" in done.complaint
        assert all(line["digit"] is None and line["probabilities"] is None for line in done.events)

    def test_a_line_cannot_read(self, inkling, train, pictures, tmp_path):
        train("--preset", "linear", "--epochs", 1)
        run = only_run_in(tmp_path / "runs").name
        done = inkling(
            "predict", "--run", run, "--runs-dir", tmp_path / "runs", pictures[0][0], "--json"
        )
        assert (done.status, done.out) == (1, "")
        assert done.complaint == f"inkling: The run {run} fits a line; it cannot read digits."

    @pytest.mark.parametrize("run", ["nothing", "", "../nothing", "x" * 3000])
    def test_a_run_that_does_not_exist(self, run, inkling, pictures, tmp_path):
        done = inkling("predict", "--run", run, "--runs-dir", tmp_path, pictures[0][0], "--json")
        assert (done.status, done.out) == (1, "")
        assert done.complaint.startswith(f"inkling: There is no run '{run}'")

    @pytest.mark.parametrize("file", [RUN_FILE, WEIGHTS_FILE])
    def test_a_damaged_run(self, file, inkling, good_run, pictures, tmp_path):
        damaged = Path(shutil.copytree(good_run, tmp_path / "damaged"))
        (damaged / file).write_bytes((damaged / file).read_bytes()[:-9])
        done = inkling("predict", "--run", damaged, pictures[0][0], "--json")
        assert (done.status, done.out) == (1, "")
        assert str(damaged / file) in done.complaint

    def test_raw_pixels_are_read_as_they_were_learned(self, inkling, train, pictures, tmp_path):
        raw = sets("data.pixels=raw", "optimizer.learning_rate=0.000005")
        train("--preset", "logistic", *SMALL, *raw, "--epochs", 20)
        run = only_run_in(tmp_path / "runs")
        (file, *_), _ = pictures
        line = inkling("predict", "--run", run, file, "--json").events[0]
        weights = open_run(run).weights
        grey = 255 * digit_from_picture(np.asarray(Image.open(file))).astype(float).reshape(784)
        logits = weights["linear_1.weight"].astype(float) @ grey + weights["linear_1.bias"]
        expected = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        assert line["probabilities"] == pytest.approx(expected, abs=1e-5)

    @pytest.mark.parametrize("name", ["七.png", os.fsdecode(b"\xff.png")])
    @pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
    def test_a_name_that_the_terminal_cannot_spell(
        self, name, good_run, pictures, tmp_path, monkeypatch
    ):
        file = pictures[0][0].rename(tmp_path / name)
        terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
        monkeypatch.setattr(sys, "stdout", terminal)
        assert status_of("predict", "--run", good_run, file) == 0
        shown = terminal.buffer.getvalue().decode("ascii")
        assert shown.startswith(f"{tmp_path}/\\")
        assert shown.endswith("%)\n")


class TestInfo:
    def test_one_line_of_facts(self, inkling, tmp_path):
        done = inkling("info", "--json", "--runs-dir", tmp_path)
        assert (done.status, done.err) == (0, "")
        (facts,) = done.events
        assert facts["event"] == "info"
        assert (facts["torch"], facts["numpy"]) == (torch.__version__, np.__version__)
        assert facts["runs_dir"] == str(tmp_path)
        assert facts["mnist"] == "60000 training and 10000 test digits"
        assert facts["devices"].keys() == {"auto", "cpu", "cuda", "mps"}
        assert {"linear", "logistic", "mlp", "sigmoid", "relu-dropout", "cnn"} <= facts[
            "presets"
        ].keys()
        assert 1 <= facts["cores"] <= os.cpu_count()

    def test_people_read_the_same_facts(self, inkling, tmp_path):
        facts = inkling("info", "--json", "--runs-dir", tmp_path).events[0]
        done = inkling("info", "--runs-dir", tmp_path)
        assert (done.status, done.err) == (0, "")
        for name, value in facts.items():
            if name == "event":
                assert "event:" not in done.out
                continue
            assert f"{name}:" in done.out
            told = value.items() if isinstance(value, dict) else [("", value)]
            assert all(str(part) in done.out for pair in told for part in pair)


class TestOutputThatCannotBeWritten:
    def test_runs_where_a_file_is(self, train, tmp_path):
        (tmp_path / "runs").write_text("mine")
        done = train("--preset", "linear")
        assert (done.status, done.out) == (1, "")
        assert f"The runs folder {tmp_path / 'runs'} cannot be made" in done.complaint
        assert (tmp_path / "runs").read_text() == "mine"

    @pytest.fixture
    def reader_has_gone(self, monkeypatch):
        """Standard output is a pipe that nobody reads."""
        reading, writing = os.pipe()
        os.close(reading)
        stream = os.fdopen(writing, "w")
        monkeypatch.setattr(sys, "stdout", stream)
        yield
        with suppress(BrokenPipeError):
            stream.close()

    @pytest.fixture
    def disk_is_full(self, monkeypatch):
        """Standard output is a device that takes nothing."""
        if not Path("/dev/full").exists():
            pytest.skip("needs /dev/full")
        stream = os.fdopen(os.open("/dev/full", os.O_WRONLY), "w")
        monkeypatch.setattr(sys, "stdout", stream)
        yield
        with suppress(OSError):
            stream.close()

    TROUBLES = [("reader_has_gone", "Broken pipe"), ("disk_is_full", "No space left on device")]

    @pytest.mark.parametrize("as_json", [True, False])
    @pytest.mark.parametrize(("error_text", "reason"), TROUBLES)
    def test_training_stops_in_good_order(
        self, error_text, reason, as_json, request, capsys, tmp_path
    ):
        request.getfixturevalue(error_text)
        way = ("--json",) if as_json else ()
        assert (
            status_of(
                "train",
                "--preset",
                "logistic",
                *TINY,
                "--epochs=1000",
                "--runs-dir",
                tmp_path,
                *way,
            )
            == 1
        )
        folder = only_run_in(tmp_path)
        complaints = capsys.readouterr().err.splitlines()
        assert f"inkling: The output cannot be written: {reason}." in complaints
        assert complaints[-1] == f"kept in {folder}"
        assert description_of(folder)["state"] == "stopped"
        assert description_of(folder)["epochs_done"] <= 1
        open_run(folder)

    @pytest.mark.parametrize("command", ["predict", "info"])
    @pytest.mark.parametrize(("error_text", "reason"), TROUBLES)
    def test_other_commands_fail_in_one_line(
        self, error_text, reason, command, request, capsys, good_run, pictures
    ):
        request.getfixturevalue(error_text)
        arguments = (
            ("predict", "--run", good_run, *pictures[0]) if command == "predict" else ("info",)
        )
        assert status_of(*arguments) == 1
        assert capsys.readouterr().err == f"inkling: The output cannot be written: {reason}.\n"

    def test_without_a_console_the_work_is_done(self, good_run, pictures, tmp_path, monkeypatch):
        monkeypatch.setattr(sys, "stdout", None)
        monkeypatch.setattr(sys, "stderr", None)
        assert (
            status_of("train", "--preset", "logistic", *TINY, "--runs-dir", tmp_path / "runs") == 0
        )
        assert description_of(only_run_in(tmp_path / "runs"))["state"] == "completed"
        assert status_of("predict", "--run", good_run, pictures[0][0]) == 0
        assert status_of("info", "--runs-dir", tmp_path) == 0
        assert status_of("train", "--preset", "nope") == 2
        assert status_of("fly") == 2

    def test_nobody_reading_the_messages_does_not_stop_training(
        self, monkeypatch, capsys, tmp_path
    ):
        reading, writing = os.pipe()
        os.close(reading)
        messages = os.fdopen(writing, "w", buffering=1)
        monkeypatch.setattr(sys, "stderr", messages)
        assert status_of("train", "--preset", "logistic", *TINY, "--runs-dir", tmp_path) == 0
        assert description_of(only_run_in(tmp_path))["state"] == "completed"
        assert len(capsys.readouterr().out.splitlines()) == 1
        with suppress(BrokenPipeError):
            messages.close()


class TestValuesThatLookLikeOptions:
    @pytest.mark.parametrize("run", ["--", "-", "-x", "--json", "", ".", "..", "/", "a/../..", "~"])
    @pytest.mark.parametrize(
        "command",
        [
            ("export", "--format", "csv", "--output", "x.csv", "--run={}"),
            ("predict", "x.png", "--run={}"),
            ("repeat", "--", "{}"),
            ("resume", "--", "{}"),
        ],
    )
    def test_a_run_that_is_none_is_named(self, inkling, tmp_path, command, run):
        line = [part.format(run) for part in command]
        outcome = inkling("--runs-dir", tmp_path, *line)
        assert (outcome.status, outcome.out) == (1, "")
        assert outcome.err == (
            f"inkling: There is no run {run!r}, neither in {tmp_path} nor as a folder.\n"
        )

    @pytest.mark.parametrize(
        ("line", "status", "expected"),
        [
            (("export", "--run=x", "--format=--", "--output=y"), 2, "not --."),
            (("train", "--preset=--"), 2, "no preset '--'"),
            (("train", "--preset=mlp", "--set=--"), 2, "'--' is not of the form FIELD=VALUE"),
            (("train", "--preset=mlp", "--epochs=--"), 2, "epochs: must be a whole number"),
            (("train", "--preset=mlp", "--seed=--"), 2, "seed: must be a whole number"),
            (("export", "--run=x", "--weights=--", "--format=csv", "--output=y"), 2, "'last'"),
            (("compare", "--presets=--"), 2, "two presets or more"),
            (("--lang=--",), 2, "invalid choice: '--'"),
        ],
    )
    def test_options_name_the_value_as_it_was_given(self, inkling, line, status, expected):
        outcome = inkling(*line)
        assert (outcome.status, outcome.out) == (status, "")
        assert expected in outcome.err
        assert len(outcome.err.splitlines()) == 1


class TestFailuresOfTheMachine:
    @pytest.mark.parametrize(
        ("error", "expected"),
        [
            (MemoryError(), "inkling: Not enough memory. Close other programs"),
            (
                RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"),
                "inkling: Not enough memory. Close other programs",
            ),
        ],
    )
    @pytest.mark.parametrize(
        "line", [("info",), ("runs",), ("train", "--preset", "linear"), ("repeat", "x")]
    )
    def test_too_little_memory_is_reported_in_a_sentence(
        self, inkling, monkeypatch, line, error, expected
    ):
        def fail(*_arguments, **_settings):
            raise error

        monkeypatch.setattr(inventory, "_facts", fail)
        monkeypatch.setattr(inventory, "runs_dir_of", fail)
        monkeypatch.setattr(train_command, "config_from", fail)
        monkeypatch.setattr(layout, "find", fail)
        outcome = inkling(*line)
        assert (outcome.status, outcome.out) == (1, "")
        assert outcome.err.startswith(expected)
        assert len(outcome.err.splitlines()) == 1

    def test_a_fault_of_the_program_still_has_its_traceback(self, inkling, monkeypatch):
        def fail(*_arguments):
            raise RuntimeError("shapes do not match")

        monkeypatch.setattr(inventory, "_facts", fail)
        with pytest.raises(RuntimeError, match="shapes do not match"):
            inkling("info")


class TestSeveralDigitsOnOnePicture:
    @pytest.fixture
    def picture(self, test_digits, tmp_path):
        """A 7 and, to the right of it, a 2, three times as large as in MNIST."""
        sheet = np.full((130, 220), 240, np.uint8)
        for number, left in ((0, 10), (1, 120)):
            large = np.kron(test_digits[0][number], np.ones((3, 3), np.uint8))
            sheet[20:104, left : left + 84] -= (large * 0.8).astype(np.uint8)
        Image.fromarray(sheet).save(tmp_path / "two.png")
        return tmp_path / "two.png"

    def test_each_is_read_with_its_box(self, predict, picture):
        first, second = predict(picture, "--json").events
        assert (first["digit"], second["digit"]) == (7, 2)
        assert [(line["number"], line["of"]) for line in (first, second)] == [(1, 2), (2, 2)]
        left, top, width, height = first["box"]
        assert 10 <= left < left + width <= 94
        assert 20 <= top < top + height <= 104
        assert second["box"][0] > 120

    def test_people_are_shown_how_many_there_are(self, predict, picture):
        lines = predict(picture).out.splitlines()
        assert lines[0].startswith(f"{picture}: digit 1 of 2: 7 (")
        assert lines[1].startswith(f"{picture}: digit 2 of 2: 2 (")

    def test_of_a_single_one_nothing_more_is_printed(self, predict, pictures):
        (line,) = predict(pictures[0][0], "--json").events
        assert not {"box", "number", "of"} & set(line)
