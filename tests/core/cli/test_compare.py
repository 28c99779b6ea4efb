import json
import math
import os
import signal
import threading
from contextlib import redirect_stderr, redirect_stdout

import numpy as np
import pytest

from core.cli import console
from core.comparison.verdicts import sentence, verdict
from core.config import presets
from core.data.datasets import load
from core.evaluation.accuracy import read
from core.evaluation.statistics import Paired
from core.storage.layout import METRICS_FILE
from core.storage.records import open_run, outline
from tests.core.cli.test_main import SMALL, TINY, Listener, Outcome, status_of
from tests.core.running import epochs_of, run_to_the_end, small


@pytest.fixture
def compare(capsys, tmp_path):
    """Run `compare`; the runs are kept in tmp_path / "runs"."""

    def run(*arguments):
        status = status_of("compare", *arguments, "--runs-dir", tmp_path / "runs")
        return Outcome(status, *capsys.readouterr())

    return run


def costs_of(lines, run):
    return [
        line["cost"] for line in lines if line["event"] == "epoch_completed" and line["run"] == run
    ]


def ran(lines):
    """The runs' ids in the order in which they started."""
    return [line["run"] for line in lines if line["event"] == "run_started"]


def kept(tmp_path):
    return {folder.name: open_run(folder) for folder in (tmp_path / "runs").iterdir()}


