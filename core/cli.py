"""The commands that need no window: train, predict, info.

With ``--json`` every line on standard output is one JSON object with an ``event`` field; messages for people go to
standard error. Exit status: 0 done, 1 the work failed, 2 wrong usage, 128 + signal (130 for Ctrl+C) interrupted.
"""

import argparse
import io
import json
import math
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import NoReturn

from core import presets
from core.choices import DeviceKind
from core.config import RunConfig
from core.events import EndReason, EpochCompleted, Event, RecordingFailed, RunEnded, RunStarted, as_json
from core.fields import ConfigError, parse_assignment, with_values
from core.messages import DeviceError, InklingError, PictureError, message

DONE, FAILED, WRONG_USAGE = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    """argparse with its errors on one line."""

    def error(self, text: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}: {text} (see {self.prog} --help)\n")


class _OutputError(InklingError):
    """Standard output takes no more: whoever read it has gone, or the disk is full."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file's name need not be made of letters the terminal knows
        sys.stdout.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.command(options)
    except (ConfigError, presets.UnknownPresetError, DeviceError) as error:
        return _complain(error, WRONG_USAGE)
    except InklingError as error:
        return _complain(error, FAILED)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return status


def _complain(error: object, status: int) -> int:
    _say(f"inkling: {error}")
    return status


def _say(text: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):  # nobody listens
            sys.stderr.write(text + "\n")


def _print(text: str) -> None:
    """Write a line to standard output, if there is one: a program without a console has none."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = None  # nothing left to flush at exit
        raise _OutputError(message("The output cannot be written: {reason}.", reason=error.strerror)) from error


def _print_json(line: dict[str, object]) -> None:
    _print(json.dumps(line, allow_nan=False))


def _version() -> str:
    try:
        return metadata.version("inkling")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="inkling",
        description="Train a network, watch it learn, draw digits. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"inkling {_version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    train = commands.add_parser("train", help="train one network and keep its run")
    train.add_argument("--preset", required=True, metavar="NAME", help=", ".join(presets.PRESETS))
    train.add_argument("--epochs", metavar="N", help="how often to go through the training examples")
    train.add_argument("--seed", metavar="S", help="start of the random numbers")
    train.add_argument("--device", metavar="|".join(DeviceKind), help="where to compute")
    train.add_argument("--threads", metavar="T", help="processor threads; 0 lets Inkling choose")
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        dest="assignments",
        help="any setting, for example optimizer.learning_rate=0.1; may be repeated",
    )
    train.add_argument("--tutorial", action="store_true", help="exactly as the tutorial's text does it")
    _add_common(train, _train)

    predict = commands.add_parser("predict", help="read digits in picture files with a kept run")
    predict.add_argument("--run", required=True, help="a run's id or folder")
    predict.add_argument("files", nargs="+", metavar="FILE", type=Path)
    _add_common(predict, _predict)

    info = commands.add_parser("info", help="versions, devices, data, presets")
    _add_common(info, _info)
    return parser


def _add_common(parser: argparse.ArgumentParser, command: object) -> None:
    parser.add_argument("--runs-dir", type=Path, metavar="FOLDER", help="where runs are kept")
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
    given = {path: getattr(options, path) for path in ("epochs", "seed", "device", "threads")}
    changes: dict[str, object] = {path: value for path, value in given.items() if value is not None}
    changes |= dict(parse_assignment(text) for text in options.assignments)
    return with_values(config, changes)


def _train(options: argparse.Namespace) -> int:
    config = config_from(options)
    # torch takes a second and a half to import; --help and wrong usage need not wait for it
    from core import datasets, devices, recording, runs, training

    devices.resolve(config.device)
    data = datasets.load(config.data)
    run = runs.new_id(config)
    folder = runs.create(_runs_dir(options), run)
    control = training.Control(run, takes_checkpoints=True)
    show = _show_json if options.json else _show_to_people
    status, is_kept = DONE, True
    with _signals_set(control.stop) as received:
        for event in recording.record(training.train(config, data, control), config, folder):
            try:
                show(event)
            except _OutputError as error:
                status = _complain(error, FAILED)
                control.stop.set()
            if isinstance(event, RecordingFailed):
                status, is_kept = FAILED, False
            if isinstance(event, RunEnded) and event.reason in (EndReason.DIVERGED, EndReason.FAILED):
                status = FAILED
    if is_kept:
        _say(f"kept in {folder}")
    return 128 + received[0] if received else status


