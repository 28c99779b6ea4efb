"""The description of a run, its `run.json`: what it holds, and reading it as far as all need it."""

import errno
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from annotated_types import MaxLen
from pydantic import TypeAdapter

from core.config.run import RunConfig
from core.errors import (
    DamagedRunError,
    NewerRunError,
    RunFolderError,
    RunNotReadableError,
    not_readable,
)
from core.file_presence import is_missing
from core.files import parse_json, replace_file
from core.messages import message
from core.plain_text import is_plain_json, unfit_in
from core.remote_paths import is_remote_link, refuse_remote_link
from core.run.events import RunEnded, RunStarted
from core.run.identity import is_id
from core.run.record import RunRecord, is_for
from core.run.seal import MAX_OPENINGS, Opening, Openings
from core.storage.layout import MAX_DESCRIPTION_BYTES, RUN_FILE, problem_of_name, read_run_file
from core.storage.migration import SCHEMA, is_later, migrated
from core.storage.session_list import bounded_sessions

IMPORTED = "imported"  # the key that each import adds
MAX_REASON_LETTERS = 10_000  # of a failure, as it is shown

_OPENINGS: TypeAdapter[Openings] = TypeAdapter(
    Annotated[list[Opening], MaxLen(MAX_OPENINGS)] | None
)


def described(record: RunRecord) -> dict[str, object]:
    """Return the content of `run.json` for a record."""
    origin, last, best = record.forked_from, record.last, record.best
    return {
        "schema": SCHEMA,
        "run": record.run,
        "config": record.config.model_dump(mode="json"),
        "forked_from": None if origin is None else {"run": origin[0], "epoch": origin[1]},
        **_stated(record),
        **_of_start(record.started),
        "state": record.state,
        "epochs_done": record.epochs_done,
        "last": last and asdict(last),
        "best": best and asdict(best),
        "sittings": bounded_sessions(record.sessions),
        **_of_end(record.end),
    }


def _of_start(started: RunStarted | None) -> dict[str, object]:
    """Return what was said at the start; the environment stands in the session."""
    if started is None:
        return {}
    return {
        name: value for name, value in asdict(started).items() if name not in ("run", "environment")
    }


def _of_end(end: RunEnded | None) -> dict[str, object]:
    """Return why it ended, and the last gradient steps of a line."""
    if end is None:
        return {}
    text = None if end.message is None else str(end.message)[:MAX_REASON_LETTERS]
    steps = {} if end.steps is None else {"steps": asdict(end.steps)}
    return {"message": text, **steps}


def write_description(folder: Path, description: Mapping[str, object]) -> bytes:
    """Replace `run.json`; return its content.

    Raises:
        OSError: if it cannot be written, or could not be read again.
    """
    content = json.dumps(description, indent=2).encode()
    if len(content) > MAX_DESCRIPTION_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(folder / RUN_FILE))
    replace_file(folder / RUN_FILE, content)
    return content


def read_description(path: Path) -> tuple[str, dict[str, Any]]:
    """Read the values of a description, in the current version of the format.

    Returns:
        The run's id, which is its folder's own name even if a link or a dot leads there, and the
        values.

    Raises:
        RunFolderError: if it cannot be read, or holds a text that none may hold; `DamagedRunError`
            if it is damaged, `NewerRunError` if a later version wrote it, `RunNotReadableError` if
            it may be sound.
    """
    try:
        refuse_remote_link(path.parent)  # any comparison may name it
    except OSError as error:
        raise RunNotReadableError(not_readable(path.parent, error)) from error
    folder = Path(os.path.realpath(path.parent))
    problem = problem_of_name(folder)
    if problem is not None:
        raise RunFolderError(problem)
    content = read_run_file(path, MAX_DESCRIPTION_BYTES)
    try:
        description = parse_json(content)
    except ValueError as error:
        raise DamagedRunError(
            message("{file} is not JSON: {reason}.", file=str(path), reason=str(error))
        ) from error

    if isinstance(description, dict) and not is_plain_json(content):
        _reject_unfit(description, path)
    if isinstance(description, dict) and is_later(description):
        raise _newer(path, description["schema"])

    try:
        if isinstance(description, dict) and isinstance(description.get("config"), dict):
            return folder.name, migrated(description)
    except ValueError:  # without any version
        pass
    raise DamagedRunError(message("{file} is not the description of a run.", file=str(path)))


