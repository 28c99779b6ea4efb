"""The user's own handwriting, as a small test set.

    handwriting/
        0/  20261124-134501-3f2ab4c7.png ...
        ...
        9/

Each file is a digit as the networks get it, 28x28 and grey, in the folder of its class. Import and
export use the same arrangement, so that other programs can read it.
"""

import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.config.catalogue import DIGITS, SIDE
from core.data.ink import Ink
from core.data.photographs.photograph import digit_from_picture
from core.data.pictures import read_pixels
from core.data.polarity import is_black_on_white, white_on_black
from core.errors import HandwritingError, InklingError
from core.files import leftovers, make_folder, refuse_link, replace_file
from core.messages import Message, message
from core.run.identity import unique_name

CLASSES = len(DIGITS)
MAX_SAMPLES = 2000  # of all classes together
MAX_BYTES = 20_000_000  # of one picture that is imported
# nothing that could point out of the folder, nothing hidden
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.png")


@dataclass(frozen=True)
class Sample:
    """A handwritten digit: its file, its class and its grey levels, uint8 (28, 28)."""

    path: Path
    label: int
    grey: NDArray[np.uint8]


@dataclass(frozen=True)
class Imported:
    """The number of pictures imported, and the reasons why others were not."""

    count: int
    problems: tuple[Message, ...]


def keep(folder: Path, digit: Ink, label: int) -> Sample:
    """Store ink (28, 28) as a sample of the class `label`.

    Raises:
        HandwritingError: if it cannot be written, or the limit is reached.
    """
    if sum(len(_files(folder, digit_class)) for digit_class in range(CLASSES)) >= MAX_SAMPLES:
        raise HandwritingError(
            message("There are already {most} samples; more are not possible.", most=MAX_SAMPLES)
        )

    _remove_leftovers(folder)
    grey = (digit * 255).round().astype(np.uint8)
    path = folder / str(label) / f"{unique_name()}.png"
    _write(path, grey)
    return Sample(path, label, grey)


def samples(folder: Path) -> tuple[list[Sample], list[Message]]:
    """Return all samples, by class and then oldest first, and why other files cannot be read."""
    readable, problems = [], []
    for label in range(CLASSES):
        for path in _files(folder, label):
            try:
                readable.append(Sample(path, label, _digit(path)))
            except InklingError as error:
                problems.append(error.message)
    return readable[:MAX_SAMPLES], problems


def delete(chosen: Sequence[Sample]) -> None:
    """Delete samples; ignore those that are already gone.

    Raises:
        HandwritingError: if one cannot be deleted.
    """
    for sample in chosen:
        try:
            refuse_link(sample.path.parent)
            sample.path.unlink(missing_ok=True)
        except OSError as error:
            raise _failure(sample.path, error) from error


def export(folder: Path, destination: Path) -> int:
    """Write all samples below `destination`, a folder for each class, and return their number.

    Raises:
        HandwritingError: if one cannot be written.
    """
    kept, _ = samples(folder)
    for sample in kept:
        _write(destination / str(sample.label) / sample.path.name, sample.grey)
    return len(kept)


def import_from(source: Path, folder: Path) -> Imported:
    """Import the PNG pictures in the folders 0 to 9 of `source`, each prepared like a drawing.

    Pictures of 28x28 are imported unchanged, as white on black. Names and sizes are checked; a
    picture whose name exists already is skipped.

    Raises:
        HandwritingError: if there are no such folders, or a sample cannot be written.
    """
    if not any(os.path.isdir(source / str(label)) for label in range(CLASSES)):
        raise HandwritingError(
            message("{folder} contains no folders named 0 to 9.", folder=str(source))
        )

    room = MAX_SAMPLES - sum(len(_files(folder, label)) for label in range(CLASSES))

    paper = is_black_on_white(_unprepared(source))

    count, problems = 0, []
    for label, path in _new_ones(source, folder):
        if count >= room:
            problems.append(
                message(
                    "There are already {most} samples; more are not possible.", most=MAX_SAMPLES
                )
            )
            break
        try:
            grey = _digit(path, paper)
        except InklingError as error:
            problems.append(error.message)
            continue
        _write(folder / str(label) / path.name, grey)
        count += 1

    return Imported(count, tuple(problems))


def read_right(chosen: Sequence[Sample], read: Callable[[Ink], Sequence[float]]) -> int:
    """Count the samples that a network reads right; `read` maps ink (28, 28) to probabilities."""
    answers = (
        int(np.argmax(read(sample.grey.astype(np.float32) / np.float32(255)))) for sample in chosen
    )
    return sum(answer == sample.label for answer, sample in zip(answers, chosen, strict=True))


def _new_ones(source: Path, folder: Path) -> Iterator[tuple[int, Path]]:
    for label in range(CLASSES):
        for path in _files(source, label):
            if not os.path.lexists(folder / str(label) / path.name):
                yield label, path


def _files(folder: Path, label: int) -> list[Path]:
    """Return the pictures of a class, in the order of their names; links are ignored."""
    try:
        with os.scandir(folder / str(label)) as entries:
            names = [
                entry.name
                for entry in entries
                if NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            ]
    except OSError:
        return []
    return [folder / str(label) / name for name in sorted(names)]


def _unprepared(source: Path) -> Iterator[NDArray[np.uint8]]:
    """Read the pictures of 28x28 pixels that can be read."""
    for label in range(CLASSES):
        for path in _files(source, label):
            with suppress(InklingError):
                grey = _picture(path)
                if grey.shape[:2] == (SIDE, SIDE):
                    yield _brightness(grey)


def _digit(path: Path, was_black_on_white: bool | None = False) -> NDArray[np.uint8]:
    """Read a picture as a digit of grey levels, white on black.

    Args:
        path: the file.
        was_black_on_white: of pictures of 28x28 pixels; see `core.data.polarity`.

    Raises:
        InklingError: if it cannot be read; the message names the file.
    """
    pixels = _picture(path)
    if pixels.shape[:2] == (SIDE, SIDE):
        return white_on_black(_brightness(pixels), was_black_on_white)
    digit = digit_from_picture(pixels)
    if digit is None:
        raise HandwritingError(message("Nothing is drawn in {file}.", file=str(path)))
    return (digit * 255).round().astype(np.uint8)


def _brightness(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(pixels).convert("L"))


def _picture(path: Path) -> NDArray[np.uint8]:
    """Read a picture file of at most `MAX_BYTES`.

    Raises:
        InklingError: if it cannot be read; the message names the file.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise HandwritingError(
            message(
                "{file} cannot be read: {reason}.",
                file=str(path),
                reason=error.strerror or str(error),
            )
        ) from error
    if size > MAX_BYTES:
        raise HandwritingError(
            message("{file} is larger than {most} MB.", file=str(path), most=MAX_BYTES // 1_000_000)
        )

    return read_pixels(path).pixels


def _write(path: Path, grey: NDArray[np.uint8]) -> None:
    packed = io.BytesIO()
    Image.fromarray(grey).save(packed, "PNG")
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        make_folder(path.parent)
        replace_file(path, packed.getvalue())
    except OSError as error:
        raise _failure(path, error) from error


def _remove_leftovers(folder: Path) -> None:
    """Delete the temporary files that killed processes have left among the samples."""
    for label in range(CLASSES):
        for file in leftovers(folder / str(label)):
            with suppress(OSError):  # tried again at the next sample
                file.unlink()


def _failure(path: Path, error: OSError) -> HandwritingError:
    reason = error.strerror or str(error)
    return HandwritingError(
        message("{file} cannot be written or deleted: {reason}.", file=str(path), reason=reason)
    )
