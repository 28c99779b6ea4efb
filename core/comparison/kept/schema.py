"""The content of a comparison file: its schema, and conversion in both directions.

No result is in it. Files are untrusted: every name, size and setting is checked.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.comparison.experiment import (
    MAX_CELLS,
    MAX_COMPARED,
    Axis,
    Experiment,
    Grid,
    Kind,
    Member,
    PlannedRun,
)
from core.comparison.grid_settings import SETTINGS, typed
from core.comparison.kept.comparison import KeptComparison
from core.comparison.kept.titles import description_of_title, title_of
from core.comparison.ladders.tuning import Tuning, tuning_of
from core.config.fields import validate
from core.config.run import RunConfig
from core.config.setting import at_most
from core.plain_text import unfit_in
from core.run.events import Count
from core.run.identity import is_id, is_plausible
from core.run.seal import MAX_OPENINGS, Opening, Openings, Time
from core.storage.layout import is_reserved
from core.storage.migration import with_polarity, with_test_subset

# the second states the openings of a test set, the third knows tuned ladders and all orders
FIRST_SCHEMA, SEALED_SCHEMA, SCHEMA = 1, 2, 3
MAX_RUNS, MAX_SEEDS, MAX_VALUES = 2000, 1000, 200
POINTS_PER_NETWORK, RUNS_PER_NETWORK = 100, 8  # that take as much memory as an ordinary network


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _refuse_many_names(cls, values: object) -> object:
        """Refuse more names than there are fields: each takes a kilobyte as an error."""
        if isinstance(values, dict) and len(values) > len(cls.model_fields):
            raise ValueError("too many fields")
        return values


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


class _Opening(_Strict):
    time: Time
    epochs: Count


class _File(_Strict):
    """A whole file: it has either members or a grid that the members come from."""

    version: Annotated[int, Field(alias="schema", ge=FIRST_SCHEMA, le=SCHEMA)]
    made: _Text
    kind: Literal["comparison", "ladder", "grid", "tuning"]
    members: Annotated[list[_Member], Field(max_length=MAX_CELLS)] = []
    grid: _Grid | None = None
    seeds: Annotated[
        list[Annotated[int, Field(ge=0, lt=2**31)]], Field(min_length=1, max_length=MAX_SEEDS)
    ]
    runs: Annotated[dict[_Text, _Run], at_most(MAX_RUNS)]
    openings: Annotated[list[_Opening], Field(max_length=MAX_OPENINGS)] | None = None
    rates_tried: Annotated[int, Field(ge=1, le=MAX_VALUES)] = 1
    seeds_to_come: Annotated[int, Field(ge=1, le=MAX_SEEDS)] = 1
    all_orders: bool = False


def is_later(description: object) -> bool:
    """Return whether a later version of Inkling wrote this."""
    version = description.get("schema") if isinstance(description, dict) else None
    return type(version) is int and version > SCHEMA


def description_of(kept: KeptComparison) -> dict[str, object]:
    """Describe a comparison by plain values, for its file.

    Only what needs a later version has one, which earlier ones cannot read.
    """
    is_stated = kept.experiment.holds_out and kept.openings is not None
    ladder = _ladder_description(kept)
    version = SCHEMA if ladder else SEALED_SCHEMA if is_stated else FIRST_SCHEMA
    runs = {
        run: {"member": planned.member, "seed": planned.seed} for run, planned in kept.runs.items()
    }
    return {
        "schema": version,
        "made": kept.made.isoformat(),
        "kind": kept.kind.value,
        "members": _members_description(kept) if kept.grid is None else [],
        "grid": _grid_description(kept.grid) if kept.grid is not None else None,
        "seeds": list(kept.experiment.seeds),
        "runs": runs,
        **({"openings": [asdict(one) for one in kept.openings or ()]} if is_stated else {}),
        **ladder,
    }


def _ladder_description(kept: KeptComparison) -> dict[str, object]:
    """Describe how a ladder is climbed, as far as that is not by default."""
    experiment = kept.experiment
    in_all_orders = experiment.has_all_orders if kept.tuning is None else kept.tuning.has_all_orders
    return {
        **({"rates_tried": experiment.rates_tried} if experiment.rates_tried > 1 else {}),
        **({"all_orders": True} if in_all_orders else {}),
        **({"seeds_to_come": kept.tuning.seeds_to_come} if kept.tuning is not None else {}),
    }


def _members_description(kept: KeptComparison) -> list[dict[str, object]]:
    return [
        {
            "name": member.name,
            "title": description_of_title(kept.titles[member.name]),
            "config": _plain(member.config),
        }
        for member in kept.experiment.members
    ]


def _grid_description(grid: Grid) -> dict[str, object]:
    axes = [{"path": axis.path, "values": list(axis.values)} for axis in grid.axes]
    return {"base": _plain(grid.base), "axes": axes}


def _plain(config: RunConfig) -> dict[str, Any]:
    return config.model_dump(mode="json")


def space_of(description: object) -> int:
    """Return how many ordinary networks take as much memory as a described comparison.

    Nothing is built for that. The description need not be valid; an invalid one takes nothing.
    """
    try:
        file = _File.model_validate(description)
    except ValueError:
        return 0
    if file.grid is None:
        configs, each = [member.config for member in file.members], 1
    else:
        configs, each = [file.grid.base], math.prod(len(axis.values) for axis in file.grid.axes)
    networks = sum(1 + _own_points(config) // POINTS_PER_NETWORK for config in configs)
    runs = max(len(file.runs), len(configs) * each * len(file.seeds))
    return networks * each + runs // RUNS_PER_NETWORK


def _own_points(config: Mapping[str, Any]) -> int:
    values: object = config
    for name in ("data", "points", "own"):
        values = values.get(name) if isinstance(values, Mapping) else None
    return len(values) if isinstance(values, list) else 0


def runs_of(description: object) -> Collection[str]:
    """Return the ids of the runs that a description names, which need not be valid."""
    runs = description.get("runs") if isinstance(description, dict) else None
    return runs if isinstance(runs, dict) else ()


def comparison_of(name: str, description: object) -> KeptComparison:
    """Validate a described comparison.

    Args:
        name: of its file, without the suffix.

    Raises:
        ValueError, ConfigError: if the description is invalid.
    """
    unfit = unfit_in(description)
    if unfit is not None:
        raise ValueError(f"{unfit[0]} must not contain the character {unfit[1]}")

    file = _File.model_validate(description)
    kind = Kind(file.kind)
    _check_design(file, kind)

    # an experiment checks its members and seeds
    grid = None if file.grid is None else _grid(file.grid)
    members = _members(file.members) if grid is None else grid.experiment().members
    described = {member.name: title_of(member.title) for member in file.members}
    titles = described if grid is None else grid.titles()
    experiment = Experiment(
        members,
        tuple(file.seeds),
        file.rates_tried,
        has_all_orders=file.all_orders and kind is not Kind.TUNING,
    )
    tuning = _tuning(file, experiment)
    if len(experiment.members) * len(experiment.seeds) > MAX_RUNS:
        raise ValueError("too many runs")

    runs = _runs(file.runs, experiment)
    openings = _openings(file, experiment)
    design = grid or tuning
    return KeptComparison(name, _made(file.made), kind, experiment, titles, design, runs, openings)


def _check_design(file: _File, kind: Kind) -> None:
    """Check that the networks come from what the kind says, and are not too many for it."""
    if (kind is Kind.GRID) != (file.grid is not None):
        raise ValueError("only a grid has axes")
    if (file.grid is not None) == bool(file.members):
        raise ValueError("either a grid or members are needed")
    if kind in (Kind.COMPARISON, Kind.LADDER) and len(file.members) > MAX_COMPARED:
        raise ValueError(f"members: at most {MAX_COMPARED} networks can be compared two by two")


def _tuning(file: _File, experiment: Experiment) -> Tuning | None:
    if Kind(file.kind) is not Kind.TUNING:
        return None
    return tuning_of(experiment, file.seeds_to_come, has_all_orders=file.all_orders)


def _members(described: Sequence[_Member]) -> tuple[Member, ...]:
    return tuple(
        Member(member.name, validate(with_polarity(with_test_subset(member.config))))
        for member in described
    )


def _openings(file: _File, experiment: Experiment) -> Openings:
    if not experiment.holds_out:
        return ()
    if file.openings is None:
        return None
    return tuple(Opening(one.time, one.epochs) for one in file.openings)


def _made(text: str) -> datetime:
    made = datetime.fromisoformat(text)
    if not is_plausible(made):
        raise ValueError("made: not a plausible time with a time zone")
    return made


def _grid(description: _Grid) -> Grid:
    if any(axis.path not in SETTINGS for axis in description.axes):
        raise ValueError("grid: no such setting")
    if math.prod(len(axis.values) for axis in description.axes) > MAX_CELLS:
        raise ValueError("grid: too many cells")

    base = validate(with_polarity(with_test_subset(description.base)))
    axes = tuple(
        Axis(axis.path, tuple(typed(axis.path, value) for value in axis.values))
        for axis in description.axes
    )
    return Grid(base, axes)


def _runs(descriptions: Mapping[str, _Run], experiment: Experiment) -> dict[str, PlannedRun]:
    unassigned = {planned.place: planned for planned in experiment.plan()}
    runs = {}
    for run, description in descriptions.items():
        key = description.member, description.seed
        if not is_id(run) or is_reserved(run):
            raise ValueError("runs: not an id of a run")
        if key not in unassigned:
            raise ValueError(f"runs: {run} was not planned, or is there twice")
        runs[run] = unassigned.pop(key)

    if unassigned:
        raise ValueError("runs: planned runs are missing")
    return runs
