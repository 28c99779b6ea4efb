"""Locks between processes: nobody waits for ever, and what lives loses nothing to a clean-up."""

import errno
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from core import locks
from core.files import TEMPORARY_NAME, replacement
from core.leftovers import leftovers, sweep
from core.temporary_folders import temporary_folder
from core.temporary_folders import temporary_folder_names as names_of
from tests.core.windows import Windows, locks_on

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


class TestFileLock:
    def test_one_has_it_at_a_time(self, tmp_path):
        first, second = locks.FileLock(tmp_path / "lock"), locks.FileLock(tmp_path / "lock")
        with first:
            assert first.is_locked
            with pytest.raises(locks.LockedError):
                second.acquire(0.05)
            assert not second.is_locked
        with second:
            assert not first.is_locked

    def test_the_next_one_gets_it_from_one_that_is_forgotten(self, tmp_path):
        locks.FileLock(tmp_path / "lock").acquire()
        with locks.FileLock(tmp_path / "lock").acquire(10.0):
            pass

    def test_another_thread_releases_it(self, tmp_path):
        lock = locks.FileLock(tmp_path / "lock").acquire()
        thread = threading.Thread(target=lock.release)
        thread.start()
        thread.join()
        with locks.FileLock(tmp_path / "lock"):
            pass

    def test_it_is_taken_of_no_file_that_was_deleted_meanwhile(self, tmp_path):
        """Who had it has deleted the file after it was opened here."""
        file = tmp_path / "lock"
        first, second = locks.FileLock(file).acquire(), locks.FileLock(file)
        waiting = threading.Thread(target=second.acquire, args=(10.0,))
        waiting.start()
        file.unlink()
        first.release()
        waiting.join()
        assert second.is_locked
        with pytest.raises(locks.LockedError):
            locks.FileLock(file).acquire()
        second.release()

    def test_a_missing_folder_is_not_made(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            locks.FileLock(tmp_path / "nowhere" / "lock").acquire()
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK])
    @POSIX
    def test_without_locks_nothing_is_left_that_keeps_others_out(
        self, number, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(locks.fcntl, "flock", Mock(side_effect=OSError(number, "no locks")))
        killed, next_one = locks.FileLock(tmp_path / "lock"), locks.FileLock(tmp_path / "lock")
        with killed, next_one:
            assert killed.is_locked
            assert next_one.is_locked
        assert (tmp_path / "lock").read_bytes() == b""

    def test_what_an_earlier_version_left_in_the_file_is_no_obstacle(self, tmp_path):
        """Without locks, `filelock` wrote into it who has it, for ever after a kill."""
        (tmp_path / "lock").write_text("12345\nclassroom-7\n")
        with locks.FileLock(tmp_path / "lock"):
            pass
        assert (tmp_path / "lock").read_text() == "12345\nclassroom-7\n"


class TestOnWindows:
    """The branch for Windows, with a stand-in for its calls."""

    @pytest.fixture
    def windows(self):
        return Windows()

    @pytest.fixture
    def locks_there(self, windows, monkeypatch):
        loaded = locks_on(windows, monkeypatch)
        monkeypatch.setattr(loaded, "WAIT_S", 0.1)
        return loaded

    def test_one_at_a_time_is_in_the_block_and_nothing_is_left(self, locks_there, tmp_path):
        with locks_there.exclusive(tmp_path):
            assert [path.name for path in tmp_path.iterdir()] == [locks.LOCK_NAME]
            with (
                pytest.raises(TimeoutError, match="another program"),
                locks_there.exclusive(tmp_path),
            ):
                pass
            with locks_there.exclusive(tmp_path.parent):
                pass
            assert (tmp_path / locks.LOCK_NAME).exists()  # one that gave up deletes no open file
        with locks_there.exclusive(tmp_path):
            pass
        assert list(tmp_path.iterdir()) == []

    def test_many_threads_lose_no_change(self, locks_there, tmp_path, monkeypatch):
        monkeypatch.setattr(locks_there, "WAIT_S", 60.0)
        monkeypatch.setattr(locks_there, "POLL_S", 0.0005)
        (tmp_path / "number").write_text("0")

        def add():
            for _ in range(20):
                with locks_there.exclusive(tmp_path):
                    number = int((tmp_path / "number").read_text())
                    time.sleep(0)
                    (tmp_path / "number").write_text(str(number + 1))

        threads = [threading.Thread(target=add) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (tmp_path / "number").read_text() == "80"

    def test_the_lock_is_released_and_passed_on_after_an_exception(
        self, locks_there, windows, tmp_path
    ):
        with pytest.raises(ZeroDivisionError), locks_there.exclusive(tmp_path):
            raise ZeroDivisionError
        assert windows.calls == [windows.LK_NBLCK, windows.LK_UNLCK]
        with locks_there.exclusive(tmp_path):
            pass

    def test_a_missing_folder_is_not_made(self, locks_there, tmp_path):
        with locks_there.exclusive(tmp_path / "nowhere"):
            assert list(tmp_path.iterdir()) == []

    def test_one_has_the_lock_of_a_file_at_a_time(self, locks_there, windows, tmp_path):
        file = tmp_path / "lock"
        with locks_there.FileLock(file), pytest.raises(locks_there.LockedError):
            locks_there.FileLock(file).acquire()
        with locks_there.FileLock(file):
            pass
        windows.has_locks = False
        with locks_there.FileLock(file), locks_there.FileLock(file):
            pass

    def test_without_locks_everything_goes_on(self, locks_there, windows, tmp_path):
        windows.has_locks = False
        with locks_there.exclusive(tmp_path), locks_there.exclusive(tmp_path):
            pass
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_can_only_be_read_needs_no_lock(self, locks_there, windows, tmp_path):
        windows.deleted_in = 10**6
        with locks_there.exclusive(tmp_path):
            assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("goes", [True, False])
    def test_a_deleted_file_is_waited_for_until_it_is_gone(
        self, goes, locks_there, windows, tmp_path
    ):
        """Windows refuses to open it until whoever still has it open has closed it."""
        (tmp_path / locks.LOCK_NAME).touch()
        windows.deleted_in = 2 if goes else 10**6
        if goes:
            with locks_there.exclusive(tmp_path):
                pass
            assert list(tmp_path.iterdir()) == []
        else:
            with pytest.raises(TimeoutError), locks_there.exclusive(tmp_path):
                pass

    def test_a_file_of_a_killed_process_is_locked_and_deleted(self, locks_there, tmp_path):
        (tmp_path / locks.LOCK_NAME).touch()
        with locks_there.exclusive(tmp_path):
            pass
        assert list(tmp_path.iterdir()) == []

    @POSIX
    @pytest.mark.parametrize("is_there", [True, False])
    def test_a_planted_link_is_removed_and_not_followed(self, is_there, locks_there, tmp_path):
        folder, victim = tmp_path / "folder", tmp_path / "victim"
        folder.mkdir()
        if is_there:
            victim.write_bytes(b"mine")
        (folder / locks.LOCK_NAME).symlink_to(victim)
        with locks_there.exclusive(folder):
            assert not (folder / locks.LOCK_NAME).is_symlink()
        assert list(folder.iterdir()) == []
        assert (victim.read_bytes() == b"mine") if is_there else not victim.exists()

    def test_a_folder_of_that_name_is_no_obstacle(self, locks_there, tmp_path):
        (tmp_path / locks.LOCK_NAME).mkdir()
        with locks_there.exclusive(tmp_path):
            pass
        assert (tmp_path / locks.LOCK_NAME).is_dir()

    def test_a_file_that_is_being_written_is_not_locked_nor_moved_in(
        self, locks_there, windows, tmp_path
    ):
        """A lock keeps others from reading there, and its region begins at the position."""
        descriptor = windows.os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
        os.write(descriptor, b"half")
        locks_there.hold(descriptor)
        os.write(descriptor, b" and half")
        assert windows.calls == []
        assert (tmp_path / "file").read_bytes() == b"half and half"
        assert not locks_there.is_held(tmp_path / "file")
        with pytest.raises(PermissionError):
            windows.os.unlink(tmp_path / "file")
        windows.os.close(descriptor)

    def test_a_held_folder_opens_nothing(self, locks_there, windows, tmp_path):
        with locks_there.held_folder(tmp_path):
            assert windows._open == {}
            assert not locks_there.is_held(tmp_path)
