import ast
import json
import os
import pickle
import platform
import shutil
import sys
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save, save_file

import core
from core import locations
from core.config.choices import DeviceKind
from core.data.datasets import load
from core.errors import RunFolderError
from core.files import replace_file
from core.lifecycle.recording import record
from core.run import identity
from core.run.control import Control
from core.run.events import (
    EndReason,
    EpochCompleted,
    RecordingFailed,
    RunEnded,
    RunStarted,
    WeightsPublished,
)
from core.run.moment import Moment
from core.storage import layout
from core.storage.layout import (
    BEST_FILE,
    EPOCHS_FOLDER,
    LOCK_FILE,
    METRICS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
    find,
)
from core.storage.migration import SCHEMA
from core.storage.records import KeptRun, open_run
from core.training.loop import train
from tests.core.running import config_of, end_of, epochs_of, final_weights, run_to_the_end, small


def recording(config, folder, control=None, data=None):
    """The recorded events of a run, one by one."""
    folder.mkdir()
    return record(
        train(config, data or load(config.data), control or Control(folder.name, 1)), config, folder
    )


def description_of(folder):
    return json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))


def same_weights(first, second):
    """Whether both hold the same bits under the same names."""
    return {name: (array.dtype, array.shape, array.tobytes()) for name, array in first.items()} == {
        name: (array.dtype, array.shape, array.tobytes()) for name, array in second.items()
    }


@contextmanager
def no_file_longer_than(size):
    """Let the system refuse to write beyond so many bytes of a file, as it does when a disk is
    full.
    """
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    """Folders of two finished runs, by preset."""
    parent = tmp_path_factory.mktemp("runs")
    for name in ("logistic", "linear"):
        events = list(recording(config_of(name, SIZES[name]), parent / name))
        assert end_of(events).reason is EndReason.COMPLETED
    return parent


SIZES = {
    "logistic": {"data.train_size": 600, "data.test_size": 200, "data.batch_size": 50, "epochs": 2},
    "linear": {"epochs": 2},
}


@pytest.fixture
def kept(originals, tmp_path):
    """A finished run's folder to damage."""
    return Path(shutil.copytree(originals / "logistic", tmp_path / "kept"))


@pytest.fixture
def kept_line(originals, tmp_path):
    """Another, of the network with one weight."""
    return Path(shutil.copytree(originals / "linear", tmp_path / "line"))


