"""Tables of images, a line for each: a label and 784 grey levels, as Kaggle's `train.csv`.

The columns may be separated by commas, semicolons or tabs, and named in the first line; the file
may be gzipped. A table is read in blocks of lines of a bounded length.
"""

import math
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.cancellation import check_cancelled
from core.config.catalogue import PIXELS
from core.config.data import MAX_CLASSES, MAX_EXAMPLES
from core.data.layouts.entries import files, files_next_to
from core.data.layouts.gzipped import unpacked
from core.data.layouts.labelled import Grey, Labelled, family, part_of_name
from core.data.layouts.parts import Part, in_use
from core.data.layouts.paths import DataPath, is_file, open_data
from core.data.layouts.stored import Collector, Stored, as_grey
from core.errors import DataError, not_readable
from core.messages import Message, message

SUFFIXES = (".csv", ".tsv")
PACKED = ".gz"
SEPARATORS = ",;\t"
MIN_COLUMNS = 60  # narrower tables in a folder are about something else
MAX_LINE_BYTES = 40_000  # fifty for each column
MAX_BYTES = 4 << 30
MAX_EMPTY_LINES = 10_000
BLOCK_LINES = 1000
LABEL_NAMES = ("label", "labels", "class", "target", "digit", "y")
NUMBER_NAMES = ("", "id", "index", "unnamed: 0", "imageid", "image_id")

Line = tuple[int, str]  # its number, from 1, and its text


@dataclass(frozen=True)
class Form:
    """How the lines of a table are to be read.

    Attributes:
        columns: how many there are.
        label: the index of the column of labels, or None if there is none.
        pixels: the index of the first of the columns with grey levels, one after another.
        has_names: whether the first line holds the names of the columns.
    """

    separator: str
    columns: int
    label: int | None
    pixels: int
    has_names: bool


def labelled_tables(path: DataPath) -> Labelled[DataPath] | None:
    """Return the tables of a folder, or those that belong to a file; None if there are none.

    Raises:
        DataError: if one cannot be read, or none has labels.
    """
    if is_file(path):
        if not _is_table(path.name):
            return None
        is_part = part_of_name(path.name) is not None
        tables = _tables_of_family(path) if is_part else [path]
    else:
        tables = [file for file in _tables(path) if _is_wide(file)]
    if not tables:
        return None

    parts: dict[Part, DataPath] = {}
    unlabelled = []
    for table in tables:
        if form_of(table).label is None:
            unlabelled.append(table)
        else:
            parts.setdefault(part_of_name(table.name) or Part.TRAIN, table)
    if not parts:
        raise DataError(
            message(
                "{file} has {count} columns and no labels; expected are {wanted} columns: a label "
                "and {pixels} grey levels.",
                file=str(unlabelled[0]),
                count=form_of(unlabelled[0]).columns,
                wanted=1 + PIXELS,
                pixels=PIXELS,
            )
        )
    is_moved = len(parts) == 2 and Part.VALIDATION in parts
    stands_in = parts[Part.VALIDATION].name if is_moved else ""
    return Labelled(in_use(parts), stands_in, tuple(table.name for table in unlabelled))


def _is_table(name: str) -> bool:
    return name.lower().removesuffix(PACKED).endswith(SUFFIXES)


def _tables(folder: DataPath) -> list[DataPath]:
    return [path for path in files(folder, (*SUFFIXES, PACKED)) if _is_table(path.name)]


def _tables_of_family(table: DataPath) -> list[DataPath]:
    """Return a table and those next to it that belong to it."""
    own = family(table.name)

    def belongs(name: str) -> bool:
        return name == table.name or (_is_table(name) and family(name) == own)

    found = files_next_to(table, (*SUFFIXES, PACKED), belongs)
    return [path for path in found if belongs(path.name)] or [table]


def _is_wide(table: DataPath) -> bool:
    check_cancelled()  # there may be very many tables
    try:
        line = next(iter(_lines(table)), (1, ""))[1]
    except DataError:
        return True  # reading it will report what is wrong
    return line.count(_separator(line)) + 1 >= MIN_COLUMNS


