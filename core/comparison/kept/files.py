"""Files of comparisons, in a folder next to their runs.

    runs/comparisons/20261124-134501-comparison-3f2ab4c7.json

A file is read as untrusted input: see `core.comparison.kept.schema`.
"""

import errno
import os
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from core.cancellation import check_cancelled
from core.comparison.kept.comparison import KeptComparison
from core.comparison.kept.replacing import replace_composed
from core.comparison.kept.schema import comparison_of, description_of, is_later, runs_of, space_of
from core.config.fields import ConfigError
from core.errors import (
    DeletedFileError,
    FileError,
    InklingError,
    NewerFileError,
    NotReadableError,
    TakenFileError,
    not_readable,
    system_reason,
)
from core.file_presence import is_folder, is_free, is_new
from core.files import (
    is_link,
    make_folder,
    parse_json,
    read_opened,
    reason_of,
)
from core.locks import WAIT_S, exclusive, exclusive_if_possible
from core.messages import Message, message
from core.plain_text import json_bytes, printable
from core.remote_paths import open_local, refuse_remote_link
from core.run.identity import MAX_ID, is_id, is_made_name
from core.run.seal import merged
from core.storage import runs_folder
from core.storage.description import is_run_missing, is_trained_for, stated_for
from core.storage.layout import COMPARISONS_FOLDER, set_aside
from core.storage.ownership import MAX_COMPARISON_BYTES, is_own_comparison
from core.trees import pinned

MAX_ALL_NETWORKS = 10_000  # of all comparisons that are read; they take about 150 MB
MAX_ASKED = 3  # of a comparison's runs, whether they were trained for it
MAX_HIDDEN_NAMES = 10  # that a message lists


@dataclass(frozen=True)
class StoredComparisons:
    """All readable comparisons, oldest first, and why others cannot be opened.

    Attributes:
        problems: one for each damaged or foreign file.
        unread: one for each file, or for the folder, that may be readable later.
        unread_files: these files, or the folder.
    """

    comparisons: tuple[KeptComparison, ...]
    problems: tuple[Message, ...]
    unread: tuple[Message, ...] = ()
    unread_files: tuple[Path, ...] = ()


def write(
    runs_dir: Path, kept: KeptComparison, before: KeptComparison | None = None
) -> KeptComparison:
    """Write a comparison, replacing its earlier version; return it as it is written.

    Args:
        before: what the caller has changed; None for a new comparison. Runs that another process
            has replaced since stay, and so do those with which it has begun the same comparison.

    Raises:
        FileError: if the file cannot be written, or would be too large to be read again;
            `NotReadableError` if what is there cannot be read, `NewerFileError` if a later version
            of Inkling has written it, `DeletedFileError` if another process has deleted it,
            `TakenFileError` if a new comparison would replace another one.
    """
    runs_folder.prepare(runs_dir)
    folder = runs_dir / COMPARISONS_FOLDER
    file = folder / f"{kept.name}.json"
    try:
        make_folder(folder)
        # whoever may read the folder can hold its lock for ever, and nobody else writes a new one,
        # which is to be there before its runs are
        is_new = before is None and is_free(file)
        locked = nullcontext() if is_new else exclusive_if_possible(folder)
        with locked, pinned(folder) as there:
            compose = partial(_merged, file, kept, before)
            return replace_composed(there / file.name, compose, _content)
    except OSError as error:
        raise FileError(
            message(
                "The comparison cannot be kept in {folder}: {reason}.",
                folder=str(folder),
                reason=system_reason(error),
            )
        ) from error


def _merged(file: Path, kept: KeptComparison, before: KeptComparison | None) -> KeptComparison:
    """Return the comparison with those runs of its file that were not `before`.

    Raises:
        NotReadableError, NewerFileError: if there is a file that cannot be read, or that a later
            version has written.
        DeletedFileError, TakenFileError: if there is none, or one where there should be none.
    """
    if is_free(file):
        if before is None:
            return kept
        raise DeletedFileError(
            message(
                "The comparison {file} was deleted, perhaps in another window; what has changed in "
                "it is not kept.",
                file=str(file),
            )
        )
    try:
        present = read(file)
    except (NotReadableError, NewerFileError):
        raise
    except FileError:  # damaged
        return kept

    if before is None and present.experiment != kept.experiment:
        raise TakenFileError(message("There is another comparison {file}.", file=str(file)))
    known = (before or kept).runs
    theirs = {
        planned.place: run
        for run, planned in present.runs.items()
        if run not in known and _may_belong(file, run)
    }
    runs = {theirs.get(planned.place, run): planned for run, planned in kept.runs.items()}
    return replace(kept, runs=runs, openings=merged(kept.openings, present.openings))


