"""The memory of this machine."""

import os
import sys
from contextlib import suppress
from functools import cache


@cache
def physical_memory() -> int | None:
    """Return the bytes of memory that are built into this machine; None if nobody knows."""
    if sys.platform == "win32":
        import ctypes

        kilobytes = ctypes.c_ulonglong()
        known = ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
        return kilobytes.value * 1024 if known else None

    with suppress(OSError, ValueError):
        count, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
        return count * size if count > 0 and size > 0 else None
    return None
