"""The files of searches, in a folder next to their runs.

    runs/searches/20261124-134501-search-3f2ab4c7.json      what is searched
    runs/searches/20261124-134501-search-3f2ab4c7.journal   its trials, written by Optuna
    runs/searches/20261124-134501-search-3f2ab4c7.lock      held by the process that trains them

Files are read as untrusted input; a journal holds nothing but lines of JSON.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.cancellation import check_cancelled
from core.config.fields import ConfigError, validate
from core.errors import FileError, InklingError, SearchError, not_readable, system_reason
from core.file_presence import is_missing, names_in
from core.files import (
    is_link,
    make_folder,
    parse_json,
    read_opened,
    reason_of,
    replace_file,
)
from core.locks import exclusive
from core.messages import Message, message
from core.plain_text import json_bytes, printable, unfit_in
from core.remote_paths import open_local
from core.run.identity import is_id, is_made_name
from core.search.claim import Claim
from core.search.ranges import MAX_CHOICES, MAX_RANGES, Range
from core.search.search import Pruning, Search
from core.storage import runs_folder
from core.storage.description import trained_for
from core.storage.layout import SEARCHES_FOLDER
from core.storage.ownership import CLAIM_SUFFIX, DESCRIPTION_SUFFIX, JOURNAL_SUFFIX
from core.trees import pinned

SCHEMA = 1
MAX_BYTES = 200_000  # of a description
MAX_SEARCHES = 1000  # that are listed
MAX_PROBLEMS = 10  # of searches that cannot be read, which are told one by one


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


_Text = Annotated[str, Field(max_length=300)]


class _Range(_Strict):
    path: _Text
    low: float | None
    high: float | None
    is_logarithmic: bool
    choices: Annotated[list[bool | int | float | _Text], Field(max_length=MAX_CHOICES)]


class _File(_Strict):
    version: Annotated[Literal[1], Field(alias="schema")]
    base: dict[str, Any]
    ranges: Annotated[list[_Range], Field(max_length=MAX_RANGES)]
    epochs: int
    minutes: float | None
    pruning: _Text
    seeds: int
    comparison: _Text


@dataclass(frozen=True)
class StoredSearches:
    """All readable searches, the oldest first, and what is wrong with others."""

    searches: tuple[Search, ...]
    problems: tuple[Message, ...]


def journal_of(runs_dir: Path, name: str) -> Path:
    """Return the path of a search's journal."""
    return runs_dir / SEARCHES_FOLDER / f"{name}{JOURNAL_SUFFIX}"


def _description_of(runs_dir: Path, name: str) -> Path:
    return runs_dir / SEARCHES_FOLDER / f"{name}{DESCRIPTION_SUFFIX}"


def journal_for(runs_dir: Path, search: Search, *, is_new: bool) -> Path:
    """Return the path of a search's journal; a new search is written first.

    Raises:
        FileError: if a new one cannot be written.
        SearchError: if that of another is gone; a new one would have all trials trained again.
    """
    journal = journal_of(runs_dir, search.name)
    if is_new:
        write(runs_dir, search)
    elif is_missing(journal):
        raise SearchError(message("The journal of the search is gone: {file}.", file=str(journal)))
    return journal


def write(runs_dir: Path, search: Search, *, must_exist: bool = False) -> None:
    """Write what is searched, replacing an earlier version.

    Args:
        must_exist: whether there is to be one, which another window may have deleted.

    Raises:
        FileError: if it cannot be written, or does not exist.
    """
    runs_folder.prepare(runs_dir)
    folder = runs_dir / SEARCHES_FOLDER
    try:
        make_folder(folder)
        with exclusive(folder), pinned(folder) as there:
            file = _description_of(runs_dir, search.name)
            if must_exist and is_missing(there / file.name):
                raise _no_search(runs_dir, search.name)
            replace_file(there / file.name, json_bytes(_described(search), indent=1))
    except OSError as error:
        raise FileError(
            message(
                "The search cannot be kept in {folder}: {reason}.",
                folder=str(folder),
                reason=system_reason(error),
            )
        ) from error


def _described(search: Search) -> dict[str, Any]:
    """Return what the file of a search holds."""
    return {
        "schema": SCHEMA,
        "base": search.base.model_dump(mode="json"),
        "ranges": [
            {
                "path": one.path,
                "low": one.low,
                "high": one.high,
                "is_logarithmic": one.is_logarithmic,
                "choices": list(one.choices),
            }
            for one in search.ranges
        ],
        "epochs": search.epochs,
        "minutes": search.minutes,
        "pruning": str(search.pruning),
        "seeds": search.seeds,
        "comparison": search.comparison,
    }


