"""A strict reader of IDX files, the format of MNIST and its relatives.

Anything that is not exactly what it claims to be is rejected with the reason. The format: two zero
bytes, the type, the number of dimensions, each dimension as a big-endian 32-bit number, then the
values.

A file is read in blocks to its end, gzipped or not, because its length and its checksum must be
right; of images only those that are asked for are kept in memory.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.cancellation import check_cancelled
from core.config.catalogue import PIXELS, SIDE
from core.config.choices import Subset
from core.config.data import MAX_EXAMPLES
from core.data.examples import chosen
from core.data.layouts.gzipped import unpacked
from core.data.layouts.paths import DataPath, open_data
from core.errors import DataError, not_readable
from core.messages import message

BYTES, INT32 = 0x08, 0x0C  # IDX's codes for unsigned bytes and 32-bit integers
INTEGERS: dict[int, np.dtype[Any]] = {
    BYTES: np.dtype(np.uint8),
    0x09: np.dtype(np.int8),
    0x0B: np.dtype(">i2"),
    INT32: np.dtype(">i4"),
}
TYPE_NAMES = {
    BYTES: message("unsigned bytes"),
    0x09: message("signed bytes"),
    0x0B: message("16-bit integers"),
    INT32: message("32-bit integers"),
    0x0D: message("32-bit floating-point numbers"),
    0x0E: message("64-bit floating-point numbers"),
}
QMNIST_COLUMNS = 8  # numbers for each digit, the first of which is its class
BLOCK_EXAMPLES = 1000

Grey = NDArray[np.uint8]
Form = tuple[int, tuple[int, ...]]  # type code and shape of one example
LABEL_FORMS: dict[Form, None] = {
    (code, shape): None for shape in ((), (1,), (QMNIST_COLUMNS,)) for code in INTEGERS
}


@dataclass(frozen=True)
class Images:
    """Images of a file.

    Attributes:
        kept: those that were asked for, uint8 (n, 784).
        count: how many the file has.
        sha256: the hash of all as an unpacked IDX file; None if `kept` are all.
    """

    kept: Grey
    count: int
    sha256: str | None


def read_pair(
    images_path: DataPath,
    labels_path: DataPath,
    classes: int = 10,
    *,
    most: int = MAX_EXAMPLES,
    choice: Subset = Subset.FIRST,
    is_transposed: bool = False,
) -> tuple[Images, Grey]:
    """Read `most` images, the first or spread evenly, and the labels of all as uint8 (N,).

    Args:
        is_transposed: whether the file stores the pixels column by column.

    Raises:
        DataError: if either file is damaged, the counts differ, or a label is not below `classes`.
    """
    images = read_images(images_path, most, choice, is_transposed=is_transposed)
    labels = read_labels(labels_path)
    if images.count != len(labels):
        raise DataError(
            message(
                "{file} contains {images} images, but {other} contains {labels} labels; the two"
                " must match.",
                file=images_path.name,
                images=images.count,
                other=labels_path.name,
                labels=len(labels),
            )
        )

    _check_labels(labels, classes, labels_path)
    return images, labels


def _check_labels(labels: Grey, classes: int, path: DataPath) -> None:
    if labels.max() >= classes:
        raise DataError(
            message(
                "{file} contains the label {label}; labels go from 0 to {highest}.",
                file=path.name,
                label=int(labels.max()),
                highest=classes - 1,
            )
        )


def read_images(
    path: DataPath,
    most: int,
    choice: Subset = Subset.FIRST,
    *,
    is_transposed: bool = False,
) -> Images:
    """Read `most` images of a file, the first or spread evenly; the others are only hashed.

    Raises:
        DataError: if the file is missing, unreadable, or its type, shape or length is not as
            announced.
    """
    with _opened(path) as file:
        header = _read_header(file, path.name, {(BYTES, (SIDE, SIDE)): None})
        digest = header_digest(header.count, SIDE, SIDE) if header.count > most else None
        wanted = chosen(most, header.count, choice)
        kept = bytearray()
        for start, block in _blocks(file, path.name, header):
            upright = block.transpose(0, 2, 1) if is_transposed else block
            rows = np.ascontiguousarray(upright).reshape(len(block), PIXELS)
            here = wanted[(start <= wanted) & (wanted < start + len(block))]
            if len(here):
                kept += rows[here - start].data
            if digest is not None:
                digest.update(rows.data)
    images = np.frombuffer(kept, np.uint8).reshape(-1, PIXELS)
    return Images(images, header.count, digest.hexdigest() if digest else None)


def header_digest(*sizes: int) -> "hashlib._Hash":
    """Return the hash of the header of an IDX file of bytes, to be updated with its values."""
    return hashlib.sha256(bytes((0, 0, BYTES, len(sizes))) + np.array(sizes, ">u4").tobytes())


def sha256_of(values: Grey) -> str:
    """Return the hash of an IDX file with these images (N, 784) or labels (N,)."""
    sizes = (len(values), SIDE, SIDE) if values.ndim == 2 else (len(values),)
    digest = header_digest(*sizes)
    digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()


def read_labels(path: DataPath) -> Grey:
    """Read labels as uint8 (N,), from integers of any type or from QMNIST's rows of numbers.

    Raises:
        DataError: if the file is damaged, or holds numbers that cannot be labels.
    """
    labels = []
    with _opened(path) as file:
        header = _read_header(file, path.name, LABEL_FORMS)
        for _, block in _blocks(file, path.name, header):
            column = block.reshape(len(block), -1)[:, 0]
            if column.min() < 0 or column.max() > np.iinfo(np.uint8).max:
                raise DataError(
                    message("{file} contains numbers that are not labels.", file=path.name)
                )
            labels.append(column.astype(np.uint8))
    return np.concatenate(labels)


def label_form(path: DataPath) -> Form:
    """Return the type code of a file's labels and the shape of one of them.

    Raises:
        DataError: if the file is no file of labels.
    """
    header = _label_header(path)
    return header.code, header.shape


def label_count(path: DataPath) -> int:
    """Return how many labels a file announces.

    Raises:
        DataError: if the file is no file of labels.
    """
    return _label_header(path).count


def _label_header(path: DataPath) -> "_Header":
    with _opened(path) as file:
        return _read_header(file, path.name, LABEL_FORMS)


def read_idx(path: DataPath, shape: tuple[int, ...]) -> Grey:
    """Read an IDX file of unsigned bytes, gzipped or not, as (N, *shape).

    No more is unpacked than the header announces, so that a small file cannot fill the memory.

    Raises:
        DataError: if the file is missing, unreadable, or its type, shape or length is not as
            announced.
    """
    with _opened(path) as file:
        header = _read_header(file, path.name, {(BYTES, shape): None})
        return np.concatenate([block for _, block in _blocks(file, path.name, header)])


class _opened:  # noqa: N801 - used like a function
    """The file's bytes, unpacked if gzipped; errors while reading become a `DataError`."""

    def __init__(self, path: DataPath) -> None:
        self._path = path

    def __enter__(self) -> BinaryIO:
        try:
            self._plain = open_data(self._path)
            is_packed = self._plain.peek(2)[:2] == b"\x1f\x8b"
        except OSError as error:
            raise self._unreadable(error) from error
        return unpacked(self._plain) if is_packed else self._plain

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._plain.close()
        if isinstance(error, OSError | EOFError | zlib.error):
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> DataError:
        return DataError(not_readable(self._path, error))


