"""All orders of a ladder's changes: every network between two runs that has some of them.

What a change adds depends on what was changed before it. A ladder makes the changes in one order; n
changes can be made in n! orders, which lead through 2**n networks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.comparison.experiment import Experiment, Member
from core.comparison.grid_settings import LAYERS
from core.comparison.ladders.between import (
    NOT_EXPLAINED,
    Ladder,
    NothingToExplainError,
    independent_steps,
    step_title,
)
from core.config.differences import differing, format_value
from core.config.fields import LAYER_FIELDS, ConfigError, value_at, with_values
from core.config.model import Layer
from core.config.run import RunConfig
from core.evaluation.shapley import YES, subsets
from core.messages import Message, joined, message, with_value

MAX_CHANGES = 6  # 64 networks
_ACTIVATION, _SHAPE, _DROPOUT = "activation", "units", "dropout"  # what changes in the layers


@dataclass(frozen=True)
class _Change:
    """One change: of settings, or of one thing in all hidden layers.

    Attributes:
        values: of the settings, by their dotted paths; none for one of the layers.
        of_layers: which thing; empty for one of settings.
    """

    title: Message
    values: Mapping[str, object]
    of_layers: str = ""


def all_orders_between(
    before: RunConfig, after: RunConfig, title_before: Message, title_after: Message
) -> Ladder:
    """Return all networks with some of the changes from one config to another.

    Raises:
        ConfigError: if the runs cannot be compared, if there are more than `MAX_CHANGES` changes,
            or if some of them cannot be made without the others.
        NothingToExplainError: if there are fewer than two changes.
    """
    after = with_values(after, {path: value_at(before, path) for path in NOT_EXPLAINED})
    changes = _changes(before, after)
    if len(changes) < 2:
        raise NothingToExplainError(
            message("These two runs differ in one thing at most, so there is only one order.")
        )
    if len(changes) > MAX_CHANGES:
        raise ConfigError(
            "",
            message(
                "These are {count} changes; all orders of at most {most} can be trained.",
                count=len(changes),
                most=MAX_CHANGES,
            ),
        )

    made = {
        name: [change for change, is_made in zip(changes, name, strict=True) if is_made == YES]
        for name in subsets(len(changes))
    }
    first, *between, last = made
    members = (
        Member(first, before),
        *(Member(name, _config(before, after, made[name])) for name in between),
        Member(last, after),
    )
    titles = {name: _title(some) for name, some in made.items()}
    titles |= {first: title_before, last: title_after}
    Experiment(members, has_all_orders=True)  # refuses what cannot be compared
    return Ladder(members, titles, has_all_orders=True)


def _changes(before: RunConfig, after: RunConfig) -> list[_Change]:
    """List the changes that have an effect, as a ladder makes them."""
    changes: list[_Change] = []
    for values in independent_steps(before, after):
        if LAYERS in values:
            candidates = [
                _Change(_layers_title(after.model.hidden, thing), {}, thing)
                for thing in (_ACTIVATION, _SHAPE, _DROPOUT)
            ]
        else:
            changed = _possible(before, values)
            candidates = []
            if differing((before, changed)):
                candidates = [_Change(step_title(before, changed, values), values)]
        for candidate in candidates:
            have = _config(before, after, changes)
            if differing((have, _config(before, after, [*changes, candidate]))):
                changes.append(candidate)
    return changes


def _possible(config: RunConfig, values: Mapping[str, object]) -> RunConfig:
    """Return the config with these values.

    Raises:
        ConfigError: if they cannot be had without the other changes.
    """
    try:
        return with_values(config, values)
    except ConfigError as error:
        raise ConfigError(
            error.path,
            message(
                "Not every order is possible, as one change needs another: {reason}",
                reason=error.message,
            ),
        ) from error


def _config(before: RunConfig, after: RunConfig, made: Collection[_Change]) -> RunConfig:
    """Return the config with these changes made."""
    values: dict[str, object] = {}
    for change in made:
        values |= change.values
    of_layers = {change.of_layers for change in made} - {""}
    if of_layers:
        layers = _layers(before.model.hidden, after.model.hidden, of_layers)
        values[LAYERS] = [layer.model_dump(mode="json") for layer in layers]
    return _possible(before, values)


def _layers(
    before: tuple[Layer, ...], after: tuple[Layer, ...], made: Collection[str]
) -> tuple[Layer, ...]:
    """Return the hidden layers with some things as after, and the others as before."""
    shape = after if _SHAPE in made else before
    for thing in (_ACTIVATION, _DROPOUT):
        patterns = after if thing in made else before
        if patterns:
            shape = tuple(
                layer.model_copy(update={thing: getattr(pattern, thing)})
                for layer, pattern in zip(
                    shape, (*patterns, *(patterns[-1],) * len(shape)), strict=False
                )
            )
    return shape


def _layers_title(after: tuple[Layer, ...], thing: str) -> Message:
    """Name what changes in the hidden layers: ``Activation: ReLU``, ``Units: 512 · 512``."""
    values = [getattr(layer, thing) for layer in after]
    shown = values if thing == _SHAPE else list(dict.fromkeys(values))
    setting = LAYER_FIELDS[thing].about.title
    value = joined(" · ", [format_value(one) for one in shown])
    return with_value(setting, value)


def _title(made: Collection[_Change]) -> Message:
    """Name a network by the changes that it has."""
    return joined(" + ", [change.title for change in made])
