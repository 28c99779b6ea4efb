"""The command `repeat`, and options about what is kept."""

import json

import pytest
from PIL import Image, ImageDraw

from core.cli.main import main
from core.run.moment import Moment
from core.storage import layout
from core.storage import records as runs
from core.storage.epoch_weights import kept_epochs
from core.storage.layout import METRICS_FILE, folders
from core.storage.weight_files import write_weights

SMALL = ("--preset", "mlp", "--threads", "1", "--epochs", "3",
         "--set", "data.train_size=600", "--set", "data.test_size=100")  # fmt: skip


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def run(tmp_path, capsys):
    assert main(["train", *SMALL, "--keep-epochs", "2", "--runs-dir", str(tmp_path)]) == 0
    capsys.readouterr()
    return folders(tmp_path)[0]


class TestRepeat:
    def test_identical(self, run, tmp_path, capsys):
        assert main(["repeat", run.name, "--runs-dir", str(tmp_path)]) == 0
        assert (
            "Identical: the numbers of all 3 epochs are the same, bit for bit."
            in capsys.readouterr().out
        )
        assert folders(tmp_path) == [run]

    def test_different(self, run, capsys):
        text = (run / METRICS_FILE).read_text()
        first = json.loads(text.splitlines()[0])
        (run / METRICS_FILE).write_text(text.replace(str(first["cost"]), "0.5"))
        assert main(["repeat", str(run), "--json"]) == 1
        *before, last = lines(capsys)
        assert [line["event"] for line in before] == ["run_started", "epoch_completed"]
        assert last == {
            "event": "repetition",
            "run": run.name,
            "epochs": 0,
            "first_difference": 1,
            "differing": ["cost"],
            "surroundings": [],
            "is_identical": False,
        }

    def test_no_such_run(self, tmp_path, capsys):
        assert main(["repeat", "nothing", "--runs-dir", str(tmp_path)]) == 1
        assert "There is no run 'nothing'" in capsys.readouterr().err


class TestKeepEpochs:
    def test_train_and_resume_keep_as_many_as_asked(self, run, tmp_path):
        assert kept_epochs(run) == [1, 2]
        assert main(["resume", str(run), "--epochs", "4", "--keep-epochs", "0"]) == 0
        assert kept_epochs(run) == []

    def test_compare(self, tmp_path):
        arguments = [
            "compare",
            "--presets",
            "logistic",
            "mlp",
            "--epochs",
            "2",
            "--keep-epochs",
            "1",
            *SMALL[6:],
        ]
        assert main([*arguments, "--runs-dir", str(tmp_path)]) == 0
        assert [kept_epochs(folder) for folder in folders(tmp_path)] == [[1], [1]]

    def test_a_number_too_long_for_python_is_wrong_usage_too(self, tmp_path, capsys):
        assert (
            main(["train", *SMALL, f"--keep-epochs={'9' * 5000}", "--runs-dir", str(tmp_path)]) == 2
        )
        assert f"from 0 to 100, not {'9' * 57}...." in capsys.readouterr().err

    @pytest.mark.parametrize("text", ["-1", "101", "x", "1.5", "", "²"])
    def test_others_are_wrong_usage(self, text, tmp_path, capsys):
        for command in (["train", *SMALL], ["compare", "--presets", "mlp", "cnn"], ["resume", "x"]):
            assert main([*command, f"--keep-epochs={text}", "--runs-dir", str(tmp_path)]) == 2
            assert (
                f"keep-epochs: must be a whole number from 0 to 100, not {text}."
                in capsys.readouterr().err
            )
        assert folders(tmp_path) == []


def test_predict_reads_with_the_weights_asked_for(run, tmp_path, capsys):
    picture = Image.new("L", (100, 100), 255)
    ImageDraw.Draw(picture).line((50, 20, 48, 80), fill=0, width=9)
    picture.save(tmp_path / "one.png")
    weights = runs.open_run(run).weights
    write_weights(
        run / layout.BEST_FILE,
        {name: 0 * array for name, array in weights.items()},
        Moment(epoch_of_the_best(run)),
    )
    answers = {}
    for which in ("last", "best"):
        assert (
            main(
                [
                    "predict",
                    "--run",
                    str(run),
                    "--weights",
                    which,
                    str(tmp_path / "one.png"),
                    "--json",
                ]
            )
            == 0
        )
        (answers[which],) = lines(capsys)
    assert answers["best"]["probabilities"] == pytest.approx(
        [0.1] * 10
    )  # weights of zero know nothing
    assert max(answers["last"]["probabilities"]) > 0.11


def epoch_of_the_best(run):
    return runs.outline(run).best.epoch
