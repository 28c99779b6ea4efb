"""Settings files as Qt writes them, read without Qt; what Qt makes of the same lines."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings

from gui.settings.ini_text import check_name, format_ini, parse_ini

# what Qt's reader and writer treat in ways of their own, next to what it decodes
PARTS = [
    "@", "@@", "@Variant(", "\\0\\0\\0\\x7f", "@ByteArray(abc)", "@Invalid()", "@Rect(0 0 1 1)",
    "@Size(1 2)", "@Point(1 2)", ")", ",", ", ", " ", "\t", '"', '""', '" "', "\\\\", '\\"', "\\n",
    "\\t", "\\a", "\\?", "\\'", "\\x40", "\\40", "\\u0040", "\\x0", "\\xfeff", "\\xd83d", "\\xdd58",
    "a", "é", "运行", "🖊", "\u00a0", "\u200b", "\u200d", "\ufeff", "\ufffe", ";", "=", "\\", "%40",
    "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\x00", "\x1f", "\x7f",
]  # fmt: skip


_HALVES = re.compile("[\ud800-\udfff]")  # of a pair of surrogates


def read_by_qt(file, content):
    file.write_bytes(content)
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    return {key: settings.value(key) for key in settings.allKeys()}


@pytest.mark.parametrize("seed", range(40))
def test_qt_reads_no_accepted_line_as_anything_but_the_same_text(seed, tmp_path):
    chance = random.Random(seed)
    lines = [
        f"k{number}={''.join(chance.choices(PARTS, k=chance.randint(1, 7)))}".encode()
        for number in range(250)
    ]
    accepted = [line for line in lines if parse_ini(line)[0] and b"\n" not in line]
    texts = parse_ini(b"\n".join(lines))[0]
    assert set(texts) == {line.partition(b"=")[0].decode() for line in accepted}
    whole = {name: _HALVES.sub("", text) for name, text in texts.items()}  # as PySide hands them on
    assert len(whole) > 30
    assert read_by_qt(tmp_path / "raw.ini", b"\n".join(accepted)) == whole
    assert read_by_qt(tmp_path / "written.ini", format_ini(texts)) == whole


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,4}(/[a-z0-9.-]{1,3}){0,2}", fullmatch=True),
        st.text(st.sampled_from('@\ufeff"\\,;=aAf0 \n\r\t\0\x7f\u200d\u2028é🖊\udc80%x'))
        | st.text(),
    )
)
def test_what_is_written_is_read_again(texts):
    content = format_ini(texts)
    assert parse_ini(content) == (texts, False)
    assert format_ini(parse_ini(content)[0]) == content


@pytest.mark.parametrize(
    "line",
    [
        b"a=@Variant(x)",
        b'a="@Variant(x)"',
        b"a=\xef\xbb\xbf@Variant(x)",
        b'a="\xef\xbb\xbf@Variant(x)"',
        b"a=\xef\xbf\xbe@Variant(x)",
        b"a=\xef\xbb\xbfx",
        b"a=\\x40Variant(x)",
        b"a=\\100Variant(x)",
        b"a=\\x000040Variant(x)",
        b"a=\\q@Variant(x)",
        b"a=b, @Variant(x)",
        b"a=b; c",
        b'a=""@Variant(x)',
        b'a="b" c',
        b"a=\\",
        b'a="',
        b"a=\xff@Variant(x)",
        b"a=\x00@Variant(x)",
        b"a=\x1f",
        b"a\xef\xbb\xbf=b",
        b"a%40=b",
        b"/a=b",
        b"a//b=c",
        b"a",
        b"=b",
        b"[a%40]\nb=c",
        b"[a]b\nb=c",
        b"[\xef\xbb\xbfa]\nb=c",
    ],
)
def test_what_is_not_plainly_a_text_is_refused(line):
    assert parse_ini(line) == ({}, True)


def test_what_qt_wrote_is_read(tmp_path):
    """The settings of users of earlier versions."""
    texts = {
        "scheme": "dark",
        "lessons/first": "a b",
        "recent_folders": '/@data\n/me @work, and "more"\n/数据 é\n/🖊 \u200d',
        "at": "@home",
        "spaces": "  a ",
        "controls": "".join(map(chr, range(1, 32))) + "aff",
        "a/b/c": "x;y=z",
        "empty": "",
    }
    file = tmp_path / "x.ini"
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    for name, text in texts.items():
        settings.setValue(name, text)
    settings.sync()
    assert parse_ini(file.read_bytes()) == (texts, False)


def test_objects_of_qt_are_left_out(tmp_path):
    file = tmp_path / "x.ini"
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    for name, value in (("bytes", QByteArray(bytes(range(256)))), ("rect", QRect(1, 2, 3, 4))):
        settings.setValue(f"layout/{name}", value)
    settings.setValue("scheme", "dark")
    settings.sync()
    assert parse_ini(file.read_bytes()) == ({"scheme": "dark"}, False)  # earlier versions did so

    settings.setValue("point", QPoint(1, 2))
    settings.sync()
    assert parse_ini(file.read_bytes()) == ({"scheme": "dark"}, True)


def test_comments_and_ends_of_lines_of_windows_are_no_damage():
    content = b"; mine\r\n\r\n[General]\r\na = b\r\n[x]\r\nc=d\r\n"
    assert parse_ini(content) == ({"a": "b", "x/c": "d"}, False)


@pytest.mark.parametrize("name", ["", "a b", "a=b", "[a]", "/a", "a/", "a//b", "é", "general/a"])
def test_a_name_that_cannot_be_read_again_is_refused(name):
    with pytest.raises(ValueError, match=r".*"):
        check_name(name)
