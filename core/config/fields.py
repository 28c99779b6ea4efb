"""The fields of `RunConfig` as a flat list, and their validation with messages for users."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from itertools import islice
from types import UnionType
from typing import Any, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from core.config.catalogue import POINT_CLASSES
from core.config.choices import Choice
from core.config.data import MAX_CLASSES
from core.config.model import MAX_LAYERS, Layer
from core.config.points import MAX_OWN, REACH, OwnPoint
from core.config.run import RunConfig
from core.config.setting import MAX_ERRORS, Group, SettingInfo
from core.errors import InklingError
from core.messages import Message, message
from core.plain_text import printable


class FieldKind(Enum):
    """The type of a field's value."""

    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    TEXT = "text"
    LAYERS = "layers"
    NAMES = "names"
    POINTS = "points"


@dataclass(frozen=True)
class FieldSpec:
    """One setting: its dotted path, its limits and its description.

    Attributes:
        low, high: the limits of a number, both allowed.
        choices: the allowed values of a choice; empty for other kinds.
    """

    path: str
    kind: FieldKind
    about: SettingInfo
    default: object
    low: float | None = None
    high: float | None = None
    choices: tuple[Choice, ...] = ()

    def has_in_range(self, value: float) -> bool:
        """Return whether a number lies within the limits; NaN does not."""
        low, high = self.low, self.high
        return (low is None or value >= low) and (high is None or value <= high)

    def correction(self, given: object) -> Message:
        """Explain to the user what a valid value is, given an invalid one."""
        shown = shortened(given if isinstance(given, str) else _as_json(given))
        if self.kind is FieldKind.BOOLEAN:
            return message("must be true or false, not {given}.", given=shown)

        if self.kind is FieldKind.CHOICE:
            return message(
                "must be one of {choices}, not {given}.",
                choices=", ".join(self.choices),
                given=shown,
            )

        if self.kind is FieldKind.LAYERS:
            return message(
                "must be a list of at most {most} layers with units, activation and dropout, not "
                "{given}.",
                most=MAX_LAYERS,
                given=shown,
            )
        if self.kind is FieldKind.NAMES:
            return message(
                "must be a list of at most {most} names, not {given}.",
                most=MAX_CLASSES,
                given=shown,
            )
        if self.kind is FieldKind.POINTS:
            return _correction_of_points(shown)

        if self.kind is FieldKind.TEXT:
            if self.path == "preset":
                return message(
                    "must be lower-case letters, digits and hyphens, not {given}.", given=shown
                )
            return message("must be a name or a path, not {given}.", given=shown)

        return self._correction_of_number(shown)

    def _correction_of_number(self, shown: str) -> Message:
        limits = {"low": f"{self.low:.10g}", "high": f"{self.high:.10g}", "given": shown}
        is_whole = self.kind is FieldKind.INTEGER
        if is_whole and shown:
            return message("must be a whole number from {low} to {high}, not {given}.", **limits)
        if shown:
            return message("must be a number from {low} to {high}, not {given}.", **limits)

        # of an empty line there is nothing to repeat
        if is_whole:
            return message("must be a whole number from {low} to {high}.", **limits)
        return message("must be a number from {low} to {high}.", **limits)


def _as_json(given: object) -> str:
    """Return a value as JSON; it may be nested deeper than JSON can be written."""
    try:
        return json.dumps(given, default=str)
    except RecursionError:
        return "[[[…"


def _correction_of_points(shown: str) -> Message:
    return message(
        "must be a list of 1 to {most} points [x, y, class], with x and y from {low} to {high} "
        "and classes from 0 to {last}, not {given}.",
        most=MAX_OWN,
        low=f"{-REACH:.10g}",
        high=f"{REACH:.10g}",
        last=len(POINT_CLASSES) - 1,
        given=shown,
    )


def unfit(character: str) -> Message:
    """Explain to the user which character of a text is refused, given as an escape."""
    return message("must not contain the character {character}.", character=character)


def shortened(text: str) -> str:
    """Cut a given value to the length that fits into a message."""
    return text if len(text) <= 60 else text[:57] + "..."


class ConfigError(InklingError):
    """An invalid setting, or an invalid combination of settings.

    Attributes:
        path: the dotted path of the invalid field, for example ``model.hidden.0.units``.
        message: what is wrong and what is valid, without the path.
    """

    def __init__(self, path: str, reason: Message) -> None:
        super().__init__(reason)
        self.path = path

    def __str__(self) -> str:
        return f"{printable(self.path)}: {self.message}" if self.path else str(self.message)


