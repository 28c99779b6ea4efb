"""The ranges of settings that a search tries; loads neither Optuna nor torch."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from core.comparison.grid_settings import SETTINGS, offered, value_of, varied
from core.config.fields import FIELDS, ConfigError, FieldKind, FieldSpec, shortened, value_at
from core.config.live import LEARNING_RATE
from core.config.run import RunConfig
from core.config.setting import Scale
from core.messages import message

UNITS = "model.hidden.units"
USUAL = {LEARNING_RATE: (0.001, 1.0), UNITS: (16, 512)}  # ranges to begin with
DIGITS = 4  # of a number that is tried
TINY, SMALL = 1e-6, 1e-2  # where a logarithmic setting is 0, such as a penalty
MAX_CHOICES, MAX_RANGES = 100, 10
_NUMBERS = (FieldKind.INTEGER, FieldKind.REAL)
# More epochs or examples are always better, so that no search has to find it; the others decide
# nothing about a network.
_NOT_SEARCHED = (
    "epochs",
    "patience",
    "device",
    "threads",
    "plain",
    "data.train_size",
    "data.validation_size",
    "data.label_noise",
)


@dataclass(frozen=True)
class Range:
    """The values of a setting that a search tries: all numbers from low to high, or a few choices.

    Attributes:
        path: of the setting, in `core.comparison.grid_settings`.
        low, high: both allowed; None for choices.
        is_logarithmic: whether each tenfold step is tried as often as the next.
        choices: plain values; empty for a range of numbers.

    Raises:
        ConfigError: if there is nothing to try, or no such setting. Whether the values suit a
            network is checked by `check_ranges`.
    """

    path: str
    low: float | None = None
    high: float | None = None
    is_logarithmic: bool = False
    choices: tuple[object, ...] = ()

    def __post_init__(self) -> None:
        """Reject empty ranges."""
        if self.path not in SETTINGS:
            raise ConfigError(shortened(self.path), message("there is no such setting to search."))
        if self.low is None or self.high is None:
            self._check_choices()
            return
        values = {"low": f"{self.low:.10g}", "high": f"{self.high:.10g}"}
        if not self.low < self.high:
            raise ConfigError(
                self.path, message("a range must rise; {low} is not below {high}.", **values)
            )
        if self.is_logarithmic and self.low <= 0:
            raise ConfigError(
                self.path,
                message("a logarithmic range must begin above 0, not at {low}.", **values),
            )
        if self.is_whole and not (float(self.low).is_integer() and float(self.high).is_integer()):
            raise ConfigError(
                self.path,
                message("a range from {low} to {high} must have whole ends.", **values),
            )

    def _check_choices(self) -> None:
        is_plain = all(isinstance(value, bool | int | float | str) for value in self.choices)
        if len(set(self.choices)) < 2 or len(self.choices) > MAX_CHOICES or not is_plain:
            raise ConfigError(
                self.path,
                message(
                    "needs a range, such as 0.001..1, or two to {most} values, such as 64,128.",
                    most=MAX_CHOICES,
                ),
            )

    @property
    def spec(self) -> FieldSpec:
        """The setting."""
        return SETTINGS[self.path]

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers are tried."""
        return self.spec.kind is FieldKind.INTEGER

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers, which have an order."""
        return self.spec.kind in _NUMBERS

    def ends(self) -> tuple[object, ...]:
        """Return the values that decide whether all are valid."""
        if self.low is None or self.high is None:
            return self.choices
        return (int(self.low), int(self.high)) if self.is_whole else (self.low, self.high)

    def has(self, value: object) -> bool:
        """Return whether a value would be tried."""
        if self.low is None or self.high is None:
            return value in self.choices
        return isinstance(value, int | float) and self.low <= value <= self.high

    def rounded(self, value: object) -> object:
        """Return a value that was drawn with four digits, within the range; no choice changes."""
        if self.low is None or self.high is None or not isinstance(value, float):
            return value
        return min(max(float(f"{value:.{DIGITS}g}"), self.low), self.high)


def is_logarithmic(path: str) -> bool:
    """Return whether a range of this setting is logarithmic unless told otherwise."""
    return path == UNITS or SETTINGS[path].about.scale is Scale.LOGARITHMIC


def searchable(base: RunConfig) -> list[str]:
    """List the settings that a search can vary here, the network's first."""
    return [
        path
        for path in offered(base)
        if path not in _NOT_SEARCHED
        and (SETTINGS[path].kind in _NUMBERS or len(_suiting(base, path)) > 1)
    ]


