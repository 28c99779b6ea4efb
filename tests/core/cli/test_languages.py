"""Commands that write files for readers of another language."""

import pytest

from core.cli import main as cli
from core.config.presets import preset
from core.translations import translator
from tests.core.cli.test_main import TINY, only_run_in


@pytest.fixture
def run(tmp_path):
    """The folder of a run that was just trained."""
    assert (
        cli.main(
            ["train", "--preset", "logistic", *map(str, TINY), "--runs-dir", str(tmp_path / "runs")]
        )
        == 0
    )
    return only_run_in(tmp_path / "runs")


@pytest.mark.parametrize(
    ("language", "comment"),
    [((), "# forget the gradients"), (("--lang", "zh_CN"), "# 清除上一批的梯度")],
)
def test_the_comments_of_an_exported_program(language, comment, run, tmp_path):
    file = tmp_path / "program.py"
    command = ["export", "--run", str(run), "--format", "script", "--output", str(file)]
    assert cli.main([*command, *language]) == 0
    assert comment in file.read_text(encoding="utf-8")


def test_a_report(run, tmp_path):
    file = tmp_path / "report.html"
    command = ["export", "--run", str(run), "--format", "html", "--output", str(file)]
    assert cli.main([*command, "--lang", "zh_CN"]) == 0
    assert 'lang="zh-CN"' in file.read_text(encoding="utf-8")
    assert "学习率" in file.read_text(encoding="utf-8")


def test_the_report_and_the_page_of_a_comparison(tmp_path):
    files = [tmp_path / "report.html", tmp_path / "page.html"]
    command = ["compare", "--presets", "logistic", "mlp", *map(str, TINY), "--lang", "zh_CN"]
    outputs = ["--report", str(files[0]), "--page", str(files[1])]
    assert cli.main([*command, *outputs, "--runs-dir", str(tmp_path / "runs")]) == 0
    for file in files:
        page = file.read_text(encoding="utf-8")
        assert 'lang="zh-CN"' in page
        assert translator("zh_CN")(preset("logistic").title) in page


def test_another_language_is_refused(run, tmp_path, capsys):
    command = ["export", "--run", str(run), "--format", "script", "--output", str(tmp_path / "x")]
    with pytest.raises(SystemExit):
        cli.main([*command, "--lang", "fr"])
    assert "invalid choice: 'fr'" in capsys.readouterr().err
