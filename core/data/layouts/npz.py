"""A NumPy archive with the arrays x_train, y_train, x_test and y_test, as Keras' `mnist.npz`.

Its arrays are read from bytes of a bounded size, and never unpickled.
"""

import lzma
import math
import os
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from core.config.catalogue import PIXELS, SIDE
from core.config.data import MAX_CLASSES
from core.data.layouts.entries import files
from core.errors import DataError
from core.messages import message

SUFFIX = ".npz"
NAMES = {"x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"}
MAX_BYTES = 1 << 30  # of one array: 170,000 images of real numbers with 64 bits
MAX_LABEL_BYTES = 1 << 26
MAX_MEMBERS = 100
DAMAGED = (zlib.error, lzma.LZMAError, zipfile.BadZipFile)
IMAGE_SHAPES = ((SIDE, SIDE), (SIDE, SIDE, 1), (PIXELS,))

Grey = NDArray[np.uint8]
Array = NDArray[Any]


def npz_file(path: Path) -> Path | None:
    """Return the archive that a path names, or the first of the folder's with these arrays."""
    if path.suffix.lower() == SUFFIX and os.path.isfile(path):
        return path
    return next((file for file in files(path, (SUFFIX,)) if _has_arrays(file)), None)


def _has_arrays(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return NAMES.issubset(archive.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def read_npz(path: Path) -> tuple[Grey, Grey, Grey, Grey]:
    """Return training images (N, 784) and labels (N,), then those for testing.

    Raises:
        DataError: if the file cannot be read, or its arrays are no images with labels.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            train, test = _part(archive, "train"), _part(archive, "test")
    # zipfile raises RuntimeError for a password, NotImplementedError for unknown compression
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, *DAMAGED) as error:
        raise _unreadable(path, error) from error
    return *train, *test


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(
        message(
            "{file} cannot be read: {reason}. Expected is a NumPy archive with x_train and x_test "
            "of 28 x 28 grey levels, and y_train and y_test.",
            file=str(path),
            reason=str(error),
        )
    )


def _part(archive: zipfile.ZipFile, part: str) -> tuple[Grey, Grey]:
    if len(archive.infolist()) > MAX_MEMBERS:
        raise ValueError(f"more than {MAX_MEMBERS} arrays")
    images = _as_grey(_array(archive, f"x_{part}", MAX_BYTES), f"x_{part}")
    labels = _as_labels(_array(archive, f"y_{part}", MAX_LABEL_BYTES), f"y_{part}")
    if len(images) != len(labels) or not len(images):
        raise ValueError(f"x_{part} has {len(images)} images, y_{part} {len(labels)} labels")
    return images, labels


def _array(archive: zipfile.ZipFile, name: str, most: int) -> Array:
    """Read an array whose header is as long as its bytes; the size in the archive may be a lie."""
    with archive.open(f"{name}.npy") as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} has more than {most:,} bytes")

    stream = BytesIO(content)
    version = npy.read_magic(stream)
    if version == (1, 0):
        shape, is_fortran, dtype = npy.read_array_header_1_0(stream)
    elif version == (2, 0):
        shape, is_fortran, dtype = npy.read_array_header_2_0(stream)
    else:
        raise ValueError(f"{name} has the unknown version {version}")
    if dtype.kind not in "biuf":
        raise ValueError(f"{name} holds no numbers, but {dtype}")
    size = math.prod(shape) * dtype.itemsize
    if min(shape, default=0) < 0 or size != len(content) - stream.tell():
        raise ValueError(f"{name} is not as long as its header states")
    flat = np.frombuffer(content, dtype, offset=stream.tell())
    return flat.reshape(shape, order="F" if is_fortran else "C")


def _as_grey(array: Array, name: str) -> Grey:
    """Return grey levels (N, 784); real numbers up to 1 are taken as parts of white."""
    if array.shape[1:] not in IMAGE_SHAPES:
        raise ValueError(f"{name} has the shape {array.shape}")
    if not array.size:
        raise ValueError(f"{name} is empty")
    low, high = array.min(), array.max()
    if not (low >= 0 and high <= 255):  # NaN is refused, too
        raise ValueError(f"{name} has values from {low} to {high}, not 0 to 255")
    if array.dtype.kind == "f" and high <= 1:
        array = np.round(array * 255)
    return array.reshape(-1, PIXELS).astype(np.uint8)


def _as_labels(array: Array, name: str) -> Grey:
    """Return labels (N,) from whole numbers, (N,) or (N, 1), or from a 1 in the class's column."""
    if array.ndim == 2 and array.shape[1] > 1:
        is_one_hot = np.all((array == 0) | (array == 1)) and np.all(array.sum(axis=1) == 1)
        if array.shape[1] > MAX_CLASSES or not is_one_hot:
            raise ValueError(f"{name} has rows without a single 1, or over {MAX_CLASSES} columns")
        columns: Grey = array.argmax(axis=1).astype(np.uint8)
        return columns
    if array.ndim not in (1, 2) or not array.size:
        raise ValueError(f"{name} has the shape {array.shape}")
    labels = array.reshape(-1)
    is_within = labels.min() >= 0 and labels.max() < MAX_CLASSES  # NaN is not
    if not (is_within and np.all(labels == labels.astype(np.uint8))):
        raise ValueError(f"{name} has labels other than whole numbers below {MAX_CLASSES}")
    return labels.astype(np.uint8)
