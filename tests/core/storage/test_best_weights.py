"""The weights of a run's best epoch, kept beside the last."""

import numpy as np
import pytest

from core.config.choices import WeightsChoice
from core.data.datasets import load
from core.errors import RunFolderError
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.recording import record
from core.run.control import Control
from core.run.events import CheckpointTaken, EpochCompleted, WeightsPublished
from core.run.moment import Moment
from core.storage import layout
from core.storage import records as runs
from core.storage.best_weights import weights_of
from core.storage.weight_files import read_dated_weights, write_weights
from core.training.loop import train
from tests.core.running import config_of, small

# Steps so large that the network gets worse after its fourth epoch.
UNSTEADY = {"optimizer.learning_rate": 0.3, "optimizer.momentum": 0.9, "epochs": 7}


def keep(config, folder, start=None, until=None, kept_epochs=0):
    """Train and keep; the weights after each epoch, by its number."""
    folder.mkdir(exist_ok=True)
    control = Control(folder.name, 1, takes_checkpoints=True)
    events = record(
        train(config, load(config.data), control, start and start.checkpoint),
        config,
        folder,
        start,
        kept_epochs=kept_epochs,
    )
    after, published = {}, {}
    for event in events:
        published = event.weights if isinstance(event, WeightsPublished) else published
        if isinstance(event, EpochCompleted):
            after[event.epoch] = published
        if until is not None and until(event):
            break
    events.close()
    return after


def same(first, second):
    return first.keys() == second.keys() and all(
        np.array_equal(first[name], second[name]) for name in first
    )


@pytest.fixture
def unsteady(tmp_path):
    folder = tmp_path / "run"
    after = keep(small("logistic", UNSTEADY), folder)
    best = runs.outline(folder).best.epoch
    assert best < 7, "the test needs a best epoch that is not the last"
    return folder, after, best


class TestWhatIsRead:
    def test_the_best_epochs_and_the_lasts(self, unsteady):
        folder, after, best = unsteady
        assert same(weights_of(folder, WeightsChoice.BEST), after[best])
        assert same(weights_of(folder), after[7])
        assert not same(after[best], after[7])

    def test_a_line_has_only_a_last(self, tmp_path):
        after = keep(config_of("linear", {"epochs": 2}), tmp_path / "line")
        assert same(weights_of(tmp_path / "line", WeightsChoice.BEST), after[2])
        assert not (tmp_path / "line" / layout.BEST_FILE).exists()

    def test_kept_epochs_serve_where_an_older_version_kept_no_best(self, tmp_path):
        after = keep(small("logistic", UNSTEADY), tmp_path / "run", kept_epochs=100)
        (tmp_path / "run" / layout.BEST_FILE).unlink()
        best = runs.outline(tmp_path / "run").best.epoch
        assert same(weights_of(tmp_path / "run", WeightsChoice.BEST), after[best])

    def test_what_is_not_kept_is_named(self, unsteady):
        folder, _, best = unsteady
        (folder / layout.BEST_FILE).unlink()
        with pytest.raises(RunFolderError, match=f"best epoch of run .epoch {best}. are not kept"):
            weights_of(folder, WeightsChoice.BEST)

    def test_a_file_of_another_epoch_is_not_taken_for_the_best(self, unsteady):
        folder, after, best = unsteady
        write_weights(folder / layout.BEST_FILE, after[best], Moment(best + 1))
        with pytest.raises(RunFolderError, match="not kept"):
            weights_of(folder, WeightsChoice.BEST)

    def test_a_damaged_file_is_named(self, unsteady):
        folder, _, _ = unsteady
        (folder / layout.BEST_FILE).write_bytes(b"half")
        with pytest.raises(RunFolderError, match=r"best\.safetensors is damaged"):
            weights_of(folder, WeightsChoice.BEST)


class TestGoingOn:
    @pytest.mark.parametrize("last", range(1, 7))
    def test_wherever_it_was_cut_off_the_best_is_the_best_of_what_is_known(
        self, last, unsteady, tmp_path
    ):
        _, after, _ = unsteady
        folder = tmp_path / "cut"
        keep(
            small("logistic", UNSTEADY),
            folder,
            until=lambda e: isinstance(e, EpochCompleted) and e.epoch == last,
        )
        start = continuation(folder, 7)
        if start.record.best is not None:
            assert same(read_dated_weights(folder / layout.BEST_FILE, start.record.config.model)[1],
                        after[start.record.best.epoch])  # fmt: skip
        keep(start.record.config, folder, start)
        assert same(weights_of(folder, WeightsChoice.BEST), after[runs.outline(folder).best.epoch])

    def test_killed_between_checkpoint_and_best_it_takes_the_checkpoints(self, unsteady, tmp_path):
        _, after, best = unsteady
        folder = tmp_path / "cut"
        keep(
            small("logistic", UNSTEADY),
            folder,
            until=lambda e: isinstance(e, CheckpointTaken) and e.checkpoint.epoch == best,
        )
        write_weights(folder / layout.BEST_FILE, after[1], Moment(1))  # as it was before
        assert same(weights_of(folder, WeightsChoice.BEST), after[best])
        start = continuation(folder, best + 1)
        keep(start.record.config, folder, start)
        assert same(weights_of(folder, WeightsChoice.BEST), after[runs.outline(folder).best.epoch])

    def test_a_fork_has_its_parents_best_until_it_is_better(self, unsteady):
        folder, after, best = unsteady
        start = fork(folder, folder.parent, {"optimizer.learning_rate": 1e-7})
        assert same(weights_of(start.folder, WeightsChoice.BEST), after[best])

    def test_a_checkpoint_that_was_cleaned_away_is_said(self, unsteady):
        folder, _, _ = unsteady
        (folder / layout.CHECKPOINT_FILE).unlink()
        with pytest.raises(RunFolderError, match="checkpoint of the run run is gone"):
            continuation(folder, 9)
