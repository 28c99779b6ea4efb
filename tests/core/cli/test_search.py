import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core.comparison.experiment import Experiment, Kind, Member
from core.comparison.kept import files
from core.comparison.kept.comparison import begun
from core.messages import Message
from core.run.record import RunState
from core.search import kept
from core.search.claim import Claim
from core.storage.layout import lock_of
from core.storage.records import outline
from tests.core.cli.test_main import SMALL, Outcome, status_of

pytest.importorskip("optuna")
OVER = ("--over", "optimizer.learning_rate=0.001..1:log", "--over", "model.hidden.units=16..128")
BASE = ("--preset", "sigmoid", "--epochs", 3, *SMALL, "--set", "data.validation_size=300")


@pytest.fixture
def search(capsys, tmp_path):
    """Run `search`; the runs are kept in tmp_path / "runs"."""

    def run(*arguments):
        status = status_of("search", *arguments, "--runs-dir", tmp_path / "runs")
        return Outcome(status, *capsys.readouterr())

    return run


def of(lines, event):
    return [line for line in lines if line["event"] == event]


class TestSearch:
    def test_prints_trials_the_winner_and_a_verdict_on_fresh_seeds(self, search, tmp_path):
        done = search(*BASE, *OVER, "--epochs-budget", 12, "--seeds", 2, "--json")
        assert done.status == 0
        trials, (winner,), (verdict,) = (
            of(done.events, event) for event in ("trial", "winner", "verdict")
        )
        assert len(trials) >= 4
        completed = [line for line in trials if line["state"] == "completed"]
        assert winner["validation_accuracy"] == max(t["validation_accuracy"] for t in completed)
        assert (verdict["a"], verdict["b"], verdict["seeds"]) == ("default", "winner", 2)
        for trial in trials:
            record = outline(tmp_path / "runs" / trial["run"])
            assert record.config.seed == 42
            assert record.state is RunState(trial["state"])
        judged = [line["run"] for line in of(done.events, "run_started")][-4:]
        seeds = [outline(tmp_path / "runs" / run).config.seed for run in judged]
        assert seeds == [43, 43, 44, 44]

    def test_says_it_in_words(self, search):
        done = search(*BASE, *OVER, "--epochs-budget", 12, "--seeds", 2)
        assert done.status == 0
        assert "trial 1: Learning rate: " in done.out
        assert "winner: trial " in done.out
        assert "chooses by 300 held-out examples, never by the test examples" in done.err
        *_, verdict, _for_these_writers, seal = done.out.splitlines()
        assert "Winner (Learning rate: " in verdict
        assert seal == "Judged by the 300 held-out examples: the test set is closed."

    def test_the_winner_can_be_judged_on_the_test_set(self, search):
        done = search(*BASE, *OVER, "--epochs-budget", 6, "--seeds", 1, "--open-test-set")
        assert done.out.splitlines()[-1].startswith("The test set was opened once, on ")

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            ((), "preset: a new search needs this option"),
            ((*BASE, *OVER), "epochs-budget: a new search needs this option"),
            ((*BASE, "--epochs-budget", 12), "A search varies one to 10 settings"),
            ((*BASE, *OVER, "--epochs-budget", 5), "epochs-budget: must be 6 to 100,000"),
            ((*BASE, *OVER, "--epochs-budget", "x"), "epochs-budget: must be a whole number"),
            (
                (*BASE, "--over", "optimizer.learning_rate=1..0.1", "--epochs-budget", 12),
                "optimizer.learning_rate: a range must rise; 1 is not below 0.1",
            ),
            (
                (*BASE, *OVER, "--epochs-budget", 12, "--pruning", "some"),
                "pruning: must be one of median, halving, none",
            ),
            (
                (*BASE, *OVER, "--epochs-budget", 12, "--minutes-budget", "x"),
                "minutes-budget: must be a number, not x",
            ),
        ],
    )
    def test_wrong_usage_is_named_and_nothing_is_kept(self, search, tmp_path, arguments, named):
        done = search(*arguments)
        assert done.status == 2
        assert named in done.complaint
        assert not (tmp_path / "runs").exists()

    def test_one_that_another_process_trains_is_left_to_it(self, search, searched):
        claim = Claim(kept.journal_of(searched.runs_dir, searched.name))
        claim.take()
        again = search("--resume", searched.name)
        claim.give_up()
        assert again.status == 1
        assert "Another Inkling is training this search" in again.err

    def test_one_whose_journal_is_gone_does_not_begin_anew(self, search, searched):
        journal = kept.journal_of(searched.runs_dir, searched.name)
        content = journal.read_bytes()
        journal.unlink()
        again = search("--resume", searched.name)
        is_there = journal.exists()
        journal.write_bytes(content)
        assert again.status == 1
        assert "The journal of the search is gone" in again.err
        assert not is_there

    def test_without_a_completed_trial_there_is_no_winner(self, search):
        base = ("--preset", "relu-dropout", *BASE[2:], "--set", "optimizer.kind=sgd")
        steep = ("--set", "data.pixels=raw", "--over", "optimizer.learning_rate=8..10")
        done = search(*base, *steep, "--epochs-budget", 6, "--pruning", "none", "--json")
        trials = of(done.events, "trial")
        assert {(line["state"], line["epochs"]) for line in trials} == {("diverged", 0)}
        # each has used an epoch of the budget, and the last one found three left
        assert len(trials) == 4
        assert done.status == 1
        assert "No trial was completed, so there is no winner." in done.err

    @pytest.mark.parametrize(
        ("arguments", "option"),
        [
            (("--epochs", 3), "epochs"),
            (("--set", "seed=7"), "set"),
            (OVER, "over"),
            (("--seeds", 3), "seeds"),
            (("--minutes-budget", 1), "minutes-budget"),
        ],
    )
    def test_one_that_goes_on_takes_no_other_settings(self, search, arguments, option):
        done = search("--resume", "anything", *arguments)
        assert done.status == 2
        assert f"{option}: a search that goes on keeps its own" in done.complaint

    def test_a_search_that_is_not_there_is_named(self, search):
        done = search("--resume", "nothing")
        assert done.status == 1
        assert "There is no search 'nothing'" in done.complaint