class TestJson:
    def test_costs_are_the_very_ones_of_the_runs_trained_alone(self, compare):
        names = ("sigmoid", "relu-dropout")
        done = compare("--presets", *names, "--seeds", 1, "--epochs", 2, *SMALL, "--json")
        assert done.status == 0
        for name, run in zip(names, ran(done.events), strict=True):
            assert costs_of(done.events, run) == [
                epoch.cost for epoch in epochs_of(run_to_the_end(small(name)))
            ]

    def test_every_run_is_kept_with_its_seed(self, compare, tmp_path):
        done = compare(
            "--presets", "logistic", "mlp", "--seeds", 2, "--epochs", 1, *SMALL, "--json"
        )
        runs = kept(tmp_path)
        configs = [runs[run].config for run in ran(done.events)]
        assert [(config.preset, config.seed) for config in configs] == [
            ("logistic", 42),
            ("mlp", 42),
            ("logistic", 43),
            ("mlp", 43),
        ]
        for run in runs:
            metrics = (tmp_path / "runs" / run / METRICS_FILE).read_text().splitlines()
            assert [json.loads(line)["cost"] for line in metrics] == costs_of(done.events, run)
        assert "kept in" in done.err

    def test_the_last_line_is_the_verdict_on_the_kept_networks(self, compare, tmp_path):
        done = compare("--presets", "sigmoid", "logistic", "--seeds", 2, *SMALL, "--json")
        assert [line["event"] for line in done.events].count("verdict") == 1
        line = done.events[-1]
        runs = kept(tmp_path)
        a, b = (
            np.stack(
                [
                    read(runs[run].config, runs[run].weights, load(runs[run].config.data)).right
                    for run in ran(done.events)
                    if runs[run].config.preset == name
                ]
            )
            for name in ("sigmoid", "logistic")
        )
        expected = verdict(Paired("sigmoid", "logistic", a, b))
        assert line.keys() >= {
            "a",
            "b",
            "better",
            "difference",
            "interval",
            "p_value",
            "test",
            "seeds",
        }
        assert (line["a"], line["b"], line["better"]) == ("sigmoid", "logistic", expected.better)
        assert (line["difference"], tuple(line["interval"])) == (
            expected.difference,
            expected.interval,
        )
        assert (line["p_value"], line["test"], line["seeds"]) == (
            expected.p_value,
            "seeds-and-digits",
            2,
        )
        assert str(sentence(expected)) in done.err

    def test_nobody_is_better_where_nothing_is_shown(self, compare):
        done = compare("--presets", "logistic", "mlp", *TINY, "--json")
        assert done.events[-1]["better"] is None
        assert done.events[-1]["test"] == "exact-mcnemar"

    def test_more_than_two_end_with_the_first_against_the_last(self, compare):
        done = compare("--presets", "logistic", "sigmoid", "mlp", *TINY, "--json")
        pairs = [(line["a"], line["b"]) for line in done.events[-3:]]
        assert pairs == [("logistic", "sigmoid"), ("sigmoid", "mlp"), ("logistic", "mlp")]

    def test_what_each_step_adds_precedes_the_verdicts_and_adds_up(self, compare):
        done = compare("--presets", "logistic", "sigmoid", "mlp", *SMALL, "--seeds", 2, "--json")
        assert [line["event"] for line in done.events[-6:]] == ["contribution"] * 3 + [
            "verdict"
        ] * 3
        *steps, whole = done.events[-6:-3]
        assert [(step["before"], step["after"]) for step in (*steps, whole)] == [
            ("logistic", "sigmoid"),
            ("sigmoid", "mlp"),
            ("logistic", "mlp"),
        ]
        assert sum(step["right"] for step in steps) == whole["right"]
        last = {
            run: next(
                line
                for line in reversed(done.events)
                if line.get("run") == run and "accuracy" in line
            )
            for run in ran(done.events)
        }
        right = [
            sum(round(last[run]["accuracy"] * 200) for run in ran(done.events)[place::3])
            for place in range(3)
        ]
        assert [step["right"] for step in (*steps, whole)] == [
            right[1] - right[0],
            right[2] - right[1],
            right[2] - right[0],
        ]
        for step in (*steps, whole):
            assert (step["asked"], step["difference"]) == (400, step["right"] / 400)

    def test_settings_hold_for_all(self, compare, tmp_path):
        settings = ("--set", "optimizer.learning_rate=0.5", "--set", "seed=7", "--device", "cpu")
        compare("--presets", "logistic", "relu-adam", *TINY, *settings)
        for run in kept(tmp_path).values():
            assert (run.config.optimizer.learning_rate, run.config.seed, run.config.device) == (
                0.5,
                7,
                "cpu",
            )
            assert run.config.model == presets.preset(run.config.preset).config.model

    def test_a_plan_is_made_from_kept_runs_and_trains_nothing(self, compare):
        race = ("--presets", "logistic", "mlp", *SMALL, "--json")
        nothing = compare(*race, "--plan")
        assert (nothing.status, nothing.events) == (1, [])
        assert "train 3 seeds of both first" in nothing.err

        trained = compare(*race, "--seeds", 2)
        done = compare(*race, "--plan")
        (plan,) = done.events
        assert done.status == 0
        assert (plan["event"], plan["a"], plan["b"]) == ("plan", "logistic", "mlp")
        assert plan["kept_seeds"] == [42, 43]
        verdict = trained.events[-1]
        assert plan["difference"] == pytest.approx(verdict["difference"])
        shown = [one for one in plan["smallest_shown"].values() if one is not None]
        assert shown == sorted(shown, reverse=True)

        text = compare(*race[:-1], "--plan").out
        assert text.startswith("logistic -> mlp")
        assert "100 seeds show" in text

    def test_one_that_diverges_fails_the_command_but_not_the_others(self, compare):
        wild = (
            "--set",
            "optimizer.learning_rate=10",
            "--set",
            "data.pixels=raw",
            "--set",
            "optimizer.kind=sgd",
        )
        done = compare("--presets", "logistic", "mlp", *SMALL, *wild, "--epochs", 3, "--json")
        reasons = [line["reason"] for line in done.events if line["event"] == "run_ended"]
        assert len(reasons) == 2
        assert reasons[1] == "diverged"
        assert done.status == 1
        verdict = done.events[-1]
        assert (verdict["event"], verdict["better"]) == ("verdict", "logistic")
        assert (verdict["diverged_a"], verdict["diverged_b"]) == (0, 1)
        assert "diverged, which counts as a network that only guesses." in done.err