def form_of(table: DataPath) -> Form:
    """Return how a table's lines are to be read, from the first of them.

    Raises:
        DataError: if the table cannot be read, is empty, or has other columns.
    """
    number, line = next(iter(_lines(table)), (1, ""))
    if not line:
        raise DataError(message("{file} is empty.", file=str(table)))
    separator = _separator(line)
    fields = _fields(line, separator)
    if all(map(_is_number, fields)):
        if len(fields) not in (PIXELS, 1 + PIXELS):
            raise _wrong_count(table, number, len(fields))
        has_label = len(fields) == 1 + PIXELS
        return Form(separator, len(fields), 0 if has_label else None, int(has_label), False)

    names = [field.lower() for field in fields]
    label = next((names.index(name) for name in LABEL_NAMES if name in names), None)
    others = [
        index for index, name in enumerate(names) if index != label and name not in NUMBER_NAMES
    ]
    if label is None and len(others) == 1 + PIXELS:
        label = others.pop(0)
    if len(others) != PIXELS or others[-1] - others[0] != PIXELS - 1:
        raise _wrong_count(table, number, len(fields))
    return Form(separator, len(fields), label, others[0], True)


def _wrong_count(table: DataPath, line: int, count: int) -> DataError:
    return _faulty(
        table,
        line,
        message(
            "{count} columns; expected are {wanted}: a label and {pixels} grey levels",
            count=count,
            wanted=1 + PIXELS,
            pixels=PIXELS,
        ),
    )


def _faulty(table: DataPath, line: int, reason: Message | str) -> DataError:
    return DataError(
        message("{file}, line {line}: {reason}.", file=str(table), line=line, reason=reason)
    )


def _separator(line: str) -> str:
    return max(SEPARATORS, key=line.count)


def _fields(line: str, separator: str) -> list[str]:
    return [field.strip().strip('"').strip() for field in line.split(separator)]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def read_table(table: DataPath) -> Stored:
    """Read labels and images.

    Numbers up to 1 are taken as parts of white if there are no others.

    Raises:
        DataError: if it cannot be read; the message names the line and what is wrong with it.
    """
    form = form_of(table)
    collector = Collector(may_be_shares=True)
    labels: list[Grey] = []
    for grey, of_block in _checked(table, form):
        collector.add(grey)
        labels.append(of_block)
    if not labels:
        raise DataError(message("{file} contains no images.", file=str(table)))

    def blocks() -> Iterator[Grey]:
        for grey, _ in _checked(table, form):
            yield as_grey(grey, is_share=collector.is_share)

    return Stored(table.name, np.concatenate(labels), collector.images(), blocks)


def _checked(table: DataPath, form: Form) -> Iterator[tuple[NDArray[np.float32], Grey]]:
    """Yield grey levels (n, 784) and labels (n,)."""
    label = form.label
    assert label is not None
    for block in _blocks(table, form):
        numbers = _numbers(table, form, block)
        grey = numbers[:, form.pixels : form.pixels + PIXELS]
        _check(table, form, block, grey, numbers[:, label])
        yield grey, numbers[:, label].astype(np.uint8)


def _blocks(table: DataPath, form: Form) -> Iterator[list[Line]]:
    """Yield the lines in blocks, without that of the names and without empty ones."""
    block: list[Line] = []
    count = 0
    for line in _lines(table):
        if form.has_names and line[0] == 1:
            continue
        count += 1
        if count > MAX_EXAMPLES:
            raise DataError(
                message(
                    "{file} contains more than {most} images.",
                    file=str(table),
                    most=f"{MAX_EXAMPLES:,}",
                )
            )
        block.append(line)
        if len(block) == BLOCK_LINES:
            check_cancelled()
            yield block
            block = []
    if block:
        check_cancelled()
        yield block


