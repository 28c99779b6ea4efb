"""Conversion of a run's settings to a few lines of text, to paste into a chat, and back.

    {
      "inkling": 1,
      "preset": "relu-dropout",
      "optimizer.learning_rate": 0.002
    }

Only what differs from the preset is written, by the dotted names of the command line.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from core.config import presets
from core.config.fields import FIELDS, ConfigError, shortened, with_values
from core.config.run import RunConfig
from core.messages import message

MARK, VERSION = "inkling", 1
MAX_CHARACTERS = 50_000  # five hundred points with all their digits take half of it
MAX_PARSED = 10 * MAX_CHARACTERS  # characters, of all objects in the text together
_START = re.compile(r'\{[ \t\r\n]*"')  # as an object starts that is not empty
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
    """Write settings as text from which `config_from_text` makes the very same."""
    known = presets.PRESETS.get(config.preset)
    own, base = _flat(config), _flat(known.config if known is not None else RunConfig())

    values = {MARK: VERSION, **({"preset": config.preset} if known is not None else {})}
    values |= {
        path: value for path, value in own.items() if path != "preset" and value != base[path]
    }
    lines = (
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in values.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def config_from_text(text: str) -> RunConfig:
    """Read settings from a text, ignoring everything around them.

    The quotation marks and commas that a chat program may have replaced are read as well.

    Raises:
        ConfigError: if there are none, or one of them is invalid.
        UnknownPresetError: if they start from a preset that does not exist.
    """
    text = text[:MAX_CHARACTERS]
    straight = text.translate(_STRAIGHT)
    variants = (text,) if straight == text else (text, straight)
    values = dict(next(filter(None, map(_marked_object, variants)), {}))
    if not values:
        raise ConfigError(
            "",
            message(
                'There are no settings in this text; settings start with {{"{mark}": 1.', mark=MARK
            ),
        )

    version = values.pop(MARK)
    if version != VERSION or isinstance(version, bool):
        versions = {"given": shortened(str(version)), "own": VERSION}
        raise ConfigError(
            "",
            message(
                "The settings are of version {given}; this Inkling reads version {own}.", **versions
            ),
        )

    preset = values.pop("preset", "")
    if not isinstance(preset, str):
        raise ConfigError("preset", FIELDS["preset"].correction(preset))
    return with_values(presets.preset(preset).config if preset else RunConfig(), values)


def _flat(config: RunConfig) -> dict[str, Any]:
    """Return every setting by its dotted path, as a JSON value."""
    values = config.model_dump(mode="json")
    flat: dict[str, Any] = {}
    for path in FIELDS:
        value: Any = values
        for name in path.split("."):
            value = value[name]
        flat[path] = value
    return flat


def _marked_object(text: str) -> Mapping[str, Any] | None:
    """Find the first JSON object in the text that has our mark; None if there is none.

    Objects within objects are parsed again and again, so there is an end to that.
    """
    if f'"{MARK}"' not in text:
        return None
    parsed = 0
    for start in _START.finditer(text):
        try:
            value, end = json.JSONDecoder().raw_decode(text, start.start())
        except json.JSONDecodeError as error:
            # a string without end is read to the end of the text
            value, end = None, len(text) if "Unterminated" in error.msg else error.pos
        except (ValueError, RecursionError):  # a number with too many digits, or nested too deep
            value, end = None, len(text)
        if isinstance(value, dict) and MARK in value:
            return value
        parsed += end - start.start()
        if parsed > MAX_PARSED:
            break
    return None