class TestForPeople:
    def test_a_table_and_the_sentence(self, compare):
        done = compare("--presets", "sigmoid", "relu-dropout", *SMALL, "--epochs", 2)
        lines = done.out.splitlines()
        right = [
            epochs_of(run_to_the_end(small(name)))[-1].accuracy
            for name in ("sigmoid", "relu-dropout")
        ]
        table = next(number for number, line in enumerate(lines) if line.startswith("sigmoid"))
        assert lines[table].split()[:2] == ["sigmoid", f"{right[0]:.2%}"]
        assert lines[table + 1].split()[:2] == ["relu-dropout", f"{right[1]:.2%}"]
        points = 100 * abs(right[1] - right[0])
        verdict = next(line for line in lines if "percentage points (95% interval" in line)
        assert math.isclose(
            float(verdict.split(" percentage points")[0].split()[-1]), points, abs_tol=0.006
        )
        assert "Sigmoid" in verdict
        assert "ReLU + Dropout" in verdict

        equal = [line.split() for line in lines if line.startswith("  2 epochs")]
        assert equal[0][2:4] == [f"{share:.2%}" for share in right]
        assert lines[-1].startswith("For these writers: ")

    def test_programs_get_what_is_reached_on_equal_budgets(self, compare):
        done = compare("--presets", "logistic", "mlp", *SMALL, "--epochs", 1, "--json")
        lines = [line for line in done.events if line["event"] == "equal_budget"]
        assert [line["axis"] for line in lines] == ["epoch", "time", "multiplications"]
        assert lines[0]["budget"] == 1
        assert lines[0]["interval"] is None
        assert lines[2]["accuracies"][1] is None  # the larger one needs more for its first epoch


class TestWrongUsage:
    @pytest.mark.parametrize(
        ("arguments", "word"),
        [
            (("--presets", "sigmoid"), "two"),
            (("--presets", "sigmoid", "sigmoid"), "name"),
            (("--presets", "sigmoid", "nonsense"), "nonsense"),
            (("--presets", "sigmoid", "linear"), "line"),
            (("--presets", "sigmoid", "mlp", "--seeds", "0"), "seeds"),
            (("--presets", "sigmoid", "mlp", "--seeds", "1001"), "seeds"),
            (("--presets", "sigmoid", "mlp", "--seeds", "two"), "two"),
            (
                ("--presets", "sigmoid", "mlp", "--seeds", "9" * 5000),
                "seeds: must be a whole number from 1 to 1000",
            ),
            (
                ("--presets", "sigmoid", "mlp", "--seed", "7"),
                "unrecognized arguments: --seed 7",
            ),  # not `--seeds`
            (("--presets", "sigmoid", "mlp", "--epochs", "0"), "epochs"),
            (("--presets", "sigmoid", "mlp", "--seeds", "2", "--set", "seed=2147483647"), "seed"),
            (("--presets", "sigmoid", "mlp", "--set", "nonsense"), "FIELD=VALUE"),
            (("--seeds", "2"), "--presets"),
        ],
    )
    def test_is_said_on_one_line_and_nothing_is_trained(self, arguments, word, compare, tmp_path):
        done = compare(*arguments)
        assert (done.status, done.out) == (2, "")
        assert word in done.complaint
        assert not (tmp_path / "runs").exists()


class TestInterrupted:
    def test_ctrl_c_ends_all_in_good_order(self, tmp_path):
        handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
        out, err = (
            Listener("epoch_completed", lambda: os.kill(os.getpid(), signal.SIGINT)),
            Listener("", None),
        )
        options = ("--presets", "logistic", "mlp", *SMALL, "--epochs", 1000, "--json")
        with redirect_stdout(out), redirect_stderr(err):
            status = status_of("compare", *options, "--runs-dir", tmp_path / "runs")
        lines = Outcome(status, out.getvalue(), err.getvalue()).events
        assert status == 130
        assert len(ran(lines)) == 1
        assert (lines[-1]["event"], lines[-1]["reason"]) == ("run_ended", "stopped")
        assert list(kept(tmp_path)) == ran(lines)
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers

    def test_a_reader_who_goes_ends_it_too(self, tmp_path):
        class Gone(Listener):
            def write(self, text):
                if "epoch_completed" in self.getvalue():
                    raise BrokenPipeError(32, "Broken pipe")
                return super().write(text)

        out, err = Gone("", None), Listener("", None)
        options = ("--presets", "logistic", "mlp", *SMALL, "--epochs", 1000, "--json")
        with redirect_stdout(out), redirect_stderr(err):
            status = status_of("compare", *options, "--runs-dir", tmp_path / "runs")
        assert status == 1
        assert "Broken pipe" in err.getvalue()
        assert len(kept(tmp_path)) == 1