class TestWhatIsKept:
    @pytest.mark.parametrize(
        ("name", "changes"),
        [
            ("linear", {"data.train_size": 101, "data.test_size": 101, "data.batch_size": 10}),
            ("logistic", {"model.bias": False}),
            ("mlp", {"optimizer.learning_rate": 0.1 + 0.2, "seed": 2**31 - 1}),
            (
                "relu-dropout",
                {"model.hidden": [{"units": 9, "activation": "gelu", "dropout": 0.3}] * 3},
            ),
            ("cnn", {"data.train_size": 100, "data.test_size": 50}),
        ],
    )
    def test_it_opens_again_bit_for_bit(self, name, changes, tmp_path):
        config = small(name, changes)
        events = list(recording(config, tmp_path / "run"))
        opened = open_run(tmp_path / "run")
        assert opened.config == config
        assert same_weights(opened.weights, final_weights(events))
        assert (opened.run, opened.folder) == ("run", tmp_path / "run")
        assert opened.moment == Moment(config.epochs)

    def test_recording_changes_no_event(self, tmp_path):
        config = small("mlp")
        plain, recorded = run_to_the_end(config), list(recording(config, tmp_path / "run"))
        assert [type(event) for event in recorded if not is_a_report(event)] == [
            type(event) for event in plain if not is_a_report(event)
        ]
        assert [epoch.cost for epoch in epochs_of(recorded)] == [
            epoch.cost for epoch in epochs_of(plain)
        ]
        assert same_weights(final_weights(recorded), final_weights(plain))

    @pytest.mark.parametrize("name", ["logistic", "linear"])
    def test_each_epoch_is_a_line_before_its_event_is_passed_on(self, name, tmp_path):
        config = config_of(name, SIZES[name] | {"epochs": 3})
        passed = []
        for event in recording(config, tmp_path / "run"):
            if isinstance(event, EpochCompleted):
                values = json.loads(json.dumps(asdict(event)))  # a tuple is a list there
                passed.append({name: value for name, value in values.items() if value is not None})
                lines = (tmp_path / "run" / METRICS_FILE).read_text(encoding="utf-8").splitlines()
                assert [json.loads(line) for line in lines] == passed
        assert [line["epoch"] for line in passed] == [1, 2, 3]
        assert ("weight" in passed[0], "accuracy" in passed[0]) == (
            name == "linear",
            name == "logistic",
        )

    def test_each_epochs_weights_are_on_the_disk_before_its_event_is_passed_on(self, tmp_path):
        published = {}
        for event in recording(small("logistic"), tmp_path / "run"):
            if isinstance(event, WeightsPublished):
                published = event.weights
            if isinstance(event, EpochCompleted):
                assert same_weights(load_file(tmp_path / "run" / WEIGHTS_FILE), published)

    def test_no_other_files_remain(self, kept):
        names = sorted(file.name for file in kept.iterdir())
        assert names == [BEST_FILE, EPOCHS_FOLDER, LOCK_FILE, METRICS_FILE, RUN_FILE, WEIGHTS_FILE]

    def test_the_description_tells_config_environment_and_state_from_the_start(self, tmp_path):
        config, folder = small("logistic", {"device": "cpu"}), tmp_path / "run"
        before = datetime.now(UTC)
        events = recording(config, folder)
        started = next(events)
        assert isinstance(started, RunStarted)
        at_start = description_of(folder)
        assert at_start["schema"] == SCHEMA == 4
        assert at_start["config"] == config.model_dump(mode="json")
        (session,) = at_start["sittings"]
        versions = {
            "python": ".".join(map(str, sys.version_info[:3])),
            "torch": str(torch.__version__),
            "numpy": np.__version__,
            "platform": f"{sys.platform} {platform.machine()}",
        }
        assert versions.items() <= session["environment"].items()
        assert abs(datetime.fromisoformat(session["started"]) - before) < timedelta(seconds=30)
        where = (session["device"], session["threads"], session["epochs_before"], session["epochs"])
        assert where == ("cpu", 1, 0, 2)
        numbers = {key: value for key, value in asdict(started).items() if key != "environment"}
        assert numbers.items() <= at_start.items()
        assert (at_start["state"], at_start["parameters"], at_start["device"]) == (
            "running",
            7850,
            "cpu",
        )

        epochs = epochs_of(list(events))
        at_end = description_of(folder)
        end = {"state": "completed", "epochs_done": 2, "message": None}
        best = max(epochs, key=lambda epoch: epoch.accuracy)
        assert at_end == at_start | end | {"last": asdict(epochs[-1]), "best": asdict(best)}

    def test_a_stopped_run_keeps_the_weights_of_that_moment(self, tmp_path):
        config, control, folder = (
            small("logistic", {"epochs": 50}),
            Control("run", 1),
            tmp_path / "run",
        )
        events = []
        for event in recording(config, folder, control):
            events.append(event)
            if isinstance(event, EpochCompleted) and event.epoch == 3:
                control.stop.set()
        described = description_of(folder)
        assert (described["state"], described["epochs_done"], described["epochs"]) == (
            "stopped",
            3,
            50,
        )
        assert same_weights(open_run(folder).weights, final_weights(events))

    def test_a_stop_in_the_first_epoch_keeps_weights_too(self, tmp_path):
        config, control, folder = small("logistic"), Control("run", 1), tmp_path / "run"
        control.stop.set()
        events = list(recording(config, folder, control))
        assert description_of(folder)["state"] == "stopped"
        assert not (folder / METRICS_FILE).exists()
        assert same_weights(open_run(folder).weights, final_weights(events))
        assert open_run(folder).moment == Moment(0)

    @pytest.mark.parametrize(("name", "moment"), [("mlp", None), ("logistic", Moment(2))])
    def test_the_moment_of_weights_of_earlier_versions(self, name, moment, tmp_path):
        """It is known only of completed runs."""
        config, folder = small(name), tmp_path / "run"
        list(recording(config, folder))
        (folder / WEIGHTS_FILE).write_bytes(save(dict(open_run(folder).weights)))
        if moment is None:
            description = description_of(folder) | {"state": "stopped"}
            (folder / RUN_FILE).write_text(json.dumps(description))
        assert open_run(folder).moment == moment

    def test_a_diverged_run_keeps_its_reason_and_finite_weights(self, tmp_path):
        config = config_of("linear", {"optimizer.learning_rate": 10.0, "epochs": 200})
        end = end_of(list(recording(config, tmp_path / "run")))
        described = description_of(tmp_path / "run")
        assert (described["state"], described["message"]) == ("diverged", str(end.message))
        assert "learning rate" in described["message"]
        assert (
            len((tmp_path / "run" / METRICS_FILE).read_text().splitlines())
            == described["epochs_done"]
            == end.epochs
        )
        assert np.isfinite(open_run(tmp_path / "run").weights["linear_1.weight"]).all()

    def test_a_run_that_fails_is_described_as_failed(self, tmp_path):
        line = load(config_of("linear").data)
        end = end_of(
            list(recording(small("logistic", {"data.batch_size": 10}), tmp_path / "run", data=line))
        )
        described = description_of(tmp_path / "run")
        assert (described["state"], described["epochs_done"]) == ("failed", 0)
        assert described["message"] == str(end.message)
        assert "mat1 and mat2" in described["message"]

    @pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
    def test_a_run_that_cannot_start_is_described_as_failed(self, tmp_path):
        config = small("logistic", {"device": DeviceKind.CUDA})
        assert [type(event) for event in recording(config, tmp_path / "run")] == [RunEnded]
        described = description_of(tmp_path / "run")
        assert (described["run"], described["state"], described["config"]["device"]) == (
            "run",
            "failed",
            "cuda",
        )

    def test_giving_up_on_the_recording_ends_the_run_within(self, tmp_path):
        ended = []

        def events():
            try:
                while True:
                    yield RunStarted("run", 1, "cpu", 1, 1, 1)
            finally:
                ended.append(True)

        inner = events()
        outer = record(inner, config_of("linear"), tmp_path)
        next(outer)
        assert not ended
        outer.close()
        assert ended

    def test_events_that_are_no_generator_are_recorded_too(self, tmp_path):
        events = [RunStarted("run", 1, "cpu", 1, 1, 1), RunEnded("run", EndReason.STOPPED, 0)]
        assert list(record(iter(events), config_of("linear"), tmp_path)) == events
        assert description_of(tmp_path)["state"] == "stopped"


