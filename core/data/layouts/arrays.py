"""NumPy arrays: an archive as Keras' `mnist.npz`, or separate files as `x_train.npy`.

The arrays may have any usual name of their part and content: x_train, X_train, train_images,
test-labels. Archives of a single array, as KMNIST's, count as files.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePath

import numpy as np

from core.cancellation import check_cancelled
from core.data.layouts.array_files import (
    ARCHIVE,
    ARRAY,
    MAX_LABEL_BYTES,
    MAX_MEMBERS,
    ArrayFile,
    image_blocks,
    required_keys,
    unreadable,
    whole_array,
)
from core.data.layouts.entries import files, files_next_to
from core.data.layouts.labelled import (
    Grey,
    Labelled,
    as_labels,
    check_levels,
    family,
    is_of_labels,
    part_of_name,
)
from core.data.layouts.parts import Part, in_use
from core.data.layouts.paths import DataPath, is_file
from core.data.layouts.stored import Collector, Stored, as_grey
from core.data.layouts.zipped import DAMAGED
from core.errors import DataError, is_of_system
from core.messages import message

Pair = tuple[ArrayFile, ArrayFile]  # images and their labels


def labelled_arrays(path: DataPath) -> Labelled[Pair] | None:
    """Return the arrays of the file or folder, or None if it has none.

    Of a folder it is the first archive with images and labels, otherwise the separate files.

    Raises:
        DataError: if only images, or only labels, for training are there.
    """
    keys_of = cache(_keys)  # in a zip file each archive is unpacked for them
    if is_file(path):
        if path.suffix.lower() == ARCHIVE and len(keys := required_keys(path)) > 1:
            return _pairs(path, [ArrayFile(path, key) for key in keys])
        if path.suffix.lower() not in (ARRAY, ARCHIVE):
            return None
        own = family(PurePath(path.name).stem)
        separate = _separate(path.parent, keys_of, path)
        return _pairs(path, [file for file in separate if family(file.name) == own])

    for archive in files(path, (ARCHIVE,)):
        members = [ArrayFile(archive, key) for key in keys_of(archive)]
        if {is_of_labels(member.name) for member in members} >= {True, False}:
            return _pairs(archive, members)
    separate = _separate(path, keys_of)
    return _pairs(path, separate) if separate else None


def _separate(
    folder: DataPath,
    keys_of: Callable[[DataPath], tuple[str, ...]],
    chosen: DataPath | None = None,
) -> list[ArrayFile]:
    """Return the files with one array that have the name of a part or of a content.

    Args:
        chosen: the only one that was chosen; links that do not belong to it are left out.
    """

    def belongs(name: str) -> bool:
        stems = (PurePath(name).stem, PurePath(chosen.name).stem) if chosen is not None else ()
        return len({family(stem) for stem in stems}) <= 1

    suffixes = (ARRAY, ARCHIVE)
    found = []
    for path in files_next_to(chosen, suffixes, belongs) if chosen else files(folder, suffixes):
        keys = keys_of(path) if path.suffix.lower() == ARCHIVE else ("",)
        file = ArrayFile(path, keys[0]) if len(keys) == 1 else None
        if file is not None and is_of_labels(file.name) is not None:
            found.append(file)
    return found


def _keys(archive: DataPath) -> tuple[str, ...]:
    """Return the names of an archive's arrays; none if it is damaged.

    Raises:
        DataError: if the system cannot read it, perhaps only for a moment.
    """
    check_cancelled()  # there may be very many archives
    try:
        return required_keys(archive)
    except DataError as error:
        check_cancelled()
        if is_of_system(error):
            raise
        return ()


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
        for block in image_blocks(images_file):
            low, high = np.minimum(low, block.min()), np.maximum(high, block.max())
            check_levels(low, high, images_file.name)
            collector = collector or Collector(may_be_shares=block.dtype.kind == "f")
            collector.add(block)
            count += len(block)
    except (OSError, *DAMAGED) as error:
        raise unreadable(images_file.path, error) from error
    assert collector is not None
    is_share = collector.is_share

    try:
        labels = as_labels(whole_array(labels_file, MAX_LABEL_BYTES), labels_file.name)
        if count != len(labels):
            raise ValueError(
                f"{images_file.name} has {count} images, {labels_file.name} {len(labels)} labels"
            )
    except (OSError, *DAMAGED) as error:
        raise unreadable(labels_file.path, error) from error

    def blocks() -> Iterator[Grey]:
        try:
            for block in image_blocks(images_file):
                yield as_grey(block, is_share=is_share)
        except (OSError, *DAMAGED) as error:
            raise unreadable(images_file.path, error) from error

    return Stored(images_file.name, labels, collector.images(), blocks)