def _may_belong(file: Path, run: str) -> bool:
    """Return whether a run was trained for the comparison of a file, or has not begun yet."""
    folder = file.parent.parent / run
    return is_run_missing(folder) or is_trained_for(folder, file.stem)


def _content(kept: KeptComparison) -> bytes:
    """Return what is written of a comparison.

    Its size is checked here alone, when it is written and when it is read, so that what can be read
    can be written, also when its runs get other ids.

    Raises:
        OSError: if it is too large.
    """
    content = json_bytes(description_of(kept))
    growth = sum(max(MAX_ID - len(run.encode()), 0) for run in kept.runs)  # with the longest ids
    if len(content) + growth > MAX_COMPARISON_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return content


def delete(runs_dir: Path, name: str) -> None:
    """Delete a comparison; its runs stay.

    Raises:
        FileError: if the file cannot be deleted.
    """
    file = runs_dir / COMPARISONS_FOLDER / f"{name}.json"
    try:
        with (
            suppress(FileNotFoundError),
            pinned(file.parent) as folder,
            exclusive(file.parent),
        ):
            (folder / file.name).unlink()
    except OSError as error:
        raise FileError(
            message(
                "{file} cannot be deleted: {reason}.",
                file=str(file),
                reason=system_reason(error),
            )
        ) from error


def read_all(runs_dir: Path) -> StoredComparisons:
    """Read all comparisons; damaged ones are set aside, so that each is reported once.

    A small file can describe a thousand networks, so only as many comparisons are read as cannot
    fill the memory, in the order of `_Weighed.rank`. One that does not fit costs itself alone.
    """
    folder = runs_dir / COMPARISONS_FOLDER
    try:
        refuse_remote_link(folder)
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return StoredComparisons((), ())
    except OSError as error:
        return StoredComparisons((), (), (not_readable(folder, error),), (folder,))

    files = [folder / name for name in names if name.endswith(".json")]
    stored, hidden = _read_ranked(_ranked(files, runs_dir))
    problems = (*stored.problems, _too_many(folder, hidden)) if hidden else stored.problems
    comparisons = sorted(stored.comparisons, key=lambda comparison: comparison.made)
    return replace(stored, comparisons=tuple(comparisons), problems=problems)


def _read_ranked(files: Sequence["_Weighed"]) -> tuple[StoredComparisons, list[Path]]:
    """Read as many files as there is space for, and return those for which there is none."""
    comparisons: list[KeptComparison] = []
    problems, hidden = [], []
    unread: dict[Path, Message] = {}
    space = MAX_ALL_NETWORKS
    wait_s = WAIT_S  # for all of them: somebody else may lock the folder for ever
    for weighed in files:
        check_cancelled()
        if weighed.space > space:
            hidden.append(weighed.file)
            continue
        try:
            result = _read_or_set_aside(weighed.file, wait_s)
        except NotReadableError as error:
            wait_s = 0 if isinstance(error.__cause__, TimeoutError) else wait_s
            unread[weighed.file] = error.message
            continue
        if isinstance(result, Message):
            problems.append(result)
        elif result is not None:
            comparisons.append(result)
            space -= weighed.space

    stored = StoredComparisons(
        tuple(comparisons), tuple(problems), tuple(unread.values()), tuple(unread)
    )
    return stored, hidden


def can_be_read(unread: Sequence[Path]) -> bool:
    """Return whether any file that could not be read, or the folder, can be by now, or is gone."""
    for path in unread:
        check_cancelled()
        try:
            refuse_remote_link(path)
            if is_folder(path):
                os.listdir(path)
            else:
                read_opened(path, open_local, MAX_COMPARISON_BYTES)
        except (OSError, NotReadableError):
            continue
        except FileError:
            pass
        return True
    return False


