"""Kept runs that are trained again and compared with themselves."""

import json
import os
import threading
from dataclasses import replace

import pytest
import torch

from core.data.datasets import load
from core.errors import RunFolderError
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.recording import record
from core.lifecycle.repeat import original, repeat
from core.lifecycle.repeat_result import COMPARED, Difference, Repetition, compare, sentence
from core.run.control import Control
from core.run.events import CheckpointTaken, EpochCompleted, RunEnded, RunStarted
from core.run.record import RunRecord, TrainingSession
from core.storage import layout
from core.storage import records as runs
from core.training.loop import train
from tests.core.running import config_of, small


def keep(config, folder, start=None, until=None, changes=(), threads=1):
    """Train and keep; `changes` are made by hand after the first epoch."""
    folder.mkdir(exist_ok=True)
    control = Control(folder.name, threads, takes_checkpoints=True)
    checkpoint, repeated = (None, ()) if start is None else (start.checkpoint, start.changes)
    events = record(
        train(config, load(config.data), control, checkpoint, repeated),
        config,
        folder,
        start,
    )
    for event in events:
        if isinstance(event, CheckpointTaken) and event.checkpoint.epoch == 1:
            for path, value in changes:
                control.change({path: value})
        if until is not None and until(event):
            break
    events.close()


def go_on(folder, epochs):
    start = continuation(folder, epochs)
    keep(start.record.config, folder, start)


def outcome(folder):
    *_, last = repeat(original(folder))
    assert isinstance(last, Repetition)
    return last


def is_checkpoint(epoch):
    return lambda event: isinstance(event, CheckpointTaken) and event.checkpoint.epoch == epoch


def edit_epoch(folder, epoch, **changes):
    lines = [json.loads(line) for line in (folder / layout.METRICS_FILE).read_text().splitlines()]
    lines[epoch - 1] |= changes
    (folder / layout.METRICS_FILE).write_text("".join(json.dumps(line) + "\n" for line in lines))


class TestIdentical:
    @pytest.mark.parametrize("name", ["logistic", "relu-dropout", "linear"])
    def test_a_run_left_alone(self, name, tmp_path):
        hidden = {"model.hidden": [{"units": 9, "dropout": 0.5}]} if name == "relu-dropout" else {}
        config = config_of(name, {"epochs": 3}) if name == "linear" else small(name, hidden)
        keep(config, tmp_path / "run")
        assert outcome(tmp_path / "run") == Repetition("run", config.epochs, None, (), ())

    def test_trained_against_attacks_and_continued(self, tmp_path):
        changes = {
            "model.norm": "batch",
            "model.hidden": [{"units": 9, "dropout": 0.5}],
            "optimizer.adversarial": 0.1,
        }
        keep(small("relu-dropout", changes), tmp_path / "r")
        go_on(tmp_path / "r", 3)
        assert outcome(tmp_path / "r").is_identical

    def test_with_what_was_changed_by_hand(self, tmp_path):
        changes = [("optimizer.learning_rate", 0.3), ("optimizer.momentum", 0.5)]
        keep(small("logistic", {"epochs": 3}), tmp_path / "run", changes=changes)
        assert len(original(tmp_path / "run").changes) == 2
        assert outcome(tmp_path / "run").is_identical

    def test_with_dropout_that_was_changed_by_hand(self, tmp_path):
        changes = [("model.hidden.0.dropout", 0.6), ("model.hidden.1.dropout", 0.0)]
        keep(small("relu-dropout", {"epochs": 3}), tmp_path / "run", changes=changes)
        assert [change.value for change in original(tmp_path / "run").changes] == [0.6, 0.0]
        assert outcome(tmp_path / "run").is_identical

        lines = (tmp_path / "run" / layout.CHANGES_FILE).read_text().splitlines()
        (tmp_path / "run" / layout.CHANGES_FILE).write_text(lines[0] + "\n")
        assert outcome(tmp_path / "run").first_difference == 2

    def test_continued_with_a_schedule_that_looked_ahead_to_fewer_epochs(self, tmp_path):
        keep(small("mlp", {"epochs": 2, "schedule.kind": "cosine"}), tmp_path / "run")
        go_on(tmp_path / "run", 4)
        go_on(tmp_path / "run", 5)
        found = original(tmp_path / "run")
        assert [(session.epochs_before, session.epochs) for session in found.sessions] == [
            (0, 2),
            (2, 4),
            (4, 5),
        ]
        assert outcome(tmp_path / "run").is_identical
        found.sessions = found.sessions[-1:]  # as if only the last were known
        *_, last = repeat(found)
        assert (last.first_difference, "learning_rate" in last.differing) == (2, True)

    def test_killed_and_continued(self, tmp_path):
        keep(small("logistic", {"epochs": 4}), tmp_path / "run", until=is_checkpoint(2))
        go_on(tmp_path / "run", 4)
        assert outcome(tmp_path / "run").is_identical

    def test_continued_and_stopped_before_another_epoch(self, tmp_path):
        keep(small("mlp", {"epochs": 3}), tmp_path / "run", until=is_checkpoint(2))
        start = continuation(tmp_path / "run", 4)
        keep(
            start.record.config,
            tmp_path / "run",
            start,
            until=lambda event: isinstance(event, RunStarted),
        )
        found = original(tmp_path / "run")
        assert [(session.epochs_before, session.epochs) for session in found.sessions] == [
            (0, 3),
            (2, 4),
        ]
        assert outcome(tmp_path / "run") == Repetition("run", 2, None, (), ())

    def test_stopped_it_is_repeated_as_far_as_it_came(self, tmp_path):
        keep(small("logistic", {"epochs": 9}), tmp_path / "run", until=is_checkpoint(2))
        happened = list(repeat(original(tmp_path / "run")))
        assert [event.epoch for event in happened if isinstance(event, EpochCompleted)] == [1, 2]
        assert happened[-1] == Repetition("run", 2, None, (), ())
        assert sum(isinstance(event, RunStarted) for event in happened) == 1

    def test_diverged_it_diverges_again(self, tmp_path):
        keep(
            config_of("linear", {"optimizer.learning_rate": 10.0, "epochs": 200}), tmp_path / "run"
        )
        assert runs.outline(tmp_path / "run").state == "diverged"
        assert outcome(tmp_path / "run").is_identical

    def test_nothing_of_the_folder_is_touched(self, tmp_path):
        keep(small("logistic"), tmp_path / "run")
        before = {
            file: file.read_bytes() for file in (tmp_path / "run").rglob("*") if file.is_file()
        }
        outcome(tmp_path / "run")
        assert {
            file: file.read_bytes() for file in (tmp_path / "run").rglob("*") if file.is_file()
        } == before


