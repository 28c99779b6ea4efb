"""NumPy arrays: an archive as Keras' `mnist.npz`, or separate files as `x_train.npy`.

The arrays may have any usual name of their part and content: x_train, X_train, train_images,
test-labels. Archives of a single array, as KMNIST's, count as files. Arrays are read from bytes of
a bounded size, and never unpickled.
"""

import math
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from core.data.layouts.entries import files
from core.data.layouts.labelled import (
    Grey,
    Labelled,
    as_grey,
    as_labels,
    family,
    is_of_labels,
    part_of_name,
)
from core.data.layouts.parts import Part, in_use
from core.data.layouts.paths import DataPath, is_file, open_data
from core.data.layouts.zipped import DAMAGED, METHODS
from core.errors import DataError
from core.files import ReadInParts
from core.messages import message

ARRAY, ARCHIVE = ".npy", ".npz"
MAX_BYTES = 1 << 30  # of one array: 170,000 images of real numbers with 64 bits
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


def read_arrays(pair: Pair) -> tuple[Grey, Grey]:
    """Return images (N, 784) and labels (N,).

    Raises:
        DataError: if a file cannot be read, or the arrays are no images with labels.
    """
    images_file, labels_file = pair
    try:
        images = as_grey(_array(images_file, MAX_BYTES), images_file.name)
    except (OSError, *DAMAGED) as error:
        raise _unreadable(images_file.path, error) from error
    try:
        labels = as_labels(_array(labels_file, MAX_LABEL_BYTES), labels_file.name)
        if len(images) != len(labels):
            raise ValueError(
                f"{images_file.name} has {len(images)} images, "
                f"{labels_file.name} {len(labels)} labels"
            )
    except (OSError, *DAMAGED) as error:
        raise _unreadable(labels_file.path, error) from error
    return images, labels


def _unreadable(path: DataPath, error: Exception) -> DataError:
    return DataError(
        message(
            "{file} cannot be read: {reason}. Expected are NumPy arrays: x_train and x_test of "
            "28 x 28 grey levels, and y_train and y_test.",
            file=str(path),
            reason=getattr(error, "strerror", None) or str(error).rstrip("."),
        )
    )


def _array(file: ArrayFile, most: int) -> Array:
    with open_data(file.path) as opened:
        if not file.key:
            return _parsed(opened.read(most + 1), file.name, most)
        with zipfile.ZipFile(_bounded(opened)) as archive:
            if len(archive.infolist()) > MAX_MEMBERS:
                raise ValueError(f"more than {MAX_MEMBERS} arrays")
            if archive.getinfo(f"{file.key}{ARRAY}").compress_type not in METHODS:
                raise ValueError("it is not compressed with Deflate")
            with archive.open(f"{file.key}{ARRAY}") as member:
                return _parsed(_content(member, most), file.name, most)


def _content(member: Any, most: int) -> bytearray:
    """Read a member of an archive block by block; the size that it states may be a lie."""
    content = bytearray()
    while len(content) <= most and (block := member.read(min(1 << 20, most + 1 - len(content)))):
        content += block
    return content


def _parsed(content: bytes | bytearray, name: str, most: int) -> Array:
    """Return an array whose header is as long as its bytes."""
    if len(content) > most:
        raise ValueError(f"{name} has more than {most:,} bytes")

    stream = BytesIO(content[:MAX_START_BYTES])
    shape, is_fortran, dtype = _header(stream, name)
    if dtype.kind not in "biuf":
        raise ValueError(f"{name} holds no numbers, but {dtype}")
    size = math.prod(shape) * dtype.itemsize
    if min(shape, default=0) < 0 or size != len(content) - stream.tell():
        raise ValueError(f"{name} is not as long as its header states")
    flat = np.frombuffer(content, dtype, offset=stream.tell())
    return flat.reshape(shape, order="F" if is_fortran else "C")


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
