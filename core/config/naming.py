"""The names of runs: those that their settings give them, and those that users give.

A run's own name is its title and the settings in which it differs from its preset, so that the name
tells runs apart and depends on nothing but the run. How long it is trained is no part of it, since
a continued run keeps its name. Of several runs with the same name, all but one bear a number.
"""

from collections.abc import Iterator
from functools import lru_cache

from core.config.differences import format_setting
from core.config.fields import FIELDS, matters, value_at
from core.config.points import USUAL_SIZES
from core.config.presets import PRESETS, title
from core.config.run import RunConfig
from core.messages import Message, message

MAX_MENTIONED = 4  # settings in a name
OTHER_PROGRAM = "network"  # of settings that are no preset of ours


def program_name(config: RunConfig) -> str:
    """Return the name of a config's program: its preset's, if that is one of ours.

    A file called like a module would be imported in its stead, so nobody's text becomes one.
    """
    return config.preset if config.preset in PRESETS else OTHER_PROGRAM


def run_name(config: RunConfig, given: str = "", number: int = 1) -> Message:
    """Return the name under which a run is shown.

    Args:
        given: the name by the user; empty for the one that its settings give it.
        number: 1 for the first run of this name, 2 for the second, and so on.
    """
    name = Message("{name}", {"name": given}) if given else automatic_name(config)
    return name if number == 1 else Message("{name} ({number})", {"name": name, "number": number})


@lru_cache(maxsize=1024)  # tables and plots ask for it with each progress of a run
def automatic_name(config: RunConfig) -> Message:
    """Return a run's title and the settings that differ: ``Sigmoid, lr 0.1, batch 50``."""
    name = title(config)
    settings = list(_different_settings(config))
    for setting in settings[:MAX_MENTIONED]:
        name = message("{name}, {setting}", name=name, setting=setting)
    return name if len(settings) <= MAX_MENTIONED else Message("{name}, …", {"name": name})


def _different_settings(config: RunConfig) -> Iterator[Message]:
    """Yield the settings that differ from the preset's, in the order of the form."""
    known = PRESETS.get(config.preset)
    usual = known.config if known is not None else RunConfig()
    # points come with sizes of their own, whatever the preset
    sizes = USUAL_SIZES if config.has_points and not usual.has_points else {}
    yield from _different_layers(config, usual)

    for path, spec in FIELDS.items():
        mention = spec.about.in_names
        if mention is None:
            continue
        value = value_at(config, path)
        if value == sizes.get(path, value_at(usual, path)) or not matters(spec, config):
            continue
        if isinstance(mention, Message):
            yield Message(mention.template, {"value": format_setting(config, path)})
        else:
            yield mention[value]


def _different_layers(config: RunConfig, usual: RunConfig) -> Iterator[Message]:
    """Yield what the layers' widths, which are the title, leave open: activations and dropout."""
    activations, usual_ones = (
        list(dict.fromkeys(layer.activation for layer in each.model.hidden))
        for each in (config, usual)
    )
    if activations != usual_ones:
        for activation in activations:
            yield activation.label

    rates, usual_rates = (
        list(dict.fromkeys(layer.dropout for layer in each.model.hidden))
        for each in (config, usual)
    )
    if rates != usual_rates:
        for rate in rates:
            if rate or any(usual_rates):
                yield message("dropout {value}", value=f"{rate:.10g}")
