"""A run's settings as a few lines of text, to paste in a chat, and back.

    {
      "inkling": 1,
      "preset": "relu-dropout",
      "optimizer.learning_rate": 0.002
    }

Only what differs from the preset is said, by the dotted names that the command line takes as well.
"""

import json
from collections.abc import Mapping
from typing import Any

from core.config import presets
from core.config.fields import FIELDS, ConfigError, with_values
from core.config.run import RunConfig
from core.messages import message

MARK, VERSION = "inkling", 1
MAX_CHARACTERS = 20_000
_STRAIGHT = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "＂": '"',
        "\u00a0": " ",
        "：": ":",
        "，": ",",
    }
)


def settings_text(config: RunConfig) -> str:
    """The settings as text from which `config_from_text` makes the very same."""
    known = presets.PRESETS.get(config.preset)
    own, base = _flat(config), _flat(known.config if known is not None else RunConfig())
    told = {MARK: VERSION, **({"preset": config.preset} if known is not None else {})}
    told |= {path: value for path, value in own.items() if path != "preset" and value != base[path]}
    lines = (
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in told.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def config_from_text(text: str) -> RunConfig:
    """The settings in a text, whatever stands around them; quotation marks that a chat made curly are read as well.

    Raises:
        ConfigError: if there are none, or one of them cannot be.
        UnknownPresetError: if they start from a preset that does not exist.
    """
    told = dict(_found(text) or _found(text.translate(_STRAIGHT)) or {})
    if not told:
        raise ConfigError(
            "",
            message(
                'There are no settings in this text; settings start with {{"{mark}": 1.', mark=MARK
            ),
        )
    version, preset = told.pop(MARK), told.pop("preset", "")
    if version != VERSION or isinstance(version, bool):
        versions = {"given": version, "own": VERSION}
        raise ConfigError(
            "",
            message(
                "The settings are of version {given}; this Inkling reads version {own}.", **versions
            ),
        )
    if not isinstance(preset, str):
        raise ConfigError("preset", FIELDS["preset"].correction(preset))
    return with_values(presets.preset(preset).config if preset else RunConfig(), told)


def _flat(config: RunConfig) -> dict[str, Any]:
    """Every setting by its dotted path, as JSON holds it."""
    values = config.model_dump(mode="json")
    flat: dict[str, Any] = {}
    for path in FIELDS:
        value: Any = values
        for name in path.split("."):
            value = value[name]
        flat[path] = value
    return flat


def _found(text: str) -> Mapping[str, Any] | None:
    """The first JSON object in the text that has our mark; None if there is none."""
    text = text[:MAX_CHARACTERS]
    start = text.find("{")
    while start >= 0:
        try:
            found, _ = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and MARK in found:
            return found
        start = text.find("{", start + 1)
    return None
