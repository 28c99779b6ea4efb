"""Characters that no name may hold, in folders that an earlier version or somebody else wrote."""

import json
import os
import shutil
import sys

import pytest

from core.errors import RunFolderError
from core.lifecycle.continuing import continuation, fork
from core.plain_text import printable
from core.storage import labels, layout
from core.storage import records as runs
from tests.core.export.test_formats import kept
from tests.core.running import small


@pytest.fixture
def folder(tmp_path):
    return kept(small("logistic"), tmp_path / "runs", "20261124-120000-logistic-00000001")


def test_a_run_with_such_a_text_fails_alone(folder):
    other = folder.with_name("20261124-120000-logistic-00000002")
    shutil.copytree(folder, other)
    description = json.loads((other / layout.RUN_FILE).read_bytes())
    description["config"]["data"] |= {"dataset": "/a\n", "class_names": ["left", "right"]}
    (other / layout.RUN_FILE).write_text(json.dumps(description))

    with pytest.raises(
        RunFolderError, match=r"config.data.dataset must not contain the character \\n"
    ):
        runs.outline(other)
    assert runs.outline(folder).epochs_done == 2
    assert other.exists()


def test_the_reason_of_a_failure_may_have_lines_but_no_commands(folder):
    description = json.loads((folder / layout.RUN_FILE).read_bytes())
    description |= {"state": "failed", "message": "two\nlines\x1b[31m"}
    (folder / layout.RUN_FILE).write_text(json.dumps(description))
    assert str(runs.outline(folder).end.message) == "two\nlines\\x1b[31m"


def test_a_name_is_refused_when_written_and_escaped_when_read(folder):
    with pytest.raises(RunFolderError, match=r"must not contain the character \\u202e"):
        labels.write_label(folder, labels.Label("gnp.\u202eexe"))
    (folder / layout.LABEL_FILE).write_text(json.dumps({"name": "a\nb"}))
    assert labels.read_label(folder).name == "a\\nb"


class TestFolderNames:
    @pytest.mark.parametrize("name", ["a\nb", "s\udcff", "\u202eabc", "\ufeffrun", "\x1b[31m"])
    @pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
    def test_the_run_is_reported_and_neither_continued_nor_changed(self, name, folder):
        unfit = folder.rename(folder.with_name(name))
        content = (unfit / layout.RUN_FILE).read_bytes()
        listing = layout.list_runs(unfit.parent)
        assert not listing.written
        assert "Rename the folder" in str(listing.problems[name])
        assert printable(str(listing.problems[name])) == str(listing.problems[name])

        for use in (
            lambda: runs.outline(unfit),
            lambda: runs.open_run(unfit),
            lambda: continuation(unfit, 3),
            lambda: fork(unfit, unfit.parent, {}),
        ):
            with pytest.raises(RunFolderError, match="Rename the folder"):
                use()
        assert (unfit / layout.RUN_FILE).read_bytes() == content
        assert os.listdir(unfit.parent) == [name]

    def test_one_that_an_earlier_version_continued_opens_again_once_it_is_renamed(self, folder):
        description = json.loads((folder / layout.RUN_FILE).read_bytes())
        for values in (description, description["last"], description["best"]):
            values["run"] = "a\nb"
        description["forked_from"] = {"run": "s\udcff", "epoch": 1}
        (folder / layout.RUN_FILE).write_text(json.dumps(description))
        record = runs.outline(folder)
        assert record.run == folder.name
        assert record.forked_from == ("s\\udcff", 1)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ({"name": "best", "style": 2, "number": 1_000_001}, labels.Label("best", 2)),
        ({"name": "best", "style": -1, "number": 3}, labels.Label("best", None, 3)),
        ({"name": 3, "style": 2, "number": 3}, labels.Label("", 2, 3)),
        ({"name": "best"}, labels.Label("best")),
        (["best"], labels.Label()),
    ],
)
def test_a_damaged_value_of_a_label_costs_no_other(stored, read, folder):
    (folder / layout.LABEL_FILE).write_text(json.dumps(stored))
    assert labels.read_label(folder) == read
