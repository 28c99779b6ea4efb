"""Characters that no name may hold, in folders that an earlier version or somebody else wrote."""

import json
import shutil

import pytest

from core.errors import RunFolderError
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
