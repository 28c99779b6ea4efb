"""What the user saves never takes the place of what Inkling keeps."""

import errno
import os

import pytest

from core.errors import ExportError
from core.storage import layout
from core.storage.saving import check_path, free_path, is_same_file, save

RUN = "20261124-134501-mlp-3f2ab4c7"


@pytest.mark.parametrize(
    "name",
    [
        *layout.OWN_FILES,
        "epochs/0001.safetensors",
        "EPOCHS/x",
        "RUN.JSON",
        "Run.json. ",
        "label.json::$DATA",
    ],
)
@pytest.mark.parametrize("has_description", [True, False])
def test_no_file_of_a_run_or_of_the_rest_of_one(name, has_description, tmp_path):
    path = tmp_path / RUN / name
    path.parent.mkdir(parents=True)
    if has_description:
        (tmp_path / RUN / layout.RUN_FILE).write_bytes(b"{}")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ExportError, match="is kept; choose another"):
        save(path, b"mine")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("folder", ["comparisons", "Comparisons"])
def test_no_comparison(folder, tmp_path):
    path = tmp_path / folder / "20261124-134501-3f2ab4c7.json"
    path.parent.mkdir()
    path.write_bytes(b"{}")
    for name in (path.name, f"{path.name}.", f"{path.name}::$DATA"):
        with pytest.raises(ExportError, match="is kept; choose another"):
            save(path.with_name(name), b"mine")
    assert path.read_bytes() == b"{}"


@pytest.mark.parametrize("name", ["20261124-134501-search-3f2ab4c7", "sent"])
def test_no_search(name, tmp_path):
    folder = tmp_path / layout.SEARCHES_FOLDER
    folder.mkdir()
    (folder / f"{name}.journal").write_bytes(b"{}")
    for suffix in (".json", ".journal", ".lock", ".JOURNAL."):
        with pytest.raises(ExportError, match="is kept; choose another"):
            save(folder / f"{name}{suffix}", b"mine")
    for path in (folder / "mine.json", folder / f"{name}.csv"):
        save(path, b"mine")
    assert (folder / f"{name}.journal").read_bytes() == b"{}"


def test_through_a_link_to_the_folder(tmp_path):
    (tmp_path / RUN).mkdir()
    (tmp_path / "elsewhere").symlink_to(RUN)
    with pytest.raises(ExportError, match="is kept; choose another"):
        save(tmp_path / "elsewhere" / layout.WEIGHTS_FILE, b"mine")
    assert list((tmp_path / RUN).iterdir()) == []


def test_anything_else_is_replaced_as_asked(tmp_path):
    for path in (tmp_path / layout.WEIGHTS_FILE, tmp_path / RUN / "mine.csv"):
        path.parent.mkdir(exist_ok=True)
        for content in (b"first", b"second"):
            save(path, content)
            assert path.read_bytes() == content
        with pytest.raises(ExportError, match="already exists"):
            check_path(path)


def test_a_folder_that_is_gone_is_named(tmp_path):
    with pytest.raises(ExportError, match="gone"):
        save(tmp_path / "gone" / "x.py", b"mine")


def test_below_a_link_to_itself(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ExportError, match=r"loop/x\.py cannot be written"):
        save(tmp_path / "loop" / "x.py", b"mine")


def test_paths_of_one_file_are_recognised(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "link.html").symlink_to("page.html")
    page = tmp_path / "page.html"
    for other in (page, tmp_path / "x" / ".." / "page.html", tmp_path / "link.html"):
        assert is_same_file(page, other)
    assert not is_same_file(page, tmp_path / "x" / "page.html")


def test_what_has_come_to_be_there_meanwhile_stays(tmp_path):
    path = tmp_path / "report.html"
    assert free_path(path) == path
    path.write_text("of another comparison")
    assert free_path(path) == tmp_path / "report-2.html"
    (tmp_path / "report-2.html").symlink_to("nowhere")
    assert free_path(path) == tmp_path / "report-3.html"


def test_a_disk_that_falls_silent_has_no_free_name(tmp_path, monkeypatch):
    def silent(path):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    monkeypatch.setattr(os, "lstat", silent)
    with pytest.raises(ExportError, match=r"report\.html cannot be written: "):
        free_path(tmp_path / "report.html")
