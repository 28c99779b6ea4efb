"""Labelled images of a file, of which no more are held in memory than are used.

Of up to `MAX_HELD` images all are held while they are read. A file with more is read once for its
labels and again for the images that a run uses; the others are only hashed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.config.catalogue import PIXELS, SIDE
from core.errors import DataError
from core.messages import message

MAX_HELD = 200_000  # 157 MB; more than MNIST and all of its relatives but EMNIST's largest
MAX_TESTED = MAX_HELD  # images for testing, which are always held

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class Digest(Protocol):
    """A hash that is computed bit by bit."""

    def update(self, data: memoryview, /) -> None:
        """Add bytes."""

    def hexdigest(self) -> str:
        """Return the hash of all bytes so far."""


@dataclass(frozen=True, eq=False)
class Stored:
    """Labelled images of a file.

    Attributes:
        name: the file, for messages.
        labels: uint8 (N,).
        images: uint8 (N, 784); None if there are more than `MAX_HELD`.
        blocks: reads the images again, (n, 784) at a time.
    """

    name: str
    labels: Grey
    images: Grey | None
    blocks: Callable[[], Iterator[Grey]]


def as_grey(block: NDArray[Any], *, is_share: bool) -> Grey:
    """Return grey levels, rounded down; of parts of white, 0 to 1, the nearest."""
    grey: Grey = (np.round(block * 255) if is_share else block).astype(np.uint8)
    return grey


class Collector:
    """Collects images block by block, until there are more than `MAX_HELD`.

    Args:
        may_be_shares: whether numbers are parts of white if none of them is above 1.
    """

    def __init__(self, *, may_be_shares: bool) -> None:
        self.is_share = may_be_shares
        self._count = 0
        self._levels: list[Grey] = []
        self._shares: list[Grey] = []

    def add(self, block: NDArray[Any]) -> None:
        """Add numbers (n, 784), n > 0, from 0 to 255."""
        self._count += len(block)
        self.is_share = self.is_share and bool(block.max() <= 1)
        if not self.is_share:
            self._shares.clear()
        if self._count > MAX_HELD:
            self._levels.clear()
            self._shares.clear()
            return
        self._levels.append(as_grey(block, is_share=False))
        if self.is_share:
            self._shares.append(as_grey(block, is_share=True))

    def images(self) -> Grey | None:
        """Return all images (N, 784); None if there are too many to be held."""
        if self._count > MAX_HELD:
            return None
        return np.concatenate(self._shares if self.is_share else self._levels)


def images_of(
    sources: Sequence[tuple[Stored, Mask | None]],
    most: int,
    new_digest: Callable[[int, int, int], Digest],
    *,
    is_transposed: bool,
) -> tuple[Grey, str | None]:
    """Return the images of some files: all if they are held, otherwise the first are read again.

    Args:
        sources: the files, one after the other, and which of their images count; None for all.
        most: how many images are kept of those that are not held.
        new_digest: returns the hash of a file with images of this number, height and width.
        is_transposed: whether the files store the pixels column by column.

    Returns:
        images (n, 784), and the hash of all; None if all are returned.

    Raises:
        DataError: if a file has changed since its labels were read.
    """
    held = [(file.images, mask) for file, mask in sources if file.images is not None]
    if len(held) == len(sources):
        chosen = [images if mask is None else images[mask] for images, mask in held]
        return _upright(np.concatenate(chosen), is_transposed), None

    total = sum(len(file.labels) if mask is None else int(mask.sum()) for file, mask in sources)
    digest = new_digest(total, SIDE, SIDE) if total > most else None
    kept = bytearray()
    for file, mask in sources:
        for block in _blocks_again(file, mask):
            rows = np.ascontiguousarray(_upright(block, is_transposed))
            kept += rows[: most - len(kept) // PIXELS].data
            if digest is not None:
                digest.update(rows.data)
    images = np.frombuffer(kept, np.uint8).reshape(-1, PIXELS)
    return images, digest.hexdigest() if digest is not None else None


def _blocks_again(file: Stored, mask: Mask | None) -> Iterator[Grey]:
    """Yield the images of a file that count.

    Raises:
        DataError: if the file has changed since its labels were read.
    """
    start = 0
    for block in file.blocks():
        end = start + len(block)
        if end > len(file.labels):
            break
        yield block if mask is None else block[mask[start:end]]
        start = end
    if start != len(file.labels):
        raise DataError(message("{file} has changed while it was read.", file=file.name))


def _upright(images: Grey, is_transposed: bool) -> Grey:
    if not is_transposed:
        return images
    return images.reshape(-1, SIDE, SIDE).transpose(0, 2, 1).reshape(-1, PIXELS)


def check_held(count: int, path: object) -> None:
    """Check that all test images of some data can be held.

    Raises:
        DataError: if there are too many.
    """
    if count > MAX_TESTED:
        raise DataError(
            message(
                "{file} contains more than {most} test images.",
                file=str(path),
                most=f"{MAX_TESTED:,}",
            )
        )
