"""What is said under every verdict."""

import numpy as np

from core.comparison.caveats import caveats
from core.comparison.experiment import Experiment, Member
from core.comparison.judgement import judge, preliminary
from core.comparison.results import Results
from core.comparison.verdict_card import remarks
from tests.core.running import outcome_of, small

WRITERS = "For these writers: "
RATES = "Each network keeps the learning rate"


def of_presets(*names, **changes):
    return Experiment(tuple(Member(name, small(name, changes)) for name in names))


def test_intervals_on_mnist_hold_for_its_writers():
    whole = of_presets("logistic", "mlp", **{"data.test_size": 10_000})
    (note,) = caveats(whole, is_sealed=False)
    assert str(note).startswith(WRITERS)
    assert "297 writers" in str(note)
    (note,) = caveats(of_presets("logistic", "mlp", **{"data.test_size": 2000}), is_sealed=False)
    assert str(note).startswith(WRITERS)
    assert "10,000" not in str(note)  # and nothing that was found with all of them
    assert (
        caveats(of_presets("logistic", "mlp", **{"data.dataset": "fashion-mnist"}), is_sealed=False)
        == ()
    )


def test_held_out_digits_are_not_said_to_be_test_digits():
    (note,) = caveats(of_presets("logistic", "mlp"), is_sealed=True)
    assert str(note).startswith(WRITERS)
    assert "held-out" in str(note)
    assert "test digits" not in str(note)


def test_of_several_networks_it_is_said_that_their_rates_and_their_order_are_fixed():
    rates, order, writers = map(
        str, caveats(of_presets("logistic", "mlp", "sigmoid"), is_sealed=False)
    )
    assert rates.startswith(RATES)
    assert "in this order" in order
    assert writers.startswith(WRITERS)


def test_networks_that_are_no_steps_have_no_order():
    several = of_presets("logistic", "mlp", "sigmoid")
    rates, writers = map(str, caveats(several, is_sealed=False, has_steps=False))
    assert rates.startswith(RATES)
    assert writers.startswith(WRITERS)


def test_they_stand_under_a_verdict_and_nowhere_without_one():
    experiment = of_presets("logistic", "mlp")
    results = Results(experiment)
    assert judge(results).caveats == ()
    for planned in experiment.plan():
        results.add(planned, outcome_of(np.arange(200) < 150))
    titles = {name: name for name in experiment.names}
    judgement = judge(results)
    assert any(str(one).startswith(WRITERS) for one in remarks(judgement, titles))
    assert preliminary(judgement).caveats == ()