def is_a_report(event):
    """Whether it comes by the clock, and so not equally often in two equal runs."""
    return not isinstance(event, RunStarted | EpochCompleted | RecordingFailed | RunEnded)


class TestRecordingFails:
    @staticmethod
    def run_with(folder, obstruct, before, epochs=3):
        """A run's events but the reports; `obstruct` is called once, just before the one numbered
        `before`.
        """
        seen = []
        events = recording(small("logistic", {"epochs": epochs}), folder)
        if before == 0:
            obstruct()
        for event in events:
            if not is_a_report(event):
                seen.append(event)
                if len(seen) == before:
                    obstruct()
        return seen

    @pytest.mark.parametrize("before", [0, 1, 2, 3, 4])
    def test_once_and_just_before_the_first_event_that_is_not_kept(self, before, tmp_path):
        folder = tmp_path / "run"
        seen = self.run_with(folder, lambda: folder.rename(tmp_path / "away"), before)
        expected = [RunStarted, EpochCompleted, EpochCompleted, EpochCompleted, RunEnded]
        expected.insert(before, RecordingFailed)
        assert [type(event) for event in seen] == expected
        assert (
            str(seen[before].message)
            == f"The run is no longer kept in {folder}: No such file or directory."
        )
        assert seen[before].run == "run"
        assert end_of(seen) == RunEnded("run", EndReason.COMPLETED, 3)
        assert not folder.exists()

    def test_what_was_kept_before_remains_and_nothing_is_added(self, tmp_path):
        folder, away = tmp_path / "run", tmp_path / "away"
        seen = self.run_with(folder, lambda: folder.rename(away), before=2)
        assert json.loads((away / METRICS_FILE).read_text())["cost"] == epochs_of(seen)[0].cost
        assert description_of(away)["state"] == "running"
        assert open_run(away).config.epochs == 3

    def test_a_folder_that_comes_back_does_not_get_a_gap(self, tmp_path):
        folder, away = tmp_path / "run", tmp_path / "away"
        config = small("logistic", {"epochs": 3})
        for event in recording(config, folder):
            if isinstance(event, RunStarted):
                folder.rename(away)
            if isinstance(event, RecordingFailed):
                away.rename(folder)
        assert sorted(file.name for file in folder.iterdir()) == [LOCK_FILE, RUN_FILE]

    @pytest.mark.parametrize(
        ("obstacle", "place", "reason"),
        [
            (RUN_FILE, 0, "Is a directory"),
            (METRICS_FILE, 1, "Is a directory"),
            (WEIGHTS_FILE, 1, "Is a directory"),
        ],
    )
    @pytest.mark.skipif(sys.platform == "win32", reason="Windows words it differently")
    def test_a_folder_where_a_file_belongs(self, obstacle, place, reason, tmp_path):
        folder = tmp_path / "run"
        seen = self.run_with(folder, (folder / obstacle).mkdir, before=0)
        assert [
            number for number, event in enumerate(seen) if isinstance(event, RecordingFailed)
        ] == [place]
        assert str(seen[place].message).endswith(f"{reason}.")
        assert end_of(seen).reason is EndReason.COMPLETED

    def test_a_full_disk(self, tmp_path):
        folder = tmp_path / "run"
        with no_file_longer_than(10_000):  # enough for the description, not for 7,850 weights
            seen = self.run_with(folder, lambda: None, before=0)
        assert [type(event) for event in seen[:3]] == [RunStarted, RecordingFailed, EpochCompleted]
        assert "File too large" in str(seen[1].message)
        assert end_of(seen) == RunEnded("run", EndReason.COMPLETED, 3)
        assert sorted(file.name for file in folder.iterdir()) == [
            EPOCHS_FOLDER,
            LOCK_FILE,
            RUN_FILE,
        ]
        assert not list((folder / EPOCHS_FOLDER).iterdir())


