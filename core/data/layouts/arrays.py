"""NumPy arrays: an archive as Keras' `mnist.npz`, or separate files as `x_train.npy`.

The arrays may have any usual name of their part and content: x_train, X_train, train_images,
test-labels. Archives of a single array, as KMNIST's, count as files. Arrays are read from bytes of
a bounded size, and never unpickled.
"""

import math
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from core.config.catalogue import PIXELS
from core.data.layouts.cancellation import check_cancelled
from core.data.layouts.entries import files
from core.data.layouts.labelled import (
    Grey,
    Labelled,
    as_labels,
    check_levels,
    check_shape,
    family,
    is_of_labels,
    part_of_name,
)
from core.data.layouts.parts import Part, in_use
from core.data.layouts.paths import DataPath, is_file, open_data
from core.data.layouts.stored import Collector, Stored, as_grey
from core.data.layouts.zipped import DAMAGED, METHODS
from core.errors import DataError
from core.files import ReadInParts
from core.messages import message

ARRAY, ARCHIVE = ".npy", ".npz"
MAX_BYTES = 1 << 30  # of one array: 170,000 images of real numbers with 64 bits
BLOCK_IMAGES = 1000  # read at once
MAX_WHOLE_BYTES = 1 << 29  # of an array that cannot be read in blocks: 85,000 images of 64 bits
MAX_LABEL_BYTES = 1 << 26
MAX_START_BYTES = 1 << 16  # in which the header of an array ends
MAX_MEMBERS = 100
MAX_READ_BYTES = 1 << 22  # of an archive at once; its directory is far smaller

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


Pair = tuple[ArrayFile, ArrayFile]  # images and their labels


def labelled_arrays(path: DataPath) -> Labelled[Pair] | None:
    """Return the arrays of the file or folder, or None if it has none.

    Of a folder it is the first archive with images and labels, otherwise the separate files.

    Raises:
        DataError: if only images, or only labels, for training are there.
    """
    if is_file(path):
        if path.suffix.lower() == ARCHIVE and len(keys := _required_keys(path)) > 1:
            return _pairs(path, [ArrayFile(path, key) for key in keys])
        if path.suffix.lower() not in (ARRAY, ARCHIVE):
            return None
        own = family(PurePath(path.name).stem)
        return _pairs(path, [file for file in _separate(path.parent) if family(file.name) == own])

    for archive in files(path, (ARCHIVE,)):
        members = [ArrayFile(archive, key) for key in _keys(archive)]
        if {is_of_labels(member.name) for member in members} >= {True, False}:
            return _pairs(archive, members)
    separate = _separate(path)
    return _pairs(path, separate) if separate else None


def _separate(folder: DataPath) -> list[ArrayFile]:
    """Return the files with one array that have the name of a part or of a content."""
    found = []
    for path in files(folder, (ARRAY, ARCHIVE)):
        keys = _keys(path) if path.suffix.lower() == ARCHIVE else ("",)
        file = ArrayFile(path, keys[0]) if len(keys) == 1 else None
        if file is not None and is_of_labels(file.name) is not None:
            found.append(file)
    return found


def _keys(archive: DataPath) -> tuple[str, ...]:
    """Return the names of an archive's arrays; none if it cannot be read."""
    check_cancelled()  # there may be very many archives
    with suppress(DataError):
        return _required_keys(archive)
    return ()


def _required_keys(archive: DataPath) -> tuple[str, ...]:
    """Return the names of an archive's arrays.

    Raises:
        DataError: if it cannot be read.
    """
    try:
        with open_data(archive) as file, zipfile.ZipFile(_bounded(file)) as opened:
            names = opened.namelist()
    except (OSError, *DAMAGED) as error:
        raise _unreadable(archive, error) from error
    return tuple(name.removesuffix(ARRAY) for name in names[:MAX_MEMBERS] if name.endswith(ARRAY))


def _bounded(file: BinaryIO) -> Any:
    return ReadInParts(file, MAX_READ_BYTES, ValueError(f"more than {MAX_MEMBERS} arrays"))


def _pairs(path: DataPath, found: Sequence[ArrayFile]) -> Labelled[Pair]:
    """Put images and labels of the same part together; those of no part are for training."""
    images: dict[Part, ArrayFile] = {}
    labels: dict[Part, ArrayFile] = {}
    for file in found:
        kind = is_of_labels(file.name)
        if kind is not None:
            part = part_of_name(file.name) or Part.TRAIN
            (labels if kind else images).setdefault(part, file)

    pairs = {part: (file, labels[part]) for part, file in images.items() if part in labels}
    lonely = [*_without(images, labels), *_without(labels, images)]
    if not pairs or Part.TRAIN in lonely:
        raise _incomplete(path, found, images, labels)
    used = in_use(pairs)
    is_moved = len(pairs) == 2 and Part.VALIDATION in pairs
    stands_in = pairs[Part.VALIDATION][0].name if is_moved else ""
    unlabelled = tuple(images[part].name for part in _without(images, labels))
    return Labelled(used, stands_in, unlabelled)