def test_lines_of_runs_that_alternate_name_their_run(capsys):
    events = run_to_the_end(small("logistic"), run="a-run")
    console.drive(iter(events), threading.Event(), is_json=False, are_mixed=True)
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("a-run: epoch ") for line in lines)
    assert "a-run: completed after 2 epochs" in captured.err

    console.drive(iter(events), threading.Event(), is_json=False)
    assert capsys.readouterr().out.splitlines()[0].startswith("epoch ")


class TestHeldOut:
    HELD_OUT = (*SMALL, "--set", "data.validation_size=100", "--epochs", 1)

    def test_nothing_of_the_test_set_is_shown_until_it_is_opened(self, compare, tmp_path):
        report = tmp_path / "report.html"
        done = compare(
            *("--presets", "logistic", "mlp", *self.HELD_OUT, "--json", "--report", report)
        )
        epochs = [line for line in done.events if line["event"] == "epoch_completed"]
        assert not any({"accuracy", "test_cost"} & set(line) for line in epochs)
        assert done.events[-1]["digits"] == 100
        assert done.events[-1]["test_set"] == "closed"
        assert all(outline(folder).is_sealed for folder in (tmp_path / "runs").iterdir())
        page = report.read_text(encoding="utf-8")
        assert "the test set is closed" in page
        assert "Held-out accuracy" in page
        assert "Thick lines: held-out examples." in page
        assert "Test accuracy" not in page

    def test_opening_it_is_recorded_in_each_run_and_said(self, compare, tmp_path):
        report = tmp_path / "report.html"
        done = compare(
            *("--presets", "logistic", "mlp", *self.HELD_OUT, "--open-test-set"),
            *("--report", report),
        )
        assert "The test set was opened once, on " in done.out
        assert "held out" not in done.out.splitlines()[-2]
        for folder in (tmp_path / "runs").iterdir():
            record = outline(folder)
            assert not record.is_sealed
            assert len(record.openings) == 1
        page = report.read_text(encoding="utf-8")
        assert "The test set was opened once" in page
        assert "Test accuracy" in page

    def test_a_run_can_be_opened_later(self, compare, tmp_path, capsys):
        compare("--presets", "logistic", "mlp", *self.HELD_OUT)
        folder = next((tmp_path / "runs").iterdir())
        arguments = ("--runs-dir", tmp_path / "runs")
        assert status_of("runs", *arguments, "--json") == 0
        line = json.loads(capsys.readouterr().out.splitlines()[0])
        assert (line["test_set"], line["openings"]) == ("closed", 0)
        assert "accuracy" not in line["last"]

        assert status_of("open-test-set", folder.name, *arguments) == 0
        kept_line = json.loads((folder / METRICS_FILE).read_text())
        said = capsys.readouterr().out
        assert f"{100 * kept_line['accuracy']:.2f}%" in said
        assert "on 200 test examples. The test set was opened once" in said
        assert outline(folder).openings

    def test_one_that_holds_nothing_out_is_open(self, compare, tmp_path, capsys):
        compare("--presets", "logistic", "mlp", *SMALL, "--epochs", 1)
        folder = next((tmp_path / "runs").iterdir())
        assert status_of("open-test-set", folder.name, "--runs-dir", tmp_path / "runs") == 1
        assert "holds no examples out" in capsys.readouterr().err
