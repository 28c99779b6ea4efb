"""The folders of data sets, known ones and the user's own, and reading them without torch.

A folder holds either IDX files, gzipped or not, named like MNIST's (``train-images-idx3-ubyte``,
``t10k-labels-...`` or ``test-labels-...``, with any prefix), and perhaps a ``classes.txt`` with one
name per line; or a folder of pictures for each class, named after it, either directly or within
``train`` and ``test``.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

import resources
from core.config.catalogue import KNOWN, MNIST, NOISY_LINE, SIDE, is_folder
from core.config.data import MAX_CLASSES, DataConfig
from core.config.fields import value_at
from core.config.run import RunConfig
from core.data import picture_folders
from core.data.examples import Examples, Grey
from core.data.idx import read_labels, read_pair
from core.errors import DataError
from core.locations import datasets_folder
from core.messages import message

MAX_NAMES_BYTES = 100_000
NAMES_FILE = "classes.txt"


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


def read(dataset: str) -> Examples:
    """Read a known data set of images, or a folder; the result is cached until the files change.

    Raises:
        DataError: if there are no examples, or they are damaged.
    """
    folder = folder_of(dataset)
    return _read(dataset, folder, _state(folder))


@lru_cache(maxsize=3)
def _read(dataset: str, folder: Path, _state: tuple[object, ...]) -> Examples:
    known = KNOWN.get(dataset)
    files = idx_files(folder)
    if files is None:
        if known is not None:
            raise DataError(
                message(
                    "{data} is not on this machine yet: download it in the Data tab or with the"
                    " command `fetch {name}`, or put its files into {folder}.",
                    data=known.title,
                    name=dataset,
                    folder=str(folder),
                )
            )
        return Examples(*picture_folders.read(folder))

    classes = known.classes if known is not None else _class_names(folder, files)
    first = _first_label(files)
    parts = [read_pair(*pair, classes=len(classes) + first) for pair in (files[:2], files[2:])]

    is_transposed = files[0].name.startswith("emnist")
    (images, labels), (test_images, test_labels) = (
        (_upright(images, is_transposed), _from_0(labels, first)) for images, labels in parts
    )
    return Examples(images, labels, test_images, test_labels, classes)


def _first_label(files: tuple[Path, ...]) -> int:
    """Return 1 for EMNIST's letters, which are counted from 1, otherwise 0."""
    return 1 if files[0].name.startswith("emnist-letters") else 0


def _upright(images: Grey, is_transposed: bool) -> Grey:
    if not is_transposed:
        return images
    return np.ascontiguousarray(images.reshape(-1, SIDE, SIDE).transpose(0, 2, 1)).reshape(
        len(images), -1
    )


def _from_0(labels: Grey, first: int) -> Grey:
    if labels.min() < first:
        raise DataError(message("There is a label below {first}.", first=first))
    return labels - np.uint8(first)


def _class_names(folder: Path, files: tuple[Path, Path, Path, Path]) -> tuple[str, ...]:
    first = _first_label(files)
    highest = max(int(read_labels(labels).max()) for labels in (files[1], files[3]))
    count = 1 + highest - first

    names = _listed(folder / NAMES_FILE)
    if names is not None and len(names) != count:
        raise DataError(
            message(
                "{file} names {names} classes, but the labels have {count}.",
                file=str(folder / NAMES_FILE),
                names=len(names),
                count=count,
            )
        )

    if not 2 <= count <= MAX_CLASSES:
        raise DataError(
            message(
                "{folder} has {count} classes; it must have 2 to {most}.",
                folder=str(folder),
                count=count,
                most=MAX_CLASSES,
            )
        )
    return names if names is not None else tuple(str(number) for number in range(count))


def _listed(path: Path) -> tuple[str, ...] | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            text = file.read(MAX_NAMES_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            message("{file} cannot be read: {reason}.", file=str(path), reason=str(error))
        ) from error
    return tuple(line.strip()[:60] for line in text.splitlines() if line.strip())


def idx_files(folder: Path) -> tuple[Path, Path, Path, Path] | None:
    """Return training images and labels, test images and labels; None if one is missing."""
    paths = [
        next(_fitting(folder, kind, what), None)
        for kind in ("train", "test")
        for what in ("images", "labels")
    ]
    images, labels, test_images, test_labels = paths
    if images is None or labels is None or test_images is None or test_labels is None:
        return None
    return images, labels, test_images, test_labels


def _fitting(folder: Path, kind: str, what: str) -> Iterator[Path]:
    marks = ("t10k", "test") if kind == "test" else ("train",)
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return
    for path in files:
        name = path.name.lower()
        if f"{what}-idx" in name.replace(".", "-") and any(mark in name for mark in marks):
            yield path


def _state(folder: Path) -> tuple[object, ...]:
    """Return a value that changes when files are added, removed or rewritten.

    It looks no deeper than the pictures of a class lie.
    """
    try:
        paths = sorted(
            path for depth in ("*", "*/*", "*/*/*") for path in folder.glob(depth) if path.is_file()
        )
        return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    except OSError:
        return ()


def changes_for(config: RunConfig, dataset: str) -> dict[str, object]:
    """Return what to change in `config`, by dotted path, to use a data set or folder instead.

    A folder's classes are read and stored. Sizes beyond the new data are lowered to what there is.
    A size that covered all of the former data covers all of the new, up to the default.

    Raises:
        DataError: if the folder holds no data.
    """
    names: tuple[str, ...] = ()
    known = KNOWN.get(dataset)
    if known is None and is_folder(dataset):
        dataset = _as_written(os.path.realpath(folder_of(dataset)))
        examples = read(dataset)
        names, train, test = examples.classes, len(examples.train_labels), len(examples.test_labels)
    elif known is not None:
        train, test = known.train, known.test
    else:
        return {"data.dataset": dataset}  # unknown; validating the config reports it

    data = config.data
    default = DataConfig()
    used_all = data.train_size == _train_size(data.dataset)
    train_size = max(data.train_size, default.train_size) if used_all else data.train_size
    test_size = max(data.test_size, default.test_size) if used_all else data.test_size
    size = min(train_size, train)
    sizes = {
        "data.train_size": size,
        "data.test_size": min(test_size, test),
        "data.validation_size": min(data.validation_size, train - size),
        "data.batch_size": min(data.batch_size, size),
    }
    changed = {path: value for path, value in sizes.items() if value != value_at(config, path)}
    return {"data.dataset": dataset, "data.class_names": names, **changed}


def _train_size(dataset: str) -> int | None:
    if dataset in KNOWN:
        return KNOWN[dataset].train
    try:
        return len(read(dataset).train_labels)
    except DataError:
        return None
