"""The comparison of three runs that differ only in how pixels are scaled."""

from core.comparison.experiment import Experiment, Member
from core.config.choices import Pixels
from core.config.fields import with_values
from core.config.presets import preset
from core.config.run import RunConfig
from core.messages import Message, message

EPOCHS = 3  # of each run: enough to see them part
PATH = "data.pixels"
FALLBACK = "mlp"  # trained where the form describes no network for images


def config_of(form: RunConfig) -> RunConfig:
    """Return what the three runs have in common: the form's settings, for a few epochs."""
    is_of_images = not form.is_regression and not form.data.has_points
    config = form if is_of_images else preset(FALLBACK).config
    return with_values(config, {"epochs": EPOCHS})


def experiment(config: RunConfig) -> tuple[Experiment, dict[str, Message]]:
    """Return the comparison of the three scalings, and the titles of its members."""
    members = tuple(
        Member(pixels.value, with_values(config, {PATH: pixels.value})) for pixels in Pixels
    )
    titles = {pixels.value: message("Pixels: {scaling}", scaling=pixels.label) for pixels in Pixels}
    return Experiment(members, (config.seed,)), titles
