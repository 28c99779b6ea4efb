"""The script for a CUDA machine, on one without."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "gpu.sh"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is a shell script")


def run(python, *arguments):
    environment = os.environ | {"PYTHON": str(python), "CUDA_VISIBLE_DEVICES": ""}
    return subprocess.run(
        [SCRIPT, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_without_a_gpu_it_says_so_and_does_nothing():
    done = run(sys.executable)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "Skipped: PyTorch finds no CUDA GPU on this machine, so nothing was checked.\n"
    )
    assert not done.stderr


def test_missing_packages_are_named(tmp_path):
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n')
    bare.chmod(0o755)
    done = run(bare)
    assert done.returncode == 1
    assert "pip install torch numpy pydantic platformdirs pillow" in done.stderr


def test_on_a_processor_it_runs_and_says_what_it_left_out(tmp_path):
    done = run(sys.executable, "--device", "cpu", "--seconds", "0.1")
    assert "| the device that a run computes on | cpu | cpu | met |" in done.stdout, done.stderr
    assert "not run: out of time" in done.stdout
    assert done.returncode == 1
