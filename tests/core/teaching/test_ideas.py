"""Numbers that the table of ideas in TEACHING.md names."""

import numpy as np

from core.run.record import RunRecord
from tests.core.running import completed, config_of, epochs_of, run_to_the_end

FEW = {"data.train_size": 10_000, "data.test_size": 2000, "epochs": 3, "threads": 1}


def test_normalization_lets_four_sigmoid_layers_learn():
    plain, normalized = (
        epochs_of(completed(run_to_the_end(config_of(name, FEW), 1)))[-1].accuracy
        for name in ("deep-sigmoid", "deep-sigmoid-norm")
    )
    assert round(plain, 2) == 0.11
    assert round(normalized, 2) == 0.89


def test_an_l1_penalty_drives_weights_to_zero_and_costs_little():
    shares, accuracies = [], []
    for penalty in (0.0, 0.001):
        sizes = {"data.train_size": 5000, "data.test_size": 1000, "epochs": 5, "threads": 1}
        config = config_of("logistic", sizes | {"optimizer.l1": penalty})
        record = RunRecord("run", config)
        for event in completed(run_to_the_end(config, 1, run="run")):
            record.apply(event)
        weights = record.weights["linear_1.weight"]
        shares.append(float((np.abs(weights) < 0.001).mean()))
        accuracies.append(record.last.accuracy)
    assert shares[0] < 0.05
    assert 0.35 < shares[1] < 0.5
    assert abs(accuracies[1] - accuracies[0]) < 0.02
