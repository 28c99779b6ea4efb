"""Paths on other machines, which Windows contacts as soon as anything asks about them."""

import json
import os
import pathlib
import sys

import pytest

from core import locations, remote_paths
from core.cli.main import main
from core.config.settings_text import config_from_text
from core.data import datasets, folders
from core.errors import DataError
from core.program.script import script
from core.remote_paths import choose, is_remote, may_open
from tests.core.homeless import without_home
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
