"""The command `lessons`."""

import json

import pytest

from core.cli import main as cli
from core.teaching.lessons.curriculum import LESSONS


def test_it_lists_the_lessons(capsys):
    assert cli.main(["lessons"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [lesson.key for lesson in LESSONS]
    assert lines[1].endswith("One gradient step")


def test_and_as_json_in_a_language(capsys):
    assert cli.main(["lessons", "--json", "--lang", "zh_CN"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[1] == {"event": "lesson", "lesson": "gradient-step", "title": "梯度下降的一步"}


def test_it_writes_a_sheet_and_the_answers_apart(tmp_path, capsys):
    sheet, answers = tmp_path / "sheet.html", tmp_path / "answers.html"
    command = ["lessons", "--sheet", str(sheet), "--answers", str(answers), "--json"]
    assert cli.main(command) == 0
    assert "☐ The one large step" in sheet.read_text(encoding="utf-8")
    assert "☒ The one large step" in answers.read_text(encoding="utf-8")
    written = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert written == [
        {"event": "written", "output": str(sheet)},
        {"event": "written", "output": str(answers)},
    ]

    assert cli.main(command) == 1
    assert "already exists" in capsys.readouterr().err
    assert cli.main([*command, "--force", "--lang", "zh_CN"]) == 0
    assert "☐ 一个大步" in sheet.read_text(encoding="utf-8")


def test_nothing_is_written_if_one_of_both_cannot_be(tmp_path, capsys):
    sheet, answers = tmp_path / "sheet.html", tmp_path / "missing" / "answers.html"
    assert cli.main(["lessons", "--sheet", str(sheet), "--answers", str(answers)]) == 1
    assert not sheet.exists()
    assert "cannot be written" in capsys.readouterr().err


def test_a_page_is_no_pdf(tmp_path, capsys):
    file = tmp_path / "sheet.pdf"
    assert cli.main(["lessons", "--sheet", str(file)]) == 2
    assert "must end in .html; the window also writes PDF." in capsys.readouterr().err
    assert not file.exists()


@pytest.mark.parametrize("other", ["page.html", "x/../page.html", "./page.html"])
def test_both_in_one_file_are_refused(other, tmp_path, capsys):
    (tmp_path / "x").mkdir()
    file, answers = str(tmp_path / "page.html"), f"{tmp_path}/{other}"
    assert cli.main(["lessons", "--sheet", file, "--answers", answers, "--force"]) == 2
    assert "must be another file than the sheet" in capsys.readouterr().err
