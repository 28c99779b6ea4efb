"""A zip file of data, whose files are read where they are: nothing is unpacked on the disk.

Names that lead out of it, more entries than a folder may have and more bytes than `MAX_BYTES` are
refused when it is opened. A file in it ends where the directory states, so that no file yields more
than was counted.
"""

import io
import lzma
import os
import re
import stat
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZipFile, ZipInfo

from core import bounded_zip
from core.bounded_zip import is_packed_larger
from core.cancellation import check_cancelled
from core.errors import DataError, not_readable
from core.files import open_file
from core.messages import Message, message

SUFFIX = ".zip"
# methods that unpack piece by piece; the others unpack gigabytes from one kilobyte at once
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MAX_ENTRIES = 200_000
MAX_BYTES = 4 << 30  # of all files unpacked
MAX_FOLDERS = 5_000  # fifty for each of a hundred classes
MAX_DEPTH = 30  # of folders within folders
MAX_READ_BYTES = 64_000_000  # a directory of `MAX_ENTRIES` entries with names of 200 letters
# what `zipfile` raises on damaged files, passwords and compressions that it does not know
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, KeyError),
    *(RuntimeError, NotImplementedError),
)
BLOCK_BYTES = 1 << 20
_ELSEWHERE = re.compile(r"\\|^[a-zA-Z]:")  # paths of Windows


@dataclass(frozen=True, eq=False)
class _Tree:
    """An open zip file.

    Attributes:
        files: by path in it.
        folders: the names of each folder's entries, by its path; "" for the whole.
    """

    path: Path
    archive: ZipFile
    files: dict[str, ZipInfo] = field(default_factory=dict)
    folders: dict[str, set[str]] = field(default_factory=lambda: {"": set()})

    def add(self, member: ZipInfo) -> None:
        """Add a member of the archive.

        Raises:
            DataError: if its name leads elsewhere, or there are too many folders.
        """
        name = member.filename.rstrip("/")
        parts = name.split("/")
        is_fit = len(parts) <= MAX_DEPTH and all(part not in ("", ".", "..") for part in parts)
        if not is_fit or _ELSEWHERE.search(name) or "\0" in member.orig_filename:
            raise _refusal(
                self.path, message("the name {name} is none of a file in it", name=name[:100])
            )
        if _is_folder(member):
            self._add_folder(parts)
        else:
            self._add_folder(parts[:-1]).add(parts[-1])
            self.files[name] = member

    def _add_folder(self, parts: list[str]) -> set[str]:
        """Add a folder and those around it; return the names of its entries."""
        key = "/".join(parts)
        if key in self.folders:
            return self.folders[key]
        if len(self.folders) >= MAX_FOLDERS:
            raise _refusal(
                self.path, message("it contains more than {most} folders", most=MAX_FOLDERS)
            )
        self._add_folder(parts[:-1]).add(parts[-1])
        self.folders[key] = set()
        return self.folders[key]

    def check(self) -> None:
        """Raise a `DataError` if a name stands for a file and a folder."""
        for name in self.files.keys() & self.folders.keys():
            raise _refusal(self.path, message("{name} is a file and a folder in it", name=name))


@dataclass(frozen=True)
class ZippedPath:
    """The path of a file or folder in a zip file that is open."""

    tree: _Tree
    inner: PurePosixPath

    @property
    def name(self) -> str:
        """The last part; that of the zip file for the whole."""
        return self.inner.name or self.tree.path.name

    @property
    def suffix(self) -> str:
        """The end of the name, from its last dot on."""
        return PurePosixPath(self.name).suffix

    @property
    def size(self) -> int:
        """How many bytes the file has, unpacked."""
        return self.tree.files[self._key].file_size

    @property
    def parent(self) -> "ZippedPath":
        """The folder that holds it."""
        return ZippedPath(self.tree, self.inner.parent)

    def __truediv__(self, name: str) -> "ZippedPath":
        return ZippedPath(self.tree, self.inner / name)

    def __lt__(self, other: "ZippedPath") -> bool:
        return self.inner < other.inner

    def __str__(self) -> str:
        return str(self.tree.path.joinpath(*self.inner.parts))

    def iterdir(self) -> Iterator["ZippedPath"]:
        """Yield the paths of the folder's entries."""
        for name in self.tree.folders.get(self._key, ()):
            yield self / name

    def relative_to(self, other: "ZippedPath") -> PurePosixPath:
        """Return the path within a folder above."""
        return self.inner.relative_to(other.inner)

    def is_file(self) -> bool:
        """Return whether it is a file."""
        return self._key in self.tree.files

    def is_dir(self) -> bool:
        """Return whether it is a folder."""
        return self._key in self.tree.folders

    def open(self) -> io.BufferedReader:
        """Open the file for reading.

        Raises:
            OSError: if it cannot be unpacked; reading raises it if the file is damaged.
        """
        member = self.tree.files.get(self._key)
        if member is None:
            raise FileNotFoundError(f"there is no file {self}")
        try:
            unpacked = self.tree.archive.open(member)
        except DAMAGED as error:
            raise OSError(str(error)) from error
        return io.BufferedReader(_Unpacking(unpacked, member.file_size))

    @property
    def _key(self) -> str:
        return "/".join(self.inner.parts)


