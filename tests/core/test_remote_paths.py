"""Paths on other machines, which Windows contacts as soon as anything asks about them."""

import json
import os
import pathlib
import shutil
import sys
from contextlib import suppress
from unittest.mock import Mock, patch

import numpy as np
import pytest
from PIL import Image

from core import locations, remote_paths
from core.cli.main import main
from core.comparison.experiment import PlannedRun
from core.comparison.kept import files as kept_files
from core.comparison.run_status import RunStatus
from core.comparison.trials import judge_kept_run
from core.config.choices import WeightsChoice
from core.config.fields import with_values
from core.config.settings_text import config_from_text
from core.data import datasets, folders, handwriting
from core.data.layouts import file_states
from core.errors import DataError, InklingError, RunFolderError
from core.lifecycle import archive, clean_up
from core.lifecycle.clean_up import CleanUpOptions
from core.lifecycle.continuing import continuation
from core.program.script import script
from core.remote_paths import choose, is_remote, may_open
from core.search import kept as searches
from core.search import trials
from core.search import verdict as search_verdict
from core.search.ranges import UNITS
from core.search.trial import Trial
from core.storage import layout, runs_folder
from core.storage import records as runs
from core.storage.best_weights import weights_of
from core.storage.description import is_trained_for
from core.storage.labels import stored_label
from tests.core.export.test_formats import kept
from tests.core.homeless import without_home
from tests.core.running import config_of, small
from tests.core.search.searches import RATE, small_search
from tests.remote import asked_fixture, own_hosts  # noqa: F401 - fixtures

REMOTE = ("//host/share/digits", r"\\host\share\digits", r"/\host\share", r"\\?\UNC\host\share",
          "//host/share/digits.zip", r"\\.\pipe\name", "///host/share", "//",
          r"\??\UNC\host\share", "/??/UNC/host/share", r"/\??/UNC\host", r"\??\C:\digits",
          r"\.\??\UNC\host", r"\a\..\??\UNC\host\share", r"\Global??\UNC\host", "//?/UNC/host",
          r"\\.\UNC\host\share", r"\\?\GLOBALROOT\Device\Mup\host", r"\Device\Mup\host\share",
          r"\Device\LanmanRedirector\host", r"\DosDevices\UNC\host", r"\??.\UNC\host",
          r"  \\host\share", " /??/UNC/host", r"\\host.\share", "//host%40SSL/DavWWWRoot",
          "file://host/share", r"file:\\host\share", "FILE:////host/share", "file:///%5c%5chost/s",
          "file:///%3F%3F/UNC/host", "file://localhost@host/share")  # fmt: skip
LOCAL = ("/home/ada/digits", "~/digits", "digits/", r"C:\digits", "C:/digits", "../a//b", "mnist",
         "/device/digits", "/what??/digits", "/home/??/UNC", "~/??/UNC", "/dosdevices/c:/digits",
         "file:///home/ada/digits", "file:///C:/digits", "file:/home/ada", "", "/")  # fmt: skip


@pytest.mark.parametrize("path", REMOTE)
def test_a_remote_path_is_known_on_every_system(path):
    assert is_remote(path)
    assert not may_open(path)


UNSEEN = (
    "\ufeff",
    "\ufffe",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2060",
    "\u00ad",
    "\0",
    "\x1b",
    "\u2028",
)


@pytest.mark.parametrize("mark", UNSEEN, ids=ascii)
@pytest.mark.parametrize("path", REMOTE)
def test_characters_that_nobody_sees_hide_no_host(path, mark):
    """Qt drops some of them from a path, other programs others."""
    for marked in (mark + path, f" {mark} {path}", path[:1] + mark + path[1:], mark.join(path)):
        assert is_remote(marked)
        assert not may_open(marked)


@pytest.mark.parametrize(
    "url",
    [
        "file:///%EF%BB%BF%5c%5chost/s",
        "file:%EF%BB%BF//host/share",
        "file:%2F%2Fhost/share",
        "file:\ufeff//host/share",
        "\ufefffile://host/share",
    ],
)
def test_nor_do_they_in_a_url(url):
    assert is_remote(url)


@pytest.mark.parametrize("path", LOCAL)
def test_others_are_not(path):
    assert not is_remote(path)
    assert may_open(path)


