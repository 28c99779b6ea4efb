"""Small files that would grow to gigabytes, or to minutes of work, as they are read."""

import json
import shutil
import tracemalloc
import zipfile
from functools import partial
from pathlib import Path

import pytest

from core.cancellation import CancelledError, cancelled_by
from core.comparison.kept import files as comparisons
from core.data.layouts.parts import divided
from core.data.layouts.zipped import open_zip
from core.run import steps as run_steps
from core.storage import labels, layout
from core.storage import records as runs
from core.storage.description import MAX_REASON_LETTERS
from tests.core.export.test_formats import kept
from tests.core.running import config_of, small
from tests.faults.bounded import measured, outcome
from tests.faults.forked import CAN_FORK

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are forked and looked into")

NAME = "20261124-120000-mlp-00000001"
LISTS = (layout.METRICS_FILE, layout.POINTS_FILE, layout.LAYERS_FILE, layout.CHANGES_FILE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return kept(
        small("mlp", {"model.hidden": [{"units": 2}]}), tmp_path_factory.mktemp("runs"), NAME
    )


@pytest.fixture
def victim(folder, tmp_path):
    return Path(shutil.copytree(folder, tmp_path / NAME))


class Counted:
    """An item that knows how often it is compared."""

    compared = 0
    __hash__ = None

    def __eq__(self, other):
        Counted.compared += 1
        return self is other


def test_classes_of_many_pictures_are_divided_without_comparing_any():
    items = [Counted() for _ in range(3000)]
    for_training, for_testing = divided(items)
    assert Counted.compared == 0
    assert [item is other for item, other in zip(for_testing, items[5::6], strict=True)] == [
        True
    ] * 500
    assert len(for_training) == 2500


class TestLinesOfRuns:
    @pytest.mark.parametrize("line", [b"\n", b"10\n", b"{}\n"])
    @pytest.mark.parametrize("name", LISTS)
    def test_the_first_damaged_line_ends_the_reading(self, name, line, victim):
        most = 100_000 if name == layout.POINTS_FILE else 20_000_000
        (victim / name).write_bytes(line * (most // len(line)))
        assert "is damaged" in outcome(partial(runs.read_record, victim), 200)

    @pytest.mark.parametrize("name", [layout.METRICS_FILE, layout.LAYERS_FILE])
    def test_there_are_no_more_lines_than_epochs(self, name, victim, monkeypatch):
        most = len((victim / name).read_bytes().splitlines()) - 1
        monkeypatch.setattr(runs, "MAX_EPOCH_LINES", most)
        with pytest.raises(runs.RunFolderError, match=f"more than {most} lines"):
            runs.read_record(victim)

    def test_no_line_describes_more_layers_than_a_network_has(self, victim):
        line = (victim / layout.LAYERS_FILE).read_text().splitlines()[0]
        start = line.index("[") + 1
        layer = line[start : line.index("}") + 1]
        many = line[:start] + ", ".join([layer] * 100) + "]" + line[line.index("]") + 1 :]
        (victim / layout.LAYERS_FILE).write_text(many + "\n")
        with pytest.raises(runs.RunFolderError, match="that many layers"):
            runs.read_layers(victim)

    def test_a_list_of_runs_holds_one_epoch_at_a_time(self, victim):
        description = json.loads((victim / layout.RUN_FILE).read_text())
        description["state"] = "interrupted"
        (victim / layout.RUN_FILE).write_text(json.dumps(description))
        epoch = json.loads((victim / layout.METRICS_FILE).read_text().splitlines()[0])
        with (victim / layout.METRICS_FILE).open("w") as file:
            for number in range(1, 10_001):
                file.write(json.dumps(epoch | {"epoch": number}) + "\n")
        tracemalloc.start()
        try:
            assert runs.outline(victim).epochs_done == 10_000
            assert tracemalloc.get_traced_memory()[1] < 22_000_000  # to read a file takes 20
        finally:
            tracemalloc.stop()

    def test_what_a_killed_process_wrote_last_is_left_out(self, victim):
        epochs = runs.read_epochs(victim)
        with (victim / layout.METRICS_FILE).open("ab") as file:
            file.write(b'{"run": "half')
        assert runs.read_epochs(victim) == epochs


class TestNamesOfRuns:
    def test_of_a_reason_without_end_the_beginning_is_shown(self, victim):
        description = json.loads((victim / layout.RUN_FILE).read_text())
        description |= {"state": "failed", "message": "n" * 900_000}
        (victim / layout.RUN_FILE).write_text(json.dumps(description))
        assert str(runs.outline(victim).end.message) == "n" * MAX_REASON_LETTERS

    @pytest.mark.parametrize(
        "path",
        [
            ("device",),
            ("sittings", 0, "started"),
            ("sittings", 0, "device"),
            ("sittings", 0, "environment", "torch"),
            ("sittings", 0, "data", "train_images"),
        ],
    )
    def test_a_text_that_no_run_can_have_is_refused(self, path, victim):
        description = json.loads((victim / layout.RUN_FILE).read_text())
        inner = description
        for name in path[:-1]:
            inner = inner[name]
        inner[path[-1]] = "n" * 100_000
        (victim / layout.RUN_FILE).write_text(json.dumps(description))
        with pytest.raises(runs.RunFolderError, match="at most 1000 characters"):
            runs.outline(victim)

    def test_of_the_name_of_an_origin_without_end_the_beginning_is_shown(self, victim):
        description = json.loads((victim / layout.RUN_FILE).read_text())
        description["forked_from"] = {"run": "n" * 900_000, "epoch": 1}
        (victim / layout.RUN_FILE).write_text(json.dumps(description))
        assert runs.outline(victim).forked_from == ("n" * runs.MAX_ORIGIN_LETTERS, 1)

    @pytest.mark.parametrize("name", ["environment", "data"])
    def test_no_session_has_a_thousand_versions_or_hashes(self, name, victim):
        description = json.loads((victim / layout.RUN_FILE).read_text())
        description["sittings"][0][name] = {str(number): "" for number in range(1000)}
        (victim / layout.RUN_FILE).write_text(json.dumps(description))
        with pytest.raises(runs.RunFolderError, match="at most 100 items"):
            runs.outline(victim)

    def test_a_label_that_no_run_can_have_counts_as_none(self, victim):
        (victim / layout.LABEL_FILE).write_text(json.dumps({"name": "n" * 900_000}))
        assert labels.read_label(victim) == labels.Label()

    def test_a_long_name_is_shortened(self, victim):
        (victim / layout.LABEL_FILE).write_text(json.dumps({"name": "n" * 15_000}))
        assert labels.read_label(victim).name == "n" * labels.MAX_NAME_LETTERS

    @pytest.mark.parametrize(
        ("stored", "shown"),
        [
            (" \u00a0\u3000", ""),
            ("MLP \u2003", "MLP"),
            ("\u200b" * 1000, ("\\u200b" * 1000)[: labels.MAX_NAME_LETTERS]),
        ],
        ids=["nothing but space", "space at its end", "escapes"],
    )
    def test_no_name_is_blank_or_looks_like_another(self, stored, shown, victim):
        (victim / layout.LABEL_FILE).write_text(json.dumps({"name": stored}))
        assert labels.read_label(victim).name == shown

    def test_the_longest_name_that_is_written_can_be_read(self, victim):
        labels.write_label(victim, labels.Label("\U0001f600" * 5000))
        assert labels.read_label(victim).name == "\U0001f600" * labels.MAX_NAME_LETTERS


class TestErrors:
    """Each part of a value that is wrong would become an error of a kilobyte."""

    @pytest.mark.parametrize(
        ("place", "part"),
        [
            ("sittings", "{}"),
            ("config.model.hidden", '{"a": 1}'),
            ("config.data.class_names", "1"),
            ("config.data.points.own", "[]"),
            ("last.steps.slopes", "[]"),
        ],
    )
    def test_a_description_does_not_take_gigabytes_of_them(self, place, part, victim):
        description = json.loads((victim / layout.RUN_FILE).read_text())
        description["last"]["steps"] = {"gradients": [], "costs": []}
        values = description
        *parents, name = place.split(".")
        for parent in parents:
            values = values[parent]
        values[name] = ["parts"]

        text = json.dumps(description)
        parts = ",".join([part] * (200_000 // (len(part) + 1)))
        (victim / layout.RUN_FILE).write_text(text.replace('"parts"', parts))
        told, megabytes = measured(partial(runs.outline, victim))
        assert told.startswith(("DamagedRunError: ", "RunFolderError: "))
        assert megabytes < 30

    @pytest.mark.parametrize("name", ["runs", "config"])
    def test_a_comparison_does_not_take_gigabytes_of_them(self, name, tmp_path):
        many = {f"{number:x}": {"a": 0, "b": 0} for number in range(100_000)}
        member = {"name": "a", "title": {"template": "a"}, "config": many}
        description = {
            **{"schema": 1, "made": "2026-11-24T12:00:00+00:00", "kind": "comparison"},
            **{"seeds": [1], "members": [], "runs": {}},
            **({"runs": many} if name == "runs" else {"members": [member]}),
        }
        file = tmp_path / "20261124-120000-comparison-00000001.json"
        file.write_text(json.dumps(description))
        told, megabytes = measured(partial(comparisons.read, file))
        assert "is damaged" in told
        assert megabytes < 80


def test_unpacking_a_file_of_a_zip_can_be_cancelled_after_each_block(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npz", bytes(50 << 20))
    asked = []
    with (
        cancelled_by(lambda: len(asked) >= 10 or asked.append(1)),
        open_zip(tmp_path / "x.zip") as root,
        (root / "x.npz").open() as file,
    ):
        assert file.seek(-1, 2) == (50 << 20) - 1
        assert asked == []  # nothing is unpacked before it is read
        with pytest.raises(CancelledError):
            file.read(1)
    assert len(asked) == 10


def test_more_gradient_steps_than_a_run_records_do_not_fill_the_memory(tmp_path, monkeypatch):
    folder = kept(config_of("linear", {"epochs": 3}), tmp_path)
    steps = runs.read_epochs(folder)[0].steps
    monkeypatch.setattr(run_steps, "MAX_RUN_STEPS", 2 * len(steps.costs))
    read = runs.read_epochs(folder)
    assert [epoch.steps is None for epoch in read] == [False, False, True]
    assert read[2].weight is not None