def read(runs_dir: Path, name: str) -> Search:
    """Read a search by its name.

    Raises:
        FileError: if there is none, or it is damaged.
    """
    file = _description_of(runs_dir, name)
    if is_link(file.parent):
        raise FileError(no_folder(file.parent))
    if not is_id(name) or is_missing(file):
        raise _no_search(runs_dir, name)
    content = read_opened(file, open_local, MAX_BYTES)
    try:
        return _parsed(name, parse_json(content))
    except (ValueError, RecursionError, ConfigError) as error:
        raise FileError(
            message(
                "The search {file} is damaged: {reason}.", file=str(file), reason=reason_of(error)
            )
        ) from error


def _no_search(runs_dir: Path, name: str) -> FileError:
    folder = runs_dir / SEARCHES_FOLDER
    return FileError(
        message("There is no search '{name}' in {folder}.", name=name, folder=str(folder))
    )


def _parsed(name: str, description: object) -> Search:
    unfit = unfit_in(description)
    if unfit is not None:
        raise ValueError(f"{unfit[0]} must not contain the character {unfit[1]}")
    file = _File.model_validate(description)
    if file.comparison and not is_id(file.comparison):
        raise ValueError("comparison: not a name of a comparison")
    ranges = tuple(
        Range(one.path, one.low, one.high, one.is_logarithmic, tuple(one.choices))
        for one in file.ranges
    )
    return Search(
        name,
        validate(file.base),
        ranges,
        file.epochs,
        file.minutes,
        Pruning(file.pruning),
        file.seeds,
        file.comparison,
    )


def delete(runs_dir: Path, name: str, claim: Claim | None = None) -> None:
    """Delete a search's files; the runs of its trials stay.

    The description goes after the journal: what is left of a deletion that was cut short is listed.

    Args:
        claim: on the search, if this process has it.

    Raises:
        SearchError: if another process trains it.
        FileError: if it cannot be deleted.
    """
    folder = runs_dir / SEARCHES_FOLDER
    claim = claim or Claim(journal_of(runs_dir, name))
    try:
        with suppress(FileNotFoundError), pinned(folder) as there:
            claim.take()
            with exclusive(folder):
                for file in (journal_of(runs_dir, name), _description_of(runs_dir, name)):
                    (there / file.name).unlink(missing_ok=True)
                with suppress(PermissionError):  # Windows deletes no lock that a process holds
                    (there / f"{name}{CLAIM_SUFFIX}").unlink(missing_ok=True)
    except OSError as error:
        raise FileError(
            message(
                "The search {name} cannot be deleted: {reason}.",
                name=name,
                reason=system_reason(error),
            )
        ) from error
    finally:
        claim.give_up()


def read_all(runs_dir: Path) -> StoredSearches:
    """Read the searches of a folder of runs; of too many, those whose trials are here, the newest.

    Files that cannot be read take nobody's place.
    """
    folder = runs_dir / SEARCHES_FOLDER
    if is_link(folder):
        return StoredSearches((), (no_folder(folder),))
    searches: list[Search] = []
    problems: list[Message] = []
    try:
        files = [Path(name) for name in names_in(folder) if name.endswith(DESCRIPTION_SUFFIX)]
    except OSError as error:
        return StoredSearches((), (not_readable(folder, error),))
    names = [file.stem for file in files if is_id(file.stem)]
    hidden = []
    for name in _ranked(names, runs_dir):
        check_cancelled()
        if len(searches) == MAX_SEARCHES:
            hidden.append(name)
            continue
        try:
            searches.append(read(runs_dir, name))
        except InklingError as error:
            problems.append(error.message)

    searches.sort(key=lambda search: search.name)
    if len(problems) > MAX_PROBLEMS:
        problems[MAX_PROBLEMS:] = [_more_unreadable(folder, len(problems) - MAX_PROBLEMS)]
    if hidden:
        problems.append(_too_many(folder, hidden))
    return StoredSearches(tuple(searches), tuple(problems))


def _ranked(names: Sequence[str], runs_dir: Path) -> list[str]:
    """Return the names in the order of reading; of few all are read, whoever made them."""
    own: set[str | None] = set()
    if len(names) > MAX_SEARCHES:
        with suppress(OSError):  # whose trials are here is not known then
            for run in names_in(runs_dir):
                check_cancelled()
                own.add(trained_for(runs_dir / run))
    return sorted(names, key=lambda name: (name in own, is_made_name(name), name), reverse=True)


def no_folder(path: Path) -> Message:
    """Return what is wrong with a link in the place of a folder, which nobody follows."""
    return message("{file} is not a folder.", file=str(path))


def _more_unreadable(folder: Path, count: int) -> Message:
    return message(
        "Also unreadable of the searches in {folder}: {count}.", folder=str(folder), count=count
    )


def _too_many(folder: Path, hidden: Sequence[str]) -> Message:
    return message(
        "Not shown of the searches in {folder}: {count}, the first of them {name}. At most {most} "
        "are; move some of the files elsewhere.",
        folder=str(folder),
        count=len(hidden),
        name=printable(hidden[0]),
        most=MAX_SEARCHES,
    )
