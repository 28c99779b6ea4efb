"""The conditions under which networks are compared: the data, the epochs, the seed and the machine.

A form has them; networks of presets and of kept runs are put under them.
"""

from core.config.catalogue import KNOWN
from core.config.fields import FIELDS, value_at, with_values
from core.config.presets import preset
from core.config.run import SUITABLE_DATA, RunConfig
from core.config.setting import Group

HELD_OUT_SHARE, MAX_HELD_OUT = 6, 10_000  # a sixth of the training examples, at most so many


def under_the_conditions_of(form: RunConfig, name: str) -> RunConfig:
    """Return a preset's config under the conditions of `form`; see `with_conditions_of`."""
    return with_conditions_of(form, preset(name).config)


def with_conditions_of(form: RunConfig, config: RunConfig) -> RunConfig:
    """Return `config` with the data, epochs, batch size, seed and machine of `form`.

    Runs of both can then be compared. If the network of `config` cannot learn from the data of
    `form`, only its machine and seed are used.
    """
    shared = [path for path, spec in FIELDS.items() if spec.about.group is Group.MACHINE]
    if form.data.kind in SUITABLE_DATA[config.model.kind]:
        shared += [*(path for path in FIELDS if path.startswith("data.")), "epochs", "patience"]
    return with_values(config, {path: value_at(form, path) for path in shared})


def is_offered_for(form: RunConfig, config: RunConfig) -> bool:
    """Return whether a preset's network is one to compare on the data of `form`.

    Those of the plane are named after their points, so they are none for images.
    """
    is_suitable = form.data.kind in SUITABLE_DATA[config.model.kind]
    return is_suitable and (form.has_points or not config.has_points)


def with_held_out(base: RunConfig) -> RunConfig:
    """Return the config with examples held out, as it is if it holds some out already.

    They follow the training examples where there are enough of them; otherwise fewer are trained
    on. How many a folder of one's own holds is not known here: it is returned as it is.

    Raises:
        ConfigError: if there are too few training examples.
    """
    known = KNOWN.get(base.data.dataset)
    if base.data.validation_size or known is None:
        return base
    size = base.data.train_size
    wanted = min(MAX_HELD_OUT, max(1, size // HELD_OUT_SHARE))
    if known.train - size < wanted:
        size = known.train - wanted
    return with_values(base, {"data.train_size": size, "data.validation_size": wanted})