class TestChosen:
    def test_all_of_the_host_may_be_opened(self):
        choose("//Host/share/digits")
        assert may_open(r"\\host\other\letters")
        assert not may_open("//host2/share/digits")
        assert not may_open("//hos")

    def test_a_device_stands_for_itself_alone(self):
        choose(r"\\?\UNC\host\share")
        assert may_open("//?/unc/HOST/share")
        assert not may_open(r"\\?\UNC\other\share")

    def test_it_is_remembered(self, monkeypatch):
        choose("//host/share")
        choose("//host2/share")
        monkeypatch.setattr(remote_paths, "_chosen", set())  # as in another process
        assert may_open("//host/share")
        assert may_open("//host2/share")

    def test_as_long_as_the_process_runs_where_nothing_can_be_written(self, tmp_path):
        (tmp_path / "inkling").write_text("no folder")
        choose("//host/share")
        assert may_open("//host/share")

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows asks elsewhere")
    def test_as_long_as_the_process_runs_where_there_is_no_home(self, monkeypatch):
        monkeypatch.undo()
        monkeypatch.setattr(remote_paths, "_chosen", set())
        without_home(monkeypatch)
        assert not may_open("//host/share")
        choose("//host/share")
        assert may_open("//host/share")

    def test_a_name_of_the_kernel_stands_for_itself_alone(self):
        choose(r"\??\UNC\host\share")
        assert may_open("/??/UNC/HOST/share")
        assert not may_open(r"\??\UNC\other\share")

    def test_a_url_s_host_is_that_of_its_path(self):
        choose("//host/share")
        assert may_open("file://HOST/other")
        assert not may_open("file://other/share")

    @pytest.mark.parametrize("content", ["", "{", "{}", "[1, null]", "[" * 100_000])
    def test_a_damaged_file_chooses_nothing(self, content):
        locations.hosts_file().parent.mkdir()
        locations.hosts_file().write_text(content)
        assert not may_open("//host/share")
        choose("//host/share")
        assert "host" in json.loads(locations.hosts_file().read_text())

    def test_a_local_path_is_no_choice(self):
        choose("/home/ada")
        assert not locations.hosts_file().exists()


class TestData:
    @pytest.mark.parametrize(
        "path", ["//host/share/digits", "//host/share/digits.zip", "/??/UNC/host/share"]
    )
    def test_of_settings_are_not_looked_at(self, path, asked):
        data = {"data.dataset": path, "data.class_names": ["a", "b"]}
        config = config_from_text(json.dumps({"inkling": 1, "preset": "mlp", **data}))
        for read in (
            lambda: folders.read(path),
            lambda: folders.changes_for(config, path),
            lambda: folders.read_for(config.data),
            lambda: datasets.load(config.data),
        ):
            with pytest.raises(DataError, match="on another machine"):
                read()
        assert path in script(config)
        assert not asked

    def test_chosen_on_the_command_line_they_are(self, capsys):
        arguments = ["train", "--preset", "mlp", "--set", "data.dataset=//host/share/digits"]
        assert main(arguments) != 0
        assert "on another machine" not in capsys.readouterr().err
        assert may_open("//host/share/letters")

    def test_a_drive_that_stands_for_a_share_stays_a_drive(self, tmp_path, monkeypatch):
        """`realpath` of Windows returns the share, which would have to be chosen again."""
        monkeypatch.setattr(os.path, "realpath", lambda _path: "//host/share/digits")
        assert folders._resolved(pathlib.Path(tmp_path, "digits")) == str(tmp_path / "digits")


