"""The settings in which runs differ, and short texts for the values of settings."""

from collections.abc import Sequence
from string import ascii_lowercase

from core.config import catalogue
from core.config.choices import Choice
from core.config.fields import FIELDS, matters, value_at
from core.config.model import Layer
from core.config.run import RunConfig
from core.messages import Message, Translate, message
from core.plain_text import printable


def differing(configs: Sequence[RunConfig]) -> list[str]:
    """List the dotted paths of the settings that differ between configs, in the order of the form.

    Settings that have no effect in any of them are left out, and so is the preset, since it only
    stands for other settings.
    """
    return [
        path
        for path, spec in FIELDS.items()
        if path != "preset"
        and len({str(value_at(config, path)) for config in configs}) > 1
        and any(matters(spec, config) for config in configs)
    ]


def format_value(value: object) -> Message:
    """Format a setting's value for users, short enough for a table."""
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, bool):
        return message("yes") if value else message("no")
    if isinstance(value, tuple):
        # files of comparisons keep such texts, and know no digits in names of values
        layers = [item for item in value if isinstance(item, Layer)]
        items: dict[str, object] = {
            f"layer_{letter}": _layer(layer)
            for letter, layer in zip(ascii_lowercase, layers, strict=False)
        }
        points = [item for item in value if isinstance(item, tuple)]
        if points:
            return message("{count} points", count=len(points))
        if items:
            return Message(" · ".join(f"{{{name}}}" for name in items), items)
        return Message(printable(" · ".join(map(str, value))) or "–")
    return Message(f"{value:.10g}" if isinstance(value, float) else printable(str(value)))


def format_setting(config: RunConfig, path: str) -> Message:
    """Format the value of the setting at the dotted `path`, for users."""
    return format_value_of(path, value_at(config, path))


def format_with_unit(config: RunConfig, path: str, translate: Translate) -> str:
    """Format the value of the setting at the dotted `path`, with its unit, in one language."""
    unit = FIELDS[path].about.unit
    text = translate(format_setting(config, path))
    return text if unit is None else f"{text} {translate(unit)}"


def format_value_of(path: str, value: object) -> Message:
    """Format a value of the setting at the dotted `path`, for users."""
    if path == "data.dataset" and isinstance(value, str):
        return catalogue.title(value)
    if path == "threads" and not value:
        return message("automatic")
    return format_value(value)


def _layer(layer: Layer) -> Message:
    dropout = f" {layer.dropout:.10g}" if layer.dropout else ""
    return Message(
        "{units} {activation}{dropout}",
        {"units": layer.units, "activation": layer.activation.label, "dropout": dropout},
    )
