"""Zip files: nothing of one is read without a limit."""

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest

from core.bounded_zip import MAX_EXTRA_BYTES, open_zip
from core.config.run import RunConfig
from core.data import folders
from core.errors import InklingError
from core.lifecycle import archive

ROOT = Path(__file__).parents[2]
READING = re.compile(r"\.(?:read|readlines?|extractall|testzip)\((.*)$|\bnp\.load\(")
A_SIZE = re.compile(r"(?:size\b|most\b|[A-Z_]*BYTES\b|CHUNK|BLOCK|min\(|[0-9])")


def unlimited_reads(source):
    """The lines of a module that uses zip files which read something as far as it goes.

    `ZipFile.read` unpacks all that is packed, whatever size is announced, and so does `read` of a
    member that is given no size.
    """
    if "ZipFile" not in source:
        return []
    return [
        line.strip()
        for line in source.splitlines()
        if (reading := READING.search(line)) and not A_SIZE.match(reading[1] or "")
    ]


@pytest.mark.parametrize(
    ("line", "is_unlimited"),
    [
        ("text = archive.read(members[RUN_FILE])", True),
        ('text = archive.read("run.json")', True),
        ("text = member.read()", True),
        ("archive.extractall(folder)", True),
        ("with np.load(path) as arrays:", True),
        ("block = member.read(BLOCK_BYTES)", False),
        ("block = member.read(min(left, 10))", False),
    ],
)
def test_such_lines_are_noticed(line, is_unlimited):
    assert bool(unlimited_reads(f"from zipfile import ZipFile\n{line}\n")) is is_unlimited


def test_no_member_of_a_zip_is_read_without_a_limit():
    sources = [
        *(file for room in ("core", "gui") for file in (ROOT / room).rglob("*.py")),
        *(ROOT / "resources").rglob("*.jinja"),
    ]
    reads = {file.name: unlimited_reads(file.read_text("utf-8")) for file in sources}
    assert sum("ZipFile" in file.read_text("utf-8") for file in sources) >= 6
    assert not {name: lines for name, lines in reads.items() if lines}


def directory(entries, extra=b""):
    """A zip file of nothing but its directory."""
    entry = struct.pack("<4s24xHH14x", b"PK\1\2", 1, len(extra)) + b"a" + extra
    content = entry * entries
    end = struct.pack("<4s4xHHIIxx", b"PK\5\6", entries, entries, len(content), 0)
    return content + end


# which `zipfile` would take apart in 16,000 steps, each of which copies the rest
LONG_EXTRA = struct.pack("<HH", 0x9999, 0) * 16_000


def test_a_directory_of_too_many_entries_is_refused_before_objects_are_made(monkeypatch):
    made = []
    monkeypatch.setattr(zipfile, "ZipInfo", lambda *_: made.append(1))
    with pytest.raises(ValueError, match="too much"):
        open_zip(io.BytesIO(directory(11)), 10_000, ValueError("too much"), max_entries=10)
    assert not made


def test_an_entry_longer_than_programs_write_them_is_refused():
    with pytest.raises(zipfile.BadZipFile, match="too long"):
        open_zip(io.BytesIO(directory(3, LONG_EXTRA)), 1_000_000, ValueError("too much"))
    usual = struct.pack("<HH", 0x9999, MAX_EXTRA_BYTES - 4) + bytes(MAX_EXTRA_BYTES - 4)
    with open_zip(io.BytesIO(directory(10, usual)), 1_000_000, ValueError(), 10) as opened:
        assert len(opened.infolist()) == 10


def test_a_member_that_looks_like_a_directory_is_read():
    packed, content = io.BytesIO(), directory(20, LONG_EXTRA)
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("data", content)
    with open_zip(packed, 2_000_000, ValueError(), 10) as opened, opened.open("data") as member:
        assert member.read(len(content) + 1) == content


def read_data(file):
    folders.changes_for(RunConfig(), str(file))


def read_run(file):
    archive.unpack(file, file.parent / "runs")


@pytest.mark.parametrize(
    ("name", "read"), [("a.zip", read_data), ("a.npz", read_data), ("a.zip", read_run)]
)
def test_all_who_open_one_refuse_it(name, read, tmp_path):
    file = tmp_path / name
    file.write_bytes(directory(3, LONG_EXTRA))
    with pytest.raises(InklingError) as refused:
        read(file)
    assert "too long" in str(refused.value) + str(refused.value.__cause__)
