"""Reading and writing files with care: never half a file, never more than expected, never a device."""

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

LONGEST_INTEGER = 18  # digits; what is longer may not fit into 64 bits
LARGEST_REAL = (
    1e100  # far beyond all that 32 bits hold; sums and differences of what is smaller are finite
)


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in place of the file at once, or leave the file as it was."""
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


def obstacle_to_writing(folder: Path) -> str | None:
    """Why nothing can be written in `folder`, which is made if it is missing; None if it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error.strerror or str(error)
    except ValueError as error:  # a name that no system takes
        return str(error)


def sweep(folder: Path, pattern: str, older_than_s: float) -> None:
    """Take away the folders of that name which killed processes have left; younger ones may be another's work."""
    for left in folder.glob(pattern):
        with suppress(OSError):  # another process may sweep at this moment
            if time.time() - left.stat().st_mtime > older_than_s:
                shutil.rmtree(left, ignore_errors=True)


def read_file(path: Path, most: int) -> bytes:
    """What is in a file of at most `most` bytes.

    Raises:
        FileError: if it cannot be read, is no ordinary file, or is larger.
    """
    try:
        if (
            path.exists() and not path.is_file()
        ):  # a pipe would keep us waiting, a device has no end
            raise FileError(message("{file} is not a file.", file=str(path)))
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise FileError(
            message("{file} cannot be read: {reason}.", file=str(path), reason=error.strerror)
        ) from error
    if len(content) > most:
        raise FileError(
            message(
                "{file} is larger than the {most} bytes it may have.", file=str(path), most=most
            )
        )
    return content


def parse_json(text: str | bytes) -> Any:
    """What a JSON text says, if it is one that this program could have written.

    Raises:
        ValueError: if it is no JSON, is nested too deep, or holds a number that is not finite, or
            too large to count or measure anything.
    """
    try:
        return json.loads(text, parse_float=_finite, parse_constant=_finite, parse_int=_countable)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def fault_of(error: Exception) -> str:
    """What is wrong with the content of a file, from the error that reading it raised; without a full stop."""
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"[:200]
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return (
        str(error).splitlines()[0].removesuffix(".")[:200] if str(error) else type(error).__name__
    )


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number[:20]} is not a finite number")
    if abs(value) > LARGEST_REAL:
        raise ValueError(f"{number[:20]} is too large a number")
    return value


def _countable(number: str) -> int:
    if len(number) > LONGEST_INTEGER:
        raise ValueError(f"{number[:20]}... is too large a number")
    return int(number)
