"""Kept runs that are found again, continued and forked."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest

from core.cli import main as cli
from core.config.fields import ConfigError, with_values
from core.data.datasets import load
from core.errors import RunFolderError
from core.files import replace_file
from core.lifecycle import continuing
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.job import job_from
from core.lifecycle.recording import record
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import BatchProgress, CheckpointTaken, EpochCompleted, RunEnded
from core.run.moment import Moment
from core.run.record import RunState, current_settings
from core.storage import description as run_description
from core.storage import labels, layout, weight_files
from core.storage import records as runs
from core.storage.labels import Label
from core.storage.weight_files import read_checkpoint, write_checkpoint
from core.training.loop import train
from tests.core.running import epochs_of, final_weights, run_to_the_end, small

ROOT = Path(__file__).parents[3]


def numbers_of(epochs):
    return [
        (e.epoch, e.cost, e.test_cost, e.accuracy, e.train_accuracy, e.learning_rate)
        for e in epochs
    ]


def keep(config, folder, until=None):
    """Train and keep; give up without an end after the event for which `until` holds."""
    folder.mkdir(parents=True)
    control = Control(folder.name, 1, takes_checkpoints=True)
    events = record(train(config, load(config.data), control), config, folder)
    seen = []
    for event in events:
        seen.append(event)
        if until is not None and until(event):
            break
    events.close()
    return seen


def go_on(start):
    control = Control(start.record.run, 1, takes_checkpoints=True)
    return list(train_and_keep(job_from(start), control))


@pytest.fixture
def every_batch_reports(monkeypatch):
    monkeypatch.setattr("core.training.loop.REPORT_S", 0)


class TestOutlines:
    def test_tell_what_the_events_told(self, tmp_path):
        folder = tmp_path / "a"
        events = keep(small("logistic", {"epochs": 3}), folder)
        outline = runs.outline(folder)
        epochs = epochs_of(events)
        assert outline.state is RunState.COMPLETED
        assert outline.epochs == []
        assert outline.last == epochs[-1]
        assert outline.best == max(epochs, key=lambda epoch: epoch.accuracy)
        assert outline.started == events[0]
        assert outline.end == events[-1]
        assert runs.read_record(folder).epochs == epochs

    def test_of_a_line(self, tmp_path):
        config = small("linear", {"data.train_size": 101, "data.test_size": 101})
        events = keep(config, tmp_path / "line")
        assert runs.read_record(tmp_path / "line").epochs == epochs_of(events)
        assert runs.outline(tmp_path / "line").best is None

    def test_of_a_run_that_diverged_say_why(self, tmp_path):
        deep = [{"units": 32, "activation": "leaky-relu"}] * 4
        wild = {
            "model.hidden": deep,
            "optimizer.learning_rate": 10,
            "optimizer.momentum": 0.999,
            "epochs": 50,
        }
        events = keep(small("sigmoid", wild), tmp_path / "wild")
        outline = runs.outline(tmp_path / "wild")
        assert outline.state is RunState.DIVERGED
        assert str(outline.end.message) == str(events[-1].message)

    def test_a_run_without_an_end_is_running_while_it_is_locked_and_interrupted_afterwards(
        self, tmp_path
    ):
        config, folder = small("logistic"), tmp_path / "a"
        folder.mkdir()
        events = record(train(config, load(config.data), Control("a", 1)), config, folder)
        while not isinstance(next(events), EpochCompleted):
            pass
        assert layout.is_in_use(folder)
        assert runs.outline(folder).state is RunState.RUNNING
        events.close()
        assert not layout.is_in_use(folder)
        outline = runs.outline(folder)
        assert outline.state is RunState.INTERRUPTED
        assert (outline.epochs_done, outline.best_accuracy) == (1, outline.last.accuracy)

    @pytest.mark.parametrize(
        ("name", "value"),
        [("state", "asleep"), ("state", None), ("last", {"epoch": "x"}), ("forked_from", 3)],
    )
    def test_of_a_damaged_description_name_the_file(self, name, value, tmp_path):
        keep(small("logistic", {"epochs": 1}), tmp_path / "a")
        path = tmp_path / "a" / layout.RUN_FILE
        path.write_text(json.dumps(json.loads(path.read_text()) | {name: value}))
        with pytest.raises(RunFolderError, match=r"run\.json"):
            runs.outline(tmp_path / "a")

    def test_folders_come_oldest_first_and_only_where_there_are_runs(self, tmp_path):
        assert layout.folders(tmp_path / "nowhere") == []
        for name in ("20260102-b", "20260101-a", "20260103-empty"):
            (tmp_path / name).mkdir()
        for name in ("20260102-b", "20260101-a"):
            (tmp_path / name / layout.RUN_FILE).write_text("{}")
        (tmp_path / "file").write_text("")
        assert [folder.name for folder in layout.folders(tmp_path)] == ["20260101-a", "20260102-b"]


class TestLines:
    def test_an_unfinished_last_one_is_left_out(self, tmp_path):
        events = keep(small("logistic", {"epochs": 3}), tmp_path / "a")
        path = tmp_path / "a" / layout.METRICS_FILE
        whole = path.read_bytes()
        for cut in (1, 7, 60):
            path.write_bytes(whole[:-cut])
            assert runs.read_epochs(tmp_path / "a") == epochs_of(events)[:2]

    @pytest.mark.parametrize(
        "line", [b"{}", b"[]", b"nonsense", b'{"run": "a", "epoch": 1, "cost": NaN}', b"[" * 9999]
    )
    def test_a_damaged_one_names_the_file(self, line, tmp_path):
        keep(small("logistic", {"epochs": 1}), tmp_path / "a")
        path = tmp_path / "a" / layout.METRICS_FILE
        path.write_bytes(line + b"\n" + path.read_bytes())
        with pytest.raises(RunFolderError, match=r"metrics\.jsonl"):
            runs.read_epochs(tmp_path / "a")


class TestNumbersThatNoRunWrites:
    """A stranger's files must not make what draws, tells or repeats a run stumble later."""

    EPOCH = (
        '{"run": "a", "epoch": %s, "cost": %s, "test_cost": 1.0, '
        '"accuracy": %s, "train_accuracy": 0.5, %s}\n'
    )
    REST = '"seconds": 1.0, "samples_per_second": 1.0, "learning_rate": 0.1, "elapsed_s": 1.0'
    CHANGE = (
        '{"run": "a", "epoch": 1, "batch": 1, "batches": %s, '
        '"path": "%s", "before": 0.1, "value": %s}\n'
    )
    LAYERS = (
        '{"run": "a", "epoch": 1, "cost": 1.0, '
        '"layers": [{"name": "%s", "gradient": 1, "update": 1, "idle": %s}]}\n'
    )

    @pytest.mark.parametrize(
        ("epoch", "cost", "accuracy"),
        [(0, 1.0, 0.5), (1, 1e308, 0.5), (1, -1e308, 0.5), (1, 1.0, 5.0), (1, 1.0, -0.1)],
    )
    def test_epochs(self, epoch, cost, accuracy, tmp_path):
        (tmp_path / layout.METRICS_FILE).write_text(self.EPOCH % (1, 1.0, 0.5, self.REST))
        assert len(runs.read_epochs(tmp_path)) == 1
        (tmp_path / layout.METRICS_FILE).write_text(self.EPOCH % (epoch, cost, accuracy, self.REST))
        with pytest.raises(RunFolderError, match=r"metrics\.jsonl is damaged"):
            runs.read_epochs(tmp_path)

    @pytest.mark.parametrize(
        ("batches", "path", "value"),
        [
            (0, "optimizer.learning_rate", 0.2),
            (9, "epochs", 0.2),
            (9, "nonsense", 0.2),
            (9, "optimizer.momentum", 1.5),
            (9, "optimizer.learning_rate", -0.1),
            (9, "model.hidden.0.dropout", 1.0),
            (9, "model.hidden.0.dropout", -0.1),
            (9, "model.hidden.1.dropout", 0.2),
            (9, "model.hidden.-1.dropout", 0.2),
            (9, "model.hidden.00.dropout", 0.2),
            (9, "model.hidden.0.units", 0.2),
        ],
    )
    def test_changes(self, batches, path, value, tmp_path):
        model = small("sigmoid").model
        for sound in ("optimizer.momentum", "model.hidden.0.dropout"):
            (tmp_path / layout.CHANGES_FILE).write_text(self.CHANGE % (9, sound, 0.2))
            assert len(runs.read_changes(tmp_path, model)) == 1
        (tmp_path / layout.CHANGES_FILE).write_text(self.CHANGE % (batches, path, value))
        with pytest.raises(RunFolderError, match=r"changes\.jsonl is damaged"):
            runs.read_changes(tmp_path, model)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("model.hidden.0.dropout", 1.0),
            ("model.hidden.0.dropout", -0.5),
            ("optimizer.learning_rate", -1.0),
            ("optimizer.momentum", 2.0),
        ],
    )
    def test_settings_of_a_checkpoint(self, path, value, tmp_path):
        keep(small("relu-dropout", {"epochs": 1}), tmp_path / "a")
        file, model = tmp_path / "a" / layout.CHECKPOINT_FILE, small("relu-dropout").model
        checkpoint = read_checkpoint(file, model)
        write_checkpoint(file, replace(checkpoint, settings={**checkpoint.settings, path: value}))
        with pytest.raises(RunFolderError, match="does not contain a checkpoint"):
            read_checkpoint(file, model)

    def test_a_checkpoint_of_an_earlier_version_has_the_rates_of_the_config(self, tmp_path):
        keep(small("relu-dropout", {"epochs": 1}), tmp_path / "a")
        file, model = tmp_path / "a" / layout.CHECKPOINT_FILE, small("relu-dropout").model
        checkpoint = read_checkpoint(file, model)
        assert checkpoint.settings["model.hidden.1.dropout"] == 0.2
        earlier = {
            name: number
            for name, number in checkpoint.settings.items()
            if name.startswith("optimizer")
        }
        write_checkpoint(file, replace(checkpoint, settings=earlier))
        assert read_checkpoint(file, model).settings == checkpoint.settings

    @pytest.mark.parametrize(("layer", "idle"), [("linear_2", 0.5), ("linear_1", 1.5)])
    def test_layers(self, layer, idle, tmp_path):
        keep(small("logistic", {"epochs": 1}), tmp_path / "a")
        (tmp_path / "a" / layout.LAYERS_FILE).write_text(self.LAYERS % ("linear_1", 0.5))
        assert len(runs.read_record(tmp_path / "a").layers) == 1
        (tmp_path / "a" / layout.LAYERS_FILE).write_text(self.LAYERS % (layer, idle))
        with pytest.raises(RunFolderError, match=r"layers\.jsonl"):
            runs.read_record(tmp_path / "a")

    def test_what_is_wrong_is_said_by_its_name(self, tmp_path):
        (tmp_path / layout.METRICS_FILE).write_text(self.EPOCH % (1, 1.0, 5.0, self.REST))
        with pytest.raises(
            RunFolderError, match="accuracy: Input should be less than or equal to 1"
        ):
            runs.read_epochs(tmp_path)
        keep(small("logistic", {"epochs": 1}), tmp_path / "a")
        path = tmp_path / "a" / layout.RUN_FILE
        described = json.loads(path.read_text())
        del described["state"]
        path.write_text(json.dumps(described))
        with pytest.raises(RunFolderError, match="is damaged: state is missing"):
            runs.outline(tmp_path / "a")