class TestReplaceFile:
    def test_it_makes_a_file_and_replaces_one(self, tmp_path):
        file = tmp_path / "file"
        for content in (b"first", b"", b"the third\0" * 100_000):
            replace_file(file, content)
            assert file.read_bytes() == content
            assert list(tmp_path.iterdir()) == [file]

    def test_the_old_file_is_not_written_into(self, tmp_path):
        file, old = tmp_path / "file", tmp_path / "old"
        file.write_bytes(b"old")
        os.link(file, old)
        replace_file(file, b"new")
        assert (file.read_bytes(), old.read_bytes()) == (b"new", b"old")

    def test_a_disk_that_fills_up_leaves_the_old_file(self, tmp_path):
        file = tmp_path / "file"
        file.write_bytes(b"old")
        with no_file_longer_than(50_000), pytest.raises(OSError, match="File too large"):
            replace_file(file, b"x" * 100_000)
        assert file.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [file]

    def test_a_folder_in_its_place_stays(self, tmp_path):
        folder = tmp_path / "file"
        folder.mkdir()
        with pytest.raises(OSError, match="file"):
            replace_file(folder, b"new")
        assert list(tmp_path.iterdir()) == [folder]
        assert list(folder.iterdir()) == []

    def test_a_file_that_only_looks_temporary_stays(self, tmp_path):
        file, other = tmp_path / "file", tmp_path / "file.tmp"
        other.write_bytes(b"somebody's")
        replace_file(file, b"new")
        assert (file.read_bytes(), other.read_bytes()) == (b"new", b"somebody's")

    def test_the_content_is_on_the_disk_before_the_name_moves(self, tmp_path, monkeypatch):
        file, seen = tmp_path / "file", []
        file.write_bytes(b"old")
        sync = os.fsync

        def watched(descriptor):
            sync(descriptor)
            (temporary,) = tmp_path.glob(".inkling-*.tmp")
            seen.append((file.read_bytes(), temporary.read_bytes()))

        monkeypatch.setattr(os, "fsync", watched)
        replace_file(file, b"new")
        assert seen == [(b"old", b"new")]


def loop_of_links(path):
    path.unlink()
    path.symlink_to(path.with_name("other"))
    path.with_name("other").symlink_to(path)


def folder_instead(path):
    path.unlink()
    path.mkdir()


def endless_device_instead(path):
    path.unlink()
    path.symlink_to("/dev/zero")


def pipe_instead(path):
    path.unlink()
    os.mkfifo(path)


def writing(content):
    return lambda path: path.write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )


def nested(depth, opening="[", closing="]", inside='{"schema": 2, "config": {"epochs": %s}}'):
    return inside % (opening * depth + closing * depth)