def _newer(path: Path, version: object) -> NewerRunError:
    return NewerRunError(
        message(
            "{file} was written by a later Inkling, in version {version} of the format; this one "
            "reads versions up to {known}. Use the later one to open the run; it is left "
            "unchanged.",
            file=str(path),
            version=version,
            known=SCHEMA,
        )
    )


def _reject_unfit(description: Mapping[str, object], path: Path) -> None:
    """Reject texts that no config or name may hold; the reason of a failure may have lines.

    The ids in it do not count: the run's own is the name of its folder, which may have been another
    one when the file was written.
    """
    texts = {name: value for name, value in description.items() if name not in ("message", "run")}
    for name in ("last", "best", "forked_from"):
        values = texts.get(name)
        if isinstance(values, dict):
            texts[name] = {key: value for key, value in values.items() if key != "run"}

    unfit = unfit_in(texts)
    if unfit is not None:
        raise RunFolderError(
            message(
                "{file} cannot be used: {field} must not contain the character {character}.",
                file=str(path),
                field=unfit[0],
                character=unfit[1],
            )
        )


def _stated(record: RunRecord) -> dict[str, object]:
    """Return what a description states about a run's comparison, its test set, and its origin.

    What an earlier version did not state of a run remains unstated.
    """
    openings = record.openings if record.config.data.validation_size else None
    return {
        **({} if record.comparison == "" else {"comparison": record.comparison}),
        **({} if openings is None else {"openings": [asdict(one) for one in openings]}),
        **({IMPORTED: True} if record.is_imported else {}),
    }


def openings_in(description: Mapping[str, Any], config: RunConfig) -> Openings:
    """Return the openings of a run's test set that a description states.

    Raises:
        ValueError: if they are damaged, or more than anybody makes.
    """
    stated_ones = _OPENINGS.validate_python(description.get("openings"))
    if not config.data.validation_size:
        return ()
    return None if stated_ones is None else tuple(stated_ones)


def comparison_in(description: Mapping[str, Any]) -> str | None:
    """Return what a description states about the comparison of a run, as in `RunRecord`.

    Raises:
        ValueError: if it is no name of a comparison.
    """
    comparison: object = description.get("comparison", "")
    if comparison is None or comparison == "":
        return None if comparison is None else ""
    if not isinstance(comparison, str) or not is_id(comparison):
        raise ValueError("comparison: not a name of a comparison")
    return comparison


def is_run_missing(folder: Path) -> bool:
    """Return whether there is no run in a folder, which any comparison or search may name.

    Nobody is asked what a link to another machine leads to; reading the run refuses it.
    """
    return not is_remote_link(folder) and is_missing(folder / RUN_FILE)


def is_trained_for(folder: Path, comparison: str) -> bool:
    """Return whether a run is of the comparison of this name, by what it states: see `is_for`.

    One that cannot be read is taken for one of none.
    """
    return is_for(trained_for(folder), comparison)


def stated_for(folders: Iterable[Path], comparison: str) -> str | None:
    """Return what runs state of a comparison: its name, or nothing as in an earlier version.

    No more of them are read than it takes to find the name.

    Returns:
        The name if one states it, else the empty text if one states nothing, and None otherwise.
    """
    found = None
    for folder in folders:
        stated = trained_for(folder)
        if is_for(stated, comparison):
            found = stated
        if found:
            break
    return found


def trained_for(folder: Path) -> str | None:
    """Return the comparison or search that a run states to be of, as in `RunRecord.comparison`.

    One that cannot be read is taken for one of none.
    """
    try:
        _, description = read_description(folder / RUN_FILE)
        return comparison_in(description)
    except (RunFolderError, ValueError):
        return None
