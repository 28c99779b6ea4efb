"""Every state of real generators and optimizers is sound, and none that would harm PyTorch is."""

import random

import numpy as np
import pytest
import torch

from core.config.choices import OptimizerKind
from core.data.datasets import load
from core.network.weights import expected_shapes
from core.run.checkpoint_checks import CPU_STATE, is_sound_generator, is_sound_memory
from core.run.control import Control
from core.run.events import CheckpointTaken
from core.training.loop import train
from tests.core.running import small


def state_of(generator):
    return generator.get_state().numpy().copy()


def changed(state, **fields):
    """The state with other values in some of its fields."""
    values = np.frombuffer(state.tobytes(), CPU_STATE).copy()
    for name, value in fields.items():
        values[0][name] = value
    return np.frombuffer(values.tobytes(), np.uint8).copy()


@pytest.mark.parametrize("seed", [0, 1, 42, 2**32 - 1, 2**63, 2**64 - 1])
def test_every_position_of_a_real_generator_is_sound(seed):
    chance = random.Random(seed)
    generator = torch.Generator().manual_seed(seed - (seed >= 2**63) * 2**64)
    assert is_sound_generator(state_of(generator))
    draws = (
        lambda n: torch.rand(n, generator=generator),
        lambda n: torch.randn(n, generator=generator),
        lambda n: torch.randn(n, dtype=torch.float64, generator=generator),
        lambda n: torch.randperm(n, generator=generator),
        lambda n: torch.empty(n, dtype=torch.int64).random_(generator=generator),
        lambda n: torch.empty(n).bernoulli_(generator=generator),
        lambda n: torch.normal(0.0, 1.0, (1,), generator=generator),
    )
    positions = set()
    for _ in range(2000):
        chance.choice(draws)(chance.choice((1, 2, 3, 15, 16, 17, chance.randrange(1, 700))))
        state = state_of(generator)
        assert is_sound_generator(state)
        positions.add(int(np.frombuffer(state.tobytes(), CPU_STATE)["next"][0]))
    assert len(positions) > 400


def test_each_of_the_624_positions_is_sound_and_restored():
    generator, again = torch.Generator().manual_seed(7), torch.Generator()
    for _ in range(1300):
        torch.empty(1, dtype=torch.int32).random_(generator=generator)
        state = state_of(generator)
        assert is_sound_generator(state)
    again.set_state(torch.from_numpy(state))
    assert torch.equal(torch.rand(9, generator=generator), torch.rand(9, generator=again))


@pytest.mark.parametrize(
    "fields",
    [
        {"left": 624, "next": 624},  # PyTorch accepts it and reads 623 numbers beyond the array
        {"left": 2, "next": 624},
        {"left": 1, "next": 1},
        {"left": 624, "next": 0},
        {"left": 0, "next": 625},
        {"left": -1, "next": 626},
        {"left": 1, "next": 624 + 2**32},
        {"next": 2**64 - 1},
        {"seeded": 0},
        {"numbers": 0},
        {"numbers": 2**32},
        {"has_normal_y": 2},
        {"has_next_normal": 255},
        {"has_normal_y": 1, "normal_y": np.nan},
        {"has_next_normal": 1, "next_normal": np.inf},
    ],
)
def test_an_inconsistent_generator_is_not(fields):
    generator = torch.Generator().manual_seed(3)
    torch.rand(100, generator=generator)
    state = state_of(generator)
    assert is_sound_generator(changed(state))
    assert not is_sound_generator(changed(state, **fields))


@pytest.mark.parametrize("offset", [-4, 1, 6])
def test_nor_is_an_offset_that_a_gpu_refuses(offset):
    assert is_sound_generator(np.array([1, 8], np.int64).view(np.uint8))
    assert not is_sound_generator(np.array([1, offset], np.int64).view(np.uint8))


@pytest.mark.parametrize("kind", OptimizerKind)
@pytest.mark.parametrize("preset", ["logistic", "relu-dropout", "cnn"])
def test_what_each_optimizer_remembers_is_sound(kind, preset):
    config = small(preset, {"epochs": 1, "optimizer.kind": kind})
    checkpoint = checkpoint_of(config)
    shapes = list(expected_shapes(config.model).values())
    assert is_sound_memory(checkpoint.optimizer, shapes)
    assert all(map(is_sound_generator, checkpoint.generators.values()))


SHAPES = [(2, 3), (2,)]
ADAM = {
    f"{number}.{name}": np.ones(() if name == "step" else shape, np.float32)
    for number, shape in enumerate(SHAPES)
    for name in ("step", "exp_avg", "exp_avg_sq")
}


@pytest.mark.parametrize(
    "change",
    [
        {"99.exp_avg": np.ones(2)},
        {"2.exp_avg": np.ones(2)},
        {"\u0660.exp_avg": np.ones((2, 3))},
        {"00.exp_avg": np.ones((2, 3))},
        {"-1.exp_avg": np.ones((2, 3))},
        {"9" * 5000 + ".exp_avg": np.ones(2)},
        {".exp_avg": np.ones(2)},
        {"0.__class__": np.ones((2, 3))},
        {"0.momentum_buffer": np.ones((2, 3)), "1.momentum_buffer": np.ones(2)},
        {"1.exp_avg": None},
        {"1.step": None, "1.exp_avg": None, "1.exp_avg_sq": None},
        {"0.exp_avg": np.ones(())},
        {"0.exp_avg": np.ones((3, 2))},
        {"0.step": np.ones(1)},
        {"0.step": np.ones((2, 3))},
        {"0.step": np.array(-1.0)},  # Adam divides by 1 - 0.9 ** 0
        {"1.exp_avg_sq": np.array([1.0, -1.0])},
    ],
)
def test_what_an_optimizer_cannot_go_on_from_is_not(change):
    assert is_sound_memory(ADAM, SHAPES)
    assert is_sound_memory({}, SHAPES)
    arrays = {name: array for name, array in {**ADAM, **change}.items() if array is not None}
    assert not is_sound_memory(arrays, SHAPES)


def checkpoint_of(config):
    events = train(config, load(config.data), Control("run", 1, takes_checkpoints=True))
    return next(event.checkpoint for event in events if isinstance(event, CheckpointTaken))
