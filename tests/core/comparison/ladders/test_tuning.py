"""Learning rates tried by each network alike, chosen by held-out examples, and kept in files."""

from dataclasses import replace

import numpy as np
import pytest

from core.comparison.caveats import caveats
from core.comparison.experiment import Experiment, Kind, Member
from core.comparison.judgement import judge
from core.comparison.kept.comparison import begun
from core.comparison.kept.schema import comparison_of, description_of
from core.comparison.ladders.tuning import RATES, conclusions, tuning_for, with_rate_of
from core.comparison.results import Cell, Results
from core.config.fields import ConfigError
from core.evaluation.shapley import subsets
from core.messages import Message
from tests.core.running import outcome_of, small

TITLES = {"sigmoid": Message("Sigmoid"), "mlp": Message("Network")}


def two():
    members = Member("sigmoid", small("sigmoid")), Member("mlp", small("mlp"))
    return Experiment(members, (7, 8, 9))


def cell(validation, diverged=0):
    return Cell(0.5, 0.5, 1, validation, diverged=diverged)


def test_each_network_tries_the_same_rates_with_one_seed_on_held_out_examples():
    experiment = tuning_for(two()).experiment()
    assert experiment.seeds == (7,)
    rates = {}
    for member in experiment.members:
        assert member.config.data.validation_size
        network = member.name.partition(",")[0]
        rates.setdefault(network, []).append(member.config.optimizer.learning_rate)
    assert rates == {"sigmoid": list(RATES), "mlp": list(RATES)}


def test_the_best_rate_is_chosen_by_held_out_examples_and_not_where_a_run_diverged():
    tuning = tuning_for(two(), (0.1, 0.2, 0.3))
    cells = (
        (cell(0.5), cell(0.9), replace(cell(0.9), final=0.99)),
        (cell(0.4), cell(0.7), cell(0.95, diverged=1)),
    )
    assert tuning.chosen(cells) == (1, 1)
    tuned = tuning.tuned(cells)
    assert [one.config.optimizer.learning_rate for one in tuned.members] == [0.2, 0.2]
    assert tuned.names == ("sigmoid", "mlp")


def test_the_comparison_has_seeds_that_no_rate_was_chosen_by():
    tuning = tuning_for(two(), (0.1, 0.2))
    tuned = tuning.tuned(((cell(0.5), cell(0.6)),) * 2)
    assert len(tuned.seeds) == 3
    assert not set(tuned.seeds) & set(tuning.experiment().seeds)
    assert tuned.rates_tried == 2
    assert "best of 2 learning rates" in str(caveats(tuned, is_sealed=False)[0])


def test_a_network_without_a_completed_run_gets_no_rate():
    tuning = tuning_for(two(), (0.1, 0.2))
    cells = ((cell(0.5), cell(0.6)), (Cell(None, None, 0), Cell(None, None, 0)))
    assert tuning.chosen(cells) == (1, None)
    with pytest.raises(ConfigError, match="no run of mlp completed"):
        tuning.tuned(cells)


@pytest.mark.parametrize(
    ("accuracies", "word"),
    [((0.9, 0.5, 0.4), "smallest"), ((0.5, 0.9, 0.4), ""), ((0.1, 0.2, 0.9), "largest")],
)
def test_where_another_rate_might_be_better_it_is_said(accuracies, word):
    tuning = tuning_for(two(), (0.1, 0.2, 0.3))
    cells = (tuple(map(cell, accuracies)),) * 2
    first, _ = conclusions(tuning, cells, {"sigmoid": "Sigmoid", "mlp": "Network"})
    assert str(first).startswith("Sigmoid: learning rate 0.")
    assert ("may be better" in str(first)) == bool(word)
    assert word in str(first)


def test_data_that_hold_nothing_out_are_refused(tmp_path):
    own = small("mlp", {"data.dataset": str(tmp_path), "data.class_names": ["a", "b"]})
    with pytest.raises(ConfigError, match="hold some out"):
        tuning_for(Experiment((Member("a", own), Member("b", own))))


def test_it_is_judged_by_its_table_alone():
    tuning = tuning_for(two(), (0.1, 0.2))
    results = Results(tuning.experiment(), is_sealed=True)
    for index, planned in enumerate(results.experiment.plan()):
        outcome = outcome_of(np.arange(100) < 50)
        results.add(planned, replace(outcome, validation=index / 10))
    judgement = judge(results, tuning)
    assert [[one.validation for one in row] for row in judgement.cells] == [[0, 0.1], [0.2, 0.3]]
    assert not judgement.verdicts


@pytest.mark.parametrize("has_all_orders", [False, True])
def test_its_file_holds_all_of_it(has_all_orders):
    experiment, titles = two(), TITLES
    if has_all_orders:
        members = tuple(Member(name, small("mlp")) for name in subsets(1))
        experiment = Experiment(members, (7,), has_all_orders=True)
        titles = {"0": Message("Sigmoid"), "1": Message("Network")}
    tuning = tuning_for(experiment)
    kept = begun(Kind.TUNING, tuning.experiment(), tuning.titles(titles), tuning)
    read = comparison_of(kept.name, description_of(kept))
    assert read.experiment == kept.experiment
    assert read.runs == kept.runs
    assert read.tuning == tuning.__class__(
        read.tuning.networks, RATES, 7, len(experiment.seeds), has_all_orders
    )
    assert read.tuning.names == tuning.names
    tuned = tuning.tuned(((*(cell(0.5),) * 7, cell(0.9)),) * 2)
    ladder = begun(Kind.LADDER, tuned, titles)
    assert comparison_of(ladder.name, description_of(ladder)).experiment == tuned


def test_a_file_that_is_no_tuning_is_refused():
    tuning = tuning_for(two(), (0.1, 0.2))
    kept = begun(Kind.TUNING, tuning.experiment(), tuning.titles(TITLES), tuning)
    described = description_of(kept)
    described["members"][1]["config"]["optimizer"]["learning_rate"] = 0.7
    with pytest.raises(ValueError, match="different learning rates"):
        comparison_of(kept.name, described)
    described = description_of(kept) | {"all_orders": True}
    with pytest.raises(ValueError, match="orders are missing"):
        comparison_of(kept.name, described)
    described = description_of(begun(Kind.LADDER, two(), TITLES)) | {"kind": "tuning"}
    with pytest.raises(ValueError, match="not each network"):
        comparison_of(kept.name, described)


def test_with_tuned_rates_the_rate_is_no_change():
    config = with_rate_of(small("relu-dropout"), small("sigmoid"))
    assert config.optimizer.learning_rate == small("sigmoid").optimizer.learning_rate
