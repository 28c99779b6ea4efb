"""The weights of earlier epochs in a run's folder."""

from itertools import pairwise

import numpy as np
import pytest

from core.data.datasets import load
from core.errors import ArchiveError, RunFolderError
from core.lifecycle import archive, clean_up
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.recording import record
from core.run.control import Control
from core.run.events import EpochCompleted, RunStarted, WeightsPublished
from core.run.moment import Moment
from core.storage.epoch_weights import (
    MAX_SHOWN,
    epoch_file,
    keep_epoch,
    kept_epochs,
    kept_parts,
    moments_to_show,
    part_file,
    read_epoch_weights,
    read_moment,
    untrained_weights,
)
from core.storage.layout import EPOCHS_FOLDER
from core.storage.records import outline
from core.storage.retention import MAX_KEPT, kept_after
from core.storage.weight_files import read_dated_weights
from core.training.loop import train
from tests.core.running import config_of, small


def keep(config, folder, start=None, until=None):
    """Train, keep, and give the events; give up after the event for which `until` holds."""
    folder.mkdir(exist_ok=True)
    control = Control(folder.name, 1, takes_checkpoints=True)
    learning = train(config, load(config.data), control, start and start.checkpoint)
    events, seen = record(learning, config, folder, start), []
    for event in events:
        seen.append(event)
        if until is not None and until(event):
            break
    events.close()
    return seen


@pytest.fixture
def run(tmp_path):
    config, folder = small("logistic", {"epochs": 3}), tmp_path / "run"
    return config, folder, keep(config, folder)


class TestWhichAreKept:
    def test_all_as_long_as_there_are_few(self):
        assert [kept_after(n) for n in range(3)] == [(), (1,), (1, 2)]
        assert kept_after(MAX_KEPT) == tuple(range(1, MAX_KEPT + 1))

    def test_then_every_second_and_fourth_and_the_first(self):
        assert kept_after(13) == (1, 2, 4, 6, 8, 10, 12)
        assert kept_after(30) == (1, 4, 8, 12, 16, 20, 24, 28)
        assert kept_after(100) == (1, 16, 32, 48, 64, 80, 96)

    def test_the_epoch_that_a_file_states_may_be_any_number(self):
        """A list of all epochs up to it would fill the memory."""
        assert len(kept_after(10**17)) <= MAX_KEPT

    @pytest.mark.parametrize("epochs", [*range(13, 130), 1000, 9999])
    def test_they_are_never_many_never_few_and_evenly_spread(self, epochs):
        kept = kept_after(epochs)
        assert MAX_KEPT / 2 <= len(kept) <= MAX_KEPT
        assert len(set(np.diff(kept[1:]))) == 1
        assert epochs - kept[-1] < kept[2] - kept[1]

    def test_thinning_only_takes_away(self):
        for epochs in range(300):
            assert set(kept_after(epochs + 1)) <= {*kept_after(epochs), epochs + 1}

    @pytest.mark.parametrize("most", [0, 1, 2, 3, 100])
    def test_as_many_as_the_user_wants(self, most):
        for epochs in range(500):
            kept = kept_after(epochs, most)
            assert len(kept) <= most
            assert kept[:1] == ((1,) if most and epochs else ())
            assert set(kept_after(epochs + 1, most)) <= {*kept, epochs + 1}
            assert len(kept) >= min(epochs, most) / 2


class TestInTheFolder:
    def test_are_the_weights_of_their_epochs(self, run):
        config, folder, events = run
        assert kept_epochs(folder) == [1, 2, 3]
        for number, event in enumerate(events):
            if isinstance(event, EpochCompleted):
                published = next(e for e in events[number::-1] if isinstance(e, WeightsPublished))
                kept = read_epoch_weights(folder, event.epoch, config.model)
                assert all(
                    np.array_equal(kept[name], array) for name, array in published.weights.items()
                )

    def test_are_thinned_as_the_run_grows(self, tmp_path):
        for epoch in range(1, 31):
            keep_epoch(tmp_path, epoch, {"a": np.full(3, epoch, np.float32)})
            assert tuple(kept_epochs(tmp_path)) == kept_after(epoch)

    def test_none_for_a_line_and_for_older_folders(self, tmp_path):
        keep(config_of("linear", {"epochs": 2}), tmp_path / "line")
        assert kept_epochs(tmp_path / "line") == []
        assert kept_epochs(tmp_path) == kept_epochs(tmp_path / "nowhere") == []

    def test_names_are_strict(self, run):
        _, folder, _ = run
        for name in (
            "1.safetensors",
            "0000.safetensors",
            "0007.safetensors.tmp",
            "x0008.safetensors",
            "00002.safetensors",
        ):
            (folder / EPOCHS_FOLDER / name).write_bytes(b"")
        (folder / EPOCHS_FOLDER / "0009.safetensors").mkdir()
        assert kept_epochs(folder) == [1, 2, 3]

    def test_damaged_or_foreign_ones_name_the_file(self, run):
        config, folder, _ = run
        epoch_file(folder, 2).write_bytes(epoch_file(folder, 2).read_bytes()[:-4])
        for epoch, model in ((2, config.model), (1, small("mlp").model), (7, config.model)):
            with pytest.raises(RunFolderError, match=rf"000{epoch}\.safetensors"):
                read_epoch_weights(folder, epoch, model)


