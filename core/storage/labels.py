"""The name and colour that the user gave a run."""

import json
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Annotated

from annotated_types import Ge, Le
from pydantic import TypeAdapter, ValidationError

from core.errors import FileError, RunFolderError, RunNotReadableError, failing_alone
from core.file_presence import is_missing
from core.files import parse_json, replace_file
from core.locks import WAIT_S, exclusive
from core.messages import message
from core.plain_text import printable, unfit_character
from core.remote_paths import refuse_remote_link
from core.storage.layout import LABEL_FILE, MAX_LABEL_BYTES, not_kept, read_run_file
from core.trees import pinned_as_named

MAX_NAME_LETTERS = 1000
MAX_NUMBER = 1_000_000  # far more runs than anybody has
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")  # not the wide one of Chinese


@dataclass(frozen=True)
class Label:
    """A run's name and colour; empty and None leave the choice to Inkling.

    Attributes:
        keeps_style: whether the user chose the colour, which stays next to a run that looks alike.
        number: tells runs of the same name apart, see `core.config.naming.run_name`; None if it
            has not been given yet.
    """

    name: str = ""
    style: Annotated[int, Ge(0), Le(MAX_NUMBER)] | None = None
    number: Annotated[int, Ge(1), Le(MAX_NUMBER)] | None = None
    keeps_style: bool = False


def read_label(folder: Path) -> Label:
    """Read a run's name and colour; what is missing, damaged or unreadable counts as not given.

    The name is that of `fit_name`.
    """
    try:
        return stored_label(folder)
    except RunNotReadableError:
        return Label()


def stored_label(folder: Path) -> Label:
    """Read a run's name and colour like `read_label`, unless the file cannot be read.

    Raises:
        RunNotReadableError: if it cannot.
    """
    label = _stored(folder)
    return replace(label, name=fit_name(label.name))


def fit_name(text: str) -> str:
    """Return a name as it is shown: without space around it, and of at most `MAX_NAME_LETTERS`.

    Characters that no name may hold become escapes. A name of nothing but space is none. Spaces
    that look like the usual one become it, so that names that look alike are given numbers.
    """
    text = _SPACES.sub(" ", text[:MAX_NAME_LETTERS])
    return printable(text.strip())[:MAX_NAME_LETTERS]


def check_label(folder: Path) -> None:
    """Check that a run's name may be one.

    Raises:
        RunFolderError: if it contains a character that no name may hold.
    """
    _check_name(_stored(folder).name)


def _check_name(name: str) -> None:
    character = unfit_character(name)
    if character is not None:
        raise RunFolderError(
            message("A name must not contain the character {character}.", character=character)
        )


@failing_alone
def _stored(folder: Path) -> Label:
    try:
        values = parse_json(read_run_file(folder / LABEL_FILE, MAX_LABEL_BYTES))
    except RunNotReadableError:
        raise
    except (FileError, ValueError):
        return Label()
    if not isinstance(values, dict):
        return Label()

    known = {item.name: values[item.name] for item in fields(Label) if item.name in values}
    with suppress(ValidationError):
        return _validated(known)
    label = Label()
    for name, value in known.items():
        with suppress(ValidationError):  # a damaged value hides no other
            label = _validated({**asdict(label), name: value})
    return label


def _validated(values: Mapping[str, object]) -> Label:
    return _LABEL.validate_json(json.dumps(values), strict=True)


def write_label(folder: Path, label: Label) -> None:
    """Store the name and colour of a run, if its folder exists.

    Raises:
        RunFolderError: if the name contains a character that none may hold, the file cannot be
            written, or a link to another folder has taken the place of the run's.
    """
    _check_name(label.name)
    label = replace(label, name=label.name[:MAX_NAME_LETTERS])
    if is_missing(folder):
        return
    try:
        refuse_remote_link(folder)
        with pinned_as_named(folder) as there:
            replace_file(there / LABEL_FILE, json.dumps(asdict(label)).encode())
    except OSError as error:
        raise not_kept(folder, error) from error


def update_label(
    folder: Path,
    label: Label,
    known: Label,
    chosen: Collection[str] = (),
    *,
    wait_s: float = WAIT_S,
) -> Label | None:
    """Store what has changed of a run's label, and return the label as it is then.

    There is none, and nothing is written, where the run has no folder.

    What another process has changed meanwhile stays, except for what the user has chosen here.

    Args:
        label: as it is to be.
        known: as it was last read or written here.
        chosen: the names of the fields that the user has just given a value.
        wait_s: how long to wait for another process that writes it, in seconds.

    Raises:
        RunFolderError: if it cannot be written; `RunNotReadableError` if the present one cannot be
            read, and is left unchanged.
    """
    if is_missing(folder):
        return None
    try:
        with exclusive(folder, wait_s):
            return _merge(folder, label, known, chosen)
    except TimeoutError as error:
        raise not_kept(folder, error) from error


def _merge(folder: Path, label: Label, known: Label, chosen: Collection[str]) -> Label:
    """Write what has changed into the label as it is now; see `update_label`."""
    present = stored_label(folder)
    mine, theirs, before = asdict(label), asdict(present), asdict(known)
    changed = {
        name: value
        for name, value in mine.items()
        if name in chosen or (value != before[name] and theirs[name] == before[name])
    }
    merged = replace(present, **changed)
    if merged != present:
        write_label(folder, merged)
    return merged


_LABEL = TypeAdapter(Label)