def described(**changes):
    """A change to some parts of the description; None takes one away."""

    def change(path):
        description = json.loads(path.read_text()) | changes
        path.write_text(
            json.dumps({name: value for name, value in description.items() if value is not None})
        )

    return change


def configured(path_to_field, value):
    """A change to one field of the description's config."""

    def change(path):
        description = json.loads(path.read_text())
        part = description["config"]
        *parents, name = path_to_field.split(".")
        for parent in parents:
            part = part[parent]
        part[name] = value
        path.write_text(json.dumps(description))

    return change


ANY_FILE = {
    "missing": Path.unlink,
    "empty": writing(b""),
    "a folder": folder_instead,
    "links in a circle": loop_of_links,
}
if sys.platform != "win32":
    ANY_FILE |= {"a device": endless_device_instead, "a pipe": pipe_instead}

DESCRIPTIONS = ANY_FILE | {
    "not JSON": writing("{'schema': 1}"),
    "not text": writing(b"\xff\xfe\x00\xd8"),
    "null": writing("null"),
    "a number": writing("1"),
    "a list": writing("[1]"),
    "a string": writing('"schema"'),
    "another object": writing('{"config": {}}'),
    "a number of 5,000 digits": writing(nested(1, "9" * 5000, "")),
    "deeply nested": writing(nested(100_000)),
    "no schema": described(schema=None),
    "a later schema": described(schema=SCHEMA + 1),
    "a schema of another type": described(schema="1"),
    "no config": described(config=None),
    "a config that is a list": described(config=[]),
    "a config that is a number": described(config=3),
    "an unknown field": configured("model.colour", "red"),
    "an unknown kind": configured("model.kind", "rnn"),
    "a size beyond its limit": configured("model.hidden", [{"units": 10**9}]),
    "too many layers": configured("model.hidden", [{}] * 7),
    "a number that is none": configured("optimizer.learning_rate", float("nan")),
    "half a character": configured("preset", "\ud800"),
    "settings that do not go together": configured("data.batch_size", 601),
    "larger than any description": lambda path: path.write_bytes(
        path.read_bytes() + b" " * 1_000_000
    ),
}

RIGHT = {
    "linear_1.weight": np.ones((10, 784), np.float32),
    "linear_1.bias": np.zeros(10, np.float32),
}


def holding(**changes):
    """Right weights with some changed; None takes one away."""
    weights = RIGHT | {f"linear_1.{name}": array for name, array in changes.items()}
    return writing(save({name: array for name, array in weights.items() if array is not None}))


def header(text, length=None):
    """A safetensors file's beginning that announces `length` bytes of header."""
    content = text.encode()
    return writing((len(content) if length is None else length).to_bytes(8, "little") + content)


def with_one(value):
    array = RIGHT["linear_1.weight"].copy()
    array[3, 7] = value
    return holding(weight=array)


def one_tensor(kind, size):
    tensor = {"dtype": kind, "shape": [10], "data_offsets": [0, size]}
    text = json.dumps({"linear_1.bias": tensor})
    return header(text + "\0" * size, len(text))


WEIGHTS = ANY_FILE | {
    "no tensors": writing(save({})),
    "another network's": writing(save({"linear_1.weight": np.ones((1, 1), np.float32)})),
    "without the bias": holding(bias=None),
    "one too many": holding(extra=np.zeros(1, np.float32)),
    "an empty one too many": holding(extra=np.zeros(0, np.float32)),
    "lying on its side": holding(weight=np.ones((784, 10), np.float32)),
    "flat": holding(weight=np.ones(7840, np.float32)),
    "a bias of another length": holding(bias=np.zeros(11, np.float32)),
    "64 bits": holding(weight=np.ones((10, 784), np.float64)),
    "16 bits": holding(bias=np.zeros(10, np.float16)),
    "whole numbers": holding(bias=np.zeros(10, np.int32)),
    "bfloat16": one_tensor("BF16", 20),
    "an unknown type": one_tensor("F31", 40),
    "not a number": with_one(np.nan),
    "infinite": with_one(np.inf),
    "a header longer than the file": header("{}", 100),
    "a header of 2 ** 63 bytes": header("{}", 2**63),
    "a header of 2 ** 64 - 1 bytes": header("{}", 2**64 - 1),
    "a header that is not JSON": header("{linear_1.weight}"),
    "a header that is a list": header("[]"),
    "a header that is deeply nested": header("[" * 10_000 + "]" * 10_000),
    "a byte too many": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "larger than the network's": lambda path: path.write_bytes(
        path.read_bytes() + b"\0" * 1_000_000
    ),
    "a zip archive": lambda path: torch.save(RIGHT, path),
}


