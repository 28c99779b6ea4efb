"""Runs carried away: each format is read again by somebody else's reader."""

import csv
import io
import json
import os
import shutil
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from tensorboardX.crc32c import crc32c
from tensorboardX.proto.event_pb2 import Event as Record
from tensorboardX.record_writer import RecordWriter

from core.cli import main as cli
from core.config.choices import WeightsChoice
from core.config.fields import with_values
from core.config.naming import automatic_name
from core.config.presets import PRESETS
from core.config.settings_text import config_from_text
from core.data import datasets
from core.errors import ExportError, InklingError
from core.evaluation import accuracy as evaluation
from core.export import onnx_file as onnx_export
from core.export.epochs_csv import csv_of
from core.export.formats import Format, export
from core.export.source import Source, source_of
from core.lifecycle import archive as archives
from core.lifecycle import tensorboard
from core.lifecycle.recording import record
from core.lifecycle.tensorboard import PREFIX
from core.messages import message
from core.network import models
from core.network import models as models_
from core.program import script as codegen
from core.run.control import Control
from core.run.events import RecordingFailed, RunEnded
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage import labels, layout
from core.storage import records as runs
from core.storage.best_weights import weights_of
from core.storage.epoch_weights import read_epoch_weights
from core.storage.layout import WEIGHTS_FILE
from core.storage.weight_files import write_weights
from core.training.loop import train
from core.translations import translator
from tests.core.running import epochs_of, final_weights, run_to_the_end, small

SIZES = ("data.train_size=600", "data.test_size=200", "data.batch_size=50")
SMALL = [part for size in SIZES for part in ("--set", size)]


def kept(config, runs_dir, run="run"):
    """Train a run and keep it; returns its folder."""
    folder = runs_dir / run
    folder.mkdir(parents=True)
    control = Control(run, 1, takes_checkpoints=True, measures_layers=True, measures_moments=True)
    for _ in record(train(config, datasets.load(config.data), control), config, folder):
        pass
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return kept(
        small("mlp", {"epochs": 3}), tmp_path_factory.mktemp("runs"), "20261124-120000-mlp-00000001"
    )


@pytest.fixture(scope="module")
def source(folder):
    return source_of(folder)


def metadata_of(path):
    return (
        onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        .get_modelmeta()
        .custom_metadata_map
    )


def answers_of(path, x):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: x.numpy()})[0]


@pytest.fixture(scope="module", params=["linear", "logistic", "cnn"])
def untrained(request):
    """A config, its network as it begins, and the ONNX file of it."""
    config = with_values(PRESETS[request.param].config, {"data.test_size": 50})
    network = models.build(config.model, torch.Generator().manual_seed(1)).eval()
    checked = onnx_export.onnx_of("run", config, models.copy_of_weights(network))
    return config, network, checked.content


