"""Commands in a folder that is gone, and where no file can be written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.running import small

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows keeps a folder that is in use")


def run_from(begin, *arguments):
    """Run a command of Inkling in a process that does `begin` first."""
    path = f"sys.path.insert(0, {str(ROOT)!r})"
    code = f"{begin}\nimport sys\n{path}\nimport main\nsys.exit(main.run())\n"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_in_a_deleted_folder_every_command_says_so(tmp_path):
    gone = tmp_path / "gone"
    begin = f"import os; os.mkdir({str(gone)!r}); os.chdir({str(gone)!r}); os.rmdir({str(gone)!r})"
    result = run_from(begin, "info")
    assert result.stderr == "inkling: the current folder was deleted; go to another one\n"
    assert result.returncode == 1


def test_a_run_trains_to_its_end_where_no_file_can_be_written(tmp_path):
    config = small("logistic", {"epochs": 1})
    begin = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    result = run_from(
        begin,
        *("train", "--preset", "logistic", "--set", f"data.train_size={config.data.train_size}"),
        *("--set", f"data.test_size={config.data.test_size}", "--set", "epochs=1"),
        *("--runs-dir", tmp_path / "runs"),
    )
    assert "Traceback" not in result.stderr
    assert "cannot be loaded" not in result.stderr
    assert "no longer kept" in result.stderr or "not kept" in result.stderr, result.stderr
    assert result.stdout.startswith("epoch   1"), result.stdout
    assert "completed after 1 epoch\n" in result.stderr
