"""Settings that were changed by hand, as they are shown: together where they were changed so."""

from collections.abc import Sequence
from itertools import groupby

from core.config.fields import LAYER_FIELDS, field_at
from core.config.live import dropout_paths
from core.config.model import ModelConfig
from core.messages import Message, message
from core.run.events import SettingChanged
from core.run.moment import spread

DROPOUT = LAYER_FIELDS["dropout"].about.title


def title_of(path: str, model: ModelConfig) -> Message:
    """Return the name of a live setting; a layer's dropout is numbered if there are several."""
    paths = dropout_paths(model)
    if path in paths and len(paths) > 1:
        return message("Dropout, layer {number}", number=paths.index(path) + 1)
    spec = field_at(path)
    assert spec is not None
    return spec.about.title


def by_batch(changes: Sequence[SettingChanged]) -> list[list[SettingChanged]]:
    """Group the changes that were made before the same batch, in their order."""
    return [
        list(group) for _, group in groupby(changes, lambda change: (change.epoch, change.batch))
    ]


def by_batch_thinned(
    changes: Sequence[SettingChanged], most: int
) -> tuple[list[list[SettingChanged]], int]:
    """Return at most so many groups of `by_batch`, spread evenly, and how many there are."""
    groups = by_batch(changes)
    return spread(groups, most), len(groups)


def summary(
    changes: Sequence[SettingChanged], model: ModelConfig
) -> list[tuple[Message, SettingChanged]]:
    """Return the changes before one batch with their names.

    One that concerns the dropout of all layers alike is listed once, as that of the network.
    """
    paths = dropout_paths(model)
    of_dropout = [change for change in changes if change.path in paths]
    are_alike = len({(change.before, change.value) for change in of_dropout}) == 1
    if not are_alike or len(of_dropout) < len(paths):
        return [(title_of(change.path, model), change) for change in changes]

    others = [change for change in changes if change.path not in paths]
    listed = [(title_of(change.path, model), change) for change in others]
    return [*listed, (DROPOUT, of_dropout[0])]
