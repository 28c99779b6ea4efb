import json

import pytest

from core.cli.main import main
from core.data.datasets import load
from core.lifecycle.recording import record
from core.robustness.assessing import assess
from core.robustness.attack_choices import EPSILONS, Attack
from core.robustness.attack_curves import measure
from core.robustness.cuts import BITS, SHARES, Order, Pruning, kilobytes, with_bits
from core.run.control import Control
from core.storage import records
from core.training.loop import train
from tests.core.running import config_of, small


@pytest.fixture(scope="module")
def runs_dir(tmp_path_factory):
    """A folder of two runs."""
    folder = tmp_path_factory.mktemp("runs")
    for run, seed in (("one", 1), ("two", 2)):
        config = small("sigmoid", {"epochs": 1, "seed": seed})
        (folder / run).mkdir()
        control = Control(run, 1, takes_checkpoints=True)
        list(record(train(config, load(config.data), control), config, folder / run))
    return folder


def events(capsys, *arguments):
    assert main([*map(str, arguments), "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def accuracy_of(config, weights):
    *_, last = assess(config, weights)
    return last.assessment.accuracy


def test_all_levels_of_all_tests_for_each_run(runs_dir, capsys):
    lines = events(capsys, "robustness", "one", "two", "--runs-dir", runs_dir)
    assert {line["event"] for line in lines} == {"robustness"}
    levels = {"cut": SHARES, "cut-at-random": SHARES, "bits": BITS, "attack": EPSILONS}
    for run in ("one", "two"):
        for test, expected in levels.items():
            found = [it["level"] for it in lines if (it["run"], it["test"]) == (run, test)]
            assert found == list(expected)

    kept = records.open_run(runs_dir / "two")
    by_level = {(it["test"], it["level"]): it for it in lines if it["run"] == "two"}
    cut = Pruning(kept.config.model, kept.weights, Order.SMALLEST).weights(0.9)
    assert by_level["cut", 0.9]["accuracy"] == accuracy_of(kept.config, cut)
    assert by_level["cut", 0.9]["kilobytes"] == pytest.approx(
        kilobytes(kept.config.model, 0.9), abs=0.001
    )
    rounded = with_bits(kept.config.model, kept.weights, 2)
    assert by_level["bits", 2]["accuracy"] == accuracy_of(kept.config, rounded)
    attacked = [
        step.accuracy
        for step in measure([(kept.config, kept.weights)], Attack())
        if step.accuracy is not None
    ]
    assert [by_level["attack", epsilon]["accuracy"] for epsilon in EPSILONS] == attacked


def test_some_tests_only_and_projected_steps(runs_dir, capsys):
    arguments = ("robustness", "one", "--runs-dir", runs_dir, "--tests", "attack", "--steps", "3")
    lines = events(capsys, *arguments)
    assert {line["test"] for line in lines} == {"attack"}
    kept = records.open_run(runs_dir / "one")
    expected = [
        step.accuracy
        for step in measure([(kept.config, kept.weights)], Attack(3))
        if step.accuracy is not None
    ]
    assert [line["accuracy"] for line in lines] == expected


def test_in_words(runs_dir, capsys):
    arguments = ["robustness", "one", "--runs-dir", str(runs_dir), "--tests", "bits", "attack"]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "one  bits 4: " in printed
    assert " kB" in printed
    assert "one  attack 0.05: " in printed


def test_a_run_without_images_is_refused(tmp_path, capsys):
    config = config_of("linear", {"epochs": 1})
    (tmp_path / "line").mkdir()
    control = Control("line", 1, takes_checkpoints=True)
    list(record(train(config, load(config.data), control), config, tmp_path / "line"))
    assert main(["robustness", "line", "--runs-dir", str(tmp_path)]) == 1
    assert "reads no images" in capsys.readouterr().err


@pytest.mark.parametrize("steps", ["0", "101", "x", "1.5"])
def test_steps_out_of_range_are_refused(runs_dir, capsys, steps):
    arguments = ["robustness", "one", "--runs-dir", str(runs_dir), "--steps", steps]
    assert main(arguments) == 2
    assert "steps" in capsys.readouterr().err
