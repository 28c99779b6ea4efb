"""What is recognised as a run, a comparison or an unfinished import of Inkling."""

import json
import sys

import pytest

from core.config.presets import preset
from core.run.identity import is_made_name, new_id, unique_name
from core.run.record import RunRecord, RunState
from core.storage.description import described, write_description
from core.storage.layout import RUN_FILE
from core.storage.ownership import UNFINISHED_FOLDER as INSIDE
from core.storage.ownership import is_own_comparison, is_own_run, is_unfinished_import
from tests.core.storage.test_migration import DIGITS, LINE, OLD

MADE = "20261124-134501-mlp-3f2ab4c7"
FOREIGN = (
    "{}",
    "[]",
    "{",
    "",
    '{"config": {}}',
    '{"schema": 1, "config": {}}',
    '{"run": "a", "state": "completed", "config": {"epochs": 3}}',
    '{"name": "build", "schema": "http://json-schema.org"',
    '{"schema": "lab/1", "config": {"lr": 0.1}, "loss": NaN}',
    '{"schema": 2, "run": "a", "config": {}, "seed": 12345678901234567890123}',
    '{"schema": 2, "run": "a", "config": {"lr": 0.1}, "state"',
    '{"jobs": [{"schema": 1, "run": "a", "config": {}, "state": "", "epochs_done": 1}], "b": NaN}',
    '{\n  "jobs": [\n    {\n      "schema": 1,\n      "run": "a",\n      "config": {\n',
    '// mine\n{\n  "schema": 1,\n  "run": "a",\n  "config": {\n',
    '{"schema": true, "run": "a", "config": {}, "state": "a", "epochs_done": 1}',
    '{"schema": 1, "run": "a", "config": [], "state": "a", "epochs_done": 1}',
)


def run_folder(tmp_path, name, content):
    folder = tmp_path / name
    folder.mkdir()
    (folder / RUN_FILE).write_text(content)
    return folder


class TestNames:
    @pytest.mark.parametrize("config", [preset("cnn").config, preset("relu-dropout").config])
    def test_those_that_are_made_are_recognised(self, config):
        run = new_id(config)
        assert is_made_name(run)
        assert is_made_name(f"{run}-2")
        assert is_made_name(unique_name())

    @pytest.mark.parametrize("name", ["run", "20261124", "20261124-134501", "2026-11-24-trip"])
    def test_others_are_not(self, name):
        assert not is_made_name(name)


class TestRuns:
    @pytest.mark.parametrize("content", [*FOREIGN, "\0\0\0\0"])
    def test_one_of_a_made_name_whatever_its_description_holds(self, content, tmp_path):
        assert is_own_run(run_folder(tmp_path, MADE, content))

    @pytest.mark.parametrize("content", FOREIGN)
    def test_the_folder_of_another_program_is_none(self, content, tmp_path):
        assert not is_own_run(run_folder(tmp_path, "project", content))

    @pytest.mark.parametrize("run", [DIGITS, LINE])
    def test_renamed_ones_of_the_first_version(self, run, tmp_path):
        content = (OLD / "schema-1" / run / RUN_FILE).read_text()
        assert is_own_run(run_folder(tmp_path, "renamed", content))
        assert is_own_run(run_folder(tmp_path, "cut", content[:-20]))

    def test_a_renamed_one_of_today(self, tmp_path):
        folder = run_folder(tmp_path, "renamed", "")
        record = RunRecord(MADE, preset("cnn").config, RunState.RUNNING)
        write_description(folder, described(record))
        assert is_own_run(folder)

    @pytest.mark.parametrize("value", ["NaN", "12345678901234567890123"])
    def test_a_renamed_one_with_a_number_that_no_run_has(self, value, tmp_path):
        content = (OLD / "schema-1" / LINE / RUN_FILE).read_text()
        assert content.count('"parameters": 1,') == 1
        content = content.replace('"parameters": 1,', f'"parameters": {value},')
        assert is_own_run(run_folder(tmp_path, "renamed", content))

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
    def test_a_link_or_a_folder_without_description_is_none(self, tmp_path):
        folder = run_folder(tmp_path, MADE, "")
        (tmp_path / f"{MADE}-2").symlink_to(folder)
        assert not is_own_run(tmp_path / f"{MADE}-2")
        (folder / RUN_FILE).unlink()
        assert not is_own_run(folder)


@pytest.mark.parametrize(
    ("name", "values", "is_own"),
    [
        (f"{MADE}.json", {}, True),
        ("x.json", {"schema": 1, "made": "", "kind": "", "seeds": [1], "runs": {}}, True),
        ("x.json", dict.fromkeys(("schema", "made", "kind", "seeds", "runs"), 1), False),
        ("x.json", {"schema": 1, "runs": 3}, False),
        (f"{MADE}.txt", {}, False),
    ],
)
def test_comparisons(name, values, is_own, tmp_path):
    (tmp_path / name).write_text(json.dumps(values))
    assert is_own_comparison(tmp_path / name) is is_own


@pytest.mark.parametrize(
    ("content", "is_own"),
    [
        ('{"schema": 1, "made": "2026-11-24T12:00:00+00:00", "kind": "grid", "mem', True),
        ('[{"schema": 1, "made": "2026-11-24T12:00:00+00:00", "kind": "grid", "seeds": 1, "runs"',
         False),
        ('{"schema": 1, "kind": "", "made": 1, "seeds": [], "runs": {', False),
    ],
)  # fmt: skip
def test_cut_comparisons(content, is_own, tmp_path):
    (tmp_path / "x.json").write_text(content)
    assert is_own_comparison(tmp_path / "x.json") is is_own


@pytest.mark.parametrize(
    ("names", "is_one"),
    [
        ([], True),
        ([f"{INSIDE}/run/run.json", f"{INSIDE}/run/epochs/0001.safetensors"], True),
        ([f"{INSIDE}/run/run.json", f"{INSIDE}/run/.inkling-0123456789abcdef.tmp"], True),
        ([f"{INSIDE}/run/run.json", f"{INSIDE}/run/main.py"], False),
        ([f"{INSIDE}/run/run.json", f"{INSIDE}/other/run.json"], False),
        ([f"{INSIDE}/run.json"], False),
        ([f"{INSIDE}/run/run.json", "notes.txt"], False),
        (["run/run.json"], False),  # one's own folder, which somebody else has renamed
    ],
)
def test_unfinished_imports(names, is_one, tmp_path):
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert is_unfinished_import(tmp_path) is is_one
