"""All networks between two runs: what they differ in, and what their changes add."""

import numpy as np
import pytest

from core.comparison.experiment import Experiment, Member
from core.comparison.judgement import judge
from core.comparison.ladders.between import NothingToExplainError, ladder_between
from core.comparison.ladders.orders import MAX_CHANGES, all_orders_between
from core.comparison.results import Results
from core.comparison.tables import mean_table
from core.config.conditions import under_the_conditions_of
from core.config.differences import differing
from core.config.fields import ConfigError, with_values
from core.evaluation.shapley import subsets
from core.messages import Message
from core.run.seal import names_of
from tests.core.running import outcome_of, small

TITLES = Message("Sigmoid"), Message("ReLU + Dropout")


def sigmoid_to_dropout():
    before = small("sigmoid")
    return before, under_the_conditions_of(before, "relu-dropout")


def test_every_subset_of_the_changes_is_a_network():
    before, after = sigmoid_to_dropout()
    ladder = all_orders_between(before, after, *TITLES)
    assert [member.name for member in ladder.members] == list(subsets(4))
    configs = {member.name: member.config for member in ladder.members}
    assert configs["0000"] == before
    assert configs["1111"] == after
    assert len({str(config.model_dump()) for config in configs.values()}) == 16


def test_the_ladder_is_one_of_its_orders():
    before, after = sigmoid_to_dropout()
    configs = {
        member.name: member.config for member in all_orders_between(before, after, *TITLES).members
    }
    way = [configs[name] for name in ("0000", "1000", "1100", "1110", "1111")]
    ladder = ladder_between(before, after, *TITLES)
    for config, rung in zip(way, ladder.members, strict=True):
        assert not differing((config, rung.config))


def test_a_change_is_the_same_wherever_it_is_made():
    before, after = sigmoid_to_dropout()
    configs = {
        member.name: member.config for member in all_orders_between(before, after, *TITLES).members
    }
    assert [layer.units for layer in configs["0010"].model.hidden] == [512, 512]
    assert {layer.activation.value for layer in configs["0010"].model.hidden} == {"sigmoid"}
    assert {layer.dropout for layer in configs["0011"].model.hidden} == {0.2}
    assert configs["1000"].optimizer == after.optimizer
    assert configs["0111"].optimizer == before.optimizer


def test_titles_name_what_is_changed():
    ladder = all_orders_between(*sigmoid_to_dropout(), *TITLES)
    texts = {name: str(title) for name, title in ladder.titles.items()}
    assert (texts["0000"], texts["1111"]) == ("Sigmoid", "ReLU + Dropout")
    assert texts["0100"] == "Activation: ReLU"
    assert texts["0010"] == "Units: 512 · 512"
    assert texts["1001"] == "Optimizer: Adam, Learning rate: 0.001 + Dropout: 0.2"


@pytest.mark.parametrize("changes", [{}, {"seed": 7}, {"optimizer.learning_rate": 0.5}])
def test_one_change_has_one_order(changes):
    before = small("mlp")
    with pytest.raises(NothingToExplainError, match="one thing"):
        all_orders_between(before, with_values(before, changes), *TITLES)


def test_too_many_changes_are_refused():
    before = small("mlp")
    after = small(
        "relu-dropout",
        {
            "data.batch_size": 10,
            "optimizer.weight_decay": 0.1,
            "data.pixels": "raw",
            "model.norm": "batch",
        },
    )
    with pytest.raises(ConfigError, match=f"of at most {MAX_CHANGES}"):
        all_orders_between(before, after, *TITLES)


def test_an_experiment_of_all_orders_has_all_networks():
    members = tuple(Member(name, small("mlp")) for name in ("00", "10", "11"))
    with pytest.raises(ValueError, match="missing"):
        Experiment(members, has_all_orders=True)
    with pytest.raises(ValueError, match="missing"):
        Experiment((Member("0" * 300, small("mlp")),), has_all_orders=True)


def test_what_each_change_adds_is_averaged_and_adds_up():
    """Two changes whose effects depend on each other: 10 + 20 digits alone, 40 together."""
    members = tuple(Member(name, small("mlp")) for name in subsets(2))
    results = Results(Experiment(members, (1, 2), has_all_orders=True))
    right = {"00": 50, "10": 60, "01": 70, "11": 90}
    for planned in results.experiment.plan():
        results.add(planned, outcome_of(np.arange(100) < right[planned.member]))

    judgement = judge(results)
    assert [step.difference for step in judgement.steps] == [0.15, 0.25]
    assert [step.limits for step in judgement.steps] == [
        pytest.approx((0.10, 0.20)),
        pytest.approx((0.20, 0.30)),
    ]
    assert judgement.whole.difference == 0.4
    assert [(verdict.a, verdict.b) for verdict in judgement.verdicts] == [("00", "11")]
    assert judgement.comparisons == 3
    assert not judgement.tiers
    assert "+10.00 to +20.00" in str(judgement.steps[0].limits_text)
    titles = {"00": "none", "10": "a", "01": "b", "11": "both"}
    table = mean_table(judgement.by_seed, titles, str, names=names_of([False]))
    assert [row[:2] for row in table.rows] == [
        ("both", "90.00%"),
        ("b", "70.00%"),
        ("a", "60.00%"),
        ("none", "50.00%"),
    ]


def test_without_a_seed_of_all_networks_nothing_is_averaged():
    members = tuple(Member(name, small("mlp")) for name in subsets(2))
    results = Results(Experiment(members, has_all_orders=True))
    for planned in results.experiment.plan()[:-1]:
        results.add(planned, outcome_of(np.arange(100) < 50))
    assert results.contributions() == ()


def test_neighbours_in_the_list_get_no_verdict():
    members = tuple(Member(name, small("mlp")) for name in subsets(3))
    experiment = Experiment(members, has_all_orders=True)
    assert experiment.couples == (("000", "111"),)
    assert experiment.changes == 3
