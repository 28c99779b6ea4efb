"""A folder of IDX files: which file is which, the names of the classes, the way images lie.

The files are named like MNIST's, gzipped or not, with any prefix. The names of the classes stand in
`classes.txt`, or in the mapping that comes with EMNIST (``emnist-balanced-mapping.txt``).
"""

import re
from collections.abc import Iterator

from core.config.data import MAX_CLASSES
from core.data.idx import read_labels
from core.data.layouts.entries import entries_of, suppress_unlistable
from core.data.layouts.paths import DataPath, is_file, is_linked, open_data
from core.errors import DataError, FileError, not_readable
from core.files import read_opened
from core.messages import message
from core.plain_text import unfit_character

NAMES_FILE = "classes.txt"
MAX_NAMES_BYTES = 100_000
MAX_NAME = 60
# of training and of test files; the last mark before "images" or "labels" counts
MARKS = {"train": "train", "t10k": "test", "test": "test"}
# what follows the name of a file that is being downloaded, or is about another one
NO_DATA = (".part", ".partial", ".crdownload", ".download", ".tmp", ".md5", ".sha256", ".txt")
EXPECTED = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
_NAME = re.compile(r"(?P<head>.*)(?P<what>images|labels)-idx")

IdxFiles = tuple[DataPath, DataPath, DataPath, DataPath]
Parts = dict[tuple[str, str], DataPath]


def idx_files(folder: DataPath) -> IdxFiles | None:
    """Return training images and labels, test images and labels; None if one is missing.

    Raises:
        DataError: if the folder cannot be read.
    """
    return _complete(_parts(folder))


def required_idx_files(folder: DataPath) -> IdxFiles | None:
    """Return the four files, or None if the folder has no IDX files at all.

    Raises:
        DataError: if it has some of the four, the message names those that are missing, or if the
            folder cannot be read.
    """
    parts = _parts(folder)
    files = _complete(parts)
    if files is not None or not parts:
        return files

    missing = [name for name, part in zip(EXPECTED, _wanted(), strict=True) if part not in parts]
    raise DataError(
        message(
            "{folder} has only some of the four IDX files; missing: {missing} (the file may be "
            "gzipped, and a prefix may precede its name).",
            folder=str(folder),
            missing=", ".join(missing),
        )
    )


def _wanted() -> Iterator[tuple[str, str]]:
    for kind in ("train", "test"):
        for what in ("images", "labels"):
            yield kind, what


def _complete(parts: Parts) -> IdxFiles | None:
    images, labels, test_images, test_labels = (parts.get(part) for part in _wanted())
    if images is None or labels is None or test_images is None or test_labels is None:
        return None
    return images, labels, test_images, test_labels


def _parts(folder: DataPath) -> Parts:
    """Return the folder's IDX files by kind, train or test, and content, images or labels."""
    paths = sorted(path for path in entries_of(folder) if _may_hold_data(path.name))
    parts: Parts = {}
    for path in paths:
        part = _part_of(path.name)
        if part is not None and part not in parts and is_file(path):
            parts[part] = path
    return parts


def _may_hold_data(name: str) -> bool:
    """Return whether a file is neither hidden, like macOS's `._*`, nor unfinished."""
    return not name.startswith(".") and not name.lower().endswith(NO_DATA)


def _part_of(name: str) -> tuple[str, str] | None:
    match = _NAME.match(re.sub(r"[._\s]", "-", name.lower()))
    if match is None:
        return None
    positions = {mark: match["head"].rfind(mark) for mark in MARKS}
    mark = max(positions, key=lambda mark: positions[mark])
    return (MARKS[mark], match["what"]) if positions[mark] >= 0 else None


def is_transposed(name: str) -> bool:
    """Return whether a file of this name is EMNIST's, which stores images column by column."""
    return "emnist" in name.lower()


def first_label(name: str) -> int:
    """Return 1 for a file of EMNIST's letters, which are counted from 1, otherwise 0."""
    return 1 if "emnist-letters" in name.lower().replace("_", "-") else 0