class TestDifferent:
    @pytest.fixture
    def folder(self, tmp_path):
        keep(small("logistic", {"epochs": 4}), tmp_path / "run")
        return tmp_path / "run"

    def test_the_first_epoch_that_differs_is_named_and_none_after_it_trained(self, folder):
        edit_epoch(folder, 3, cost=1.25, train_accuracy=0.5)
        happened = list(repeat(original(folder)))
        assert happened[-1] == Repetition("run", 2, 3, ("cost", "train_accuracy"), ())
        assert [event.epoch for event in happened if isinstance(event, EpochCompleted)] == [1, 2, 3]

    def test_the_last_bit_counts(self, folder):
        cost = original(folder).epochs[1].cost
        edit_epoch(folder, 2, cost=cost * (1 + 2**-52))
        assert outcome(folder).first_difference == 2

    def test_another_environment_is_told(self, folder):
        description = json.loads((folder / layout.RUN_FILE).read_text())
        (session,) = description["sittings"]
        now = session["environment"]["torch"]
        session["environment"] |= {"torch": "1.13.0", "unknown today": "x"}
        session["data"]["test_images"] = "0" * 64
        (folder / layout.RUN_FILE).write_text(json.dumps(description))
        found = {difference.name: difference for difference in outcome(folder).environment}
        assert set(found) == {"torch", "test_images"}
        assert found["torch"] == Difference("torch", "1.13.0", now)

    def test_the_same_number_of_threads_is_taken_as_then(self, tmp_path):
        keep(small("logistic"), tmp_path / "two", threads=2)
        (started,) = [
            event for event in repeat(original(tmp_path / "two")) if isinstance(event, RunStarted)
        ]
        assert started.threads == 2

    def test_a_device_that_is_not_here_is_replaced_and_told(self, folder):
        description = json.loads((folder / layout.RUN_FILE).read_text())
        description["config"]["device"] = description["sittings"][0]["device"] = "mps"
        (folder / layout.RUN_FILE).write_text(json.dumps(description))
        if runs.outline(folder).config.device == "mps":
            found = outcome(folder)
            assert found.environment[:1] in ((), (Difference("device", "mps", "cpu"),))


