"""Checkpoints that somebody else made: a run with one is not continued, and stays as it was."""

import json

import numpy as np
import pytest
from safetensors.numpy import load, save

from core.cli import main as cli
from core.storage import layout
from tests.core.export.test_formats import kept
from tests.core.running import small

NAME = "20261124-120000-logistic-00000001"
BIAS, MEMORY = "weights/linear_1.bias", "optimizer/0.momentum_buffer"
GENERATOR = "generators/weights"
LEFT, NEXT = slice(8, 12), slice(16, 24)


@pytest.fixture(name="folder")
def _folder(tmp_path):
    return kept(small("logistic"), tmp_path / "runs", NAME)


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def beyond_the_end(state):
    state[LEFT] = np.array([624], np.int32).view(np.uint8)
    state[NEXT] = np.array([624], np.uint64).view(np.uint8)
    return state


CHANGES = {
    "a memory of no weight": lambda t: t.update({"optimizer/99.momentum_buffer": t[BIAS]}),
    "a memory without its shape": lambda t: t.update({MEMORY: np.zeros((), np.float32)}),
    "a memory of another shape": lambda t: t.update({MEMORY: np.zeros((3, 3), np.float32)}),
    "a memory of an incomplete optimizer": lambda t: t.update(
        {"optimizer/0.step": np.ones((), np.float32)}
    ),
    "a generator of zeros": lambda t: t[GENERATOR].fill(0),
    "a generator of ones": lambda t: t[GENERATOR].fill(255),
    "a generator beyond its end": lambda t: beyond_the_end(t[GENERATOR]),
    "weights in doubles": lambda t: t.update({BIAS: t[BIAS].astype(np.float64)}),
    "weights that are none": lambda t: t[BIAS].fill(np.nan),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_is_refused_before_the_run_begins(change, folder, capsys):
    path = folder / layout.CHECKPOINT_FILE
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    tensors = {name: array.copy() for name, array in load(content).items()}
    change(tensors)
    path.write_bytes(save(tensors, json.loads(content[8 : 8 + length])["__metadata__"]))
    before = files_of(folder)

    assert cli.main(["resume", NAME, "--epochs", "3", "--runs-dir", str(folder.parent)]) == 1
    shown = capsys.readouterr()
    assert "does not contain a checkpoint of this run's network" in shown.err
    assert "Traceback" not in shown.err + shown.out
    assert files_of(folder) == before
    assert layout.folders(folder.parent) == [folder]


def test_a_sound_one_is_continued(folder):
    assert cli.main(["resume", NAME, "--epochs", "3", "--runs-dir", str(folder.parent)]) == 0
