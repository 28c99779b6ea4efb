"""The window's options on the command line."""

import sys
from pathlib import Path

import pytest

from core import remote_paths
from core.cli import main as cli
from core.cli.window_options import StartOptions
from core.translations import languages
from tests.core.homeless import without_home


def opened_by(*arguments):
    """What the window is opened with."""
    seen = []

    def open_window(options):
        seen.append(options)
        return 7

    assert cli.main(arguments, open_window) == 7
    (options,) = seen
    return options


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((), StartOptions()),
        (("--reset",), StartOptions(reset=True)),
        (("--safe-mode", "--verbose"), StartOptions(safe_mode=True, verbose=True)),
        (("--lang", "zh_CN"), StartOptions(lang="zh_CN")),
        (("--lang=en", "--runs-dir", "here"), StartOptions(lang="en", runs_dir=Path("here"))),
    ],
)
def test_the_window_hears_them(arguments, options):
    assert opened_by(*arguments) == options


def test_the_languages_are_those_with_a_translation():
    assert languages() == ["en", "zh_CN"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--lang", "fr"), "invalid choice: 'fr'"),
        (("--lang",), "expected one argument"),
        (("--resett",), "unrecognized arguments"),
        (("--reset", "runs"), "--reset is for the window only"),
        (("--safe-mode", "info"), "--safe-mode is for the window only"),
        (("--lang", "en", "runs"), "--lang is for the window only"),
    ],
)
def test_what_cannot_be_is_wrong_usage(arguments, words, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments, lambda _options: pytest.fail("it opened"))
    assert end.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("--runs-dir", "{}", "runs"), ("runs", "--runs-dir", "{}")])
def test_the_runs_folder_may_stand_before_the_command(arguments, tmp_path, capsys):
    folder = tmp_path / "20260101-000000-x-00000000"
    folder.mkdir()
    (folder / "run.json").write_text("{}")
    assert cli.main([text.format(tmp_path) for text in arguments]) == 1
    assert str(folder) in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks elsewhere")
def test_where_there_is_no_home_a_folder_must_be_given(monkeypatch, capsys):
    without_home(monkeypatch)
    assert cli.main(["runs"]) == 1
    assert "choose a folder for the runs alone with --runs-dir" in capsys.readouterr().err


NO_HOME = "There is no home folder to keep runs and data sets in. Set HOME to a folder of your own"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks elsewhere")
class TestWithoutHome:
    @pytest.fixture(autouse=True)
    def _without_home(self, monkeypatch):
        without_home(monkeypatch)

    @pytest.mark.parametrize(
        "arguments",
        [
            ("fetch", "fashion-mnist"),
            ("train", "--preset", "mlp", "--set", "data.dataset=fashion-mnist"),
        ],
    )
    def test_what_needs_one_says_so(self, arguments, tmp_path, capsys):
        assert cli.main([*arguments, "--runs-dir", str(tmp_path)]) == 1
        assert NO_HOME in capsys.readouterr().err

    def test_another_machine_is_no_matter_of_the_home_folder(self, tmp_path, capsys, monkeypatch):
        monkeypatch.setattr(remote_paths, "_chosen", set())
        chosen = ("--set", "data.dataset=//host/share/digits", "--runs-dir", str(tmp_path))
        assert cli.main(["train", "--preset", "mlp", *chosen]) == 1
        assert "home folder" not in capsys.readouterr().err

    def test_what_needs_none_works(self, tmp_path, capsys):
        assert cli.main(["info", "--runs-dir", str(tmp_path)]) == 0
        assert "fetch fashion-mnist" in capsys.readouterr().out
        assert cli.main(["runs", "--runs-dir", str(tmp_path)]) == 0


def test_help_tells_of_both(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"], lambda _options: 0)
    out = capsys.readouterr().out
    assert end.value.code == 0
    for word in (
        "--reset",
        "--safe-mode",
        "--lang {en,zh_CN}",
        "--verbose",
        "--version",
        "--runs-dir",
        "train",
    ):
        assert word in out
