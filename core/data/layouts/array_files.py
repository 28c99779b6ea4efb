"""The arrays in NumPy's files, `.npy` and `.npz`: from bytes of a bounded size, never unpickled."""

import math
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from core.bounded_zip import is_packed_larger, open_zip
from core.cancellation import check_cancelled
from core.config.catalogue import PIXELS
from core.data.layouts.labelled import check_shape
from core.data.layouts.paths import DataPath, open_data
from core.data.layouts.zipped import DAMAGED, METHODS, ZippedPath
from core.errors import DataError, system_reason
from core.messages import message

ARRAY, ARCHIVE = ".npy", ".npz"
MAX_BYTES = 1 << 30  # of one array: 170,000 images of real numbers with 64 bits
BLOCK_IMAGES = 1000  # read at once
MAX_COLUMNS_FIRST_BYTES = 1 << 29  # of an array that is read once for each band: 85,000 images
MAX_BAND_BYTES = 1 << 27  # of images of such an array that are held at once
MAX_LABEL_BYTES = 1 << 26
MAX_START_BYTES = 1 << 16  # in which the header of an array ends
MAX_MEMBERS = 100
MAX_READ_BYTES = 1 << 22  # of an archive at once; its directory is far smaller
MAX_ZIPPED_BYTES = 1 << 29  # of an archive within a zip file, whose ends are unpacked several times

# the readers of headers by the version of the format; they read at most 10,000 bytes
HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}

Array = NDArray[Any]


@dataclass(frozen=True)
class ArrayFile:
    """An array in a file.

    Attributes:
        key: its name in an archive; empty if the file holds nothing else.
    """

    path: DataPath
    key: str = ""

    @property
    def name(self) -> str:
        """What names the array's part and content."""
        is_only = not self.key or self.key == "arr_0"
        return PurePath(self.path.name).stem if is_only else self.key


def required_keys(archive: DataPath) -> tuple[str, ...]:
    """Return the names of an archive's arrays.

    Raises:
        DataError: if it cannot be read.
    """
    try:
        with open_data(archive) as file, _opened_archive(archive, file) as opened:
            names = opened.namelist()
    except (OSError, *DAMAGED) as error:
        raise unreadable(archive, error) from error
    return tuple(name.removesuffix(ARRAY) for name in names[:MAX_MEMBERS] if name.endswith(ARRAY))


def _opened_archive(path: DataPath, file: BinaryIO) -> zipfile.ZipFile:
    """Open an archive whose file is open.

    Raises:
        ValueError: if it is too large or ambiguous; and what `zipfile` raises.
    """
    if isinstance(path, ZippedPath) and path.size > MAX_ZIPPED_BYTES:
        raise ValueError(f"it has more than {MAX_ZIPPED_BYTES:,} bytes; unpack the zip file")
    too_long = ValueError(f"more than {MAX_MEMBERS} arrays")
    opened = open_zip(file, MAX_READ_BYTES, too_long)
    names = opened.namelist()
    distinct = {*names}
    # `numpy.load` takes x_train for the array x_train where there is x_train.npy as well
    if len(distinct) < len(names) or any(f"{name}{ARRAY}" in distinct for name in names):
        raise ValueError("an array is in it twice")
    if any(map(is_packed_larger, opened.infolist())):
        raise ValueError("the sizes stated in it are wrong")
    return opened


def unreadable(path: DataPath, error: Exception) -> DataError:
    """Return the error that a file of arrays cannot be read, with the reason."""
    return DataError(
        message(
            "{file} cannot be read: {reason}. Expected are NumPy arrays: x_train and x_test of "
            "28 x 28 grey levels, and y_train and y_test.",
            file=str(path),
            reason=system_reason(error),
        )
    )


def image_blocks(file: ArrayFile) -> Iterator[Array]:
    """Yield the numbers of an array of images (n, 784), a block at a time.

    Raises:
        ValueError: if the array holds no images, or is not as long as its header states.
    """
    with _opened(file) as stream:
        start = _exactly(stream, MAX_START_BYTES)
        header = BytesIO(start)
        shape, is_fortran, dtype = _header(header, file.name)
        _check_kind(dtype, file.name)
        check_shape(shape, file.name)
        if shape[0] < 0:
            raise _other_length(file)
        if not is_fortran:
            yield from _blocks(file, stream, start[header.tell() :], shape[0], dtype)
    if is_fortran:
        yield from _blocks_of_columns(file, header.tell(), shape, dtype)


def _blocks(
    file: ArrayFile, stream: BinaryIO, rest: bytes, count: int, dtype: np.dtype[Any]
) -> Iterator[Array]:
    """Yield images that are stored one after the other; `rest` is what was already read of them."""
    image_bytes = PIXELS * dtype.itemsize
    for first in range(0, count, BLOCK_IMAGES):
        rows = min(BLOCK_IMAGES, count - first)
        check_cancelled()
        size = rows * image_bytes
        _check_bytes(file, first * image_bytes + size, MAX_BYTES)
        content = rest[:size] + _exactly(stream, size - len(rest[:size]))
        rest = rest[size:]
        if len(content) < size:
            raise _other_length(file)
        yield np.frombuffer(content, dtype).reshape(rows, PIXELS)
    if rest or stream.read(1):
        raise _other_length(file)