@contextmanager
def _signals_set(stop: threading.Event) -> Iterator[list[int]]:
    """Let Ctrl+C and SIGTERM end the run in good order; a second Ctrl+C ends at once. Yields the signals received."""
    received: list[int] = []

    def on_signal(number: int, _frame: object) -> None:
        received.append(number)
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show_json(event: Event) -> None:
    if isinstance(event, RunStarted | EpochCompleted | RecordingFailed | RunEnded):
        _print_json(as_json(event))
    if isinstance(event, RecordingFailed | RunEnded) and event.message is not None:
        _say(f"inkling: {event.message}")


def _show_to_people(event: Event) -> None:
    match event:
        case RunStarted():
            _say(f"{event.run}: {event.parameters:,} parameters, {event.device}, threads: {event.threads}")
        case EpochCompleted():
            read = (
                "" if event.accuracy is None else f"  accuracy {event.accuracy:.2%}  train {event.train_accuracy:.2%}"
            )
            slope = "" if event.weight is None else f"  weight {event.weight:.4f}"
            costs = f"cost {event.cost:.4f}  test {event.test_cost:.4f}"
            _print(f"epoch {event.epoch:3}  {costs}{read}{slope}  {event.seconds:.1f} s")
        case RecordingFailed():
            _say(f"inkling: {event.message}")
        case RunEnded():
            _say(f"{event.reason} after {event.epochs} epochs" + (f": {event.message}" if event.message else ""))
        case _:
            pass


def _predict(options: argparse.Namespace) -> int:
    from core import ink, runs
    from core.inference import Predictor

    kept = runs.open_run(runs.find(options.run, _runs_dir(options)))
    if kept.config.is_regression:
        raise InklingError(message("The run {run} fits a line; it cannot read digits.", run=kept.run))
    predictor = Predictor(kept.config.model, kept.config.data.pixels)
    predictor.set_weights(kept.weights)
    status = DONE
    for file in options.files:
        try:
            digit = ink.digit_from_picture(ink.read_picture(file))
        except PictureError as error:
            status = _complain(error, FAILED)
            continue
        probabilities = None if digit is None else predictor.probabilities(digit).astype(float).tolist()
        if probabilities is None:
            status = _complain(f"nothing is drawn in {file}", FAILED)
        elif not all(map(math.isfinite, probabilities)):
            status = _complain(f"the run's weights are too large to read {file}", FAILED)
            probabilities = None
        answer = None if probabilities is None else probabilities.index(max(probabilities))
        if options.json:
            _print_json({"event": "prediction", "file": str(file), "digit": answer, "probabilities": probabilities})
        elif probabilities is not None:
            _print(f"{file}: {answer} ({max(probabilities):.1%})")
    return status


def _info(options: argparse.Namespace) -> int:
    from core import datasets, devices, recording

    data = datasets.mnist()
    facts: dict[str, object] = {
        "event": "info",
        "version": _version(),
        **recording.environment(),
        "cores": devices.cores(),
        "devices": {option.kind: str(option.obstacle or option.name) for option in devices.options()},
        "mnist": f"{len(data.train_x)} training and {len(data.test_x)} test digits",
        "runs_dir": str(_runs_dir(options)),
        "presets": {name: str(preset.about) for name, preset in presets.PRESETS.items()},
    }
    if options.json:
        _print_json(facts)
        return DONE
    for name, value in facts.items():
        if isinstance(value, dict):
            _print("\n".join([f"{name}:", *(f"  {key:13} {text}" for key, text in value.items())]))
        elif name != "event":
            _print(f"{name + ':':14} {value}")
    return DONE