def class_names(folder: DataPath, files: IdxFiles) -> tuple[str, ...]:
    """Return what the labels mean, from the first one on; their numbers if no file names them.

    Raises:
        DataError: if the names do not fit the labels, or there are too few or too many classes.
    """
    highest = max(int(read_labels(labels).max()) for labels in (files[1], files[3]))
    return names_of_labels(folder, files[0].name, highest)


def names_of_labels(folder: DataPath, file_name: str, highest: int) -> tuple[str, ...]:
    """Return what the labels up to `highest` mean; their numbers if no file in the folder says.

    Args:
        file_name: of the training images, as EMNIST's mapping has the same prefix.

    Raises:
        DataError: if the names do not fit the labels, or there are too few or too many classes.
    """
    first = first_label(file_name)
    count = 1 + highest - first
    mapping = _mapping_file(folder, file_name)
    names = _listed(folder / NAMES_FILE, count) or _mapped(mapping, first)
    if names and len(names) < count:
        raise _not_all_named(mapping, len(names), count)

    count = len(names) or count
    if not 2 <= count <= MAX_CLASSES:
        raise DataError(
            message(
                "{folder} has {count} classes; it must have 2 to {most}.",
                folder=str(folder),
                count=count,
                most=MAX_CLASSES,
            )
        )
    return names or tuple(str(number) for number in range(count))


def _listed(path: DataPath, count: int) -> tuple[str, ...]:
    """Return the names in `classes.txt`, one a line; none if there is no such file."""
    if not is_file(path):
        return ()
    names = tuple(line.strip()[:MAX_NAME] for line in _text(path).splitlines() if line.strip())
    if len(names) != count:
        raise _not_all_named(path, len(names), count)
    return names


def _not_all_named(file: DataPath | None, names: int, count: int) -> DataError:
    return DataError(
        message(
            "{file} names {names} classes, but the labels have {count}.",
            file=str(file),
            names=names,
            count=count,
        )
    )


def _mapping_file(folder: DataPath, file_name: str) -> DataPath | None:
    """Return the mapping with the prefix of the training images, or the only one, if any."""
    paths: list[DataPath] = []
    with suppress_unlistable():
        paths = sorted(
            path
            for path in entries_of(folder)
            if re.fullmatch(r"(?!\.).*mapping\.txt", path.name.lower())
            and (is_linked(path) or is_file(path))
        )
    prefix = file_name.lower().rpartition("train")[0]
    fitting = [path for path in paths if prefix and path.name.lower() == f"{prefix}mapping.txt"]
    chosen = fitting or (paths if len(paths) == 1 else [])
    return chosen[0] if chosen and is_file(chosen[0]) else None


def _mapped(path: DataPath | None, first: int) -> tuple[str, ...]:
    """Return the names in EMNIST's mapping: a label and the code of its character in each line.

    Of the letters' classes, whose lines have a second code for the small letter, it is the capital.

    Raises:
        DataError: if a line is something else, or the labels have gaps.
    """
    if path is None:
        return ()
    names: dict[int, str] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        match = re.fullmatch(r"(\d{1,3})[\s,]+(\d{1,7})([\s,]+\d{1,7})*", line.strip(), re.ASCII)
        name = _character(int(match[2])) if match else None
        if match is None or name is None or int(match[1]) in names:
            raise DataError(
                message(
                    "{file}, line {line}: expected are a label and the code of its character.",
                    file=str(path),
                    line=number,
                )
            )
        names[int(match[1])] = name

    if sorted(names) != list(range(first, first + len(names))):
        raise DataError(
            message("{file} does not name all labels from {first} on.", file=str(path), first=first)
        )
    return tuple(names[label] for label in sorted(names))


def _character(code: int) -> str | None:
    """Return the character that can name a class, or None."""
    character = chr(code) if code <= 0x10FFFF else ""
    is_fit = character.strip() and unfit_character(character) is None
    return character if is_fit else None


def _text(path: DataPath) -> str:
    try:
        return read_opened(path, open_data, MAX_NAMES_BYTES).decode("utf-8-sig")
    except FileError as error:
        raise DataError(error.message) from error
    except UnicodeDecodeError as error:
        raise DataError(not_readable(path, error)) from error
