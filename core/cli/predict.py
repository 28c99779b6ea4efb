"""The command `predict`: what a kept run reads in picture files."""

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.console import DONE, FAILED, print_json, print_line, report_error
from core.cli.options import Commands, add_common_options, add_weights, runs_dir_of, weights_of
from core.config.catalogue import MNIST
from core.config.run import RunConfig
from core.errors import InklingError, PictureError
from core.machine.processor import begin_computing
from core.messages import message
from core.plain_text import visible

if TYPE_CHECKING:
    from core.data.ink import Ink
    from core.insight.predictor import Predictor


def add_predict(commands: Commands) -> None:
    """Add the command `predict`."""
    parser = commands.add_parser("predict", help="read digits in picture files with a kept run")
    parser.add_argument("--run", required=True, help="a run's id or folder")
    add_weights(parser, "those of the last or of the best epoch")
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    add_common_options(parser, run_predict)


def run_predict(options: argparse.Namespace) -> int:
    """Print what the run reads in each file; return the exit status.

    Raises:
        InklingError: if the run cannot be opened, or reads no digits.
    """
    from core.insight.predictor import Predictor
    from core.storage import best_weights, layout
    from core.storage import records as runs

    begin_computing()
    kept = runs.open_run(layout.find(options.run, runs_dir_of(options)))
    config = kept.config
    if config.is_regression:
        raise InklingError(
            message("The run {run} fits a line; it cannot read digits.", run=kept.run)
        )
    if config.has_points:
        raise InklingError(
            message(
                "The run {run} learned from points of the plane; it reads no pictures.",
                run=kept.run,
            )
        )
    data = config.data
    predictor = Predictor(config.model, data)
    predictor.set_weights(best_weights.weights_of(kept.folder, weights_of(options)))

    return max(_predict(file, config, predictor, options.json) for file in options.files)


@dataclass(frozen=True)
class _Found:
    """A digit as the network gets it, and where it is in the picture: left, top, width, height."""

    digit: "Ink"
    box: tuple[int, int, int, int]


def _predict(file: Path, config: RunConfig, predictor: "Predictor", is_json: bool) -> int:
    """Print the prediction for each digit in a file; return `DONE`, or `FAILED` if one fails."""
    try:
        found = _digits_in(file, config)
    except PictureError as error:
        return report_error(error, FAILED)
    if not found:
        status = report_error(f"nothing is drawn in {file}", FAILED)
        _print_prediction(file, config.classes, None, {}, is_json)
        return status

    status = DONE
    for number, digit in enumerate(found, start=1):
        probabilities = predictor.probabilities(digit.digit).astype(float).tolist()
        if not all(map(math.isfinite, probabilities)):
            status = report_error(f"the run's weights are too large to read {file}", FAILED)
            probabilities = None
        part = {"number": number, "of": len(found), "box": digit.box} if len(found) > 1 else {}
        _print_prediction(file, config.classes, probabilities, part, is_json)
    return status


def _digits_in(file: Path, config: RunConfig) -> list[_Found]:
    """Read the digits in a picture, line by line; of other data than MNIST the whole picture.

    Raises:
        PictureError: if the picture cannot be read.
    """
    from core.data import picture_folders, pictures
    from core.data.ink import digit_from_ink
    from core.data.photographs.digits import separate_digits
    from core.data.photographs.photograph import ink_of_picture

    picture = pictures.read_pixels(file)
    if config.data.dataset != MNIST:
        # Images of other data are not all cut out and centred: pictures of their size are read as
        # they are, with ink as light or dark as in these data.
        example = picture_folders.prepared(picture.pixels, config.data.stored_polarity)
        return [] if example is None else [_Found(example, (0, 0, picture.width, picture.height))]

    ink = ink_of_picture(picture.pixels)
    scale = picture.width / ink.shape[1]
    found = []
    for part in separate_digits(ink):
        digit = digit_from_ink(part.ink)
        if digit is not None:
            sides = (part.box.left, part.box.top, part.box.width, part.box.height)
            left, top, width, height = (round(side * scale) for side in sides)
            found.append(_Found(digit, (left, top, width, height)))
    return found


def _print_prediction(
    file: Path,
    classes: Sequence[str],
    probabilities: list[float] | None,
    part: Mapping[str, object],
    is_json: bool,
) -> None:
    """Print the most probable class; without probabilities only a line of JSON.

    Args:
        part: of several digits in the picture, which one it is; otherwise empty.
    """
    answer = None if probabilities is None else probabilities.index(max(probabilities))
    name = None if answer is None else classes[answer]
    if is_json:
        line = {"event": "prediction", "file": str(file), "digit": answer, "class": name}
        print_json(line | {"probabilities": probabilities} | dict(part))
    elif probabilities is not None:
        where = " digit {number} of {of}:".format(**part) if part else ""
        print_line(f"{file}:{where} {visible(str(name))} ({max(probabilities):.1%})")