@dataclass
class Searched:
    """A search that the command has trained to its verdict."""

    done: Outcome
    runs_dir: Path

    @property
    def name(self):
        return self.done.err.splitlines()[0].partition(":")[0]

    @property
    def comparison(self):
        """The only kept comparison."""
        (comparison,) = files.read_all(self.runs_dir).comparisons
        return comparison


@pytest.fixture
def searched(search, tmp_path):
    done = search(*BASE, *OVER, "--epochs-budget", 12, "--seeds", 2, "--json")
    return Searched(done, tmp_path / "runs")


class TestVerdict:
    def test_is_a_kept_comparison_that_the_search_names(self, searched):
        comparison, stored = searched.comparison, kept.read(searched.runs_dir, searched.name)
        assert stored.comparison == comparison.name
        (winner,) = of(searched.done.events, "winner")
        assert comparison.experiment == stored.verdict_between(winner["values"])
        assert comparison.titles == stored.titles(winner["values"])
        for run, planned in comparison.runs.items():
            record = outline(searched.runs_dir / run)
            assert (record.config, record.comparison) == (planned.config, comparison.name)

    def test_is_given_again_without_any_training(self, search, searched):
        again = search("--resume", searched.name, "--json")
        assert again.status == 0
        assert of(again.events, "trial") == of(again.events, "run_started") == []
        assert of(again.events, "verdict") == of(searched.done.events, "verdict")

    def test_only_runs_that_are_gone_or_incomplete_are_trained_again(self, search, searched):
        before = searched.comparison
        gone, incomplete, *rest = before.runs
        shutil.rmtree(searched.runs_dir / gone)
        (searched.runs_dir / incomplete / "run.json").write_text("{}")
        again = search("--resume", searched.name, "--json")
        assert of(again.events, "verdict") == of(searched.done.events, "verdict")
        first, second = (line["run"] for line in of(again.events, "run_started"))
        assert first == gone
        assert list(searched.comparison.runs) == [gone, second, *rest]

    def test_is_not_begun_twice_if_the_power_fails_before_the_search_names_it(
        self, search, searched, monkeypatch
    ):
        before = searched.comparison
        stored = kept.read(searched.runs_dir, searched.name)
        kept.write(searched.runs_dir, replace(stored, comparison=""))
        again = search("--resume", searched.name, "--json")
        assert of(again.events, "run_started") == []
        assert searched.comparison == before
        assert kept.read(searched.runs_dir, searched.name) == stored

    def test_is_not_that_of_another_comparison_with_its_name(self, search, searched):
        stored = kept.read(searched.runs_dir, searched.name)
        name = stored.comparison
        others = (Member("default", stored.base), Member("other", stored.base))
        titles = {"default": Message("Default"), "other": Message("Other")}
        foreign = begun(Kind.COMPARISON, Experiment(others, (43,)), titles, name=name)
        files.write(searched.runs_dir, foreign, searched.comparison)
        search("--resume", searched.name)
        new = kept.read(searched.runs_dir, searched.name).comparison
        assert new != name
        first, second = files.read_all(searched.runs_dir).comparisons
        assert first.runs == foreign.runs
        assert (second.name, second.experiment.names) == (new, ("default", "winner"))

    def test_opening_the_test_set_is_recorded_once_in_comparison_and_runs(self, search, searched):
        assert searched.comparison.is_sealed
        for _ in range(2):
            again = search("--resume", searched.name, "--open-test-set")
            assert again.out.splitlines()[-1].startswith("The test set was opened once, on ")
            comparison = searched.comparison
            assert len(comparison.openings) == 1
            for run in comparison.runs:
                assert len(outline(searched.runs_dir / run).openings) == 1

    def test_of_a_run_that_it_only_names_no_test_set_is_opened(self, search, searched):
        other, *own = searched.comparison.runs
        file = searched.runs_dir / other / "run.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | {"comparison": None}))
        before = file.read_bytes()
        assert search("--resume", searched.name, "--open-test-set").status == 0
        assert file.read_bytes() == before
        assert [len(outline(searched.runs_dir / run).openings) for run in own] == [1] * len(own)

    def test_is_left_to_another_process_that_trains_its_runs(self, search, searched):
        run = next(iter(searched.comparison.runs))
        folder = searched.runs_dir / run
        description = json.loads((folder / "run.json").read_text())
        (folder / "run.json").write_text(json.dumps({**description, "state": "running"}))
        with lock_of(folder):
            again = search("--resume", searched.name)
        assert again.status == 1
        assert f"Another Inkling is training {run} for the verdict" in again.err
