"""The command line: the window's options, and the commands that need no window.

With ``--json`` every line on standard output is one JSON object with an ``event`` field; messages for people go to
standard error. Exit status: 0 done, 1 the work failed, 2 wrong usage, 128 + signal (130 for Ctrl+C) interrupted.
"""

import argparse
import io
import math
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NoReturn

from core import cli_carry, cli_compare, cli_data, cli_keep, console, presets
from core.catalogue import MNIST
from core.choices import DeviceKind
from core.config import RunConfig
from core.console import DONE, FAILED, WRONG_USAGE, complain, print_json, print_line, say
from core.control import Control
from core.events import as_json
from core.fields import ConfigError, parse_assignment, with_values
from core.history import RunRecord
from core.messages import DeviceError, InklingError, PictureError, message
from core.processor import cores
from core.start_options import StartOptions, add_options, given_in_vain, start_options


class _Parser(argparse.ArgumentParser):
    """argparse with its errors on one line, and options by their whole names: `--seed` is never taken for `--seeds`."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, text: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}: {text} (see {self.prog} --help)\n")


def main(arguments: Sequence[str], open_window: Callable[[StartOptions], int] | None = None) -> int:
    """Run one command, or open the window if there is none, and return the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file's name need not be made of letters the terminal knows
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = _parser(needs_command=open_window is None)
    options = parser.parse_args(arguments)
    if not hasattr(options, "command"):
        assert open_window is not None
        return open_window(start_options(options))
    for option in given_in_vain(options):
        parser.error(f"{option} is for the window only; no command heeds it")
    try:
        status: int = options.command(options)
    except (ConfigError, presets.UnknownPresetError, DeviceError) as error:
        return complain(error, WRONG_USAGE)
    except InklingError as error:
        return complain(error, FAILED)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return status


def _version() -> str:
    try:
        return metadata.version("inkling")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _parser(needs_command: bool) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="inkling",
        description="Train a network, watch it learn, draw digits. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"inkling {_version()}")
    add_options(parser)
    commands = parser.add_subparsers(required=needs_command, metavar="COMMAND")
    _add_training(commands)
    _add_use(commands)
    _add_the_rest(commands)
    return parser


