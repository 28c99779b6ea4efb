"""Careful reading and writing: never half a file, never more than expected, never a device."""

import json
import math
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.errors import FileError
from core.messages import message

MAX_INTEGER_DIGITS = 18  # longer integers may not fit into 64 bits
MAX_REAL = 1e100  # far beyond 32 bits; sums and differences of smaller numbers are finite


def replace_file(path: Path, content: bytes) -> None:
    """Replace the file by `content` at once, or leave it unchanged."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def write_error(folder: Path) -> str | None:
    """Return why nothing can be written in `folder`, or None; create it if it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error.strerror or str(error)
    except ValueError as error:  # a name that no system accepts
        return str(error)


def sweep(folder: Path, pattern: str, older_than_s: float) -> None:
    """Delete matching folders that killed processes have left.

    Younger ones may belong to a running process.
    """
    for leftover in folder.glob(pattern):
        with suppress(OSError):  # another process may sweep at this moment
            if time.time() - leftover.stat().st_mtime > older_than_s:
                shutil.rmtree(leftover, ignore_errors=True)


def read_file(path: Path, max_bytes: int) -> bytes:
    """Return the content of a file of at most `max_bytes` bytes.

    Raises:
        FileError: if it cannot be read, is no ordinary file, or is larger.
    """
    try:
        # a pipe would block, a device has no end
        if path.exists() and not path.is_file():
            raise FileError(message("{file} is not a file.", file=str(path)))
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        raise FileError(
            message("{file} cannot be read: {reason}.", file=str(path), reason=error.strerror)
        ) from error

    if len(content) > max_bytes:
        raise FileError(
            message(
                "{file} is larger than the {most} bytes it may have.",
                file=str(path),
                most=max_bytes,
            )
        )
    return content


def parse_json(text: str | bytes) -> Any:
    """Parse a JSON text that this program could have written.

    Raises:
        ValueError: if it is no JSON, is nested too deeply, or holds a number that is not finite or
            is larger than any count or measurement.
    """
    try:
        return json.loads(text, parse_float=_finite, parse_constant=_finite, parse_int=_bounded)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def reason_of(error: Exception) -> str:
    """Return what is wrong with a file's content, from the error of reading it; no full stop."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:200]
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return (
        str(error).splitlines()[0].removesuffix(".")[:200] if str(error) else type(error).__name__
    )


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number[:20]} is not a finite number")
    if abs(value) > MAX_REAL:
        raise ValueError(f"{number[:20]} is too large a number")
    return value


def _bounded(number: str) -> int:
    if len(number) > MAX_INTEGER_DIGITS:
        raise ValueError(f"{number[:20]}... is too large a number")
    return int(number)