def refuses(folder, file):
    with pytest.raises(RunFolderError) as caught:
        open_run(folder)
    assert str(folder / file) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


class TestDamagedFolders:
    def test_the_undamaged_one_opens(self, kept):
        writing(save(RIGHT))(kept / WEIGHTS_FILE)
        assert same_weights(open_run(kept).weights, RIGHT)

    @pytest.mark.parametrize("damage", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
    def test_descriptions(self, damage, kept):
        damage(kept / RUN_FILE)
        refuses(kept, RUN_FILE)

    @pytest.mark.parametrize("damage", WEIGHTS.values(), ids=WEIGHTS)
    def test_weights(self, damage, kept):
        damage(kept / WEIGHTS_FILE)
        refuses(kept, WEIGHTS_FILE)

    @pytest.mark.parametrize(
        ("damage", "file", "reason"),
        [
            (DESCRIPTIONS["missing"], RUN_FILE, "No such file"),
            (DESCRIPTIONS["not JSON"], RUN_FILE, "is not JSON"),
            (
                DESCRIPTIONS["a later schema"],
                RUN_FILE,
                "was written by a later Inkling, in version 5",
            ),
            (
                DESCRIPTIONS["an unknown kind"],
                RUN_FILE,
                "model.kind: must be one of linear, mlp, cnn, not rnn.",
            ),
            (
                DESCRIPTIONS["larger than any description"],
                RUN_FILE,
                "larger than the 1000000 bytes",
            ),
            (
                WEIGHTS["another network's"],
                WEIGHTS_FILE,
                "does not contain the weights of this run's network",
            ),
            (
                WEIGHTS["64 bits"],
                WEIGHTS_FILE,
                "does not contain the weights of this run's network",
            ),
            (WEIGHTS["infinite"], WEIGHTS_FILE, "not finite"),
            (WEIGHTS["a byte too many"], WEIGHTS_FILE, "damaged"),
            (
                WEIGHTS["larger than the network's"],
                WEIGHTS_FILE,
                f"larger than the {4 * 7850 + 1_000_000} bytes",
            ),
            (WEIGHTS["a folder"], WEIGHTS_FILE, "is not a file"),
        ],
    )
    def test_the_reason_is_told(self, damage, file, reason, kept):
        damage(kept / file)
        assert reason in refuses(kept, file)

    def test_descriptions_nested_almost_too_deep_to_be_read(self, kept):
        for depth in range(800, 1000):
            (kept / RUN_FILE).write_text(nested(depth))
            refuses(kept, RUN_FILE)

    def test_descriptions_cut_off_anywhere(self, kept):
        whole = (kept / RUN_FILE).read_bytes()
        for length in range(0, len(whole) - 1, 7):
            (kept / RUN_FILE).write_bytes(whole[:length])
            refuses(kept, RUN_FILE)
        (kept / RUN_FILE).write_bytes(whole)
        open_run(kept)

    def test_weights_cut_off_anywhere(self, kept):
        whole = (kept / WEIGHTS_FILE).read_bytes()
        end_of_header = 8 + int.from_bytes(whole[:8], "little")
        for length in (*range(end_of_header + 9), 20_000, len(whole) - 4, len(whole) - 1):
            (kept / WEIGHTS_FILE).write_bytes(whole[:length])
            refuses(kept, WEIGHTS_FILE)

    @pytest.mark.parametrize("swapped", [RUN_FILE, WEIGHTS_FILE])
    def test_files_of_two_runs_mixed(self, swapped, kept, kept_line):
        away = kept.parent / "away"
        (kept / swapped).rename(away)
        (kept_line / swapped).rename(kept / swapped)
        away.rename(kept_line / swapped)
        for folder in (kept, kept_line):
            refuses(folder, WEIGHTS_FILE)

    def test_no_folder_and_a_file_in_its_place(self, tmp_path):
        refuses(tmp_path / "nowhere", RUN_FILE)
        (tmp_path / "file").write_text("{}")
        refuses(tmp_path / "file", RUN_FILE)

    def test_damaged_metrics_do_not_keep_a_run_from_opening(self, kept):
        (kept / METRICS_FILE).write_bytes(b'{"epoch": 1, "co')
        assert open_run(kept).config.epochs == 2

    def test_nothing_in_a_file_is_run(self, kept, tmp_path):
        trap = pickle.dumps(Trap(tmp_path / "sprung"))
        pickle.loads(trap)
        (tmp_path / "sprung").rmdir()
        for file in (RUN_FILE, WEIGHTS_FILE):
            (kept / file).write_bytes(trap)
            refuses(kept, RUN_FILE)
        assert not (tmp_path / "sprung").exists()


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


def test_core_never_uses_a_reader_that_runs_code():
    for source in sorted(Path(core.__file__).parent.glob("**/*.py")):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            named = {
                alias.name.split(".")[0]
                for alias in getattr(node, "names", [])
                if isinstance(alias, ast.alias)
            }
            named |= {(getattr(node, "module", None) or "").split(".")[0]}
            assert not named & {
                "pickle",
                "marshal",
                "shelve",
                "dill",
                "cloudpickle",
                "joblib",
                "runpy",
            }, source
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                forbidden = {
                    "eval",
                    "exec",
                    "compile",
                    "__import__",
                    "torch.load",
                    "np.load",
                    "torch.jit.load",
                }
                assert called not in forbidden, f"{source}:{node.lineno}"


edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.binary(max_size=4), st.integers(0, 4)),
    min_size=1,
    max_size=4,
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)