@dataclass(frozen=True)
class _Weighed:
    """A file of a comparison that is not read yet.

    Attributes:
        space: how many ordinary networks take as much memory.
        stated: what its runs that are here state of it; see `stated_for`. A file may name any run.
    """

    file: Path
    space: int
    stated: str | None = None

    @property
    def rank(self) -> tuple[bool, bool, int, bool]:
        """The order of reading: the user's own before others', small ones before large ones."""
        is_made = is_made_name(self.file.stem)
        return not self.stated, self.stated is None, self.space, not is_made


def _ranked(files: Sequence[Path], runs_dir: Path) -> list[_Weighed]:
    """Return the files in the order in which they are read, of the same rank the newest first."""
    try:
        runs = frozenset(os.listdir(runs_dir))
    except OSError:
        runs = frozenset()
    weighed = [_weighed(file, runs_dir, runs) for file in sorted(files, reverse=True)]
    return sorted(weighed, key=lambda file: file.rank)


def _weighed(file: Path, runs_dir: Path, runs: frozenset[str]) -> _Weighed:
    """Weigh a file by what it describes; whatever is wrong with it is found when it is read."""
    check_cancelled()
    try:
        description = parse_json(read_opened(file, open_local, MAX_COMPARISON_BYTES))
    except (InklingError, ValueError):
        return _Weighed(file, 0)
    claimed = sorted(runs.intersection(runs_of(description)))[:MAX_ASKED]
    stated = stated_for((runs_dir / run for run in claimed), file.stem)
    return _Weighed(file, space_of(description), stated)


def _too_many(folder: Path, hidden: Sequence[Path]) -> Message:
    names = [printable(file.name) for file in hidden[:MAX_HIDDEN_NAMES]]
    if len(hidden) > len(names):
        names.append("…")
    return message(
        "Not shown of the comparisons in {folder}: {names}. All together have more than {most} "
        "networks; those with runs here come first, then small ones. Move some files elsewhere.",
        folder=str(folder),
        names=", ".join(names),
        most=f"{MAX_ALL_NETWORKS:,}",
    )


def read(file: Path) -> KeptComparison:
    """Read one comparison.

    Raises:
        FileError: if the file is damaged or invalid; `NewerFileError` if it is of a later version,
            `NotReadableError` if it may be sound.
    """
    content = read_opened(file, open_local, MAX_COMPARISON_BYTES)
    try:
        return _parse(file, content)
    except (ValueError, RecursionError, ConfigError) as error:
        raise FileError(
            message(
                "The comparison {file} is damaged: {reason}.",
                file=str(file),
                reason=reason_of(error),
            )
        ) from error


def _parse(file: Path, content: bytes) -> KeptComparison:
    if not is_id(file.stem):
        raise ValueError("not a name of a comparison")

    description = parse_json(content)
    if is_later(description):
        raise NewerFileError(
            message(
                "The comparison {file} was written by a later version of Inkling.", file=str(file)
            )
        )
    kept = comparison_of(file.stem, description)
    try:
        _content(kept)
    except OSError as error:
        raise ValueError("too large") from error
    return kept


def _read_or_set_aside(file: Path, wait_s: float) -> KeptComparison | Message | None:
    """Read one comparison; return it, or what is wrong with it, or None if it is gone.

    A damaged one is read again while no other process writes: it may have been replaced since.

    Raises:
        NotReadableError: if it may be sound.
    """
    with suppress(FileError):
        return read(file)
    try:
        with exclusive(file.parent, wait_s):
            return None if is_free(file) else _read_again(file)
    except OSError as error:
        raise NotReadableError(not_readable(file, error)) from error


def _read_again(file: Path) -> KeptComparison | Message:
    """Return a comparison, or what is wrong with it; a damaged one is moved away.

    Raises:
        NotReadableError: if it may be sound.
    """
    try:
        return read(file)
    except NotReadableError:
        raise
    except InklingError as error:
        problem = error.message

    with suppress(FileError, ValueError):
        # not damaged: the version that wrote it can read it
        if is_later(parse_json(read_opened(file, open_local, MAX_COMPARISON_BYTES))):
            return problem

    if is_new(file):  # it may still be being copied
        raise NotReadableError(problem)
    is_own = not is_link(file.parent) and is_own_comparison(file)
    path = set_aside(file) if is_own else None
    if path is None:
        return problem
    return message("{problem} The file is now {place}.", problem=problem, place=str(path))
