"""`compare` with learning rates tuned for each network, and with all orders of the changes."""

import pytest

from core.comparison.ladders.tuning import RATES
from core.evaluation.shapley import subsets
from core.storage.records import open_run
from tests.core.cli.test_main import TINY, Outcome, status_of

TWO = "--presets", "logistic", "mlp"


@pytest.fixture
def compare(capsys, tmp_path):
    def run(*arguments):
        status = status_of("compare", *arguments, *TINY, "--runs-dir", tmp_path / "runs")
        return Outcome(status, *capsys.readouterr())

    return run


def kept(tmp_path):
    return [open_run(folder).config for folder in sorted((tmp_path / "runs").iterdir())]


class TestTuned:
    def test_each_network_gets_the_rate_that_reads_most_held_out_examples(self, compare, tmp_path):
        done = compare(*TWO, "--tune-rates", "--seeds", 2, "--epochs", 1, "--json")
        assert done.status == 0
        tuned = [line for line in done.events if line["event"] == "tuned"]
        assert [line["network"] for line in tuned] == ["logistic", "mlp"]
        chosen = {}
        for line in tuned:
            reached = line["validation_accuracies"]
            assert line["learning_rates"] == list(RATES)
            assert line["learning_rate"] == RATES[reached.index(max(reached))]
            chosen[line["network"]] = line["learning_rate"]

        configs = kept(tmp_path)
        assert len(configs) == 2 * len(RATES) + 4
        final = [config for config in configs if config.seed != 42]
        assert {(one.preset, one.optimizer.learning_rate) for one in final} == set(chosen.items())
        assert {config.seed for config in final} == {43, 44}
        assert done.events[-1]["test_set"] == "closed"

    def test_the_rates_are_a_table_for_people(self, compare):
        done = compare(*TWO, "--tune-rates", "--epochs", 1)
        assert "learning rate" in done.out
        assert "0.0003" in done.out
        assert "the best of 8 learning rates" in done.out

    def test_it_cannot_be_planned(self, compare):
        done = compare(*TWO, "--tune-rates", "--plan")
        assert done.status == 2
        assert "--tune-rates" in done.err


class TestAllOrders:
    def test_what_each_change_adds_adds_up(self, compare):
        done = compare("--presets", "sigmoid", "relu-adam", "--all-orders", "--json", "--epochs", 1)
        assert done.status == 0
        *changes, whole = (line for line in done.events if line["event"] == "contribution")
        assert [line["after"] for line in changes] == ["10", "01"]
        assert changes[1]["change"] == "Activation: ReLU"
        assert sum(line["difference"] for line in changes) == pytest.approx(whole["difference"])
        verdict = done.events[-1]
        assert (verdict["a"], verdict["b"]) == ("00", "11")
        started = [line for line in done.events if line["event"] == "run_started"]
        assert len(started) == len(subsets(2))

    def test_with_tuned_rates_no_change_names_a_rate(self, compare):
        done = compare(
            "--presets", "sigmoid", "relu-adam", "--all-orders", "--tune-rates", "--epochs", 1
        )
        assert done.status == 0
        assert "Learning rate: 0.001" not in done.out
        assert "by what was changed before it" in done.out

    def test_it_needs_two_presets(self, compare):
        done = compare("--presets", "logistic", "mlp", "sigmoid", "--all-orders")
        assert done.status == 2
        assert "all-orders: needs two presets" in done.err
