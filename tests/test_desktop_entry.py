"""The entry in the menu of a Linux desktop."""

import re
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

import resources
from resources import desktop


def entry_in(text):
    parser = RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=True)
    parser.optionxform = str
    parser.read_string(text)
    return dict(parser["Desktop Entry"])


def started_by(line):
    """The words of an `Exec` line: the file's own escapes undone first, then quotes as a shell
    does, then ``%%``.
    """
    escapes = {"\\\\": "\\", "\\n": "\n", "\\t": "\t", "\\r": "\r"}
    unescaped = re.sub(r"\\[\\ntr]", lambda escape: escapes[escape[0]], line)
    words = subprocess.run(
        ["sh", "-c", f"printf '%s\\0' {unescaped}"], capture_output=True, check=True
    ).stdout
    return [word.replace("%%", "%") for word in words.decode().split("\0")[:-1]]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
@pytest.mark.parametrize(
    "program",
    [
        "/usr/bin/python3",
        "/home/a b/python",
        '/odd/"quoted"/py',
        "/odd/$HOME/`id`",
        "/odd/back\\slash",
        "/100%/运行/py",
        "/two\nlines/new\\nline/py",
        "/tab\tand\rreturn;semi'quote/py",
        "/x\nExec=rm -rf/py",
    ],
)
def test_the_program_is_found_wherever_it_is(program):
    main = Path("/somewhere else/main.py")
    shell = list(desktop.STARTED_BY_A_SHELL) if "=" in program else []
    words = started_by(entry_in(desktop.entry_text(program, main))["Exec"])
    assert words == [*shell, program, str(main)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
def test_an_interpreter_whose_path_has_an_equals_sign_is_started_too(tmp_path):
    """The program of an entry must not have one, only its arguments."""
    program = tmp_path / "x=1 & co" / "$y=py"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf \'%s\\n\' "$0" "$@"\n')
    program.chmod(0o755)
    words = started_by(entry_in(desktop.entry_text(str(program), Path("/a=b/main.py")))["Exec"])
    assert "=" not in words[0]
    output = subprocess.run(words, capture_output=True, check=True, text=True).stdout
    assert output.splitlines() == [str(program), "/a=b/main.py"]


@pytest.mark.parametrize("letter", ["\x1b", "\0", "\udc80"])
def test_a_path_that_no_entry_can_hold_is_refused(letter, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "executable", f"/odd{letter}/py")
    monkeypatch.setattr(sys, "platform", "linux")
    assert desktop.main([]) == 1
    assert "no menu entry can hold the character" in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.desktop"))


def test_the_entry_says_what_a_menu_needs():
    entry = entry_in(resources.path(desktop.ENTRY).read_text(encoding="utf-8"))
    assert (entry["Type"], entry["Name"], entry["Icon"]) == (
        "Application",
        "Inkling",
        Path(desktop.ICON).stem,
    )
    assert entry["Categories"].endswith(";")
    assert {"Comment", "Comment[zh_CN]"} <= entry.keys()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="for the desktops of Linux")
class TestInstalling:
    def test_it_comes_and_goes(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert desktop.main([]) == 0
        entry, icon = desktop.places(tmp_path)
        started = started_by(entry_in(entry.read_text(encoding="utf-8"))["Exec"])
        assert started == [sys.executable, str(resources.path().parent / "main.py")]
        assert Path(started[1]).is_file()
        assert icon.read_bytes().lstrip().startswith(b"<")
        assert capsys.readouterr().out == f"written: {entry}\nwritten: {icon}\n"
        assert desktop.main(["--remove"]) == 0
        assert not [file for file in tmp_path.rglob("*") if file.is_file()]
        assert desktop.main(["--remove"]) == 0

    def test_a_place_that_cannot_be_written_to_is_named(self, tmp_path, monkeypatch, capsys):
        (tmp_path / "file").write_text("not a folder")
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
        assert desktop.main([]) == 1
        assert str(tmp_path / "file") in capsys.readouterr().err
