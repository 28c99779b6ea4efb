"""A strict reader of IDX files, the format of MNIST and its relatives.

Anything that is not exactly what it claims to be is rejected with the reason. The format: two zero
bytes, the type, the number of dimensions, each dimension as a big-endian 32-bit number, then the
values.
"""

import gzip
import zlib
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from core.config.catalogue import PIXELS, SIDE
from core.config.data import MAX_EXAMPLES
from core.errors import DataError
from core.messages import message

# IDX's codes for unsigned bytes and for 32-bit numbers
TYPES: dict[int, np.dtype[Any]] = {0x08: np.dtype(np.uint8), 0x0C: np.dtype(">i4")}
QMNIST_COLUMNS = 8  # numbers for each digit, the first of which is its class


def read_pair(
    images_path: Path, labels_path: Path, classes: int = 10
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read images as uint8 (N, 784) and their labels as uint8 (N,).

    Raises:
        DataError: if either file is damaged, the counts differ, or a label is not below `classes`.
    """
    images = read_idx(images_path, (SIDE, SIDE))
    labels = read_labels(labels_path)
    if len(images) != len(labels):
        raise DataError(
            message(
                "{file} contains {images} images, but {other} contains {labels} labels; the two"
                " must match.",
                file=images_path.name,
                images=len(images),
                other=labels_path.name,
                labels=len(labels),
            )
        )

    if labels.max() >= classes:
        raise DataError(
            message(
                "{file} contains the label {label}; labels go from 0 to {highest}.",
                file=labels_path.name,
                label=int(labels.max()),
                highest=classes - 1,
            )
        )

    return images.reshape(len(images), PIXELS), labels


def read_labels(path: Path) -> NDArray[np.uint8]:
    """Read labels as uint8 (N,), from bytes or from QMNIST's rows of numbers.

    Raises:
        DataError: if the file is damaged, or holds numbers that cannot be labels.
    """
    with _opened(path) as file:
        rows = _read(file, path.name, {(0x08, ()), (0x0C, (QMNIST_COLUMNS,))})
    labels = rows if rows.ndim == 1 else rows[:, 0]
    if labels.min() < 0 or labels.max() > np.iinfo(np.uint8).max:
        raise DataError(message("{file} contains numbers that are not labels.", file=path.name))
    return labels.astype(np.uint8)


def read_idx(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Read an IDX file of unsigned bytes, gzipped or not, as (N, *shape).

    No more is unpacked than the header announces, so that a small file cannot fill the memory.

    Raises:
        DataError: if the file is missing, unreadable, or its type, shape or length is not as
            announced.
    """
    with _opened(path) as file:
        return _read(file, path.name, {(0x08, shape)})


class _opened:  # noqa: N801 - used like a function
    """The file's bytes, unpacked if gzipped; errors while reading become a `DataError`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> BinaryIO:
        try:
            self._plain = self._path.open("rb")
            is_packed = self._plain.peek(2)[:2] == b"\x1f\x8b"
        except OSError as error:
            raise self._unreadable(error) from error
        return cast(BinaryIO, gzip.GzipFile(fileobj=self._plain)) if is_packed else self._plain

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._plain.close()
        if isinstance(error, OSError | EOFError | zlib.error):
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> DataError:
        reason = str(error) or type(error).__name__
        return DataError(
            message("{file} cannot be read: {reason}.", file=str(self._path), reason=reason)
        )


def _read(file: BinaryIO, name: str, forms: set[tuple[int, tuple[int, ...]]]) -> NDArray[Any]:
    """Read an array in one of the expected forms (type code, shape of one example)."""
    kind, shape, count = _read_header(file, name, forms)
    length = count * prod(shape)
    size = TYPES[kind].itemsize

    values = file.read(length * size + 1)
    if len(values) < length * size:
        raise DataError(
            message(
                "{file} announces {length} values but ends after {count}.",
                file=name,
                length=length,
                count=len(values) // size,
            )
        )
    if len(values) > length * size:
        raise DataError(
            message(
                "{file} contains more than the {length} values it announces.",
                file=name,
                length=length,
            )
        )

    array: NDArray[Any] = np.frombuffer(bytearray(values), TYPES[kind]).reshape(count, *shape)
    return array


def _read_header(
    file: BinaryIO, name: str, forms: set[tuple[int, tuple[int, ...]]]
) -> tuple[int, tuple[int, ...], int]:
    """Read the type code, the shape of one example and the number of examples, and check them."""
    magic = file.read(4)
    matching = {form for form in forms if magic == bytes((0, 0, form[0], 1 + len(form[1])))}
    dimensions = 1 + len(next(iter(matching or forms))[1])
    header = file.read(4 * dimensions) if matching else b""
    if len(header) < 4 * dimensions:
        raise DataError(
            message(
                "{file} is not an IDX file of bytes in {dimensions} dimensions.",
                file=name,
                dimensions=dimensions,
            )
        )

    (kind, shape), *_ = matching
    count, *sizes = (int(size) for size in np.frombuffer(header, ">u4"))
    if tuple(sizes) != shape or not 1 <= count <= MAX_EXAMPLES:
        raise DataError(
            message(
                "{file} announces the shape {given}; expected: 1 to {most} examples of shape "
                "{shape}.",
                file=name,
                given=(count, *sizes),
                most=MAX_EXAMPLES,
                shape=shape,
            )
        )
    return kind, shape, count
