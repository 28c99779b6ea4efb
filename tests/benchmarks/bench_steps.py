"""What single steps take: ``python -m pytest -n 0 tests/benchmarks/bench_steps.py``; not part of
the tests.

`pytest-benchmark` repeats each as often as it needs, and can compare with an earlier run
(``--benchmark-compare``). The network of every preset learns from one batch, reads one drawing, and
a drawing is prepared.
"""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from pytest_benchmark.fixture import BenchmarkFixture
from torch import Tensor, nn

from core.config import presets
from core.data import datasets, ink
from core.data.ink import StrokePoint
from core.insight.predictor import Predictor
from core.machine.processor import cores
from core.network import models
from core.network.models import copy_of_weights
from core.training.optimizers import build_optimizer
from core.training.steps.manual_step import ManualStep

DIGITS = [name for name in presets.PRESETS if name != "linear"]
STROKE = [StrokePoint(0.3 + 0.004 * step, 0.2 + 0.006 * step, 0.08) for step in range(100)]


@pytest.fixture(autouse=True)
def all_cores() -> Iterator[None]:
    """As a run that is alone."""
    before = torch.get_num_threads()
    torch.set_num_threads(cores())
    yield
    torch.set_num_threads(before)


def batch_of(name: str) -> tuple[Tensor, Tensor]:
    data = datasets.load(presets.preset(name).config.data)
    return data.train_x[:100], data.train_y[:100]


@pytest.mark.parametrize("name", DIGITS)
@pytest.mark.parametrize("way", ["autograd", "written out"])
def test_a_step(benchmark: BenchmarkFixture, name: str, way: str) -> None:
    config = presets.preset(name).config
    network = models.build(config.model, torch.Generator().manual_seed(1)).train()
    optimizer, loss = build_optimizer(config.optimizer, network), nn.CrossEntropyLoss()
    x, y = batch_of(name)

    def by_autograd() -> None:
        optimizer.zero_grad()
        loss(network(x), y).backward()
        optimizer.step()

    fast = ManualStep.of(network, optimizer, torch.float32)
    if way == "autograd":
        benchmark(by_autograd)
    elif fast is None:
        pytest.skip("convolutions are left to autograd")
    else:
        benchmark(fast, x, y)


@pytest.mark.parametrize("name", DIGITS)
def test_an_answer(benchmark: BenchmarkFixture, name: str) -> None:
    config = presets.preset(name).config
    predictor = Predictor(config.model, config.data)
    predictor.set_weights(
        copy_of_weights(models.build(config.model, torch.Generator().manual_seed(1)))
    )
    digit = ink.digit_from_strokes([STROKE])
    assert digit is not None
    answer = benchmark(predictor.probabilities, digit)
    assert np.isclose(answer.sum(), 1)


def test_a_drawing_becomes_a_digit(benchmark: BenchmarkFixture) -> None:
    assert benchmark(ink.digit_from_strokes, [STROKE]) is not None
