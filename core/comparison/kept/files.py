"""Files of comparisons, in a folder next to their runs.

    runs/comparisons/20261124-134501-comparison-3f2ab4c7.json

A file is read as untrusted input: see `core.comparison.kept.schema`.
"""

import errno
import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from core.comparison.kept.comparison import KeptComparison
from core.comparison.kept.schema import comparison_of, description_of, is_later
from core.config.fields import ConfigError
from core.data.layouts.cancellation import check_cancelled
from core.errors import FileError, InklingError, NotReadableError, not_readable, system_reason
from core.files import (
    is_link,
    make_folder,
    parse_json,
    read_opened,
    reason_of,
    refuse_link,
    replace_file,
)
from core.locks import exclusive
from core.messages import Message, message
from core.remote_paths import open_local, refuse_remote_link
from core.run.identity import MAX_ID, is_id
from core.storage import runs_folder
from core.storage.layout import COMPARISONS_FOLDER, set_aside
from core.storage.ownership import MAX_COMPARISON_BYTES, is_own_comparison

MAX_ALL_NETWORKS = 10_000  # of all comparisons that are read; they take about 150 MB


@dataclass(frozen=True)
class StoredComparisons:
    """All readable comparisons, oldest first, and why others cannot be opened.

    Attributes:
        problems: one for each damaged or foreign file.
        unread: one for each file, or for the folder, that may be readable later.
    """

    comparisons: tuple[KeptComparison, ...]
    problems: tuple[Message, ...]
    unread: tuple[Message, ...] = ()


def write(
    runs_dir: Path, kept: KeptComparison, before: KeptComparison | None = None
) -> KeptComparison:
    """Write a comparison, replacing its earlier version; return it as it is written.

    Args:
        before: what the caller has changed; None for a new comparison. Runs that another process
            has replaced since stay.

    Raises:
        FileError: if the file cannot be written, or would be too large to be read again;
            `NotReadableError` if its earlier version cannot be read.
    """
    runs_folder.prepare(runs_dir)
    folder = runs_dir / COMPARISONS_FOLDER
    file = folder / f"{kept.name}.json"
    try:
        make_folder(folder)
        with exclusive(folder):
            if before is not None:
                kept = _merged(file, kept, before)
            replace_file(file, _content(kept))
    except OSError as error:
        raise FileError(
            message(
                "The comparison cannot be kept in {folder}: {reason}.",
                folder=str(folder),
                reason=system_reason(error),
            )
        ) from error
    return kept


def _merged(file: Path, kept: KeptComparison, before: KeptComparison) -> KeptComparison:
    """Return the comparison with those runs of its file that were not `before`.

    Raises:
        NotReadableError: if there is a file that cannot be read.
    """
    try:
        present = read(file)
    except NotReadableError:
        raise
    except FileError:  # missing or damaged
        return kept

    theirs = {
        (planned.member, planned.seed): run
        for run, planned in present.runs.items()
        if run not in before.runs
    }
    runs = {
        theirs.get((planned.member, planned.seed), run): planned
        for run, planned in kept.runs.items()
    }
    return replace(kept, runs=runs)


def _content(kept: KeptComparison) -> bytes:
    """Return what is written of a comparison.

    Its size is checked here alone, when it is written and when it is read, so that what can be read
    can be written, also when its runs get other ids.

    Raises:
        OSError: if it is too large.
    """
    # half of a surrogate pair, which a folder's name may hold, becomes an escape of JSON
    text = json.dumps(description_of(kept), ensure_ascii=False)
    content = text.encode(errors="backslashreplace")
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
        refuse_link(file.parent)
        file.unlink(missing_ok=True)
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

    The newest ones are read first, and no more than may fill the memory: a small file can describe
    a thousand networks.
    """
    folder = runs_dir / COMPARISONS_FOLDER
    try:
        refuse_remote_link(folder)
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return StoredComparisons((), ())
    except OSError as error:
        return StoredComparisons((), (), (not_readable(folder, error),))

    comparisons: list[KeptComparison] = []
    problems, unread = [], []
    files = [folder / name for name in sorted(names, reverse=True) if name.endswith(".json")]
    space = MAX_ALL_NETWORKS
    for index, file in enumerate(files):
        check_cancelled()
        try:
            comparison = read(file)
        except NotReadableError as error:
            unread.append(error.message)
            continue
        except InklingError as error:
            problems.append(_set_aside(file, error.message))
            continue
        space -= _space_of(comparison)
        if space < 0:
            problems.append(_too_many(folder, len(files) - index))
            break
        comparisons.append(comparison)

    comparisons.sort(key=lambda comparison: comparison.made)
    return StoredComparisons(tuple(comparisons), tuple(problems), tuple(unread))


def _space_of(comparison: KeptComparison) -> int:
    """Return how many ordinary networks take as much memory as those of a comparison."""
    members = comparison.experiment.members
    return len(members) + sum(len(member.config.data.points.own) for member in members) // 100


def _too_many(folder: Path, count: int) -> Message:
    return message(
        "{n} older comparisons in {folder} are not shown: all together have more than {most} "
        "networks. Move some of the files elsewhere.",
        n=count,
        folder=str(folder),
        most=f"{MAX_ALL_NETWORKS:,}",
    )


def read(file: Path) -> KeptComparison:
    """Read one comparison.

    Raises:
        FileError: if the file is damaged, invalid, or of a later version; `NotReadableError` if it
            may be sound.
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
        raise FileError(
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


def _set_aside(file: Path, problem: Message) -> Message:
    """Move a damaged comparison away and add to the problem where it is now."""
    with suppress(FileError, ValueError):
        # not damaged: the version that wrote it can read it
        if is_later(parse_json(read_opened(file, open_local, MAX_COMPARISON_BYTES))):
            return problem

    is_own = not is_link(file.parent) and is_own_comparison(file)
    path = set_aside(file) if is_own else None
    if path is None:
        return problem
    return message("{problem} The file is now {place}.", problem=problem, place=str(path))