@dataclass(frozen=True)
class _Header:
    """The type code, the shape of one example and the number of examples."""

    code: int
    shape: tuple[int, ...]
    count: int


def _blocks(file: BinaryIO, name: str, header: _Header) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield the values in blocks of examples, each with the index of its first.

    Raises:
        DataError: if there are fewer or more than announced.
    """
    kind = INTEGERS[header.code]
    values = prod(header.shape)
    length = header.count * values

    for start in range(0, header.count, BLOCK_EXAMPLES):
        check_cancelled()
        examples = min(BLOCK_EXAMPLES, header.count - start)
        content = file.read(examples * values * kind.itemsize)
        if len(content) < examples * values * kind.itemsize:
            raise DataError(
                message(
                    "{file} announces {length} values but ends after {count}.",
                    file=name,
                    length=length,
                    count=start * values + len(content) // kind.itemsize,
                )
            )
        yield start, np.frombuffer(content, kind).reshape(examples, *header.shape)

    if file.read(1):
        raise DataError(
            message(
                "{file} contains more than the {length} values it announces.",
                file=name,
                length=length,
            )
        )


def _read_header(file: BinaryIO, name: str, forms: dict[Form, None]) -> _Header:
    """Read the header and check that it announces one of the forms, the likeliest of them first."""
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in TYPE_NAMES:
        raise DataError(message("{file} is not an IDX file.", file=name))
    code, dimensions = magic[2], magic[3]
    shapes = [shape for form, shape in forms if form == code and 1 + len(shape) == dimensions]
    if not shapes:
        raise _unexpected_type(name, code, dimensions, forms)

    header = file.read(4 * dimensions)
    if len(header) < 4 * dimensions:
        raise DataError(message("{file} ends within its header.", file=name))
    count, *sizes = (int(size) for size in np.frombuffer(header, ">u4"))
    if tuple(sizes) not in shapes or not 1 <= count <= MAX_EXAMPLES:
        raise DataError(
            message(
                "{file} announces the shape {given}; expected: 1 to {most} examples of shape "
                "{shape}.",
                file=name,
                given=(count, *sizes),
                most=MAX_EXAMPLES,
                shape=shapes[-1],
            )
        )
    return _Header(code, tuple(sizes), count)


def _unexpected_type(name: str, code: int, dimensions: int, forms: dict[Form, None]) -> DataError:
    expected, shape = next(iter(forms))
    return DataError(
        message(
            "{file} contains {type} (dimensions: {dimensions}); expected: {expected} (dimensions: "
            "{number}).",
            file=name,
            type=TYPE_NAMES[code],
            dimensions=dimensions,
            expected=TYPE_NAMES[expected],
            number=1 + len(shape),
        )
    )
