"""The window's options on the command line."""

import sys
from pathlib import Path

import pytest

from core.cli import main as cli
from core.cli.window_options import StartOptions, languages


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
    import pwd

    def nobody_knows(_user):
        raise KeyError("uid not found")

    monkeypatch.setattr(pwd, "getpwuid", nobody_knows)
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(["runs"]) == 1
    assert "choose a folder with --runs-dir" in capsys.readouterr().err


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
