"""The folders of data sets, known ones and the user's own, and reading them without torch.

A folder holds IDX files named like MNIST's (see `core.data.idx_folders`), a NumPy archive like
Keras' `mnist.npz` (see `core.data.layouts.npz`), or a folder of pictures for each class (see
`core.data.picture_folders`). The archive's own path does as well.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

import resources
from core.config.catalogue import KNOWN, MNIST, NOISY_LINE, is_folder
from core.config.choices import Polarity, StoredPolarity, Subset
from core.config.data import MAX_CLASSES, DataConfig
from core.config.fields import value_at
from core.config.run import RunConfig
from core.data import picture_folders
from core.data.examples import Examples, Grey, class_notes
from core.data.idx import read_pair, sha256_of
from core.data.idx_folders import (
    IdxFiles,
    class_names,
    first_label,
    idx_files,
    is_transposed,
    required_idx_files,
)
from core.data.layouts.entries import root_of
from core.data.layouts.npz import npz_file, read_npz
from core.data.layouts.set_polarity import is_inverted, polarity_of_arrays
from core.errors import DataError
from core.locations import datasets_folder
from core.messages import message

# kept of a test set, unless a run needs more, so that runs on other subsets share them: EMNIST's
# largest has 116,323
MAX_TEST_IMAGES = 120_000
MAX_FILES = 200_000  # in a folder and those in it; more are no data, or too many pictures


@dataclass(frozen=True)
class _Most:
    """How many images are read of IDX files, and which of those for testing."""

    train: int
    test: int
    choice: Subset


def folder_of(dataset: str) -> Path:
    """Return the folder of a data set's files, whether it exists or not."""
    if dataset == MNIST:
        return resources.path("mnist")
    if dataset in KNOWN:
        return datasets_folder() / dataset
    try:
        return Path(dataset).expanduser()
    except RuntimeError:
        # `~name` of an unknown user: keep the path as it is; reading reports it missing.
        return Path(dataset)


def _as_written(folder: str) -> str:
    """Return a folder's path as configs hold it: abbreviated with ~ below the home folder.

    Configs are shared in archives, exports and settings; the home folder would reveal the user's
    name.
    """
    with suppress(RuntimeError, ValueError):  # no home folder, or a folder outside it
        return str(Path("~", Path(folder).relative_to(os.path.realpath(Path.home()))))
    return folder


def is_available(dataset: str) -> bool:
    """Return whether a known data set can be used without downloading anything."""
    return dataset == NOISY_LINE or idx_files(folder_of(dataset)) is not None


def read_for(config: DataConfig) -> Examples:
    """Read the examples of a run's data, and of their images at least those that it uses.

    Raises:
        DataError: if there are no examples, or they are damaged.
    """
    needed = config.train_size + config.validation_size
    return read(config.dataset, needed, config.test_size, config.test_subset, config.polarity)


def read(
    dataset: str,
    train: int = 0,
    test: int = 0,
    choice: Subset = Subset.SPREAD,
    polarity: Polarity = Polarity.AUTO,
) -> Examples:
    """Read a known data set of images, or a folder; the result is cached until the files change.

    Args:
        train, test: of IDX files at least so many images are read, if there are so many, and never
            fewer than a run uses by default; labels are always read completely.
        choice: which of very many test images are read.
        polarity: whether images are inverted.

    Raises:
        DataError: if there are no examples, or they are damaged.
    """
    folder, default = root_of(folder_of(dataset)), DataConfig()
    most = _Most(max(train, default.train_size), max(test, MAX_TEST_IMAGES), choice)
    if dataset in KNOWN and polarity is not Polarity.INVERTED:
        polarity = Polarity.AUTO  # the same for all of these
    return _read(dataset, folder, most, polarity, _state(folder))


@lru_cache(maxsize=3)
def _read(
    dataset: str, folder: Path, most: _Most, polarity: Polarity, _state: tuple[object, ...]
) -> Examples:
    known = KNOWN.get(dataset)
    if known is not None:
        files = idx_files(folder)
        if files is None:
            raise DataError(
                message(
                    "{data} is not on this machine yet: download it in the Data tab or with the"
                    " command `fetch {name}`, or put its files into {folder}.",
                    data=known.title,
                    name=dataset,
                    folder=str(folder),
                )
            )
        examples = _from_idx(files, known.classes, most)
        return _inverted(examples) if polarity is Polarity.INVERTED else examples

    files = required_idx_files(folder)
    if files is None:
        archive = npz_file(folder)
        if archive is None:
            return picture_folders.read(folder, polarity)
        return _with_polarity(_from_npz(archive), polarity)
    return _with_polarity(_from_idx(files, class_names(folder, files), most), polarity)


def _with_polarity(examples: Examples, polarity: Polarity) -> Examples:
    """Determine the polarity of arrays, and invert them if this is to be done."""
    stored = polarity_of_arrays(examples.train_images)
    examples = replace(examples, stored_polarity=stored)
    return _inverted(examples) if is_inverted(polarity, stored) else examples


