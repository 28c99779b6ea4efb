"""The commands `train` and `resume`: a run from its first epoch, or from where it stopped."""

import argparse
from pathlib import Path

from core.cli import console
from core.cli.console import say
from core.cli.options import changes_of, kept_epochs, runs_dir_of
from core.config import presets
from core.config.fields import parse_assignment, with_values
from core.config.run import RunConfig
from core.run.control import Control


def config_from(options: argparse.Namespace) -> RunConfig:
    """The run that the command's options describe.

    Raises:
        ConfigError: for a setting that cannot be.
        UnknownPresetError: for a preset that does not exist.
    """
    config = presets.preset(options.preset).config
    if options.tutorial:
        config = presets.as_in_the_tutorial(config)
    return with_values(config, changes_of(options))


def run_train(options: argparse.Namespace) -> int:
    """Train the network that the options describe and keep its run; returns the exit status."""
    config = config_from(options)
    # torch takes a second and a half to import; --help and wrong usage need not wait for it
    from core.data import datasets
    from core.lifecycle import recording, tensorboard
    from core.machine import devices
    from core.run import identity
    from core.storage import layout
    from core.training import loop as training

    kept = kept_epochs(options)
    devices.resolve(config.device)
    data = datasets.load(config.data)
    run = identity.new_id(config)
    folder = layout.create(runs_dir_of(options), run)
    control = Control(run, takes_checkpoints=True)
    events = recording.record(
        training.train(config, data, control), config, folder, kept_epochs=kept
    )
    if options.tensorboard:
        events = tensorboard.follow(events, config, folder / tensorboard.FOLDER)
    return _finish(console.drive(events, control.stop, options.json), folder)


def _finish(outcome: console.Outcome, folder: Path) -> int:
    if outcome.is_kept:
        say(f"kept in {folder}")
    return outcome.status


def run_resume(options: argparse.Namespace) -> int:
    """Go on with a kept run; returns the exit status."""
    from core.data import datasets
    from core.lifecycle import continuing, recording, tensorboard
    from core.machine import devices
    from core.storage import layout
    from core.storage import records as runs
    from core.training import loop as training

    kept = kept_epochs(options)
    folder = layout.find(options.run, runs_dir_of(options))
    config = runs.outline(folder).config
    if options.epochs is not None:
        config = with_values(config, {"epochs": parse_assignment(f"epochs={options.epochs}")[1]})
    devices.resolve(config.device)
    data = datasets.load(config.data)
    beginning = continuing.continuation(folder, config.epochs)
    record = beginning.record
    control = Control(record.run, takes_checkpoints=True)
    learning = training.train(record.config, data, control, beginning.checkpoint, beginning.changes)
    events = recording.record(
        learning, record.config, folder, record, beginning.changes, kept_epochs=kept
    )
    if options.tensorboard:
        events = tensorboard.follow(events, record.config, folder / tensorboard.FOLDER, record)
    return _finish(console.drive(events, control.stop, options.json), folder)
