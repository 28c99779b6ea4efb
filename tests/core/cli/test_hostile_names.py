"""Names that would command the terminal, or pretend to be lines of the program."""

import json
from io import StringIO

import pytest

from core.cli import console
from core.messages import message

HOSTILE = "\x1b[2J\x1b]0;owned\x07 a\nrun-2 completed\u202e"
SHOWN = "\\x1b[2J\\x1b]0;owned\\x07 a\\nrun-2 completed\\u202e"


def test_a_line_and_a_message_stay_on_one_line(capsys):
    console.print_line(f"run {HOSTILE}")
    console.print_message(f"inkling: {HOSTILE}")
    console.report_error(message("{name} is gone.", name=HOSTILE), 1)
    written = capsys.readouterr()
    assert written.out == f"run {SHOWN}\n"
    assert written.err == f"inkling: {SHOWN}\ninkling: {SHOWN} is gone.\n"


def test_json_is_exact(capsys):
    console.print_json({"name": HOSTILE})
    line = capsys.readouterr().out
    assert line.count("\n") == 1
    assert json.loads(line) == {"name": HOSTILE}


def test_values_of_messages_stay_on_one_line_and_templates_keep_theirs():
    assert str(message("First.\nSecond: {name}", name=HOSTILE)) == f"First.\nSecond: {SHOWN}"
    inner = message("“{name}”", name="a\nb")
    assert str(message("{title}", title=inner)) == "“a\\nb”"


@pytest.mark.parametrize("letter", ["\x1b", "\n", "\r", "\x9b", "\u2028", "\u202e", "\ud800"])
def test_no_such_character_reaches_a_stream(monkeypatch, letter):
    out, err = StringIO(), StringIO()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", err)
    console.print_line(f"a{letter}b")
    console.print_message(f"a{letter}b")
    for text in (out.getvalue(), err.getvalue()):
        assert text.endswith("\n")
        assert letter not in text[:-1]