class TestLabels:
    def test_names_that_differ_only_by_kinds_of_space_are_one(self, tmp_path):
        """So that a run from somebody else is given a number, and not taken for another one."""
        for space in "\xa0\u2000\u2009\u202f":
            labels.write_label(tmp_path, Label(f"my{space}run"))
            assert labels.read_label(tmp_path).name == "my run"
        labels.write_label(tmp_path, Label("我的\u3000run"))
        assert labels.read_label(tmp_path).name == "我的\u3000run"

    def test_come_back_and_a_damaged_one_counts_as_none(self, tmp_path):
        assert labels.read_label(tmp_path) == Label()
        labels.write_label(tmp_path, Label("第一 “run”", 4))
        assert labels.read_label(tmp_path) == Label("第一 “run”", 4)
        (tmp_path / layout.LABEL_FILE).write_text("{")
        assert labels.read_label(tmp_path) == Label()


class TestContinuing:
    @pytest.mark.parametrize(("epoch", "batch"), [(2, 1), (2, 9), (3, 12), (4, 5)])
    def test_an_interrupted_run_gives_the_numbers_of_an_undisturbed_one(
        self, epoch, batch, tmp_path, every_batch_reports
    ):
        config = small("relu-dropout", {"epochs": 4})
        whole = run_to_the_end(config)
        folder = tmp_path / "cut"
        keep(
            config,
            folder,
            lambda e: isinstance(e, BatchProgress) and (e.epoch, e.batch) == (epoch, batch),
        )
        go_on(continuation(folder, 4))
        kept = runs.read_record(folder)
        assert numbers_of(kept.epochs) == numbers_of(epochs_of(whole))
        assert kept.state is RunState.COMPLETED
        assert kept.end.epochs == 4
        weights, expected = runs.open_run(folder).weights, final_weights(whole)
        assert all(np.array_equal(weights[name], expected[name]) for name in expected)

    def test_what_was_changed_by_hand_in_the_lost_epoch_is_done_again(
        self, tmp_path, every_batch_reports
    ):
        config = small("sigmoid", {"epochs": 3})
        folder = tmp_path / "a"
        folder.mkdir()

        def drive(last):
            control = Control("a", 1, takes_checkpoints=True)
            events = record(train(config, load(config.data), control), config, folder)
            seen = []
            for event in events:
                seen.append(event)
                if isinstance(event, BatchProgress):
                    at = (event.epoch, event.batch)
                    if at in ((1, 3), (2, 4)):
                        control.change({"optimizer.learning_rate": 0.1 * event.epoch})
                    if at == last:
                        break
            events.close()
            return seen

        undisturbed = epochs_of(drive(None))
        shutil.rmtree(folder)
        folder.mkdir()
        drive((2, 8))
        assert [change.epoch for change in runs.read_changes(folder, config.model)] == [1, 2]
        start = continuation(folder, 3)
        assert [(change.epoch, change.batch) for change in start.changes] == [(2, 5)]
        control = Control(
            "a", 1, takes_checkpoints=True
        )  # killed once more, before the change is done again
        learning = train(config, load(config.data), control, start.checkpoint, start.changes)
        events = record(learning, config, folder, start)
        next(events)
        events.close()
        assert [change.epoch for change in runs.read_changes(folder, config.model)] == [1, 2]
        start = continuation(folder, 3)
        go_on(start)
        assert numbers_of(runs.read_epochs(folder)) == numbers_of(undisturbed)
        assert [
            (change.epoch, change.batch) for change in runs.read_changes(folder, config.model)
        ] == [
            (1, 4),
            (2, 5),
        ]

    def test_a_run_that_was_killed_in_its_first_epoch_begins_again(
        self, tmp_path, every_batch_reports
    ):
        config, folder = small("relu-dropout"), tmp_path / "a"
        keep(config, folder, lambda event: isinstance(event, BatchProgress) and event.batch == 5)
        start = continuation(folder, 2)
        assert start.checkpoint is None
        go_on(start)
        assert numbers_of(runs.read_epochs(folder)) == numbers_of(epochs_of(run_to_the_end(config)))

    def test_a_change_that_made_it_diverge_is_not_done_again(self, tmp_path):
        config, folder = small("mlp", {"epochs": 30}), tmp_path / "a"
        folder.mkdir()
        control = Control("a", 1, takes_checkpoints=True)
        for event in record(train(config, load(config.data), control), config, folder):
            if isinstance(event, EpochCompleted) and event.epoch == 2:
                control.change({"optimizer.learning_rate": 10.0, "optimizer.weight_decay": 1.0})
        assert runs.outline(folder).state is RunState.DIVERGED
        start = continuation(folder, 4)
        assert start.changes == ()
        go_on(start)
        assert (
            numbers_of(runs.read_epochs(folder))
            == numbers_of(epochs_of(run_to_the_end(config)))[:4]
        )

    def test_nothing_is_written_before_it_is_trained(self, tmp_path, every_batch_reports):
        folder = tmp_path / "a"
        keep(
            small("logistic"),
            folder,
            lambda e: isinstance(e, BatchProgress) and (e.epoch, e.batch) == (2, 3),
        )
        before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
        continuation(folder, 5)
        assert {
            file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()
        } == before

    def test_needs_more_epochs_than_there_are(self, tmp_path):
        keep(small("logistic"), tmp_path / "a")
        with pytest.raises(RunFolderError, match="completed 2 epochs"):
            continuation(tmp_path / "a", 2)
        with pytest.raises(ConfigError, match="whole number"):
            continuation(tmp_path / "a", 20_000)

    def test_is_refused_while_the_run_is_trained(self, tmp_path):
        config, folder = small("logistic"), tmp_path / "a"
        folder.mkdir()
        events = record(
            train(config, load(config.data), Control("a", 1, takes_checkpoints=True)),
            config,
            folder,
        )
        while not isinstance(next(events), EpochCompleted):
            pass
        with pytest.raises(RunFolderError, match="being trained"):
            continuation(folder, 5)
        events.close()

    @pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOTSUP])
    @pytest.mark.skipif(sys.platform == "win32", reason="it has no flock")
    def test_one_that_was_killed_where_there_are_no_locks_goes_on(
        self, number, tmp_path, monkeypatch
    ):
        monkeypatch.setattr("fcntl.flock", Mock(side_effect=OSError(number, "no locks")))
        config, folder = small("logistic"), tmp_path / "a"
        folder.mkdir()
        control = Control("a", 1, takes_checkpoints=True)
        killed = record(train(config, load(config.data), control), config, folder)
        while not isinstance(next(killed), CheckpointTaken):
            pass
        assert isinstance(go_on(continuation(folder, 2))[-1], RunEnded)  # nothing was released
        assert runs.outline(folder).state is RunState.COMPLETED
        killed.close()

    def test_needs_a_sound_checkpoint(self, tmp_path):
        folder = tmp_path / "a"
        keep(small("mlp", {"epochs": 1}), folder)
        path = folder / layout.CHECKPOINT_FILE
        whole = path.read_bytes()
        (tmp_path / "b").mkdir()
        other = keep(small("logistic", {"epochs": 1}), tmp_path / "b" / "b")
        assert isinstance(other[-1], RunEnded)
        for content in (
            b"",
            whole[:100],
            whole[:-1],
            whole.replace(b'\\"epoch\\": 1', b'\\"epoch\\":-1'),
            whole.replace(b"optimizer.momentum", b"optimizer.momentux"),
            (tmp_path / "b" / "b" / layout.CHECKPOINT_FILE).read_bytes(),
            (folder / layout.WEIGHTS_FILE).read_bytes(),
        ):
            path.write_bytes(content)
            with pytest.raises(RunFolderError, match=r"checkpoint\.safetensors"):
                continuation(folder, 5)
        path.unlink()
        with pytest.raises(RunFolderError, match="checkpoint of the run a is gone"):
            continuation(folder, 5)
        assert len(runs.read_epochs(folder)) == 1

    def test_checkpoints_come_back_bit_for_bit(self, tmp_path):
        config, folder = small("relu-dropout", {"epochs": 1}), tmp_path / "a"
        events = keep(config, folder)
        written = next(
            event.checkpoint for event in events if type(event).__name__ == "CheckpointTaken"
        )
        read = read_checkpoint(folder / layout.CHECKPOINT_FILE, config.model)
        assert (read.epoch, read.elapsed_s, read.settings) == (
            written.epoch,
            written.elapsed_s,
            written.settings,
        )
        for part in ("weights", "optimizer", "generators"):
            before, after = getattr(written, part), getattr(read, part)
            assert before.keys() == after.keys()
            assert all(np.array_equal(before[name], after[name]) for name in before)


