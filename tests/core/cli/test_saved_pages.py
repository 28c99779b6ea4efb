"""The pages that a comparison saves: none takes the place of another."""

import pytest

from core.cli import compare, main
from core.comparison.results import Results

SHORT = ("compare", "--presets", "plane-logistic", "plane-xor", "--epochs", "1")


@pytest.mark.parametrize("name", ["both.html", "x/../both.html"])
def test_report_and_page_in_one_file_are_refused_before_the_training(name, tmp_path, capsys):
    (tmp_path / "x").mkdir()
    paths = ("--report", str(tmp_path / "both.html"), "--page", f"{tmp_path}/{name}")
    assert main.main([*SHORT, *paths, "--runs-dir", str(tmp_path / "runs")])
    assert "must be another file than the report" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_a_report_that_another_comparison_wrote_meanwhile_stays(tmp_path, capsys, monkeypatch):
    path = tmp_path / "report.html"

    def judge(results: Results):
        path.write_text("of another comparison")
        return judged(results)

    judged = compare.judge
    monkeypatch.setattr(compare, "judge", judge)
    assert main.main([*SHORT, "--report", str(path), "--runs-dir", str(tmp_path / "runs")]) == 0
    assert path.read_text() == "of another comparison"
    assert "Plane: exclusive or" in (tmp_path / "report-2.html").read_text(encoding="utf-8")
    assert "report-2.html" in capsys.readouterr().err
