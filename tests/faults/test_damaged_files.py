"""Files damaged by accident or with intent: each is read rightly or refused in words, and hides no
other.
"""

import io
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cli import main as cli
from core.config.choices import WeightsChoice
from core.lifecycle import archive as archives
from core.lifecycle import clean_up
from core.lifecycle.continuing import continuation, fork
from core.run.events import SettingChanged
from core.storage import labels, layout
from core.storage import records as runs
from core.storage.best_weights import weights_of
from core.storage.epoch_weights import kept_epochs, read_epoch_weights
from tests.core.export.test_formats import kept
from tests.core.running import small
from tests.faults.damage import damaged, hostile, refusal

NAME, OTHER = "20261124-120000-mlp-00000001", "20261124-120000-mlp-00000002"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A folder with two sound runs of different networks, with all files that runs have."""
    place = tmp_path_factory.mktemp("sound")
    kept(small("mlp", {"epochs": 3, "model.hidden": [{"units": 3}]}), place, NAME)
    kept(small("mlp", {"epochs": 2, "model.hidden": [{"units": 2}, {"units": 2}]}), place, OTHER)
    change = runs.json_line(SettingChanged(NAME, 2, 1, 12, "optimizer.learning_rate", 0.01, 0.02))
    (place / NAME / layout.CHANGES_FILE).write_text(change)
    labels.write_label(place / NAME, labels.Label("mine", 3))
    return place


FILES = (
    "run.json",
    "metrics.jsonl",
    "points.jsonl",
    "layers.jsonl",
    "changes.jsonl",
    "label.json",
    "weights.safetensors",
    "best.safetensors",
    "checkpoint.safetensors",
    "epochs/0001.safetensors",
)


@st.composite
def harm(draw, sound):
    """A file of the first run, and what becomes of it; None if it is gone."""
    name = draw(st.sampled_from(FILES))
    content = (sound / NAME / name).read_bytes()
    other = sound / OTHER / name
    if name.endswith(".json") and draw(st.booleans()):
        return name, draw(hostile(content.decode())).encode()
    if name.endswith(".jsonl") and draw(st.booleans()):
        lines = content.decode().splitlines()
        place = draw(st.integers(0, len(lines) - 1))
        lines[place] = draw(hostile(lines[place]))
        return name, ("\n".join(lines) + "\n").encode()
    return name, draw(st.none() | damaged(content, other.read_bytes() if other.exists() else b""))


def said(*arguments):
    """Exit status, and both outputs, of a command."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = cli.main([*map(str, arguments)])
    return status, out.getvalue(), err.getvalue()


def are_sound(weights):
    return all(array.dtype == np.float32 and np.isfinite(array).all() for array in weights.values())


@pytest.fixture(scope="module")
def victim(sound, tmp_path_factory):
    return Path(shutil.copytree(sound, tmp_path_factory.mktemp("damaged") / "runs"))


@given(data=st.data())
def test_a_damaged_run_is_read_rightly_or_refused_and_hides_no_other(data, sound, victim):
    name, content = data.draw(harm(sound))
    shutil.rmtree(victim)
    shutil.copytree(sound, victim)
    folder = victim / NAME
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    before = {
        path: path.read_bytes()
        for path in victim.rglob("*")
        if path.is_file() and path.name != "lock"
    }
    for use in uses_of(folder):
        assert refusal(use) is None or 10 < len(refusal(use)) < 50_000
    is_listed(victim)
    assert {path: path.read_bytes() for path in before} == before


def uses_of(folder):
    """All that window and commands do with a folder, but for training."""
    runs_dir, packed = folder.parent, folder.parents[1] / "packed.zip"
    yield partial(runs.read_record, folder)
    yield partial(labels.read_label, folder)
    yield lambda: are_sound(runs.open_run(folder).weights) or pytest.fail("weights that are none")
    for choice in WeightsChoice:
        yield partial(weights_of, folder, choice)
    yield lambda: [
        read_epoch_weights(folder, each, runs.outline(folder).config.model)
        for each in kept_epochs(folder)
    ]
    yield partial(continuation, folder, 9)
    yield partial(fork, folder, runs_dir.parent / "forks", {})
    yield partial(
        clean_up.plan, clean_up.survey(runs_dir), clean_up.CleanUpOptions(True, True, True, 0, True)
    )
    yield partial(archives.pack, folder, packed)
    yield partial(archives.unpack, packed, runs_dir.parent / "taken")


def is_listed(runs_dir):
    """The other run is listed whatever is wrong with this one, in lines that are JSON."""
    status, out, err = said("runs", "--runs-dir", runs_dir, "--json")
    lines = [json.loads(line, parse_constant=pytest.fail) for line in out.splitlines()]
    assert OTHER in [line["run"] for line in lines]
    assert status == (0 if len(lines) == 2 else 1)
    assert (NAME in err) is (len(lines) == 1)
    assert OTHER in said("runs", "--runs-dir", runs_dir)[1]
