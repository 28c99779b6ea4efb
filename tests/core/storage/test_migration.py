"""Run folders of earlier versions, as they were made then, open and go on; those of later ones are
left alone.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.config.choices import Polarity, WeightsChoice
from core.config.run import RunConfig
from core.data.datasets import load
from core.data.folders import read_for
from core.data.photographs.photograph import digit_from_picture
from core.errors import DamagedRunError, NewerRunError
from core.evaluation import accuracy
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.job import job_from
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.record import RunState, TrainingSession
from core.storage import layout
from core.storage import records as runs
from core.storage.best_weights import weights_of
from core.storage.epoch_weights import kept_epochs
from core.storage.migration import SCHEMA, is_later, migrated
from core.training.loop import train
from tests.core.data.test_set_polarity import as_set, config_for, letters, write
from tests.core.running import config_of, epochs_of, small

OLD = Path(__file__).parent / "folders"
LINE, DIGITS = "20261101-101500-linear-00000001", "20261101-101600-mlp-00000002"


@pytest.fixture
def old_runs(tmp_path):
    return Path(shutil.copytree(OLD / "schema-1", tmp_path / "runs"))


def description_of(folder):
    return json.loads((folder / layout.RUN_FILE).read_text(encoding="utf-8"))


def train_on(start):
    control = Control(start.record.run, 1, takes_checkpoints=True)
    return list(train_and_keep(job_from(start), control))


class TestVersionOne:
    def test_the_line_opens_as_it_was(self, old_runs):
        found = runs.read_record(old_runs / LINE)
        assert found.config == config_of("linear", {"epochs": 5})
        assert (found.state, found.epochs_done, len(found.epochs), len(found.layers)) == (
            RunState.STOPPED,
            3,
            3,
            3,
        )
        assert found.last.weight == 2.245035171508789
        (change,) = found.changes
        assert (change.epoch, change.path, change.value) == (2, "optimizer.learning_rate", 0.05)
        (session,) = found.sessions
        assert (session.device, session.threads, session.data) == ("cpu", 1, {})
        assert session.environment["torch"] == "2.14.1+cu130"

    def test_the_digits_open_as_they_were(self, old_runs):
        folder = old_runs / DIGITS
        found = runs.read_record(folder)
        changes = {"model.hidden": [{"units": 1}], "epochs": 3, "data.test_subset": "first"}
        assert found.config == small("mlp", changes)
        assert (found.state, found.epochs_done, found.best.epoch) == (
            RunState.COMPLETED,
            3,
            found.best.epoch,
        )
        assert kept_epochs(folder) == [1, 2, 3]
        best = weights_of(folder, WeightsChoice.BEST)
        assert best["linear_1.weight"].shape == (1, 784)
        assert set(runs.open_run(folder).weights) == set(best)

    @pytest.mark.parametrize("run", [LINE, DIGITS])
    def test_looking_changes_nothing_on_the_disk(self, run, old_runs):
        before = {file: file.read_bytes() for file in (old_runs / run).rglob("*") if file.is_file()}
        runs.read_record(old_runs / run)
        continuation(old_runs / run, 9)
        after = {file: file.read_bytes() for file in (old_runs / run).rglob("*") if file.is_file()}
        assert {
            file: text for file, text in after.items() if file.name != layout.LOCK_FILE
        } == before

    def test_going_on_computes_what_it_would_have_and_writes_the_version_of_today(self, old_runs):
        folder = old_runs / LINE
        train_on(continuation(folder, 5))
        described = description_of(folder)
        assert described["schema"] == SCHEMA
        assert not {"environment", "started"} & set(described)
        first, second = runs.outline(folder).sessions
        assert (first.epochs_before, second.epochs_before) == (0, 3)
        assert (first.data, set(second.data)) == ({}, {"train_x", "train_y", "test_x", "test_y"})
        undisturbed = list(
            train(
                config_of("linear", {"epochs": 5}), load(config_of("linear").data), Control("x", 1)
            )
        )
        # written on another machine, so not to the last bit
        cost = runs.read_epochs(folder)[0].cost
        assert epochs_of(undisturbed)[0].cost == pytest.approx(cost, rel=1e-6)

    def test_a_fork_of_it_is_of_today(self, old_runs):
        start = fork(old_runs / DIGITS, old_runs, {"optimizer.learning_rate": 0.1})
        assert description_of(start.folder)["schema"] == SCHEMA
        assert runs.outline(start.folder).sessions == []
        assert description_of(old_runs / DIGITS)["schema"] == 1

    def test_a_run_that_never_started_has_no_sittings(self):
        old = {
            "schema": 1,
            "config": {},
            "environment": {"torch": "2"},
            "started": "2026-01-01",
            "state": "failed",
        }
        assert migrated(old) == {"schema": SCHEMA, "config": {}, "state": "failed", "sittings": []}


class TestVersions:
    def test_todays_stay_as_they_are(self):
        today = {"schema": SCHEMA, "sittings": [1], "environment": 7}
        assert migrated(today) == today

    @pytest.mark.parametrize("version", [0, -1, SCHEMA + 1, None, "1", 1.0, True])
    def test_others_are_none(self, version):
        with pytest.raises(ValueError, match="no version"):
            migrated({"schema": version})
        assert is_later({"schema": version}) == (version == SCHEMA + 1)

    def test_a_later_one_is_named_and_cannot_be_continued(self, old_runs):
        folder = old_runs / LINE
        description = description_of(folder) | {"schema": 7}
        (folder / layout.RUN_FILE).write_text(json.dumps(description), encoding="utf-8")
        for look in (runs.outline, runs.open_run, lambda place: continuation(place, 9)):
            with pytest.raises(NewerRunError, match="later Inkling, in version 7 of the format"):
                look(folder)
        assert description_of(folder) == description

    @pytest.mark.parametrize(
        "sessions",
        [
            None,
            3,
            [3],
            [{}],
            [{"epochs_before": 0}],
            [dict.fromkeys(TrainingSession.__dataclass_fields__)],
        ],
    )
    def test_sittings_that_are_none_are_damage(self, sessions, old_runs):
        folder = old_runs / LINE
        train_on(continuation(folder, 4))
        (folder / layout.RUN_FILE).write_text(
            json.dumps(description_of(folder) | {"sittings": sessions})
        )
        with pytest.raises(DamagedRunError, match=r"run\.json is damaged"):
            runs.outline(folder)


class TestVersionTwo:
    """Up to version 2 a run was tested on the first examples."""

    @pytest.mark.parametrize(
        ("data", "choice"),
        [
            ({"dataset": "mnist", "test_size": 2000}, "first"),
            ({"dataset": "mnist", "test_size": 10_000}, "spread"),
            ({"dataset": "qmnist", "test_size": 10_000}, "first"),
            ({"dataset": "~/mine", "test_size": 10_000}, "first"),
            ({}, "spread"),
        ],
    )
    def test_a_run_keeps_the_test_images_that_it_had(self, data, choice):
        old = {"schema": 2, "config": {"epochs": 3, "data": data}}
        new = migrated(old)
        assert new["schema"] == SCHEMA
        polarity = {"polarity": "per-picture"} if data.get("dataset") == "~/mine" else {}
        assert new["config"] == {"epochs": 3, "data": {**data, "test_subset": choice, **polarity}}
        assert "test_subset" not in old["config"]["data"]

    def test_an_old_run_is_evaluated_as_it_was(self, old_runs):
        record = runs.read_record(old_runs / DIGITS)
        config, kept = record.config, runs.open_run(old_runs / DIGITS)
        probabilities = accuracy.probabilities(config, kept.weights, load(config.data))
        right = probabilities.argmax(axis=1) == load(config.data).test_y.numpy()
        assert right.mean() == record.epochs[-1].accuracy


class TestVersionThree:
    """Up to version 3 nothing of the polarity was recorded."""

    @pytest.mark.parametrize("dataset", ["mnist", "qmnist", "fashion-mnist", "noisy-line"])
    def test_known_data_are_light_on_dark_whatever_decides(self, dataset):
        old = {"schema": 3, "config": {"data": {"dataset": dataset}}}
        assert migrated(old) == {**old, "schema": SCHEMA}

    def test_of_a_folder_each_picture_goes_on_deciding_for_itself(self):
        old = {"schema": 3, "config": {"data": {"dataset": "/mine"}}}
        data = {"dataset": "/mine", "polarity": "per-picture"}
        assert migrated(old) == {"schema": SCHEMA, "config": {"data": data}}
        assert "polarity" not in old["config"]["data"]

    @pytest.mark.parametrize("layout_of_data", ["idx", "npz", "pictures"])
    def test_its_examples_are_as_they_were(self, tmp_path, layout_of_data):
        """The images are written down here, as version 3 read them."""
        images, labels = letters(45)
        write(tmp_path / "a", layout_of_data, 255 - images, labels, 255 - images, labels)
        config = config_for(tmp_path / "a").model_dump(mode="json")
        for name in ("polarity", "stored_polarity"):
            del config["data"][name]
        new = RunConfig.model_validate(migrated({"schema": 3, "config": config})["config"])
        x = load(new.data).train_x.mul(255).round().numpy().astype(np.uint8)
        wanted = images if layout_of_data == "pictures" else 255 - images
        assert as_set(x) == as_set(wanted.reshape(-1, 784))
        assert not new.data.is_dark_on_light

    def test_a_larger_picture_is_prepared_by_itself(self, tmp_path):
        """A bold letter was taken for paper, with ink in its corner; its run learned that."""
        images, labels = letters(45)
        large = images.repeat(3, axis=1).repeat(3, axis=2)
        write(tmp_path / "a", "pictures", large, labels, large, labels)
        config = config_for(tmp_path / "a", Polarity.PER_PICTURE)
        alone = [np.round(digit_from_picture(picture) * 255) for picture in large]
        assert as_set(read_for(config.data).train_images) == as_set(alone)
        assert as_set(read_for(config_for(tmp_path / "a").data).train_images) != as_set(alone)
