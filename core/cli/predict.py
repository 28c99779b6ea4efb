"""The command `predict`: what a kept run reads in picture files."""

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.console import DONE, FAILED, print_json, print_line, report_error
from core.cli.options import Commands, add_common_options, add_weights, runs_dir_of, weights_of
from core.config.catalogue import MNIST
from core.config.run import RunConfig
from core.errors import InklingError, PictureError
from core.messages import message

if TYPE_CHECKING:
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

    kept = runs.open_run(layout.find(options.run, runs_dir_of(options)))
    config = kept.config
    if config.is_regression:
        raise InklingError(
            message("The run {run} fits a line; it cannot read digits.", run=kept.run)
        )
    predictor = Predictor(config.model, config.data.pixels, config.data.shuffle_pixels)
    predictor.set_weights(best_weights.weights_of(kept.folder, weights_of(options)))

    return max(_predict(file, config, predictor, options.json) for file in options.files)


def _predict(file: Path, config: RunConfig, predictor: "Predictor", is_json: bool) -> int:
    """Print the prediction for one file; return `DONE`, or `FAILED` if there is none."""
    from core.data import picture_folders, pictures
    from core.data.photographs.photograph import digit_from_picture

    # Images of other data than MNIST are not all cut out and centred: pictures of their size are
    # read as they are.
    prepare = digit_from_picture if config.data.dataset == MNIST else picture_folders.prepared
    try:
        digit = prepare(pictures.read_pixels(file).pixels)
    except PictureError as error:
        return report_error(error, FAILED)

    status, probabilities = DONE, None
    if digit is None:
        status = report_error(f"nothing is drawn in {file}", FAILED)
    else:
        probabilities = predictor.probabilities(digit).astype(float).tolist()
        if not all(map(math.isfinite, probabilities)):
            status = report_error(f"the run's weights are too large to read {file}", FAILED)
            probabilities = None

    _print_prediction(file, config.classes, probabilities, is_json)
    return status


def _print_prediction(
    file: Path, classes: Sequence[str], probabilities: list[float] | None, is_json: bool
) -> None:
    """Print the most probable class; without probabilities only a line of JSON."""
    answer = None if probabilities is None else probabilities.index(max(probabilities))
    name = None if answer is None else classes[answer]
    if is_json:
        line = {"event": "prediction", "file": str(file), "digit": answer, "class": name}
        print_json(line | {"probabilities": probabilities})
    elif probabilities is not None:
        print_line(f"{file}: {name} ({max(probabilities):.1%})")
