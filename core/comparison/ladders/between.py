"""The ladder between two runs: from one's settings to the other's, one change at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.comparison.experiment import Experiment, Member
from core.comparison.grid_settings import LAYERS
from core.config.conditions import with_conditions_of
from core.config.differences import differing, format_value_of
from core.config.fields import (
    FIELDS,
    ConfigError,
    matters,
    value_at,
    with_values,
)
from core.config.model import Layer
from core.config.presets import PRESETS
from core.config.run import RunConfig
from core.errors import InklingError
from core.messages import Message, listed, message, with_value

# a run's chance and machine; what they change is no effect of a setting
NOT_EXPLAINED = ("seed", "device", "threads")
_KINDS = ("optimizer.kind", "schedule.kind")
_Changes = Mapping[str, object]


class NothingToExplainError(InklingError):
    """Two runs with the same settings."""


@dataclass(frozen=True)
class Ladder:
    """The networks from one run to another, and their titles.

    Attributes:
        has_all_orders: whether all networks between them are there, not only those of one order;
            see `core.comparison.ladders.orders`. Otherwise each has one change more.
    """

    members: tuple[Member, ...]
    titles: Mapping[str, Message]
    has_all_orders: bool = False

    def experiment(self, seeds: int) -> Experiment:
        """Train all of them with this many seeds, which count up from the first run's."""
        first = self.members[0].config.seed
        numbers = tuple(range(first, first + seeds))
        return Experiment(self.members, numbers, has_all_orders=self.has_all_orders)


def ladder_between(
    before: RunConfig, after: RunConfig, title_before: Message, title_after: Message
) -> Ladder:
    """Return the ladder from one config to another: the optimizer first, then as in the form.

    A kind of optimizer or schedule changes together with its own settings, since a learning rate
    means little without its optimizer. A change that is invalid alone is made together with the
    next one, and what has no effect is no step. Seed, device and threads are the first config's.

    Raises:
        ConfigError: if the runs cannot be compared.
        NothingToExplainError: if their settings are the same.
    """
    after = with_values(after, {path: value_at(before, path) for path in NOT_EXPLAINED})
    members, titles = [Member("0", before)], {"0": title_before}
    config, pending = before, dict[str, object]()
    for changes in _steps(before, after):
        pending |= changes
        try:
            changed = with_values(config, pending)
        except ConfigError:
            continue
        if differing((config, changed)):
            name = str(len(members))
            members.append(Member(name, changed))
            titles[name] = _with_preset(config, changed, step_title(config, changed, pending))
        config, pending = changed, {}

    if len(members) == 1:
        raise NothingToExplainError(
            message("The settings of these two runs are the same: only chance makes a difference.")
        )
    last = members[-1].name
    change = titles[last].values.get("change", titles[last])
    members[-1] = Member(last, after)
    titles[last] = message("{run} ({change})", run=title_after, change=change)
    Experiment(tuple(members))  # refuses what cannot be compared
    return Ladder(tuple(members), titles)


def changes_optimizer(members: Sequence[Member]) -> bool:
    """Return whether a step of a ladder changes the optimizer, and with it the learning rate."""
    kinds = [member.config.optimizer.kind for member in members]
    return len(set(kinds)) > 1


def _with_preset(before: RunConfig, after: RunConfig, change: Message) -> Message:
    """Return a step's title, after the name of the preset that it leads to, if there is one."""
    network = _preset_of(after)
    if network is None or network == _preset_of(before):
        return change
    return message("{run} ({change})", run=network, change=change)


def _preset_of(config: RunConfig) -> Message | None:
    """Return the title of the preset with this network and optimizer; None if there is none."""
    for preset in PRESETS.values():
        if not differing((config, with_conditions_of(config, preset.config))):
            return preset.title
    return None


def without_change(title: Message) -> Message:
    """Return the title of a ladder's network as it is outside the ladder, without its step."""
    run = title.values.get("run")
    return run if isinstance(run, Message) and "change" in title.values else title


def reason_against_ladder(before: RunConfig, after: RunConfig) -> Message | None:
    """Return why a ladder between two configs would explain nothing; None if it would."""
    untitled = Message("")
    try:
        ladder = ladder_between(before, after, untitled, untitled)
    except InklingError as error:
        return error.message
    if len(ladder.members) > 2:
        return None
    change = ladder.titles[ladder.members[-1].name].values["change"]
    return message("The two differ in one thing only: {change}.", change=change)


def _steps(before: RunConfig, after: RunConfig) -> Iterator[_Changes]:
    """Yield the changes from one config to the other, each by itself."""
    for changes in independent_steps(before, after):
        if LAYERS in changes:
            yield from _layer_steps(before.model.hidden, after.model.hidden)
        else:
            yield changes

    # what has no effect in either may still differ, and decides nothing
    yield {path: value_at(after, path) for path in FIELDS}


def independent_steps(before: RunConfig, after: RunConfig) -> Iterator[_Changes]:
    """Yield the changes that can be made in any order; all of the hidden layers' are one."""
    paths = [path for path in differing((before, after)) if path not in NOT_EXPLAINED]
    made: set[str] = set()
    for kind in _KINDS:
        if kind in paths:
            together = [kind, *_dependent(kind, paths, before, after)]
            made.update(together)
            yield {path: value_at(after, path) for path in together}

    for path in paths:
        if path not in made:
            yield {path: value_at(after, path)}


def _dependent(kind: str, paths: list[str], before: RunConfig, after: RunConfig) -> Iterator[str]:
    """Yield the differing settings that belong to one kind: its learning rate, and its own ones."""
    group = kind.rpartition(".")[0]
    for path in paths:
        is_own = matters(FIELDS[path], before) != matters(FIELDS[path], after)
        is_rate = path == "optimizer.learning_rate"
        if path != kind and path.startswith(f"{group}.") and (is_own or is_rate):
            yield path


def _layer_steps(
    before: tuple[Layer, ...], after: tuple[Layer, ...]
) -> Iterator[dict[str, object]]:
    """Yield the activations, then the number of layers and their units, then dropout."""
    # layers that will be left out do not keep another activation meanwhile
    patterns = [*after, *after[-1:] * len(before)] if after else before
    paired = tuple(
        old.model_copy(update={"activation": pattern.activation})
        for old, pattern in zip(before, patterns, strict=False)
    )
    steps = [
        paired,
        tuple(
            layer.model_copy(update={"dropout": old.dropout if old is not None else 0.0})
            for layer, old in zip(after, (*before, *(None,) * len(after)), strict=False)
        ),
        after,
    ]
    for layers in steps:
        if layers != before:
            yield {LAYERS: [layer.model_dump(mode="json") for layer in layers]}
        before = layers


def step_title(before: RunConfig, after: RunConfig, changed: _Changes) -> Message:
    """Name a step, which has an effect, by what it changes: ``Learning rate: 0.1``."""
    title: Message | None = None
    for path in differing((before, after)):
        if path not in changed or not matters(FIELDS[path], after):
            continue
        part = with_value(FIELDS[path].about.title, format_value_of(path, value_at(after, path)))
        title = part if title is None else listed((title, part))
    assert title is not None
    return title