def _numbers(table: DataPath, form: Form, block: Sequence[Line]) -> NDArray[np.float32]:
    """Return the numbers of some lines; the columns that are neither label nor pixels are 0."""
    for number, text in block:
        if text.count(form.separator) != form.columns - 1:
            raise _line_of_other_length(table, form, number, text)
        if '"' in text and any(field.count('"') % 2 for field in text.split(form.separator)):
            raise _faulty(table, number, message("a quotation mark is not closed in its column"))
    assert form.label is not None
    used = [form.label, *range(form.pixels, form.pixels + PIXELS)]
    try:
        read = np.loadtxt(
            [text for _, text in block],
            np.float32,
            comments=None,
            delimiter=form.separator,
            usecols=used if form.columns > 1 + PIXELS else None,
            ndmin=2,
            quotechar='"',
        )
    except (ValueError, OverflowError) as error:
        fault = _first_fault(table, form, block)
        if fault is None:
            fault = _faulty(table, block[0][0], str(error))
        raise fault from error
    if form.columns == 1 + PIXELS:
        return read
    numbers = np.zeros((len(read), form.columns), np.float32)
    numbers[:, used] = read
    return numbers


def _line_of_other_length(table: DataPath, form: Form, number: int, text: str) -> DataError:
    return _faulty(
        table,
        number,
        message(
            "{count} columns; expected are {wanted}, as in the first line",
            count=text.count(form.separator) + 1,
            wanted=form.columns,
        ),
    )


def _check(
    table: DataPath,
    form: Form,
    block: Sequence[Line],
    grey: NDArray[np.float32],
    labels: NDArray[np.float32],
) -> None:
    """Refuse what is no grey level or no label; NaN is neither."""
    is_grey = bool(((grey >= 0) & (grey <= 255)).all())
    is_label = bool(((labels >= 0) & (labels < MAX_CLASSES) & (labels == np.floor(labels))).all())
    if not (is_grey and is_label):
        fault = _first_fault(table, form, block)
        assert fault is not None
        raise fault


def _first_fault(table: DataPath, form: Form, block: Sequence[Line]) -> DataError | None:
    """Return what is wrong with the first of the lines that is faulty, or None."""
    assert form.label is not None
    for number, text in block:
        fields = _fields(text, form.separator)
        label = _float32(fields[form.label])
        if not (0 <= label < MAX_CLASSES and label == math.floor(label)):
            return _faulty(
                table,
                number,
                message(
                    "the label is {given}; expected is a whole number from 0 to {highest}",
                    given=_shown(fields[form.label]),
                    highest=MAX_CLASSES - 1,
                ),
            )
        for index in range(form.pixels, form.pixels + PIXELS):
            if not 0 <= _float32(fields[index]) <= 255:
                return _faulty(
                    table,
                    number,
                    message(
                        "column {column} is {given}; expected is a grey level from 0 to 255",
                        column=index + 1,
                        given=_shown(fields[index]),
                    ),
                )
    return None


def _float32(text: str) -> float:
    is_number = _is_number(text) and "_" not in text  # underscores are Python's only
    return float(np.float32(text)) if is_number else math.nan


def _shown(text: str) -> str:
    return text[:30] if text else '""'


def _lines(table: DataPath) -> Iterator[Line]:
    """Yield the lines that are not empty, with their numbers.

    Raises:
        DataError: if the table cannot be read, is no text, or has a line that is too long.
    """
    try:
        with open_data(table) as plain:
            is_packed = table.suffix.lower() == PACKED
            file = unpacked(plain) if is_packed else plain
            yield from _decoded(table, file)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(not_readable(table, error)) from error


def _decoded(table: DataPath, file: BinaryIO) -> Iterator[Line]:
    number = size = empty = 0
    while line := file.readline(MAX_LINE_BYTES):
        number += 1
        size += len(line)
        if size > MAX_BYTES:
            raise DataError(
                message(
                    "{file} is larger than the {most} bytes it may have.",
                    file=str(table),
                    most=MAX_BYTES,
                )
            )
        if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            raise _faulty(
                table,
                number,
                message("the line is too long for {count} grey levels", count=PIXELS),
            )
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise _faulty(
                table, number, message("no text; expected is a CSV file in UTF-8")
            ) from error
        if "\0" in text or re.search("[\r\x0b\x0c\x85\u2028\u2029].", text):
            raise _faulty(table, number, message("no text; expected is a CSV file in UTF-8"))
        if text.strip(" \t\r\n" + SEPARATORS):
            yield number, text.rstrip("\r\n")
            continue
        empty += 1
        if empty > MAX_EMPTY_LINES:
            raise _faulty(
                table, number, message("more than {most:,} empty lines", most=MAX_EMPTY_LINES)
            )
