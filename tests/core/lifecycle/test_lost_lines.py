"""Runs whose checkpoint was cleaned up, and whose lines a power cut has emptied."""

import json

import pytest

from core.data import datasets
from core.errors import RunFolderError
from core.lifecycle.continuing import continuation
from core.lifecycle.recording import record
from core.run.control import Control
from core.run.record import RunState
from core.storage.layout import CHECKPOINT_FILE, METRICS_FILE, RUN_FILE
from core.training.loop import train
from tests.core.running import small

RUN = "20261124-120000-logistic-00000001"


@pytest.fixture
def folder(tmp_path):
    """A completed run of two epochs without its checkpoint."""
    folder = tmp_path / RUN
    folder.mkdir()
    config = small("logistic", {"epochs": 2})
    control = Control(RUN, 1, takes_checkpoints=True)
    for _ in record(train(config, datasets.load(config.data), control), config, folder):
        pass
    (folder / CHECKPOINT_FILE).unlink()
    return folder


@pytest.mark.parametrize("content", [None, b""])
@pytest.mark.parametrize("state", [RunState.COMPLETED, RunState.RUNNING])
def test_they_never_start_over(folder, content, state):
    description = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    (folder / RUN_FILE).write_text(json.dumps(description | {"state": state}), encoding="utf-8")
    if content is None:
        (folder / METRICS_FILE).unlink()
    else:
        (folder / METRICS_FILE).write_bytes(content)
    with pytest.raises(RunFolderError, match="it can no longer be continued"):
        continuation(folder, 3)
