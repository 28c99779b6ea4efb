"""A settings file from somebody else cannot crash the program: Qt decodes only texts of it."""

import struct
import subprocess
import sys

import pytest
from PySide6.QtCore import QByteArray, QRect, QSettings

from core.errors import FileError
from gui.settings.preferences import Preferences
from gui.settings.settings_file import MAX_BYTES, keep_texts
from gui.settings.stored_layout import VERSION
from gui.style.theme import Scheme

READ = """
import sys
from PySide6.QtCore import QSettings
from core.cli.window_options import StartOptions
from gui import start
from gui.style.theme import Scheme

kept = QSettings(sys.argv[1], QSettings.Format.IniFormat)
start.QSettings = lambda *_: kept
preferences = start._preferences(StartOptions())
assert preferences.scheme is Scheme.DARK
assert preferences.stored("hostile") is None
"""

TYPES = (*range(1, 71), *range(4096, 4119), 65_536)


def encoded(kind):
    """Return the text by which a settings file holds a value of one of Qt's types."""
    content = struct.pack(">IBI", kind, 0, 2**31 - 1) + b"\x7f" * 400
    return "@Variant(" + "".join(f"\\x{byte:x}" for byte in content) + ")"


def values(file):
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    return {key: settings.value(key) for key in settings.allKeys()}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system keeps the settings")
def test_no_value_of_any_type_reaches_qt(tmp_path):
    """In a process of its own, which type 68 would crash."""
    lines = [f"hostile{kind}={encoded(kind)}" for kind in TYPES]
    (tmp_path / "x.ini").write_text("\n".join(["[General]", "scheme=dark", *lines]))
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path / "x.ini")],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "@" not in (tmp_path / "x.ini").read_text()


@pytest.mark.parametrize(
    "line",
    [
        "hostile=@Variant(\\0\\0\\0\\x8)",
        'hostile="@Variant(\\0\\0\\0\\x8)"',
        "hostile=\\x40Variant(abc)",
        "hostile=\\100Variant(abc)",
        'hostile="\\x40Variant(abc)"',
        "hostile=\\q@Variant(abc)",
        "hostile=a, @Variant(abc)",
        'hostile="a", "@Variant(abc)"',
        'hostile=""@Variant(abc)',
        "hostile=\\\n@Variant(abc)",
        'hostile="\n@Variant(abc)"',
        "hostile   =   @Variant(abc)",
        "hostile=@DateTime(abc)",
        "hostile=@ByteArray(abc)",
        "hostile=@Rect(1 2 3 4)",
        "\x00hostile=1",
    ],
)
def test_however_it_is_written(line, tmp_path):
    file = tmp_path / "x.ini"
    file.write_text(f"[General]\nscheme=dark\n{line}\nlanguage=en\n[lessons]\na=b\n")
    assert keep_texts(file)
    assert values(file) == {"scheme": "dark", "language": "en", "lessons/a": "b"}


def test_what_inkling_writes_stays_byte_for_byte(tmp_path):
    file = tmp_path / "x.ini"
    preferences = Preferences(QSettings(str(file), QSettings.Format.IniFormat))
    texts = ["@home", "me@work", 'with "quotes"', "a, b; c=d", "运行\nzwei", "{}", "back\\slash"]
    preferences.recent_folders = ["/@data", "/me @work, and more", "/数据 é"]
    for number, text in enumerate(texts):
        preferences.store(f"lessons/{number}", text)
    preferences.store("window_layout", f'{{"version":{VERSION},"page":"@x","panels":[]}}')
    preferences.scheme = Scheme.DARK
    preferences.write()
    before = file.read_bytes()
    keep_texts(file)
    assert file.read_bytes() == before


def test_bytes_of_earlier_versions_go(tmp_path):
    file = tmp_path / "x.ini"
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("layout/panels", QByteArray(bytes(range(256))))
    settings.setValue("layout/rect", QRect(1, 2, 3, 4))
    settings.setValue("scheme", "dark")
    settings.sync()
    assert not keep_texts(file)
    assert values(file) == {"scheme": "dark"}


def test_a_link_to_the_file_stays_one(tmp_path):
    (tmp_path / "real.ini").write_text("a=@Rect(1 2 3 4)\nb=c\n")
    (tmp_path / "x.ini").symlink_to(tmp_path / "real.ini")
    keep_texts(tmp_path / "x.ini")
    assert (tmp_path / "x.ini").is_symlink()
    assert (tmp_path / "real.ini").read_text() == "b=c\n"


def test_a_file_that_nobody_wrote_is_not_read(tmp_path):
    keep_texts(tmp_path / "missing.ini")
    (tmp_path / "x.ini").write_bytes(b"a=" + b"b" * MAX_BYTES)
    with pytest.raises(FileError, match="larger"):
        keep_texts(tmp_path / "x.ini")