def _kind(annotation: object) -> FieldKind:
    if isinstance(annotation, type):
        for base, kind in (
            (Choice, FieldKind.CHOICE),
            (bool, FieldKind.BOOLEAN),
            (int, FieldKind.INTEGER),
            (float, FieldKind.REAL),
            (str, FieldKind.TEXT),
        ):
            if issubclass(annotation, base):
                return kind

    if get_origin(annotation) is tuple and get_args(annotation)[0] is Layer:
        return FieldKind.LAYERS
    if get_origin(annotation) is tuple and get_args(annotation)[0] is OwnPoint:
        return FieldKind.POINTS
    if get_origin(annotation) is tuple:
        return FieldKind.NAMES
    raise TypeError(f"no editor is known for {annotation!r}")


def _spec(path: str, info: FieldInfo) -> FieldSpec:
    about = next(item for item in info.metadata if isinstance(item, SettingInfo))
    annotation: Any = info.annotation
    assert not isinstance(annotation, UnionType)

    kind = _kind(annotation)
    return FieldSpec(
        path=path,
        kind=kind,
        about=about,
        default=info.default,
        low=next((float(str(item.ge)) for item in info.metadata if isinstance(item, Ge)), None),
        high=next((float(str(item.le)) for item in info.metadata if isinstance(item, Le)), None),
        choices=tuple(annotation) if kind is FieldKind.CHOICE else (),
    )


def _walk(model: type[BaseModel], prefix: str = "") -> Iterator[FieldSpec]:
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from _walk(info.annotation, f"{prefix}{name}.")
        else:
            yield _spec(prefix + name, info)


FIELDS: dict[str, FieldSpec] = {spec.path: spec for spec in _walk(RunConfig)}
LAYER_FIELDS: dict[str, FieldSpec] = {spec.path: spec for spec in _walk(Layer)}
HIDDEN, OWN_POINTS, NAMES = "model.hidden", "data.points.own", "data.class_names"
LAYER_PATH = re.compile(re.escape(HIDDEN) + r"\.[0-9]\.(\w+)")


def field_at(path: str) -> FieldSpec | None:
    """Return the field at a dotted path, which may be one of a hidden layer.

    Hidden layers are counted from 0: ``model.hidden.0.dropout``.
    """
    layer_field = LAYER_PATH.fullmatch(path)
    return FIELDS.get(path) if layer_field is None else LAYER_FIELDS.get(layer_field[1])


def fields_of(group: Group) -> list[FieldSpec]:
    """List the fields of a group, in their order there."""
    members = (spec for spec in FIELDS.values() if spec.about.group is group)
    return sorted(members, key=lambda spec: spec.about.rank)


def value_at(config: RunConfig, path: str) -> object:
    """Return the value of the field at the dotted `path`, see `field_at`."""
    value: object = config
    for name in path.split("."):
        value = value[int(name)] if isinstance(value, tuple) else getattr(value, name)
    return value


def matters(spec: FieldSpec, config: RunConfig) -> bool:
    """Return whether the field can be set and has an effect here (momentum has none with Adam)."""
    about = spec.about
    if about.is_derived:
        return False

    if (
        about.applies_to is not None
        and value_at(config, about.applies_to[0]) not in about.applies_to[1]
    ):
        return False
    return (
        about.except_for is None or value_at(config, about.except_for[0]) not in about.except_for[1]
    )


def effective(config: RunConfig) -> RunConfig:
    """Return the config as it takes effect: what does not matter in it has its default.

    A form, a file or a command may hold such values; whatever computes or writes a program from a
    config takes it from here, so that they change nothing.
    """
    unused = {
        path: spec.default
        for path, spec in FIELDS.items()
        if not spec.about.is_derived
        and not matters(spec, config)
        and value_at(config, path) != spec.default
    }
    return with_values(config, unused) if unused else config


def validate(values: Mapping[str, object]) -> RunConfig:
    """Make a config from nested plain values, as read from JSON.

    Raises:
        ConfigError: for the first invalid field, with what is valid there.
    """
    result = check(values)
    if isinstance(result, list):
        raise result[0]
    return result