def check_ranges(base: RunConfig, ranges: tuple[Range, ...]) -> None:
    """Check that a search of these ranges is possible.

    Raises:
        ConfigError: naming the setting and what is wrong with it.
    """
    paths = [one.path for one in ranges]
    if not 1 <= len(paths) <= MAX_RANGES:
        raise ConfigError("", message("A search varies one to {most} settings.", most=MAX_RANGES))
    for number, one in enumerate(ranges):
        if one.path in paths[:number]:
            raise ConfigError(one.path, message("has two ranges; leave one."))
        if one.path not in searchable(base):
            raise ConfigError(
                one.path,
                message(
                    "has no effect here, or cannot be searched; there are {settings}.",
                    settings=", ".join(searchable(base)),
                ),
            )
        for value in one.ends():
            varied(base, {one.path: value})


def proposed(base: RunConfig, path: str) -> Range:
    """Return a range to begin with: a usual one, the values around the base's, or all choices."""
    spec = SETTINGS[path]
    if spec.kind not in _NUMBERS:
        return Range(path, choices=_suiting(base, path))

    if path in USUAL:
        return Range(path, *USUAL[path], is_logarithmic(path))
    assert spec.low is not None
    assert spec.high is not None
    value = value_of(base, path)
    if is_logarithmic(path):
        low, high = (TINY, SMALL) if value == 0 else (value / 10, value * 10)
    else:
        low, high = (spec.low, spec.high) if spec.high <= 10 else (value / 2, value * 2 + 1)
    low, high = max(spec.low, low), min(spec.high, high)
    if spec.kind is FieldKind.INTEGER:
        low, high = max(spec.low, float(int(low))), float(int(high))
    return Range(path, low, high, is_logarithmic(path) and low > 0)


def _suiting(base: RunConfig, path: str) -> tuple[object, ...]:
    """Return the plain values of a choice that the base allows."""
    spec = SETTINGS[path]
    choices = (False, True) if spec.kind is FieldKind.BOOLEAN else map(str, spec.choices)
    return tuple(choice for choice in choices if _suits(base, path, choice))


def _suits(base: RunConfig, path: str, value: object) -> bool:
    try:
        varied(base, {path: value})
    except ConfigError:
        return False
    return True


def own_value(base: RunConfig, path: str) -> object:
    """Return the base's plain value of a setting; of hidden layers, the first one's."""
    if SETTINGS[path].kind in _NUMBERS:
        return value_of(base, path)
    if path in FIELDS:
        value = value_at(base, path)
    else:
        value = getattr(base.model.hidden[0], path.rpartition(".")[2])
    return str(value) if isinstance(value, str) else value


def own_values(base: RunConfig, ranges: tuple[Range, ...]) -> Mapping[str, object] | None:
    """Return the base's values of all settings; None if the search would not try them.

    Hidden layers may also differ in a setting that a search gives to all of them.
    """
    values = {one.path: own_value(base, one.path) for one in ranges}
    is_tried = all(one.has(values[one.path]) for one in ranges)
    return values if is_tried and varied(base, values) == base else None


def parse_range(text: str) -> Range:
    """Read ``optimizer.learning_rate=0.001..1:log`` or ``optimizer.kind=sgd,adam``.

    Without ``:log`` or ``:linear``, the setting decides.

    Raises:
        ConfigError: saying what is wrong.
    """
    path, equals, values = text.partition("=")
    if not equals or path not in SETTINGS:
        raise ConfigError(
            shortened(path),
            message(
                "is no setting with a range, such as optimizer.learning_rate=0.001..1 or "
                "model.hidden.units=64,128."
            ),
        )
    numbers, _, scale = values.partition(":")
    low, dots, high = numbers.partition("..")
    if not dots:
        return Range(
            path, choices=tuple(dict.fromkeys(map(_value, filter(None, values.split(",")))))
        )
    if scale not in ("", "log", "linear"):
        raise ConfigError(
            path, message("a range ends in :log or :linear, not {given}.", given=shortened(scale))
        )
    is_log = scale == "log" or (not scale and is_logarithmic(path))
    return Range(path, number_of(path, low), number_of(path, high), is_log)


def number_of(path: str, text: str) -> float:
    """Read a number for an end of a setting's range.

    Raises:
        ConfigError: if it is none.
    """
    value = _value(text)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(path, SETTINGS[path].correction(text))
    return value


def _value(text: str) -> object:
    """Read a number or a truth value; any other text stays one."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, bool | int | float) else text