class TestComparing:
    NOW = TrainingSession(0, 2, "", "cpu", 1, {"torch": "2"}, {})

    def epochs(self, count):
        values = dict.fromkeys(EpochCompleted.__dataclass_fields__, 0.5) | {"run": "a"}
        return [EpochCompleted(**values | {"epoch": number}) for number in range(1, count + 1)]

    def recorded(self, count, *sessions):
        return RunRecord("a", config_of("mlp"), epochs=self.epochs(count), sessions=list(sessions))

    def test_what_the_clock_says_does_not_count(self):
        again = [
            replace(epoch, run="b", seconds=9.0, elapsed_s=9.0, samples_per_second=1.0)
            for epoch in self.epochs(2)
        ]
        assert compare(self.recorded(2), again, self.NOW).is_identical

    @pytest.mark.parametrize("name", [name for name in COMPARED if name != "epoch"])
    def test_every_number_counts(self, name):
        again = [*self.epochs(1), replace(self.epochs(2)[1], **{name: 0.25})]
        assert compare(self.recorded(2), again, self.NOW) == Repetition("a", 1, 2, (name,), ())

    def test_one_that_ends_early_differs(self):
        found = compare(self.recorded(3), self.epochs(1), self.NOW)
        assert found == Repetition("a", 1, 2, (), ())
        assert "ended before epoch 2" in str(sentence(found))

    def test_what_is_not_known_of_then_is_not_called_different(self):
        old = replace(self.NOW, environment={}, data={})
        assert (
            compare(
                self.recorded(1, old), self.epochs(1), replace(self.NOW, data={"x": "1"})
            ).environment
            == ()
        )

    def test_each_sitting_is_looked_at_and_each_difference_told_once(self):
        first, second = replace(self.NOW, threads=4), replace(self.NOW, environment={"torch": "1"})
        found = compare(self.recorded(1, first, second, first), self.epochs(1), self.NOW)
        assert found.environment == (
            Difference("threads", "4", "1"),
            Difference("torch", "1", "2"),
        )


class TestHostileSessions:
    """What a run from somebody else may state of its sessions."""

    @pytest.fixture
    def folder(self, tmp_path):
        keep(small("logistic"), tmp_path / "a")
        return tmp_path / "a"

    def change(self, folder, change):
        path = folder / layout.RUN_FILE
        description = json.loads(path.read_text())
        change(description)
        path.write_text(json.dumps(description))

    @pytest.mark.parametrize("threads", [10**6, 10**17])
    def test_no_more_threads_are_started_than_can_be_set(self, threads, folder, monkeypatch):
        asked = []
        monkeypatch.setattr(torch, "set_num_threads", asked.append)
        self.change(folder, lambda values: values["sittings"][0].update(threads=threads))
        outcome(folder)
        assert 1 <= max(asked) <= max(64, os.cpu_count() or 1)

    def test_epochs_before_the_run_had_them_are_not_trained(self, folder):
        def change(values):
            (session,) = values["sittings"]
            session["epochs"] = 5
            values["sittings"].append({**session, "epochs_before": 4})

        self.change(folder, change)
        assert outcome(folder).epochs == 2

    @pytest.mark.parametrize("epoch", [1, 3, 999_999])
    def test_one_whose_last_epoch_is_another_is_refused(self, epoch, folder):
        self.change(folder, lambda values: values["last"].update(epoch=epoch))
        with pytest.raises(RunFolderError, match="does not contain the epochs of a run"):
            original(folder)


class TestRefusals:
    def test_a_fork(self, tmp_path):
        keep(small("logistic"), tmp_path / "run")
        place = fork(tmp_path / "run", tmp_path, {"optimizer.learning_rate": 0.5}).folder
        with pytest.raises(
            RunFolderError, match="started from the weights of run; repeat that one"
        ):
            original(place)

    def test_one_without_an_epoch(self, tmp_path):
        keep(small("logistic"), tmp_path / "run", until=lambda event: isinstance(event, RunStarted))
        with pytest.raises(RunFolderError, match="no epoch to compare"):
            original(tmp_path / "run")

    def test_one_that_trains(self, tmp_path):
        config = small("logistic")
        (tmp_path / "run").mkdir()
        events = record(
            train(config, load(config.data), Control("run", 1)), config, tmp_path / "run"
        )
        next(events)
        with pytest.raises(RunFolderError, match="is being trained"):
            original(tmp_path / "run")
        events.close()

    def test_a_stop_ends_it_without_a_result(self, tmp_path):
        keep(small("logistic", {"epochs": 4}), tmp_path / "run")
        stop, happened = threading.Event(), []
        for event in repeat(original(tmp_path / "run"), stop):
            happened.append(event)
            if isinstance(event, EpochCompleted):
                stop.set()
        assert not any(isinstance(event, Repetition | RunEnded) for event in happened)
        assert [event.epoch for event in happened if isinstance(event, EpochCompleted)] == [1]


@pytest.mark.parametrize(
    ("epochs", "first_difference", "differing", "expected"),
    [
        (1, None, (), "Identical: the numbers of the only epoch are the same, bit for bit."),
        (2, None, (), "Identical: the numbers of all 2 epochs are the same, bit for bit."),
        (0, 1, ("cost",), "Different from the first epoch on."),
        (
            1,
            2,
            ("cost",),
            "Different from epoch 2 on; the epoch before is identical, bit for bit.",
        ),
        (
            2,
            3,
            ("cost",),
            "Different from epoch 3 on; the epochs before are identical, bit for bit.",
        ),
        (
            0,
            1,
            (),
            "Different: the repetition ended before epoch 1, which the run completed.",
        ),
    ],
)
def test_the_sentence_speaks_only_of_epochs_that_there_are(
    epochs, first_difference, differing, expected
):
    repetition = Repetition("run", epochs, first_difference, differing, ())
    assert str(sentence(repetition)) == expected
