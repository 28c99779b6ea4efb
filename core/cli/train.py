"""The commands `train` and `resume`: a run from its first epoch, or from where it stopped."""

import argparse
from dataclasses import replace

from core.cli import console
from core.cli.console import print_message
from core.cli.options import (
    Commands,
    add_common_options,
    add_keep_epochs,
    add_settings,
    changes_of,
    check_device,
    kept_epochs,
    runs_dir_of,
)
from core.config import presets
from core.config.fields import parse_assignment, with_values
from core.config.run import RunConfig
from core.lifecycle.job import TrainingJob, job_from
from core.lifecycle.session import train_and_keep
from core.machine.processor import begin_computing
from core.run.control import Control


def add_train(commands: Commands) -> None:
    """Add the command `train`."""
    parser = commands.add_parser("train", help="train one network and keep its run")
    parser.add_argument("--preset", required=True, metavar="NAME", help=", ".join(presets.PRESETS))
    parser.add_argument("--seed", metavar="S", help="start of the random numbers")
    add_settings(parser)
    add_keep_epochs(parser)
    _add_tensorboard(parser)
    parser.add_argument(
        "--tutorial",
        action="store_true",
        help="exactly as the tutorial's programs, which divide pixels by 255; its text leaves them "
        "at 0 to 255: add --set data.pixels=raw",
    )
    add_common_options(parser, run_train)


def add_resume(commands: Commands) -> None:
    """Add the command `resume`."""
    parser = commands.add_parser("resume", help="go on with a kept run where it stopped")
    parser.add_argument("run", metavar="RUN", help="a run's id or folder")
    parser.add_argument("--epochs", metavar="N", help="how many epochs it shall have in all")
    add_keep_epochs(parser)
    _add_tensorboard(parser)
    add_common_options(parser, run_resume)


def _add_tensorboard(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tensorboard",
        action="store_true",
        help="write what TensorBoard shows into the run's folder",
    )


def run_train(options: argparse.Namespace) -> int:
    """Train the network that the options describe and keep its run; return the exit status."""
    config = config_from(options)
    # torch takes a second and a half to import; --help and wrong usage need not wait for it
    from core.run import identity

    begin_computing()
    epochs_to_keep = kept_epochs(options)
    check_device(config)

    run = identity.new_id(config)
    job = TrainingJob(run, config, runs_dir_of(options) / run)
    return _train(job, epochs_to_keep, options)


def config_from(options: argparse.Namespace) -> RunConfig:
    """Return the config of the run that the options of `train` describe.

    Raises:
        ConfigError: for an invalid setting.
        UnknownPresetError: for a preset that does not exist.
    """
    config = presets.preset(options.preset).config
    if options.tutorial:
        config = presets.as_in_the_tutorial(config)
    return with_values(config, changes_of(options, config))


def run_resume(options: argparse.Namespace) -> int:
    """Continue a kept run; return the exit status."""
    from core.data import datasets
    from core.lifecycle import continuing
    from core.machine import devices
    from core.storage import layout
    from core.storage import records as runs

    begin_computing()
    epochs_to_keep = kept_epochs(options)
    folder = layout.find(options.run, runs_dir_of(options))
    config = runs.outline(folder).config
    if options.epochs is not None:
        config = with_values(config, {"epochs": parse_assignment(f"epochs={options.epochs}")[1]})
    devices.resolve(config.device)

    # before the run is read, so that nobody can write to it during the seconds that loading takes
    datasets.load(config.data)
    start = continuing.continuation(folder, config.epochs)
    return _train(job_from(start), epochs_to_keep, options)


def _train(job: TrainingJob, epochs_to_keep: int, options: argparse.Namespace) -> int:
    """Train and keep the run, print its events, and return the exit status."""
    job = replace(
        job,
        kept_epochs=epochs_to_keep,
        writes_tensorboard=options.tensorboard,
        must_be_kept=True,
    )
    control = Control(job.run, takes_checkpoints=True, measures_moments=True)
    outcome = console.drive(train_and_keep(job, control), control.stop, options.json)
    if outcome.is_kept:
        print_message(f"kept in {job.folder}")
    return outcome.status