def _add_training(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """What trains: anew, side by side, further, once more."""
    train = commands.add_parser("train", help="train one network and keep its run")
    train.add_argument("--preset", required=True, metavar="NAME", help=", ".join(presets.PRESETS))
    train.add_argument("--seed", metavar="S", help="start of the random numbers")
    _add_settings(train)
    cli_keep.add_keeping(train)
    _add_tensorboard(train)
    train.add_argument("--tutorial", action="store_true", help="exactly as the tutorial's text does it")
    _add_common(train, _train)

    compare = commands.add_parser("compare", help="train presets under the same conditions and tell which is better")
    cli_compare.add_options(compare)
    _add_settings(compare)
    cli_keep.add_keeping(compare)
    _add_common(compare, _compare)

    resume = commands.add_parser("resume", help="go on with a kept run where it stopped")
    resume.add_argument("run", metavar="RUN", help="a run's id or folder")
    resume.add_argument("--epochs", metavar="N", help="how many epochs it shall have in all")
    cli_keep.add_keeping(resume)
    _add_tensorboard(resume)
    _add_common(resume, _resume)

    repeat = commands.add_parser("repeat", help="train a kept run again and tell whether it computes the same")
    repeat.add_argument("run", metavar="RUN", help="a run's id or folder")
    _add_common(repeat, _repeat)


def _add_use(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """What is done with a kept run."""
    predict = commands.add_parser("predict", help="read digits in picture files with a kept run")
    predict.add_argument("--run", required=True, help="a run's id or folder")
    cli_carry.add_weights(predict, "those of the last or of the best epoch")
    predict.add_argument("files", nargs="+", metavar="FILE", type=Path)
    _add_common(predict, _predict)

    export = commands.add_parser("export", help="a kept run as a program, ONNX, weights, event files, a table, a whole")
    cli_carry.add_export_options(export)
    _add_common(export, lambda options: cli_carry.export_run(options, _runs_dir(options)))

    taken = commands.add_parser("import", help="take in a run that was exported as a zip")
    cli_carry.add_import_options(taken)
    _add_common(taken, lambda options: cli_carry.import_run(options, _runs_dir(options)))


def _add_the_rest(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """What is here: runs, data, the machine."""
    kept = commands.add_parser("runs", help="the kept runs, oldest first")
    _add_common(kept, _runs)

    fetched = commands.add_parser("fetch", help="bring a data set to this machine")
    cli_data.add_fetch_options(fetched)
    _add_common(fetched, cli_data.fetch)

    info = commands.add_parser("info", help="versions, devices, data, presets")
    _add_common(info, _info)


def _add_tensorboard(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tensorboard", action="store_true", help="write what TensorBoard shows into the run's folder")


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--epochs", metavar="N", help="how often to go through the training examples")
    parser.add_argument("--device", metavar="|".join(DeviceKind), help="where to compute")
    parser.add_argument("--threads", metavar="T", help="processor threads; 0 lets Inkling choose")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        dest="assignments",
        help="any setting, for example optimizer.learning_rate=0.1; may be repeated",
    )


def _add_common(parser: argparse.ArgumentParser, command: object) -> None:
    # no default, or it would hide what stands before the command
    unset = argparse.SUPPRESS
    parser.add_argument("--runs-dir", type=Path, default=unset, metavar="FOLDER", help="where runs are kept")
    parser.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
    parser.set_defaults(command=command)


def _runs_dir(options: argparse.Namespace) -> Path:
    from core import runs

    chosen: Path | None = options.runs_dir
    return chosen or runs.default_folder()


def config_from(options: argparse.Namespace) -> RunConfig:
    """The run that the command's options describe.

    Raises:
        ConfigError: for a setting that cannot be.
        UnknownPresetError: for a preset that does not exist.
    """
    config = presets.preset(options.preset).config
    if options.tutorial:
        config = presets.as_in_the_tutorial(config)
    return with_values(config, _changes(options))


def _changes(options: argparse.Namespace) -> dict[str, object]:
    """The settings that the options give, by dotted path."""
    given = {path: getattr(options, path, None) for path in ("epochs", "seed", "device", "threads")}
    changes: dict[str, object] = {path: value for path, value in given.items() if value is not None}
    changes |= dict(parse_assignment(text) for text in options.assignments)
    dataset = changes.get("data.dataset")
    if not isinstance(dataset, str):
        return changes
    from core import data_folders

    follows = data_folders.changes_for(RunConfig(), dataset)
    return follows | changes | {"data.dataset": follows["data.dataset"]}


def _train(options: argparse.Namespace) -> int:
    config = config_from(options)
    # torch takes a second and a half to import; --help and wrong usage need not wait for it
    from core import datasets, devices, recording, runs, tensorboard, training

    kept_epochs = cli_keep.kept_epochs(options)
    devices.resolve(config.device)
    data = datasets.load(config.data)
    run = runs.new_id(config)
    folder = runs.create(_runs_dir(options), run)
    control = Control(run, takes_checkpoints=True)
    events = recording.record(training.train(config, data, control), config, folder, kept_epochs=kept_epochs)
    if options.tensorboard:
        events = tensorboard.follow(events, config, folder / tensorboard.FOLDER)
    return _finish(console.drive(events, control.stop, options.json), folder)


def _compare(options: argparse.Namespace) -> int:
    return cli_compare.compare(options, _changes(options), _runs_dir(options))


def _finish(outcome: console.Outcome, folder: Path) -> int:
    if outcome.is_kept:
        say(f"kept in {folder}")
    return outcome.status


def _resume(options: argparse.Namespace) -> int:
    from core import continuing, datasets, devices, recording, runs, tensorboard, training

    kept_epochs = cli_keep.kept_epochs(options)
    folder = runs.find(options.run, _runs_dir(options))
    config = runs.outline(folder).config
    if options.epochs is not None:
        config = with_values(config, {"epochs": parse_assignment(f"epochs={options.epochs}")[1]})
    devices.resolve(config.device)
    data = datasets.load(config.data)
    beginning = continuing.continuation(folder, config.epochs)
    record = beginning.record
    control = Control(record.run, takes_checkpoints=True)
    learning = training.train(record.config, data, control, beginning.checkpoint, beginning.changes)
    events = recording.record(learning, record.config, folder, record, beginning.changes, kept_epochs=kept_epochs)
    if options.tensorboard:
        events = tensorboard.follow(events, record.config, folder / tensorboard.FOLDER, record)
    return _finish(console.drive(events, control.stop, options.json), folder)


def _repeat(options: argparse.Namespace) -> int:
    from core import runs

    return cli_keep.repeat(runs.find(options.run, _runs_dir(options)), options.json)


def _runs(options: argparse.Namespace) -> int:
    from core import runs

    status = DONE
    for folder in runs.folders(_runs_dir(options)):
        try:
            record = runs.outline(folder)
        except InklingError as error:
            status = complain(error, FAILED)
            continue
        name = runs.read_label(folder).name or str(presets.title(record.config))
        if options.json:
            print_json(_run_line(record, name))
        else:
            best = "" if record.best_accuracy is None else f"{record.best_accuracy:.2%}"
            epochs = f"{record.epochs_done}/{record.config.epochs}"
            print_line(f"{record.run:40} {record.state:11} {epochs:>9} {best:>7}  {name}")
    return status


def _run_line(record: RunRecord, name: str) -> dict[str, object]:
    return {
        "event": "run",
        "run": record.run,
        "name": name,
        "state": record.state,
        "epochs_done": record.epochs_done,
        "epochs": record.config.epochs,
        "best_accuracy": record.best_accuracy,
        "last": None if record.last is None else as_json(record.last),
        "forked_from": None if record.forked_from is None else record.forked_from[0],
        "config": record.config.model_dump(mode="json"),
    }


def _predict(options: argparse.Namespace) -> int:
    from core import best_weights, ink, picture_folders, runs
    from core.inference import Predictor

    kept = runs.open_run(runs.find(options.run, _runs_dir(options)))
    if kept.config.is_regression:
        raise InklingError(message("The run {run} fits a line; it cannot read digits.", run=kept.run))
    predictor = Predictor(kept.config.model, kept.config.data.pixels, kept.config.data.shuffle_pixels)
    predictor.set_weights(best_weights.weights_of(kept.folder, cli_carry.which_weights(options)))
    # Images of other data than MNIST are not all cut out and centred: pictures of their size are read as they are.
    prepared = ink.digit_from_picture if kept.config.data.dataset == MNIST else picture_folders.prepared
    status = DONE
    for file in options.files:
        try:
            digit = prepared(ink.read_picture(file))
        except PictureError as error:
            status = complain(error, FAILED)
            continue
        probabilities = None if digit is None else predictor.probabilities(digit).astype(float).tolist()
        if probabilities is None:
            status = complain(f"nothing is drawn in {file}", FAILED)
        elif not all(map(math.isfinite, probabilities)):
            status = complain(f"the run's weights are too large to read {file}", FAILED)
            probabilities = None
        answer = None if probabilities is None else probabilities.index(max(probabilities))
        name = None if answer is None else kept.config.classes[answer]
        if options.json:
            line = {"event": "prediction", "file": str(file), "digit": answer, "class": name}
            print_json(line | {"probabilities": probabilities})
        elif probabilities is not None:
            print_line(f"{file}: {name} ({max(probabilities):.1%})")
    return status


def _info(options: argparse.Namespace) -> int:
    from core import datasets, devices, environment

    data = datasets.mnist()
    facts: dict[str, object] = {
        "event": "info",
        "version": _version(),
        **{name: value for name, value in environment.environment().items() if name != "inkling"},
        "cores": cores(),
        "devices": {option.kind: str(option.obstacle or option.name) for option in devices.options()},
        "mnist": f"{len(data.train_x)} training and {len(data.test_x)} test digits",
        "datasets": cli_data.at_hand(),
        "runs_dir": str(_runs_dir(options)),
        "presets": {name: str(preset.about) for name, preset in presets.PRESETS.items()},
    }
    if options.json:
        print_json(facts)
        return DONE
    for name, value in facts.items():
        if isinstance(value, dict):
            print_line("\n".join([f"{name}:", *(f"  {key:14} {text}" for key, text in value.items())]))
        elif name != "event":
            print_line(f"{name + ':':14} {value}")
    return DONE
