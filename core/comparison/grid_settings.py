"""The settings that a grid can vary: fields of a config, and those of all its hidden layers."""

from collections.abc import Iterable, Mapping

from core.config.fields import (
    FIELDS,
    LAYER_FIELDS,
    ConfigError,
    FieldKind,
    FieldSpec,
    value_at,
    with_values,
)
from core.config.fields import matters as field_matters
from core.config.model import Layer
from core.config.run import RunConfig
from core.config.setting import SettingInfo
from core.messages import Translate, message

LAYERS = "model.hidden"
LAYER_COUNT = f"{LAYERS}.count"
MAX_LAYERS = 6

OF_ALL_LAYERS = {f"{LAYERS}.{name}": spec for name, spec in LAYER_FIELDS.items()}
_COUNT = FieldSpec(
    path=LAYER_COUNT,
    kind=FieldKind.INTEGER,
    about=SettingInfo(
        message("Number of hidden layers"),
        message("The last layer is repeated, or layers are left out from the end."),
    ),
    default=0,
    low=0,
    high=MAX_LAYERS,
)
SETTINGS: dict[str, FieldSpec] = {**FIELDS, LAYER_COUNT: _COUNT, **OF_ALL_LAYERS}

# what no axis can show in words, and what all networks of a comparison must share
_NOT_VARIED = (FieldKind.TEXT, FieldKind.LAYERS, FieldKind.NAMES, FieldKind.POINTS)
_SHARED = (
    "seed",
    "data.test_size",
    "data.test_subset",
    "data.points.noise",
    "data.points.seed",
)


def offered(base: RunConfig) -> list[str]:
    """List the dotted paths of the settings that can be varied here, the network's first."""
    layered = [LAYER_COUNT, *(OF_ALL_LAYERS if base.model.hidden else ())]
    return [
        *(layered if not base.is_regression else ()),
        *(
            path
            for path, spec in FIELDS.items()
            if field_matters(spec, base) and spec.kind not in _NOT_VARIED and path not in _SHARED
        ),
    ]


def varied(base: RunConfig, changes: Mapping[str, object]) -> RunConfig:
    """Copy a config with settings of a grid replaced, those of layers in all hidden layers.

    Raises:
        ConfigError: for an invalid value or combination; its path is the setting's.
    """
    plain = {path: value for path, value in changes.items() if path in FIELDS}
    of_layers = {
        path.removeprefix(f"{LAYERS}."): value
        for path, value in changes.items()
        if path in OF_ALL_LAYERS
    }
    if len(plain) < len(changes):
        count = changes.get(LAYER_COUNT, len(base.model.hidden))
        layers = [layer.model_dump(mode="json") for layer in _counted(base.model.hidden, count)]
        plain[LAYERS] = [layer | of_layers for layer in layers]

    try:
        return with_values(base, plain)
    except ConfigError as error:
        setting = f"{LAYERS}.{error.path.rpartition('.')[2]}"
        if error.path.startswith(f"{LAYERS}.") and setting in OF_ALL_LAYERS:
            raise ConfigError(setting, error.message) from error
        raise


def value_of(base: RunConfig, path: str) -> float:
    """Return the number that a config has for a setting; of layers, that of the first."""
    if path == LAYER_COUNT:
        return len(base.model.hidden)
    if path in OF_ALL_LAYERS:
        value = getattr(base.model.hidden[0], path.rpartition(".")[2])
    else:
        value = value_at(base, path)
    assert isinstance(value, int | float)
    return value


def _counted(layers: tuple[Layer, ...], count: object) -> tuple[Layer, ...]:
    """Leave layers out from the end, or repeat the last one."""
    if type(count) is not int or not 0 <= count <= MAX_LAYERS:
        raise ConfigError(LAYER_COUNT, _COUNT.correction(count))
    last = layers[-1] if layers else Layer()
    return (*layers, *(last,) * count)[:count]


def named_together(paths: Iterable[str], translate: Translate) -> str:
    """Return the titles of settings that are varied together: ``Learning rate × Batch size``."""
    return " × ".join(translate(SETTINGS[path].about.title) for path in paths)


def typed(path: str, value: object) -> object:
    """Return a valid value as its config holds it: a choice, which a file keeps as a text."""
    return next((choice for choice in SETTINGS[path].choices if choice == value), value)
