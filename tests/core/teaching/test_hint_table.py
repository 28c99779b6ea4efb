"""Hints over networks, optimizers and learning rates: how many point the right way.

The table of the long profile is printed by
``python -m pytest -n 0 -s tests/core/teaching/test_hint_table.py --hypothesis-profile=nightly``.
"""

from collections import Counter

import pytest
from hypothesis import settings

from core.config.choices import OptimizerKind
from core.config.fields import with_values
from core.config.live import LEARNING_RATE
from core.config.presets import PRESETS
from core.run.record import RunState
from core.teaching import hints
from core.teaching.learning_rates import usual_rate
from tests.core.teaching.test_hints import at_each_epoch, digits, record_of

IS_LONG = settings().max_examples > 1000
NETWORKS = ("logistic", "mlp", "sigmoid", "deep-relu", "relu-dropout") if IS_LONG else ("mlp",)
OPTIMIZERS = tuple(OptimizerKind) if IS_LONG else (OptimizerKind.ADAM, OptimizerKind.SGD)
MOMENTA = (0.0, 0.9) if IS_LONG else (0.9,)
FACTORS = (0.01, 0.1, 1, 3, 10, 30, 50, 100) if IS_LONG else (0.01, 50, 100)
LEARNED = 0.6


def configs(network):
    """Small versions of the network, with each optimizer and rate; and the factor of the rate."""
    hidden = [
        layer.model_dump(mode="json") | {"units": min(layer.units, 64)}
        for layer in PRESETS[network].config.model.hidden
    ]
    base = digits(network, 2000, 10, model__hidden=hidden, data__batch_size=50)
    for kind in OPTIMIZERS:
        for momentum in MOMENTA if kind is OptimizerKind.SGD else (0.0,):
            usual = with_values(
                base, {"optimizer.kind": kind.value, "optimizer.momentum": momentum}
            )
            for factor in FACTORS:
                rate = factor * usual_rate(usual)
                if rate <= 10:
                    yield with_values(usual, {LEARNING_RATE: rate}), factor


def verdict(record, factor):
    """Count the run's hints: right, wrong, missing or none needed."""
    seen = [*at_each_epoch(record), record]
    rate = record.config.optimizer.learning_rate
    changes = [hint.change for hint in map(hints.find, seen) if hint is not None]
    rates = [change[LEARNING_RATE] for change in changes if LEARNING_RATE in change]

    if any((new > rate and factor > 1) or (new < rate and factor < 1) for new in rates):
        return "wrong"
    if changes:
        return "right"
    failed = record.state is RunState.DIVERGED or record.last.accuracy < LEARNED
    return "missing" if failed else "none needed"


@pytest.mark.timeout(3600)
def test_hints_point_the_right_way():
    counts, wrong = Counter(), []
    for network in NETWORKS:
        for config, factor in configs(network):
            outcome = verdict(record_of(config, measures_layers=True), factor)
            counts[outcome] += 1
            if outcome in ("wrong", "missing"):
                kind, momentum = config.optimizer.kind, config.optimizer.momentum
                wrong.append((outcome, network, str(kind), momentum, factor))
    print(dict(counts), *wrong, sep="\n")  # noqa: T201 - the table of the long profile
    assert counts["wrong"] == 0, wrong
    assert counts["missing"] <= counts.total() / 20, wrong
    assert counts["right"] >= counts.total() / 4