def as_long(folder, epochs):
    """Let a run of one epoch have lines of as many epochs, all like the first."""
    line = json.loads((folder / layout.METRICS_FILE).read_text())
    lines = [json.dumps(line | {"epoch": epoch}) + "\n" for epoch in range(1, epochs + 1)]
    (folder / layout.METRICS_FILE).write_text("".join(lines))


class TestForking:
    def test_shares_the_history_and_parts_at_the_fork(self, tmp_path):
        config = small("sigmoid", {"epochs": 2})
        parent = epochs_of(keep(config, tmp_path / "parent"))
        start = fork(tmp_path / "parent", tmp_path, {"optimizer.learning_rate": 0.3, "epochs": 4})
        assert start.folder.parent == tmp_path
        go_on(start)
        kept = runs.read_record(start.folder)
        assert numbers_of(kept.epochs[:2]) == numbers_of(parent)
        assert {epoch.run for epoch in kept.epochs} == {start.folder.name}
        assert [epoch.learning_rate for epoch in kept.epochs] == [0.01, 0.01, 0.3, 0.3]
        assert kept.forked_from == ("parent", 2)
        assert numbers_of(runs.read_epochs(tmp_path / "parent")) == numbers_of(parent)

    def test_with_nothing_changed_goes_on_as_its_parent_would(self, tmp_path):
        keep(small("relu-dropout", {"epochs": 2}), tmp_path / "parent")
        start = fork(tmp_path / "parent", tmp_path, {"epochs": 4})
        go_on(start)
        whole = run_to_the_end(small("relu-dropout", {"epochs": 4}))
        assert numbers_of(runs.read_epochs(start.folder)) == numbers_of(epochs_of(whole))

    def test_begins_with_the_current_live_settings(self, tmp_path):
        config, folder = small("logistic", {"epochs": 2}), tmp_path / "parent"
        folder.mkdir()
        control = Control("parent", 1, takes_checkpoints=True)
        control.change({"optimizer.learning_rate": 0.5})
        list(record(train(config, load(config.data), control), config, folder))
        same = fork(folder, tmp_path, {"optimizer.momentum": 0.1})
        assert same.record.config.optimizer.learning_rate == 0.5
        assert same.checkpoint.settings["optimizer.learning_rate"] == 0.5
        back = fork(folder, tmp_path, {"optimizer.learning_rate": 0.01, "epochs": 3})
        assert current_settings(back.record)["optimizer.learning_rate"] == 0.01
        go_on(back)
        assert runs.read_epochs(back.folder)[-1].learning_rate == 0.01

    def test_can_cut_where_the_parent_ended_as_a_run_of_its_own_would(self, tmp_path):
        config = small("relu-dropout", {"epochs": 2})
        cut = {"pruning.kind": "rewind", "pruning.share": 0.9, "pruning.after": 2, "epochs": 4}
        keep(config, tmp_path / "parent")
        start = fork(tmp_path / "parent", tmp_path, cut)
        go_on(start)
        whole = run_to_the_end(with_values(config, cut))
        assert numbers_of(runs.read_epochs(start.folder)) == numbers_of(epochs_of(whole))

        go_on(continuation(start.folder, 5))  # with the same cut
        longer = run_to_the_end(with_values(config, cut | {"epochs": 5}))
        assert numbers_of(runs.read_epochs(start.folder)) == numbers_of(epochs_of(longer))
        weights = runs.open_run(start.folder).weights
        assert all(np.array_equal(weights[name], it) for name, it in final_weights(longer).items())

    @pytest.mark.parametrize("change", [{"pruning.share": 0.5}, {"pruning.kind": "redraw"}])
    def test_cannot_have_another_cut_in_its_past(self, change, tmp_path):
        cut = {"pruning.kind": "rewind", "pruning.share": 0.9, "pruning.after": 1, "epochs": 2}
        keep(small("sigmoid", cut), tmp_path / "cut")
        keep(small("sigmoid"), tmp_path / "whole")
        for name in ("cut", "whole"):
            with pytest.raises(ConfigError, match="begins after epoch 2"):
                fork(tmp_path / name, tmp_path, cut | change)
        go_on(fork(tmp_path / "cut", tmp_path, {"pruning.kind": "none", "epochs": 3}))

    def test_can_begin_with_other_weights(self, tmp_path):
        keep(small("sigmoid", {"epochs": 2}), tmp_path / "parent")
        before = runs.open_run(tmp_path / "parent").weights

        def halved(weights):
            return {name: array / np.float32(2) for name, array in weights.items()}

        start = fork(tmp_path / "parent", tmp_path, {"epochs": 3}, halved)
        kept = runs.open_run(start.folder)
        assert kept.moment == Moment(2)
        for name, array in kept.weights.items():
            assert np.array_equal(array, before[name] / np.float32(2))
        assert runs.open_run(tmp_path / "parent").weights.keys() == before.keys()
        go_on(continuation(start.folder, 3))
        assert len(runs.read_epochs(start.folder)) == 3
        assert numbers_of(runs.read_epochs(start.folder)[:2]) == numbers_of(
            runs.read_epochs(tmp_path / "parent")
        )

    def test_cannot_begin_with_weights_that_are_no_numbers(self, tmp_path):
        keep(small("sigmoid", {"epochs": 1}), tmp_path / "parent")

        def broken(weights):
            return {name: array * np.float32("nan") for name, array in weights.items()}

        with pytest.raises(RunFolderError, match="no finite numbers"):
            fork(tmp_path / "parent", tmp_path, {}, broken)
        assert [folder.name for folder in tmp_path.iterdir()] == ["parent"]

    def test_that_was_never_trained_can_be_opened_and_continued(self, tmp_path):
        config = small("relu-dropout", {"epochs": 2})
        keep(config, tmp_path / "parent")
        place = fork(tmp_path / "parent", tmp_path, {"epochs": 4}).folder
        outline = runs.outline(place)
        assert (outline.state, outline.epochs_done, outline.started) == (RunState.STOPPED, 2, None)
        assert outline.forked_from == ("parent", 2)
        assert (
            runs.open_run(place).weights.keys() == runs.open_run(tmp_path / "parent").weights.keys()
        )
        go_on(continuation(place, 4))
        assert numbers_of(runs.read_epochs(place)) == numbers_of(
            epochs_of(run_to_the_end(small("relu-dropout", {"epochs": 4})))
        )

    @pytest.mark.parametrize("rate", [0.6, 0.0])
    def test_begins_with_the_current_rates_of_dropout(self, rate, tmp_path):
        config, folder = small("relu-dropout", {"epochs": 4}), tmp_path / "parent"
        folder.mkdir()
        control = Control("parent", 1, takes_checkpoints=True)
        control.change({"model.hidden.1.dropout": rate})
        events = record(train(config, load(config.data), control), config, folder)
        for event in events:
            if isinstance(event, CheckpointTaken) and event.checkpoint.epoch == 2:
                start = fork(folder, tmp_path, {"epochs": 4})
        assert [layer.dropout for layer in start.record.config.model.hidden] == [0.2, rate]
        go_on(start)  # its network has no second dropout at all where the rate is 0
        assert numbers_of(runs.read_epochs(start.folder)) == numbers_of(runs.read_epochs(folder))

    def test_keeps_the_network(self, tmp_path):
        keep(small("mlp", {"epochs": 1}), tmp_path / "parent")
        for changes in ({"model.hidden": []}, {"model.hidden.0.dropout": 0.5}):
            with pytest.raises(ConfigError, match="network"):
                fork(tmp_path / "parent", tmp_path, changes)
        assert [folder.name for folder in layout.folders(tmp_path)] == ["parent"]

    @pytest.mark.parametrize(
        "name", [layout.METRICS_FILE, layout.CHECKPOINT_FILE, layout.BEST_FILE, layout.RUN_FILE]
    )
    def test_on_a_full_disk_nothing_of_it_remains(self, name, tmp_path, monkeypatch):
        keep(small("mlp", {"epochs": 1}), tmp_path / "parent")

        def full(path, content):
            if path.name == name:
                raise OSError(errno.ENOSPC, "no space left")
            replace_file(path, content)

        for module in (continuing, run_description, weight_files):
            monkeypatch.setattr(module, "replace_file", full)
        with pytest.raises(RunFolderError, match="no space left"):
            fork(tmp_path / "parent", tmp_path, {})
        assert os.listdir(tmp_path) == ["parent"]

    def test_where_its_parent_is_damaged_nothing_of_it_remains(self, tmp_path):
        """No other file holds the best epoch, which is the first."""
        parent = tmp_path / "parent"
        keep(small("mlp", {"epochs": 2}), parent)
        lines = (parent / layout.METRICS_FILE).read_text().splitlines()
        first, second = map(json.loads, lines)
        second["accuracy"] = first["accuracy"] - 0.01
        (parent / layout.METRICS_FILE).write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n")
        shutil.rmtree(parent / layout.EPOCHS_FOLDER)
        (parent / layout.BEST_FILE).write_bytes(b"xx")
        with pytest.raises(RunFolderError, match="damaged"):
            fork(tmp_path / "parent", tmp_path, {})
        assert os.listdir(tmp_path) == ["parent"]

    @pytest.mark.parametrize(("done", "epochs"), [(4000, 8000), (6000, 10_000), (9999, 10_000)])
    def test_of_a_long_run_has_no_more_epochs_than_a_run_may_have(self, done, epochs, tmp_path):
        keep(small("mlp", {"epochs": 1}), tmp_path / "parent")
        path = tmp_path / "parent" / layout.CHECKPOINT_FILE
        config = runs.outline(tmp_path / "parent").config
        checkpoint = read_checkpoint(path, config.model)
        description = json.loads((tmp_path / "parent" / layout.RUN_FILE).read_text())
        description["config"]["epochs"] = done
        (tmp_path / "parent" / layout.RUN_FILE).write_text(json.dumps(description))
        as_long(tmp_path / "parent", done)
        write_checkpoint(path, replace(checkpoint, epoch=done))
        changes = {"optimizer.learning_rate": 0.1}
        assert fork(tmp_path / "parent", tmp_path, changes).record.config.epochs == epochs

    def test_none_is_made_of_a_run_that_has_all_epochs(self, tmp_path):
        keep(small("mlp", {"epochs": 1}), tmp_path / "parent")
        path = tmp_path / "parent" / layout.CHECKPOINT_FILE
        model = runs.outline(tmp_path / "parent").config.model
        as_long(tmp_path / "parent", 10_000)
        write_checkpoint(path, replace(read_checkpoint(path, model), epoch=10_000))
        with pytest.raises(ConfigError, match="epochs"):
            fork(tmp_path / "parent", tmp_path, {})
        assert os.listdir(tmp_path) == ["parent"]


