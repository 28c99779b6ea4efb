"""The user's own handwriting, as a small test set for each list of classes.

    handwriting/
        0/  20261124-134501-3f2ab4c7.png ...
        ...
        9/
        classes-1f0c9d3e/  A/ ... Z/

Each file is a drawing as the networks get it, 28x28 and grey, in the folder of its class. Digits
lie at the top; any other list of classes has a folder of its own, named by the list's checksum.
Import and export use the same arrangement, so that other programs can read it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.cancellation import CancelledError, check_cancelled, go_on
from core.config.catalogue import DIGITS
from core.data.ink import Ink, grey_of_ink, ink_of_grey
from core.data.photographs import sample_files
from core.data.photographs.class_folders import (
    folder_names,
    is_any_there,
    is_gone,
    picture_files,
    remember_collection,
    remove_leftovers,
    unprepared,
)
from core.data.photographs.digit_file import read_digit
from core.data.polarity import is_black_on_white
from core.errors import HandwritingError, PartlyChangedError, PictureError
from core.files import is_link, refuse_link
from core.messages import Message, message
from core.run.identity import unique_name

MAX_SAMPLES = 2000  # of all classes of a list together


@dataclass(frozen=True)
class Sample:
    """A handwritten digit: its file, its class and its grey levels, uint8 (28, 28)."""

    path: Path
    label: int
    grey: NDArray[np.uint8]


@dataclass(frozen=True)
class Imported:
    """The samples imported, and the reasons why other pictures were not."""

    samples: tuple[Sample, ...]
    problems: tuple[Message, ...]

    @property
    def count(self) -> int:
        """How many pictures were imported."""
        return len(self.samples)


def _class_folders(folder: Path, classes: Sequence[str]) -> list[Path]:
    """Return the folder of each class's samples.

    Raises:
        HandwritingError: if the folder of the whole list is a link.
    """
    if tuple(classes) != DIGITS:
        # lengths first, or ("ab", "c") and ("a", "bc") were the same
        spelled = "".join(f"{len(name)}:{name}" for name in classes)
        checksum = hashlib.sha256(spelled.encode("utf-8", "surrogatepass")).hexdigest()
        folder = folder / f"{sample_files.OTHER_CLASSES}{checksum[:8]}"
        try:
            refuse_link(folder)
        except OSError as error:
            raise sample_files.failure(folder, error) from error
    return [folder / name for name in folder_names(classes)]


def _count(folders: Sequence[Path]) -> int:
    """Count the samples in the folders that can be read."""
    number = 0
    for class_folder in folders:
        with suppress(HandwritingError):
            number += len(picture_files(class_folder))
    return number


def _check_limit(folders: Sequence[Path], more: int) -> None:
    if _count(folders) + more > MAX_SAMPLES:
        raise HandwritingError(_too_many())


def _too_many() -> Message:
    return message("There are already {most} samples; more are not possible.", most=MAX_SAMPLES)


def keep(folder: Path, digit: Ink, label: int, classes: Sequence[str] = DIGITS) -> Sample:
    """Store ink (28, 28) as a sample of the class `label`.

    Args:
        folder: of all handwriting.
        classes: what the labels 0, 1, ... mean.

    Raises:
        HandwritingError: if it cannot be written, or the limit is reached.
    """
    folders = _class_folders(folder, classes)
    _check_limit(folders, 1)
    remove_leftovers(folders)
    grey = grey_of_ink(digit)
    path = folders[label] / f"{unique_name()}.png"
    sample_files.write(path, grey)
    remember_collection(folder)
    return Sample(path, label, grey)


def samples(folder: Path, classes: Sequence[str] = DIGITS) -> tuple[list[Sample], list[Message]]:
    """Return all samples, by class and then oldest first, and why others are left out."""
    readable, problems = [], []
    for label, class_folder in enumerate(_class_folders(folder, classes)):
        try:
            paths = picture_files(class_folder)
        except HandwritingError as error:
            problems.append(error.message)
            continue
        for path in paths:
            check_cancelled()
            try:
                readable.append(Sample(path, label, read_digit(path)))
            except (PictureError, HandwritingError) as error:
                problems.append(error.message)
    if len(readable) > MAX_SAMPLES:
        values = {"n": len(readable), "most": MAX_SAMPLES}
        problems.insert(0, message("There are {n} samples; only {most} can be shown.", **values))
    return readable[:MAX_SAMPLES], problems


def delete(chosen: Sequence[Sample]) -> None:
    """Delete samples; ignore those that are already gone.

    Raises:
        PartlyChangedError: if one cannot be deleted; the rest after it stays.
    """
    for done, sample in enumerate(chosen):
        try:
            sample_files.delete(sample.path)
        except HandwritingError as error:
            raise PartlyChangedError(error.message, chosen[:done]) from error


def restore(folder: Path, deleted: Sequence[Sample], classes: Sequence[str] = DIGITS) -> None:
    """Write deleted samples to their files again, or next to others that have their names now.

    Those that an attempt which failed has written already stay as they are.

    Raises:
        HandwritingError: if one cannot be written, or the limit is reached.
    """
    missing = sum(is_gone(sample.path) for sample in deleted)
    _check_limit(_class_folders(folder, classes), missing)
    for sample in deleted:
        sample_files.write_new(sample.path, sample.grey)
    remember_collection(folder)


def relabel(
    folder: Path, chosen: Sequence[Sample], labels: Sequence[int], classes: Sequence[str] = DIGITS
) -> list[Sample]:
    """Move each sample to the class of its new label, and return them as they are now.

    A sample that was deleted meanwhile is written again: it is still known here. One that a
    failed attempt has moved already is not written a second time.

    Raises:
        PartlyChangedError: if one cannot be moved or written; the rest after it stays.
    """
    folders = _class_folders(folder, classes)
    moved: list[Sample] = []
    for sample, label in zip(chosen, labels, strict=True):
        try:
            moved.append(_relabelled(sample, label, folders[label]))
        except HandwritingError as error:
            raise PartlyChangedError(error.message, chosen[: len(moved)], moved) from error
    return moved


def _relabelled(sample: Sample, label: int, class_folder: Path) -> Sample:
    """Move a sample to the folder of its new class, in one step: it is never in both.

    Raises:
        HandwritingError: if it cannot be moved.
    """
    if label == sample.label:
        return sample

    path = class_folder / sample.path.name
    is_there = not is_gone(sample.path)
    is_other = is_there or is_link(class_folder) or not sample_files.holds(path, sample.grey)
    if not is_gone(path) and is_other:
        path = path.with_name(f"{unique_name()}.png")  # next to an imported one of the same name
    if is_there:
        path = sample_files.move(sample.path, path)
    elif is_gone(path):
        sample_files.write(path, sample.grey)
    return Sample(path, label, sample.grey)


def export(
    folder: Path, destination: Path, classes: Sequence[str] = DIGITS
) -> tuple[int, list[Message]]:
    """Write all samples below `destination`, a folder for each class.

    No file there is replaced: the pictures that were once imported may be in it.

    Returns:
        The number of samples, and why others could not be read and are not among them.

    Raises:
        HandwritingError: if one cannot be written.
    """
    kept, problems = samples(folder, classes)
    names = folder_names(classes)
    for index, sample in enumerate(kept):
        go_on(index / len(kept))
        sample_files.write_new(destination / names[sample.label] / sample.path.name, sample.grey)
    return len(kept), problems


def import_from(source: Path, folder: Path, classes: Sequence[str] = DIGITS) -> Imported:
    """Import the PNG pictures in the folders of the classes, each prepared like a drawing.

    Pictures of 28x28 are imported unchanged, as white on black. Names and sizes are checked; a
    picture whose name exists already is skipped. The first sample that cannot be written ends the
    import, as does cancelling; those before it stay, and the reason is among the problems.

    Raises:
        HandwritingError: if there are no such folders, or not even one sample can be written.
        CancelledError: if it is cancelled before the first sample.
    """
    names = folder_names(classes)
    sources = [source / name for name in names]
    if not is_any_there(sources):
        raise HandwritingError(
            message(
                "{folder} contains no folders named {first} to {last}.",
                folder=str(source),
                first=names[0],
                last=names[-1],
            )
        )

    folders = _class_folders(folder, classes)
    paper = is_black_on_white(unprepared(sources))

    problems: list[Message] = []
    pictures = list(_new_ones(sources, folders, problems))
    imported = _import_samples(pictures, folders, MAX_SAMPLES - _count(folders), paper, problems)
    remember_collection(folder)
    return imported


def _import_samples(
    pictures: Sequence[tuple[int, Path]],
    folders: Sequence[Path],
    room: int,
    was_black_on_white: bool | None,
    problems: list[Message],
) -> Imported:
    """Import pictures with their labels, at most `room`; see `import_from`.

    Args:
        problems: the reasons so far why folders cannot be read.
    """
    imported: list[Sample] = []
    for index, (label, path) in enumerate(pictures):
        if len(imported) >= room:
            problems.append(_too_many())
            break
        try:
            go_on(index / len(pictures))
            try:
                grey = read_digit(path, was_black_on_white)
            except (PictureError, HandwritingError) as error:
                problems.append(error.message)
                continue
            sample = Sample(folders[label] / path.name, label, grey)
            if not sample_files.write(sample.path, grey, replaces=False):
                continue  # another window has just imported one of this name
        except (CancelledError, HandwritingError) as error:
            if not imported:
                raise
            problems.append(error.message)
            break
        imported.append(sample)

    return Imported(tuple(imported), tuple(problems))


def read_right(chosen: Sequence[Sample], read: Callable[[Ink], Sequence[float]]) -> int:
    """Count the samples that a network reads right; `read` maps ink (28, 28) to probabilities."""
    answers = (int(np.argmax(read(ink_of_grey(sample.grey)))) for sample in chosen)
    return sum(answer == sample.label for answer, sample in zip(answers, chosen, strict=True))


def _new_ones(
    sources: Sequence[Path], folders: Sequence[Path], problems: list[Message]
) -> Iterator[tuple[int, Path]]:
    """Yield the pictures that are not among the samples; add why folders cannot be read."""
    for label, (source, folder) in enumerate(zip(sources, folders, strict=True)):
        try:
            paths = picture_files(source)
        except HandwritingError as error:
            problems.append(error.message)
            continue
        for path in paths:
            if is_link(folder) or is_gone(folder / path.name):
                yield label, path