def edited(content, changes):
    for place, added, removed in changes:
        start = place % (len(content) + 1)
        content = content[:start] + added + content[start + removed :]
    return content


def opens_or_refuses(folder):
    """The opened run, checked to be sound; None if it was refused."""
    opened, refusal = None, ""
    try:
        opened = open_run(folder)
    except RunFolderError as error:
        refusal = str(error)
    if opened is None:
        assert str(folder) in refusal
        return None
    assert isinstance(opened, KeptRun)
    assert opened.config == type(opened.config).model_validate(
        opened.config.model_dump(mode="json")
    )
    for array in opened.weights.values():
        assert array.dtype == np.float32
        assert np.isfinite(array).all()
    return opened


@pytest.fixture(scope="module")
def victim(originals, tmp_path_factory):
    """A folder whose files are damaged and mended again and again."""
    return Path(shutil.copytree(originals / "linear", tmp_path_factory.mktemp("fuzzed") / "victim"))


class TestChangedAtRandom:
    @settings(max_examples=300)
    @given(changes=edits)
    @example(changes=[(0, b"", 0)])
    def test_bytes_of_the_description(self, changes, originals, victim):
        content = edited((originals / "linear" / RUN_FILE).read_bytes(), changes)
        shutil.copy(originals / "linear" / WEIGHTS_FILE, victim)
        (victim / RUN_FILE).write_bytes(content)
        opened = opens_or_refuses(victim)
        if opened is not None:
            assert opened.config.is_regression
            assert content[:1].isspace() or content[:1] == b"{"

    @settings(max_examples=300)
    @given(data=st.data(), value=anything)
    def test_values_of_the_description(self, data, value, originals, victim):
        description = description_of(originals / "linear")
        part = description
        while True:
            name = data.draw(st.sampled_from(sorted(part)))
            if not isinstance(part[name], dict) or data.draw(st.booleans()):
                break
            part = part[name]
        part[name] = value
        shutil.copy(originals / "linear" / WEIGHTS_FILE, victim)
        (victim / RUN_FILE).write_text(json.dumps(description))
        opens_or_refuses(victim)

    @settings(max_examples=300)
    @given(changes=edits)
    @example(changes=[(0, b"", 0)])
    def test_bytes_of_the_weights(self, changes, originals, victim):
        shutil.copy(originals / "linear" / RUN_FILE, victim)
        (victim / WEIGHTS_FILE).write_bytes(
            edited((originals / "linear" / WEIGHTS_FILE).read_bytes(), changes)
        )
        opened = opens_or_refuses(victim)
        if opened is not None:
            assert {name: array.shape for name, array in opened.weights.items()} == {
                "linear_1.weight": (1, 1)
            }

    @given(description=anything)
    def test_any_json_at_all(self, description, originals, victim):
        shutil.copy(originals / "linear" / WEIGHTS_FILE, victim)
        (victim / RUN_FILE).write_text(json.dumps(description))
        assert opens_or_refuses(victim) is None


