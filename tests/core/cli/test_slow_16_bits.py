"""16 bits on a processor without the instructions: explained, and computed all the same."""

import pytest

from core.cli.main import main
from core.machine import devices
from core.messages import message
from core.storage.layout import folders

REASON = message("16 bits are slow.")
SMALL = ("--set", "data.train_size=200", "--set", "data.test_size=100", "--epochs", "1")
IN_16_BITS = ("--set", "precision=bfloat16")


@pytest.fixture(autouse=True)
def slow_processor(monkeypatch):
    monkeypatch.setattr(devices, "reason_against_16_bits", lambda kind: REASON)


@pytest.fixture
def command(capsys, tmp_path):
    """Runs one that must succeed; returns what it writes for people."""

    def run(*arguments):
        assert main([*arguments, "--runs-dir", str(tmp_path)]) == 0
        return capsys.readouterr().err.splitlines()

    return run


def test_new_runs_are_trained_with_an_explanation(command):
    explained = f"inkling: {REASON}"
    assert command("train", "--preset", "logistic", *SMALL, *IN_16_BITS).count(explained) == 1
    both = ("compare", "--presets", "logistic", "sigmoid", *SMALL)
    assert command(*both, *IN_16_BITS).count(explained) == 1
    assert explained not in command(*both)


def test_a_kept_run_is_continued_and_repeated_without_it(command, tmp_path):
    command("train", "--preset", "logistic", *SMALL, *IN_16_BITS)
    (run,) = folders(tmp_path)
    for arguments in (("resume", run.name, "--epochs", "2"), ("repeat", run.name)):
        assert not any(str(REASON) in line for line in command(*arguments))
