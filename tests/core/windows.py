"""A stand-in for what `core.locks` asks of Windows, which runs on every system.

`msvcrt` is as Python documents it, and what its C runtime adds: a region belongs to the descriptor
that locked it, regions must not overlap, are unlocked one by one as they were locked, and begin at
the current position. `os` is as it is there: a folder cannot be opened, no flag tells links or
folders apart, and a file that is open is not deleted, since the C runtime shares it for reading and
writing only.
"""

import errno
import importlib.util
import os
import sys
import threading
from types import ModuleType, SimpleNamespace

from core import locks


def _failure(number, path=None):
    return OSError(number, os.strerror(number), path)


class Windows:
    """The calls, with a file system on which things can be forbidden.

    Attributes:
        has_locks: whether the file system has any.
        deleted_in: how often a name is asked for until a deleted file is gone, as one whose last
            user has not closed it yet.
        calls: the modes of all calls of `locking`, in order.
    """

    LK_UNLCK, LK_LOCK, LK_NBLCK, LK_RLCK, LK_NBRLCK = range(5)

    def __init__(self):
        self.has_locks = True
        self.deleted_in = 0
        self.calls = []
        self._guard = threading.Lock()
        self._open = {}  # the path of each open descriptor
        self._regions = {}  # the descriptor of each locked region: (file, start, length)
        self.msvcrt = SimpleNamespace(
            **{name: getattr(self, name) for name in dir(type(self)) if name.startswith("LK_")},
            locking=self.locking,
        )
        kept = ("O_RDONLY", "fstat", "O_RDWR", "O_CREAT", "SEEK_SET", "strerror", "lstat", "lseek")
        self.os = SimpleNamespace(
            **{name: getattr(os, name) for name in kept},
            O_NOINHERIT=0,
            path=os.path,
            open=self.open,
            close=self.close,
            unlink=self.unlink,
        )

    def locking(self, descriptor, mode, length):
        """Lock or unlock bytes of an open file, from its position on."""
        with self._guard:
            self.calls.append(mode)
            if descriptor not in self._open:
                raise _failure(errno.EBADF)
            if not self.has_locks:
                raise _failure(errno.EINVAL)
            start = os.lseek(descriptor, 0, os.SEEK_CUR)
            region = os.fstat(descriptor).st_ino, start, length
            if mode == self.LK_UNLCK:
                if self._regions.get(region) != descriptor:
                    raise _failure(errno.EACCES)
                del self._regions[region]
            elif any(_overlap(region, other) for other in self._regions):
                raise _failure(errno.EACCES)
            else:
                self._regions[region] = descriptor

    def open(self, path, flags, mode=0o777):
        with self._guard:
            if self.deleted_in:
                self.deleted_in -= 1
                raise _failure(errno.EACCES, path)
            if os.path.isdir(path):
                raise _failure(errno.EACCES, path)
            descriptor = os.open(path, flags, mode)
            self._open[descriptor] = os.fspath(path)
            return descriptor

    def close(self, descriptor):
        with self._guard:
            assert descriptor not in self._regions.values(), "closed while it is locked"
            del self._open[descriptor]
            os.close(descriptor)

    def unlink(self, path):
        with self._guard:
            if os.fspath(path) in self._open.values():
                raise _failure(errno.EACCES, path)
            os.unlink(path)


def _overlap(one, other):
    (file, start, length), (other_file, other_start, other_length) = one, other
    begins_before = start < other_start + other_length
    return file == other_file and begins_before and other_start < start + length


def locks_on(windows: Windows, monkeypatch) -> ModuleType:
    """Load `core.locks` once more, as Windows does."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", windows.msvcrt)
    spec = importlib.util.spec_from_file_location("locks_on_windows", locks.__file__)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    loaded.os = windows.os
    return loaded
