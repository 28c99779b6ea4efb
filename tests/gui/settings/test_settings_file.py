"""A settings file from somebody else cannot crash the program, nor take others' settings along."""

import os
import struct
import subprocess
import sys

import pytest

from core.errors import FileError
from core.locks import exclusive
from gui.settings import settings_file
from gui.settings.preferences import Preferences
from gui.settings.settings_file import MAX_BYTES, SettingsFile
from gui.settings.stored_layout import VERSION
from gui.style.theme import Scheme
from tests.faults.test_unread_files import failing

READ = """
import sys
from core.cli.window_options import StartOptions
from gui import start
from gui.style.theme import Scheme

is_reset = sys.argv[1:] == ["--reset"]
preferences = start._preferences(StartOptions(reset=is_reset))
assert preferences.scheme is (Scheme.SYSTEM if is_reset else Scheme.DARK), preferences.scheme
assert preferences.stored("hostile68") is None
preferences.problem()
"""

TYPES = (*range(1, 71), *range(4096, 4119), 65_536)
MARK = "\ufeff"


def encoded(kind):
    """Return the text by which a settings file holds a value of one of Qt's types."""
    content = struct.pack(">IBI", kind, 0, 2**31 - 1) + b"\x7f" * 400
    return "@Variant(" + "".join(f"\\x{byte:x}" for byte in content) + ")"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system keeps the settings")
@pytest.mark.parametrize("options", [[], ["--reset"]], ids=["usual", "reset"])
@pytest.mark.parametrize("mark", ["", MARK], ids=["plain", "after a byte order mark"])
@pytest.mark.parametrize("where", ["inkling/inkling.conf", "inkling.conf"])
def test_no_value_of_any_type_reaches_qt(where, mark, options, tmp_path):
    """In a process of its own, which type 68 would crash; Qt's fallback file is not read at all."""
    lines = [f'hostile{kind}="{mark}{encoded(kind)}"' for kind in TYPES]
    own, hostile = tmp_path / "inkling" / "inkling.conf", tmp_path / where
    own.parent.mkdir()
    own.write_text("[General]\nscheme=dark\n", encoding="utf-8")
    hostile.write_text("\n".join(["[General]", "scheme=dark", *lines]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ, *options],
        env=os.environ | {"XDG_CONFIG_HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "@" not in own.read_text("utf-8")


def test_what_was_written_stays_byte_for_byte(tmp_path):
    file = tmp_path / "x.ini"
    preferences = Preferences(SettingsFile(file))
    texts = ["@home", "me@work", 'with "quotes"', "a, b; c=d", "运行\nzwei", "{}", "back\\slash"]
    preferences.recent_folders = ["/@data", "/me @work, and more", "/数据 é"]
    for number, text in enumerate(texts):
        preferences.store(f"lessons/{number}", text)
    preferences.store("window_layout", f'{{"version":{VERSION},"page":"@x","panels":[]}}')
    preferences.scheme = Scheme.DARK
    preferences.write()

    before = file.read_bytes()
    again = Preferences(SettingsFile(file))
    assert again.problem() is None
    assert [again.stored(f"lessons/{number}") for number in range(len(texts))] == texts
    assert again.recent_folders == preferences.recent_folders
    assert file.read_bytes() == before


def test_foreign_lines_are_reported_and_go(tmp_path):
    file = tmp_path / "x.ini"
    file.write_text(f"[General]\nscheme=dark\nhostile={MARK}@Rect(1 2 3 4)\n", encoding="utf-8")
    store = SettingsFile(file)
    assert "damaged" in str(store.problem())
    assert file.read_bytes() == b'[General]\nscheme="dark"\n'
    assert SettingsFile(file).problem() is None


def test_two_windows_keep_each_others_changes(tmp_path):
    first, second = SettingsFile(tmp_path / "x.ini"), SettingsFile(tmp_path / "x.ini")
    for store, key in ((first, "a"), (second, "b"), (first, "c")):
        store.set_value(key, key)
        store.write()
    assert [SettingsFile(tmp_path / "x.ini").value(key) for key in "abc"] == ["a", "b", "c"]
    assert first.value("b") == "b"

    second.clear()
    second.set_value("d", "d")
    second.write()
    kept = SettingsFile(tmp_path / "x.ini")
    assert [kept.value(key) for key in "abcd"] == [None, None, None, "d"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such pipes")
def test_nothing_that_lies_next_to_the_file_is_waited_for(tmp_path):
    """Such as a pipe in the place of the lock that earlier versions made; none is made now."""
    os.mkfifo(tmp_path / "x.ini.lock")
    store = SettingsFile(tmp_path / "x.ini")
    store.set_value("a", "b")
    assert store.problem() is None
    assert {file.name for file in tmp_path.iterdir()} == {"x.ini", "x.ini.lock"}


def test_another_program_that_keeps_the_folder_locked_keeps_no_settings_from_being_written(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(settings_file, "LOCK_WAIT_S", 0.01)
    store = SettingsFile(tmp_path / "x.ini")
    store.set_value("a", "b")
    with exclusive(tmp_path):
        assert store.problem() is None
    assert SettingsFile(tmp_path / "x.ini").value("a") == "b"


@pytest.mark.parametrize("call", ["lstat", "open"])
def test_a_file_that_cannot_be_read_for_a_moment_loses_nothing(call, tmp_path):
    path = tmp_path / "inkling.conf"
    first = SettingsFile(path)
    first.set_value("theme", "dark")
    first.write()
    other = SettingsFile(path)
    other.set_value("language", "en")
    with failing(path.name, call):
        other.write()
    other.write()
    found = SettingsFile(path)
    assert (found.value("theme"), found.value("language")) == ("dark", "en")


def test_a_link_to_the_file_stays_one(tmp_path):
    (tmp_path / "real.ini").write_text("a=@Rect(1 2 3 4)\nb=c\n")
    (tmp_path / "x.ini").symlink_to(tmp_path / "real.ini")
    SettingsFile(tmp_path / "x.ini").write()
    assert (tmp_path / "x.ini").is_symlink()
    assert (tmp_path / "real.ini").read_text() == '[General]\nb="c"\n'


@pytest.mark.skipif(not hasattr(os, "fchmod"), reason="no such permissions")
def test_a_new_file_is_the_users_alone_and_an_old_one_keeps_its_permissions(tmp_path):
    file = tmp_path / "config" / "x.ini"
    store = SettingsFile(file)
    store.set_value("a", "b")
    store.write()
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    store.set_value("a", "c")
    store.write()
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_store_that_nobody_changes_makes_no_file(tmp_path):
    store = SettingsFile(tmp_path / "x.ini")
    assert store.problem() is None
    store.clear()
    assert store.problem() is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_nobody_wrote_is_not_read(tmp_path):
    (tmp_path / "x.ini").write_bytes(b"a=" + b"b" * MAX_BYTES)
    with pytest.raises(FileError, match="larger"):
        SettingsFile(tmp_path / "x.ini")
    cleared = SettingsFile(tmp_path / "x.ini", cleared=True)
    assert cleared.problem() is None
    assert (tmp_path / "x.ini").read_bytes() == b""
