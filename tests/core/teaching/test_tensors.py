"""Tensors and devices: the lines that are shown do what is shown."""

import contextlib
import io
import itertools

import numpy as np
import pytest
import torch

from core.config.presets import preset
from core.data import datasets
from core.network import models
from core.teaching.demonstrations import tensors
from core.teaching.demonstrations.tensor_choices import (
    META,
    TIMED_BATCHES,
    A,
    B,
    Line,
    Statement,
    about_devices,
)

MAKE = (Statement(Line.MAKE_A, A), Statement(Line.MAKE_B, B))
MOVE = (Statement(Line.MOVE_A, device=META), Statement(Line.MOVE_B, device=META))
M = Statement(Line.MULTIPLY)
PRINTS = tuple(map(Statement, (Line.SHOW, Line.DIRECT, Line.NUMPY)))


def by_python(statements):
    """What Python itself prints or raises for each of the lines that are shown."""
    names, results = {"torch": torch}, []
    for statement in statements:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(statement.code, names)
        except Exception as error:
            results.append((f"{type(error).__name__}: {error}", True))
        else:
            results.append((printed.getvalue().rstrip("\n"), False))
    return results


@pytest.mark.parametrize(
    "statements",
    [
        (Statement(Line.AVAILABLE), Statement(Line.MISSPELT), *MAKE, M, *PRINTS),
        (*MAKE, MOVE[0], M, *PRINTS),
        (*MAKE, MOVE[1], M, *PRINTS),
        (*MAKE, *MOVE, M, *PRINTS),
        (*MAKE, *MOVE, Statement(Line.MOVE_A, device="cpu"), M),
        (M, MAKE[0], M, PRINTS[0], MOVE[1]),
        (Statement(Line.MAKE_A, (1, 2)), Statement(Line.MAKE_B, (1, 2, 3)), M),
        (Statement(Line.MAKE_A, (7,)), Statement(Line.MAKE_B, (1, 2, 3)), M, PRINTS[2]),
        (Statement(Line.MAKE_A, ()), Statement(Line.MAKE_B, (5,)), M, PRINTS[2]),
    ],
)
def test_each_line_prints_or_raises_what_python_does(statements):
    executed = tensors.execute(statements)
    assert [(one.output, one.is_error) for one in executed] == by_python(statements)
    assert [one.code for one in executed] == [statement.code for statement in statements]


def test_the_tutorials_lines_multiply():
    *_, last = tensors.execute((*MAKE, M, PRINTS[2]))
    assert last.output == "[ 6 12 20]"
    assert last.tensors["m"].numbers.tolist() == [6, 12, 20]
    assert (last.tensors["m"].dtype, last.tensors["m"].device) == ("torch.int32", "cpu")


def test_tensors_on_two_devices_cannot_be_multiplied_and_meta_has_no_numbers():
    *_, product = tensors.execute((*MAKE, MOVE[1], M))
    assert product.is_error
    assert "device" in product.output
    *_, back = tensors.execute((*MAKE, *MOVE, M, PRINTS[2]))
    assert back.output == "NotImplementedError: Cannot copy out of meta tensor; no data!"
    assert back.tensors["m"].numbers is None
    assert (back.tensors["m"].shape, back.tensors["m"].device) == ((3,), META)


def test_a_second_device_stands_in_only_where_there_is_one():
    names = tensors.device_names()
    assert names[0] == "cpu"
    assert (META in names) == (len(names) == 2 and not torch.cuda.is_available())
    assert "without memory" in str(about_devices(["cpu", META]))
    assert str(about_devices(["cpu", "cuda"])) == "This machine has several devices: cpu, cuda."


@pytest.mark.parametrize("batch", [1, 100])
def test_shapes_on_their_way(batch):
    stages = tensors.way(batch)
    assert [stage.numbers.shape for stage in stages] == [
        (28, 28),
        (784,),
        (batch, 784),
        (784, 512),
        (batch, 512),
        (batch, 512),
        (512, 10),
        (batch, 10),
        (batch,),
    ]
    config = preset("sigmoid").config
    images = datasets.load(config.data).test_x[:batch]
    model = models.build(config.model, models.weight_generator(config.seed))
    with torch.no_grad():
        logits = model(images).numpy()
    assert np.array_equal(stages[-2].numbers, logits)
    assert np.array_equal(stages[-1].numbers, logits.argmax(axis=1))
    assert np.array_equal(stages[0].numbers.ravel(), images[0].numpy())


def test_every_product_on_every_device_is_timed():
    times = tensors.timings()
    names = [name for name in tensors.device_names() if name != META]
    assert [(one.device, one.batch) for one in times] == [*itertools.product(names, TIMED_BATCHES)]
    assert all(one.seconds > 0 for one in times)
    assert tensors.timings(lambda: True) == ()