class TestFinding:
    def test_by_id(self, originals):
        assert find("logistic", originals) == originals / "logistic"

    def test_by_path(self, originals, tmp_path, monkeypatch):
        assert find(str(originals / "linear"), tmp_path) == originals / "linear"
        monkeypatch.chdir(originals)
        assert open_run(find("linear", tmp_path)).run == "linear"
        (tmp_path / "link").symlink_to(originals / "linear")
        monkeypatch.chdir(originals / "linear")
        for here in (".", "./", "../linear", tmp_path / "link"):
            assert (
                find(str(here), tmp_path) == originals / "linear"
            )  # whose name stands in all that is written

    def test_an_id_comes_before_a_path(self, originals, kept, tmp_path, monkeypatch):
        kept.rename(tmp_path / "linear")
        monkeypatch.chdir(tmp_path)
        assert find("linear", originals).resolve() == originals / "linear"

    @pytest.mark.parametrize("run", ["../logistic", "./../logistic", "../x/../logistic"])
    def test_an_id_does_not_lead_out_of_the_runs(self, run, originals, tmp_path, monkeypatch):
        inner = originals / "x"
        inner.mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path)
        with pytest.raises(RunFolderError, match="There is no run"):
            find(run, inner)
        inner.rmdir()

    def test_no_name_is_no_run(self, kept, monkeypatch):
        monkeypatch.chdir(kept)
        with pytest.raises(RunFolderError, match="There is no run ''"):
            find("", kept)

    @pytest.mark.parametrize(
        "run", ["", "nothing", "..", "x" * 5000, "x\0y", "x\ny", "\udcff", "/", "linear/run.json"]
    )
    def test_what_is_not_there(self, run, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        runs_dir = tmp_path / "runs"
        runs_dir.mkdir()
        (runs_dir / "nothing").mkdir()
        with pytest.raises(RunFolderError) as caught:
            find(run, runs_dir)
        assert (
            str(caught.value) == f"There is no run {run!r}, neither in {runs_dir} nor as a folder."
        )


class TestNewFolders:
    def test_ids_differ_even_within_a_second(self):
        assert len({identity.new_id(config_of("mlp")) for _ in range(600)}) == 600

    def test_ids_sort_by_time_and_say_what_ran(self):
        before = datetime.now(UTC).replace(microsecond=0)
        run = identity.new_id(config_of("relu-dropout"))
        after = datetime.now(UTC)
        date, time, name = run.split("-", 2)
        assert before <= datetime.strptime(f"{date}{time}+0000", "%Y%m%d%H%M%S%z") <= after
        assert name.startswith("relu-dropout-")
        later = (after + timedelta(seconds=1)).strftime("%Y%m%d-%H%M%S")
        assert run < later + "-cnn-0000"
        assert identity.new_id(config_of("mlp", {"preset": ""})).split("-")[2] == "custom"

    def test_a_folder_is_made_in_one_that_exists(self, tmp_path):
        folder = layout.create(tmp_path, "run")
        assert folder == tmp_path / "run"
        assert folder.is_dir()
        with pytest.raises(RunFolderError, match="No such file"):
            layout.create(tmp_path / "a", "run")

    def test_a_folder_is_never_used_twice(self, kept):
        with pytest.raises(RunFolderError, match=r"cannot be kept in .*kept: File exists"):
            layout.create(kept.parent, kept.name)
        open_run(kept)

    def test_a_file_in_the_place_of_the_runs_is_named(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(RunFolderError) as caught:
            layout.create(tmp_path / "file", "run")
        assert str(tmp_path / "file" / "run") in str(caught.value)

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")
    def test_the_usual_place_is_the_users_own(self, tmp_path, monkeypatch):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert locations.runs_folder() == tmp_path / "inkling" / "runs"


def test_weights_written_by_others_open(kept):
    """Safetensors' own writer, with metadata and the tensors in another order."""
    weights = dict(reversed(RIGHT.items()))
    save_file(weights, kept / WEIGHTS_FILE, metadata={"format": "pt", "by": "another program"})
    assert same_weights(open_run(kept).weights, RIGHT)