class TestGoingOn:
    def test_a_continued_run_adds_to_its_own(self, run):
        _, folder, _ = run
        start = continuation(folder, 5)
        keep(start.record.config, folder, start)
        assert kept_epochs(folder) == [1, 2, 3, 4, 5]

    def test_a_lost_epoch_takes_its_weights_along(self, tmp_path):
        folder = tmp_path / "run"
        keep(
            small("logistic", {"epochs": 4}),
            folder,
            until=lambda e: isinstance(e, EpochCompleted) and e.epoch == 3,
        )
        assert kept_epochs(folder) == [1, 2, 3]
        start = continuation(folder, 4)
        assert start.checkpoint.epoch == 2
        keep(
            start.record.config,
            folder,
            start,
            until=lambda event: isinstance(event, RunStarted),
        )
        assert kept_epochs(folder) == [1, 2]

    def test_a_fork_has_its_own_from_there_on(self, run, tmp_path):
        _, folder, _ = run
        start = fork(folder, tmp_path, {"optimizer.learning_rate": 0.5, "epochs": 5})
        assert kept_epochs(start.folder) == []
        keep(start.record.config, start.folder, start)
        assert kept_epochs(start.folder) == [4, 5]
        assert kept_epochs(folder) == [1, 2, 3]


class TestMoments:
    CONFIG = small("relu-dropout", {"epochs": 1, "model.hidden": [{"units": 8}]})

    @pytest.fixture
    def parts(self, tmp_path):
        """A folder with a run, and the weights that it published within its first epoch."""
        folder = tmp_path / "run"
        return folder, self.trained(folder)

    def trained(self, folder, stop_at=None, start=None, **options):
        folder.mkdir(exist_ok=True)
        control = Control(folder.name, 1, takes_checkpoints=True, measures_moments=True)
        learning = train(self.CONFIG, load(self.CONFIG.data), control, start and start.checkpoint)
        weights = {}
        for event in record(learning, self.CONFIG, folder, start, **options):
            if isinstance(event, WeightsPublished) and event.moment < Moment(1):
                weights[event.moment] = event.weights
                if event.moment.batch == stop_at:
                    control.stop.set()
        return weights

    def test_parts_of_the_first_epoch_are_kept_and_the_untrained_network_is_made_again(self, parts):
        folder, published = parts
        moments = moments_to_show(folder, outline(folder))
        assert moments == [Moment(0), *(Moment(0, batch) for batch in (1, 2, 3, 6)), Moment(1)]
        for moment in moments[:-1]:
            weights = read_moment(folder, moment, self.CONFIG)
            assert weights.keys() == published[moment].keys()
            assert all(np.array_equal(weights[key], published[moment][key]) for key in weights)
        names = sorted(path.name for path in (folder / EPOCHS_FOLDER).iterdir())
        assert names == [
            *(f"0000+000{batch}.safetensors" for batch in (1, 2, 3, 6)),
            "0001.safetensors",
        ]
        for epoch in range(2, 3 * MAX_SHOWN):
            epoch_file(folder, epoch).touch()
        crowded = moments_to_show(folder, outline(folder))
        assert (len(crowded), crowded[-1]) == (1 + MAX_SHOWN, Moment(3 * MAX_SHOWN - 1))
        assert max(after.epochs - before.epochs for before, after in pairwise(crowded)) <= 4
        dated, _ = read_dated_weights(part_file(folder, Moment(0, 3)), self.CONFIG.model)
        assert dated == Moment(0, 3)

    @pytest.mark.parametrize("name", ["sigmoid", "cnn", "logistic"])
    @pytest.mark.parametrize("plain", [False, True])
    def test_untrained_weights_are_those_of_the_run(self, name, plain):
        config = small(name, {"seed": 5, "plain": plain, "epochs": 1})
        control = Control("run", 1, measures_moments=True)
        first = next(
            event
            for event in train(config, load(config.data), control)
            if isinstance(event, WeightsPublished)
        )
        again = untrained_weights(config)
        assert again.keys() == first.weights.keys()
        assert all(np.array_equal(again[key], first.weights[key]) for key in again)

    def test_a_fork_begins_where_its_parent_was(self, parts, tmp_path):
        forked = fork(parts[0], tmp_path, {"epochs": 2})
        assert moments_to_show(forked.folder, forked.record) == []

    def test_an_archive_takes_them_along(self, parts, tmp_path):
        folder, _ = parts
        archive.pack(folder, tmp_path / "run.zip")
        imported = archive.unpack(tmp_path / "run.zip", tmp_path / "other").folder
        assert kept_parts(imported) == kept_parts(folder)
        part_file(folder, Moment(0, 3)).write_bytes(b"nothing")
        archive.pack(folder, tmp_path / "bad.zip")
        with pytest.raises(ArchiveError, match="0003"):
            archive.unpack(tmp_path / "bad.zip", tmp_path / "third")

    def test_clean_up_removes_them_and_counts_their_bytes(self, parts):
        folder, _ = parts
        survey = clean_up.survey(folder.parent)
        (space,) = survey.runs
        assert space.epochs == sum(
            path.stat().st_size for path in (folder / EPOCHS_FOLDER).iterdir()
        )
        (removal,) = clean_up.plan(survey, clean_up.CleanUpOptions(epochs=True))
        assert removal.path == folder / EPOCHS_FOLDER

    def test_who_keeps_no_epochs_keeps_no_parts(self, tmp_path):
        self.trained(tmp_path / "run", kept_epochs=0)
        assert moments_to_show(tmp_path / "run", outline(tmp_path / "run")) == [Moment(0)]

    def test_a_run_that_starts_over_forgets_them(self, tmp_path):
        folder = tmp_path / "run"
        self.trained(folder, stop_at=3)
        assert kept_parts(folder) == [Moment(0, batch) for batch in (1, 2, 3)]
        start = continuation(folder, 1)
        self.trained(folder, stop_at=1, start=start)
        assert kept_parts(folder) == [Moment(0, 1)]