@pytest.fixture
def followed(monkeypatch):
    """The links to other machines that the system was asked to follow."""
    links = []

    def observed(function, follows_unless):
        def observe(path, *arguments, **options):
            text = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
            is_followed = options.get("follow_symlinks", True) and not follows_unless(arguments)
            for part in (text, os.path.dirname(text)) if is_followed else (os.path.dirname(text),):
                with suppress(OSError, ValueError):  # no link
                    if readlink(part).startswith("//"):
                        links.append(part)
            return function(path, *arguments, **options)

        return observe

    readlink = os.readlink
    monkeypatch.setattr(os, "stat", observed(os.stat, lambda _: False))
    monkeypatch.setattr(os, "lstat", observed(os.lstat, lambda _: True))
    monkeypatch.setattr(os, "listdir", observed(os.listdir, lambda _: False))
    monkeypatch.setattr(os, "scandir", observed(os.scandir, lambda _: False))
    monkeypatch.setattr(os.path, "isfile", observed(os.path.isfile, lambda _: False))
    monkeypatch.setattr(os.path, "isdir", observed(os.path.isdir, lambda _: False))
    monkeypatch.setattr(os.path, "realpath", observed(os.path.realpath, lambda _: False))
    monkeypatch.setattr(
        os, "open", observed(os.open, lambda given: given[0] & getattr(os, "O_NOFOLLOW", 0))
    )
    return links


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
class TestLinks:
    """Local paths on which a link leads to another machine; its text is enough to know."""

    @pytest.fixture
    def link(self, tmp_path):
        link = tmp_path / "link"
        link.symlink_to("//host/share")
        return link

    def test_one_anywhere_on_the_way_counts(self, link, tmp_path):
        (tmp_path / "second").symlink_to("folder/../link")
        (tmp_path / "folder").mkdir()
        (tmp_path / "third").symlink_to(tmp_path / "second")
        for name in ("link", "link/digits", "second", "third/a/b", "folder/../link/x"):
            assert not may_open(str(tmp_path / name))
        for name in ("folder", "folder/link", "nothing/link", "link2"):
            assert may_open(str(tmp_path / name))

    def test_what_windows_writes_for_this_machine_does_not(self, tmp_path):
        for number, text in enumerate((r"\\?\C:\digits", r"\??\C:\digits")):
            (tmp_path / f"{number}").symlink_to(text)
            assert may_open(str(tmp_path / f"{number}"))
        (tmp_path / "unc").symlink_to(r"\\?\UNC\host\share")
        assert not may_open(str(tmp_path / "unc"))

    def test_loops_and_odd_paths_end(self, tmp_path):
        (tmp_path / "loop").symlink_to("loop")
        for path in (tmp_path / "loop", "a\0b", "/".join(["x"] * 5000), "\udc80"):
            assert may_open(str(path))

    def test_who_chooses_the_link_has_chosen_its_host(self, link):
        choose(str(link))
        assert may_open(str(link))
        assert may_open("//host/other")

    @pytest.mark.parametrize("name", ["link", "link/digits"])
    def test_settings_that_name_it_open_nothing(self, name, link, followed):
        with pytest.raises(DataError, match="is on another machine"):
            folders.read(str(link.with_name("link") / name.partition("/")[2]))
        assert not followed

    def test_nor_does_one_from_the_home_folder(self, link, monkeypatch, tmp_path, followed):
        monkeypatch.setenv("HOME", str(tmp_path))
        assert not may_open("~/link")
        with pytest.raises(DataError, match="is on another machine"):
            folders.read("~/link")
        config = config_of("mlp", {"data.dataset": "~/link", "data.class_names": ["a", "b"]})
        script(config)
        (tmp_path / "link.zip").symlink_to("//host/share/digits.zip")
        script(with_values(config, {"data.dataset": "~/link.zip"}))
        assert not followed

    @pytest.mark.parametrize("name", ["0", "train-images-idx3-ubyte", "digits.csv", "classes.txt"])
    def test_in_a_folder_of_data_it_is_refused(self, name, tmp_path, followed):
        data = tmp_path / "data"
        for label in "12":
            (data / label).mkdir(parents=True)
            Image.new("L", (28, 28)).save(data / label / "a.png")
        (data / name).symlink_to("//host/share")
        with suppress(DataError):
            folders.read(str(data))
        file_states.state_of(data)
        assert not followed

    def test_next_to_a_table_it_is_not_followed(self, tmp_path, followed):
        table = tmp_path / "digits.csv"
        table.write_text("label," + ",".join(f"p{n}" for n in range(784)) + "\n")
        (tmp_path / "other.csv").symlink_to("//host/share/other.csv")
        with suppress(DataError):
            folders.read(str(table))
        with suppress(DataError):
            file_states.state_of(table)
        assert not followed

    @pytest.mark.parametrize(
        "name",
        [
            *("", layout.RUN_FILE, layout.METRICS_FILE, layout.LABEL_FILE, layout.WEIGHTS_FILE),
            *(layout.BEST_FILE, layout.CHECKPOINT_FILE, layout.EPOCHS_FOLDER),
            f"{layout.EPOCHS_FOLDER}/0001.safetensors",
        ],
    )
    def test_in_a_run_it_is_not_followed(self, name, tmp_path, followed):
        folder = kept(small("logistic", {"epochs": 1}), tmp_path / "runs")
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        (folder if not name else path).symlink_to("//host/share")
        followed.clear()

        listing = layout.list_runs(folder.parent)
        assert ("another machine" in str(listing.problems)) == (name in ("", layout.RUN_FILE))
        clean_up.plan(
            clean_up.survey(folder.parent), CleanUpOptions(epochs=True), reads_weights=True
        )
        if not name:  # it is not listed, and so not opened
            assert not followed
            return
        for look in (
            lambda: runs.read_record(folder),
            lambda: runs.open_run(folder),
            lambda: weights_of(folder, WeightsChoice.BEST),
            lambda: continuation(folder, 3),
            lambda: archive.pack(folder, tmp_path / "run.zip"),
            lambda: stored_label(folder),
        ):
            with suppress(InklingError):
                look()
        assert not followed

    @pytest.mark.parametrize("name", ["", layout.RUN_FILE])
    def test_a_command_that_is_given_the_id_of_a_run_does_not_follow_it(
        self, name, tmp_path, followed
    ):
        folder = tmp_path / "run"
        if name:
            folder.mkdir()
        (folder / name if name else folder).symlink_to("//host/share")
        with pytest.raises(RunFolderError, match="another machine"):
            layout.find("run", tmp_path)
        assert not followed

    def test_nor_does_an_import_that_looks_whether_the_run_is_here(self, tmp_path, followed):
        folder = kept(small("logistic", {"epochs": 1}), tmp_path / "runs")
        archive.pack(folder, tmp_path / "run.zip")
        shutil.rmtree(folder / layout.EPOCHS_FOLDER)
        (folder / layout.EPOCHS_FOLDER).symlink_to("//host/share")
        followed.clear()
        assert archive.unpack(tmp_path / "run.zip", folder.parent).was == folder.name
        assert not followed

    @pytest.mark.parametrize("folder", [layout.SEARCHES_FOLDER, layout.COMPARISONS_FOLDER])
    def test_in_place_of_a_folder_nobody_follows_it_for_a_search(self, folder, tmp_path, followed):
        search = small_search()
        (tmp_path / folder).symlink_to("//host/share")
        for work in (
            lambda: searches.read(tmp_path, search.name),
            lambda: searches.delete(tmp_path, search.name),
            lambda: kept_files.delete(tmp_path, "20261124-134501-x-3f2ab4c7"),
            lambda: search_verdict.begin(tmp_path, search, {RATE: 0.5, UNITS: 32}),
        ):
            with suppress(InklingError):
                work()
        assert not followed

    @pytest.mark.parametrize("label", [0, 2])
    def test_in_place_of_a_class_of_handwriting_it_is_not_followed(self, label, tmp_path, followed):
        own, others = tmp_path / "own", tmp_path / "others"
        ink = np.zeros((28, 28), np.float32)
        ink[5:20, 10:14] = 1
        sample, other = handwriting.keep(own, ink, 2), handwriting.keep(own, ink, 3)
        shutil.copytree(own, others)
        for folder in (own, others):
            shutil.rmtree(folder / str(label), ignore_errors=True)
            (folder / str(label)).symlink_to("//host/share")
        followed.clear()
        for work in (
            lambda: handwriting.relabel(own, [other], [label]),
            lambda: handwriting.relabel(own, [sample], [label]),
            lambda: handwriting.relabel(own, [sample], [7]),
            lambda: handwriting.restore(own, [sample]),
            lambda: handwriting.export(own, others),
            lambda: handwriting.import_from(others, own),
            lambda: handwriting.import_from(others, tmp_path / "third"),
        ):
            with suppress(InklingError):
                work()
            assert not followed

    @pytest.mark.parametrize("name", ["notes", "20261124-134501-x-3f2ab4c7"])
    def test_in_place_of_a_description_it_is_not_followed_to_tell_whose_the_folder_is(
        self, name, tmp_path, followed
    ):
        for folder in (tmp_path / "runs" / name, tmp_path / "runs" / layout.DAMAGED_FOLDER / name):
            folder.mkdir(parents=True)
            (folder / layout.RUN_FILE).symlink_to("//host/share/run.json")
        runs_folder.prepare(tmp_path / "runs")
        survey = clean_up.survey(tmp_path / "runs")
        assert not survey.damaged
        assert not followed

    def test_a_comparison_or_search_that_names_it_as_its_run_has_nobody_follow_it(
        self, link, tmp_path, followed
    ):
        planned = PlannedRun("a", 0, small("logistic", {"epochs": 1}))
        assert not is_trained_for(link, "20261124-134501-comparison-3f2ab4c7")
        assert judge_kept_run("link", planned, tmp_path, is_sealed=False) == (
            RunStatus.UNREADABLE,
            None,
        )
        study = Mock(search=Mock(base=planned.config))
        with (
            patch.object(trials, "new_job", lambda _study, trial, _runs_dir: trial.run),
            patch.object(trials, "new_id", lambda _base: "new"),
        ):
            assert trials.resumed(study, Trial(0, "link", {}), tmp_path) == "new"
        assert not followed

    @pytest.mark.parametrize("name", ["", "20261124-134501-x.json"])
    def test_among_the_comparisons_it_is_not_followed(self, name, tmp_path, followed):
        folder = tmp_path / layout.COMPARISONS_FOLDER
        if name:
            folder.mkdir()
        (folder / name if name else folder).symlink_to("//host/share")
        stored = kept_files.read_all(tmp_path)
        assert "another machine" in str(stored.unread)
        assert not followed


def test_a_path_is_asked_about_as_far_as_it_is_there(tmp_path, monkeypatch):
    """A missing one of some kilobytes was asked about part by part, for a minute."""
    asked = []
    is_link = remote_paths.is_link
    monkeypatch.setattr(remote_paths, "is_link", lambda path: asked.append(path) or is_link(path))
    assert may_open(str(tmp_path / "missing" / "/".join("a" * 9_000)))
    assert asked[-1] == str(tmp_path / "missing")
    count = len(asked)
    assert may_open(str(tmp_path / "/".join("a" * 40_000)))
    assert len(asked) == count