class TestOnnx:
    def test_answers_all_ten_thousand_test_digits_as_the_network_does(self, tmp_path):
        config = small("relu-dropout", {"data.test_size": 10_000, "epochs": 1})
        weights = final_weights(run_to_the_end(config))
        done = export(
            Source("x", RunRecord("run", config, weights=weights)), Format.ONNX, tmp_path / "x.onnx"
        )
        data = datasets.load(config.data)
        own = evaluation.logits(config, models_.network_of(config, weights), data.test_x).numpy()
        others = answers_of(tmp_path / "x.onnx", data.test_x)
        assert done.facts["checked"] == len(own) == 10_000
        np.testing.assert_allclose(others, own, atol=1e-4)
        assert (others.argmax(axis=1) == own.argmax(axis=1)).all()

    def test_tells_nothing_of_where_it_was_made(self, untrained):
        _, _, content = untrained
        for folder in (Path(torch.__file__).parents[1], Path(models.__file__).parents[2]):
            assert str(folder).encode() not in content

    def test_takes_any_number_of_examples(self, untrained):
        config, network, content = untrained
        x = datasets.load(config.data).test_x
        for count in (1, 7, 50):
            expected = network(x[:count]).detach().numpy()
            np.testing.assert_allclose(answers_of(content, x[:count]), expected, atol=1e-5)

    def test_older_programs_can_read_the_format(self, untrained):
        model = onnx.load_from_string(untrained[-1])
        onnx.checker.check_model(model, full_check=True)
        (opset,) = (entry.version for entry in model.opset_import if not entry.domain)
        # ONNX Runtime 1.17 reads versions up to 9; 8 is the first that may hold opset 18
        assert (model.ir_version, opset) == (8, 18)

    def test_says_how_to_use_it_and_leaves_the_shared_generator_alone(self, source, tmp_path):
        before = torch.get_rng_state()
        export(source, Format.ONNX, tmp_path / "x.onnx")
        assert torch.equal(torch.get_rng_state(), before)
        told = metadata_of(tmp_path / "x.onnx")
        assert told["run"] == source.record.run
        assert json.loads(told["config"]) == source.config.model_dump(mode="json")
        assert json.loads(told["classes"]) == list("0123456789")
        assert "divided by 255" in told["preprocessing"]

    def test_tells_the_order_of_shuffled_pixels(self):
        config = small(
            "logistic",
            {"data.shuffle_pixels": True, "data.pixels": "standardized", "data.test_size": 20},
        )
        weights = {
            "linear_1.weight": np.ones((10, 784), np.float32),
            "linear_1.bias": np.zeros(10, np.float32),
        }
        content = onnx_export.onnx_of("run", config, weights).content
        told = metadata_of(content)
        assert json.loads(told["pixel_order"]) == datasets.pixel_order().tolist()
        assert "0.1307" in told["preprocessing"]

    def test_is_not_handed_out_if_it_answers_otherwise(self, source, tmp_path, monkeypatch):
        logits = evaluation.logits
        monkeypatch.setattr(evaluation, "logits", lambda *arguments: logits(*arguments) + 0.01)
        with pytest.raises(ExportError, match="answers differ from the network"):
            export(source, Format.ONNX, tmp_path / "x.onnx")
        assert not list(tmp_path.iterdir())

    def test_without_the_data_is_checked_with_random_pictures(self, tmp_path):
        names = {
            "data.dataset": str(tmp_path / "gone"),
            "data.class_names": ["a", "b"],
            "model.outputs": 2,
        }
        config = with_values(small("logistic"), names)
        weights = {
            "linear_1.weight": np.ones((2, 784), np.float32),
            "linear_1.bias": np.zeros(2, np.float32),
        }
        run = Source("x", RunRecord("run", config, weights=weights))
        done = export(run, Format.ONNX, tmp_path / "x.onnx")
        assert done.facts["is_random"] is True
        assert json.loads(metadata_of(tmp_path / "x.onnx")["classes"]) == ["a", "b"]

    @pytest.mark.parametrize("package", ["onnx", "onnxscript", "onnxruntime"])
    def test_says_what_to_install(self, package, source, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(ExportError, match="pip install onnx onnxruntime onnxscript"):
            export(source, Format.ONNX, tmp_path / "x.onnx")


class TestSafetensors:
    def test_loads_into_the_exported_script(self, source, tmp_path):
        export(source, Format.SCRIPT, tmp_path / "program.py")
        export(source, Format.SAFETENSORS, tmp_path / "x.safetensors")
        program = {"__name__": "program"}
        exec(
            compile((tmp_path / "program.py").read_text(encoding="utf-8"), "program.py", "exec"),
            program,
        )
        network = program["build_model"]().eval()
        network.load_state_dict(load_file(tmp_path / "x.safetensors"))
        data = datasets.load(source.config.data)
        own = models_.network_of(source.config, source.weights())
        assert torch.equal(network(data.test_x), own(data.test_x))

    def test_tells_of_its_run(self, source, tmp_path):
        export(source, Format.SAFETENSORS, tmp_path / "x.safetensors")
        with safe_open(tmp_path / "x.safetensors", "np") as file:
            told = file.metadata()
        assert json.loads(told["config"]) == source.config.model_dump(mode="json")
        assert (told["run"], told["epoch"]) == (source.record.run, "3")

    def test_names_the_epoch_of_its_weights_when_a_killed_process_left_a_later_line(
        self, folder, tmp_path
    ):
        killed = tmp_path / folder.name
        shutil.copytree(folder, killed)
        two = read_epoch_weights(killed, 2, source_of(killed).config.model)
        write_weights(killed / WEIGHTS_FILE, two, Moment(2))
        export(source_of(killed), Format.SAFETENSORS, tmp_path / "x.safetensors")
        with safe_open(tmp_path / "x.safetensors", "np") as file:
            assert file.metadata()["epoch"] == "2"

    def test_of_the_best_epoch(self, folder, tmp_path):
        best = source_of(folder, choice=WeightsChoice.BEST)
        export(best, Format.SAFETENSORS, tmp_path / "x.safetensors")
        expected = weights_of(folder, WeightsChoice.BEST)
        found = load_file(tmp_path / "x.safetensors")
        assert all(np.array_equal(found[name].numpy(), array) for name, array in expected.items())


def training(config):
    return train(config, datasets.load(config.data), Control("run", 1))


def records_of(path):
    """The records of a TFRecord file, checksums looked at:
    https://www.tensorflow.org/tutorials/load_data/tfrecord.
    """

    def masked(content):
        crc = crc32c(content) & 0xFFFFFFFF
        return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF

    content, place, found = path.read_bytes(), 0, []
    while place < len(content):
        header = content[place : place + 8]
        (length,) = struct.unpack("<Q", header)
        assert struct.unpack("<I", content[place + 8 : place + 12]) == (masked(header),)
        body = content[place + 12 : place + 12 + length]
        assert struct.unpack("<I", content[place + 12 + length : place + 16 + length]) == (
            masked(body),
        )
        found.append(Record.FromString(body))
        place += 16 + length
    return found


def scalars_of(folder):
    (file,) = folder.iterdir()
    found = {}
    for each in records_of(file):
        for value in each.summary.value:
            if value.WhichOneof("value") == "simple_value":
                found.setdefault(value.tag, []).append((each.step, value.simple_value))
    return found


class TestTensorBoard:
    def test_shows_what_the_epochs_tell(self, source, tmp_path):
        done = export(source, Format.TENSORBOARD, tmp_path)
        assert done.path == tmp_path / source.record.run
        scalars = scalars_of(done.path)
        for tag, name in (
            ("cost/test", "test_cost"),
            ("accuracy/test", "accuracy"),
            ("learning_rate", "learning_rate"),
        ):
            expected = [(epoch.epoch, getattr(epoch, name)) for epoch in source.record.epochs]
            assert [step for step, _ in scalars[tag]] == [1, 2, 3]
            assert [value for _, value in scalars[tag]] == pytest.approx(
                [value for _, value in expected]
            )
        assert len(scalars["gradient/linear_1"]) == 3
        assert "cost/validation" not in scalars

    def test_the_command_to_look_at_it_has_no_folder_that_a_shell_would_execute(
        self, source, tmp_path
    ):
        done = export(source, Format.TENSORBOARD, tmp_path / "$(touch x)")
        assert str(done.message).endswith("tensorboard --logdir FOLDER")
        done = export(source, Format.TENSORBOARD, tmp_path / "my runs")
        assert str(done.message).endswith(f'tensorboard --logdir "{tmp_path / "my runs"}"')

    def test_tells_the_settings(self, source, tmp_path):
        export(source, Format.TENSORBOARD, tmp_path)
        (file,) = (tmp_path / source.record.run).iterdir()
        tags = [value.tag for each in records_of(file) for value in each.summary.value]
        assert "_hparams_/session_start_info" in tags
        told = next(
            v
            for e in records_of(file)
            for v in e.summary.value
            if v.tag == "_hparams_/session_start_info"
        )
        assert b"optimizer.learning_rate" in told.metadata.plugin_data.content

    def test_live_files_say_the_same_while_the_run_trains(self, tmp_path):
        config = small("logistic")
        events = tensorboard.follow(training(config), config, tmp_path / "r")
        seen = []
        for event in events:
            seen.append(event)
            if event in epochs_of(seen):
                assert scalars_of(tmp_path / "r")["cost/train"][-1] == (
                    event.epoch,
                    pytest.approx(event.cost),
                )
        assert isinstance(seen[-1], RunEnded)
        assert len(scalars_of(tmp_path / "r")["cost/train"]) == 2

    def test_live_files_that_cannot_be_written_hurt_no_run(self, tmp_path):
        config = small("logistic")
        (tmp_path / "r").write_text("in the way", encoding="utf-8")
        events = list(tensorboard.follow(training(config), config, tmp_path / "r"))
        failed = [event for event in events if isinstance(event, RecordingFailed)]
        assert len(failed) == 1
        assert failed[0].is_run_kept
        assert str(tmp_path / "r") in str(failed[0].message)
        plain = epochs_of(run_to_the_end(config))
        assert [epoch.cost for epoch in epochs_of(events)] == [epoch.cost for epoch in plain]

    @pytest.mark.parametrize("method", ["write", "flush", "close"])
    def test_a_full_disk_leaves_no_empty_file(self, source, tmp_path, monkeypatch, method):
        close = RecordWriter.close

        def fail(writer, *_arguments):
            close(writer)
            raise OSError(28, "No space left on device")

        for name in {method, "close"}:
            monkeypatch.setattr(RecordWriter, name, fail)
        with pytest.raises(ExportError, match="No space left"):
            export(source, Format.TENSORBOARD, tmp_path / "exported")
        config = small("logistic")
        events = list(tensorboard.follow(training(config), config, tmp_path / "live"))
        assert isinstance(events[-1], RunEnded)

        left = list(tmp_path.rglob("events.*"))
        assert bool(left) == (method == "close")  # everything is in the file then
        assert all(path.stat().st_size for path in left)

    @pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
    @pytest.mark.parametrize("name", ["s3:out", "gs:out", "s3:", "file:out"])
    def test_a_folder_named_like_a_cloud_is_a_folder(self, name, source, tmp_path, monkeypatch):
        """For tensorboardX what comes before a colon names where it uploads to."""
        monkeypatch.chdir(tmp_path)
        folder = export(source, Format.TENSORBOARD, Path(name)).path
        assert len(scalars_of(tmp_path / folder)["cost/test"]) == 3
        config = small("logistic")
        events = list(tensorboard.follow(training(config), config, Path(name, "live")))
        assert not [event for event in events if isinstance(event, RecordingFailed)]
        assert len(scalars_of(tmp_path / name / "live")["cost/test"]) == 2

    def test_a_damaged_package_is_to_be_installed_again(self, source, tmp_path, monkeypatch):
        monkeypatch.delattr("tensorboardX.record_writer.RecordWriter")
        with pytest.raises(ExportError, match="pip install tensorboardX"):
            export(source, Format.TENSORBOARD, tmp_path)

    def test_says_what_to_install(self, source, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "tensorboardX", None)
        monkeypatch.setitem(sys.modules, "tensorboardX.record_writer", None)
        with pytest.raises(ExportError, match="pip install tensorboardX"):
            export(source, Format.TENSORBOARD, tmp_path)


class TestPlaces:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
    def test_csv_has_no_formula_for_a_spreadsheet(self, source, start):
        name = f'{start}HYPERLINK("http://host";"x")'
        epochs = [replace(source.record.epochs[0], cost=-1.5)]
        text = csv_of([(name, replace(source.record, epochs=epochs))])
        row = next(csv.DictReader(io.StringIO(text, newline="")))
        assert row["name"] == f"'{name}"
        assert float(row["cost"]) == -1.5
        assert row["run"] == source.record.run

    def test_csv_has_a_row_per_epoch(self, source, tmp_path):
        export(source, Format.CSV, tmp_path / "x.csv")
        rows = list(csv.DictReader((tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()))
        assert [float(row["cost"]) for row in rows] == [
            epoch.cost for epoch in source.record.epochs
        ]

    def test_the_script_is_the_form_s(self, source, tmp_path):
        export(source, Format.SCRIPT, tmp_path / "x.py")
        assert (tmp_path / "x.py").read_text(encoding="utf-8") == codegen.script(source.config)

    def test_its_comments_speak_the_language(self, source, tmp_path):
        chinese = translator("zh_CN")
        export(source, Format.SCRIPT, tmp_path / "x.py", translate=chinese)
        text = (tmp_path / "x.py").read_text(encoding="utf-8")
        assert text == codegen.script(source.config, chinese)
        assert "清除上一批的梯度" in text

    def test_the_settings_are_those_of_the_run(self, source, tmp_path):
        export(source, Format.SETTINGS, tmp_path / "x.json")
        assert config_from_text((tmp_path / "x.json").read_text(encoding="utf-8")) == source.config

    @pytest.mark.parametrize("kind", list(Format))
    def test_what_is_there_stays_unless_it_may_go(self, kind, source, tmp_path):
        if kind is Format.TENSORBOARD:
            place = tmp_path
            (tmp_path / source.record.run).mkdir()
        else:
            place = tmp_path / "there"
            place.write_text("precious", encoding="utf-8")
        with pytest.raises(ExportError, match="already exists"):
            export(source, kind, place)
        assert kind is Format.TENSORBOARD or place.read_text(encoding="utf-8") == "precious"
        if kind is not Format.ONNX:  # takes a second and more
            assert export(source, kind, place, may_replace=True).path.exists()

    @pytest.mark.parametrize("kind", [kind for kind in Format if kind is not Format.ONNX])
    def test_a_place_that_is_no_place_is_named(self, kind, source, tmp_path):
        (tmp_path / "file").write_text("", encoding="utf-8")
        with pytest.raises(ExportError, match="cannot be written"):
            export(source, kind, tmp_path / "file" / "x")

    @pytest.mark.parametrize("name", ["/", ".", "", "folder"])
    @pytest.mark.parametrize("kind", [Format.CSV, Format.ZIP])
    def test_a_folder_is_no_place_for_a_file_though_it_may_go(
        self, kind, name, source, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "folder").mkdir()
        with pytest.raises(ExportError, match="is not a file"):
            export(source, kind, Path(name), may_replace=True)
        assert [path.name for path in tmp_path.iterdir()] == ["folder"]

    @pytest.mark.parametrize(
        "name", [*layout.OWN_FILES, "epochs/0001.safetensors", "epochs/new.csv"]
    )
    def test_no_file_of_a_run_is_replaced(self, name, source, folder, tmp_path, monkeypatch):
        run = Path(shutil.copytree(folder, tmp_path / "runs" / folder.name))
        before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
        monkeypatch.chdir(run)
        for path in (run / name, Path(name), run / "epochs" / ".." / name):
            with pytest.raises(ExportError, match="is kept; choose another"):
                export(source, Format.CSV, path, may_replace=True)
        assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before
        assert export(source, Format.CSV, run / "mine.csv").path.exists()

    def test_event_files_never_go_into_the_run_itself(self, source, folder, tmp_path):
        run = Path(shutil.copytree(folder, tmp_path / "runs" / folder.name))
        with pytest.raises(ExportError, match="is kept; choose another"):
            export(source, Format.TENSORBOARD, run.parent, may_replace=True)

    def test_event_files_of_other_programs_stay(self, source, tmp_path):
        written = export(source, Format.TENSORBOARD, tmp_path).path
        names = [f"{PREFIX}.1700000000.desk.4711.0", f"{PREFIX}.1.inkling.bak", "notes.txt"]
        for name in names:
            (written / name).write_bytes(b"weeks of work")
        before = set(os.listdir(written))

        export(source, Format.TENSORBOARD, tmp_path, may_replace=True)
        after = set(os.listdir(written))
        assert set(names) <= after
        assert len(after) == len(before)  # Inkling's own file was replaced

    def test_no_comparison_is_replaced(self, source, tmp_path):
        path = tmp_path / "comparisons" / "20261124-134501-3f2ab4c7.json"
        path.parent.mkdir()
        path.write_text("{}")
        with pytest.raises(ExportError, match="is kept; choose another"):
            export(source, Format.SETTINGS, path, may_replace=True)
        path.rename(tmp_path / path.name)
        assert export(source, Format.SETTINGS, tmp_path / path.name, may_replace=True).path.exists()

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
    def test_a_pipe_is_not_replaced(self, source, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ExportError, match="is not a file"):
            export(source, Format.CSV, tmp_path / "pipe", may_replace=True)
        assert (tmp_path / "pipe").is_fifo()

    def test_a_run_without_weights_says_so(self, tmp_path):
        source = Source("x", RunRecord("run", small("mlp")))
        for kind in (Format.ONNX, Format.SAFETENSORS):
            with pytest.raises(ExportError, match="no weights yet"):
                export(source, kind, tmp_path / "x")
        with pytest.raises(InklingError, match="not kept"):
            export(source, Format.ZIP, tmp_path / "x")
        assert not list(tmp_path.iterdir())


class TestCommand:
    def run(self, capsys, *arguments):
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code
        return status, *capsys.readouterr()

    def test_export_prints_one_event(self, capsys, folder, tmp_path):
        place = tmp_path / "x.csv"
        status, out, _ = self.run(
            capsys,
            "export",
            "--run",
            folder,
            "--format",
            "csv",
            "--output",
            place,
            "--runs-dir",
            tmp_path,
            "--json",
        )
        (line,) = map(json.loads, out.splitlines())
        assert (status, line["event"], line["run"]) == (0, "exported", folder.name)
        assert (line["format"], line["output"]) == ("csv", str(place))

    def test_export_keeps_what_is_there_without_force(self, capsys, folder, tmp_path):
        place = tmp_path / "x.csv"
        place.write_text("precious", encoding="utf-8")
        command = ("export", "--run", folder, "--format", "csv", "--output", place)
        status, _, err = self.run(capsys, *command)
        assert (status, place.read_text(encoding="utf-8")) == (1, "precious")
        assert "already exists" in err
        assert self.run(capsys, *command, "--force")[0] == 0
        assert place.read_text(encoding="utf-8") != "precious"

    def test_export_names_the_formats(self, capsys, folder, tmp_path):
        status, _, err = self.run(
            capsys, "export", "--run", folder, "--format", "pickle", "--output", tmp_path / "x"
        )
        assert status == 2
        assert all(kind.value in err for kind in Format)

    def test_import_brings_it_back(self, capsys, folder, tmp_path):
        self.run(
            capsys, "export", "--run", folder, "--format", "zip", "--output", tmp_path / "x.zip"
        )
        status, out, _ = self.run(
            capsys, "import", tmp_path / "x.zip", "--runs-dir", tmp_path / "there", "--json"
        )
        (line,) = map(json.loads, out.splitlines())
        assert (status, line["event"], line["run"], line["is_new"]) == (
            0,
            "imported",
            folder.name,
            True,
        )
        assert (
            runs.read_record(tmp_path / "there" / folder.name).epochs
            == runs.read_record(folder).epochs
        )

    def test_train_writes_event_files_beside(self, capsys, tmp_path):
        command = (
            "train",
            "--preset",
            "logistic",
            "--epochs",
            "2",
            *SMALL,
            "--runs-dir",
            tmp_path,
            "--tensorboard",
        )
        assert self.run(capsys, *command)[0] == 0
        (folder,) = layout.folders(tmp_path)
        assert [step for step, _ in scalars_of(folder / "tensorboard")["cost/train"]] == [1, 2]
        archives.pack(folder, tmp_path / "x.zip")
        assert archives.unpack(tmp_path / "x.zip", tmp_path / "there").run == folder.name

    def test_resume_writes_the_earlier_epochs_too(self, capsys, tmp_path):
        assert (
            self.run(
                capsys,
                "train",
                "--preset",
                "logistic",
                "--epochs",
                "2",
                *SMALL,
                "--runs-dir",
                tmp_path,
            )[0]
            == 0
        )
        (folder,) = layout.folders(tmp_path)
        command = ("resume", folder, "--epochs", "3", "--tensorboard")
        assert self.run(capsys, *command)[0] == 0
        kept = [
            (epoch.epoch, pytest.approx(epoch.cost)) for epoch in runs.read_record(folder).epochs
        ]
        assert scalars_of(folder / "tensorboard")["cost/train"] == kept

    def test_compare_writes_a_report(self, capsys, tmp_path):
        command = (
            "compare",
            "--presets",
            "logistic",
            "mlp",
            "--epochs",
            "1",
            *SMALL,
            "--runs-dir",
            tmp_path / "runs",
        )
        status, out, _ = self.run(capsys, *command, "--report", tmp_path / "x.html", "--json")
        assert status == 0
        assert json.loads(out.splitlines()[-1])["event"] == "verdict"
        page = (tmp_path / "x.html").read_text(encoding="utf-8")
        assert "Logistic regression" in page
        assert page.count("<svg viewBox") == 3  # cost, accuracy, the verdict
        again = self.run(capsys, *command, "--report", tmp_path / "x.html")
        assert again[0] == 2
        assert "already exists" in again[2]

    @pytest.mark.parametrize("name", ["missing/x.html", "x" * 300])
    def test_a_report_that_cannot_be_written_is_told_before_anything_is_trained(
        self, name, capsys, tmp_path
    ):
        command = ("compare", "--presets", "logistic", "mlp", "--runs-dir", tmp_path / "runs")
        status, out, err = self.run(capsys, *command, "--report", tmp_path / name)
        assert (status, out) == (2, "")
        assert "cannot be written" in err
        assert not (tmp_path / "runs").exists()

    def test_the_verdict_is_said_though_the_report_can_no_longer_be_written(
        self, capsys, tmp_path, monkeypatch
    ):
        def fail(*_):
            raise ExportError(message("no room for the report"))

        monkeypatch.setattr("core.export.formats.write_report", fail)
        command = (
            "compare",
            "--presets",
            "logistic",
            "mlp",
            "--epochs",
            "1",
            *SMALL,
            "--runs-dir",
            tmp_path / "runs",
        )
        status, out, err = self.run(capsys, *command, "--report", tmp_path / "x.html", "--json")
        assert status == 1
        assert json.loads(out.splitlines()[-1])["event"] == "verdict"
        assert "no room for the report" in err

    def test_the_whole_program_exports(self, folder, tmp_path):
        main = Path(cli.__file__).parents[2] / "main.py"
        command = [
            sys.executable,
            main,
            "export",
            "--run",
            folder,
            "--format",
            "script",
            "--output",
            "x.py",
        ]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=100
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "Written to x.py.\n", "")
        assert "build_model" in (tmp_path / "x.py").read_text(encoding="utf-8")


def test_a_run_is_called_by_its_label(folder, tmp_path):
    copy = tmp_path / "run"
    shutil.copytree(folder, copy)
    name = str(automatic_name(source_of(copy).config))
    assert name.startswith("Two small hidden layers")
    assert source_of(copy).name == name
    labels.write_label(copy, labels.Label("Mine"))
    assert source_of(copy).name == "Mine"
    labels.write_label(copy, labels.Label("Mine", number=3))
    assert source_of(copy).name == "Mine (3)"


def test_onnx_runtime_reports_to_nobody_and_leaves_no_file(tmp_path):
    """Version 1.32 kept an id of the machine and what to report, and opened a file in $TMPDIR."""
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    program = (
        "import torch\n"
        "from core.config.presets import PRESETS\n"
        "from core.export import onnx_file\n"
        "from core.network import models\n"
        "config = PRESETS['linear'].config\n"
        "network = models.build(config.model, torch.Generator().manual_seed(1)).eval()\n"
        "onnx_file.onnx_of('run', config, models.copy_of_weights(network))\n"
    )
    for folder in (home, temporary):
        folder.mkdir()
    places = {"HOME": str(home), "TMPDIR": str(temporary), "XDG_CACHE_HOME": str(home)}
    environment = os.environ | places | {"PYTHONPATH": str(Path(__file__).parents[3])}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, timeout=100)
    assert not [*home.rglob("*[Mm]icrosoft*"), *home.rglob("onnxruntime*"), *temporary.glob(".ses")]