def check(values: Mapping[str, object]) -> RunConfig | list[ConfigError]:
    """Make a config from nested plain values, or list the first error of each field.

    At most `MAX_ERRORS` are listed: a text from somebody else may hold any number of them.
    """
    try:
        return RunConfig.model_validate(values)
    except RecursionError:  # what is no choice is written out to say so
        return [ConfigError("", message("The settings are nested too deep."))]
    except ValidationError as error:
        first: dict[str, Mapping[str, Any]] = {}
        for details in error.errors(include_url=False):
            first.setdefault(_path_of(details), details)
        return [_config_error(*item) for item in islice(first.items(), MAX_ERRORS)]


def with_values(config: RunConfig, changes: Mapping[str, object]) -> RunConfig:
    """Copy `config` with the fields at the given dotted paths replaced, see `field_at`.

    Raises:
        ConfigError: for an unknown path or an invalid value.
    """
    return validate(patched(config, changes))


def patched(config: RunConfig, changes: Mapping[str, object]) -> dict[str, Any]:
    """Return the nested values of `config` with `changes` applied, not yet validated."""
    values = config.model_dump(mode="json")
    for path, value in changes.items():
        if field_at(path) is None:
            raise ConfigError(shortened(path), _unknown(path))
        part, name = _part_with(values, path)
        part[name] = value
    return values


def _part_with(values: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """Return the part of nested values that holds the field at `path`, and its name there.

    Raises:
        ConfigError: if it would be in a hidden layer, and there is none.
    """
    *parents, name = path.split(".")
    part: Any = values
    for parent in parents:
        if parent.isdecimal():
            layers = part  # as other changes have left them
            if not isinstance(layers, list):
                raise ConfigError(HIDDEN, FIELDS[HIDDEN].correction(layers))
            if int(parent) >= len(layers):
                raise ConfigError(path, message("there is no such hidden layer."))
            part = layers[int(parent)]
            if not isinstance(part, dict):
                raise ConfigError(HIDDEN, FIELDS[HIDDEN].correction(layers))
        else:
            part = part[parent]
    return part, name


def parse_assignment(text: str) -> tuple[str, object]:
    """Split ``optimizer.learning_rate=0.1`` into path and value.

    The value is read as JSON if it is valid JSON, otherwise as text.

    Raises:
        ConfigError: if there is no equals sign or no such field, or if the field is derived.
    """
    path, equals, value = text.partition("=")
    if not equals:
        raise ConfigError("", message("'{text}' is not of the form FIELD=VALUE.", text=text))
    if path not in FIELDS:
        raise ConfigError(path, _unknown(path))
    if FIELDS[path].about.is_derived:
        raise ConfigError(path, message("follows from the data; it cannot be set."))

    try:
        return path, json.loads(value)
    except (ValueError, RecursionError):
        return path, value


def _unknown(path: str, known: Collection[str] = FIELDS.keys()) -> Message:
    close = get_close_matches(path, known, n=1)
    if close:
        return message("there is no such setting; did you mean {field}?", field=close[0])
    return message("there is no such setting; there are {fields}.", fields=", ".join(known))


def _path_of(details: Mapping[str, Any]) -> str:
    """Return the dotted path of the field that one of pydantic's errors is about."""
    if details["type"] == "combination":
        path: str = details["ctx"]["path"]
        return path
    path = ".".join(map(str, details["loc"]))
    of_items = (name for name in (OWN_POINTS, NAMES) if path.startswith(f"{name}."))
    return next(of_items, path)


def _config_error(path: str, details: Mapping[str, Any]) -> ConfigError:
    """Turn one of pydantic's error details into an error for users."""
    if details["type"] == "combination":
        return ConfigError(path, details["ctx"]["message"])

    spec, known = field_at(path), list(FIELDS)
    if path.startswith(f"{HIDDEN}."):
        parent, _, name = path.rpartition(".")
        spec = spec or LAYER_FIELDS.get(name, FIELDS[HIDDEN])
        known = [f"{parent}.{name}" for name in LAYER_FIELDS]

    if details["type"] == "extra_forbidden" or spec is None:
        return ConfigError(shortened(path), _unknown(path, known))
    if details["type"] == "character":
        return ConfigError(path, unfit(details["ctx"]["character"]))
    return ConfigError(path, spec.correction(details["input"]))