def _blocks_of_columns(
    file: ArrayFile, header_bytes: int, shape: tuple[int, ...], dtype: np.dtype[Any]
) -> Iterator[Array]:
    """Yield images that are stored pixel by pixel: first the first pixel of all of them.

    For each band of images the whole file is read, and only the band is held.
    """
    count = shape[0]
    _check_bytes(file, count * PIXELS * dtype.itemsize, min(MAX_BYTES, MAX_COLUMNS_FIRST_BYTES))
    pixels = np.arange(PIXELS).reshape(shape[1:]).ravel(order="F")
    images = max(MAX_BAND_BYTES // (PIXELS * dtype.itemsize), BLOCK_IMAGES)
    for first in range(0, count, images):
        band = np.empty((PIXELS, min(images, count - first)), dtype)
        with _opened(file) as stream:
            _exactly(stream, header_bytes)
            for pixel in pixels:
                content = _exactly(stream, count * dtype.itemsize)
                if len(content) < count * dtype.itemsize:
                    raise _other_length(file)
                band[pixel] = np.frombuffer(content, dtype)[first : first + images]
            if stream.read(1):
                raise _other_length(file)
        for start in range(0, band.shape[1], BLOCK_IMAGES):
            yield np.ascontiguousarray(band[:, start : start + BLOCK_IMAGES].T)


def _check_bytes(file: ArrayFile, size: int, most: int) -> None:
    if size > most:
        raise ValueError(f"{file.name} has more than {most:,} bytes")


def _other_length(file: ArrayFile) -> ValueError:
    return ValueError(f"{file.name} is not as long as its header states")


@contextmanager
def _opened(file: ArrayFile) -> Iterator[BinaryIO]:
    """Open an array, in its archive if it lies in one."""
    with open_data(file.path) as opened:
        if not file.key:
            yield opened
            return
        with _opened_archive(file.path, opened) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise ValueError(f"more than {MAX_MEMBERS} arrays")
            if archive.getinfo(f"{file.key}{ARRAY}").compress_type not in METHODS:
                raise ValueError("it is not compressed with Deflate")
            with archive.open(f"{file.key}{ARRAY}") as member:
                yield cast(BinaryIO, member)


def array_bytes(file: ArrayFile) -> int:
    """Return how many bytes an array has with its header, unpacked.

    Raises:
        DataError: if it cannot be read.
    """
    try:
        with open_data(file.path) as opened:
            if not file.key:
                return opened.seek(0, os.SEEK_END)
            with _opened_archive(file.path, opened) as archive:
                return archive.getinfo(f"{file.key}{ARRAY}").file_size
    except (OSError, *DAMAGED) as error:
        raise unreadable(file.path, error) from error


def whole_array(file: ArrayFile, most: int) -> Array:
    """Return an array of at most so many bytes.

    Raises:
        OSError, ValueError: if it cannot be read, or is larger; and what else is `DAMAGED`.
    """
    with _opened(file) as stream:
        return _parsed(_exactly(stream, most + 1), file.name, most)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    """Read so many bytes, or all that there are; what an archive states may be a lie."""
    content = bytearray()
    while len(content) < size and (block := stream.read(min(1 << 20, size - len(content)))):
        check_cancelled()
        content += block
    return bytes(content)


def _parsed(content: bytes, name: str, most: int) -> Array:
    """Return an array whose header is as long as its bytes."""
    if len(content) > most:
        raise ValueError(f"{name} has more than {most:,} bytes")

    stream = BytesIO(content[:MAX_START_BYTES])
    shape, is_fortran, dtype = _header(stream, name)
    _check_kind(dtype, name)
    size = math.prod(shape) * dtype.itemsize
    if min(shape, default=0) < 0 or size != len(content) - stream.tell():
        raise ValueError(f"{name} is not as long as its header states")
    flat = np.frombuffer(content, dtype, offset=stream.tell())
    return flat.reshape(shape, order="F" if is_fortran else "C")


def _check_kind(dtype: np.dtype[Any], name: str) -> None:
    if dtype.kind not in "biuf":
        raise ValueError(f"{name} holds no numbers, but {dtype}")


def _header(stream: BytesIO, name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Read an array's header: its shape, whether columns come first, and its type.

    Raises:
        ValueError: if it is none.
    """
    version = npy.read_magic(stream)
    if version not in HEADERS:
        raise ValueError(f"{name} has the unknown version {version}")
    try:
        return HEADERS[version](stream)
    except ValueError:
        raise
    except Exception as error:  # NumPy parses a literal of Python: errors of many kinds
        raise ValueError(f"{name} has a damaged header") from error
