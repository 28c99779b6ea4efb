"""Every number in the files of a run, replaced by a value that is none, or by an absurd one.

The file is refused in a sentence, or everything that is done with a run works and writes JSON.
"""

import json
import shutil
import struct
from functools import partial
from pathlib import Path

import pytest

from core.cli import main as cli
from core.export.formats import Format, export
from core.export.source import source_of
from core.lifecycle import archive as archives
from core.lifecycle import clean_up
from core.lifecycle.continuing import continuation, fork
from core.number_text import cost_text, duration
from core.run.events import SettingChanged
from core.run.record import current_settings
from core.run.remaining_time import seconds_left
from core.run.series import Number, RunSeries, XAxis
from core.storage import labels, layout
from core.storage import records as runs
from core.storage.weight_files import read_checkpoint, read_dated_weights
from core.teaching import hints
from tests.core.export.test_formats import kept
from tests.core.running import small
from tests.faults.damage import places, refusal

NAME = "20261124-120000-mlp-00000001"
TEXT_FILES = ("run.json", "metrics.jsonl", "points.jsonl", "layers.jsonl", "changes.jsonl")
TENSOR_FILES = ("checkpoint.safetensors", "weights.safetensors")
VALUES = (
    *('"inf"', '"nan"', '"-Infinity"', '"1e999"', '"5"', '"0x10"', '""'),
    *("NaN", "Infinity", "-Infinity", "1e999", "1e308", "1e100", "-1e100", "-1", "-0.0", "0.5"),
    *("9" * 18, "9" * 19, "9" * 5000, "true", "null", "[]", "[1]", "{}"),
)
# Of those, the ones that no file of a run may hold for any number.
NEVER = ('"inf"', '"nan"', '"-Infinity"', '"1e999"', "NaN", "Infinity", "-Infinity", "1e999")
NEVER_MEASURED = (*NEVER, '"5"', "true")
UNREAD = ("epochs_done", "inputs", "outputs")  # they follow from other values


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The folder of a sound run with all of its files."""
    config = small("mlp", {"model.hidden": [{"units": 2}], "data.validation_size": 50})
    folder = kept(config, tmp_path_factory.mktemp("sound"), NAME)
    change = runs.json_line(SettingChanged(NAME, 2, 1, 12, "optimizer.learning_rate", 0.01, 0.02))
    (folder / layout.CHANGES_FILE).write_text(change)
    labels.write_label(folder, labels.Label("mine", 3, 2))
    return folder


@pytest.fixture
def victim(sound, tmp_path):
    return Path(shutil.copytree(sound, tmp_path / "runs" / NAME))


def variants(text, values=VALUES):
    """For each number within a JSON text: its path, the value in its place, and the new text."""
    parsed = json.loads(text)
    for holder, key in places(parsed):
        number = holder[key]
        if isinstance(number, int | float) and not isinstance(number, bool):
            holder[key] = "@@"
            marked = json.dumps(parsed)
            holder[key] = number
            for value in values:
                yield key, value, marked.replace('"@@"', value)


def with_header(content, header):
    packed = header.encode()
    packed += b" " * (-len(packed) % 8)
    (length,) = struct.unpack("<Q", content[:8])
    return struct.pack("<Q", len(packed)) + packed + content[8 + length :]


def header_of(content):
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length])


def is_refused(use):
    """Whether it is refused, in a sentence; any other exception is a fault."""
    sentence = refusal(use)
    assert sentence is None or 10 < len(sentence) < 2000
    return sentence is not None


def read_all(folder):
    runs.read_record(folder)
    labels.read_label(folder)
    _, model = runs.open_run(folder), runs.outline(folder).config.model
    read_checkpoint(folder / layout.CHECKPOINT_FILE, model)


def check_json_of(runs_dir):
    """All files of all runs are JSON in the strict sense, and the runs are read."""
    for folder in layout.folders(runs_dir):
        runs.read_record(folder)
        for path in folder.glob("*.json*"):
            content = path.read_text()
            for text in [content] if path.suffix == ".json" else content.splitlines():
                json.loads(text, parse_constant=pytest.fail)


def check_everything_works(folder, out):
    """List, show, import, rewrite, fork, continue, export and clean up a run that was read."""
    runs_dir, packed = out / "imported", out / "run.zip"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    show(runs.read_record(folder))
    archives.pack(folder, packed)
    if is_refused(partial(archives.unpack, packed, runs_dir)):  # stricter than reading
        return

    # another run has the name: its files are written again
    (runs_dir / NAME / layout.METRICS_FILE).write_text("")
    rewritten = archives.unpack(packed, runs_dir)
    assert rewritten.was == NAME
    is_refused(partial(fork, rewritten.folder, runs_dir, {}))
    is_refused(partial(continuation, rewritten.folder, 9))
    for kind in (Format.CSV, Format.HTML, Format.SETTINGS):
        export(source_of(rewritten.folder), kind, out / f"file{kind.suffix}")
    (runs_dir / NAME / layout.METRICS_FILE).write_bytes((folder / layout.METRICS_FILE).read_bytes())
    check_json_of(runs_dir)

    count = len(layout.folders(runs_dir))
    clean_up.plan(clean_up.survey(runs_dir), clean_up.CleanUpOptions(True, True, True, 0, True))
    for options in ([], ["--json"]):
        assert cli.main(["runs", "--runs-dir", str(runs_dir), *options]) == 0
    assert len(layout.folders(runs_dir)) == count


def show(record):
    """Compute what the table and the plots show of a run."""
    duration(record.elapsed_s), seconds_left([record]), current_settings(record)
    cost_text(record.last.test_cost) if record.last else None
    hints.find(record)
    series = RunSeries(record)
    series.update()
    for axis in XAxis:
        for number in Number:
            series.curve(number, axis)


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("name", [*TEXT_FILES, "label.json"])
def test_in_text(name, sound, victim, tmp_path, capsys):
    original = (sound / name).read_text()
    first, *others = [original] if name.endswith(".json") else original.splitlines()
    accepted = {}
    for key, value, text in variants(first):
        (victim / name).write_text("\n".join([text, *others, ""]))
        if is_refused(partial(read_all, victim)):
            continue
        is_measured = name.endswith(".jsonl")
        is_unread = name == "label.json" or key in UNREAD
        assert is_unread or value not in (NEVER_MEASURED if is_measured else NEVER), key
        accepted.setdefault(key, (text, value))
        if accepted[key][1] == value or value in ("-1", "1e100", "-1e100", "9" * 18):
            check_everything_works(victim, tmp_path / "out")
            capsys.readouterr()
    assert accepted  # of some numbers others are valid


@pytest.mark.parametrize("key", ["last", "best"])
@pytest.mark.parametrize("value", [*NEVER_MEASURED, "-1"])
def test_a_time_in_the_description(key, value, victim):
    path = victim / layout.RUN_FILE
    description = json.loads(path.read_text())
    description[key]["elapsed_s"] = "@@"
    path.write_text(json.dumps(description).replace('"@@"', value))
    assert is_refused(partial(runs.outline, victim))


@pytest.mark.parametrize("name", TENSOR_FILES)
def test_in_the_headers_of_tensors(name, sound, victim):
    content = (sound / name).read_bytes()
    header = header_of(content)
    for key, stated in header["__metadata__"].items():
        for place, value, text in variants(stated):
            changed = {**header, "__metadata__": {key: text}}
            (victim / name).write_bytes(with_header(content, json.dumps(changed)))
            if name == layout.WEIGHTS_FILE:  # the moment is what a text states, or unknown
                moment, _ = read_dated_weights(victim / name, runs.outline(victim).config.model)
                assert moment is None or float(moment.epochs) < 1e9
            elif not is_refused(partial(read_all, victim)):
                assert value not in NEVER_MEASURED, place
                is_refused(partial(continuation, victim, 9))
                if not is_refused(partial(fork, victim, victim.parent, {})):
                    check_json_of(victim.parent)


@pytest.mark.parametrize("seconds", [float("inf"), -float("inf"), float("nan"), 1e308, -1.0])
def test_the_text_of_any_time(seconds):
    assert duration(seconds) == "–"
