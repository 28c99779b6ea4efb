"""Locks between processes: nobody waits for ever, and what lives loses nothing to a clean-up."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core import locks
from core.files import TEMPORARY_NAME, leftovers, replacement, sweep, temporary_folder
from core.files import temporary_folder_names as names_of

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
WRITING = """
import sys, time
from pathlib import Path
from core.files import replacement
with replacement(Path(sys.argv[1])):
    print("writing", flush=True)
    time.sleep(600)
"""


def test_one_process_at_a_time_is_in_the_block(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "WAIT_S", 0.1)
    with locks.exclusive(tmp_path):
        with pytest.raises(TimeoutError, match="another program"), locks.exclusive(tmp_path):
            pass
        with locks.exclusive(tmp_path.parent):
            pass
    with locks.exclusive(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_other_one_waits_for_its_end(tmp_path):
    steps = []

    def other():
        with locks.exclusive(tmp_path):
            steps.append("other")

    thread = threading.Thread(target=other)
    with locks.exclusive(tmp_path):
        thread.start()
        thread.join(0.2)
        steps.append("first")
    thread.join()
    assert steps == ["first", "other"]


def test_a_folder_that_is_missing_or_has_no_locks_is_no_obstacle(tmp_path, monkeypatch):
    with locks.exclusive(tmp_path / "nowhere"), locks.held_folder(tmp_path / "nowhere"):
        pass
    assert not locks.is_held(tmp_path / "nowhere")
    if sys.platform != "win32":
        monkeypatch.setattr(locks.fcntl, "flock", without_locks)
    with locks.exclusive(tmp_path), locks.exclusive(tmp_path):
        assert not locks.is_held(tmp_path)


def without_locks(_descriptor, _operation):
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))


def test_what_windows_locks_is_cleaned_up_like_any_temporary_file():
    assert TEMPORARY_NAME.fullmatch(locks.LOCK_NAME)


@POSIX
def test_a_file_that_a_suspended_process_writes_is_no_leftover(tmp_path):
    arguments = [sys.executable, "-c", WRITING, tmp_path / "file"]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout.readline() == "writing\n"
        (temporary,) = tmp_path.iterdir()
        os.utime(temporary, (0, 0))
        while_it_lives = leftovers(tmp_path)
        process.kill()
    assert (while_it_lives, leftovers(tmp_path)) == ([], [temporary])


@POSIX
def test_a_folder_that_is_being_filled_is_not_swept(tmp_path):
    with temporary_folder(tmp_path, ".import-") as folder:
        os.utime(folder, (0, 0))
        sweep(tmp_path, names_of(".import-"), 60)
        assert folder.is_dir()
    with replacement(tmp_path / "file") as file:
        file.write(b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