def _without(ones: Mapping[Part, ArrayFile], others: Mapping[Part, ArrayFile]) -> Iterator[Part]:
    return (part for part in ones if part not in others)


def _incomplete(
    path: DataPath,
    found: Sequence[ArrayFile],
    images: Mapping[Part, ArrayFile],
    labels: Mapping[Part, ArrayFile],
) -> DataError:
    wanted = [
        name
        for there, name in ((images, "x_train"), (labels, "y_train"))
        if Part.TRAIN not in there
    ]
    return DataError(
        message(
            "{file} has only some of the arrays ({names}); missing: {missing} (with test images "
            "also x_test and y_test).",
            file=str(path),
            names=", ".join(file.name for file in found[:MAX_MEMBERS]) or "-",
            missing=", ".join(wanted) or "x_train, y_train",
        )
    )


def read_arrays(pair: Pair) -> Stored:
    """Read images and labels.

    Real numbers up to 1 are taken as parts of white if there are no others.

    Raises:
        DataError: if a file cannot be read, or the arrays are no images with labels.
    """
    images_file, labels_file = pair
    collector: Collector | None = None
    count, low, high = 0, math.inf, -math.inf
    try:
        for block in _image_blocks(images_file):
            low, high = np.minimum(low, block.min()), np.maximum(high, block.max())
            check_levels(low, high, images_file.name)
            collector = collector or Collector(may_be_shares=block.dtype.kind == "f")
            collector.add(block)
            count += len(block)
    except (OSError, *DAMAGED) as error:
        raise _unreadable(images_file.path, error) from error
    assert collector is not None
    is_share = collector.is_share

    try:
        labels = as_labels(_array(labels_file, MAX_LABEL_BYTES), labels_file.name)
        if count != len(labels):
            raise ValueError(
                f"{images_file.name} has {count} images, {labels_file.name} {len(labels)} labels"
            )
    except (OSError, *DAMAGED) as error:
        raise _unreadable(labels_file.path, error) from error

    def blocks() -> Iterator[Grey]:
        try:
            for block in _image_blocks(images_file):
                yield as_grey(block, is_share=is_share)
        except (OSError, *DAMAGED) as error:
            raise _unreadable(images_file.path, error) from error

    return Stored(images_file.name, labels, collector.images(), blocks)


def _unreadable(path: DataPath, error: Exception) -> DataError:
    return DataError(
        message(
            "{file} cannot be read: {reason}. Expected are NumPy arrays: x_train and x_test of "
            "28 x 28 grey levels, and y_train and y_test.",
            file=str(path),
            reason=getattr(error, "strerror", None) or str(error).rstrip("."),
        )
    )


def _image_blocks(file: ArrayFile) -> Iterator[Array]:
    """Yield the numbers of an array of images (n, 784), a block at a time.

    An array whose columns come first is read as a whole.

    Raises:
        ValueError: if the array holds no images, or is not as long as its header states.
    """
    with _opened(file) as stream:
        start = _exactly(stream, MAX_START_BYTES)
        header = BytesIO(start)
        shape, is_fortran, dtype = _header(header, file.name)
        _check_kind(dtype, file.name)
        check_shape(shape, file.name)
        if is_fortran:
            most = min(MAX_BYTES, MAX_WHOLE_BYTES)
            whole = _parsed(start + _exactly(stream, most + 1 - len(start)), file.name, most)
            for first in range(0, len(whole), BLOCK_IMAGES):
                yield whole[first : first + BLOCK_IMAGES].reshape(-1, PIXELS)
            return

        rest = start[header.tell() :]
        for first in range(0, shape[0], BLOCK_IMAGES):
            rows = min(BLOCK_IMAGES, shape[0] - first)
            check_cancelled()
            size = rows * PIXELS * dtype.itemsize
            if first * PIXELS * dtype.itemsize + size > MAX_BYTES:
                raise ValueError(f"{file.name} has more than {MAX_BYTES:,} bytes")
            content = rest[:size] + _exactly(stream, size - len(rest[:size]))
            rest = rest[size:]
            if len(content) < size:
                raise ValueError(f"{file.name} is not as long as its header states")
            yield np.frombuffer(content, dtype).reshape(rows, PIXELS)
        if shape[0] < 0 or rest or stream.read(1):
            raise ValueError(f"{file.name} is not as long as its header states")


@contextmanager
def _opened(file: ArrayFile) -> Iterator[BinaryIO]:
    """Open an array, in its archive if it lies in one."""
    with open_data(file.path) as opened:
        if not file.key:
            yield opened
            return
        with zipfile.ZipFile(_bounded(opened)) as archive:
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
            with zipfile.ZipFile(_bounded(opened)) as archive:
                return archive.getinfo(f"{file.key}{ARRAY}").file_size
    except (OSError, *DAMAGED) as error:
        raise _unreadable(file.path, error) from error


def _array(file: ArrayFile, most: int) -> Array:
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
