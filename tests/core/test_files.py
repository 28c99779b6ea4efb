import os
import secrets
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from core import files
from core.errors import FileError, RunFolderError
from core.files import append_to_file, make_folder, open_file, read_file, replace_file, replacement
from core.leftovers import LEFTOVER_S, leftovers, sweep
from core.storage.layout import read_run_file
from core.temporary_folders import temporary_folder_names

CASES = {
    "missing": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "too large": lambda path: path.write_bytes(b"12345"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_no_run_s_raises_no_error_of_a_run(tmp_path, case):
    path = tmp_path / "comparison.json"
    CASES[case](path)
    with pytest.raises(FileError) as caught:
        read_file(path, 4)
    assert not isinstance(caught.value, RunFolderError)


@pytest.mark.parametrize("case", CASES)
def test_a_file_of_a_run_raises_that_error_with_the_same_words(tmp_path, case):
    path = tmp_path / "metrics.jsonl"
    CASES[case](path)
    with pytest.raises(RunFolderError) as caught:
        read_run_file(path, 4)
    with pytest.raises(FileError, match="metrics") as plain:
        read_file(path, 4)
    assert str(caught.value) == str(plain.value)


WITH_LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")


@pytest.fixture
def victim(tmp_path):
    """A file of the user that no link may lead to."""
    file = tmp_path / "victim"
    file.write_bytes(b"mine")
    return file


@WITH_LINKS
class TestReplacement:
    def test_a_link_is_replaced_not_followed(self, tmp_path, victim):
        (tmp_path / "run.json").symlink_to(victim)
        replace_file(tmp_path / "run.json", b"new")
        assert not (tmp_path / "run.json").is_symlink()
        assert ((tmp_path / "run.json").read_bytes(), victim.read_bytes()) == (b"new", b"mine")

    def test_another_name_of_the_same_file_keeps_its_content(self, tmp_path, victim):
        os.link(victim, tmp_path / "run.json")
        replace_file(tmp_path / "run.json", b"new")
        assert ((tmp_path / "run.json").read_bytes(), victim.read_bytes()) == (b"new", b"mine")

    @pytest.mark.parametrize("name", ["x.csv.tmp", ".x.csv.tmp", "x.csv.coming"])
    def test_a_name_that_can_be_guessed_is_never_used(self, tmp_path, victim, name):
        (tmp_path / name).symlink_to(victim)
        replace_file(tmp_path / "x.csv", b"new")
        assert (tmp_path / name).readlink() == victim
        assert victim.read_bytes() == b"mine"

    def test_a_temporary_file_that_exists_is_not_used(self, tmp_path, victim, monkeypatch):
        monkeypatch.setattr(secrets, "token_hex", lambda _count: "0" * 16)
        (tmp_path / f".inkling-{'0' * 16}.tmp").symlink_to(victim)
        with pytest.raises(FileExistsError):
            replace_file(tmp_path / "x", b"new")
        assert victim.read_bytes() == b"mine"
        assert not (tmp_path / "x").exists()

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
    def test_nothing_remains_after_any_exception(self, tmp_path, victim, error):
        def write_half():
            with replacement(victim) as file:
                file.write(b"half")
                raise error

        with pytest.raises(error):
            write_half()
        assert list(tmp_path.iterdir()) == [victim]
        assert victim.read_bytes() == b"mine"

    def test_permissions_are_passed_on_but_not_those_behind_a_link(self, tmp_path, victim):
        victim.chmod(0o600)
        replace_file(victim, b"new")
        assert victim.stat().st_mode & 0o777 == 0o600
        (tmp_path / "link").symlink_to(victim)
        replace_file(tmp_path / "link", b"new")
        assert (tmp_path / "link").stat().st_mode & 0o777 == 0o666 & ~umask()


def umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.skipif(not hasattr(os, "link"), reason="this system has no hard links")
class TestOtherNames:
    """A file has another name, in a backup that shares what has not changed, or somebody else's."""

    @pytest.fixture
    def names(self, tmp_path):
        mine, other = tmp_path / "mine", tmp_path / "other"
        mine.write_text("a line\n", encoding="utf-8")
        os.link(mine, other)
        return mine, other

    def test_lines_are_appended_under_one_name_alone(self, names):
        mine, other = names
        files.append_to_file(mine, "another\n")
        assert mine.read_text(encoding="utf-8") == "a line\nanother\n"
        assert other.read_text(encoding="utf-8") == "a line\n"

    def test_a_file_is_changed_under_one_name_alone(self, names):
        mine, other = names
        with files.open_to_change(mine, is_made=False) as file:
            file.truncate(1)
        assert mine.read_text(encoding="utf-8") == "a"
        assert other.read_text(encoding="utf-8") == "a line\n"

    def test_one_that_is_given_other_names_all_the_time_is_refused(self, names, monkeypatch):
        mine, other = names
        replacement = files.replacement

        @contextmanager
        def shared_again(path):
            with replacement(path) as file:
                yield file
            os.link(path, other.with_name("third"))

        monkeypatch.setattr(files, "replacement", shared_again)
        with pytest.raises(OSError, match=str(mine)):
            files.append_to_file(mine, "another\n")
        assert mine.read_text(encoding="utf-8") == "a line\n"


@WITH_LINKS
class TestAppending:
    def test_a_file_is_created_and_grows(self, tmp_path):
        append_to_file(tmp_path / "lines", "one\n")
        append_to_file(tmp_path / "lines", "two\n")
        assert (tmp_path / "lines").read_bytes() == b"one\ntwo\n"

    @pytest.mark.parametrize("has_check", [True, False])
    def test_links_are_refused(self, tmp_path, victim, monkeypatch, has_check):
        """Also those that appear after `refuse_link` has looked."""
        if not has_check:
            monkeypatch.setattr(files, "refuse_link", lambda _path: None)
        for target in (victim, tmp_path / "new", "loop"):
            link = tmp_path / "loop"
            link.symlink_to(target)
            with pytest.raises(OSError, match=r"link|symbolic"):
                append_to_file(link, "more\n")
            link.unlink()
        assert victim.read_bytes() == b"mine"
        assert list(tmp_path.iterdir()) == [victim]

    @pytest.mark.timeout(20)
    def test_a_pipe_is_not_waited_for(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(OSError, match="pipe"):
            append_to_file(tmp_path / "pipe", "more\n")
        reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
        try:
            with pytest.raises(OSError, match="ordinary"):
                append_to_file(tmp_path / "pipe", "more\n")
            assert os.read(reader, 10) == b""
        finally:
            os.close(reader)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", 5000 * "a"])
def test_a_name_that_no_system_accepts_is_refused_like_a_missing_file(name, tmp_path):
    """A path that is dropped may hold any character."""
    with pytest.raises(FileError, match="cannot be read"):
        read_file(tmp_path / name, 10)


@WITH_LINKS
@pytest.mark.timeout(20)
class TestOpening:
    def test_pipes_devices_and_folders_are_refused(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "link").symlink_to("pipe")
        for path in (tmp_path / "pipe", tmp_path / "link", Path("/dev/zero"), tmp_path):
            with pytest.raises(OSError, match=r"ordinary|directory"):
                open_file(path)

    def test_a_pipe_that_appears_after_the_check_is_refused_too(self, tmp_path, monkeypatch):
        (tmp_path / "file").write_bytes(b"x")
        status = os.stat

        def look_and_swap(path, **options):
            seen = status(path, **options)
            (tmp_path / "file").unlink()
            os.mkfifo(tmp_path / "file")
            return seen

        monkeypatch.setattr(os, "stat", look_and_swap)
        with pytest.raises(OSError, match="ordinary"):
            open_file(tmp_path / "file")

    def test_links_are_followed_only_if_they_may_be(self, tmp_path, victim):
        (tmp_path / "link").symlink_to(victim)
        with open_file(tmp_path / "link") as file:
            assert file.read() == b"mine"
        with pytest.raises(OSError, match="is a link"):
            open_file(tmp_path / "link", follows_links=False)


@WITH_LINKS
class TestLeftovers:
    NAME = ".inkling-0123456789abcdef.tmp"

    def test_only_old_ordinary_files_with_such_names(self, tmp_path, victim):
        names = (self.NAME, ".inkling-0123.tmp", "x.tmp", "run.json.tmp", ".inkling-notes.tmp")
        for name in names:
            (tmp_path / name).write_bytes(b"x")
            os.utime(tmp_path / name, (0, 0))
        (tmp_path / self.NAME.replace("0", "a")).symlink_to(victim)
        (tmp_path / self.NAME.replace("0", "b")).mkdir()
        (tmp_path / self.NAME.replace("0", "c")).write_bytes(b"of a running process")
        for name in ("a", "b"):
            os.utime(tmp_path / self.NAME.replace("0", name), (0, 0), follow_symlinks=False)

        assert leftovers(tmp_path) == [tmp_path / self.NAME]
        assert leftovers(tmp_path, also=["run.json.tmp"]) == [
            tmp_path / self.NAME,
            tmp_path / "run.json.tmp",
        ]

    def test_those_from_the_future_were_left_before_the_clock_was_set_back(self, tmp_path):
        for name, ahead_s in (("a", 60), ("b", LEFTOVER_S + 60)):
            path = tmp_path / self.NAME.replace("0", name)
            path.touch()
            changed_s = path.stat().st_mtime + ahead_s
            os.utime(path, (changed_s, changed_s))
        assert leftovers(tmp_path) == [tmp_path / self.NAME.replace("0", "b")]

    def test_none_behind_a_link_or_in_what_is_no_folder(self, tmp_path, victim):
        (tmp_path / "real").mkdir()
        (tmp_path / "real" / self.NAME).write_bytes(b"x")
        os.utime(tmp_path / "real" / self.NAME, (0, 0))
        (tmp_path / "link").symlink_to("real")
        assert leftovers(tmp_path / "real")
        assert leftovers(tmp_path / "link") == leftovers(victim) == leftovers(tmp_path / "no") == []

    def test_folders_are_swept_by_their_whole_name(self, tmp_path):
        names = (".import-abc_0123", ".import-important", ".import-abc_01234", "import-abc_0123")
        for name in names:
            (tmp_path / name).mkdir()
            os.utime(tmp_path / name, (0, 0))
        (tmp_path / "kept").mkdir()
        (tmp_path / "kept" / "file").write_bytes(b"x")
        (tmp_path / ".import-linked00").symlink_to("kept")
        os.utime(tmp_path / ".import-linked00", (0, 0), follow_symlinks=False)

        sweep(tmp_path, temporary_folder_names(".import-"), 60)
        assert {path.name for path in tmp_path.iterdir()} == {
            *names[1:],
            "kept",
            ".import-linked00",
        }
        assert (tmp_path / "kept" / "file").exists()


@WITH_LINKS
def test_a_folder_is_not_made_behind_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    for target in ("elsewhere", "nowhere", "link"):
        (tmp_path / "link").symlink_to(target)
        with pytest.raises(OSError, match="is a link"):
            make_folder(tmp_path / "link")
        (tmp_path / "link").unlink()
    assert {path.name for path in tmp_path.iterdir()} == {"elsewhere"}