def _inverted(examples: Examples) -> Examples:
    """Invert the images; their hashes remain those of the files."""
    return replace(
        examples,
        train_images=255 - examples.train_images,
        test_images=255 - examples.test_images,
        image_hashes={
            part: examples.image_hashes.get(part) or sha256_of(getattr(examples, part))
            for part in ("train_images", "test_images")
        },
    )


def _from_npz(path: Path) -> Examples:
    images, labels, test_images, test_labels = read_npz(path)
    count = 1 + max(int(labels.max()), int(test_labels.max()))
    if count < 2:
        raise DataError(
            message(
                "{folder} has {count} classes; it must have 2 to {most}.",
                folder=str(path),
                count=count,
                most=MAX_CLASSES,
            )
        )
    names = tuple(str(number) for number in range(count))
    notes = tuple(class_notes(names, labels, test_labels))
    return Examples(images, labels, test_images, test_labels, names, notes=notes)


def _from_idx(files: IdxFiles, classes: tuple[str, ...], most: _Most) -> Examples:
    first = first_label(files[0].name)
    (images, labels), (test_images, test_labels) = (
        read_pair(
            *pair,
            classes=len(classes) + first,
            most=count,
            choice=choice,
            is_transposed=is_transposed(files[0].name),
        )
        for pair, count, choice in (
            (files[:2], most.train, Subset.FIRST),
            (files[2:], most.test, most.choice),
        )
    )

    hashes = {"train_images": images.sha256, "test_images": test_images.sha256}
    return Examples(
        images.kept,
        _from_0(labels, first),
        test_images.kept,
        _from_0(test_labels, first),
        classes,
        {part: value for part, value in hashes.items() if value is not None},
    )


def _from_0(labels: Grey, first: int) -> Grey:
    if labels.min() < first:
        raise DataError(message("There is a label below {first}.", first=first))
    return labels - np.uint8(first)


def _state(folder: Path) -> tuple[object, ...]:
    """Return a value that changes when files are added, removed or rewritten.

    It looks no deeper than the pictures of a class lie.

    Raises:
        DataError: if there are too many files, before all of them are listed.
    """
    if os.path.isfile(folder):  # also for names that are too long
        with suppress(OSError):
            status = folder.stat()
            return (str(folder), status.st_mtime_ns, status.st_size)
    states = list(islice(_states(folder, depth=3), MAX_FILES + 1))
    if len(states) > MAX_FILES:
        raise DataError(
            message(
                "{folder} contains more than {most} files; choose the folder of the data itself.",
                folder=str(folder),
                most=f"{MAX_FILES:,}",
            )
        )
    return tuple(sorted(states))


def _states(folder: Path, depth: int) -> Iterator[tuple[str, int, int]]:
    """Yield path, time and size of the files down to `depth`; skip what may not be entered."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                status = entry.stat()
                if stat.S_ISREG(status.st_mode):
                    yield entry.path, status.st_mtime_ns, status.st_size
                elif stat.S_ISDIR(status.st_mode) and depth > 1:
                    yield from _states(Path(entry.path), depth - 1)


def changes_for(config: RunConfig, dataset: str) -> dict[str, object]:
    """Return what to change in `config`, by dotted path, to use a data set or folder instead.

    A folder's classes are read and stored. Sizes beyond the new data are lowered to what there is.
    A size that covered all of the former data covers all of the new, up to the default, but for a
    validation part, which becomes the validation examples.

    Raises:
        DataError: if the folder holds no data.
    """
    names: tuple[str, ...] = ()
    validation, stored = 0, StoredPolarity.UNKNOWN
    known = KNOWN.get(dataset)
    if known is None and is_folder(dataset):
        dataset = _as_written(os.path.realpath(folder_of(dataset)))
        examples = read(dataset)
        names, validation = examples.classes, examples.validation
        stored = examples.stored_polarity
        train, test = len(examples.train_labels), len(examples.test_labels)
    elif known is not None:
        train, test = known.train, known.test
    else:
        return {"data.dataset": dataset}  # unknown; validating the config reports it

    data = config.data
    default = DataConfig()
    used_all = data.train_size == _train_size(data.dataset)
    train_size = max(data.train_size, default.train_size) if used_all else data.train_size
    test_size = max(data.test_size, default.test_size) if used_all else data.test_size
    size = min(train_size, train - validation if used_all else train)
    held_out = max(data.validation_size, validation) if used_all else data.validation_size
    sizes = {
        "data.train_size": size,
        "data.test_size": min(test_size, test),
        "data.validation_size": min(held_out, train - size),
        "data.batch_size": min(data.batch_size, size),
    }
    changed: dict[str, object] = {
        path: value for path, value in sizes.items() if value != value_at(config, path)
    }
    if dataset != data.dataset and data.polarity is not default.polarity:
        changed["data.polarity"] = default.polarity  # what was chosen was about other data
    return {
        "data.dataset": dataset,
        "data.class_names": names,
        "data.stored_polarity": stored,
        **changed,
    }


def _train_size(dataset: str) -> int | None:
    if dataset in KNOWN:
        return KNOWN[dataset].train
    try:
        return len(read(dataset).train_labels)
    except DataError:
        return None