class TestCommands:
    def test_a_killed_run_is_listed_and_resumed_to_the_very_numbers(self, tmp_path, capsys):
        sizes = [
            f"--set=data.{name}={size}" for name, size in (("train_size", 3000), ("test_size", 300))
        ]
        options = ["train", "--preset", "relu-dropout", "--threads", "1", "--json", *sizes]
        command = [
            sys.executable,
            "main.py",
            *options,
            "--epochs",
            "200",
            "--runs-dir",
            str(tmp_path / "killed"),
        ]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                event = json.loads(line)
                if event["event"] == "epoch_completed" and event["epoch"] == 3:
                    process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL

        (folder,) = layout.folders(tmp_path / "killed")
        assert cli.main(["runs", "--json", "--runs-dir", str(tmp_path / "killed")]) == 0
        listed = json.loads(capsys.readouterr().out)
        assert (listed["run"], listed["state"]) == (folder.name, "interrupted")
        done = listed["epochs_done"]
        assert done >= 3

        total = str(done + 2)
        resume = [
            "resume",
            folder.name,
            "--epochs",
            total,
            "--runs-dir",
            str(tmp_path / "killed"),
            "--json",
        ]
        assert cli.main(resume) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert lines[0]["epochs_before"] >= done - 1
        assert lines[-1] == {
            "event": "run_ended",
            "run": folder.name,
            "reason": "completed",
            "epochs": done + 2,
        }

        assert cli.main([*options, "--epochs", total, "--runs-dir", str(tmp_path / "whole")]) == 0
        (whole,) = layout.folders(tmp_path / "whole")
        assert numbers_of(runs.read_epochs(folder)) == numbers_of(runs.read_epochs(whole))

    def test_resume_says_what_is_wrong(self, tmp_path, capsys):
        keep(small("logistic"), tmp_path / "a")
        for arguments, status, part in (
            (["resume", "b"], 1, "There is no run 'b'"),
            (["resume", "a"], 1, "completed 2 epochs"),
            (["resume", "a", "--epochs", "x"], 2, "epochs: must be a whole number"),
        ):
            assert cli.main([*arguments, "--runs-dir", str(tmp_path)]) == status
            said = capsys.readouterr()
            assert said.out == ""
            assert part in said.err
            assert said.err.count("\n") == 1

    def test_a_damaged_run_does_not_hide_the_others(self, tmp_path, capsys):
        keep(small("logistic", {"epochs": 1}), tmp_path / "a")
        keep(small("logistic", {"epochs": 1}), tmp_path / "c")
        (tmp_path / "b").mkdir()
        (tmp_path / "b" / layout.RUN_FILE).write_text("{")
        assert cli.main(["runs", "--runs-dir", str(tmp_path)]) == 1
        said = capsys.readouterr()
        assert [line.split()[0] for line in said.out.splitlines()] == ["a", "c"]
        assert f"b{os.sep}run.json" in said.err
