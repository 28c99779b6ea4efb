"""The lines of a search's journal: operations of Optuna's on trials, checked one by one.

Optuna believes whatever a journal says, which may be somebody else's. So a line may say what Optuna
writes for this search, and nothing else.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from core.run.identity import is_id, is_plausible
from core.search.ranges import MAX_RANGES, Range
from core.search.search import Search
from core.search.trial import TrialState

MAX_TRIALS = 10_000  # also those that were drawn and could not be trained
RUN, STATE, SECONDS = "run", "state", "seconds"  # attributes of Optuna's trials


def _plausible(text: str) -> str:
    if not is_plausible(datetime.fromisoformat(text)):
        raise ValueError("not a plausible time with a time zone")
    return text


def _id(text: str) -> str:
    if not is_id(text):
        raise ValueError("not an id of a run")
    return text


_Time = Annotated[str, Field(max_length=40), AfterValidator(_plausible)]
_Share = Annotated[float, Field(ge=0, le=1)]
_Trial = Annotated[int, Field(ge=0, lt=MAX_TRIALS)]
_NEW_STUDY, _NEW_TRIAL, _STATE, _ACCURACY = 0, 4, 6, 7  # Optuna's numbers for operations
_OVER = (1, 2, 3)  # Optuna's numbers for the states of trials that change no more
# of a trial that there is not
_WITHOUT_EFFECT = {"op_code": _ACCURACY, "worker_id": "", "trial_id": MAX_TRIALS}
_Nothing = Annotated[dict[str, Any], Field(max_length=0)]
_Note = Annotated[
    str, StringConstraints(pattern=r"^(completed_rung_|tpe:relative_params:)[0-9]{1,3}$")
]
_NoteText = Annotated[str, Field(max_length=10_000)]
_Path = Annotated[str, Field(max_length=300)]


class _Line(BaseModel):
    """A line; fields that only another version of Optuna knows are left out."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)
    worker_id: Annotated[str, Field(max_length=200)]


class _NewStudy(_Line):
    op_code: Literal[0]
    study_name: str
    directions: Annotated[list[Literal[2]], Field(max_length=1)]  # to maximize


class _Fixed(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
    fixed_params: Annotated[
        dict[_Path, bool | int | float | _Path], Field(max_length=MAX_RANGES)
    ] = {}


class _NewTrial(_Line):
    """A trial without values; that of the search's own settings waits with these prescribed."""

    op_code: Literal[4]
    study_id: Literal[0]
    datetime_start: _Time | None
    datetime_complete: None = None
    state: Literal[4] = 4  # Optuna's number for it
    value: None = None
    values: None = None
    distributions: _Nothing = {}
    params: _Nothing = {}
    user_attrs: _Nothing = {}
    intermediate_values: _Nothing = {}
    system_attrs: _Fixed = _Fixed()


class _Value(_Line):
    """A value of a setting, a choice by its number."""

    op_code: Literal[5]
    trial_id: _Trial
    param_name: _Path
    param_value_internal: float
    distribution: str


class _State(_Line):
    op_code: Literal[6]
    trial_id: _Trial
    state: Annotated[int, Field(ge=0, le=4)]
    values: Annotated[list[_Share], Field(max_length=1)] | None
    datetime_start: _Time | None = None
    datetime_complete: _Time | None = None


class _Accuracy(_Line):
    op_code: Literal[7]
    trial_id: _Trial
    step: Annotated[int, Field(ge=1)]
    intermediate_value: _Share


class _Attribute(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    run: Annotated[str, AfterValidator(_id)] | None = None
    state: TrialState | None = None
    seconds: Annotated[float, Field(ge=0, strict=True)] | None = None


class _Attributes(_Line):
    op_code: Literal[8]
    trial_id: _Trial
    user_attr: _Attribute


class _Notes(_Line):
    """What pruning by halving, and the sampler, remember."""

    op_code: Literal[9]
    trial_id: _Trial
    system_attr: Annotated[dict[_Note, _Share | _NoteText], Field(min_length=1, max_length=1)]


_LINE: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        _NewStudy | _NewTrial | _Value | _State | _Accuracy | _Attributes | _Notes,
        Field(discriminator="op_code"),
    ]
)


class Lines:
    """Checks the lines of one journal.

    Args:
        distributions: the texts by which Optuna names the search's ranges, by path.
    """

    def __init__(self, search: Search, distributions: Mapping[str, str]) -> None:
        self._search = search
        self._ranges = {one.path: one for one in search.ranges}
        self._distributions = distributions

    def checked(self, description: Any) -> dict[str, Any]:
        """Return a line as Optuna is to be given it.

        Raises:
            ValueError: if it says what Optuna does not write for this search.
        """
        line = _LINE.validate_python(description)
        checked = {name: description[name] for name in line.model_fields_set}
        match line:
            case _NewStudy() if line.study_name != self._search.name:
                raise ValueError("study_name: that of another search")
            case _Accuracy() if line.step > self._search.base.epochs:
                raise ValueError("step: after the last epoch")
            case _Attributes() if len(checked["user_attr"]) != 1:
                raise ValueError("user_attr: not one attribute")
            case _NewTrial():
                for path, value in line.system_attrs.fixed_params.items():
                    if path not in self._ranges or not self._ranges[path].has(value):
                        raise ValueError("fixed_params: no value of this search")
            case _Value():
                one = self._ranges.get(line.param_name)
                if one is None or not _has(one, line.param_value_internal):
                    raise ValueError("param_name: no value of this search")
                return {**checked, "distribution": self._distributions[one.path]}
        return checked


def is_new_trial(line: Mapping[str, Any]) -> bool:
    """Return whether a line adds a trial."""
    return bool(line["op_code"] == _NEW_TRIAL)


def gathered(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of a whole journal with each trial's accuracies in the line that adds it.

    For each accuracy alone Optuna would copy all those before it: 40 s for 30 trials of 10,000
    epochs. What counts are Optuna's rules; in place of the lines are some without effect.
    """
    results: list[dict[str, Any]] = []
    accuracies: list[dict[str, float] | None] = []  # by trial; None once it is over
    has_study = False
    for line in lines:
        operation, trial = line["op_code"], line.get("trial_id", -1)
        of_trial = accuracies[trial] if 0 <= trial < len(accuracies) else None
        if operation == _NEW_STUDY:
            has_study = True
        elif operation == _NEW_TRIAL and has_study:
            accuracies.append({})
            results.append({**line, "intermediate_values": accuracies[-1]})
            continue
        elif operation == _STATE and of_trial is not None and line["state"] in _OVER:
            accuracies[trial] = None
        elif operation == _ACCURACY:
            if of_trial is not None:
                of_trial[str(line["step"])] = line["intermediate_value"]
            results.append(_WITHOUT_EFFECT)
            continue
        results.append(line)
    return results


def _has(one: Range, value: float) -> bool:
    """Return whether a range has a value as Optuna writes it: a choice by its number."""
    if one.low is None or one.high is None:
        return float(value).is_integer() and 0 <= value < len(one.choices)
    return one.low <= value <= one.high
