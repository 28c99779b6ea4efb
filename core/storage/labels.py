"""The name and colour that the user gave a run."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from core.errors import FileError
from core.files import read_file, replace_file
from core.storage.layout import LABEL_FILE, MAX_DESCRIPTION_BYTES, not_kept


@dataclass(frozen=True)
class Label:
    """A run's name and colour; empty and None leave the choice to Inkling."""

    name: str = ""
    style: int | None = None


def read_label(folder: Path) -> Label:
    """Read a run's name and colour; a missing or damaged file counts as none."""
    try:
        return _LABEL.validate_json(read_file(folder / LABEL_FILE, MAX_DESCRIPTION_BYTES))
    except (FileError, ValidationError):
        return Label()


def write_label(folder: Path, label: Label) -> None:
    """Store the name and colour of a run.

    Raises:
        RunFolderError: if the file cannot be written.
    """
    try:
        replace_file(folder / LABEL_FILE, json.dumps(asdict(label)).encode())
    except OSError as error:
        raise not_kept(folder, error) from error


_LABEL = TypeAdapter(Label)