class _Unpacking(io.RawIOBase):
    """The bytes of a file in a zip file; what is wrong with them is an `OSError`.

    A position that lies back is reached by unpacking the file from its start. The last bytes that
    were skipped are remembered, since the directory of an archive is read backwards from its end.
    """

    def __init__(self, unpacked: IO[bytes], size: int) -> None:
        self._unpacked, self._size = unpacked, size
        self._position = 0  # of the next byte; unpacking gets there when it is read
        self._skipped, self._skipped_start = b"", 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that the position can be moved."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """Read into a buffer and return how many bytes were read."""
        check_cancelled()
        start = self._position - self._skipped_start
        if 0 <= start < len(self._skipped):
            content = self._skipped[start : start + len(buffer)]
        else:
            content = self._unpack(min(len(buffer), BLOCK_BYTES))
        buffer[: len(content)] = content
        self._position += len(content)
        return len(content)

    def _unpack(self, size: int) -> bytes:
        """Return what follows the position."""
        try:
            if self._unpacked.tell() > self._position:
                self._unpacked.seek(0)
            if self._unpacked.tell() < self._position:
                self._skip_to_position()
            return self._unpacked.read(size)
        except DAMAGED as error:
            raise OSError(str(error)) from error

    def _skip_to_position(self) -> None:
        last: deque[bytes] = deque(maxlen=2)
        while (left := self._position - self._unpacked.tell()) > 0:
            check_cancelled()
            block = self._unpacked.read(min(left, BLOCK_BYTES))
            if not block:
                break
            last.append(block)
        self._skipped = b"".join(last)
        self._skipped_start = self._unpacked.tell() - len(self._skipped)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position within the file."""
        starts = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}
        self._position = min(max(starts[whence] + offset, 0), self._size)
        return self._position

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def close(self) -> None:
        """Close the file."""
        self._unpacked.close()
        super().close()


def is_zip(path: Path) -> bool:
    """Return whether the path is that of a zip file, by its name."""
    return path.suffix.lower() == SUFFIX and os.path.isfile(path)


@contextmanager
def open_zip(path: Path) -> Iterator[ZippedPath]:
    """Open a zip file of data; the paths in it can be used until the block ends.

    Raises:
        DataError: if it is damaged, protected by a password, too large, or has unfit names.
    """
    try:
        source = open_file(path)
    except OSError as error:
        raise _unreadable(path, error) from error

    with source:
        too_long = _refusal(path, message("it contains more than {most} files", most=MAX_ENTRIES))
        try:
            archive = bounded_zip.open_zip(source, MAX_READ_BYTES, too_long, MAX_ENTRIES)
        except (OSError, *DAMAGED) as error:
            raise _unreadable(path, error) from error
        with archive:
            yield ZippedPath(_tree(path, archive), PurePosixPath())


def _tree(path: Path, archive: ZipFile) -> _Tree:
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    if size > MAX_BYTES:
        raise _refusal(
            path,
            message(
                "unpacked it would have {size:,} bytes, more than {most:,}",
                size=size,
                most=MAX_BYTES,
            ),
        )
    if any(member.flag_bits & 1 for member in members):
        raise _refusal(path, message("it is protected by a password; unpack it first"))
    if any(member.compress_type not in METHODS for member in members):
        raise _refusal(path, message("it is not compressed with Deflate; pack it again"))
    if any(map(is_packed_larger, members)):
        raise _refusal(path, message("the sizes stated in it are wrong"))

    names = [member.filename for member in members if not _is_folder(member)]
    if len({*names}) < len(names):
        # programs differ in which of them they read
        raise _refusal(path, message("a file is in it twice"))

    tree = _Tree(path, archive)
    for member in members:
        if not stat.S_ISLNK(member.external_attr >> 16):
            tree.add(member)
    tree.check()
    return tree


def _is_folder(member: ZipInfo) -> bool:
    """Return whether a member is a folder; `ZipInfo.is_dir` fails for an empty name."""
    return member.filename.endswith("/")


def _refusal(path: Path, reason: Message) -> DataError:
    return DataError(not_readable(path, reason))


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(not_readable(path, error))
