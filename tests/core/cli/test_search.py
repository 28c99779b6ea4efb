import pytest

from core.run.record import RunState
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

    def test_a_finished_search_can_be_judged_again(self, search):
        done = search(*BASE, *OVER, "--epochs-budget", 12, "--seeds", 2, "--json")
        name = done.err.splitlines()[0].partition(":")[0]
        again = search("--resume", name, "--json")
        assert again.status == 0
        assert of(again.events, "trial") == []
        assert of(again.events, "verdict") == of(done.events, "verdict")

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

    def test_a_search_that_is_not_there_is_named(self, search):
        done = search("--resume", "nothing")
        assert done.status == 1
        assert "There is no search 'nothing'" in done.complaint
