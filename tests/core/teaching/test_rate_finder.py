import threading

import numpy as np
import pytest

from core.config.fields import with_values
from core.data import datasets
from core.run.control import Control
from core.run.events import EpochCompleted
from core.teaching.rate_finder import HIGHEST, LOWEST, SKIPPED, find_rate, suggestion
from core.training.loop import train
from tests.core.running import config_of

FEW = {"data.train_size": 6000, "data.test_size": 1000, "threads": 1, "epochs": 1}


def cost_at(config, rate):
    """The test cost after an epoch at this rate; infinite if the run diverges."""
    config = with_values(config, {"optimizer.learning_rate": rate})
    events = list(train(config, datasets.load(config.data), Control("run")))
    costs = [event.test_cost for event in events if isinstance(event, EpochCompleted)]
    return costs[-1] if costs else np.inf


@pytest.mark.parametrize(
    ("name", "kind"), [("logistic", "adam"), ("sigmoid", "sgd"), ("relu-dropout", "adam")]
)
def test_what_it_suggests_learns_better_than_far_smaller_and_far_larger_rates(name, kind):
    config = config_of(name, {**FEW, "optimizer.kind": kind})
    found = find_rate(config)
    cost = cost_at(config, found.suggestion)
    assert cost < cost_at(config, found.suggestion / 30)
    assert cost < cost_at(config, min(found.suggestion * 30, 10.0))


def test_the_curve_begins_flat_and_ends_where_the_cost_has_risen():
    found = find_rate(config_of("relu-dropout", FEW))
    assert found.rates[0] == LOWEST
    assert found.rates[-1] < HIGHEST
    assert found.costs[SKIPPED] == pytest.approx(np.log(10), abs=0.1)
    assert found.costs.min() < 1.5
    assert len(found.costs) == len(found.rates)


def test_the_rate_of_the_config_plays_no_part():
    one, other = (
        find_rate(config_of("logistic", {**FEW, "optimizer.learning_rate": rate}))
        for rate in (1e-4, 1.0)
    )
    assert np.array_equal(one.costs, other.costs)


def test_few_examples_are_used_several_times():
    found = find_rate(config_of("logistic", {**FEW, "data.train_size": 200}))
    assert len(found.rates) > 50


def test_the_line_has_one_too():
    found = find_rate(config_of("linear"))
    assert 0.01 <= found.suggestion <= 1


def test_it_can_be_stopped():
    stop = threading.Event()
    stop.set()
    found = find_rate(config_of("logistic", FEW), stop.is_set)
    assert len(found.rates) == 0
    assert found.suggestion is None


class TestSuggestion:
    RATES = np.geomspace(1e-4, 1, 100)

    def test_it_is_a_tenth_of_where_the_cost_is_least(self):
        costs = 1 + np.log(self.RATES / 0.2) ** 2
        assert suggestion(self.RATES, costs) == 0.02

    def test_a_cost_that_only_rises_has_none(self):
        assert suggestion(self.RATES, np.linspace(1, 2, 100)) is None

    def test_too_few_batches_have_none(self):
        assert suggestion(self.RATES[:5], np.linspace(2, 1, 5)) is None
