"""Work that is stopped while it reads its data ends at once, whatever it was to do with them."""

import threading
from contextlib import suppress

import pytest

from core.comparison import trials
from core.comparison.experiment import Experiment, Member
from core.comparison.results import Results
from core.config.fields import with_values
from core.data import folders as data_folders
from core.data.layouts.cancellation import ReadingCancelledError
from core.lifecycle.repeat import repeat
from core.program.check import Check, Progress
from core.run.control import Control
from core.run.record import RunRecord
from core.teaching.rate_finder import find_rate
from tests.core.data.test_folders import of_folder
from tests.core.data.test_layouts import write_layout


def stopped():
    stop = threading.Event()
    stop.set()
    return stop


def stopped_comparison(config):
    other = with_values(config, {"optimizer.learning_rate": 0.5})
    experiment = Experiment((Member("a", config), Member("b", other)), (1,))
    control = Control("run", stop=stopped())
    return list(trials.run(Results(experiment), lambda _: control))


def stopped_check(config):
    check = Check(config)
    check.cancel()
    return [step for step in check.steps() if not isinstance(step, Progress)]


def stopped_search(config):
    with suppress(ReadingCancelledError):
        return [find_rate(config, lambda: True)]
    return []


@pytest.mark.parametrize(
    "work",
    [
        stopped_comparison,
        stopped_check,
        stopped_search,
        lambda config: list(repeat(RunRecord("run", config), stopped())),
    ],
    ids=["a comparison", "Verify", "a search for a rate", "a repetition"],
)
def test_whatever_is_stopped_while_its_data_are_read_ends(work, tmp_path):
    write_layout("csv", tmp_path / "data")
    config = of_folder(tmp_path / "data", batch_size=4)
    data_folders._read.cache_clear()
    assert work(config) == []
    assert data_folders._read.cache_info().currsize == 0
