"""What comparisons are, kept beside their runs.

    runs/comparisons/20261124-134501-comparison-3f2ab4c7.json

Such a file says what was to be compared and which runs were trained for it. No result stands in it:
that is computed anew from the runs' last weights, by `core.comparison.trials.take_in`. It is read
as if a stranger had written it: every name, size and setting is checked before anything is made of
it.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.comparison.experiment import Axis, Experiment, Grid, Kind, Member, PlannedRun
from core.config.fields import FIELDS, ConfigError, validate, value_at
from core.config.run import RunConfig
from core.errors import FileError, InklingError
from core.files import fault_of, parse_json, read_file, replace_file
from core.messages import Message, message
from core.run.identity import is_id, unique_name
from core.storage.layout import COMPARISONS_FOLDER, set_aside

SCHEMA = 1
MAX_BYTES = 4_000_000
MAX_RUNS, MAX_MEMBERS, MAX_SEEDS, MAX_VALUES = 2000, 1000, 1000, 200
DEEPEST_TITLE = 4
_VALUE_NAME = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class KeptComparison:
    """What a comparison is.

    Attributes:
        name: of its file, without the ending.
        made: when it was started.
        titles: what each network is called, by its name in the experiment.
        grid: whose experiment it is, if it is one.
        runs: those that were to train, by id.
    """

    name: str
    made: datetime
    kind: Kind
    experiment: Experiment
    titles: Mapping[str, Message]
    grid: Grid | None
    runs: Mapping[str, PlannedRun]


@dataclass(frozen=True)
class Found:
    """The comparisons that are kept, oldest first, and what is wrong with others."""

    comparisons: tuple[KeptComparison, ...]
    problems: tuple[Message, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


_Text = Annotated[str, Field(max_length=300)]
_Scalar = bool | int | float | _Text


class _Member(_Strict):
    name: _Text
    title: dict[str, Any]
    config: dict[str, Any]


class _Axis(_Strict):
    path: _Text
    values: Annotated[list[_Scalar], Field(min_length=1, max_length=MAX_VALUES)]


class _Grid(_Strict):
    base: dict[str, Any]
    axes: Annotated[list[_Axis], Field(min_length=1, max_length=2)]


class _Run(_Strict):
    member: _Text
    seed: int


class _File(_Strict):
    """As it stands in a file: the members, or else the grid that they come from."""

    version: Annotated[int, Field(alias="schema", ge=SCHEMA, le=SCHEMA)]
    made: _Text
    kind: Literal["comparison", "ladder", "grid"]
    members: Annotated[list[_Member], Field(max_length=MAX_MEMBERS)] = []
    grid: _Grid | None = None
    seeds: Annotated[
        list[Annotated[int, Field(ge=0, lt=2**31)]], Field(min_length=1, max_length=MAX_SEEDS)
    ]
    runs: Annotated[dict[_Text, _Run], Field(max_length=MAX_RUNS)]


def new_name(kind: Kind) -> str:
    """A name for a comparison that sorts by time and is not used twice."""
    return unique_name(kind.value)


def write(runs_dir: Path, kept: KeptComparison) -> None:
    """Keep a comparison, in place of what was kept of it before.

    Raises:
        FileError: if that cannot be done.
    """
    folder = runs_dir / COMPARISONS_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(
            folder / f"{kept.name}.json", json.dumps(_described(kept), ensure_ascii=False).encode()
        )
    except OSError as error:
        raise FileError(
            message(
                "The comparison cannot be kept in {folder}: {reason}.",
                folder=str(folder),
                reason=error.strerror or str(error),
            )
        ) from error


def delete(runs_dir: Path, name: str) -> None:
    """Forget a comparison; its runs stay.

    Raises:
        FileError: if it cannot be deleted.
    """
    file = runs_dir / COMPARISONS_FOLDER / f"{name}.json"
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(
            message(
                "{file} cannot be deleted: {reason}.",
                file=str(file),
                reason=error.strerror or str(error),
            )
        ) from error


def read_all(runs_dir: Path) -> Found:
    """All comparisons kept there; a damaged one is put aside, so that it is told of once."""
    kept, problems = [], []
    with suppress(OSError):  # no such folder, or one that may not be entered: nothing is kept there
        for file in list((runs_dir / COMPARISONS_FOLDER).glob("*.json")):
            try:
                kept.append(read(file))
            except InklingError as error:
                problems.append(_put_aside(file, error.message))
    return Found(tuple(sorted(kept, key=lambda each: each.made)), tuple(problems))


def read(file: Path) -> KeptComparison:
    """A comparison that was kept.

    Raises:
        FileError: if the file is damaged, says what cannot be, or is of a later version.
    """
    content = read_file(file, MAX_BYTES)
    try:
        return _comparison(file.stem, _file(file, content))
    except (ValueError, RecursionError, ConfigError) as error:
        raise FileError(
            message(
                "The comparison {file} is damaged: {reason}.",
                file=str(file),
                reason=fault_of(error),
            )
        ) from error


def _file(file: Path, content: bytes) -> _File:
    if not is_id(file.stem):
        raise ValueError("no name of a comparison")
    described = parse_json(content)
    if _is_later(described):
        raise FileError(
            message("A later version of Inkling wrote the comparison {file}.", file=str(file))
        )
    return _File.model_validate(described)


def _put_aside(file: Path, problem: Message) -> Message:
    with suppress(FileError, ValueError):
        if _is_later(
            parse_json(read_file(file, MAX_BYTES))
        ):  # no damage: whoever wrote it can read it
            return problem
    place = set_aside(file)
    if place is None:
        return problem
    return message("{problem} The file is now {place}.", problem=problem, place=str(place))


def _is_later(described: object) -> bool:
    version = described.get("schema") if isinstance(described, dict) else None
    return type(version) is int and version > SCHEMA


def _described(kept: KeptComparison) -> dict[str, object]:
    grid, experiment = kept.grid, kept.experiment
    members = [
        {
            "name": each.name,
            "title": _title_described(kept.titles[each.name]),
            "config": _plain(each.config),
        }
        for each in experiment.members
    ]
    return {
        "schema": SCHEMA,
        "made": kept.made.isoformat(),
        "kind": kept.kind.value,
        "members": [] if grid is not None else members,
        "grid": None if grid is None else _grid_described(grid),
        "seeds": list(experiment.seeds),
        "runs": {
            run: {"member": planned.member, "seed": planned.seed}
            for run, planned in kept.runs.items()
        },
    }


def _grid_described(grid: Grid) -> dict[str, object]:
    axes = [{"path": axis.path, "values": list(axis.values)} for axis in grid.axes]
    return {"base": _plain(grid.base), "axes": axes}


def _plain(config: RunConfig) -> dict[str, Any]:
    return config.model_dump(mode="json")


def _comparison(name: str, described: _File) -> KeptComparison:
    """The comparison that a file describes.

    Raises:
        ValueError, ConfigError: if it cannot be.
    """
    made = datetime.fromisoformat(described.made)
    if made.tzinfo is None or not 2000 <= made.year <= 9000:
        raise ValueError("made: no time, with its zone, of our days")
    kind, seeds = Kind(described.kind), tuple(described.seeds)
    grid = None if described.grid is None else _grid(described.grid)
    if (kind is Kind.GRID) != (grid is not None) or (grid is not None) == bool(described.members):
        raise ValueError("a grid has axes, every other comparison members")
    if grid is not None:
        experiment = Experiment(grid.experiment().members, seeds)
        titles = {member: Message(member) for member in experiment.names}
    else:
        members = tuple(Member(each.name, validate(each.config)) for each in described.members)
        experiment = Experiment(members, seeds)
        titles = {each.name: _title(each.title) for each in described.members}
    if len(experiment.members) * len(seeds) > MAX_RUNS:
        raise ValueError("too many runs")
    return KeptComparison(
        name, made, kind, experiment, titles, grid, _runs(described.runs, experiment)
    )


def _grid(described: _Grid) -> Grid:
    base = validate(described.base)
    if any(axis.path not in FIELDS for axis in described.axes):
        raise ValueError("grid: no such setting")
    places = 1
    for axis in described.axes:
        places *= len(axis.values)
    if places > MAX_MEMBERS:
        raise ValueError("too many places in the grid")
    axes = tuple(Axis(axis.path, tuple(axis.values)) for axis in described.axes)
    raw = Grid(base, axes)  # type: ignore[arg-type]
    configs = raw.configs()
    lines = ([row[0] for row in configs], list(configs[0]))
    typed = tuple(  # a choice as the choice that it is, not as the word that stands in files
        Axis(axis.path, tuple(value_at(config, axis.path) for config in line))
        for axis, line in zip(axes, lines, strict=False)
    )
    return Grid(base, typed)  # type: ignore[arg-type]


def _runs(described: Mapping[str, _Run], experiment: Experiment) -> dict[str, PlannedRun]:
    planned = {(each.member, each.seed): each for each in experiment.plan()}
    found = {}
    for run, place in described.items():
        if not is_id(run):
            raise ValueError("runs: no name of a run")
        if (place.member, place.seed) not in planned:
            raise ValueError(f"runs: {run} was not planned, or is there twice")
        found[run] = planned.pop((place.member, place.seed))
    if planned:
        raise ValueError("runs: some of those that were planned are not there")
    return found


def _title_described(title: Message) -> dict[str, object]:
    values = {
        name: _title_described(v) if isinstance(v, Message) else v
        for name, v in title.values.items()
    }
    return (
        {"template": title.template, "values": values} if values else {"template": title.template}
    )


def _title(described: object, depth: int = 0) -> Message:
    """A title whose placeholders are plain names: a stranger's template is filled in, and must not reach further.

    Raises:
        ValueError: if it is none.
    """
    if (
        not isinstance(described, dict)
        or not set(described) <= {"template", "values"}
        or depth > DEEPEST_TITLE
    ):
        raise ValueError("title: none that could be said")
    template, values = described.get("template"), described.get("values", {})
    if (
        not isinstance(template, str)
        or len(template) > 300
        or not isinstance(values, dict)
        or len(values) > 10
    ):
        raise ValueError("title: none that could be said")
    for name, value in values.items():
        is_plain = type(value) is int or (isinstance(value, str) and len(value) <= 300)
        if not _VALUE_NAME.fullmatch(name) or not (is_plain or isinstance(value, dict)):
            raise ValueError("title: a value that could not be said")
    if values:  # without any it is said as it is
        for _, name, form, conversion in Formatter().parse(template):
            if name is not None and (name not in values or form or conversion):
                raise ValueError("title: a placeholder without its value")
    return Message(
        template, {n: _title(v, depth + 1) if isinstance(v, dict) else v for n, v in values.items()}
    )
